"""Reads of the index: papers that answer a question, page by page, at a cost that does not grow with the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from zaplecze.documents.keeping.models import DocumentTag, Filing
from zaplecze.documents.models import Document
from zaplecze.documents.search.lemmas import lemma
from zaplecze.documents.search.models import IndexedPaper, SearchTerm
from zaplecze.documents.search.rules import Clause, Excerpt, clauses, excerpt, looser
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import papers_by_state

RANKED = 200
"""So many hits are put in the order of fit; more stand newest first."""
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list: empty fields don't. Amounts are gross, days are of issue, both ends included."""

    kind: str = ""
    channel: str = ""
    state: str = ""
    partner_ids: tuple[int, ...] | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    first: date | None = None
    last: date | None = None
    tag_id: int | None = None
    folder_id: int | None = None

    def applied(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        """Only the papers that fit."""
        asked = {
            "kind": self.kind or None,
            "channel": self.channel or None,
            "partner_id__in": self.partner_ids,
            "gross__gte": self.low,
            "gross__lte": self.high,
            "issue_date__gte": self.first,
            "issue_date__lte": self.last,
        }
        rows = rows.filter(**{k: v for k, v in asked.items() if v is not None})
        if self.state:
            rows = rows.filter(papers_by_state(self.state))
        if self.tag_id is not None:
            rows = rows.filter(_beside(DocumentTag.objects.filter(tag_id=self.tag_id)))
        if self.folder_id is not None:
            rows = rows.filter(_beside(Filing.objects.filter(folder_id=self.folder_id)))
        return rows


def _beside(rows: QuerySet[DocumentTag] | QuerySet[Filing]) -> Exists:
    return Exists(rows.filter(company_id=OuterRef("company_id"), document_id=OuterRef("id")))


@dataclass(frozen=True, slots=True)
class Found:
    """A paper with the place in its text that answers."""

    document: Document
    excerpt: list[Excerpt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of papers; ``after`` asks for the next one, empty at the end.

    ``total`` is known where the hits were put in order, None where there are more of them.
    """

    rows: list[Found]
    after: str
    total: int | None
    looser: bool = False


def found(
    *, text: str = "", filters: Filters | None = None, after: str = "", limit: int = 50
) -> FoundPage:
    """Papers that answer ``text`` and fit the filters; newest first, or by fit where they are few.

    Where nothing answers exactly, beginnings of words and numbers count, then the parts of a number.
    """
    narrowed = (filters or Filters()).applied(
        Document.objects.filter(company_id=current_company_id())
    )
    asked = clauses(text, lemma)
    if not asked:
        return FoundPage([], "", 0) if text.strip() else _newest(narrowed, [], after, limit)
    page = _answer(narrowed, asked, after, limit)
    if page.rows or after:
        return page
    for again in looser(text, asked, lemma):
        if again and again != asked and (page := _answer(narrowed, again, after, limit)).rows:
            return FoundPage(page.rows, page.after, page.total, looser=True)
    return page


def hints(text: str, *, limit: int) -> list[Document]:
    """The first few papers while a person still types: the last word may go on."""
    return [f.document for f in found(text=text, limit=limit).rows]


def _answer(rows: QuerySet[Document], asked: Sequence[Clause], after: str, limit: int) -> FoundPage:
    few = _rarest(asked)
    if few is None:
        return _newest(rows, asked, after, limit)
    ids = [id_ for id_, _ in few]
    fitting = rows.filter(id__in=ids)
    for clause in asked:
        fitting = fitting.filter(_stands(clause))
    papers = {d.id: d for d in fitting}
    scores = _scores(asked, list(papers))
    order = sorted(papers, key=lambda i: (-scores.get(i, 0), -i))
    start = int(after) if after.isdecimal() and len(after) < 6 else 0
    shown = order[start : start + limit]
    more = str(start + limit) if len(order) > start + limit else ""
    return FoundPage(_with_excerpts([papers[i] for i in shown], asked), more, len(order))


def _newest(rows: QuerySet[Document], asked: Sequence[Clause], after: str, limit: int) -> FoundPage:
    for clause in asked:
        rows = rows.filter(_stands(clause))
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(id__lt=int(after))
    papers = list(rows.order_by("-id")[: limit + 1])
    more = str(papers[limit - 1].id) if len(papers) > limit else ""
    total = len(papers) if not after and not more else None
    return FoundPage(_with_excerpts(papers[:limit], asked), more, total)


def _stands(clause: Clause) -> Exists:
    rows = SearchTerm.objects.filter(
        _terms(clause), company_id=OuterRef("company_id"), document_id=OuterRef("id")
    )
    return Exists(rows)


def _terms(clause: Clause) -> Q:
    if not clause.prefix:
        return Q(term__in=clause.terms) if len(clause.terms) > 1 else Q(term=clause.terms[0])
    meant = Q()
    for term in clause.terms:
        meant |= Q(term__gte=term, term__lt=term + LAST_CHARACTER)
    return meant


def _rarest(asked: Sequence[Clause]) -> list[tuple[int, int]] | None:
    """(paper, weight) of the clause with the fewest papers; None where each has more than `RANKED`."""
    best: list[tuple[int, int]] | None = None
    for clause in asked:
        rows = SearchTerm.objects.filter(_terms(clause), company_id=current_company_id())
        hits = list(rows.values_list("document_id", "weight")[: RANKED + 1])
        if len(hits) <= RANKED and (best is None or len(hits) < len(best)):
            best = hits
    return best


def _scores(asked: Sequence[Clause], ids: list[int]) -> dict[int, int]:
    """The sum of the best weight of each clause."""
    scores: dict[int, int] = {}
    for clause in asked:
        best: dict[int, int] = {}
        rows = SearchTerm.objects.filter(
            _terms(clause), company_id=current_company_id(), document_id__in=ids
        )
        for id_, weight in rows.values_list("document_id", "weight"):
            best[id_] = max(best.get(id_, 0), weight)
        for id_, weight in best.items():
            scores[id_] = scores.get(id_, 0) + weight
    return scores


def _with_excerpts(papers: list[Document], asked: Sequence[Clause]) -> list[Found]:
    if not asked or not papers:
        return [Found(p) for p in papers]
    rows = IndexedPaper.objects.filter(
        company_id=current_company_id(), document_id__in=[p.id for p in papers]
    )
    bodies = dict(rows.values_list("document_id", "body"))
    return [Found(p, excerpt(bodies.get(p.id, ""), asked, lemma)) for p in papers]


def plan_of(text: str) -> str:
    """How the database would look for the rarest part of a question, for tests and for the curious."""
    clause = clauses(text, lemma)[0]
    with server_cursor() as cursor:
        cursor.execute(
            b"EXPLAIN SELECT document_id FROM documents_searchterm "
            b"WHERE company_id = %s AND term = ANY(%s::text[]) LIMIT 201",
            (current_company_id(), list(clause.terms)),
        )
        return "\n".join(row[0] for row in cursor.fetchall())
