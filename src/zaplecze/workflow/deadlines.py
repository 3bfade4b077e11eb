"""When a task is due, mailed, reminded of, escalated: in working hours from the moment it opens."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from zaplecze.platform.days import add_working_hours
from zaplecze.workflow.rules import Step


@lru_cache(maxsize=512)
def _hours_after(at: datetime, hours: float) -> datetime:
    return add_working_hours(at, hours)


def moments(step: Step, at: datetime) -> tuple[datetime | None, ...]:
    """When a task is due, mailed, reminded of, escalated."""
    return (
        _hours_after(at, step.hours),
        at if step.mail else None,
        None if step.remind is None else _hours_after(at, step.hours - step.remind),
        None if step.escalate is None else _hours_after(at, step.hours + step.escalate),
    )
