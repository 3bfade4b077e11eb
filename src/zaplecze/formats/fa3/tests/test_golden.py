"""Goal: own invoices of every kind are written as the golden files and read back whole.

Method: each builder of `invoices` has a golden file; together they hold every element of the
schema, and no leaf of any of them may get lost between reading and writing.
"""

import re
from collections import Counter
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from zaplecze.formats import fa3
from zaplecze.formats.fa3.tests.helpers import leaves, sample_params
from zaplecze.formats.fa3.tests.invoices import ALL, FIXTURES, golden

XSD = "{http://www.w3.org/2001/XMLSchema}"


@pytest.mark.parametrize("name", ALL)
def test_an_invoice_is_written_as_its_golden_file(name: str) -> None:
    assert fa3.write(ALL[name]()).decode() == golden(name).decode()


@pytest.mark.parametrize("name", ALL)
def test_a_golden_file_is_read_as_the_invoice_it_was_written_from(name: str) -> None:
    assert fa3.read(golden(name)) == ALL[name]()


@pytest.mark.parametrize("name", ALL)
def test_every_leaf_of_a_golden_file_survives_reading_and_writing(name: str) -> None:
    assert leaves(fa3.write(fa3.read(golden(name)))) == leaves(golden(name))


def test_there_is_no_golden_file_without_its_invoice() -> None:
    assert {path.stem for path in FIXTURES.glob("*.xml")} == set(ALL)


def test_the_golden_files_hold_every_element_of_the_schema() -> None:
    held = {re.sub(r"/@\w+", "", path) for name in ALL for path, _ in leaves(golden(name))}
    held |= {path.rsplit("/", depth)[0] for path in held for depth in range(1, path.count("/") + 1)}
    assert _schema_paths() - held == set()


def _schema_paths() -> set[str]:
    """All element paths of the schema, its named complex types expanded."""
    folder = files("ksef_client") / "documents" / "fa3" / "schemas"
    root = etree.fromstring((folder / "schemat_FA(3)_v1-0E.xsd").read_bytes())
    types = {kind.get("name"): kind for kind in root.findall(f"{XSD}complexType")}
    paths: set[str] = set()

    def walk(element: etree._Element, above: str) -> None:
        path = f"{above}/{element.get('name')}".lstrip("/")
        paths.add(path)
        expand(element, path)
        named = types.get((element.get("type") or "").removeprefix("tns:"))
        if named is not None:
            expand(named, path)

    def expand(part: etree._Element, path: str) -> None:
        for child in part:
            if child.tag == f"{XSD}element":
                walk(child, path)
            elif child.tag == f"{XSD}extension":
                named = types.get((child.get("base") or "").removeprefix("tns:"))
                if named is not None:
                    expand(named, path)
            else:
                expand(child, path)

    top = root.find(f"{XSD}element")
    assert top is not None
    walk(top, "")
    return paths


@pytest.mark.parametrize("path", sample_params(valid_only=True))
def test_every_leaf_of_a_valid_sample_survives_reading_and_writing(path: Path) -> None:
    data = path.read_bytes()
    invoice = fa3.read(data)
    assert invoice.extras == ()
    assert _stated(leaves(fa3.encode(invoice))) == _stated(leaves(data))
    assert fa3.read(fa3.encode(invoice)) == invoice


def _stated(found: Counter[tuple[str, object]]) -> Counter[tuple[str, object]]:
    """Less a zero VAT of One Stop Shop, which may be left out and is always written."""
    del found["Faktura/Fa/P_14_5", Decimal(0)]
    return found
