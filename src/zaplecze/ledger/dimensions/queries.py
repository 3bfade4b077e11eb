"""Lines summed and listed by a dimension. Months have both ends included; amounts are PLN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zaplecze.ledger.card_sums import CardSums
from zaplecze.ledger.lineage import NOBODY
from zaplecze.ledger.models import CostCenter, Project
from zaplecze.ledger.queries import NEWEST, JournalRow, row_sql, trial_balance
from zaplecze.partners.api import partners
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books

ZERO = Decimal("0.00")


class Dimension(StrEnum):
    """What a line may name besides its account, by the word that stands in addresses."""

    PARTNER = "kontrahent"
    EMPLOYEE = "pracownik"
    COST_CENTER = "mpk"
    PROJECT = "projekt"

    @property
    def column(self) -> str:
        """The column of a line; an employee is a partner of that kind."""
        return {"mpk": "cost_center_id", "projekt": "project_id"}.get(self.value, "partner_id")

    def token(self, member: int | None) -> str:
        """A member as keys of lines name it (see `ledger.lineage.LinesOf`); None is nobody."""
        one = NOBODY if member is None else str(member)
        return f"{self.value}:{one}" if self in (self.COST_CENTER, self.PROJECT) else one


@dataclass(frozen=True, slots=True)
class Member:
    """A partner, an employee, a cost centre or a project."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What a member has on an account, PLN; ``opening`` is Wn less Ma, ``member`` None is what names nobody."""

    account: str
    name: str
    kind: str
    member: int | None
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        """Wn less Ma at the end of the period."""
        return self.opening + self.debit - self.credit


# Lines are summed by entry's month first: what is before the period counts as the account's kind tells.
_TURNOVER = """
SELECT a.number, a.name, a.kind, m.member,
       coalesce(sum(m.debit - m.credit) FILTER (WHERE (m.year, m.month) < (%(y1)s, %(m1)s)
                AND (a.kind <> 'result' OR m.year = %(y1)s)), 0.00),
       coalesce(sum(m.debit) FILTER (WHERE (m.year, m.month) >= (%(y1)s, %(m1)s)), 0.00),
       coalesce(sum(m.credit) FILTER (WHERE (m.year, m.month) >= (%(y1)s, %(m1)s)), 0.00)
FROM (SELECT l.account_id, l.{column} AS member, e.year, e.month,
             sum(l.debit) AS debit, sum(l.credit) AS credit
      FROM ledger_line l
      JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
      WHERE l.company_id = %(company)s AND l.{column} IS NOT NULL AND {mine}
        AND (e.year, e.month) <= (%(y2)s, %(m2)s)
      GROUP BY 1, 2, 3, 4) m
JOIN ledger_account a ON a.company_id = %(company)s AND a.id = m.account_id
WHERE starts_with(a.number, %(account)s)
GROUP BY a.number, a.name, a.kind, m.member
ORDER BY a.number, m.member
"""


def member_turnover(
    *,
    dimension: Dimension,
    first: Month,
    last: Month,
    account: str = "",
    member: int | None = None,
) -> list[MemberRow]:
    """Opening, turnover and closing by account and member; of accounts whose number begins with ``account``.

    Reads the lines that name a member, by their index; of one ``member`` only his. Rows of nothing are left out.
    """
    mine = "TRUE" if member is None else f"l.{dimension.column} = %(member)s"
    sql = _TURNOVER.format(column=dimension.column, mine=mine)
    with server_cursor() as cursor:
        cursor.execute(sql.encode(), {**_period(first, last), "account": account, "member": member})
        rows = [MemberRow(*row) for row in cursor.fetchall()]
    return [r for r in rows if r.opening or r.debit or r.credit]


def nobodys_turnover(rows: Iterable[MemberRow], *, first: Month, last: Month) -> list[MemberRow]:
    """What is left of each account of ``rows`` when all members are taken away, from its kept balance."""
    sums: dict[str, MemberRow] = {}
    for r in rows:
        had = sums.get(r.account)
        opening, debit, credit = (had.opening, had.debit, had.credit) if had else (ZERO,) * 3
        sums[r.account] = MemberRow(
            r.account, r.name, r.kind, None, opening + r.opening, debit + r.debit, credit + r.credit
        )
    left = []
    for b in trial_balance(first=first, last=last):
        if (told := sums.get(b.account)) is None:
            continue
        row = MemberRow(
            told.account,
            told.name,
            told.kind,
            None,
            b.opening_debit - b.opening_credit - told.opening,
            b.debit - told.debit,
            b.credit - told.credit,
        )
        if row.opening or row.debit or row.credit:
            left.append(row)
    return left


_OF_MEMBER = (
    "WHERE l.company_id = %(company)s AND l.{column} = %(member)s "
    "AND (e.year, e.month) >= (%(y1)s, %(m1)s) AND (e.year, e.month) <= (%(y2)s, %(m2)s) "
    "AND starts_with(a.number, %(account)s) "
    "ORDER BY a.number, e.year, e.month, e.operation_date, e.diary_number, l.no"
)


