"""One action on many drafts: each goes or is refused by itself; a trial run shows the effect first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zaplecze.documents.api import documents_by_id
from zaplecze.ledger.api import (
    Draft,
    DraftState,
    code_voucher,
    delete_draft,
    move_draft,
    post_voucher,
    proposal_of,
    require_near,
    voucher,
)
from zaplecze.office import posting
from zaplecze.platform.events import lock_company
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal

ACTIONS = ("code", "post", "code-post", "move", "delete")
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of a draft; ``refused`` says why it stays as it is."""

    draft_id: int
    voucher: str
    result: str = ""
    refused: str = ""


def run_bulk(
    *,
    draft_ids: Sequence[int],
    action: str,
    month: Month | None,
    by: int,
    at: datetime,
    trial: bool = False,
) -> list[Outcome]:
    """Code, post, move or delete drafts in the order given, refused ones last; ``trial`` changes nothing."""
    if action not in ACTIONS or (action == "move" and month is None):
        raise Refusal("Wybierz, co zrobić z zaznaczonymi.", code="office.bulk")
    if not draft_ids or len(draft_ids) > MOST:
        raise Refusal(f"Zaznacz od 1 do {MOST} dowodów.", code="office.bulk")
    with transaction.atomic():
        lock_company()
        outcomes = [_one(i, action, month, by, at) for i in dict.fromkeys(draft_ids)]
        if trial:
            transaction.set_rollback(True)
    return sorted(outcomes, key=lambda o: bool(o.refused))


def _one(draft_id: int, action: str, month: Month | None, by: int, at: datetime) -> Outcome:
    name = f"nr {draft_id}"
    try:
        with transaction.atomic():
            draft = voucher(draft_id)
            name = draft.voucher_number
            return Outcome(draft_id, name, _act(draft, action, month, by, at))
    except Refusal as refusal:
        return Outcome(draft_id, name, refused=refusal.message)


def _act(draft: Draft, action: str, month: Month | None, by: int, at: datetime) -> str:
    if action == "delete":
        delete_draft(draft_id=draft.id, by=by, at=at)
        return "usunięty z bufora"
    if action == "move":
        assert month is not None
        move_draft(draft_id=draft.id, month=month, by=by, at=at)
        return f"miesiąc {month[1]:02}.{month[0]}"
    if action == "code" or (action == "code-post" and draft.state != DraftState.CODED):
        _code(draft, by, at)
        if action == "code":
            return "zadekretowany"
    return f"zaksięgowany w dzienniku: {_post(draft, by, at)}"


def _code(draft: Draft, by: int, at: datetime) -> None:
    if draft.document_id is None:
        require_near(proposal_of(draft).entry)
        code_voucher(draft_id=draft.id, by=by, at=at)
    else:
        posting.code(documents_by_id([draft.document_id])[draft.document_id], by=by, at=at)


def _post(draft: Draft, by: int, at: datetime) -> str:
    if draft.document_id is None:
        return post_voucher(draft_id=draft.id, by=by, at=at).label
    paper = documents_by_id([draft.document_id])[draft.document_id]
    return posting.post(paper, by=by, at=at).label
