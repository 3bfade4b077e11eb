"""Interest notes: letter and entry in one transaction, in the currency of the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from zaplecze.ledger.api import (
    ExchangeRate,
    ItemOn,
    NewEntry,
    NewLine,
    accounts,
    exchange_rate,
    post_entries,
)
from zaplecze.partners.api import Partner, partners
from zaplecze.payments.collections import proposals
from zaplecze.payments.collections.keeping import (
    Facts,
    LetterDraft,
    LetterRow,
    keep_letters,
    letter_numbers,
    own_accounts,
    sums_fact,
)
from zaplecze.payments.collections.models import CollectionLetter, LetterKind
from zaplecze.payments.collections.rates import KIND_NAMES, InterestKind
from zaplecze.payments.collections.rules import (
    NOTE_PAID_IN,
    ONE,
    Claim,
    Compensation,
    InterestLine,
    Sums,
    compensation,
    first_late_day,
    interest_lines,
    sums_by_currency,
)
from zaplecze.platform.days import working_day_before
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.money import ZERO, round_half_up, split_largest_remainder
from zaplecze.platform.refusal import Refusal

PLN, EUR = "PLN", "EUR"
JOURNAL, VOUCHER = "PK", "NO"
# Interest is revenue of the tax year when it is received, not when it accrues (art. 12 ust. 4 pkt 2 of the CIT Act):
# the account's tag PD2 keeps it out until `receiving` moves it on.
ACCRUED = "750-04"


@dataclass(frozen=True, slots=True)
class Charge:
    """What a note charges for one claim."""

    item: ItemOn
    lines: tuple[InterestLine, ...]
    extra: Compensation | None

    @property
    def interest(self) -> Decimal:
        """The interest, in the claim's currency."""
        return sum((line.amount for line in self.lines), ZERO)


def make_interest_note(
    *,
    partner_id: int,
    kind: InterestKind,
    upto: date,
    currency: str = PLN,
    with_compensation: bool = False,
    compensation_in_pln: bool = False,
    item_ids: Sequence[int] | None = None,
    on: date,
    by: int | None,
    at: datetime,
) -> CollectionLetter:
    """An interest note for a partner's late items of one currency up to a day, posted to a receivable of its own.

    Each item is charged from where the note before ended. ``with_compensation`` adds 40, 70 or 100 EUR an item, once
    (art. 10; commercial transactions only): to a claim in euro as euro; to others, and with ``compensation_in_pln``
    to it too, in PLN at the kept NBP rate of the last working day of the month before the item fell due.

    The entry is Wn the claim's account / Ma 750-04, a currency at the mid rate of the working day before ``on``
    (Accounting Act art. 30 ust. 2 pkt 2), so that payment yields an exchange difference.
    """
    lock_company()
    if upto > on:
        raise Refusal(
            f"Odsetki nalicza się najdalej do dnia noty: wybierz dzień do {on:%d.%m.%Y}.",
            code="payments.interest-day",
        )
    if with_compensation and kind is InterestKind.DELAY:
        raise Refusal(
            "Rekompensata należy się tylko w transakcjach handlowych: wybierz te odsetki albo odznacz ją.",
            code="payments.compensation",
        )
    require_account(number=ACCRUED, name="odsetki naliczone, nieotrzymane; znacznik PD2")
    charges = [
        Charge(
            item,
            tuple(found),
            _compensation(claim, in_euro=not compensation_in_pln)
            if with_compensation and not claim.compensated
            else None,
        )
        for item, claim in proposals.interest_claims(upto=upto, partner_id=partner_id)
        if claim.currency == currency
        and (item_ids is None or claim.item_id in item_ids)
        and (found := interest_lines(claim, kind=kind, upto=upto))
    ]
    sums = sums_by_currency(
        pair
        for c in charges
        for pair in (
            (currency, c.interest),
            *([(c.extra.currency, c.extra.amount)] if c.extra else []),
        )
    )
    if not sums:
        raise Refusal(
            "Nie ma odsetek do naliczenia: nic nie jest po terminie albo objęły je wcześniejsze noty.",
            code="payments.no-interest",
        )
    rate = _rate(currency, on) if any(c != PLN for c, _ in sums) else None
    worth = {
        c: amount if c == PLN or rate is None else round_half_up(amount * rate.mid)
        for c, amount in sums
    }
    (number,) = letter_numbers(LetterKind.INTEREST, 1, on=on)
    pay_by = on + timedelta(days=NOTE_PAID_IN)
    entry = _entry(
        sums, worth, account=charges[0].item.account, partner=partners([partner_id])[partner_id],
        number=number, on=on, pay_by=pay_by,
    )  # fmt: skip
    (posted,) = post_entries([entry], by=by, at=at)
    facts: Facts = {
        "kind": kind.value,
        "interest": KIND_NAMES[kind],
        "currency": currency,
        "sums": sums_fact(sums),
        "pay_by": pay_by.isoformat(),
        "worth_rate": rate
        and {"mid": str(rate.mid), "day": rate.day.isoformat(), "table": rate.table},
        "entry": posted.label,
        "lines": [_line_fact(x) for c in charges for x in c.lines],
        "compensations": [_extra_fact(c.extra) for c in charges if c.extra],
        "accounts": own_accounts(c for c, _ in sums),
    }
    draft = LetterDraft(
        partner_id,
        sum(worth.values(), ZERO),
        facts,
        _rows(charges, currency, worth),
        number=number,
        entry_id=posted.id,
    )
    return keep_letters(LetterKind.INTEREST, [draft], on=on, as_of=upto, stamp=Stamp(by, at))[0]


