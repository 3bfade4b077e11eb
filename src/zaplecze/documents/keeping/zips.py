"""Papers as a ZIP with an index (CSV, HTML, Excel), written while it is sent: memory holds one file at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string

from zaplecze.documents.keeping.models import DestructionItem
from zaplecze.documents.models import Document
from zaplecze.documents.search.queries import Filters, found
from zaplecze.platform.files import file_path, sha256_hex
from zaplecze.platform.models import Company, StoredFile
from zaplecze.platform.printing import render
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import current_company_id

MOST_PAPERS = 2_000
MOST_BYTES = 1_000_000_000


def chosen_papers(*, ids: list[int] | None, text: str, filters: Filters) -> list[Document]:
    """The papers named, or all that a search finds; more than a ZIP takes is refused."""
    if ids is not None:
        rows = Document.objects.filter(company_id=current_company_id(), id__in=ids)
        papers = list(rows.order_by("-id"))
        if len(papers) != len(set(ids)):
            raise Refusal(
                "Nie ma któregoś z dokumentów: odśwież listę.", code="documents.no-document"
            )
        return papers
    page = found(text=text, filters=filters, limit=MOST_PAPERS, personal=True)
    if page.after:
        raise Refusal(
            f"Znaleziono ponad {MOST_PAPERS} dokumentów, a tyle mieści jeden ZIP: zawęź wyszukiwanie.",
            code="documents.zip-too-many",
        )
    return [f.document for f in page.rows]


@dataclass(frozen=True, slots=True)
class ZipFile:
    """A member of the ZIP: bytes that are here, or a paper's file in the archive with the hash that it must have."""

    name: str
    data: bytes | None = None
    path: Path | None = None
    sha256: str = ""
    document_id: int | None = None


def zip_contents(
    papers: Sequence[Document], *, company: Company, printed_by: str, printed_at: datetime
) -> list[ZipFile]:
    """Indexes first, then the files under ``pliki/``; destroyed papers stand in the index without a file."""
    company_id = current_company_id()
    shas = [p.file_sha256 for p in papers]
    sizes = dict(
        StoredFile.objects.filter(company_id=company_id, sha256__in=shas).values_list(
            "sha256", "size"
        )
    )
    total = sum(sizes.get(sha, 0) for sha in shas)
    if total > MOST_BYTES:
        raise Refusal(
            f"Pliki mają razem ponad {MOST_BYTES // 1_000_000} MB: zawęź wyszukiwanie.",
            code="documents.zip-too-big",
        )
    gone = set(
        DestructionItem.objects.filter(
            company_id=company_id,
            document_id__in=[p.id for p in papers],
            destruction__confirmed_at__isnull=False,
        ).values_list("document_id", flat=True)
    )
    members = [
        ZipFile(f"pliki/{p.id:08}-{_plain(p.file_name)}", path=file_path(p.file_sha256), sha256=p.file_sha256,
                document_id=p.id)
        for p in papers
        if p.id not in gone
    ]  # fmt: skip
    names = {m.name[6:14]: m.name for m in members}
    report = _index(papers, names, company, printed_at)
    index = [
        ZipFile(f"spis.{form}", render(report, form, printed_by=printed_by, printed_at=printed_at)[0])
        for form in ("csv", "xlsx")
    ]  # fmt: skip
    page = render_to_string(
        "documents/zip_index.html", {"report": report, "papers": papers, "names": names}
    )
    return [*index, ZipFile("spis.html", page.encode()), *members]


def _index(
    papers: Sequence[Document], names: dict[str, str], company: Company, at: datetime
) -> Report:
    return Report(
        code="documents-zip",
        title="Spis dokumentów",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"stan na {at:%d.%m.%Y}",
        columns=(
            Column("number", "Numer", "code"),
            Column("kind", "Rodzaj", "text"),
            Column("partner", "Kontrahent", "text"),
            Column("issued", "Wystawiono", "date"),
            Column("gross", "Brutto", "money"),
            Column("currency", "Waluta", "code"),
            Column("ksef", "Numer KSeF", "code"),
            Column("file", "Plik", "code"),
            Column("sha256", "SHA-256", "code"),
        ),
        rows=tuple(
            Row(
                {
                    "number": p.number,
                    "kind": p.get_kind_display(),
                    "partner": p.partner_name,
                    "issued": p.issue_date,
                    "gross": p.known_gross,
                    "currency": p.currency if p.known_gross is not None else "",
                    "ksef": p.ksef_number,
                    "file": names.get(f"{p.id:08}", "zniszczony protokołem"),
                    "sha256": p.file_sha256,
                }
            )
            for p in papers
        ),
        totals={},
    )


class _Out(io.RawIOBase):
    """Takes what the ZIP writes and gives it on; can't go back, so the ZIP puts sizes behind each file."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.waiting.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last call."""
        data, self.waiting = b"".join(self.waiting), []
        return data


def stream_zip(contents: Sequence[ZipFile]) -> Iterator[bytes]:
    """The ZIP piece by piece. A file that is missing or spoilt breaks the download: half an archive is no archive."""
    out = _Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in contents:
            data = member.data
            if data is None:
                assert member.path is not None
                data = member.path.read_bytes()
                if sha256_hex(data) != member.sha256:
                    raise ValueError(f"plik {member.sha256} jest uszkodzony")
            archive.writestr(member.name, data)
            yield out.taken()
    yield out.taken()


def _plain(name: str) -> str:
    """A name that every system unpacks, and no path in it."""
    kept = "".join(c if c.isalnum() or c in "-._ " else "_" for c in name).strip(". ")
    return kept[-120:] or "plik"
