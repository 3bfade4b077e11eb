"""PDF pages by PDFium, pictures by Pillow.

PDFium is no friend of threads: every use of it stands behind one lock of the process.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence
from pillow_heif import register_heif_opener

from zaplecze.formats.pdfium import LOCK

MAX_PAGES = 500
MAX_PIXELS = 60_000_000
MAX_WIDTH = 2_000
_JPEG_QUALITY = 88
_A4_INCHES = 8.27
_MIN_DPI = 72
_PDF = "application/pdf"

register_heif_opener()  # Pillow then reads photos of phones


class UnreadableSheetsError(ValueError):
    """Pages that can't be read: a stable code, a Polish message."""

    def __init__(self, code: str, message_pl: str) -> None:
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl

    def __reduce__(self) -> tuple[type[UnreadableSheetsError], tuple[str, str]]:
        return (type(self), (self.code, self.message_pl))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the result: the page (from 1) of a source (from 0), turned clockwise by 0, 90, 180 or 270."""

    page: int
    turn: int = 0
    source: int = 0


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    with LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnreadableSheetsError(
                    "sheets.encrypted", "PDF jest zaszyfrowany hasłem. Wgraj go bez hasła."
                ) from error
            raise UnreadableSheetsError(
                "sheets.damaged", "PDF jest uszkodzony. Zapisz go jeszcze raz i wgraj."
            ) from error
        try:
            if len(document) > MAX_PAGES:
                raise UnreadableSheetsError(
                    "sheets.too-many", f"PDF ma ponad {MAX_PAGES} stron. Podziel go na mniejsze."
                )
            yield document
        finally:
            document.close()


def page_count(data: bytes, media_type: str) -> int:
    """Pages of a PDF or frames of a picture; raises `UnreadableSheetsError`."""
    if media_type == _PDF:
        with _opened(data) as document:
            return len(document)
    return len(_frames(data))


def _frames(data: bytes) -> list[Image.Image]:
    """Frames of a picture, upright, in plain RGB."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            found = list(_upright(picture))
    except Exception as error:
        raise UnreadableSheetsError(
            "sheets.damaged", "Obraz jest uszkodzony. Zapisz go jeszcze raz i wgraj."
        ) from error
    if None in found:
        raise _too_large()
    return [frame for frame in found if frame is not None]


def _upright(picture: Image.Image) -> Iterator[Image.Image | None]:
    """Frames one by one; None, and no more, where a limit is passed."""
    pixels = 0
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        pixels += frame.width * frame.height
        if pixels > MAX_PIXELS or number >= MAX_PAGES:
            yield None
            return
        if number and picture.format == "GIF":
            return  # an animation is no paper of many pages
        shown = ImageOps.exif_transpose(frame).convert("RGBA")
        plain = Image.new("RGB", shown.size, "white")
        plain.paste(shown, mask=shown.getchannel("A"))
        yield plain


def _too_large() -> UnreadableSheetsError:
    most = MAX_PIXELS // 1_000_000
    return UnreadableSheetsError(
        "sheets.too-large", f"Obraz ma ponad {most} mln punktów. Zeskanuj go w 300 dpi."
    )


def as_pdf(data: bytes, media_type: str) -> bytes:
    """The file as a PDF: a picture becomes pages, a PDF stays as it is. Raises `UnreadableSheetsError`."""
    if media_type == _PDF:
        page_count(data, media_type)
        return data
    return _pictures_pdf(_frames(data))


def _pictures_pdf(frames: Sequence[Image.Image]) -> bytes:
    with LOCK:
        made = pdfium.PdfDocument.new()
        try:
            for frame in frames:
                jpeg = io.BytesIO()
                frame.save(jpeg, "JPEG", quality=_JPEG_QUALITY)
                picture = pdfium.PdfImage.new(made)
                picture.load_jpeg(jpeg, inline=True)
                # As wide as A4 where the picture has the points for it.
                dpi = max(min(frame.width, frame.height) / _A4_INCHES, _MIN_DPI)
                width, height = frame.width * 72 / dpi, frame.height * 72 / dpi
                picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
                page = made.new_page(width, height)
                page.insert_obj(picture)
                page.gen_content()
                page.close()
            return _saved(made)
        finally:
            made.close()


def arrange(sources: Sequence[bytes], sheets: Sequence[Sheet]) -> bytes:
    """A PDF of chosen pages of PDFs, in the order given; raises `UnreadableSheetsError`, ValueError without pages."""
    if not sheets:
        raise ValueError("no pages are left")
    if len(sheets) > MAX_PAGES:
        raise UnreadableSheetsError(
            "sheets.too-many", f"Razem jest ponad {MAX_PAGES} stron. Podziel dokument na mniejsze."
        )
    with LOCK:
        made = pdfium.PdfDocument.new()
        opened: list[pdfium.PdfDocument] = []
        try:
            opened += [pdfium.PdfDocument(data) for data in sources]
            for sheet in sheets:
                source = opened[sheet.source]
                if not 1 <= sheet.page <= len(source) or sheet.turn % 90:
                    raise ValueError(f"no such page: {sheet}")
                made.import_pages(source, [sheet.page - 1])
                page = made[len(made) - 1]
                page.set_rotation((page.get_rotation() + sheet.turn) % 360)
                page.close()
            return _saved(made)
        except pdfium.PdfiumError as error:
            raise UnreadableSheetsError(
                "sheets.damaged", "PDF jest uszkodzony. Zapisz go jeszcze raz i wgraj."
            ) from error
        finally:
            for document in opened:
                document.close()
            made.close()


def _saved(document: pdfium.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def draw(data: bytes, media_type: str, page: int, *, width: int) -> bytes:
    """A page (from 1) as a PNG ``width`` points wide; raises `UnreadableSheetsError`."""
    width = max(1, min(width, MAX_WIDTH))
    if media_type == _PDF:
        return _png(_bitmap(data, page, width))
    frames = _frames(data)
    if not 1 <= page <= len(frames):
        raise UnreadableSheetsError("sheets.no-page", "Nie ma takiej strony.")
    picture = frames[page - 1]
    height = max(1, round(picture.height * width / picture.width))
    if height * width > MAX_PIXELS:
        raise UnreadableSheetsError("sheets.too-large", "Strona ma niezwykłe wymiary.")
    return _png(picture.resize((width, height)))


def _bitmap(data: bytes, page: int, width: int) -> Image.Image:
    with _opened(data) as document:
        if not 1 <= page <= len(document):
            raise UnreadableSheetsError("sheets.no-page", "Nie ma takiej strony.")
        try:
            sheet = document[page - 1]
            across, down = sheet.get_size()
            scale = width / max(across, 1)
            if width * max(down, 1) * scale > MAX_PIXELS:
                raise UnreadableSheetsError("sheets.too-large", "Strona ma niezwykłe wymiary.")
            bitmap = sheet.render(scale=scale)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            sheet.close()
        except pdfium.PdfiumError as error:
            raise UnreadableSheetsError(
                "sheets.damaged", "Ta strona PDF jest uszkodzona."
            ) from error
    return picture


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
