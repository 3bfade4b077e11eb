"""The chart that a company chooses, and how people change it and the dimensions."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.plugin import AT
from zaplecze.ledger.charts import CHARTS, SYNTHETIC
from zaplecze.ledger.commands.plan import (
    CannotChange,
    add_account,
    add_dimension,
    change_account,
    change_dimension,
)
from zaplecze.ledger.queries import accounts, cost_centers, projects
from zaplecze.office.opening import open_company
from zaplecze.platform.models import Event
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

DICTIONARY = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "standards" / "jpk" / "dict" / "JPK_KR_PD_znaczniki_kont.csv"
)  # fmt: skip


@pytest.mark.parametrize("chart", CHARTS)
def test_each_chart_has_every_number_once_and_all_that_the_program_posts_to(chart: str) -> None:
    numbers = [row.number for row in CHARTS[chart]]
    assert len(numbers) == len(set(numbers))
    assert {"201", "202", "221-1", "222-1", "330", "402-99", "700-01", "860"} <= set(numbers)
    assert all(row.tag for row in CHARTS[chart])
    assert {number[:3] for number in numbers if "-" in number} <= set(SYNTHETIC)


def test_the_charts_differ_where_the_businesses_do() -> None:
    names = {chart: {row.number for row in rows} for chart, rows in CHARTS.items()}
    assert "600" in names["production"] - names["trade"] - names["services"]
    assert "331" in names["trade"] - names["production"] - names["services"]
    assert "845" in names["services"] - names["production"] - names["trade"]


@pytest.mark.parametrize("chart", CHARTS)
def test_every_tag_is_in_the_dictionary(chart: str) -> None:
    if not DICTIONARY.exists():
        pytest.skip("the schema's dictionary lies outside of the project")
    with DICTIONARY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    tags = {r["tag"] for r in rows if r["xsd_type"] == "TMapKontaPOZ"} | {"INNE"}
    tax = {r["tag"] for r in rows if r["field"] == "S_12_3"}
    for row in CHARTS[chart]:
        assert {row.tag, row.tag_2 or row.tag} <= tags, row.number
        assert not row.pd or row.pd in tax, row.number


def test_a_company_opens_with_the_chart_it_chose(company: Any) -> None:
    made = open_company(nip="9990013057", name="Tartak Sosna", at=AT, chart="production")
    with company_scope(made.id):
        assert [a.number for a in accounts()] == [r.number for r in CHARTS["production"]]
    with pytest.raises(Refusal, match="production"), company_scope(company.id):
        from zaplecze.ledger.api import open_books

        open_books("rolnictwo")


def test_an_analytic_account_takes_after_its_pattern(company: Any, make_person: Any) -> None:
    anna = make_person(company, "accountant").id
    with company_scope(company.id):
        made = add_account(number="202-01", name="Huty szkła", pattern="202", by=anna, at=AT)
        assert (made.settles, made.tag_2, made.kind) == (True, "BPBIII3d_D12", "balance")
        for number, pattern in (("202-01", "202"), ("203-1", "202"), ("2o2", "202"), ("5-", "202")):
            with pytest.raises(CannotChange):
                add_account(number=number, name="x", pattern=pattern, by=anna, at=AT)
        changed = change_account(
            number="202-01", name="Huty", settles=False, blocked=True, by=anna, at=AT
        )
        assert (changed.name, changed.settles, changed.blocked) == ("Huty", False, True)
        log = Event.objects.filter(code="ledger.chart.changed")
        assert [e.data["how"] for e in log.order_by("seq")] == ["dodano", "zablokowano"]


def test_cost_centres_and_projects_are_added_renamed_and_closed(
    company: Any, make_person: Any
) -> None:
    anna = make_person(company, "accountant").id
    with company_scope(company.id):
        add_dimension(what="projekty", symbol="hala-2", name="Hala", by=anna, at=AT)
        with pytest.raises(CannotChange, match="już jest"):
            add_dimension(what="projekty", symbol="HALA-2", name="Hala", by=anna, at=AT)
        with pytest.raises(CannotChange, match="bez odstępów"):
            add_dimension(what="mpk", symbol="A B", name="Hala", by=anna, at=AT)
        change_dimension(
            what="projekty", symbol="HALA-2", name="Hala druga", closed=True, by=anna, at=AT
        )
        (project,) = projects()
        assert (project.code, project.name, project.closed) == ("HALA-2", "Hala druga", True)
        change_dimension(what="mpk", symbol="HANDEL", name="Handel", closed=True, by=anna, at=AT)
        assert cost_centers()[-1].code == "HANDEL"
