"""Whatever order months are closed and opened in, the closed ones are a beginning of the calendar without gaps."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zaplecze.ledger.month_rules import CLOSED, OPEN, BookMonths, days_fault
from zaplecze.platform.periods import CLOSING_MONTH, OPENING_MONTH, Month, first_day, last_day

MONTHS = [(year, month) for year in (2025, 2026) for month in range(OPENING_MONTH, 14)]
ORDINARY = [m for m in MONTHS if m[1] not in (OPENING_MONTH, CLOSING_MONTH)]
steps = st.lists(
    st.tuples(st.sampled_from(["post", "close", "open"]), st.sampled_from(MONTHS)), max_size=60
)


@given(steps)
def test_closed_months_have_no_gaps(steps: list[tuple[str, Month]]) -> None:
    states: dict[Month, str] = {}
    for step, month in steps:
        books = BookMonths(states)
        begun = books.first is None or month[0] >= books.first[0]  # no year before the books'
        if step == "post" and begun and books.state(month) != CLOSED:
            states.setdefault(month, OPEN)
        elif step == "close" and books.holds(month) and not books.open_before(month):
            states[month] = CLOSED
        elif step == "open" and states.get(month) == CLOSED and not books.closed_after(month):
            states[month] = OPEN
    books = BookMonths(states)
    judged = [books.state(m) for m in ORDINARY]
    shut = judged.count(CLOSED)
    assert judged[:shut] == [CLOSED] * shut
    # What has a row of its own says the same as the rule: nothing is closed behind its back.
    assert all(books.state(m) == state for m, state in states.items())
    if shut and books.first is not None:
        latest = ORDINARY[shut - 1]
        held = [m for m in ORDINARY if books.first <= m <= latest]
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
