from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.ledger.charts import CHARTS
from zaplecze.ledger.models import AccountKind
from zaplecze.statements.cash import Adjustment, indirect_cash_flow
from zaplecze.statements.layouts import (
    ASSETS,
    BY_FUNCTION,
    BY_NATURE,
    LIABILITIES,
    MICRO,
    SMALL,
    parse,
)
from zaplecze.statements.rules import (
    TaggedBalance,
    left_over,
    shortened,
    statement_of,
    tag_of,
    without_place,
)

D = Decimal
DICTIONARY = (
    Path(__file__).resolve().parents[5] / "shared/standards/jpk/dict/JPK_KR_PD_znaczniki_kont.csv"
)


def at(account: str, tag: str, amount: str) -> TaggedBalance:
    """A balance, Wn positive."""
    return TaggedBalance(account, f"konto {account}", tag, D(amount))


def test_every_tag_of_the_schema_has_its_line() -> None:
    if not DICTIONARY.exists():
        pytest.skip("the schema's dictionary lies outside of the project")
    with DICTIONARY.open(encoding="utf-8") as file:
        tags = {r["tag"] for r in csv.DictReader(file) if r["xsd_type"] == "TMapKontaPOZ"}
    balance = {t for t in tags if t.startswith("B")}
    result = {t for t in tags if t.startswith("R")}
    assert balance == ASSETS.tags | LIABILITIES.tags
    assert not ASSETS.tags & LIABILITIES.tags
    assert result == BY_NATURE.tags - {"@490"}
    assert result == (BY_FUNCTION.tags | BY_FUNCTION.left_out) - {"@490"}


def test_every_account_of_the_starting_chart_has_a_line() -> None:
    balances = [
        TaggedBalance(row.number, row.name, tag, D("1.00"))
        for row in CHARTS["services"] + CHARTS["trade"] + CHARTS["production"]
        if row.kind is not AccountKind.OFF
        for tag in (row.tag, row.tag_2)
        if tag
    ]
    layouts = (ASSETS, LIABILITIES, BY_NATURE)
    assert without_place(balances, layouts) == []


def test_each_tag_stands_once() -> None:
    for layout in (ASSETS, LIABILITIES, BY_NATURE, BY_FUNCTION):
        seen = [tag for line in layout.lines if not line.memo for tag in line.tags]
        assert len(seen) == len(set(seen))


def test_a_small_balance_sheet_by_hand() -> None:
    """Machine 1000 less 300, customer owes 500, we owe 250 and 80 tax; capital 600, profit 270."""
    held = [
        at("010", "BAAII1c_W", "1000.00"),
        at("070", "BAAII1c_U", "-300.00"),
        at("201", "BABII3a_D12", "500.00"),
        at("202", "BPBIII3d_D12", "-250.00"),
        at("223", "BPBIII3g", "-80.00"),
        at("801", "BPAI", "-600.00"),
        at("700", "BPAVI", "-270.00"),
    ]
    assets, liabilities = statement_of(ASSETS, held), statement_of(LIABILITIES, held)
    assert (assets.amount("A.II.1.c"), assets.amount("A"), assets.amount("B")) == (700, 700, 500)
    assert (liabilities.amount("A"), liabilities.amount("B.III.3")) == (870, 330)
    assert assets.total == liabilities.total == 1200
    parts = {p.account: p.amount for p in assets.figure("A.II").parts}
    assert parts == {"010": D("1000.00"), "070": D("-300.00")}


def test_a_partner_who_owes_and_one_whom_we_owe_are_not_netted() -> None:
    account = {"tag_1": "BABII3a_D12", "tag_2": "BPBIII3e"}
    owed, owing = D("100.00"), D("-40.00")
    balances = [TaggedBalance("201", "x", tag_of(amount=a, **account), a) for a in (owed, owing)]
    assert statement_of(ASSETS, balances).amount("B.II") == 100
    assert statement_of(LIABILITIES, balances).amount("B.III.3.e") == 40


def test_profit_and_loss_on_a_sale_of_assets_and_exchange_are_told_net() -> None:
    """Sold for 100 what was worth 130; exchange gained 50 and lost 20 (art. 42 ust. 3)."""
    earned = [
        at("760-1", "RPDI_RKGI_POZ", "-100.00"),
        at("761-1", "RPEI_RKHI_POZ", "130.00"),
        at("750-02", "RPGV_RKJV_RK", "-50.00"),
        at("751-02", "RPHIV_RKKIV_RK", "20.00"),
    ]
    result = statement_of(BY_NATURE, earned)
    assert (result.amount("D.I"), result.amount("E.I")) == (0, 30)
    assert (result.amount("G.V"), result.amount("H.IV")) == (30, 0)
    assert result.amount("L") == 0
    same = statement_of(BY_FUNCTION, earned)
    assert (same.amount("H.I"), same.amount("J.V"), same.amount("O")) == (30, 30, 0)


