"""Writes of readings."""

from zaplecze.documents.readings.commands.confirming import confirm_reading, forget_lessons
from zaplecze.documents.readings.commands.reading import (
    QUEUE,
    QUEUEING_LOCK,
    forget_readings,
    put_facts,
    queue_readings,
    read_again,
    read_next,
    read_waiting_papers,
)

__all__ = [
    "QUEUE",
    "QUEUEING_LOCK",
    "confirm_reading",
    "forget_lessons",
    "forget_readings",
    "put_facts",
    "queue_readings",
    "read_again",
    "read_next",
    "read_waiting_papers",
]
