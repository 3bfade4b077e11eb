"""A figure and the terms that it is the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.platform.periods import CLOSING_MONTH

ZERO = Decimal("0.00")
ONE = Decimal(1)
LONGEST_ID = 18


class UnknownFigure(LookupError):
    """There is no such figure."""


@dataclass(frozen=True, slots=True)
class Term:
    """What adds ``amount`` (PLN, or the figure's own currency) to a figure.

    Either another figure, named by ``key`` and taken ``factor`` times; or an end: a line of an entry, a row of a
    document (``entry_id``, ``document_id``), a rounding, something a person entered, or a kept file.
    """

    label: str
    amount: Decimal
    key: str = ""
    factor: Decimal = ONE
    entry_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure with its terms, which sum to it; what would add nothing is left out. Amounts are in ``unit``."""

    key: str
    title: str
    amount: Decimal
    terms: tuple[Term, ...]
    unit: str = "zł"


def traced(key: str, title: str, terms: list[Term], *, currency: str = "PLN") -> Trace:
    """A figure that is the sum of its terms by definition."""
    kept = tuple(t for t in terms if t.amount)
    unit = "zł" if currency == "PLN" else currency
    return Trace(key, title, sum((t.amount for t in kept), ZERO), kept, unit)


def checked(
    key: str, title: str, amount: Decimal, terms: list[Term], *, currency: str = "PLN"
) -> Trace:
    """A figure that was computed elsewhere; ValueError where its terms don't sum to it."""
    found = traced(key, title, terms, currency=currency)
    if found.amount != amount:
        raise ValueError(f"{key}: {amount} is not {found.amount}")
    return found


def rounding(amount: Decimal, exact: Decimal) -> Term:
    """What rounding added."""
    return Term("zaokrąglenie (art. 63 § 1 Ordynacji podatkowej)", amount - exact)


def parts_of(key: str, count: int) -> list[str]:
    """The parts of a key; raises `UnknownFigure` for another count of them."""
    found = key.split("/")
    if len(found) != count or not all(found):
        raise UnknownFigure(key)
    return found


def year_of(text: str) -> int:
    """A year of a key; raises `UnknownFigure` for anything else."""
    if not text.isdecimal() or not 2000 <= int(text) <= 2100:
        raise UnknownFigure(text)
    return int(text)


def month_of(text: str) -> tuple[int, int]:
    """A month of a key, the opening (00) and the closing (13) of a year among them."""
    year, dash, month = text.partition("-")
    if not dash or not month.isdecimal() or not 0 <= int(month) <= CLOSING_MONTH:
        raise UnknownFigure(text)
    return year_of(year), int(month)


def day_of(text: str) -> date:
    """A day of a key."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnknownFigure(text) from error


def id_of(text: str) -> int:
    """A row's id, or another whole number, of a key."""
    if not text.isdecimal() or len(text) > LONGEST_ID:
        raise UnknownFigure(text)
    return int(text)
