"""The survey in words: names of the six variables and what is asked of each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NAMES = {
    "culture": _("kultura"),
    "management": _("systemy zarządzania"),
    "operations": _("systemy operacyjne"),
    "resources": _("zasoby"),
    "products": _("produkty"),
    "markets": _("rynki"),
}
STATEMENTS = (
    _("Ludzie nie wiedzą, co jest w firmie naprawdę ważne."),
    _("O błędach mówi się dopiero wtedy, gdy wyjdą na jaw."),
    _("Cele i plany powstają, ale nikt do nich nie wraca."),
    _("Za wiele decyzji czeka na jedną osobę."),
    _("To samo wpisujemy albo sprawdzamy w kilku miejscach."),
    _("Nie wiadomo, gdzie leży dokument i na kogo czeka."),
    _("Brakuje rąk albo narzędzi, żeby zdążyć w godzinach pracy."),
    _("Gdy kogoś nie ma, jego praca stoi."),
    _("Klient dostaje za każdym razem coś innego niż ostatnio."),
    _("Robimy rzeczy, których nikt nie zamówił ani nie używa."),
    _("Przyjmujemy klientów, których nie umiemy dobrze obsłużyć."),
    _("Nie wiemy, dlaczego klienci do nas przychodzą i odchodzą."),
)
"""Statement n belongs to the variable n // `rules.barometer.EACH`."""
