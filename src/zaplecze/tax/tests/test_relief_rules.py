"""Relief for bad debts by its rules: days, shares, and movements that meet again at zero."""

from __future__ import annotations

import doctest
import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zaplecze.tax.relief import rules
from zaplecze.tax.relief.rules import (
    INPUT,
    Claim,
    Debt,
    Law,
    Move,
    Proposed,
    Side,
    Step,
    Tax,
    bad_on,
    counted_day,
    due_between,
    is_duty,
    law_of,
    moving,
    proposed,
    register_amounts,
    too_old,
)

D = Decimal
DUE, END, LATER = date(2026, 3, 5), date(2026, 6, 30), date(2030, 1, 1)
INVOICE = {"K_19": D("1000.00"), "K_20": D("230.00"), "K_17": D("100.00"), "K_18": D("8.00")}
CLAIM = Claim(D("1338.00"), D(0), D("1338.00"), INVOICE)


def confirmed(debt: Debt, *proposals: Proposed) -> Debt:
    return replace(debt, moves=(*debt.moves, *(p.move for p in proposals)))


@pytest.mark.parametrize(
    ("due", "bad"),
    [
        (date(2026, 1, 31), date(2026, 5, 1)),
        (date(2026, 3, 2), date(2026, 5, 31)),
        (date(2026, 3, 3), date(2026, 6, 1)),
        (date(2024, 1, 31), date(2024, 4, 30)),
    ],
)
def test_a_debt_goes_bad_on_the_ninetieth_day_after_its_term(due: date, bad: date) -> None:
    assert bad_on(Tax.VAT, due) == bad
    first, last = due_between(Tax.VAT, bad.replace(day=1), bad)
    assert first <= due <= last
    assert not first <= due <= last - timedelta(days=1)


def test_a_creditor_has_three_years_in_vat_and_two_in_cit() -> None:
    issued = date(2023, 1, 2)
    assert not too_old(Tax.VAT, issued, date(2026, 12, 31))
    assert too_old(Tax.VAT, issued, date(2027, 1, 1))
    assert not too_old(Tax.CIT, issued, date(2025, 12, 31))
    assert too_old(Tax.CIT, issued, date(2026, 1, 1))
    # Before October 2021 it was two years in VAT too.
    assert too_old(Tax.VAT, date(2018, 6, 1), date(2021, 1, 1))
    assert law_of(Tax.VAT, date(2021, 9, 30)) != law_of(Tax.VAT, date(2021, 10, 1))
    assert isinstance(law_of(Tax.CIT, date(2020, 1, 1)), Law)
    with pytest.raises(ValueError, match="2019"):
        law_of(Tax.CIT, date(2019, 12, 31))


def test_the_day_that_counts_is_the_month_end_the_filing_or_the_return() -> None:
    july = date(2026, 7, 20)
    assert counted_day(Tax.VAT, Side.DEBTOR, (2026, 6), today=july) == END
    assert counted_day(Tax.VAT, Side.DEBTOR, (2026, 6), today=date(2026, 6, 9)) == date(2026, 6, 9)
    assert counted_day(Tax.VAT, Side.CREDITOR, (2026, 6), today=july) == july
    filed = date(2026, 7, 15)
    assert counted_day(Tax.VAT, Side.CREDITOR, (2026, 6), today=july, filed=filed) == filed
    # The 25th of July 2026 is a Saturday.
    assert counted_day(Tax.VAT, Side.CREDITOR, (2026, 6), today=LATER) == date(2026, 7, 27)
    assert counted_day(Tax.CIT, Side.DEBTOR, (2026, 0), today=LATER) == date(2027, 3, 31)


def test_a_part_payment_by_hand() -> None:
    """338.00 of 1338.00 came in time: 1000.00 is bad, of it 747.38 + 171.90 at 23 %, 74.74 + 5.98 at 8 %."""
    debt = Debt(CLAIM, DUE, [(date(2026, 4, 1), D("338.00"))])
    (taken,) = proposed(debt, counted=END, until=END)
    assert taken.move == Move(Step.TAKEN, DUE, D("1000.00"))
    assert taken.amounts == {
        "K_19": D("747.38"),
        "K_20": D("171.90"),
        "K_17": D("74.74"),
        "K_18": D("5.98"),
    }
    assert register_amounts(Side.CREDITOR, Step.TAKEN, taken.amounts)["K_20"] == D("-171.90")
    paid = [*debt.paid, (date(2026, 8, 3), D("400.00")), (date(2026, 9, 4), D("600.00"))]
    debt = replace(confirmed(debt, taken), paid=paid)
    first, second = proposed(debt, counted=END, until=LATER)
    assert (first.move.day, first.move.change) == (date(2026, 8, 3), D("-400.00"))
    assert {
        n: first.amounts[n] + second.amounts[n] + taken.amounts[n] for n in INVOICE
    } == dict.fromkeys(INVOICE, 0)
    # What the day of payment doesn't reach yet isn't returned.
    assert [p.move.day for p in proposed(debt, counted=END, until=date(2026, 8, 31))] == [
        date(2026, 8, 3)
    ]


def test_a_debtor_takes_back_and_deducts_again() -> None:
    claim = Claim(D("123.00"), D(0), D("123.00"), {INPUT: D("23.00")})
    (taken,) = proposed(Debt(claim, DUE, []), counted=END, until=END)
    assert register_amounts(Side.DEBTOR, Step.TAKEN, taken.amounts) == {"K_46": D("-23.00")}
    paid = confirmed(Debt(claim, DUE, [(date(2026, 7, 1), D("61.50"))]), taken)
    (back,) = proposed(paid, counted=END, until=LATER)
    assert register_amounts(Side.DEBTOR, Step.RETURNED, back.amounts) == {"K_47": D("11.50")}
    assert is_duty(Side.DEBTOR, taken)
    assert not is_duty(Side.DEBTOR, back)
    assert is_duty(Side.CREDITOR, back)
    assert not is_duty(Side.CREDITOR, taken)


