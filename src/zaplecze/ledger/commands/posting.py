"""Posting for ever: one call, one or 100,000 entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zaplecze.ledger.events import EntryPosted
from zaplecze.ledger.models import (
    CLOSING_MONTH,
    OPENING_MONTH,
    Account,
    CostCenter,
    Journal,
    Period,
    PeriodState,
    Project,
)
from zaplecze.ledger.rules import (
    NewEntry,
    NewLine,
    canonical_entry,
    entry_link,
    faults,
)
from zaplecze.platform.bulk import insert_rows, take_ids
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, put_link, record_events, take_link
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.series import take_numbers

BATCH = 2_000
ZERO = Decimal(0)


class CannotPost(Refusal):
    """An entry breaks a rule of the books; the message names the entry and the next step."""

    code = "ledger.cannot-post"


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted entry: its id and numbers."""

    id: int
    journal: str
    number: int
    diary_number: int
    year: int
    document_id: int | None

    @property
    def label(self) -> str:
        """As people write it: ZAK/12/2026."""
        return f"{self.journal}/{self.number}/{self.year}"


@dataclass(frozen=True, slots=True)
class _Chart:
    """Ids by number, read once a call."""

    accounts: dict[str, tuple[int, bool]]
    journals: dict[str, int]
    cost_centers: dict[str, int]
    projects: dict[str, int]
    states: dict[tuple[int, int], str]


def post_entries(
    entries: Sequence[NewEntry], *, by: int | None, at: datetime, soft: bool = False
) -> list[Posted]:
    """Post entries for ever, in the order given, all or none; ``soft`` also into a softly closed month.

    Raises `CannotPost` for the first entry that breaks a rule, is in a closed month, or names an account,
    journal or cost centre that the company does not have.
    """
    lock_company()
    chart = _read_chart()
    for entry in entries:
        _check(entry, chart, soft=soft)
    _open_new_periods(entries, chart)
    posted: list[Posted] = []
    for start in range(0, len(entries), BATCH):
        posted += _post_batch(entries[start : start + BATCH], chart, Stamp(by, at))
    return posted


def try_post_entries(
    entries: Sequence[NewEntry], *, by: int | None, at: datetime
) -> list[Posted | CannotPost]:
    """Post what can be posted; in the place of an entry that was refused stands its refusal."""
    if not entries:
        return []
    try:
        with transaction.atomic():
            return [*post_entries(entries, by=by, at=at)]
    except CannotPost as refusal:
        if len(entries) == 1:
            return [refusal]
    middle = len(entries) // 2
    return [
        *try_post_entries(entries[:middle], by=by, at=at),
        *try_post_entries(entries[middle:], by=by, at=at),
    ]


def _read_chart() -> _Chart:
    company_id = current_company_id()
    mine = {"company_id": company_id}
    return _Chart(
        accounts={
            number: (id_, settles)
            for number, id_, settles in Account.objects.filter(**mine).values_list(
                "number", "id", "settles"
            )
        },
        journals=dict(Journal.objects.filter(**mine).values_list("code", "id")),
        cost_centers=dict(CostCenter.objects.filter(**mine).values_list("code", "id")),
        projects=dict(Project.objects.filter(**mine).values_list("code", "id")),
        states={
            (year, month): state
            for year, month, state in Period.objects.filter(**mine).values_list(
                "year", "month", "state"
            )
        },
    )


def _check(entry: NewEntry, chart: _Chart, *, soft: bool) -> None:
    where = f"Dokument {entry.voucher_number}: "
    for fault in faults(entry):
        raise CannotPost(where + fault.message, code=fault.code)
    state = chart.states.get((entry.year, entry.month))
    if state == PeriodState.CLOSED:
        raise CannotPost(
            f"{where}miesiąc {entry.month:02}.{entry.year} jest zamknięty. "
            "Zaksięguj w otwartym miesiącu albo otwórz ten z podaniem powodu.",
            code="ledger.period-closed",
        )
    if state == PeriodState.SOFT and not soft:
        raise CannotPost(
            f"{where}miesiąc {entry.month:02}.{entry.year} jest wstępnie zamknięty. "
            "Zaksięguj w otwartym miesiącu albo poproś kierownika biura.",
            code="ledger.period-soft",
        )
    if not OPENING_MONTH <= entry.month <= CLOSING_MONTH or not 2000 <= entry.year <= 2100:
        raise CannotPost(
            f"{where}nie ma miesiąca {entry.month}.{entry.year}.", code="ledger.period"
        )
    if entry.journal not in chart.journals:
        raise CannotPost(f"{where}nie ma dziennika {entry.journal}.", code="ledger.journal")
    for line in entry.lines:
        if line.account not in chart.accounts:
            raise CannotPost(
                f"{where}nie ma konta {line.account}. Wybierz konto z planu kont (F2) albo dodaj je do planu.",
                code="ledger.account",
            )
        if line.cost_center and line.cost_center not in chart.cost_centers:
            raise CannotPost(
                f"{where}nie ma miejsca kosztów {line.cost_center}. Dodaj je albo wybierz inne.",
                code="ledger.cost-center",
            )
        if line.project and line.project not in chart.projects:
            raise CannotPost(
                f"{where}nie ma projektu {line.project}. Dodaj go albo wybierz inny.",
                code="ledger.project",
            )


