"""Books handed out from the screens: who asked, what came of it, under which root."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class ExportState(models.TextChoices):
    """How far an export of books is."""

    WAITING = "waiting", "w kolejce"
    READY = "ready", "gotowe"
    FAILED = "failed", "nieudane"
    GONE = "gone", "zastąpione nowszym"


class BooksExport(CompanyOwned):
    """An export of a company's books, made by the worker; ``root`` is told apart from the file."""

    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(null=True)
    entries = models.BigIntegerField(default=0)
    events = models.BigIntegerField(default=0)
    documents = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company",),
                condition=models.Q(state="waiting"),
                name="books_export_waiting_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ExportState.values), name="books_export_state"
            ),
        )

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.state}"
