"""The words of mails about a task: what waits, where it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.workflow.models import Task
from zaplecze.workflow.rules import UNKNOWN_AMOUNT

DECIDING = frozenset({"approve"})
"""Kinds of steps that a mail lets decide by its link."""

ABOUT = "about"
"""A case's fact: what its paper is and concerns, in words fit for a mail. Papers with it may have no amount."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a mail about a task; ``ending`` leads to the decision: by ``{link}`` or by signing in."""

    subject: str
    body: str
    ending: str


def letter_about(task: Task, company: Company, *, decides: bool) -> Letter:
    """What a mail tells of a task (loaded with its case): the paper's number, amount, and what it is about.

    ``decides``: its link lets decide.
    """
    facts = task.case.facts
    due = f", termin {task.due_at.astimezone(WARSAW):%d.%m.%Y %H:%M}" if task.due_at else ""
    note = f"\nUwaga: {task.note}\n" if task.note else ""
    number = number_of(task)
    about = f" ({facts[ABOUT]})" if facts.get(ABOUT) else ""
    return Letter(
        subject=f"{number} – {task.step} ({company.short_name})",
        body=(
            f"w firmie {company.name} czeka dokument {number}{about}{_amount(facts)}.\n"
            f"Krok: {task.step}{due}.\n{note}"
        ),
        ending=_DECIDE if decides else _SIGN_IN,
    )


def number_of(task: Task) -> str:
    """The number of a task's paper as a mail calls it."""
    return str(task.case.facts.get("number", "")) or f"nr {task.document_id}"


def _amount(facts: Mapping[str, object]) -> str:
    known = facts.get("gross_pln", UNKNOWN_AMOUNT)
    if known == UNKNOWN_AMOUNT:
        return ""
    amount = Decimal(str(known))
    return "" if not amount and facts.get(ABOUT) else f", {format_pln(amount)} zł brutto"


_DECIDE = (
    "\nObejrzyj dokument i zdecyduj (Akceptuj albo Odrzuć z powodem):\n\n{link}\n\n"
    "Odnośnik jest tylko dla Ciebie, działa jeden raz i przez 7 dni. Nie przekazuj go nikomu.\n"
)
_SIGN_IN = "\nZaloguj się do Zaplecza: sprawa jest na Twoim biurku.\n"
