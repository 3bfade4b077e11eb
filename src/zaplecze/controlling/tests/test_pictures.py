"""The pictures: golden ones of a fixed log, and a layout in which nothing lies on anything else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zaplecze.controlling.pictures import bars
from zaplecze.controlling.pictures.flow import Words, class_of, draw, legend
from zaplecze.controlling.pictures.layout import Box, Layout, lay_out
from zaplecze.controlling.rules.flow_map import END, START, FlowMap, flow_map
from zaplecze.controlling.tests.logs import office

GOLDEN = Path(__file__).parent / "golden"
WORDS = Words(
    title="Mapa & próba",
    activity=lambda a: {START: "wpływ", END: "koniec"}.get(a, a),
    papers=lambda n: f"{n} dok.",
    hours=lambda h: f"{h:.1f} h",
    arrow_url=lambda a, b: f"?z={a}&do={b}",
    activity_url=lambda a: f"?a={a}",
)


def same_as_golden(name: str, text: str) -> None:
    """Compare with the kept file; ``GOLDEN=write`` writes it anew, to be looked at in a browser."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text(), f"{name}: look at it, then write it anew with GOLDEN=write"


def test_the_map_of_a_fixed_log() -> None:
    text = draw(flow_map(office(120)), WORDS)
    same_as_golden("flow.svg", text.replace("><", ">\n<") + "\n")


def test_bars_and_columns() -> None:
    rows = [
        bars.Bar("Opis <pilny>", (bars.Part(3, "ours", "trzy", "?a=1&b=2"), bars.Part(1, "t4", "x")), "4"),
        bars.Bar("Akceptacja", (bars.Part(8, "client", "osiem"),), "8 dok."),
    ]  # fmt: skip
    weeks = [bars.Column("01.06", 5), bars.Column("08.06", 4.5, 2, 7)]
    text = (
        bars.draw(rows, "Czekanie")
        + bars.columns(weeks, "Prognoza")
        + legend({0: "szybko"}, "Kolor")
    )
    same_as_golden("bars.svg", text.replace("><", ">\n<") + "\n")


def test_nothing_draws_nothing() -> None:
    assert draw(FlowMap({}, {}, {}, 0), WORDS) == ""
    assert bars.draw([], "x") == ""
    assert bars.columns([], "x") == ""


def test_every_arrow_opens_its_papers_and_every_word_is_escaped() -> None:
    flow = flow_map(office(120))
    root = etree.fromstring(draw(flow, WORDS))
    links = [str(a.get("href")) for a in root.iter("{*}a")]
    assert len(links) == len(flow.arrows) + len(flow.activities)
    assert all(a.get("aria-label") for a in root.iter("{*}a"))
    assert root.get("aria-label") == "Mapa & próba"
    assert not {e.tag for e in root.iter()} - {"svg", "a", "g", "path", "rect", "text", "title"}
    assert not [
        e for e in root.iter() if "style" in e.attrib or any(k.startswith("on") for k in e.attrib)
    ]


def test_thickness_is_volume_and_color_is_time() -> None:
    flow = flow_map(office(120))
    root = etree.fromstring(draw(flow, WORDS))
    widths = {}
    for a in root.iter("{*}a"):
        if "&do=" in (a.get("href") or ""):
            group = a.find("g")
            path = group.find("path")
            widths[a.get("href")] = (float(path.get("stroke-width")), group.get("class"))
    for (source, target), arrow in flow.arrows.items():
        width, style = widths[f"?z={source}&do={target}"]
        assert width == pytest.approx(1.2 + 8 * arrow.count / 120, abs=0.051)
        if source != START and target != END:
            assert style == f"t{class_of(arrow.median_hours)}"
    assert [class_of(h) for h in (0, 1, 1.1, 8, 9, 25)] == [0, 0, 1, 2, 3, 4]


def apart(one: Box, other: Box) -> bool:
    return (
        abs(one.x - other.x) >= (one.width + other.width) / 2 - 0.01
        or abs(one.y - other.y) >= (one.height + other.height) / 2 - 0.01
    )


def boxes(layout: Layout) -> Iterator[Box]:
    yield from layout.nodes.values()
    yield from (route.label for route in layout.routes.values())


graphs = st.integers(1, 15).flatmap(
    lambda n: st.dictionaries(
        st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), st.integers(1, 500), max_size=24
    )
)


@given(graphs)
@settings(max_examples=40)
def test_boxes_and_labels_never_overlap(found: dict[tuple[int, int], int]) -> None:
    arrows = {(f"n{a}", f"n{b}"): count for (a, b), count in found.items()}
    names = sorted({"n0", *(n for key in arrows for n in key)})
    sizes = {n: (90.0 + 13 * len(n), 42.0) for n in names}
    layout = lay_out(sizes, arrows, dict.fromkeys(arrows, (60.0, 30.0)), first="n0", last=names[-1])
    assert set(layout.routes) == set(arrows)
    for one, other in combinations(boxes(layout), 2):
        assert apart(one, other)
    for box in boxes(layout):
        assert box.width / 2 <= box.x <= layout.width - box.width / 2 + 0.01
        assert box.height / 2 <= box.y <= layout.height - box.height / 2 + 0.01
    for (a, b), route in layout.routes.items():
        ends = route.points[0], route.points[-1]
        for name, (x, y) in ((a, ends[0]), (b, ends[1])):
            node = layout.nodes[name]
            assert abs(x - node.x) <= node.width / 2 + 0.01
            assert abs(y - node.y) <= node.height / 2 + 0.01


def test_a_row_of_steps_is_a_straight_line() -> None:
    names = [f"s{n}" for n in range(6)]
    arrows = dict.fromkeys(pairwise(names), 10)
    layout = lay_out(
        dict.fromkeys(names, (100.0, 42.0)), arrows, dict.fromkeys(arrows, (50.0, 30.0))
    )
    assert len({round(layout.nodes[n].x, 3) for n in names}) == 1
    assert [layout.nodes[n].y for n in names] == sorted(layout.nodes[n].y for n in names)
