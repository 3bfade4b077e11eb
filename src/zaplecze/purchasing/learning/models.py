"""What a company knows of its own habits: how reliable each kind of guess was, and how sure one must be."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from zaplecze.platform.models import CompanyOwned


class SayingCount(CompanyOwned):
    """How often a kind of guess was right in this company's own past; counted anew every night."""

    level = models.CharField(max_length=8)
    support = models.IntegerField()
    agreement = models.CharField(max_length=8)
    hits = models.IntegerField()
    tries = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "level", "support", "agreement"), name="saying_once"
            ),
            models.CheckConstraint(
                condition=models.Q(hits__gte=0, tries__gte=models.F("hits")), name="saying_counts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.level} {self.support} {self.agreement}: {self.hits}/{self.tries}"


class ProposalPolicy(CompanyOwned):
    """How sure a guess must be to be proposed, from 0 to 1; below it the program says that it doesn't know."""

    threshold = models.DecimalField("próg pewności", max_digits=4, decimal_places=3)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company",), name="proposal_policy_once"),
            models.CheckConstraint(
                condition=models.Q(threshold__gte=Decimal("0.5"), threshold__lt=1),
                name="proposal_policy_threshold",
            ),
        )

    def __str__(self) -> str:
        return f"{self.threshold}"
