"""Pages of purchasing."""

from django.urls import path

from zaplecze.purchasing.web import corrections, customs, foreign, views

urlpatterns = [
    path("zagraniczne/", foreign.foreign, name="foreign_purchases"),
    path("zagraniczne/sprawdz/", foreign.try_foreign, name="try_foreign"),
    path("zagraniczne/zaksieguj/", foreign.post_foreign, name="post_foreign"),
    path(
        "zagraniczne/<int:purchase_id>/korekta/", corrections.correction, name="foreign_correction"
    ),
    path(
        "zagraniczne/<int:purchase_id>/korekta/sprawdz/",
        corrections.try_correction,
        name="try_foreign_correction",
    ),
    path(
        "zagraniczne/<int:purchase_id>/korekta/zaksieguj/",
        corrections.post_correction,
        name="post_foreign_correction",
    ),
    path("celne/", customs.customs, name="customs_declarations"),
    path("celne/sprawdz/", customs.try_customs, name="try_customs"),
    path("celne/zaksieguj/", customs.post_customs, name="post_customs"),
    path("propozycje/", views.proposals, name="proposals"),
    path("propozycje/reguly/dodaj/", views.add_rule, name="add_cost_rule"),
    path("propozycje/reguly/usun/", views.remove_rule, name="remove_cost_rule"),
    path("propozycje/prog/", views.save_threshold, name="save_threshold"),
    path("propozycje/przelicz/", views.measure, name="measure_proposals"),
]
