"""Whatever order months are closed and opened in, the closed ones are a beginning of the calendar without gaps."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zaplecze.ledger.month_rules import CLOSED, OPEN, BookMonths, days_fault, month_name, moved_by
from zaplecze.platform.business_years import CALENDAR_YEARS, BusinessYears
from zaplecze.platform.periods import Month, first_day, is_ordinary, last_day, month_of

JULY = BusinessYears((date(2024, 7, 1),))
LONGER = BusinessYears((date(2024, 9, 1), date(2026, 1, 1)), founded=True)


def months_of(years: BusinessYears, *labels: int) -> list[Month]:
    """All months of the books of some years, their ends too."""
    told = [years.of_label(label) for label in labels]
    return [m for y in told for m in (y.opening, *y.months, y.closing)]


MONTHS = months_of(CALENDAR_YEARS, 2025, 2026)
ORDINARY = [m for m in MONTHS if is_ordinary(m)]
steps = st.lists(
    st.tuples(st.sampled_from(["post", "close", "open"]), st.floats(0, 1, exclude_max=True)),
    max_size=60,
)


@given(st.sampled_from([CALENDAR_YEARS, JULY, LONGER]), steps)
def test_closed_months_have_no_gaps(years: BusinessYears, steps: list[tuple[str, float]]) -> None:
    states: dict[Month, str] = {}
    months = months_of(years, 2025, 2026)
    for step, place in steps:
        month = months[int(place * len(months))]
        books = BookMonths(states, years)
        begun = books.first is None or month[0] >= books.first[0]  # no year before the books'
        if step == "post" and begun and books.state(month) != CLOSED:
            states.setdefault(month, OPEN)
        elif step == "close" and books.holds(month) and not books.open_before(month):
            states[month] = CLOSED
        elif step == "open" and states.get(month) == CLOSED and not books.closed_after(month):
            states[month] = OPEN
    books = BookMonths(states, years)
    ordinary = [m for m in months if is_ordinary(m)]
    judged = [books.state(m) for m in ordinary]
    shut = judged.count(CLOSED)
    assert judged[:shut] == [CLOSED] * shut
    # What has a row of its own says the same as the rule: nothing is closed behind its back.
    assert all(books.state(m) == state for m, state in states.items())
    if shut and books.first is not None:
        latest = ordinary[shut - 1]
        held = [m for m in ordinary if books.first <= m <= latest]
        assert all(states.get(m) == CLOSED for m in held)


@given(
    st.sampled_from(ORDINARY),
    st.integers(-400, 400),
    st.integers(-400, 400),
    st.integers(0, 400),
    st.sampled_from([(), ((2025, 6),), ((2026, 3),)]),
)
def test_days_that_pass_lie_where_they_belong(
    month: Month, operation: int, document: int, posted: int, closed: tuple[Month, ...]
) -> None:
    first, last = first_day(month), last_day(month)
    op, doc, on = (first + timedelta(days=n) for n in (operation, document, posted))
    if days_fault(month, op, doc, posted_on=on, closed=closed):
        return
    assert op <= last
    assert op.year == month[0]
    assert doc <= on or (doc == op == last and (on.year, on.month) == month)
    assert op >= first or any((op.year, op.month) <= c for c in closed)


def test_a_late_paper_of_the_year_before_has_to_name_its_day() -> None:
    day = date(2025, 12, 30)
    told = days_fault((2026, 1), day, day, posted_on=date(2026, 1, 20), closed=[(2025, 12)])
    assert "poza rokiem 2026" in told
    assert not days_fault(
        (2026, 1), date(2026, 1, 20), day, posted_on=date(2026, 1, 20), closed=[(2025, 12)]
    )


@given(
    st.dates(date(2024, 8, 1), date(2026, 12, 31)),
    st.dates(date(2024, 8, 1), date(2026, 12, 31)),
)
def test_a_late_paper_stays_in_its_business_year(operation: date, posted: date) -> None:
    """A paper of a closed month goes into the month of posting in its year; one of the year before doesn't."""
    month, held = JULY.in_books(month_of(posted)), JULY.in_books(month_of(operation))
    if operation > posted:
        return
    fault = days_fault(month, operation, operation, posted_on=posted, closed=[held], years=JULY)
    assert (fault == "") == (month[0] == held[0])
    assert not fault or "poza rokiem" in fault


def test_what_other_years_would_move() -> None:
    """January to March of a calendar year may be of a year that began in July; August may not."""
    spring = {(2026, n): OPEN for n in (1, 2, 3)}
    assert moved_by(BookMonths(spring), JULY) == ""
    assert "W księgach jest już 08.2026" in moved_by(BookMonths(spring | {(2026, 8): OPEN}), JULY)
    assert "W księgach jest już bilans otwarcia 2026" in moved_by(
        BookMonths({(2026, 0): OPEN}), JULY
    )
    closed = spring | {(2026, 1): CLOSED}
    assert "01.2026 jest zamknięty, więc rok 01.01.2026" in moved_by(BookMonths(closed), JULY)
    assert moved_by(BookMonths(closed), BusinessYears((date(2027, 1, 1), date(2028, 7, 1)))) == ""
    assert "W księgach jest już 01.2024" in moved_by(BookMonths({(2024, 1): OPEN}), LONGER)
    assert [month_name(m) for m in months_of(JULY, 2026)][:: 13] == [
        "bilans otwarcia na 01.07.2025", "zamknięcie roku na 30.06.2026",
    ]  # fmt: skip
