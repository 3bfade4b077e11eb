"""SVG as text: elements with escaped attributes and words, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr


def element(tag: str, *inside: str, **attributes: object) -> str:
    """An element; ``class_`` and ``aria_label`` become ``class`` and ``aria-label``, None is left out."""
    text = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    body = "".join(inside)
    return f"<{tag}{text}>{body}</{tag}>" if body else f"<{tag}{text}/>"


def words(text: str, x: float, y: float, style: str = "") -> str:
    """A line of text."""
    return element("text", escape(text), x=x, y=y, class_=style or None)


def tip(text: str) -> str:
    """What hovering tells."""
    return element("title", escape(text))


def link(url: str, label: str, *inside: str) -> str:
    """A part of the picture that opens a page; ``label`` is its name for those who don't see it."""
    return element("a", tip(label), *inside, href=url, aria_label=label)


def picture(width: float, height: float, label: str, inside: Iterable[str], style: str) -> str:
    """The whole picture at its natural size."""
    return element(
        "svg",
        *inside,
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        width=width,
        height=height,
        role="group",
        aria_label=label,
        class_=style,
    )


def text_width(text: str, size: float = 13) -> float:
    """About how wide a line is, in pixels; on the safe side."""
    return len(text) * size * 0.56


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    return str(value)
