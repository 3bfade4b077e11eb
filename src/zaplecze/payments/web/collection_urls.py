"""Pages of collections."""

from django.urls import path

from zaplecze.payments.web import collections as views
from zaplecze.payments.web import letters, notes, setoffs

urlpatterns = [
    path("", views.ageing, name="ageing"),
    path("kontrahent/<int:partner_id>/", views.partner, name="collection_partner"),
    path("wstrzymaj/", views.hold, name="hold_collection"),
    path("wstrzymania/<int:hold_id>/zdejmij/", views.lift, name="lift_hold"),
    path("monity/", views.reminders, name="reminders"),
    path("monity/wystaw/", views.write_reminders, name="make_reminders"),
    path("noty/", notes.notes, name="interest_notes"),
    path("noty/wystaw/", notes.write_note, name="make_interest_note"),
    path("noty/otrzymane/", notes.write_receipts, name="book_received_interest"),
    path("salda/", views.confirmations, name="confirmations"),
    path("salda/wystaw/", views.write_confirmations, name="make_confirmations"),
    path("kompensaty/", setoffs.setoffs, name="setoffs"),
    path("kompensaty/wystaw/", setoffs.write_setoff, name="make_setoff"),
    path("kompensaty/<int:letter_id>/cofnij/", setoffs.undo, name="undo_setoff"),
    path("pisma/paczka/", letters.package, name="collection_letters"),
    path("pisma/<int:letter_id>/", letters.letter, name="collection_letter"),
    path("pisma/<int:letter_id>/pdf/", letters.printed, name="collection_letter_pdf"),
    path("pisma/<int:letter_id>/stan/", letters.outcome, name="letter_outcome"),
    path("ustawienia/", views.policy, name="collection_policy"),
    path("ustawienia/zapisz/", views.write_policy, name="save_collection_policy"),
]
