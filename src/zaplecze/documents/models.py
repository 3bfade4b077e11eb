"""Papers: what came in, what was read of it, where it belongs; and the log of everything dropped in."""

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
        # Lists go newest first by id, whatever they are narrowed by.
        indexes = (
            models.Index(fields=("company", "kind", "issue_date"), name="document_kind"),
            models.Index(fields=("company", "id"), name="document_newest"),
            models.Index(fields=("company", "kind", "id"), name="document_kind_newest"),
            models.Index(fields=("company", "partner_id", "id"), name="document_partner_newest"),
            models.Index(fields=("company", "issue_date"), name="document_issued"),
            models.Index(fields=("company", "number"), name="document_number"),
        )

    def __str__(self) -> str:
        return self.number


class Outcome(models.TextChoices):
    """What became of a file that was dropped in."""

    ACCEPTED = "accepted", "przyjęty"
    TWIN = "twin", "bliźniak"
    REFUSED = "refused", "odrzucony"
    WAITING = "waiting", "czeka na człowieka"


class Intake(CompanyOwned):
    """One file dropped into the inbox, whatever became of it: nothing is lost without a word."""

    append_only = True

    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    document_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("company", "at"), name="intake_at"),)

    def __str__(self) -> str:
        return f"{self.file_name}: {self.outcome}"


# The models of the sub-rooms belong to this department's one migration.
from zaplecze.documents.correspondence import models as _correspondence  # noqa: E402, F401
from zaplecze.documents.keeping import models as _keeping  # noqa: E402, F401
from zaplecze.documents.search import models as _search  # noqa: E402, F401
