from __future__ import annotations

import csv
from typing import Any

import pytest

from zaplecze.ledger.charts import CHART, CHARTS
from zaplecze.statements.tag_groups import (
    Business,
    Entity,
    entity_findings,
    guessed_business,
    lint_chart,
)
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


def chart_of(name: str) -> list[TaggedAccount]:
    return [
        TaggedAccount(r.number, r.name, r.kind, r.settles, r.tag, r.tag_2, r.pd)
        for r in CHARTS[name]
    ]


ENTITY = Entity(Business.SERVICES)


@pytest.mark.parametrize("name", list(CHARTS))
@pytest.mark.parametrize("variant", ["by-nature", "by-function"])
def test_a_starting_chart_suits_its_company(name: str, variant: str) -> None:
    """No account contradicts itself or its group, nothing is lacking, and the chart tells its business."""
    chart = chart_of(name)
    entity = Entity(Business(name), variant=variant, circle=True)
    assert [
        f for f in lint_chart(chart, USUAL, entity) if f.code not in {"one-side", "nowhere"}
    ] == []
    assert guessed_business(chart) is Business(name)


@pytest.mark.parametrize(
    ("number", "facts", "code", "suggestion"),
    [
        ("402-99", {"kind": "result", "tag_1": "RKE"}, "unusual", "RPBIII"),
        ("402-99", {"kind": "result", "tag_1": "INNE"}, "unusual", "RPBIII"),
        ("500", {"kind": "result", "tag_1": "RPBIII"}, "unusual", "RKBI_POZ"),
        ("700-01", {"kind": "result", "tag_1": "RPBV"}, "unusual", "RPAI_RKAI_POZ"),
        ("801", {"tag_1": "BABIII1c1_SPKR"}, "unusual", "BPAI"),
        ("131", {"tag_1": "BPBIII3a"}, "unusual", "BABIII1c1_SPKR"),
        ("201", {"settles": True, "tag_2": "BPAI"}, "second", "BPBIII3e"),
        ("750-01", {"kind": "result", "tag_1": "RPGII_RKJII_POZ", "tag_pd": "PD4"}, "pd-side", ""),
        ("409-02", {"kind": "result", "tag_1": "RPBVII", "tag_pd": "PD1"}, "pd-side", ""),
    ],
)  # fmt: skip
def test_what_a_reviewer_put_on_the_wrong_line_is_named(
    number: str, facts: dict[str, Any], code: str, suggestion: str
) -> None:
    wrong = account(number, **facts)
    found = [
        f for f in lint_chart([wrong], USUAL, ENTITY) if f.account == number and f.code == code
    ]
    assert [f.suggestion for f in found] == [suggestion]
    assert found[0].warns is (code == "unusual")


def lacking(chart: list[TaggedAccount], entity: Entity) -> set[str]:
    return {f.account or f.code for f in entity_findings(chart, entity)}


def test_a_chart_lacks_what_its_company_needs() -> None:
    """Of a shop with a chart without goods; of books by function without group 5; of a micro entity."""
    common = [
        a
        for a in chart_of("services")
        if a.number not in {"330", "300", "731", "762", "763", "095"}
    ]
    assert lacking(common, Entity(Business.TRADE)) == {"330", "731", "762", "763", "095"}
    by_nature = [a for a in chart_of("services") if a.number[0] != "5" and a.number != "490"]
    assert lacking(by_nature, ENTITY) == set()
    assert lacking(by_nature, Entity(Business.SERVICES, variant="by-function")) == {
        "500",
        "527",
        "550",
        "no-circle",
    }
    assert lacking(by_nature, Entity(Business.SERVICES, circle=True)) == {
        "500",
        "527",
        "550",
        "490",
    }
    assert lacking(by_nature, Entity(Business.PRODUCTION)) == {"600"}
    assert "micro-variant" in lacking(
        by_nature, Entity(Business.SERVICES, annex="4", variant="by-function")
    )
