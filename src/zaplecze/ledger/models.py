"""The books: chart, journals, periods, drafts (bufor), posted entries, balances, open items.

Posted entries and their lines are append-only for the program's database role; corrections are reversals
(art. 25 of the Accounting Act). Amounts are PLN unless a column says ``currency``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from zaplecze.platform.models import CompanyOwned, User

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}


class AccountKind(models.TextChoices):
    """Where an account ends: in the balance sheet, in the result, or off balance."""

    BALANCE = "balance", "bilansowe"
    RESULT = "result", "wynikowe"
    OFF = "off", "pozabilansowe"


class Account(CompanyOwned):
    """An account of the chart (zakładowy plan kont)."""

    number = models.CharField("numer", max_length=20)
    name = models.CharField("nazwa", max_length=200)
    kind = models.CharField(max_length=8, choices=AccountKind.choices)
    settles = models.BooleanField("rozrachunkowe", default=False)
    tag_1 = models.CharField("znacznik S_12_1", max_length=40)
    tag_2 = models.CharField("znacznik S_12_2", max_length=40, blank=True)
    tag_pd = models.CharField("znacznik S_12_3", max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "number"), name="account_number"),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[0-9][0-9-]*$"), name="account_form"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class CostCenter(CompanyOwned):
    """Where a cost belongs (MPK)."""

    code = models.CharField("symbol", max_length=20)
    name = models.CharField("nazwa", max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "code"), name="cost_center_code"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Journal(CompanyOwned):
    """A partial journal (dziennik częściowy, art. 14 ust. 3), numbered apart in each year."""

    code = models.CharField("symbol", max_length=10)
    name = models.CharField("nazwa", max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "code"), name="journal_code"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Period(CompanyOwned):
    """A month of the books; entries go only into an open one."""

    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "year", "month"), name="period_month"),
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="period_range"),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class EntryHeader(CompanyOwned):
    """What art. 14 and 23 of the Accounting Act and JPK_KR_PD ask of an entry, draft or posted."""

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

    class Meta:
        indexes = (models.Index(fields=("company", "account", "entry"), name="line_account"),)
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
        return f"{self.account_id} {self.year}-{self.month:02}"


class OpenItem(CompanyOwned):
    """A receivable (Wn) or a liability (Ma) until it is settled in full.

    ``amount`` and ``settled`` are PLN and positive: a negative line opens an item on the other side.
    """

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    line_no = models.SmallIntegerField()
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    partner_id = models.BigIntegerField(null=True)
    document_id = models.BigIntegerField(null=True)
    number = models.CharField(max_length=256)
    ksef_number = models.CharField(max_length=36, blank=True)
    document_date = models.DateField()
    due_date = models.DateField(null=True)
    is_debit = models.BooleanField()
    currency = models.CharField(max_length=3, default="PLN")
    currency_amount = models.DecimalField(null=True, **MONEY)
    amount = models.DecimalField(**MONEY)
    settled = models.DecimalField(default=0, **MONEY)
    bank_account = models.CharField(max_length=34, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("company", "partner_id"),
                condition=~models.Q(settled=models.F("amount")),
                name="open_item_open",
            ),
            models.Index(fields=("company", "entry"), name="open_item_entry"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, settled__gte=0, settled__lte=models.F("amount")),
                name="open_item_settled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"

    @property
    def left(self) -> Decimal:
        """What is still open, PLN."""
        return self.amount - self.settled


class Settlement(CompanyOwned):
    """An amount (PLN) by which a debit item and a credit item settle each other; negative undoes one."""

    append_only = True

    debit_item = models.ForeignKey(
        OpenItem, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    credit_item = models.ForeignKey(
        OpenItem, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    amount = models.DecimalField(**MONEY)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(amount=0), name="settlement_amount"),
        )

    def __str__(self) -> str:
        return f"{self.debit_item_id} = {self.credit_item_id}: {self.amount}"


class ExchangeRate(models.Model):
    """Mid rate of NBP table A: PLN for one unit (or ``units``) of a currency; the whole office's data."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    mid = models.DecimalField(max_digits=14, decimal_places=6)
    table = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("currency", "day"), name="exchange_rate_day"),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.day}: {self.mid}"
