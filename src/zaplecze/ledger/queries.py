"""Reads of the books. Periods are months, both ends included, as ``(year, month)``; amounts are PLN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Sum, prefetch_related_objects

from zaplecze.ledger.currency_rules import Lot
from zaplecze.ledger.models import (
    Account,
    AccountKind,
    Balance,
    CostCenter,
    Entry,
    ExchangeRate,
    Line,
    OpenItem,
    Project,
    Settlement,
)
from zaplecze.ledger.overseers import RESPONSIBLE, RESPONSIBLE_JOINS
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import working_day_before
from zaplecze.platform.periods import last_day
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import business_year, current_company_id, in_books

ZERO = Decimal("0.00")
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """An account in the trial balance; opening and closing stand on one side.

    ``account`` is empty in the row of earlier years' result that no closing moved yet. ``year_debit`` and
    ``year_credit`` are turnovers since the beginning of the last month's year (art. 18 ust. 1 pkt 2), without its
    opening unless the period begins with that.
    """

    account_id: int
    account: str
    name: str
    opening_debit: Decimal
    opening_credit: Decimal
    debit: Decimal
    credit: Decimal
    closing_debit: Decimal
    closing_credit: Decimal
    year_debit: Decimal = ZERO
    year_credit: Decimal = ZERO
    kind: str = AccountKind.BALANCE


_TRIAL_BALANCE = b"""
SELECT a.id, a.number, a.name,
       greatest(b.opening, 0), greatest(-b.opening, 0), b.debit, b.credit,
       greatest(b.opening + b.debit - b.credit, 0), greatest(b.credit - b.debit - b.opening, 0),
       b.year_debit, b.year_credit, a.kind
FROM (SELECT account_id,
             coalesce(sum(debit - credit) FILTER (WHERE (year, month) < (%(y1)s, %(m1)s)
                 AND (k.kind <> 'result' OR year = %(y1)s)), 0.00) AS opening,
             coalesce(sum(debit) FILTER (WHERE (year, month) >= (%(y1)s, %(m1)s)), 0.00) AS debit,
             coalesce(sum(credit) FILTER (WHERE (year, month) >= (%(y1)s, %(m1)s)), 0.00) AS credit,
             coalesce(sum(debit) FILTER (WHERE year = %(y2)s AND month >= %(since)s), 0.00) AS year_debit,
             coalesce(sum(credit) FILTER (WHERE year = %(y2)s AND month >= %(since)s), 0.00) AS year_credit
      FROM ledger_balance JOIN ledger_account k ON k.company_id = %(company)s AND k.id = account_id
      WHERE ledger_balance.company_id = %(company)s AND (year, month) <= (%(y2)s, %(m2)s)
      GROUP BY account_id) b
JOIN ledger_account a ON a.company_id = %(company)s AND a.id = b.account_id
UNION ALL
SELECT 0, '', %(unmoved)s, greatest(r.rest, 0), greatest(-r.rest, 0), 0.00, 0.00,
       greatest(r.rest, 0), greatest(-r.rest, 0), 0.00, 0.00, 'balance'
FROM (SELECT sum(debit - credit) AS rest
      FROM ledger_balance l JOIN ledger_account k ON k.company_id = %(company)s AND k.id = l.account_id
      WHERE l.company_id = %(company)s AND l.year < %(y1)s AND k.kind = 'result') r
WHERE r.rest <> 0
ORDER BY 2
"""
# Until a year is ended, its result accounts hold what the next year's opening would otherwise miss.
UNMOVED = "Wynik lat poprzednich, nieprzeniesiony"


def year_begins(first: Month, last: Month) -> Month:
    """Where turnovers since a year's beginning begin: with its first month, or with the opening that is asked for."""
    first, last = in_books(first), in_books(last)
    year = business_year(last[0])
    return year.opening if first <= year.opening else year.first


