"""Office files for tests, written as their programs write them, with what people don't see in them too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body; ``parts`` are headers and footers by name."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        members[f"word/{name}.xml"] = f"<w:hdr {_W}>{inside}</w:hdr>"
    return packed(members)


def xlsx(
    rows: str, *, styles: str = "", strings: str = "", sheets: str = "", columns: str = ""
) -> bytes:
    """A workbook whose first sheet has these rows."""
    sheets = sheets or '<sheet name="Faktura" sheetId="1" r:id="rId1"/>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns:r="{relation}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
            '<Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet>{columns}<sheetData>{rows}</sheetData></worksheet>",
            "xl/worksheets/sheet2.xml": "<worksheet><sheetData/></worksheet>",
            "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        }
    )
