"""How bank statements circulate, as data."""

from __future__ import annotations

from zaplecze.workflow.api import PaperKind, Step

KIND = "bank_statement"
DEFAULT_STEPS = (Step("uzgodnienie", "match", 8),)
PAPER = PaperKind(KIND, "wyciąg bankowy", {}, ("match",), must=("match",))
