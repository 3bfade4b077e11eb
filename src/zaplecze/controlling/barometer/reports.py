"""Readings of the barometer as a picture's rows and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zaplecze.controlling.barometer.queries import Round
from zaplecze.controlling.barometer.texts import NAMES
from zaplecze.controlling.savings import words
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Company
from zaplecze.platform.report import Column, Report, Row

WIDTH, ROW_HEIGHT = 420, 40
NOTE = _lazy(
    "Samoocena: mówi, co ludzie czują, a nie z czego to wynika. Skala od 1 (nie boli) do 5 (boli). Odpowiedzi są "
    "tylko policzone; nikt nie wie, kto jak odpowiedział."
)


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A variable in the picture: its bar and whisker in units of `WIDTH`."""

    name: str
    text: str
    limits: str
    n: int
    y: int
    bar: int
    low: int
    high: int


def round_rows(told: Round) -> list[PictureRow]:
    """Where each variable is drawn."""
    return [
        PictureRow(
            str(NAMES[r.key]),
            words.decimal_text(r.mean),
            f"{words.decimal_text(r.low)} … {words.decimal_text(r.high)}",
            r.n,
            number * ROW_HEIGHT,
            _place(r.mean),
            _place(r.low),
            _place(r.high),
        )
        for number, r in enumerate(told.readings or [])
    ]


def _place(mark: float) -> int:
    return round((mark - 1) / 4 * WIDTH)


def round_report(company: Company, told: Round) -> Report:
    """The readings of a round."""
    closed = told.row.closed_at
    return Report(
        code="barometer",
        title=_("Barometr bólów wzrostu"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"{closed.astimezone(WARSAW):%d.%m.%Y}" if closed else "",
        columns=(
            Column("name", _("Obszar"), "text"),
            Column("mean", _("Średnia ocena"), "number"),
            Column("low", _("od"), "number", group=_("około 95 %")),
            Column("high", _("do"), "number", group=_("około 95 %")),
            Column("n", _("Odpowiedzi"), "int"),
        ),
        rows=tuple(
            Row(
                {
                    "name": str(NAMES[r.key]),
                    "mean": words.money(r.mean),
                    "low": words.money(r.low),
                    "high": words.money(r.high),
                    "n": r.n,
                }
            )
            for r in told.readings or []
        ),
        totals={},
        notes=(str(NOTE),),
        landscape=False,
    )
