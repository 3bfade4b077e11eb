"""Settling open items, posting the exchange differences that come of it, and taking settlements back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.chart import GAINS, LOSSES
from zaplecze.ledger.commands.pairs import Kept, save_settlements
from zaplecze.ledger.commands.posting import Posted, post_entries
from zaplecze.ledger.commands.storno import reverse_entry
from zaplecze.ledger.currency_rules import (
    PLN,
    CannotPair,
    Claim,
    Pair,
    pair_claims,
    pair_parts,
    taken,
)
from zaplecze.ledger.models import OpenItem
from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.platform.series import take_numbers

ZERO = Decimal(0)
JOURNAL = "PK"
DIFFERENCE = "RK"  # kind of the vouchers of realised exchange differences


class CannotSettle(Refusal):
    """Items can't be settled as asked."""

    code = "ledger.cannot-settle"


@dataclass(frozen=True, slots=True)
class Part:
    """Parts of a debit and a credit item that settle each other, each in its item's own currency."""

    debit_id: int
    credit_id: int
    debit_part: Decimal
    credit_part: Decimal


def settle_items(*, groups: Sequence[Sequence[int]], on: date, by: int | None, at: datetime) -> int:
    """Settle each group of open items (ids) among itself, oldest first; returns how many pairs were made.

    Realised exchange differences are posted on day ``on``. Raises `CannotSettle` where a group holds only one
    side, an item that is not open, or currencies that don't pair.
    """
    lock_company()
    rows, pairs = _planned(groups)
    _settle(pairs, rows, on=on, stamp=Stamp(by, at))
    return len(pairs)


def settling_preview(*, item_ids: Sequence[int]) -> list[Pair]:
    """What `settle_items` of one group would do, with its refusals; writes nothing."""
    return _planned([item_ids])[1]


def settle_parts(*, parts: Sequence[Part], on: date, by: int | None, at: datetime) -> None:
    """Settle named parts, across currencies too, and post the exchange differences on day ``on``; all or none.

    Raises `CannotSettle` where an item has less left than asked, or stands on the wrong side.
    """
    lock_company()
    rows = _items({i for part in parts for i in (part.debit_id, part.credit_id)})
    claims = {i: claim_of(row) for i, row in rows.items()}
    pairs: list[Pair] = []
    for part in parts:
        debit, credit = claims[part.debit_id], claims[part.credit_id]
        with _refusing():
            pair = pair_parts(debit, credit, part.debit_part, part.credit_part)
        claims[debit.id] = taken(debit, pair.debit_part, pair.debit_pln)
        claims[credit.id] = taken(credit, pair.credit_part, pair.credit_pln)
        pairs.append(pair)
    _check_sides(rows, [(p.debit_id, p.credit_id) for p in pairs])
    _settle(pairs, rows, on=on, stamp=Stamp(by, at))


def settle_amounts(
    *, pairs: Sequence[tuple[int, int, Decimal]], on: date, by: int | None, at: datetime
) -> None:
    """Settle named amounts of items in PLN: (debit item, credit item, PLN) each.

    Raises `CannotSettle` where an item has less left than asked, stands on the wrong side, or is in a currency.
    """
    lock_company()
    rows = _items({i for debit, credit, _ in pairs for i in (debit, credit)})
    left = {i: row.left for i, row in rows.items()}
    _check_sides(rows, [(debit, credit) for debit, credit, _ in pairs])
    for debit, credit, amount in pairs:
        for item in (debit, credit):
            if claim_of(rows[item]).currency != PLN:
                raise CannotSettle(
                    f"Pozycja {rows[item].number} jest w {rows[item].currency}: "
                    "rozlicz ją, podając kwotę w tej walucie.",
                    code="ledger.part-currency",
                )
            left[item] -= amount
            if left[item] < 0 or amount <= 0:
                raise CannotSettle(
                    f"Na pozycji {rows[item].number} zostało mniej, niż ma być rozliczone: odśwież listę."
                )
    save_settlements([Kept(*pair) for pair in pairs], day=on, stamp=Stamp(by, at))


_STANDING = b"""
SELECT debit_item_id, credit_item_id, difference_entry_id, sum(amount), sum(debit_part), sum(credit_part)
FROM ledger_settlement
WHERE company_id = %(company)s AND (%(item)s IN (debit_item_id, credit_item_id)
  OR difference_entry_id IN (SELECT difference_entry_id FROM ledger_settlement
      WHERE company_id = %(company)s AND %(item)s IN (debit_item_id, credit_item_id)))
GROUP BY 1, 2, 3 HAVING sum(amount) <> 0
"""


def undo_settlement(*, item_id: int, on: date, by: int | None, at: datetime) -> int:
    """Take back every settlement of an item by rows of the opposite sign; returns how many.

    Exchange differences that came of them are taken back by storno on day ``on``.
    """
    lock_company()
    with server_cursor() as cursor:
        cursor.execute(_STANDING, {"company": current_company_id(), "item": item_id})
        rows = cursor.fetchall()
    back = [
        Kept(
            debit,
            credit,
            -amount,
            None if debit_part is None else -debit_part,
            None if credit_part is None else -credit_part,
            entry,
        )
        for debit, credit, entry, amount, debit_part, credit_part in rows
    ]
    save_settlements(back, day=on, stamp=Stamp(by, at))
    for entry_id in sorted({row.difference_entry_id for row in back if row.difference_entry_id}):
        reverse_entry(entry_id=entry_id, on=on, reason="cofnięcie rozliczenia", by=by, at=at)
    return len(back)


