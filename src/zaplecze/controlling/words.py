"""The words of the process pictures: activities, clocks, causes, deviations, times."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaplecze.controlling.rules.conformance import Fault
from zaplecze.controlling.rules.flow_map import END, START
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.rules.way import (
    ANSWERED,
    ASKED,
    ENDED,
    INTAKE,
    POST,
    RECEIVE,
    REJECTED,
    RENEW,
    REOPEN,
    REST,
    RESUME,
    RETURNED,
    WITHDRAWN,
)
from zaplecze.documents.api import kind_of
from zaplecze.platform.templatetags.polish import hours as hours_words

CLOCKS = {
    Clock.OURS: gettext_lazy("u nas"),
    Clock.CLIENT: gettext_lazy("u klienta"),
    Clock.OUTSIDE: gettext_lazy("na zewnątrz"),
}
CLOCK_NAMES = {
    Clock.OURS: gettext_lazy("zegar biura"),
    Clock.CLIENT: gettext_lazy("zegar klienta"),
    Clock.OUTSIDE: gettext_lazy("zegar zewnętrzny (bank, KSeF)"),
}
WAITS_ON = {
    Clock.OURS: gettext_lazy("czeka na biuro"),
    Clock.CLIENT: gettext_lazy("czeka na klienta"),
    Clock.OUTSIDE: gettext_lazy("czeka na bank albo KSeF"),
}
ACTIVITIES = {
    START: gettext_lazy("wpływ"),
    END: gettext_lazy("koniec"),
    RECEIVE: gettext_lazy("Przyjęcie"),
    POST: gettext_lazy("Księgowanie przez program"),
    REOPEN: gettext_lazy("Storno i powrót"),
    RESUME: gettext_lazy("Wznowienie obiegu"),
    RENEW: gettext_lazy("Powrót po zmianie dokumentu"),
    INTAKE: gettext_lazy("Przed obiegiem"),
    REST: gettext_lazy("Zakończony, przed stornem"),
    ENDED: gettext_lazy("Zakończony, przed wznowieniem"),
}
MARKED = {
    RETURNED: gettext_lazy("%(step)s: zwrot"),
    REJECTED: gettext_lazy("%(step)s: odrzucenie"),
    WITHDRAWN: gettext_lazy("%(step)s: wycofanie"),
    ASKED: gettext_lazy("%(step)s: pytanie"),
    ANSWERED: gettext_lazy("%(step)s: odpowiedź"),
}
FAULTS = {
    Fault.MISSING: gettext_lazy("pominięty krok"),
    Fault.ALIEN: gettext_lazy("krok spoza procedury"),
    Fault.ORDER: gettext_lazy("krok po następnym"),
    Fault.REPEATED: gettext_lazy("krok powtórzony bez zwrotu"),
    Fault.SAME_PERSON: gettext_lazy("ta sama osoba akceptuje"),
    Fault.LATE: gettext_lazy("po terminie kroku"),
}
CAUSES = {
    "queue": gettext_lazy("dłuższa niż zwykle kolejka w kroku"),
    "again": gettext_lazy("dokument był już zwrócony"),
    "friday": gettext_lazy("doszedł do kroku w piątek"),
    "monday": gettext_lazy("doszedł do kroku w poniedziałek"),
    "afternoon": gettext_lazy("doszedł do kroku po 13:00"),
    "vat_days": gettext_lazy("dni 20–25 miesiąca (VAT)"),
    "month_turn": gettext_lazy("przełom miesiąca"),
    "large": gettext_lazy("kwota powyżej mediany"),
}


def activity_words(activity: str) -> str:
    """An activity's or step's name on screen; a step's key is its name."""
    if activity in ACTIVITIES:
        return str(ACTIVITIES[activity])
    for mark, words in MARKED.items():
        if activity.endswith(mark):
            return str(words) % {"step": _upper(activity.removesuffix(mark))}
    return _upper(activity)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def kind_words(kind: str) -> str:
    """A kind of paper by its name, the open company's own ones and retired ones too; never its code."""
    found = kind_of(kind)
    return found.label if found is not None else _("nieznany rodzaj")


def cause_words(code: str) -> str:
    """A cause of waiting."""
    if code.startswith("kind:"):
        return _("rodzaj dokumentu: %(kind)s") % {"kind": kind_words(code.removeprefix("kind:"))}
    return str(CAUSES[code])


def time_words(value: float) -> str:
    """Working hours, short: 25 min, 3,5 h, 4 dni."""
    return str(hours_words(value))


def fine_words(value: float) -> str:
    """Working hours to a tenth, where small differences count: 13,4 h."""
    return f"{value:.1f}\u00a0h".replace(".", ",")


def papers_words(count: int) -> str:
    """So many papers, short."""
    return _("%(count)s dok.") % {"count": count}


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{round(share * 100)}\u00a0%"


def hours_cell(value: float) -> Decimal:
    """Hours for a column of a report, at two places."""
    return Decimal(round(value * 100)) / 100
