"""Receiving papers: one file or ten thousand, read, checked against twins, kept, handed to their owners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zaplecze.documents.events import CostInvoiceRead, InvoiceRead, SalesInvoiceRead, StatementRead
from zaplecze.documents.models import Channel, DocumentKind, Outcome
from zaplecze.documents.papers import Facts, InvoicePaper, Paper, StatementPaper
from zaplecze.documents.reading import NotRead, ReadInvoice, ReadStatement, read_paper
from zaplecze.documents.search.commands import index_facts
from zaplecze.partners.api import learn_partners
from zaplecze.platform.bulk import insert_rows, server_cursor, take_ids
from zaplecze.platform.events import Event, Stamp, canonical, lock_company, record_events
from zaplecze.platform.files import FileWriter, NewFile, sha256_hex
from zaplecze.platform.scope import current_company_id

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file dropped into the inbox: its name as the sender called it, and its bytes.

    ``read`` is what `read_ahead` found in it.
    """

    name: str
    data: bytes
    read: ReadInvoice | ReadStatement | NotRead | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file; ``document_id`` is the document, or the twin's where it was one."""

    name: str
    outcome: Outcome
    document_id: int | None
    code: str
    message: str
    sha256: str


@dataclass(slots=True)
class _Taken:
    """A file that was read and is no twin."""

    position: int
    name: str
    data: bytes
    sha256: str
    read: ReadInvoice | ReadStatement
    document_id: int = 0
    partner_id: int | None = None

    @property
    def file(self) -> NewFile:
        """What the archive keeps."""
        media_type = "application/xml" if isinstance(self.read, ReadInvoice) else "text/plain"
        return NewFile(self.data, self.sha256, media_type)


def receive_papers(
    papers: Sequence[NewPaper], *, channel: Channel, company_nip: str, stamp: Stamp
) -> list[Received]:
    """Take files into the open company's inbox; results stand in the order of ``papers``.

    The same bytes, or the same invoice in other bytes, is a twin and changes nothing. What can't be read is
    refused with the place of the fault. Every file leaves a line in the intake log.
    """
    lock_company()
    results: list[Received | None] = [None] * len(papers)
    shas = [sha256_hex(p.data) for p in papers]
    by_file = _documents_by("file_sha256", shas)
    fresh: list[_Taken] = []
    seen: dict[str, int] = {}
    writer = FileWriter()
    for position, (paper, sha) in enumerate(zip(papers, shas, strict=True)):
        twin = by_file.get(sha)
        if twin is not None:
            results[position] = _twin(paper.name, sha, twin, "Ten sam plik")
            continue
        if sha in seen:
            continue
        seen[sha] = position
        read = paper.read or _read(paper, company_nip)
        if isinstance(read, NotRead):
            results[position] = Received(
                paper.name, Outcome.REFUSED, None, read.code, read.message, sha
            )
        else:
            taken = _Taken(position, paper.name, paper.data, sha, read)
            writer.add(taken.file)
            fresh.append(taken)
    fresh = _without_twins(fresh, results)
    writer.keep([t.file for t in fresh])
    _keep(fresh, channel, stamp)
    index_facts([t.document_id for t in fresh])
    for taken, outcome in zip(fresh, _hand_over(fresh, channel, stamp), strict=True):
        results[taken.position] = outcome
    for position, (paper, sha) in enumerate(zip(papers, shas, strict=True)):
        if results[position] is None:
            first = results[seen[sha]]
            assert first is not None
            results[position] = (
                first
                if first.document_id is None
                else _twin(paper.name, sha, first.document_id, "Ten sam plik")
            )
    done = [r for r in results if r is not None]
    _log(done, channel, stamp)
    writer.wait()
    return done


def read_ahead(papers: Sequence[NewPaper], *, company_nip: str) -> list[NewPaper]:
    """Papers with what reading finds in them; needs no database, so another process may do it."""
    return [replace(p, read=_read(p, company_nip)) for p in papers]


def _read(paper: NewPaper, company_nip: str) -> ReadInvoice | ReadStatement | NotRead:
    if len(paper.data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        return NotRead("documents.too-big", f"Plik ma ponad {limit} MB. Podziel go na mniejsze.")
    return read_paper(paper.data, paper.name, company_nip)


def _twin(name: str, sha: str, document_id: int, what: str) -> Received:
    return Received(
        name,
        Outcome.TWIN,
        document_id,
        "documents.twin",
        f"{what} jest już w skrzynce (dokument nr {document_id}). Nic nie zmieniono.",
        sha,
    )


def _documents_by(column: str, values: Sequence[str]) -> dict[str, int]:
    with server_cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, id FROM documents_document "
            f"WHERE company_id = %s AND {column} = ANY(%s::text[])".encode(),
            (current_company_id(), list(values)),
        )
        return dict(cursor.fetchall())


def _without_twins(fresh: list[_Taken], results: list[Received | None]) -> list[_Taken]:
    """Leave out invoices that stand in the archive, or earlier in this batch, in other bytes."""
    known = _documents_by("business_key", [t.read.business_key for t in fresh])
    kept: dict[str, _Taken] = {}
    doubled: list[_Taken] = []
    for taken in fresh:
        key = taken.read.business_key
        if key in known:
            results[taken.position] = _twin(
                taken.name, taken.sha256, known[key], f"Dokument {taken.read.facts.number}"
            )
        elif key in kept:
            doubled.append(taken)
        else:
            kept[key] = taken
    ids = take_ids("documents_document", len(kept))
    for taken, document_id in zip(kept.values(), ids, strict=True):
        taken.document_id = document_id
    for taken in doubled:
        results[taken.position] = _twin(
            taken.name,
            taken.sha256,
            kept[taken.read.business_key].document_id,
            f"Dokument {taken.read.facts.number}",
        )
    return list(kept.values())


