"""A recurring entry's month follows its draft: posted with it, free again when it is deleted."""

from __future__ import annotations

from zaplecze.ledger.models import Draft, RecurringRun
from zaplecze.platform.scope import current_company_id


def draft_posted(draft: Draft, entry_id: int) -> None:
    """The month is done."""
    RecurringRun.objects.filter(company_id=current_company_id(), draft_id=draft.id).update(
        draft_id=None, entry_id=entry_id
    )


def draft_gone(draft: Draft) -> None:
    """The month may be proposed again, or skipped with a reason."""
    RecurringRun.objects.filter(company_id=current_company_id(), draft_id=draft.id).delete()
