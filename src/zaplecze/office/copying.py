"""Accounts of a supplier's last document put on the one at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from zaplecze.documents.api import Document
from zaplecze.ledger.api import (
    NewLine,
    Proposal,
    entry_lines,
    last_entry_of,
    save_draft,
    without_circle,
)
from zaplecze.platform.refusal import Refusal
from zaplecze.workflow.api import require_step

ZERO = Decimal(0)
GROSZ = Decimal("0.01")
# VAT and settlements come from the document itself; only what it was for is copied.
KEPT = ("201", "202", "22")
WHY = "jak w ostatnim dokumencie kontrahenta"


def can_copy(paper: Document) -> bool:
    """Whether this partner has an earlier posted entry."""
    return paper.partner_id is not None and last_entry_of(partner_id=paper.partner_id) is not None


def copy_last(paper: Document, proposal: Proposal) -> None:
    """Put the proposal with the accounts, MPK and projects of the partner's last entry into the buffer."""
    require_step(document_id=paper.id, kind="code")
    last = last_entry_of(partner_id=paper.partner_id) if paper.partner_id else None
    if last is None:
        raise Refusal(
            "Ten kontrahent nie ma jeszcze zaksięgowanego dokumentu. Wpisz konta.",
            code="office.no-last",
        )
    pattern = [
        NewLine(
            line.account.number,
            debit=line.debit,
            credit=line.credit,
            cost_center=line.cost_center.code if line.cost_center else "",
            project=line.project.code if line.project else "",
            text=line.text,
        )
        for line in entry_lines(last.id)
    ]
    # The circle of costs is written anew for the lines that come of it.
    lines = like_last(without_circle(proposal.entry.lines), without_circle(pattern))
    save_draft(replace(proposal, entry=replace(proposal.entry, lines=tuple(lines))))


def like_last(lines: Sequence[NewLine], last: Sequence[NewLine]) -> list[NewLine]:
    """The lines with what they were for split as in ``last``, to the grosz; VAT and settlements stay.

    Where either has nothing to split, or ``last`` sums up to zero, the lines stay as they are.
    """
    ours = [line for line in lines if not line.account.startswith(KEPT)]
    theirs = [line for line in last if not line.account.startswith(KEPT)]
    total = sum((line.debit - line.credit for line in ours), ZERO)
    whole = sum((line.debit - line.credit for line in theirs), ZERO)
    if not ours or not theirs or not whole or not total:
        return list(lines)
    left, made = total, []
    for n, line in enumerate(theirs, 1):
        part = total * (line.debit - line.credit) / whole
        part = left if n == len(theirs) else part.quantize(GROSZ, ROUND_HALF_UP)
        left -= part
        debit, credit = (ZERO, -part) if line.credit else (part, ZERO)
        made.append(
            replace(line, debit=debit, credit=credit, partner_id=ours[0].partner_id, why=WHY)
        )
    at = next(n for n, line in enumerate(lines) if line is ours[0])
    kept = [line for line in lines if line.account.startswith(KEPT)]
    before = sum(1 for line in lines[:at] if line.account.startswith(KEPT))
    return [line for line in (*kept[:before], *made, *kept[before:]) if line.debit or line.credit]
