"""Scans and photos: read straight, back on their place, honest where Tesseract is missing."""

from __future__ import annotations

import io
import random

import cv2
import numpy as np
import pytest
import segno
from bench.reading.corpus import pictures_pdf, typeset
from bench.reading.others import make_receipt
from bench.reading.wear import encoded, photographed, rastered, scanned
from PIL import Image

from zaplecze.formats.pages import SEPARATOR_PREFIX, OcrMissing, ocr, ocr_languages
from zaplecze.formats.pages.picture import prepare, skew
from zaplecze.formats.pages.tests.papers import certain, invoice, read, wrong
from zaplecze.formats.pages.types import Place

try:
    ocr_languages()
    MISSING = ""
except OcrMissing as error:
    MISSING = str(error)
needs_tesseract = pytest.mark.skipif(
    bool(MISSING), reason="tesseract-ocr with Polish is not installed"
)


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    """A page of an invoice as a picture."""
    return rastered(
        invoice("strip", seed=11, ksef=None)[0] if False else invoice("strip", seed=11)[0], dpi=200
    )[0]


@needs_tesseract
def test_a_scan_is_read_and_its_sums_and_checksums_are_certain(page: np.ndarray) -> None:
    _, facts = invoice("strip", seed=11)
    paper = read(pictures_pdf([encoded(scanned(page, random.Random(1), rough=False), quality=85)]))
    assert paper.source == "ocr" and wrong(paper, facts.truth) == {}
    sure = certain(paper)
    assert {"seller_nip", "buyer_nip", "account", "net", "vat", "gross"} <= set(sure)
    assert not {"seller_name", "buyer_name"} & set(sure), "no checksum proves a name"


@needs_tesseract
def test_a_photo_of_a_receipt_is_read_and_its_places_are_on_the_photo() -> None:
    facts = make_receipt(random.Random(4))
    pdf = typeset("others", "till-a", facts, font="DejaVu Sans Mono", size=7.5)
    shot = photographed(rastered(pdf, dpi=200)[0], random.Random(2), hard=False)
    paper = read(encoded(shot, quality=85), "image/jpeg")
    assert paper.kind == "receipt" and wrong(paper, facts.truth) == {}
    assert certain(paper)["gross"] == facts.truth["gross"]
    gross = paper.field("gross")
    assert gross is not None and gross.place is not None
    high, wide = shot.shape[:2]
    place = gross.place
    cut = shot[
        int(place.y0 * high) : int(place.y1 * high), int(place.x0 * wide) : int(place.x1 * wide)
    ]
    # On the paper, where the total is: bright ground with dark ink in it, not the table around.
    assert cut.mean() > 90 and cut.min() < 90


def test_where_tesseract_is_missing_the_page_says_so(
    page: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> list[str]:
        raise ocr.pytesseract.TesseractNotFoundError

    monkeypatch.setattr(ocr.pytesseract, "get_languages", missing)
    ocr_languages.cache_clear()
    try:
        paper = read(encoded(page, quality=70), "image/jpeg")
    finally:
        ocr_languages.cache_clear()
    assert paper.words == () and paper.kind == "other"
    assert len(paper.notes) == 1 and "nie ma programu Tesseract" in paper.notes[0]


@pytest.mark.parametrize("angle", [-4.0, -0.7, 0.0, 2.3])
def test_skew_is_measured_within_a_tenth_of_a_degree(page: np.ndarray, angle: float) -> None:
    gray = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    high, wide = gray.shape
    turned = cv2.warpAffine(
        gray,
        cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0),
        (wide, high),
        borderValue=(255,),
    )
    assert skew(np.asarray(turned, np.uint8)) == pytest.approx(-angle, abs=0.1)


def test_the_way_back_from_a_flattened_photo(page: np.ndarray) -> None:
    shot = photographed(page[::2, ::2], random.Random(3), hard=True)
    prepared = prepare(shot)
    assert prepared.found_page
    whole = prepared.shown_place(Place(1, 0.0, 0.0, 1.0, 1.0))
    # The sheet lies inside the photo with a margin of the table around it.
    assert (
        0.0 < whole.x0 < 0.2
        and 0.0 < whole.y0 < 0.2
        and 0.8 < whole.x1 < 1.0
        and 0.8 < whole.y1 < 1.0
    )


def test_an_empty_page_has_no_ink_to_raise() -> None:
    noise = np.random.default_rng(1).normal(244, 6, (900, 640, 3))
    prepared = prepare(np.clip(noise, 0, 255).astype(np.uint8))
    assert (prepared.gray < 128).mean() < 0.0006


def test_a_pile_is_split_at_separator_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages with another QR code, as invoices of KSeF have, split nothing."""
    monkeypatch.setattr("zaplecze.formats.pages.read.read_picture", _nothing)
    sheets = [
        _sheet_with_code("https://example.org/faktura"),
        _sheet_with_code(f"{SEPARATOR_PREFIX}:1"),
    ]
    pile = [encoded(scanned(s, random.Random(5), rough=True), quality=80) for s in sheets]
    assert read(pictures_pdf(pile)).separators == (2,)


def _sheet_with_code(text: str) -> np.ndarray:
    code = io.BytesIO()
    segno.make_qr(text).save(code, kind="png", scale=6, border=4)
    qr = np.asarray(Image.open(code).convert("RGB"))
    sheet = np.full((1170, 827, 3), 255, np.uint8)
    sheet[100 : 100 + qr.shape[0], 150 : 150 + qr.shape[1]] = qr
    return sheet


def _nothing(picture: np.ndarray, number: int) -> ocr.OcrPage:
    return ocr.OcrPage((), prepare(picture), number, ())
