"""What the books hold in currencies at the end of a month, and what it is worth then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaplecze.ledger.chart import PAYABLES_VALUED, RECEIVABLES_VALUED
from zaplecze.ledger.currency_rules import Held, to_pln, valuation
from zaplecze.ledger.models import ExchangeRate
from zaplecze.ledger.own_money import OwnMoney, own_money
from zaplecze.ledger.queries import exchange_rate
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id, in_books

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Valued:
    """An open item, or an account of money: what it holds (Wn positive), its rate of the day, its worth.

    ``held.pln`` is what the books say without earlier valuations of items, and with those of money from before this
    month's: a valuation that was posted long ago is told as it was made. ``own`` is the account of money itself.
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
    own: OwnMoney | None = None

    @property
    def realised(self) -> Decimal:
        """The difference that outflows of own money realised, PLN; above zero a gain."""
        return self.own.realised if self.own else ZERO

    @property
    def worth(self) -> Decimal:
        """PLN at the rate of the day."""
        return to_pln(self.held.amount, self.rate)

    @property
    def difference(self) -> Decimal:
        """Worth less booked value and what is realised, PLN; above zero a gain."""
        return valuation(self.held, self.rate, self.realised)

    @property
    def left(self) -> Decimal:
        """What of the difference the books lack yet, of money."""
        done = (p.amount for p in self.own.valuations) if self.own else ()
        return self.difference - sum(done, ZERO)


@dataclass(frozen=True, slots=True)
class ToPost:
    """What a valuation, or what was realised, adds to an account for a currency; PLN, above zero a gain."""

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

# The accounts of valued items hold no currency, only what valuations added.
_ACCOUNTS = b"""
SELECT a.number, l.currency, sum(l.debit - l.credit)
FROM ledger_line l
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
WHERE l.company_id = %(company)s AND l.currency <> 'PLN' AND l.currency_amount IS NOT NULL
  AND a.number = ANY(%(valued)s) AND (e.year, e.month) <= (%(year)s, %(month)s)
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
    for own in own_money(month):
        rate = rate_on(currency=own.held.currency, day=day)
        found.append(
            Valued(own.account, "", None, None, None, own.held, rate.mid, rate.table, own=own)
        )
    return found


def to_post(month: Month) -> list[ToPost]:
    """What a valuation of a month has to add yet, by account and currency; nothing where it is done."""
    wanted: dict[tuple[str, str], Decimal] = {}
    for item in valued_items(month):
        account = RECEIVABLES_VALUED if item.held.amount > 0 else PAYABLES_VALUED
        key = account, item.held.currency
        wanted[key] = wanted.get(key, ZERO) + item.difference
    for account, currency, pln in _accounts(month):
        wanted[account, currency] = wanted.get((account, currency), ZERO) - pln
    for money in valued_money(month):
        wanted[money.account, money.held.currency] = money.left
    return [ToPost(*key, amount) for key, amount in sorted(wanted.items()) if amount]


def to_realise(month: Month) -> list[ToPost]:
    """Realised differences of own money that the books lack yet, by account and currency."""
    return [
        ToPost(own.account, own.held.currency, own.realised_left)
        for own in own_money(month)
        if own.realised_left
    ]


def _accounts(month: Month) -> list[tuple[str, str, Decimal]]:
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
        return cursor.fetchall()
