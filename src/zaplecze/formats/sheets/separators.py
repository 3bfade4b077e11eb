"""Separator sheets: printed, laid between documents in a scanner, found again by their QR code."""

from __future__ import annotations

import io

import segno
from PIL import Image

from zaplecze.formats.sheets.pages import as_pdf, draw, page_count

SEPARATOR = "ZAPLECZE:SEP"
"""What the code on a separator sheet begins with; what follows is the printer's own."""

_WIDTH = 800
_A4 = (1240, 1754)  # A4 at 150 dpi
_CODE = 620


def find_separators(data: bytes, media_type: str) -> tuple[int, ...]:
    """Pages (from 1) that are separator sheets, turned any way; raises `UnreadableSheetsError`."""
    # These two are large: only a process that splits scans pays for them.
    import cv2
    import numpy as np

    detector = cv2.QRCodeDetector()
    found = []
    for page in range(1, page_count(data, media_type) + 1):
        with Image.open(io.BytesIO(draw(data, media_type, page, width=_WIDTH))) as picture:
            gray = np.asarray(picture.convert("L"))
        try:
            text, *_ = detector.detectAndDecode(gray)
        except cv2.error:  # some patterns of dots break the detector; they are no sheet of ours
            continue
        if text.startswith(SEPARATOR):
            found.append(page)
    return tuple(found)


def separator_sheet() -> bytes:
    """A separator sheet to print, as PDF."""
    code = io.BytesIO()
    segno.make(f"{SEPARATOR}:1", error="h").save(code, kind="png", scale=12, border=4)
    sheet = Image.new("RGB", _A4, "white")
    with Image.open(code) as picture:
        mark = picture.convert("RGB").resize((_CODE, _CODE), Image.Resampling.NEAREST)
    sheet.paste(mark, ((_A4[0] - _CODE) // 2, (_A4[1] - _CODE) // 2))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return as_pdf(out.getvalue(), "image/png")
