"""A log of traces of events, as XES sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Value = str | int | float | bool | datetime


class XesError(ValueError):
    """A file that is no XES log; ``code`` is stable, the message says where and what."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One event: its activity (``concept:name``), aware moment (``time:timestamp``), other attributes by key."""

    activity: str
    at: datetime
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trace:
    """One case: its name and its events in order."""

    name: str
    events: tuple[LogEvent, ...]
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Log:
    """A whole log; ``name`` says what it is of."""

    name: str
    traces: tuple[Trace, ...]
