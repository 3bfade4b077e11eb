from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zaplecze.formats import e_sprawozdanie_1_2 as sf

SHARED = Path(__file__).resolve().parents[5].parent / "shared" / "standards" / "sf"
needs_schema = pytest.mark.skipif(not SHARED.exists(), reason="the official schemas are not here")
HERE = Path(__file__).parent
P = sf.Position


def d(text: str) -> Decimal:
    return Decimal(text)


def result_lines(codes: str, net: str) -> tuple[sf.Position, ...]:
    amounts = {"A": d("700.50"), "A.I": d("700.50"), "B": d("400.00"), net: d("300.50")}
    return tuple(P(c, amounts.get(c, d("0.00")), d("0.00")) for c in codes.split())


INTRODUCTION = sf.Introduction(
    valuation="Środki trwałe według cen nabycia & umorzenie liniowe.",
    result="Rachunek zysków i strat w wariancie porównawczym.",
    presentation="Zgodnie z ustawą o rachunkowości.",
    pkd=("6201Z",),
)
SEAT = sf.Address(
    "mazowieckie", "Warszawa", "Warszawa", "Warszawa", "7", "00-001", "Warszawa", "Jarzębinowa", "3"
)
OTHER = sf.FinancialStatement(
    kind=sf.Kind.OTHER,
    variant=sf.Variant.BY_NATURE,
    first_day=date(2024, 1, 1),
    last_day=date(2024, 12, 31),
    prepared_on=date(2025, 3, 14),
    name="Pracownia Jarzębina & Córki sp. z o.o.",
    nip="9990010030",
    krs="",
    seat=SEAT,
    introduction=INTRODUCTION,
    assets=(
        P("A", d("300.00"), d("400.00")),
        P("A.II", d("300.00"), d("400.00")),
        P("A.II.1", d("300.00"), d("400.00")),
        P("A.II.1.c", d("300.00"), d("400.00")),
        P("B", d("900.50"), d("100.00")),
        P("B.III", d("900.50"), d("100.00")),
        P("C", d("0.00"), d("0.00")),
        P("D", d("0.00"), d("0.00")),
    ),
    liabilities=(
        P("A", d("800.50"), d("500.00")),
        P("A.I", d("500.00"), d("500.00")),
        P("A.VI", d("300.50"), d("0.00")),
        P("B", d("400.00"), d("0.00")),
        P("B.III", d("400.00"), d("0.00")),
        P("B.III.3", d("400.00"), d("0.00")),
        P("B.III.3.i", d("400.00"), d("0.00")),
    ),
    result=result_lines("A A.J A.I A.II A.III A.IV B C D E F G H I J K L", "L"),
    notes=("Zdarzeń po dniu bilansowym nie było.",),
)
MICRO = replace(
    OTHER,
    kind=sf.Kind.MICRO,
    introduction=replace(INTRODUCTION, pkd=(), simplified="Jednostka nie stosuje uproszczeń."),
    assets=(P("A", d("300.00"), d("400.00")), P("B", d("900.50"), d("100.00"))),
    liabilities=(P("A", d("800.50"), d("500.00")), P("B", d("400.00"), d("0.00"))),
    result=result_lines("A B C D E F", "F"),
)


def codes_of(statement: sf.FinancialStatement) -> set[str]:
    return {finding.code for finding in sf.check(statement)}


@pytest.mark.parametrize(("name", "statement"), [("other", OTHER), ("micro", MICRO)])
def test_what_is_written_is_the_golden_file_and_reads_back(
    name: str, statement: sf.FinancialStatement
) -> None:
    data = sf.build(statement)
    assert data == (HERE / f"golden_{name}.xml").read_bytes()
    assert sf.read(data) == statement


def test_every_leaf_position_has_two_years() -> None:
    root = etree.fromstring(sf.build(OTHER))
    machines = root.findall(".//{*}Aktywa_A_II_1_C/*")
    assert [e.text for e in machines] == ["300.00", "400.00"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"liabilities": (*OTHER.liabilities[:3], P("B", d("1.00"), d("0.00")))}, "balance"),
        ({"result": (P("L", d("300.49"), d("0.00")),)}, "result"),
        ({"assets": (OTHER.assets[0], P("A.II", d("1.00"), d("1.00")))}, "sum"),
        ({"assets": (P("A.II", d("1.00"), d("1.00")),)}, "parent"),
        ({"assets": (*OTHER.assets, OTHER.assets[0])}, "twice"),
        ({"notes": ()}, "text"),
        ({"introduction": replace(INTRODUCTION, pkd=())}, "text"),
        ({"first_day": date(2025, 1, 1), "last_day": date(2025, 12, 31)}, "version"),
        ({"kind": sf.Kind.MICRO, "variant": sf.Variant.BY_FUNCTION}, "variant"),
    ],
)
def test_a_wrong_statement_is_refused(change: dict[str, object], code: str) -> None:
    wrong = replace(OTHER, **change)  # type: ignore[arg-type]
    assert code in codes_of(wrong)
    with pytest.raises(sf.StatementRefused):
        sf.build(wrong)


def test_strangers_are_refused() -> None:
    for data in (b"not XML", b"<JednostkaInna/>", sf.build(OTHER).replace(b'"1-2"', b'"1-3"')):
        with pytest.raises(sf.StatementError):
            sf.read(data)


cents = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@settings(max_examples=25, deadline=None)
@given(a=cents, b=cents, c=cents)
def test_any_amounts_read_back(a: Decimal, b: Decimal, c: Decimal) -> None:
    told = replace(
        MICRO,
        assets=(P("A", a, c), P("B", b, c)),
        liabilities=(P("A", a + b, c), P("B", d("0.00"), c)),
    )
    assert sf.read(sf.build(told)) == told


def official(kind: sf.Kind) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SHARED / "xsd" / f"Jednostka{kind}WZlotych(1)_v1-2.xsd"))


@needs_schema
@pytest.mark.parametrize(
    "statement",
    [
        OTHER,
        MICRO,
        replace(
            OTHER,
            kind=sf.Kind.SMALL,
            introduction=MICRO.introduction,
            assets=MICRO.assets,
            liabilities=OTHER.liabilities[:5],
            result=result_lines("A B C D E F G H I J", "J"),
        ),
    ],
    ids=["other", "micro", "small"],
)
def test_files_are_valid_by_the_official_schema(statement: sf.FinancialStatement) -> None:
    schema = official(statement.kind)
    assert schema.validate(etree.fromstring(sf.build(statement))), schema.error_log.last_error
