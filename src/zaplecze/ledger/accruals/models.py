"""Schedules over time and their instalments."""

from __future__ import annotations

from django.db import models

from zaplecze.ledger.models.amounts import MONEY
from zaplecze.platform.models import CompanyOwned


class Accrual(CompanyOwned):
    """An amount that waits on 64 or 84 and goes to ``target`` by months.

    ``amount`` is PLN, Wn less Ma of the line that it comes from: line ``line_no`` of the posted ``entry_id``, or of a
    draft (``draft_id``, ``document_id``) as long as that isn't posted. ``transfer_id`` moved it
    here where that line was posted as a cost or revenue. ``ended_on`` is set where it ended early.
    """

    number = models.CharField("numer", max_length=40)
    text = models.CharField("czego dotyczy", max_length=256)
    account = models.CharField("konto", max_length=20)
    target = models.CharField("konto docelowe", max_length=20)
    cost_center = models.CharField("MPK", max_length=20, blank=True)
    project = models.CharField("projekt", max_length=20, blank=True)
    partner_id = models.BigIntegerField(null=True)
    amount = models.DecimalField(**MONEY)
    first_day = models.DateField("od")
    last_day = models.DateField("do")
    method = models.CharField(max_length=8)
    entry_id = models.BigIntegerField(null=True)
    line_no = models.SmallIntegerField()
    draft_id = models.BigIntegerField(null=True)
    document_id = models.BigIntegerField(null=True)
    transfer_id = models.BigIntegerField(null=True)
    ended_on = models.DateField("zakończono", null=True)
    reason = models.CharField("powód", max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "number"), name="accrual_number"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="accrual_amount"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="accrual_days"
            ),
        )
        indexes = (models.Index(fields=("company", "entry_id"), name="accrual_entry"),)

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class AccrualInstalment(CompanyOwned):
    """What falls on a month, signed as the accrual's amount; posted by ``entry_id``."""

    accrual = models.ForeignKey(
        Accrual, on_delete=models.CASCADE, related_name="instalments", db_constraint=False
    )
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    amount = models.DecimalField(**MONEY)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "accrual", "year", "month"), name="accrual_month_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("company", "year", "month"),
                condition=models.Q(entry_id__isnull=True),
                name="accrual_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.accrual_id} {self.year}-{self.month:02}: {self.amount}"
