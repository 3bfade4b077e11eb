from __future__ import annotations

import doctest
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.platform import money, periods
from zaplecze.platform.days import (
    WARSAW,
    add_working_hours,
    is_working_day,
    next_working_day,
    working_day_before,
    working_hours,
)
from zaplecze.platform.money import format_pln, parse_pln, split_largest_remainder
from zaplecze.platform.refusal import Refusal

grosze = st.decimals("-99999999.99", "99999999.99", places=2)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda d: d.replace(tzinfo=WARSAW)
)


@pytest.mark.parametrize("module", [money, periods])
def test_the_tables_of_examples(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@given(grosze, st.lists(st.decimals(0, 1000, places=3), min_size=1, max_size=12).filter(any))
def test_no_grosz_is_lost_in_any_split(amount: Decimal, weights: list[Decimal]) -> None:
    parts = split_largest_remainder(amount, weights)
    assert sum(parts) == amount
    assert all(p == p.quantize(Decimal("0.01")) for p in parts)
    total = sum(weights)
    assert all(
        abs(p - amount * w / total) < Decimal("0.01") for p, w in zip(parts, weights, strict=True)
    )


def test_a_split_without_weights_is_refused() -> None:
    for weights in ([], [Decimal(0)], [Decimal(-1), Decimal(2)]):
        with pytest.raises(ValueError, match="wagi"):
            split_largest_remainder(Decimal(1), weights)


@given(grosze)
def test_what_is_shown_can_be_typed(amount: Decimal) -> None:
    assert parse_pln(format_pln(amount)) == amount


@pytest.mark.parametrize("text", ["", "abc", "1,234", "1.2.3", "--1", "1e5", "NaN"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="nie jest kwotą"):
        parse_pln(text)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 11), False),
        (date(2026, 12, 24), False),  # a holiday since 2025
        (date(2024, 12, 24), True),
        (date(2026, 6, 4), False),  # Corpus Christi
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
    ],
)
def test_polish_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_the_day_of_an_exchange_rate() -> None:
    assert working_day_before(date(2026, 11, 12)) == date(2026, 11, 10)
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)


def test_an_afternoon_goes_on_in_the_morning() -> None:
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=WARSAW)
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=WARSAW)
    assert working_hours(friday, monday) == 2.5
    assert add_working_hours(friday, 2.5) == monday


@given(moments, st.integers(0, 60))
def test_hours_added_are_hours_passed(start: datetime, hours: int) -> None:
    assert working_hours(start, add_working_hours(start, hours)) == pytest.approx(hours)


@given(moments, st.integers(0, 900), st.integers(0, 900))
def test_working_time_adds_up(start: datetime, first: int, second: int) -> None:
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    assert working_hours(start, end) == pytest.approx(
        working_hours(start, middle) + working_hours(middle, end)
    )


@pytest.mark.parametrize("text", ["2026-13", "2026", "wrzesień", "1999-01", "2026-00"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        periods.parse_month(text)
    assert caught.value.code == "platform.month"