def claim_of(item: OpenItem) -> Claim:
    """An open item as the rules of settling see it."""
    own = item.currency != PLN and item.currency_amount is not None
    return Claim(
        item.id,
        item.is_debit,
        item.currency if own else PLN,
        item.left,
        item.currency_left if own else item.left,
    )


def _planned(groups: Sequence[Sequence[int]]) -> tuple[dict[int, OpenItem], list[Pair]]:
    ids = [i for group in groups for i in group]
    rows = OpenItem.objects.filter(company_id=current_company_id()).in_bulk(ids)
    missing = [i for i in ids if i not in rows or rows[i].left == 0]
    if missing:
        raise CannotSettle(f"Pozycja {missing[0]} nie jest otwarta: odśwież listę.")
    pairs: list[Pair] = []
    for group in groups:
        claims = [claim_of(rows[i]) for i in group]
        if len({claim.is_debit for claim in claims}) < 2:
            raise CannotSettle("Wybierz pozycje po obu stronach, Wn i Ma.", code="ledger.one-side")
        with _refusing():
            pairs += pair_claims(claims)
    _check_sides(rows, [(p.debit_id, p.credit_id) for p in pairs])
    return rows, pairs


def _items(ids: set[int]) -> dict[int, OpenItem]:
    rows = OpenItem.objects.filter(company_id=current_company_id()).in_bulk(ids)
    if missing := ids - rows.keys():
        raise CannotSettle(f"Pozycji {min(missing)} już nie ma: odśwież listę.")
    return rows


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except CannotPair as error:
        raise CannotSettle(error.message, code=error.code) from error


def _check_sides(rows: Mapping[int, OpenItem], pairs: Sequence[tuple[int, int]]) -> None:
    """Items settle each other on one account and between the same parties; all else needs an entry."""
    for debit_id, credit_id in pairs:
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


def _settle(
    pairs: Sequence[Pair], rows: Mapping[int, OpenItem], *, on: date, stamp: Stamp
) -> list[Posted]:
    """Keep the pairs; each difference is an entry of its own, whose item settles what is left of the dearer one."""
    apart = [pair for pair in pairs if pair.difference]
    numbers = _numbers(rows) if apart else {}
    year = business_years().of_day(on).label
    taken_numbers = take_numbers(f"exchange-difference:{year}", len(apart)) if apart else ()
    posted = post_entries(
        [
            _difference_entry(pair, rows, numbers, f"{DIFFERENCE}/{no}/{year}", on)
            for pair, no in zip(apart, taken_numbers, strict=True)
        ],
        by=stamp.by,
        at=stamp.at,
    )
    entries = {id(pair): entry.id for pair, entry in zip(apart, posted, strict=True)}
    opened = {
        item.entry_id: item.id
        for item in OpenItem.objects.filter(
            company_id=current_company_id(), entry_id__in=list(entries.values())
        )
    }
    kept: list[Kept] = []
    for pair in pairs:
        entry_id = entries.get(id(pair))
        debit, credit = rows[pair.debit_id], rows[pair.credit_id]
        kept.append(
            Kept(
                pair.debit_id,
                pair.credit_id,
                pair.amount,
                pair.debit_part if claim_of(debit).currency != PLN else None,
                pair.credit_part if claim_of(credit).currency != PLN else None,
                entry_id,
            )
        )
        if entry_id is not None:
            item, rest = opened[entry_id], abs(pair.difference)
            two = (item, pair.credit_id) if pair.difference > 0 else (pair.debit_id, item)
            kept.append(Kept(*two, rest, difference_entry_id=entry_id))
    save_settlements(kept, day=on, stamp=stamp)
    return posted


def _numbers(rows: Mapping[int, OpenItem]) -> dict[int, str]:
    """Account numbers of the items, by account id."""
    items = OpenItem.objects.filter(company_id=current_company_id(), id__in=list(rows))
    return dict(items.values_list("account_id", "account__number"))


def _difference_entry(
    pair: Pair, rows: Mapping[int, OpenItem], accounts: Mapping[int, str], number: str, on: date
) -> NewEntry:
    """A gain stands on Ma of financial revenue, a loss on Wn of financial cost (art. 30 ust. 4)."""
    debit, credit = rows[pair.debit_id], rows[pair.credit_id]
    foreign = debit if debit.currency != PLN else credit
    gain, amount = pair.difference > 0, abs(pair.difference)
    side = NewLine(
        accounts[debit.account_id],
        debit=amount if gain else ZERO,
        credit=ZERO if gain else amount,
        partner_id=debit.partner_id,
        currency=foreign.currency,
        currency_amount=Decimal("0.00"),
        item_number=number,
        item_date=on,
    )
    result = NewLine(
        GAINS if gain else LOSSES, debit=ZERO if gain else amount, credit=amount if gain else ZERO
    )
    return NewEntry(
        journal=JOURNAL,
        year=on.year,
        month=on.month,
        voucher_kind=DIFFERENCE,
        voucher_number=number,
        operation_date=on,
        document_date=on,
        text=f"Różnica kursowa {foreign.currency}: {debit.number} i {credit.number}"[:512],
        lines=(side, result) if gain else (result, side),
        partner_id=debit.partner_id,
    )
