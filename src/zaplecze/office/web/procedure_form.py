"""The editor's form: rows of typed text to steps and back; each fault names its row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from zaplecze.workflow.api import (
    MAY,
    BadCondition,
    PaperKind,
    Problem,
    Step,
    Who,
    read_condition,
    write_condition,
)

MOST_ROWS = 40
FLAT = (
    "key",
    "kind",
    "lane",
    "hours",
    "when",
    "who",
    "need",
    "remind",
    "escalate",
    "action",
    "deputy",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A step as typed; ``who`` is ``kind``, ``center``, ``people`` or ``role:<role>``; ``deputy`` a role or ""."""

    key: str = ""
    kind: str = "approve"
    lane: str = ""
    hours: str = "8"
    when: str = ""
    who: str = "kind"
    need: str = "1"
    remind: str = ""
    escalate: str = ""
    action: str = ""
    deputy: str = ""
    mail: bool = False
    people: tuple[int, ...] = ()


@dataclass
class Typed:
    """What was typed: rows as they are, the steps that could be read of them, and what could not."""

    rows: list[Row]
    steps: list[Step] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)


def rows_of(steps: Sequence[Step], paper: PaperKind) -> list[Row]:
    """Steps as the form shows them."""
    return [
        Row(
            key=s.key,
            kind=s.kind,
            lane=s.lane,
            hours=str(s.hours),
            when=write_condition(s.when, paper.facts) if s.when else "",
            who=f"role:{s.who.roles[0]}" if s.who.by == "role" else s.who.by,
            need=str(s.who.need),
            remind="" if s.remind is None else str(s.remind),
            escalate="" if s.escalate is None else str(s.escalate),
            action=s.action,
            deputy=s.who.deputy,
            mail=s.mail,
            people=s.who.people,
        )
        for s in steps
    ]


def read_rows(form: QueryDict) -> list[Row]:
    """Rows of a sent form, at most `MOST_ROWS`."""
    count = form.get("rows", "0")
    found = []
    for n in range(min(int(count) if count.isdecimal() else 0, MOST_ROWS)):
        texts = {name: form.get(f"{name}-{n}", "").strip()[:500] for name in FLAT}
        picked = tuple(int(p) for p in form.getlist(f"people-{n}")[:50] if p.isdecimal())
        found.append(Row(**texts, mail=f"mail-{n}" in form, people=picked))
    return found


def change_rows(rows: list[Row], what: str) -> list[Row]:
    """Add a row, or move or drop one: ``add``, ``up-2``, ``down-2``, ``drop-2``; anything else changes nothing."""
    if what == "add" and len(rows) < MOST_ROWS:
        return [*rows, Row()]
    verb, _, number = what.partition("-")
    at = int(number) if number.isdecimal() else -1
    if not 0 <= at < len(rows):
        return rows
    other = list(rows)
    if verb == "drop":
        del other[at]
    elif verb in ("up", "down"):
        to = at - 1 if verb == "up" else at + 1
        if 0 <= to < len(other):
            other[at], other[to] = other[to], other[at]
    return other


def read_steps(rows: list[Row], paper: PaperKind, roles: Collection[str]) -> Typed:
    """Steps of the rows; a row that can't be read whole stands in the picture without what is wrong in it."""
    typed = Typed(rows)
    for row in rows:
        typed.steps.append(_step(row, paper, roles, typed))
    return typed


def _step(row: Row, paper: PaperKind, roles: Collection[str], typed: Typed) -> Step:
    def fault(message: str) -> None:
        typed.faults.append(Problem(row.key, message))

    def number(text: str, name: str) -> int | None:
        if not text:
            return None
        if text.isdecimal() and len(text) < 6:
            return int(text)
        fault(f"{name}: „{text}” nie jest liczbą godzin")
        return None

    try:
        when = read_condition(row.when, paper.facts)
    except BadCondition as error:
        fault(f"warunek: {error}")
        when = None
    kind = row.kind
    if kind not in MAY:
        fault("wybierz rodzaj kroku")
        kind = "approve"
    who = Who()
    by, _, role = row.who.partition(":")
    need = int(row.need) if row.need.isdecimal() and 0 < int(row.need) < 50 else 1
    if by == "role" and role in roles:
        who = Who("role", (role,), need=need)
    elif by == "people":
        who = Who("people", people=row.people, need=need)
    elif by == "center":
        deputy = row.deputy if row.deputy in roles else ""
        who = Who(by, need=need, deputy=deputy)
        if row.deputy and not deputy:
            fault("wybierz z listy, kogo pytać bez MPK")
    elif by == "kind":
        who = Who(by, need=need)
    else:
        fault("wybierz, kto robi ten krok")
    return Step(
        row.key,
        kind,
        number(row.hours, "termin") or 0,
        when,
        who,
        row.lane[:10],
        number(row.remind, "przypomnienie"),
        number(row.escalate, "eskalacja"),
        row.action,
        row.mail,
    )
