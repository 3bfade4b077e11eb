"""A procedure tried on past papers: where each would have gone, beside where it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zaplecze.workflow.rules.engine import StepError, path
from zaplecze.workflow.rules.steps import Step


@dataclass(frozen=True, slots=True)
class PastCase:
    """A paper that went its way: its facts and the procedure that it had then."""

    document_id: int
    facts: Mapping[str, Any]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A paper's keys then and now; ``unknown`` says which fact was never found out, so that nobody knows.

    ``names``: pairs of a step's name then and now, where it was only called anew.
    """

    document_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    desks: tuple[str, ...] = ()
    unknown: str = ""
    names: tuple[tuple[str, str], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the new procedure takes another way: a new name of the same step is none."""
        names = dict(self.names)
        return not self.unknown and tuple(names.get(k, k) for k in self.before) != self.after


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many of the papers go through a step, or over a desk: before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a procedure would have done with past papers."""

    cases: tuple[TriedCase, ...]
    steps: tuple[StepCount, ...]
    desks: tuple[StepCount, ...]

    @property
    def changed(self) -> int:
        """Papers that would go another way."""
        return sum(c.changed for c in self.cases)

    @property
    def unknown(self) -> int:
        """Papers of which nobody knows, because a fact was never found out."""
        return sum(bool(c.unknown) for c in self.cases)


Desk = Callable[[Step, Mapping[str, Any]], str]
"""On whose desk a step lies, in words, for the facts of a paper."""


def try_steps(steps: Sequence[Step], cases: Sequence[PastCase], desk: Desk) -> Trial:
    """Send past papers through ``steps``; pure, nothing is changed."""
    tried: list[TriedCase] = []
    step_counts: dict[str, list[int]] = {s.key: [0, 0] for s in steps}
    desk_counts: dict[str, list[int]] = {}
    names: dict[tuple[Step, ...], dict[str, str]] = {}
    for case in cases:
        if case.steps not in names:
            names[case.steps] = renamed(case.steps, steps)
        new_names = names[case.steps]
        try:
            before, after = path(case.steps, case.facts), path(steps, case.facts)
            old_desks = {desk(s, case.facts) for s in before}
            new_desks = {desk(s, case.facts) for s in after}
        except StepError as error:
            tried.append(TriedCase(case.document_id, (), (), unknown=str(error)))
            continue
        gained = tuple(sorted(new_desks - old_desks))
        tried.append(
            TriedCase(
                case.document_id,
                tuple(s.key for s in before),
                tuple(s.key for s in after),
                gained,
                names=tuple(new_names.items()),
            )
        )
        for step in before:
            step_counts.setdefault(new_names.get(step.key, step.key), [0, 0])[0] += 1
        for step in after:
            step_counts.setdefault(step.key, [0, 0])[1] += 1
        for n, desks in enumerate((old_desks, new_desks)):
            for name in desks:
                desk_counts.setdefault(name, [0, 0])[n] += 1
    return Trial(
        tuple(tried),
        tuple(StepCount(name, *counts) for name, counts in step_counts.items()),
        tuple(StepCount(name, *counts) for name, counts in sorted(desk_counts.items())),
    )


def renamed(before: Sequence[Step], after: Sequence[Step]) -> dict[str, str]:
    """New names of steps by their old ones: one is gone, one came, and both ask the same of the same people."""
    old, new = {s.key for s in before}, {s.key for s in after}
    came = [s for s in after if s.key not in old]
    found: dict[str, str] = {}
    for step in before:
        if step.key in new:
            continue
        same = next((s for s in came if _asks(s) == _asks(step)), None)
        if same is not None:
            came.remove(same)
            found[step.key] = same.key
    return found


def _asks(step: Step) -> tuple[object, ...]:
    return step.kind, step.when, step.who, step.lane, step.action


@dataclass(frozen=True, slots=True)
class Difference:
    """A step that two versions have in common or not: ``how`` is ``added``, ``gone``, ``changed``, ``moved``."""

    step: str
    how: str
    before: Step | None
    after: Step | None


def differences(before: Sequence[Step], after: Sequence[Step]) -> tuple[Difference, ...]:
    """What a version changed, in the order of the newer one; gone steps at the end."""
    old, new = {s.key: s for s in before}, {s.key: s for s in after}
    common_before = [k for k in old if k in new]
    common_after = [k for k in new if k in old]
    moved = {k for k, other in zip(common_before, common_after, strict=True) if k != other}
    found = []
    for key, step in new.items():
        if key not in old:
            found.append(Difference(key, "added", None, step))
        elif old[key] != step:
            found.append(Difference(key, "changed", old[key], step))
        elif key in moved:
            found.append(Difference(key, "moved", old[key], step))
    found += [Difference(k, "gone", s, None) for k, s in old.items() if k not in new]
    return tuple(found)
