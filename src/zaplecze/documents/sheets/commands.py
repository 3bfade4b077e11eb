"""Writes of pages: arrange, split, join. Each needs the paper on a describing desk: nobody approved it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.documents.commands import receive_papers
from zaplecze.documents.events import PagesArranged, PaperJoined, PaperSplit
from zaplecze.documents.models import Channel, Document, OriginHow, PaperVersion
from zaplecze.documents.queries import document, file_of
from zaplecze.documents.reading import MAIL, OTHER
from zaplecze.documents.readings.commands import queue_readings
from zaplecze.documents.rows import tie_papers
from zaplecze.documents.sheets.rules import (
    Placed,
    PlanFault,
    as_is,
    plan_of,
    plan_to,
    split_at,
    unchanged,
)
from zaplecze.documents.unpacking import MAX_BYTES, NewPaper
from zaplecze.formats.containers import IMAGES
from zaplecze.formats.sheets import (
    Sheet,
    UnreadableSheetsError,
    arrange,
    as_pdf,
    find_separators,
    page_count,
)
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import require_step, take_step

PDF = "application/pdf"
DRAWN = frozenset({PDF, *(kind.media_type for kind in IMAGES)})
"""Media types whose pages can be drawn and arranged."""


class CannotArrange(Refusal):
    """The pages can't be changed so; the message says why."""

    code = "documents.pages"


@dataclass(frozen=True, slots=True)
class _Open:
    """A paper whose pages may be changed now."""

    paper: Document
    pdf: bytes
    pages: int


def arrange_pages(*, document_id: int, placed: Sequence[Placed], by: int, at: datetime) -> int:
    """Turn, reorder and leave out pages; returns the number of the new version. The file as received stays."""
    lock_company()
    held = _open(document_id)
    plan = _planned(placed, held.pages)
    if unchanged(plan, pages=held.pages):
        raise CannotArrange("Nic nie zmieniono: przestaw, obróć albo usuń strony.")
    return _new_version(held.paper, _arranged([held.pdf], plan), plan, Stamp(by, at))


def split_paper(
    *,
    document_id: int,
    starts: Sequence[int],
    by: int,
    at: datetime,
    use_separators: bool = False,
    placed: Sequence[Placed] = (),
) -> list[int]:
    """Make papers of their own of a scan's pages; the first group stays this paper. Returns the new papers' ids.

    ``starts`` are pages (from 1) that begin a document; with ``use_separators`` printed sheets are looked for too
    and fall away. ``placed`` turns, reorders and leaves out pages on the way, as in `arrange_pages`.
    """
    lock_company()
    held = _open(document_id)
    stamp = Stamp(by, at)
    separators = find_separators(held.pdf, PDF) if use_separators else ()
    if use_separators and not separators and not starts:
        raise CannotArrange(
            "Nie znaleziono stron rozdzielających. Wydrukuj je z tej strony i zeskanuj "
            "między dokumentami albo zaznacz początki dokumentów."
        )
    try:
        plan = _planned(placed, held.pages) if placed else as_is(held.pages)
        first, *others = split_at(plan, starts=starts, separators=separators)
    except PlanFault as fault:
        raise CannotArrange(str(fault)) from fault
    name = held.paper.file_name.rpartition(".")[0] or held.paper.file_name
    kind = held.paper.kind if held.paper.kind != MAIL else OTHER
    papers = [
        NewPaper(f"{name[:200]} ({n}).pdf", _arranged([held.pdf], group), kind=kind)
        for n, group in enumerate(others, 2)
    ]
    nip = Company.objects.values_list("nip", flat=True).get(id=current_company_id())
    received = receive_papers(papers, channel=Channel.PAGES, company_nip=nip, stamp=stamp)
    made = [r.document_id for r in received if r.document_id is not None]
    if len(made) != len(papers):
        raise CannotArrange(f"Nie da się wydzielić części: {received[0].message}")
    tie_papers([(m, document_id) for m in made], how=OriginHow.SPLIT)
    _new_version(held.paper, _arranged([held.pdf], first), first, stamp)
    record_events(
        [PaperSplit(document_id=document_id, parts=tuple(made), by_separators=bool(separators))],
        stamp,
    )
    return made


