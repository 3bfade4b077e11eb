"""Keep the year's books: papers come in by month, the bank pays, wages and taxes are posted, months close."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from zaplecze.assets.api import post_depreciation
from zaplecze.config.demo_papers import Movement, invoice_file, make_statement
from zaplecze.config.demo_year import before, desk, entries, register
from zaplecze.config.demo_year.firm import DEALER, EURO_ACCOUNT, SUPPLIERS, WORDS, ZMIERZCH
from zaplecze.config.demo_year.papers import (
    ON_ACCOUNT,
    ON_ACCOUNT_MONTH,
    month_papers,
    on_account,
    payments,
    together,
    transfers_on_account,
)
from zaplecze.config.demo_year.rates import CURRENCY, know_rates
from zaplecze.config.demo_year.special import deals
from zaplecze.documents.api import Channel, NewPaper
from zaplecze.formats.fa3 import Invoice
from zaplecze.ledger.api import (
    Source,
    account_lines,
    add_scheme_rule,
    close_month,
    close_year,
    code_voucher,
    enter_opening,
    entry_lines,
    keep_key,
    keep_recurring,
    keep_scheme,
    keep_split,
    plan_accrual,
    post_accruals,
    post_circle,
    post_entries,
    post_voucher,
    propose_recurring,
    remember_split,
    set_circle,
    trial_balance,
    value_currencies,
)
from zaplecze.office.intake import receive
from zaplecze.payments.api import book_line, confirm_lines, statement_lines, statements
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp
from zaplecze.platform.periods import CLOSING_MONTH, OPENING_MONTH, Month, last_day
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import CostRule
from zaplecze.statements.api import keep_comparatives
from zaplecze.tax.api import settle_vat, worksheet

APPROVED_MONTH = (
    3  # the statements of the year before are drawn up within three months (art. 52 ust. 1)
)
FIRST_FA3 = datetime(2025, 9, 1, 9, tzinfo=UTC)


def keep_year(company_id: int, year: int, *, by: int, approver: int) -> None:
    """Fill a straight-through company with a year and close it; ``by`` is the accountant who takes each step.

    ``approver`` accepts what the program leaves to people.
    """
    start = _moment(date(year, 1, 2))
    assets: dict[str, int] = {}
    with company_scope(company_id):
        know_rates(year)
        _rules(company_id)
        enter_opening(
            year=year,
            lines=entries.opening(year),
            source="z poprzedniego programu",
            by=by,
            at=start,
        )
        _settings(year, by=by, at=start)
        register.take_in(register.there(year), assets, by=by, at=start)
    waiting: list[Movement] = []
    in_euro: list[Movement] = []
    balance, euro = entries.OPENING_BANK, entries.OPENING_EURO
    for month in range(1, 13):
        papers, special = month_papers(year, month), deals(year, month)
        at = _moment(last_day((year, month)) + timedelta(days=3))
        files = [_file(i) for i in (*papers.sales, *papers.costs, *(d.invoice for d in special))]
        received = receive(company_id, files, channel=Channel.DEMO, stamp=Stamp(None, at))
        apart = on_account(papers.sales) if month == ON_ACCOUNT_MONTH else []
        waiting += [
            *payments(papers.sales, paid_by=True, apart=apart),
            *together(payments(papers.costs, paid_by=False)),
        ]
        waiting += transfers_on_account(year, apart) if apart else []
        waiting += [m for d in special if not d.in_euro for m in desk.moved(d)]
        in_euro += [m for d in special if d.in_euro for m in desk.moved(d)]
        with company_scope(company_id):
            desk.post_by_people(received, by=by, approver=approver, at=at)
        in_euro += desk.import_services(company_id, year, month, by=by, approver=approver, at=at)
        with company_scope(company_id):
            waiting += _duties(year, month)
            _entries(year, month, assets, by=by, at=at)
        cut = last_day((year, month))
        booked, waiting = _until(waiting, cut)
        balance = _statement(company_id, year, month, booked, balance, by=by, at=at)
        booked, in_euro = _until(in_euro, cut)
        if booked:
            euro = _statement(
                company_id, year, month, booked, euro, by=by, at=at, currency=CURRENCY
            )
        with company_scope(company_id):
            if month == entries.POLICY_MONTH:
                plan_accrual(source=_policy_line(), plan=entries.policy(year), by=by, at=at)
            if month >= entries.POLICY_MONTH:
                post_accruals(month=(year, month), by=by, at=at)
            waiting += desk.collect(year, month, by=by, at=at)
            settle_vat(year=year, month=month, by=by, at=at + timedelta(hours=1))
            if month == APPROVED_MONTH:
                _year_before(year, by=by, at=at + timedelta(hours=1))
            if month < 12:
                post_circle(month=(year, month), by=by, at=at + timedelta(hours=1))
    at = _moment(date(year + 1, 3, 20))
    with company_scope(company_id):
        _last_entries(year, by=by, at=at - timedelta(days=1))
        for month in range(OPENING_MONTH, CLOSING_MONTH):
            close_month(month=(year, month), by=by, at=at)
        close_year(year=year, by=by, at=at + timedelta(days=1))
        close_month(month=(year, CLOSING_MONTH), by=by, at=at + timedelta(days=2))


def _year_before(year: int, *, by: int, at: datetime) -> None:
    """The statements of the year before are approved: their figures stand beside this year's."""
    for variant in before.RESULTS:
        keep_comparatives(
            year=year - 1, annex="1", variant=variant, values=before.figures(variant), source="typed",
            by=by, at=at,
        )  # fmt: skip


