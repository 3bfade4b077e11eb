"""Reads of the index: papers that answer a question, page by page, at a cost that does not grow with the archive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from zaplecze.documents.keeping.models import DocumentTag, Filing
from zaplecze.documents.models import Document
from zaplecze.documents.queries import documents_by_id
from zaplecze.documents.search.lemmas import lemma, plain_lemmas
from zaplecze.documents.search.models import SearchTerm
from zaplecze.documents.search.rules import SEARCHED, Clause, Excerpt, clauses, excerpt, looser
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import papers_by_state

RANKED = 200
"""So many hits are put in the order of fit; more stand newest first."""
FEW = 20
"""So few hits of one part are narrow enough: the rest isn't asked for a rarer one."""
BEGUN = 20_000
LAST_ID = 2**63 - 1
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

    @property
    def empty(self) -> bool:
        """True where nothing is narrowed."""
        return self == Filters()

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


@dataclass(frozen=True, slots=True)
class _Search:
    """What a question is asked of, and which page of it."""

    rows: QuerySet[Document]
    filters: Filters
    after: str
    limit: int
    hasty: bool


def found(
    *,
    text: str = "",
    filters: Filters | None = None,
    after: str = "",
    limit: int = 50,
    hasty: bool = False,
    personal: bool = False,
) -> FoundPage:
    """Papers that answer ``text`` and fit the filters; newest first, or by fit where they are few.

    Where nothing answers exactly, beginnings of words and numbers count, then the parts of a number.
    ``hasty``: the first that come will do, without excerpts. ``personal``: papers are found by a PESEL too; whoever
    asks so writes down who saw them.
    """
    filters = filters or Filters()
    rows = filters.applied(Document.objects.filter(company_id=current_company_id()))
    if not text.strip():
        rows = rows.filter(lead_id=None)
    search = _Search(rows, filters, after, limit, hasty)
    asked = clauses(text, lemma, plain_lemmas, personal=personal)
    if not asked:
        return FoundPage([], "", 0) if text.strip() else _newest(search, [])
    page = _answer(search, asked)
    if page.rows or after:
        return page
    for again in looser(text, asked, lemma, plain_lemmas):
        if again and again != asked and (page := _answer(search, again)).rows:
            return FoundPage(page.rows, page.after, page.total, looser=True)
    return page


def hints(text: str, *, limit: int) -> list[Document]:
    """The first few papers while a person still types: a beginning is enough where nothing is whole.

    Of many, the newest of `RANKED` that continue it most closely: of ``K/15`` first K/15, then K/150.
    """
    return [f.document for f in found(text=text, limit=limit, hasty=True).rows]


def _answer(search: _Search, asked: Sequence[Clause]) -> FoundPage:
    few = _rarest(asked, cut=search.hasty)
    if few is None:
        return _newest(search, asked)
    scores = few if len(asked) == 1 else _scores(asked, few)
    if scores and not search.filters.empty:
        fitting = set(search.rows.filter(id__in=scores).values_list("id", flat=True))
        scores = {i: w for i, w in scores.items() if i in fitting}
    order = sorted(scores, key=lambda i: (-scores[i], -i))
    after, limit = search.after, search.limit
    start = int(after) if after.isdecimal() and len(after) < 6 else 0
    shown = order[start : start + limit]
    papers = documents_by_id(shown) if search.filters.empty else search.rows.in_bulk(shown)
    more = str(start + limit) if len(order) > start + limit else ""
    rows = [papers[i] for i in shown if i in papers]
    return FoundPage(_with_excerpts(rows, search, asked), more, len(order))


def _newest(search: _Search, asked: Sequence[Clause]) -> FoundPage:
    after, limit = search.after, search.limit
    before = int(after) if after.isdecimal() and len(after) < 19 else None
    if search.filters.empty:
        papers = _unfiltered(asked, before, limit + 1)
    else:
        rows = search.rows
        for clause in asked:
            rows = rows.filter(_stands(clause))
        if before is not None:
            rows = rows.filter(id__lt=before)
        papers = list(rows.order_by("-id")[: limit + 1])
    more = str(papers[limit - 1].id) if len(papers) > limit else ""
    total = len(papers) if not after and not more else None
    return FoundPage(_with_excerpts(papers[:limit], search, asked), more, total)


