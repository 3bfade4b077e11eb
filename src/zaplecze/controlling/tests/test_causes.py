"""What a page calls certain: not what chance alone gives, and still what is really so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from zaplecze.controlling.rules.bottlenecks import CHANCE, certain
from zaplecze.controlling.rules.folds import Folded, fold_of, micros
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.loads import CauseFigures, load_figures
from zaplecze.controlling.rules.way import OPENED, RECEIVED, TAKEN, Read, history_of
from zaplecze.platform.days import WARSAW, is_working_day

START = datetime(2026, 3, 2, 8, tzinfo=WARSAW)
LATER = micros(datetime(2027, 3, 2, tzinfo=WARSAW))
STEPS = (("opis", "describe"), ("akceptacja", "approve"), ("dekretacja", "code"))
HOUR = 3_600 * 1_000_000
DAY = 8  # working hours
OPENS = np.array(
    [
        micros(START + timedelta(days=n))
        for n in range(300)
        if is_working_day((START + timedelta(days=n)).date())
    ]
)


def page(draw: np.random.Generator, papers: int = 200, *, slow_sales: float = 1.0) -> Folded:
    """A page of papers whose waiting depends on nothing, but for sales invoices where ``slow_sales`` isn't 1."""
    folds = []
    for kind, count in (
        ("cost_invoice", papers // 2),
        ("sales_invoice", papers // 3),
        ("contract", papers // 6),
    ):
        came = draw.uniform(0, 50 * DAY, count)
        at = [came, came]
        for _ in STEPS:
            slow = slow_sales if kind == "sales_invoice" else 1.0
            at.append(at[-1] + draw.exponential(9 * slow, count))
        moments = _moments(np.column_stack(at))
        folds.append(fold_of(_way(kind, moments[0]), moments, draw.lognormal(7, 1, count).tolist()))
    return Folded(tuple(folds))


def _moments(working_hours: NDArray[np.float64]) -> NDArray[np.int64]:
    """The moments when so many working hours have passed since `START`."""
    day = (working_hours // DAY).astype(np.int64)
    found: NDArray[np.int64] = OPENS[day] + ((working_hours % DAY) * HOUR).astype(np.int64)
    return found


def _way(kind: str, moments: NDArray[np.int64]) -> History:
    told: list[tuple[str, dict[str, str]]] = [
        (RECEIVED, {"kind": kind}),
        (OPENED, {"step": "opis"}),
    ]
    for n, (step, of) in enumerate(STEPS):
        following = STEPS[n + 1][0] if n + 1 < len(STEPS) else ""
        told.append(
            (TAKEN, {"step": step, "kind": of, "verdict": "accepted", "next_step": following})
        )
    events = [
        Read(place, _moment(int(at)), 1, code, data)
        for place, (at, (code, data)) in enumerate(zip(moments, told, strict=True))
    ]
    way = history_of(company_id=1, document_id=1, events=events, kinds=dict(STEPS))
    assert way is not None
    return way


def _moment(at: int) -> datetime:
    return START.astimezone(UTC) + timedelta(microseconds=at - micros(START))


def named(found: Folded) -> list[CauseFigures]:
    return [cause for load in load_figures(found, LATER) for cause in load.causes]


def test_where_nothing_causes_anything_few_pages_are_certain_of_a_cause() -> None:
    draw = np.random.default_rng(7)
    pages = [named(page(draw)) for _ in range(40)]
    certain_of_one = sum(any(c.sure for c in found) for found in pages)
    by_one_question = sum(any(c.chance < CHANCE / 2 for c in found) for found in pages)
    assert certain_of_one <= 5, "5 % of 40 pages are 2, and what chance adds to it"
    assert by_one_question > 10, "each question by itself would have been certain much too often"


def test_a_real_cause_is_certain() -> None:
    draw = np.random.default_rng(8)
    found = [c for c in named(page(draw, slow_sales=2.5)) if c.sure]
    assert {c.code for c in found} >= {"kind:sales_invoice"}
    assert all(c.median_with > c.median_without for c in found)


def test_holms_steps() -> None:
    assert certain([]) == -1
    assert certain([0.06]) == -1
    assert certain([0.05]) == 0.05
    # 0.01 <= 0.05 / 4, 0.015 <= 0.05 / 3, 0.03 > 0.05 / 2: the rest falls with it.
    assert certain([0.03, 0.015, 0.01, 0.04]) == 0.015
    assert certain([0.02, 0.001]) == 0.02
