"""Files taken apart before they are received: an archive or a message becomes itself and its parts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zaplecze.documents.papers import Facts
from zaplecze.documents.reading import OTHER, NotRead, Read, ReadInvoice, read_paper
from zaplecze.formats import containers
from zaplecze.formats.containers import FileType, Limits, Part, RefusedPart
from zaplecze.formats.travel import travels
from zaplecze.partners.api import SeenPartner

MAX_BYTES = 20_000_000
MAX_CONTAINER_BYTES = 60_000_000
LIMITS = Limits(part_bytes=MAX_BYTES)
_OLE = b"\xd0\xcf\x11\xe0"
_HEAD = 8_192


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file dropped into the inbox: its name as the sender called it, and its bytes.

    ``kind`` is what the sender said of a paper that can't be read. ``message`` says that it came as a message of a
    mailbox, whatever its bytes look like. ``read`` and ``parts`` are what `read_ahead` found; each part but the
    first carries ``parent``, a position among them.
    """

    name: str
    data: bytes
    read: Read | NotRead | None = None
    kind: str = OTHER
    message: bool = False
    parts: tuple[NewPaper, ...] = ()
    parent: int | None = None

    @property
    def is_archive(self) -> bool:
        """True for a ZIP that was opened: it is no paper itself."""
        return self.read == OPENED


OPENED = NotRead("documents.opened", "Rozpakowano.")


travels(NewPaper, ReadInvoice, Facts, SeenPartner)


def read_ahead(papers: Sequence[NewPaper], *, company_nip: str) -> list[NewPaper]:
    """Papers with what reading finds in them; needs no database, so another process may do it."""
    return [read_whole(p, company_nip) for p in papers]


def read_whole(paper: NewPaper, company_nip: str) -> NewPaper:
    """The paper with what it says; an archive or a message with its parts read too."""
    if not (paper.message or _may_hold(paper.data)):
        return replace(paper, read=_read(paper, company_nip, None))
    most = MAX_CONTAINER_BYTES
    if len(paper.data) > most:
        return replace(paper, read=_too_big(most))
    kind = FileType.MAIL if paper.message else None
    opened = containers.open_file(paper.data, paper.name, LIMITS, kind=kind)
    if len(opened) == 1:
        return _part(paper, opened[0], company_nip)
    found = [_part(_named(paper, o), o, company_nip) for o in opened]
    return replace(found[0], parts=tuple(found[1:]))


def _named(paper: NewPaper, opened: Part | RefusedPart) -> NewPaper:
    data = opened.data if isinstance(opened, Part) else b""
    return NewPaper(opened.name, data, kind=paper.kind, parent=opened.parent)


def _part(paper: NewPaper, opened: Part | RefusedPart, company_nip: str) -> NewPaper:
    if isinstance(opened, RefusedPart):
        return replace(paper, read=NotRead(opened.code, opened.message_pl))
    if opened.type is FileType.ZIP:
        return replace(paper, read=OPENED)
    return replace(paper, read=_read(paper, company_nip, opened))


def _may_hold(data: bytes) -> bool:
    """True where the file may hold others: an archive, a message, a signature; XML and MT940 pay a look at a byte."""
    if data[:1] in (b"<", b":", b"{", b"%", b"\x89", b"\xff"):
        return False
    if data.startswith((b"PK", _OLE)) or containers.looks_like_cms(data[:_HEAD]):
        return True
    return containers.looks_like_mail(data[:_HEAD])


def _read(paper: NewPaper, company_nip: str, part: Part | None) -> Read | NotRead:
    if len(paper.data) > MAX_BYTES and part is None:
        return _too_big(MAX_BYTES)
    return read_paper(paper.data, paper.name, company_nip, kind=paper.kind, part=part)


def _too_big(most: int) -> NotRead:
    return NotRead(
        "documents.too-big", f"Plik ma ponad {most // 1_000_000} MB. Podziel go na mniejsze."
    )


def flattened(papers: Sequence[NewPaper]) -> tuple[list[NewPaper], list[int | None]]:
    """Papers and their parts in one row, and for each the position there of what it came out of."""
    if not any(p.parts for p in papers):
        return list(papers), [None] * len(papers)
    row: list[NewPaper] = []
    parents: list[int | None] = []
    for paper in papers:
        first = len(row)
        row.append(paper)
        parents.append(None)
        for part in paper.parts:
            row.append(part)
            parents.append(first + (part.parent or 0))
    return row, parents
