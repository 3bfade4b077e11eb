"""What isn't bought and sold every month: abroad, in euro, in advance, assets, corrections upwards, split payment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.config.demo_papers import Firm, Item, make_invoice
from zaplecze.config.demo_year.firm import (
    DEALER,
    HAGER,
    HAVELLAND,
    KNOTS,
    MACHINES,
    NORDLICHT,
    PARKS,
    TRADE_FAIR,
    WHOLESALE,
    ZMIERZCH,
)
from zaplecze.config.demo_year.rates import CURRENCY, mid_before
from zaplecze.formats.fa3 import (
    Address,
    AdvanceInvoice,
    Annotations,
    Band,
    Buyer,
    Identity,
    Invoice,
    Kind,
    Order,
    OrderLine,
    Rate,
    RateTotal,
)

ORDERED, ADVANCE = Decimal("40000.00"), Decimal("15000.00")
VAT = Decimal("0.23")
# Month -> lanterns sold to the Union, and lamps exported.
TO_UNION = {2: 60, 4: 45, 6: 80, 9: 110, 10: 90, 11: 140, 12: 160}
EXPORTED = {3: 25, 8: 30, 11: 55}
WICKS = {2: "1450.00", 5: "1720.00", 8: "1610.00", 11: "2240.00"}
GLASS = {3: "1480.00", 7: "1550.00", 10: "1620.00"}
# Month -> what was bought to be used for years, net.
BOUGHT = {
    2: ("Linia pakująca", "84000.00"),
    3: ("Laptop projektowy", "7200.00"),
    4: ("Scena plenerowa", "36000.00"),
    5: ("Ploter tnący", "24000.00"),
    6: ("Rozbudowa hali, etap 1", "30000.00"),
    9: ("Licencja programu CAD", "12000.00"),
}
MIXED = (
    ("Papier ksero i segregatory", "310.00"),
    ("Olej do agregatu", "420.00"),
    ("Naprawa drukarki", "260.00"),
)
SPLIT_PAYMENT = "ZM/MPP/05"
VAN_PRICE = "38000.00"
SETOFF_MONTH, VAN_MONTH = 9, 10


@dataclass(frozen=True, slots=True)
class Deal:
    """An invoice out of the ordinary; ``other`` is whom it is from or to; ``paid`` is false where no bank pays it."""

    invoice: Invoice
    other: Firm
    sale: bool
    paid: bool = True

    @property
    def in_euro(self) -> bool:
        """Whether the account in euro pays it."""
        return self.invoice.currency == CURRENCY


def deals(year: int, month: int) -> list[Deal]:
    """The special invoices of a month, sales and purchases."""
    found: list[Deal] = []
    for make in (_abroad, _euro_costs, _order, _assets, _others):
        found += make(year, month)
    return found


def _abroad(year: int, month: int) -> list[Deal]:
    found = []
    for pieces, buyer, item, price, day in (
        (TO_UNION.get(month), HAVELLAND, "Lampion szklany", "66.00", 12),
        (EXPORTED.get(month), HAGER, "Girlanda świetlna", "118.00", 17),
    ):
        if pieces:
            rate = Rate.ZERO_WDT if buyer is HAVELLAND else Rate.ZERO_EXPORT
            number = f"ZM/{'WDT' if buyer is HAVELLAND else 'EX'}/{month:02}/{year}"
            invoice = make_invoice(
                ZMIERZCH, buyer, number=number, day=date(year, month, day),
                items=[Item(item, pieces, price, rate)], currency=CURRENCY, due_days=21,
            )  # fmt: skip
            found.append(Deal(from_abroad(invoice, buyer), buyer, sale=True))
    return found


def from_abroad(invoice: Invoice, buyer: Firm) -> Invoice:
    """Named by a number of the Union or of a country outside of it."""
    country, number = buyer.nip[:2], buyer.nip[2:]
    who = (
        Identity(name=buyer.name, eu_prefix=country, eu_number=number)
        if country == "DE"
        else Identity(name=buyer.name, country=country, other_id=number)
    )
    return replace(
        invoice,
        seller=replace(invoice.seller, vat_prefix="PL"),
        buyer=Buyer(who, Address(country, buyer.street, buyer.town)),
    )


def _euro_costs(year: int, month: int) -> list[Deal]:
    found = []
    if month in WICKS:
        day = date(year, month, 9)
        wicks = make_invoice(
            KNOTS, ZMIERZCH, number=f"KN/{month:02}/{year}", day=day, currency=CURRENCY,
            items=[Item("Knoty woskowane", 1, WICKS[month])], rate=mid_before(day, year), due_days=30,
        )  # fmt: skip
        found.append(Deal(wicks, KNOTS, sale=False))
    if month in GLASS:
        glass = make_invoice(
            NORDLICHT, ZMIERZCH, number=f"NL-{month:02}-{year}", day=date(year, month, 14), currency=CURRENCY,
            items=[Item("Szkło opalowe", 1, GLASS[month], Rate.REVERSE_CHARGE)], due_days=30,
        )  # fmt: skip
        found.append(
            Deal(
                replace(glass, annotations=Annotations(reverse_charge=True)), NORDLICHT, sale=False
            )
        )
    return found


def _order(year: int, month: int) -> list[Deal]:
    """An advance in August for an illumination, settled in October; the same way one for a machine bought."""
    if month not in {8, 10}:
        return []
    found = []
    for seller, buyer, prefix, what in (
        (ZMIERZCH, PARKS, "ZM", "Iluminacja parku"),
        (MACHINES, ZMIERZCH, "MK", "Przegląd generalny pieców"),
    ):
        whole = make_invoice(
            seller, buyer, number=f"{prefix}/ROZ/10/{year}", day=date(year, 10, 15),
            items=[Item(what, 1, str(ORDERED))],
        )  # fmt: skip
        advance_number = f"{prefix}/ZAL/08/{year}"
        if month == 8:
            line = OrderLine(
                1, name=what, quantity=Decimal(1), price_net=ORDERED, net=ORDERED, vat=ORDERED * VAT,
                rate=Rate.R23,
            )  # fmt: skip
            paper = make_invoice(
                seller, buyer, number=advance_number, day=date(year, 8, 11), items=[Item(what, 1, str(ADVANCE))],
            )  # fmt: skip
            paper = replace(
                paper, kind=Kind.ADVANCE, lines=(), order=Order(ORDERED * (1 + VAT), (line,))
            )
        else:
            rest = ORDERED - ADVANCE
            paper = replace(
                whole,
                kind=Kind.SETTLEMENT,
                totals=(RateTotal(Band.S23, rest, rest * VAT),),
                gross=rest * (1 + VAT),
                advance_invoices=(AdvanceInvoice(number=advance_number),),
            )
        sale = seller is ZMIERZCH
        found.append(Deal(paper, buyer if sale else seller, sale=sale))
    return found


def _assets(year: int, month: int) -> list[Deal]:
    if month not in BOUGHT:
        return []
    name, net = BOUGHT[month]
    invoice = make_invoice(
        MACHINES, ZMIERZCH, number=f"MK/{month:02}/{year}", day=date(year, month, 6),
        items=[Item(name, 1, net)], due_days=21,
    )  # fmt: skip
    if Decimal(net) > 15_000:
        invoice = replace(invoice, annotations=Annotations(split_payment=True))
    return [Deal(invoice, MACHINES, sale=False)]


def _others(year: int, month: int) -> list[Deal]:
    def sold(number: str, buyer: Firm, day: int, *items: Item) -> Invoice:
        return make_invoice(
            ZMIERZCH, buyer, number=f"{number}/{year}", day=date(year, month, day), items=items
        )

    found = [
        Deal(
            make_invoice(
                WHOLESALE, ZMIERZCH, number=f"WN/{month:02}/{year}", day=date(year, month, 19),
                items=[Item(name, 1, net) for name, net in MIXED],
            ), WHOLESALE, sale=False,
        )
    ]  # fmt: skip
    if month == 5:
        paper = sold(SPLIT_PAYMENT, PARKS, 8, Item("Montaż iluminacji", 8, "2175.00"))
        paper = replace(paper, annotations=Annotations(split_payment=True))
        found.append(Deal(paper, PARKS, sale=True))
    if month == 6:
        raised = make_invoice(
            ZMIERZCH, PARKS, number=f"ZM/K+/06/{year}", day=date(year, 6, 24),
            items=[Item("Montaż iluminacji, dopłata za noc", 1, "900.00")],
            corrects=(f"{SPLIT_PAYMENT}/{year}", date(year, 5, 8)), raises=True,
        )  # fmt: skip
        found.append(Deal(raised, PARKS, sale=True))
    if month == SETOFF_MONTH:
        stand = make_invoice(
            TRADE_FAIR, ZMIERZCH, number=f"TW/{month:02}/{year}", day=date(year, month, 10),
            items=[Item("Stoisko targowe", 1, "3000.00")],
        )  # fmt: skip
        lamps = sold("ZM/TARGI/09", TRADE_FAIR, 11, Item("Girlanda świetlna", 9, "477.00"))
        found += [
            Deal(stand, TRADE_FAIR, sale=False, paid=False),
            Deal(lamps, TRADE_FAIR, sale=True, paid=False),
        ]
    if month == VAN_MONTH:
        van = sold("ZM/ST/10", DEALER, 28, Item("Samochód dostawczy używany", 1, VAN_PRICE))
        found.append(Deal(van, DEALER, sale=True))
    return found