def require_account(*, number: str, name: str) -> None:
    """Refuse where the chart lacks an account that notes need."""
    if not any(a.number == number for a in accounts(text=number)):
        raise Refusal(
            f"W planie kont nie ma konta {number} ({name}), na które trafiają odsetki z not: dodaj je w Planie kont.",
            code="payments.no-account",
        )


def _rate(currency: str, on: date) -> ExchangeRate:
    """The rate of posting."""
    rate = exchange_rate(currency=currency, before=on)
    if rate is None:
        raise Refusal(
            f"Brak kursu {currency} sprzed {on:%d.%m.%Y}: wczytaj tabelę A NBP (zaplecze rates) i ponów.",
            code="payments.no-rate",
        )
    return rate


def _compensation(claim: Claim, *, in_euro: bool) -> Compensation:
    day = first_late_day(claim.due).replace(day=1)
    rates = {PLN: ONE}
    for currency in {EUR, claim.currency} - {PLN}:
        rate = exchange_rate(currency=currency, before=day)
        if rate is None:
            raise Refusal(
                f"Do rekompensaty za {claim.number} brakuje kursu {currency} z ostatniego dnia roboczego przed "
                f"{day:%d.%m.%Y}: wczytaj kursy NBP (zaplecze rates) albo odznacz rekompensatę.",
                code="payments.no-eur-rate",
            )
        rates[currency] = rate.mid
    made = compensation(
        claim, eur_rate=rates[EUR], claim_rate=rates[claim.currency], in_euro=in_euro
    )
    return made if made.rate is None else replace(made, rate_day=working_day_before(day))


def _entry(
    sums: Sums,
    worth: dict[str, Decimal],
    *,
    account: str,
    partner: Partner,
    number: str,
    on: date,
    pay_by: date,
) -> NewEntry:
    """A receivable for each currency, Wn the account of the claims, against interest accrued."""
    debits = tuple(
        NewLine(
            account,
            debit=worth[currency],
            partner_id=partner.id,
            text=f"Nota odsetkowa {number}",
            currency=currency,
            currency_amount=None if currency == PLN else amount,
            due_date=pay_by,
            item_number=number,
            item_date=on,
            why="nota odsetkowa: konto należności głównej",
        )
        for currency, amount in sums
    )
    accrued = NewLine(
        ACCRUED,
        credit=sum(worth.values(), ZERO),
        text=f"Nota odsetkowa {number}",
        why="odsetki naliczone, przychód podatkowy dopiero po otrzymaniu",
    )
    return NewEntry(
        journal=JOURNAL,
        year=on.year,
        month=on.month,
        voucher_kind=VOUCHER,
        voucher_number=number,
        operation_date=on,
        document_date=on,
        text=f"Nota odsetkowa {number}, {partner.name}"[:512],
        lines=(*debits, accrued),
        partner_id=partner.id,
    )


def _rows(charges: Sequence[Charge], currency: str, worth: dict[str, Decimal]) -> list[LetterRow]:
    """The items with their shares; zlotys of each currency are shared so that they sum to what was posted."""
    own = [c.interest for c in charges]
    extra = [c.extra.amount if c.extra else ZERO for c in charges]
    apart = [bool(c.extra and c.extra.currency != currency) for c in charges]
    if currency == PLN:
        shares, extra_shares = own, extra
    else:
        shared = worth.get(currency, ZERO)
        inside = [ZERO if out else e for e, out in zip(extra, apart, strict=True)]
        weights = [*own, *inside]
        both = split_largest_remainder(shared, weights) if shared else [ZERO] * len(weights)
        shares, converted = both[: len(own)], both[len(own) :]
        extra_shares = [e if out else c for e, out, c in zip(extra, apart, converted, strict=True)]
    return [
        LetterRow(c.item.id, share, more, currency, o, ZERO if out else e)
        for c, share, more, o, e, out in zip(
            charges, shares, extra_shares, own, extra, apart, strict=True
        )
    ]


def _line_fact(x: InterestLine) -> Facts:
    return {
        "number": x.number,
        "principal": str(x.principal),
        "first": x.first.isoformat(),
        "last": x.last.isoformat(),
        "days": x.days,
        "rate": str(x.rate),
        "amount": str(x.amount),
        "paid": x.paid,
    }


def _extra_fact(x: Compensation) -> Facts:
    return {
        "number": x.number,
        "eur": x.eur,
        "currency": x.currency,
        "rate": "" if x.rate is None else str(x.rate),
        "rate_day": x.rate_day.isoformat() if x.rate_day else "",
        "amount": str(x.amount),
    }
