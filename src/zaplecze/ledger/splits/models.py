"""Splits, keys with their dated weights, and which split a supplier or an account is used with."""

from __future__ import annotations

from django.db import models

from zaplecze.ledger.models.chart import CostCenter, Project
from zaplecze.platform.models import CompanyOwned


class SplitMethod(models.TextChoices):
    """By what a line is shared."""

    PERCENT = "percent", "procentowo"
    AMOUNT = "amount", "kwotowo"
    KEY = "key", "kluczem"


class SplitKey(CompanyOwned):
    """A measure to share by, such as area or heads."""

    code = models.CharField("symbol", max_length=20)
    name = models.CharField("nazwa", max_length=120)
    unit = models.CharField("jednostka", max_length=20, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "code"), name="split_key_code"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SplitWeight(CompanyOwned):
    """How much of a key a cost center, or a project, has from a day on until the next such day."""

    key = models.ForeignKey(
        SplitKey, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    valid_from = models.DateField("od dnia")
    cost_center = models.ForeignKey(
        CostCenter, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    project = models.ForeignKey(
        Project, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    account = models.CharField("konto", max_length=20, blank=True)
    weight = models.DecimalField("wartość", max_digits=14, decimal_places=4)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="split_weight_positive"),
        )

    def __str__(self) -> str:
        return f"{self.key_id} {self.valid_from}: {self.weight}"


class CostSplit(CompanyOwned):
    """A named way to share a cost; ``parts`` as `rules.Part` has them, none where a key says it."""

    code = models.CharField("symbol", max_length=20)
    name = models.CharField("nazwa", max_length=120)
    method = models.CharField(max_length=8, choices=SplitMethod.choices)
    key = models.ForeignKey(
        SplitKey, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    parts = models.JSONField(default=list)
    closed = models.BooleanField("nieużywany", default=False, db_default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "code"), name="cost_split_code"),
            models.CheckConstraint(
                condition=models.Q(method="key", key__isnull=False)
                | (~models.Q(method="key") & models.Q(key__isnull=True)),
                name="cost_split_method",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SplitDefault(CompanyOwned):
    """Lines of this partner, on this account, or both, are proposed shared by this split."""

    partner_id = models.BigIntegerField(null=True)
    account = models.CharField("konto", max_length=20, blank=True)
    split = models.ForeignKey(
        CostSplit, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "partner_id", "account"),
                nulls_distinct=False,
                name="split_default_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(partner_id__isnull=True, account=""),
                name="split_default_condition",
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner_id} {self.account}"
