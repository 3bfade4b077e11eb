"""Books asked for on a screen: the worker writes them as a ZIP, whose root is shown and recorded apart from it.

Only the newest file is kept; the roots of all stay, in the list and in the chain of events.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from zaplecze.office.books.export import Exported, export_books
from zaplecze.office.models import BooksExport, ExportState
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope, current_company_id

log = logging.getLogger(__name__)
# A worker that died leaves a request behind: after this long it may be asked for again.
GIVEN_UP = timedelta(hours=6)
# The worker's task by its name: it stands above this room and calls `make_books`.
WRITE_BOOKS = "zaplecze.office.jobs.write_books"


class ExportWaiting(Refusal):
    """An export is under way already."""

    code = "office.export-waiting"


def ask_books(*, by: int | None, at: datetime) -> BooksExport:
    """Put an export of the open company's books in the worker's queue.

    Raises `ExportWaiting` where one waits already.
    """
    lock_company()
    company_id = current_company_id()
    waiting = BooksExport.objects.filter(company_id=company_id, state=ExportState.WAITING)
    waiting.filter(asked_at__lt=at - GIVEN_UP).update(state=ExportState.FAILED)
    if waiting.exists():
        raise ExportWaiting("Wydanie ksiąg jest już w kolejce: poczekaj, aż powstanie.")
    asked = BooksExport.objects.create(company_id=company_id, asked_at=at, asked_by_id=by)
    # In this transaction: a request that isn't saved leaves no job behind.
    app.configure_task(WRITE_BOOKS).defer(company_id=company_id, export_id=asked.pk)
    return asked


def make_books(*, company_id: int, export_id: int, at: datetime) -> None:
    """Write an export that was asked for; what goes wrong is logged and shown as failed."""
    try:
        _make(company_id, export_id, at)
    except Exception:
        log.exception("books of company %s, export %s", company_id, export_id)
        with company_scope(company_id):
            BooksExport.objects.filter(company_id=company_id, id=export_id).update(
                state=ExportState.FAILED, made_at=at
            )
        raise


def books_exports() -> list[BooksExport]:
    """Exports of the open company, the newest first."""
    rows = BooksExport.objects.select_related("asked_by").filter(company_id=current_company_id())
    return list(rows.order_by("-id"))


def books_zip(export: BooksExport) -> Path:
    """Where the file of an export lies."""
    return _folder(export.company_id) / f"{export.pk}.zip"


def _folder(company_id: int) -> Path:
    return Path(settings.ZAPLECZE_FILES) / str(company_id) / "exports"


def _make(company_id: int, export_id: int, at: datetime) -> None:
    place = _folder(company_id)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=place, prefix=f".{export_id}-"))
    try:
        with company_scope(company_id):
            export = BooksExport.objects.get(company_id=company_id, id=export_id)
            if export.state != ExportState.WAITING:
                return
            done = export_books(draft / "ksiegi", stamp=Stamp(export.asked_by_id, at))
            _zip(done, draft / "ksiegi.zip")
            export.state, export.made_at, export.root = ExportState.READY, at, done.root
            export.entries, export.events = done.entries, done.events
            export.documents = done.documents
            export.size = (draft / "ksiegi.zip").stat().st_size
            export.save()
            older = BooksExport.objects.filter(
                company_id=company_id, state=ExportState.READY, id__lt=export_id
            )
            replaced = [books_zip(e) for e in older]
            older.update(state=ExportState.GONE)
            (draft / "ksiegi.zip").replace(books_zip(export))
        for path in replaced:
            path.unlink(missing_ok=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _zip(done: Exported, out: Path) -> None:
    """The folder as one file, in the order of names."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in done.folder.rglob("*") if p.is_file()):
            archive.write(path, f"ksiegi/{path.relative_to(done.folder).as_posix()}")
