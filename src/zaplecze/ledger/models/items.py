"""Open items and what settles them."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from zaplecze.ledger.models.amounts import MONEY
from zaplecze.ledger.models.chart import Account
from zaplecze.ledger.models.entries import Entry
from zaplecze.platform.models import CompanyOwned, User


class OpenItem(CompanyOwned):
    """A receivable (Wn) or a liability (Ma) until it is settled in full.

    ``amount`` and ``settled`` are PLN and positive: a negative line opens an item on the other side. An item in
    another currency keeps both in it too, and is open as long as either is.
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
    currency_settled = models.DecimalField(default=0, db_default=0, **MONEY)
    bank_account = models.CharField(max_length=34, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("company", "partner_id"),
                condition=~models.Q(settled=models.F("amount")),
                name="open_item_open",
            ),
            models.Index(fields=("company", "entry"), name="open_item_entry"),
            models.Index(fields=("company", "document_id"), name="open_item_document"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, settled__gte=0, settled__lte=models.F("amount")),
                name="open_item_settled",
            ),
            models.CheckConstraint(
                condition=models.Q(currency_amount__isnull=True)
                | models.Q(
                    currency_settled__gte=0, currency_settled__lte=models.F("currency_amount")
                ),
                name="open_item_currency_settled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"

    @property
    def left(self) -> Decimal:
        """What is still open, PLN."""
        return self.amount - self.settled

    @property
    def currency_left(self) -> Decimal:
        """What is still open in the item's own currency."""
        if self.currency_amount is None:
            return self.left
        return self.currency_amount - self.currency_settled


class Settlement(CompanyOwned):
    """An amount (PLN) by which a debit item and a credit item settle each other; negative undoes one.

    The parts are what this settles of each item in its own currency; ``difference_entry`` is the entry of the
    realised exchange difference that came of it.
    """

    append_only = True

    debit_item = models.ForeignKey(
        OpenItem, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    credit_item = models.ForeignKey(
        OpenItem, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    amount = models.DecimalField(**MONEY)
    debit_part = models.DecimalField(null=True, **MONEY)
    credit_part = models.DecimalField(null=True, **MONEY)
    difference_entry = models.ForeignKey(
        Entry,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(amount=0), name="settlement_amount"),
        )
        indexes = (
            models.Index(
                fields=("company", "difference_entry"),
                condition=models.Q(difference_entry__isnull=False),
                name="settlement_difference",
            ),
        )

    def __str__(self) -> str:
        return f"{self.debit_item_id} = {self.credit_item_id}: {self.amount}"
