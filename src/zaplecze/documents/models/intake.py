"""The log of everything dropped in, and what became of it."""

from __future__ import annotations

from django.db import models

from zaplecze.documents.models.papers import Channel
from zaplecze.platform.models import CompanyOwned, User


class Outcome(models.TextChoices):
    """What became of a file that was dropped in."""

    ACCEPTED = "accepted", "przyjęty"
    TWIN = "twin", "bliźniak"
    REFUSED = "refused", "odrzucony"
    WAITING = "waiting", "czeka na człowieka"
    OPENED = "opened", "rozpakowany"


class Intake(CompanyOwned):
    """One file dropped into the inbox, whatever became of it: nothing is lost without a word.

    ``parent_id`` is the line of the archive or message that the file came out of.
    """

    append_only = True
    parent_name = ""  # of the line that it came out of, where `intake_log` looked it up

    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    document_id = models.BigIntegerField(null=True)
    parent_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("company", "at"), name="intake_at"),)

    def __str__(self) -> str:
        return f"{self.file_name}: {self.outcome}"
