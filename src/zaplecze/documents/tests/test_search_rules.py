"""Text to terms and questions to clauses: what is kept and what is asked meet, whatever way it was typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.documents.search.lemmas import lemma, plain_lemmas
from zaplecze.documents.search.rules import (
    ASKED,
    TERM_LENGTH,
    WORDS_A_PAPER,
    Clause,
    Facts,
    clauses,
    excerpt,
    fact_terms,
    looser,
    paper_terms,
)
from zaplecze.documents.search.texts import text_of

PAPER = Facts(
    numbers=("FV/2026/09/0123", "9990012052-20260914-0123456789AB-7C", "9990012052"),
    words="Drukarnia Kropka",
    amounts=(Decimal("1234.56"), Decimal("1003.71")),
    days=(date(2026, 9, 14),),
)
TEXT = "Druk ulotek i książek dla Mleczarni, zamówienie ZL-77/B z dnia 2026-09-01, kwota 45,00 zł"


def answers(question: str, text: str = TEXT, word_forms=lemma) -> bool:  # type: ignore[no-untyped-def]
    terms = paper_terms(PAPER, text, lemma)
    asked = clauses(question, word_forms)
    return bool(asked) and all(any(t in terms for t in c.terms) for c in asked)


@pytest.mark.parametrize(
    "question",
    [
        "FV/2026/09/0123",
        "FV-2026-09-0123",
        "9990012052",
        "999-001-20-52",
        "9990012052-20260914-0123456789AB-7C",
        "1 234,56",
        "1\u00a0234,56",
        "1234,56",
        "1234.56",
        "14.09.2026",
        "2026-09-14",
        "ulotka",
        "ulotki",
        "ULOTEK",
        "książki",
        "ksiazek",
        "ksiazka",
        "drukarnia kropka",
        "kropka drukarnię",
        "mleczarnia",
        "ZL-77/B",
        "45,00",
        "ulotki 1 234,56 kropka",
    ],
)
def test_a_paper_is_found_as_people_type(question: str) -> None:
    assert answers(question)


@pytest.mark.parametrize(
    "question", ["FV/2026/09/0124", "9990012053", "1 234,57", "234,56", "15.09.2026", "masło", "ulotki masło"]
)  # fmt: skip
def test_what_it_does_not_say_is_not_found(question: str) -> None:
    assert not answers(question)


def test_a_name_written_without_its_letters_finds_the_one_with_them_and_its_other_forms() -> None:
    assert answers("mleczarnia laciata", "Mleczarnia Łaciata")
    assert answers("maki", "worek mąki") and answers("mąka", "worek mąki")


def test_the_parts_of_a_number_are_asked_only_when_the_whole_is_unknown() -> None:
    asked = clauses("2026/09/0123", str)
    assert asked == [Clause(("#2026090123",))]
    begun, parts = looser("2026/09/0123", asked, str)
    assert begun == [Clause(("#2026090123",), prefix=True)]
    terms = fact_terms(PAPER, str)
    assert all(any(t in terms for t in c.terms) for c in parts)


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_and_any_question_make_terms_that_fit(text: str, question: str) -> None:
    terms = paper_terms(PAPER, text, str.lower)
    assert all(0 < len(t) <= TERM_LENGTH and "\n" not in t and "\x00" not in t for t in terms)
    assert len(clauses(question, str.lower)) <= ASKED
    pieces = excerpt(text, clauses(question, str.lower), str.lower)
    joined = "".join(p.text for p in pieces).removeprefix("… ").removesuffix(" …")
    assert joined in text


@given(st.decimals(0, 10**9, places=2), st.sampled_from([" ", "\u00a0", ""]))
def test_an_amount_is_found_with_every_kind_of_space(amount: Decimal, space: str) -> None:
    typed = f"{amount:,.2f}".replace(",", space).replace(".", ",")
    (asked,) = clauses(typed, str)
    assert (
        asked.terms[0] in fact_terms(Facts((), "", (amount or Decimal("0.00"),)), str) or not amount
    )


def test_a_text_of_a_million_words_stays_small() -> None:
    text = " ".join(f"słowo{i}" for i in range(50_000))
    assert len(paper_terms(PAPER, text, str)) < 3 * WORDS_A_PAPER


def test_an_excerpt_shows_the_place_and_marks_only_the_hits() -> None:
    body = "wstęp " * 60 + TEXT
    pieces = excerpt(body, clauses("ulotka 45,00", lemma), lemma)
    assert [p.text for p in pieces if p.hit] == ["ulotek", "45,00"]
    assert pieces[0].text == "… "
    assert not excerpt(body, clauses("masło", lemma), lemma)


def test_an_excerpt_of_hostile_text_is_only_text() -> None:
    body = "<script>alert(1)</script> ulotki <b>"
    pieces = excerpt(body, clauses("ulotka", lemma), lemma)
    assert "".join(p.text for p in pieces) == body


def test_text_is_told_by_bytes() -> None:
    xml = "<?xml version='1.0'?><a><b>Zażółć gęślą</b><c>1</c></a>".encode()
    assert text_of(xml) == "Zażółć gęślą"
    assert text_of("Łąka".encode("cp1250")) == "Łąka"
    assert text_of(b"\x00\x01\x02") == ""
    assert text_of(b"<broken") == ""
    assert text_of(b"%PDF-1.7 broken") == ""


def test_entities_of_an_xml_stay_closed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret"
    secret.write_text("tajemnica")
    data = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>jawne &x;</a>'.encode()
    assert "tajemnica" not in text_of(data)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("sprawdzajace", "czynności sprawdzających"),
        ("zrodel", "ze źródła"),
        ("oswiadczenie", "oświadczeniami"),
        ("zadanie", "lista żądań"),
        ("zadania", "lista zadań"),
        ("ZADANIE", "o zadaniu"),
    ],
)
def test_a_word_without_diacritics_finds_what_it_finds_with_them(asked: str, text: str) -> None:
    terms = paper_terms(PAPER, text, lemma)
    (with_them,) = clauses(asked, lemma, plain_lemmas)
    assert not terms.keys().isdisjoint(with_them.terms)
    pieces = excerpt(text, [with_them], lemma)
    assert any(p.hit for p in pieces)


def test_a_pesel_is_a_term_of_its_own() -> None:
    kept = paper_terms(PAPER, "pracownik 44051401359, umowa 44051401350", lemma)
    assert "!44051401359" in kept
    assert not {"44051401359", "#44051401359"} & kept.keys()
    assert "#44051401350" in kept, "no PESEL: its checksum is wrong"
    (open_,) = clauses("44051401359", lemma)
    (noted,) = clauses("44051401359", lemma, personal=True)
    assert kept.keys().isdisjoint(open_.terms)
    assert "!44051401359" in noted.terms
