"""The desk of circulation: all that other departments may import."""

from zaplecze.workflow.commands import (
    FourEyes,
    NewCase,
    NotWaiting,
    ReasonMissing,
    finish_steps,
    open_cases,
    reopen_case,
    save_procedure,
    take_step,
)
from zaplecze.workflow.models import Case, CaseState, Task
from zaplecze.workflow.queries import (
    CardLine,
    LaneCounts,
    case_of,
    circulation_card,
    desk_of,
    lane_counts,
    open_task,
    people_by_role,
    waiting_tasks,
)
from zaplecze.workflow.rules import LANES, MAY, Condition, Step

__all__ = [
    "LANES",
    "MAY",
    "CardLine",
    "Case",
    "CaseState",
    "Condition",
    "FourEyes",
    "LaneCounts",
    "NewCase",
    "NotWaiting",
    "ReasonMissing",
    "Step",
    "Task",
    "case_of",
    "circulation_card",
    "desk_of",
    "finish_steps",
    "lane_counts",
    "open_cases",
    "open_task",
    "people_by_role",
    "reopen_case",
    "save_procedure",
    "take_step",
    "waiting_tasks",
]
