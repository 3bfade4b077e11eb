"""Invoices out of Office files: read whole by the rules of pages, each field with the name of its place."""

from __future__ import annotations

import random

import pytest
from bench.reading import office as workshop
from bench.reading.facts import make_facts
from bench.reading.judge import NEEDED

from zaplecze.formats.pages import UnreadablePages, learn_pattern
from zaplecze.formats.pages.tests.papers import certain, read, wrong


@pytest.mark.parametrize("layout", list(workshop.LAYOUTS))
@pytest.mark.parametrize("media_type", list(workshop.WRITERS))
def test_an_invoice_is_read_whole_and_nothing_certain_is_wrong(
    layout: str, media_type: str
) -> None:
    facts = make_facts(random.Random(f"{layout} {media_type}"))
    paper = read(workshop.WRITERS[media_type](workshop.page_of(layout, facts)), media_type)
    assert paper.source == "office"
    assert wrong(paper, facts.truth) == {}
    assert set(NEEDED) <= set(certain(paper)), set(NEEDED) - set(certain(paper))


def test_a_field_names_its_cell_and_stands_there() -> None:
    facts = make_facts(random.Random(11), count=1)
    paper = read(workshop.as_xlsx(workshop.page_of("form", facts)), workshop.XLSX)
    number = paper.field("number")
    assert number is not None and number.place is not None
    assert number.why.endswith("(komórka E2)")
    (word,) = [w for w in paper.words if w.text == facts.truth["number"]]
    assert word.place.x0 == pytest.approx(number.place.x0) and word.place.y1 == number.place.y1
    text = read(workshop.as_docx(workshop.page_of("memo", facts)), workshop.DOCX)
    issue = text.field("issue_date")
    assert issue is not None and issue.why.endswith(("(akapit 3)", "(akapit 1)"))


def test_corrections_teach_where_a_supplier_writes_it() -> None:
    facts = make_facts(random.Random(5), count=1)
    facts.data["labels"] = {**facts.data["labels"], "number": "Oznaczenie"}  # type: ignore[dict-item]
    data = workshop.as_docx(workshop.page_of("form", facts))
    first = read(data, workshop.DOCX)
    assert first.field("number") is None
    taught = learn_pattern(
        first, {"number": facts.truth["number"], "seller_nip": facts.truth["seller_nip"]}
    )
    learnt = read(data, workshop.DOCX, patterns=[taught]).field("number")
    assert learnt is not None and learnt.value == facts.truth["number"]


def test_an_empty_and_a_broken_file_are_told() -> None:
    empty = read(workshop.as_docx(workshop.Page(())), workshop.DOCX)
    assert empty.fields == () and "nie ma tekstu" in empty.notes[0]
    with pytest.raises(UnreadablePages, match="uszkodzony"):
        read(b"PK\x03\x04 nothing", workshop.DOCX)
