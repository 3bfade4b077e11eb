from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.assets.kst import (
    LOW_VALUE,
    Drive,
    at_once_fault,
    car_limit,
    limit_on,
    symbol_fault,
    usual_rate,
)
from zaplecze.assets.rules import (
    Improvement,
    Method,
    Plan,
    Taken,
    TaxTurn,
    ending,
    first_month,
    instalment,
    plan_faults,
    schedule,
    taken_by,
)

D = Decimal
LINEAR = Plan(Method.LINEAR, D("12000.00"), D(20), (2025, 2))


def years(plan: Plan) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for i in schedule(plan):
        sums[i.month[0]] = sums.get(i.month[0], D(0)) + i.amount
    return sums


def test_linear_begins_the_month_after_and_ends_with_the_rest() -> None:
    """12 000 at 20 %: 200 a month from February 2025, sixty times (art. 16h ust. 1 pkt 1)."""
    found = schedule(LINEAR)
    assert (len(found), found[0].month, found[-1].month) == (60, (2025, 2), (2030, 1))
    assert {i.amount for i in found} == {D("200.00")}
    assert years(LINEAR) == {2025: 2200, 2026: 2400, 2027: 2400, 2028: 2400, 2029: 2400, 2030: 200}
    odd = schedule(replace(LINEAR, value=D("1000.00")))
    assert (odd[0].amount, odd[-1].amount) == (D("16.67"), D("16.47"))


def test_declining_turns_linear_when_that_takes_more() -> None:
    """10 000 at 20 % twice: 4000, 2400, then 2000 a year as 1440 would be less (art. 16k ust. 1)."""
    plan = Plan(Method.DECLINING, D("10000.00"), D(20), (2025, 1), coefficient=D(2))
    assert {y: round(a) for y, a in years(plan).items()} == {
        2025: 4000,
        2026: 2400,
        2027: 2000,
        2028: 1600,
    }


def test_a_one_off_write_down_in_the_month_of_use() -> None:
    assert first_month(Method.ONE_OFF, (2025, 3)) == (2025, 3)
    assert first_month(Method.LINEAR, (2025, 12)) == (2026, 1)
    plan = Plan(Method.ONE_OFF, D("9999.99"), D(0), (2025, 3))
    assert [(i.month, i.amount) for i in schedule(plan)] == [((2025, 3), D("9999.99"))]


def test_a_seasonal_asset_takes_its_year_in_its_months() -> None:
    """6000 at 20 % used June to August: 400 in each (art. 16h ust. 1 pkt 3)."""
    plan = Plan(Method.SEASONAL, D("6000.00"), D(20), (2025, 5), season=(6, 7, 8))
    assert {i.month[1] for i in schedule(plan)} == {6, 7, 8}
    assert instalment(plan, (2025, 6)).amount == D("400.00")
    assert instalment(plan, (2025, 9)).amount == 0


def test_an_improvement_raises_the_instalment_from_the_next_month() -> None:
    plan = replace(LINEAR, improvements=(Improvement((2026, 1), D("6000.00")),))
    assert instalment(plan, (2025, 12)).amount == D("200.00")
    assert instalment(plan, (2026, 1)).amount == D("300.00")
    assert sum(i.amount for i in schedule(plan)) == D("18000.00")


def test_a_pause_takes_nothing_and_loses_nothing() -> None:
    plan = replace(LINEAR, paused=((2025, 3), (2025, 4)))
    assert instalment(plan, (2025, 3)).amount == 0
    assert sum(i.amount for i in schedule(plan)) == D("12000.00")


def test_what_another_program_took_is_not_taken_again() -> None:
    plan = replace(LINEAR, taken=D("11500.00"), start=(2025, 1))
    assert [i.amount for i in schedule(plan)] == [D("200.00"), D("200.00"), D("100.00")]
    assert taken_by(plan, (2025, 2)) == D("11900.00")


def test_a_car_over_the_limit_is_cost_in_part() -> None:
    """200 000 with 150 000 accepted: a quarter of each instalment is no cost (art. 16 ust. 1 pkt 4)."""
    plan = Plan(Method.LINEAR, D("200000.00"), D(20), (2025, 2), deductible=D("150000.00"))
    first = schedule(plan)[0]
    assert (first.amount, first.refused) == (D("3333.33"), D("833.33"))


@pytest.mark.parametrize("limit", ["100000.00", "150000.00", "225000.00", "0.00"])
def test_the_accepted_parts_of_a_car_sum_to_the_limit(limit: str) -> None:
    """Art. 16 ust. 1 pkt 4: what tax accepts in all years together is the limit, to the grosz."""
    value = D("300001.03")
    plan = Plan(Method.LINEAR, value, D(20), (2026, 2), deductible=D(limit))
    taken = schedule(plan)
    assert sum(i.amount - i.refused for i in taken) == D(limit)
    assert all(0 <= i.refused <= i.amount for i in taken)


def test_it_ends_where_the_asset_goes() -> None:
    assert schedule(replace(LINEAR, last=(2025, 4)))[-1].month == (2025, 4)


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (replace(LINEAR, value=D(0)), "większa od zera"),
        (replace(LINEAR, residual=D("12000.01")), "nie mogą przekraczać"),
        (replace(LINEAR, rate=D(0)), "stawka"),
        (replace(LINEAR, method=Method.DECLINING, coefficient=D(4)), "współczynnik"),
        (replace(LINEAR, method=Method.SEASONAL), "miesięcy używania"),
    ],
)
def test_a_plan_that_makes_no_sense_is_told(plan: Plan, told: str) -> None:
    assert any(told in fault for fault in plan_faults(plan))


