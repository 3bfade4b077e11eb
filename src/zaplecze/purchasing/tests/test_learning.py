"""Guesses from a company's own postings: judged on what came later, with suppliers that are easy, hard and new."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.purchasing.learning.rules import (
    Agreement,
    Level,
    PostedInvoice,
    Precedent,
    Saying,
    Tally,
    confidence,
    guess,
    judge,
    measure,
    places_of_lines,
    rehearse,
)

D = Decimal
START = date(2025, 1, 2)
THRESHOLD = 0.99
PLACES = [("401-01", "PROD"), ("402-03", "HANDEL"), ("402-05", "ZARZAD"), ("409-99", "")]
MONTHS = [
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec",
    "sierpień", "wrzesień", "październik", "listopad", "grudzień",
]  # fmt: skip


def posted(
    number: int, day: date, supplier: int, *lines: tuple[str, tuple[str, str]]
) -> PostedInvoice:
    return PostedInvoice(number, supplier, f"F/{number}", day, tuple(lines))


def precedents(*places: tuple[str, str], text: str = "Wizytówki") -> list[Precedent]:
    """The newest first, as the program hands them in."""
    return [Precedent(n, f"F/{n}", START, text, place) for n, place in enumerate(places)]


def office_year(seed: int) -> Iterator[PostedInvoice]:
    """Twelve months of a firm whose suppliers are of every kind; the truth is what its accountant chose."""
    rng = random.Random(seed)
    number = 0
    for month in range(12):
        for supplier in range(60):
            if supplier >= 45 and month < supplier - 45:
                continue  # comes in later in the year
            for _ in range(1 + supplier % 3):
                number += 1
                day = START + timedelta(days=30 * month + rng.randrange(28))
                name = MONTHS[month]
                kind = supplier % 6
                if kind in (0, 1):  # always the same
                    lines = [(f"Abonament {name} 2025", PLACES[supplier % 3])]
                elif kind == 2:  # two things, each with its account
                    lines = [
                        ("Papier biurowy A4", PLACES[3]),
                        (f"Toner {rng.randrange(90)}", PLACES[2]),
                    ]
                elif kind == 3:  # the habit changed in June
                    lines = [("Kampania w sieci", PLACES[1] if month < 5 else PLACES[2])]
                elif kind == 4:  # the accountant decides by what no paper tells
                    lines = [("Usługa zgodnie z umową", rng.choice(PLACES[:3]))]
                else:  # now and then a slip
                    lines = [("Paliwo do aut", PLACES[0] if rng.random() < 0.02 else PLACES[3])]
                yield posted(number, day, supplier, *lines)


def test_on_a_hold_out_in_order_of_time_what_is_proposed_is_right() -> None:
    """The last four months are judged by what the first eight taught; doubtful suppliers and new ones get nothing."""
    for seed in (1, 2, 3):
        year = sorted(office_year(seed), key=lambda i: (i.day, i.document_id))
        known = [i for i in year if i.day < date(2025, 9, 1)]
        later = [i for i in year if i.day >= date(2025, 9, 1)]
        trials, _ = rehearse(later, reliability=measure(known), known=known)
        judged = judge(trials, threshold=THRESHOLD)
        assert judged.precision is not None
        assert judged.precision >= 0.995
        assert judged.coverage >= 0.5
        assert judged.calibration_error <= 0.05
        seen = {i.supplier for i in known}
        first = [i for i in later if i.supplier not in seen]
        assert first, "the year has suppliers that come in late"
        for invoice in {i.supplier: i for i in reversed(first)}.values():
            alone, _ = rehearse([invoice], reliability=measure(known), known=known)
            assert [t.guess for t in alone] == [None] * len(invoice.lines)


def test_a_company_without_history_gets_no_guess() -> None:
    assert guess("Wizytówki", [], {}) is None
    assert measure([]) == {}


def test_one_precedent_is_never_enough() -> None:
    made = guess("Wizytówki", precedents(PLACES[0]), {})
    assert made is not None
    assert made.confidence < THRESHOLD


def test_the_reason_names_its_precedents_and_how_often_such_were_right() -> None:
    saying = Saying(Level.SAME, 3, Agreement.ALL)
    made = guess("wizytówki", precedents(*[PLACES[0]] * 4), {saying: Tally(200, 200)})
    assert made is not None
    assert made.place == PLACES[0]
    assert made.why == (
        "jak 4 z 4 ostatnich takich samych pozycji tego dostawcy "
        "(ostatnio F/0 z 02.01.2025: „Wizytówki”), pewność 99 %"
    )


@pytest.mark.parametrize(
    ("places", "place", "agreement"),
    [
        ((0, 0, 0), 0, Agreement.ALL),
        ((1, 1, 1, 0, 0, 0, 0, 0), 1, Agreement.LATELY),
        ((1, 0, 0, 0, 0), 0, Agreement.MOST),
        ((0, 1, 0, 1), 0, Agreement.MOST),
    ],
)
def test_a_habit_that_changed_counts_and_a_slip_does_not(
    places: tuple[int, ...], place: int, agreement: Agreement
) -> None:
    made = guess("Wizytówki", precedents(*(PLACES[p] for p in places)), {})
    assert made is not None
    assert (made.place, made.saying.agreement) == (PLACES[place], agreement)


def test_months_numbers_and_letters_without_tails_make_no_other_line() -> None:
    made = guess(
        "NAJEM HALI za sierpień 8/2026", precedents(PLACES[0], text="Najem hali, lipiec 2026"), {}
    )
    assert made is not None
    assert made.saying.level is Level.SAME


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=60))
def test_what_was_measured_is_what_was_tried(steps: list[tuple[int, int]]) -> None:
    """Every guess is counted once, under its own saying, and confidence is a share."""
    history = [
        posted(n, START, supplier, ("Wizytówki", PLACES[place]))
        for n, (supplier, place) in enumerate(steps)
    ]
    trials, counted = rehearse(history)
    guessed = [t for t in trials if t.guess is not None]
    assert sum(t.tries for t in counted.values()) == len(guessed)
    assert sum(t.hits for t in counted.values()) == sum(
        t.guess is not None and t.guess.place == t.truth for t in guessed
    )
    assert len(trials) - len(guessed) == len({s for s, _ in steps}), "the first of each supplier"
    assert all(0 < confidence(saying, counted) < 1 for saying in counted)


@pytest.mark.parametrize(
    ("lines", "entry", "told"),
    [
        ([("Papier", "10.00"), ("Toner", "20.00")], {0: "30.00"}, [0, 0]),
        ([("Papier", "10.00"), ("Toner", "20.00")], {0: "10.00", 1: "20.00"}, [0, 1]),
        ([("Papier", "2.50"), ("Toner", "5.00")], {0: "10.65", 1: "21.30"}, [0, 1]),
        ([("Papier", "10.00"), ("Toner", "10.00")], {0: "10.00", 1: "10.00"}, [None, None]),
        ([("Papier", "10.00"), ("Papier", "5.00"), ("Toner", "1.00")], {0: "15.00", 1: "1.00"}, [0, 0, 1]),
        ([("Rabat", "0.00")], {0: "5.00", 1: "5.00"}, [None]),
    ],
)  # fmt: skip
def test_which_line_went_where_is_told_or_not_learnt(
    lines: list[tuple[str, str]], entry: dict[int, str], told: list[int | None]
) -> None:
    found = places_of_lines(
        [(text, D(net)) for text, net in lines], {PLACES[k]: D(v) for k, v in entry.items()}
    )
    assert [p for _, p in found] == [None if t is None else PLACES[t] for t in told]
