"""Object-centric event logs, OCEL 2.0 as JSON: `write(log) -> bytes`, `read(bytes) -> log`."""

from zaplecze.formats.ocel_2.json_form import read, write
from zaplecze.formats.ocel_2.types import (
    ObjectEvent,
    ObjectLog,
    OcelError,
    Relation,
    Thing,
    Value,
)

__all__ = [
    "ObjectEvent",
    "ObjectLog",
    "OcelError",
    "Relation",
    "Thing",
    "Value",
    "read",
    "write",
]
