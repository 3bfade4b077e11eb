"""Letters of collections with their numbers and frozen facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from zaplecze.ledger.api import ItemOn, exchange_rate, items_on
from zaplecze.partners.api import partners
from zaplecze.payments.collections import queries
from zaplecze.payments.collections.keeping import (
    Facts,
    LetterDraft,
    item_fact,
    keep_letters,
)
from zaplecze.payments.collections.models import (
    CollectionLetter,
    LetterKind,
    Outcome,
)
from zaplecze.payments.collections.rates import KIND_NAMES, InterestKind, compensation_eur
from zaplecze.payments.collections.rules import (
    Claim,
    InterestLine,
    compensation,
    first_late_day,
    interest_lines,
)
from zaplecze.payments.models import BankAccount
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.money import ZERO
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id


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
    by_partner: dict[int, list[ItemOn]] = {}
    for item in items_on(day=as_of):
        if item.partner_id is not None and (partner_ids is None or item.partner_id in partner_ids):
            by_partner.setdefault(item.partner_id, []).append(item)
    if not by_partner:
        raise Refusal(
            f"Na {as_of:%d.%m.%Y} nie ma otwartych rozrachunków wybranych kontrahentów: zmień dzień albo wybór.",
            code="payments.nothing-to-confirm",
        )
    asked = {
        v.letter.partner_id
        for v in queries.letters(kind=LetterKind.CONFIRMATION)
        if v.letter.as_of == as_of and v.state != Outcome.CANCELLED
    }
    if again := sorted(asked & by_partner.keys()):
        if partner_ids is not None:
            name = partners([again[0]])[again[0]].name
            raise Refusal(
                f"Potwierdzenie na {as_of:%d.%m.%Y} dla {name} już jest w rejestrze: "
                "anuluj je albo wybierz inny dzień.",
                code="payments.confirmed-twice",
            )
        by_partner = {p: rows for p, rows in by_partner.items() if p not in asked}
        if not by_partner:
            raise Refusal(
                f"Wszyscy kontrahenci mają już potwierdzenie na {as_of:%d.%m.%Y}: wybierz inny dzień.",
                code="payments.confirmed-twice",
            )
    drafts = []
    for partner_id, rows in sorted(by_partner.items()):
        total = sum((i.left if i.is_debit else -i.left for i in rows), ZERO)
        facts = {"items": [item_fact(i) for i in rows]}
        drafts.append(LetterDraft(partner_id, total, facts, [(i.id, i.left, ZERO) for i in rows]))
    return keep_letters(LetterKind.CONFIRMATION, drafts, on=on, as_of=as_of, stamp=Stamp(by, at))


def make_reminders(
    *, picks: Iterable[tuple[int, int]], on: date, by: int | None, at: datetime
) -> list[CollectionLetter]:
    """Write the proposed reminders that were picked: (partner id, level number) each."""
    lock_company()
    wanted = set(picks)
    proposed = {(p.partner_id, p.level.no): p for p in queries.proposed_reminders(day=on)}
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
            "account": _own_account(),
        }
        draft = LetterDraft(
            proposal.partner_id, proposal.total, facts, [(i.id, i.left, ZERO) for i in rows]
        )
        term = on + timedelta(days=proposal.level.pay_in_days)
        made += keep_letters(
            LetterKind.REMINDER, [draft], on=on, as_of=term, stamp=stamp, level=proposal.level.no
        )
    return made


def make_interest_note(
    *,
    partner_id: int,
    kind: InterestKind,
    upto: date,
    with_compensation: bool = False,
    item_ids: Sequence[int] | None = None,
    on: date,
    by: int | None,
    at: datetime,
) -> CollectionLetter:
    """An interest note for a partner's late items up to a day, each charged from where the note before ended.

    ``with_compensation`` adds 40, 70 or 100 EUR an item, once (art. 10; commercial transactions only), at
    the kept NBP rate of the last working day of the month before the item fell due.
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
    lines: list[InterestLine] = []
    extras: list[Facts] = []
    rows: list[tuple[int, Decimal, Decimal]] = []
    for _, claim in queries.interest_claims(upto=upto, partner_id=partner_id):
        if item_ids is not None and claim.item_id not in item_ids:
            continue
        found = interest_lines(claim, kind=kind, upto=upto)
        if not found:
            continue
        extra = _compensation(claim) if with_compensation and not claim.compensated else None
        lines += found
        extras += [extra] if extra else []
        paid = Decimal(extra["amount"]) if extra else ZERO
        rows.append((claim.item_id, sum((x.amount for x in found), ZERO), paid))
    total = sum((amount + extra for _, amount, extra in rows), ZERO)
    if not total:
        raise Refusal(
            "Nie ma odsetek do naliczenia: nic nie jest po terminie albo objęły je wcześniejsze noty.",
            code="payments.no-interest",
        )
    facts: Facts = {
        "interest": KIND_NAMES[kind],
        "lines": [
            {
                "number": x.number,
                "principal": str(x.principal),
                "first": x.first.isoformat(),
                "last": x.last.isoformat(),
                "days": x.days,
                "rate": str(x.rate),
                "amount": str(x.amount),
                "paid": x.paid,
            }
            for x in lines
        ],
        "compensations": extras,
        "account": _own_account(),
    }
    draft = LetterDraft(partner_id, total, facts, rows)
    return keep_letters(LetterKind.INTEREST, [draft], on=on, as_of=upto, stamp=Stamp(by, at))[0]


def _compensation(claim: Claim) -> Facts:
    due = first_late_day(claim.due)
    rate = exchange_rate(currency="EUR", before=due.replace(day=1))
    if rate is None:
        raise Refusal(
            f"Do rekompensaty za {claim.number} brakuje kursu EUR z ostatniego dnia roboczego przed "
            f"{due.replace(day=1):%d.%m.%Y}: wczytaj kursy NBP (zaplecze rates) albo odznacz rekompensatę.",
            code="payments.no-eur-rate",
        )
    return {
        "number": claim.number,
        "eur": compensation_eur(claim.amount),
        "rate": str(rate.mid),
        "rate_day": rate.day.isoformat(),
        "table": rate.table,
        "amount": str(compensation(claim, eur_rate=rate.mid)),
    }


def _own_account() -> str:
    rows = BankAccount.objects.filter(company_id=current_company_id(), currency="PLN")
    return next(iter(rows.order_by("id").values_list("number", flat=True)), "")
