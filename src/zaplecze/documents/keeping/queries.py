"""Reads of keeping: what hangs on a paper, until when it is kept, what is due, who opened what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from zaplecze.documents.keeping.models import (
    Access,
    Destruction,
    DestructionItem,
    DocumentTag,
    Filing,
    Folder,
    Hold,
    KindPolicy,
    Mention,
    Note,
    PersonalMark,
    Relation,
    Tag,
    Version,
)
from zaplecze.documents.keeping.rules import KIND_CATEGORIES, VOUCHER, Keeping, keeping_of, longer
from zaplecze.documents.kinds.queries import kind_of
from zaplecze.documents.kinds.rules import BUILT_IN, OWN
from zaplecze.documents.models import Document, Origin
from zaplecze.documents.queries import documents_by_id
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Membership, User
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.workflow.api import open_documents

CUT = 500
SHORTEST_BY_LAW = 5
M = TypeVar("M", bound=Model)

Uses = Callable[[Sequence[int]], Mapping[int, date]]
Obstacles = Callable[[Sequence[int]], Mapping[int, str]]
_uses: list[Uses] = []
_obstacles: list[Obstacles] = []


def ask_when_used(uses: Uses) -> None:
    """Let a higher department say when papers were last used: their time of keeping counts from then."""
    if uses not in _uses:
        _uses.append(uses)


def ask_before_destroying(obstacles: Obstacles) -> None:
    """Let a higher department name what stands in the way of destroying papers."""
    if obstacles not in _obstacles:
        _obstacles.append(obstacles)


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper with its time of keeping; ``obstacle`` says why it can't be destroyed though its time is over."""

    document: Document
    keeping: Keeping
    obstacle: str = ""


def keeping_by_id(papers: Collection[Document]) -> dict[int, Keeping]:
    """How long papers are kept: by their folder, else by the policy for their kind, and never less than by law."""
    ids = [p.id for p in papers]
    filed = {
        f.document_id: f for f in _mine(Filing).select_related("folder").filter(document_id__in=ids)
    }
    policies = dict(_mine(KindPolicy).values_list("kind", "category"))
    used: dict[int, date] = {}
    # An appearance proves what its leading paper booked: it is kept as long.
    leads = {p.id: p.lead_id for p in papers if p.lead_id is not None}
    for uses in _uses:
        told = uses([*ids, *leads.values()])
        for id_ in ids:
            days = [told[i] for i in (id_, leads.get(id_, id_)) if i in told]
            if days:
                used[id_] = max(*days, used.get(id_, days[0]))
    found, business = {}, business_years()
    for paper in papers:
        filing = filed.get(paper.id)
        used_on = used.get(paper.id)
        by_law = KIND_CATEGORIES.get(paper.kind) or (VOUCHER if used_on else "")
        own = filing.folder.category if filing else policies.get(paper.kind, "")
        day = max(d for d in (paper.day, paper.issue_date, paper.due_date) if d)
        closed_on = filing.since if filing else None
        keep = partial(keeping_of, day=day, used_on=used_on, business=business)
        found[paper.id] = longer(
            keep(category=own, closed_on=closed_on), keep(category=by_law, closed_on=None)
        )
    return found


def papers_due(*, on: date, limit: int = CUT) -> list[KeptPaper]:
    """Papers whose time of keeping is over, oldest first, with what stands in the way of destroying them.

    Looked at are papers of the years that the law no longer asks for, and whatever people filed or said of its kind.
    """
    first = date(on.year - SHORTEST_BY_LAW, 1, 1)
    gone = _mine(DestructionItem).filter(destruction__withdrawn_at__isnull=True)
    filed = _mine(Filing).filter(document_id=OuterRef("id"))
    rows = (
        Document.objects.filter(company_id=current_company_id())
        .filter(
            Q(issue_date__lt=first)
            | Q(issue_date=None, received_at__lt=datetime.combine(first, time(), WARSAW))
            | Q(Exists(filed))
            | Q(kind__in=_mine(KindPolicy).exclude(category="").values("kind"))
        )
        .exclude(id__in=gone.values("document_id"))
        .order_by("issue_date", "id")
    )
    found: list[KeptPaper] = []
    batch: list[Document] = []
    for paper in rows.iterator(chunk_size=CUT):
        batch.append(paper)
        if len(batch) == CUT:
            found += _due(batch, on)
            batch = []
        if len(found) >= limit:
            return found[:limit]
    return (found + _due(batch, on))[:limit]


