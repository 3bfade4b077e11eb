"""Purchases from foreign suppliers that people entered, their corrections, and customs declarations."""

from __future__ import annotations

from typing import Any

from django.db import models

from zaplecze.platform.models import CompanyOwned

MONEY: Any = {"max_digits": 18, "decimal_places": 2}


class ForeignPurchase(CompanyOwned):
    """What was entered: kind (`rules.Bought`), whom from, what document, and the entry that stands for it.

    ``entry_id`` is empty once the entry was taken back; then the document may be entered again. A correction names
    the purchase that it ``corrects`` and has amounts of its own sign.
    """

    kind = models.CharField(max_length=12)
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections", db_constraint=False
    )
    cause = models.CharField("przyczyna korekty", max_length=8, blank=True)
    collective = models.BooleanField("opust zbiorczy", default=False)
    partner_id = models.BigIntegerField()
    country = models.CharField("kraj", max_length=2)
    tax_id = models.CharField("numer VAT", max_length=50, blank=True)
    supplier = models.CharField("dostawca", max_length=512)
    number = models.CharField("numer", max_length=256)
    issued_on = models.DateField("data dokumentu")
    supplied_on = models.DateField("wykonanie")
    tax_point = models.DateField("obowiązek podatkowy")
    currency = models.CharField("waluta", max_length=3)
    amount = models.DecimalField("kwota w walucie", **MONEY)
    net = models.DecimalField("kwota w księgach", **MONEY)
    base = models.DecimalField("podstawa", **MONEY)
    tax = models.DecimalField("podatek należny", **MONEY)
    deducted = models.DecimalField("podatek odliczony", **MONEY)
    vat_rate = models.DecimalField("stawka VAT, %", max_digits=5, decimal_places=2)
    deducted_share = models.DecimalField("odliczenie, %", max_digits=5, decimal_places=2)
    account = models.CharField("konto", max_length=20)
    cost_center = models.CharField("MPK", max_length=20, blank=True)
    invoice = models.BooleanField("jest faktura", default=True)
    document_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "partner_id", "number"),
                condition=models.Q(entry_id__isnull=False),
                name="foreign_purchase_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    corrects__isnull=True,
                    amount__gt=0,
                    tax__gte=models.F("deducted"),
                    deducted__gte=0,
                )
                | models.Q(corrects__isnull=False) & ~models.Q(amount=0) & ~models.Q(cause=""),
                name="foreign_purchase_amounts",
            ),
        )
        indexes = (models.Index(fields=("company", "entry_id"), name="foreign_purchase_entry"),)

    def __str__(self) -> str:
        return f"{self.number} {self.supplier}"


class CustomsDeclaration(CompanyOwned):
    """A customs declaration (SAD, PZC) that was entered, PLN; ``entry_id`` is empty once it was taken back."""

    number = models.CharField("numer zgłoszenia", max_length=256)
    supplier = models.CharField("sprzedawca", max_length=512)
    accepted_on = models.DateField("przyjęcie zgłoszenia")
    customs_value = models.DecimalField("wartość celna", **MONEY)
    duty = models.DecimalField("cło", **MONEY)
    base = models.DecimalField("podstawa VAT", **MONEY)
    tax = models.DecimalField("VAT", **MONEY)
    deducted = models.DecimalField("VAT odliczony", **MONEY)
    own_return = models.BooleanField("rozliczenie w deklaracji (art. 33a)")
    document_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "number"),
                condition=models.Q(entry_id__isnull=False),
                name="customs_declaration_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    base__gt=0, duty__gte=0, tax__gte=models.F("deducted"), deducted__gte=0
                ),
                name="customs_declaration_amounts",
            ),
        )
        indexes = (models.Index(fields=("company", "entry_id"), name="customs_declaration_entry"),)

    def __str__(self) -> str:
        return f"{self.number} {self.supplier}"
