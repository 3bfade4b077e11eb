"""Months of the books: open, closed and sealed, opened again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_noop as noop

from zaplecze.ledger.models.amounts import MONEY
from zaplecze.platform.models import CompanyOwned, User
from zaplecze.platform.periods import FIRST_NUMBER, LAST_NUMBER, month_code


class PeriodState(models.TextChoices):
    """How far a month is closed."""

    OPEN = "open", noop("otwarty")
    SOFT = "soft", noop("wstępnie zamknięty")
    CLOSED = "closed", noop("zamknięty")


class Period(CompanyOwned):
    """A month of the books; entries go only into one that is not closed.

    Year and month are those of the books (see `platform.periods`). What opens a year holds the opening balance where
    books begin here, what closes it the closing of the result accounts: neither mixes with the turnovers of a month.
    """

    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    state = models.CharField(max_length=6, choices=PeriodState.choices, default=PeriodState.OPEN)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "year", "month"), name="period_month"),
            models.CheckConstraint(
                condition=models.Q(month__range=(FIRST_NUMBER, LAST_NUMBER)), name="period_range"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PeriodState.values), name="period_state"
            ),
        )

    def __str__(self) -> str:
        return month_code((self.year, self.month))


class PeriodSeal(CompanyOwned):
    """What a month held when it was closed: ``root`` covers the hashes of its entries up to ``last_seq``."""

    append_only = True

    no = models.IntegerField()
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    last_seq = models.BigIntegerField()
    entries = models.IntegerField()
    amount = models.DecimalField(**MONEY)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "no"), name="seal_no"),)

    def __str__(self) -> str:
        return f"{self.no}: {month_code((self.year, self.month))}"

    @property
    def root_hex(self) -> str:
        """The root as it is written."""
        return bytes(self.root).hex()


class PeriodReopening(CompanyOwned):
    """A closed month asked to be opened again: with a reason, and by the leave of a second person."""

    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    reason = models.CharField("powód", max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(agreed_by=models.F("asked_by")), name="reopening_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | models.Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="reopening_agreed",
            ),
            models.UniqueConstraint(
                fields=("company", "year", "month"),
                condition=models.Q(agreed_by__isnull=True),
                name="reopening_asked_once",
            ),
        )

    def __str__(self) -> str:
        return f"{month_code((self.year, self.month))}: {self.reason}"
