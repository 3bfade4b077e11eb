"""Figures typed by hand: what is counted, what doesn't fit, what pasted rows and strangers' files say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.formats import e_sprawozdanie_1_2 as sf
from zaplecze.platform.business_years import CALENDAR_YEARS
from zaplecze.platform.refusal import Refusal
from zaplecze.statements.layouts import ASSETS, LIABILITIES
from zaplecze.statements.reading import from_paste, from_statement
from zaplecze.statements.rules import TaggedBalance, shortened, statement_of
from zaplecze.statements.typed_lines import (
    NET,
    RESULTS,
    SHORT,
    counted,
    misfits,
    sheets_of,
    totals,
)

D = Decimal
SAMPLES = Path(__file__).resolve().parents[4].parent / "shared/standards/sf/samples"
NIP = "9990019019"
grosze = st.integers(-(10**9), 10**9).map(lambda n: D(n).scaleb(-2))
BALANCE_TAGS = sorted(ASSETS.tags | LIABILITIES.tags)


@pytest.mark.parametrize(("annex", "variant"), NET)
@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(BALANCE_TAGS), grosze), max_size=8),
    st.data(),
)
def test_lines_are_counted_as_the_books_fill_them(
    annex: str, variant: str, held: list[tuple[str, Decimal]], data: st.DataObject
) -> None:
    """Any statement that books fill, typed line by line, comes out the same: sums, formulas, totals."""
    result_tags = st.sampled_from(sorted(RESULTS[variant].tags - {"@490"}))
    earned = data.draw(st.lists(st.tuples(result_tags, grosze), max_size=8))
    layouts = {"assets": ASSETS, "liabilities": LIABILITIES, "result": RESULTS[variant]}
    for sheet, layout in layouts.items():
        rows = earned if sheet == "result" else held
        filled = statement_of(layout, [TaggedBalance("1", "", tag, a) for tag, a in rows])
        if annex in SHORT:
            filled = shortened(SHORT[annex][layout.code], filled)
        amounts = {f.code: f.amount for f in filled.figures}
        lines = sheets_of(annex, variant)[sheet]
        assert [line.code for line in lines] == list(amounts)
        typed = {x.code: amounts[x.code] for x in lines if not x.terms}
        assert counted(lines, typed) == amounts


def test_the_net_result_is_the_last_counted_line() -> None:
    for (annex, variant), net in NET.items():
        last = sheets_of(annex, variant)["result"][-1]
        assert (last.code, bool(last.terms)) == (net, True)
    with pytest.raises(KeyError):
        sheets_of("4", "by-function")
    with pytest.raises(KeyError):
        sheets_of("2", "by-nature")


def figures() -> dict[str, dict[str, Decimal]]:
    """A machine of 600, money of 400; capital 700, the year's profit 300 after interest of 20 and tax of 30."""
    told = {
        "assets": "A.II.1.c 600 B.III.1.c.1 400",
        "liabilities": "A.I 700 A.VI 300",
        "result": "A.I 900 B.III 550 H.I 20 J 30",
        "cash-flow": "A.I 300 A.II.3 20 C.II.8 20 F 100 G 400",
        "equity": "A.I 700",
    }
    return {
        sheet: {code: D(amount) for code, amount in zip(*[iter(text.split())] * 2, strict=True)}
        for sheet, text in told.items()
    }


def test_figures_that_fit_are_kept_as_they_are() -> None:
    assert misfits("1", "by-nature", figures()) == []
    sheets = sheets_of("1", "by-nature")
    assert totals(counted(sheets["assets"], figures()["assets"])) == 1000
    assert counted(sheets["result"], figures()["result"])["L"] == 300
    assert counted(sheets["cash-flow"], figures()["cash-flow"])["D"] == 300


@pytest.mark.parametrize(
    ("sheet", "code", "amount", "fault"),
    [
        ("assets", "B.I.1", "0.01", "balance"),
        ("result", "J", "30.01", "result"),
        ("cash-flow", "A.II.6", "-5.00", "flow"),
        ("cash-flow", "G", "1.00", "flow"),
        ("result", "H.I.J", "20.01", "within"),
    ],
)
def test_what_doesnt_fit_is_named(sheet: str, code: str, amount: str, fault: str) -> None:
    values = figures()
    values[sheet][code] = D(amount)
    found = misfits("1", "by-nature", values)
    assert fault in {m.code for m in found}
    assert all(m.stops for m in found if m.code != "within")
    assert [m.code for m in misfits("5", "by-nature", {})] == ["empty"]


PASTED = """
Aktywa\t\t2024
A.\tAktywa trwałe\t1 000,00
I.\tWartości niematerialne i prawne\t0,00
II.\tRzeczowe aktywa trwałe\t1 000,00
1.\tŚrodki trwałe\t1 000,00
c)\turządzenia techniczne i maszyny\t1 000,00\t900,00
B.\tAktywa obrotowe\t500,00
III.\tInwestycje krótkoterminowe\t500,00
\tśrodki pieniężne w kasie i na rachunkach\t500,00 zł
\tSrebrne łyżki\t7,00
Pasywa
A.I\tKapitał podstawowy\t1 200,00
A. VI\tZysk netto\t300,00
"""


