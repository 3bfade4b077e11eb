"""Pages of the books."""

from django.urls import path

from zaplecze.ledger.web import views

urlpatterns = [
    path("zestawienie/", views.trial_balance, name="trial_balance"),
    path("dziennik/", views.journal, name="journal"),
    path("karta/", views.account_cards, name="account_cards"),
    path("karta/<str:account>/", views.account_card, name="account_card"),
    path("rozrachunki/", views.open_items, name="open_items"),
    path("rozrachunki/rozlicz/", views.settle, name="settle"),
    path("rozrachunki/<int:item_id>/cofnij/", views.undo, name="undo_settlement"),
    path("zapis/<int:entry_id>/", views.entry, name="entry"),
    path("zapis/<int:entry_id>/storno/", views.reverse_one, name="reverse_entry"),
    path("konta/", views.account_lookup, name="account_lookup"),
]