def _leading_others(ids: Sequence[int]) -> dict[int, str]:
    """Appearances that say the facts of a paper which stays: the paper would have nothing to be read from."""
    rows = _mine(Document).filter(facts_from_id__in=ids).exclude(id__in=ids)
    gone = _mine(DestructionItem).filter(destruction__confirmed_at__isnull=False)
    rows = rows.exclude(id__in=gone.values("document_id"))
    return {
        facts_id: f"prowadzi dane dokumentu nr {id_}: zniszcz je razem"
        for facts_id, id_ in rows.values_list("facts_from_id", "id")
        if facts_id is not None
    }


def _held_by_others(ids: Sequence[int]) -> dict[int, str]:
    """Papers whose bytes another holds too: a scan that they were split off, a message, what they were joined to."""
    rows = _mine(Origin).filter(document_id__in=ids).exclude(source_id__in=ids)
    gone = _mine(DestructionItem).filter(destruction__confirmed_at__isnull=False)
    rows = rows.exclude(source_id__in=gone.values("document_id")).order_by("-id")
    return {
        id_: f"jego strony są też w dokumencie nr {source_id}: zniszcz je razem"
        for id_, source_id in rows.values_list("document_id", "source_id")
    }


def _due(papers: list[Document], on: date) -> list[KeptPaper]:
    keeping = keeping_by_id(papers)
    due = [p for p in papers if keeping[p.id].due(on)]
    obstacles = obstacles_of([p.id for p in due])
    return [KeptPaper(p, keeping[p.id], obstacles.get(p.id, "")) for p in due]


def obstacles_of(ids: Sequence[int]) -> dict[int, str]:
    """Why papers must not be destroyed, by id: held, still circulating, or what higher departments say."""
    found: dict[int, str] = {}
    for asked in _obstacles:
        found |= asked(ids)
    found |= dict.fromkeys(open_documents(ids), "obieg nie jest zakończony")
    found |= _leading_others(ids)
    found |= _held_by_others(ids)
    holds = _mine(Hold).filter(document_id__in=ids, lifted_at__isnull=True)
    return found | {h.document_id: f"wstrzymany: {h.reason}" for h in holds}


@dataclass(frozen=True, slots=True)
class RelatedPaper:
    """Another paper and how this one stands to it; ``back`` where the other one names this."""

    relation: Relation
    other: Document | None
    back: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """All that keeping knows of one paper."""

    tags: list[Tag]
    filing: Filing | None
    keeping: Keeping
    hold: Hold | None
    personal: bool
    relations: list[RelatedPaper]
    versions: list[Version]
    notes: list[Note]
    protocol: Destruction | None


def kept(paper: Document) -> Kept:
    """What hangs on a paper; a fixed number of questions, however much it is."""
    mine = {"document_id": paper.id}
    tags = _mine(DocumentTag).select_related("tag").filter(**mine).order_by("tag__name")
    filing = _mine(Filing).select_related("folder").filter(**mine).first()
    there = list(_mine(Relation).filter(**mine).order_by("id"))
    back = list(_mine(Relation).filter(other_id=paper.id).order_by("id"))
    ids = {r.other_id for r in there} | {r.document_id for r in back}
    others = documents_by_id(ids)
    return Kept(
        tags=[t.tag for t in tags],
        filing=filing,
        keeping=keeping_by_id([paper])[paper.id],
        hold=_mine(Hold).select_related("by").filter(**mine, lifted_at__isnull=True).first(),
        personal=is_personal(paper, filing),
        relations=[
            *(RelatedPaper(r, others.get(r.other_id), back=False) for r in there),
            *(RelatedPaper(r, others.get(r.document_id), back=True) for r in back),
        ],
        versions=list(_mine(Version).select_related("by").filter(**mine).order_by("number")),
        notes=list(_mine(Note).select_related("by").filter(**mine).order_by("id")),
        protocol=protocol_of(paper.id),
    )


