"""A firm that sells and pays in euro: entries by hand, a bank account, its state in short words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

from tests.papers import drop, ids, later, statement
from zaplecze.config.demo_papers import Movement
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    NewRate,
    open_items,
    post_entries,
    save_rates,
    settle_items,
    trial_balance,
)
from zaplecze.office.audit import run_audits
from zaplecze.partners.models import Partner
from zaplecze.platform.scope import current_company_id

ZERO = D(0)


def nordwind() -> int:
    """The partner abroad; the company's wall is open."""
    made = Partner.objects.create(
        company_id=current_company_id(), name="Nordwind Tuche GmbH", first_seen=later(0)
    )
    return made.id


def entry(no: str, day: date, partner: int, *lines: NewLine) -> NewEntry:
    return NewEntry(
        journal="PK",
        year=day.year,
        month=day.month,
        voucher_kind="PK",
        voucher_number=no,
        operation_date=day,
        document_date=day,
        text=f"Zapis {no}",
        lines=lines,
        partner_id=partner,
    )


def side(account: str, amount: str, own: str = "", *, debit: bool, partner: int) -> NewLine:
    return NewLine(
        account,
        debit=D(amount) if debit else ZERO,
        credit=ZERO if debit else D(amount),
        partner_id=partner,
        currency="EUR" if own else "PLN",
        currency_amount=D(own) if own else None,
    )


def receivable(no: str, pln: str, own: str, partner: int, day: date = date(2026, 9, 1)) -> NewEntry:
    return entry(
        no,
        day,
        partner,
        side("201", pln, own, debit=True, partner=partner),
        side("700-01", pln, debit=False, partner=partner),
    )


def paid_in(no: str, pln: str, own: str, partner: int, day: date = date(2026, 9, 20)) -> NewEntry:
    return entry(
        no,
        day,
        partner,
        side("132" if own else "131", pln, own, debit=True, partner=partner),
        side("201", pln, own, debit=False, partner=partner),
    )


def post(*entries: NewEntry) -> None:
    post_entries(entries, by=None, at=later(0))


def balances() -> dict[str, D]:
    rows = trial_balance(first=(2026, 9), last=(2026, 9))
    return {r.account: r.closing_debit - r.closing_credit for r in rows}


def sound(company: Any) -> None:
    assert run_audits() == []


def numbers() -> dict[str, int]:
    return {i.number: i.id for i in open_items(all_items=True)}


def settle(*names: str, day: int = 20) -> int:
    ids = numbers()
    return settle_items(
        groups=[[ids[n] for n in names]], on=date(2026, 9, day), by=None, at=later(1)
    )


def bank_of(company: Any, *movements: Movement, number: int = 1) -> int:
    name, data = statement(*movements, number=number, account="61109010140000071219812874")
    return ids(drop(company, (name, data.replace(b"PLN", b"EUR"))))[0]


def rates_of_september() -> None:
    save_rates(
        [
            NewRate(currency="EUR", day=date(2026, 9, 18), mid=D("4.20"), table="182/A/NBP/2026"),
            NewRate(currency="EUR", day=date(2026, 9, 21), mid=D("4.40"), table="183/A/NBP/2026"),
        ]
    )
