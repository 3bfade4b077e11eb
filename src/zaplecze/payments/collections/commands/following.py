"""What became of letters, holds, and the company's policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.api import items_by_id, reverse_entry
from zaplecze.partners.api import partners
from zaplecze.payments.collections import queries
from zaplecze.payments.collections.models import (
    CollectionHold,
    CollectionPolicy,
    LetterKind,
    LetterOutcome,
    Outcome,
)
from zaplecze.payments.collections.rules import Level, checked_edges, checked_levels
from zaplecze.payments.events import CollectionHeld, CollectionPolicyChanged, LetterAnswered
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

NEXT_OUTCOMES = {
    LetterKind.CONFIRMATION: (
        Outcome.SENT,
        Outcome.CONFIRMED,
        Outcome.DISAGREED,
        Outcome.CANCELLED,
    ),
    LetterKind.REMINDER: (Outcome.SENT,),
    # A note is paid when its open item is settled; cancelling takes its entry back.
    LetterKind.INTEREST: (Outcome.SENT, Outcome.CANCELLED),
    # A set-off is cancelled by taking its entry back, not by a note.
    LetterKind.SETOFF: (Outcome.SENT, Outcome.CONFIRMED),
}
CLOSED = (Outcome.PAID, Outcome.CANCELLED)


def record_outcome(
    *,
    letter_id: int,
    outcome: Outcome,
    on: date,
    amount: Decimal | None = None,
    currency: str = "PLN",
    note: str = "",
    by: int | None,
    at: datetime,
) -> LetterOutcome:
    """Note what became of a letter; for a disagreement ``amount`` is the partner's balance (our claim positive).

    ``currency`` is one in which the letter asked. Cancelling an interest note takes its entry back by storno, which
    is refused while its items are settled.
    """
    lock_company()
    view = queries.letter(letter_id)
    if view is None:
        raise Refusal("Nie ma takiego pisma: odśwież rejestr.", code="payments.letter")
    letter = view.letter
    if outcome not in NEXT_OUTCOMES[LetterKind(letter.kind)] or view.state in CLOSED:
        raise Refusal(
            f"Pismo {letter.number} ({view.state_name}) nie może być oznaczone jako „{outcome.label}”.",
            code="payments.letter-outcome",
        )
    if on < letter.day:
        raise Refusal(
            f"Pismo {letter.number} jest z {letter.day:%d.%m.%Y}: podaj dzień nie wcześniejszy.",
            code="payments.letter-day",
        )
    if outcome is Outcome.DISAGREED and amount is None:
        raise Refusal(
            "Podaj saldo według kontrahenta, ze znakiem: nasza należność dodatnia.",
            code="payments.letter-amount",
        )
    if outcome is Outcome.DISAGREED and currency not in {"PLN", *dict(view.sums)}:
        raise Refusal(
            f"Pismo {letter.number} nie pyta o saldo w {currency}: wybierz walutę z pisma.",
            code="payments.letter-currency",
        )
    if outcome is Outcome.CANCELLED and not note.strip():
        raise Refusal("Podaj powód anulowania.", code="payments.letter-reason")
    if outcome is Outcome.CANCELLED and letter.entry_id is not None:
        reverse_entry(entry_id=letter.entry_id, on=on, reason=note.strip()[:500], by=by, at=at)
        return LetterOutcome.objects.filter(letter_id=letter.id).latest("id")
    row = LetterOutcome.objects.create(
        company_id=letter.company_id,
        letter=letter,
        outcome=outcome,
        day=on,
        amount=amount if outcome is Outcome.DISAGREED else None,
        currency=currency if outcome is Outcome.DISAGREED else "PLN",
        note=note.strip()[:500],
        at=at,
        by_id=by,
    )
    record_events(
        [
            LetterAnswered(
                letter_id=letter.id,
                number=letter.number,
                outcome=outcome,
                amount=row.amount,
                note=row.note,
            )
        ],
        Stamp(by, at),
    )
    return row


def hold_collection(
    *,
    partner_id: int | None = None,
    item_id: int | None = None,
    reason: str,
    by: int | None,
    at: datetime,
) -> CollectionHold:
    """Take a partner, or one disputed item, out of reminders, with the reason."""
    lock_company()
    if not reason.strip():
        raise Refusal("Podaj powód wstrzymania, np. spór o jakość.", code="payments.hold-reason")
    known = partners([partner_id]) if partner_id is not None else items_by_id([item_id or 0])
    if not known or (partner_id is None) == (item_id is None):
        raise Refusal("Wskaż kontrahenta albo pozycję do wstrzymania.", code="payments.hold")
    if any((h.partner_id, h.item_id) == (partner_id, item_id) for h in queries.holds()):
        raise Refusal("Monity są tu już wstrzymane: odśwież stronę.", code="payments.held")
    hold = CollectionHold.objects.create(
        company_id=current_company_id(),
        partner_id=partner_id,
        item_id=item_id,
        reason=reason.strip()[:300],
        placed_at=at,
    )
    _tell_hold(hold, Stamp(by, at))
    return hold


def lift_hold(*, hold_id: int, by: int | None, at: datetime) -> None:
    """Put a partner or an item back into reminders."""
    lock_company()
    hold = next((h for h in queries.holds() if h.id == hold_id), None)
    if hold is None:
        raise Refusal("To wstrzymanie jest już zdjęte: odśwież stronę.", code="payments.hold")
    hold.lifted_at = at
    hold.save(update_fields=["lifted_at"])
    _tell_hold(hold, Stamp(by, at))


def _tell_hold(hold: CollectionHold, stamp: Stamp) -> None:
    record_events(
        [
            CollectionHeld(
                partner_id=hold.partner_id,
                item_id=hold.item_id,
                reason=hold.reason,
                lifted=hold.lifted_at is not None,
            )
        ],
        stamp,
    )


def save_policy(
    *, edges: Sequence[int], levels: Sequence[Level], by: int | None, at: datetime
) -> None:
    """Keep the company's bucket edges and reminder levels; letters made before keep their own."""
    lock_company()
    days, steps = checked_edges(edges), checked_levels(levels)
    CollectionPolicy.objects.update_or_create(
        company_id=current_company_id(),
        defaults={"edges": list(days), "levels": [asdict(step) for step in steps]},
    )
    changed = CollectionPolicyChanged(
        edges=", ".join(map(str, days)),
        levels="; ".join(f"{step.name}: {step.after_days}" for step in steps),
    )
    record_events([changed], Stamp(by, at))
