"""How long papers are kept, and whom a note calls on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.documents.correspondence.rules import tracking_fault
from zaplecze.documents.keeping.rules import (
    CATEGORIES,
    SUBJECTS,
    Begins,
    Keeping,
    keeping_of,
    longer,
    mentions,
)
from zaplecze.platform.business_years import BusinessYears


def until(category: str, day: date | None = None, **more: date | None) -> date | None:
    facts = {"closed_on": None, "used_on": None} | more
    return keeping_of(category=category, day=day, **facts).until  # type: ignore[arg-type]


def test_an_invoice_is_kept_until_its_income_tax_is_out_of_time() -> None:
    # Income tax of 2020 fell due in 2021; five years from the end of 2021 end with 2026 (art. 70 § 1).
    kept = keeping_of(category="voucher", day=date(2020, 12, 31), closed_on=None, used_on=None)
    assert kept.until == date(2026, 12, 31)
    assert "art. 70 § 1" in kept.basis and "art. 74" not in kept.basis
    assert not kept.due(date(2026, 12, 31)) and kept.due(date(2027, 1, 1))


def test_a_statement_is_kept_five_years_from_the_year_after_its_approval() -> None:
    """That of 2025 is approved in June 2026: the five years are 2027 to 2031."""
    waiting = keeping_of(category="statement", day=date(2025, 12, 31), closed_on=None, used_on=None)
    assert (waiting.until, "zatwierdzenia" in waiting.basis) == (None, True)
    approved = keeping_of(
        category="statement", day=date(2025, 12, 31), closed_on=date(2026, 6, 30), used_on=None
    )
    assert approved.until == date(2031, 12, 31)
    assert "w którym je zatwierdzono" in approved.basis


@pytest.mark.parametrize(("category", "last"), [("employee10", 2034), ("employee50", 2074)])
def test_staff_papers_count_from_the_year_in_which_the_job_ended(category: str, last: int) -> None:
    assert until(category, date(2010, 1, 1)) is None
    assert until(category, date(2010, 1, 1), closed_on=date(2024, 3, 1)) == date(last, 12, 31)


def test_a_later_posting_keeps_a_paper_longer() -> None:
    assert until("voucher", date(2019, 12, 30), used_on=date(2021, 1, 31)) == date(2027, 12, 31)


def test_filing_and_policies_never_shorten_what_the_law_asks_for() -> None:
    day = date(2026, 4, 10)

    def kept(category: str, closed_on: date | None = None) -> Keeping:
        return keeping_of(category=category, day=day, closed_on=closed_on, used_on=None)

    law = kept("voucher")
    among_letters = longer(kept("letter"), law)
    assert (kept("letter").until, among_letters.until) == (date(2028, 12, 31), date(2032, 12, 31))
    assert (
        "art. 70 § 1" in among_letters.basis and "krócej mówi kategoria B2" in among_letters.basis
    )
    # What is longer than the law, for ever or not ended yet stands; without either there is nothing to compare.
    staff = kept("employee50", date(2026, 4, 10))
    for own in (kept("forever"), kept("contract"), staff):
        assert longer(own, law) == own
    assert longer(kept(""), law) == law
    assert longer(kept("letter"), kept("")) == kept("letter")


def test_what_has_no_category_or_is_for_ever_is_never_due() -> None:
    for category in ("", "forever", "unheard-of"):
        kept = keeping_of(category=category, day=date(1990, 1, 1), closed_on=None, used_on=None)
        assert kept.until is None and not kept.due(date(2200, 1, 1)) and kept.basis


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(sorted(CATEGORIES)))
def test_no_paper_goes_before_any_of_its_acts_lets_it(day: date, category: str) -> None:
    kept = keeping_of(category=category, day=day, closed_on=day, used_on=None)
    for period in CATEGORIES[category].periods:
        assert kept.until is not None and kept.until >= period.last_day(day)
        assert kept.until - day >= timedelta(days=365 * period.years)


def test_the_usual_list_of_subjects_hangs_together() -> None:
    symbols = {s.symbol for s in SUBJECTS}
    assert len(symbols) == len(SUBJECTS)
    assert all(len(s) == 1 or s[:-1] in symbols for s in symbols)
    assert {s.category for s in SUBJECTS} <= set(CATEGORIES)


PEOPLE = [
    (1, "Anna Wilk", "anna@example.com"),
    (2, "Jan Las", "jan@example.com"),
    (3, "Ewa Las", "ewa@example.com"),
]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Wilk sprawdź", {1}),
        ("@wilk, @Ewa Las: proszę", {1, 3}),
        ("@jan@example.com i @Ewa", {2, 3}),
        ("@Las kto?", set()),
        ("pisz na wilk@example.com", set()),
        ("@Nikt", set()),
    ],
)
def test_a_note_calls_on_people_only_where_one_person_is_meant(text: str, called: set[int]) -> None:
    assert mentions(text, PEOPLE) == called


def test_a_mistyped_number_of_a_registered_letter_is_seen() -> None:
    assert not tracking_fault("RR 473124829 PL") and not tracking_fault("RR123456785PL")
    assert "cyfra" in tracking_fault("RR473124828PL")
    assert "R-numer" in tracking_fault("12345")


@given(st.integers(0, 10**17 - 1), st.integers(0, 19), st.integers(1, 9))
def test_any_one_wrong_digit_of_twenty_is_seen(body: int, place: int, shift: int) -> None:
    digits = f"00{body:017}"
    (check,) = [d for d in "0123456789" if not tracking_fault(digits + d)]
    number = digits + check
    if place > 1:
        wrong = f"{number[:place]}{(int(number[place]) + shift) % 10}{number[place + 1 :]}"
        assert tracking_fault(wrong)


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(2015, 2019),
    st.integers(1, 12),
    st.sampled_from(sorted(k for k, c in CATEGORIES.items() if c.periods)),
)
def test_in_any_business_year_no_paper_goes_before_its_year_is_five_years_over(
    day: date, begins: int, month: int, category: str
) -> None:
    """Counted from the end of the business year, and of the calendar year in which its income tax falls due."""
    business = BusinessYears((date(begins, month, 1),))
    year = business.of_day(day)
    kept = keeping_of(
        category=category, day=day, closed_on=day, used_on=None, business=business
    ).until
    assert kept is not None
    for period in CATEGORIES[category].periods:
        if period.begins is not Begins.YEAR_END:
            assert kept >= year.last_day + timedelta(days=365 * period.years)
        if period.begins is Begins.TAX_DUE:
            assert kept.year == (year.last_day + timedelta(days=92)).year + period.years