def trial_balance(*, first: Month, last: Month) -> list[BalanceRow]:
    """Zestawienie obrotów i sald (art. 18): one row an account, read from the monthly balances.

    Accounts of the result open each year with nothing, whether the year before is closed yet or not; what they held
    is a last row without an account then, so that each pair of columns balances.
    """
    first, last = in_books(first), in_books(last)
    with server_cursor() as cursor:
        cursor.execute(
            _TRIAL_BALANCE,
            {
                "company": current_company_id(),
                "unmoved": UNMOVED,
                "y1": first[0],
                "m1": first[1],
                "y2": last[0],
                "m2": last[1],
                "since": year_begins(first, last)[1],
            },
        )
        rows = [BalanceRow(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: not row.account)


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A line of the journal with its entry's header."""

    entry_id: int
    diary_number: int
    journal: str
    number: int
    posting_date: date
    operation_date: date
    document_date: date
    voucher_kind: str
    voucher_number: str
    text: str
    document_id: int | None
    responsible: str
    line_no: int
    account_id: int
    account: str
    account_name: str
    debit: Decimal
    credit: Decimal
    month: int
    year: int
    currency: str = "PLN"
    currency_amount: Decimal | None = None

    @property
    def own_amount(self) -> Decimal:
        """Wn less Ma in the line's currency; nothing where the line is in PLN alone."""
        own = self.currency_amount or ZERO
        return own if self.debit else -own


_ROW = f"""
SELECT e.id, e.diary_number, j.code, e.number, e.posting_date, e.operation_date, e.document_date,
       e.voucher_kind, e.voucher_number, e.text, e.document_id, {RESPONSIBLE},
       l.no, a.id, a.number, a.name, l.debit, l.credit, e.month, e.year,
       l.currency, l.currency_amount
FROM ledger_entry e
JOIN ledger_journal j ON j.company_id = e.company_id AND j.id = e.journal_id
JOIN ledger_line l ON l.company_id = e.company_id AND l.entry_id = e.id
JOIN ledger_account a ON a.company_id = e.company_id AND a.id = l.account_id
{RESPONSIBLE_JOINS}
"""

_JOURNAL = f"""{_ROW}
WHERE e.company_id = %(company)s
  AND (e.year, e.month) >= (%(y1)s, %(m1)s) AND (e.year, e.month) <= (%(y2)s, %(m2)s) {{more}}
ORDER BY {{order}}
{{limit}}
"""


def journal(
    *,
    first: Month,
    last: Month,
    start: tuple[int, int] = (0, 0),
    end: tuple[int, int] = (9999, 2**31 - 1),
) -> list[JournalRow]:
    """Dziennik (art. 14): every line in the order of its number in the day book.

    ``start`` and ``end`` are the year and the number of the first and the last entry wanted.
    """
    return _lines(
        first,
        last,
        more="AND (e.year, e.diary_number) >= (%(sy)s, %(sn)s) AND (e.year, e.diary_number) <= (%(ey)s, %(en)s)",
        order="e.year, e.diary_number, l.no",
        limit=None,
        offset=0,
        extra={"sy": start[0], "sn": start[1], "ey": end[0], "en": end[1]},
    )


CARD_ORDER = "e.year, e.month, e.operation_date, e.diary_number, l.no"


def account_lines(
    *, account: str, first: Month, last: Month, limit: int | None = None, offset: int = 0
) -> list[JournalRow]:
    """Karta konta: an account's lines, oldest first."""
    return _lines(
        first,
        last,
        more="AND a.number = %(account)s",
        order=CARD_ORDER,
        limit=limit,
        offset=offset,
        extra={"account": account},
    )


def _lines(
    first: Month,
    last: Month,
    *,
    more: str,
    order: str,
    limit: int | None,
    offset: int,
    extra: dict[str, object],
) -> list[JournalRow]:
    first, last = in_books(first), in_books(last)
    cut = "" if limit is None else f"LIMIT {int(limit)} OFFSET {int(offset)}"
    with server_cursor() as cursor:
        cursor.execute(
            _JOURNAL.format(more=more, order=order, limit=cut).encode(),
            {
                "company": current_company_id(),
                "y1": first[0],
                "m1": first[1],
                "y2": last[0],
                "m2": last[1],
                **extra,
            },
        )
        return [JournalRow(*row) for row in cursor.fetchall()]


def journal_size(*, first: Month, last: Month) -> tuple[int, Decimal]:
    """How many entries the journal holds in the months, and the sum of their amounts."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT count(*), coalesce(sum(amount), 0.00) FROM ledger_entry WHERE company_id = %s "
            b"AND (year, month) >= (%s, %s) AND (year, month) <= (%s, %s)",
            (current_company_id(), *in_books(first), *in_books(last)),
        )
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1]


NEWEST = (2**62, 0)


def row_sql(where: str) -> bytes:
    """A question for lines as `JournalRow` holds them: l is the line, e its entry, a its account."""
    return f"{_ROW}{where}".encode()


@dataclass(frozen=True, slots=True)
class MonthlyTurnover:
    """Turnover of an account in a month."""

    month: Month
    account: str
    debit: Decimal
    credit: Decimal


def monthly_turnovers() -> list[MonthlyTurnover]:
    """All monthly balances by month and account."""
    rows = Balance.objects.filter(company_id=current_company_id())
    return [
        MonthlyTurnover((year, month), account, debit, credit)
        for year, month, account, debit, credit in rows.order_by(
            "year", "month", "account__number"
        ).values_list("year", "month", "account__number", "debit", "credit")
    ]


def opening_of(*, account: str, before: Month) -> Decimal:
    """Balance (Wn positive) of an account at the start of a month; a result account's since the year's beginning."""
    before = in_books(before)
    rows = Balance.objects.filter(company_id=current_company_id(), account__number=account)
    if Account.objects.filter(
        company_id=current_company_id(), number=account, kind=AccountKind.RESULT
    ).exists():
        rows = rows.filter(year=before[0])
    months = rows.values_list("year", "month", "debit", "credit")
    return sum((d - c for y, m, d, c in months if (y, m) < before), ZERO)


def open_items(
    *, as_of: Month | None = None, partner_id: int | None = None, all_items: bool = False
) -> list[OpenItem]:
    """Open items, oldest due first; ``as_of`` keeps documents up to the end of that month."""
    items = OpenItem.objects.select_related("account").filter(company_id=current_company_id())
    if as_of is not None:
        items = items.filter(document_date__lte=last_day(as_of))
    if partner_id is not None:
        items = items.filter(partner_id=partner_id)
    rows = items.order_by("due_date", "document_date", "id")
    return [i for i in rows if all_items or i.settled != i.amount]


def open_item_count(*, most: int = 1_000) -> int:
    """How many items are open, counted to ``most`` and no further: it stands beside every page."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT count(*) FROM (SELECT 1 FROM ledger_openitem "
            b"WHERE company_id = %s AND NOT settled = amount LIMIT %s) i",
            (current_company_id(), most),
        )
        row = cursor.fetchone()
    return row[0] if row else 0


