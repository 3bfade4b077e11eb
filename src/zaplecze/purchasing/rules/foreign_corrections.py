"""How a foreign supplier's correction is posted and taxed, pure: in the period of its cause, at the purchase's rates.

Sources: VAT Act art. 29a ust. 17 (more: in the period in which its cause arose), 30a ust. 1 with 29a ust. 10 (less).
Art. 29a ust. 13 and 14 ask for an agreement where an invoice shows tax; a foreign one shows none, so less is told
in the period of its cause too. An error from the start goes back to the period of the purchase (Tax Ordinance art.
81). Art. 31b ust. 1 (rate of the purchase) and 2 (one discount for many). The deduction follows the tax owed (art. 86
ust. 10b pkt 2 and 3; ust. 10i, which parted them after three months, was repealed in 2021).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.purchasing.rules.foreign import Purchase, Taxed, UsedRate, entry_of, rows_of, tax_of
from zaplecze.tax.rules import RegisterRow

ZERO = Decimal("0.00")


class Cause(Enum):
    """Why an amount changed; the value is its name in forms and rows."""

    ERROR = "blad"
    LATER = "pozniej"


CAUSES = {
    Cause.LATER: "Zdarzenie po zakupie: rabat, zwrot, zmiana ceny",
    Cause.ERROR: "Błąd od początku: okres pierwotnego zakupu",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A supplier's correcting document: ``difference`` in the purchase's currency, below zero where it costs less.

    ``caused_on`` is the day on which a later cause arose. ``collective`` is a discount for many purchases at once,
    which may take the rate of the day before the document (art. 31b ust. 2).
    """

    number: str
    issued_on: date
    difference: Decimal
    cause: Cause
    caused_on: date
    due_on: date | None = None
    collective: bool = False
    text: str = ""

    def day(self, purchase: Purchase) -> date:
        """The day whose month it counts in."""
        return purchase.tax_point if self.cause is Cause.ERROR else self.caused_on


def correction_faults(
    correction: Correction, purchase: Purchase, *, corrected: Decimal
) -> list[str]:
    """What can't be so; ``corrected`` is the sum of the corrections that stand already, in the currency."""
    c, found = correction, []
    left = purchase.net + corrected
    if not c.number:
        found.append("Wpisz numer korekty.")
    if not c.difference:
        found.append(
            "Korekta ma zmieniać kwotę: wpisz różnicę, ze znakiem minus, gdy zakup tanieje."
        )
    elif left + c.difference < 0:
        found.append(
            f"Po korekcie zakup miałby kwotę poniżej zera: zostało {left} {purchase.currency}. "
            "Popraw kwotę albo wskaż inny zakup."
        )
    if c.issued_on < purchase.issued_on:
        found.append("Korekta nie może mieć daty sprzed faktury: sprawdź, który zakup koryguje.")
    if c.cause is Cause.LATER and not purchase.tax_point <= c.caused_on <= c.issued_on:
        found.append(
            f"Przyczyna późniejsza leży między {purchase.tax_point:%d.%m.%Y} a datą korekty: "
            "popraw dzień przyczyny albo wybierz błąd od początku."
        )
    if c.collective and (c.cause is Cause.ERROR or c.difference > 0):
        found.append("Zbiorczy jest tylko opust: odznacz to przy błędzie i przy podwyżce.")
    return found


def correction_taxed(
    correction: Correction,
    purchase: Purchase,
    *,
    so_far: Taxed,
    corrected: Decimal,
    books: UsedRate,
    vat: UsedRate,
) -> Taxed:
    """What the correction adds, PLN: the purchase as it is now less what was told of it ``so_far``.

    So no grosz of rounding stays behind when a purchase is taken back in parts. A collective discount has rates of
    its own and is reckoned alone.
    """
    if correction.collective:
        return _signed(replace(purchase, net=-correction.difference), books=books, vat=vat)
    now = tax_of(
        replace(purchase, net=purchase.net + corrected + correction.difference),
        books=books,
        vat=vat,
    )
    return Taxed(
        now.net - so_far.net,
        now.base - so_far.base,
        now.tax - so_far.tax,
        now.deducted - so_far.deducted,
    )


def _signed(purchase: Purchase, *, books: UsedRate, vat: UsedRate) -> Taxed:
    less = tax_of(purchase, books=books, vat=vat)
    return Taxed(-less.net, -less.base, -less.tax, -less.deducted)


def correction_entry(
    correction: Correction,
    purchase: Purchase,
    taxed: Taxed,
    *,
    books: UsedRate,
    vat: UsedRate,
    partner_id: int | None,
) -> NewEntry:
    """The entry in the accounts of the purchase; less is posted in red, so that turnovers stay true."""
    c = correction
    changed = _changed(c, purchase)
    made = entry_of(changed, taxed, books=books, vat=vat, partner_id=partner_id)
    day = c.day(purchase)
    lines = tuple(
        replace(line, why=f"{line.why}; korekta {purchase.number}") for line in made.lines
    )
    return replace(
        made,
        year=day.year,
        month=day.month,
        voucher_kind="KOR",
        operation_date=day,
        lines=tuple(n for n in lines if _says(n)),
    )


def in_month_of_document(entry: NewEntry) -> NewEntry:
    """The entry of a correction whose month is closed in the books: in that of its document, its rows stay.

    The operation keeps its day within the year (Accounting Act art. 20 ust. 1 names the month of the books).
    """
    day = entry.document_date
    same_year = entry.operation_date.year == day.year
    return replace(
        entry,
        year=day.year,
        month=day.month,
        operation_date=entry.operation_date if same_year else day,
    )


def correction_rows(correction: Correction, purchase: Purchase, taxed: Taxed) -> list[RegisterRow]:
    """Rows of both registers in the month of the cause, with their signs."""
    day = correction.day(purchase)
    return [
        replace(row, year=day.year, month=day.month)
        for row in rows_of(_changed(correction, purchase), taxed)
    ]


def _changed(c: Correction, purchase: Purchase) -> Purchase:
    return replace(
        purchase,
        number=c.number,
        issued_on=c.issued_on,
        due_on=c.due_on,
        net=c.difference,
        text=c.text or f"Korekta {purchase.number}",
    )


def _says(line: NewLine) -> bool:
    return bool(line.debit or line.credit or line.currency_amount)
