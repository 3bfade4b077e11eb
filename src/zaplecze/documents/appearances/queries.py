"""Reads of twins: the appearances of a paper, near misses, joins made lately."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from zaplecze.documents.appearances.matching import appearance_of_row
from zaplecze.documents.appearances.models import NearState, NearTwin, PaperAppearance
from zaplecze.documents.appearances.rules import Difference, differences
from zaplecze.documents.models import Document
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import current_company_id

SHOWN = 200
LATELY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Shown:
    """One appearance of a paper: the document that carried it, and what it says otherwise than the leading one."""

    document: Document
    row: PaperAppearance
    leads: bool
    differences: tuple[Difference, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it came."""
        return self.row.day


@dataclass(frozen=True, slots=True)
class Pair:
    """A near miss: the other paper beside the one that is looked at (or both, ``paper`` the older)."""

    near: NearTwin
    paper: Document
    other: Document
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Twins:
    """All that the page of a paper says of twins: its appearances, near misses, and the paper that it follows."""

    appearances: list[Shown] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    lead: Document | None = None
    join: PaperAppearance | None = None

    def __bool__(self) -> bool:
        return bool(self.appearances or self.pairs or self.lead)


@dataclass(frozen=True, slots=True)
class Join:
    """A paper that became an appearance of another, when and why."""

    row: PaperAppearance
    document: Document
    lead: Document


def twins_of(paper: Document) -> Twins:
    """Everything of twins on a paper's page; three questions where the paper has none."""
    company_id = current_company_id()
    mine = PaperAppearance.objects.filter(company_id=company_id)
    if paper.lead_id is not None:
        lead = Document.objects.filter(company_id=company_id, id=paper.lead_id).first()
        return Twins(lead=lead, join=mine.filter(document_id=paper.pk).first())
    joined = list(mine.filter(paper_id=paper.pk, joined_at__isnull=False).order_by("id"))
    shown: list[Shown] = []
    if joined:
        rows = [*mine.filter(document_id=paper.pk), *joined]
        shown = _shown(paper, rows)
    return Twins(shown, _pairs_of(paper))


def _shown(paper: Document, rows: Collection[PaperAppearance]) -> list[Shown]:
    papers = _papers(r.document_id for r in rows)
    leading_id = paper.facts_from_id or paper.pk
    leading = next((appearance_of_row(r) for r in rows if r.document_id == leading_id), None)
    shown = [
        Shown(
            papers[r.document_id],
            r,
            r.document_id == leading_id,
            tuple(differences(leading, appearance_of_row(r))) if leading is not None else (),
        )
        for r in rows
    ]
    return sorted(shown, key=lambda s: (not s.leads, s.row.pk))


def _pairs_of(paper: Document) -> list[Pair]:
    rows = NearTwin.objects.filter(
        Q(first_id=paper.pk) | Q(second_id=paper.pk),
        company_id=current_company_id(),
        state=NearState.WAITING,
    ).order_by("id")
    found = _with_papers(list(rows))
    return [
        p if p.paper.pk == paper.pk else Pair(p.near, p.other, p.paper, p.differences)
        for p in found
    ]


def waiting_pairs(*, limit: int = SHOWN) -> list[Pair]:
    """Near misses that wait for a person, oldest first."""
    rows = NearTwin.objects.filter(company_id=current_company_id(), state=NearState.WAITING)
    return _with_papers(list(rows.order_by("id")[:limit]))


def decided_pairs(*, since: datetime, limit: int = SHOWN) -> list[Pair]:
    """Pairs that a person said are different invoices, newest first."""
    rows = NearTwin.objects.select_related("decided_by").filter(
        company_id=current_company_id(), state=NearState.DIFFERENT, decided_at__gte=since
    )
    return _with_papers(list(rows.order_by("-decided_at")[:limit]))


def waiting_pair_count() -> int:
    """How many near misses wait for a person."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT count(*) FROM documents_neartwin WHERE company_id = %s AND state = 'waiting'",
            (current_company_id(),),
        )
        row = cursor.fetchone()
    return row[0] if row else 0


def joins(*, since: datetime, limit: int = SHOWN) -> tuple[list[Join], int]:
    """Joins since a moment, newest first, and how many there are in all."""
    rows = PaperAppearance.objects.select_related("joined_by").filter(
        company_id=current_company_id(), joined_at__gte=since
    )
    shown = list(rows.order_by("-joined_at", "-id")[:limit])
    papers = _papers([i for r in shown for i in (r.document_id, r.paper_id)])
    return [Join(r, papers[r.document_id], papers[r.paper_id]) for r in shown], rows.count()


def _with_papers(rows: list[NearTwin]) -> list[Pair]:
    ids = [i for r in rows for i in (r.first_id, r.second_id)]
    papers = _papers(ids)
    seen = {
        r.document_id: appearance_of_row(r)
        for r in PaperAppearance.objects.filter(
            company_id=current_company_id(), document_id__in=ids
        )
    }
    return [
        Pair(
            r,
            papers[r.first_id],
            papers[r.second_id],
            tuple(differences(seen[r.first_id], seen[r.second_id]))
            if r.first_id in seen and r.second_id in seen
            else (),
        )
        for r in rows
    ]


def _papers(ids: Iterable[int]) -> dict[int, Document]:
    return Document.objects.filter(company_id=current_company_id()).in_bulk(set(ids))
