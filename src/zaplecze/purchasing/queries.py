"""Reads of purchasing."""

from __future__ import annotations

from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.models import CostInvoice


def cost_invoice(document_id: int) -> CostInvoice | None:
    """What the company knows of a cost invoice beyond the paper."""
    return CostInvoice.objects.filter(
        company_id=current_company_id(), document_id=document_id
    ).first()