def items_by_id(ids: list[int]) -> dict[int, OpenItem]:
    """Open items (settled ones too) by id."""
    return OpenItem.objects.filter(company_id=current_company_id()).in_bulk(ids)


def items_of_document(document_id: int) -> list[OpenItem]:
    """Items (settled ones too) that a document opened, oldest first."""
    rows = OpenItem.objects.select_related("account").filter(company_id=current_company_id())
    return list(rows.filter(document_id=document_id).order_by("id"))


def items_of_entries(entry_ids: list[int]) -> dict[tuple[int, int], int]:
    """Ids of the items that entries opened, by (entry id, line number)."""
    rows = OpenItem.objects.filter(company_id=current_company_id(), entry_id__in=entry_ids)
    return {(e, no): i for e, no, i in rows.values_list("entry_id", "line_no", "id")}


def settlements_of(item_id: int) -> list[Settlement]:
    """What settled an item, oldest first."""
    rows = Settlement.objects.filter(company_id=current_company_id())
    return list(
        (rows.filter(debit_item_id=item_id) | rows.filter(credit_item_id=item_id)).order_by("id")
    )


def entries_of(*, document_id: int) -> list[Entry]:
    """Posted entries of a document, oldest first."""
    rows = ready_rows(
        Entry,
        "WHERE company_id = %s AND document_id = %s ORDER BY seq",
        (current_company_id(), document_id),
    )
    prefetch_related_objects(rows, "journal", "responsible")
    return rows


def last_entry_of(*, partner_id: int) -> Entry | None:
    """The partner's newest entry from a document that still stands."""
    rows = Entry.objects.filter(
        company_id=current_company_id(),
        partner_id=partner_id,
        document_id__isnull=False,
        reverses_id__isnull=True,
    )
    taken_back = Entry.objects.filter(company_id=current_company_id(), reverses_id=OuterRef("id"))
    return rows.exclude(Exists(taken_back)).order_by("-seq").first()


def entries_of_kind(voucher_kind: str, *, year: int) -> list[Entry]:
    """A year's standing entries of one kind of voucher: no stornos, and none that a storno took back."""
    mine = Entry.objects.filter(company_id=current_company_id())
    taken_back = mine.filter(reverses__isnull=False).values("reverses_id")
    found = mine.filter(year=year, voucher_kind=voucher_kind, reverses__isnull=True)
    return list(found.exclude(id__in=taken_back).order_by("seq"))


