"""Cost invoices as the buyer keeps them, and the company's rules of posting costs."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned
from zaplecze.purchasing.foreign.models import CustomsDeclaration, ForeignPurchase
from zaplecze.purchasing.learning.models import ProposalPolicy, SayingCount

__all__ = [
    "CostInvoice",
    "CostRule",
    "CustomsDeclaration",
    "ForeignPurchase",
    "ProposalPolicy",
    "SayingCount",
]


class CostInvoice(CompanyOwned):
    """What the company knows of a cost invoice beyond the paper: whose cost, what for, its entry."""

    document_id = models.BigIntegerField()
    cost_center = models.CharField("MPK", max_length=20, blank=True)
    purpose = models.CharField("czego dotyczy", max_length=300, blank=True)
    described_by_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField(null=True)
    split_payment = models.BooleanField("podzielona płatność", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document_id"), name="cost_invoice_once"),
        )

    def __str__(self) -> str:
        return f"{self.document_id}"


class CostRule(CompanyOwned):
    """A company's rule: lines of this supplier, or with this word, go to this account and cost centre."""

    no = models.IntegerField()
    supplier_tax_id = models.CharField("NIP dostawcy", max_length=50, blank=True)
    word = models.CharField("słowo w nazwie", max_length=60, blank=True)
    account = models.CharField("konto", max_length=20)
    cost_center = models.CharField("MPK", max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "no"), name="cost_rule_no"),
            models.CheckConstraint(
                condition=~models.Q(supplier_tax_id="", word=""), name="cost_rule_condition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.no}: {self.account}"
