"""Ageing, interest and reminders: figures counted by hand, and what holds for all of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.payments.collections.rates import (
    REFERENCE_RATES,
    InterestKind,
    NoInterestRate,
    interest_rate,
)
from zaplecze.payments.collections.rules import (
    DEFAULT_EDGES,
    DEFAULT_LEVELS,
    Aged,
    Claim,
    Level,
    Overdue,
    age_items,
    checked_edges,
    checked_levels,
    compensation,
    interest_lines,
    next_level,
    propose_reminders,
)
from zaplecze.platform.refusal import Refusal

DELAY, TRADE = InterestKind.DELAY, InterestKind.TRADE
DUE = date(2026, 9, 28)


def amounts(claim: Claim, kind: InterestKind, upto: date) -> list[tuple[int, str, str]]:
    return [
        (x.days, str(x.rate), str(x.amount)) for x in interest_lines(claim, kind=kind, upto=upto)
    ]


@pytest.mark.parametrize(
    ("day", "delay", "trade"),
    [
        # As announced by the ministers of justice (delay) and of economy (commercial transactions).
        (date(2020, 1, 1), "7.00", "11.50"),
        (date(2020, 7, 1), "5.60", "10.10"),
        (date(2022, 1, 1), "7.25", "11.75"),
        (date(2022, 7, 8), "12.00", "16.00"),
        (date(2023, 1, 1), "12.25", "16.75"),
        (date(2024, 1, 1), "11.25", "15.75"),
        (date(2025, 10, 9), "10.00", "15.25"),
        (date(2026, 1, 1), "9.50", "14.00"),
    ],
)
def test_rates_are_those_that_were_announced(day: date, delay: str, trade: str) -> None:
    assert interest_rate(DELAY, day) == Decimal(delay)
    assert interest_rate(TRADE, day) == Decimal(trade)
    assert interest_rate(InterestKind.TRADE_MEDICAL, day) == Decimal(trade) - 2


def test_reference_rates_stand_in_order_and_each_row_changes_something() -> None:
    days = [day for day, _ in REFERENCE_RATES]
    assert days == sorted(set(days))
    rates = [rate for _, rate in REFERENCE_RATES]
    assert all(a != b for a, b in pairwise(rates))


def test_a_span_over_a_change_of_the_rate_is_split() -> None:
    """1000.00 due 31 August 2023: 6 days at 12.25 %, then 4 at 11.50 %: 2.0137 and 1.2603."""
    claim = Claim(1, "A", date(2023, 8, 31), Decimal("1000.00"))
    assert amounts(claim, DELAY, date(2023, 9, 10)) == [(6, "12.25", "2.01"), (4, "11.50", "1.26")]
    # In commercial transactions the rate of 1 July holds to the end of the year: 10 x 16.75 = 4.5890.
    assert amounts(claim, TRADE, date(2023, 9, 10)) == [(10, "16.75", "4.59")]


def test_parts_are_charged_up_to_their_payment() -> None:
    """Due Monday 28 September 2026: 400.00 after 10 days at 9.25 % = 1.0137; 600.00 after 20 = 3.0411."""
    paid = ((date(2026, 10, 8), Decimal("400.00")), (date(2026, 10, 18), Decimal("600.00")))
    claim = Claim(1, "A", DUE, Decimal("1000.00"), paid)
    assert amounts(claim, DELAY, date(2026, 12, 31)) == [(10, "9.25", "1.01"), (20, "9.25", "3.04")]


def test_a_payment_in_time_bears_nothing_and_a_correction_lowers_the_claim() -> None:
    in_time = Claim(1, "A", DUE, Decimal("100.00"), ((DUE, Decimal("100.00")),))
    assert amounts(in_time, DELAY, date(2026, 12, 31)) == []
    lowered = Claim(1, "A", DUE, Decimal("1100.00"), lowered=Decimal("100.00"))
    assert amounts(lowered, DELAY, date(2026, 10, 8)) == [(10, "9.25", "2.53")]


def test_a_due_day_off_work_moves_on() -> None:
    """Due Saturday 26 September 2026: Monday is still in time, the delay begins on Tuesday."""
    claim = Claim(1, "A", date(2026, 9, 26), Decimal("1000.00"))
    assert amounts(claim, DELAY, date(2026, 9, 28)) == []
    assert amounts(claim, DELAY, date(2026, 9, 29)) == [(1, "9.25", "0.25")]


def test_what_a_note_has_charged_is_not_charged_again() -> None:
    claim = Claim(1, "A", DUE, Decimal("1000.00"), charged_to=date(2026, 10, 8))
    (line,) = interest_lines(claim, kind=DELAY, upto=date(2026, 10, 10))
    assert (line.first, line.days) == (date(2026, 10, 9), 2)


def test_days_before_the_table_are_refused() -> None:
    with pytest.raises(NoInterestRate, match=r"od 01\.01\.2020"):
        interest_lines(
            Claim(1, "A", date(2019, 5, 6), Decimal(1)), kind=TRADE, upto=date(2020, 2, 1)
        )


def test_compensation_is_in_euro_at_the_rate_given() -> None:
    claim = Claim(1, "A", DUE, Decimal("12300.00"))
    made = compensation(claim, eur_rate=Decimal("4.2567"))
    assert (made.eur, made.currency, made.amount) == (70, "PLN", Decimal("297.97"))


def test_a_claim_in_a_currency_is_held_against_the_steps_in_zlotys() -> None:
    """12 000 euro at 4.25 are 51 000 zlotys: 100 EUR; of a claim in euro they may stay euro, of korunas never."""
    rate = Decimal("4.25")
    claim = Claim(1, "A", DUE, Decimal("12000.00"), currency="EUR")
    euro = compensation(claim, eur_rate=rate, claim_rate=rate, in_euro=True)
    assert (euro.currency, euro.amount, euro.rate) == ("EUR", Decimal("100.00"), None)
    zlotys = compensation(claim, eur_rate=rate, claim_rate=rate)
    assert (zlotys.currency, zlotys.amount, zlotys.rate) == ("PLN", Decimal("425.00"), rate)
    korunas = Claim(1, "A", DUE, Decimal("12000.00"), currency="CZK")
    made = compensation(korunas, eur_rate=rate, claim_rate=Decimal("0.17"), in_euro=True)
    assert (made.eur, made.currency, made.amount) == (40, "PLN", Decimal("170.00"))


@given(
    amount=st.decimals("0.01", "99999.99", places=2),
    days=st.integers(1, 400),
    cut=st.integers(1, 400),
)
def test_charging_in_two_notes_is_charging_in_one_but_for_grosze(
    amount: Decimal, days: int, cut: int
) -> None:
    first, last = date(2025, 1, 7), date(2025, 1, 7) + timedelta(days)
    middle = min(first + timedelta(cut), last)
    due = date(2025, 1, 7)  # a Tuesday
    whole = interest_lines(Claim(1, "A", due, amount), kind=DELAY, upto=last)
    start = interest_lines(Claim(1, "A", due, amount), kind=DELAY, upto=middle)
    rest = interest_lines(Claim(1, "A", due, amount, charged_to=middle), kind=DELAY, upto=last)
    assert sum(x.days for x in whole) == sum(x.days for x in [*start, *rest]) == days
    apart = sum(x.amount for x in whole) - sum(x.amount for x in [*start, *rest])
    assert abs(apart) <= Decimal("0.02")


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
            st.decimals("0.01", "9999.99", places=2),
        )
    )
)
def test_every_grosz_lands_in_one_bucket(rows: list[tuple[int, date | None, Decimal]]) -> None:
    items = [Aged(no, who, due, left) for no, (who, due, left) in enumerate(rows)]
    ages = age_items(items, day=DUE, edges=DEFAULT_EDGES)
    assert sum(a.total for a in ages) == sum(i.left for i in items)
    assert [a.total for a in ages] == sorted((a.total for a in ages), reverse=True)
    assert sum(a.overdue for a in ages) == sum(i.left for i in items if i.due and i.due < DUE)


@pytest.mark.parametrize("edges", [(), (30, 30), (60, 30), (0, 30), tuple(range(1, 10))])
def test_edges_that_make_no_buckets_are_refused(edges: tuple[int, ...]) -> None:
    with pytest.raises(Refusal):
        checked_edges(edges)


def test_levels_must_follow_one_another() -> None:
    assert checked_levels(DEFAULT_LEVELS) == DEFAULT_LEVELS
    first, second, _ = DEFAULT_LEVELS
    for wrong in ((), (second,), (first, Level(2, "x", 3, 7, "t")), (Level(1, " ", 3, 7, "t"),)):
        with pytest.raises(Refusal):
            checked_levels(wrong)


def item(*sent: tuple[int, date], due: date = DUE) -> Overdue:
    return Overdue(1, 7, due, Decimal("10.00"), sent)


@pytest.mark.parametrize(
    ("day", "sent", "level"),
    [
        (date(2026, 9, 30), (), None),
        (date(2026, 10, 1), (), 1),
        # However late, the mildest first.
        (date(2027, 5, 1), (), 1),
        (date(2026, 10, 11), ((1, date(2026, 10, 10)),), None),
        (date(2026, 10, 12), ((1, date(2026, 10, 10)),), 2),
        (date(2026, 10, 12), ((1, date(2026, 10, 12)),), None),
        (date(2027, 5, 1), ((1, date(2026, 10, 10)), (2, date(2026, 10, 20))), 3),
        (date(2027, 5, 1), ((3, date(2026, 12, 1)),), None),
    ],
)
def test_the_next_level_waits_for_its_day_and_for_the_last_letter(
    day: date, sent: tuple[tuple[int, date], ...], level: int | None
) -> None:
    found = next_level(item(*sent), day=day, levels=DEFAULT_LEVELS)
    assert (found.no if found else None) == level


@given(
    st.lists(
        st.tuples(st.sampled_from(("PLN", "EUR", "CZK")), st.decimals("0.01", "9999.99", places=2)),
        min_size=1,
    )
)
def test_a_letter_sums_each_currency_by_itself(owed: list[tuple[str, Decimal]]) -> None:
    rows = [
        Overdue(no, 7, DUE, left, currency=currency, worth=left * 4)
        for no, (currency, left) in enumerate(owed)
    ]
    (made,) = propose_reminders(
        rows, day=date(2026, 12, 1), levels=DEFAULT_LEVELS, held_items={}, held_partners={}
    )
    assert made.total == sum(left for _, left in owed) * 4
    assert dict(made.sums) == {
        currency: sum(left for c, left in owed if c == currency)
        for currency in {c for c, _ in owed}
    }


def test_one_letter_a_partner_and_level_without_what_is_held() -> None:
    day = date(2026, 12, 1)
    rows = [
        Overdue(1, 7, DUE, Decimal("10.00")),
        Overdue(2, 7, DUE, Decimal("5.00")),
        Overdue(3, 7, DUE, Decimal("1.00"), ((1, date(2026, 10, 9)),)),
        Overdue(4, 8, DUE, Decimal("2.00")),
        Overdue(5, 9, DUE, Decimal("3.00")),
    ]
    made = propose_reminders(
        rows, day=day, levels=DEFAULT_LEVELS, held_items={2: "spór"}, held_partners={9: "układ"}
    )
    assert all(p.sums == (("PLN", p.total),) for p in made)
    assert [(p.partner_id, p.level.no, p.item_ids, p.total) for p in made] == [
        (7, 2, (3,), Decimal("1.00")),
        (7, 1, (1,), Decimal("10.00")),
        (8, 1, (4,), Decimal("2.00")),
    ]


def test_what_is_due_from_us_lowers_what_is_asked_for_the_sharpest_letter_first() -> None:
    rows = [
        Overdue(1, 7, DUE, Decimal("10.00")),
        Overdue(2, 7, DUE, Decimal("4.00"), ((1, date(2026, 10, 9)),)),
        Overdue(3, 7, DUE, Decimal("8.00"), currency="EUR", worth=Decimal("32.00")),
    ]

    def made(*back: tuple[str, str]) -> list[tuple[int, dict[str, str], dict[str, str]]]:
        found = propose_reminders(
            rows,
            day=date(2026, 12, 1),
            levels=DEFAULT_LEVELS,
            held_items={},
            held_partners={},
            owed_back={7: tuple((c, Decimal(a)) for c, a in back)},
        )
        return [
            (p.level.no, *({c: str(a) for c, a in told} for told in (p.asked, p.back)))
            for p in found
        ]

    assert made() == [(2, {"PLN": "4.00"}, {}), (1, {"PLN": "10.00", "EUR": "8.00"}, {})]
    # 6.50 meet the second letter whole, which isn't written, and 2.50 of the first.
    assert made(("PLN", "6.50")) == [(1, {"PLN": "7.50", "EUR": "8.00"}, {"PLN": "2.50"})]
    assert made(("PLN", "99.00"), ("EUR", "8.00")) == []
    # A currency meets its own alone.
    assert made(("USD", "50.00")) == made()
