from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from zaplecze.config.demo_year.special import deals
from zaplecze.formats.fa3 import Invoice, Kind, Rate
from zaplecze.sales.rules import propose
from zaplecze.tax.rules import pln_totals

D = Decimal


def paper(month: int) -> Invoice:
    """Our advance invoice of August, or its settlement of October."""
    (found,) = (
        d.invoice
        for d in deals(2025, month)
        if d.sale and d.invoice.kind in {Kind.ADVANCE, Kind.SETTLEMENT}
    )
    return found


def sides(invoice: Invoice, advances: str = "0.00") -> dict[str, Decimal]:
    entry = propose(
        invoice,
        pln_totals(invoice, None),
        document_id=1,
        partner_id=2,
        ksef_number="",
        advances=D(advances),
    )
    assert entry.turnover("") == 0
    return {n.account: entry.turnover(n.account) for n in entry.lines}


def test_an_advance_waits_on_840_until_its_settlement() -> None:
    assert sides(paper(8)) == {"201": D("18450.00"), "840": D("-15000.00"), "222-1": D("-3450.00")}


def test_a_settlement_releases_its_advances_into_revenue() -> None:
    """40 000 ordered, 15 000 paid before: the invoice is over 25 000, revenue is the whole."""
    assert sides(paper(10), "15000.00") == {
        "201": D("30750.00"), "840": D("15000.00"), "700-01": D("-40000.00"), "222-1": D("-5750.00"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rate", "account"), [(Rate.ZERO_WDT, "730-02"), (Rate.OUTSIDE_PL, "700-02")]
)
def test_released_advances_become_the_revenue_of_what_was_ordered(rate: Rate, account: str) -> None:
    """Paid in full before: the settlement has no amounts of its own, its lines name the supply."""
    whole = paper(10)
    lines = tuple(replace(line, rate=rate) for line in whole.lines)
    nothing = replace(whole, lines=lines, totals=(), gross=D(0), sold_on=date(2025, 10, 15))
    assert sides(nothing, "40000.00") == {"840": D("40000.00"), account: D("-40000.00")}
