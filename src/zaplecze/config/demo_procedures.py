"""Procedures of the demo: one that goes live with lanes, limits and mail, and the same as a draft to be tried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from zaplecze.platform.days import WARSAW
from zaplecze.purchasing.api import PAPER
from zaplecze.workflow.api import (
    Step,
    Who,
    add_limit,
    publish_procedure,
    read_condition,
    save_draft_procedure,
    set_center_managers,
)


def richer_steps(people: Mapping[str, int]) -> tuple[Step, ...]:
    """By cost center; over 5 000 zł the office's control, over 10 000 zł the board beside it; then posts itself."""
    facts = PAPER.facts
    return (
        Step("opis", "describe", 8, remind=2, escalate=8, action="describe"),
        Step("kierownik MPK", "approve", 8, who=Who("center"), remind=2, escalate=4, mail=True),
        Step(
            "zarząd",
            "approve",
            16,
            read_condition("kwota > 10000 lub rodzaj = ZAL", facts),
            Who("people", people=(people["wlasciciel"],)),
            lane="A",
            remind=4,
            mail=True,
        ),
        Step(
            "kontrola kosztów",
            "approve",
            8,
            read_condition("kwota > 5000 i nie rodzaj = KOR", facts),
            Who("role", ("manager",)),
            lane="B",
            remind=2,
        ),
        Step("dekretacja", "code", 8, action="post"),
        Step("zapłata", "pay", 80),
    )


def set_procedures(people: Mapping[str, int], at: datetime, *, live: bool) -> None:
    """Give the open company managers, a limit and the richer procedure: as its next version, or as a draft."""
    by = people["kierownik"]
    for center in ("HANDEL", "PROD"):
        set_center_managers(center=center, people=[people["akceptujaca"]], by=by, at=at)
    add_limit(
        person=None,
        role="approver",
        up_to=Decimal(20000),
        first_day=at.astimezone(WARSAW).date().replace(month=1, day=1),
        last_day=None,
        by=by,
        at=at,
    )
    save_draft_procedure(kind=PAPER.name, steps=richer_steps(people), by=by, at=at)
    if live:
        publish_procedure(
            paper=PAPER, by=by, at=at, note="kierownik MPK akceptuje, zarząd i kontrola obok siebie"
        )
