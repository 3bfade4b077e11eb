"""The clocks: what passed is what the three clocks say, whatever became of a paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.controlling.rules.clocks import (
    HOUR,
    BrokenHistory,
    Stretch,
    between,
    clocks,
    passed,
    quantile,
)
from zaplecze.controlling.rules.folds import micros, wall_clock, worked_at
from zaplecze.controlling.rules.history import Clock, History, stays
from zaplecze.controlling.rules.way import (
    ANSWER,
    CLOSED,
    DELEGATED,
    DESCRIPTION_ASKED,
    DESCRIPTION_GIVEN,
    OPENED,
    POSTED,
    QUESTION,
    RECEIVED,
    REVERSED,
    TAKEN,
    TALKS,
    Read,
    UnknownSide,
    history_of,
)
from zaplecze.controlling.tests.logs import KINDS, START, Writer
from zaplecze.controlling.words import activity_words
from zaplecze.platform.days import CLOSES, OPENS, WARSAW, is_working_day, worked, working_seconds

AS_OF = datetime(2027, 6, 1, 12, tzinfo=WARSAW)
moments = st.datetimes(
    datetime(1998, 1, 1),  # noqa: DTZ001 - Hypothesis wants them bare
    datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from((UTC, WARSAW)),
)


@settings(max_examples=60)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_working_time_is_the_calendars(start: datetime, length: timedelta) -> None:
    end = start.astimezone(UTC) + length
    assert abs((worked(end) - worked(start)) / 1e6 - walked(start, end)) < 1e-5
    assert abs(working_seconds(start, end) - walked(start, end)) < 1e-5
    assert working_seconds(end, start) == 0
    at = np.array([micros(start), micros(end)])
    assert worked_at(at).tolist() == [worked(start), worked(end)]
    assert wall_clock(at).tolist() == [
        (
            m.astimezone(UTC).astimezone(WARSAW).replace(tzinfo=UTC)
            - datetime(1970, 1, 1, tzinfo=UTC)
        )
        // timedelta(microseconds=1)
        for m in (start, end)
    ]


def walked(start: datetime, end: datetime) -> float:
    """Working seconds day by day, as one would count them on a calendar."""
    start, end = start.astimezone(WARSAW), end.astimezone(WARSAW)
    total = 0.0
    day = start.date()
    while day <= end.date():
        if is_working_day(day):
            opens = max(start, datetime.combine(day, OPENS, WARSAW))
            closes = min(end, datetime.combine(day, CLOSES, WARSAW))
            total += max((closes - opens).total_seconds(), 0.0)
        day += timedelta(days=1)
    return total


def test_working_time_across_a_holiday_and_a_change_of_clocks() -> None:
    # Wednesday 11 November 2026 is free; on 25 October 2026 clocks go back.
    tuesday = datetime(2026, 11, 10, 15, tzinfo=WARSAW)
    assert between(tuesday, datetime(2026, 11, 12, 9, tzinfo=WARSAW)).hours == 2
    friday = datetime(2026, 10, 23, 15, tzinfo=WARSAW)
    monday = datetime(2026, 10, 26, 9, tzinfo=WARSAW)
    assert between(friday, monday) == Stretch(67 * HOUR, 2 * HOUR)


def random_events(random: Random) -> list[Read]:
    """Any order of events at all, night and day: steps, returns, several steps at once."""
    at = passed(START)
    events = []
    keys = list(KINDS)

    def put(code: str, **data: object) -> None:
        moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
        events.append(Read(len(events) + 1, moment, random.choice((None, 1, 2)), code, data))

    put(RECEIVED, kind="cost_invoice")
    if random.random() < 0.9:
        at += random.choice((0, 0, random.randrange(10**11)))
        put(OPENED, step=random.choice(["", *keys]))
        for _ in range(random.randrange(6)):
            at += random.choice((0, random.randrange(10**6), random.randrange(10**12)))
            kind = random.random()
            if kind < 0.1:
                put(CLOSED, state="done")
            elif kind < 0.2:
                put(POSTED)
            else:
                step = random.choice(keys)
                side = random.choice(("", "client", "office"))
                if kind < 0.25:
                    put(DELEGATED, step=step, side=side)
                    continue
                if kind < 0.45:
                    put(random.choice(TALKS), step=step, blocks=random.random() < 0.8, side=side)
                    continue
                several = random.sample(keys, random.choice((0, 0, 0, 2)))
                put(
                    TAKEN, step=step, kind=KINDS[step],
                    verdict=random.choice(("accepted", "accepted", "returned", "rejected", "withdrawn")),
                    next_step=random.choice(["", step, *keys]),
                    desks=[{"step": s, "kind": KINDS[s], "side": side} for s in several],
                    missing=random.choice((0, 0, 1)), closed=random.sample(keys, random.choice((0, 0, 1))),
                    side=side,
                )  # fmt: skip
    return events


def random_way(random: Random, document_id: int) -> History:
    """The history of `random_events`."""
    events = random_events(random)
    history = history_of(company_id=1, document_id=document_id, events=events, kinds=KINDS)
    assert history is not None
    return history


def assert_adds_up(history: History) -> None:
    read = clocks(history, AS_OF)
    end = history.ended_at or AS_OF
    for part in (read.by_clock, read.by_step):
        assert sum(t.elapsed for t in part.values()) == passed(end) - passed(history.received_at)
        assert sum(t.working for t in part.values()) == worked(end) - worked(history.received_at)
    assert read.total.elapsed == passed(end) - passed(history.received_at)


def add_up(count: int) -> int:
    """Judge so many random logs; how many kinds of shapes they had. `bench.flow` runs a hundred thousand."""
    random = Random(20260601)
    seen: set[tuple[bool, int]] = set()
    for number in range(count):
        history = random_way(random, number)
        assert_adds_up(history)
        seen.add((history.ended_at is None, len(history.spans)))
    return len(seen)


def test_the_clocks_add_up_in_thousands_of_random_logs() -> None:
    assert add_up(3_000) > 8


@given(st.randoms(use_true_random=False))
def test_the_clocks_add_up_in_any_log(random: Random) -> None:
    assert_adds_up(random_way(random, 1))


def test_whose_clock_runs() -> None:
    writer = Writer()
    day = START
    writer.put(day, RECEIVED, kind="cost_invoice")
    writer.put(day, OPENED, step="opis")
    writer.take(day + timedelta(hours=1), 1, "opis", "akceptacja")
    writer.take(day + timedelta(hours=3), 3, "akceptacja", "dekretacja")
    writer.take(day + timedelta(hours=7), 1, "dekretacja", "zapłata")
    writer.take(day + timedelta(days=7), None, "zapłata", "")
    writer.put(day + timedelta(days=7), CLOSED, state="done")
    read = clocks(writer.history(1), AS_OF)
    assert read.by_clock[Clock.OURS].hours == 5
    assert read.by_clock[Clock.CLIENT].hours == 2
    assert read.by_clock[Clock.OUTSIDE].hours == 25  # Corpus Christi, 4 June, is free
    assert read.total.elapsed_hours == 7 * 24


def test_the_event_may_say_whose_desk_it_was() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    end = START + timedelta(hours=2)
    data = {"step": "opis", "kind": "describe", "verdict": "accepted", "next_step": ""}
    writer.put(end, TAKEN, 9, **data, side="client")
    assert writer.history(1).spans[0].clock == Clock.CLIENT
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.put(end, TAKEN, 9, **data, side="moon")
    with pytest.raises(UnknownSide, match="moon"):
        writer.history(2)


def test_a_paper_put_back_after_its_end_rested_outside() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="sales_invoice")
    writer.put(START, OPENED, step="dekretacja")
    writer.take(START + timedelta(hours=1), 1, "dekretacja", "")
    writer.put(START + timedelta(hours=1), CLOSED, state="done")
    writer.put(START + timedelta(hours=4), REVERSED, 1, entry_id=1, by_entry_id=2)
    writer.take(START + timedelta(hours=4), 1, "dekretacja", "dekretacja", "returned")
    history = writer.history(1)
    assert [(s.step, s.kind, s.clock) for s in history.spans] == [
        ("dekretacja", "code", Clock.OURS), ("rest", "rest", Clock.OUTSIDE),
        ("dekretacja", "code", Clock.OURS),
    ]  # fmt: skip
    assert [h.activity for h in history.happenings] == ["receive", "dekretacja", "reopen"]
    assert history.ended_at is None


def test_a_paper_resumed_after_its_rejection_is_no_storno() -> None:
    writer = Writer()
    hour = timedelta(hours=1)
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.take(START + hour, 1, "opis", "akceptacja")
    writer.take(START + 2 * hour, 3, "akceptacja", "", "rejected")
    writer.put(START + 2 * hour, CLOSED, state="rejected")
    writer.take(START + 4 * hour, 1, "opis", "opis", "returned")  # "Wznów obieg"
    writer.take(START + 5 * hour, 1, "opis", "akceptacja")
    writer.take(START + 6 * hour, 1, "opis", "opis", "returned")  # a stronger form says otherwise
    history = writer.history(1)
    assert [h.activity for h in history.happenings] == [
        "receive", "opis", "akceptacja:rejected", "resume", "opis", "renew",
    ]  # fmt: skip
    assert [(s.step, s.kind, s.clock) for s in history.spans][2:4] == [
        ("ended", "rest", Clock.OUTSIDE), ("opis", "describe", Clock.OURS),
    ]  # fmt: skip
    told = [activity_words(x) for x in ("reopen", "resume", "renew", "ended")]
    assert told == [
        "Storno i powrót", "Wznowienie obiegu", "Powrót po zmianie dokumentu", "Zakończony, przed wznowieniem",
    ]  # fmt: skip


def asked(*events: tuple[float, str, dict[str, object]], step: str = "dekretacja") -> History:
    """A paper that stands in a step from 8:00; what is asked and answered at so many hours after."""
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step=step)
    for hours, code, data in events:
        writer.put(START + timedelta(hours=hours), code, 1, **data)
    return writer.history(1)


def spans_of(history: History) -> list[tuple[str, float | None]]:
    return [
        (s.clock, None if s.end is None else between(s.start, s.end).hours) for s in history.spans
    ]


def question(side: str, *, blocks: bool = True) -> dict[str, object]:
    return {"step": "dekretacja", "blocks": blocks, "side": side}


def test_a_question_that_blocks_puts_the_step_on_the_clock_of_who_was_asked() -> None:
    there = question("client")
    open_still = asked((1, QUESTION, there))
    assert spans_of(open_still) == [("ours", 1), ("client", None)]
    assert (open_still.spans[1].asked, open_still.spans[1].goes_on) == (True, True)
    whole = asked((1, QUESTION, there), (4, ANSWER, there))
    assert spans_of(whole) == [("ours", 1), ("client", 3), ("ours", None)]
    assert [h.activity for h in whole.happenings] == [
        "receive", "dekretacja:asked", "dekretacja:answered",
    ]  # fmt: skip
    assert activity_words("dekretacja:asked") == "Dekretacja: pytanie"
    assert len(stays(whole)) == 1
    aside = asked((1, QUESTION, question("client", blocks=False)), (4, ANSWER, there))
    assert (spans_of(aside), len(aside.happenings)) == ([("ours", None)], 1)


def test_two_questions_are_waited_for_until_both_are_answered() -> None:
    client, office = question("client"), question("office")
    found = asked(
        (1, QUESTION, client), (2, QUESTION, client), (3, ANSWER, client), (5, ANSWER, client)
    )
    assert spans_of(found) == [("ours", 1), ("client", 4), ("ours", None)]
    found = asked(
        (1, QUESTION, client), (2, QUESTION, office), (3, ANSWER, client), (5, ANSWER, office)
    )
    # From 3:00 the office waits for its own colleague.
    assert spans_of(found) == [("ours", 1), ("client", 2), ("ours", 2), ("ours", None)]


def test_a_question_ends_with_its_step() -> None:
    data = {"step": "dekretacja", "kind": "code", "verdict": "returned", "side": "office"}
    found = asked(
        (1, QUESTION, question("client")), (3, TAKEN, {**data, "next_step": "opis"}),
        (4, ANSWER, question("client", blocks=False)),
        (5, TAKEN, {**data, "step": "opis", "kind": "describe", "verdict": "accepted", "next_step": "dekretacja"}),
    )  # fmt: skip
    assert spans_of(found) == [("ours", 1), ("client", 2), ("ours", 2), ("ours", None)]


def test_a_description_asked_by_link_is_waited_for_on_the_clients_clock() -> None:
    ask, give = (1, DESCRIPTION_ASKED, {"address": "z…@obcy.example"}), DESCRIPTION_GIVEN
    found = asked(ask, (2, DESCRIPTION_ASKED, {}), (4, give, {}), (6, give, {}), step="opis")
    assert spans_of(found) == [("ours", 1), ("client", 3), ("ours", None)]


def test_of_steps_that_wait_together_the_oldest_holds_the_clock() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    hour = timedelta(hours=1)
    more = {"kind": "approve", "verdict": "accepted", "next_step": ""}
    desks = [
        {"step": s, "kind": "approve", "side": side}
        for s, side in (("akceptacja", "client"), ("druga akceptacja", "office"))
    ]
    writer.put(
        START + hour, TAKEN, 1, step="opis", kind="describe", verdict="accepted", desks=desks
    )
    writer.put(START + 2 * hour, TAKEN, 3, step="akceptacja", missing=1, **more)
    writer.put(START + 3 * hour, TAKEN, 4, step="akceptacja", **more)
    writer.put(START + 5 * hour, TAKEN, 5, step="druga akceptacja", **more)
    history = writer.history(1)
    assert [(s.step, s.clock, s.closed_by) for s in history.spans] == [
        ("opis", Clock.OURS, 3), ("akceptacja", Clock.CLIENT, 5), ("druga akceptacja", Clock.OURS, 6),
    ]  # fmt: skip
    assert len(history.happenings) == 5


def test_a_task_handed_to_the_other_side_changes_the_clock() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.put(START + timedelta(hours=1), DELEGATED, 1, step="opis", side="client")
    writer.put(START + timedelta(hours=2), DELEGATED, 3, step="opis", side="client")
    history = writer.history(1)
    assert [(s.clock, s.opened_by, s.closed_by) for s in history.spans] == [
        (Clock.OURS, 2, 3), (Clock.CLIENT, 3, None),
    ]  # fmt: skip


def test_what_a_storno_made_by_itself_is_no_payment() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="dekretacja")
    hour = timedelta(hours=1)
    writer.put(START + hour, POSTED, 1, entry_id=1)
    writer.take(START + hour, 1, "dekretacja", "zapłata")
    at = START + 3 * hour
    writer.put(at, POSTED, 1, entry_id=2)
    writer.take(at, 1, "zapłata", "")
    writer.put(at, CLOSED, state="done")
    writer.put(at, REVERSED, 1, entry_id=1, by_entry_id=2, reason="zły MPK")
    writer.take(at, 1, "dekretacja", "dekretacja", "returned")
    history = writer.history(1)
    assert [h.activity for h in history.happenings] == ["receive", "dekretacja", "reopen"]
    assert [(s.step, s.closed_by) for s in history.spans] == [
        ("dekretacja", 4), ("zapłata", 9), ("dekretacja", None),
    ]  # fmt: skip


def test_a_history_with_a_gap_is_refused() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.take(START + timedelta(hours=2), 1, "opis", "akceptacja")
    whole = writer.history(1)
    from dataclasses import replace

    for spans in (whole.spans[1:], whole.spans[:1], (whole.spans[0], whole.spans[0])):
        with pytest.raises(BrokenHistory):
            clocks(replace(whole, spans=spans), AS_OF)


def test_quantiles() -> None:
    assert quantile([], 0.5) == 0
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile([0, 10], 0.9) == 9
