"""Near misses wait for a person; what she says is kept, and a wrong join is undone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connections
from psycopg.errors import CheckViolation

from tests.papers import DAY, SUPPLIER, drop, ids, later
from tests.plugin import AT
from tests.scenarios.test_concurrency import entry as posting_entry
from tests.scenarios.test_intake import TYPED, decide
from tests.twins import KSEF, Office, from_ksef, near_pair
from zaplecze.documents.api import (
    Appearance,
    CannotJoin,
    Document,
    InvoiceTwin,
    Outcome,
    TwinUndecided,
    describe_paper,
    document,
    join_twins,
    match_twins,
    part_twins,
    tell_apart,
    twins_of,
    waiting_pair_count,
)
from zaplecze.documents.appearances.models import NearTwin
from zaplecze.documents.appearances.queries import joins, waiting_pairs
from zaplecze.formats.containers.tests.samples import JPEG, PDF
from zaplecze.ledger.api import entries_of, open_items, post_entries, reverse_entry
from zaplecze.office import posting
from zaplecze.office.audit import run_audits
from zaplecze.platform.models import Event
from zaplecze.purchasing.api import describe_invoice
from zaplecze.tax.api import told_rows
from zaplecze.workflow.api import case_of, open_task


@pytest.fixture
def house(company: Any, make_person: Any) -> Office:
    return Office(company, make_person)


# -- near misses and people -------------------------------------------------------------------------


def test_a_near_miss_waits_and_books_nothing_until_somebody_decides(
    house: Office, behind: Any
) -> None:
    typed, xml = near_pair(house)
    with behind(house.company):
        (pair,) = waiting_pairs()
        assert (pair.paper.pk, pair.other.pk) == (typed, xml)
        assert "różni się tylko numer: P/77 i P/7" in pair.near.why
        assert [p.other.pk for p in twins_of(document(xml)).pairs] == [typed]
        assert [p.other.pk for p in twins_of(document(typed)).pairs] == [xml]
        with pytest.raises(TwinUndecided, match=f"dokument nr {typed}"):
            house.book(xml)
    with behind(house.company):
        lead = join_twins(document_id=xml, other_id=typed, by=house.boss.id, at=later(9))
        assert lead.pk == typed
        assert (lead.number, lead.ksef_number) == ("P/77", KSEF)
        (told,) = twins_of(lead).appearances[1].differences
        assert (told.name, told.leading, told.other) == ("numer", "P/77", "P/7")
        assert waiting_pair_count() == 0
        assert open_task(document_id=xml) is None
        house.hour = 10
        house.book(typed)
        assert len(open_items()) == 1
    assert run_audits() == []


def test_different_invoices_are_never_asked_about_again(house: Office, behind: Any) -> None:
    typed, xml = near_pair(house)
    with behind(house.company):
        tell_apart(
            document_id=typed, other_id=xml, by=house.boss.id, at=later(9), reason="dwa zamówienia"
        )  # fmt: skip
        row = NearTwin.objects.get()
        assert (row.state, row.decided_by_id, row.reason) == (
            "different", house.boss.id, "dwa zamówienia",
        )  # fmt: skip
        told = Event.objects.filter(code="documents.twin.different", by_id=house.boss.id)
        assert {e.document_id for e in told} == {typed, xml}
        seen = Appearance(SUPPLIER.nip, "P/7", Decimal("1338.00"), "PLN", DAY, channel="typed")
        matched = match_twins(document_id=typed, seen=seen, by=None, at=later(10))
        assert (matched.lead_id, matched.near_ids) == (None, ())
        house.hour = 11
        house.book(typed)
        house.book(xml)
        assert len(open_items()) == 2
    assert run_audits() == []


def test_a_typed_number_of_another_paper_is_refused_with_the_way_to_it(
    house: Office, behind: Any
) -> None:
    xml = house.ksef()
    (paper,) = ids(drop(house.company, ("skan.jpg", JPEG)))
    wrong = TYPED | {"net_8": "200", "vat_8": "16", "gross": "1446"}
    with behind(house.company):
        with pytest.raises(InvoiceTwin, match=r"kwota brutto: tam 1338,00, tu 1446,00") as refused:
            describe_paper(
                document_id=paper, kind="cost_invoice", values=wrong, by=house.clerk.id, at=later(2)
            )  # fmt: skip
        assert refused.value.twin_id == xml
        assert open_task(document_id=paper).kind == "describe"
        tell_apart(document_id=paper, other_id=xml, by=house.clerk.id, at=later(3))
        describe_paper(
            document_id=paper, kind="cost_invoice", values=wrong, by=house.clerk.id, at=later(4)
        )  # fmt: skip
        assert document(paper).is_invoice
        assert waiting_pair_count() == 0
    assert run_audits() == []


def test_the_database_keeps_one_paper_an_invoice(house: Office, behind: Any) -> None:
    house.ksef()
    with behind(house.company):
        first = Document.objects.get()
        second = Document(
            **{
                f.attname: getattr(first, f.attname)
                for f in Document._meta.fields
                if f.attname not in ("id", "file_sha256")
            },
            file_sha256="0" * 64,
        )
        with pytest.raises(IntegrityError, match="document_business_key"):
            second.save()


def test_the_database_books_no_appearance(house: Office, behind: Any) -> None:
    xml = house.ksef()
    joined = house.mail()
    with behind(house.company):
        assert document(joined).lead_id == xml
    entry = replace(posting_entry(1), document_id=joined)
    with pytest.raises(CheckViolation, match="books nothing"), behind(house.company):
        post_entries([entry], by=house.clerk.id, at=later(9))


def test_an_undescribed_scan_goes_to_the_paper_that_knows_it(house: Office, behind: Any) -> None:
    older = house.scan()
    with behind(house.company):
        assert open_task(document_id=older).kind == "describe"
    xml = house.ksef()
    assert xml != older
    with behind(house.company):
        assert document(older).lead_id == xml
        assert open_task(document_id=older) is None
        (join,) = joins(since=AT)[0]
        assert (join.document.pk, join.lead.pk, join.row.joined_by_id) == (older, xml, None)
        part_twins(document_id=older, reason="inna faktura", by=house.clerk.id, at=later(9))
        assert open_task(document_id=older).kind == "describe"
        assert document(older).lead_id is None
    assert run_audits() == []


def test_two_booked_papers_are_not_joined(house: Office, behind: Any) -> None:
    typed, xml = near_pair(house)
    with behind(house.company):
        tell_apart(document_id=typed, other_id=xml, by=house.boss.id, at=later(9))
        house.hour = 11
        house.book(typed)
        house.book(xml)
        with pytest.raises(CannotJoin, match="Oba dokumenty"):
            join_twins(document_id=typed, other_id=xml, by=house.boss.id, at=later(30))
        (entry,) = entries_of(document_id=xml)
        reverse_entry(
            entry_id=entry.id, on=DAY, reason="to bliźniak", by=house.clerk.id, at=later(31)
        )
        lead = join_twins(document_id=xml, other_id=typed, by=house.boss.id, at=later(32))
        assert lead.pk == typed
        assert len(open_items()) == 1
        (row,) = told_rows(register="purchase", year=2026, month=9)
        assert (row.document_id, row.ksef_number) == (typed, KSEF)
    assert run_audits() == []


def test_another_amount_is_approved_again(house: Office, behind: Any) -> None:
    """A clerk typed 1446 for 1338: the joined XML sends the paper back, with its draft."""
    (paper,) = ids(drop(house.company, ("faktura.pdf", PDF)))
    wrong = TYPED | {"net_8": "200", "vat_8": "16", "gross": "1446"}
    with behind(house.company):
        describe_paper(
            document_id=paper, kind="cost_invoice", values=wrong, by=house.clerk.id, at=later(1)
        )
        describe_invoice(
            document_id=paper, cost_center="HANDEL", purpose="plakaty", by=house.clerk.id, at=later(2)
        )  # fmt: skip
        decide(paper, house.boss, hours=3)
        found = document(paper)
        posting.save(found, posting.on_the_desk(found).proposal)
        posting.code(found, by=house.clerk.id, at=later(4))
    xml = from_ksef(house.company, at=5)
    assert (xml.outcome, xml.document_id == paper) == (Outcome.WAITING, False)
    with behind(house.company):
        join_twins(document_id=paper, other_id=xml.document_id, by=house.boss.id, at=later(6))
        assert document(paper).gross == Decimal("1338.00")
        task = open_task(document_id=paper)
        assert (task.kind, task.returned) == ("describe", True)
        assert "kwota brutto" in task.note
        assert case_of(document_id=paper).facts["gross_pln"] == "1338.00"
        assert posting.on_the_desk(document(paper)).draft is None
    assert run_audits() == []


def test_what_is_booked_otherwise_says_so(house: Office, behind: Any) -> None:
    (paper,) = ids(drop(house.company, ("faktura.pdf", PDF)))
    wrong = TYPED | {"net_8": "200", "vat_8": "16", "gross": "1446"}
    with behind(house.company):
        describe_paper(
            document_id=paper, kind="cost_invoice", values=wrong, by=house.clerk.id, at=later(1)
        )
        house.hour = 2
        house.book(paper)
    xml = from_ksef(house.company, at=10)
    with behind(house.company):
        lead = join_twins(
            document_id=xml.document_id, other_id=paper, by=house.boss.id, at=later(11)
        )
        assert lead.pk == paper
        (finding,) = [f for f in lead.findings if f["code"] == "documents.booked-otherwise"]
        assert "kwota brutto: 1446,00, a teraz 1338,00" in finding["message"]
        (item,) = open_items()
        assert item.left == Decimal("1446.00")
        assert open_task(document_id=paper).kind == "pay"
    assert run_audits() == []


def test_an_audit_finds_an_invoice_that_two_papers_book(house: Office, behind: Any) -> None:
    typed, xml = near_pair(house)
    with behind(house.company):
        tell_apart(document_id=typed, other_id=xml, by=house.boss.id, at=later(9))
        house.hour = 11
        house.book(typed)
        house.book(xml)
    assert run_audits() == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE documents_neartwin SET state = 'waiting'")
        cursor.execute(
            "UPDATE documents_paperappearance SET number_key = "
            "(SELECT number_key FROM documents_paperappearance WHERE document_id = %s)",
            [xml],
        )
    assert {f.audit for f in run_audits()} == {"21-one-paper-an-invoice"}


def test_the_pages_say_what_is_what(house: Office, behind: Any, client: Any) -> None:
    typed, xml = near_pair(house)
    client.force_login(house.clerk)
    base = f"/f/{house.company.nip}"
    page = client.get(f"{base}/dokumenty/blizniaki/").content.decode()
    assert "różni się tylko numer: P/77 i P/7" in page
    assert "#podobne" in client.get(f"{base}/dokument/{xml}/").content.decode()
    answer = client.post(
        f"{base}/dokumenty/{xml}/blizniak/", {"other": typed, "verdict": "join", "list": "1"}
    )
    assert answer.url.endswith("/blizniaki/")
    shown = client.get(f"{base}/dokument/{typed}/").content.decode()
    assert "Postacie" in shown and "P/7 (prowadząca: P/77)" in shown
    joined = client.get(f"{base}/dokument/{xml}/").content.decode()
    assert "Postać innego dokumentu" in joined
    card = client.get(f"{base}/dokument/{typed}/karta/").content.decode()
    assert f"dołączono postać: dokument nr {xml}" in card
    client.post(f"{base}/dokumenty/{xml}/rozdziel/", {"reason": "jednak dwie"})
    with behind(house.company):
        assert document(xml).lead_id is None
        (paper,) = ids(drop(house.company, ("skan.jpg", JPEG)))
    wrong = TYPED | {"net_8": "200", "vat_8": "16", "gross": "1446", "kind": "cost_invoice"}
    refused = client.post(f"{base}/dokument/{paper}/rodzaj/", wrong, follow=True)
    assert "Ta faktura już jest" in refused.content.decode()
    assert "To różne faktury" in refused.content.decode()


# -- undoing ---------------------------------------------------------------------------------------


def test_a_wrong_join_is_undone_and_both_go_on(house: Office, behind: Any) -> None:
    paper = house.mail()
    got = from_ksef(house.company, at=4)
    with behind(house.company):
        (xml,) = Document.objects.filter(lead_id=paper)
        with pytest.raises(CannotJoin, match="dlaczego"):
            part_twins(document_id=xml.pk, reason=" ", by=house.clerk.id, at=later(5))
        part_twins(document_id=xml.pk, reason="zła faktura", by=house.clerk.id, at=later(5))
        assert got.document_id == paper
        typed, read = document(paper), document(xml.pk)
        assert (typed.source, typed.ksef_number, typed.fields["net_8"]) == ("typed", "", "100.00")
        assert (read.lead_id, read.ksef_number) == (None, KSEF)
        assert typed.business_key != read.business_key
        assert open_task(document_id=xml.pk).kind == "describe"
        assert open_task(document_id=paper).kind == "describe"
        assert {e.document_id for e in Event.objects.filter(code="documents.twin.parted")} == {
            paper, xml.pk,
        }  # fmt: skip
        house.hour = 6
        house.book(paper)
        house.book(xml.pk)
        assert len(open_items()) == 2
    assert run_audits() == []


def test_a_described_scan_that_joined_wrongly_is_described_again(
    house: Office, behind: Any
) -> None:
    xml = house.ksef()
    paper = house.mail()
    with behind(house.company):
        assert document(paper).lead_id == xml
        assert case_of(document_id=paper).state == "done"
        part_twins(document_id=paper, reason="inny zakup", by=house.clerk.id, at=later(9))
        again = document(paper)
        assert (again.is_invoice, again.fields["number"]) == (False, "P/77")
        assert open_task(document_id=paper).kind == "describe"
        describe_paper(
            document_id=paper, kind="cost_invoice", values=TYPED | {"number": "P/78"},
            by=house.clerk.id, at=later(10),
        )  # fmt: skip
        assert document(paper).number == "P/78"
        assert waiting_pair_count() == 0
    assert run_audits() == []


def test_a_join_that_proves_an_entry_is_not_undone(house: Office, behind: Any) -> None:
    paper = house.mail()
    from_ksef(house.company, at=4)
    with behind(house.company):
        (xml,) = Document.objects.filter(lead_id=paper)
        house.hour = 5
        house.book(paper)
        with pytest.raises(CannotJoin, match="wystornuj") as refused:
            part_twins(document_id=xml.pk, reason="zła faktura", by=house.clerk.id, at=later(20))
        assert refused.value.code == "documents.twin-booked"
        (entry,) = entries_of(document_id=paper)
        reverse_entry(entry_id=entry.id, on=DAY, reason="pomyłka", by=house.clerk.id, at=later(21))
        part_twins(document_id=xml.pk, reason="zła faktura", by=house.clerk.id, at=later(22))
        assert document(xml.pk).lead_id is None
    assert run_audits() == []
