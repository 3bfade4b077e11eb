"""Pages of the office's desk."""

from django.urls import path

from zaplecze.office.web import buffer, channels, papers, search, seat, steps, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("firma/", seat.seat, name="seat"),
    path("firma/zapisz/", seat.save_seat, name="save_seat"),
    path("bufor/", buffer.buffer, name="buffer"),
    path("bufor/sprawdz/", buffer.preview, name="preview_bulk"),
    path("bufor/wykonaj/", buffer.run, name="run_bulk"),
    path("wgraj/", papers.upload, name="upload"),
    path("kanaly/", channels.channels, name="channels"),
    path("kanaly/skrzynka/", channels.save_box, name="save_box"),
    path("kanaly/klucz/", channels.make_key, name="make_key"),
    path("kanaly/klucz/uniewaznij/", channels.revoke_key, name="revoke_key"),
    path("aparat/", papers.camera, name="camera"),
    path("aparat/wyslij/", papers.take_shots, name="take_shots"),
    path("szukaj/", search.search, name="search"),
    path("szukaj/podpowiedzi/", search.search_hints, name="search_hints"),
    path("dokument/<int:document_id>/", views.document, name="document"),
    path("dokument/<int:document_id>/karta/", views.card, name="card"),
    path("dokument/<int:document_id>/opis/", steps.describe, name="describe"),
    path("dokument/<int:document_id>/rodzaj/", papers.describe_other, name="describe_paper"),
    path("dokument/<int:document_id>/decyzja/", steps.decide, name="decide"),
    path("dokument/<int:document_id>/dekretacja/", steps.posting, name="posting"),
    path("dokument/<int:document_id>/kurs/", steps.rate, name="rate"),
]
