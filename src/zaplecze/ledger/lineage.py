"""What a sum of the books is made of: by month, then line by line, each with its entry and document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from zaplecze.ledger.models import AccountKind
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import CLOSING_MONTH, OPENING_MONTH, Month, month_code
from zaplecze.platform.scope import business_year, current_company_id, in_books

Side = Literal["saldo", "wn", "ma"]
ANYONE, NOBODY = "*", "-"
BEGINNING: Month = (0, OPENING_MONTH)
END: Month = (9999, CLOSING_MONTH)
_SIDES = {"saldo": "l.debit - l.credit", "wn": "l.debit", "ma": "l.credit"}
_KEY = re.compile(
    r"([0-9A-Za-z.-]{1,32})/(\*|(?:(?:mpk|projekt):)?(?:-|[0-9]{1,18}))/([0-9]{1,4})-([0-9]{2})/([0-9]{1,4})-([0-9]{2})/(saldo|wn|ma)"
)


@dataclass(frozen=True, slots=True)
class LinesOf:
    """Lines of an account in months, and which of their sides is summed (``saldo`` is Wn less Ma).

    ``partner`` is the id of one, `ANYONE`, or `NOBODY` for lines without one; with ``mpk:`` or ``projekt:`` before
    it, it is a cost centre or a project in place of a partner.
    """

    account: str
    first: Month
    last: Month
    side: Side = "saldo"
    partner: str = ANYONE

    @property
    def key(self) -> str:
        """As it stands in an address: ``201/*/2026-01/2026-09/wn``."""
        ends = (month_code(m) for m in (self.first, self.last))
        return "/".join((self.account, self.partner, *ends, self.side))


@dataclass(frozen=True, slots=True)
class TracedLine:
    """A line with what it adds to a sum (PLN)."""

    entry_id: int
    label: str
    day: date
    voucher: str
    text: str
    document_id: int | None
    amount: Decimal


def lines_of(key: str) -> LinesOf:
    """Read a key; raises ValueError for anything else."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(key)
    account, partner, y1, m1, y2, m2, side = found.groups()
    first, last = (int(y1), int(m1)), (int(y2), int(m2))
    if max(first[1], last[1]) > CLOSING_MONTH:
        raise ValueError(key)
    return LinesOf(account, first, last, side, partner)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class MonthSum:
    """Lines of one month: what they sum to (PLN), and how many there are."""

    lines: LinesOf
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class MonthSides:
    """What an account, or a partner's share of it, took in a month: PLN of each side, and how many lines."""

    month: Month
    debit: Decimal
    credit: Decimal
    count: int


def month_sides(*, account: str, partner: str = ANYONE) -> list[MonthSides]:
    """All months of an account, in their order; those without lines left out."""
    sql = (
        f"SELECT e.year, e.month, sum(l.debit), sum(l.credit), count(*) {_FROM} "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )
    with server_cursor() as cursor:
        cursor.execute(sql.encode(), _values(LinesOf(account, BEGINNING, END, "saldo", partner)))
        return [MonthSides((y, m), debit, credit, n) for y, m, debit, credit, n in cursor]


def month_sums(lines: LinesOf, sides: Iterable[MonthSides]) -> list[MonthSum]:
    """The sum month by month, from the sides of its account's months."""
    first, last = in_books(lines.first), in_books(lines.last)
    return [
        MonthSum(
            replace(lines, first=s.month, last=s.month),
            {"saldo": s.debit - s.credit, "wn": s.debit, "ma": s.credit}[lines.side],
            s.count,
        )
        for s in sides
        if first <= s.month <= last
    ]


def traced_lines(lines: LinesOf) -> list[TracedLine]:
    """The lines themselves, in the order of the day book; those that add nothing left out."""
    sql = (
        f"SELECT e.id, j.code || '/' || e.number || '/' || e.year, e.operation_date, e.voucher_number, "
        f"coalesce(nullif(l.text, ''), e.text), e.document_id, {_SIDES[lines.side]} {_FROM} "
        f"AND {_SIDES[lines.side]} <> 0 ORDER BY e.year, e.diary_number, l.no"
    )
    with server_cursor() as cursor:
        cursor.execute(sql.encode(), _values(lines))
        return [TracedLine(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What an entry's lines put on a result account, Wn less Ma (PLN)."""

    entry_id: int
    label: str
    voucher: str
    account: str
    name: str
    tag_1: str
    amount: Decimal


def result_lines(
    *, voucher_kind: str, year: int, kind: AccountKind = AccountKind.RESULT
) -> list[ResultLine]:
    """What the entries of one kind of voucher put on accounts of a kind in a year, by entry and account."""
    of_year = business_year(year)
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT e.id, j.code || '/' || e.number || '/' || e.year, e.voucher_number, a.number, a.name, a.tag_1, "
            b"sum(l.debit - l.credit) FROM ledger_entry e "
            b"JOIN ledger_journal j ON j.company_id = e.company_id AND j.id = e.journal_id "
            b"JOIN ledger_line l ON l.company_id = e.company_id AND l.entry_id = e.id "
            b"JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id "
            b"WHERE e.company_id = %s AND e.year = %s AND e.month BETWEEN %s AND %s AND e.voucher_kind = %s "
            b"AND a.kind = %s GROUP BY e.id, j.code, a.id HAVING sum(l.debit - l.credit) <> 0 "
            b"ORDER BY e.diary_number, a.number",
            (
                current_company_id(),
                year,
                of_year.first[1],
                of_year.last[1],
                voucher_kind,
                kind.value,
            ),
        )
        return [ResultLine(*row) for row in cursor.fetchall()]


_FROM = """FROM ledger_line l
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
JOIN ledger_journal j ON j.company_id = e.company_id AND j.id = e.journal_id
WHERE l.company_id = %(company)s
  AND l.account_id = (SELECT id FROM ledger_account WHERE company_id = %(company)s AND number = %(account)s)
  AND (e.year, e.month) >= (%(y1)s, %(m1)s) AND (e.year, e.month) <= (%(y2)s, %(m2)s)
  AND (%(anyone)s::boolean OR CASE %(dimension)s::text WHEN 'mpk' THEN l.cost_center_id
       WHEN 'projekt' THEN l.project_id ELSE l.partner_id END IS NOT DISTINCT FROM %(partner)s::bigint)"""


def _values(lines: LinesOf) -> dict[str, Any]:
    dimension, _, one = lines.partner.rpartition(":")
    (y1, m1), (y2, m2) = in_books(lines.first), in_books(lines.last)
    return {
        "company": current_company_id(),
        "account": lines.account,
        "dimension": dimension,
        "y1": y1,
        "m1": m1,
        "y2": y2,
        "m2": m2,
        "anyone": lines.partner == ANYONE,
        "partner": int(one) if one.isdecimal() else None,
    }


@dataclass(frozen=True, slots=True)
class EntryAmounts:
    """An entry of the journal with its amount and the sums of both its sides, PLN."""

    entry_id: int
    label: str
    document_id: int | None
    amount: Decimal
    debit: Decimal
    credit: Decimal


def journal_amounts(*, first: Month, last: Month) -> list[EntryAmounts]:
    """Entries of months in the order of the day book."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT e.id, j.code || '/' || e.number || '/' || e.year, e.document_id, e.amount, s.debit, s.credit "
            b"FROM ledger_entry e "
            b"JOIN ledger_journal j ON j.company_id = e.company_id AND j.id = e.journal_id "
            b"CROSS JOIN LATERAL (SELECT coalesce(sum(l.debit), 0.00) AS debit, "
            b"coalesce(sum(l.credit), 0.00) AS credit "
            b"FROM ledger_line l WHERE l.company_id = e.company_id AND l.entry_id = e.id) s "
            b"WHERE e.company_id = %s AND (e.year, e.month) >= (%s, %s) AND (e.year, e.month) <= (%s, %s) "
            b"ORDER BY e.year, e.diary_number",
            (current_company_id(), *in_books(first), *in_books(last)),
        )
        return [EntryAmounts(*row) for row in cursor.fetchall()]
