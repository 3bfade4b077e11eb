"""Statements as they were prepared: kept whole, so that a later version can be set beside them."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class Prepared(CompanyOwned):
    """A version of a year's statements; ``file_sha256`` names its figures, kept as JSON."""

    append_only = True

    year = models.SmallIntegerField()
    no = models.SmallIntegerField()
    annex = models.CharField(max_length=1)
    variant = models.CharField(max_length=12)
    file_sha256 = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "year", "no"), name="prepared_no"),
        )

    def __str__(self) -> str:
        return f"{self.year}/{self.no}"


class CashAdjustment(CompanyOwned):
    """An amount that the change of balances alone can't tell: it moves from one line of the cash flow to another."""

    year = models.SmallIntegerField()
    from_line = models.CharField("z wiersza", max_length=12)
    to_line = models.CharField("do wiersza", max_length=12)
    amount = models.DecimalField("kwota", max_digits=18, decimal_places=2)
    reason = models.CharField("powód", max_length=300)

    def __str__(self) -> str:
        return f"{self.year}: {self.from_line} -> {self.to_line} {self.amount}"
