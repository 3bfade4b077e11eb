"""Conditions as people write them: read back, bound in order, refused with the place of the fault."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from zaplecze.workflow.rules import (
    AllOf,
    AnyOf,
    BadCondition,
    Condition,
    Not,
    Step,
    StepError,
    UnknownFact,
    begin,
    read_condition,
    write_condition,
)
from zaplecze.workflow.tests.procedures import (
    FACTS,
    OVER,
    PAPER,
    conditions,
)


@given(conditions)
@settings(max_examples=60)
def test_a_condition_reads_back_as_it_was_written(condition: Any) -> None:
    text = write_condition(condition, FACTS)
    if len(text) <= 500:
        again = read_condition(text, FACTS)
        assert again is not None
        for amount in ("0", "9999.99", "123456.78"):
            facts = {"gross_pln": amount, "supplier": "abc"}
            assert again.holds(facts) == condition.holds(facts)
        assert write_condition(again, FACTS) == text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("kwota >", "brakuje wartości"),
        ("kwota 10", "brakuje znaku"),
        ("kwotka > 10", "nieznany fakt"),
        ("kwota > dużo", "nie jest kwotą"),
        ("dostawca > 10", "nie jest kwotą"),
        ("(kwota > 10", "nawiasu"),
        ("kwota > 10 kwota < 5", "połącz"),
        ("kwota > -5", "nie jest kwotą"),
        ('dostawca = "abc', "nie rozumiem"),
        ("nie", "urywa się"),
        ("(" * 30, "zagnieżdżony"),
        ("kwota > NaN", "nie jest kwotą"),
    ],
)
def test_a_condition_that_can_not_be_read_says_where(text: str, fault: str) -> None:
    with pytest.raises(BadCondition, match=fault):
        read_condition(text, FACTS)


def test_and_binds_before_or() -> None:
    found = read_condition("kwota > 10 i dostawca = A lub nie mpk = PROD", FACTS)
    assert found == AnyOf(
        (
            AllOf((Condition("gross_pln", "over", "10"), Condition("supplier", "is", "A"))),
            Not(Condition("cost_center", "is", "PROD")),
        )
    )


def test_an_unknown_fact_is_never_a_silent_no() -> None:
    one = AnyOf((Condition("gross_pln", "over", "1"), Condition("cost_center", "is", "X")))
    with pytest.raises(UnknownFact, match="cost_center"):
        one.holds(PAPER)
    with pytest.raises(StepError, match=r"krok „zarząd”.*cost_center"):
        begin((Step("zarząd", "approve", 8, Condition("cost_center", "is", "X")),), PAPER)


def test_a_correction_below_zero_counts_by_its_size() -> None:
    assert OVER.holds({"gross_pln": "-12300.00"})
