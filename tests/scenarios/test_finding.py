"""A paper is found as it is typed, by anybody of the company and by nobody else; the index serves behind the wall."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.papers import US, changed, cost, drop, ids, paid, sold, statement
from tests.plugin import AT, MILL
from zaplecze.config.demo_papers import Item, make_invoice
from zaplecze.documents.api import (
    Filters,
    documents_by_id,
    found,
    hints,
    index_facts,
    index_text,
    index_waiting,
    rebuild_index,
)
from zaplecze.documents.keeping.commands import mark_personal, set_tags
from zaplecze.documents.keeping.models import Access
from zaplecze.documents.keeping.queries import tags
from zaplecze.documents.search.models import IndexedPaper, SearchTerm
from zaplecze.documents.search.queries import plan_of
from zaplecze.platform.models import Printout
from zaplecze.platform.scope import company_scope


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def numbers(**asked: Any) -> list[str]:
    return [f.document.number for f in found(**asked).rows]


def everything() -> set[tuple[str, int, int]]:
    return set(SearchTerm.objects.values_list("term", "document_id", "weight"))


def test_a_paper_is_found_by_what_is_known_of_it_and_soon_by_its_text(
    company: Any, make_company: Any
) -> None:
    first = cost("FV/2026/09/0123", net="1003.71")
    drop(company, first, sold("S/7"), cost("KOSZT/8", net="77.00"))
    with company_scope(company.id):
        for question in ("FV/2026/09/0123", "fv-2026-09-0123", "1 234,56", "1003,71"):
            assert numbers(text=question) == ["FV/2026/09/0123"], question
        assert numbers(text="999-001-20-52") == ["KOSZT/8", "FV/2026/09/0123"]
        assert numbers(text="teatr cieni") == ["S/7"]
        assert numbers(text="faktura sprzedaży") == ["S/7"]
        # A beginning is enough where nothing is whole, and then the parts of a number.
        page = found(text="FV/2026/09/01")
        assert page.looser and [f.document.number for f in page.rows] == ["FV/2026/09/0123"]
        assert numbers(text="2026/09/0123") == ["FV/2026/09/0123"]
        assert [d.number for d in hints("koszt/", limit=8)] == ["KOSZT/8"]
        # The text follows: a word of a line, in any of its forms, with or without its letters.
        assert numbers(text="ulotki") == []
        assert index_waiting() == 3
        assert index_waiting() == 0
        assert numbers(text="ulotki") == ["KOSZT/8", "FV/2026/09/0123"]
        assert numbers(text="ulotka 77,00") == ["KOSZT/8"]
        pieces = found(text="druk ulotek 77,00").rows[0].excerpt
        assert {p.text for p in pieces if p.hit} >= {"ulotek"}
        assert numbers(text="nie ma takiego") == []
        assert numbers(text="…") == []
    with company_scope(make_company(nip=MILL).id):
        assert numbers(text="ulotki") == numbers() == []


def test_intake_indexes_what_the_row_says(company: Any) -> None:
    drop(company, cost("FV/2026/09/0123"), sold("S/7"), ("notatka.txt", b"notatka ze spotkania"))
    with company_scope(company.id):
        taken_in = everything()
        index_facts(IndexedPaper.objects.values_list("document_id", flat=True))
        assert everything() == taken_in and len({document for _, document, _ in taken_in}) == 3


def test_what_fits_best_comes_first(company: Any) -> None:
    drop(company, cost("A/1"), cost("KROPKA/2"))
    with company_scope(company.id):
        rows = documents_by_id(SearchTerm.objects.values_list("document_id", flat=True))
        by_number = {d.number: d.id for d in rows.values()}
        index_text(document_id=by_number["A/1"], text="uwaga: patrz faktura kropka/2")
        assert numbers(text="kropka/2") == ["KROPKA/2", "A/1"]


def test_filters_narrow_and_pages_go_on_without_counting(company: Any, make_person: Any) -> None:
    person = make_person(company, "accountant")
    papers = [cost(f"K/{n}", net=f"{100 * n}.00") for n in range(1, 8)]
    made = ids(drop(company, *papers, sold("S/1"), by=person))
    with company_scope(company.id):
        assert numbers(limit=3) == ["S/1", "K/7", "K/6"]
        page = found(limit=3)
        assert page.total is None
        assert numbers(limit=3, after=page.after) == ["K/5", "K/4", "K/3"]
        assert numbers(filters=Filters(kind="sales_invoice")) == ["S/1"]
        low, high = Decimal("123.00"), Decimal("246.00")
        assert numbers(filters=Filters(low=low, high=high)) == ["K/2", "K/1"]
        assert numbers(filters=Filters(state="describe"), limit=2) == ["K/7", "K/6"]
        assert numbers(filters=Filters(state="done")) == []
        set_tags(document_id=made[0], names=["Pilne"], by=person.id, at=AT)
        (tag,) = tags()
        assert numbers(filters=Filters(tag_id=tag.pk)) == ["K/1"]
        assert numbers(text="kropka", filters=Filters(tag_id=tag.pk)) == ["K/1"]
        # Ranked hits have pages too.
        first = found(text="kropka", limit=5)
        assert first.total == 7 and len(first.rows) == 5
        assert len(found(text="kropka", limit=5, after=first.after).rows) == 2


def test_the_index_serves_the_program_s_role_behind_the_wall(company: Any) -> None:
    drop(company, cost("A/1"))
    with company_scope(company.id):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("zaplecze_app",)
            # Why terms stand in a table: the operator of full-text search may not look at rows before the wall does.
            cursor.execute("SELECT proleakproof FROM pg_proc WHERE proname = 'ts_match_vq'")
            assert cursor.fetchone() == (False,)
        plan = plan_of("kropka")
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert "term" in condition and "company_id" in condition, plan


def test_the_index_built_again_is_the_same(company: Any) -> None:
    bought = cost("A/1")
    drop(company, bought, sold("S/1"), statement(paid(bought)))
    with company_scope(company.id):
        index_waiting()
        before, bodies = (
            everything(),
            list(IndexedPaper.objects.order_by("id").values_list("body", flat=True)),
        )
        assert rebuild_index() == 3
        assert everything() == before
        again = IndexedPaper.objects.order_by("document_id").values_list("body", flat=True)
        assert sorted(again) == sorted(bodies)


def test_hostile_words_are_only_words(company: Any, make_person: Any) -> None:
    line = Item("<script>alert(1)</script> ulotki' OR 1=1 --", 1, "5.00")
    invoice = changed(cost("A/1"), number="A/1")
    evil = make_invoice(US, US, number="B/1", day=AT.date(), items=[line])
    drop(company, invoice, changed(evil, seller=invoice.seller))
    with company_scope(company.id):
        index_waiting()
    client = signed_in(make_person(company, "accountant"))
    page = client.get(f"/f/{company.nip}/dokumenty/", {"q": "script ulotki"})
    text = page.content.decode()
    assert "<mark>script</mark>" in text and "<script>alert" not in text
    for question in ("'; DROP TABLE x; --", "%", "\x00", "(" * 300, "@" * 5000, "…" * 10):
        assert client.get(f"/f/{company.nip}/dokumenty/", {"q": question}).status_code == 200


def test_a_filter_that_can_t_be_read_is_named(company: Any, make_person: Any) -> None:
    client = signed_in(make_person(company, "auditor"))
    for field, text in (("kwota_od", "dużo"), ("dzien_do", "wczoraj"), ("kwota_do", "1,234")):
        answer = client.get(f"/f/{company.nip}/dokumenty/", {field: text})
        assert answer.status_code == 409 and text in answer.content.decode()


def test_a_page_asks_the_database_as_often_for_one_paper_as_for_many(
    company: Any, make_person: Any
) -> None:
    client = signed_in(make_person(company, "accountant"))
    pages = ("", "dokumenty/", "dokumenty/?q=kropka")

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/f/{company.nip}/{page}").status_code == 200
            counts.append(len(queries))
        return counts

    drop(company, cost("A/1"))
    asked()
    few = asked()
    drop(company, *(cost(f"B/{n}") for n in range(30)))
    assert asked() == few


def test_what_was_found_leaves_as_a_zip_with_its_index(company: Any, make_person: Any) -> None:
    person = make_person(company, "accountant")
    one, _two = ids(drop(company, cost("A/1"), sold("S/1")))
    with company_scope(company.id):
        mark_personal(document_id=one, personal=True, reason="imię", by=person.id, at=AT)
    client = signed_in(person)
    answer = client.get(f"/f/{company.nip}/dokumenty/zip/", {"q": "A/1"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert archive.testzip() is None
    names = archive.namelist()
    assert names[:3] == ["spis.csv", "spis.xlsx", "spis.html"]
    (row,) = list(
        csv.DictReader(io.StringIO(archive.read("spis.csv").decode("utf-8-sig")), delimiter=";")
    )
    assert row["Numer"] == "A/1" and row["Plik"] == names[3]
    assert archive.read(names[3]).startswith(b"<?xml")
    whole = client.get(f"/f/{company.nip}/dokumenty/zip/")
    assert len(zipfile.ZipFile(io.BytesIO(b"".join(whole.streaming_content))).namelist()) == 5  # type: ignore[attr-defined]
    with company_scope(company.id):
        assert Access.objects.filter(document_id=one, how="ZIP").count() == 2
        assert Printout.objects.filter(form="zip").count() == 2
    assert client.get(f"/f/{company.nip}/dokumenty/zip/", {"id": "999"}).status_code == 409
