"""Own money in currencies: what came into each account and went out of it, and the difference that this realised.

An inflow and an outflow stand in the books at the rates of their days, so an outflow realises a difference against
what the currency cost when it came in (CIT Act art. 15a ust. 2 pkt 3 and ust. 3 pkt 3). Which currency went out is
said by first in, first out (Accounting Act art. 35 ust. 8 with art. 34 ust. 4 pkt 2; CIT Act art. 15a ust. 8). What
the account holds afterwards stands at its cost; only then is it valued at the rate of the balance day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.ledger.currency_rules import Held, Lot, held_lots
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books

VALUATION = "WW"  # kind of the vouchers of valuations
REALISED = "RKW"  # kind of the vouchers of realised differences of own money

# Money: accounts of group 1. An entry and the storno that took it back by then are not there at all.
_MOVES = b"""
SELECT a.number, l.currency, e.voucher_kind, (e.year, e.month) = (%(year)s, %(month)s), e.id, e.voucher_number,
       CASE WHEN l.debit <> 0 THEN l.currency_amount ELSE -l.currency_amount END, l.debit - l.credit
FROM ledger_line l
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
WHERE l.company_id = %(company)s AND l.currency <> 'PLN' AND l.currency_amount IS NOT NULL
  AND a.number LIKE '1%%' AND (e.year, e.month) <= (%(year)s, %(month)s) AND e.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r
                  WHERE r.company_id = e.company_id AND r.reverses_id = e.id
                    AND (r.year, r.month) <= (%(year)s, %(month)s))
ORDER BY a.number, l.currency, e.operation_date, e.seq, l.no
"""


@dataclass(frozen=True, slots=True)
class PostedPart:
    """What an entry of the month's own valuation added to an account; PLN, above zero a gain."""

    entry_id: int
    number: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """An account of money in one currency at the end of a month.

    ``held`` is what the books said before this month's valuation; ``cost`` what that currency cost; ``valued`` what
    valuations of earlier months added that still stands. ``valuations`` and ``realisations`` of this month follow.
    """

    account: str
    held: Held
    cost: Decimal
    valued: Decimal
    valuations: tuple[PostedPart, ...] = ()
    realisations: tuple[PostedPart, ...] = ()

    @property
    def realised(self) -> Decimal:
        """The difference that outflows realised and no earlier month told; PLN, above zero a gain."""
        return self.cost - (self.held.pln - self.valued)

    @property
    def realised_left(self) -> Decimal:
        """What of it is to be posted yet."""
        return self.realised - sum((p.amount for p in self.realisations), ZERO)


def own_money(month: Month) -> list[OwnMoney]:
    """Accounts of money that hold a currency, or PLN of one, by account and currency."""
    year, number_in_it = in_books(month)
    with server_cursor() as cursor:
        cursor.execute(
            _MOVES, {"company": current_company_id(), "year": year, "month": number_in_it}
        )
        rows = cursor.fetchall()
    moves: dict[tuple[str, str], list[Lot]] = defaultdict(list)
    earlier: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
    now: dict[tuple[str, str, str], list[PostedPart]] = defaultdict(list)
    for account, currency, kind, this_month, entry_id, number, amount, pln in rows:
        key = (account, currency)
        own = moves[key]
        if kind not in {VALUATION, REALISED}:
            own.append(Lot(amount, pln))
        elif this_month:
            now[*key, kind].append(PostedPart(entry_id, number, pln))
        else:
            earlier[*key, kind] += pln
    found = []
    for (account, currency), own in moves.items():
        booked = sum((m.pln for m in own), ZERO)
        valued = earlier[account, currency, VALUATION]
        one = OwnMoney(
            account,
            Held(
                currency,
                sum((m.amount for m in own), ZERO),
                booked + earlier[account, currency, REALISED] + valued,
            ),
            sum((lot.pln for lot in held_lots(own)), ZERO),
            valued,
            tuple(now[account, currency, VALUATION]),
            tuple(now[account, currency, REALISED]),
        )
        if one.held.amount or one.held.pln or one.realised:
            found.append(one)
    return found
