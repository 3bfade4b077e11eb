"""Event logs as XES (IEEE 1849-2016): `write(log) -> bytes`, `read(bytes) -> log`."""

from zaplecze.formats.xes.types import Log, LogEvent, Trace, Value, XesError
from zaplecze.formats.xes.xml import read, write

__all__ = ["Log", "LogEvent", "Trace", "Value", "XesError", "read", "write"]
