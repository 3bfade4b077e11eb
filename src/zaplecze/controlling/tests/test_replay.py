"""The replay: without a change it is history; with one, nobody is later, and the effect can be counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.controlling.rules.history import Clock, History
from zaplecze.controlling.rules.replay import Change, replay
from zaplecze.controlling.rules.step_minutes import Source, StepMinutes, hours_of
from zaplecze.controlling.rules.way import ANSWER, OPENED, QUESTION, RECEIVED
from zaplecze.controlling.tests.logs import START, Writer, office

HOUR = timedelta(hours=1)
CHANGES = (
    Change(skip="akceptacja"), Change(skip="opis"),
    Change(skip="druga akceptacja", up_to=Decimal(20_000)),
    Change(help_kind="code", helpers=1), Change(help_kind="approve", helpers=2),
    Change(help_kind="describe", helpers=1),
)  # fmt: skip


@given(st.integers(0, 10_000), st.sampled_from((0.0, 0.3)))
@settings(max_examples=20)
def test_without_a_change_history_comes_back_exactly(seed: int, returns: float) -> None:
    papers = office(40, seed=seed, returns=returns)
    outcome = replay(papers)
    for effect in outcome.papers:
        assert effect.spans == tuple(s for s in effect.history.spans if s.end is not None)
        assert effect.before == effect.after
    assert (outcome.skipped, outcome.stopped) == ((), ())


@given(st.integers(0, 10_000), st.sampled_from(CHANGES))
@settings(max_examples=30)
def test_no_change_makes_anybody_later(seed: int, change: Change) -> None:
    for effect in replay(office(40, seed=seed, returns=0.2), change).papers:
        ends = {s.closed_by: s.end for s in effect.history.spans}
        for span in effect.spans:
            was = ends[span.closed_by]
            assert was is not None
            assert span.end is not None
            assert span.start <= span.end <= was, (effect.history.document_id, span)


def line_of(*papers: tuple[float, float, float]) -> list[History]:
    """Papers that come, are described by 1 and coded by 2, each at so many hours after Monday 8:00."""
    writer = Writer()
    events = []
    for n, (comes, described, coded) in enumerate(papers, 1):
        events += [(comes, n, "comes"), (described, n, "opis"), (coded, n, "dekretacja")]
    found = {n: Writer() for n in range(1, len(papers) + 1)}
    for seq, (hours, n, what) in enumerate(sorted(events), 1):
        mine = found[n]
        mine.seq = seq * 10
        at = START + hours * HOUR
        if what == "comes":
            mine.put(at, RECEIVED, kind="cost_invoice")
            mine.put(at, OPENED, step="opis")
        elif what == "opis":
            mine.take(at, 1, "opis", "dekretacja")
        else:
            mine.take(at, 2, "dekretacja", "")
    assert writer.seq == 0
    return [found[n].history(n, {"gross_pln": str(1000 * n)}) for n in found]


def test_a_queue_is_halved_by_a_second_person() -> None:
    # Three papers described at 1:00, coded one after another, an hour each.
    papers = line_of((0, 1, 2), (0, 1, 3), (0, 1, 4))
    outcome = replay(papers, Change(help_kind="code", helpers=1))
    ended = [e.spans[-1].end for e in outcome.papers]
    # The second is taken by the helper at once, the third when the first is done.
    assert ended == [START + 2 * HOUR, START + 2 * HOUR, START + 3 * HOUR]
    assert [e.saved for e in outcome.papers] == [0, 1, 1]


def test_a_skipped_step_gives_its_time_back_but_not_the_queue() -> None:
    papers = line_of((0, 2, 3), (0, 2.5, 4))
    outcome = replay(papers, Change(skip="opis"))
    # Without descriptions both lie on the coder's desk at 0:00; an hour and an hour of hers, as in history.
    assert [e.spans[-1].end for e in outcome.papers] == [START + HOUR, START + 2 * HOUR]
    assert len(outcome.skipped) == 2
    assert outcome.figures("before", Clock.OURS)[0] == 3.5
    assert outcome.figures("after", Clock.OURS)[0] == 1.5


def test_a_limit_skips_small_papers_alone() -> None:
    papers = line_of((0, 2, 3), (0, 2.5, 6))
    outcome = replay(papers, Change(skip="opis", up_to=Decimal(1500)))
    assert [h.document_id for h, _ in outcome.skipped] == [1]
    assert [len(e.spans) for e in outcome.papers] == [1, 2]


def test_a_skipped_step_takes_its_returns_along_and_they_are_told() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.take(START + HOUR, 1, "opis", "akceptacja")
    writer.take(START + 3 * HOUR, 3, "akceptacja", "opis", "returned")
    writer.take(START + 4 * HOUR, 1, "opis", "akceptacja")
    writer.take(START + 5 * HOUR, 3, "akceptacja", "dekretacja")
    writer.take(START + 6 * HOUR, 2, "dekretacja", "")
    outcome = replay([writer.history(1)], Change(skip="akceptacja"))
    assert [s.step for s in outcome.papers[0].spans] == ["opis", "dekretacja"]
    assert outcome.papers[0].spans[-1].end == START + 2 * HOUR
    assert [h.document_id for h in outcome.stopped] == [1]
    assert outcome.papers[0].saved == 4
    # The second description falls away with the return that asked for it, from the work as from the time.
    assert [s.step for _, s in outcome.decided] == ["akceptacja", "opis", "akceptacja"]
    minutes = StepMinutes(Source.STEPS, {"describe": 30.0, "approve": 12.0}, None, 5)
    assert hours_of(outcome.decided, minutes) == {
        Clock.OURS: 0.5, Clock.CLIENT: 0.4, Clock.OUTSIDE: 0.0,
    }  # fmt: skip


def test_a_question_is_part_of_the_step_that_is_skipped() -> None:
    about = {"step": "opis", "blocks": True, "side": "client"}
    writer = Writer()
    for until, answered in ((5, True), (2, False)):
        writer.put(START, RECEIVED, kind="cost_invoice")
        writer.put(START, OPENED, step="opis")
        writer.put(START + HOUR, QUESTION, 1, **about)
        if answered:
            writer.put(START + 3 * HOUR, ANSWER, 3, **about)
            writer.take(START + until * HOUR, 1, "opis", "dekretacja")
            writer.take(START + 6 * HOUR, 2, "dekretacja", "")
        (whole,) = replay([history := writer.history(1)]).papers
        assert whole.spans == tuple(s for s in history.spans if s.end is not None)
        outcome = replay([history], Change(skip="opis"))
        assert [len(stay) for _, stay in outcome.skipped] == ([3] if answered else [])
        assert [s.step for _, s in outcome.decided] == (["opis"] if answered else [])
        assert outcome.papers[0].saved == (5 if answered else 0)


def test_the_bank_pays_when_it_paid() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.take(START + 2 * HOUR, 1, "opis", "zapłata")
    writer.take(START + timedelta(days=7), None, "zapłata", "")
    effect = replay([writer.history(1)], Change(skip="opis")).papers[0]
    assert effect.spans[-1].start == START
    assert effect.spans[-1].end == START + timedelta(days=7)


def test_a_shift_skips_the_night() -> None:
    # Coded on Tuesday at 9:00 after two working hours from Monday 15:00; two hours earlier it ends on Monday.
    papers = line_of((0, 7, 25))
    outcome = replay(papers, Change(skip="opis"))
    assert outcome.papers[0].spans[0].end == START + 2 * HOUR


def test_nothing_to_replay() -> None:
    assert replay([]).papers == ()
    assert replay([]).figures("before") == (0, 0, 0)
    open_paper = Writer()
    open_paper.put(datetime(2026, 6, 1, 6, 0, tzinfo=START.tzinfo), RECEIVED, kind="x")
    assert replay([open_paper.history(1)], CHANGES[0]).papers[0].spans == ()
