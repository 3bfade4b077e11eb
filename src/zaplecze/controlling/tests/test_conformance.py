"""Conformance: what follows the procedure has no deviation; every deviation that is put in is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.controlling.rules.conformance import Expected, Fault, by_fault, judge
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.way import CLOSED, DESCRIBED, OPENED, POSTED, RECEIVED
from zaplecze.controlling.tests.logs import KINDS, LIMIT, START, STEPS, Writer, office
from zaplecze.platform.days import WARSAW

AS_OF = datetime(2027, 1, 4, 12, tzinfo=WARSAW)
WAY = [key for key, _kind, _hours in STEPS]


def written(amount: float, hours: int = 10_000) -> list[Expected]:
    """The procedure as it asks of a paper of this amount."""
    return [Expected(k, kind, hours, k != WAY[2] or amount > LIMIT) for k, kind, _ in STEPS]


def walk(steps: list[str], people: list[int] | None = None, *, first: str = "") -> History:
    """A paper that took these steps, an hour each, then closed."""
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step=first or steps[0])
    now = START
    for n, step in enumerate(steps):
        now += timedelta(hours=1)
        following = steps[n + 1] if n + 1 < len(steps) else ""
        writer.take(now, people[n] if people else n + 1, step, following)
    writer.put(now, CLOSED, state="done")
    return writer.history(1)


def faults(history: History, expected: list[Expected]) -> set[tuple[Fault, str]]:
    return {(d.fault, d.step) for d in judge(history, expected, AS_OF).deviations}


def test_papers_that_follow_the_procedure_have_no_deviation() -> None:
    for history in office(200, seed=2, returns=0.3):
        amount = float(dict(history.facts)["gross_pln"])
        found = faults(history, written(amount))
        assert not {f for f, _ in found} - {Fault.SAME_PERSON}, history


def test_a_scan_described_as_an_invoice_is_judged_by_its_second_way() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="other")
    writer.put(START, OPENED, procedure="paper", step="opis")
    writer.put(START + timedelta(hours=1), DESCRIBED, 9, kind="cost_invoice")
    writer.take(START + timedelta(hours=1), 9, "opis", "")
    began = START + timedelta(hours=1)
    writer.put(began, OPENED, procedure="cost_invoice", step=WAY[0])
    opened = writer.seq
    for n, step in enumerate(WAY):
        following = WAY[n + 1] if n + 1 < len(WAY) else ""
        writer.take(began + timedelta(hours=n + 1), n + 1, step, following)
    writer.put(began + timedelta(hours=9), CLOSED, state="done")
    scan = writer.history(1)
    assert (scan.kind, scan.began_seq) == ("cost_invoice", opened)
    assert faults(scan, written(20_000)) == set()
    judged = judge(scan, written(20_000), AS_OF)
    assert judged.history is scan
    assert judged.by_program == ()
    # Who described the scan and approves the invoice is one person still.
    writer.put(START, RECEIVED, kind="other")
    writer.put(START, OPENED, procedure="paper", step="opis")
    writer.take(START + timedelta(hours=1), 3, "opis", "")
    writer.put(began, OPENED, procedure="cost_invoice", step=WAY[1])
    writer.take(began + timedelta(hours=2), 3, WAY[1], WAY[3])
    assert (Fault.SAME_PERSON, WAY[1]) in faults(writer.history(2), written(100))


def test_every_deviation_that_is_put_in_is_found() -> None:
    expected = written(20_000)
    assert faults(walk(WAY), expected) == set()
    for skipped in WAY[1:]:
        shorter = [s for s in WAY if s != skipped]
        assert faults(walk(shorter), expected) == {(Fault.MISSING, skipped)}, skipped
    for n in range(len(WAY) - 1):
        swapped = [*WAY[:n], WAY[n + 1], WAY[n], *WAY[n + 2 :]]
        found = faults(walk(swapped, first=WAY[0]), expected)
        # Taken first, the second of the two can't be told from a step that began late: its partner is out of order.
        assert (Fault.ORDER, WAY[n]) in found, n
    for n, step in enumerate(WAY):
        doubled = [*WAY[: n + 1], step, *WAY[n + 1 :]]
        assert faults(walk(doubled), expected) == {(Fault.REPEATED, step)}, step
    assert faults(walk(WAY), written(500)) == {(Fault.ALIEN, WAY[2])}


@given(st.sampled_from(range(1, len(WAY))), st.integers(0, 99))
@settings(max_examples=40)
def test_a_skipped_step_is_found_in_any_paper(skipped: int, seed: int) -> None:
    """One step of a whole paper of a busy office is taken out, with its events."""
    papers = [h for h in office(60, seed=seed) if h.happenings[-1].activity == WAY[-1]]
    if not papers:
        return
    paper = Random(seed).choice(papers)
    gone = WAY[skipped]
    without = replace(paper, happenings=tuple(h for h in paper.happenings if h.activity != gone))
    was = any(h.activity == gone for h in paper.happenings)
    amount = float(dict(paper.facts)["gross_pln"])
    assert ((Fault.MISSING, gone) in faults(without, written(amount))) == (
        was or (Fault.MISSING, gone) in faults(paper, written(amount))
    )


def test_approving_ones_own_is_found() -> None:
    assert faults(walk(WAY, [1, 1, 2, 1, 1]), written(20_000)) == {(Fault.SAME_PERSON, WAY[1])}
    assert faults(walk(WAY, [1, 2, 2, 1, 1]), written(20_000)) == {(Fault.SAME_PERSON, WAY[2])}


def test_a_step_beyond_its_hours_is_late_by_so_many() -> None:
    expected = [replace(e, hours=1) for e in written(20_000)]
    assert faults(walk(WAY), expected) == set()
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.take(START + timedelta(hours=4), 1, "opis", "akceptacja")
    history = writer.history(1)
    late = judge(history, expected, START + timedelta(hours=7)).deviations
    assert [(d.fault, d.step, d.hours) for d in late] == [
        (Fault.LATE, "opis", 3), (Fault.LATE, "akceptacja", 2),
    ]  # fmt: skip
    assert late[0].seq == history.spans[0].closed_by


def test_what_the_program_did_is_no_deviation() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, POSTED)
    writer.put(START, OPENED, step="zapłata")
    writer.take(START + timedelta(hours=1), None, "zapłata", "")
    writer.put(START + timedelta(hours=1), CLOSED, state="done")
    judged = judge(writer.history(1), written(500), AS_OF)
    assert judged.deviations == ()
    assert judged.by_program == ("opis", "akceptacja", "dekretacja")


def test_a_rejected_paper_owes_no_more_steps() -> None:
    writer = Writer()
    writer.put(START, RECEIVED, kind="cost_invoice")
    writer.put(START, OPENED, step="opis")
    writer.take(START + timedelta(hours=1), 1, "opis", "akceptacja")
    writer.take(START + timedelta(hours=2), 3, "akceptacja", "", "rejected")
    writer.put(START + timedelta(hours=2), CLOSED, state="rejected")
    assert faults(writer.history(1), written(500)) == set()


@pytest.mark.parametrize("asked", [None, False])
def test_a_step_that_may_not_be_asked_is_not_missed(asked: bool | None) -> None:
    expected = [replace(e, asked=asked) if e.key == WAY[2] else e for e in written(20_000)]
    assert faults(walk([s for s in WAY if s != WAY[2]]), expected) == set()


def test_steps_side_by_side_may_come_in_any_order_and_each_is_owed() -> None:
    beside = [
        replace(e, lane="abc"[n]) if n in (1, 2) else e for n, e in enumerate(written(20_000))
    ]
    swapped = [WAY[0], WAY[2], WAY[1], *WAY[3:]]
    assert faults(walk(swapped), beside) == set()
    assert faults(walk([s for s in WAY if s != WAY[2]]), beside) == {(Fault.MISSING, WAY[2])}
    # While the other lane is still running, nothing was passed over.
    running = replace(walk(WAY[:2]), ended_at=None)
    assert faults(running, beside) == set()
    assert (Fault.MISSING, WAY[2]) in faults(walk([WAY[0], WAY[1], WAY[3]]), beside)


def test_the_count_keeps_every_paper() -> None:
    expected = written(20_000)
    one = walk([WAY[0], *WAY[2:]])
    other = replace(one, document_id=2)
    judged = [judge(h, expected, AS_OF) for h in (one, other)]
    (count,) = by_fault(judged)
    assert (count.fault, count.step) == (Fault.MISSING, WAY[1])
    assert [h.document_id for h, _ in count.shown] == [1, 2]
    assert KINDS[count.step] == "approve"
