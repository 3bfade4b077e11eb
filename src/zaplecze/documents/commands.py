"""Receiving papers: one file or ten thousand, read, checked against twins, kept, handed to their owners."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from zaplecze.documents.appearances.arriving import (
    Arrivals,
    learn_from_names,
    near_findings,
    settle,
)
from zaplecze.documents.appearances.ended import ended_ids
from zaplecze.documents.events import (
    CostInvoiceRead,
    InvoiceRead,
    PaperReceived,
    SalesInvoiceRead,
    StatementRead,
)
from zaplecze.documents.models import Channel, DocumentKind, OriginHow, Outcome
from zaplecze.documents.papers import InvoicePaper, Paper, StatementPaper
from zaplecze.documents.procedures import EVERY_STEP, first_procedure
from zaplecze.documents.reading import MAIL, NotRead, ReadInvoice, ReadOther, ReadStatement
from zaplecze.documents.readings.commands import queue_readings
from zaplecze.documents.rows import (
    Received,
    Taken,
    keep_rows,
    log_rows,
    media_type,
    tie_papers,
)
from zaplecze.documents.search.commands import index_new
from zaplecze.documents.unpacking import NewPaper, flattened, read_whole
from zaplecze.formats.containers import FileType
from zaplecze.platform.bulk import pipelined, server_cursor, take_ids
from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.files import FileWriter, sha256_hex
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import NewCase, open_cases


def receive_papers(
    papers: Sequence[NewPaper], *, channel: Channel, company_nip: str, stamp: Stamp
) -> list[Received]:
    """Take files into the open company's inbox; results stand in the order of ``papers``.

    The same bytes, or the same invoice in other bytes, is a twin and changes nothing. What can't be read is
    refused with the place of the fault. Every file leaves a line in the intake log.
    """
    lock_company()
    tops = [sha256_hex(p.data) for p in papers]
    by_file = _documents_by_file(tops)
    opened = [
        p if p.read or sha in by_file else read_whole(p, company_nip)
        for p, sha in zip(papers, tops, strict=True)
    ]
    row, parents = flattened(opened)
    shas = tops
    if len(row) > len(papers):
        shas = [sha256_hex(p.data) for p in row]
        by_file = _documents_by_file(shas)
    ended = ended_ids(set(by_file.values()))
    results: list[Received | None] = [None] * len(row)
    fresh: list[Taken] = []
    seen: dict[str, int] = {}
    for position, (paper, sha) in enumerate(zip(row, shas, strict=True)):
        read = paper.read
        if isinstance(read, NotRead):
            became = Outcome.OPENED if paper.is_archive else Outcome.REFUSED
            results[position] = Received(paper.name, became, None, read.code, read.message, sha)
            continue
        twin = by_file.get(sha)
        if twin is not None:
            results[position] = _twin(paper.name, sha, twin, "Ten sam plik", ended)
            continue
        if sha in seen:
            continue
        seen[sha] = position
        assert read is not None
        taken = Taken(position, paper.name, paper.data, sha, read, _source(row, parents, position))
        fresh.append(taken)
    fresh, arrivals = _without_twins(fresh, results, channel)
    _note_filed(fresh, row, parents)
    writer = FileWriter([t.file for t in fresh])
    arrivals.give_way()
    with pipelined():
        keep_rows(fresh, channel, stamp)
        index_new({t.document_id: t.found_by for t in fresh})
    arrivals.keep(stamp)
    others = [t for t in fresh if isinstance(t.read, ReadOther) and not t.filed]
    queue_readings([(t.document_id, t.sha256, media_type(t.read)) for t in others])
    alone = [t for t in fresh if t.lead_id is None]
    for taken, outcome in zip(alone, _hand_over(alone, results, channel, stamp), strict=True):
        results[taken.position] = outcome
    _file_appearances(arrivals, results, channel, stamp)
    done = _with_doubles(row, shas, results, seen)
    _keep_origins(done, [_source(row, parents, n) for n in range(len(row))])
    log_rows(done, parents, channel, stamp)
    writer.wait()
    # Whoever leads from now on is read again, from files that are in place.
    arrivals.join(stamp)
    learn_from_names(_named_again(row, shas, by_file), stamp)
    return _with_parts(done, opened)


def log_refusal(
    *, name: str, code: str, message: str, channel: Channel, stamp: Stamp, data: bytes = b""
) -> Received:
    """Note in the intake log a file that was refused before it was read, and why."""
    refused = Received(name, Outcome.REFUSED, None, code, message, sha256_hex(data))
    log_rows([refused], [None], channel, stamp)
    return refused


def log_failure(*, name: str, data: bytes, channel: Channel, stamp: Stamp) -> Received:
    """Note in the intake log that the program itself failed on a file, of which nothing was kept."""
    message = (
        "Program nie poradził sobie z tym plikiem; nic nie zapisano. Zgłoś go administratorowi."
    )
    return log_refusal(
        name=name,
        code="documents.failed",
        message=message,
        channel=channel,
        stamp=stamp,
        data=data,
    )


def _source(row: Sequence[NewPaper], parents: Sequence[int | None], position: int) -> int | None:
    """Position of the nearest paper (a message, not an archive) that this one came out of."""
    found = parents[position]
    while found is not None and isinstance(row[found].read, NotRead):
        found = parents[found]
    return found


def _note_filed(
    fresh: Sequence[Taken], row: Sequence[NewPaper], parents: Sequence[int | None]
) -> None:
    """A message that brought papers, new ones or twins, needs nobody: they go their ways, it stays by them.

    So does the envelope of a signed paper. A signature that came with a message is kept with it and needs nobody
    either. What came out of an envelope says who signed it.
    """
    sources = {
        _source(row, parents, position)
        for position, paper in enumerate(row)
        if not isinstance(paper.read, NotRead) and not _is_signature(paper.read)
    }
    for taken in fresh:
        holds = taken.read.kind == MAIL or _is_envelope(taken.read)
        brought = holds and taken.position in sources
        taken.filed = brought or (taken.source is not None and _is_signature(taken.read))
        taken.signers = _signers(row, parents, taken.position)


def _signers(
    row: Sequence[NewPaper], parents: Sequence[int | None], position: int
) -> tuple[str, ...]:
    """Who signed a paper or the nearest envelope around it; empty where nobody did."""
    at: int | None = position
    while at is not None:
        read = row[at].read
        if isinstance(read, ReadOther) and read.signers:
            return read.signers
        at = parents[at]
    return ()


def _is_envelope(read: object) -> bool:
    return isinstance(read, ReadOther) and read.type is FileType.SIGNED


def _is_signature(read: object) -> bool:
    return isinstance(read, ReadOther) and read.type is FileType.SIGNATURE


def _with_parts(done: Sequence[Received], opened: Sequence[NewPaper]) -> list[Received]:
    """One answer a file dropped in, with those of its parts."""
    if len(done) == len(opened):
        return list(done)
    answers = []
    at = 0
    for paper in opened:
        end = at + 1 + len(paper.parts)
        answers.append(replace(done[at], parts=tuple(done[at + 1 : end])))
        at = end
    return answers


def _keep_origins(done: Sequence[Received], sources: Sequence[int | None]) -> None:
    """Tie papers to the messages that brought them, twins too: a paper may come in several ways."""
    pairs: set[tuple[int, int]] = set()
    for result, source in zip(done, sources, strict=True):
        mail_id = done[source].document_id if source is not None else None
        if mail_id and result.document_id and mail_id != result.document_id:
            pairs.add((result.document_id, mail_id))
    tie_papers(sorted(pairs), how=OriginHow.ATTACHED)


def _with_doubles(
    row: Sequence[NewPaper],
    shas: Sequence[str],
    results: Sequence[Received | None],
    seen: Mapping[str, int],
) -> list[Received]:
    """Answers for all files: bytes that came twice in one intake are twins of those that came first."""
    done = []
    for paper, sha, result in zip(row, shas, results, strict=True):
        first = result or results[seen[sha]]
        assert first is not None
        if result is None and first.document_id is not None:
            done.append(_twin(paper.name, sha, first.document_id, "Ten sam plik"))
        else:
            done.append(first)
    return done


def _twin(
    name: str, sha: str, document_id: int, what: str, ended: Collection[int] = ()
) -> Received:
    text = f"{what} jest już w skrzynce (dokument nr {document_id}). Nic nie zmieniono."
    if document_id in ended:
        text = (
            f"{what} był już w skrzynce (dokument nr {document_id}), a jego obieg wycofano albo odrzucono. "
            "Otwórz go i wybierz „Wznów obieg”, jeśli ma iść dalej."
        )
    return Received(name, Outcome.TWIN, document_id, "documents.twin", text, sha)


def _named_again(
    row: Sequence[NewPaper], shas: Sequence[str], by_file: Mapping[str, int]
) -> dict[str, str]:
    """Names of files whose bytes are here already: a download of KSeF says its number in the name."""
    return {s: p.name for p, s in zip(row, shas, strict=True) if s in by_file}


def _file_appearances(
    arrivals: Arrivals, results: list[Received | None], channel: Channel, stamp: Stamp
) -> None:
    """Files that show an invoice which is here already: kept with it, nobody has to do anything."""
    for taken, why in arrivals.joined:
        text = (
            f"Faktura {taken.read.facts.number} jest już w skrzynce (dokument nr {taken.lead_id}): {why}. "
            "Plik dołączono do niej jako kolejną postać; nic nie zaksięguje się drugi raz."
        )
        results[taken.position] = Received(
            taken.name, Outcome.TWIN, taken.lead_id, "documents.twin", text, taken.sha256
        )
    _open_cases([t for t, _ in arrivals.joined], channel, stamp)


def _documents_by_file(shas: Sequence[str]) -> dict[str, int]:
    """Papers of these bytes; one that a protocol destroyed stands in nobody's way."""
    return _documents_by("file_sha256", shas, but="erased")


