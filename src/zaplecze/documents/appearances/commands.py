"""Writes of twins: match what was read of a paper, join two papers, tell them apart, part what was joined wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zaplecze.documents.appearances.choosing import Match, key_numbers
from zaplecze.documents.appearances.ended import ended_ids
from zaplecze.documents.appearances.events import TwinsParted, TwinsToldApart
from zaplecze.documents.appearances.joining import attach_paper, note_decision
from zaplecze.documents.appearances.leading import lead_by_strongest
from zaplecze.documents.appearances.matching import Matcher, keep_near, write_appearance
from zaplecze.documents.appearances.models import NearState, NearTwin, Origin, PaperAppearance
from zaplecze.documents.appearances.restarting import restart_paper
from zaplecze.documents.appearances.rules import Appearance
from zaplecze.documents.models import Document
from zaplecze.documents.reading import distinct_key
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import booked_ids

SHORTEST_REASON = 3


class TwinUndecided(Refusal):
    """The paper looks like another one, and nobody said yet whether they are one invoice."""

    code = "documents.near-twin"


class CannotJoin(Refusal):
    """Two papers can't be made one, or one two; the message says why and what to do first."""

    code = "documents.twin"


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of matching: the paper that ``document_id`` is an appearance of now, or papers that look like it."""

    lead_id: int | None = None
    why: str = ""
    near_ids: tuple[int, ...] = ()


def match_twins(*, document_id: int, seen: Appearance, by: int | None, at: datetime) -> Matched:
    """Keep what a paper shows of an invoice, and join it to the paper that has the same one already.

    Call it whenever the facts of a paper were read or read again; ``seen.channel`` is one of `rules.ORIGINS`.
    The paper in the books leads, else the described one, else the older. Near misses wait for a person. A reading
    of a paper that is described already changes nothing.
    """
    lock_company()
    stamp = Stamp(by, at)
    paper = _paper(document_id)
    if seen.channel not in Origin.values:
        raise ValueError(f"unknown origin {seen.channel!r}")
    if paper.is_invoice and seen.channel != Origin.TYPED:
        return Matched(paper.lead_id)  # what a person or a file said stands
    home = paper.lead_id or paper.pk
    write_appearance(
        document_id=paper.pk, paper_id=home, channel=paper.channel, seen=seen, stamp=stamp
    )
    if paper.lead_id is not None:
        return Matched(paper.lead_id)
    found = find_match(document_id=paper.pk, seen=seen)
    if found.paper is not None:
        lead = _join(_paper(found.paper), paper, why=found.why, stamp=stamp)
        return Matched(lead.pk, found.why)
    keep_near([(paper.pk, other, why) for other, why in found.near], stamp)
    return Matched(near_ids=tuple(other for other, _ in found.near))


def find_match(*, document_id: int, seen: Appearance) -> Match:
    """Whose invoice an appearance of a paper shows, among all other papers; writes nothing."""
    numbers = key_numbers(seen)
    found, _ = Matcher([numbers], but=[document_id]).find(seen, numbers, paper_id=document_id)
    return found


def join_twins(
    *, document_id: int, other_id: int, by: int, at: datetime, reason: str = ""
) -> Document:
    """Say that two papers are one invoice; returns the one that leads.

    Raises `CannotJoin` where both stand in the books, or one belongs to another paper already.
    """
    lock_company()
    one, other = _paper(document_id), _paper(other_id)
    pair = _pair(one.pk, other.pk)
    why = reason.strip() or (pair.why if pair is not None else "")
    return _join(one, other, why=why or "tak powiedział człowiek", stamp=Stamp(by, at))


def tell_apart(*, document_id: int, other_id: int, by: int, at: datetime, reason: str = "") -> None:
    """Say that two papers that look alike are two invoices: the question is never asked again."""
    lock_company()
    one, other = _paper(document_id), _paper(other_id)
    if one.pk in {other.pk, other.lead_id} or other.pk == one.lead_id:
        raise CannotJoin("To postacie jednego dokumentu: rozdziel je, jeśli to różne faktury.")
    note_decision(one.pk, other.pk, NearState.DIFFERENT, reason, Stamp(by, at))
    record_events(
        [
            TwinsToldApart(document_id=a, other_id=b, reason=reason.strip()[:500])
            for a, b in ((one.pk, other.pk), (other.pk, one.pk))
        ],
        Stamp(by, at),
    )


def part_twins(*, document_id: int, reason: str, by: int, at: datetime) -> Document:
    """Undo the join of an appearance: it circulates alone again, and is never joined to that paper again.

    Raises `CannotJoin` where its paper stands in the books by this very appearance: the entry would lose its proof.
    """
    lock_company()
    stamp = Stamp(by, at)
    paper = _paper(document_id)
    if paper.lead_id is None:
        raise CannotJoin(
            f"Dokument nr {paper.pk} nie jest postacią innego: nie ma czego rozdzielać."
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise CannotJoin("Napisz, dlaczego to różne faktury (co najmniej 3 znaki).")
    lead = _paper(paper.lead_id)
    if lead.facts_from_id == paper.pk and booked_ids([lead.pk]):
        raise CannotJoin(
            f"Dokument {lead.number} (nr {lead.pk}) zaksięgowano i dowodem jest ta postać: zapis zostałby "
            "bez dokumentu. Najpierw wystornuj zapis, potem rozdziel.",
            code="documents.twin-booked",
        )
    row = PaperAppearance.objects.get(company_id=paper.company_id, document_id=paper.pk)
    own = dict(row.own)
    row.paper_id, row.joined_at, row.joined_by_id, row.joined_why = paper.pk, None, None, ""
    row.save()
    paper.lead_id = None
    paper.business_key = _free_key(paper, own.get("key", ""))
    paper.save()
    note_decision(lead.pk, paper.pk, NearState.DIFFERENT, reason, stamp)
    record_events(
        [
            TwinsParted(document_id=a, other_id=b, reason=reason.strip()[:500])
            for a, b in ((lead.pk, paper.pk), (paper.pk, lead.pk))
        ],
        stamp,
    )
    lead_by_strongest(lead.pk, stamp)
    restart_paper(paper, was=own.get("was", ""), reason=reason.strip(), stamp=stamp)
    return paper


def require_decided(*, document_id: int) -> None:
    """Refuse (`TwinUndecided`) a paper that looks like another one as long as nobody decided."""
    waiting = NearTwin.objects.filter(company_id=current_company_id(), state=NearState.WAITING)
    pair = (
        waiting.filter(first_id=document_id).first()
        or waiting.filter(second_id=document_id).first()
    )
    if pair is not None:
        other = _paper(pair.second_id if pair.first_id == document_id else pair.first_id)
        raise TwinUndecided(
            f"To może być ta sama faktura co {other.number} (dokument nr {other.pk}): {pair.why}. "
            "Powiedz najpierw na stronie dokumentu, czy to jedna faktura."
        )


def _join(one: Document, other: Document, *, why: str, stamp: Stamp) -> Document:
    for paper in (one, other):
        if paper.lead_id is not None:
            raise CannotJoin(
                f"Dokument nr {paper.pk} jest już postacią dokumentu nr {paper.lead_id}: otwórz tamten."
            )
    if one.pk == other.pk:
        raise CannotJoin("Wybierz inny dokument niż ten.")
    booked = booked_ids([one.pk, other.pk])
    if len(booked) == 2:
        raise CannotJoin(
            f"Oba dokumenty (nr {one.pk} i nr {other.pk}) są zaksięgowane. Wystornuj zapis jednego z nich, "
            "potem połącz.",
            code="documents.twins-booked",
        )
    ended = ended_ids([one.pk, other.pk])
    lead, joined = sorted(
        (one, other), key=lambda p: (p.pk not in booked, p.pk in ended, not p.is_invoice, p.pk)
    )
    if joined.is_invoice and lead.is_invoice and joined.kind != lead.kind:
        raise CannotJoin("Faktura kosztowa i faktura sprzedaży to dwa dokumenty.")
    was = "circulating" if joined.is_invoice else "undescribed"
    attach_paper(lead, joined, was=was, why=why, stamp=stamp)
    return _paper(lead.pk)


def _free_key(paper: Document, wanted: str) -> str:
    """The key that the paper had, unless another paper has the invoice's by now: then one of its own."""
    if not wanted:
        return paper.business_key
    rows = Document.objects.filter(company_id=paper.company_id, business_key=wanted)
    taken = rows.exclude(id=paper.pk).exists()
    return distinct_key(wanted, paper.file_sha256) if taken else wanted


def _pair(one: int, other: int) -> NearTwin | None:
    return NearTwin.objects.filter(
        company_id=current_company_id(), first_id=min(one, other), second_id=max(one, other)
    ).first()


def _paper(document_id: int) -> Document:
    paper = Document.objects.filter(company_id=current_company_id(), id=document_id).first()
    if paper is None:
        raise Refusal(f"Nie ma dokumentu nr {document_id} w tej firmie.", code="documents.none")
    return paper
