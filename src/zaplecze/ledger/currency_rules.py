"""Items in currencies, pure: what settles what, and the exchange difference that comes of it.

Sources: Accounting Act (ustawa o rachunkowości) art. 30 ust. 2 and 4, art. 35 ust. 1; CIT Act art. 15a. An item is
worth in PLN what it was booked at; settling takes from it the same share in PLN as in its currency, and the
last part takes all that is left, so that no grosz stays behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zaplecze.platform.money import GROSZ, ZERO, round_half_up

PLN = "PLN"
# A payment in PLN for an item in a currency: further apart than this it does not pay the whole of it.
MIXED_LIMIT = Decimal("0.20")


class CannotPair(ValueError):
    """Items can't settle each other; ``code`` is stable, the message is Polish."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Claim:
    """What is left of an open item: PLN as booked, and the amount in its own currency (the same for PLN)."""

    id: int
    is_debit: bool
    currency: str
    left: Decimal
    own_left: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts of two items that settle each other, in their own currencies and in PLN as each was booked."""

    debit_id: int
    credit_id: int
    debit_part: Decimal
    credit_part: Decimal
    debit_pln: Decimal
    credit_pln: Decimal

    @property
    def amount(self) -> Decimal:
        """PLN by which the two settle each other directly."""
        return min(self.debit_pln, self.credit_pln)

    @property
    def difference(self) -> Decimal:
        """The realised difference, PLN: above zero a gain, below zero a loss."""
        return self.credit_pln - self.debit_pln


def to_pln(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount of a currency in PLN at a rate, half a grosz up."""
    return round_half_up(amount * rate)


def booked_share(claim: Claim, part: Decimal) -> Decimal:
    """PLN that leave an item's booked value with a part of its currency; half a grosz up, the last takes all.

    >>> booked_share(Claim(1, True, "EUR", Decimal("430.00"), Decimal("100.00")), Decimal("33.33"))
    Decimal('143.32')
    """
    if part == claim.own_left:
        return claim.left
    if not ZERO < part < claim.own_left:
        raise CannotPair(
            "ledger.part",
            f"Do rozliczenia zostało {claim.own_left} {claim.currency}, nie {part}: popraw kwotę.",
        )
    share = min(round_half_up(claim.left * part / claim.own_left), claim.left - GROSZ)
    if share <= 0:
        raise CannotPair(
            "ledger.part-small",
            f"Kwota {part} {claim.currency} jest warta mniej niż grosz: rozlicz większą część.",
        )
    return share


def pair_parts(debit: Claim, credit: Claim, debit_part: Decimal, credit_part: Decimal) -> Pair:
    """Parts of two items, each named in its own currency; in one currency they are equal."""
    if debit.currency == credit.currency and debit_part != credit_part:
        raise CannotPair(
            "ledger.parts-differ",
            f"Strony w {debit.currency} mają być równe: {debit_part} i {credit_part}.",
        )
    return Pair(
        debit.id,
        credit.id,
        debit_part,
        credit_part,
        booked_share(debit, debit_part),
        booked_share(credit, credit_part),
    )


def taken(claim: Claim, part: Decimal, pln: Decimal) -> Claim:
    """What is left of an item after a part."""
    return replace(claim, left=claim.left - pln, own_left=claim.own_left - part)


def pair_claims(claims: Sequence[Claim]) -> list[Pair]:
    """Settle debit items against credit items in the order given, as far as the smaller side reaches.

    Items of a currency against PLN settle whole, one currency item against one PLN item; what differs is the
    exchange difference. Raises `CannotPair` for several currencies, or sides too far apart to be one payment.
    """
    debits = [c for c in claims if c.is_debit and c.own_left > 0]
    credits = [c for c in claims if not c.is_debit and c.own_left > 0]
    currencies = {c.currency for c in (*debits, *credits)}
    if len(currencies) > 1:
        return [_whole(debits, credits)]
    pairs: list[Pair] = []
    while debits and credits:
        debit, credit = debits[0], credits[0]
        part = min(debit.own_left, credit.own_left)
        pair = pair_parts(debit, credit, part, part)
        pairs.append(pair)
        debit, credit = taken(debit, part, pair.debit_pln), taken(credit, part, pair.credit_pln)
        debits[:1] = [debit] if debit.own_left else []
        credits[:1] = [credit] if credit.own_left else []
    return pairs


