"""Currencies as reports: Wycena walut, and Różnice kursowe zrealizowane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.ledger.models import ExchangeRate
from zaplecze.ledger.own_money import REALISED
from zaplecze.ledger.valued import to_post, to_realise, valued_items, valued_money
from zaplecze.partners.api import partner_names
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, first_day, last_day, month_code, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import current_company_id

ZERO = Decimal("0.00")
OUTFLOWS = (
    "Uwaga: rozchody z konta walutowego stoją w księgach po kursie dnia, nie po cenie, po której waluta weszła. "
    "Różnica według metody pierwsze weszło – pierwsze wyszło (kolumna Zrealizowana) księguje się przed wyceną "
    "na 750-02 albo 751-02: to przychód albo koszt podatkowy (art. 15a ust. 2 pkt 3, ust. 3 pkt 3 i ust. 8 CIT)."
)


def valuation_report(company: Company, month: Month, link: Link = no_link) -> Report:
    """Wycena walut: open items and money in currencies at a month's end, booked and at the rate of the day.

    Booked is what the books said before the valuation of this month, whenever the report is printed: it is the proof
    of what was posted. Where outflows of own money realised a difference, it stands in a column of its own.
    """
    items, money = valued_items(month), valued_money(month)
    names = partner_names(i.partner_id for i in items)
    told = f"wycena/{month_code(month)}"
    both = (*items, *money)
    realises = any(v.realised for v in both)
    rows = [
        Row(
            {
                "account": v.account,
                "partner": names.get(v.partner_id or 0, ""),
                "number": v.number,
                "document_date": v.document_date,
                "currency": v.held.currency,
                "own": v.held.amount,
                "booked": v.held.pln,
                **({"realised": v.realised} if realises else {}),
                "rate": f"{v.rate:.4f}".replace(".", ","),
                "table": v.table,
                "worth": v.worth,
                "difference": v.difference,
            },
            links={
                **cell_link(link, "account", "account_card", account=v.account),
                **cell_link(link, "number", "document", document_id=v.document_id),
                **trace_links(
                    link,
                    {
                        key: f"{told}/{n}/{key}"
                        for key, amount in (
                            ("booked", v.held.pln),
                            ("realised", v.realised),
                            ("worth", v.worth),
                            ("difference", v.difference),
                        )
                        if amount
                    },
                ),
            },
        )
        for n, v in enumerate(both)
    ]
    left = {"difference": sum((one.amount for one in to_post(month)), ZERO)}
    if realises:
        left["realised"] = sum((one.amount for one in to_realise(month)), ZERO)
    rows.append(
        Row(
            {"partner": "Do zaksięgowania", **left},
            links=trace_links(
                link, {key: f"{told}/razem/left-{key}" for key, amount in left.items() if amount}
            ),
            kind="sum",
        )
    )
    totals = {
        "booked": sum((v.held.pln for v in both), ZERO),
        **({"realised": sum((v.realised for v in both), ZERO)} if realises else {}),
        "worth": sum((v.worth for v in both), ZERO),
        "difference": sum((v.difference for v in both), ZERO),
    }
    return Report(
        code="currency-valuation",
        title="Wycena walut",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"na {last_day(month):%d.%m.%Y}",
        columns=(
            Column("account", "Konto", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("number", "Dokument", "code"),
            Column("document_date", "Data", "date"),
            Column("currency", "Waluta", "code"),
            Column("own", "Kwota w walucie", "money", foreign=True),
            Column("booked", "W księgach", "money"),
            *((Column("realised", "Zrealizowana", "money"),) if realises else ()),
            Column("rate", "Kurs", "code"),
            Column("table", "Tabela", "code"),
            Column("worth", "Wartość", "money"),
            Column("difference", "Różnica", "money"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, told, totals),
        notes=(OUTFLOWS,) if realises else (),
    )


@dataclass(frozen=True, slots=True)
class Realised:
    """A settlement with its difference: both papers, each side's amount in its currency and in PLN."""

    day: date
    entry_id: int
    entry: str
    partner_id: int | None
    debit_number: str
    credit_number: str
    currency: str
    debit_part: Decimal
    credit_part: Decimal
    debit_pln: Decimal
    credit_pln: Decimal

    @property
    def difference(self) -> Decimal:
        """PLN, above zero a gain."""
        return self.credit_pln - self.debit_pln


_REALISED = b"""
SELECT e.operation_date, e.id, e.voucher_number, d.partner_id, d.number, c.number,
       CASE WHEN d.currency <> 'PLN' THEN d.currency ELSE c.currency END,
       coalesce(s.debit_part, s.amount + CASE WHEN x.is_debit THEN 0 ELSE x.amount END),
       coalesce(s.credit_part, s.amount + CASE WHEN x.is_debit THEN x.amount ELSE 0 END),
       s.amount + CASE WHEN x.is_debit THEN 0 ELSE x.amount END,
       s.amount + CASE WHEN x.is_debit THEN x.amount ELSE 0 END
FROM ledger_settlement s
JOIN ledger_entry e ON e.company_id = s.company_id AND e.id = s.difference_entry_id
JOIN ledger_openitem x ON x.company_id = s.company_id AND x.entry_id = e.id
JOIN ledger_openitem d ON d.company_id = s.company_id AND d.id = s.debit_item_id
JOIN ledger_openitem c ON c.company_id = s.company_id AND c.id = s.credit_item_id
WHERE s.company_id = %(company)s AND s.amount > 0 AND x.id NOT IN (d.id, c.id)
  AND e.operation_date BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.company_id = e.company_id AND r.reverses_id = e.id)
ORDER BY e.operation_date, e.seq
"""


