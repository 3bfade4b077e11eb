"""Items in currencies counted by hand, and what must hold for any of them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.ledger.currency_rules import (
    CannotPair,
    Claim,
    Held,
    Lot,
    booked_share,
    fifo_value,
    held_lots,
    lots_left,
    pair_claims,
    pair_parts,
    taken,
    valuation,
)


def eur(id_: int, debit: bool, amount: str, pln: str) -> Claim:
    return Claim(id_, debit, "EUR", D(pln), D(amount))


def pln(id_: int, debit: bool, amount: str) -> Claim:
    return Claim(id_, debit, "PLN", D(amount), D(amount))


def test_a_receivable_paid_at_a_lower_rate_is_a_loss() -> None:
    """100 EUR booked at 4.30, paid at 4.20: 10 zł less came in."""
    (pair,) = pair_claims([eur(1, True, "100.00", "430.00"), eur(2, False, "100.00", "420.00")])
    assert (pair.amount, pair.difference) == (D("420.00"), D("-10.00"))


def test_a_liability_paid_at_a_lower_rate_is_a_gain() -> None:
    (pair,) = pair_claims([eur(1, False, "100.00", "430.00"), eur(2, True, "100.00", "420.00")])
    assert (pair.debit_id, pair.amount, pair.difference) == (2, D("420.00"), D("10.00"))


def test_a_part_takes_its_share_and_the_last_part_the_rest() -> None:
    """A third of 100 EUR at 430.00 zł is 143.32 zł (33.33 EUR), then 286.68 zł is left for 66.67 EUR."""
    claim = eur(1, True, "100.00", "430.00")
    first = booked_share(claim, D("33.33"))
    rest = taken(claim, D("33.33"), first)
    assert (first, rest.left, booked_share(rest, D("66.67"))) == (
        D("143.32"),
        D("286.68"),
        D("286.68"),
    )


def test_two_invoices_are_paid_by_three_payments() -> None:
    pairs = pair_claims(
        [
            eur(1, True, "100.00", "430.00"),
            eur(2, True, "50.00", "220.00"),
            eur(3, False, "60.00", "252.00"),
            eur(4, False, "60.00", "264.00"),
            eur(5, False, "20.00", "90.00"),
        ]
    )
    assert [(p.debit_id, p.credit_id, p.debit_part, p.difference) for p in pairs] == [
        (1, 3, D("60.00"), D("-6.00")),  # 258.00 against 252.00
        (1, 4, D("40.00"), D("4.00")),  # 172.00 against 176.00
        (2, 4, D("20.00"), D("0.00")),  # 88.00 against 88.00
        (2, 5, D("20.00"), D("2.00")),  # 88.00 of 132.00 left against 90.00
    ]


def test_an_invoice_in_euro_is_paid_in_zloty() -> None:
    (pair,) = pair_claims([eur(1, True, "100.00", "430.00"), pln(2, False, "435.50")])
    assert (pair.debit_part, pair.credit_part, pair.difference) == (
        D("100.00"),
        D("435.50"),
        D("5.50"),
    )


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ([eur(1, True, "100.00", "430.00"), pln(2, False, "200.00")], "ledger.too-far"),
        (
            [eur(1, True, "100", "430"), pln(2, False, "200"), pln(3, False, "230")],
            "ledger.currencies",
        ),
    ],
)
def test_what_does_not_pair_is_refused(claims: list[Claim], code: str) -> None:
    with pytest.raises(CannotPair) as refused:
        pair_claims(claims)
    assert refused.value.code == code


def test_more_than_is_left_is_refused() -> None:
    debit, credit = eur(1, True, "100.00", "430.00"), eur(2, False, "200.00", "850.00")
    with pytest.raises(CannotPair) as refused:
        pair_parts(debit, credit, D("150.00"), D("150.00"))
    assert refused.value.code == "ledger.part"


amounts = st.decimals("10.00", "100000.00", places=2)
rates = st.decimals("1.0000", "9.0000", places=4)


@st.composite
def many_claims(draw: st.DrawFn) -> list[Claim]:
    found = []
    for id_ in range(draw(st.integers(2, 8))):
        amount, rate = draw(amounts), draw(rates)
        found.append(
            Claim(id_, draw(st.booleans()), "EUR", (amount * rate).quantize(D("0.01")), amount)
        )
    return found


@given(many_claims())
def test_no_grosz_and_no_cent_is_lost(claims: list[Claim]) -> None:
    """An item's settlements and its share of differences are what it was booked at, when nothing is left."""
    pairs = pair_claims(claims)
    own = {True: D(0), False: D(0)}
    for claim in claims:
        mine = [p for p in pairs if claim.id in (p.debit_id, p.credit_id)]
        part = sum((p.debit_part for p in mine), D(0))
        booked = sum((p.debit_pln if claim.is_debit else p.credit_pln for p in mine), D(0))
        own[claim.is_debit] += part
        assert part <= claim.own_left
        assert (booked == claim.left) == (part == claim.own_left)
        # What settles it directly and the differences on its side make up its booked value.
        dearer = sum(
            (max(-p.difference if claim.is_debit else p.difference, D(0)) for p in mine),
            D(0),
        )
        assert sum((p.amount for p in mine), D(0)) + dearer == booked
    assert own[True] == own[False]
    total = {
        side: sum((c.own_left for c in claims if c.is_debit == side), D(0))
        for side in (True, False)
    }
    assert own[True] == min(total.values())