def test_rows_of_a_sheet_find_their_lines() -> None:
    """Whole numbers, numbers of a level, names; a row without a line and a sum that differs are told."""
    read = from_paste(PASTED, annex="1", variant="by-nature", sheet="assets")
    assert read.values == {
        "assets": {"A.II.1.c": D("1000.00"), "B.III.1.c.1": D("500.00")},
        "liabilities": {"A.I": D("1200.00"), "A.VI": D("300.00")},
    }
    assert [(m.code, "łyżki" in m.message) for m in read.strange] == [("row", True)]
    wrong = from_paste(
        "A.I\tKoszty\t5,00\nA.I.1\tKoszty zakończonych prac rozwojowych\t4,00",
        annex="1", variant="by-nature", sheet="assets",
    )  # fmt: skip
    assert [m.code for m in wrong.strange] == ["sum"]
    for text, sheet in (
        ("bez kwot", "assets"),
        (PASTED, "podatki"),
        ("x\t1,00\n" * 2001, "assets"),
    ):
        with pytest.raises(Refusal):
            from_paste(text, annex="1", variant="by-nature", sheet=sheet)


def test_a_second_a_begins_the_next_statement() -> None:
    rows = (
        "A\tAktywa trwałe\t5,00\nB.I\tZapasy\t3,00\nA\tKapitał własny\t8,00\nA.I\tPodstawowy\t8,00"
    )
    read = from_paste(rows, annex="5", variant="by-nature", sheet="assets")
    assert read.values == {"assets": {"B.I": D("3.00")}, "liabilities": {"A.I": D("8.00")}}
    assert {m.code for m in read.strange} == {"sum"}  # A of 5,00 with nothing below it


def statement(**changes: object) -> sf.Figures:
    P = sf.Position
    told: dict[str, object] = {
        "kind": sf.Kind.MICRO,
        "variant": sf.Variant.BY_NATURE,
        "first_day": date(2024, 1, 1),
        "last_day": date(2024, 12, 31),
        "name": "Lampiony",
        "nip": NIP,
        "version": "1-3",
        "factor": 1,
        "assets": (P("A", D(4), D(0)), P("B", D(6), D(0))),
        "liabilities": (P("A", D(10), D(0)), P("B", D(0), D(0))),
        "result": (
            P("A", D(5), D(0)),
            P("B", D(2), D(0)),
            P("B.IV", D(2), D(0)),
            P("F", D(3), D(0)),
        ),
        "own": (),
    }
    return sf.Figures(**{**told, **changes})  # type: ignore[arg-type]


def test_a_file_of_the_year_fills_the_form_and_another_one_is_refused() -> None:
    read = from_statement(statement(), year=CALENDAR_YEARS.of_label(2024), nip=NIP)
    assert (read.annex, read.variant, read.strange) == ("4", "by-nature", [])
    assert misfits("4", "by-nature", read.values) == []
    own = sf.OwnLine("A", "Dotacje", D(2), D(0))
    strange = from_statement(
        statement(own=(own,), factor=1000), year=CALENDAR_YEARS.of_label(2024), nip=NIP
    ).strange
    assert [m.code for m in strange] == ["thousands", "own-line"]
    for year, nip in ((2023, NIP), (2024, "9990010030")):
        with pytest.raises(Refusal):
            from_statement(statement(), year=CALENDAR_YEARS.of_label(year), nip=nip)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie outside of the project")
@pytest.mark.parametrize("name", ["esfviewer_case1.xml", "plcode7_Przykladowe-Sprawozdanie.xml"])
def test_statements_of_other_programs_come_out_as_they_are(name: str) -> None:
    """One in thousands with costs below zero, one of schema 1-0 with lines of its own."""
    figures = sf.read_figures((SAMPLES / name).read_bytes())
    read = from_statement(
        figures, year=CALENDAR_YEARS.of_label(figures.first_day.year), nip=figures.nip
    )
    sheets = sheets_of(read.annex, read.variant)
    for sheet, positions in (
        ("assets", figures.assets), ("liabilities", figures.liabilities), ("result", figures.result)
    ):  # fmt: skip
        sums = counted(sheets[sheet], read.values[sheet])
        off = {p.code: p.amount - sums[p.code] for p in positions if p.amount != sums[p.code]}
        if sheet != "result" or not figures.own:
            assert off == {}
        else:  # what the entity's own line adds runs through to the net result
            assert set(off.values()) == {figures.own[0].amount}
            assert set(off) == {"A", "C", "F", "I", "L"}
    wrong = {m.code for m in misfits(read.annex, read.variant, read.values) if m.stops}
    assert wrong == ({"result"} if figures.own else set())