def realised_differences(*, first: Month, last: Month) -> list[Realised]:
    """Settlements of the months that made an exchange difference, and stand."""
    with server_cursor() as cursor:
        cursor.execute(
            _REALISED,
            {
                "company": current_company_id(),
                "first": first_day(first),
                "last": last_day(last),
            },
        )
        return [Realised(*row) for row in cursor.fetchall()]


_OWN_MONEY = b"""
SELECT e.operation_date, e.id, e.voucher_number, a.number, l.currency, l.debit - l.credit
FROM ledger_entry e
JOIN ledger_line l ON l.company_id = e.company_id AND l.entry_id = e.id
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
WHERE e.company_id = %(company)s AND e.voucher_kind = %(kind)s AND e.reverses_id IS NULL AND l.currency <> 'PLN'
  AND e.operation_date BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.company_id = e.company_id AND r.reverses_id = e.id)
ORDER BY e.operation_date, e.seq, l.no
"""


@dataclass(frozen=True, slots=True)
class RealisedOfMoney:
    """What outflows of an account of money realised, as a valuation posted it; PLN, above zero a gain."""

    day: date
    entry_id: int
    entry: str
    account: str
    currency: str
    difference: Decimal


def realised_of_money(*, first: Month, last: Month) -> list[RealisedOfMoney]:
    """Realised differences of own money posted in the months, and standing."""
    with server_cursor() as cursor:
        cursor.execute(
            _OWN_MONEY,
            {
                "company": current_company_id(),
                "kind": REALISED,
                "first": first_day(first),
                "last": last_day(last),
            },
        )
        return [RealisedOfMoney(*row) for row in cursor.fetchall()]


def realised_report(company: Company, first: Month, last: Month, link: Link = no_link) -> Report:
    """Różnice kursowe zrealizowane: each settlement with the rates of both its sides, and those of own money."""
    money = realised_of_money(first=first, last=last)
    found = realised_differences(first=first, last=last)
    names = partner_names(r.partner_id for r in found)
    rows = [
        Row(
            {
                "day": r.day,
                "entry": r.entry,
                "partner": names.get(r.partner_id or 0, ""),
                "debit": r.debit_number,
                "credit": r.credit_number,
                "currency": r.currency,
                "debit_part": r.debit_part,
                "debit_rate": _rate(r.debit_pln, r.debit_part),
                "credit_part": r.credit_part,
                "credit_rate": _rate(r.credit_pln, r.credit_part),
                "gain": r.difference if r.difference > 0 else None,
                "loss": -r.difference if r.difference < 0 else None,
            },
            links=cell_link(link, "entry", "entry", entry_id=r.entry_id),
        )
        for r in found
    ]
    rows += [
        Row(
            {
                "day": m.day,
                "entry": m.entry,
                "partner": f"środki na koncie {m.account} (FIFO)",
                "currency": m.currency,
                "gain": m.difference if m.difference > 0 else None,
                "loss": -m.difference if m.difference < 0 else None,
            },
            links=cell_link(link, "entry", "entry", entry_id=m.entry_id),
        )
        for m in money
    ]
    differences = [*(r.difference for r in found), *(m.difference for m in money)]
    totals = {
        "gain": sum((max(d, ZERO) for d in differences), ZERO),
        "loss": sum((max(-d, ZERO) for d in differences), ZERO),
    }
    return Report(
        code="realised-differences",
        title="Różnice kursowe zrealizowane",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("day", "Data", "date"),
            Column("entry", "Dowód", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("debit", "Dokument Wn", "code"),
            Column("credit", "Dokument Ma", "code"),
            Column("currency", "Waluta", "code"),
            Column("debit_part", "Kwota Wn", "money", foreign=True),
            Column("debit_rate", "Kurs Wn", "code"),
            Column("credit_part", "Kwota Ma", "money", foreign=True),
            Column("credit_rate", "Kurs Ma", "code"),
            Column("gain", "Dodatnia", "money"),
            Column("loss", "Ujemna", "money"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"kursowe/{month_code(first)}/{month_code(last)}", totals),
    )


def _rate(pln: Decimal, part: Decimal) -> str:
    """The rate at which a side stood in the books, as people write it."""
    return f"{pln / part:.4f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class CurrencyTurnover:
    """What an account took in of a currency in a month, Wn positive, in that currency."""

    month: tuple[int, int]
    account: str
    currency: str
    amount: Decimal


def currency_turnovers() -> list[CurrencyTurnover]:
    """Turnovers of all accounts in currencies, by month."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT e.year, e.month, a.number, l.currency, "
            b"sum(CASE WHEN l.debit <> 0 THEN l.currency_amount ELSE -l.currency_amount END) "
            b"FROM ledger_line l "
            b"JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id "
            b"JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id "
            b"WHERE l.company_id = %s AND l.currency <> 'PLN' AND l.currency_amount <> 0 "
            b"GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            (current_company_id(),),
        )
        return [CurrencyTurnover((year, month), *rest) for year, month, *rest in cursor.fetchall()]


def exchange_rates(*, currency: str, first: date, last: date) -> list[ExchangeRate]:
    """The kept mid rates of a currency from a day to another."""
    rows = ExchangeRate.objects.filter(currency=currency, day__range=(first, last))
    return list(rows.order_by("day"))
