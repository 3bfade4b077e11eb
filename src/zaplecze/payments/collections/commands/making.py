"""Letters that post nothing: balance confirmations and reminders, with their numbers and frozen facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from zaplecze.partners.api import partners
from zaplecze.payments.collections import proposals, queries
from zaplecze.payments.collections.keeping import (
    LetterDraft,
    item_fact,
    item_row,
    keep_letters,
    own_accounts,
    sums_fact,
)
from zaplecze.payments.collections.models import CollectionLetter, LetterKind
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal


def make_confirmations(
    *, as_of: date, partner_ids: Sequence[int] | None = None, on: date, by: int | None, at: datetime
) -> list[CollectionLetter]:
    """Letters asking partners (all with open items, or those named) to confirm balances (art. 26 ust. 1 pkt 2)."""
    lock_company()
    if as_of > on:
        raise Refusal(
            f"Saldo potwierdza się na dzień, który minął: wybierz dzień do {on:%d.%m.%Y}.",
            code="payments.confirmation-day",
        )
    found = {
        b.partner_id: b
        for b in proposals.balances(day=as_of)
        if partner_ids is None or b.partner_id in partner_ids
    }
    if not found:
        raise Refusal(
            f"Na {as_of:%d.%m.%Y} nie ma otwartych rozrachunków wybranych kontrahentów: zmień dzień albo wybór.",
            code="payments.nothing-to-confirm",
        )
    asked = proposals.asked_for(day=as_of)
    if again := sorted(asked & found.keys()):
        if partner_ids is not None:
            name = partners([again[0]])[again[0]].name
            raise Refusal(
                f"Potwierdzenie na {as_of:%d.%m.%Y} dla {name} już jest w rejestrze: "
                "anuluj je albo wybierz inny dzień.",
                code="payments.confirmed-twice",
            )
        found = {p: balance for p, balance in found.items() if p not in asked}
        if not found:
            raise Refusal(
                f"Wszyscy kontrahenci mają już potwierdzenie na {as_of:%d.%m.%Y}: wybierz inny dzień.",
                code="payments.confirmed-twice",
            )
    drafts = [
        LetterDraft(
            partner_id,
            balance.total,
            {"items": [item_fact(i) for i in balance.items], "sums": sums_fact(balance.sums)},
            [item_row(i) for i in balance.items],
        )
        for partner_id, balance in found.items()
    ]
    return keep_letters(LetterKind.CONFIRMATION, drafts, on=on, as_of=as_of, stamp=Stamp(by, at))


def make_reminders(
    *, picks: Iterable[tuple[int, int]], on: date, by: int | None, at: datetime
) -> list[CollectionLetter]:
    """Write the proposed reminders that were picked: (partner id, level number) each."""
    lock_company()
    wanted = set(picks)
    proposed = {(p.partner_id, p.level.no): p for p in proposals.proposed_reminders(day=on)}
    if not wanted or (gone := wanted - proposed.keys()):
        raise Refusal(
            "Zaznaczony monit nie jest już proponowany (zapłata, wstrzymanie albo wysłany wcześniej): odśwież listę."
            if wanted and gone
            else "Zaznacz monity, które mają powstać.",
            code="payments.reminder-gone",
        )
    items = {i.id: i for i in queries.side_items(day=on)}
    made: list[CollectionLetter] = []
    stamp = Stamp(by, at)
    for key in sorted(wanted, key=lambda k: (k[1], k[0])):
        proposal = proposed[key]
        rows = [items[i] for i in proposal.item_ids]
        facts = {
            "level": asdict(proposal.level),
            "items": [item_fact(i) for i in rows],
            "sums": sums_fact(proposal.sums),
            "back": sums_fact(proposal.back),
            "asked": sums_fact(proposal.asked),
            "accounts": own_accounts(currency for currency, _ in proposal.sums),
        }
        draft = LetterDraft(proposal.partner_id, proposal.total, facts, [item_row(i) for i in rows])
        term = on + timedelta(days=proposal.level.pay_in_days)
        made += keep_letters(
            LetterKind.REMINDER, [draft], on=on, as_of=term, stamp=stamp, level=proposal.level.no
        )
    return made
