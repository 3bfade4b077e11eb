"""The flow map and the variants beside pm4py's, from the exported files alone. Skipped where pm4py isn't there."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zaplecze.controlling.exports import as_ocel, as_xes, trace_name
from zaplecze.controlling.rules.at_once import map_figures, variant_figures
from zaplecze.controlling.rules.flow_map import END, START, flow_map
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.variants import variants
from zaplecze.controlling.tests.logs import Writer, office
from zaplecze.controlling.tests.test_at_once import folded

pytest.importorskip("pm4py", reason="pm4py (requirements/judges.txt) is not installed")


@pytest.fixture(scope="module")
def papers() -> list[History]:
    return office(150, seed=3)


@pytest.fixture(scope="module")
def pm4py() -> Iterator[Any]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        import pm4py

        yield pm4py


@pytest.fixture(scope="module")
def log(papers: list[History], pm4py: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("xes") / "log.xes"
    file.write_bytes(as_xes(papers, name="próba"))
    return pm4py.read_xes(str(file), variant="iterparse", show_progress_bar=False)


def test_the_flow_map(papers: list[History], log: Any, pm4py: Any) -> None:
    ours = flow_map(papers)
    frequency, first, last = pm4py.discover_dfg(log)
    inner = {k: a.count for k, a in ours.arrows.items() if START not in k and END not in k}
    assert inner == dict(frequency)
    assert {b: a.count for (s, b), a in ours.arrows.items() if s == START} == dict(first)
    ends = Counter({a: arrow.count for (a, b), arrow in ours.arrows.items() if b == END})
    assert ends + Counter(ours.waiting) == Counter(last)
    counts = pm4py.get_event_attribute_values(log, "concept:name")
    assert ours.activities == dict(counts)


def test_the_times_on_the_arrows(papers: list[History], log: Any, pm4py: Any) -> None:
    ours = flow_map(papers)
    times, _, _ = pm4py.discover_performance_dfg(log, perf_aggregation_key="all")
    seen = 0
    for key, found in times.items():
        arrow = ours.arrows[key]
        seconds = found["mean"] if isinstance(found, dict) else found
        assert arrow.mean_elapsed * 3600 == pytest.approx(seconds, abs=1e-3), key
        seen += arrow.count
    assert seen == sum(a.count for k, a in ours.arrows.items() if START not in k and END not in k)


def test_the_variants(papers: list[History], log: Any, pm4py: Any) -> None:
    theirs = {
        tuple(way): found if isinstance(found, int) else len(found)
        for way, found in pm4py.get_variants(log).items()
    }
    assert {v.way: v.count for v in variants(papers)} == theirs


def test_folded_papers_too(log: Any, pm4py: Any) -> None:
    writer = Writer()
    histories = office(150, seed=3, writer=writer)
    found = folded(writer.papers, [1.0] * len(histories))
    times, _, _ = pm4py.discover_performance_dfg(log, perf_aggregation_key="all")
    flow = map_figures(found)
    frequency, _, _ = pm4py.discover_dfg(log)
    assert {k: a.count for k, a in flow.arrows.items() if START not in k and END not in k} == dict(
        frequency
    )
    for key, said in times.items():
        seconds = said["mean"] if isinstance(said, dict) else said
        assert flow.arrows[key].mean_elapsed * 3600 == pytest.approx(seconds, abs=1e-3), key
    theirs = pm4py.get_variants(log)
    assert {v.way for v in variant_figures(found)} == {tuple(way) for way in theirs}


def test_the_object_log(papers: list[History], pm4py: Any, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonocel"
    file.write_bytes(as_ocel(papers))
    log = pm4py.read_ocel2_json(str(file))
    assert len(log.events) == sum(len(h.happenings) for h in papers)
    assert set(log.objects["ocel:type"]) == {"company", "person", "cost_invoice"}
    relations = log.relations[log.relations["ocel:qualifier"] == "dokument"]
    per_paper = Counter(relations["ocel:oid"])
    assert per_paper == {f"dokument {trace_name(h)}": len(h.happenings) for h in papers}
    flat = pm4py.ocel_flattening(log, "cost_invoice")
    frequency, _, _ = pm4py.discover_dfg(flat)
    inner = {
        k: a.count for k, a in flow_map(papers).arrows.items() if START not in k and END not in k
    }
    assert inner == dict(frequency)
