"""Words of a picture by Tesseract, with Polish and English; a second look at a single place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pytesseract
from PIL import Image

from zaplecze.formats.pages.picture import Picture, Prepared, prepare, turned
from zaplecze.formats.pages.types import Place, Word

SECONDS_PER_PAGE = 60
PSM = 11
_BLANK_INK = 0.0006
_LEAST_CONFIDENCE = 0.25
_NO_TESSERACT = (
    "Na tym komputerze nie ma programu Tesseract, więc skany i zdjęcia nie są czytane. "
    "Zainstaluj pakiety tesseract-ocr i tesseract-ocr-pol."
)


class OcrMissing(Exception):
    """Tesseract or its Polish is not installed; the text is for people."""


@dataclass(frozen=True, slots=True)
class OcrPage:
    """A page as OCR saw it; places of its words are on the prepared picture, where lines are level."""

    words: tuple[Word, ...]
    prepared: Prepared
    page: int
    notes: tuple[str, ...]


@lru_cache(1)
def ocr_languages() -> str:
    """``pol+eng`` where both are installed; refuses with `OcrMissing`. Asked once per process."""
    # Tesseract's threads get into each other's way: one per page is several times faster.
    # What the operator has set stays.
    pytesseract.pytesseract.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        installed = set(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise OcrMissing(_NO_TESSERACT) from error
    if "pol" not in installed:
        raise OcrMissing(
            _NO_TESSERACT.replace("nie ma programu Tesseract", "Tesseract nie zna polskiego")
        )
    return "pol+eng" if "eng" in installed else "pol"


def read_picture(picture: Picture, page: int) -> OcrPage:
    """The words of an RGB picture; a page that stands on its side or head is turned first."""
    languages = ocr_languages()
    prepared = prepare(picture)
    if float((prepared.gray < 128).mean()) < _BLANK_INK:
        return OcrPage((), prepared, page, ())
    try:
        words = _words(prepared, page, languages)
        if _poor(words):
            quarter = _quarter(prepared.gray)
            if quarter:
                prepared = turned(prepared, quarter)
                words = _words(prepared, page, languages)
    except RuntimeError:
        # pytesseract's word for a timeout
        note = f"Strona {page}: rozpoznawanie tekstu trwało ponad {SECONDS_PER_PAGE} s i zostało przerwane."
        return OcrPage((), prepared, page, (note,))
    notes: tuple[str, ...] = ()
    if _poor(words):
        notes = (f"Strona {page}: obraz jest słabej jakości. Zeskanuj ją jeszcze raz w 300 dpi.",)
    return OcrPage(tuple(words), prepared, page, notes)


def look_again(read: OcrPage, place: Place) -> str:
    """The text at a place of the prepared picture, read alone and enlarged: a second opinion where no sum proves."""
    gray = read.prepared.gray
    high, wide = gray.shape[:2]
    pad = max(6, round(0.3 * (place.y1 - place.y0) * high))
    x0, y0 = max(0, round(place.x0 * wide) - pad), max(0, round(place.y0 * high) - pad)
    x1, y1 = round(place.x1 * wide) + pad, round(place.y1 * high) + pad
    cut = gray[y0:y1, x0:x1]
    if cut.size == 0 or cut.shape[0] > 400:
        return ""
    image = Image.fromarray(cut)
    image = image.resize(
        (round(image.width * 1.7), round(image.height * 1.7)), Image.Resampling.BICUBIC
    )
    try:
        seen = pytesseract.image_to_string(
            image, lang=ocr_languages(), config="--psm 7", timeout=10
        )
    except RuntimeError:
        return ""
    return re.sub(r"\s+", " ", str(seen)).strip()


def _words(prepared: Prepared, page: int, languages: str) -> list[Word]:
    seen = pytesseract.image_to_data(
        Image.fromarray(prepared.gray), lang=languages, config=f"--psm {PSM} --dpi 300", timeout=SECONDS_PER_PAGE,
        output_type=pytesseract.Output.DICT,
    )  # fmt: skip
    high, wide = prepared.gray.shape[:2]
    words = []
    for at, text in enumerate(seen["text"]):
        spelt, confidence = _cleaned(str(text)), float(seen["conf"][at]) / 100
        if not spelt or confidence < _LEAST_CONFIDENCE:
            continue
        left, top, width, height = (float(seen[k][at]) for k in ("left", "top", "width", "height"))
        if height > 0.12 * high or width < 2 or height < 5:
            continue
        # A text layer alone is beyond doubt.
        place = Place(page, left / wide, top / high, (left + width) / wide, (top + height) / high)
        words.append(Word(spelt, place, min(confidence, 0.99)))
    return words


def _cleaned(text: str) -> str:
    """Without the rules of tables, which OCR takes for bars and brackets."""
    text = text.strip().strip("|[]{}~¦_").strip()
    text = text.replace("—", "-")
    return "" if re.fullmatch(r"[^\w%#€$§]+", text) else text


def _poor(words: list[Word]) -> bool:
    good = [w for w in words if w.confidence > 0.7 and len(w.text) > 2]
    return len(good) < max(5, 0.45 * sum(1 for w in words if len(w.text) > 2))


def _quarter(gray: Picture) -> int:
    """Right angles, clockwise, by which the page has to be turned to stand upright; 0 where that is unclear."""
    try:
        seen = pytesseract.image_to_osd(
            Image.fromarray(gray),
            config="--dpi 300",
            timeout=20,
            output_type=pytesseract.Output.DICT,
        )
    except (RuntimeError, pytesseract.TesseractError):
        return 0
    if float(seen.get("orientation_conf", 0)) < 1.0:
        return 0
    return (int(seen.get("rotate", 0)) // 90) % 4
