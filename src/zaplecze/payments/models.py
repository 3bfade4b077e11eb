"""Bank accounts, statements and their lines, and what each line pays."""

from __future__ import annotations

from django.db import models

from zaplecze.payments.collections.models import (
    CollectionHold,
    CollectionLetter,
    CollectionPolicy,
    LetterItem,
    LetterKind,
    LetterOutcome,
    NoteReceipt,
    Outcome,
)
from zaplecze.platform.models import CompanyOwned

__all__ = [
    "BankAccount",
    "BankLine",
    "CollectionHold",
    "CollectionLetter",
    "CollectionPolicy",
    "LetterItem",
    "LetterKind",
    "LetterOutcome",
    "LineState",
    "Match",
    "NoteReceipt",
    "Outcome",
    "OutflowRate",
    "Statement",
]


class OutflowRate(models.TextChoices):
    """At what rate money leaves a currency account (art. 30 ust. 2, art. 34 ust. 4 pkt 2)."""

    DAY_BEFORE = "day", "średni NBP z dnia poprzedzającego"
    FIFO = "fifo", "pierwsze weszło, pierwsze wyszło"


class BankAccount(CompanyOwned):
    """One of the company's own bank accounts and the ledger account behind it."""

    number = models.CharField("numer rachunku", max_length=34)
    currency = models.CharField("waluta", max_length=3, default="PLN")
    account = models.CharField("konto księgowe", max_length=20)
    name = models.CharField("nazwa", max_length=80, blank=True)
    outflow = models.CharField(
        "kurs rozchodu", max_length=4, choices=OutflowRate.choices, default=OutflowRate.DAY_BEFORE
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "number"), name="bank_account_number"),
        )

    def __str__(self) -> str:
        return self.number


class Statement(CompanyOwned):
    """A bank statement; its lines sum from the opening to the closing balance."""

    document_id = models.BigIntegerField()
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    number = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    opening = models.DecimalField(max_digits=18, decimal_places=2)
    closing = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        indexes = (models.Index(fields=("company", "document_id"), name="statement_document"),)

    def __str__(self) -> str:
        return self.number


class LineState(models.TextChoices):
    """What is known of a bank line."""

    CERTAIN = "certain", "pewna"
    DOUBTFUL = "doubtful", "do potwierdzenia"
    UNKNOWN = "unknown", "nieznana"
    POSTED = "posted", "zaksięgowana"
    DOUBLE = "double", "powtórzona"


class BankLine(CompanyOwned):
    """A line of a statement; ``amount`` is signed, money in is positive, in the account's currency."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="lines", db_constraint=False
    )
    no = models.IntegerField()
    fingerprint = models.CharField(max_length=64)
    value_date = models.DateField()
    booking_date = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    title = models.TextField(blank=True)
    counterparty_name = models.CharField(max_length=512, blank=True)
    counterparty_account = models.CharField(max_length=34, blank=True)
    partner_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=LineState.choices)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "fingerprint"),
                condition=~models.Q(state="double"),
                name="bank_line_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("company", "state"),
                condition=models.Q(state__in=("certain", "doubtful", "unknown")),
                name="bank_line_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.booking_date} {self.amount}"


class Match(CompanyOwned):
    """A proposal: this much of a bank line (positive, its account's currency) pays this open item, and why."""

    line = models.ForeignKey(
        BankLine, on_delete=models.CASCADE, related_name="matches", db_constraint=False
    )
    item_id = models.BigIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    certain = models.BooleanField()
    why = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.line_id} -> {self.item_id}: {self.amount}"
