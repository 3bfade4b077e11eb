"""Pages of the books."""

from django.urls import path

from zaplecze.ledger.web import currencies, opening, periods, views

urlpatterns = [
    path("zestawienie/", views.trial_balance, name="trial_balance"),
    path("glowna/", views.general_ledger, name="general_ledger"),
    path("dziennik/", views.journal, name="journal"),
    path("karta/", views.account_cards, name="account_cards"),
    path("karta/<str:account>/", views.account_card, name="account_card"),
    path("rozrachunki/", views.open_items, name="open_items"),
    path("rozrachunki/podglad/", currencies.preview_settling, name="preview_settling"),
    path("waluty/wycena/", currencies.valuation, name="currency_valuation"),
    path("waluty/wycena/zaksieguj/", currencies.post_valuation, name="post_valuation"),
    path("waluty/roznice/", currencies.differences, name="realised_differences"),
    path("rozrachunki/rozlicz/", views.settle, name="settle"),
    path("rozrachunki/<int:item_id>/cofnij/", views.undo, name="undo_settlement"),
    path("zapis/<int:entry_id>/", views.entry, name="entry"),
    path("zapis/<int:entry_id>/storno/", views.reverse_one, name="reverse_entry"),
    path("bilans-otwarcia/", opening.opening, name="opening"),
    path("bilans-otwarcia/sprawdz/", opening.try_opening, name="try_opening"),
    path("bilans-otwarcia/zaksieguj/", opening.post_opening, name="post_opening"),
    path("okresy/", periods.months, name="months"),
    path("okresy/<int:year>/zamknij/", periods.end_year, name="end_year"),
    path("okresy/<int:year>/<int:number>/", periods.month, name="month"),
    path("okresy/<int:year>/<int:number>/otwarcie/", periods.ask, name="ask_reopening"),
    path("okresy/<int:year>/<int:number>/<str:what>/", periods.step, name="month_step"),
    path("konta/", views.account_lookup, name="account_lookup"),
]
