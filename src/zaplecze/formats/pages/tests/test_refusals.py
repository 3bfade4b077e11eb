"""Files that can't be read are refused with a code and what to do; size is judged before anything is unpacked."""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from PIL import Image

from zaplecze.formats.pages import UnreadablePages, render_page
from zaplecze.formats.pages.ocr import OcrPage
from zaplecze.formats.pages.picture import prepare
from zaplecze.formats.pages.sources import MAX_BYTES, MAX_PAGES
from zaplecze.formats.pages.tests.papers import PDF, invoice, read


def _blank_pages(count: int, *, password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size; a few bytes that would unpack to billions."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (b"", PDF, "PAGES-EMPTY"),
        (b"%PDF-1.7 nothing else", PDF, "PAGES-DAMAGED"),
        (b"<html>", PDF, "PAGES-DAMAGED"),
        (b"GIF89a", "image/gif", "PAGES-UNKNOWN"),
        (b"MZ\x90\x00" * 50, "application/octet-stream", "PAGES-UNKNOWN"),
        (_blank_pages(1, password="tajne"), PDF, "PAGES-ENCRYPTED"),
        (_blank_pages(MAX_PAGES + 1), PDF, "PAGES-COUNT"),
        (_png_of(60_000, 60_000), "image/png", "PAGES-PIXELS"),
        (_png_of(9_000, 9_000), "image/png", "PAGES-PIXELS"),
        (_png_of(300, 300), "image/png", "PAGES-DAMAGED"),
        (b"x" * (MAX_BYTES + 1), "image/png", "PAGES-BYTES"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_each_refusal_has_its_code(data: bytes, media_type: str, code: str) -> None:
    with pytest.raises(UnreadablePages) as refused:
        read(data, media_type)
    assert refused.value.code == code
    assert refused.value.message_pl.endswith((".", "?"))


def test_a_refusal_travels_between_processes() -> None:
    error = UnreadablePages("PAGES-EMPTY", "Plik jest pusty.")
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)


def test_what_the_file_is_counts_not_what_it_is_called() -> None:
    data, facts = invoice("boxed")
    number = read(data, "image/png").field("number")
    assert number is not None and number.value == facts.truth["number"]


def test_a_page_is_rendered_to_the_width_asked_for() -> None:
    data, _ = invoice("boxed")
    picture = Image.open(io.BytesIO(render_page(data, PDF, 1, width=400)))
    assert picture.format == "PNG" and picture.width == 400 and 550 < picture.height < 580


def test_pages_may_be_rendered_by_several_threads_at_once() -> None:
    data, _ = invoice("boxed")
    with ThreadPoolExecutor(4) as threads:
        pictures = set(threads.map(lambda _: render_page(data, PDF, 1, width=150), range(12)))
    assert len(pictures) == 1


def test_a_page_that_is_not_there_is_refused() -> None:
    data, _ = invoice("boxed")
    with pytest.raises(UnreadablePages, match="Nie ma strony 2"):
        render_page(data, PDF, 2, width=400)
    with pytest.raises(ValueError, match="width"):
        render_page(data, PDF, 1, width=100_000)


def test_text_that_nobody_sees_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invisible text (render mode 3) may say anything; the page is read as a picture instead."""
    data, _ = invoice("boxed")
    reader = pypdf.PdfReader(io.BytesIO(data))
    writer = pypdf.PdfWriter(clone_from=reader)
    content = writer.pages[0].get_contents()
    assert content is not None
    content.set_data(content.get_data().replace(b"BT 0 Tr", b"BT 3 Tr"))
    writer.pages[0].replace_contents(content)
    out = io.BytesIO()
    writer.write(out)
    monkeypatch.setattr(
        "zaplecze.formats.pages.read.read_picture",
        lambda picture, page: OcrPage((), prepare(picture[::8, ::8]), page, ()),
    )
    paper = read(out.getvalue())
    assert paper.source == "ocr" and paper.words == ()
