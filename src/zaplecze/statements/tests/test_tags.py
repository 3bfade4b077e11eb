from __future__ import annotations

import csv
from typing import Any

import pytest

from zaplecze.ledger.charts import CHART
from zaplecze.statements.tags import (
    PD_OFF,
    PD_TAGS,
    TAGS,
    Side,
    TaggedAccount,
    lint,
    side_of,
    suggested,
)
from zaplecze.statements.tests.test_statements import DICTIONARY

USUAL = {row.number: (row.tag, row.tag_2, row.pd) for row in CHART}


def account(number: str = "201", **facts: Any) -> TaggedAccount:
    basic: dict[str, Any] = {
        "name": "konto",
        "kind": "balance",
        "settles": False,
        "tag_1": "BABII3a_D12",
        "tag_2": "",
        "tag_pd": "",
    }
    return TaggedAccount(number, **(basic | facts))


def codes(*accounts: TaggedAccount) -> list[str]:
    return [f.code for f in lint(accounts, USUAL)]


def test_the_tags_are_those_of_the_schema() -> None:
    if not DICTIONARY.exists():
        pytest.skip("the schema's dictionary lies outside of the project")
    with DICTIONARY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert set(TAGS) == {r["tag"] for r in rows if r["xsd_type"] == "TMapKontaPOZ"}
    assert {*PD_TAGS, *PD_OFF} == {r["tag"] for r in rows if r["xsd_type"] == "TMapKontaPD"}


def test_the_starting_chart_has_nothing_to_mend() -> None:
    chart = [
        TaggedAccount(r.number, r.name, r.kind, r.settles, r.tag, r.tag_2, r.pd) for r in CHART
    ]
    assert [f for f in lint(chart, USUAL) if not f.warns] == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"tag_1": ""}, "missing"),
        ({"tag_1": "BABI77"}, "unknown"),
        ({"tag_2": "BPXX"}, "unknown"),
        ({"kind": "result"}, "kind"),
        ({"tag_1": "RPBI"}, "kind"),
        ({"tag_1": "INNE"}, "nowhere"),
        ({"tag_2": "BABI5"}, "same-side"),
        ({"settles": True}, "one-side"),
        ({"number": "071", "tag_1": "BAAII1c_W"}, "gross"),
        ({"kind": "off"}, "off"),
        ({"tag_pd": "PD9"}, "unknown-pd"),
        ({"kind": "off", "tag_1": "INNE", "tag_pd": "PD4"}, "pd-off"),
        ({"kind": "result", "tag_1": "RPBVII", "tag_pd": "PD4_PB"}, "pd-on"),
        ({"tag_pd": "PD4"}, "pd-balance"),
    ],
)
def test_each_contradiction_is_named(facts: dict[str, Any], code: str) -> None:
    assert codes(account(**facts)) == [code]


def test_a_good_account_has_no_finding() -> None:
    assert codes(account(settles=True, tag_2="BPBIII3e")) == []
    assert codes(account("409", kind="result", tag_1="RPBVII", tag_pd="PD4")) == []


def test_a_tag_is_suggested_by_the_nearest_account() -> None:
    assert suggested("402-77", USUAL) == "RPBIII"
    assert suggested("9", USUAL) == ""
    (finding,) = lint([account("402-77", kind="result", tag_1="")], USUAL)
    assert finding.suggestion == "RPBIII"


def test_a_tag_says_where_it_puts_an_account() -> None:
    assert (side_of("BABI1"), side_of("BPAI"), side_of("RKD")) == (
        Side.ASSETS,
        Side.LIABILITIES,
        Side.RESULT,
    )
    assert (side_of("INNE"), side_of("nie ma")) == (Side.NONE, None)
