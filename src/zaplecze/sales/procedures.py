"""How sales invoices circulate, as data."""

from __future__ import annotations

from zaplecze.workflow.api import Step

KIND = "sales_invoice"
DEFAULT_STEPS = (Step("dekretacja", "code", 8),)