def _keep(fresh: Sequence[_Taken], channel: Channel, stamp: Stamp) -> None:
    company_id = current_company_id()
    invoices = [t for t in fresh if isinstance(t.read, ReadInvoice)]
    seen = [t.read.partner for t in invoices if isinstance(t.read, ReadInvoice)]
    partners = learn_partners(seen, stamp) if seen else {}
    count = len(fresh)
    facts: list[Facts] = [t.read.facts for t in fresh]
    insert_rows(
        "documents_document",
        {
            "id": ("bigint", [t.document_id for t in fresh]),
            "company_id": ("bigint", [company_id] * count),
            "kind": ("text", [t.read.kind for t in fresh]),
            "channel": ("text", [channel] * count),
            "file_sha256": ("text", [t.sha256 for t in fresh]),
            "file_name": ("text", [_safe_name(t.name) for t in fresh]),
            "business_key": ("text", [t.read.business_key for t in fresh]),
            "received_at": ("timestamptz", [stamp.at] * count),
            "received_by_id": ("bigint", [stamp.by] * count),
            "number": ("text", [f.number for f in facts]),
            "issue_date": ("date", [f.issue_date for f in facts]),
            "sale_date": ("date", [f.sale_date for f in facts]),
            "due_date": ("date", [f.due_date for f in facts]),
            "partner_id": (
                "bigint",
                [
                    partners[t.read.partner.key] if isinstance(t.read, ReadInvoice) else None
                    for t in fresh
                ],
            ),
            "partner_name": (
                "text",
                [t.read.partner.name if isinstance(t.read, ReadInvoice) else "" for t in fresh],
            ),
            "currency": ("text", [f.currency for f in facts]),
            "net": ("numeric", [f.net for f in facts]),
            "vat": ("numeric", [f.vat for f in facts]),
            "gross": ("numeric", [f.gross for f in facts]),
            "ksef_number": (
                "text",
                [t.read.ksef_number if isinstance(t.read, ReadInvoice) else "" for t in fresh],
            ),
            "findings": ("jsonb", [_findings(t.read) for t in fresh]),
        },
    )
    for taken in invoices:
        assert isinstance(taken.read, ReadInvoice)
        taken.partner_id = partners[taken.read.partner.key]


def _findings(read: ReadInvoice | ReadStatement) -> str:
    if isinstance(read, ReadStatement):
        return "[]"
    return canonical(
        [
            {
                "code": f.code,
                "severity": f.severity.name,
                "message": f.message_pl,
                "element": f.element,
            }
            for f in read.findings
        ]
    )


def _hand_over(fresh: Sequence[_Taken], channel: Channel, stamp: Stamp) -> Iterable[Received]:
    """Announce the papers; their owners' routes run inside `record_events`."""
    events: list[Event] = []
    papers: list[Paper] = []
    for taken in fresh:
        read = taken.read
        if isinstance(read, ReadStatement):
            statement = StatementPaper(taken.document_id, statements=read.statements)
            papers.append(statement)
            events.append(
                StatementRead(
                    document_id=taken.document_id,
                    kind=read.kind,
                    channel=channel,
                    number=read.facts.number,
                    file_sha256=taken.sha256,
                    paper=statement,
                )
            )
            continue
        paper = InvoicePaper(
            taken.document_id,
            invoice=read.invoice,
            partner_id=taken.partner_id,
            ksef_number=read.ksef_number,
            findings=read.findings,
        )
        papers.append(paper)
        event: type[InvoiceRead] = (
            SalesInvoiceRead if read.kind == DocumentKind.SALES_INVOICE else CostInvoiceRead
        )
        events.append(
            event(
                document_id=taken.document_id,
                kind=read.kind,
                channel=channel,
                number=read.facts.number,
                file_sha256=taken.sha256,
                findings=tuple(f.code for f in read.findings),
                paper=paper,
            )
        )
    record_events(events, stamp)
    for taken, paper_ in zip(fresh, papers, strict=True):
        codes = ", ".join(code for code, _ in paper_.waits)
        yield Received(
            taken.name,
            Outcome.WAITING if paper_.waits else Outcome.ACCEPTED,
            taken.document_id,
            codes[:60],
            " ".join(message for _, message in paper_.waits),
            taken.sha256,
        )


def _log(results: Sequence[Received], channel: Channel, stamp: Stamp) -> None:
    count = len(results)
    insert_rows(
        "documents_intake",
        {
            "company_id": ("bigint", [current_company_id()] * count),
            "at": ("timestamptz", [stamp.at] * count),
            "by_id": ("bigint", [stamp.by] * count),
            "channel": ("text", [channel] * count),
            "file_name": ("text", [_safe_name(r.name) for r in results]),
            "file_sha256": ("text", [r.sha256 for r in results]),
            "outcome": ("text", [r.outcome for r in results]),
            "document_id": ("bigint", [r.document_id for r in results]),
            "code": ("text", [r.code for r in results]),
            "message": ("text", [r.message for r in results]),
        },
    )


def _safe_name(name: str) -> str:
    """The last part of a path, printable, at most 255 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c if c.isprintable() else "_" for c in last)[:255] or "bez nazwy"
