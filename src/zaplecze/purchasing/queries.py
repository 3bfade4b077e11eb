"""Reads of purchasing."""

from __future__ import annotations

from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.models import CostInvoice


def cost_invoice(document_id: int) -> CostInvoice | None:
    """What the company knows of a cost invoice beyond the paper."""
    rows = ready_rows(
        CostInvoice,
        "WHERE company_id = %s AND document_id = %s",
        (current_company_id(), document_id),
    )
    return rows[0] if rows else None
