"""Tasks put on desks, and what the program tries by itself on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.events import Stamp
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.deadlines import moments
from zaplecze.workflow.models import Task
from zaplecze.workflow.rules import Step

Action = Callable[..., None]
_actions: dict[str, tuple[str, frozenset[str], Action]] = {}


def automatic(*, name: str, label: str, kinds: frozenset[str], action: Action) -> None:
    """Let procedures try ``action(document_id=..., stamp=...)`` in steps of these kinds before a person is asked.

    It does the thing itself (and may close its task), or refuses, and then the task waits with the reason.
    """
    _actions[name] = (label, kinds, action)


def automatic_actions() -> dict[str, str]:
    """What the program can do by itself: names with their Polish labels."""
    return {name: label for name, (label, _, _) in _actions.items()}


@dataclass(frozen=True, slots=True)
class NewTask:
    """A step of a case that opens; ``desk`` is what events say of it."""

    case_id: int
    document_id: int
    step: Step
    desk: Mapping[str, Any]
    returned: bool = False
    note: str = ""


def open_tasks(tasks: Sequence[NewTask], *, at: datetime, act_later: bool = False) -> None:
    """Put tasks on their desks, in one statement; ``act_later``: what the program does itself, the clock starts."""
    by_step = {step: moments(step, at) for step in {t.step for t in tasks}}
    rows = [by_step[t.step] for t in tasks]
    count = len(tasks)
    insert_rows(
        "workflow_task",
        {
            "company_id": ("bigint", [current_company_id()] * count),
            "case_id": ("bigint", [t.case_id for t in tasks]),
            "document_id": ("bigint", [t.document_id for t in tasks]),
            "step": ("text", [t.step.key for t in tasks]),
            "kind": ("text", [t.step.kind for t in tasks]),
            "side": ("text", [t.desk["side"] for t in tasks]),
            "returned": ("boolean", [t.returned for t in tasks]),
            "note": ("text", [t.note[:500] for t in tasks]),
            "opened_at": ("timestamptz", [at] * count),
            "due_at": ("timestamptz", [r[0] for r in rows]),
            "act_at": (
                "timestamptz",
                [at if act_later and t.step.action and not t.returned else None for t in tasks],
            ),
            "mail_at": ("timestamptz", [r[1] for r in rows]),
            "remind_at": ("timestamptz", [r[2] for r in rows]),
            "escalate_at": ("timestamptz", [r[3] for r in rows]),
        },
    )


def try_actions(tasks: Sequence[NewTask], *, finish: Callable[..., None], stamp: Stamp) -> None:
    """Let the program do what it can of freshly opened steps; what it refuses waits with its reason.

    A paper that came back is a person's: what was just taken back is not done again by itself.
    """
    program = Stamp(None, stamp.at)
    for task in tasks:
        if not task.step.action or task.returned:
            continue
        known = _actions.get(task.step.action)
        waiting = Task.objects.filter(
            company_id=current_company_id(),
            case_id=task.case_id,
            step=task.step.key,
            closed_at__isnull=True,
        )
        if known is None or task.step.kind not in known[1]:
            waiting.update(note=f"program nie zna czynności „{task.step.action}”: zrób to ręcznie")
            continue
        try:
            # What is refused is kept beside the paper, in the house's language whoever is looking.
            with translation.override("pl"), transaction.atomic():
                known[2](document_id=task.document_id, stamp=program)
                finish(kind=task.step.kind, document_ids=[task.document_id], stamp=program)
        except Refusal as refusal:
            waiting.update(note=f"program próbował sam: {refusal.message}"[:500])