def is_personal(paper: Document, filing: Filing | None = None) -> bool:
    """Whether a paper holds personal data: somebody's newest word, else its folder, else its kind."""
    mark = _mine(PersonalMark).filter(document_id=paper.id).order_by("-id").first()
    if mark is not None:
        return mark.personal
    filing = filing or _mine(Filing).select_related("folder").filter(document_id=paper.id).first()
    if filing is not None and filing.folder.personal:
        return True
    kind = kind_of(paper.kind)
    return (kind is not None and kind.personal) or (
        _mine(KindPolicy).filter(kind=paper.kind, personal=True).exists()
    )


@dataclass(frozen=True, slots=True)
class OpenedPaper:
    """A paper with what must be known before it is shown."""

    document: Document
    personal: bool
    protocol: str
    protocol_id: int | None


# Whether a paper d holds personal data: as a person last said of it, else by its folder, or its kind.
_PERSONAL = """coalesce(
        (SELECT m.personal FROM documents_personalmark m
         WHERE m.company_id = d.company_id AND m.document_id = d.id ORDER BY m.id DESC LIMIT 1),
        EXISTS (SELECT 1 FROM documents_filing f JOIN documents_folder o
                ON o.company_id = f.company_id AND o.id = f.folder_id AND o.personal
                WHERE f.company_id = d.company_id AND f.document_id = d.id)
        OR EXISTS (SELECT 1 FROM documents_kindpolicy k
                   WHERE k.company_id = d.company_id AND k.kind = d.kind AND k.personal)
        OR EXISTS (SELECT 1 FROM documents_ownkind w
                   WHERE w.company_id = d.company_id AND %s || w.id = d.kind AND w.personal)
        OR d.kind = ANY(%s::text[])
    )"""
_PERSONAL_KINDS = [k.code for k in BUILT_IN.values() if k.personal]
_OPENED = f"""
SELECT {_PERSONAL}, p.number || '/' || p.year, p.id
FROM documents_document d
LEFT JOIN LATERAL (
    SELECT p.id, p.number, p.year FROM documents_destructionitem i JOIN documents_destruction p
        ON p.company_id = i.company_id AND p.id = i.destruction_id AND p.confirmed_at IS NOT NULL
    WHERE i.company_id = d.company_id AND i.document_id = d.id LIMIT 1
) p ON true
WHERE d.company_id = %s AND d.id = %s
"""
_PERSONAL_OF = f"""
SELECT d.id FROM documents_document d
WHERE {_PERSONAL} AND d.company_id = %s AND d.id = ANY(%s::bigint[])
"""


def opened_paper(document_id: int) -> OpenedPaper | None:
    """A paper, whether it holds personal data (as `is_personal`), and the protocol that destroyed its bytes.

    Two questions that stay ready in the server, because every look at a paper asks them.
    """
    paper = documents_by_id([document_id]).get(document_id)
    if paper is None:
        return None
    with server_cursor() as cursor:
        asked = (OWN, _PERSONAL_KINDS, current_company_id(), document_id)
        cursor.execute(_OPENED.encode(), asked)
        told = cursor.fetchone()
    assert told is not None
    return OpenedPaper(paper, told[0], told[1] or "", told[2])


def personal_ids(papers: Collection[Document]) -> set[int]:
    """Which of many papers hold personal data."""
    if not papers:
        return set()
    with server_cursor() as cursor:
        asked = (OWN, _PERSONAL_KINDS, current_company_id(), [p.id for p in papers])
        cursor.execute(_PERSONAL_OF.encode(), asked)
        return {row[0] for row in cursor.fetchall()}


