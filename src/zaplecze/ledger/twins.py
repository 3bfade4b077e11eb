"""What the buffer does when two papers turn out to be one invoice."""

from __future__ import annotations

from collections.abc import Sequence

from zaplecze.documents.api import LeadingChanged, TwinJoined
from zaplecze.ledger.drafts import drop_draft
from zaplecze.ledger.models import Draft
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import current_company_id


def on_twin_joined(events: Sequence[TwinJoined], stamp: Stamp) -> None:
    """Route of `TwinJoined`: a paper that follows another books nothing, so its draft leaves the buffer."""
    for draft in _drafts([e.document_id for e in events if not e.leads]):
        drop_draft(draft, stamp)


def on_leading_changed(events: Sequence[LeadingChanged], stamp: Stamp) -> None:
    """Route of `LeadingChanged`: a draft of other facts leaves the buffer, one of the same gains the KSeF number."""
    told = {e.document_id: e for e in events}
    for draft in _drafts(list(told)):
        event = told[draft.document_id]
        if event.changed:
            drop_draft(draft, stamp)
        elif draft.ksef_number != event.ksef_number:
            draft.ksef_number = event.ksef_number
            draft.save(update_fields=["ksef_number"])


def _drafts(document_ids: Sequence[int | None]) -> list[Draft]:
    return list(Draft.objects.filter(company_id=current_company_id(), document_id__in=document_ids))