def restore_version(*, document_id: int, version: int, by: int, at: datetime) -> int:
    """Make an earlier version (0: the file as received) the newest again; returns the new version's number.

    Raises `CannotArrange` for the newest itself, and for one from before another paper was joined: that paper's way
    has ended, and its pages would be in neither.
    """
    lock_company()
    held = _open(document_id)
    rows = PaperVersion.objects.filter(company_id=held.paper.company_id, document_id=document_id)
    known = {row.no: row for row in rows}
    newest = max(known, default=0)
    if version not in {0, *known} or version == newest:
        raise CannotArrange("Wybierz wcześniejszą wersję z listy.")
    joined = max((n for n, row in known.items() if any(s["source"] for s in row.plan)), default=0)
    if version < joined:
        raise CannotArrange(
            f"Od wersji {joined} są tu strony dołączonego dokumentu: przywróć wersję {joined} albo "
            "późniejszą i usuń strony, których nie chcesz."
        )
    kept = file_of(held.paper, version=version)
    pdf = as_pdf(read_file(kept.sha256), kept.media_type)
    return _new_version(held.paper, pdf, as_is(page_count(pdf, PDF)), Stamp(by, at))


def join_papers(*, document_id: int, other_id: int, by: int, at: datetime) -> int:
    """Put another paper's pages behind this one's; returns the version.

    The other's circulation ends, its file stays.
    """
    lock_company()
    if other_id == document_id:
        raise CannotArrange("Wybierz inny dokument niż ten.")
    held, other = _open(document_id), _open(other_id)
    stamp = Stamp(by, at)
    plan = [*as_is(held.pages)]
    plan += [Sheet(n, source=1) for n in range(1, other.pages + 1)]
    made = _new_version(held.paper, _arranged([held.pdf, other.pdf], plan), plan, stamp)
    task = require_step(document_id=other_id, kind="describe")
    reason = f"dołączono do dokumentu {held.paper.number} (nr {document_id})"[:500]
    take_step(task_id=task.id, verdict="rejected", by=by, at=at, reason=reason)
    tie_papers([(other_id, document_id)], how=OriginHow.JOINED)
    record_events([PaperJoined(document_id=document_id, joined_id=other_id)], stamp)
    return made


def _open(document_id: int) -> _Open:
    paper = document(document_id)
    if paper is None:
        raise CannotArrange(f"Nie ma dokumentu nr {document_id} w tej firmie.")
    require_step(document_id=document_id, kind="describe")
    kept = file_of(paper)
    if kept.media_type not in DRAWN:
        raise CannotArrange(f"„{paper.number}” nie jest skanem ani PDF: nie ma stron do ułożenia.")
    try:
        pdf = as_pdf(read_file(kept.sha256), kept.media_type)
        return _Open(paper, pdf, page_count(pdf, PDF))
    except UnreadableSheetsError as error:
        raise CannotArrange(error.message_pl, code=error.code) from error


def _planned(placed: Sequence[Placed], pages: int) -> tuple[Sheet, ...]:
    try:
        return plan_of(placed, pages=pages)
    except PlanFault as fault:
        raise CannotArrange(str(fault)) from fault


def _arranged(sources: Sequence[bytes], plan: Sequence[Sheet]) -> bytes:
    try:
        return arrange(sources, plan)
    except UnreadableSheetsError as error:
        raise CannotArrange(error.message_pl, code=error.code) from error


def _new_version(paper: Document, data: bytes, plan: Sequence[Sheet], stamp: Stamp) -> int:
    if len(data) > 2 * MAX_BYTES:
        raise CannotArrange(
            f"Razem byłoby ponad {2 * MAX_BYTES // 1_000_000} MB. Zostaw dokumenty osobno."
        )
    sha = sha256_hex(data)
    store_file(NewFile(data, sha, PDF))
    rows = PaperVersion.objects.filter(company_id=paper.company_id, document_id=paper.pk)
    assert stamp.by is not None
    newest = rows.order_by("-no").values_list("no", flat=True).first() or 0
    PaperVersion.objects.create(
        company_id=paper.company_id,
        document_id=paper.pk,
        no=newest + 1,
        file_sha256=sha,
        pages=len(plan),
        plan=plan_to(plan),
        at=stamp.at,
        by_id=stamp.by,
    )
    arranged = PagesArranged(
        document_id=paper.pk, version=newest + 1, pages=len(plan), file_sha256=sha
    )
    record_events([arranged], stamp)
    queue_readings([(paper.pk, sha, PDF)])
    return newest + 1
