"""What was promised to a client."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class Agreement(CompanyOwned):
    """A promise for one kind of paper and work: who answers for it, whose clock, by when, how often.

    ``work`` is a kind of step or ``whole``; ``hours`` are working hours; ``share`` 0..1 of papers on time. An
    agreement is never changed: it ends (``until``), and the next one begins.
    """

    kind = models.CharField(max_length=30)
    work = models.CharField(max_length=10)
    clock = models.CharField(max_length=8)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    share = models.DecimalField(max_digits=5, decimal_places=4)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "kind", "work"),
                condition=models.Q(until__isnull=True),
                name="agreement_running_once",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gt=0, share__gt=0, share__lte=1), name="agreement_sane"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.work}: {self.hours} h"
