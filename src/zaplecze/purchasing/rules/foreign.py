"""How a purchase from a foreign supplier is posted and taxed, pure: the buyer owes the tax and deducts it.

Sources: VAT Act art. 17 ust. 1 pkt 3 and 4 (the buyer owes), 19a ust. 1 and 3 (services), 20 ust. 5 (goods from the
Union), 28b, 31a ust. 1 (rate of the working day before the tax point), 86 ust. 10b pkt 2 and 3 (deduction in the same
month), 90; Accounting Act art. 30 ust. 2 pkt 2 (rate in the books); JPK_V7M(3) fields K_23, K_24, K_27 to K_30.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.money import format_pln, round_half_up
from zaplecze.platform.periods import month_after, month_of
from zaplecze.tax.rules import FIXED_ASSET_FIELDS, OTHER_FIELDS, RegisterRow

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)
PAYABLES, INPUT_VAT, REVERSE_VAT = "202", "221-1", "222-2"
FIXED_ASSETS = ("010", "020", "080")
LATEST_DAY = 15
RATES = (Decimal(23), Decimal(8), Decimal(5))
# Codes of VAT payers: Greece is EL, Northern Ireland (goods only) XI.
UNION = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


class Bought(Enum):
    """What was bought; the value is its name in addresses and rows."""

    UNION_SERVICES = "uslugi-ue"
    SERVICES = "uslugi"
    UNION_GOODS = "wnt"
    GOODS = "import"


NAMES = {
    Bought.UNION_SERVICES: "Import usług od podatnika z Unii (art. 28b)",
    Bought.SERVICES: "Import usług spoza Unii",
    Bought.UNION_GOODS: "Wewnątrzwspólnotowe nabycie towarów",
    Bought.GOODS: "Towary spoza Unii (VAT ze zgłoszenia celnego)",
}
# Kinds whose tax the buyer owes by the invoice itself; that of imported goods is told by customs (`rules.customs`).
OUTSIDE = frozenset({Bought.SERVICES, Bought.GOODS})
OUTPUT_FIELDS = {
    Bought.UNION_GOODS: ("K_23", "K_24"),
    Bought.SERVICES: ("K_27", "K_28"),
    Bought.UNION_SERVICES: ("K_29", "K_30"),
}


@dataclass(frozen=True, slots=True)
class Purchase:
    """An invoice of a foreign supplier as a person typed it; ``net`` is in ``currency``, rates are per cent.

    ``supplied_on`` is the day the service was done or its period ended, or the goods were delivered. ``deducted`` is
    the share of the tax that may be deducted. Without an ``invoice`` an internal document stands for it.
    """

    kind: Bought
    country: str
    tax_id: str
    supplier: str
    number: str
    issued_on: date
    supplied_on: date
    due_on: date | None
    currency: str
    net: Decimal
    vat_rate: Decimal
    account: str
    cost_center: str = ""
    text: str = ""
    deducted: Decimal = HUNDRED
    invoice: bool = True

    @property
    def tax_point(self) -> date:
        """The day on which the tax falls due.

        Services: when they are done. Goods from the Union: when the invoice is issued, on the 15th of the month after
        the delivery at the latest. Of other goods the books take the day of delivery.
        """
        if self.kind is not Bought.UNION_GOODS:
            return self.supplied_on
        year, month = month_after(month_of(self.supplied_on))
        return min(self.issued_on, date(year, month, LATEST_DAY))


@dataclass(frozen=True, slots=True)
class UsedRate:
    """PLN for one unit of a currency, and what to call it: ``4,2550 z 30.09.2026, tabela 190/A/NBP/2026``."""

    rate: Decimal
    name: str


IN_PLN = UsedRate(Decimal(1), "")


@dataclass(frozen=True, slots=True)
class Taxed:
    """A purchase in PLN: ``net`` as the books have it, ``base`` and ``tax`` as the registers do."""

    net: Decimal
    base: Decimal
    tax: Decimal
    deducted: Decimal

    @property
    def cost(self) -> Decimal:
        """What the purchase costs: its net with the tax that isn't deducted."""
        return self.net + self.tax - self.deducted


