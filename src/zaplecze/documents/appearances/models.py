"""Appearances of invoices with their keys, and near misses that a person decides about."""

from __future__ import annotations

from django.db import models

from zaplecze.documents.models.papers import Channel
from zaplecze.platform.models import CompanyOwned, User


class Origin(models.TextChoices):
    """What the facts of an appearance come from, strongest first (`rules.ORIGINS`)."""

    KSEF = "ksef", "XML z KSeF"
    XML = "xml", "XML bez numeru KSeF"
    FACTURX = "facturx", "Factur-X w PDF"
    TEXT = "text", "tekst pliku (PDF, Office)"
    SCAN = "scan", "odczyt ze skanu"
    TYPED = "typed", "wpisane przez człowieka"


class PaperAppearance(CompanyOwned):
    """How an invoice arrived in one file: ``document_id`` carried it, ``paper_id`` is the paper that it belongs to.

    The columns ``*_key`` are `rules.key_numbers`; ``confidences`` are those of fields that were read (0 to 1).
    ``own`` keeps what a join overwrote, for its undoing: the paper's ``facts`` under its leading appearance, the
    joined paper's business ``key`` and what it ``was``. ``joined_*`` tell of the join of a paper that isn't its own.
    """

    document_id = models.BigIntegerField()
    paper_id = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    day = models.DateField()
    origin = models.CharField(max_length=7, choices=Origin.choices)
    seller_nip = models.CharField(max_length=30, blank=True)
    number = models.CharField(max_length=256, blank=True)
    gross = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    issue_date = models.DateField(null=True)
    ksef_number = models.CharField(max_length=36, blank=True)
    confidences = models.JSONField(default=dict, db_default={})
    ksef_key = models.BigIntegerField(null=True)
    number_key = models.BigIntegerField(null=True)
    bare_key = models.BigIntegerField(null=True)
    day_key = models.BigIntegerField(null=True)
    loose_key = models.BigIntegerField(null=True)
    own = models.JSONField(default=dict, db_default={})
    joined_at = models.DateTimeField(null=True)
    joined_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    joined_why = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document_id"), name="appearance_once"),
            models.CheckConstraint(
                condition=models.Q(paper_id=models.F("document_id"), joined_at__isnull=True)
                | ~models.Q(paper_id=models.F("document_id")) & models.Q(joined_at__isnull=False),
                name="appearance_joined",
            ),
        )
        indexes = (
            models.Index(
                fields=("company", "ksef_key"),
                condition=models.Q(ksef_key__isnull=False),
                name="appearance_ksef",
            ),
            models.Index(fields=("company", "number_key"), name="appearance_number"),
            models.Index(fields=("company", "bare_key"), name="appearance_bare"),
            models.Index(fields=("company", "day_key"), name="appearance_day"),
            models.Index(fields=("company", "loose_key"), name="appearance_loose"),
            # Exact appearances meet by seller and number alone: these know what was read or typed.
            *(
                models.Index(
                    fields=("company", f"{key}_key"),
                    condition=models.Q(origin__in=("text", "scan", "typed")),
                    name=f"appearance_{key}_doubtful",
                )
                for key in ("bare", "day", "loose")
            ),
            models.Index(
                fields=("company", "paper_id"),
                condition=models.Q(joined_at__isnull=False),
                name="appearance_joins",
            ),
            models.Index(
                fields=("company", "joined_at"),
                condition=models.Q(joined_at__isnull=False),
                name="appearance_joined_at",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"


class NearState(models.TextChoices):
    """What a person said of a near miss."""

    WAITING = "waiting", "czeka na decyzję"
    JOINED = "joined", "jedna faktura"
    DIFFERENT = "different", "różne faktury"


class NearTwin(CompanyOwned):
    """Two papers that may be one invoice, ``first_id`` the smaller id; what was said of them is never asked again.

    ``why`` is the rule's reason, ``reason`` what the person wrote who decided.
    """

    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    why = models.CharField(max_length=500)
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=NearState.choices, default=NearState.WAITING, db_default="waiting"
    )
    reason = models.CharField(max_length=500, blank=True, db_default="")
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "first_id", "second_id"), name="near_twin_once"
            ),
            models.CheckConstraint(
                condition=models.Q(first_id__lt=models.F("second_id")), name="near_twin_order"
            ),
        )
        indexes = (
            models.Index(fields=("company", "second_id"), name="near_twin_second"),
            models.Index(
                fields=("company", "id"),
                condition=models.Q(state="waiting"),
                name="near_twin_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}: {self.state}"
