"""Tracing by key: ``bilans/2025/1/by-nature/AK/A.II/amount`` tells which figure is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, TypeVar, cast

from zaplecze.office.lineage.figures import Trace, UnknownFigure

T = TypeVar("T")
Maker = Callable[["Tracer", str], Trace]


class Tracer:
    """Traces figures of the open company; remembers what it read, so that a walk reads each thing once.

    ``makers`` by the first part of a key are set in `addresses`.
    """

    makers: ClassVar[Mapping[str, Maker]] = {}

    def __init__(self, *, at: datetime) -> None:
        """``at`` is the moment of files that would be built now."""
        self.at = at
        self._kept: dict[tuple[Any, ...], object] = {}

    def once(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives, made once."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    def trace(self, key: str) -> Trace:
        """The figure of a key; raises `UnknownFigure` where there is none."""
        kind, _, rest = key.partition("/")
        maker = self.makers.get(kind)
        if maker is None:
            raise UnknownFigure(key)
        try:
            return maker(self, rest)
        except (KeyError, IndexError, StopIteration) as error:
            raise UnknownFigure(key) from error
