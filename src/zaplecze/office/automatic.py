"""What the program does by itself in a step of a procedure that asks for it; what it refuses waits for a person."""

from __future__ import annotations

from zaplecze.documents.api import document
from zaplecze.office import posting
from zaplecze.platform.events import Stamp
from zaplecze.platform.refusal import Refusal


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
