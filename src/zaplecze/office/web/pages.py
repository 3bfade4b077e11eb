"""Where a page of waiting tasks begins, as its address says it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from zaplecze.workflow.api import Task


def page_after(text: str) -> tuple[datetime, int] | None:
    """The task after which a page begins; what can't be read begins at the beginning."""
    found = re.fullmatch(r"([0-9]{1,11}\.[0-9]{6})_([0-9]{1,18})", text)
    return (datetime.fromtimestamp(float(found[1]), UTC), int(found[2])) if found else None


def page_mark(last: Task | None) -> str:
    """How an address names the last task of a page; empty where there is none after it."""
    return f"{last.opened_at.timestamp():.6f}_{last.pk}" if last else ""