def faults(purchase: Purchase) -> list[str]:
    """What can't be so in what was typed, each with the next step."""
    p, found = purchase, []
    union = p.country in UNION or (p.country == "XI" and p.kind is Bought.UNION_GOODS)
    if p.country == "PL":
        found.append("Kraj dostawcy to Polska: takiego zakupu nie rozlicza nabywca, wgraj fakturę.")
    elif p.kind not in OUTSIDE and not union:
        found.append(
            f"Kraj {p.country} nie jest w Unii: popraw kraj albo wybierz zakup spoza Unii."
        )
    elif p.kind in OUTSIDE and union:
        found.append(f"Kraj {p.country} jest w Unii: wybierz zakup od podatnika z Unii.")
    if p.kind not in OUTSIDE and not p.tax_id:
        found.append(
            "Wpisz numer VAT UE dostawcy: bez niego nie jest to nabycie od podatnika z Unii."
        )
    if p.net <= 0:
        found.append(
            "Kwota ma być większa od zera; korektę wprowadź przy zakupie, którego dotyczy."
        )
    if p.vat_rate not in RATES:
        found.append("Wybierz stawkę 23, 8 albo 5 %.")
    if not 0 <= p.deducted <= HUNDRED:
        found.append("Odliczenie to od 0 do 100 %.")
    if not p.supplier or not p.number:
        found.append("Wpisz nazwę dostawcy i numer dokumentu.")
    return found


def tax_of(purchase: Purchase, *, books: UsedRate, vat: UsedRate) -> Taxed:
    """The purchase in PLN: the books at the rate before the document, the tax at the rate before the tax point."""
    if purchase.kind not in OUTPUT_FIELDS:
        return Taxed(round_half_up(purchase.net * books.rate), ZERO, ZERO, ZERO)
    base = round_half_up(purchase.net * vat.rate)
    tax = round_half_up(base * purchase.vat_rate / HUNDRED)
    deducted = round_half_up(tax * purchase.deducted / HUNDRED)
    return Taxed(round_half_up(purchase.net * books.rate), base, tax, deducted)


def entry_of(
    purchase: Purchase, taxed: Taxed, *, books: UsedRate, vat: UsedRate, partner_id: int | None
) -> NewEntry:
    """The entry: cost against the supplier, the tax owed against the tax deducted, each line with its reason."""
    p, point = purchase, purchase.tax_point
    at_rate = f", kurs {books.name}" if books.name else ""
    at_vat = f", kurs {vat.name}" if vat.name else ""
    lost = taxed.tax - taxed.deducted
    why = f"kwota z dokumentu{at_rate}" + (
        f", z VAT nieodliczanym {format_pln(lost)}" if lost else ""
    )
    lines = [
        NewLine(p.account, debit=taxed.cost, cost_center=p.cost_center, why=why),
        NewLine(
            PAYABLES,
            credit=taxed.net,
            partner_id=partner_id,
            due_date=p.due_on,
            currency=p.currency,
            currency_amount=None if p.currency == "PLN" else p.net,
            why="rozrachunek z dostawcą",
        ),
    ]  # fmt: skip
    if p.kind in OUTPUT_FIELDS:
        fields = ", ".join(OUTPUT_FIELDS[p.kind])
        why = f"{p.vat_rate.normalize():f} % od {format_pln(taxed.base)}{at_vat} ({fields})"
        lines.insert(1, NewLine(REVERSE_VAT, credit=taxed.tax, why=why))
    if taxed.deducted:
        share = f"odliczenie {p.deducted.normalize():f} %".replace(".", ",")
        lines.insert(1, NewLine(INPUT_VAT, debit=taxed.deducted, why=f"{share} (art. 86)"))
    return NewEntry(
        journal="ZK",
        year=point.year,
        month=point.month,
        voucher_kind="FV" if p.invoice else "DW",
        voucher_number=p.number,
        operation_date=point,
        document_date=p.issued_on,
        text=p.text or NAMES[p.kind],
        lines=tuple(lines),
        partner_id=partner_id,
    )


def rows_of(purchase: Purchase, taxed: Taxed) -> list[RegisterRow]:
    """Rows of both registers, in the month of the tax point; no row of purchases where nothing is deducted.

    None for imported goods: their tax is told by the customs declaration.
    """
    p, point = purchase, purchase.tax_point
    if p.kind not in OUTPUT_FIELDS:
        return []
    proof, kind = ("BFK", "") if p.invoice else ("DI", "WEW")
    base, due = OUTPUT_FIELDS[p.kind]
    amounts = {base: taxed.base, due: taxed.tax}
    rows = [
        RegisterRow("sales", point.year, point.month, taxed.base, taxed.tax, amounts, proof, "", kind)
    ]  # fmt: skip
    if taxed.deducted:
        asset = p.account.startswith(FIXED_ASSETS)
        net, tax = FIXED_ASSET_FIELDS if asset else OTHER_FIELDS
        amounts = {net: taxed.base, tax: taxed.deducted}
        rows.append(
            RegisterRow("purchase", point.year, point.month, taxed.base, taxed.deducted, amounts, proof, "", kind)
        )  # fmt: skip
    return rows
