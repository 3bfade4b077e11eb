"""Invoices and statements of the year, the same for the same year."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from zaplecze.config.demo_papers import Firm, Item, Movement, make_invoice
from zaplecze.config.demo_year.firm import CUSTOMERS, SUPPLIERS, ZMIERZCH
from zaplecze.formats.fa3 import Invoice, Rate
from zaplecze.platform.periods import last_day

SALES_A_MONTH = 24
PRODUCTS = (
    ("Lampion szklany", "279.00", Rate.R23),
    ("Lampion papierowy", "64.00", Rate.R23),
    ("Girlanda świetlna", "477.00", Rate.R23),
    ("Montaż iluminacji", "2175.00", Rate.R23),
    ("Katalog lampionów", "42.00", Rate.R5),
)
# Evenings are longer in autumn: so are the orders.
SEASON = (6, 5, 5, 6, 8, 9, 8, 9, 12, 15, 18, 20)
# Each that many-th invoice of a month is paid in two parts.
IN_PARTS = 11
# (month, place in the month): paid half a year late, and never; three that one customer pays by two round transfers.
LATE, NEVER = (3, 7), (8, 7)
ON_ACCOUNT_MONTH, ON_ACCOUNT = 5, "Na poczet faktur"


@dataclass(slots=True)
class Month:
    """The papers of a month."""

    sales: list[Invoice] = field(default_factory=list)
    costs: list[Invoice] = field(default_factory=list)


def month_papers(year: int, month: int) -> Month:
    """Sales and purchases of a month, with a correction of each."""
    rng = random.Random(f"zmierzch {year}-{month}")  # noqa: S311 - the same papers each time
    papers = Month()
    for no in range(1, SALES_A_MONTH + 1):
        buyer = CUSTOMERS[min(int(rng.expovariate(0.4)), len(CUSTOMERS) - 1)]
        chosen = rng.sample(PRODUCTS, rng.randint(1, 3))
        items = [
            Item(name, rng.randint(1, SEASON[month - 1]), price, rate)
            for name, price, rate in chosen
        ]
        papers.sales.append(
            make_invoice(
                ZMIERZCH,
                buyer,
                number=f"ZM/{no:03}/{month:02}/{year}",
                day=_day(rng, year, month),
                items=items,
                due_days=rng.choice((7, 14, 21)),
            )
        )
    for supplier in SUPPLIERS:
        for no in range(1, supplier.invoices + 1):
            part = supplier.monthly / supplier.invoices * rng.randint(85, 115) / 100
            papers.costs.append(
                make_invoice(
                    supplier.firm,
                    ZMIERZCH,
                    number=f"{_initials(supplier.firm)}/{month:02}/{no:02}/{year}",
                    day=_day(rng, year, month),
                    items=[Item(supplier.what, 1, f"{part:.2f}")],
                )
            )
    first = papers.sales[0]
    items = [Item(PRODUCTS[0][0], 1, PRODUCTS[0][1])]
    papers.sales.append(
        make_invoice(
            ZMIERZCH,
            next(c for c in CUSTOMERS if c.nip == first.buyer.identity.nip),
            number=f"ZM/K/{month:02}/{year}",
            day=last_day((year, month)),
            items=items,
            corrects=(first.number, first.issued_on),
        )
    )
    glass = papers.costs[0]
    papers.costs.append(
        make_invoice(
            SUPPLIERS[0].firm,
            ZMIERZCH,
            number=f"{_initials(SUPPLIERS[0].firm)}/K/{month:02}/{year}",
            day=last_day((year, month)),
            items=[Item(SUPPLIERS[0].what, 2, "95.00")],
            corrects=(glass.number, glass.issued_on),
        )
    )
    return papers


def _day(rng: random.Random, year: int, month: int) -> date:
    return date(year, month, rng.randint(1, last_day((year, month)).day))


def _initials(firm: Firm) -> str:
    return "".join(word[0] for word in firm.name.split()[:2]).upper()


def on_account(sales: Sequence[Invoice]) -> list[Invoice]:
    """The three invoices of the first customer that her transfers pay together."""
    first = CUSTOMERS[0]
    return [i for i in sales if i.buyer.identity.nip == first.nip and i.gross > 0][:3]


def transfers_on_account(year: int, invoices: Sequence[Invoice]) -> list[Movement]:
    """Two transfers for several invoices, neither of them for a whole one."""
    first, whole = CUSTOMERS[0], sum((i.gross for i in invoices), Decimal(0))
    half = (whole / 2).quantize(Decimal("0.01"))
    return [
        Movement(date(year, 6, day), part, first.name, first.account, f"{ON_ACCOUNT}, przelew {no}")
        for no, (day, part) in enumerate(((11, half), (18, whole - half)), 1)
    ]


def together(movements: Sequence[Movement]) -> list[Movement]:
    """The two first invoices that one supplier is owed, by one transfer."""
    twice = next(
        (a, b) for a in movements for b in movements if a is not b and a.account == b.account
    )
    first, second = twice
    title = f"Faktury {first.title.split()[-1]}, {second.title.split()[-1]}"
    one = replace(
        first, amount=first.amount + second.amount, day=max(first.day, second.day), title=title
    )
    return [one, *(m for m in movements if m not in twice)]


def payments(
    invoices: Sequence[Invoice], *, paid_by: bool, apart: Sequence[Invoice] = ()
) -> list[Movement]:
    """What a bank books of these invoices: money in where customers pay (``paid_by``), money out elsewhere."""
    sign = 1 if paid_by else -1
    found: list[Movement] = []
    for no, invoice in enumerate(invoices):
        place = invoice.issued_on.month, no
        if invoice.gross <= 0 or (paid_by and (place == NEVER or invoice in apart)):
            continue
        other = _party(invoice, paid_by)
        wait = 190 if paid_by and place == LATE else 10 + no % 9
        day = invoice.issued_on + timedelta(days=wait)
        parts = [invoice.gross]
        if paid_by and no % IN_PARTS == IN_PARTS - 1:
            half = (invoice.gross / 2).quantize(Decimal("0.01"))
            parts = [half, invoice.gross - half]
        found += [
            Movement(
                day + timedelta(days=3 * n), sign * part, other.name, other.account, f"Faktura {invoice.number}"
            )
            for n, part in enumerate(parts)
        ]  # fmt: skip
    return found


def _party(invoice: Invoice, paid_by: bool) -> Firm:
    firms = [*CUSTOMERS, *(s.firm for s in SUPPLIERS)]
    nip = invoice.buyer.identity.nip if paid_by else invoice.seller.identity.nip
    return next(f for f in firms if f.nip == nip)
