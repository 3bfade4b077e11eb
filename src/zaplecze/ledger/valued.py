"""What the books hold in currencies at the end of a month, and what it is worth then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaplecze.ledger.chart import PAYABLES_VALUED, RECEIVABLES_VALUED
from zaplecze.ledger.currency_rules import Held, to_pln, valuation
from zaplecze.ledger.models import ExchangeRate
from zaplecze.ledger.queries import exchange_rate
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id, in_books

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Valued:
    """An open item, or an account of money: what it holds (Wn positive), its rate of the day, its worth.

    ``held.pln`` is what the books say without earlier valuations of items, and with those of money.
    """

    account: str
    number: str
    partner_id: int | None
    document_id: int | None
    document_date: date | None
    held: Held
    rate: Decimal
    table: str
    item_id: int | None = None

    @property
    def worth(self) -> Decimal:
        """PLN at the rate of the day."""
        return to_pln(self.held.amount, self.rate)

    @property
    def difference(self) -> Decimal:
        """Worth less booked value, PLN; above zero a gain."""
        return valuation(self.held, self.rate)


@dataclass(frozen=True, slots=True)
class ToPost:
    """What a valuation adds to an account of the books, for a currency; PLN, above zero a gain."""

    account: str
    currency: str
    amount: Decimal


_ITEMS = b"""
SELECT a.number, i.number, i.partner_id, i.document_id, i.document_date, i.currency,
       (i.currency_amount - coalesce(s.part, 0.00)) * CASE WHEN i.is_debit THEN 1 ELSE -1 END,
       (i.amount - coalesce(s.pln, 0.00)) * CASE WHEN i.is_debit THEN 1 ELSE -1 END, i.id
FROM ledger_openitem i
JOIN ledger_account a ON a.company_id = i.company_id AND a.id = i.account_id
LEFT JOIN (
    SELECT side.item_id, sum(side.part) AS part, sum(s.amount) AS pln
    FROM ledger_settlement s
    JOIN ledger_openitem d ON d.company_id = s.company_id AND d.id = s.debit_item_id
    JOIN ledger_openitem c ON c.company_id = s.company_id AND c.id = s.credit_item_id
    CROSS JOIN LATERAL (VALUES (s.debit_item_id, s.debit_part), (s.credit_item_id, s.credit_part))
        AS side(item_id, part)
    WHERE s.company_id = %(company)s AND s.day <= %(day)s
      AND d.document_date <= %(day)s AND c.document_date <= %(day)s
    GROUP BY side.item_id
) s ON s.item_id = i.id
WHERE i.company_id = %(company)s AND i.document_date <= %(day)s
  AND i.currency <> 'PLN' AND i.currency_amount IS NOT NULL AND i.amount <> coalesce(s.pln, 0.00)
ORDER BY a.number, i.currency, i.document_date, i.id
"""

# Money: accounts of group 1. The accounts of valued items hold no currency, only what valuations added.
_ACCOUNTS = b"""
SELECT a.number, l.currency,
       sum(CASE WHEN l.debit <> 0 THEN l.currency_amount ELSE -l.currency_amount END),
       sum(l.debit - l.credit)
FROM ledger_line l
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
WHERE l.company_id = %(company)s AND l.currency <> 'PLN' AND l.currency_amount IS NOT NULL
  AND (a.number LIKE '1%%' OR a.number = ANY(%(valued)s)) AND (e.year, e.month) <= (%(year)s, %(month)s)
GROUP BY a.number, l.currency
ORDER BY a.number, l.currency
"""


def rate_on(*, currency: str, day: date) -> ExchangeRate:
    """The mid rate in force on a balance day: of the day, or the last before it (art. 30 ust. 1)."""
    rate = exchange_rate(currency=currency, before=day + timedelta(days=1))
    if rate is None:
        raise Refusal(
            f"Brak kursu {currency} na {day:%d.%m.%Y}: wczytaj tabelę A NBP z tego dnia i wyceń jeszcze raz.",
            code="ledger.no-rate",
        )
    return rate


def valued_items(month: Month) -> list[Valued]:
    """Items open in a currency at the end of a month, at the rate of its last day."""
    day = last_day(month)
    with server_cursor() as cursor:
        cursor.execute(_ITEMS, {"company": current_company_id(), "day": day})
        rows = cursor.fetchall()
    rates = {currency: rate_on(currency=currency, day=day) for currency in {r[5] for r in rows}}
    return [
        Valued(
            account,
            number,
            partner,
            document,
            dated,
            Held(currency, own, pln),
            rates[currency].mid,
            rates[currency].table,
            item_id,
        )
        for account, number, partner, document, dated, currency, own, pln, item_id in rows
    ]


def valued_money(month: Month) -> list[Valued]:
    """Accounts of money in a currency at the end of a month, at the rate of its last day."""
    day = last_day(month)
    found = []
    for account, held in _accounts(month):
        if account not in {RECEIVABLES_VALUED, PAYABLES_VALUED} and (held.amount or held.pln):
            rate = rate_on(currency=held.currency, day=day)
            found.append(Valued(account, "", None, None, None, held, rate.mid, rate.table))
    return found


def to_post(month: Month) -> list[ToPost]:
    """What a valuation of a month has to add yet, by account and currency; nothing where it is done."""
    wanted: dict[tuple[str, str], Decimal] = {}
    for item in valued_items(month):
        account = RECEIVABLES_VALUED if item.held.amount > 0 else PAYABLES_VALUED
        key = account, item.held.currency
        wanted[key] = wanted.get(key, ZERO) + item.difference
    for account, before in _accounts(month):
        if account in {RECEIVABLES_VALUED, PAYABLES_VALUED}:
            key = account, before.currency
            wanted[key] = wanted.get(key, ZERO) - before.pln
    for money in valued_money(month):
        wanted[money.account, money.held.currency] = money.difference
    return [ToPost(*key, amount) for key, amount in sorted(wanted.items()) if amount]


def _accounts(month: Month) -> list[tuple[str, Held]]:
    month = in_books(month)
    with server_cursor() as cursor:
        cursor.execute(
            _ACCOUNTS,
            {
                "company": current_company_id(),
                "valued": [RECEIVABLES_VALUED, PAYABLES_VALUED],
                "year": month[0],
                "month": month[1],
            },
        )
        return [
            (account, Held(currency, own, pln)) for account, currency, own, pln in cursor.fetchall()
        ]
