"""Fields of kinds: what people type becomes one canonical form or a fault that names the field."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.documents.kinds import rules
from zaplecze.documents.kinds.buyers import check_buyer
from zaplecze.documents.kinds.invoices import check_amounts, invoice_from
from zaplecze.documents.kinds.rules import (
    BUILT_IN,
    Field,
    FieldFault,
    FieldType,
    check_own,
    fields_from,
    fields_to,
    key_of,
    read_fields,
    read_value,
)
from zaplecze.documents.sheets import rules as sheets
from zaplecze.formats import fa3
from zaplecze.formats.containers import names

NIP = "9990012052"


def test_examples_in_docstrings_hold() -> None:
    for module in (rules, sheets, names):
        assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldType.TEXT, "  dwa \t słowa ", "dwa słowa"),
        (FieldType.AMOUNT, "1 234,5", "1234.50"),
        (FieldType.AMOUNT, "−3", "-3.00"),
        (FieldType.DAY, "30.09.2026", "2026-09-30"),
        (FieldType.DAY, "2026-09-30", "2026-09-30"),
        (FieldType.NIP, "PL 999-001-20-52", NIP),
        (FieldType.ACCOUNT, "36 0000 0000 0000 0000 0000 0103", "36000000000000000000000103"),
        (FieldType.CURRENCY, "eur", "EUR"),
        (FieldType.CHOICE, "B", "B"),
        (FieldType.FLAG, "on", "yes"),
        (FieldType.FLAG, "nie", ""),
        (FieldType.TEXT, "   ", ""),
    ],
)
def test_what_is_typed_is_kept_in_one_form(kind: FieldType, typed: str, kept: str) -> None:
    field = Field("pole", "Pole", kind, choices=("A", "B"))
    assert read_value(field, typed) == kept
    assert read_value(field, kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldType.AMOUNT, "12,345"),
        (FieldType.AMOUNT, "NaN"),
        (FieldType.DAY, "31.02.2026"),
        (FieldType.DAY, "0001-01-01"),
        (FieldType.NIP, "9990012053"),
        (FieldType.PESEL, "44051401358"),
        (FieldType.ACCOUNT, "36000000000000000000000104"),
        (FieldType.CURRENCY, "złoty"),
        (FieldType.CHOICE, "C"),
        (FieldType.TEXT, "a\u202eb"),
        (FieldType.TEXT, "x" * 501),
    ],
)
def test_what_does_not_fit_names_its_field(kind: FieldType, typed: str) -> None:
    with pytest.raises(FieldFault, match="„Pole”"):
        read_value(Field("pole", "Pole", kind, choices=("A", "B")), typed)


@given(st.sampled_from(list(FieldType)), st.text(max_size=40))
def test_any_text_is_kept_or_refused(kind: FieldType, typed: str) -> None:
    field = Field("pole", "Pole", kind, choices=("A", "B"))
    try:
        kept = read_value(field, typed)
    except FieldFault:
        return
    assert read_value(field, kept) == kept


def test_a_missing_field_is_asked_for() -> None:
    values, faults = read_fields(BUILT_IN["receipt"], {"gross": "10", "number": "7", "other": "x"})
    assert values == {"gross": "10.00", "number": "7"}
    assert faults == ["„Data”: uzupełnij to pole."]


def test_every_built_in_kind_is_whole() -> None:
    for kind in BUILT_IN.values():
        keys = [f.key for f in kind.fields]
        assert len(set(keys)) == len(keys), kind.code
        assert fields_from(fields_to(kind.fields)) == kind.fields
        assert all(f.choices for f in kind.fields if f.type is FieldType.CHOICE)
        assert not kind.own


def test_a_kind_of_ones_own_is_checked() -> None:
    assert check_own("karta drogowa", (Field("litry", "Litry", FieldType.AMOUNT),)) == []
    assert check_own("ab", ()) == ["Nazwa rodzaju ma od 3 do 60 znaków."]
    assert "już jest" in check_own("Umowa", ())[0]
    two = (Field("a", "A"), Field("a", "A"))
    assert "Dwa pola" in check_own("karta", two)[0]
    assert "od 2 do" in check_own("karta", (Field("a", "A", FieldType.CHOICE, choices=("x",)),))[0]


@given(st.text(min_size=1, max_size=60))
def test_a_key_is_always_a_key(label: str) -> None:
    assert check_own("karta drogowa", (Field(key_of(label), "Pole"),)) == []


FACTS = {
    "number": "P/77", "issue_date": "2026-09-14", "partner_nip": NIP, "partner_name": "Drukarnia",
    "net_23": "1000.00", "vat_23": "230.00", "net_zw": "50.00", "gross": "1280.00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"vat_23": "230.03", "gross": "1280.03"}, None),
        ({"vat_23": "320.00", "gross": "1370.00"}, "około 230.00"),
        ({"gross": "1281.00"}, "razem 1280.00"),
        ({"vat_8": "8.00", "gross": "1288.00"}, "VAT 8 % bez kwoty netto"),
        ({"net_23": "", "vat_23": "", "net_zw": ""}, "co najmniej jednej stawce"),
    ],
)
def test_amounts_that_do_not_add_up_are_told(changed: dict[str, str], fault: str | None) -> None:
    faults = check_amounts({k: v for k, v in (FACTS | changed).items() if v})
    assert (fault is None and faults == []) or (fault is not None and fault in faults[0])


def test_typed_facts_make_an_invoice() -> None:
    bought = invoice_from(FACTS, sold=False, nip="9990010030", name="My")
    assert (bought.seller.nip, bought.buyer.nip) == (NIP, "9990010030")
    assert (bought.net, bought.vat, bought.gross) == (
        Decimal("1050.00"), Decimal("230.00"), Decimal("1280.00"),
    )  # fmt: skip
    assert [t.band for t in bought.totals] == [fa3.Rate.R23.band, fa3.Rate.EXEMPT.band]
    sold = invoice_from(FACTS, sold=True, nip="9990010030", name="My")
    assert (sold.seller.nip, sold.buyer.nip) == ("9990010030", NIP)
    with pytest.raises(FieldFault):
        invoice_from({"number": "1"}, sold=False, nip="9990010030", name="My")


SALE = {k: v for k, v in FACTS.items() if k != "partner_nip"}


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({}, ""),
        ({"partner_nip": NIP}, ""),
        ({"partner_tax_id": "DE 123456789", "net_wdt": "5.00"}, ""),
        ({"partner_tax_id": "EL999000105", "partner_country": "gr"}, ""),
        ({"partner_tax_id": "CHE-123.456.789", "partner_country": "CH"}, ""),
        ({"partner_country": "US", "net_ex": "5.00"}, ""),
        ({"partner_tax_id": "DE12345"}, "kształtu"),
        ({"partner_tax_id": "CHE-123.456.789"}, "kraj"),
        ({"partner_tax_id": "DE123456789", "partner_country": "FR"}, "popraw"),
        ({"partner_tax_id": f"PL{NIP}"}, "polu NIP"),
        ({"partner_tax_id": "DE123456789", "partner_nip": NIP}, "nie oba"),
        ({"partner_country": "Niemcy"}, "dwóch liter"),
        ({"partner_country": "DE", "net_wdt": "5.00"}, "wymagają numeru"),
    ],
)
def test_a_buyer_without_a_nip_is_a_consumer_or_from_abroad(
    more: dict[str, str], fault: str
) -> None:
    faults = check_buyer(SALE | more)
    assert fault in "".join(faults)
    assert bool(fault) == bool(faults)


def test_the_invoice_names_its_buyer_by_what_is_known() -> None:
    def buyer(**more: str) -> fa3.Buyer:
        return invoice_from(SALE | more, sold=True, nip="9990010030", name="My").buyer

    assert buyer().tax_id is None
    assert buyer().identity.without_id
    german = buyer(partner_tax_id="DE123456789")
    assert (german.identity.eu_prefix, german.identity.eu_number, german.address.country) == (
        "DE", "123456789", "DE",
    )  # fmt: skip
    swiss = buyer(partner_tax_id="CHE-1", partner_country="ch")
    assert (swiss.identity.country, swiss.identity.other_id) == ("CH", "CHE-1")
    with pytest.raises(FieldFault):
        invoice_from(SALE, sold=False, nip="9990010030", name="My")
