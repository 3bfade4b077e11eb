"""Tracing by key: ``bilans/2025/1/by-nature/AK/A.II/amount`` tells which figure is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from zaplecze.office.lineage import (
    books,
    declared,
    income_tax,
    items,
    kept,
    register,
    reported,
    tables,
)
from zaplecze.office.lineage.figures import Trace, UnknownFigure

T = TypeVar("T")
Maker = Callable[["Tracer", str], Trace]


class Tracer:
    """Traces figures of the open company; remembers what it read, so that a walk reads each thing once."""

    makers: dict[str, Maker]

    def __init__(self, *, at: datetime) -> None:
        """``at`` is the moment of files that would be built now."""
        self.at = at
        self._kept: dict[tuple[Any, ...], object] = {}

    def once(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives, made once."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    def trace(self, key: str) -> Trace:
        """The figure of a key; raises `UnknownFigure` where there is none."""
        kind, _, rest = key.partition("/")
        maker = self.makers.get(kind)
        if maker is None:
            raise UnknownFigure(key)
        try:
            return maker(self, rest)
        except (KeyError, IndexError, StopIteration) as error:
            raise UnknownFigure(key) from error


Tracer.makers = {
    "linie": books.lines,
    "zois": books.trial,
    "kg": books.general_ledger,
    "dziennik": books.diary,
    "karta": books.card,
    "minus": tables.negative,
    "suma": tables.total,
    "pozycja": items.item,
    "wiekowanie": items.age,
    "pismo": items.letter,
    "rmk": items.accrual,
    "wycena": items.valuation,
    "srodek": register.asset,
    "uzgodnienie": register.agreement,
    "bilans": reported.statement,
    "przeplywy": reported.flow,
    "wykreslenia": reported.net_values,
    "kapital": reported.equity_change,
    "porownawcze": reported.compared,
    "v7m": declared.vat,
    "plik": kept.file_figure,
    "krpd": declared.books_file,
    "cit": income_tax.income_tax,
}
