"""Claims and debts that went bad, for scenarios: invoices in books and registers, and what was paid on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    Part,
    items_by_id,
    items_of_entries,
    post_entries,
    settle_parts,
)
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.platform.events import Stamp
from zaplecze.tax.api import (
    NewVatRow,
    RegisterRow,
    Tax,
    Waiting,
    record_vat,
    waiting,
)

D = Decimal
JUNE, JULY = (2026, 6), (2026, 7)
# The return for June is filed on the 20th of July.
FILING = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
ISSUED, DUE = date(2026, 2, 16), date(2026, 3, 5)


@dataclass(frozen=True)
class House:
    """Who works, and the items of the books by the number of their invoice."""

    clerk: int
    items: dict[str, int]


def partner(tax_id: str, name: str) -> int:
    seen = SeenPartner("PL", tax_id, name, "")
    return learn_partners([seen], Stamp(None, FILING))[seen.key]


def invoice(
    number: str,
    *,
    net: str,
    vat: str,
    sale: bool,
    due: date = DUE,
    tax_id: str = "9990017032",
    procedures: tuple[str, ...] = (),
    account: str = "",
    issued: date = ISSUED,
) -> int:
    """An invoice in the books and in its register; gives its item."""
    gross = D(net) + D(vat)
    who = partner(tax_id if tax_id != "BRAK" else "JAN-1", f"Firma {number}")
    party = NewLine(
        "201" if sale else "202",
        **{"debit" if sale else "credit": gross},
        partner_id=who,
        due_date=due,
        item_number=number,
        item_date=issued,
    )
    other, tax = ("700-01", "222-1") if sale else (account or "402-99", "221-1")
    side = "credit" if sale else "debit"
    lines = (party, NewLine(other, **{side: D(net)}), NewLine(tax, **{side: D(vat)}))
    (posted,) = post_entries(
        [
            NewEntry(
                "SP" if sale else "ZK",
                issued.year,
                issued.month,
                "FV",
                number,
                issued,
                issued,
                f"faktura {number}",
                lines,
                who,
            )
        ],
        by=None,
        at=AUTUMN,
    )
    base, paired = ("K_19", "K_20") if sale else ("K_42", "K_43")
    row = RegisterRow(
        "sales" if sale else "purchase",
        issued.year,
        issued.month,
        D(net),
        D(vat),
        {base: D(net), paired: D(vat)},
        "BFK",
        "",
        procedures=procedures,
    )
    told = NewVatRow(row, None, posted.id, "PL", tax_id, f"Firma {number}", number, issued, None)
    record_vat([told], Stamp(None, FILING))
    return items_of_entries([posted.id])[posted.id, 1]


def pay(item: int, amount: str, day: date, *, sale: bool, at: datetime = AUTUMN) -> int:
    """A payment of an item on a day; gives its item."""
    own = "credit" if sale else "debit"
    other = "debit" if sale else "credit"
    who = items_by_id([item])[item].partner_id
    lines = (
        NewLine("201" if sale else "202", **{own: D(amount)}, partner_id=who, item_date=day),
        NewLine("131", **{other: D(amount)}),
    )
    number = f"WB/{day:%m%d}/{item}/{amount}"
    (posted,) = post_entries(
        [NewEntry("BK", day.year, day.month, "WB", number, day, day, "zapłata", lines)],
        by=None,
        at=at,
    )
    paid = items_of_entries([posted.id])[posted.id, 1]
    pair = (
        Part(item, paid, D(amount), D(amount)) if sale else Part(paid, item, D(amount), D(amount))
    )
    settle_parts(parts=[pair], on=day, by=None, at=at)
    return paid


def opened(clerk: int) -> House:
    """Two claims and two debts due 5 March, which went bad on 3 June; part of each second one was paid in April."""
    items = {
        "S/1": invoice("S/1", net="1000.00", vat="230.00", sale=True),
        "S/2": invoice("S/2", net="200.00", vat="46.00", sale=True, tax_id="9990012052"),
        "Z/1": invoice("Z/1", net="500.00", vat="115.00", sale=False, tax_id="9990013063"),
        "Z/2": invoice("Z/2", net="100.00", vat="23.00", sale=False, tax_id="9990013063"),
    }
    pay(items["S/2"], "123.00", date(2026, 4, 8), sale=True)
    pay(items["Z/2"], "41.00", date(2026, 4, 8), sale=False)
    return House(clerk, items)


def june(at: datetime = FILING) -> dict[str, Waiting]:
    return {w.invoice.number: w for w in waiting(tax=Tax.VAT, period=JUNE, today=at.date())}