def _open_new_periods(entries: Sequence[NewEntry], chart: _Chart) -> None:
    wanted = sorted({(e.year, e.month) for e in entries} - chart.states.keys())
    insert_rows(
        "ledger_period",
        {
            "company_id": ("bigint", [current_company_id()] * len(wanted)),
            "year": ("smallint", [y for y, _ in wanted]),
            "month": ("smallint", [m for _, m in wanted]),
            "state": ("text", [PeriodState.OPEN] * len(wanted)),
        },
        tail="ON CONFLICT DO NOTHING",
    )


def _post_batch(entries: Sequence[NewEntry], chart: _Chart, stamp: Stamp) -> list[Posted]:
    company_id = current_company_id()
    posting_date = stamp.at.astimezone(WARSAW).date()
    ids = take_ids("ledger_entry", len(entries))
    numbers = _numbers(entries, lambda e: f"journal:{e.journal}:{e.year}")
    diary = _numbers(entries, lambda e: f"diary:{e.year}")
    seq, link = take_link("entries")
    posted: list[Posted] = []
    links: list[bytes] = []
    seqs: list[int] = []
    amounts: list[Decimal] = []
    line_columns: tuple[list[object], ...] = tuple([] for _ in range(11))
    turnover: dict[tuple[int, int, int], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    items: list[tuple[object, ...]] = []
    put = [column.append for column in line_columns]
    for entry_id, number, diary_number, entry in zip(ids, numbers, diary, entries, strict=True):
        seq += 1
        text = canonical_entry(
            company_id=company_id,
            seq=seq,
            journal=entry.journal,
            number=number,
            diary_number=diary_number,
            posting_date=posting_date,
            responsible_id=stamp.by,
            entry=entry,
        )
        link = entry_link(link, text)
        links.append(link)
        seqs.append(seq)
        total = ZERO
        for no, line in enumerate(entry.lines, 1):
            account_id, settles = chart.accounts[line.account]
            total += line.debit
            put[0](entry_id)
            put[1](no)
            put[2](account_id)
            put[3](line.debit)
            put[4](line.credit)
            put[5](line.currency)
            put[6](line.currency_amount)
            put[7](line.partner_id)
            put[8](chart.cost_centers.get(line.cost_center))
            put[9](chart.projects.get(line.project))
            put[10](line.text)
            sides = turnover[account_id, entry.year, entry.month]
            sides[0] += line.debit
            sides[1] += line.credit
            if settles:
                items.append(_item(entry_id, no, account_id, entry, line))
        amounts.append(total)
        posted.append(
            Posted(entry_id, entry.journal, number, diary_number, entry.year, entry.document_id)
        )
    size = len(entries)
    insert_rows(
        "ledger_entry",
        {
            "id": ("bigint", ids),
            "company_id": ("bigint", [company_id] * size),
            "journal_id": ("bigint", [chart.journals[e.journal] for e in entries]),
            "year": ("smallint", [e.year for e in entries]),
            "month": ("smallint", [e.month for e in entries]),
            "number": ("int", numbers),
            "diary_number": ("int", diary),
            "seq": ("bigint", seqs),
            "voucher_kind": ("text", [e.voucher_kind for e in entries]),
            "voucher_number": ("text", [e.voucher_number for e in entries]),
            "operation_date": ("date", [e.operation_date for e in entries]),
            "document_date": ("date", [e.document_date for e in entries]),
            "posting_date": ("date", [posting_date] * size),
            "posted_at": ("timestamptz", [stamp.at] * size),
            "responsible_id": ("bigint", [stamp.by] * size),
            "text": ("text", [e.text for e in entries]),
            "partner_id": ("bigint", [e.partner_id for e in entries]),
            "document_id": ("bigint", [e.document_id for e in entries]),
            "ksef_number": ("text", [e.ksef_number for e in entries]),
            "amount": ("numeric", amounts),
            "reverses_id": ("bigint", [e.reverses_id for e in entries]),
            "hash": ("bytea", links),
        },
    )
    insert_rows(
        "ledger_line",
        {
            "entry_id": ("bigint", line_columns[0]),
            "company_id": ("bigint", [company_id] * len(line_columns[0])),
            "no": ("smallint", line_columns[1]),
            "account_id": ("bigint", line_columns[2]),
            "debit": ("numeric", line_columns[3]),
            "credit": ("numeric", line_columns[4]),
            "currency": ("text", line_columns[5]),
            "currency_amount": ("numeric", line_columns[6]),
            "partner_id": ("bigint", line_columns[7]),
            "cost_center_id": ("bigint", line_columns[8]),
            "project_id": ("bigint", line_columns[9]),
            "text": ("text", line_columns[10]),
        },
    )
    _add_turnover(company_id, turnover)
    _open_items(company_id, items)
    put_link("entries", seq, link)
    record_events(
        [
            EntryPosted(
                document_id=e.document_id,
                entry_id=p.id,
                journal=e.journal,
                number=p.number,
                year=e.year,
                month=e.month,
                amount=amount,
            )
            for e, p, amount in zip(entries, posted, amounts, strict=True)
        ],
        stamp,
    )
    return posted


def _numbers(entries: Sequence[NewEntry], series: Callable[[NewEntry], str]) -> list[int]:
    """A number for each entry from its series, in order, each series asked once."""
    wanted: dict[str, int] = defaultdict(int)
    codes = [series(e) for e in entries]
    for code in codes:
        wanted[code] += 1
    taken = {code: iter(take_numbers(code, size)) for code, size in sorted(wanted.items())}
    return [next(taken[code]) for code in codes]


_ITEM_COLUMNS = (
    ("entry_id", "bigint"),
    ("line_no", "smallint"),
    ("account_id", "bigint"),
    ("partner_id", "bigint"),
    ("document_id", "bigint"),
    ("number", "text"),
    ("ksef_number", "text"),
    ("document_date", "date"),
    ("due_date", "date"),
    ("is_debit", "boolean"),
    ("currency", "text"),
    ("currency_amount", "numeric"),
    ("amount", "numeric"),
    ("bank_account", "text"),
)


def _item(
    entry_id: int, no: int, account_id: int, entry: NewEntry, line: NewLine
) -> tuple[object, ...]:
    signed = line.debit - line.credit
    foreign = line.currency_amount
    return (
        entry_id,
        no,
        account_id,
        line.partner_id or entry.partner_id,
        entry.document_id,
        entry.voucher_number,
        entry.ksef_number,
        entry.document_date,
        line.due_date,
        signed > 0,
        line.currency,
        None if foreign is None else abs(foreign),
        abs(signed),
        line.bank_account,
    )


def _open_items(company_id: int, items: list[tuple[object, ...]]) -> None:
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "company_id": ("bigint", [company_id] * len(items)),
        "settled": ("numeric", [ZERO] * len(items)),
    }
    for position, (name, sql_type) in enumerate(_ITEM_COLUMNS):
        columns[name] = (sql_type, [item[position] for item in items])
    insert_rows("ledger_openitem", columns)


def _add_turnover(company_id: int, turnover: dict[tuple[int, int, int], list[Decimal]]) -> None:
    keys = sorted(turnover)
    insert_rows(
        "ledger_balance",
        {
            "company_id": ("bigint", [company_id] * len(keys)),
            "account_id": ("bigint", [k[0] for k in keys]),
            "year": ("smallint", [k[1] for k in keys]),
            "month": ("smallint", [k[2] for k in keys]),
            "debit": ("numeric", [turnover[k][0] for k in keys]),
            "credit": ("numeric", [turnover[k][1] for k in keys]),
        },
        tail="ON CONFLICT (company_id, account_id, year, month) DO UPDATE SET "
        "debit = ledger_balance.debit + excluded.debit, "
        "credit = ledger_balance.credit + excluded.credit",
    )
