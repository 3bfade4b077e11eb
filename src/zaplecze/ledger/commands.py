"""Writes of the books: posting, reversing, settling, drafts. Set-based: one call, one or 100,000 entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from zaplecze.ledger.events import EntryPosted, EntryReversed, ItemSettled
from zaplecze.ledger.models import Account, CostCenter, Entry, Journal, Line, OpenItem, Period
from zaplecze.ledger.rules import (
    ItemState,
    NewEntry,
    NewLine,
    canonical_entry,
    entry_link,
    faults,
    reversal,
    settle_pairs,
)
from zaplecze.platform.bulk import insert_rows, server_cursor, take_ids
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


class CannotSettle(Refusal):
    """Items can't be settled as asked."""

    code = "ledger.cannot-settle"


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
    closed: frozenset[tuple[int, int]]
    known: frozenset[tuple[int, int]]


def post_entries(entries: Sequence[NewEntry], *, by: int | None, at: datetime) -> list[Posted]:
    """Post entries for ever, in the order given, all or none.

    Raises `CannotPost` for the first entry that breaks a rule, is in a closed month, or names an account,
    journal or cost centre that the company does not have.
    """
    lock_company()
    chart = _read_chart()
    for entry in entries:
        _check(entry, chart)
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
    periods = list(Period.objects.filter(**mine).values_list("year", "month", "closed"))
    return _Chart(
        accounts={
            number: (id_, settles)
            for number, id_, settles in Account.objects.filter(**mine).values_list(
                "number", "id", "settles"
            )
        },
        journals=dict(Journal.objects.filter(**mine).values_list("code", "id")),
        cost_centers=dict(CostCenter.objects.filter(**mine).values_list("code", "id")),
        closed=frozenset((y, m) for y, m, closed in periods if closed),
        known=frozenset((y, m) for y, m, _ in periods),
    )


def _check(entry: NewEntry, chart: _Chart) -> None:
    where = f"Dokument {entry.voucher_number}: "
    for fault in faults(entry):
        raise CannotPost(where + fault.message, code=fault.code)
    if (entry.year, entry.month) in chart.closed:
        raise CannotPost(
            f"{where}miesiąc {entry.month:02}.{entry.year} jest zamknięty. "
            "Zaksięguj w otwartym miesiącu albo otwórz ten z podaniem powodu.",
            code="ledger.period-closed",
        )
    if not 1 <= entry.month <= 12 or not 2000 <= entry.year <= 2100:
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