def members(dimension: Dimension, ids: Iterable[int | None] | None = None) -> dict[int, Member]:
    """Members by id: those asked for, or all cost centres or projects; employees are the partners of that kind."""
    if dimension in (Dimension.PARTNER, Dimension.EMPLOYEE):
        found = partners(ids or ()).values()
        return {
            p.id: Member(p.id, p.tax_id if p.country == "PL" else f"{p.country}{p.tax_id}", p.name)
            for p in found
            if dimension == Dimension.PARTNER or p.kind == "employee"
        }
    model = CostCenter if dimension == Dimension.COST_CENTER else Project
    rows = model.objects.filter(company_id=current_company_id())
    if ids is not None:
        rows = rows.filter(id__in={i for i in ids if i is not None})
    return {r.id: Member(r.id, r.code, r.name) for r in rows}


def member_lines(
    *,
    dimension: Dimension,
    member: int,
    first: Month,
    last: Month,
    account: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[JournalRow]:
    """A member's lines by account, on each oldest first; all of them, or ``limit`` from the ``offset``-th on."""
    sql = row_sql(_OF_MEMBER.format(column=dimension.column) + " LIMIT %(limit)s OFFSET %(offset)s")
    chosen = {"member": member, "account": account, "limit": limit, "offset": offset}
    with server_cursor() as cursor:
        cursor.execute(sql, {**_period(first, last), **chosen})
        return [JournalRow(*row) for row in cursor.fetchall()]


_OWN = "CASE WHEN l.debit <> 0 THEN l.currency_amount ELSE -l.currency_amount END"
_OWN_BEFORE = f"""
SELECT a.number, l.currency, sum({_OWN})
FROM ledger_line l
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
WHERE l.company_id = %(company)s AND l.{{column}} = %(member)s AND (e.year, e.month) < (%(y1)s, %(m1)s)
  AND l.currency <> 'PLN' AND l.currency_amount <> 0 AND starts_with(a.number, %(account)s)
GROUP BY a.number, l.currency
"""


def member_own_before(
    *, dimension: Dimension, member: int, first: Month, account: str = ""
) -> dict[str, dict[str, Decimal]]:
    """What a member had on each account in currencies before a month, Wn positive, in them."""
    found: dict[str, dict[str, Decimal]] = {}
    with server_cursor() as cursor:
        cursor.execute(
            _OWN_BEFORE.format(column=dimension.column).encode(),
            {**_period(first, first), "member": member, "account": account},
        )
        for number, currency, amount in cursor.fetchall():
            found.setdefault(number, {})[currency] = amount
    return found


def sums_of_first_lines(
    *, dimension: Dimension, member: int, first: Month, last: Month, account: str = "", count: int
) -> dict[str, CardSums]:
    """By account, the sums of the first ``count`` lines as `member_lines` tells them."""
    if not count:
        return {}
    sql = (
        "SELECT number, currency, sum(debit), sum(credit), sum(own) FROM ("
        f"SELECT a.number, l.currency, l.debit, l.credit, coalesce({_OWN}, 0.00) AS own FROM ledger_line l "
        "JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id "
        "JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id "
        + _OF_MEMBER.format(column=dimension.column)
        + " LIMIT %(count)s) n GROUP BY number, currency"
    )
    chosen = {"member": member, "account": account, "count": count}
    with server_cursor() as cursor:
        cursor.execute(sql.encode(), {**_period(first, last), **chosen})
        found: dict[str, CardSums] = {}
        for number, currency, debit, credit, amount in cursor.fetchall():
            sums = found.get(number, CardSums(ZERO, ZERO, {}))
            own = {} if currency == "PLN" else {currency: amount}
            found[number] = CardSums(sums.debit + debit, sums.credit + credit, sums.own | own)
    return found


def newest_lines(
    *, dimension: Dimension, member: int, limit: int | None = 100, before: tuple[int, int] = NEWEST
) -> list[JournalRow]:
    """A member's lines on all accounts, newest first; ``before`` is the (entry, line) where the page before ended.

    Costs the same in books of any size: a page is read from its index. Without ``limit`` all of them.
    """
    sql = row_sql(
        f"WHERE l.company_id = %(company)s AND l.{dimension.column} = %(member)s "
        "AND (l.entry_id, l.no) < (%(entry)s, %(no)s) "
        "ORDER BY l.entry_id DESC, l.no DESC LIMIT %(limit)s"
    )
    with server_cursor() as cursor:
        cursor.execute(
            sql,
            {
                "company": current_company_id(),
                "member": member,
                "entry": before[0],
                "no": before[1],
                "limit": limit,
            },
        )
        return [JournalRow(*row) for row in cursor.fetchall()]


def _period(first: Month, last: Month) -> dict[str, int]:
    y1, m1 = in_books(first)
    y2, m2 = in_books(last)
    return {"company": current_company_id(), "y1": y1, "m1": m1, "y2": y2, "m2": m2}
