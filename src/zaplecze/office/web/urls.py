"""Pages of the office's desk."""

from django.urls import path

from zaplecze.office.web import buffer, exports, filings, lineage, search, seat, steps, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("firma/", seat.seat, name="seat"),
    path("firma/zapisz/", seat.save_seat, name="save_seat"),
    path("bufor/", buffer.buffer, name="buffer"),
    path("bufor/sprawdz/", buffer.preview, name="preview_bulk"),
    path("bufor/wykonaj/", buffer.run, name="run_bulk"),
    path("wgraj/", views.upload, name="upload"),
    path("slad/<path:key>/", lineage.trace, name="trace"),
    path("wydania/", exports.exports, name="books_exports"),
    path("wydania/zamow/", exports.ask, name="ask_books"),
    path("wydania/<int:export_id>/zip/", exports.take, name="take_books"),
    path("zlozone/", filings.filed, name="filed"),
    path("zlozone/<str:sha>/plik/", filings.filed_file, name="filed_file"),
    path("zlozone/<str:sha>/upo/", filings.add_receipt, name="add_receipt"),
    path("zlozone/upo/<int:receipt_id>/", filings.receipt, name="filed_receipt"),
    path("szukaj/", search.search, name="search"),
    path("szukaj/podpowiedzi/", search.search_hints, name="search_hints"),
    path("dokument/<int:document_id>/", views.document, name="document"),
    path("dokument/<int:document_id>/karta/", views.card, name="card"),
    path("dokument/<int:document_id>/opis/", steps.describe, name="describe"),
    path("dokument/<int:document_id>/decyzja/", steps.decide, name="decide"),
    path("dokument/<int:document_id>/dekretacja/", steps.posting, name="posting"),
    path("dokument/<int:document_id>/kurs/", steps.rate, name="rate"),
]
