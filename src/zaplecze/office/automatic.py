"""What the program does by itself in a step of a procedure that asks for it; what it refuses waits for a person."""

from __future__ import annotations

from collections.abc import Sequence

from zaplecze.documents.api import document
from zaplecze.ledger.api import appoint_overseer, may_oversee, overseers
from zaplecze.office import posting
from zaplecze.platform.events import Stamp
from zaplecze.platform.refusal import Refusal
from zaplecze.workflow.api import ProcedurePublished, versions_of

POST = "post"  # name of the automatic action


def post_by_rule(*, document_id: int, stamp: Stamp) -> None:
    """Code and post the program's own proposal; a paper that somebody has begun to code is hers."""
    paper = document(document_id)
    assert paper is not None
    lying = posting.on_the_desk(paper)
    if lying.refusal is not None:
        raise lying.refusal
    if lying.draft is not None:
        raise Refusal("W buforze jest już dekret: dokończ go.", code="office.draft")
    if lying.proposal is None or not lying.proposal.entry.lines:
        raise Refusal("Dokument nie ma kwot do zaksięgowania: sprawdź go.", code="office.proposal")
    posting.save(paper, lying.proposal)
    posting.code(paper, by=stamp.by, at=stamp.at)
    posting.post(paper, by=stamp.by, at=stamp.at)


def oversee_published(events: Sequence[ProcedurePublished], stamp: Stamp) -> None:
    """Who publishes a procedure that posts by itself answers for such entries, unless somebody does already."""
    if stamp.by is None or overseers() or stamp.by not in {m.user_id for m in may_oversee()}:
        return
    for event in events:
        newest, *_ = versions_of(kind=event.kind)
        if any(step.action == POST for step in newest.steps):
            appoint_overseer(person_id=stamp.by, by=stamp.by, at=stamp.at)
            return
