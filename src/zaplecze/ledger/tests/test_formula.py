"""Formulas of posting schemes: what they reckon, and where they say that they can't."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.ledger.schemes.formula import FormulaFault, evaluate, holds, names_in
from zaplecze.ledger.schemes.rules import (
    Scheme,
    SchemeFault,
    SchemeLine,
    apply_scheme,
    check_scheme,
    document_facts,
)

D = Decimal
FACTS = {"netto": D(100), "vat": D(23), "kontrahent": "999", "zero": D(0)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("(1 + 2) * 3", "9"),
        ("-netto + +vat", "-77"),
        ("netto * 50%", "50"),
        ("200%%", "0.02"),
        ("1,5 * 2.5", "3.75"),
        ("zaokr(10 / 3; 2) * 3", "9.99"),
        ("grosze(0,005) - zlote(0,5)", "-0.99"),
        ("max(netto; vat; 3) - min(netto; vat)", "77"),
        ("abs(vat - netto)", "77"),
        ("8 / 2 / 2", "2"),
        ("10 - 3 - 2", "5"),
    ],
)
def test_formulas_reckon_as_at_school(formula: str, value: str) -> None:
    assert evaluate(formula, FACTS) == D(value)


@pytest.mark.parametrize(
    ("condition", "true"),
    [
        ("netto > vat", True),
        ("nie netto > vat lub vat = 23", True),
        ("netto >= 100 i vat < 23", False),
        ("netto <> 100 lub kontrahent = „999”", True),
        # What the left side has decided already may divide by zero.
        ("zero <> 0 i netto / zero > 1", False),
        ("zero = 0 lub netto / zero > 1", True),
    ],
)
def test_conditions_hold(condition: str, true: bool) -> None:
    assert holds(condition, FACTS) is true


@pytest.mark.parametrize(
    ("formula", "place", "words"),
    [
        ("", 1, "pusty"),
        ("netto + brutto", 9, "nie ma wielkości „brutto”. Znane: kontrahent, netto, vat, zero"),
        ("netto ** 2", 8, "przed „*” brakuje wielkości"),
        ("(netto", 1, "bez zamknięcia"),
        ("netto)", 6, "niespodziewane „)”"),
        ("netto vat", 7, "niespodziewane „vat”"),
        ("netto / zero", 7, "dzielenie przez zero"),
        ("netto + kontrahent", 7, "liczy tylko na kwotach"),
        ("netto > 1", 1, "to warunek"),
        ("zaokr(netto)", 1, "bierze 2 wielkości, podano 1"),
        ("zaokr(netto; 0,5)", 1, "0–6 miejsc"),
        ("zaokr netto", 1, "brakuje nawiasu"),
        ("netto.__class__", 6, "nieznany znak „.”"),
        ("__import__(netto)", 1, "nie ma wielkości „__import__”"),
        ("9999999999999999 * 9", 1, "za duża liczba"),
        ("(" * 30 + "1" + ")" * 30, 21, "zagnieżdżeń"),
        ("1" * 301, 300, "więcej niż 300 znaków"),
        ("- - 1" + " - 1" * 80, 300, "więcej niż 300 znaków"),
        ("netto = kontrahent", 7, "dwie kwoty albo dwa teksty"),
    ],
)
def test_a_fault_names_its_place(formula: str, place: int, words: str) -> None:
    with pytest.raises(FormulaFault) as caught:
        evaluate(formula, FACTS)
    assert (caught.value.place, words in caught.value.message) == (place, True), (
        caught.value.message
    )


@given(st.text(alphabet='netovai123,.+-*/%()<>=;" ąlub\n', max_size=40))
def test_any_text_is_an_amount_or_a_fault_inside_it(text: str) -> None:
    try:
        assert evaluate(text, FACTS).is_finite()
    except FormulaFault as fault:
        assert 1 <= fault.place <= len(text) + 1


@given(
    st.lists(
        st.tuples(st.sampled_from("+-*"), st.decimals(0, 99, places=2)), min_size=1, max_size=8
    )
)
def test_chains_agree_with_python(pieces: list[tuple[str, Decimal]]) -> None:
    ours = "1" + "".join(f" {sign} {value}".replace(".", ",") for sign, value in pieces)
    theirs = "D(1)" + "".join(f" {sign} D('{value}')" for sign, value in pieces)
    assert evaluate(ours, {}) == eval(theirs, {"D": Decimal})


def test_names_are_told_without_functions_and_words() -> None:
    assert names_in("max(netto; kwota) > 0 i nie vat = 1") == {"netto", "kwota", "vat"}


LINES = (
    SchemeLine("402-04", "Wn", "netto * udzial / 100"),
    SchemeLine("221-1", "Wn", "vat", condition='vat <> 0 i kontrahent = "9990012052"'),
    SchemeLine("202", "Ma", "=", partner=True, in_currency="kwota_waluty"),
)
SCHEME = Scheme("S", "Najem", 3, LINES, (("udzial", "Udział w procentach"),))


@given(
    st.decimals(-10_000, 10_000, places=2),
    st.decimals(-10_000, 10_000, places=2),
    st.decimals(0, 100, places=2),
)
def test_the_last_line_balances_and_nothing_has_fractions(
    net: Decimal, vat: Decimal, share: Decimal
) -> None:
    facts = document_facts(amounts={"23": (net, vat)}, tax_id="9990012052")
    lines = apply_scheme(SCHEME, facts, {"udzial": share})
    assert sum(x.debit - x.credit for x in lines) == 0
    assert all(x.debit == x.debit.quantize(D("0.01")) for x in lines)
    cost = (net * share / 100).quantize(D("0.01"), ROUND_HALF_UP)
    assert sum(x.debit for x in lines if x.account == "402-04") == cost


def test_a_currency_line_a_missing_parameter_and_a_fault_with_its_line() -> None:
    facts = document_facts(
        amounts={"23": (D(100), D(23))},
        tax_id="9990012052",
        currency="EUR",
        currency_amount=D("28.60"),
    )
    last = apply_scheme(SCHEME, facts, {"udzial": D(100)})[-1]
    assert (last.credit, last.currency, last.currency_amount) == (D(123), "EUR", D("28.60"))
    with pytest.raises(SchemeFault, match="Schemat „Najem”, podaj: Udział w procentach"):
        apply_scheme(SCHEME, facts)
    divided = Scheme("S", "Najem", 1, (SchemeLine("1", "Wn", "1 / vat_8"), LINES[2]))
    check_scheme(divided)
    with pytest.raises(SchemeFault, match="wiersz 1, wzór, znak 3: dzielenie przez zero") as caught:
        apply_scheme(divided, facts)
    assert caught.value.row == 1


def test_an_unknown_rate_of_a_document_is_an_error() -> None:
    with pytest.raises(ValueError, match="nieznana stawka: 42"):
        document_facts(amounts={"42": (D(1), D(0))})
