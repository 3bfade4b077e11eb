"""Purchases from foreign suppliers that people entered."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned


class ForeignPurchase(CompanyOwned):
    """What was entered: kind (`rules.Bought`), whom from, what document, and the entry that stands for it.

    ``entry_id`` is empty once the entry was taken back; then the document may be entered again.
    """

    kind = models.CharField(max_length=12)
    partner_id = models.BigIntegerField()
    supplier = models.CharField("dostawca", max_length=512)
    number = models.CharField("numer", max_length=256)
    issued_on = models.DateField("data dokumentu")
    tax_point = models.DateField("obowiązek podatkowy")
    currency = models.CharField("waluta", max_length=3)
    amount = models.DecimalField("kwota w walucie", max_digits=18, decimal_places=2)
    base = models.DecimalField("podstawa", max_digits=18, decimal_places=2)
    tax = models.DecimalField("podatek należny", max_digits=18, decimal_places=2)
    deducted = models.DecimalField("podatek odliczony", max_digits=18, decimal_places=2)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "partner_id", "number"),
                condition=models.Q(entry_id__isnull=False),
                name="foreign_purchase_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, tax__gte=models.F("deducted"), deducted__gte=0),
                name="foreign_purchase_amounts",
            ),
        )
        indexes = (models.Index(fields=("company", "entry_id"), name="foreign_purchase_entry"),)

    def __str__(self) -> str:
        return f"{self.number} {self.supplier}"
