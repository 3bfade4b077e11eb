"""Holding papers back, and destroying by a protocol of two people what the law no longer asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction

from zaplecze.documents.correspondence.models import LetterFile
from zaplecze.documents.keeping.commands.beside import known_paper
from zaplecze.documents.keeping.events import (
    DestructionProposed,
    DestructionWithdrawn,
    HoldLifted,
    PaperDestroyed,
    PaperHeld,
)
from zaplecze.documents.keeping.models import Destruction, DestructionItem, Hold, Version
from zaplecze.documents.keeping.queries import keeping_by_id, obstacles_of
from zaplecze.documents.models import Document, PaperVersion
from zaplecze.documents.reading import distinct_key
from zaplecze.documents.readings.commands import forget_readings
from zaplecze.documents.search.commands import forget_text
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Event, Stamp, canonical, lock_company, record_events
from zaplecze.platform.files import erase_file, sha256_hex
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope, current_company_id
from zaplecze.platform.series import take_numbers

AT_ONCE = 1_000


def hold_paper(*, document_id: int, reason: str, by: int, at: datetime) -> Hold:
    """Keep a paper whatever its time, and why: a dispute, an inspection, a request of a court."""
    lock_company()
    paper = known_paper(document_id)
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("Podaj powód wstrzymania.", code="documents.hold-reason")
    holds = Hold.objects.filter(company_id=paper.company_id, document_id=document_id)
    if holds.filter(lifted_at__isnull=True).exists():
        raise Refusal(f"Dokument {paper.number} jest już wstrzymany.", code="documents.held")
    hold = Hold.objects.create(
        company_id=paper.company_id, document_id=document_id, reason=reason[:300], by_id=by, at=at
    )
    record_events([PaperHeld(document_id=document_id, reason=hold.reason)], Stamp(by, at))
    return hold


def lift_hold(*, document_id: int, reason: str, by: int, at: datetime) -> None:
    """Let a held paper go by its time again, and why."""
    lock_company()
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("Podaj powód zwolnienia.", code="documents.hold-reason")
    hold = Hold.objects.filter(
        company_id=current_company_id(), document_id=document_id, lifted_at__isnull=True
    ).first()
    if hold is None:
        raise Refusal("Ten dokument nie jest wstrzymany.", code="documents.not-held")
    hold.lifted_by_id, hold.lifted_at, hold.lifted_reason = by, at, reason[:300]
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
    record_events([HoldLifted(document_id=document_id, reason=reason[:300])], Stamp(by, at))


def propose_destruction(
    *, document_ids: Collection[int], reason: str, by: int, at: datetime
) -> Destruction:
    """List papers to be destroyed; each must be due, and nothing may stand in its way. Nothing is erased yet."""
    lock_company()
    reason = " ".join(reason.split())
    ids = sorted(set(document_ids))
    if not ids:
        raise Refusal("Zaznacz dokumenty do zniszczenia.", code="documents.nothing-chosen")
    if len(ids) > AT_ONCE:
        raise Refusal(
            f"Jeden protokół obejmuje najwyżej {AT_ONCE} dokumentów.", code="documents.too-many"
        )
    if not reason:
        raise Refusal("Podaj, dlaczego dokumenty mają być zniszczone.", code="documents.reason")
    on = at.astimezone(WARSAW).date()
    company_id = current_company_id()
    papers = list(Document.objects.filter(company_id=company_id, id__in=ids).order_by("id"))
    if len(papers) != len(ids):
        raise Refusal("Nie ma któregoś z dokumentów: odśwież listę.", code="documents.no-document")
    _refuse_kept(papers, on, but=None)
    keeping = keeping_by_id(papers)
    rows = [
        [p.id, p.number, p.kind, p.file_sha256, str(keeping[p.id].until), keeping[p.id].basis[:300]]
        for p in papers
    ]
    (number,) = take_numbers(f"destruction-{on.year}")
    made = Destruction.objects.create(
        company_id=company_id,
        number=number,
        year=on.year,
        reason=reason[:300],
        list_hash=sha256_hex(canonical(rows).encode()),
        proposed_by_id=by,
        proposed_at=at,
    )
    items = []
    for paper in papers:
        until = keeping[paper.id].until
        assert until is not None
        items.append(
            DestructionItem(
                company_id=company_id,
                destruction=made,
                document_id=paper.id,
                number=paper.number,
                kind=paper.kind,
                file_sha256=paper.file_sha256,
                kept_until=until,
                basis=keeping[paper.id].basis[:300],
            )
        )
    DestructionItem.objects.bulk_create(items)
    proposed = DestructionProposed(
        protocol=str(made), papers=len(papers), list_hash=made.list_hash, reason=made.reason
    )
    record_events([proposed], Stamp(by, at))
    return made


def withdraw_destruction(*, destruction_id: int, by: int, at: datetime) -> None:
    """Give a proposed protocol up; its number stays taken."""
    lock_company()
    made = _open_protocol(destruction_id)
    made.withdrawn_by_id, made.withdrawn_at = by, at
    made.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record_events([DestructionWithdrawn(protocol=str(made))], Stamp(by, at))


def confirm_destruction(*, destruction_id: int, by: int, at: datetime) -> Destruction:
    """The second person's word: everything is checked again, then the bytes go once this is safely written.

    The database refuses the proposer, whatever program asks.
    """
    lock_company()
    made = _open_protocol(destruction_id)
    if made.proposed_by_id == by:
        raise Refusal(
            "Protokół potwierdza druga osoba, inna niż ta, która go przygotowała.",
            code="documents.same-person",
        )
    items = list(DestructionItem.objects.filter(company_id=made.company_id, destruction=made))
    ids = [i.document_id for i in items]
    papers = list(Document.objects.filter(company_id=made.company_id, id__in=ids))
    _refuse_kept(papers, at.astimezone(WARSAW).date(), but=made)
    made.confirmed_by_id, made.confirmed_at = by, at
    made.save(update_fields=["confirmed_by", "confirmed_at"])
    _let_come_again(papers)
    forget_text(ids)
    forget_readings(ids)
    files = _files_of(made.company_id, items)
    needed = _needed(made.company_id, {sha for shas in files.values() for sha in shas})
    events: list[Event] = [
        PaperDestroyed(
            document_id=i.document_id,
            protocol=str(made),
            erased=tuple(sorted(files[i.document_id] - needed)),
            basis=i.basis,
        )
        for i in items
    ]
    record_events(events, Stamp(by, at))
    transaction.on_commit(partial(erase_confirmed, company_id=made.company_id, at=at), robust=True)
    return made


def _let_come_again(papers: Iterable[Document]) -> None:
    """The same file may be received anew as another paper; an invoice keeps its key, so that none is booked twice."""
    for paper in papers:
        paper.erased = True
        if not paper.is_invoice:
            paper.business_key = distinct_key(paper.business_key, f"erased {paper.pk}")
        paper.save(update_fields=["erased", "business_key"])


def erase_confirmed(*, company_id: int, at: datetime) -> int:
    """Erase the files of confirmed protocols that still lie there; returns how many. Safe to repeat.

    A file that another paper, version or letter needs too stays.
    """
    erased = 0
    with company_scope(company_id):
        waiting = Destruction.objects.filter(
            company_id=company_id, confirmed_at__isnull=False, erased_at__isnull=True
        )
        for made in list(waiting.order_by("id")):
            items = DestructionItem.objects.filter(company_id=company_id, destruction=made)
            shas = {sha for mine in _files_of(company_id, items).values() for sha in mine}
            erased += sum(erase_file(sha) for sha in sorted(shas - _needed(company_id, shas)))
            made.erased_at = at
            made.save(update_fields=["erased_at"])
    return erased


def _files_of(company_id: int, items: Iterable[DestructionItem]) -> dict[int, set[str]]:
    """The hashes of every file of these papers: as received, with its pages arranged, and each later version."""
    files = {i.document_id: {i.file_sha256} for i in items}
    for versions in (Version.objects.all(), PaperVersion.objects.all()):
        mine = versions.filter(company_id=company_id, document_id__in=files)
        for id_, sha in mine.values_list("document_id", "file_sha256"):
            files[id_].add(sha)
    return files


def _needed(company_id: int, shas: Collection[str]) -> set[str]:
    gone = DestructionItem.objects.filter(
        company_id=company_id, destruction__confirmed_at__isnull=False
    ).values("document_id")
    owners = (
        Document.objects.exclude(id__in=gone),
        Version.objects.exclude(document_id__in=gone),
        PaperVersion.objects.exclude(document_id__in=gone),
        LetterFile.objects.all(),
    )
    needed: set[str] = set()
    for rows in owners:
        mine = rows.filter(company_id=company_id, file_sha256__in=shas)
        needed |= set(mine.values_list("file_sha256", flat=True))
    return needed


def _open_protocol(destruction_id: int) -> Destruction:
    made = Destruction.objects.filter(company_id=current_company_id(), id=destruction_id).first()
    if made is None or made.confirmed_at or made.withdrawn_at:
        raise Refusal(
            "Ten protokół nie czeka na potwierdzenie: odśwież listę.", code="documents.protocol"
        )
    return made


def _refuse_kept(papers: Sequence[Document], on: date, but: Destruction | None) -> None:
    keeping = keeping_by_id(papers)
    obstacles = obstacles_of([p.id for p in papers])
    others = DestructionItem.objects.filter(
        company_id=current_company_id(),
        document_id__in=[p.id for p in papers],
        destruction__withdrawn_at__isnull=True,
    ).exclude(destruction=but)
    listed = set(others.values_list("document_id", flat=True))
    for paper in papers:
        if not keeping[paper.id].due(on):
            until = keeping[paper.id].until
            why = f"przechowywany do {until:%d.%m.%Y}" if until else keeping[paper.id].basis
        elif paper.id in listed:
            why = "jest już w innym protokole"
        elif paper.id in obstacles:
            why = obstacles[paper.id]
        else:
            continue
        raise Refusal(
            f"Dokument {paper.number} musi zostać: {why}. Odznacz go i spróbuj ponownie.",
            code="documents.kept",
        )
