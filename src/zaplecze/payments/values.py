"""What money on a bank account is worth in PLN: the rate of the day before, or first in, first out.

Accounting Act art. 30 ust. 2 pkt 2 (mid rate of the working day before) and art. 35 ust. 8 with art. 34 ust. 4 pkt 2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from zaplecze.ledger.api import Lot, currency_moves, exchange_rate, fifo_value, lots_left, to_pln
from zaplecze.payments.models import BankAccount, BankLine, OutflowRate
from zaplecze.platform.money import round_half_up
from zaplecze.platform.refusal import Refusal

PLN = "PLN"


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount in PLN; ``own`` is the same in a currency, none for PLN."""

    pln: Decimal
    currency: str = PLN
    own: Decimal | None = None


@dataclass(slots=True)
class Price:
    """A line's amount and its value in PLN, given out part by part; the last part takes all that is left."""

    currency: str
    amount: Decimal
    pln: Decimal
    why: str
    _left: Decimal = field(init=False)
    _pln_left: Decimal = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is given out at first."""
        self._left, self._pln_left = self.amount, self.pln

    def take(self, part: Decimal) -> Worth:
        """The worth of a part (positive, the line's currency)."""
        if self.currency == PLN:
            return Worth(part)
        whole = part == self._left
        pln = self._pln_left if whole else round_half_up(self.pln * part / self.amount)
        self._left -= part
        self._pln_left -= pln
        return Worth(pln, self.currency, part)

    @property
    def whole(self) -> Worth:
        """The worth of the line."""
        own = None if self.currency == PLN else self.amount
        return Worth(self.pln, self.currency, own)


class Values:
    """Prices of bank lines in the order they are posted in; remembers what they add to a currency account."""

    def __init__(self) -> None:
        """Nothing is read before a line of a currency account comes."""
        self._moves: dict[tuple[str, str], list[Lot]] = {}

    def of(self, line: BankLine, account: BankAccount) -> Price:
        """The value of a line; raises `Refusal` where the rate is missing or the account holds too little."""
        amount = abs(line.amount)
        if account.currency == PLN:
            return Price(PLN, amount, amount, "rachunek bankowy")
        fifo = account.outflow == OutflowRate.FIFO
        price = (
            self._fifo(line, account)
            if fifo and line.amount < 0
            else self._day_before(line, account)
        )
        if fifo:
            sign = 1 if line.amount > 0 else -1
            self._known(line, account).append(Lot(line.amount, sign * price.pln))
        return price

    def _day_before(self, line: BankLine, account: BankAccount) -> Price:
        rate = exchange_rate(currency=account.currency, before=line.booking_date)
        if rate is None:
            raise Refusal(
                f"Brak kursu {account.currency} sprzed {line.booking_date:%d.%m.%Y}: "
                "wczytaj tabelę A NBP i zaksięguj operację jeszcze raz.",
                code="payments.no-rate",
            )
        amount = abs(line.amount)
        why = f"rachunek {account.currency}, kurs {rate.mid} z {rate.day:%d.%m.%Y} ({rate.table})"
        return Price(account.currency, amount, to_pln(amount, rate.mid), why)

    def _fifo(self, line: BankLine, account: BankAccount) -> Price:
        amount = abs(line.amount)
        value = fifo_value(lots_left(self._known(line, account)), amount)
        if value is None:
            raise Refusal(
                f"Na koncie {account.account} jest mniej niż {amount} {account.currency}: "
                "zaksięguj najpierw wcześniejsze wpływy albo bilans otwarcia.",
                code="payments.fifo-short",
            )
        why = f"rachunek {account.currency}, kolejno od najstarszych wpływów"
        return Price(account.currency, amount, value, why)

    def _known(self, line: BankLine, account: BankAccount) -> list[Lot]:
        key = account.account, account.currency
        if key not in self._moves:
            self._moves[key] = currency_moves(
                account=account.account, currency=account.currency, upto=line.booking_date
            )
        return self._moves[key]