def _whole(debits: Sequence[Claim], credits: Sequence[Claim]) -> Pair:
    """One item against one of another currency, both whole."""
    if len(debits) != 1 or len(credits) != 1:
        raise CannotPair(
            "ledger.currencies",
            "Pozycje w różnych walutach rozlicza się parami: zaznacz jedną po każdej stronie.",
        )
    (debit,), (credit,) = debits, credits
    pair = pair_parts(debit, credit, debit.own_left, credit.own_left)
    if abs(pair.difference) > MIXED_LIMIT * max(pair.debit_pln, pair.credit_pln):
        raise CannotPair(
            "ledger.too-far",
            f"Strony różnią się o {abs(pair.difference)} zł: to więcej niż różnica kursów. "
            "Rozlicz część, podając kwoty w obu walutach.",
        )
    return pair


@dataclass(frozen=True, slots=True)
class Lot:
    """Currency that came into an account, oldest first, and its value in PLN."""

    amount: Decimal
    pln: Decimal


def fifo_value(lots: Sequence[Lot], amount: Decimal) -> Decimal | None:
    """PLN value of an outflow by first in, first out (art. 35 ust. 8 with art. 34 ust. 4 pkt 2); none where short.

    >>> fifo_value([Lot(Decimal(100), Decimal("430.00")), Lot(Decimal(50), Decimal("210.00"))], Decimal(120))
    Decimal('514.00')
    """
    value = ZERO
    for lot in lots:
        part = min(lot.amount, amount)
        value += lot.pln if part == lot.amount else round_half_up(lot.pln * part / lot.amount)
        amount -= part
        if not amount:
            return value
    return None


def held_lots(movements: Sequence[Lot]) -> list[Lot]:
    """Lots that a currency account holds: inflows positive, outflows negative, in order.

    Outflows eat the oldest lots by amount; a movement of no currency (a revaluation) leaves them alone. An account
    that owes (an overdraft) holds negative lots, and inflows repay the oldest of them in the same way.

    >>> held_lots([Lot(Decimal(-10), Decimal("-43.00")), Lot(Decimal(40), Decimal("168.00"))])
    [Lot(amount=Decimal('30'), pln=Decimal('126.00'))]
    """
    lots: list[Lot] = []
    for move in movements:
        left = move.amount
        while left and lots and (lots[0].amount > 0) != (left > 0):
            first = lots[0]
            part = min(abs(first.amount), abs(left))
            if part == abs(first.amount):
                lots.pop(0)
            else:
                used = round_half_up(first.pln * part / abs(first.amount))
                lots[0] = Lot(_nearer_zero(first.amount, part), first.pln - used)
            left = _nearer_zero(left, part)
        if left:
            whole = left == move.amount
            lots.append(
                Lot(left, move.pln if whole else round_half_up(move.pln * left / move.amount))
            )
    return lots


def _nearer_zero(amount: Decimal, part: Decimal) -> Decimal:
    return amount - part if amount > 0 else amount + part


def lots_left(movements: Sequence[Lot]) -> list[Lot]:
    """Lots from which an outflow can be taken: what `held_lots` finds, without what is owed."""
    return [lot for lot in held_lots(movements) if lot.amount > 0]


@dataclass(frozen=True, slots=True)
class Held:
    """What an account holds of a currency on a day: in it, and in PLN as the books say (Wn positive)."""

    currency: str
    amount: Decimal
    pln: Decimal


def valuation(held: Held, rate: Decimal, before: Decimal = ZERO) -> Decimal:
    """What to add to the books to stand at the day's mid rate (art. 30 ust. 1), PLN; above zero a gain.

    ``before`` is what earlier valuations that still stand have added.
    """
    return to_pln(held.amount, rate) - held.pln - before
