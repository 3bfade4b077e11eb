"""Bars: how much, on whose clock, of what age; each opens what it was counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zaplecze.controlling.pictures.svg import element, link, picture, text_width, words

ROW = 34.0
HIGH = 20.0
WIDE = 860.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: its amount, its class of color, what it says, what it opens ("" opens nothing)."""

    amount: float
    style: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: a name before, parts one after another, words behind."""

    name: str
    parts: tuple[Part, ...]
    behind: str = ""


def draw(bars: Sequence[Bar], title: str) -> str:
    """Horizontal bars to one scale; empty text where there is nothing to show."""
    most = max((sum(p.amount for p in b.parts) for b in bars), default=0.0)
    if most <= 0:
        return ""
    before = max(text_width(b.name) for b in bars) + 16
    after = max(text_width(b.behind) for b in bars) + 16
    scale = (WIDE - before - after) / most
    drawn = []
    for n, bar in enumerate(bars):
        y = n * ROW + 6
        drawn.append(words(bar.name, before - 12, y + 14.5, "end"))
        x = before
        for part in bar.parts:
            if part.amount <= 0:
                continue
            width = max(part.amount * scale, 1.5)
            rect = element("rect", x=x, y=y, width=width, height=HIGH, rx=2, class_=part.style)
            drawn.append(link(part.url, part.label, rect) if part.url else rect)
            x += width
        drawn.append(words(bar.behind, x + 8, y + 14.5))
    return picture(WIDE, len(bars) * ROW + 6, title, drawn, "bars")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of time: what was, or what is expected within ``low`` and ``high``, ``known`` of it already."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    known: float = 0.0


def columns(found: Sequence[Column], title: str) -> str:
    """Columns side by side, the expected ones with their interval."""
    most = max((c.high if c.high is not None else c.value for c in found), default=0.0)
    if most <= 0:
        return ""
    high, step = 150.0, 52.0
    scale = high / most
    drawn = []
    for n, column in enumerate(found):
        x = n * step + 30
        expected = column.high is not None
        top = 24 + high - column.value * scale
        style = "client" if expected else "ours"
        drawn.append(
            element("rect", x=x - 14, y=top, width=28, height=column.value * scale, class_=style)
        )
        if column.known > 0:
            high_known = column.known * scale
            y = 24 + high - high_known
            drawn.append(element("rect", x=x - 14, y=y, width=28, height=high_known, class_="ours"))
        if column.low is not None and column.high is not None:
            y1, y2 = 24 + high - column.high * scale, 24 + high - column.low * scale
            path = f"M{x:.1f} {y1:.1f}V{y2:.1f}M{x - 5:.1f} {y1:.1f}h10M{x - 5:.1f} {y2:.1f}h10"
            drawn.append(element("path", d=path, class_="reach"))
            top = y1
        text = f"{column.value:.0f}"
        drawn.append(words(text, x - text_width(text) / 2, top - 5))
        drawn.append(words(column.name, x - text_width(column.name, 12) / 2, high + 42, "small"))
    return picture(len(found) * step + 20, high + 52, title, drawn, "bars columns")
