"""The state before, what the months cost, and the minutes that people were at a paper."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class Source(models.TextChoices):
    """Where a baseline, or a figure of it, comes from."""

    TYPED = "typed", "wpisany"
    SHEET = "sheet", "z arkusza"
    MEASURED = "measured", "zmierzony w pierwszym okresie"


class Measure(models.TextChoices):
    """What is compared; the value's unit stands in the label."""

    VOLUME = "volume", "dokumenty na miesiąc"
    CYCLE = "cycle", "czas obiegu, godziny robocze"
    TOUCH = "touch", "minuty pracy przy dokumencie"
    PRINTS = "prints", "wydruki na dokument"
    ERRORS = "errors", "udział dokumentów z błędem"
    STRAIGHT = "straight", "udział dokumentów bez udziału ludzi"
    COST = "cost", "koszt miesięczny, zł"
    UNIT_COST = "unit_cost", "koszt dokumentu, zł"


COUNTED_ALONE = frozenset({Measure.UNIT_COST})
"""Measures that are counted with their months and never typed."""


class Baseline(CompanyOwned):
    """How it was before, as known on a day; the newest one counts, the older ones stay.

    ``first_day`` and ``last_day`` are the days of intake of the papers that its own figures were counted from,
    ``horizon`` the working hours to which the time of circulation was counted.
    """

    append_only = True

    source = models.CharField(max_length=8, choices=Source.choices)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    horizon = models.DecimalField(max_digits=9, decimal_places=6, default=240, db_default=240)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d}"


class BaselineFigure(CompanyOwned):
    """One measure of a baseline: ``error`` is its standard error, ``n`` what it rests on; 0 and 0 where told.

    ``origin`` is the baseline that it was first kept with, which tells its source, its papers' days and its horizon:
    who completes a state before keeps what doesn't change.
    """

    append_only = True

    baseline = models.ForeignKey(
        Baseline, on_delete=models.PROTECT, related_name="figures", db_constraint=False
    )
    origin = models.ForeignKey(
        Baseline, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    measure = models.CharField(max_length=10, choices=Measure.choices)
    value = models.DecimalField(max_digits=18, decimal_places=6)
    error = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    n = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "baseline", "measure"), name="baseline_measure_once"
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0, error__gte=0, n__gte=0), name="baseline_signs"
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class BaselinePaper(CompanyOwned):
    """A row of the list of papers that a baseline was counted from, as it stood in the sheet's row ``number``."""

    append_only = True

    baseline = models.ForeignKey(
        Baseline, on_delete=models.PROTECT, related_name="papers", db_constraint=False
    )
    number = models.IntegerField()
    received = models.DateField()
    posted = models.DateField(null=True)
    minutes = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    prints = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    wrong = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.number}: {self.received} – {self.posted}"


class MonthlyCost(CompanyOwned):
    """What the back office of a company cost in a month, PLN: wages with charges, the office's fee, programs."""

    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "year", "month"), name="monthly_cost_once"),
            models.CheckConstraint(
                condition=models.Q(month__gte=1, month__lte=12, amount__gte=0),
                name="monthly_cost_sane",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.amount}"


class Effort(CompanyOwned):
    """Seconds for which a person had a paper before her and was active, on a day. Hers alone to see."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    document_id = models.BigIntegerField()
    day = models.DateField()
    seconds = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "document_id", "user", "day"), name="effort_once"
            ),
            models.CheckConstraint(
                condition=models.Q(seconds__gte=0, seconds__lte=86_400), name="effort_day"
            ),
        )
        indexes = (models.Index(fields=("company", "user", "day"), name="effort_person"),)

    def __str__(self) -> str:
        return f"{self.day} {self.document_id}: {self.seconds} s"
