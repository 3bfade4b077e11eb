"""Posting for ever: one call, one or 100,000 entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from zaplecze.ledger.commands.calendar import Calendar, CannotPost, where
from zaplecze.ledger.commands.known import Known, what_is_known
from zaplecze.ledger.commands.rows import Book, Numbered
from zaplecze.ledger.events import EntryPosted, PostedIntoSoftMonth
from zaplecze.ledger.models import PeriodState
from zaplecze.ledger.rules import NewEntry, faults, off_balance_fault
from zaplecze.platform.bulk import insert_rows, pipelined, take_ids
from zaplecze.platform.business_years import BusinessYears
from zaplecze.platform.events import Stamp, lock_company, put_link, record_events, take_link
from zaplecze.platform.periods import Month, check_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.platform.series import take_numbers_of

__all__ = ["CannotPost", "Posted", "post_entries", "try_post_entries"]

BATCH = 2_000


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


def post_entries(entries: Sequence[NewEntry], *, by: int | None, at: datetime) -> list[Posted]:
    """Post entries for ever, in the order given, all or none; into a softly closed month where ``by`` may.

    An entry's month may be one of the calendar: it is posted into that month of its business year.
    Raises `CannotPost` for the first entry that breaks a rule, is in a closed month, before the books begin or years
    ahead, has days outside its month, or names an account, journal or cost centre that the company does not have.
    """
    lock_company()
    if not entries:
        return []
    years = business_years()
    entries = _in_books(entries, years)
    known = what_is_known(entries)
    calendar = Calendar(known.states, by=by, at=at)
    for entry in entries:
        _check(entry, known, calendar)
    stamp = Stamp(by, at)
    _open_new_periods(entries, known)
    numbered = _numbered(entries)
    book = Book(known, stamp, *take_link("entries"))
    amounts = []
    with pipelined():
        for start in range(0, len(numbered), BATCH):
            amounts += book.add(numbered[start : start + BATCH])
        book.close()
        put_link("entries", book.seq, book.link)
    record_events(
        [
            EntryPosted(
                document_id=n.entry.document_id,
                entry_id=n.id,
                journal=n.entry.journal,
                number=n.number,
                year=n.entry.year,
                month=n.entry.month,
                amount=amount,
            )
            for n, amount in zip(numbered, amounts, strict=True)
        ],
        stamp,
    )
    late = [n for n in numbered if calendar.is_soft((n.entry.year, n.entry.month))]
    record_events(
        [
            PostedIntoSoftMonth(
                document_id=n.entry.document_id,
                entry_id=n.id,
                year=n.entry.year,
                month=n.entry.month,
            )
            for n in late
        ],
        stamp,
    )
    return [
        Posted(n.id, n.entry.journal, n.number, n.diary_number, n.entry.year, n.entry.document_id)
        for n in numbered
    ]


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


def _in_books(entries: Sequence[NewEntry], years: BusinessYears) -> Sequence[NewEntry]:
    """The entries, each in its month of the books; `CannotPost` for a month that is none."""
    placed: dict[Month, Month] = {}
    for month in dict.fromkeys((entry.year, entry.month) for entry in entries):
        try:
            check_month(month)
            placed[month] = years.placed(month)
        except Refusal as refusal:
            first = next(e for e in entries if (e.year, e.month) == month)
            raise CannotPost(where(first) + refusal.message, code=refusal.code) from refusal
    if all(month == held for month, held in placed.items()):
        return entries
    held = [placed[entry.year, entry.month] for entry in entries]
    return [replace(e, year=y, month=m) for e, (y, m) in zip(entries, held, strict=True)]


def _check(entry: NewEntry, known: Known, calendar: Calendar) -> None:
    found = faults(entry)
    if found:
        raise CannotPost(where(entry) + found[0].message, code=found[0].code)
    calendar.check(entry)
    if entry.journal not in known.journals:
        raise CannotPost(f"{where(entry)}nie ma dziennika {entry.journal}.", code="ledger.journal")
    for line in entry.lines:
        if line.account not in known.accounts:
            raise CannotPost(
                f"{where(entry)}nie ma konta {line.account}. "
                "Wybierz konto z planu kont (F2) albo dodaj je do planu.",
                code="ledger.account",
            )
        if line.cost_center and line.cost_center not in known.cost_centers:
            raise CannotPost(
                f"{where(entry)}nie ma miejsca kosztów {line.cost_center}. Dodaj je albo wybierz inne.",
                code="ledger.cost-center",
            )
        if line.project and line.project not in known.projects:
            raise CannotPost(
                f"{where(entry)}nie ma projektu {line.project}. Dodaj go albo wybierz inny.",
                code="ledger.project",
            )
    apart = off_balance_fault(entry, known.off) if known.off else None
    if apart:
        raise CannotPost(where(entry) + apart.message, code=apart.code)


def _open_new_periods(entries: Sequence[NewEntry], known: Known) -> None:
    wanted = sorted({(e.year, e.month) for e in entries} - known.states.keys())
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


def _numbered(entries: Sequence[NewEntry]) -> list[Numbered]:
    """Each entry with the next number of its journal and of the year's diary, in order."""
    journals = [f"journal:{e.journal}:{e.year}" for e in entries]
    diaries = [f"diary:{e.year}" for e in entries]
    taken = take_numbers_of(Counter(journals + diaries))
    series = {code: iter(numbers) for code, numbers in taken.items()}
    ids = take_ids("ledger_entry", len(entries))
    return [
        Numbered(id_, next(series[journal]), next(series[diary]), entry)
        for id_, journal, diary, entry in zip(ids, journals, diaries, entries, strict=True)
    ]
