"""Pages of the papers."""

from django.urls import path

from zaplecze.documents.web import kinds, sheets, views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("historia/", views.intake, name="intake"),
    path("rodzaje/", kinds.kinds, name="kinds"),
    path("rodzaje/zapisz/", kinds.save_kind, name="save_kind"),
    path("rozdzielacz/", sheets.separator, name="separator"),
    path("<int:document_id>/plik/", views.original, name="original"),
    path("<int:document_id>/strony/", sheets.pages, name="pages"),
    path("<int:document_id>/strony/uloz/", sheets.arrange, name="arrange_pages"),
    path("<int:document_id>/strony/dolacz/", sheets.join, name="join_papers"),
    path("<int:paper_id>/strona/<int:page>/", sheets.page_picture, name="page_picture"),
]
