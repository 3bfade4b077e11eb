"""Elements of Stopka and Zalacznik."""

from lxml import etree

from zaplecze.formats.fa3.grammar import Extras, Node, Row, cells, leaf, node, text
from zaplecze.formats.fa3.types import (
    AttachmentBlock,
    Column,
    Footer,
    FooterText,
    KeyValue,
    Registration,
    Table,
)

FOOTER = Node(
    Footer,
    node("Informacje", "texts", Node(FooterText, text("StopkaFaktury", "text")), many=True),
    node(
        "Rejestry",
        "registrations",
        Node(
            Registration,
            text("PelnaNazwa", "full_name"),
            text("KRS", "krs"),
            text("REGON", "regon"),
            text("BDO", "bdo"),
        ),
        many=True,
    ),
)


_COLUMN_TITLE = Node(dict, text("NKom", "title"))
_COLUMNS = Node(dict, node("Kol", "columns", _COLUMN_TITLE, many=True))


def _read_columns(element: etree._Element, extras: Extras) -> tuple[Column, ...]:
    titles = _COLUMNS.values(element, extras)["columns"]
    types = [column.get("Typ", "txt") for column in element]
    return tuple(Column(values["title"], kind) for values, kind in zip(titles, types, strict=True))


def _write_columns(name: str, value: tuple[Column, ...], out: list[str]) -> None:
    out.append(f"<{name}>\n")
    for column in value:
        out.append(f'<Kol Typ="{column.type}">\n')
        leaf("NKom", column.title, out)
        out.append("</Kol>\n")
    out.append(f"</{name}>\n")


_TABLE = Node(
    Table,
    node(
        "TMetaDane",
        "metadata",
        Node(KeyValue, text("TKlucz", "key"), text("TWartosc", "value")),
        many=True,
    ),
    text("Opis", "description"),
    Row("TNaglowek", "columns", _read_columns, _write_columns),
    cells("Wiersz", "rows", "WKom", many=True),
    cells("Suma", "sums", "SKom"),
)
ATTACHMENT_BLOCK = Node(
    AttachmentBlock,
    text("ZNaglowek", "title"),
    node(
        "MetaDane",
        "metadata",
        Node(KeyValue, text("ZKlucz", "key"), text("ZWartosc", "value")),
        many=True,
    ),
    cells("Tekst", "paragraphs", "Akapit"),
    node("Tabela", "tables", _TABLE, many=True),
)
