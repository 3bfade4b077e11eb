"""Separator sheets: pages with a QR code of ours, at which a pile that was scanned in one go is split."""

from __future__ import annotations

import cv2

from zaplecze.formats.pages.picture import Picture

#: What the QR code of a separator sheet begins with; what follows is the printer's own (a kind, a box). Print it with
#: `segno.make_qr`: short texts become Micro QR otherwise, which scanners don't find.
SEPARATOR_PREFIX = "ZAPLECZE:SEP"


def is_separator(picture: Picture) -> bool:
    """True where the page bears the QR code of a separator sheet."""
    high, wide = picture.shape[:2]
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    for longest in (1200, 2000):
        factor = longest / max(high, wide)
        small = (
            cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            if factor < 1
            else gray
        )
        try:
            text, corners, _ = cv2.QRCodeDetector().detectAndDecode(small)
        except cv2.error:
            continue
        if text.startswith(SEPARATOR_PREFIX):
            return True
        if corners is None or factor >= 1:
            break
    return False