def test_both_variants_end_with_the_same_profit_where_490_settled_the_costs() -> None:
    earned = [
        at("700", "RPAI_RKAI_POZ", "-900.00"),
        at("402", "RPBIII", "500.00"),
        at("490", "INNE", "-500.00"),
        at("500", "RKBI_POZ", "300.00"),
        at("550", "RKE", "200.00"),
    ]
    nature, function = statement_of(BY_NATURE, earned), statement_of(BY_FUNCTION, earned)
    assert (nature.amount("A.II"), nature.amount("B.III"), nature.amount("L")) == (0, 500, 400)
    assert (function.amount("B.I"), function.amount("E"), function.amount("O")) == (300, 200, 400)
    assert left_over(BY_FUNCTION, earned) == 0
    assert left_over(BY_FUNCTION, earned[:2]) == 500


def test_what_has_no_line_is_named() -> None:
    lost = at("999", "NIEZNANY", "5.00")
    assert without_place([lost, at("801", "BPAI", "1.00")], (ASSETS, LIABILITIES)) == [lost]


def test_a_line_that_cant_be_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="dziwny"):
        parse("dziwny", "Dziwny", "A | a | b | c")


TAGS = sorted(ASSETS.tags | LIABILITIES.tags)
RESULT_TAGS = sorted(BY_NATURE.tags - {"@490"})
grosze = st.integers(-(10**9), 10**9).map(lambda n: D(n).scaleb(-2))
lines = st.lists(st.tuples(st.sampled_from(TAGS), grosze), max_size=12)
results = st.lists(st.tuples(st.sampled_from(RESULT_TAGS), grosze), max_size=8)


def books(
    rows: list[tuple[str, Decimal]], earned: list[tuple[str, Decimal]]
) -> tuple[list[TaggedBalance], list[TaggedBalance]]:
    """Balances that sum to nothing, the capital taking the rest; the result stands in the equity too."""
    result = [TaggedBalance(f"7{n}", "", tag, amount) for n, (tag, amount) in enumerate(earned)]
    held = [TaggedBalance(f"0{n}", "", tag, amount) for n, (tag, amount) in enumerate(rows)]
    held += [TaggedBalance(b.account, "", "BPAVI", b.amount) for b in result]
    held.append(TaggedBalance("801", "", "BPAI", -sum((b.amount for b in held), D(0))))
    return held, result


@settings(max_examples=150, deadline=None)
@given(lines, results, lines)
def test_any_books_balance_and_their_cash_flow_explains_the_cash(
    rows: list[tuple[str, Decimal]],
    earned: list[tuple[str, Decimal]],
    rows_before: list[tuple[str, Decimal]],
) -> None:
    held, result = books(rows, earned)
    before, _ = books(rows_before, [])
    assets, liabilities = (statement_of(layout, held, before) for layout in (ASSETS, LIABILITIES))
    income = statement_of(BY_NATURE, result)
    assert assets.total == liabilities.total
    assert income.amount("L") == -sum((b.amount for b in result), D(0))
    for statement in (assets, liabilities, income):
        for figure in statement.figures:
            assert figure.amount == sum((p.amount for p in figure.parts), D(0))
    # Profit in the equity is the one of the statement, unless other accounts carry its tag too.
    if not any(tag == "BPAVI" for tag, _ in rows):
        flow = indirect_cash_flow(assets, liabilities, income)
        assert flow.difference == 0
    for short in (SMALL, MICRO):
        small = shortened(short["assets"], assets)
        assert small.total == assets.total
        for figure in small.figures:
            assert figure.amount == sum((p.amount for p in figure.parts), D(0))


def test_an_adjustment_moves_and_changes_no_sum() -> None:
    held, _ = books([("BABIII1c1_SPKR", D("10.00"))], [])
    assets, liabilities = statement_of(ASSETS, held), statement_of(LIABILITIES, held)
    income = statement_of(BY_NATURE, [])
    moved = Adjustment("C.I.1", "A.II.10", D("4.00"), "dopłata rozliczona potrąceniem")
    flow = indirect_cash_flow(assets, liabilities, income, [moved])
    assert (flow.amount("C.I.1"), flow.amount("A.II.10")) == (D("6.00"), D("4.00"))
    assert (flow.amount("D"), flow.difference) == (D("10.00"), 0)
