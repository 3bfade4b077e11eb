"""Papers: what came in, what was read of it, where it belongs."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class DocumentKind(models.TextChoices):
    """Kinds of papers that the house can read."""

    COST_INVOICE = "cost_invoice", "faktura kosztowa"
    SALES_INVOICE = "sales_invoice", "faktura sprzedaży"
    BANK_STATEMENT = "bank_statement", "wyciąg bankowy"


class Channel(models.TextChoices):
    """Which way a paper came."""

    UPLOAD = "upload", "wgrany"
    FOLDER = "folder", "z folderu"
    DEMO = "demo", "pokazowy"


class Document(CompanyOwned):
    """A paper with the facts read of it; amounts in the document's own currency."""

    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    file_sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    business_key = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField("numer", max_length=256)
    issue_date = models.DateField("data wystawienia")
    sale_date = models.DateField("data sprzedaży", null=True)
    due_date = models.DateField("termin płatności", null=True)
    partner_id = models.BigIntegerField(null=True)
    partner_name = models.CharField("kontrahent", max_length=512, blank=True)
    currency = models.CharField(max_length=3, default="PLN")
    net = models.DecimalField("netto", max_digits=18, decimal_places=2, default=0)
    vat = models.DecimalField("VAT", max_digits=18, decimal_places=2, default=0)
    gross = models.DecimalField("brutto", max_digits=18, decimal_places=2, default=0)
    ksef_number = models.CharField("numer KSeF", max_length=36, blank=True)
    findings = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "file_sha256"), name="document_file"),
            models.UniqueConstraint(
                fields=("company", "business_key"), name="document_business_key"
            ),
        )
        indexes = (models.Index(fields=("company", "kind", "issue_date"), name="document_kind"),)

    def __str__(self) -> str:
        return self.number
