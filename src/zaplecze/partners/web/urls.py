"""Pages of the partners."""

from django.urls import path

from zaplecze.partners.web import views

urlpatterns = [
    path("", views.partner_list, name="partners"),
    path("dodaj/", views.add, name="add_partner"),
    path("zmien/", views.change, name="change_partner"),
]
