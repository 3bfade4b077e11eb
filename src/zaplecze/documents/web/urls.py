"""Pages of the papers."""

from django.urls import path

from zaplecze.documents.web import views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("historia/", views.intake, name="intake"),
    path("<int:document_id>/plik/", views.original, name="original"),
]
