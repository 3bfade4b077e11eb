"""What people see of Office files is read, what they don't see isn't; broken and hostile files are told."""

from __future__ import annotations

import random

import pytest
from bench.reading import office as workshop
from bench.reading.facts import make_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.formats.containers import FileType, file_type
from zaplecze.formats.containers.tests.samples import spoilt
from zaplecze.formats.office import UnreadableOfficeError, lay_out, read_office
from zaplecze.formats.office.members import MOST_RATIO, RATIO_FROM
from zaplecze.formats.office.tests.samples import docx, packed, xlsx


def said(data: bytes, kind: FileType) -> dict[str, str]:
    """Texts by the name of their place."""
    found: dict[str, str] = {}
    for block in read_office(data, kind).blocks:
        for row in block.rows:
            for cell in row:
                if any(cell.lines):
                    found[cell.name] = "|".join(cell.lines)
    return found


def test_word_is_read_as_it_is_seen() -> None:
    body = """
    <w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>Zmyślin, </w:t></w:r><w:r><w:t>14.09.2026</w:t></w:r></w:p>
    <w:p><w:r><w:t>Do zapłaty:</w:t><w:tab/><w:t>123,00</w:t></w:r>
      <w:del><w:r><w:delText>999,00</w:delText></w:r></w:del>
      <w:ins><w:r><w:t> zł</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>NIP 5250000000</w:t></w:r>
      <w:r><w:instrText>DATE</w:instrText></w:r></w:p>
    <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Pieczątka</w:t></w:r></w:p></w:txbxContent>
      </mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Pieczątka</w:t></w:r></w:p></w:txbxContent></mc:Fallback>
      </mc:AlternateContent></w:r></w:p>
    <w:sdt><w:sdtContent><w:tbl><w:tblGrid><w:gridCol w:w="2200"/><w:gridCol w:w="2200"/></w:tblGrid>
      <w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Sprzedawca</w:t></w:r></w:p></w:tc></w:tr>
      <w:tr><w:tc><w:p><w:r><w:t>Firma</w:t></w:r></w:p><w:p><w:r><w:t>ul. Zmyślona 1</w:t></w:r></w:p></w:tc>
      <w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>NIP</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>
      </w:tr></w:tbl></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>
    """.replace("\n    ", "").replace("\n", "")
    first = "<w:p><w:r><w:t>Papier firmowy</w:t></w:r></w:p>"
    data = docx(body.replace(">      <", "><").replace(">  <", "><"), header1=first, header2=first)
    assert file_type(data) is FileType.DOCX
    assert said(data, FileType.DOCX) == {
        "nagłówek": "Papier firmowy",
        "akapit 1": "Zmyślin, 14.09.2026",
        "akapit 2": "Do zapłaty:     123,00 zł",
        "pole tekstowe": "Pieczątka",
        "tabela 1, wiersz 1, kolumna 1": "Sprzedawca",
        "tabela 1, wiersz 2, kolumna 1": "Firma|ul. Zmyślona 1",
        "tabela 1, wiersz 2, kolumna 2": "NIP    1",
    }


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;zł&quot;"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs>'
)


def test_a_sheet_is_read_as_it_shows_its_numbers() -> None:
    rows = """<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>1234.5</v></c></row>
    <row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>ukryty</t></is></c></row>
    <row r="9"><c r="A9" s="2"><v>46279</v></c><c r="B9" s="3"><v>0.23</v></c><c r="C9"><v>9990010030</v></c>
    <c r="D9" t="inlineStr"><is><t>ukryta kolumna</t></is></c><c r="E9"><v>0.30000000000000004</v></c>
    <c r="F9" t="str"><v>=tekst</v></c><c r="G9" t="b"><v>1</v></c><c r="H9" s="1"><v>-1234567.005</v></c></row>"""
    strings = "<si><r><t>Do </t></r><r><t>zapłaty</t></r><rPh><t>x</t></rPh></si>"
    sheets = (
        '<sheet name="Ukryty" r:id="rId2" state="hidden"/><sheet name="Faktura" r:id="rId1"/>'
        '<sheet name="Dodatek" r:id="rId2"/>'
    )
    hidden = '<cols><col min="4" max="4" hidden="1" width="9"/></cols>'
    data = xlsx(rows, styles=STYLES, strings=strings, sheets=sheets, columns=hidden)
    assert file_type(data) is FileType.XLSX
    assert said(data, FileType.XLSX) == {
        "komórka A1": "Do zapłaty",
        "komórka B1": "1 234,50 zł",
        "komórka A9": "2026-09-14",
        "komórka B9": "23%",
        "komórka C9": "9990010030",
        "komórka E9": "0,3",
        "komórka F9": "=tekst",
        "komórka G9": "PRAWDA",
        "komórka H9": "-1 234 567,01 zł",
    }
    (note,) = read_office(data, FileType.XLSX).notes
    assert "„Faktura”" in note and "„Dodatek”" in note and "Ukryty" not in note


