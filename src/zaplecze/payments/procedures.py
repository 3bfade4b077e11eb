"""How bank statements circulate, as data."""

from __future__ import annotations

from zaplecze.workflow.api import Step

KIND = "bank_statement"
DEFAULT_STEPS = (Step("uzgodnienie", "match", 8),)
