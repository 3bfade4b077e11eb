from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from zaplecze.formats import e_sprawozdanie_1_2 as sf
from zaplecze.platform.models import Company
from zaplecze.statements.filing import financial_statement
from zaplecze.statements.layouts import ASSETS, LIABILITIES, Layout
from zaplecze.statements.queries import ANNEXES, VARIANTS, YearStatements
from zaplecze.statements.rules import Statement, TaggedBalance, shortened, statement_of

SCHEMAS = Path(__file__).resolve().parents[4].parent / "shared" / "standards" / "sf" / "xsd"
SEAT = sf.Address(
    "mazowieckie", "Warszawa", "Warszawa", "Warszawa", "7", "00-001", "Warszawa", "Jarzębinowa"
)


def balance(account: str, tag: str, amount: str) -> TaggedBalance:
    return TaggedBalance(account, account, tag, Decimal(amount))


HELD = (
    balance("130", "BABIII1c1_SPKR", "900.00"),
    balance("801", "BPAI", "-500.00"),
    balance("700", "BPAVI", "-400.00"),
)
EARNED = (balance("700", "RPAI_RKAI_POZ", "-400.00"),)


def filled(annex: str, variant: str) -> YearStatements:
    def of(layout: Layout, balances: tuple[TaggedBalance, ...]) -> Statement:
        whole, short = statement_of(layout, balances), ANNEXES[annex]
        return shortened(short[layout.code], whole) if short else whole

    return YearStatements(
        2024,
        annex,
        variant,
        of(ASSETS, HELD),
        of(LIABILITIES, HELD),
        of(VARIANTS[variant], EARNED),
        Decimal("400.00"),
        (),
        Decimal("0.00"),
    )


FORMS = [
    ("1", "by-nature"),
    ("1", "by-function"),
    ("4", "by-nature"),
    ("5", "by-nature"),
    ("5", "by-function"),
]


def content(annex: str, variant: str) -> sf.FinancialStatement:
    told = sf.Introduction(
        "Ceny nabycia.", "Memoriał.", "Ustawa.", pkd=("6201Z",) if annex == "1" else ()
    )
    if annex != "1":
        told = sf.Introduction("Ceny nabycia.", "Memoriał.", "Ustawa.", simplified="Brak.")
    return financial_statement(
        Company(name="Pracownia Jarzębina sp. z o.o.", nip="9990010030"),
        filled(annex, variant),
        seat=SEAT,
        krs="0000099901",
        introduction=told,
        notes=("Bez zdarzeń po dniu bilansowym.",),
        on=date(2025, 3, 14),
    )


@pytest.mark.parametrize(("annex", "variant"), FORMS)
def test_every_form_is_written_whole_and_read_back(annex: str, variant: str) -> None:
    told = content(annex, variant)
    assert sf.check(told) == []
    read = sf.read(sf.build(told))
    assert read == told
    assert {p.code: p.amount for p in read.assets}["B"] == Decimal("900.00")


@pytest.mark.skipif(not SCHEMAS.exists(), reason="the official schemas are not here")
@pytest.mark.parametrize(("annex", "variant"), FORMS)
def test_every_form_is_valid_by_the_official_schema(annex: str, variant: str) -> None:
    told = content(annex, variant)
    schema = etree.XMLSchema(etree.parse(SCHEMAS / f"Jednostka{told.kind}WZlotych(1)_v1-2.xsd"))
    assert schema.validate(etree.fromstring(sf.build(told))), schema.error_log.last_error
