"""Tables of circulation."""

from zaplecze.workflow.models.cases import Case, CaseState, Decision, Task
from zaplecze.workflow.models.mail import Link, LinkPurpose, MailState, OutgoingMail
from zaplecze.workflow.models.people import (
    AuthorityLimit,
    CenterManager,
    Consultation,
    Delegation,
    Succession,
)
from zaplecze.workflow.models.procedures import Procedure, ProcedureDraft

__all__ = [
    "AuthorityLimit",
    "Case",
    "CaseState",
    "CenterManager",
    "Consultation",
    "Decision",
    "Delegation",
    "Link",
    "LinkPurpose",
    "MailState",
    "OutgoingMail",
    "Procedure",
    "ProcedureDraft",
    "Succession",
    "Task",
]
