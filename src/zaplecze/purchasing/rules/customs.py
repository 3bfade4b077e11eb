"""How imported goods are taxed, pure: the customs declaration tells base and tax, duty belongs to the goods.

Sources: VAT Act art. 17 ust. 1 pkt 1, 19a ust. 9 (tax point: the customs debt), 30b ust. 1 (base: customs value and
duty), 33 ust. 1 and 4 (paid to customs within 10 days), 33a (told in the declaration instead), 86 ust. 2 pkt 2, ust.
10, 10b pkt 1 (deducted once the declaration is here) and 10d pkt 1 (with the tax owed under 33a); Accounting Act art.
28 ust. 2 (duty in the price of purchase); JPK_V7M(3) fields K_25, K_26, mark IMP.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.money import format_pln, round_half_up
from zaplecze.platform.periods import month_of
from zaplecze.purchasing.rules.foreign import (
    FIXED_ASSETS,
    HUNDRED,
    INPUT_VAT,
    REVERSE_VAT,
    UNION,
)
from zaplecze.tax.rules import FIXED_ASSET_FIELDS, IMPORTED, OTHER_FIELDS, RegisterRow

ZERO = Decimal("0.00")
CUSTOMS = "240"
DAYS_TO_PAY = 10
HIGHEST = Decimal("0.23")
ZLOTY = Decimal(1)
OWED_FIELDS = ("K_25", "K_26")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A customs declaration as a person typed it, PLN: ``base`` and ``tax`` of VAT as it states them.

    ``accepted_on`` is the day of the customs debt, ``received_on`` the day on which the buyer had it. ``own_return``:
    the tax is told in JPK_V7M (art. 33a), else paid to customs. ``deducted`` is a share in per cent. ``account`` is
    that of the goods: it takes the duty and the tax that isn't deducted.
    """

    number: str
    accepted_on: date
    received_on: date
    country: str
    supplier: str
    tax_id: str
    customs_value: Decimal
    duty: Decimal
    base: Decimal
    tax: Decimal
    own_return: bool
    account: str
    customs_name: str
    customs_tax_id: str = ""
    due_on: date | None = None
    cost_center: str = ""
    text: str = ""
    deducted: Decimal = HUNDRED

    @property
    def tax_deducted(self) -> Decimal:
        """What of the tax is deducted."""
        return round_half_up(self.tax * self.deducted / HUNDRED)

    @property
    def to_pay(self) -> Decimal:
        """What customs is owed: the duty, and the tax that isn't told in the buyer's own return."""
        return self.duty + (ZERO if self.own_return else self.tax)

    @property
    def payable_on(self) -> date:
        """The day typed, or ten days after the debt."""
        return self.due_on or self.accepted_on + timedelta(days=DAYS_TO_PAY)

    @property
    def deduction_day(self) -> date:
        """The day whose month deducts: of the debt under art. 33a, of the declaration's receipt where it was paid."""
        return self.accepted_on if self.own_return else max(self.accepted_on, self.received_on)


def customs_faults(declaration: Declaration) -> list[str]:
    """What can't be so, each with the next step."""
    d, found = declaration, []
    if not d.number or not d.supplier or not d.customs_name:
        found.append("Wpisz numer zgłoszenia, sprzedawcę i urząd celny.")
    if d.country == "PL" or d.country in UNION:
        found.append(
            f"Kraj {d.country} jest w Unii: stamtąd nie ma zgłoszenia celnego, wprowadź WNT."
        )
    if min(d.customs_value, d.duty, d.tax) < 0 or d.base <= 0:
        found.append("Kwoty zgłoszenia nie są ujemne, a podstawa jest większa od zera.")
    elif d.base + ZLOTY < d.customs_value + d.duty:
        found.append(
            f"Podstawa VAT {format_pln(d.base)} zł jest niższa od wartości celnej z cłem "
            f"{format_pln(d.customs_value + d.duty)} zł (art. 30b ust. 1): przepisz kwoty ze zgłoszenia."
        )
    if d.tax > d.base * HIGHEST + ZLOTY:
        found.append(
            f"VAT {format_pln(d.tax)} zł przekracza 23 % podstawy {format_pln(d.base)} zł: sprawdź obie kwoty."
        )
    if not 0 <= d.deducted <= HUNDRED:
        found.append("Odliczenie to od 0 do 100 %.")
    if not (d.tax or d.duty):
        found.append("Zgłoszenie bez cła i bez VAT nie ma czego księgować.")
    return found


def customs_entry(declaration: Declaration, *, partner_id: int | None) -> NewEntry:
    """The entry: duty and lost tax to the goods, tax deducted, what customs is owed, tax owed under art. 33a.

    It stands in the month of the deduction, so that accounts and registers of a month agree.
    """
    d = declaration
    lost, month = d.tax - d.tax_deducted, month_of(d.deduction_day)
    share = f"odliczenie {d.deducted.normalize():f} %".replace(".", ",")
    lines = [
        NewLine(d.account, debit=d.duty, cost_center=d.cost_center, why="cło w cenie zakupu (art. 28 ust. 2 uor)"),
        NewLine(d.account, debit=lost, cost_center=d.cost_center, why="VAT nieodliczany w cenie zakupu"),
        NewLine(INPUT_VAT, debit=d.tax_deducted, why=f"{share} (art. 86 ust. 2 pkt 2), IMP"),
        NewLine(
            REVERSE_VAT,
            credit=d.tax if d.own_return else ZERO,
            why=f"art. 33a: podatek od {format_pln(d.base)} (K_25, K_26)",
        ),
        NewLine(
            CUSTOMS,
            credit=d.to_pay,
            partner_id=partner_id,
            due_date=d.payable_on,
            why=f"należności celne, termin {d.payable_on:%d.%m.%Y}",
        ),
    ]  # fmt: skip
    return NewEntry(
        journal="ZK",
        year=month[0],
        month=month[1],
        voucher_kind="SAD",
        voucher_number=d.number,
        operation_date=d.deduction_day,
        document_date=d.accepted_on,
        text=d.text or f"Import towarów, {d.supplier}",
        lines=tuple(n for n in lines if n.debit or n.credit),
        partner_id=partner_id,
    )


def customs_rows(declaration: Declaration) -> list[RegisterRow]:
    """Rows of the registers: tax owed only under art. 33a, tax deducted with the mark IMP; none for no tax."""
    d, rows = declaration, []
    day = d.accepted_on
    if d.own_return and d.tax:
        owed = dict(zip(OWED_FIELDS, (d.base, d.tax), strict=True))
        rows.append(RegisterRow("sales", day.year, day.month, d.base, d.tax, owed, "DI", ""))
    if d.tax_deducted:
        day = d.deduction_day
        fields = FIXED_ASSET_FIELDS if d.account.startswith(FIXED_ASSETS) else OTHER_FIELDS
        amounts = dict(zip(fields, (d.base, d.tax_deducted), strict=True))
        rows.append(
            RegisterRow(
                "purchase", day.year, day.month, d.base, d.tax_deducted, amounts, "DI", "", procedures=(IMPORTED,)
            )
        )  # fmt: skip
    return rows
