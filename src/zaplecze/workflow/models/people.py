"""Who answers for what: managers of cost centers, limits of authority; tasks handed on, questions asked."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, Role, User
from zaplecze.platform.money import format_pln
from zaplecze.workflow.models.cases import Task


class CenterManager(CompanyOwned):
    """A manager of a cost center, named by its code: the books lie on a higher floor."""

    center = models.CharField("MPK", max_length=20)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "center", "user"), name="center_manager"),
        )

    def __str__(self) -> str:
        return f"{self.center}: {self.user}"


class AuthorityLimit(CompanyOwned):
    """Up to how much (PLN gross, inclusive) a person, or everyone of a role, approves in a span of days."""

    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    up_to = models.DecimalField("do kwoty (PLN brutto)", max_digits=18, decimal_places=2)
    first_day = models.DateField("od")
    last_day = models.DateField("do", null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user__isnull=True, role__gt="") | models.Q(user__isnull=False, role=""),
                name="limit_of_somebody",
            ),
            models.CheckConstraint(condition=models.Q(up_to__gte=0), name="limit_amount"),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                name="limit_days",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user or self.get_role_display()}: {format_pln(self.up_to)} zł"


class Delegation(CompanyOwned):
    """One task handed on: ``receiver`` may take it for ``giver``, who has no voice in it until she takes it back."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "task", "giver"),
                condition=models.Q(taken_back_at__isnull=True),
                name="delegation_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="delegation_other_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    @classmethod
    def standing(cls, task: Task) -> models.QuerySet[Delegation]:
        """Those of a task that nobody took back."""
        return cls._default_manager.filter(
            company_id=task.company_id, task_id=task.pk, taken_back_at__isnull=True
        )


class Succession(CompanyOwned):
    """Who is asked by name instead of a person who left: her ``heir``, or everyone of a ``role``."""

    gone = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    heir = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "gone"), name="succession_once"),
            models.CheckConstraint(
                condition=models.Q(heir__isnull=True, role__gt="") | models.Q(heir__isnull=False, role=""),
                name="succession_of_somebody",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.heir or self.get_role_display()} za {self.gone}"


class Consultation(CompanyOwned):
    """A question asked beside a task; where ``blocks``, the step waits for its answer."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    document_id = models.BigIntegerField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.CharField(max_length=500)
    blocks = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("company", "asked"),
                condition=models.Q(answered_at__isnull=True),
                name="consultation_open",
            ),
        )

    def __str__(self) -> str:
        return self.question
