"""A procedure as a drawing: where each box, diamond and line lies. Pure geometry, in pixels of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zaplecze.workflow.rules.steps import Step, blocks

BOX_WIDTH, BOX_HEIGHT = 216, 50
GAP, LANE_GAP = 26, 64
DIAMOND_WIDTH, DIAMOND_HEIGHT = 212, 46
MARGIN, END = 28, 9
TITLE, NOTE, CONDITION = 24, 32, 26


@dataclass(frozen=True, slots=True)
class Box:
    """A step; (x, y) is its upper left corner, ``whole`` says it all where the box has no room."""

    x: int
    y: int
    number: int
    title: str
    note: str
    kind: str
    whole: str


@dataclass(frozen=True, slots=True)
class Diamond:
    """A condition; (x, y) is its middle, ``points`` its corners as SVG wants them."""

    x: int
    y: int
    text: str
    points: str
    whole: str


@dataclass(frozen=True, slots=True)
class Line:
    """A way from corner to corner, as SVG points; ``passed``: around a step whose condition does not hold."""

    points: str
    passed: bool = False


@dataclass
class Picture:
    """Everything to draw; ``width`` and ``height`` of the whole."""

    width: int = 0
    height: int = 0
    boxes: list[Box] = field(default_factory=list)
    diamonds: list[Diamond] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ends: list[tuple[int, int]] = field(default_factory=list)
    bars: list[tuple[int, int, int]] = field(default_factory=list)


Label = Callable[[Step], tuple[str, str]]
"""What a box says of a step: who, and the condition in words (empty without one)."""


def draw(steps: Sequence[Step], label: Label) -> Picture:
    """Lay a procedure out from top to bottom: lanes side by side, a diamond above each conditional step."""
    found = Picture()
    columns = max([len(b.lanes) for b in blocks(steps)], default=1)
    column = BOX_WIDTH + LANE_GAP
    found.width = columns * column + 2 * MARGIN
    middle = found.width // 2
    found.ends.append((middle, MARGIN))
    y = MARGIN + END
    numbers = {s.key: n for n, s in enumerate(steps, 1)}
    for block in blocks(steps):
        wide = len(block.lanes)
        xs = [middle + round((i - (wide - 1) / 2) * column) for i in range(wide)]
        start = y + GAP
        if wide > 1:
            found.lines.append(_line((middle, y), (middle, start)))
            found.bars.append((xs[0] - 20, start, xs[-1] - xs[0] + 40))
            bottoms = [
                _lane(found, lane, x, start, numbers, label)
                for lane, x in zip(block.lanes, xs, strict=True)
            ]
            y = max(bottoms) + GAP
            for x, bottom in zip(xs, bottoms, strict=True):
                found.lines.append(_line((x, bottom), (x, y)))
            found.bars.append((xs[0] - 20, y, xs[-1] - xs[0] + 40))
        else:
            y = _lane(found, block.lanes[0], middle, y, numbers, label)
    found.lines.append(_line((middle, y), (middle, y + GAP)))
    found.ends.append((middle, y + GAP + END))
    found.height = y + GAP + 2 * END + MARGIN
    return found


def _lane(  # noqa: PLR0917 - a place and what is drawn there
    found: Picture, lane: Sequence[Step], x: int, y: int, numbers: dict[str, int], label: Label
) -> int:
    for step in lane:
        who, condition = label(step)
        around: tuple[int, int] | None = None
        if step.when is not None:
            top = y + GAP
            centre = top + DIAMOND_HEIGHT // 2
            found.lines.append(_line((x, y), (x, top)))
            found.diamonds.append(_diamond(x, centre, condition))
            around = (x - DIAMOND_WIDTH // 2, centre)
            y = top + DIAMOND_HEIGHT
        found.lines.append(_line((x, y), (x, y + GAP)))
        y += GAP
        found.boxes.append(
            Box(
                x - BOX_WIDTH // 2,
                y,
                numbers[step.key],
                _short(step.key, TITLE),
                _short(who, NOTE),
                step.kind,
                f"{step.key}: {who}",
            )
        )
        y += BOX_HEIGHT
        if around is not None:
            left = x - BOX_WIDTH // 2 - 14
            below = y + GAP // 2
            found.lines.append(
                Line(f"{around[0]},{around[1]} {left},{around[1]} {left},{below} {x},{below}", True)
            )
            found.lines.append(_line((x, y), (x, below)))
            y = below
    return y


def _diamond(x: int, y: int, text: str) -> Diamond:
    w, h = DIAMOND_WIDTH // 2, DIAMOND_HEIGHT // 2
    points = f"{x},{y - h} {x + w},{y} {x},{y + h} {x - w},{y}"
    return Diamond(x, y, _short(text, CONDITION), points, text)


def _line(start: tuple[int, int], end: tuple[int, int]) -> Line:
    return Line(f"{start[0]},{start[1]} {end[0]},{end[1]}")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
