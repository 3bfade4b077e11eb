"""Papers: what came in, what was read of it, where it belongs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models

from zaplecze.documents.kinds.rules import label_of
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import CompanyOwned, User


class DocumentKind(models.TextChoices):
    """Kinds of papers that the house can read."""

    COST_INVOICE = "cost_invoice", "faktura kosztowa"
    SALES_INVOICE = "sales_invoice", "faktura sprzedaży"
    BANK_STATEMENT = "bank_statement", "wyciąg bankowy"


INVOICES = frozenset({DocumentKind.COST_INVOICE, DocumentKind.SALES_INVOICE})


class Channel(models.TextChoices):
    """Which way a paper came."""

    UPLOAD = "upload", "wgrany"
    FOLDER = "folder", "z folderu"
    DEMO = "demo", "pokazowy"
    CAMERA = "camera", "aparat telefonu"
    MAIL = "mail", "z poczty"
    API = "api", "przez API"
    KSEF = "ksef", "z KSeF"
    PAGES = "pages", "wydzielony ze skanu"


class Source(models.TextChoices):
    """Where the facts in a document's row come from."""

    READ = "read", "odczytane"
    TYPED = "typed", "wpisane"
    NONE = "", "jeszcze nieopisane"


class Document(CompanyOwned):
    """A paper with the facts read or typed of it; amounts in the document's own currency.

    ``kind`` is a code of ``kinds.rules.BUILT_IN`` or of the company's own kind, whose name is ``kind_label``.
    ``fields`` are typed facts in canonical form by key. ``lead`` is the paper that this one is an appearance of:
    such a paper circulates and books nothing by itself. ``facts_from_id`` is the appearance whose facts the row
    shows (None: its own). ``erased`` is one whose bytes a protocol destroyed: the same file may come in again.
    """

    kind = models.CharField(max_length=30)
    kind_label = models.CharField(max_length=60, blank=True, default="", db_default="")
    source = models.CharField(
        max_length=5, choices=Source.choices, default=Source.READ, db_default="read", blank=True
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    file_sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    business_key = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField("numer", max_length=256)
    issue_date = models.DateField("data wystawienia", null=True)
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
    fields = models.JSONField(default=dict, db_default={})
    lead = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    facts_from_id = models.BigIntegerField(null=True)
    erased = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "file_sha256"),
                condition=models.Q(erased=False),
                name="document_file",
            ),
            models.UniqueConstraint(
                fields=("company", "business_key"), name="document_business_key"
            ),
            models.CheckConstraint(
                condition=~models.Q(lead=models.F("id")), name="document_leads_another"
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
            models.Index(
                fields=("company", "facts_from_id"),
                condition=models.Q(facts_from_id__isnull=False),
                name="document_facts_from",
            ),
            models.Index(
                fields=("company", "lead"),
                condition=models.Q(lead__isnull=False),
                name="document_lead",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_kind_display(self) -> str:
        """Polish name of the kind."""
        return self.kind_label or label_of(self.kind)

    @property
    def is_invoice(self) -> bool:
        """True for an invoice whose facts are known, read or typed."""
        return self.kind in INVOICES and self.source != Source.NONE

    @property
    def known_gross(self) -> Decimal | None:
        """Gross in the paper's currency; None where nobody read or typed an amount, or its kind has none."""
        return self.gross if self.is_invoice or self.gross or "gross" in self.fields else None

    @property
    def day(self) -> date:
        """The day that tells the paper's month: of sale, of issue, else the day it came (Europe/Warsaw)."""
        return self.sale_date or self.issue_date or self.received_at.astimezone(WARSAW).date()
