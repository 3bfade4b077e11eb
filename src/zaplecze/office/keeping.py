"""What the books say of papers that are to be destroyed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zaplecze.ledger.api import last_posted, owing_papers


def posted_on(document_ids: Sequence[int]) -> Mapping[int, date]:
    """When papers were last posted: keeping counts from the books, where they are later than the paper."""
    return last_posted(document_ids)


def unsettled(document_ids: Sequence[int]) -> Mapping[int, str]:
    """Papers that somebody still owes money by."""
    return dict.fromkeys(owing_papers(document_ids), "rozrachunek nie jest rozliczony")
