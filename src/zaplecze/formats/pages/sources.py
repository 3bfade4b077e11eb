"""Bytes of a PDF or a picture as pages: their words where a text layer holds them, their pictures where not."""

from __future__ import annotations

import ctypes
import io
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdf_raw
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from zaplecze.formats.pages.types import Place, UnreadablePages, Word
from zaplecze.formats.pdfium import LOCK

MAX_BYTES = 40_000_000
MAX_PAGES = 60
MAX_PIXELS = 60_000_000
MAX_CHARS_PER_PAGE = 60_000
SCAN_DPI = 300
Picture = NDArray[np.uint8]
_INVISIBLE = 3  # text render mode: neither filled nor stroked
_POINT_LIMIT = 14_400


class PdfPages:
    """An open PDF."""

    def __init__(self, document: pdfium.PdfDocument, count: int) -> None:
        self.document = document
        self.count = count

    def shape(self, page: int) -> float:
        """Width / height of a page as it is shown."""
        with LOCK:
            width, height = self.document[page - 1].get_size()
        return float(width / height)

    def words(self, page: int) -> list[Word] | None:
        """The words of a page's text layer, or None where it has none that a person sees and can read."""
        with LOCK:
            opened = self.document[page - 1]
            text = opened.get_textpage()
            count = text.count_chars()
            if count > MAX_CHARS_PER_PAGE:
                raise UnreadablePages(
                    "PAGES-CHARS", f"Strona {page} ma ponad {MAX_CHARS_PER_PAGE} znaków. Wgraj ją jako skan."
                )  # fmt: skip
            words = _text_words(opened, text.raw, count, page)
        return words if _readable(words) else None

    def picture(self, page: int, *, width: int | None = None) -> Picture:
        """The page as RGB; by default as scanners send it (300 dpi), within the limit of pixels."""
        with LOCK:
            opened = self.document[page - 1]
            wide, high = opened.get_size()
            if not (0 < wide <= _POINT_LIMIT and 0 < high <= _POINT_LIMIT):
                raise UnreadablePages(
                    "PAGES-SIZE",
                    f"Strona {page} ma niemożliwe wymiary. Zapisz plik jeszcze raz jako PDF A4.",
                )
            scale = width / wide if width else SCAN_DPI / 72
            scale = min(scale, (MAX_PIXELS / (wide * high)) ** 0.5)
            bitmap = opened.render(scale=scale, rev_byteorder=True)
            # A copy: the bitmap's own memory goes with the page.
            return np.array(bitmap.to_numpy()[:, :, :3], np.uint8, order="C")

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """Names and bytes of the files inside the file."""
        found = []
        with LOCK:
            for at in range(min(self.document.count_attachments(), 20)):
                attachment = self.document.get_attachment(at)
                try:
                    found.append((attachment.get_name(), bytes(attachment.get_data())))
                except pdfium.PdfiumError:
                    continue
        return iter(found)


class ImagePages:
    """An open picture, or several in a TIFF."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.count = getattr(image, "n_frames", 1)

    def shape(self, page: int) -> float:
        """Width / height of a page as it is shown."""
        picture = self.picture(page)
        return float(picture.shape[1] / picture.shape[0])

    def words(self, page: int) -> list[Word] | None:
        """Pictures have no text layer."""
        return None

    def picture(self, page: int, *, width: int | None = None) -> Picture:
        """The page as RGB, turned as the camera says."""
        try:
            self.image.seek(page - 1)
            shown = ImageOps.exif_transpose(self.image).convert("RGB")
            if width and width < shown.width:
                shown = shown.resize((width, max(1, round(shown.height * width / shown.width))))
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
            raise UnreadablePages(
                "PAGES-DAMAGED",
                f"Obraz strony {page} jest uszkodzony. Zrób zdjęcie albo skan jeszcze raz.",
            ) from error
        return np.asarray(shown, np.uint8)

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """None."""
        return iter(())


@contextmanager
def open_pages(data: bytes, media_type: str) -> Iterator[PdfPages | ImagePages]:
    """The file's pages, by what the bytes are rather than what they are called; refuses with `UnreadablePages`."""
    if not data:
        raise UnreadablePages("PAGES-EMPTY", "Plik jest pusty. Sprawdź, czy wysłał się cały.")
    if len(data) > MAX_BYTES:
        raise UnreadablePages(
            "PAGES-BYTES", f"Plik ma ponad {MAX_BYTES // 1_000_000} MB. Podziel go albo zeskanuj w 300 dpi."
        )  # fmt: skip
    if b"%PDF-" in data[:1024]:
        with _pdf(data) as pages:
            yield pages
    elif media_type == "application/pdf":
        raise UnreadablePages(
            "PAGES-DAMAGED", "To nie jest plik PDF, choć tak się nazywa. Zapisz go jeszcze raz."
        )
    else:
        with _image(data) as pages:
            yield pages


