"""Cash flow and equity in the form of annex 1, pure: whatever happened in a year, both end with the balance sheet."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.statements.cash import Movements, Turnover, indirect_cash_flow
from zaplecze.statements.cash_table import GROUPS, indirect_lines, indirect_table, parts_of
from zaplecze.statements.equity import ORDER, PARTS, Ends, EntryChange, Typed, equity_form
from zaplecze.statements.layouts import ASSETS, BY_NATURE, LIABILITIES
from zaplecze.statements.rules import TaggedBalance, statement_of
from zaplecze.statements.tests.test_statements import books, grosze, lines, results

D = Decimal
LINES = ("A.I", "A.II", "A.III", "A.IV", "A.V", "A.VI", "A.VII")
amounts = st.fixed_dictionaries(dict.fromkeys(LINES, grosze))
change = st.builds(
    EntryChange, st.just(1), st.just("PK/1"), st.just("d"), st.sampled_from("abc"), grosze
)


@st.composite
def turnovers(draw: st.DrawFn) -> dict[str, Turnover]:
    """Turnovers of every set, of the kinds that it may have."""
    positive = grosze.map(abs)
    found = {}
    for group in GROUPS:
        for key, _ in group.sets:
            owners = group.rest == "owners"
            found[key] = Turnover(
                draw(positive),
                draw(positive),
                D("0.00") if owners else draw(grosze),
                draw(grosze) if group.assets else D("0.00"),
                draw(grosze) if key == "property" else D("0.00"),
            )
    return found


@settings(max_examples=40, deadline=None)
@given(lines, results, lines, turnovers(), grosze, st.tuples(grosze, grosze))
def test_any_movements_leave_the_cash_flow_with_the_change_of_money(
    rows: list[tuple[str, Decimal]],
    earned: list[tuple[str, Decimal]],
    rows_before: list[tuple[str, Decimal]],
    moved: dict[str, Turnover],
    valued: Decimal,
    corrections: tuple[Decimal, Decimal],
) -> None:
    """D and the valuation of money are what money changed by; G is F and D, and the next year begins with it."""
    rows = [row for row in rows if row[0] != "BPAVI"]
    held, result = books(rows, earned)
    before, _ = books(rows_before, [])
    assets, liabilities = (statement_of(layout, held, before) for layout in (ASSETS, LIABILITIES))
    told = Movements(
        turnovers=moved, valued=valued, valued_before=D("7.00"), corrections=corrections
    )
    flow = indirect_cash_flow(assets, liabilities, statement_of(BY_NATURE, result), (), told)
    assert flow.difference == 0
    assert flow.amount("E") == flow.amount("D") + flow.amount("E.1")
    assert flow.amount("G") == assets.amount("B.III.1.c") - valued - 7


def test_a_set_without_turnovers_stands_on_the_side_that_it_moved_to() -> None:
    """A loan of 500 that became 300: 200 were repaid, whatever entries say nothing of."""

    def balance(loan: str) -> list[TaggedBalance]:
        held = (("131", "BABIII1c1_SPKR", D(loan)), ("250", "BPBIII3a", -D(loan)))
        return [TaggedBalance(account, "", tag, amount) for account, tag, amount in held]

    now, then = balance("300.00"), balance("500.00")
    sheets = [statement_of(layout, now, then) for layout in (ASSETS, LIABILITIES)]
    flow = indirect_cash_flow(*sheets, statement_of(BY_NATURE, []))
    assert (flow.amount("C.I.2"), flow.amount("C.II.4"), flow.amount("D")) == (0, 200, -200)


def test_an_adjustment_may_go_to_lines_that_sum_no_others() -> None:
    codes = {code for code, _ in indirect_lines()}
    assert not {"A.II", "B.I.3", "B.I.3.b", "D"} & codes
    assert {"C.II.3", "B.I.3.b.5", "A.II.10"} <= codes
    assert all(not parts_of(code) for code in codes)
    assert len({code for code, _, _ in indirect_table()}) == len(indirect_table())


@settings(max_examples=80, deadline=None)
@given(
    amounts,
    amounts,
    st.fixed_dictionaries({part.code: st.lists(change, max_size=3) for part in PARTS}),
    st.builds(Typed, grosze, grosze, grosze.map(abs)),
)
def test_any_year_of_equity_ends_with_the_balance_sheet(
    opening: dict[str, Decimal],
    closing: dict[str, Decimal],
    changes: dict[str, list[EntryChange]],
    typed: Typed,
) -> None:
    """I and II are the sums of both balance sheets; profits and losses of years before never fall below zero."""
    form = equity_form(Ends(opening, closing), changes, typed)
    told = {line.code: line.amount for line in form}
    assert [line.code for line in form] == list(ORDER)
    assert told["I"] == sum(opening.values())
    assert told["II"] == sum(closing.values())
    assert told["III"] == told["II"] - typed.payout
    assert told["I.a"] == told["I"] + typed.policy + typed.errors
    for n, line in zip("1234", LINES, strict=False):
        assert (told[n], told[f"{n}.2"]) == (opening[line], closing[line])
        assert told[f"{n}.1"] == told[f"{n}.1.a"] - told[f"{n}.1.b"]
    assert (
        told["5"]
        == opening["A.V"] + opening["A.VI"] + opening["A.VII"]
        == told["5.1"] - told["5.4"]
    )
    assert told["5.7"] == closing["A.V"] == told["5.3"] - told["5.6"]
    assert min(told["5.1"], told["5.4"], told["5.3"], told["5.6"]) >= 0
    for line in form:
        assert sum((t.amount for t in line.terms), D(0)) == line.amount


def test_a_profit_that_covered_a_loss_and_a_loss_that_ate_profits() -> None:
    """A loss of 30 becomes a profit of 20 by 50 put in; a profit of 30 a loss of 20 by 50 taken out."""

    def year(opening: str, closing: str, by: str) -> dict[str, Decimal]:
        ends = Ends({"A.V": D(opening)}, {"A.V": D(closing)})
        entry = EntryChange(1, "PK/1", "d", "dopłata", D(by))
        return {x.code: x.amount for x in equity_form(ends, {"5": [entry]}, Typed()) if x.amount}

    covered = year("-30.00", "20.00", "50.00")
    assert covered == {
        "I": -30, "I.a": -30, "5": -30, "5.4": 30, "5.5": 30, "5.5.b": 30, "5.2.a": 20, "5.3": 20, "5.7": 20,
        "II": 20, "III": 20,
    }  # fmt: skip
    eaten = year("30.00", "-20.00", "-50.00")
    assert eaten == {
        "I": 30, "I.a": 30, "5": 30, "5.1": 30, "5.2": 30, "5.2.b": 30, "5.5.a": 20, "5.6": 20, "5.7": -20,
        "II": -20, "III": -20,
    }  # fmt: skip
