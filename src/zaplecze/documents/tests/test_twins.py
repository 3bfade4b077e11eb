"""Twins: one invoice in several appearances joins, different invoices never do."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from bench.appearances import appear, make_invoices
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.documents.appearances.choosing import NOTHING, TwinIndex, key_numbers, match
from zaplecze.documents.appearances.rules import (
    Appearance,
    bare_number,
    compare,
    differences,
    find_twin,
    plain_number,
)

BASE = Appearance(
    "9990012052", "FV/12/2026", Decimal("1230.00"), "PLN", date(2026, 9, 14), channel="mail"
)
DOUBTFUL = {"number": 0.8, "gross": 0.8, "issue_date": 0.8, "seller_nip": 0.8}


def seen(**changes: object) -> Appearance:
    """The same invoice from a scan whose fields are doubtful, some of them otherwise."""
    return replace(BASE, channel="scan", confidences=DOUBTFUL, **changes)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("FV/12/2026", "fv 012 / 2026"),
        ("FV 12/2026", "FV-12-2026"),
        ("Faktura FV12/2026", "FV/12/2026"),
        ("Nr 7/09/2026", "7/9/2026"),
        ("FA/2026/09/0007", "FA 2026-9-7"),
    ],
)
def test_spellings_of_a_number_are_one(a: str, b: str) -> None:
    assert plain_number(a) == plain_number(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [("1/12/2026", "11/2/2026"), ("FV/12/2026", "FK/12/2026"), ("FV/12/2026", "FV/13/2026"), ("10/2026", "1/2026"),
     ("FV/12/2026", "FV/12/2026/K")],
)  # fmt: skip
def test_numbers_that_differ_stay_apart(a: str, b: str) -> None:
    assert plain_number(a) != plain_number(b)


def test_bare_numbers_forgive_what_scans_do() -> None:
    assert bare_number("FV/1O/2O26") == bare_number("FV-10-2026") == bare_number("FV10 2026")


def test_one_ksef_number_is_one_invoice_whatever_else_was_read() -> None:
    ksef = "9990012052-20260914-ABCDEF-123456-00"
    twin = compare(
        replace(BASE, ksef_number=ksef), seen(ksef_number=ksef, number="FV/7", gross=None)
    )
    assert twin is not None and twin.same


def test_two_ksef_numbers_of_one_invoice_are_shown_not_joined() -> None:
    twin = compare(replace(BASE, ksef_number="A"), replace(BASE, ksef_number="B"))
    assert twin is not None and twin.kind == "near" and "dwa numery KSeF" in twin.why


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "FV/I2/2O26"},
        {"number": "12/2026"},
        {"number": "FV122026"},
        {"gross": Decimal("1280.00")},
        {"issue_date": date(2026, 9, 11)},
        {"gross": None},
        {"currency": ""},
    ],
)
def test_one_misread_field_is_forgiven_where_the_others_prove_the_invoice(
    changes: dict[str, object],
) -> None:
    twin = compare(seen(**changes), BASE)
    assert twin is not None and twin.same, twin


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "FV/13/2026"},  # the next number
        {"number": "FV/17/2026"},  # looks alike, and may be another invoice of that day
        {"number": "FV/12/2026/K"},  # a correction
        {"number": "KOR/12/2026"},
        {"number": "FV/1/22026"},
        {"number": "FV/13/2026", "issue_date": date(2026, 10, 14)},  # next month's rent
        {"issue_date": date(2026, 10, 14)},  # numbers begin anew each month
        {"issue_date": date(2025, 9, 14)},
        {"gross": Decimal("-1230.00")},
        {"gross": Decimal("1240.00")},
        {"currency": "EUR"},
        {"seller_nip": "9990013063"},
        {"number": "FV/I2/2026", "gross": Decimal("1280.00")},  # two misread fields prove nothing
    ],
)
def test_another_invoice_never_joins_even_from_a_poor_scan(changes: dict[str, object]) -> None:
    twin = compare(seen(**changes), BASE)
    assert twin is None or twin.kind == "near"


def test_a_certain_field_is_not_taken_for_misread() -> None:
    certain = replace(seen(gross=Decimal("1280.00")), confidences={})
    twin = compare(certain, BASE)
    assert (
        twin is not None and twin.kind == "near" and "kwota brutto: 1280,00 i 1230,00" in twin.why
    )


def test_two_invoices_that_would_both_be_the_same_join_nothing() -> None:
    lost = seen(gross=None)
    twin = find_twin(lost, [BASE, replace(BASE, gross=Decimal("2460.00"))])
    assert twin is not None and twin.kind == "near" and "pasuje też" in twin.why


def test_nothing_in_common_is_no_twin() -> None:
    assert (
        find_twin(
            replace(BASE, seller_nip="9990013063", number="8/2026", gross=Decimal("9.00")), [BASE]
        )
        is None
    )


# -- five thousand appearances of three thousand invoices ------------------------------------------


def test_five_thousand_appearances_of_three_thousand_invoices() -> None:
    """Nothing joins that is not one invoice; nearly all that is one joins; each meets a handful of others only."""
    rng = random.Random(20260914)
    invoices = make_invoices(rng)
    assert len(invoices) == 3000
    shown = [(i, "ksef" if rng.random() < 0.6 else "mail") for i in range(3000)]
    shown += [(rng.randrange(3000), rng.choice(["mail", "scan", "scan"])) for _ in range(2000)]
    rng.shuffle(shown)
    index = TwinIndex()
    owner: dict[int, int] = {}
    first_seen: set[int] = set()
    wrong: list[tuple[Appearance, Appearance, str]] = []
    joined = expected = near = 0
    kept: list[Appearance] = []
    for number, channel in shown:
        new = appear(rng, invoices[number], channel)
        twin = index.find(new)
        if number in first_seen:
            expected += 1
            joined += twin is not None and twin.same
            near += twin is not None and not twin.same
        if twin is not None and twin.same and owner[id(twin.candidate)] != number:
            wrong.append((new, twin.candidate, twin.why))
        first_seen.add(number)
        owner[id(new)] = number
        kept.append(new)
        index.add(new)
    assert wrong == []
    assert joined / expected >= 0.98, (joined, near, expected)
    assert index.compared < 12 * len(shown)


# -- exact files, several papers, differences ------------------------------------------------------


def xml(**changes: object) -> Appearance:
    return replace(BASE, **{"channel": "xml"} | changes)


def test_two_exact_files_are_one_invoice_only_by_seller_and_number() -> None:
    assert compare(xml(number="FV/13/2026"), xml()) is None
    assert compare(xml(seller_nip="9990013063"), xml()) is None
    twin = compare(xml(gross=Decimal("1231.00")), xml())
    assert twin is not None and twin.kind == "near"
    read = compare(seen(number="FV/13/2026"), xml())
    assert read is not None and read.kind == "near"


def test_a_ksef_number_in_the_wrong_file_name_is_a_question() -> None:
    twin = compare(
        xml(ksef_number="A", number="FV/9/2026", channel="ksef"), xml(ksef_number="A", channel="ksef")
    )  # fmt: skip
    assert twin is not None and twin.kind == "near" and "inny numer faktury" in twin.why


def test_one_paper_is_chosen_or_none() -> None:
    other = replace(BASE, gross=Decimal("2460.00"))
    assert match(seen(), [(1, BASE)]).paper == 1
    assert match(seen(), [(1, BASE), (1, seen(gross=None)), (2, other)]).paper == 1
    torn = match(seen(gross=None), [(1, BASE), (2, other)])
    assert torn.paper is None
    assert [paper for paper, _ in torn.near] == [1, 2]
    assert all("więcej niż jeden" in why for _, why in torn.near)
    sure = match(replace(BASE, ksef_number="A"), [(1, BASE), (2, replace(BASE, ksef_number="A"))])
    assert sure.paper == 2
    assert match(seen(), []) == NOTHING


def test_readings_tell_their_differences() -> None:
    told = differences(BASE, seen(gross=Decimal("1280.00"), number="fv 012/2026", issue_date=None))
    assert [(d.name, d.leading, d.other) for d in told] == [("kwota brutto", "1230,00", "1280,00")]


@given(
    number=st.text(alphabet="FV/0123 ABO-", min_size=1, max_size=12),
    gross=st.decimals(-99999, 99999, places=2),
)
def test_equal_appearances_share_every_key_whatever_the_spelling_of_the_amount(
    number: str, gross: Decimal
) -> None:
    one = replace(BASE, number=number, gross=gross)
    other = replace(one, gross=gross.normalize(), number=number.lower())
    assert key_numbers(one) == key_numbers(other)
    assert all(-(2**63) <= key < 2**63 for key in key_numbers(one).values())
