"""Pages as pictures, for screens."""

from __future__ import annotations

import io

from PIL import Image

from zaplecze.formats.pages.sources import open_pages
from zaplecze.formats.pages.types import UnreadablePages

MAX_WIDTH = 4000


def render_page(data: bytes, media_type: str, page: int, *, width: int) -> bytes:
    """A page as PNG of this width in pixels (at most 4000); pages count from 1.

    Places of `read_pages` are fractions of exactly this picture. Raises `UnreadablePages`, also for a page that isn't
    there.
    """
    if not 1 <= width <= MAX_WIDTH:
        raise ValueError(f"width {width} is not between 1 and {MAX_WIDTH}")
    with open_pages(data, media_type) as opened:
        if not 1 <= page <= opened.count:
            raise UnreadablePages(
                "PAGES-PAGE", f"Nie ma strony {page}: plik ma stron {opened.count}."
            )
        picture = opened.picture(page, width=width)
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()
