"""Keep the year's books: papers come in by month, the bank pays, wages and taxes are posted, months close."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from zaplecze.assets.api import post_depreciation, register_asset
from zaplecze.config.demo_papers import Movement, invoice_file, make_statement
from zaplecze.config.demo_year import entries
from zaplecze.config.demo_year.firm import SUPPLIERS, ZMIERZCH
from zaplecze.config.demo_year.papers import month_papers, payments
from zaplecze.documents.api import Channel, NewPaper
from zaplecze.formats.fa3 import Invoice
from zaplecze.ledger.api import (
    Source,
    account_lines,
    close_month,
    close_year,
    code_voucher,
    enter_opening,
    entry_lines,
    keep_key,
    keep_recurring,
    keep_split,
    plan_accrual,
    post_accruals,
    post_entries,
    post_voucher,
    propose_recurring,
    remember_split,
    trial_balance,
)
from zaplecze.office.intake import receive
from zaplecze.payments.api import book_line, confirm_lines, statement_lines, statements
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp
from zaplecze.platform.periods import CLOSING_MONTH, OPENING_MONTH, Month, last_day
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import CostRule
from zaplecze.tax.api import settle_vat

FIRST_FA3 = datetime(2025, 9, 1, 9, tzinfo=UTC)


def keep_year(company_id: int, year: int, *, by: int) -> None:
    """Fill a straight-through company with a year and close it; ``by`` is the accountant who takes each step."""
    with company_scope(company_id):
        _rules(company_id)
        enter_opening(
            year=year,
            lines=entries.opening(year),
            source="z poprzedniego programu",
            by=by,
            at=_moment(date(year, 1, 2)),
        )
        _settings(year, by=by, at=_moment(date(year, 1, 2)))
        for asset in entries.assets(year):
            register_asset(asset, by=by, at=_moment(date(year, 1, 2)))
    waiting: list[Movement] = []
    balance = entries.OPENING_BANK
    for month in range(1, 13):
        papers = month_papers(year, month)
        invoices = [*papers.sales, *papers.costs]
        at = _moment(last_day((year, month)) + timedelta(days=3))
        receive(
            company_id, [_file(i) for i in invoices], channel=Channel.DEMO, stamp=Stamp(None, at)
        )
        waiting += payments(papers.sales, paid_by=True) + payments(papers.costs, paid_by=False)
        with company_scope(company_id):
            waiting += _duties(year, month)
            post_entries(
                [entries.wages(year, month), entries.income_tax(year, month)], by=by, at=at
            )
            post_depreciation(month=(year, month), by=by, at=at)
            _recurring((year, month), by=by, at=at)
        booked = sorted(
            (m for m in waiting if m.day <= last_day((year, month))), key=lambda m: (m.day, m.title)
        )
        waiting = [m for m in waiting if m.day > last_day((year, month))]
        balance = _statement(company_id, year, month, booked, balance, by=by, at=at)
        with company_scope(company_id):
            if month == entries.POLICY_MONTH:
                plan_accrual(source=_policy_line(), plan=entries.policy(year), by=by, at=at)
            if month >= entries.POLICY_MONTH:
                post_accruals(month=(year, month), by=by, at=at)
            settle_vat(year=year, month=month, by=by, at=at + timedelta(hours=1))
    at = _moment(date(year + 1, 3, 20))
    with company_scope(company_id):
        for month in range(OPENING_MONTH, CLOSING_MONTH):
            close_month(month=(year, month), by=by, at=at)
        close_year(year=year, by=by, at=at + timedelta(days=1))
        close_month(month=(year, CLOSING_MONTH), by=by, at=at + timedelta(days=2))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 15), WARSAW)


def _file(invoice: Invoice) -> NewPaper:
    """Older invoices were written down again as FA(3), which knows no earlier moment."""
    written = replace(invoice, created_at=max(invoice.created_at, FIRST_FA3))
    return NewPaper(f"{invoice.number.replace('/', '-')}.xml", invoice_file(written))


def _rules(company_id: int) -> None:
    for no, supplier in enumerate(SUPPLIERS, 1):
        CostRule.objects.create(
            company_id=company_id,
            no=no,
            supplier_tax_id=supplier.firm.nip,
            word="",
            account=supplier.account,
            cost_center=supplier.cost_center,
        )


def _settings(year: int, *, by: int, at: datetime) -> None:
    """Energy is shared by square metres; the garage's rent comes back each month."""
    keep_key(
        code="M2", name="Powierzchnia", unit="m²", valid_from=date(year, 1, 1),
        parts=entries.area(), by=by, at=at,
    )  # fmt: skip
    keep_split(code="METRAZ", name="Według powierzchni", method="key", key="M2", by=by, at=at)
    remember_split(split="METRAZ", partner_id=None, account="401-02", by=by, at=at)
    keep_recurring(template=entries.garage(), by=by, at=at)


