"""What people put beside a paper: tags, a folder, relations, versions, notes, the mark of personal data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from zaplecze.documents.keeping.events import (
    NoteWritten,
    PaperFiled,
    PapersRelated,
    PaperTagged,
    PersonalMarked,
    VersionAdded,
)
from zaplecze.documents.keeping.models import (
    Access,
    DocumentTag,
    Filing,
    Folder,
    Mention,
    Note,
    PersonalMark,
    Relation,
    RelationKind,
    Tag,
    Version,
)
from zaplecze.documents.keeping.queries import colleagues, protocol_of
from zaplecze.documents.keeping.rules import mentions
from zaplecze.documents.models import Document
from zaplecze.documents.queries import document
from zaplecze.documents.readings.commands.reading import queue_readings
from zaplecze.documents.search.commands import index_facts
from zaplecze.formats.containers import file_type
from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, sha256_hex, store_file
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import announce_version

MAX_VERSION = 20_000_000
TAGS_A_PAPER = 12
TAG_LENGTH = 40


def known_paper(document_id: int) -> Document:
    """The paper, or a refusal."""
    paper = document(document_id)
    if paper is None:
        raise Refusal("Nie ma takiego dokumentu: odśwież listę.", code="documents.no-document")
    return paper


def set_tags(*, document_id: int, names: Collection[str], by: int, at: datetime) -> None:
    """Hang exactly these tags on a paper; new ones join the company's tags."""
    lock_company()
    known_paper(document_id)
    wanted = list(dict.fromkeys(n for raw in names if (n := " ".join(raw.split()).casefold())))
    if len(wanted) > TAGS_A_PAPER or any(len(n) > TAG_LENGTH for n in wanted):
        raise Refusal(
            f"Najwyżej {TAGS_A_PAPER} znaczników po {TAG_LENGTH} znaków: skróć listę.",
            code="documents.tags",
        )
    company_id = current_company_id()
    hung = DocumentTag.objects.filter(company_id=company_id, document_id=document_id)
    if set(hung.values_list("tag__name", flat=True)) == set(wanted):
        return
    Tag.objects.bulk_create(
        (Tag(company_id=company_id, name=n) for n in wanted), ignore_conflicts=True
    )
    tags = list(Tag.objects.filter(company_id=company_id, name__in=wanted))
    hung.exclude(tag__in=tags).delete()
    DocumentTag.objects.bulk_create(
        (DocumentTag(company_id=company_id, document_id=document_id, tag=t) for t in tags),
        ignore_conflicts=True,
    )
    _record(PaperTagged(document_id=document_id, tags=tuple(sorted(wanted))), by, at)


def file_paper(
    *, document_id: int, folder_id: int, since: date | None, by: int, at: datetime
) -> None:
    """Put a paper into a folder; ``since`` is the day its matter ended, where the category counts from it."""
    lock_company()
    known_paper(document_id)
    company_id = current_company_id()
    folder = Folder.objects.filter(company_id=company_id, id=folder_id).first()
    if folder is None:
        raise Refusal("Nie ma takiej teczki: wybierz ją z listy.", code="documents.no-folder")
    Filing.objects.update_or_create(
        company_id=company_id,
        document_id=document_id,
        defaults={"folder": folder, "since": since, "by_id": by, "at": at},
    )
    filed = PaperFiled(
        document_id=document_id,
        symbol=folder.symbol,
        title=folder.title,
        since=since.isoformat() if since else "",
    )
    _record(filed, by, at)


def relate_papers(*, document_id: int, other_id: int, kind: str, by: int, at: datetime) -> None:
    """Say how one paper stands to another."""
    lock_company()
    known_paper(document_id)
    other = known_paper(other_id)
    if document_id == other_id:
        raise Refusal("Dokument nie może wskazywać sam na siebie.", code="documents.same-paper")
    if kind not in RelationKind.values:
        raise Refusal("Wybierz, jak dokumenty się mają do siebie.", code="documents.relation")
    _, fresh = Relation.objects.get_or_create(
        company_id=current_company_id(),
        document_id=document_id,
        other_id=other_id,
        kind=kind,
        defaults={"by_id": by, "at": at},
    )
    if fresh:
        related = PapersRelated(
            document_id=document_id, kind=kind, other_id=other_id, other_number=other.number
        )
        _record(related, by, at)


def undo_relation(*, relation_id: int, by: int, at: datetime) -> None:
    """Take a relation away; the card remembers that it was there."""
    lock_company()
    relation = Relation.objects.filter(company_id=current_company_id(), id=relation_id).first()
    if relation is None:
        raise Refusal("Tego powiązania już nie ma: odśwież stronę.", code="documents.relation")
    other = known_paper(relation.other_id)
    gone = PapersRelated(
        document_id=relation.document_id,
        kind=relation.kind,
        other_id=relation.other_id,
        other_number=other.number,
        undone=True,
    )
    relation.delete()
    _record(gone, by, at)


