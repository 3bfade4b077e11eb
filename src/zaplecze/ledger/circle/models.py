"""Whether the company keeps costs in both circles, since when, and where each cost center's costs go."""

from __future__ import annotations

from django.db import models

from zaplecze.ledger.models.chart import CostCenter
from zaplecze.platform.models import CompanyOwned


class CostCircle(CompanyOwned):
    """The circle is on from this month; costs without a cost center of their own go to ``account``."""

    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    account = models.CharField("konto bez MPK", max_length=20)
    on = models.BooleanField("włączony", default=True, db_default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company",), name="cost_circle_once"),
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="circle_month"),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class CircleRoute(CompanyOwned):
    """Costs of this cost center go to this account of group 5."""

    cost_center = models.ForeignKey(
        CostCenter, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    account = models.CharField("konto zespołu 5", max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "cost_center"), name="circle_route_once"),
        )

    def __str__(self) -> str:
        return f"{self.cost_center_id}: {self.account}"
