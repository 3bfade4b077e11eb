"""What relief for bad debts has moved, and what people refused to move."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class ReliefMove(CompanyOwned):
    """A movement of relief on one open item (`rules.Move`); ``amounts`` are what it moved, PLN as text.

    ``month`` is 0 in income tax. ``change`` is the gross that came under relief, below zero what left it.
    ``document_entry_id`` is the entry of the invoice, ``entry_id`` that of this movement (VAT alone, and not
    where less than a grosz of tax moves). What was undone
    has an opposite movement that names it in ``undoes``. ``ground`` is what a person said of the debtor.
    """

    append_only = True

    tax = models.CharField(max_length=3)
    side = models.CharField(max_length=8)
    step = models.CharField(max_length=8)
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    day = models.DateField()
    item_id = models.BigIntegerField()
    document_entry_id = models.BigIntegerField()
    document_id = models.BigIntegerField(null=True)
    partner_id = models.BigIntegerField(null=True)
    partner_name = models.CharField(max_length=512)
    number = models.CharField(max_length=256)
    change = models.DecimalField(max_digits=18, decimal_places=2)
    amounts = models.JSONField()
    ground = models.CharField(max_length=20, blank=True)
    entry_id = models.BigIntegerField(null=True)
    undoes = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "undoes"), name="relief_undone_once"),
            models.CheckConstraint(condition=~models.Q(change=0), name="relief_change"),
            models.CheckConstraint(
                condition=models.Q(tax="vat", month__gte=1)
                | models.Q(tax="cit", month=0, entry_id__isnull=True),
                name="relief_period",
            ),
        )
        indexes = (
            models.Index(fields=("company", "tax", "year", "month"), name="relief_period_idx"),
            models.Index(fields=("company", "item_id"), name="relief_item"),
            models.Index(
                fields=("company", "entry_id"),
                condition=models.Q(entry_id__isnull=False),
                name="relief_entry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tax} {self.side} {self.number} {self.change}"

    @property
    def trace(self) -> str:
        """The address of its amount, as it works on what is declared."""
        raises = self.tax == "cit" and self.side == "debtor"
        return f"{'' if raises else 'minus/'}ulga/{self.pk}/kwota"


class Reason(models.TextChoices):
    """Why an item isn't relieved."""

    TERM = "term", "strony zmieniły termin płatności"
    PAID = "paid", "zapłacono poza tymi księgami"
    DISPUTED = "disputed", "należność nie istnieje albo jest sporna"
    PROCEEDINGS = "proceedings", "dłużnik w restrukturyzacji, upadłości lub likwidacji"
    RELATED = "related", "strony są powiązane"
    UNWANTED = "unwanted", "wierzyciel nie korzysta z ulgi"
    OTHER = "other", "inny powód"


class ReliefRefusal(CompanyOwned):
    """A person's word that an item isn't relieved, or only from another term of payment (``due``), until lifted."""

    tax = models.CharField(max_length=3)
    side = models.CharField(max_length=8)
    item_id = models.BigIntegerField()
    number = models.CharField(max_length=256)
    partner_name = models.CharField(max_length=512)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "tax", "item_id"),
                condition=models.Q(lifted_at__isnull=True),
                name="relief_refused_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="term") ^ models.Q(due__isnull=True),
                name="relief_refusal_term",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"
