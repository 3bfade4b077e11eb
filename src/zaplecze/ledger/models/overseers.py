"""Who answers for the entries that the program posts by itself."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class Overseer(CompanyOwned):
    """From ``since`` on, ``person`` answers for entries that nobody posts by hand (Accounting Act art. 14 ust. 4).

    An entry posted before the first of them is the first one's: somebody always answers.
    """

    append_only = True

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    appointed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "since"), name="overseer_since"),)

    def __str__(self) -> str:
        return f"{self.person} od {self.since:%d.%m.%Y %H:%M}"
