"""A schedule planned on a draft follows it: becomes real when the draft is posted, goes when the draft goes."""

from __future__ import annotations

from django.db.models import QuerySet

from zaplecze.ledger.accruals.models import Accrual
from zaplecze.ledger.accruals.rules import CannotAccrue
from zaplecze.ledger.models import Draft
from zaplecze.ledger.rules import NewEntry
from zaplecze.platform.scope import current_company_id


def waiting_of(draft: Draft) -> QuerySet[Accrual]:
    """Schedules planned on the draft's lines."""
    rows = Accrual.objects.filter(company_id=current_company_id(), entry_id=None)
    if draft.document_id is not None:
        return rows.filter(document_id=draft.document_id)
    return rows.filter(draft_id=draft.id, document_id=None)


def draft_posted(draft: Draft, entry: NewEntry, entry_id: int) -> None:
    """Tie schedules to the posted entry; `CannotAccrue` where their line is not what was planned any more."""
    for accrual in waiting_of(draft):
        line = entry.lines[accrual.line_no - 1] if accrual.line_no <= len(entry.lines) else None
        if line is None or (line.account, line.debit - line.credit) != (
            accrual.account,
            accrual.amount,
        ):
            raise CannotAccrue(
                f"Plan {accrual.number} rozlicza wiersz {accrual.line_no}: {accrual.account} "
                f"{accrual.amount}, a w dekrecie jest inny. Usuń plan w RMK albo popraw wiersz."
            )
        accrual.entry_id, accrual.draft_id = entry_id, None
        accrual.save(update_fields=["entry_id", "draft_id"])


def draft_gone(draft: Draft) -> None:
    """The draft was deleted, and what was planned on it with it."""
    waiting_of(draft).delete()
