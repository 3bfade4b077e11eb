"""The flow map as a picture: activities, arrows as thick as their volume and colored by their time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zaplecze.controlling.pictures.layout import Box, Layout, Route, lay_out
from zaplecze.controlling.pictures.svg import element, link, picture, text_width, tip, words
from zaplecze.controlling.rules.flow_map import END, START, Counted, FlowMap
from zaplecze.controlling.rules.way import RENEW, REOPEN, RESUME, RETURNED

# Upper ends of the classes of color in working hours (median): an hour, half a day, a day, three days.
CLASSES = (1.0, 4.0, 8.0, 24.0)
NODE_HEIGHT = 42.0
LABEL_HEIGHT = 30.0


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the picture: its name, names of activities, of figures, and addresses of what it opens."""

    title: str
    activity: Callable[[str], str]
    papers: Callable[[int], str]
    hours: Callable[[float], str]
    arrow_url: Callable[[str, str], str]
    activity_url: Callable[[str], str]


def class_of(hours: float) -> int:
    """The class of color of a time in working hours, 0 to 4."""
    return sum(hours > limit for limit in CLASSES)


def draw(flow: FlowMap[Counted], speak: Words) -> str:
    """The picture; empty text where there is nothing to draw."""
    if not flow.arrows:
        return ""
    names = {START, *flow.activities, *(b for _, b in flow.arrows)}
    ordered = [START, *sorted(names - {START, END}), *([END] if END in names else [])]
    sizes = {n: _node_size(n, flow, speak) for n in ordered}
    labels = {key: _label_size(_label(arrow, speak)) for key, arrow in flow.arrows.items()}
    layout = lay_out(
        sizes,
        {k: _weight(a) for k, a in flow.arrows.items()},
        labels,
        first=START,
        last=END if END in names else "",
    )
    most = max(a.count for a in flow.arrows.values())
    parts = [
        _arrow(arrow, layout.routes[key], most, speak)
        for key, arrow in sorted(flow.arrows.items(), key=lambda item: item[1].count)
    ]
    parts += [_node(n, layout, flow, speak) for n in ordered]
    return picture(layout.width, layout.height, speak.title, parts, "flow-map")


def _weight(arrow: Counted) -> int:
    """How much an arrow wants to point down: a way back half as much as a way on."""
    back = arrow.source.endswith(RETURNED) or arrow.source in (REOPEN, RESUME, RENEW)
    return arrow.count if back else 2 * arrow.count


def _node_size(name: str, flow: FlowMap[Counted], speak: Words) -> tuple[float, float]:
    if name in (START, END):
        return text_width(speak.activity(name)) + 24, 26.0
    wide = max(text_width(speak.activity(name)), text_width(_below(name, flow, speak), 12))
    return max(wide + 28, 96.0), NODE_HEIGHT


def _below(name: str, flow: FlowMap[Counted], speak: Words) -> str:
    return speak.papers(flow.activities.get(name, 0))


def _label(arrow: Counted, speak: Words) -> list[str]:
    if START in (arrow.source, arrow.target) or arrow.target == END:
        return [str(arrow.count)]
    return [str(arrow.count), speak.hours(arrow.median_hours)]


def _label_size(lines: list[str]) -> tuple[float, float]:
    return max(text_width(line, 12) for line in lines) + 12, LABEL_HEIGHT if lines[1:] else 18.0


def _node(name: str, layout: Layout, flow: FlowMap[Counted], speak: Words) -> str:
    box = layout.nodes[name]
    if name in (START, END):
        rect = _rect(box, "end", box.height / 2)
        return element("g", rect, words(speak.activity(name), box.x, box.y + 4.5, "name"))
    text = speak.activity(name)
    below = _below(name, flow, speak)
    waits = flow.waiting.get(name, 0)
    inside = [
        _rect(box, "node waits" if waits else "node", 6),
        words(text, box.x, box.y - 3, "name"),
        words(below, box.x, box.y + 13, "more"),
    ]
    return link(speak.activity_url(name), f"{text}: {below}", *inside)


