"""The measures of savings in words: names, figures as people write them, how each was counted."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaplecze.controlling.rules.intervals import Interval
from zaplecze.controlling.rules.savings import FEWEST_PAPERS, FEWEST_PEOPLE, Comparison, Verdict
from zaplecze.controlling.rules.survival import HORIZON_HOURS
from zaplecze.platform.days import HOURS_PER_DAY
from zaplecze.platform.money import format_pln, round_half_up

NAMES = {
    "cycle": _("czas obiegu dokumentu"),
    "touch": _("czas pracy przy dokumencie"),
    "cost": _("koszt miesiąca"),
    "unit_cost": _("koszt dokumentu"),
    "errors": _("dokumenty z błędem"),
    "straight": _("dokumenty bez udziału ludzi"),
    "prints": _("wydruki na dokument"),
    "corrected": _("poprawione pola odczytu"),
}
DRILLS = {
    "cycle": "all",
    "touch": "timed",
    "errors": "errors",
    "straight": "straight",
    "prints": "prints",
    "cost": "costs",
    "unit_cost": "costs",
    "corrected": "corrected",
}
"""Which list of papers (or months, or prints) stands behind a measure."""
COUNTED_OF = {**DRILLS, "errors": "all", "straight": "posted", "prints": "all", "corrected": "read"}
"""Which list stands behind what a measure was counted of: the papers that a share is a share of."""
METHODS = {
    "cycle": _(
        "Godziny robocze (pn.–pt. 8–16, bez świąt) od wpływu do zaksięgowania albo odrzucenia. Średnia spod "
        "krzywej Kaplana-Meiera do %(days)s dni roboczych: dokument, który leży dłużej, liczy się jako %(days)s "
        "dni, a dokument w drodze liczy się tak długo, jak go widzieliśmy. Błąd z różnic między dniami "
        "wpływu (dokumenty z jednego dnia bywają podobne), przedział zmiany na logarytmie ilorazu."
    ),
    "touch": _(
        "Sekundy, w których ktoś miał dokument na wierzchu i był czynny (przerwa po 60 s bez ruchu), na "
        "dokument zakończony. Średnia z próby. Pokazujemy tylko sumę co najmniej %(people)s osób i "
        "%(papers)s dokumentów."
    ),
    "cost": _(
        "Średnia z miesięcy, których koszt wpisano; rozkład t Studenta. Zależy od liczby dokumentów: porównaj "
        "z kosztem dokumentu."
    ),
    "unit_cost": _(
        "Suma kosztów przez liczbę dokumentów w miesiącach, których koszt wpisano; błąd ilorazu z odchyleń "
        "miesięcy, rozkład t Studenta."
    ),
    "errors": _(
        "Dokumenty zwrócone do poprawy albo wystornowane, przez wszystkie dokumenty okresu. Przedział Wilsona, "
        "różnica w punktach procentowych według Newcombe’a. Dokumenty w drodze są w mianowniku."
    ),
    "straight": _(
        "Dokumenty zaksięgowane przez program, bez decyzji człowieka, przez wszystkie zaksięgowane. Przedział "
        "Wilsona, różnica według Newcombe’a."
    ),
    "prints": _(
        "Wydruki i pobrania PDF w tych miesiącach przez liczbę dokumentów; wydruk liczymy jako jedną kartkę. "
        "Przedział Poissona (Byar)."
    ),
    "corrected": _(
        "Pola, które program odczytał, a człowiek przy zatwierdzaniu zmienił, przez wszystkie pola odczytane i "
        "zatwierdzone. Przedział Wilsona, jakby pola jednego dokumentu były od siebie niezależne."
    ),
}
MISSING = {
    "no-papers": _("w okresie nie ma dokumentów"),
    "no-baseline": _("brak punktu odniesienia: wpisz stan przed"),
    "no-cost": _("brak kosztów: wpisz koszt miesiąca"),
    "too-few-people": _("za mało osób albo dokumentów (co najmniej %(people)s i %(papers)s)"),
    "no-reading-before": _("przedtem program nie odczytywał"),
    "one-observation": _("za mało obserwacji (miesięcy albo dni wpływu)"),
}
VERDICTS = {
    Verdict.KEPT: _("dotrzymana"),
    Verdict.OPEN: _("nierozstrzygnięta"),
    Verdict.MISSED: _("niedotrzymana"),
}
CAUTION = _(
    "Przedział 95 % mówi, ile mógł zmienić przypadek, gdyby dokumenty (a przy czasie obiegu: dni wpływu) były od "
    "siebie niezależne. Nie mówi, dlaczego się zmieniło: na wynik wpływa też rodzaj dokumentów i pora roku."
)
_VALUES = {
    "days": int(HORIZON_HOURS / HOURS_PER_DAY),
    "people": FEWEST_PEOPLE,
    "papers": FEWEST_PAPERS,
}


def name(measure: str) -> str:
    """A measure's name."""
    return str(NAMES[measure])


def method(measure: str) -> str:
    """How a measure was counted, in words."""
    return str(METHODS[measure]) % _VALUES


def missing(code: str) -> str:
    """Why a figure can't be told; empty where it can."""
    return str(MISSING[code]) % _VALUES if code else ""


def verdict(comparison: Comparison) -> str:
    """What became of the promise; empty where nothing was promised or it can't be told."""
    return str(VERDICTS[comparison.verdict]) if comparison.verdict else ""


def decimal_text(value: float, places: int = 1) -> str:
    """12,4 with a real minus and hard spaces."""
    text = f"{value:,.{places}f}".replace(",", "\u00a0").replace(".", ",")
    zero = not any(c in "123456789" for c in text)
    return text.lstrip("-") if zero else text.replace("-", "\u2212")


def figure(value: float | None, unit: str) -> str:
    """A figure in its unit: 12,4 h, 14,0 min, 8,2 %, 408,58 zł."""
    if value is None:
        return ""
    if unit == "hours":
        return f"{decimal_text(value)}\u00a0h"
    if unit == "minutes":
        return f"{decimal_text(value)}\u00a0min"
    if unit == "share":
        return f"{decimal_text(value * 100)}\u00a0%"
    if unit == "pln":
        return f"{format_pln(money(value))}\u00a0zł"
    return decimal_text(value, 2)


def money(value: float) -> Decimal:
    """Whole grosze of a computed amount."""
    return round_half_up(Decimal(repr(value)))


def moved(value: float | None, comparison: Comparison) -> str:
    """A change: −36,1 %, for shares −5,8 p.p."""
    if value is None:
        return ""
    sign = "+" if value > 0.0005 else ""
    unit = "p.p." if comparison.unit == "share" else "%"
    return f"{sign}{decimal_text(value * 100)}\u00a0{unit}"


def between(interval: Interval | None, show: object) -> str:
    """``low … high`` by a function that shows one of them; empty where there are no limits."""
    if interval is None or interval.low is None or interval.high is None:
        return ""
    assert callable(show)
    return f"{show(interval.low)} … {show(interval.high)}"