@contextmanager
def _pdf(data: bytes) -> Iterator[PdfPages]:
    with LOCK:
        document, count = _opened(data)
    try:
        if count == 0:
            raise UnreadablePages("PAGES-EMPTY", "W pliku PDF nie ma żadnej strony.")
        if count > MAX_PAGES:
            raise UnreadablePages(
                "PAGES-COUNT",
                f"Stron w pliku: {count}, a czyta się najwyżej {MAX_PAGES}. Podziel go na mniejsze.",
            )
        yield PdfPages(document, count)
    except pdfium.PdfiumError as error:
        raise UnreadablePages(
            "PAGES-DAMAGED",
            "Strony w pliku PDF są uszkodzone. Pobierz go od nadawcy jeszcze raz.",
        ) from error
    finally:
        with LOCK:
            document.close()


def _opened(data: bytes) -> tuple[pdfium.PdfDocument, int]:
    try:
        document = pdfium.PdfDocument(data)
        return document, len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadablePages(
                "PAGES-ENCRYPTED",
                "Plik PDF jest chroniony hasłem. Otwórz go hasłem i zapisz bez niego, potem wgraj.",
            ) from error
        raise UnreadablePages(
            "PAGES-DAMAGED", "Plik PDF jest uszkodzony. Pobierz go od nadawcy jeszcze raz."
        ) from error


@contextmanager
def _image(data: bytes) -> Iterator[ImagePages]:
    try:
        with warnings.catch_warnings():
            # Our own limit is judged below, before a single pixel is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(
                io.BytesIO(data), formats=("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
            )
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnreadablePages(
            "PAGES-UNKNOWN",
            "To nie jest PDF ani obraz (JPEG, PNG, TIFF, WebP), który da się odczytać.",
        ) from error
    with image:
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        pages = ImagePages(image)
        if pages.count > MAX_PAGES:
            raise UnreadablePages(
                "PAGES-COUNT",
                f"Stron w pliku: {pages.count}, a czyta się najwyżej {MAX_PAGES}. Podziel go na mniejsze.",
            )
        yield pages


def _too_many_pixels() -> UnreadablePages:
    return UnreadablePages(
        "PAGES-PIXELS",
        f"Obraz ma ponad {MAX_PIXELS // 1_000_000} megapikseli. Zeskanuj stronę w rozdzielczości 300 dpi.",
    )


def _text_words(page: pdfium.PdfPage, text: object, count: int, number: int) -> list[Word]:
    """Characters joined to words at blanks, at gaps and where the line jumps; what is off the page is left out."""
    left, bottom, right, top = (ctypes.c_double() for _ in range(4))
    loose = pdf_raw.FS_RECTF()
    to_shown = _shower(page)
    words: list[Word] = []
    run: list[str] = []
    box: list[float] = []

    def close() -> None:
        if run:
            x0, y0, x1, y1 = to_shown(box)
            if x1 > 0 and y1 > 0 and x0 < 1 and y0 < 1 and x1 > x0 and y1 > y0:
                spelt = unicodedata.normalize("NFC", "".join(run))
                words.append(
                    Word(spelt, Place(number, max(x0, 0), max(y0, 0), min(x1, 1), min(y1, 1)), 1.0)
                )
            run.clear()
            box.clear()

    for at in range(count):
        code = pdf_raw.FPDFText_GetUnicode(text, at)
        char = chr(code) if code < 0x110000 else "\ufffd"
        if char.isspace() or code in (0, 0xFFFE, 0x200B):
            close()
            continue
        item = pdf_raw.FPDFText_GetTextObject(text, at)
        if item and pdf_raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
            close()
            continue
        if not pdf_raw.FPDFText_GetLooseCharBox(text, at, loose):
            continue
        pdf_raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        here = [loose.left, min(loose.bottom, loose.top), loose.right, max(loose.bottom, loose.top)]
        if box:
            size = here[3] - here[1]
            jumped = abs(here[1] - box[1]) > 0.6 * size or here[0] < box[0] - size
            if jumped or here[0] - box[2] > 0.22 * size:
                close()
        if char == "\u00ad":
            char = "-"
        run.append(_LIGATURES.get(char, char))
        box[:] = here if not box else [
            min(box[0], here[0]), min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3])
        ]  # fmt: skip
    close()
    return words


_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\x02": "-"}


def _shower(page: pdfium.PdfPage):  # type: ignore[no-untyped-def]
    """From the file's coordinates to fractions of the page as shown, turned and cropped."""
    width, height = page.get_size()
    span = 1_000_000
    x, y = ctypes.c_int(), ctypes.c_int()

    def one(px: float, py: float) -> tuple[float, float]:
        pdf_raw.FPDF_PageToDevice(page.raw, 0, 0, span, span, 0, px, py, x, y)
        return x.value / span, y.value / span

    def shown(box: list[float]) -> tuple[float, float, float, float]:
        (ax, ay), (bx, by) = one(box[0], box[1]), one(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    return shown if width and height else (lambda box: (0.0, 0.0, 0.0, 0.0))


def _readable(words: list[Word]) -> bool:
    """A text layer worth reading: some words, made of letters rather than of holes in a font's table."""
    text = "".join(w.text for w in words)
    if len(text) < 20:
        return False
    odd = sum(1 for c in text if c == "\ufffd" or unicodedata.category(c) in {"Co", "Cn", "Cc"})
    return odd / len(text) < 0.05