def _unfiltered(asked: Sequence[Clause], before: int | None, limit: int) -> list[Document]:
    """The newest papers that answer every clause, by statements that the ORM has no part in."""
    if len(asked) == 1 and asked[0].prefix:
        found = documents_by_id(_beginning(asked[0], before, limit))
        return sorted(found.values(), key=lambda d: -d.pk)
    # Appearances of another paper are found by their words only.
    tail = "WHERE t.company_id = %s" + ("" if asked else " AND t.lead_id IS NULL")
    values: list[object] = [current_company_id()]
    if before is not None:
        tail += " AND t.id < %s"
        values.append(before)
    for clause in asked:
        test, asked_for = _test(clause)
        tail += (
            " AND EXISTS (SELECT FROM documents_searchterm s "
            f"WHERE s.company_id = t.company_id AND s.document_id = t.id AND {test})"
        )
        values += asked_for
    return ready_rows(
        Document, f"{tail} ORDER BY t.id DESC LIMIT %s", [*values, limit], planned=False
    )


def _beginning(clause: Clause, before: int | None, limit: int) -> list[int]:
    """Ids of the newest papers with a term that begins so; of more terms than `BEGUN` the first are looked at."""
    test, values = _test(clause)
    with server_cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT document_id FROM (SELECT document_id FROM documents_searchterm "
            f"WHERE company_id = %s AND {test} AND document_id < %s LIMIT {BEGUN}) s "
            f"ORDER BY document_id DESC LIMIT {limit}".encode(),
            [current_company_id(), *values, LAST_ID if before is None else before],
        )
        return [row[0] for row in cursor.fetchall()]


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


def _test(clause: Clause) -> tuple[str, list[object]]:
    """The clause as a test of a term, for questions too frequent to be put together by the ORM."""
    if not clause.prefix:
        return "term = ANY(%s::text[])", [list(clause.terms)]
    ranges = " OR ".join(["term >= %s AND term < %s"] * len(clause.terms))
    return f"({ranges})", [end for t in clause.terms for end in (t, t + LAST_CHARACTER)]


def _rarest(asked: Sequence[Clause], *, cut: bool) -> dict[int, int] | None:
    """Papers with their best weight of the clause with the fewest; None where each has more than `RANKED`.

    ``cut``: of more the first `RANKED`, where they are all that is asked for.
    """
    best: list[tuple[int, int]] | None = None
    with server_cursor() as cursor:
        for clause in asked:
            test, values = _test(clause)
            cursor.execute(
                f"SELECT document_id, weight FROM documents_searchterm "
                f"WHERE company_id = %s AND {test} LIMIT {RANKED + 1}".encode(),
                [current_company_id(), *values],
            )
            hits = cursor.fetchall()
            if cut and len(asked) == 1:
                hits = hits[:RANKED]
            if len(hits) <= RANKED and (best is None or len(hits) < len(best)):
                best = hits
            if best is not None and len(best) <= FEW:
                break
    if best is None:
        return None
    weights: dict[int, int] = {}
    for id_, weight in best:
        weights[id_] = max(weight, weights.get(id_, 0))
    return weights


def _scores(asked: Sequence[Clause], ids: Collection[int]) -> dict[int, int]:
    """The sum of the best weight of each clause, for papers that answer every clause."""
    tests = [_test(clause) for clause in asked]
    with server_cursor() as cursor:
        cursor.execute(
            f"SELECT document_id, term, weight FROM documents_searchterm WHERE company_id = %s "
            f"AND document_id = ANY(%s::bigint[]) AND ({' OR '.join(t for t, _ in tests)})".encode(),
            [current_company_id(), list(ids), *(v for _, values in tests for v in values)],
        )
        rows = cursor.fetchall()
    best: dict[int, dict[int, int]] = {}
    for id_, term, weight in rows:
        mine = best.setdefault(id_, {})
        for number, clause in enumerate(asked):
            if term.startswith(clause.terms) if clause.prefix else term in clause.terms:
                mine[number] = max(weight, mine.get(number, 0))
    return {id_: sum(mine.values()) for id_, mine in best.items() if len(mine) == len(asked)}


def _with_excerpts(papers: list[Document], search: _Search, asked: Sequence[Clause]) -> list[Found]:
    if not asked or not papers or search.hasty:
        return [Found(p) for p in papers]
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT document_id, left(body, %s) FROM documents_indexedpaper "
            b"WHERE company_id = %s AND document_id = ANY(%s::bigint[])",
            (SEARCHED, current_company_id(), [p.id for p in papers]),
        )
        bodies = dict(cursor.fetchall())
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
