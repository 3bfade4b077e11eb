from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zaplecze.formats import jpk_kr_pd_1 as krpd

STANDARDS = Path(__file__).resolve().parents[6] / "shared" / "standards" / "jpk"
SCHEMA = STANDARDS / "xsd" / "Schemat_JPK_KR_PD(1).xsd"
SAMPLE = STANDARDS / "samples" / "SYNTHETIC_JPK_KR_PD(1).xml"
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the official schema is not here")
GOLDEN = Path(__file__).with_name("golden.xml")
D = Decimal
DAY = date(2026, 1, 10)

HEADER = krpd.Header(
    datetime(2027, 3, 15, 10, tzinfo=UTC),
    date(2026, 1, 1),
    date(2026, 12, 31),
    date(2026, 1, 1),
    date(2026, 12, 31),
    "1471",
)
SUBJECT = krpd.Subject(
    "9990010030",
    "Pracownia Jarzębina & Córki sp. z o.o.",
    krpd.Address("mazowieckie", "zmyślony", "Zmyślin", "4", "Zmyślin", "00-000", "Szypułkowa"),
)


def account(
    number: str, *, debit: str = "0.00", credit: str = "0.00", opening: str = "0.00", **tags: str
) -> krpd.Account:
    """An account whose closing follows from its opening and turnover."""
    o, d, c = D(opening), D(debit), D(credit)
    closing = o + d - c
    zero = D("0.00")
    return krpd.Account(
        number=number,
        name=f"Konto <{number}>",
        parent=number.partition("-")[0],
        opening_debit=max(o, zero),
        opening_credit=max(-o, zero),
        debit=d,
        credit=c,
        year_debit=d,
        year_credit=c,
        closing_debit=max(closing, zero),
        closing_credit=max(-closing, zero),
        tag_1=tags.get("tag_1", "INNE"),
        tag_2=tags.get("tag_2", ""),
        tag_pd=tags.get("tag_pd", ""),
    )


def entry(number: str = "2", *lines: krpd.Line, **facts: Any) -> krpd.Entry:
    """A sale of 1230 with VAT, unless told otherwise."""
    lines = lines or (
        krpd.Line("1", "Należność", "201-K1", True, D("1230.00"), D("300.00"), "EUR"),
        krpd.Line("2", "Przychód", "700-01", False, D("1000.00")),
        krpd.Line("3", "VAT należny", "222-1", False, D("230.00")),
    )
    made = krpd.Entry(
        number=number,
        journal="Dziennik sprzedaży",
        voucher="FS/1/2026",
        kind="FV",
        operation_date=DAY,
        document_date=DAY,
        posting_date=DAY,
        responsible="Kalina Rachuba",
        text="Sprzedaż usług",
        amount=sum((n.amount for n in lines if n.is_debit), D("0.00")),
        lines=lines,
        contractor="K1",
        ksef_number="9990010030-20260110-0100A0000001-94",
    )
    return replace(made, **facts)


ACCOUNTS = (
    account("131", opening="500.00", tag_1="BABIII1c1_SPKR"),
    account("201-K1", debit="1230.00", tag_1="BABII3a_D12", tag_2="BPBIII3e"),
    account("222-1", credit="230.00", tag_1="BABII3b", tag_2="BPBIII3g"),
    account("700-01", credit="1000.00", tag_1="RPAI_RKAI_POZ", tag_pd="PD2"),
    account("801", opening="-500.00", tag_1="BPAI"),
)


def books(*entries: krpd.Entry, **facts: Any) -> krpd.Books:
    """One entry, its accounts and its contractor."""
    kept = entries or (entry(),)
    made = krpd.Books(
        HEADER,
        SUBJECT,
        (krpd.Contractor("K1", "PL", "9990017032"),),
        ACCOUNTS,
        lambda: kept,
        krpd.Reconciliation(income_not_yet=D("1000.00")),
    )
    return replace(made, **facts)


def written(made: krpd.Books) -> bytes:
    out = io.BytesIO()
    krpd.write(made, out)
    return out.getvalue()


def codes(made: krpd.Books, stated: krpd.Controls | None = None) -> set[str]:
    return {f.code for f in krpd.check(made, stated)}


def official() -> etree.XMLSchema:
    """The schema with its imports from the folder beside it."""
    base = SCHEMA.parent / "base"
    text = SCHEMA.read_text(encoding="utf-8")
    local = {p.name: p for p in base.rglob("*.xsd")}

    def beside(found: re.Match[str]) -> str:
        name = found[1].rsplit("/", 1)[-1]
        return f'schemaLocation="{local[name].as_uri()}"' if name in local else found[0]

    return etree.XMLSchema(
        etree.fromstring(re.sub(r'schemaLocation="([^"]+)"', beside, text).encode())
    )


def test_golden() -> None:
    assert written(books()) == GOLDEN.read_bytes()


