"""Sales without an invoice that people entered."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned


class UnbilledDocument(CompanyOwned):
    """What was entered (`rules.unbilled`) and the entry that stands for it.

    ``entry_id`` is empty once the entry was taken back; then the document may be entered again. ``offset_id`` is the
    entry that takes invoices to receipts (FP) out of the books again, ``receipts`` are their entries: that sale is
    in the report.
    """

    kind = models.CharField(max_length=12)
    number = models.CharField("numer", max_length=256)
    first = models.DateField("od")
    last = models.DateField("do")
    issued_on = models.DateField("data dokumentu")
    net = models.DecimalField("netto", max_digits=18, decimal_places=2)
    vat = models.DecimalField("VAT", max_digits=18, decimal_places=2)
    entry_id = models.BigIntegerField(null=True)
    offset_id = models.BigIntegerField(null=True)
    receipts = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "kind", "number"),
                condition=models.Q(entry_id__isnull=False),
                name="unbilled_document_once",
            ),
        )
        indexes = (models.Index(fields=("company", "entry_id"), name="unbilled_document_entry"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