def _documents_by(column: str, values: Sequence[str], *, but: str = "false") -> dict[str, int]:
    with server_cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, COALESCE(lead_id, id) FROM documents_document "
            f"WHERE company_id = %s AND {column} = ANY(%s::text[]) AND NOT {but}".encode(),
            (current_company_id(), list(values)),
        )
        return dict(cursor.fetchall())


def _without_twins(
    fresh: list[Taken], results: list[Received | None], channel: Channel
) -> tuple[list[Taken], Arrivals]:
    """Leave out papers that stand in the archive, or earlier in this batch, in other bytes; tell invoices apart."""
    known = _documents_by("business_key", [t.read.business_key for t in fresh])
    kept: dict[str, Taken] = {}
    doubled: list[Taken] = []
    for taken in fresh:
        key = taken.sha256 if isinstance(taken.read, ReadInvoice) else taken.read.business_key
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
    papers = list(kept.values())
    return papers, settle(papers, known, channel)


def _hand_over(
    fresh: Sequence[Taken], results: Sequence[Received | None], channel: Channel, stamp: Stamp
) -> Iterable[Received]:
    """Announce the papers; their owners' routes run inside `record_events`. Nobody's papers get their cases here."""
    by_position = {t.position: t.document_id for t in fresh}
    events: list[Event] = []
    papers: list[Paper] = []
    for taken in fresh:
        read = taken.read
        if isinstance(read, ReadOther):
            known = results[taken.source] if taken.source is not None else None
            source_id = by_position.get(taken.source or 0) if taken.source is not None else None
            papers.append(Paper(taken.document_id))
            events.append(
                PaperReceived(
                    document_id=taken.document_id,
                    kind=read.kind,
                    channel=channel,
                    number=read.facts.number,
                    file_sha256=taken.sha256,
                    source_id=source_id or (known.document_id if known is not None else None),
                )
            )
            continue
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
            findings=(*read.findings, *near_findings(taken)),
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
    _open_cases([t for t in fresh if isinstance(t.read, ReadOther)], channel, stamp)
    for taken, paper_ in zip(fresh, papers, strict=True):
        if (taken.near or taken.ended_id) and not paper_.waits:
            paper_.waits += [(f.code, f.message_pl) for f in near_findings(taken)]
        codes = ", ".join(dict.fromkeys(code for code, _ in paper_.waits))
        yield Received(
            taken.name,
            Outcome.WAITING if paper_.waits else Outcome.ACCEPTED,
            taken.document_id,
            codes[:60],
            " ".join(message for _, message in paper_.waits),
            taken.sha256,
        )


def _open_cases(fresh: Sequence[Taken], channel: Channel, stamp: Stamp) -> None:
    by_procedure: dict[str, list[NewCase]] = {}
    for taken in fresh:
        way = first_procedure(taken.read.kind)
        facts = {"kind": taken.read.kind, "channel": str(channel)}
        skip = EVERY_STEP if taken.filed or taken.lead_id is not None else frozenset()
        by_procedure.setdefault(way, []).append(NewCase(taken.document_id, facts, skip))
    for way, cases in by_procedure.items():
        open_cases(kind=way, cases=cases, stamp=stamp)