@needs_schema
def test_ours_is_valid() -> None:
    official().assertValid(etree.fromstring(written(books())))


@needs_schema
def test_a_sample_is_read_checked_and_written_again() -> None:
    made, stated = krpd.read(io.BytesIO(SAMPLE.read_bytes()))
    assert krpd.check(made, stated) == []
    again, controls = krpd.read(io.BytesIO(written(made)))
    assert controls == stated
    assert krpd.diff(made, again) == []


def test_what_is_written_is_read_again() -> None:
    made = books(entry(), entry("3", text="Drugi"))
    again, controls = krpd.read(io.BytesIO(written(made)))
    assert (again.header, again.subject, again.contractors) == (HEADER, SUBJECT, made.contractors)
    assert again.accounts == made.accounts
    assert list(again.entries()) == list(made.entries())
    assert controls.entries == 2
    assert again.reconciliation == made.reconciliation


texts = st.text("aąŻ<&>\"'0 /-]", min_size=1, max_size=60).map(lambda t: " ".join(t.split()) or "x")
money = st.integers(-(10**10), 10**10).map(lambda n: D(n).scaleb(-2).quantize(D("0.01")))
some_lines = st.builds(
    krpd.Line, st.integers(1, 99).map(str), texts, texts, st.booleans(), money, st.none(), st.just("")
)  # fmt: skip


some_entries = st.builds(
    lambda number, text, lines: entry(str(number), *lines, text=text),
    st.integers(1, 999),
    texts,
    st.lists(some_lines, min_size=1, max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(some_entries, max_size=5))
def test_any_journal_comes_through(entries: list[krpd.Entry]) -> None:
    made = replace(books(), entries=lambda: tuple(entries))
    again, controls = krpd.read(io.BytesIO(written(made)))
    assert list(again.entries()) == entries
    assert controls.lines == sum(len(e.lines) for e in entries)


def test_good_books_have_no_finding() -> None:
    made = books()
    _, stated = krpd.read(io.BytesIO(written(made)))
    assert krpd.check(made, stated) == []


BAD: dict[str, Callable[[], krpd.Books]] = {
    "KRPD-SIDES": lambda: books(entry("2", *entry().lines[:2])),
    "KRPD-ACCOUNT": lambda: books(entry("2", replace(entry().lines[0], account="999"), *entry().lines[1:])),
    "KRPD-CONTRACTOR": lambda: books(entry(contractor="K9")),
    "KRPD-TURNOVER": lambda: books(accounts=(replace(ACCOUNTS[1], debit=D("1.00")), *ACCOUNTS[2:])),
    "KRPD-CLOSING": lambda: books(accounts=(replace(ACCOUNTS[0], closing_debit=D("9.00")), *ACCOUNTS[1:])),
    "KRPD-OPENING": lambda: books(accounts=ACCOUNTS[:-1]),
    "KRPD-NUMBER": lambda: books(entry("2"), entry("4")),
    "KRPD-DAY": lambda: books(entry(operation_date=date(2025, 12, 31))),
    "KRPD-TOTALS": lambda: books(entry(), entry("3")),
}  # fmt: skip


@pytest.mark.parametrize("code", BAD)
def test_each_fault_is_found(code: str) -> None:
    assert code in codes(BAD[code]())


def test_control_sums_that_lie_are_found() -> None:
    assert "KRPD-CTRL" in codes(books(), krpd.Controls(entries=7))


def test_versions_are_told_apart_by_field() -> None:
    later = books(entry(text="Poprawiony"), accounts=ACCOUNTS[1:])
    told = {(d.where, d.what) for d in krpd.diff(books(), later)}
    assert told == {("zapis 2", "text"), ("konto 131", "usunięto")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t.replace(b"<Z_4>1230.00</Z_4>", b"<Z_4>1 230</Z_4>"), "KRPD-AMOUNT"),
        (lambda t: t.replace(b"<D_6>2026-01-10</D_6>", b"<D_6>10.01.2026</D_6>"), "KRPD-DATE"),
        (lambda t: t.replace(b"<S_1>131</S_1>", b""), "KRPD-MISSING"),
        (lambda t: t.replace(b"ZOiS7", b"ZOiS1"), "KRPD-ENTITY"),
        (lambda t: t[:-40], "KRPD-XML"),
        (lambda t: b"<Faktura/>", "KRPD-FORM"),
        (lambda t: re.sub(rb"<RPD>.*</RPD>", b"", t), "KRPD-PART"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    change: Callable[[bytes], bytes], code: str
) -> None:
    with pytest.raises(krpd.KrPdError) as refused:
        krpd.read(io.BytesIO(change(written(books()))))
    assert refused.value.code == code


def test_entities_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE JPK [<!ENTITY a "x">]>' + written(books()).split(b"\n", 1)[1].replace(
        "Sprzedaż usług".encode(), b"&a;"
    )
    with pytest.raises(krpd.KrPdError):
        krpd.read(io.BytesIO(bomb))
