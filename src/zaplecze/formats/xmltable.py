"""XML as a table of its elements, for people: a letter of an office, an older invoice, a report. Nothing is executed.

Entities stay closed, nothing is fetched; what can't be parsed gives no rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

MOST_ROWS = 2_000
LONGEST = 1_000
DEEPEST = 12

_NOT_ROOT = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(rb"<(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?P<rest>[^>]*)>")
_SPACE = re.compile(rb"xmlns(?::(?P<prefix>[\w.-]+))?\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)')")
_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Row:
    """An element: its name without prefix, how deep it lies (0 the root) and its own text, cut when long."""

    name: str
    depth: int
    value: str


def root_of(data: bytes) -> tuple[str, str] | None:
    """Namespace ("" for none) and name of the root element, told by the file's beginning; None where there is none.

    >>> root_of(b'<?xml version="1.0"?><!-- <Faktura> --><p:Pismo xmlns:p="urn:x"/>')
    ('urn:x', 'Pismo')
    """
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in head:  # UTF-16
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    found = _ROOT.match(_NOT_ROOT.sub(b"", head).lstrip())
    if found is None:
        return None
    spaces = {m["prefix"]: m["a"] or m["b"] or b"" for m in _SPACE.finditer(found["rest"])}
    space = spaces.get(found["prefix"], b"")
    return space.decode("utf-8", "replace"), found["name"].decode("utf-8", "replace")


def rows_of(data: bytes) -> tuple[Row, ...]:
    """Elements with a text of their own or children, in the order of the file, at most `MOST_ROWS`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    rows: list[Row] = []
    waiting = [(root, 0)]
    while waiting and len(rows) < MOST_ROWS:
        element, depth = waiting.pop()
        if not isinstance(element.tag, str):
            continue  # an entity that stays closed
        text = " ".join((element.text or "").split())
        value = text if len(text) <= LONGEST else text[:LONGEST] + " …"
        rows.append(Row(etree.QName(element).localname, min(depth, DEEPEST), value))
        waiting += [(child, depth + 1) for child in reversed(element)]
    return tuple(rows)
