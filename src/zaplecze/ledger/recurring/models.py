"""Entries that come back, and the months in which they did."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned


class RecurringEntry(CompanyOwned):
    """A template of an entry: ``lines`` as `rules.lines_as_data` writes them, when it comes back, until when."""

    name = models.CharField("nazwa", max_length=120)
    journal = models.CharField("dziennik", max_length=10)
    text = models.CharField("opis zapisu", max_length=512)
    rhythm = models.CharField("rytm", max_length=10)
    day = models.SmallIntegerField("dzień")
    first_year = models.SmallIntegerField()
    first_month = models.SmallIntegerField()
    last_year = models.SmallIntegerField(null=True)
    last_month = models.SmallIntegerField(null=True)
    lines = models.JSONField()

    class Meta:
        verbose_name_plural = "recurring entries"
        constraints = (
            models.UniqueConstraint(fields=("company", "name"), name="recurring_name"),
            models.CheckConstraint(
                condition=models.Q(first_month__range=(1, 12)), name="recurring_month"
            ),
        )

    def __str__(self) -> str:
        return self.name


class RecurringRun(CompanyOwned):
    """A month of a recurring entry: proposed as a draft, posted, or skipped with a reason; once each."""

    recurring = models.ForeignKey(
        RecurringEntry, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    draft_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField(null=True)
    skipped = models.CharField("pominięto, bo", max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "recurring", "year", "month"), name="recurring_run_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recurring_id} {self.year}-{self.month:02}"