def _rect(box: Box, style: str, radius: float) -> str:
    return element(
        "rect",
        x=box.x - box.width / 2,
        y=box.y - box.height / 2,
        width=box.width,
        height=box.height,
        rx=radius,
        class_=style,
    )


def _arrow(arrow: Counted, route: Route, most: int, speak: Words) -> str:
    edge = START in (arrow.source, arrow.target) or arrow.target == END
    style = "edge" if edge else f"t{class_of(arrow.median_hours)}"
    width = 1.2 + 8 * arrow.count / most
    lines = _label(arrow, speak)
    head, shaft = _head(route, width)
    parts = [
        element("path", d=shaft, stroke_width=width, class_="hit-line"),
        element("path", d=head, class_="head"),
        element(
            "rect",
            x=route.label.x - route.label.width / 2,
            y=route.label.y - route.label.height / 2,
            width=route.label.width,
            height=route.label.height,
            rx=4,
            class_="label",
        ),
    ]
    top = route.label.y + (4 if len(lines) == 1 else -3)
    for n, line in enumerate(lines):
        parts.append(words(line, route.label.x, top + 14 * n, "count" if n == 0 else "time"))
    label = f"{speak.activity(arrow.source)} → {speak.activity(arrow.target)}: {speak.papers(arrow.count)}"
    if not edge:
        label += f", {speak.hours(arrow.median_hours)}"
    return link(
        speak.arrow_url(arrow.source, arrow.target), label, element("g", *parts, class_=style)
    )


def _head(route: Route, width: float) -> tuple[str, str]:
    """The head's outline and the shaft's path, which ends where the head begins."""
    points = list(route.points)
    (x0, y0), (x1, y1) = points[-2], points[-1]
    loop = points[0][0] == points[-1][0] and len(points) == 4
    dx, dy = (x1 - x0, y1 - y0) if loop else (0.0, 1.0 if y1 > y0 else -1.0)
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / length, dy / length
    size = 5 + width * 0.9
    bx, by = x1 - dx * size, y1 - dy * size
    half = size * 0.55
    head = (
        f"M{x1:.1f} {y1:.1f}L{bx - dy * half:.1f} {by + dx * half:.1f}"
        f"L{bx + dy * half:.1f} {by - dx * half:.1f}Z"
    )
    points[-1] = (bx, by)
    return head, _curve(points, flat=not loop)


def _curve(points: list[tuple[float, float]], *, flat: bool) -> str:
    """A smooth line through the points; between layers it leaves and arrives upright."""
    if not flat:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
        return f"M{x0:.1f} {y0:.1f}C{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f} {x3:.1f} {y3:.1f}"
    slopes = [0.0, *(_slope(*p) for p in zip(points, points[1:], points[2:], strict=False)), 0.0]
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1), m0, m1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (y1 - y0) / 3
        path += (
            f"C{x0 + m0 * third:.1f} {y0 + third:.1f} {x1 - m1 * third:.1f} {y1 - third:.1f} "
            f"{x1:.1f} {y1:.1f}"
        )
    return path


def _slope(
    before: tuple[float, float], at: tuple[float, float], after: tuple[float, float]
) -> float:
    """How far the line leans at a bend: that of its flatter side, none where it turns (after Fritsch-Carlson)."""
    one = (at[0] - before[0]) / ((at[1] - before[1]) or 1.0)
    two = (after[0] - at[0]) / ((after[1] - at[1]) or 1.0)
    return 0.0 if one * two <= 0 else 2 * one * two / (one + two)


def legend(names: Mapping[int, str], title: str) -> str:
    """The classes of color in words."""
    parts = []
    x = 0.0
    for number, name in names.items():
        line = element("path", d=f"M{x:.1f} 9H{x + 22:.1f}", stroke_width=5, class_="hit-line")
        parts.append(element("g", line, class_=f"t{number}"))
        parts.append(words(name, x + 28, 13.5, "key"))
        x += 28 + text_width(name, 12) + 18
    return picture(x, 18.0, title, [tip(title), *parts], "flow-map legend")
