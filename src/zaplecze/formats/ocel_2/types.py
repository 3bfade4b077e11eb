"""Events, the objects that they touch, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Value = str | int | float | bool | datetime


class OcelError(ValueError):
    """A file that is no OCEL 2.0 log; ``code`` is stable, the message says where and what."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie to an object and what the object is in it (``qualifier``)."""

    object_id: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: a paper, a person, a company; ``since`` is the moment from which its attributes hold."""

    id: str
    type: str
    since: datetime
    attributes: Mapping[str, Value] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectEvent:
    """An event with its objects."""

    id: str
    type: str
    at: datetime
    attributes: Mapping[str, Value] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectLog:
    """A whole log; every relation names an object of it."""

    things: tuple[Thing, ...]
    events: tuple[ObjectEvent, ...]
