"""Pages of the statements."""

from django.urls import path

from zaplecze.statements.web import comparatives, filing, tags, views

urlpatterns = [
    path("", views.newest, name="statements_of_year"),
    path("znaczniki/", tags.tags, name="account_tags"),
    path("znaczniki/dodaj/", tags.add_usual, name="add_usual_account"),
    path("znaczniki/zapisz/", tags.save_tags, name="save_tags"),
    path("<int:year>/e-sprawozdanie/", filing.preview, name="e_statement"),
    path("<int:year>/e-sprawozdanie/teksty/", filing.save_texts, name="e_statement_texts"),
    path("<int:year>/e-sprawozdanie/pobierz/", filing.file, name="e_statement_file"),
    path("<int:year>/porownawcze/", comparatives.page, name="comparatives"),
    path("<int:year>/porownawcze/krok/", comparatives.step, name="comparatives_step"),
    path("<int:year>/<str:kind>/", views.statement_page, name="year_statement"),
    path("<int:year>/zachowaj/wersje/", views.prepare, name="prepare_statements"),
    path("<int:year>/przeplywy/przesun/", views.adjust, name="adjust_cash_flow"),
    path("<int:year>/kapital/zapisz/", views.save_equity, name="save_equity"),
    path("<int:year>/przeplywy/cofnij/", views.drop, name="drop_adjustment"),
]
