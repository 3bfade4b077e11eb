"""Mail on its way, and the one-time links that it carries."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User
from zaplecze.workflow.models.cases import Task


class LinkPurpose(models.TextChoices):
    """What a link lets its bearer do, and nothing else."""

    DECIDE = "decide", "decyzja"
    DESCRIBE = "describe", "opis"


class MailState(models.TextChoices):
    """Where a mail stands."""

    QUEUED = "queued", "w kolejce"
    SENT = "sent", "wysłana"
    DROPPED = "dropped", "nieaktualna"
    FAILED = "failed", "nie doszła"


class OutgoingMail(CompanyOwned):
    """A mail that waits to be sent, or was: kept once under its ``key``, so that nothing is asked twice.

    Its text never holds a secret: a mail with a ``purpose`` gets its link when it is sent, in the place ``{link}``.
    """

    key = models.CharField(max_length=80)
    address = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    task = models.ForeignKey(
        Task, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    purpose = models.CharField(max_length=8, choices=LinkPurpose.choices, blank=True)
    asked_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=7, choices=MailState.choices, default=MailState.QUEUED)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "key"), name="mail_once"),)
        indexes = (
            models.Index(
                fields=("company", "next_try_at"),
                condition=models.Q(state="queued"),
                name="mail_queued",
            ),
        )

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"


class Link(CompanyOwned):
    """A one-time link: only the hash of its token is kept.

    It is bound to a person (or, for a description, an address), to a task, and to what the case knew when it
    was sent (``fingerprint``). ``answer`` holds what a person without an account wrote.
    """

    token_hash = models.BinaryField(max_length=32)
    purpose = models.CharField(max_length=8, choices=LinkPurpose.choices)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    document_id = models.BigIntegerField()
    user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    address = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    asked_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "token_hash"), name="link_token"),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.document_id}"
