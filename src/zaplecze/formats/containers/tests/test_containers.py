"""Files of every kind, whole and spoilt: each ends as a part or a refusal, none is lost, nothing crashes."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.formats.containers import (
    FileType,
    Limits,
    Part,
    RefusedPart,
    file_type,
    open_file,
    safe_name,
    text_of,
)
from zaplecze.formats.containers.tests.samples import (
    JPEG,
    PDF,
    PNG,
    TEXT,
    bomb,
    mail,
    random_file,
    spoilt,
    zipped,
)

DOCUMENT = (
    b'<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Umowa nr 7</w:t></w:r></w:p>'
    b"<w:p><w:r><w:t>najmu lokalu</w:t></w:r></w:p></w:body></w:document>"
)
DOCX = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": DOCUMENT})
XLSX = zipped(
    {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook/>",
        "xl/sharedStrings.xml": b"<sst><si><t>Razem</t></si></sst>",
        "xl/worksheets/sheet1.xml": b'<worksheet><row><c t="s"><v>0</v></c><c><v>1230.00</v></c></row></worksheet>',
    }
)
ODT = zipped(
    {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b'<d xmlns:t="t"><body><t:p>Pismo <t:span>w</t:span> sprawie</t:p></body></d>',
    },
    deflated=False,
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, FileType.PDF),
        (b"\n\n" + PDF, FileType.PDF),
        (PNG, FileType.PNG),
        (JPEG, FileType.JPEG),
        (b"II*\x00rest", FileType.TIFF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileType.WEBP),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", FileType.HEIC),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", FileType.XML),
        (b"\xff\xfe" + "<a>ż</a>".encode("utf-16-le"), FileType.XML),
        (b" <!DOCTYPE html><p>x", FileType.HTML),
        (TEXT, FileType.TEXT),
        (":20:wyciąg\n:25:PL\n".encode("cp1250"), FileType.TEXT),
        (mail({}), FileType.MAIL),
        (b"Faktura: 1\nKwota: 2\n", FileType.TEXT),
        (zipped({"a": b"1"}), FileType.ZIP),
        (DOCX, FileType.DOCX),
        (XLSX, FileType.XLSX),
        (ODT, FileType.ODT),
        (b"MZ" + bytes(60) + b"PE\x00\x00", FileType.PROGRAM),
        (b"#!/bin/sh\nrm", FileType.PROGRAM),
        (b"\x78\x9f\x3e\x22..", FileType.TNEF),
        (b"Rar!\x1a\x07\x00", FileType.ARCHIVE),
        (b"\x00" * 9, FileType.EMPTY),
        (b"\x01\x02\x03\x04", FileType.UNKNOWN),
    ],
)
def test_bytes_tell_what_a_file_is(data: bytes, kind: FileType) -> None:
    assert file_type(data) is kind


def test_a_mail_with_an_archive_is_taken_apart() -> None:
    inner = mail({"skan.png": PNG}, subject="Przekazane")
    parts = open_file(
        mail(
            {"faktura.pdf": PDF, "reszta.zip": zipped({"a/umowa.txt": TEXT, "poczta.eml": inner})}
        ),
        "x.eml",
    )
    assert [(p.number, p.parent, p.name) for p in parts] == [
        (0, None, "x.eml"),
        (1, 0, "faktura.pdf"),
        (2, 0, "reszta.zip"),
        (3, 2, "umowa.txt"),
        (4, 2, "poczta.eml"),
        (5, 4, "skan.png"),
    ]
    first = parts[0]
    assert isinstance(first, Part)
    assert first.mail is not None
    assert first.mail.subject == "Faktura za wrzesień"
    assert first.mail.text == "W załączeniu."
    assert first.mail.message_id == "<1@dostawca.example>"
    assert first.mail.sent_at is not None
    assert first.mail.sent_at.isoformat() == "2026-09-28T06:15:00+00:00"
    assert [p.data for p in parts if isinstance(p, Part)][1] == PDF


def codes(data: bytes, name: str = "x", limits: Limits | None = None) -> list[str]:
    return [p.code for p in open_file(data, name, limits) if isinstance(p, RefusedPart)]


def test_what_cannot_be_taken_says_why() -> None:
    assert codes(b"") == ["container.empty"]
    assert codes(zipped({})) == ["container.empty"]
    assert codes(zipped({"a": PDF})[:-30]) == ["container.damaged"]
    (sheet,) = open_file(zipped({"a": PDF})[:-30], "zestawienie.XLSX")
    assert isinstance(sheet, RefusedPart) and "arkusz Excel" in sheet.message_pl
    assert codes(bomb()) == ["container.bomb"]
    assert codes(zipped({"__MACOSX/a": b"x", "Thumbs.db": b"x"})) == ["container.system-file"] * 2
    assert codes(zipped({str(n): b"x" for n in range(9)}), limits=Limits(parts=8)) == [
        "container.too-many"
    ]
    big = Limits(part_bytes=1_000)
    assert codes(zipped({"a": TEXT * 99, "b": TEXT}), limits=big) == ["container.too-big"]
    small = Limits(total_bytes=100)
    assert (
        codes(zipped({"a": TEXT, "b": TEXT * 2, "c": TEXT * 3}), limits=small)
        == ["container.too-much"] * 2
    )
    nested = PDF
    for _ in range(7):
        nested = zipped({"a.zip": nested})
    assert codes(nested) == ["container.too-deep"]
    assert codes(mail({"winmail.dat": b"\x78\x9f\x3e\x22\x01"})) == ["container.tnef"]
    assert codes(mail({"pusty.pdf": b""})) == ["container.empty"]


def test_one_damaged_file_does_not_take_the_others_along() -> None:
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT[::-1]}, deflated=False))
    data[data.index(TEXT[::-1]) + 3] ^= 0xFF
    first, second, third = open_file(bytes(data), "x.zip")
    assert isinstance(second, Part)
    assert isinstance(third, RefusedPart)
    assert (first.name, second.data, third.code) == ("x.zip", TEXT, "container.damaged")


def test_a_name_of_polish_windows_is_read() -> None:
    name = "Zażółć gęślą.txt".encode("cp852")
    data = zipped({"x" * len(name): TEXT}).replace(b"x" * len(name), name)
    assert [p.name for p in open_file(data, "x.zip")] == ["x.zip", "Zażółć gęślą.txt"]
    assert [p.name for p in open_file(zipped({"łąka.txt": TEXT}), "x.zip")][1:] == ["łąka.txt"]


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(zipped({"a.txt": TEXT}, deflated=False))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert codes(bytes(data)) == ["container.encrypted"]


def test_a_cut_attachment_is_refused_and_the_mail_stays() -> None:
    data = mail({"faktura.pdf": PDF}).rstrip()
    cut = data[: data.rindex(b"JVBERi") + 41]
    mail_part, attachment = open_file(cut, "x.eml")
    assert isinstance(mail_part, Part)
    assert isinstance(attachment, RefusedPart)
    assert attachment.code == "container.damaged"


def test_a_logo_in_the_text_is_no_paper() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.com", "Oferta"
    message.set_content("<p>Dzień dobry<br>Oferta</p><img src='cid:logo'>", subtype="html")
    message.add_related(PNG, "image", "png", cid="<logo>")
    mail_part, logo = open_file(message.as_bytes(), "x.eml")
    assert isinstance(mail_part, Part)
    assert mail_part.mail is not None
    assert mail_part.mail.text == "Dzień dobry\nOferta"
    assert isinstance(logo, RefusedPart)
    assert logo.code == "container.decoration"


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (DOCX, FileType.DOCX, "Umowa nr 7\nnajmu lokalu"),
        (XLSX, FileType.XLSX, "Razem\n\n1230.00"),
        (ODT, FileType.ODT, "Pismo w sprawie"),
        (b"<p>A &amp; B<script>x</script><br>C", FileType.HTML, "A & B\nC"),
        ("Zażółć".encode("cp1250"), FileType.TEXT, "Zażółć"),
        (DOCX[:200], FileType.DOCX, ""),
        (PDF, FileType.PDF, ""),
    ],
)
def test_words_of_a_file(data: bytes, kind: FileType, words: str) -> None:
    assert text_of(data, kind) == words


def test_entities_are_not_followed() -> None:
    hostile = (
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b'<w:document xmlns:w="w"><w:t>&x;jawne</w:t></w:document>'
    )
    data = zipped({"[Content_Types].xml": b"", "word/document.xml": hostile})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"ENTITY" in archive.read("word/document.xml")
    assert text_of(data, FileType.DOCX) in ("", "jawne")


@given(st.text(max_size=600))
def test_a_name_is_always_safe(name: str) -> None:
    made = safe_name(name)
    assert 0 < len(made) <= 255
    assert not set(made) & set('/\\\r\n\x00\u202e<>:"|?*')
    assert made not in {".", ".."}
    assert made.isprintable()
    assert safe_name(made) == made


@settings(max_examples=60)
@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_bytes_end_somewhere(data: bytes, name: str) -> None:
    parts = open_file(data, name)
    assert parts
    assert [p.number for p in parts] == list(range(len(parts)))


def test_a_thousand_random_mails_and_archives() -> None:
    """Seeded: each file and each part of it ends as a part or a refusal that tells why; all of them are found."""
    chance = random.Random(2026)
    seen: Counter[str] = Counter()
    for _ in range(1_000):
        name, data = random_file(chance)
        parts = open_file(data, name)
        assert parts, name
        for part in parts:
            assert part.parent is None or part.parent < part.number
            assert part.name == safe_name(part.name)
            if isinstance(part, RefusedPart):
                assert part.code.startswith("container.")
                assert part.message_pl.endswith((".", "!"))
                seen[part.code] += 1
            else:
                assert part.data
                seen[part.type.name] += 1
    assert {"MAIL", "ZIP", "PDF", "PNG", "TEXT"} <= set(seen)
    assert {"container.damaged", "container.bomb", "container.program", "container.tnef",
            "container.unknown", "container.empty", "container.archive"} <= set(seen)  # fmt: skip


def test_as_many_answers_as_files() -> None:
    chance = random.Random(7)
    for _ in range(60):
        files = {f"{n}.bin": spoilt(PDF * 3, chance) for n in range(chance.randrange(1, 9))}
        for data in (zipped(files), mail(files)):
            top = [p for p in open_file(data, "x") if p.parent == 0]
            assert len(top) == len(files)
