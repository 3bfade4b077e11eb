"""Procedures, pure: steps and conditions as data, the engine, who may, what is wrong, what would have been."""

from zaplecze.workflow.rules.checks import Problem, check, errors
from zaplecze.workflow.rules.conditions import (
    AllOf,
    AnyCondition,
    AnyOf,
    Condition,
    Fact,
    Not,
    UnknownFact,
)
from zaplecze.workflow.rules.engine import (
    Move,
    State,
    StepError,
    Verdict,
    advance,
    begin,
    path,
    return_step,
    returnable,
)
from zaplecze.workflow.rules.language import BadCondition, read_condition, write_condition
from zaplecze.workflow.rules.people import (
    UNKNOWN_AMOUNT,
    Limit,
    Org,
    Right,
    candidates,
    right_to,
    side_of,
)
from zaplecze.workflow.rules.steps import FIRST, LANES, MAY, Step, Who, steps_from, steps_to

__all__ = [
    "FIRST",
    "LANES",
    "MAY",
    "UNKNOWN_AMOUNT",
    "AllOf",
    "AnyCondition",
    "AnyOf",
    "BadCondition",
    "Condition",
    "Fact",
    "Limit",
    "Move",
    "Not",
    "Org",
    "Problem",
    "Right",
    "State",
    "Step",
    "StepError",
    "UnknownFact",
    "Verdict",
    "Who",
    "advance",
    "begin",
    "candidates",
    "check",
    "errors",
    "path",
    "read_condition",
    "return_step",
    "returnable",
    "right_to",
    "side_of",
    "steps_from",
    "steps_to",
    "write_condition",
]
