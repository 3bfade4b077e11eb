"""Customers and suppliers of a company, known by their tax number."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned


class PartnerKind(models.TextChoices):
    """What someone is to the company; one who both buys and sells is a trade partner once."""

    TRADE = "trade", "odbiorca lub dostawca"
    EMPLOYEE = "employee", "pracownik"
    OFFICE = "office", "urząd"
    OWNER = "owner", "właściciel lub wspólnik"
    OTHER = "other", "inny"


class Partner(CompanyOwned):
    """Whoever the company settles with; ``country`` and ``tax_id`` identify it (NIP without prefix for PL)."""

    country = models.CharField("kraj", max_length=2, default="PL")
    tax_id = models.CharField("NIP lub numer zagraniczny", max_length=50)
    name = models.CharField("nazwa", max_length=512)
    address = models.CharField("adres", max_length=512, blank=True)
    email = models.CharField("e-mail", max_length=255, blank=True)
    kind = models.CharField(
        "rodzaj",
        max_length=8,
        choices=PartnerKind.choices,
        default=PartnerKind.TRADE,
        db_default=PartnerKind.TRADE,
    )
    first_seen = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "country", "tax_id"), name="partner_tax_id"),
        )

    def __str__(self) -> str:
        return self.name


class PartnerAccount(CompanyOwned):
    """A bank account learnt from a partner's document or payment; matching and payment checks use it."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    number = models.CharField("rachunek", max_length=34)
    first_seen = models.DateTimeField()
    document_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "number", "partner"), name="partner_account"
            ),
        )

    def __str__(self) -> str:
        return self.number