def test_rates_and_limits_are_dated_data() -> None:
    assert (usual_rate("487"), usual_rate("491"), usual_rate("9")) == (30, 10, None)
    assert limit_on(LOW_VALUE, date(2025, 1, 1)).amount == 10_000
    with pytest.raises(LookupError):
        limit_on(LOW_VALUE, date(2001, 1, 1))


@pytest.mark.parametrize(
    ("day", "value", "drive", "limit"),
    [
        (date(2025, 12, 31), "150000.00", None, None),
        (date(2025, 12, 31), "171000.00", Drive.OTHER, 150_000),
        (date(2025, 12, 31), "171000.00", Drive.ELECTRIC, None),
        (date(2025, 12, 31), "300000.00", Drive.ELECTRIC, 225_000),
        (date(2026, 1, 1), "100000.00", None, None),
        (date(2026, 1, 1), "100000.01", Drive.OTHER, 100_000),
        (date(2026, 1, 1), "150000.01", Drive.LOW, 150_000),
        (date(2026, 1, 1), "225000.01", Drive.ELECTRIC, 225_000),
    ],
)
def test_the_limit_of_a_car(day: date, value: str, drive: Drive | None, limit: int | None) -> None:
    """Art. 16 ust. 1 pkt 4: by the day of taking into use, and from 2026 by what the car gives off."""
    found = car_limit(day, D(value), drive)
    assert (found.amount if found else None) == limit


def test_a_car_over_the_lowest_limit_needs_its_drive() -> None:
    with pytest.raises(ValueError, match="podaj napęd auta"):
        car_limit(date(2026, 1, 1), D("100000.01"), None)


@pytest.mark.parametrize(
    ("symbol", "words"),
    [
        ("741", ""), ("101", ""), ("808", ""), ("5", "trzy cyfry"), ("48", "trzy cyfry"),
        ("auto", "nie jest symbolem"), ("67", "trzy cyfry"), ("671", "podgrupy 67"), ("950", "podgrupy 95"),
        ("७४१", "nie jest symbolem"),
    ],
)  # fmt: skip
def test_a_symbol_has_to_stand_in_the_classification(symbol: str, words: str) -> None:
    fault = symbol_fault(symbol)
    assert words in fault
    assert bool(fault) == bool(words)


def test_what_tax_takes_at_once() -> None:
    """Up to 10 000 zł anything; above it machines of groups 3 to 8, but no car, building or licence."""
    day = date(2026, 5, 1)
    for symbol, value, taken in (
        ("101", "10000.00", True),
        ("101", "10000.01", False),
        ("549", "24000.00", True),
        ("741", "24000.00", False),
    ):
        fault = at_once_fault(symbol=symbol, intangible=False, value=D(value), day=day)
        assert (not fault) == taken
    assert at_once_fault(symbol="", intangible=True, value=D("10000.01"), day=day)


money = st.integers(1, 10**8).map(lambda n: D(n).scaleb(-2))
plans = st.builds(
    Plan,
    method=st.sampled_from([Method.LINEAR, Method.DECLINING, Method.ONE_OFF, Method.SEASONAL]),
    value=money,
    rate=st.integers(2, 100).map(D),
    start=st.tuples(st.integers(2020, 2026), st.integers(1, 12)),
    coefficient=st.sampled_from([D("1.4"), D(2)]),
    season=st.just((5, 6, 7)),
    improvements=st.lists(
        st.builds(Improvement, st.tuples(st.integers(2020, 2030), st.integers(1, 12)), money), max_size=2
    ).map(tuple),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(plans)
def test_a_plan_takes_its_value_and_never_a_grosz_more(plan: Plan) -> None:
    found = schedule(plan)
    taken = sum((i.amount for i in found), D(0))
    whole = plan.value + sum((i.amount for i in plan.improvements), D(0))
    assert taken <= whole
    assert all(i.amount > 0 for i in found)
    assert [i.month for i in found] == sorted({i.month for i in found})
    # Tiny values at low rates round to nothing a month; all else is taken whole.
    if plan.method is not Method.ONE_OFF and plan.value * plan.rate / 1200 >= 1:
        assert taken == whole


amounts = st.integers(0, 10**7).map(lambda n: Decimal(n).scaleb(-2))


@given(
    st.lists(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=4), min_size=1, max_size=4)
)
def test_fields_of_rpd_are_never_below_zero_and_tell_the_whole_difference(
    years: list[list[tuple[Decimal, Decimal]]],
) -> None:
    """Whatever both plans take: K_5 - K_6 - K_8 of a year is books less tax, and K_6 takes no more than was left."""
    carried = Decimal(0)
    for months in years:
        taken, posted = Taken(carried), TaxTurn()
        for balance, tax in months:
            more = taken.more(balance, tax)
            posted += more.turn() - taken.turn()
            taken = more
        assert posted == taken.turn()
        over = taken.balance - taken.tax
        assert min(posted.not_yet, posted.earlier, posted.outside) >= 0
        assert posted.not_yet - posted.earlier - posted.outside == over
        assert posted.earlier <= max(carried, Decimal(0))
        carried += over


@given(amounts, amounts, amounts, amounts, st.booleans())
def test_the_end_of_an_asset_costs_tax_what_its_plan_had_left(
    balance: Decimal, tax: Decimal, net: Decimal, tax_net: Decimal, deductible: bool
) -> None:
    taken = Taken(Decimal(0), balance, tax)
    end = ending(taken, net=net, tax_net=tax_net, later=False, deductible=deductible)
    raised = end.refused + end.turn.not_yet - end.turn.earlier - end.turn.outside
    assert net - raised == end.taken == (tax_net if deductible else 0)
