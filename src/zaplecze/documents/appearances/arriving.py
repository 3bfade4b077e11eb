"""Invoices of one intake against the papers that are here: new papers, further appearances, near misses.

Set-based: one question for all candidates, one statement for all appearances, however many files came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zaplecze.documents.appearances.choosing import Match, key_numbers
from zaplecze.documents.appearances.ended import (
    announce_replaced,
    ended_ids,
    give_way,
    replaced_finding,
)
from zaplecze.documents.appearances.joining import announce_join, attach_paper
from zaplecze.documents.appearances.leading import lead_by_strongest
from zaplecze.documents.appearances.matching import (
    Arrival,
    Known,
    Matcher,
    keep_appearances,
    keep_near,
)
from zaplecze.documents.appearances.models import PaperAppearance
from zaplecze.documents.appearances.restarting import FILE, UNDESCRIBED
from zaplecze.documents.appearances.rules import Appearance
from zaplecze.documents.models import Channel, Document
from zaplecze.documents.reading import ReadInvoice, distinct_key, file_key, ksef_number_in
from zaplecze.documents.rows import Taken
from zaplecze.formats import fa3
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import current_company_id

SAME_KEY = "ten sam sprzedawca, rodzaj i numer"


@dataclass(slots=True)
class Arrivals:
    """What the invoices of an intake are; made by `settle`, written by `keep`, finished by `join`."""

    rows: list[Arrival] = field(default_factory=list)
    near: list[tuple[int, int, str]] = field(default_factory=list)
    joined: list[tuple[Taken, str]] = field(default_factory=list)
    absorbed: list[tuple[int, int, str]] = field(default_factory=list)
    replaced: dict[int, int] = field(
        default_factory=dict
    )  # ended paper: the one that takes its place

    def give_way(self) -> None:
        """Free the keys of papers that were withdrawn or rejected, before the new ones are written."""
        give_way(self.replaced)

    def keep(self, stamp: Stamp) -> None:
        """Write appearances and near misses of documents that are written already."""
        keep_appearances(self.rows, stamp)
        keep_near(self.near, stamp)
        announce_replaced(self.replaced, stamp)

    def join(self, stamp: Stamp) -> None:
        """Tell of what joined, after the new papers were handed to their owners; the strongest appearance leads."""
        if self.joined:
            self._remember([t for t, _ in self.joined])
        for taken, why in self.joined:
            assert taken.lead_id is not None
            origin = taken.read.appearance.channel if isinstance(taken.read, ReadInvoice) else ""
            announce_join(taken.lead_id, taken.document_id, origin=origin, why=why, stamp=stamp)
        for lead_id in dict.fromkeys(t.lead_id for t, _ in self.joined):
            assert lead_id is not None
            lead_by_strongest(lead_id, stamp)
        for lead_id, other_id, why in self.absorbed:
            papers = Document.objects.filter(company_id=current_company_id()).in_bulk(
                [lead_id, other_id]
            )
            attach_paper(papers[lead_id], papers[other_id], was=UNDESCRIBED, why=why, stamp=stamp)

    def _remember(self, joined: Sequence[Taken]) -> None:
        """Keep what a joined file would have been alone, for the day when somebody parts it."""
        keys = {t.document_id: t.read.business_key for t in joined}
        rows = list(
            PaperAppearance.objects.filter(
                company_id=current_company_id(), document_id__in=list(keys)
            )
        )
        for row in rows:
            row.own = {"was": FILE, "key": keys[row.document_id]}
        PaperAppearance.objects.bulk_update(rows, ["own"])


def settle(fresh: Sequence[Taken], known_keys: Mapping[str, int], channel: Channel) -> Arrivals:
    """Say of each invoice what it is: `Taken.lead_id` where it is an appearance of a paper, else a key of its own.

    ``known_keys`` are papers by business key. The strongest files come first, so that they lead within an intake.
    """
    arrivals = Arrivals()
    seen = [(t, t.read.appearance, t.read.keys) for t in fresh if isinstance(t.read, ReadInvoice)]
    if not seen:
        return arrivals
    matcher = Matcher([numbers for _, _, numbers in seen], exact=True)
    seen.sort(key=lambda s: not s[1].ksef_number)
    own_keys: dict[str, int] = {}
    ended = ended_ids(
        {known_keys[t.read.business_key] for t, _, _ in seen if t.read.business_key in known_keys}
    )
    for taken, appearance, numbers in seen:
        found, compared = matcher.find(appearance, numbers)
        holder = known_keys.get(taken.read.business_key) or own_keys.get(taken.read.business_key)
        if holder in ended:
            if found.paper is None or not compared[found.paper].described:
                taken.ended_id = holder
                arrivals.replaced[holder] = taken.document_id
                ended.discard(holder)
            holder = own_keys.get(taken.read.business_key)
        _place(taken, found, compared, holder, arrivals)
        if taken.lead_id is None:
            own_keys[taken.key] = taken.document_id
        paper_id = taken.lead_id or taken.document_id
        known = Known(taken.document_id, paper_id, True, appearance)
        matcher.add(known, numbers.values())
        if found.paper not in (None, taken.lead_id):
            matcher.move(found.paper, known)
        why = found.why if taken.lead_id is not None else ""
        arrivals.rows.append(
            Arrival(taken.document_id, paper_id, channel, appearance, numbers, why)
        )
    return arrivals


def _place(
    taken: Taken,
    found: Match,
    compared: Mapping[int, Known],
    holder: int | None,
    arrivals: Arrivals,
) -> None:
    key = taken.read.business_key
    taken.key = key
    if found.paper is not None and compared[found.paper].described:
        taken.lead_id, taken.key = found.paper, file_key(taken.sha256)
        arrivals.joined.append((taken, found.why))
        return
    if found.paper is not None:
        # A scan that nobody has described yet: the invoice is known now, and the scan belongs to it.
        arrivals.absorbed.append((taken.document_id, found.paper, found.why))
    near = dict(found.near)
    if holder is not None:
        near.setdefault(holder, SAME_KEY)
        taken.key = distinct_key(key, taken.sha256)
    taken.near = tuple(near.items())
    arrivals.near += [(taken.document_id, other, why) for other, why in taken.near]


def near_findings(taken: Taken) -> tuple[fa3.Finding, ...]:
    """Why an invoice that looks like another paper, or takes an ended one's place, waits for a person."""
    again = () if taken.ended_id is None else (replaced_finding(taken.ended_id),)
    return again + tuple(
        fa3.Finding(
            "documents.near-twin",
            fa3.Severity.MARK,
            f"Podobny dokument nr {other}: {why}. Powiedz, czy to jedna faktura.",
        )
        for other, why in taken.near
    )


