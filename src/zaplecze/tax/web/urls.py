"""Pages of the VAT registers and JPK."""

from django.urls import path

from zaplecze.tax.web import cit, marks, relief, views

urlpatterns = [
    path("sprzedaz/", views.sales_register, name="vat_sales"),
    path("zakup/", views.purchase_register, name="vat_purchase"),
    path("jpk/", views.jpk, name="jpk"),
    path("jpk/pobierz/", views.jpk_file, name="jpk_file"),
    path("cit/", cit.cit, name="cit"),
    path("cit/zapisz/", cit.save_cit, name="save_cit"),
    path("oznaczenia/", marks.marks, name="vat_marks"),
    path("oznaczenia/zmien/", marks.mark, name="mark_vat_row"),
    path("zle-dlugi/", relief.vat, name="bad_debts"),
    path("cit/zle-dlugi/", relief.cit, name="bad_debts_cit"),
    path("zle-dlugi/ujmij/", relief.confirm, name="confirm_bad_debts"),
    path("zle-dlugi/odmow/", relief.refuse, name="refuse_bad_debts"),
    path("zle-dlugi/odmowa/<int:refusal_id>/wycofaj/", relief.lift, name="lift_bad_debt"),
    path("zle-dlugi/ruch/<int:move_id>/cofnij/", relief.undo, name="undo_bad_debt"),
    path("ksiegi/", views.books_file, name="jpk_kr_pd"),
    path("ksiegi/pobierz/", views.books_download, name="jpk_kr_pd_file"),
    path("jpk/rozlicz/", views.settle_month, name="settle_vat"),
]
