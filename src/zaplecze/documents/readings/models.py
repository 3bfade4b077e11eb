"""Readings of papers, what people confirmed of them, and what their corrections taught."""

from __future__ import annotations

from django.db import models

from zaplecze.documents.models.papers import Document
from zaplecze.documents.readings.rules import Outcome
from zaplecze.platform.models import CompanyOwned, User


class ReadingState(models.TextChoices):
    """How far a reading is."""

    WAITING = "waiting", "czeka na odczyt"
    READ = "read", "odczytany"
    FAILED = "failed", "nieodczytany"


class Reading(CompanyOwned):
    """What was read of one version of a paper's pages; ``file_sha256`` tells which.

    ``fields`` and ``words`` as in ``rules.fields_to`` and ``rules.words_to``; ``source`` is text, ocr, facturx,
    mixed or office. ``tries`` counts beginnings, the last at ``begun_at``: a file that kills the reader is given up.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=7, choices=ReadingState.choices, default=ReadingState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    kind = models.CharField("odczytany rodzaj", max_length=30, blank=True)
    source = models.CharField(max_length=7, blank=True)
    pages = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=list)
    words = models.JSONField(default=list)
    text = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "document", "file_sha256"), name="reading_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("company", "id"),
                condition=models.Q(state="waiting"),
                name="reading_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class Confirmation(CompanyOwned):
    """A person's word on a reading that she saw: ``untouched`` where she changed nothing."""

    append_only = True

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=30)
    source = models.CharField(max_length=7)
    untouched = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = (
            models.Index(fields=("company", "at"), name="confirmation_at"),
            models.Index(fields=("company", "kind"), name="confirmation_kind"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind}"


class ConfirmedField(CompanyOwned):
    """One field of a confirmation: what was read ("" for nothing), what the person left or wrote in its place."""

    append_only = True

    confirmation = models.ForeignKey(
        Confirmation,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    field = models.CharField(max_length=30)
    read = models.CharField(max_length=512, blank=True)
    confirmed = models.CharField(max_length=512, blank=True)
    certain = models.BooleanField()
    outcome = models.CharField(max_length=9, choices=[(o.value, o.label) for o in Outcome])

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "confirmation", "field"), name="confirmed_field_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.field}: {self.outcome}"


class Lesson(CompanyOwned):
    """What one paper's corrections taught about its supplier (``formats.pages.Pattern`` as JSON).

    The supplier's pattern is all lessons that nobody took back, merged in their order.
    """

    seller_nip = models.CharField(max_length=50)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    taught = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    forgotten_at = models.DateTimeField(null=True)
    forgotten_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=("company", "seller_nip", "id"), name="lesson_seller"),)

    def __str__(self) -> str:
        return f"{self.seller_nip} {self.document_id}"