def _recurring(month: Month, *, by: int, at: datetime) -> None:
    for draft in propose_recurring(month=month, by=by, at=at):
        code_voucher(draft_id=draft.id, by=by, at=at)
        post_voucher(draft_id=draft.id, by=by, at=at)


def _policy_line() -> Source:
    """The line of the bank's entry by which the policy was paid."""
    (card,) = account_lines(account="640", first=(2000, 1), last=(2100, 12))
    numbers = [x.no for x in entry_lines(card.entry_id) if x.account.number == "640"]
    return Source(numbers[0], entry_id=card.entry_id)


def _duties(year: int, month: int) -> list[Movement]:
    """Transfers of the month for what was owed on the last day of the month before, and the bank's fee."""
    before = {
        r.account: r.closing_credit - r.closing_debit
        for r in trial_balance(
            first=(year, month - 1) if month > 1 else (year, OPENING_MONTH),
            last=(year, month - 1) if month > 1 else (year, OPENING_MONTH),
        )
    }
    owed = (
        (10, "Wynagrodzenia", "230"),
        (15, "Składki ZUS", "229"),
        (20, "Zaliczki PIT", "225"),
        (20, "Zaliczka CIT", "224"),
        (25, "Podatek VAT", "223"),
    )
    found = [
        Movement(date(year, month, day), -amount, "Przelew własny", "", title)
        for day, title, account in owed
        if (amount := before.get(account, Decimal(0))) > 0
    ]
    found.append(_paid(date(year, month, 5), entries.GARAGE_RENT, "Czynsz garażu"))
    if month == entries.POLICY_MONTH:
        found.append(_paid(date(year, month, 2), entries.POLICY, "Polisa majątkowa"))
    fee = Movement(
        last_day((year, month)), -entries.BANK_FEE, "Bank Zmyślony", "", "Opłata za prowadzenie"
    )
    return [*found, fee]


def _paid(day: date, amount: Decimal, title: str) -> Movement:
    return Movement(day, -amount, "Przelew własny", "", title)


def _statement(
    company_id: int,
    year: int,
    month: int,
    booked: list[Movement],
    opening: Decimal,
    *,
    by: int,
    at: datetime,
) -> Decimal:
    """Take the month's statement in and book what pays no invoice; the closing balance."""
    data = make_statement(ZMIERZCH.account, number=month, opening=opening, movements=booked)
    stamp = Stamp(None, at + timedelta(minutes=20))
    paper = NewPaper(f"wyciag-{year}-{month:02}.sta", data)
    receive(company_id, [paper], channel=Channel.DEMO, stamp=stamp)
    with company_scope(company_id):
        newest = max(statements(), key=lambda s: s.last_day)
        waiting = [view for view in statement_lines(newest.id) if view.line.entry_id is None]
        matched = [view.line.id for view in waiting if view.matches]
        if matched:
            confirm_lines(line_ids=matched, by=by, at=at + timedelta(minutes=30))
        for view in waiting:
            account = next(
                (a for title, a in entries.BOOKED.items() if title in view.line.title), None
            )
            if not view.matches and account is not None:
                book_line(
                    line_id=view.line.id,
                    account=account,
                    text=view.line.title,
                    by=by,
                    at=at + timedelta(minutes=40),
                )
    return opening + sum((m.amount for m in booked), Decimal(0))
