"""Whose paper it is, what the form is filled in with, what a person changed: pure rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.documents.kinds.rules import BUILT_IN
from zaplecze.documents.readings import reader
from zaplecze.documents.readings.guess import FOREIGN, guess_kind
from zaplecze.documents.readings.rules import (
    MEASURED,
    Filled,
    Outcome,
    compare,
    corrections,
    fields_from,
    fields_to,
    fill_in,
    unasked_bands,
    words_from,
    words_to,
)
from zaplecze.formats.office.tests.samples import packed
from zaplecze.formats.pages import FoundField, Place, ReadPages, Word

US, SUPPLIER, STRANGER = "9990010030", "9990012052", "9990011041"
COST, SALE = BUILT_IN["cost_invoice"], BUILT_IN["sales_invoice"]


def fields(*, sure: float = 0.97, **values: str) -> list[FoundField]:
    return [
        FoundField(n, v, sure, Place(1, 0.1, 0.1, 0.2, 0.2), "dlatego") for n, v in values.items()
    ]


@pytest.mark.parametrize(
    ("found", "kind", "certain", "says"),
    [
        ({"kind": "cost_invoice", "seller_nip": SUPPLIER, "buyer_nip": US}, "cost_invoice", True, ""),
        ({"kind": "cost_invoice", "buyer_nip": US}, "cost_invoice", False, ""),
        ({"kind": "cost_invoice", "buyer_nip": US, "currency": "EUR"}, FOREIGN, False, "formularz"),
        ({"kind": "cost_invoice", "seller_nip": "DE999000105", "buyer_nip": US}, FOREIGN, True, "formularz"),
        ({"kind": "sales_invoice", "seller_nip": US, "buyer_nip": SUPPLIER}, "sales_invoice", True, ""),
        ({"kind": "sales_invoice", "seller_nip": US, "buyer_nip": "DE999000105"}, "sales_invoice", False, "WDT"),
        ({"kind": "cost_invoice", "seller_nip": SUPPLIER}, "", False, "nie odczytano NIP tej firmy"),
        ({"kind": "cost_invoice", "seller_nip": SUPPLIER, "buyer_nip": STRANGER}, "", False, "innej firmy"),
        ({"kind": "receipt", "gross": "450.00", "buyer_nip": US}, "cost_invoice", True, "106e"),
        ({"kind": "receipt", "gross": "450.01", "buyer_nip": US}, "receipt", True, "nie jest fakturą"),
        ({"kind": "receipt", "gross": "100.01", "buyer_nip": US, "currency": "EUR"}, "receipt", True, "nie jest"),
        ({"kind": "receipt", "buyer_nip": US}, "receipt", False, "Sprawdź kwotę"),
        ({"kind": "receipt", "gross": "20.00"}, "receipt", True, ""),
        ({"kind": "bank_statement"}, "paper_statement", True, ""),
        ({"kind": "other"}, "", False, ""),
        ({}, "", False, ""),
    ],
)  # fmt: skip
def test_whose_paper_it_is(found: dict[str, str], kind: str, certain: bool, says: str) -> None:
    guess = guess_kind(fields(**found), US)
    assert (guess.kind, guess.certain) == (kind, certain)
    assert says in guess.note
    assert bool(says) == bool(guess.note)
    assert not guess_kind(fields(sure=0.8, **found), US).certain


def test_the_form_is_filled_in_from_the_other_side() -> None:
    found = fields(
        seller_nip=SUPPLIER, seller_name="Drukarnia Kr0pka", buyer_nip=US, buyer_name="My sp. z o.o.",
        account="36000000000000000000000103", net_23="1000.00", gross="1230.00", payment_method="transfer",
    )  # fmt: skip
    cost = fill_in(COST, found, own_nip=US, names={})
    assert {k: f.value for k, f in cost.items()} == {
        "partner_nip": SUPPLIER, "partner_name": "Drukarnia Kr0pka", "net_23": "1000.00",
        "gross": "1230.00", "account": "36000000000000000000000103",
    }  # fmt: skip
    named = fill_in(COST, found, own_nip=US, names={SUPPLIER: "Drukarnia Kropka"})["partner_name"]
    assert (named.value, named.certain) == ("Drukarnia Kropka", True)
    assert named.place is not None, "the place of the misread name is still shown"
    assert fill_in(SALE, found, own_nip=SUPPLIER, names={})["partner_nip"].value == US
    abroad = fields(buyer_nip="DE999000105", buyer_name="Fabrik")
    sale = fill_in(SALE, abroad, own_nip=SUPPLIER, names={})
    assert {k: f.value for k, f in sale.items()} == {
        "partner_tax_id": "DE999000105",
        "partner_name": "Fabrik",
    }
    assert "partner_tax_id" not in fill_in(SALE, found, own_nip=SUPPLIER, names={})
    spaced = fill_in(COST, found, own_nip=US, names={SUPPLIER: "Drukarnia  Kropka "})
    assert spaced["partner_name"].value == "Drukarnia Kropka", "as the form will send it back"
    # The company is no partner of itself, a foreign number no NIP, a broken value is not offered.
    ours = fields(seller_name="My sp. z o.o.")
    assert fill_in(BUILT_IN["letter"], ours, own_nip=US, names={US: "MY SP. Z O.O."}) == {}
    assert fill_in(COST, fields(seller_nip="DE999000105"), own_nip=US, names={}) == {}
    assert fill_in(COST, fields(account="123", issue_date="2026-02-30"), own_nip=US, names={}) == {}
    assert fill_in(COST, fields(sure=0.4, gross="1.00"), own_nip=US, names={}) == {}


def test_a_rate_without_a_field_is_told() -> None:
    found = fields(net_23="1.00", net_4="7.00", vat_4="0.28", net_7="0.00", vat_0="0.00")
    assert unasked_bands(COST, found) == ["4"]
    assert unasked_bands(BUILT_IN["receipt"], found) == []


VALUES = st.sampled_from(["", "a", "b", "PLN", "12.00"])
KEYS = st.dictionaries(st.sampled_from([f.key for f in COST.fields]), VALUES)


@given(KEYS, KEYS, st.booleans())
def test_each_measured_field_is_compared_once(
    read: dict[str, str], facts: dict[str, str], certain: bool
) -> None:
    filled = {k: Filled(k, v, certain, "") for k, v in read.items() if v}
    compared = compare(COST, guess=guess_kind([], US), filled=filled, facts=facts)
    keys = [c.field for c in compared]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= MEASURED
    for one in compared:
        assert one.read or one.confirmed
        assert (one.outcome is Outcome.RIGHT) == (one.read == one.confirmed)
        assert (one.outcome is Outcome.TYPED) == (not one.read)
        assert (one.outcome is Outcome.REMOVED) == (not one.confirmed)
    unsaid = not read.get("currency") and facts.get("currency") == "PLN"
    expected = {
        k for k in MEASURED if k in {f.key for f in COST.fields} and (read.get(k) or facts.get(k))
    }
    assert set(keys) - {"kind"} == expected - ({"currency"} if unsaid else set())


def test_only_what_was_wrong_or_missing_teaches() -> None:
    filled = {
        "number": Filled("number", "1/26", True, ""),
        "due_date": Filled("due_date", "2026-09-01", True, ""),
        "partner_name": Filled("partner_name", "Dr", False, ""),
    }
    facts = {"number": "1/26", "due_date": "2026-09-02", "partner_name": "Drukarnia"}
    facts["partner_nip"] = SUPPLIER

    def taught(kind: Any, **more: str) -> dict[str, str]:
        compared = compare(kind, guess=guess_kind([], US), filled=filled, facts=facts | more)
        return corrections(kind, compared, facts=facts | more, own_nip=US)

    assert taught(COST) == {"due_date": "2026-09-02", "seller_nip": SUPPLIER}
    assert taught(SALE)["seller_nip"] == US
    assert taught(COST, partner_nip="") == {}, "nobody knows whose paper it is"


def test_broken_letters_are_storable_and_faults_have_words(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(1, 0, 0, 1, 1)
    odd = (Word("a\ud835b\x00", place, 1.0),) * (reader.MOST_WORDS + 1)
    found = (FoundField("number", "\ud835/1", 0.9, place, "bo \x00"),)
    said = ReadPages("other", "text", 1, odd, found, (), ())
    monkeypatch.setattr(reader.pages, "read_pages", lambda *a, **k: said)
    read, text = reader.read_file_pages(b"%PDF-", "application/pdf", US, ())
    assert (read.words[0].text, read.fields[0].value, read.fields[0].why) == ("a?b", "?/1", "bo ")
    assert len(read.words) == reader.MOST_WORDS
    assert text.startswith("a?b a?b")
    monkeypatch.undo()
    fault = reader.read_file_pages(b"%PDF-1.7 nothing", "application/pdf", US, ())
    assert isinstance(fault, reader.Unread)
    assert "Pobierz go" in fault.message
    office, _ = reader.read_file_pages(b"{\\rtf1 x}", "application/rtf", US, ())
    assert (office.source, [f.name for f in office.fields]) == ("office", ["kind"])
    slides = packed({"ppt/slides/slide1.xml": "<p><t>Plan sprzedaży</t></p>"})
    show, text = reader.read_file_pages(slides, reader.FileType.PPTX.media_type, US, ())
    assert (show.fields, text) == ((), "Plan sprzedaży")


PLACES = st.builds(
    Place, st.integers(1, 60), *[st.integers(0, 10_000).map(lambda n: n / 10_000)] * 4
)
WORDS = st.builds(Word, st.text(), PLACES, st.integers(0, 100).map(lambda n: n / 100))
FIELDS = st.builds(FoundField, st.text(), st.text(), st.floats(0, 1), st.none() | PLACES, st.text())


@given(st.lists(WORDS, max_size=5), st.lists(FIELDS, max_size=5))
def test_words_and_fields_come_back_as_they_were_kept(
    words: list[Word], found: list[FoundField]
) -> None:
    assert list(words_from(words_to(words))) == words
    assert list(fields_from(fields_to(found))) == found
