"""Reads of collections: ageing, the register of letters. Money is PLN where no currency is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaplecze.ledger.api import ItemOn, OpenItem, items_by_id, items_of_entries, items_on
from zaplecze.payments.collections.models import (
    CollectionHold,
    CollectionLetter,
    CollectionPolicy,
    LetterItem,
    LetterKind,
    LetterOutcome,
    Outcome,
)
from zaplecze.payments.collections.rules import (
    DEFAULT_EDGES,
    DEFAULT_LEVELS,
    Aged,
    Level,
    PartnerAge,
    Sums,
    age_items,
)
from zaplecze.platform.money import ZERO
from zaplecze.platform.scope import current_company_id

SILENT_AFTER = timedelta(days=14)
SILENT = "silent"


def bucket_edges() -> tuple[int, ...]:
    """The company's bucket edges in days."""
    row = CollectionPolicy.objects.filter(company_id=current_company_id()).first()
    return tuple(row.edges) if row is not None else DEFAULT_EDGES


def reminder_levels() -> tuple[Level, ...]:
    """The company's reminder levels, the mildest first."""
    row = CollectionPolicy.objects.filter(company_id=current_company_id()).first()
    return tuple(Level(**level) for level in row.levels) if row is not None else DEFAULT_LEVELS


def side_items(
    *, day: date, receivables: bool = True, partner_id: int | None = None
) -> list[ItemOn]:
    """Items of one side that were open at the end of ``day``."""
    rows = items_on(day=day, partner_id=partner_id)
    return [i for i in rows if i.is_debit == receivables]


def unmatched_credits(*, day: date) -> dict[int, Decimal]:
    """Payments and credit notes by partner (PLN) that stand open beside what the partner owes on the same account."""
    items = items_on(day=day)
    owed = {(i.account, i.partner_id) for i in items if i.is_debit}
    sums: dict[int, Decimal] = {}
    for item in items:
        if not item.is_debit and item.partner_id and (item.account, item.partner_id) in owed:
            sums[item.partner_id] = sums.get(item.partner_id, ZERO) + item.left
    return sums


def ageing(*, day: date, receivables: bool = True, edges: Sequence[int]) -> list[PartnerAge]:
    """Wiekowanie as of a day, the largest partner first."""
    items = side_items(day=day, receivables=receivables)
    return age_items(
        [Aged(i.id, i.partner_id, i.due_date, i.left) for i in items], day=day, edges=edges
    )


def holds() -> list[CollectionHold]:
    """Holds in force, the newest first."""
    rows = CollectionHold.objects.filter(company_id=current_company_id(), lifted_at=None)
    return list(rows.order_by("-placed_at", "-id"))


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter and what became of it, the oldest first; ``paid`` is a note whose open items are settled."""

    letter: CollectionLetter
    outcomes: tuple[LetterOutcome, ...]
    paid: bool = False

    @property
    def state(self) -> str:
        """The newest outcome, empty where nothing became of it yet; a note is paid once its items are settled."""
        last = self.outcomes[-1].outcome if self.outcomes else ""
        return Outcome.PAID if self.paid and last != Outcome.CANCELLED else last

    @property
    def state_name(self) -> str:
        """The state in Polish."""
        return Outcome(self.state).label if self.state else "przygotowane"

    @property
    def sums(self) -> Sums:
        """What is owed by currency, zlotys first; of a balance Wn positive."""
        told = self.letter.facts.get("sums") or [["PLN", str(self.letter.total)]]
        return tuple((currency, Decimal(amount)) for currency, amount in told)

    @property
    def sent_on(self) -> date | None:
        """The day it was sent, where that was noted."""
        return next((o.day for o in self.outcomes if o.outcome == Outcome.SENT), None)

    @property
    def difference(self) -> Decimal | None:
        """What the partner's balance differs by from ours, where it was told, in the answer's currency."""
        last = self.outcomes[-1] if self.outcomes else None
        if last is None or last.outcome != Outcome.DISAGREED or last.amount is None:
            return None
        return last.amount - dict(self.sums).get(last.currency, ZERO)

    @property
    def answer_currency(self) -> str:
        """The currency of the partner's answer."""
        return self.outcomes[-1].currency if self.outcomes else "PLN"

    def silent(self, day: date) -> bool:
        """Sent, not answered, and two weeks have passed."""
        sent = self.sent_on
        return self.state == Outcome.SENT and sent is not None and day > sent + SILENT_AFTER


def letters(
    *,
    kind: str = "",
    partner_id: int | None = None,
    state: str = "",
    ids: Iterable[int] | None = None,
) -> list[LetterView]:
    """The register of letters, the newest first; ``state`` is an `Outcome` or ``new``."""
    company_id = current_company_id()
    rows = CollectionLetter.objects.filter(company_id=company_id)
    if kind:
        rows = rows.filter(kind=kind)
    if partner_id is not None:
        rows = rows.filter(partner_id=partner_id)
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    found = list(rows.order_by("-day", "-id"))
    outcomes: dict[int, list[LetterOutcome]] = {}
    for row in LetterOutcome.objects.filter(
        company_id=company_id, letter_id__in=[x.id for x in found]
    ).order_by("id"):
        outcomes.setdefault(row.letter_id, []).append(row)
    paid = _paid_notes(found)
    views = [LetterView(x, tuple(outcomes.get(x.id, ())), x.id in paid) for x in found]
    return [v for v in views if not state or v.state == ("" if state == "new" else state)]


def note_items(notes: Iterable[CollectionLetter]) -> dict[int, list[OpenItem]]:
    """The open items of posted interest notes, settled ones too, by id of the letter."""
    by_entry = {n.entry_id: n.id for n in notes if n.kind == LetterKind.INTEREST and n.entry_id}
    if not by_entry:
        return {}
    opened = items_of_entries(list(by_entry))
    items = items_by_id(list(opened.values()))
    found: dict[int, list[OpenItem]] = {}
    for (entry_id, _), item_id in opened.items():
        found.setdefault(by_entry[entry_id], []).append(items[item_id])
    return found


def _paid_notes(found: Iterable[CollectionLetter]) -> set[int]:
    """Notes all of whose items are settled: paid, set off, or settled by their own storno."""
    return {
        letter_id
        for letter_id, items in note_items(found).items()
        if all(not item.left and not item.currency_left for item in items)
    }


def register_of_letters(*, kind: str, state: str, text: str, on: date) -> list[LetterView]:
    """Letters of one kind, chosen by state (``silent`` too) and by a part of their partner's name or number."""
    views = letters(kind=kind, state=Outcome.SENT if state == SILENT else state)
    return [
        v
        for v in views
        if (state != SILENT or v.silent(on))
        and text.casefold() in f"{v.letter.partner_name} {v.letter.number}".casefold()
    ]


def letter(letter_id: int) -> LetterView | None:
    """One letter of the open company."""
    return next(iter(letters(ids=[letter_id])), None)


def letter_items(letter_id: int) -> list[LetterItem]:
    """The items that a letter names."""
    rows = LetterItem.objects.filter(company_id=current_company_id(), letter_id=letter_id)
    return list(rows.order_by("id"))
