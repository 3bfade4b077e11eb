"""Patterns: what a person corrected once is found at its place on the supplier's next paper."""

from __future__ import annotations

import random

import pytest
from bench.reading.corpus import typeset
from bench.reading.facts import make_facts

from zaplecze.formats.pages import CERTAIN, Pattern, learn_pattern
from zaplecze.formats.pages.tests.papers import read


def _odd_paper(
    seed: int, *, account: str = "", label: str = "Znak sprawy"
) -> tuple[bytes, dict[str, str]]:
    """An invoice whose number stands under a label that nobody knows, of always the same supplier."""
    facts = make_facts(random.Random(seed), count=2)
    supplier = make_facts(random.Random(99))
    facts.data["seller"] = supplier.data["seller"]
    for name in ("seller_nip", "seller_name"):
        facts.truth[name] = supplier.truth[name]
    facts.data["number"] = facts.truth["number"] = f"FV/{seed}11/2026"
    facts.data["account"] = account or supplier.data["account"]
    facts.truth["account"] = supplier.truth["account"]
    labels = dict(facts.data["labels"])  # type: ignore[call-overload]
    facts.data["labels"] = labels | {"number": label, "no": "–"}
    facts.data["title"] = "Rozliczenie"
    facts.data["ksef"] = ""
    return typeset("invoices", "modern", facts, font="DejaVu Sans", size=9), facts.truth


def test_a_corrected_number_is_found_on_the_next_paper() -> None:
    first, truth = _odd_paper(1)
    paper = read(first)
    assert paper.field("number") is None
    pattern = learn_pattern(paper, {"number": truth["number"]})
    assert pattern is not None and pattern.seller_nip == truth["seller_nip"]
    second, other = _odd_paper(4)
    number = read(second, patterns=[Pattern.from_json(pattern.to_json())]).field("number")
    assert number is not None and number.value == other["number"] and number.confidence >= CERTAIN
    assert "tam, gdzie zawsze" in number.why


def test_a_pattern_of_another_supplier_does_nothing() -> None:
    first, truth = _odd_paper(1)
    pattern = learn_pattern(read(first), {"number": truth["number"]})
    assert pattern is not None
    stranger = Pattern("9990013063", pattern.spots, pattern.constants)
    assert read(_odd_paper(4)[0], patterns=[stranger]).field("number") is None


def test_another_account_than_always_is_doubtful() -> None:
    first, truth = _odd_paper(1)
    pattern = learn_pattern(
        read(first), {"account": truth["account"], "seller_name": "Nazwa Poprawiona"}
    )
    assert pattern is not None
    same = read(_odd_paper(4)[0], patterns=[pattern])
    assert {f.name: f.value for f in same.fields if f.confidence >= CERTAIN}[
        "seller_name"
    ] == "Nazwa Poprawiona"
    other = read(
        _odd_paper(5, account="63 0000 0000 0000 0000 0000 0102")[0], patterns=[pattern]
    ).field("account")
    assert other is not None and other.confidence < CERTAIN and truth["account"] in other.why


def test_a_value_that_is_not_on_the_paper_teaches_nothing() -> None:
    assert learn_pattern(read(_odd_paper(1)[0]), {"number": "NIE/MA/TEGO"}) is None


def test_the_newer_correction_wins() -> None:
    paper, truth = _odd_paper(1)
    old = learn_pattern(read(paper), {"number": truth["number"], "account": truth["account"]})
    new = learn_pattern(read(paper), {"account": "63000000000000000000000102"})
    assert old is not None and new is not None
    merged = old.merged(new)
    assert dict(merged.constants) == {"account": "63000000000000000000000102"}
    assert [s.field for s in merged.spots] == ["number"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"seller_nip": 1, "spots": [{}], "constants": []}', "null"]
)
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a pattern"):
        Pattern.from_json(text)