def _until(movements: list[Movement], day: date) -> tuple[list[Movement], list[Movement]]:
    """Movements up to a day in the order of a statement, and those after it."""
    now = sorted((m for m in movements if m.day <= day), key=lambda m: (m.day, m.title))
    return now, [m for m in movements if m.day > day]


def _entries(year: int, month: int, assets: dict[str, int], *, by: int, at: datetime) -> None:
    """What no paper tells: wages, taxes, assets and their depreciation, a mistake and its storno."""
    made = [entries.wages(year, month), entries.income_tax(year, month)]
    if month == entries.FINE_MONTH:
        made.append(entries.fine(year))
    post_entries(made, by=by, at=at)
    register.take_in(register.bought(year, month), assets, by=by, at=at)
    if month == register.IMPROVED_MONTH:
        register.improve(year, assets, by=by, at=at)
    post_depreciation(month=(year, month), by=by, at=at)
    if month == register.SOLD_MONTH:
        register.sell_van(year, assets, by=by, at=at)
    _recurring((year, month), by=by, at=at)
    desk.repair(year, month, by=by, at=at)


def _last_entries(year: int, *, by: int, at: datetime) -> None:
    """The count of stocks, the reserve for the audit, currencies at the last rate, the circle, the year's tax."""
    post_entries([entries.stock_count(year), entries.audit_reserve(year)], by=by, at=at)
    value_currencies(month=(year, 12), reverse=True, by=by, at=at)
    post_circle(month=(year, 12), by=by, at=at)
    sheet = worksheet(year)
    post_entries([entries.tax_of_the_year(year, sheet.left)], by=by, at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 15), WARSAW)


def _file(invoice: Invoice) -> NewPaper:
    """Older invoices were written down again as FA(3), which knows no earlier moment."""
    written = replace(invoice, created_at=max(invoice.created_at, FIRST_FA3))
    return NewPaper(f"{invoice.number.replace('/', '-')}.xml", invoice_file(written))


def _rules(company_id: int) -> None:
    rows = [
        *((firm.nip, word, account, center) for firm, word, account, center in WORDS),
        *((s.firm.nip, "", s.account, s.cost_center) for s in SUPPLIERS),
    ]
    for no, (nip, word, account, center) in enumerate(rows, 1):
        CostRule.objects.create(
            company_id=company_id,
            no=no,
            supplier_tax_id=nip,
            word=word,
            account=account,
            cost_center=center,
        )


def _settings(year: int, *, by: int, at: datetime) -> None:
    """Costs by nature and by place, energy by square metres, rent each month, an asset's price past the sales."""
    set_circle(since=(year, 1), account="550", routes=entries.PLACES, on=True, by=by, at=at)
    keep_scheme(code="ST", name="Sprzedaż środka trwałego", lines=entries.ASSET_SOLD, by=by, at=at)
    add_scheme_rule(scheme="ST", kind="", partner_tax_id=DEALER.nip, purchase=False, by=by, at=at)
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
    if month == entries.FINE_MONTH:
        found.append(_paid(date(year, month, 17), entries.FINE, "Mandat"))
    if month == 6:
        found.append(_paid(date(year, month, 1), entries.TO_VAT_ACCOUNT, "Na rachunek VAT"))
    if month == 8:
        found.append(_paid(date(year, month, 24), -entries.TO_VAT_ACCOUNT, "Z rachunku VAT"))
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
    currency: str = "PLN",
) -> Decimal:
    """Take the month's statement in and book what pays no invoice; the closing balance."""
    own = ZMIERZCH.account if currency == "PLN" else EURO_ACCOUNT
    data = make_statement(own, number=month, opening=opening, movements=booked, currency=currency)
    stamp = Stamp(None, at + timedelta(minutes=20))
    paper = NewPaper(f"wyciag-{currency}-{year}-{month:02}.sta", data)
    receive(company_id, [paper], channel=Channel.DEMO, stamp=stamp)
    with company_scope(company_id):
        newest = max(statements(), key=lambda s: s.id)
        waiting = [view for view in statement_lines(newest.id) if view.line.entry_id is None]
        matched = [
            view.line.id for view in waiting if view.matches and ON_ACCOUNT not in view.line.title
        ]
        if matched:
            confirm_lines(line_ids=matched, by=by, at=at + timedelta(minutes=30))
        for view in waiting:
            account = next(
                (a for title, a in entries.BOOKED.items() if title in view.line.title), None
            )
            if view.line.id not in matched and account is not None:
                book_line(
                    line_id=view.line.id,
                    account=account,
                    text=view.line.title,
                    by=by,
                    at=at + timedelta(minutes=40),
                )
    return opening + sum((m.amount for m in booked), Decimal(0))