def test_rtf_is_read_as_it_is_seen() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1250\uc1{\fonttbl{\f0\fcharset238 Arial;}{\f1\fcharset204 Arial;}}{\info{\author Kto}}"
        rb"{\pict\bin4 }}}}}{\*\generator X;}\f0 Do zap\'b3aty: \u8364? 5{\v ukryte}{\deleted stare} z\'b3\par"
        rb"\trowd\cellx3000\cellx6000\pard\intbl Firma\par ul. Nowa\cell NIP 1\cell\row\pard "
        rb"{\field{\*\fldinst HYPERLINK}{\fldrslt odno\'9cnik}}\par {\f1 \'c0}\{x\}}"
    )
    assert said(data, FileType.RTF) == {
        "akapit 1": "Do zapłaty: € 5 zł",
        "tabela 1, wiersz 1, kolumna 1": "Firma|ul. Nowa",
        "tabela 1, wiersz 1, kolumna 2": "NIP 1",
        "akapit 2": "odnośnik",
        "akapit 3": "А{x}",
    }


def test_open_document_leaves_out_what_is_deleted_hidden_or_noted() -> None:
    page = workshop.Page((workshop.Piece("Razem\t1,00"), workshop.Piece(rows=(("a", "b\nc"),))))
    hidden = "<text:p><office:annotation><text:p>uwaga</text:p></office:annotation>x<text:s text:c='3'/>y</text:p>"
    deleted = "<text:tracked-changes><text:deletion><text:p>stare</text:p></text:deletion></text:tracked-changes>"
    data = workshop.as_odt(page)
    content = workshop.content_of(data).replace("<office:text>", "<office:text>" + deleted + hidden)
    mimetype = {"mimetype": workshop.ODT, "content.xml": content}
    assert said(packed(mimetype), FileType.ODT) == {
        "akapit 1": "x   y",
        "akapit 2": "Razem   1,00",
        "tabela 1, wiersz 1, kolumna 1": "a",
        "tabela 1, wiersz 1, kolumna 2": "b|c",
    }


def test_columns_stand_apart_and_a_long_text_runs_on_over_empty_cells() -> None:
    rows = """<row r="1"><c r="A1" t="inlineStr"><is><t>Faktura numer FV/1/2026 z dnia 14 września</t></is></c></row>
    <row r="2"><c r="A2" t="inlineStr"><is><t>Razem</t></is></c><c r="B2"><v>7</v></c></row>"""
    runs = lay_out(read_office(xlsx(rows), FileType.XLSX)).runs
    title, label, amount = runs
    assert title.text.endswith("września") and title.name == "komórka A1"
    assert label.x == title.x and amount.line == label.line == title.line + 1
    assert label.x + len(label.text) + 2 <= amount.x < title.x + len(title.text)


BOMB = "<w:p>" + " " * (RATIO_FROM * 2) + "</w:p>"
ENTITIES = """<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>x&b;&f;</w:t></w:r></w:p></w:body></w:document>"""


def test_bombs_are_refused_and_entities_stay_closed() -> None:
    assert len(docx(BOMB)) * MOST_RATIO < len(BOMB)
    with pytest.raises(UnreadableOfficeError, match="ponad miarę") as refused:
        read_office(docx(BOMB), FileType.DOCX)
    assert refused.value.code == "office.bomb"
    assert said(packed({"word/document.xml": ENTITIES}), FileType.DOCX) == {"akapit 1": "x"}
    with pytest.raises(UnreadableOfficeError, match="uszkodzony"):
        read_office(packed({"content.xml": "<nie"}), FileType.ODT)
    with pytest.raises(UnreadableOfficeError, match="XLSB"):
        read_office(packed({"xl/workbook.bin": b"x"}), FileType.XLSX)


FACTS = make_facts(random.Random(3), count=1)
FILES = {m: w(workshop.page_of("sides", FACTS)) for m, w in workshop.WRITERS.items()}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.randoms(use_true_random=False))
def test_a_spoilt_file_is_read_or_refused(media_type: str, chance: random.Random) -> None:
    kind = next(k for k in FileType if k.media_type == media_type)
    try:
        laid = lay_out(read_office(spoilt(FILES[media_type], chance), kind))
    except UnreadableOfficeError as error:
        assert error.message_pl and error.code.startswith("office.")
    else:
        assert all(r.x >= 0 and 0 <= r.line < laid.height for r in laid.runs)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(
    [b"{", b"}", b"\\par ", b"\\cell ", b"\\row ", b"\\trowd\\cellx9 ", b"\\intbl ", b"\\u-10179?",
     b"\\u56832?", b"\\uc9 ", b"\\'b3", b"\\*", b"\\v ", b"\\v0 ", b"x y", b"\\page ", b"\\bin5 ab",
     b"\\", b"\\fonttbl ", b"\\f7\\fcharset238 "]
), max_size=60))  # fmt: skip
def test_any_rtf_is_read(parts: list[bytes]) -> None:
    laid = lay_out(read_office(b"{\\rtf1 " + b"".join(parts), FileType.RTF))
    text = "".join(r.text for r in laid.runs)
    assert text.encode().decode() == text, "no half signs"
