"""How papers circulate that no department owns, as data."""

from __future__ import annotations

from collections.abc import Mapping

from zaplecze.documents.kinds.facts import facts_of
from zaplecze.documents.kinds.queries import all_kinds
from zaplecze.documents.kinds.rules import (
    BUILT_IN,
    FROM_ABROAD,
    MAIL_WAY,
    OWNED_ELSEWHERE,
    PAPER,
)
from zaplecze.documents.models import Channel
from zaplecze.workflow.api import MAY, Fact, PaperKind, Step

DEFAULT_PROCEDURES: dict[str, tuple[Step, ...]] = {
    PAPER: (
        Step("opis", "describe", 8),
        Step("akceptacja", "approve", 16),
        Step("do akt", "file", 40),
    ),
    MAIL_WAY: (Step("opis", "describe", 8), Step("do akt", "file", 40)),
}
"""Describe, approve, file away; a message without papers in it needs no approval. Hours are working hours."""

_FACTS = {"channel": Fact("channel", "droga", values={c.value: str(c.label) for c in Channel})}
_STEPS = ("describe", "approve", "file")


def _kinds_facts() -> Mapping[str, Fact]:
    return facts_of(all_kinds())


PAPERS = (
    PaperKind(PAPER, "pozostałe dokumenty", _FACTS, _STEPS, of_company=_kinds_facts),
    PaperKind(MAIL_WAY, "wiadomość e-mail", _FACTS, _STEPS, of_company=_kinds_facts),
)

EVERY_STEP = frozenset(MAY)


def first_procedure(kind: str) -> str:
    """The way of a paper that nobody has described yet; an invoice on a scan takes its own when it was described."""
    if kind in BUILT_IN and kind not in OWNED_ELSEWHERE | FROM_ABROAD:
        return BUILT_IN[kind].procedure
    return PAPER
