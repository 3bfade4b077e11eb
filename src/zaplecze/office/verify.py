"""Check both hash chains of a company, link by link, and the seals of its months, from the rows as they stand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from zaplecze.ledger.api import PeriodSeal, sealed_entries, seals
from zaplecze.platform.companies import all_company_ids
from zaplecze.platform.events import GENESIS, canonical, event_text, next_link, take_link
from zaplecze.platform.models import Company, Event
from zaplecze.platform.scope import company_scope


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where a chain is broken."""

    nip: str
    place: str
    message: str


def verify(company_id: int | None = None) -> list[ChainFault]:
    """Verify one company, or all; an empty list means that nothing was changed, taken out or put in."""
    found: list[ChainFault] = []
    for one in [company_id] if company_id is not None else all_company_ids():
        with company_scope(one):
            nip = Company.objects.values_list("nip", flat=True).get(id=one)
            found += [
                ChainFault(nip, place, text) for place, text in (*_events(one), *_entries(one))
            ]
    return found


def _events(company_id: int) -> Iterator[tuple[str, str]]:
    seq, link = 0, GENESIS
    for event in Event.objects.filter(company_id=company_id).order_by("seq").iterator(5000):
        seq += 1
        if event.seq != seq:
            yield f"event {seq}", f"brakuje zdarzenia: po {seq - 1} jest {event.seq}"
            return
        link = next_link(link, text_of(event))
        if bytes(event.hash) != link:
            yield f"event {seq}", "treść zdarzenia nie zgadza się z jego skrótem"
            return
    if take_link("events") != (seq, link):
        yield "events", "koniec łańcucha zdarzeń nie zgadza się z zapisanym: brakuje ostatnich"


def text_of(event: Event) -> str:
    """The canonical text of an event, from its row."""
    return event_text(
        event.company_id,
        event.seq,
        event.at.astimezone(UTC),
        event.by_id,
        event.code,
        event.document_id,
        canonical(event.data),
    )


def _entries(company_id: int) -> Iterator[tuple[str, str]]:
    seq, link = 0, GENESIS
    held: dict[tuple[int, int], Any] = defaultdict(hashlib.sha256)
    waiting: dict[int, list[PeriodSeal]] = defaultdict(list)
    for seal in seals():
        waiting[seal.last_seq].append(seal)
    for sealed in sealed_entries():
        seq += 1
        if sealed.seq != seq:
            yield f"entry {seq}", f"brakuje zapisu: po {seq - 1} jest {sealed.seq}"
            return
        link = sealed.link_after(link)
        if sealed.hash != link:
            yield f"entry {sealed.label}", "treść zapisu nie zgadza się z jego skrótem"
            return
        held[sealed.entry.year, sealed.entry.month].update(link)
        for seal in waiting.pop(seq, ()):
            if held[seal.year, seal.month].digest() != bytes(seal.root):
                yield f"seal {seal.no}", f"miesiąc {seal} nie jest taki, jak przy zamknięciu"
    for seal in (s for missed in waiting.values() for s in missed):
        yield f"seal {seal.no}", f"obejmuje zapisy do {seal.last_seq}, a jest ich {seq}"
    if take_link("entries") != (seq, link):
        yield "entries", "koniec łańcucha zapisów nie zgadza się z zapisanym: brakuje ostatnich"
