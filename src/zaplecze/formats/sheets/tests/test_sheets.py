"""Pages turned, reordered, split, joined: pdfium's own text and sizes tell what came out."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pypdf
import pytest
from PIL import Image, ImageDraw

from zaplecze.formats.containers import FileType, file_type
from zaplecze.formats.sheets import (
    Sheet,
    UnreadableSheetsError,
    arrange,
    as_pdf,
    draw,
    find_separators,
    page_count,
    separator_sheet,
)

PDF = "application/pdf"


def picture(
    width: int = 300, height: int = 420, *, color: str = "white", form: str = "PNG"
) -> bytes:
    image = Image.new("RGB", (width, height), color)
    ImageDraw.Draw(image).rectangle((10, 10, 60, 40), fill="black")
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def scan(*colors: str) -> bytes:
    """A PDF with a page of each color, told apart by their sizes too."""
    pages = [as_pdf(picture(300 + 30 * n, color=c), "image/png") for n, c in enumerate(colors)]
    return arrange(pages, [Sheet(1, source=n) for n in range(len(pages))])


def color_of(data: bytes, page: int) -> tuple[int, ...]:
    with Image.open(io.BytesIO(draw(data, PDF, page, width=60))) as image:
        return tuple(round(v / 51) for v in image.getpixel((40, 40)))


RED, GREEN, BLUE = (5, 0, 0), (0, 5, 0), (0, 0, 5)


def test_pages_are_reordered_turned_and_left_out() -> None:
    whole = scan("red", "lime", "blue")
    made = arrange([whole], [Sheet(3), Sheet(1, turn=90)])
    assert page_count(made, PDF) == 2
    assert [color_of(made, n) for n in (1, 2)] == [BLUE, RED]
    # Another program agrees about the turn.
    assert [p.rotation for p in pypdf.PdfReader(io.BytesIO(made)).pages] == [0, 90]
    again = arrange([made], [Sheet(2, turn=270)])
    assert [p.rotation for p in pypdf.PdfReader(io.BytesIO(again)).pages] == [0]


def test_papers_are_joined() -> None:
    made = arrange([scan("red"), scan("lime", "blue")], [Sheet(1), Sheet(1, 0, 1), Sheet(2, 0, 1)])
    assert [color_of(made, n) for n in (1, 2, 3)] == [RED, GREEN, BLUE]


def test_a_photo_stands_upright_and_a_tiff_has_all_its_pages() -> None:
    image = Image.new("RGB", (400, 200), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    page = pypdf.PdfReader(io.BytesIO(as_pdf(out.getvalue(), "image/jpeg"))).pages[0]
    assert page.mediabox.height > page.mediabox.width
    tiff = io.BytesIO()
    frames = [Image.new("RGB", (200, 280), c) for c in ("red", "blue")]
    frames[0].save(tiff, "TIFF", save_all=True, append_images=frames[1:])
    made = as_pdf(tiff.getvalue(), "image/tiff")
    assert [color_of(made, n) for n in (1, 2)] == [RED, BLUE]


def test_a_photo_of_a_phone_in_heic_is_a_page() -> None:
    heic = picture(color="blue", form="HEIF")
    assert file_type(heic) is FileType.HEIC
    assert color_of(as_pdf(heic, "image/heic"), 1) == BLUE
    with pytest.raises(UnreadableSheetsError):
        as_pdf(heic[:200], "image/heic")


def test_separators_are_found_turned_any_way() -> None:
    parts = [scan("red"), separator_sheet(), scan("lime"), separator_sheet()]
    order = [Sheet(1), Sheet(1, 0, 1), Sheet(1, 0, 2), Sheet(1, 90, 3)]
    assert find_separators(arrange(parts, order), PDF) == (2, 4)


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnic", b"", b"\x00" * 50])
def test_damaged_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSheetsError) as refused:
        as_pdf(data, PDF)
    assert refused.value.code == "sheets.damaged"
    with pytest.raises(UnreadableSheetsError):
        draw(data, "image/png", 1, width=100)


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no such page"):
        arrange([scan("red")], [Sheet(2)])
    with pytest.raises(UnreadableSheetsError):
        draw(scan("red"), PDF, 2, width=100)


def test_an_encrypted_pdf_is_refused() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(scan("red")))
    writer.encrypt("tajne", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableSheetsError) as refused:
        page_count(out.getvalue(), PDF)
    assert refused.value.code == "sheets.encrypted"


def test_a_bomb_of_points_is_refused() -> None:
    # It says that it is 30,000 points wide and as high; Pillow believes the head.
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    head = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    with pytest.raises(UnreadableSheetsError):
        draw(b"\x89PNG\r\n\x1a\n" + head + picture()[33:], "image/png", 1, width=100)


def test_spoilt_pages_never_crash() -> None:
    chance = random.Random(3)
    whole = scan("red", "lime")
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert draw(bytes(data), PDF, 1, width=50)
        except UnreadableSheetsError as refused:
            assert refused.code.startswith("sheets.")
