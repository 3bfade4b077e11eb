"""Which claims meet: sums, order, days; and a sum of a currency that keeps its value in PLN."""

from __future__ import annotations

import doctest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zaplecze.payments.collections import setoff_rules
from zaplecze.payments.collections.setoff_rules import Owed, meet, taken_of, values
from zaplecze.platform.money import round_half_up

ON = date(2026, 9, 30)
MONEY = st.integers(1, 10**7).map(lambda n: Decimal(n) / 100)
DUE = st.integers(-60, 60).map(lambda n: ON + timedelta(days=n))


def side(first_id: int) -> st.SearchStrategy[list[Owed]]:
    pairs = st.lists(st.tuples(DUE, MONEY), max_size=6)
    return pairs.map(lambda rows: [Owed(first_id + n, *row) for n, row in enumerate(rows)])


@given(side(1), side(100), st.none() | MONEY)
def test_claims_meet_up_to_the_lower_sum_the_oldest_first(
    mine: list[Owed], theirs: list[Owed], limit: Decimal | None
) -> None:
    met = meet(mine, theirs, on=ON, limit=limit)
    sums = [sum((o.left for o in rows), Decimal(0)) for rows in (mine, theirs)]
    assert sum((m.amount for m in met), Decimal(0)) == min(
        [*sums, *([limit] if limit is not None else [])]
    )
    taken = taken_of(met)
    for rows in (mine, theirs):
        in_order = sorted(rows, key=lambda o: (o.due, o.item_id))
        shares = [(taken.get(o.item_id, Decimal(0)), o.left) for o in in_order]
        # Whole ones, then at most one in part, then none.
        partial = [n for n, (share, left) in enumerate(shares) if share != left]
        assert all(share == 0 for share, _ in shares[partial[0] + 1 :]) if partial else True
    due = {o.item_id: o.due for o in (*mine, *theirs)}
    for m in met:
        assert m.amount > 0
        assert m.since == min(ON, max(due[m.receivable_id], due[m.payable_id]))


@given(st.lists(MONEY, min_size=1, max_size=9), st.integers(1, 99999))
def test_parts_at_one_rate_are_worth_what_their_sum_is(parts: list[Decimal], rate: int) -> None:
    mid = Decimal(rate) / 10000
    found = values(parts, mid)
    assert sum(found) == round_half_up(sum(parts, Decimal(0)) * mid)
    for value, part in zip(found, parts, strict=True):
        assert abs(value - part * mid) <= Decimal("0.01")


def test_examples_hold() -> None:
    assert doctest.testmod(setoff_rules).failed == 0
