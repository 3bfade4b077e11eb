"""Rounds of the survey. Answers are kept as counts alone: nowhere is it written who gave which mark."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class BarometerRound(CompanyOwned):
    """A round of asking; one is open at a time, and its readings show when it is closed."""

    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company",),
                condition=models.Q(closed_at__isnull=True),
                name="barometer_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d}"


class BarometerTally(CompanyOwned):
    """How many gave a statement a mark."""

    round = models.ForeignKey(
        BarometerRound, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    statement = models.SmallIntegerField()
    mark = models.SmallIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "round", "statement", "mark"), name="barometer_tally_once"
            ),
            models.CheckConstraint(
                condition=models.Q(mark__gte=1, mark__lte=5), name="barometer_mark"
            ),
        )

    def __str__(self) -> str:
        return f"{self.statement}: {self.mark} × {self.count}"


class BarometerVoter(CompanyOwned):
    """Who has answered in a round, so that nobody answers twice; what was answered is nowhere beside it."""

    append_only = True

    round = models.ForeignKey(
        BarometerRound, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "round", "user"), name="barometer_voter_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id}: {self.user_id}"
