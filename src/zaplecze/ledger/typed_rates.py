"""Lines typed in a currency beside the table of NBP: what it would make of them, and how far off they are.

An operation is valued at the mid rate of the working day before it, unless the bank's own rate was used
(Accounting Act art. 30 ust. 2): another rate is no fault, one far away is most often a slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.ledger.grid import GridFault
from zaplecze.ledger.models import ExchangeRate
from zaplecze.ledger.queries import exchange_rate
from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.days import working_day_before
from zaplecze.platform.money import format_pln, round_half_up

TOLERANCE = Decimal("0.05")


class FarFromTable(GridFault):
    """An amount far from the table that nobody has confirmed yet: a slip would be posted for ever."""

    code = "ledger.rate-far"


@dataclass(frozen=True, slots=True)
class TableAmount:
    """An amount in a currency at the table's rate, PLN; ``told`` names the rate, its day and table."""

    currency: str
    own: Decimal
    pln: Decimal
    told: str

    def is_far(self, typed: Decimal) -> bool:
        """Whether a typed amount (PLN, of one sign or the other) is more than 5 % away."""
        return abs(abs(typed) - abs(self.pln)) > abs(self.pln) * TOLERANCE

    @property
    def words(self) -> str:
        """``100,00 EUR × 4,2550 z 30.09.2026, tabela 190/A/NBP/2026 = 425,50 zł``."""
        return f"{format_pln(self.own)} {self.currency} × {self.told} = {format_pln(self.pln)} zł"


def table_amount(*, currency: str, own: Decimal, on: date) -> TableAmount | None:
    """An amount at table A of the working day before ``on``; None where that table isn't kept."""
    rate = exchange_rate(currency=currency, before=on)
    return None if rate is None else _at(rate, own)


def _at(rate: ExchangeRate, own: Decimal) -> TableAmount:
    return TableAmount(rate.currency, own, round_half_up(own * rate.mid), rate.told)


def table_amounts(
    lines: Sequence[tuple[NewLine, date]],
) -> list[TableAmount | None]:
    """For each line with its day: its amount in a currency at the table's rate; None in PLN or without a table."""
    days = {on: working_day_before(on) for _, on in lines}
    rows = ExchangeRate.objects.filter(
        currency__in={n.currency for n, _ in lines if n.currency_amount}, day__in=set(days.values())
    )
    kept = {(r.currency, r.day): r for r in rows}
    return [
        _at(rate, n.currency_amount)
        if n.currency_amount and (rate := kept.get((n.currency, days[on]))) is not None
        else None
        for n, on in lines
    ]


def far_off(line: NewLine, table: TableAmount | None) -> str:
    """What is said of a line more than 5 % off its table; nothing where it is near, or there is no table."""
    typed = line.debit or line.credit
    if table is None or not typed or not table.is_far(typed):
        return ""
    return (
        f"{format_pln(typed)} zł odbiega o ponad 5 % od kursu z tabeli: {table.words}. "
        "Sprawdź kwotę albo walutę."
    )


def rate_doubts(entry: NewEntry) -> dict[int, str]:
    """By number of line (from 1), what is said of those far off the table of the day before the operation."""
    if not any(line.currency_amount for line in entry.lines):
        return {}
    tables = table_amounts([(line, entry.operation_date) for line in entry.lines])
    told = (far_off(line, table) for line, table in zip(entry.lines, tables, strict=True))
    return {number: doubt for number, doubt in enumerate(told, 1) if doubt}


def require_near(entry: NewEntry) -> None:
    """Raise `FarFromTable` for the first line far off its table."""
    for number, doubt in rate_doubts(entry).items():
        raise FarFromTable(number, f": {doubt}")


def with_rate_told(line: NewLine, table: TableAmount | None) -> NewLine:
    """The line with its table in its text, where it has none of its own and the table made its amount."""
    if table is None or line.text or abs(line.debit or line.credit) != abs(table.pln):
        return line
    return replace(line, text=f"kurs {table.told}")
