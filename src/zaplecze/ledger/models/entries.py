"""Drafts, which may change, and posted entries with the balances they make, which may not."""

from __future__ import annotations

from django.db import models

from zaplecze.ledger.models.amounts import MONEY
from zaplecze.ledger.models.chart import Account, CostCenter, Journal, Project
from zaplecze.platform.models import CompanyOwned, User
from zaplecze.platform.periods import Month, calendar_month, month_code


class EntryHeader(CompanyOwned):
    """What art. 14 and 23 of the Accounting Act and JPK_KR_PD ask of an entry, draft or posted.

    ``year`` and ``month`` are a month of the books (see `platform.periods`).
    """

    journal = models.ForeignKey(
        Journal, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    voucher_kind = models.CharField("rodzaj dowodu", max_length=20)
    voucher_number = models.CharField("numer dowodu", max_length=256)
    operation_date = models.DateField("data operacji")
    document_date = models.DateField("data dokumentu")
    text = models.CharField("opis", max_length=512)
    partner_id = models.BigIntegerField(null=True)
    document_id = models.BigIntegerField(null=True)
    ksef_number = models.CharField(max_length=36, blank=True)

    class Meta:
        abstract = True

    @property
    def calendar_month(self) -> Month:
        """The month of the calendar that its month is."""
        return calendar_month((self.year, self.month))


class DraftState(models.TextChoices):
    """Words that every accountant knows."""

    BUFFER = "buffer", "bufor"
    CODED = "coded", "zadekretowany"


class Draft(EntryHeader):
    """An entry that may still change; one per document."""

    state = models.CharField(max_length=8, choices=DraftState.choices, default=DraftState.BUFFER)
    due_date = models.DateField("termin płatności", null=True)
    bank_account = models.CharField(max_length=34, blank=True)
    exchange_rate = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    vat_year = models.SmallIntegerField(null=True)
    vat_month = models.SmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document_id"), name="draft_document"),
        )

    def __str__(self) -> str:
        return f"{self.voucher_number} ({self.state})"


class EntryImport(CompanyOwned):
    """A file of entries that was taken into the buffer; the same bytes are taken once."""

    append_only = True

    sha = models.CharField(max_length=64)
    name = models.CharField("plik", max_length=255)
    at = models.DateTimeField("wczytano")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    entries = models.IntegerField("dowodów")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "sha"), name="entry_import_file"),
        )

    def __str__(self) -> str:
        return self.name


class LineAmounts(CompanyOwned):
    """One side of an account in an entry; negative amounts are red storno."""

    no = models.SmallIntegerField()
    debit = models.DecimalField("Wn", default=0, **MONEY)
    credit = models.DecimalField("Ma", default=0, **MONEY)
    currency = models.CharField(max_length=3, default="PLN")
    currency_amount = models.DecimalField(null=True, **MONEY)
    partner_id = models.BigIntegerField(null=True)
    text = models.CharField(max_length=256, blank=True)

    class Meta:
        abstract = True


class DraftLine(LineAmounts):
    """A line of a draft, with the reason of the proposal."""

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="lines", db_constraint=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    cost_center = models.ForeignKey(
        CostCenter, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    project = models.ForeignKey(
        Project, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "draft", "no"), name="draft_line_no"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit} {self.credit}"


class Entry(EntryHeader):
    """A posted entry: for ever.

    ``number`` counts in the journal and year, ``diary_number`` in the year over all journals (art. 14
    ust. 4), ``seq`` and ``hash`` chain all entries of the company.
    """

    append_only = True

    number = models.IntegerField()
    diary_number = models.IntegerField()
    seq = models.BigIntegerField()
    posting_date = models.DateField("data księgowania")
    posted_at = models.DateTimeField()
    responsible = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = models.DecimalField(**MONEY)
    reverses = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(
                fields=("company", "journal", "year", "number"), name="entry_number"
            ),
            models.UniqueConstraint(fields=("company", "year", "diary_number"), name="entry_diary"),
            models.UniqueConstraint(
                fields=("company", "reverses"),
                condition=models.Q(reverses__isnull=False),
                name="entry_reversed_once",
            ),
        )
        indexes = (
            models.Index(fields=("company", "document_id"), name="entry_document"),
            models.Index(fields=("company", "seq"), name="entry_seq"),
        )

    def __str__(self) -> str:
        return f"{self.journal_id}/{self.number}/{self.year}"


class Line(LineAmounts):
    """A line of a posted entry."""

    append_only = True

    pk = models.CompositePrimaryKey("company_id", "entry_id", "no")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    cost_center = models.ForeignKey(
        CostCenter,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    project = models.ForeignKey(
        Project,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        indexes = (
            models.Index(fields=("company", "account", "entry"), name="line_account"),
            models.Index(
                fields=("company", "partner_id", "entry", "no"),
                condition=models.Q(partner_id__isnull=False),
                name="line_partner",
            ),
            models.Index(
                fields=("company", "cost_center", "entry", "no"),
                condition=models.Q(cost_center_id__isnull=False),
                name="line_cost_center",
            ),
            models.Index(
                fields=("company", "project", "entry", "no"),
                condition=models.Q(project_id__isnull=False),
                name="line_project",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(debit=0) | models.Q(credit=0), name="line_one_side"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit} {self.credit}"


class Balance(CompanyOwned):
    """Turnover of an account in a month, kept by the command that posts; an audit recounts it."""

    pk = models.CompositePrimaryKey("company_id", "account_id", "year", "month")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    debit = models.DecimalField(default=0, **MONEY)
    credit = models.DecimalField(default=0, **MONEY)

    def __str__(self) -> str:
        return f"{self.account_id} {month_code((self.year, self.month))}"