def test_first_in_first_out_counts_from_the_oldest() -> None:
    """100 at 4.30 and 50 at 4.20 came in, 120 goes out: 430.00 + 20 at 4.20 = 514.00; 30 at 4.20 stays."""
    lots = [Lot(D(100), D("430.00")), Lot(D(50), D("210.00"))]
    assert fifo_value(lots, D(120)) == D("514.00")
    assert lots_left([*lots, Lot(D(-120), D("-514.00"))]) == [Lot(D(30), D("126.00"))]
    assert fifo_value(lots, D(151)) is None


def test_an_overdraft_is_repaid_from_its_oldest_part() -> None:
    """100 go out of an empty account at 4.30, 50 at 4.20; 120 come in at 4.40: 30 are owed at 4.20 yet."""
    owed = [Lot(D(-100), D("-430.00")), Lot(D(-50), D("-210.00"))]
    assert held_lots([*owed, Lot(D(120), D("528.00"))]) == [Lot(D(-30), D("-126.00"))]
    assert held_lots([*owed, Lot(D(160), D("704.00"))]) == [Lot(D(10), D("44.00"))]
    assert lots_left(owed) == []


@given(
    st.lists(
        st.builds(Lot, st.sampled_from([D(-70), D(-1), D(0), D("0.01"), D(33), D(100)]), amounts)
    )
)
def test_lots_hold_what_came_in_less_what_went_out(moves: list[Lot]) -> None:
    """However in and out follow each other, the currency adds up, all of it on one side."""
    held = held_lots(moves)
    assert sum((lot.amount for lot in held), D(0)) == sum((m.amount for m in moves), D(0))
    assert len({lot.amount > 0 for lot in held}) <= 1
    assert all(lot.amount for lot in held)


@given(st.lists(st.builds(Lot, amounts, amounts), min_size=1, max_size=6), st.data())
def test_what_goes_out_and_what_stays_is_what_came_in(lots: list[Lot], data: st.DataObject) -> None:
    total = sum((lot.amount for lot in lots), D(0))
    out = data.draw(st.decimals("0.01", str(total), places=2))
    value = fifo_value(lots, out)
    assert value is not None
    stays = sum((lot.pln for lot in lots_left([*lots, Lot(-out, -value)])), D(0))
    assert value + stays == sum((lot.pln for lot in lots), D(0))


def test_a_valuation_adds_only_what_is_new() -> None:
    """1000 EUR booked at 4200 zł, mid 4.25: 50 zł; a second valuation on the same day adds nothing."""
    held = Held("EUR", D("1000.00"), D("4200.00"))
    assert valuation(held, D("4.25")) == D("50.00")
    assert valuation(held, D("4.25"), D("50.00")) == 0
    owed = Held("EUR", D("-1000.00"), D("-4200.00"))
    assert valuation(owed, D("4.25")) == D("-50.00")
