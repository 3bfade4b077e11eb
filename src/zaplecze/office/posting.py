"""The way of a draft from proposal to posting, whatever department owns its paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from zaplecze.documents.api import Document, DocumentKind
from zaplecze.ledger.api import (
    Draft,
    Facts,
    Posted,
    Proposal,
    code_draft,
    delete_draft,
    draft_of,
    proposal_of,
    rate_doubts,
    require_near,
    save_draft,
    scheme_by_code,
    typed_parameters,
    with_scheme,
)
from zaplecze.platform.refusal import Refusal
from zaplecze.purchasing import api as purchasing
from zaplecze.sales import api as sales
from zaplecze.workflow.api import require_step, take_step


class _Propose(Protocol):
    def __call__(self, *, document_id: int, rate: Decimal | None = None) -> Proposal: ...


_OWNERS: dict[str, tuple[_Propose, Callable[..., Posted]]] = {
    DocumentKind.COST_INVOICE: (purchasing.proposal_for, purchasing.post_cost_invoice),
    DocumentKind.SALES_INVOICE: (sales.proposal_for, sales.post_sales_invoice),
}


_FACTS: dict[str, Callable[..., Facts]] = {
    DocumentKind.COST_INVOICE: purchasing.facts_for,
    DocumentKind.SALES_INVOICE: sales.facts_for,
}


@dataclass(frozen=True, slots=True)
class OnTheDesk:
    """What would be posted now: a draft that a person saved, or the program's proposal; or why there is none.

    ``doubts`` tells, by number of line, amounts more than 5 % off the table of their day: coding asks about them.
    """

    proposal: Proposal | None
    draft: Draft | None
    refusal: Refusal | None = None
    doubts: Mapping[int, str] = field(default_factory=dict)


def on_the_desk(paper: Document) -> OnTheDesk:
    """Read what lies on the accountant's desk for this paper; writes nothing."""
    draft = draft_of(document_id=paper.id)
    if draft is not None:
        return _lying(proposal_of(draft), draft)
    try:
        propose, _ = _owner(paper)
        _not_stopped(paper)
        return _lying(propose(document_id=paper.id), None)
    except Refusal as refusal:
        return OnTheDesk(None, None, refusal)


def _lying(proposal: Proposal, draft: Draft | None) -> OnTheDesk:
    return OnTheDesk(proposal, draft, doubts=rate_doubts(proposal.entry))


def _owner(paper: Document) -> tuple[_Propose, Callable[..., Posted]]:
    """Who proposes and posts such a paper; refuses one that isn't an invoice whose facts are known."""
    if paper.kind in purchasing.FROM_ABROAD:
        raise Refusal(
            "Dokument z zagranicy księguje się z formularza zakupu zagranicznego: otwórz dokument i wybierz "
            "„Zaksięguj zakup zagraniczny”.",
            code="office.abroad",
        )
    if not paper.is_invoice:
        raise Refusal(
            "Tego dokumentu się nie księguje. Jeśli to faktura, opisz go jako fakturę.",
            code="office.no-invoice",
        )
    return _OWNERS[paper.kind]


def _not_stopped(paper: Document) -> None:
    stops = [f["message"] for f in paper.findings if f["severity"] == "STOP"]
    if stops:
        raise Refusal(
            f"Tej faktury nie da się zaksięgować: {stops[0]} Odrzuć ją i poproś wystawcę o poprawną.",
            code="office.stopped",
        )


def set_rate(paper: Document, rate: Decimal) -> None:
    """Put the proposal at this exchange rate into the buffer."""
    require_step(document_id=paper.id, kind="code")
    propose, _ = _owner(paper)
    save_draft(propose(document_id=paper.id, rate=rate))


def use_scheme(paper: Document, proposal: Proposal, code: str, typed: Mapping[str, str]) -> None:
    """Put the lines of a posting scheme into the buffer in place of the proposal's; raises `SchemeFault`."""
    require_step(document_id=paper.id, kind="code")
    scheme = scheme_by_code(code)
    given = {name: typed.get(f"p-{code}-{name}", "") for name, _ in scheme.parameters}
    facts = _FACTS[paper.kind](document_id=paper.id, rate=proposal.exchange_rate)
    entry = with_scheme(proposal.entry, scheme, facts, typed_parameters(scheme, given))
    save_draft(replace(proposal, entry=entry))


def save(paper: Document, proposal: Proposal) -> None:
    """Keep what a person changed in the buffer."""
    require_step(document_id=paper.id, kind="code")
    save_draft(proposal)


def code(paper: Document, *, by: int | None, at: datetime, rate_sure: bool = False) -> None:
    """Zadekretuj what lies in the buffer; refuses a paper that a check stopped.

    Raises `FarFromTable` for an amount far off its table, unless a person said that it is right (``rate_sure``).
    """
    _not_stopped(paper)
    require_step(document_id=paper.id, kind="code")
    draft = draft_of(document_id=paper.id)
    if draft is not None and not rate_sure:
        require_near(proposal_of(draft).entry)
    code_draft(document_id=paper.id, by=by, at=at)


def post(paper: Document, *, by: int | None, at: datetime) -> Posted:
    """Zaksięguj what was coded, with its VAT rows."""
    _, post_paper = _owner(paper)
    return post_paper(document_id=paper.id, by=by, at=at)


def undo(paper: Document, *, by: int, at: datetime) -> None:
    """Take what a person accepted or changed out of the buffer: the program's proposal lies there again."""
    require_step(document_id=paper.id, kind="code")
    draft = draft_of(document_id=paper.id)
    if draft is None:
        raise Refusal("Nie ma czego cofać: na biurku leży propozycja programu.", code="office.undo")
    delete_draft(draft_id=draft.id, by=by, at=at)


def close_without_posting(paper: Document, *, by: int, at: datetime) -> None:
    """End the coding of a paper without amounts, such as a correction of a name."""
    task = require_step(document_id=paper.id, kind="code")
    lying = on_the_desk(paper)
    if lying.proposal is None or lying.proposal.entry.lines:
        raise Refusal("Ten dokument ma kwoty: zaksięguj go.", code="office.has-amounts")
    take_step(task_id=task.id, verdict="accepted", by=by, at=at, reason="bez kwot do zaksięgowania")
