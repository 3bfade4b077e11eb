"""Map, variants, bottlenecks, rework, ageing and forecast on small logs that can be counted by hand."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from random import Random

import pytest

from zaplecze.controlling.rules.ageing import ageing, class_of
from zaplecze.controlling.rules.bottlenecks import bottlenecks, rank_sum
from zaplecze.controlling.rules.flow_map import END, START, flow_map, frequent
from zaplecze.controlling.rules.forecast import Forecast, count_by_day, forecast
from zaplecze.controlling.rules.history import Clock, History
from zaplecze.controlling.rules.rework import rework
from zaplecze.controlling.rules.summary import summary
from zaplecze.controlling.rules.variants import variants
from zaplecze.controlling.rules.way import CLOSED, OPENED, RECEIVED
from zaplecze.controlling.tests.logs import START as MONDAY
from zaplecze.controlling.tests.logs import Writer, office
from zaplecze.platform.days import WARSAW, add_working_hours, is_working_day

HOUR = timedelta(hours=1)
AS_OF = datetime(2026, 6, 3, 12, tzinfo=WARSAW)  # Wednesday


@pytest.fixture
def three() -> list[History]:
    """Straight on; returned once; waiting for approval since Tuesday 10:00."""
    writer = Writer()
    found = []
    for paper, hours in ((1, 2), (2, 4)):
        writer.put(MONDAY, RECEIVED, kind="cost_invoice")
        writer.put(MONDAY, OPENED, step="opis")
        now = MONDAY + hours * HOUR / 2
        writer.take(now, 1, "opis", "akceptacja")
        if paper == 2:
            writer.take(now + HOUR, 3, "akceptacja", "opis", "returned")
            writer.take(now + 3 * HOUR, 1, "opis", "akceptacja")
            now += 3 * HOUR
        writer.take(now + HOUR, 3, "akceptacja", "")
        writer.put(now + HOUR, CLOSED, state="done")
        found.append(writer.history(paper))
    writer.put(MONDAY, RECEIVED, kind="cost_invoice")
    writer.put(MONDAY, OPENED, step="opis")
    writer.take(MONDAY + 26 * HOUR, 1, "opis", "akceptacja")
    found.append(writer.history(3))
    return found


def test_the_map_counts_what_followed_what(three: list[History]) -> None:
    flow = flow_map(three)
    counts = {key: arrow.count for key, arrow in flow.arrows.items()}
    assert counts == {
        (START, "receive"): 3,
        ("receive", "opis"): 3,
        ("opis", "akceptacja"): 2,
        ("akceptacja", END): 2,
        ("opis", "akceptacja:returned"): 1,
        ("akceptacja:returned", "opis"): 1,
    }
    assert flow.waiting == {"opis": 1}
    first = flow.arrows["receive", "opis"]
    # 1 and 2 hours on Monday; until Tuesday 10:00 ten working hours, 26 by the clock.
    assert [p.time.hours for p in first.passages] == [1, 2, 10]
    assert (first.median_hours, first.papers) == (2, 3)
    assert first.mean_hours == pytest.approx(13 / 3)
    assert first.mean_elapsed == pytest.approx(29 / 3)


def test_every_passage_names_its_events(three: list[History]) -> None:
    passage = flow_map(three).arrows["akceptacja:returned", "opis"].passages[0]
    happened = {h.seq: h for h in three[1].happenings}
    assert happened[passage.from_seq].verdict == "returned"
    assert happened[passage.to_seq].activity == "opis"


def test_rare_arrows_go_but_nothing_hangs_loose() -> None:
    whole = flow_map(office(150))
    shown = frequent(whole, 0.1)
    assert {a for a, n in whole.activities.items() if n >= 15} == set(shown.activities)
    assert len(shown.arrows) < len(whole.arrows)
    for activity in shown.activities:
        assert any(b == activity for _, b in shown.arrows), activity
        assert any(a == activity for a, _ in shown.arrows), activity
    assert all(shown.arrows[key].count == whole.arrows[key].count for key in shown.arrows)
    assert frequent(whole, 0).arrows == whole.arrows


def test_variants_and_their_shares(three: list[History]) -> None:
    found = variants([*three, three[0]])
    assert [(v.count, v.way[-1]) for v in found] == [
        (2, "akceptacja"),
        (1, "opis"),
        (1, "akceptacja"),
    ]
    assert found[0].share == 0.5
    assert found[-1].running_share == 1
    assert found[0].median_hours == 2
    assert found[1].median_hours is None


def test_bottlenecks_count_open_waiting_too(three: list[History]) -> None:
    first, second = bottlenecks(three, AS_OF)
    # Approval: 1 + 1 + 1, and since Tuesday 10:00 till Wednesday noon 10 working hours.
    assert (first.step, first.clock, first.hours, first.open) == ("opis", Clock.OURS, 15, 0)
    assert (second.step, second.clock, second.hours, second.open) == (
        "akceptacja",
        Clock.CLIENT,
        13,
        1,
    )
    assert first.share + second.share == 1


def test_a_cause_is_found_where_it_is_and_only_there() -> None:
    random = Random(4)
    writer = Writer()
    found = []
    at = MONDAY
    for paper in range(240):
        at = add_working_hours(at, random.uniform(0.5, 3))
        friday = at.weekday() == 4
        writer.put(at, RECEIVED, kind="cost_invoice")
        writer.put(at, OPENED, step="dekretacja")
        now = add_working_hours(at, random.uniform(1, 3) + (4 if friday else 0))
        writer.take(now, 1, "dekretacja", "")
        writer.put(now, CLOSED, state="done")
        found.append(writer.history(paper))
    (load,) = bottlenecks(found, AS_OF + timedelta(days=90))
    sure = [c.code for c in load.causes if c.sure]
    assert sure[0] == "friday"
    friday = load.causes[0]
    assert friday.median_with - friday.median_without == pytest.approx(4, abs=0.6)
    assert friday.hours == pytest.approx(4 * len(friday.visits), rel=0.15)
    assert "monday" not in sure


def test_the_rank_sum_is_the_textbooks() -> None:
    # Without ties: U of the first sample 9 of 9; mean 4.5, deviation sqrt(3*3*7/12).
    assert rank_sum([4, 5, 6], [1, 2, 3]) == pytest.approx(4.5 / math.sqrt(63 / 12))
    assert rank_sum([1, 1], [1, 1]) == 0
    assert rank_sum([1, 2], [1, 2]) == 0


def test_rework_counts_the_time_until_the_paper_is_back(three: list[History]) -> None:
    found = rework(three, AS_OF)
    assert (found.papers, found.right_first) == (3, 2)
    (loop,) = found.loops
    assert (loop.source, loop.back_to, loop.papers, loop.hours) == (
        "akceptacja:returned",
        "opis",
        1,
        2,
    )
    assert loop.returns[0].happening.verdict == "returned"


def test_ageing_puts_each_open_paper_in_one_class(three: list[History]) -> None:
    (row,) = ageing(three, AS_OF)
    assert (row.step, row.count, row.oldest) == ("akceptacja", 1, 10)
    assert [len(c) for c in row.classes] == [0, 1, 0, 0, 0]
    assert row.classes[1][0].whole.hours == 20
    assert [class_of(h) for h in (0, 8, 8.01, 24, 40, 80, 81)] == [0, 0, 1, 1, 2, 3, 4]


def test_a_company_in_a_few_figures(three: list[History]) -> None:
    found = summary(three, AS_OF)
    assert (found.papers, found.open, found.median_hours) == (3, 1, 4)
    assert found.by_clock == {Clock.OURS: 15, Clock.CLIENT: 13, Clock.OUTSIDE: 0}
    assert (found.bottleneck, found.open_by_clock[Clock.CLIENT]) == ("opis", 1)
    assert found.right_first == pytest.approx(2 / 3)
    assert summary([], AS_OF).median_hours is None


def arrivals(random: Random, usual: dict[int, float], first: date, weeks: int) -> dict[date, int]:
    """Poisson counts of working days."""
    found = {}
    for n in range(7 * weeks):
        day = first + timedelta(days=n)
        if is_working_day(day):
            count, left = 0, math.exp(-usual[day.weekday()])
            product = random.random()
            while product > left:
                count += 1
                product *= random.random()
            found[day] = count
    return found


def test_the_forecast_covers_what_came_as_often_as_it_says() -> None:
    random = Random(11)
    usual = {0: 12.0, 1: 8.0, 2: 7.0, 3: 9.0, 4: 4.0}
    first = date(2026, 1, 12)
    inside = 0
    runs = 400
    for _ in range(runs):
        known = arrivals(random, usual, first, 12)
        made = forecast(known, today=first + timedelta(weeks=12), weeks=1)
        assert made is not None
        week = made.coming[0]
        came = sum(arrivals(random, usual, week.monday, 1).values())
        inside += week.low <= came <= week.high
    assert 0.85 <= inside / runs <= 0.97


def made_of(counts: dict[date, int], today: date) -> Forecast:
    found = forecast(counts, today=today)
    assert found is not None
    return found


def test_the_forecast_knows_weekdays_and_holidays() -> None:
    first = date(2026, 9, 7)
    counts = {first + timedelta(days=n): (10 if n % 7 == 0 else 2) for n in range(56) if n % 7 < 5}
    found = made_of(counts, date(2026, 11, 4))
    assert [c for _, c in found.past] == [18] * 8
    assert found.dispersion == 1
    # The week of Wednesday 11 November has four working days.
    week = found.coming[0]
    assert (week.monday, len(week.days), week.expected) == (date(2026, 11, 9), 4, 16)
    assert week.low < 16 < week.high


def test_the_running_week_is_what_came_and_what_its_days_lack() -> None:
    first = date(2026, 9, 7)
    counts = {first + timedelta(days=n): (10 if n % 7 == 0 else 2) for n in range(56) if n % 7 < 5}
    monday = date(2026, 11, 2)
    came = {monday: 15, monday + timedelta(days=1): 1}  # more than usual, and one less so far today
    found = made_of({**counts, **came}, monday + timedelta(days=1))
    week = found.running
    assert [w.monday for w in (week, *found.coming)][:2] == [
        monday, monday + timedelta(days=7),
    ]  # fmt: skip
    assert (found.past[-1][0], week.known) == (monday - timedelta(days=7), 16)
    assert [m for _, m in week.days] == [1, 2, 2, 2]
    assert week.expected == 23
    assert 16 <= week.low < 23 < week.high
    sunday = made_of({**counts, **came}, monday + timedelta(days=6)).running
    assert (sunday.expected, sunday.low, sunday.high, sunday.days) == (16, 16, 16, ())
    assert found.coming == made_of(counts, monday).coming, "a week that runs teaches nothing yet"


def test_no_forecast_without_four_weeks_and_free_days_count_later() -> None:
    today = date(2026, 9, 30)
    assert forecast({}, today=today) is None
    assert forecast({date(2026, 9, 7): 3}, today=today) is None
    saturday = datetime(2026, 9, 5, 10, tzinfo=WARSAW)
    assert count_by_day([saturday, saturday + timedelta(days=2)]) == {date(2026, 9, 7): 2}
