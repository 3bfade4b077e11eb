"""Sales invoices as the seller keeps them."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned
from zaplecze.sales.unbilled.models import UnbilledDocument

__all__ = ["SalesInvoice", "UnbilledDocument"]


class SalesInvoice(CompanyOwned):
    """A sales invoice's record: its entry in the books."""

    document_id = models.BigIntegerField()
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document_id"), name="sales_invoice_once"),
        )

    def __str__(self) -> str:
        return f"{self.document_id}"
