"""Letters as rows: number, frozen facts, the items that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zaplecze.ledger.api import ItemOn
from zaplecze.partners.api import Partner, partners
from zaplecze.payments.collections.models import CollectionLetter, LetterItem, LetterKind
from zaplecze.payments.collections.rules import Sums
from zaplecze.payments.events import LetterMade
from zaplecze.payments.models import BankAccount
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.letterhead import seat_line
from zaplecze.platform.models import Company
from zaplecze.platform.money import ZERO
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
class LetterRow:
    """An item that a letter names: ``amount`` and ``compensation`` in the books (PLN), ``own`` in ``currency``."""

    item_id: int
    amount: Decimal
    compensation: Decimal
    currency: str
    own: Decimal
    own_compensation: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter before it has a number: whom, how much (PLN in the books), what it prints, its items.

    What was posted has its number before, since its entry bears it: ``number`` and ``entry_id``.
    """

    partner_id: int
    total: Decimal
    facts: Facts
    rows: Sequence[LetterRow]
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
                "to": {
                    "name": partner.name,
                    "tax_id": partner.tax_id,
                    "address": partner.address,
                    "country": partner.country,
                },
                **draft.facts,
            },
            at=stamp.at,
            by_id=stamp.by,
        )
        LetterItem.objects.bulk_create(
            LetterItem(
                company_id=company.id,
                letter=letter,
                level=level,
                **asdict(row),
            )
            for row in draft.rows
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


def item_row(item: ItemOn) -> LetterRow:
    """All that is open of an item, as a letter names it."""
    return LetterRow(item.id, item.left, ZERO, item.unit, item.owed)


def item_fact(item: ItemOn) -> Facts:
    """What letters print of an item, in its ``currency``: the whole ``amount``; ``owed``, Wn positive.

    ``left`` is what the books hold it at, PLN, Wn positive.
    """
    sign = 1 if item.is_debit else -1
    return {
        "account": item.account,
        "number": item.number,
        "currency": item.unit,
        "date": item.document_date.isoformat(),
        "due": item.due_date.isoformat() if item.due_date else "",
        "amount": str(item.whole),
        "owed": str(sign * item.owed),
        "left": str(sign * item.left),
    }


def sums_fact(sums: Sums) -> list[list[str]]:
    """Sums by currency as JSON keeps them."""
    return [[currency, str(amount)] for currency, amount in sums]


def own_accounts(currencies: Iterable[str]) -> dict[str, str]:
    """The company's first bank account of each currency, where it has one."""
    wanted = set(currencies)
    rows = BankAccount.objects.filter(company_id=current_company_id(), currency__in=wanted)
    found: dict[str, str] = {}
    for currency, number in rows.order_by("id").values_list("currency", "number"):
        found.setdefault(currency, number)
    return found
