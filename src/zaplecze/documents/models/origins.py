"""Where papers come from each other, and the versions of their pages."""

from __future__ import annotations

from django.db import models

from zaplecze.documents.models.papers import Document
from zaplecze.platform.models import CompanyOwned, User


class OriginHow(models.TextChoices):
    """How a paper came out of another."""

    ATTACHED = "attached", "załącznik"
    SPLIT = "split", "wydzielony"
    JOINED = "joined", "dołączony"


class Origin(CompanyOwned):
    """``document`` came out of ``source`` (an attachment of a mail, a part of a scan) or was joined into it."""

    append_only = True

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    source = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    how = models.CharField(max_length=8, choices=OriginHow.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "document", "source", "how"), name="origin_once"
            ),
        )
        indexes = (models.Index(fields=("company", "source"), name="origin_source"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.how} {self.source_id}"


class PaperVersion(CompanyOwned):
    """The pages of a paper after somebody arranged them; version 0 is the file as received, and has no row.

    ``plan`` lists what was done, as in ``sheets.rules.plan_to``.
    """

    append_only = True

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    no = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    plan = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document", "no"), name="paper_version_no"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} v{self.no}"