def add_version(
    *, document_id: int, name: str, data: bytes, note: str, by: int, at: datetime
) -> Version:
    """Keep a later state of a paper beside the first; the same bytes again are refused.

    From now on it is what the paper's page, a link and the search show; who is to approve the paper is told.
    """
    lock_company()
    paper = known_paper(document_id)
    note = " ".join(note.split())
    if protocol_of(document_id):
        raise Refusal(
            f"Dokument {paper.number} zniszczono protokołem: nie można dodać wersji.",
            code="documents.destroyed",
        )
    if not data:
        raise Refusal("Plik jest pusty: wybierz inny.", code="documents.empty-file")
    if len(data) > MAX_VERSION:
        raise Refusal(
            f"Plik ma ponad {MAX_VERSION // 1_000_000} MB. Zmniejsz go.", code="documents.too-big"
        )
    if not note:
        raise Refusal("Napisz, czym ta wersja się różni.", code="documents.version-note")
    sha = sha256_hex(data)
    company_id = current_company_id()
    before = Version.objects.filter(company_id=company_id, document_id=document_id)
    if sha == paper.file_sha256 or before.filter(file_sha256=sha).exists():
        raise Refusal("Ten sam plik jest już przy tym dokumencie.", code="documents.same-version")
    media_type = file_type(data).media_type
    store_file(NewFile(data, sha, media_type))
    version = Version.objects.create(
        company_id=company_id,
        document_id=document_id,
        number=before.count() + 2,
        file_sha256=sha,
        file_name=_file_name(name),
        note=note[:300],
        by_id=by,
        at=at,
    )
    added = VersionAdded(
        document_id=document_id, number=version.number, file_sha256=sha, note=version.note
    )
    _record(added, by, at)
    queue_readings([(document_id, sha, media_type)])
    index_facts([document_id])  # its text is read again, with the newest version's
    announce_version(
        document_id=document_id, number=version.number, note=version.note, by=by, at=at
    )
    return version


def write_note(*, document_id: int, text: str, by: int, at: datetime) -> Note:
    """Write beside a paper; ``@Name`` calls on a colleague, who finds the note among her mentions."""
    lock_company()
    known_paper(document_id)
    text = text.strip()
    if not text:
        raise Refusal("Notatka jest pusta: napisz coś.", code="documents.empty-note")
    if len(text) > 2_000:
        raise Refusal("Notatka ma ponad 2000 znaków: skróć ją.", code="documents.long-note")
    company_id = current_company_id()
    note = Note.objects.create(
        company_id=company_id, document_id=document_id, text=text, by_id=by, at=at
    )
    people = [(u.pk, u.full_name, u.email) for u in colleagues()]
    called = sorted(mentions(text, people) - {by})
    Mention.objects.bulk_create(
        Mention(company_id=company_id, note=note, person_id=person) for person in called
    )
    written = NoteWritten(document_id=document_id, note_id=note.pk, mentions=tuple(called))
    _record(written, by, at)
    return note


def see_mention(*, mention_id: int, by: int, at: datetime) -> None:
    """Tick off a note that calls on oneself."""
    mine = Mention.objects.filter(company_id=current_company_id(), id=mention_id, person_id=by)
    if not mine.filter(seen_at__isnull=True).update(seen_at=at):
        raise Refusal("Tej wzmianki już nie ma na liście.", code="documents.no-mention")


def mark_personal(*, document_id: int, personal: bool, reason: str, by: int, at: datetime) -> None:
    """Say that a paper holds personal data, or that it does not, and why."""
    lock_company()
    known_paper(document_id)
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("Podaj powód oznaczenia.", code="documents.personal-reason")
    PersonalMark.objects.create(
        company_id=current_company_id(),
        document_id=document_id,
        personal=personal,
        reason=reason[:300],
        by_id=by,
        at=at,
    )
    marked = PersonalMarked(document_id=document_id, personal=personal, reason=reason[:300])
    _record(marked, by, at)


def log_access(
    *, document_ids: Sequence[int], how: str, by: int, at: datetime, outsider: str = ""
) -> None:
    """Note that somebody opened papers with personal data; the caller knows that they hold some.

    ``outsider`` is the name and address of one without an account, whom ``by`` asked.
    """
    company_id = current_company_id()
    Access.objects.bulk_create(
        Access(company_id=company_id, document_id=id_, by_id=by, at=at, how=how, outsider=outsider)
        for id_ in document_ids
    )


def _record(event: Event, by: int, at: datetime) -> None:
    record_events([event], Stamp(by, at))


def _file_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c if c.isprintable() else "_" for c in last)[:255] or "bez nazwy"