def test_what_was_paid_in_time_or_taken_by_nobody_moves_nothing() -> None:
    whole = [(END, D("1338.00"))]
    assert proposed(Debt(CLAIM, DUE, whole), counted=END, until=LATER) == []
    late = [(END + timedelta(days=1), D("1338.00"))]
    (only,) = proposed(Debt(CLAIM, DUE, late), counted=END, until=LATER)
    assert only.move.step is Step.TAKEN


def test_a_payment_found_later_but_made_in_time_corrects_what_was_taken() -> None:
    (taken,) = proposed(Debt(CLAIM, DUE, []), counted=END, until=END)
    found = confirmed(Debt(CLAIM, DUE, [(date(2026, 5, 5), D("338.00"))]), taken)
    (less,) = proposed(found, counted=END, until=LATER)
    assert less.move == Move(Step.TAKEN, DUE, D("-338.00"))
    assert proposed(confirmed(found, less), counted=END, until=LATER) == []


def test_a_payment_taken_back_puts_the_relief_back() -> None:
    day = date(2026, 8, 3)
    (taken,) = proposed(Debt(CLAIM, DUE, []), counted=END, until=END)
    paid = confirmed(Debt(CLAIM, DUE, [(day, D("1338.00"))]), taken)
    (back,) = proposed(paid, counted=END, until=LATER)
    bounced = replace(confirmed(paid, back), paid=[])
    (again,) = proposed(bounced, counted=END, until=LATER)
    assert again.move == Move(Step.RETURNED, day, D("1338.00"))
    assert {n: again.amounts[n] + back.amounts[n] for n in INVOICE} == dict.fromkeys(INVOICE, 0)


def grosze(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda n: D(n) / 100)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Claim], list[list[tuple[date, Decimal]]], st.DataObject]:
    """A document of one to three instalments, each paid in full in parts, on days in any order."""
    parts = draw(st.lists(grosze(1, 500_000), min_size=1, max_size=3))
    total = sum(parts, D(0)) + draw(grosze(0, 100))
    amounts = {"K_19": draw(grosze(0, 1_000_000)), "K_20": draw(grosze(1, 300_000))}
    claims, paid, before = [], [], D(0)
    for part in parts:
        claims.append(Claim(part, before, total, amounts))
        before += part
        cuts = sorted(draw(st.sets(grosze(1, max(int(part * 100) - 1, 1)), max_size=4)))
        edges = [D(0), *(c for c in cuts if c < part), part]
        pieces = [b - a for a, b in itertools.pairwise(edges)]
        days = draw(st.lists(st.integers(-60, 400), min_size=len(pieces), max_size=len(pieces)))
        paid.append([(END + timedelta(days=d), p) for d, p in zip(days, pieces, strict=True)])
    return claims, paid, draw(st.data())


@settings(max_examples=60)
@given(story=stories())
def test_after_full_payment_all_movements_sum_to_zero(
    story: tuple[list[Claim], list[list[tuple[date, Decimal]]], st.DataObject],
) -> None:
    """Payments come to light in any order, proposals are confirmed or left lying: the end is the same."""
    claims, paid, data = story
    for claim, parts in zip(claims, paid, strict=True):
        debt = Debt(claim, DUE, [])
        sums = dict.fromkeys(claim.amounts, D(0))
        known = data.draw(st.permutations(parts))
        for n in range(len(known) + 1):
            debt = replace(debt, paid=known[:n])
            whole = n == len(known)
            while found := proposed(debt, counted=END, until=LATER):
                take = found[0] if whole else data.draw(st.sampled_from([None, *found]))
                if take is None:
                    break
                for made in moving(debt, [take.move]):
                    debt = confirmed(debt, made)
                    sums = {name: sums[name] + made.amounts[name] for name in sums}
        assert (debt.standing, sums) == (0, {"K_19": 0, "K_20": 0})


@example(D("0.01"))
@given(unpaid=grosze(0, 133_800))
def test_what_is_relieved_never_exceeds_the_document(unpaid: Decimal) -> None:
    held = CLAIM.under(unpaid)
    assert all(0 <= held[name] <= whole for name, whole in INVOICE.items())
    assert CLAIM.under(CLAIM.amount) == INVOICE


def test_a_payment_of_a_grosz_moves_what_it_can() -> None:
    """2 grosze with 1 of tax: the first grosz paid moves none of it, the second moves it all."""
    claim = Claim(D("0.02"), D(0), D("0.02"), {INPUT: D("0.01")})
    days = [END + timedelta(days=n) for n in (1, 2)]
    (taken,) = proposed(Debt(claim, DUE, []), counted=END, until=LATER)
    debt = confirmed(Debt(claim, DUE, [(day, D("0.01")) for day in days]), taken)
    assert [p.amounts[INPUT] for p in proposed(debt, counted=END, until=LATER)] == [0, D("-0.01")]


def test_instalments_sum_to_the_document() -> None:
    thirds = [Claim(D("33.33"), D("33.33") * n, D("99.99"), {"K_20": D("18.70")}) for n in range(3)]
    assert sum((c.under(c.amount)["K_20"] for c in thirds), D(0)) == D("18.70")


def test_the_examples_in_the_rules_hold() -> None:
    assert doctest.testmod(rules).failed == 0
