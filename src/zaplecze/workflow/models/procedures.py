"""A company's procedures: versions in force and the draft that is being written."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class Procedure(CompanyOwned):
    """A version of a company's way for one kind of paper; ``steps`` as in ``rules.Step``.

    A running case keeps the version it began with.
    """

    kind = models.CharField("rodzaj dokumentu", max_length=30)
    version = models.IntegerField()
    steps = models.JSONField()
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField("co się zmienia", max_length=300, db_default="", default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "kind", "version"), name="procedure_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class ProcedureDraft(CompanyOwned):
    """The next version while it is written: not in force, at most one for each kind."""

    kind = models.CharField(max_length=30)
    steps = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "kind"), name="procedure_draft_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} (szkic)"
