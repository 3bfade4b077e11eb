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
