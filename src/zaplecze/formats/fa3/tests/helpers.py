"""Shared parts of the FA(3) tests."""

from collections import Counter
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from lxml import etree

from zaplecze.formats.fa3 import Fa3Error, read
from zaplecze.formats.fa3.grammar import token

SHARED = Path(__file__).parents[5].parent / "shared" / "standards" / "fa3"
SAMPLES = sorted((SHARED / "samples").glob("*/*.xml"))
MOMENTS = {"DataWytworzeniaFa", "DataGodzRozpTransportu", "DataGodzZakTransportu"}


_ABSENT = pytest.mark.skip(reason="the shared samples of FA(3) are not beside the checkout")


def sample_params(*, valid_only: bool = False) -> list[object]:
    """The samples of others, or one skip with its reason."""
    paths = [path for path in SAMPLES if not valid_only or _is_valid(path)]
    return [pytest.param(path, id=path.stem) for path in paths] or [
        pytest.param(None, marks=_ABSENT)
    ]


def _is_valid(path: Path) -> bool:
    try:
        read(path.read_bytes())
    except Fa3Error:
        return False
    return True


def leaves(data: bytes) -> Counter[tuple[str, object]]:
    """Every leaf of a document as (path, value), values compared by meaning: 1.50 is 1.5."""
    root = etree.fromstring(data.strip().removeprefix(b"\xef\xbb\xbf"))
    found: Counter[tuple[str, object]] = Counter()
    for element in root.iter(etree.Element):
        if any(isinstance(child.tag, str) for child in element):
            for name, value in element.attrib.items():
                if not name.startswith("{"):
                    found[(f"{_path(element)}/@{name}", value)] += 1
            continue
        name = etree.QName(element).localname
        found[(_path(element), _meaning(name, token(element.text)))] += 1
    return found


def _path(element: etree._Element) -> str:
    names = [etree.QName(element).localname]
    names += [etree.QName(parent).localname for parent in element.iterancestors()]
    return "/".join(reversed(names))


def _meaning(name: str, text: str) -> object:
    if name in MOMENTS:
        return datetime.fromisoformat(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