def protocol_of(document_id: int) -> Destruction | None:
    """The confirmed protocol that destroyed a paper."""
    item = (
        _mine(DestructionItem)
        .select_related("destruction")
        .filter(document_id=document_id, destruction__confirmed_at__isnull=False)
        .first()
    )
    return item.destruction if item else None


def protocols() -> list[Destruction]:
    """Every protocol, newest first."""
    rows = _mine(Destruction).select_related("proposed_by", "confirmed_by", "withdrawn_by")
    return list(rows.order_by("-id"))


def protocol(destruction_id: int) -> Destruction | None:
    """One protocol."""
    rows = _mine(Destruction).select_related("proposed_by", "confirmed_by", "withdrawn_by")
    return rows.filter(id=destruction_id).first()


def protocol_items(destruction_id: int) -> list[DestructionItem]:
    """The papers of a protocol, in the order of their ids."""
    return list(
        _mine(DestructionItem).filter(destruction_id=destruction_id).order_by("document_id")
    )


def held_papers() -> list[tuple[Hold, Document | None]]:
    """Papers that must stay, newest hold first."""
    holds = list(_mine(Hold).select_related("by").filter(lifted_at__isnull=True).order_by("-id"))
    papers = documents_by_id(h.document_id for h in holds)
    return [(h, papers.get(h.document_id)) for h in holds]


def papers_numbered(number: str, *, limit: int) -> list[Document]:
    """Papers with exactly this number, newest first."""
    rows = Document.objects.filter(company_id=current_company_id(), number=number)
    return list(rows.order_by("-id")[:limit])


def tags() -> list[Tag]:
    """The company's tags by name."""
    return ready_rows(Tag, "WHERE company_id = %s ORDER BY name", (current_company_id(),))


def folders() -> list[Folder]:
    """The company's list of subjects in the order of symbols."""
    return ready_rows(Folder, "WHERE company_id = %s ORDER BY symbol", (current_company_id(),))


def kind_policies() -> dict[str, KindPolicy]:
    """What the company says of kinds of papers, by kind."""
    return {p.kind: p for p in _mine(KindPolicy)}


@dataclass(frozen=True, slots=True)
class AccessLine:
    """Somebody opened a paper with personal data."""

    access: Access
    document: Document | None


def access_log(
    *, document_id: int | None = None, before: int | None = None, limit: int = 100
) -> list[AccessLine]:
    """Who opened papers with personal data, newest first; ``before`` is the last line's id of the page before."""
    rows = _mine(Access).select_related("by")
    if document_id is not None:
        rows = rows.filter(document_id=document_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    lines = list(rows.order_by("-id")[:limit])
    papers = documents_by_id(line.document_id for line in lines)
    return [AccessLine(line, papers.get(line.document_id)) for line in lines]


def unseen_mentions(person_id: int) -> list[tuple[Mention, Document | None]]:
    """Notes that call on a person and that she has not ticked off, newest first."""
    rows = _mine(Mention).select_related("note", "note__by")
    found = list(rows.filter(person_id=person_id, seen_at__isnull=True).order_by("-id"))
    papers = documents_by_id(m.note.document_id for m in found)
    return [(m, papers.get(m.note.document_id)) for m in found]


def unseen_mention_count(person_id: int) -> int:
    """How many notes call on a person."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT count(*) FROM documents_mention "
            b"WHERE company_id = %s AND person_id = %s AND seen_at IS NULL",
            (current_company_id(), person_id),
        )
        row = cursor.fetchone()
    return row[0] if row else 0


def colleagues() -> list[User]:
    """The people of the company, by name."""
    ids = Membership.objects.filter(company_id=current_company_id()).values("user_id")
    return list(User.objects.filter(id__in=ids).order_by("full_name"))


def _mine(model: type[M]) -> QuerySet[M]:
    return model._default_manager.filter(company_id=current_company_id())
