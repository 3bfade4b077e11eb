"""Splits, schedules, days of recurring entries and the circle: no grosz lost, none invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.ledger.accruals.rules import CannotAccrue, Held, Method, instalment_entry, schedule
from zaplecze.ledger.circle.rules import Circle, complete, missing
from zaplecze.ledger.recurring.rules import Rhythm, due_day, lines_as_data, lines_from_data
from zaplecze.ledger.rules import NewEntry, NewLine, faults
from zaplecze.ledger.splits.rules import (
    AMOUNT,
    KEY,
    PERCENT,
    CannotSplit,
    Part,
    read_parts,
    split_line,
)

D = Decimal
DAY = date(2026, 5, 4)
CENTERS = {c: c for c in ("HANDEL", "PROD", "ZARZAD")}
amounts = st.decimals(-1_000_000, 1_000_000, places=2).filter(bool)
weights = st.lists(st.decimals(0, 10_000, places=4), min_size=1, max_size=12).filter(any)


@given(amounts, weights, st.booleans())
def test_a_key_shares_to_the_grosz(amount: Decimal, values: list[Decimal], on_debit: bool) -> None:
    line = NewLine("402-01", debit=amount) if on_debit else NewLine("402-01", credit=amount)
    parts = [Part(v, cost_center=f"C{n}") for n, v in enumerate(values)]
    made = split_line(line, name="X", method=KEY, parts=parts)
    assert sum(x.debit for x in made) == line.debit
    assert sum(x.credit for x in made) == line.credit
    total = sum(values)
    by_center = {x.cost_center: x.debit + x.credit for x in made}
    for part in parts:
        assert part.value is not None
        exact = amount * part.value / total
        assert abs(by_center.get(part.cost_center, D(0)) - exact) < D("0.01")


@given(amounts, st.decimals(0, 100, places=2), st.decimals("0.01", 10_000, places=2))
def test_percent_and_currency_keep_their_sums(
    amount: Decimal, first: Decimal, euro: Decimal
) -> None:
    line = NewLine("402-01", debit=amount, currency="EUR", currency_amount=euro)
    made = split_line(
        line, name="X", method=PERCENT, parts=[Part(first, "HANDEL"), Part(None, "PROD")]
    )
    assert sum(x.debit for x in made) == amount
    assert sum(x.currency_amount or D(0) for x in made) == euro


def test_parts_as_people_type_them() -> None:
    assert read_parts(
        "handel 30%; PROD|P-1@501 reszta", centers=CENTERS, projects={"P-1": "P-1"}
    ) == (
        PERCENT,
        [Part(D(30), "HANDEL"), Part(None, "PROD", "P-1", "501")],
    )
    method, parts = read_parts("ZARZAD 1 200,50; PROD reszta", centers=CENTERS, projects={})
    assert (method, parts[0].value) == (AMOUNT, D("1200.50"))
    line = NewLine("402-01", debit=D("2000.00"))
    made = split_line(line, name="X", method=method, parts=parts)
    assert [(x.cost_center, x.debit) for x in made] == [
        ("ZARZAD", D("1200.50")), ("PROD", D("799.50")),
    ]  # fmt: skip
    assert made[0].why == "podzielnik X: 1200,5 zł z 2\xa0000,00"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("HANDEL 30%; PROD 60%", "Procenty dają 90"),
        ("HANDEL 30%; PROD 70", "same procenty albo same kwoty"),
        ("HANDEL 9999999999%; PROD reszta", "wartość od 0 do miliarda"),
        ("HANDEL 0,005; PROD reszta", "ułamek grosza"),
        ("A" + " " * 3_000 + "x", "Część 1"),
        ("HANDEL 1;" * 1_000, "więcej niż 4000 znaków"),
        ("HANDEL dużo", "Część 1: „HANDEL dużo”"),
        ("MORZE 10%; PROD reszta", "nie ma MPK ani projektu MORZE"),
        ("HANDEL reszta; PROD reszta", "Reszta może być jedna"),
        ("", "od 1 do 200 części"),
    ],
)
def test_bad_parts_are_refused(text: str, words: str) -> None:
    with pytest.raises(CannotSplit, match=words):
        read_parts(text, centers=CENTERS, projects={})


def test_a_part_goes_on_to_its_account_of_group_five_through_490() -> None:
    _, parts = read_parts("PROD@501 40%; HANDEL reszta", centers=CENTERS, projects={})
    line = NewLine("402-01", debit=D(100))
    made = split_line(line, name="X", method=PERCENT, parts=parts)
    assert [(x.account, x.cost_center, x.debit - x.credit) for x in made] == [
        ("402-01", "PROD", 40), ("402-01", "HANDEL", 60), ("501", "PROD", 40), ("490", "", -40),
    ]  # fmt: skip
    entry = NewEntry(
        "PK", 2026, 5, "PK", "1", DAY, DAY, "x", (*made, NewLine("240", credit=D(100)))
    )
    whole = complete(entry, Circle((2026, 5), "550"))
    assert [(x.account, x.cost_center, x.debit - x.credit) for x in whole.lines[5:]] == [
        ("550", "HANDEL", 60), ("490", "", -60),
    ]  # fmt: skip
    on_five = split_line(NewLine("550", debit=D(10)), name="X", method=PERCENT, parts=parts)
    assert [x.account for x in on_five] == ["501", "550"]


def test_amounts_that_do_not_fit_the_line_are_refused() -> None:
    line = NewLine("402-01", debit=D(100))
    for parts in ([Part(D(99), "PROD")], [Part(D(101), "PROD"), Part(None, "HANDEL")]):
        with pytest.raises(CannotSplit, match="różnią się od kwoty wiersza o 1 zł"):
            split_line(line, name="X", method=AMOUNT, parts=parts)
    with pytest.raises(CannotSplit, match="nie ma kwoty"):
        split_line(NewLine("402-01"), name="X", method=PERCENT, parts=[Part(D(100), "PROD")])


@given(amounts, st.sampled_from([Method.EQUAL, Method.DAYS]), st.integers(0, 3_000))
def test_a_schedule_sums_to_its_amount_with_one_sign(
    amount: Decimal, method: Method, days: int
) -> None:
    found = schedule(amount, method, first=DAY, last=DAY + timedelta(days=days))
    assert sum(i.amount for i in found) == amount
    assert {i.amount > 0 for i in found} == {amount > 0}
    assert [i.month for i in found] == sorted({i.month for i in found})
    held = Held("RMK/1", "Polisa", "640", "409-03")
    assert all(faults(instalment_entry(held, i.amount, month=i.month, no="1")) == [] for i in found)


def test_typed_instalments_have_to_fit() -> None:
    last = date(2026, 6, 30)
    found = schedule(D(10), Method.CUSTOM, first=DAY, last=last, custom=[D(7), D(3)])
    assert [i.amount for i in found] == [D(7), D(3)]
    for custom, words in (
        ([D(7)], "Podaj 2 kwot"),
        ([D(7), D(2)], "różnica 1"),
        ([D(12), D(-2)], "inny znak"),
    ):
        with pytest.raises(CannotAccrue, match=words):
            schedule(D(10), Method.CUSTOM, first=DAY, last=last, custom=custom)
    with pytest.raises(CannotAccrue, match="więcej niż 120 miesięcy"):
        schedule(D(10), Method.EQUAL, first=DAY, last=date(2036, 5, 4))
    with pytest.raises(CannotAccrue, match="przed początkiem"):
        schedule(D(10), Method.EQUAL, first=last, last=DAY)


@given(
    st.sampled_from(list(Rhythm)), st.integers(0, 31),
    st.integers(1, 12), st.integers(0, 40),
)  # fmt: skip
def test_a_recurring_day_lies_in_its_month_as_often_as_said(
    rhythm: Rhythm, day: int, start: int, passed: int
) -> None:
    month = (2026 + (start - 1 + passed) // 12, (start - 1 + passed) % 12 + 1)
    found = due_day(rhythm, day, first=(2026, start), month=month)
    every = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}[rhythm]
    assert (found is not None) == (passed % every == 0)
    assert found is None or ((found.year, found.month) == month and (day == 0 or found.day <= day))


def test_christmas_and_weekends_are_no_working_days() -> None:
    assert due_day(Rhythm.MONTHLY, 0, first=(2026, 1), month=(2026, 10)) == date(2026, 10, 30)
    assert due_day(Rhythm.MONTHLY, 0, first=(2026, 1), month=(2025, 12)) is None
    lines = (NewLine("132", debit=D("4.20"), partner_id=7, currency="EUR", currency_amount=D(1)),)
    assert lines_from_data(lines_as_data(lines), why="") == lines


places = st.dictionaries(st.sampled_from(["", "PROD", "HANDEL"]), amounts, min_size=1)


@given(places)
def test_the_circle_closes_every_entry_and_changes_nothing_twice(
    costs: dict[str, Decimal],
) -> None:
    total = sum(costs.values(), D(0))
    lines = [NewLine("402-01", debit=a, cost_center=c) for c, a in costs.items()]
    entry = NewEntry(
        "PK", 2026, 5, "PK", "1", DAY, DAY, "x", (*lines, NewLine("240", credit=total))
    )
    circle = Circle((2026, 5), "550", {"PROD": "500"})
    whole = complete(entry, circle)
    assert missing(whole) == 0
    assert whole.turnover("5") == -whole.turnover("490") == sum(costs.values())
    assert complete(whole, circle) == whole
    assert complete(entry, Circle((2026, 6), "550")) == entry
    assert complete(entry, None) == entry
    if "PROD" in costs:
        assert whole.turnover("500") == costs["PROD"]


def test_costs_moved_between_places_move_on_group_five_too() -> None:
    lines = NewLine("402-01", debit=D(7), cost_center="PROD"), NewLine("402-01", credit=D(7))
    entry = NewEntry("PK", 2026, 5, "PK", "1", DAY, DAY, "x", lines)
    assert told(entry, Circle((2026, 5), "550", {"PROD": "500"})) == [
        ("500", "PROD", 7), ("550", "", -7),
    ]  # fmt: skip


def test_the_circle_writes_its_lines_anew_when_a_cost_changes() -> None:
    circle = Circle((2026, 5), "550", {"PROD": "500"})
    entry = NewEntry(
        "PK", 2026, 5, "PK", "1", DAY, DAY, "x",
        (NewLine("402-01", debit=D(10), cost_center="PROD"), NewLine("240", credit=D(10))),
    )  # fmt: skip
    whole = complete(entry, circle)
    cost, paid, place, settled = whole.lines
    dearer = replace(cost, debit=D(12)), replace(paid, credit=D(12)), place, settled
    assert told(replace(whole, lines=dearer), circle) == [("500", "PROD", 12), ("490", "", -12)]
    moved = replace(cost, cost_center="HANDEL"), paid, place, settled
    assert told(replace(whole, lines=moved), circle) == [("550", "HANDEL", 10), ("490", "", -10)]
    # An account of group 5 that a person chose stays; so does all of what she wrote whole.
    chosen = cost, paid, replace(place, account="521", why="zmieniono ręcznie"), settled
    assert told(replace(whole, lines=chosen), circle) == [("521", "PROD", 10), ("490", "", -10)]
    own = *chosen[:3], replace(settled, why="zmieniono ręcznie")
    assert complete(replace(whole, lines=own), circle).lines == own


def told(entry: NewEntry, circle: Circle) -> list[tuple[str, str, Decimal]]:
    """Lines of the circle of the completed entry."""
    lines = complete(entry, circle).lines
    return [(x.account, x.cost_center, x.debit - x.credit) for x in lines[2:]]