def _open_new_periods(entries: Sequence[NewEntry], chart: _Chart) -> None:
    wanted = sorted({(e.year, e.month) for e in entries} - chart.known)
    insert_rows(
        "ledger_period",
        {
            "company_id": ("bigint", [current_company_id()] * len(wanted)),
            "year": ("smallint", [y for y, _ in wanted]),
            "month": ("smallint", [m for _, m in wanted]),
            "closed": ("boolean", [False] * len(wanted)),
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
    line_columns: tuple[list[object], ...] = tuple([] for _ in range(10))
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
            put[9](line.text)
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
            "text": ("text", line_columns[9]),
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


def load_entry(entry_id: int) -> tuple[Entry, NewEntry]:
    """A posted entry as stored, and as it was asked to be posted."""
    entry = Entry.objects.select_related("journal").get(
        company_id=current_company_id(), id=entry_id
    )
    lines = Line.objects.filter(company_id=current_company_id(), entry_id=entry_id).order_by("no")
    new = NewEntry(
        journal=entry.journal.code,
        year=entry.year,
        month=entry.month,
        voucher_kind=entry.voucher_kind,
        voucher_number=entry.voucher_number,
        operation_date=entry.operation_date,
        document_date=entry.document_date,
        text=entry.text,
        partner_id=entry.partner_id,
        document_id=entry.document_id,
        ksef_number=entry.ksef_number,
        reverses_id=entry.reverses_id,
        lines=tuple(
            NewLine(
                account=line.account.number,
                debit=line.debit,
                credit=line.credit,
                partner_id=line.partner_id,
                cost_center=line.cost_center.code if line.cost_center else "",
                text=line.text,
                currency=line.currency,
                currency_amount=line.currency_amount,
            )
            for line in lines.select_related("account", "cost_center")
        ),
    )
    return entry, new


def reverse_entry(*, entry_id: int, on: date, reason: str, by: int | None, at: datetime) -> Posted:
    """Take a posted entry back by red storno on day ``on``, once; its open items settle each other.

    Raises `CannotPost` where the reason is missing, the entry was reversed before, is itself a storno, or
    its items are settled with others.
    """
    lock_company()
    company_id = current_company_id()
    entry, new = load_entry(entry_id)
    label = f"{new.journal}/{entry.number}/{entry.year}"
    if not reason.strip():
        raise CannotPost("Podaj powód storna: trafi do opisu zapisu.", code="ledger.reason")
    if entry.reverses_id is not None:
        raise CannotPost(f"{label} jest stornem: wprowadź nowy zapis.", code="ledger.is-reversal")
    if Entry.objects.filter(company_id=company_id, reverses_id=entry_id).exists():
        raise CannotPost(f"{label} już wystornowano.", code="ledger.reversed")
    items = OpenItem.objects.filter(company_id=company_id, entry_id=entry_id)
    if any(item.settled for item in items):
        raise CannotPost(
            f"{label} jest rozliczony z innym zapisem: najpierw cofnij rozliczenie w Rozrachunkach.",
            code="ledger.settled",
        )
    (posted,) = post_entries(
        [reversal(new, entry_id=entry_id, on=on, reason=reason.strip(), number=label)], by=by, at=at
    )
    pairs = OpenItem.objects.filter(company_id=company_id, entry_id__in=(entry_id, posted.id))
    by_line: dict[int, list[OpenItem]] = defaultdict(list)
    for item in pairs:
        by_line[item.line_no].append(item)
    settlements = [
        (debit.id, credit.id, debit.amount)
        for two in by_line.values()
        for debit in two
        for credit in two
        if debit.is_debit and not credit.is_debit
    ]
    _settle(settlements, day=on, stamp=Stamp(by, at))
    record_events(
        [
            EntryReversed(
                document_id=entry.document_id,
                entry_id=entry_id,
                by_entry_id=posted.id,
                reason=reason.strip(),
            )
        ],
        Stamp(by, at),
    )
    return posted


def settle_items(*, groups: Sequence[Sequence[int]], on: date, by: int | None, at: datetime) -> int:
    """Settle each group of open items (ids) among itself, oldest first; returns how many pairs were made.

    Raises `CannotSettle` where a group holds only one side or an item that is not open.
    """
    lock_company()
    ids = [i for group in groups for i in group]
    rows = OpenItem.objects.filter(company_id=current_company_id()).in_bulk(ids)
    states = {r.id: ItemState(r.id, r.is_debit, r.left) for r in rows.values()}
    missing = [i for i in ids if i not in states or states[i].left == 0]
    if missing:
        raise CannotSettle(f"Pozycja {missing[0]} nie jest otwarta: odśwież listę.")
    pairs: list[tuple[int, int, Decimal]] = []
    for group in groups:
        made = settle_pairs([states[i] for i in group])
        if not made:
            raise CannotSettle("Wybierz pozycje po obu stronach, Wn i Ma.", code="ledger.one-side")
        pairs += made
    _check_sides(rows, pairs)
    _settle(pairs, day=on, stamp=Stamp(by, at))
    return len(pairs)


def settle_amounts(
    *, pairs: Sequence[tuple[int, int, Decimal]], on: date, by: int | None, at: datetime
) -> None:
    """Settle named amounts: (debit item, credit item, PLN) each.

    Raises `CannotSettle` where an item has less left than asked, or stands on the wrong side.
    """
    lock_company()
    ids = {i for debit, credit, _ in pairs for i in (debit, credit)}
    rows = OpenItem.objects.filter(company_id=current_company_id()).in_bulk(ids)
    left = {i: row.left for i, row in rows.items()}
    if missing := ids - rows.keys():
        raise CannotSettle(f"Pozycji {min(missing)} już nie ma: odśwież listę.")
    _check_sides(rows, pairs)
    for debit, credit, amount in pairs:
        for item in (debit, credit):
            left[item] -= amount
            if left[item] < 0 or amount <= 0:
                raise CannotSettle(
                    f"Na pozycji {rows[item].number} zostało mniej, niż ma być rozliczone: odśwież listę."
                )
    _settle(pairs, day=on, stamp=Stamp(by, at))


def undo_settlement(*, item_id: int, on: date, by: int | None, at: datetime) -> int:
    """Take back every settlement of an item by rows of the opposite sign; returns how many."""
    lock_company()
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT debit_item_id, credit_item_id, sum(amount) FROM ledger_settlement "
            b"WHERE company_id = %s AND %s IN (debit_item_id, credit_item_id) "
            b"GROUP BY 1, 2 HAVING sum(amount) <> 0",
            (current_company_id(), item_id),
        )
        pairs = [(d, c, -amount) for d, c, amount in cursor.fetchall()]
    _settle(pairs, day=on, stamp=Stamp(by, at))
    return len(pairs)


def _check_sides(rows: Mapping[int, OpenItem], pairs: Sequence[tuple[int, int, Decimal]]) -> None:
    """Items settle each other on one account and between the same parties; all else needs an entry."""
    for debit_id, credit_id, _ in pairs:
        debit, credit = rows[debit_id], rows[credit_id]
        if not debit.is_debit or credit.is_debit:
            raise CannotSettle("Wybierz pozycje po obu stronach, Wn i Ma.", code="ledger.one-side")
        if debit.account_id != credit.account_id:
            raise CannotSettle(
                f"Pozycje {debit.number} i {credit.number} są na różnych kontach: "
                "zaksięguj kompensatę, potem je rozlicz.",
                code="ledger.two-accounts",
            )
        if debit.partner_id != credit.partner_id:
            raise CannotSettle(
                f"Pozycje {debit.number} i {credit.number} są różnych kontrahentów: "
                "zaksięguj przeniesienie, potem je rozlicz.",
                code="ledger.two-partners",
            )


def _settle(pairs: Sequence[tuple[int, int, Decimal]], *, day: date, stamp: Stamp) -> None:
    if not pairs:
        return
    company_id = current_company_id()
    insert_rows(
        "ledger_settlement",
        {
            "company_id": ("bigint", [company_id] * len(pairs)),
            "debit_item_id": ("bigint", [p[0] for p in pairs]),
            "credit_item_id": ("bigint", [p[1] for p in pairs]),
            "amount": ("numeric", [p[2] for p in pairs]),
            "day": ("date", [day] * len(pairs)),
            "at": ("timestamptz", [stamp.at] * len(pairs)),
            "by_id": ("bigint", [stamp.by] * len(pairs)),
        },
    )
    sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for debit, credit, amount in pairs:
        sums[debit] += amount
        sums[credit] += amount
    with server_cursor() as cursor:
        cursor.execute(
            b"UPDATE ledger_openitem i SET settled = i.settled + s.amount "
            b"FROM unnest(%s::bigint[], %s::numeric[]) AS s(id, amount) "
            b"WHERE i.company_id = %s AND i.id = s.id "
            b"RETURNING i.id, i.document_id, i.amount, i.settled = i.amount",
            (list(sums), list(sums.values()), company_id),
        )
        done = [row for row in cursor.fetchall() if row[3]]
    record_events(
        [
            ItemSettled(document_id=document_id, item_id=item_id, amount=amount)
            for item_id, document_id, amount, _ in sorted(done)
        ],
        stamp,
    )
