"""How sales without an invoice are posted and taxed, pure: a cash register's report, an internal document.

Sources: VAT Act art. 7 ust. 2 and 8 ust. 2 (supply for nothing), 19a (tax point), 109 ust. 3d (invoices to receipts),
111 (cash registers); the description of JPK_V7M(3): TypDokumentu RO and WEW, mark DI, BRAK for a buyer not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.money import ZERO, format_pln, round_half_up
from zaplecze.tax.rules import RegisterRow

OUTPUT_VAT, CASH, ON_THE_WAY = "222-1", "100", "139"
HUNDRED = Decimal(100)
# Each receipt rounds its own tax: a report may be so far from its rate, PLN and as a share of the tax.
ROUNDING, ROUNDING_SHARE = Decimal("1.00"), Decimal("0.01")


class Unbilled(Enum):
    """What was sold without an invoice; the value is its name in addresses and rows."""

    REPORT = "raport"
    SALE = "sprzedaz"
    GIVEN = "nieodplatnie"


NAMES: Mapping[Unbilled, str] = {
    Unbilled.REPORT: "Raport fiskalny kasy (RO)",
    Unbilled.SALE: "Sprzedaż bez faktury i bez kasy (WEW)",
    Unbilled.GIVEN: "Nieodpłatne przekazanie lub usługa (WEW)",
}
DOCUMENTS: Mapping[Unbilled, tuple[str, str]] = {
    Unbilled.REPORT: ("RO", "RF"),
    Unbilled.SALE: ("WEW", "DW"),
    Unbilled.GIVEN: ("WEW", "DW"),
}
# Rate as a form names it: field of the base, field of the tax, per cent.
RATES: Mapping[str, tuple[str, str, Decimal]] = {
    "23": ("K_19", "K_20", Decimal(23)),
    "8": ("K_17", "K_18", Decimal(8)),
    "5": ("K_15", "K_16", Decimal(5)),
    "0": ("K_13", "", ZERO),
    "zw": ("K_10", "", ZERO),
}


@dataclass(frozen=True, slots=True)
class UnbilledSale:
    """A document as a person typed it: ``sums`` are net and VAT by rate (`RATES`), PLN.

    ``first`` and ``last`` are the days that it covers; the tax falls due in the month of the last, so a report
    stays in one month. ``account`` is the revenue, or for what was given away the cost that bears the VAT;
    ``by_card`` is what isn't cash of the gross. ``paid_to`` takes the rest.
    """

    kind: Unbilled
    number: str
    first: date
    last: date
    issued_on: date
    sums: Mapping[str, tuple[Decimal, Decimal]]
    account: str
    paid_to: str = CASH
    by_card: Decimal = ZERO
    cost_center: str = ""
    text: str = ""

    @property
    def net(self) -> Decimal:
        """All bases together."""
        return sum((net for net, _ in self.sums.values()), ZERO)

    @property
    def vat(self) -> Decimal:
        """All tax together."""
        return sum((vat for _, vat in self.sums.values()), ZERO)

    @property
    def gross(self) -> Decimal:
        """What was paid, or for what was given away what it would have cost."""
        return self.net + self.vat


def faults(sale: UnbilledSale) -> list[str]:
    """What can't be so in what was typed, each with the next step."""
    return [*_of_days(sale), *_of_sums(sale), *_of_payment(sale)]


def _of_days(s: UnbilledSale) -> Iterator[str]:
    if not s.number.strip():
        yield "Wpisz numer dokumentu, np. numer raportu dobowego."
    if s.first > s.last:
        yield "Okres kończy się przed początkiem: zamień dni."
    elif (s.first.year, s.first.month) != (s.last.year, s.last.month):
        yield "Raport obejmuje dwa miesiące: wprowadź osobny na każdy, tak jak VAT."
    if s.issued_on < s.last:
        yield "Dokument ma datę sprzed końca okresu: popraw datę albo okres."


def _of_sums(s: UnbilledSale) -> Iterator[str]:
    if all(not net and not vat for net, vat in s.sums.values()):
        yield "Wpisz kwotę przy co najmniej jednej stawce."
    for rate, (net, vat) in s.sums.items():
        _, tax, percent = RATES[rate]
        if vat and not tax:
            yield f"Stawka {rate} nie ma VAT: usuń {format_pln(vat)} zł."
            continue
        expected = round_half_up(net * percent / HUNDRED)
        by_receipt = abs(expected) * ROUNDING_SHARE if s.kind is Unbilled.REPORT else ZERO
        if abs(vat - expected) > max(ROUNDING, by_receipt):
            yield (
                f"Stawka {rate} %: od {format_pln(net)} zł VAT to około {format_pln(expected)} zł, "
                f"a wpisano {format_pln(vat)} zł. Popraw kwoty."
            )


def _of_payment(s: UnbilledSale) -> Iterator[str]:
    if s.kind is not Unbilled.GIVEN:
        if not ZERO <= s.by_card <= max(s.gross, ZERO):
            yield f"Zapłata kartą to od 0 do {format_pln(s.gross)} zł."
        return
    if s.by_card:
        yield "Nieodpłatne przekazanie nie ma zapłaty: usuń kwotę z kart."
    if not s.vat:
        yield "Nieodpłatne przekazanie bez VAT nie wymaga dokumentu w rejestrze."


def entry_of(sale: UnbilledSale) -> NewEntry:
    """The entry: money against revenue and VAT; what was given away bears its VAT as a cost alone."""
    s = sale
    lines: list[NewLine] = []

    def line(account: str, wn: Decimal, why: str, *, cost_center: str = "") -> None:
        if wn > 0:
            lines.append(NewLine(account, debit=wn, cost_center=cost_center, why=why))
        elif wn < 0:
            lines.append(NewLine(account, credit=-wn, cost_center=cost_center, why=why))

    if s.kind is Unbilled.GIVEN:
        line(s.account, s.vat, "VAT należny od przekazania jest kosztem", cost_center=s.cost_center)
    else:
        line(ON_THE_WAY, s.by_card, "zapłata kartą, w drodze do banku")
        line(s.paid_to, s.gross - s.by_card, "zapłata gotówką" if s.paid_to == CASH else "zapłata")
        line(s.account, -s.net, "sprzedaż netto wszystkich stawek", cost_center=s.cost_center)
    for rate, (net, vat) in s.sums.items():
        base, tax, _ = RATES[rate]
        line(OUTPUT_VAT, -vat, f"{rate} % od {format_pln(net)} ({base}, {tax})")
    _, voucher = DOCUMENTS[s.kind]
    return NewEntry(
        journal="SP",
        year=s.last.year,
        month=s.last.month,
        voucher_kind=voucher,
        voucher_number=s.number.strip(),
        operation_date=s.last,
        document_date=s.issued_on,
        text=s.text.strip() or f"{NAMES[s.kind]} {s.first:%d.%m}–{s.last:%d.%m.%Y}",
        lines=tuple(lines),
    )


def row_of(sale: UnbilledSale) -> RegisterRow:
    """The row of the sales register: no invoice (DI), its kind of document, each rate in its fields."""
    amounts: dict[str, Decimal] = {}
    for rate, (net, vat) in sale.sums.items():
        base, tax, _ = RATES[rate]
        if net or vat:
            amounts[base] = net
            if tax:
                amounts[tax] = vat
    document_type, _ = DOCUMENTS[sale.kind]
    return RegisterRow(
        register="sales",
        year=sale.last.year,
        month=sale.last.month,
        net=sale.net,
        vat=sale.vat,
        amounts=amounts,
        proof="DI",
        ksef_number="",
        document_type=document_type,
    )
