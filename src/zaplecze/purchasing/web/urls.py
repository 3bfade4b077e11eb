"""Pages of purchasing."""

from django.urls import path

from zaplecze.purchasing.web import foreign, views

urlpatterns = [
    path("zagraniczne/", foreign.foreign, name="foreign_purchases"),
    path("zagraniczne/sprawdz/", foreign.try_foreign, name="try_foreign"),
    path("zagraniczne/zaksieguj/", foreign.post_foreign, name="post_foreign"),
    path("propozycje/", views.proposals, name="proposals"),
    path("propozycje/reguly/dodaj/", views.add_rule, name="add_cost_rule"),
    path("propozycje/reguly/usun/", views.remove_rule, name="remove_cost_rule"),
    path("propozycje/prog/", views.save_threshold, name="save_threshold"),
    path("propozycje/przelicz/", views.measure, name="measure_proposals"),
]