def turnover_of_kind(voucher_kind: str, *, month: Month) -> dict[str, tuple[Decimal, Decimal]]:
    """Wn and Ma (PLN) of a month by account, of the entries of one kind of voucher."""
    company_id = current_company_id()
    year, number = in_books(month)
    entries = Entry.objects.filter(
        company_id=company_id, year=year, month=number, voucher_kind=voucher_kind
    )
    # Two questions: in one, a planner without statistics reads every line of the company.
    ids = list(entries.values_list("id", flat=True))
    rows = Line.objects.filter(company_id=company_id, entry_id__in=ids)
    sums = rows.values_list("account__number").annotate(Sum("debit"), Sum("credit"))
    return {account: (debit, credit) for account, debit, credit in sums}


def turnover_of(*, account: str, document_ids: list[int]) -> dict[int, Decimal]:
    """Wn less Ma (PLN) on an account and all below it, by document; posted entries only."""
    rows = (
        Line.objects.filter(
            company_id=current_company_id(),
            entry__document_id__in=document_ids,
            account__number__startswith=account,
        )
        .values_list("entry__document_id")
        .annotate(turnover=Sum(F("debit") - F("credit")))
    )
    return dict(rows)


def entry_lines(entry_id: int) -> list[Line]:
    """A posted entry's lines in order."""
    return list(
        Line.objects.select_related("account", "cost_center", "project")
        .filter(company_id=current_company_id(), entry_id=entry_id)
        .order_by("no")
    )


@dataclass(frozen=True, slots=True)
class PostedLine:
    """A line of a posted entry: ``amount`` is Wn less Ma in PLN."""

    account: str
    cost_center: str
    amount: Decimal


def lines_of_entries(entry_ids: list[int]) -> dict[int, list[PostedLine]]:
    """The lines of many posted entries by entry, in their order."""
    rows = Line.objects.filter(company_id=current_company_id(), entry_id__in=entry_ids)
    found: dict[int, list[PostedLine]] = {}
    for entry_id, account, center, debit, credit in rows.order_by("entry_id", "no").values_list(
        "entry_id", "account__number", "cost_center__code", "debit", "credit"
    ):
        found.setdefault(entry_id, []).append(PostedLine(account, center or "", debit - credit))
    return found


def accounts(*, text: str = "", limit: int | None = None) -> list[Account]:
    """The chart by number, with blocked ones; ``text`` is the start of a number or a part of a name."""
    rows = Account.objects.filter(company_id=current_company_id())
    if text:
        rows = rows.filter(number__startswith=text) | rows.filter(name__icontains=text)
    return list(rows.order_by("number")[:limit])


def cost_centers() -> list[CostCenter]:
    """The company's cost centres by code; closed ones last."""
    return ready_rows(
        CostCenter, "WHERE company_id = %s ORDER BY closed, code", (current_company_id(),)
    )


def projects() -> list[Project]:
    """The company's projects by code; closed ones last."""
    return list(Project.objects.filter(company_id=current_company_id()).order_by("closed", "code"))


_CURRENCY_MOVES = b"""
SELECT CASE WHEN l.debit <> 0 THEN l.currency_amount ELSE -l.currency_amount END, l.debit - l.credit
FROM ledger_line l
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
WHERE l.company_id = %s AND a.number = %s AND l.currency = %s AND l.currency_amount IS NOT NULL
  AND e.operation_date <= %s
ORDER BY e.operation_date, e.seq, l.no
"""


def currency_moves(*, account: str, currency: str, upto: date) -> list[Lot]:
    """What came into (positive) and left a currency account up to a day, in it and in PLN, oldest first."""
    with server_cursor() as cursor:
        cursor.execute(_CURRENCY_MOVES, (current_company_id(), account, currency, upto))
        return [Lot(*row) for row in cursor.fetchall()]


def exchange_rate(*, currency: str, before: date) -> ExchangeRate | None:
    """The mid rate of the working day before a day; None where that day's table A isn't kept.

    An older table is no substitute: NBP publishes on each working day (VAT Act art. 31a, CIT Act art. 15 ust. 1).
    """
    day = working_day_before(before)
    return ExchangeRate.objects.filter(currency=currency, day=day).first()


def rough_rate(currency: str, day: date) -> Decimal | None:
    """The kept mid rate nearest to a day: enough to say whose authority covers an amount, never for books."""
    rows = ExchangeRate.objects.filter(currency=currency)
    row = (
        rows.filter(day__lte=day).order_by("-day").first()
        or rows.filter(day__gt=day).order_by("day").first()
    )
    return row.mid if row is not None else None
