"""Letters as rows: number, frozen facts, the items that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zaplecze.ledger.api import ItemOn
from zaplecze.partners.api import Partner, partners
from zaplecze.payments.collections.models import CollectionLetter, LetterItem, LetterKind
from zaplecze.payments.events import LetterMade
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.letterhead import seat_line
from zaplecze.platform.models import Company
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.series import take_numbers

Facts = dict[str, Any]
PREFIXES = {
    LetterKind.CONFIRMATION: "PS",
    LetterKind.REMINDER: "WZ",
    LetterKind.INTEREST: "NO",
    LetterKind.SETOFF: "KOMP",
}


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter before it has a number: whom, how much (PLN), what it prints, (item, PLN, compensation) rows.

    A set-off has its number before, since its entry bears it: ``number`` and ``entry_id``.
    """

    partner_id: int
    total: Decimal
    facts: Facts
    rows: Sequence[tuple[int, Decimal, Decimal]]
    number: str = ""
    entry_id: int | None = None


def letter_numbers(kind: LetterKind, count: int, *, on: date) -> list[str]:
    """The next numbers of a kind in the year, without gaps: ``NO/3/2026``."""
    prefix = PREFIXES[kind]
    return [f"{prefix}/{no}/{on.year}" for no in take_numbers(f"{prefix}/{on.year}", count)]


def keep_letters(
    kind: LetterKind,
    drafts: Sequence[LetterDraft],
    *,
    on: date,
    as_of: date,
    stamp: Stamp,
    level: int | None = None,
) -> list[CollectionLetter]:
    """Keep letters with their numbers and items, and tell of them."""
    company = Company.objects.get(id=current_company_id())
    whom: Mapping[int, Partner] = partners(d.partner_id for d in drafts)
    fresh = iter(letter_numbers(kind, sum(not d.number for d in drafts), on=on))
    made: list[CollectionLetter] = []
    for draft in drafts:
        partner = whom[draft.partner_id]
        letter = CollectionLetter.objects.create(
            company_id=company.id,
            kind=kind,
            number=draft.number or next(fresh),
            partner_id=partner.id,
            partner_name=partner.name,
            day=on,
            as_of=as_of,
            level=level,
            total=draft.total,
            entry_id=draft.entry_id,
            facts={
                "from": {
                    "name": company.name,
                    "nip": company.nip,
                    "address": seat_line(company),
                },
                "to": {"name": partner.name, "tax_id": partner.tax_id, "address": partner.address},
                **draft.facts,
            },
            at=stamp.at,
            by_id=stamp.by,
        )
        LetterItem.objects.bulk_create(
            LetterItem(
                company_id=company.id,
                letter=letter,
                item_id=item_id,
                level=level,
                amount=amount,
                compensation=extra,
            )
            for item_id, amount, extra in draft.rows
        )
        made.append(letter)
    record_events(
        [
            LetterMade(
                letter_id=x.id,
                kind=x.kind,
                number=x.number,
                partner_id=x.partner_id,
                total=x.total,
            )
            for x in made
        ],
        stamp,
    )
    return made


def item_fact(item: ItemOn) -> Facts:
    """What letters print of an item; ``left`` (PLN) and ``own`` (its own currency, if any) are Wn positive."""
    own = item.own_left
    return {
        "account": item.account,
        "number": item.number,
        "currency": item.currency,
        "date": item.document_date.isoformat(),
        "due": item.due_date.isoformat() if item.due_date else "",
        "amount": str(item.amount),
        "left": str(item.left if item.is_debit else -item.left),
        "own": "" if own is None else str(own if item.is_debit else -own),
    }