def learn_from_names(names: Mapping[str, str], stamp: Stamp) -> None:
    """Learn KSeF numbers from the names of files whose bytes are here already, by SHA-256.

    An XML that came by mail says no KSeF number; downloaded from KSeF, it has it in its name.
    """
    told = {sha: number for sha, name in names.items() if (number := ksef_number_in(name))}
    if not told:
        return
    company_id = current_company_id()
    papers = Document.objects.filter(company_id=company_id, file_sha256__in=list(told))
    shas = dict(papers.values_list("id", "file_sha256"))
    rows = PaperAppearance.objects.filter(
        company_id=company_id, document_id__in=list(shas), ksef_number=""
    )
    for row in rows:
        number = told[shas[row.document_id]]
        if row.origin != "xml" or not number.startswith(row.seller_nip) or _used(number):
            continue
        row.ksef_number, row.origin = number, "ksef"
        row.ksef_key = key_numbers(
            Appearance(row.seller_nip, row.number, None, "", None, ksef_number=number)
        )["ksef"]
        row.save(update_fields=["ksef_number", "origin", "ksef_key"])
        lead_by_strongest(row.paper_id, stamp)


def _used(number: str) -> bool:
    return PaperAppearance.objects.filter(
        company_id=current_company_id(), ksef_number=number
    ).exists()
