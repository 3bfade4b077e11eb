"""The desk of controlling: all that other departments may import."""

from zaplecze.controlling.exports import LOG_FORMS, export_log
from zaplecze.controlling.log import Log, histories, read_log
from zaplecze.controlling.rules.history import Clock, Happening, History, Span

__all__ = [
    "LOG_FORMS",
    "Clock",
    "Happening",
    "History",
    "Log",
    "Span",
    "export_log",
    "histories",
    "read_log",
]
