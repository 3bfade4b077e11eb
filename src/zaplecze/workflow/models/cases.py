"""Cases that follow a procedure, tasks that wait on somebody's desk, decisions for ever."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User
from zaplecze.workflow.models.procedures import Procedure


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", "w toku"
    DONE = "done", "zakończona"
    REJECTED = "rejected", "odrzucona"
    WITHDRAWN = "withdrawn", "wycofana"


class Case(CompanyOwned):
    """One paper's way through its procedure; ``author`` brought it in (None: the program)."""

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    document_id = models.BigIntegerField()
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=9, choices=CaseState.choices)
    facts = models.JSONField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document_id"), name="case_document"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class Task(CompanyOwned):
    """A step of a case that waits for a person; ``kind`` is also its heading on the desk.

    ``side``: whose time passes, the ``client``'s or the ``office``'s. ``mail_at``, ``remind_at`` and
    ``escalate_at`` say when people are told, each once: the clock empties the column as it does so.
    ``escalated_at``: since when the superior may.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="tasks", db_constraint=False
    )
    document_id = models.BigIntegerField()
    step = models.CharField(max_length=30)
    kind = models.CharField(max_length=10)
    returned = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    side = models.CharField(max_length=6, db_default="office", default="office")
    act_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        # Of open tasks only: what a desk costs depends on what waits, not on what was ever done.
        indexes = (
            models.Index(
                fields=("company", "kind", "opened_at", "id"),
                condition=models.Q(closed_at__isnull=True),
                name="task_open",
            ),
            models.Index(
                fields=("company", "opened_at", "id"),
                condition=models.Q(closed_at__isnull=True),
                name="task_open_any",
            ),
            models.Index(
                fields=("company", "due_at"),
                condition=models.Q(closed_at__isnull=True),
                name="task_open_due",
            ),
            models.Index(
                fields=("company", "opened_at"),
                condition=models.Q(closed_at__isnull=True, returned=True),
                name="task_open_returned",
            ),
            models.Index(
                fields=("company", "document_id"),
                name="task_document",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("company", "case", "step"),
                condition=models.Q(closed_at__isnull=True),
                name="task_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.document_id}"


class Decision(CompanyOwned):
    """What a person decided in a step, ``via`` the screen (empty), ``bulk`` or ``mail``.

    A trigger refuses whatever would let one person answer twice (`sql/four_eyes.sql`).
    """

    append_only = True

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="decisions", db_constraint=False
    )
    step = models.CharField(max_length=30)
    kind = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    on_behalf_of = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    task = models.ForeignKey(
        Task, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    via = models.CharField(max_length=8, db_default="", default="", blank=True)

    def __str__(self) -> str:
        return f"{self.step}: {self.verdict}"
