"""Minutes of a step: as counted, never between the lines, and nobody's alone by subtraction."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.controlling.rules.step_minutes import Decision, Source, decisions, step_minutes
from zaplecze.controlling.tests.logs import office

SINCE = date(2026, 6, 1)
DAY = date(2026, 6, 15)


def taken(people: dict[str, tuple[int, ...]], papers: int = 12) -> list[Decision]:
    """Every paper passes the steps of these kinds, taken in turn by the people of each."""
    return [
        Decision(paper, who[paper % len(who)], kind, DAY)
        for paper in range(papers)
        for kind, who in people.items()
    ]


def at(found: list[Decision], seconds: dict[str, int]) -> dict[tuple[int, int], int]:
    effort: dict[tuple[int, int], int] = {}
    for d in found:
        effort[d.document_id, d.person] = effort.get((d.document_id, d.person), 0) + seconds[d.kind]
    return effort


def test_each_step_has_its_own_minutes_where_many_people_took_it() -> None:
    found = taken({"describe": (1, 2, 3), "approve": (4, 5, 6)})
    told = step_minutes(
        found, at(found, {"describe": 180, "approve": 60}), since=SINCE, before=17.0
    )
    assert (told.source, told.of("describe"), told.of("approve")) == (Source.STEPS, 3.0, 1.0)


def test_one_approver_hides_every_step_behind_the_average() -> None:
    found = taken({"describe": (1, 2, 3), "approve": (4,)})
    told = step_minutes(
        found, at(found, {"describe": 180, "approve": 60}), since=SINCE, before=17.0
    )
    assert (told.source, told.by_kind) == (Source.DECISIONS, {})
    assert told.of("describe") == told.of("approve") == 2.0
    # Somebody who decided nothing and looked into the papers alone is hidden too.
    alike = taken({"describe": (1, 2, 3), "approve": (4, 5, 6)})
    looked = at(alike, {"describe": 180, "approve": 60}) | {(0, 9): 600}
    assert step_minutes(alike, looked, since=SINCE, before=None).source == Source.DECISIONS


def test_one_person_with_nearly_all_minutes_hides_them() -> None:
    found = taken({"describe": (1, 2, 3)})
    alike = at(found, {"describe": 180})
    assert step_minutes(found, alike, since=SINCE, before=17.0).source == Source.STEPS
    most = {key: seconds * (20 if key[1] == 1 else 1) for key, seconds in alike.items()}
    assert step_minutes(found, most, since=SINCE, before=17.0).source == Source.BASELINE


def test_without_enough_minutes_the_baseline_tells_and_without_it_nobody() -> None:
    found = taken({"describe": (1, 2), "approve": (1, 2)})
    effort = at(found, {"describe": 180, "approve": 60})
    before = step_minutes(found, effort, since=SINCE, before=17.0)
    assert (before.source, before.of("approve")) == (Source.BASELINE, 8.5)
    unknown = step_minutes(found, effort, since=SINCE, before=None)
    assert (unknown.source, unknown.of("approve")) == (Source.UNKNOWN, None)
    many = taken({"describe": (1, 2, 3)})
    assert step_minutes(many, {}, since=None, before=None).source == Source.UNKNOWN
    late = step_minutes(many, at(many, {"describe": 60}), since=date(2026, 7, 1), before=None)
    assert late.source == Source.UNKNOWN, "these decisions came before minutes were counted"


@given(st.integers(0, 1_000))
def test_skipping_every_step_saves_what_was_counted_and_no_more(seed: int) -> None:
    papers = office(40, seed=seed)
    found = decisions(papers)
    draw = Random(seed)
    effort = {(d.document_id, d.person): draw.randrange(20, 600) for d in found}
    told = step_minutes(found, effort, since=date(2026, 1, 1), before=None)
    whole = sum(effort.values()) / 60
    assert told.source in (Source.STEPS, Source.DECISIONS)
    assert sum(told.of(d.kind) or 0 for d in found) == pytest.approx(whole)
    assert all(kind not in ("pay", "intake", "rest") for kind in told.by_kind)
