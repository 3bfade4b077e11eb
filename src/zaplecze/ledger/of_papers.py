"""What the books say of papers, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef

from zaplecze.ledger.models import Entry, OpenItem
from zaplecze.platform.periods import calendar_month, last_day
from zaplecze.platform.scope import current_company_id


def last_posted(document_ids: Sequence[int]) -> dict[int, date]:
    """The last day of the latest month in which each of these papers was posted or took part in a settlement."""
    entries = Entry.objects.filter(company_id=current_company_id(), document_id__in=document_ids)
    found: dict[int, date] = {}
    for id_, year, month in entries.values_list("document_id", "year", "month"):
        day = last_day(calendar_month((year, month)))
        if id_ is not None:
            found[id_] = max(day, found.get(id_, day))
    return found


def owing_papers(document_ids: Sequence[int]) -> set[int]:
    """Which of these papers have an item that isn't settled yet."""
    items = OpenItem.objects.filter(company_id=current_company_id(), document_id__in=document_ids)
    owing = items.exclude(settled=F("amount")).values_list("document_id", flat=True)
    return {id_ for id_ in owing if id_ is not None}


def booked_papers(document_ids: Sequence[int]) -> set[int]:
    """Which of these papers have an entry that stands: posted and not reversed."""
    company_id = current_company_id()
    rows = Entry.objects.filter(company_id=company_id, document_id__in=document_ids)
    reversed_ids = Entry.objects.filter(company_id=company_id, reverses_id=OuterRef("id"))
    standing = rows.filter(reverses_id=None).exclude(Exists(reversed_ids))
    return {id_ for id_ in standing.values_list("document_id", flat=True) if id_ is not None}
