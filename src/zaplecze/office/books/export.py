"""Write the books of the open company to a folder: both chains, papers, balances, chart, partners, the verifier.

The format is told in `verify_books`, which goes along with every export. Records are written as they were
hashed, so the export proves itself by the chains that the database kept all along.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from zaplecze.ledger.api import accounts, sealed_entries
from zaplecze.office.verify import text_of
from zaplecze.partners.api import all_partners
from zaplecze.platform.events import Event, Stamp, chain_heads, record_events
from zaplecze.platform.files import read_file, sha256_hex
from zaplecze.platform.models import Company
from zaplecze.platform.models import Event as StoredEvent
from zaplecze.platform.printouts import keep_printout
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

FORMAT = "zaplecze-books/2"
VERIFIER = Path(__file__).with_name("verify_books.py")
HASHED = ("balances.txt", "accounts.txt", "partners.txt", "CZYTAJ.txt", VERIFIER.name)
CHUNK = 2000
READ_ME = """\
Księgi firmy {name}, NIP {nip}, stan na {at}.

Sprawdzenie bez programu, który je prowadzi (Python 3.9 lub nowszy):

    python3 verify_books.py . --root KORZEŃ

Korzeń otrzymują Państwo osobno, razem z tym wydaniem. Opis plików jest na początku verify_books.py.
"""


class FolderTaken(Refusal):
    """There is something in the folder already."""

    code = "office.folder-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksExported(Event):
    """The books were handed out; the root stays in the chain, so the same export can be known again."""

    code: ClassVar[str] = "office.books.exported"
    entries: int
    events: int
    root: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; ``root`` is what to give to the auditor apart from the folder."""

    folder: Path
    entries: int
    events: int
    documents: int
    root: str


class _Months:
    """One chain as one file a month; a record never goes to a month before that of the record before."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.names: list[str] = []
        self._file: BinaryIO | None = None
        folder.mkdir()

    def add(self, month: str, link: bytes, text: str) -> str:
        """Write a record; the month where it lies."""
        if self._file is None or month > self.names[-1]:
            self.close()
            self.names.append(month)
            self._file = (self.folder / f"{month}.txt").open("wb")
        self._file.write(f"{link.hex()} {text}\n".encode())
        return self.names[-1]

    def close(self) -> None:
        """The last month is whole."""
        if self._file is not None:
            self._file.close()


def export_books(out: Path, *, stamp: Stamp) -> Exported:
    """Write the open company's books to ``out``, which appears only when it is whole.

    Refuses a folder that holds something already.
    """
    if out.exists() and any(out.iterdir()):
        raise FolderTaken(f"Folder {out} nie jest pusty. Podaj nowy, na przykład {out}-2.")
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        done = _write(partial, stamp.at)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if out.exists():
        out.rmdir()
    partial.rename(out)
    keep_printout(what="Księgi z dowodem", form="folder", kind="books", by=stamp.by, at=stamp.at)
    record_events(
        [BooksExported(entries=done["entries"], events=done["events"], root=done["root"])], stamp
    )
    return Exported(out, done["entries"], done["events"], done["documents"], done["root"])


def _write(folder: Path, at: datetime) -> dict[str, Any]:
    company = Company.objects.get(id=current_company_id())
    heads = chain_heads()
    entries, balances = _entries(folder / "entries", heads["entries"][0])
    events, documents = _events(folder, heads["events"][0])
    (folder / "balances.txt").write_bytes(b"".join(balances))
    (folder / "accounts.txt").write_bytes(b"".join(_chart()))
    (folder / "partners.txt").write_bytes(b"".join(_partners()))
    shutil.copyfile(VERIFIER, folder / VERIFIER.name)
    (folder / "CZYTAJ.txt").write_text(
        READ_ME.format(name=company.name, nip=company.nip, at=at.date()), encoding="utf-8"
    )
    manifest = {
        "format": FORMAT,
        "company": {"id": company.pk, "nip": company.nip, "name": company.name},
        "exported_at": at.isoformat(),
        "chains": {
            name: {"count": heads[name][0], "head": heads[name][1].hex(), "months": months}
            for name, months in (("entries", entries), ("events", events))
        },
        "files": {name: sha256_hex((folder / name).read_bytes()) for name in HASHED},
    }
    root = hashlib.sha256(_plain(manifest)).hexdigest()
    (folder / "books.json").write_bytes(_plain(manifest | {"root": root}))
    return {
        "entries": heads["entries"][0],
        "events": heads["events"][0],
        "documents": documents,
        "root": root,
    }


def _row(*cells: object) -> bytes:
    """Cells apart by tabs; what would break the row is a space in them."""
    return ("\t".join(" ".join(str(c).split()) for c in cells) + "\n").encode()


def _chart() -> Iterator[bytes]:
    """Every account with what it is and its tags of JPK_KR_PD."""
    for a in accounts():
        yield _row(a.number, a.name, a.kind, int(a.settles), a.tag_1, a.tag_2, a.tag_pd)


def _partners() -> Iterator[bytes]:
    """Everybody whom an entry may name, by id."""
    for p in all_partners():
        yield _row(p.pk, p.country, p.tax_id, p.name, p.address)


def _plain(manifest: dict[str, Any]) -> bytes:
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode() + b"\n"


def _entries(folder: Path, last: int) -> tuple[list[str], Iterator[bytes]]:
    """The entries up to ``last``, and what they sum to on each account in each month."""
    months = _Months(folder)
    sums: dict[tuple[str, int, int], list[Decimal]] = {}
    for sealed in sealed_entries():
        if sealed.seq > last:
            break
        months.add(f"{sealed.posting_date:%Y-%m}", sealed.hash, sealed.text)
        for line in sealed.entry.lines:
            sides = sums.setdefault(
                (line.account, sealed.entry.year, sealed.entry.month), [Decimal(0), Decimal(0)]
            )
            sides[0] += line.debit
            sides[1] += line.credit
    months.close()
    rows = (
        f"{account}\t{year}\t{month}\t{debit * 100:.0f}\t{credit * 100:.0f}\n".encode()
        for (account, year, month), (debit, credit) in sorted(sums.items())
    )
    return months.names, rows


def _events(folder: Path, last: int) -> tuple[list[str], int]:
    """The events up to ``last`` with the papers that they name; the count of papers."""
    months = _Months(folder / "events")
    documents = 0
    rows = StoredEvent.objects.filter(company_id=current_company_id(), seq__lte=last)
    gone = rows.filter(code="documents.document.destroyed").values_list("data__erased", flat=True)
    erased = {sha for shas in gone for sha in shas}
    for event in rows.order_by("seq").iterator(CHUNK):
        month = months.add(f"{event.at:%Y-%m}", bytes(event.hash), text_of(event))
        sha = event.data.get("file_sha256")
        if sha is None or sha in erased:
            continue
        path = folder / "documents" / month / sha
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(read_file(sha))
            documents += 1
    months.close()
    return months.names, documents
