"""The chart of accounts, the journals, and the dimensions of a line: cost centre and project."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned


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
    blocked = models.BooleanField("zablokowane", default=False, db_default=False)

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
    closed = models.BooleanField("zamknięte", default=False, db_default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "code"), name="cost_center_code"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Project(CompanyOwned):
    """An order, contract or undertaking whose revenue and cost are watched apart."""

    code = models.CharField("symbol", max_length=20)
    name = models.CharField("nazwa", max_length=120)
    closed = models.BooleanField("zamknięte", default=False, db_default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "code"), name="project_code"),)

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
