"""The measures of savings in words: names, figures as people write them, how each was counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaplecze.controlling.rules.intervals import Interval
from zaplecze.controlling.rules.minutes import (
    FEWEST_PAPERS,
    FEWEST_PEOPLE,
    LEAST_SHARE,
    MOST_SHARE,
)
from zaplecze.controlling.rules.savings import Comparison, Verdict
from zaplecze.controlling.rules.survival import HORIZON_HOURS, MOST_UNSEEN
from zaplecze.controlling.savings.models import Baseline, Source
from zaplecze.platform.days import HOURS_PER_DAY, WARSAW
from zaplecze.platform.money import format_pln, round_half_up
from zaplecze.platform.periods import Month

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
        "Godziny robocze (pn.–pt. 8–16, bez świąt) od wpływu do zaksięgowania albo odrzucenia. Dokument wystornowany "
        "albo wznowiony kończy się dopiero, gdy znów go zaksięgowano albo odrzucono, a czas pomiędzy też się liczy: "
        "póki zapis był zły, dokumentu w księgach nie było. Średnia spod "
        "krzywej Kaplana-Meiera do %(horizon)s: dokument, który leży dłużej, liczy się jako %(horizon)s, a dokument "
        "w drodze tak długo, jak go widzieliśmy. Granica jest po obu stronach ta sama: najdłuższy czas, przez który "
        "ktoś widział dokument, najwyżej %(most)s h (%(days)s dni roboczych). Czego jeszcze nie widać, "
        "wydłuża przedział zmiany do najgorszego, co możliwe; powyżej %(unseen)s %% średniej nie porównujemy. "
        "Średniej nie ma, póki nie skończy się połowa dokumentów. Błąd z różnic między dniami wpływu (dokumenty "
        "z jednego dnia bywają podobne), przedział zmiany na logarytmie ilorazu."
    ),
    "touch": _(
        "Sekundy, w których ktoś miał dokument na wierzchu i był czynny (przerwa po 60 s bez ruchu), na "
        "dokument, w miesiącu wpływu i w następnym. Średnia z próby, z tych miesięcy wpływu, w których są minuty co "
        "najmniej %(people)s osób przy co najmniej %(papers)s dokumentach; każda z tych osób ma co najmniej "
        "%(least)s %% sumy, a żadna więcej niż %(share)s %%: inaczej z sumy albo z różnicy okresów "
        "wyszłyby minuty jednej osoby. Miesiąc pokazujemy, gdy minie następny, i odtąd się nie zmienia."
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
        "Dokumenty zwrócone do poprawy albo wystornowane, przez wszystkie dokumenty okresu; samo wznowienie obiegu "
        "błędem nie jest. Przedział Wilsona, "
        "różnica w punktach procentowych według Newcombe’a. Dokumenty w drodze są w mianowniku."
    ),
    "straight": _(
        "Dokumenty zaksięgowane przez program, przed czym nikt nie wykonał żadnego kroku (nie opisał, nie "
        "zaakceptował), przez wszystkie zaksięgowane. Przedział "
        "Wilsona, różnica według Newcombe’a."
    ),
    "prints": _(
        "Wydruki i pobrania PDF w tych miesiącach przez liczbę dokumentów; wydruk liczymy jako jedną kartkę. "
        "Wydruków samego controllingu (zestawień, kart SLA, map) nie liczymy: mierzenie nie może zmieniać wyniku. "
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
    "too-few-people": _(
        "w żadnym miesiącu, po którym minął już następny, nie ma minut dość wielu osób i dokumentów (co najmniej "
        "%(people)s i %(papers)s)"
    ),
    "too-early": _("za wcześnie: nie skończyła się jeszcze połowa dokumentów"),
    "too-early-to-compare": _(
        "za wcześnie na porównanie: dokumenty widać dopiero przez %(horizon)s"
    ),
    "nothing-seen": _("za wcześnie: żadnego dokumentu nie widać dłużej niż godzinę roboczą"),
    "no-reading-before": _("przedtem program nie odczytywał"),
    "one-observation": _("za mało obserwacji (miesięcy albo dni wpływu)"),
}
SOURCES = {
    Source.TYPED: _("wpisany"),
    Source.SHEET: _("z arkusza"),
    Source.MEASURED: _("zmierzony w pierwszym okresie"),
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
    "least": round(LEAST_SHARE * 100),
    "share": round(MOST_SHARE * 100),
    "papers": FEWEST_PAPERS,
    "most": int(HORIZON_HOURS),
    "unseen": round(MOST_UNSEEN * 100),
}
END = _(
    "Koniec obiegu, tu i na kartach SLA: zaksięgowanie albo odrzucenie. Na zapłatę czeka się potem; ile, mówi mapa "
    "obiegu. Wyciągów bankowych tu nie liczymy, ani kopert (maili) z dokumentami w środku, ani kolejnych "
    "postaci dokumentu."
)
"""One definition of the end of circulation, said wherever it is measured."""


def origin(row: Baseline) -> str:
    """Where figures of a state before come from: the source, its day, the months of its papers."""
    text = f"{source(row.source)} {row.at.astimezone(WARSAW):%d.%m.%Y}"
    if row.first_day is None or row.last_day is None:
        return text
    return f"{text}, {row.first_day:%d.%m.%Y} – {row.last_day:%d.%m.%Y}"


def source(code: str) -> str:
    """The name of a source."""
    return str(SOURCES[Source(code)])


def name(measure: str) -> str:
    """A measure's name."""
    return str(NAMES[measure])


def method(comparison: Comparison) -> str:
    """How a measure was counted, in words."""
    return str(METHODS[comparison.measure]) % {**_VALUES, "horizon": horizon(comparison)}


def missing(comparison: Comparison) -> str:
    """Why a figure can't be told; empty where it can."""
    if not comparison.missing:
        return ""
    return str(MISSING[comparison.missing]) % {**_VALUES, "horizon": horizon(comparison)}


def horizon(comparison: Comparison) -> str:
    """The hours to which times were counted."""
    hours = HORIZON_HOURS if comparison.horizon is None else comparison.horizon
    return f"{decimal_text(hours, 0 if hours == round(hours) else 1)}\u00a0h"


def counted_to(comparison: Comparison) -> str:
    """``do 31,7 h`` where times were counted to less than the usual limit; else empty."""
    if comparison.horizon is None or comparison.horizon >= HORIZON_HOURS:
        return ""
    return str(_("do %(hours)s")) % {"hours": horizon(comparison)}


def months(found: Sequence[Month]) -> str:
    """Months of a list, runs of them as one: 03.2026–06.2026, 09.2026."""
    runs: list[list[Month]] = []
    for month in found:
        if runs and _number(runs[-1][-1]) + 1 == _number(month):
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join("–".join(dict.fromkeys(f"{m:02}.{y}" for y, m in (r[0], r[-1]))) for r in runs)


def _number(month: Month) -> int:
    return month[0] * 12 + month[1]


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


UNITS = {"hours": "h", "minutes": "min", "share": "%", "pln": "zł", "prints": _("wydruki")}


def unit(code: str) -> str:
    """The unit that a measure's figures are in."""
    return str(UNITS[code])


def change_unit(comparison: Comparison) -> str:
    """What a measure's change is in: percent, of shares percentage points."""
    return str(_("p.p.")) if comparison.unit == "share" else "%"


def number(value: float | None, unit: str) -> Decimal | None:
    """A figure as a number for a file, with two places: hours, minutes, złoty, prints; shares in percent."""
    if value is None or not math.isfinite(value):
        return None
    return money(value * 100 if unit == "share" else value)


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
