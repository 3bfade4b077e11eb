"""One invoice by mail, as a scan and from KSeF: one paper, one entry, one payment, whatever came first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import CheckViolation

from tests.papers import DAY, OTHER, SUPPLIER, cost, drop, ids, later, paid, statement
from tests.plugin import AT, MILL, empty_database
from tests.scenarios.test_concurrency import at_once
from tests.scenarios.test_concurrency import entry as posting_entry
from tests.scenarios.test_intake import TYPED, decide, same_as_typed
from zaplecze.documents.api import (
    Appearance,
    CannotJoin,
    Channel,
    Document,
    InvoiceTwin,
    NewPaper,
    Outcome,
    TwinUndecided,
    describe_paper,
    document,
    invoice_of,
    join_twins,
    match_twins,
    part_twins,
    tell_apart,
    twins_of,
    waiting_pair_count,
)
from zaplecze.documents.appearances.models import NearTwin, PaperAppearance
from zaplecze.documents.appearances.queries import joins, waiting_pairs
from zaplecze.formats import fa3
from zaplecze.formats.containers.tests.samples import JPEG, PDF
from zaplecze.formats.sheets.tests.test_sheets import scan
from zaplecze.ledger.api import entries_of, open_items, post_entries, reverse_entry
from zaplecze.office import posting
from zaplecze.office.audit import run_audits
from zaplecze.office.intake import receive
from zaplecze.office.verify import verify
from zaplecze.payments.api import confirm_lines, statement_lines, statements
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Event
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice
from zaplecze.tax.api import build_jpk, told_rows, vat_rows
from zaplecze.workflow.api import case_of, open_task

KSEF = "9990012052-20260914-0000ABC0FFEE-05"
NAME = f"{KSEF}.xml"
SEEN = Appearance(
    seller_nip=SUPPLIER.nip,
    number="P/77",
    gross=Decimal("1338.00"),
    currency="PLN",
    issue_date=DAY,
    channel="scan",
    confidences={"number": 0.9, "gross": 0.9},
)


def from_ksef(company: Any, *, at: float = 0) -> Any:
    """The XML as KSeF gives it out, its number in its name."""
    (got,) = receive(
        company.id,
        [NewPaper(NAME, fa3.write(same_as_typed()))],
        channel=Channel.KSEF,
        stamp=Stamp(None, later(at)),
    )
    return got


class Office:
    """A company with a clerk and her boss, and how the one invoice reaches them."""

    def __init__(self, company: Any, make_person: Any) -> None:
        self.company = company
        self.clerk, self.boss = make_person(company, "accountant"), make_person(company, "approver")
        self.hour = 0.0

    def next(self) -> float:
        self.hour += 0.5
        return self.hour

    def mail(self) -> int:
        """A PDF that came by mail; the clerk types what it says."""
        (paper,) = ids(drop(self.company, ("faktura.pdf", PDF), at=later(self.next())))
        with company_scope(self.company.id):
            describe_paper(
                document_id=paper, kind="cost_invoice", values=TYPED,
                by=self.clerk.id, at=later(self.next()),
            )  # fmt: skip
        return paper

    def scan(self) -> int:
        """A scan that the program reads."""
        (paper,) = ids(drop(self.company, ("skan.pdf", scan("red")), at=later(self.next())))
        with company_scope(self.company.id):
            match_twins(document_id=paper, seen=SEEN, by=None, at=later(self.next()))
        return paper

    def ksef(self) -> int:
        got = from_ksef(self.company, at=self.next())
        assert got.document_id is not None
        return int(got.document_id)

    def book(self, paper: int) -> None:
        """Describe, approve, code and post, from wherever the paper stands."""
        clerk, boss = self.clerk, self.boss
        if (task := open_task(document_id=paper)) and task.kind == "describe":
            describe_invoice(
                document_id=paper, cost_center="HANDEL", purpose="plakaty",
                by=clerk.id, at=later(self.next()),
            )  # fmt: skip
        decide(paper, boss, hours=self.next())
        found = document(paper)
        lying = posting.on_the_desk(found)
        assert lying.proposal is not None
        posting.save(found, lying.proposal)
        posting.code(found, by=clerk.id, at=later(self.next()))
        posting.post(found, by=clerk.id, at=later(self.next()))


@pytest.fixture
def house(company: Any, make_person: Any) -> Office:
    return Office(company, make_person)


def leading() -> Document:
    """The one paper of the invoice that leads."""
    (paper,) = Document.objects.filter(lead_id=None).exclude(kind="bank_statement")
    return paper


@pytest.mark.parametrize("order", list(permutations(("mail", "scan", "ksef"))), ids="-".join)
def test_one_invoice_in_every_order_of_arrival(
    order: tuple[str, ...], house: Office, behind: Any
) -> None:
    """Booked as soon as its facts are known, or only at the end: what comes later books nothing."""
    company, booked = house.company, 0
    for way in order:
        getattr(house, way)()
        with behind(company):
            paper = leading()
            if paper.is_invoice and not booked:
                house.book(paper.pk)
                booked = paper.pk
    with behind(company):
        paper = leading()
        assert paper.pk == booked
        shown = twins_of(paper).appearances
        assert (shown[0].row.origin, shown[0].leads) == ("ksef", True)
        assert {s.row.origin for s in shown} == {"ksef", "scan", "typed"}
        assert all(s.differences == () for s in shown)
        assert (paper.ksef_number, invoice_of(paper)) == (KSEF, same_as_typed())
        assert len(entries_of(document_id=paper.pk)) == 1
        (item,) = open_items()
        assert (item.number, item.left) == ("P/77", Decimal("1338.00"))
        (row,) = told_rows(register="purchase", year=2026, month=9)
        assert (row.document_id, row.proof, row.ksef_number) == (paper.pk, "NrKSeF", KSEF)
        assert {
            d.pk for d in Document.objects.filter(lead_id=paper.pk) if open_task(document_id=d.pk)
        } == set()
    drop(company, statement(paid(same_as_typed())))
    with behind(company):
        (bank,) = statements()
        (view,) = statement_lines(bank.id)
        confirm_lines(line_ids=[view.line.id], by=house.clerk.id, at=later(house.next()))
        assert open_items() == []
        assert open_task(document_id=paper.pk) is None
    assert (run_audits(company.id), verify(company.id)) == ([], [])


def test_a_paper_on_its_way_gains_the_facts_of_ksef_and_keeps_its_history(
    house: Office, behind: Any
) -> None:
    paper = house.mail()
    with behind(house.company):
        describe_invoice(
            document_id=paper, cost_center="HANDEL", purpose="plakaty", by=house.clerk.id, at=later(3)
        )  # fmt: skip
    got = from_ksef(house.company, at=4)
    assert (got.outcome, got.code, got.document_id) == (Outcome.TWIN, "documents.twin", paper)
    assert "ten sam sprzedawca, numer, kwota i data" in got.message
    with behind(house.company):
        found = document(paper)
        assert (found.source, found.ksef_number) == ("read", KSEF)
        assert [f["code"] for f in found.findings] == []
        assert open_task(document_id=paper).kind == "approve"
        told = list(Event.objects.filter(document_id=paper).values_list("code", flat=True))
        assert "documents.document.described" in told
        assert told[-2:] == ["documents.twin.joined", "documents.twin.leading"]
        decide(paper, house.boss, hours=5)
        assert posting.on_the_desk(document(paper)).proposal.entry.ksef_number == KSEF
    assert run_audits() == []


def test_a_draft_in_the_buffer_gains_the_number(house: Office, behind: Any) -> None:
    paper = house.mail()
    with behind(house.company):
        describe_invoice(
            document_id=paper, cost_center="HANDEL", purpose="plakaty", by=house.clerk.id, at=later(3)
        )  # fmt: skip
        decide(paper, house.boss, hours=4)
        found = document(paper)
        lying = posting.on_the_desk(found)
        posting.save(found, lying.proposal)
        posting.code(found, by=house.clerk.id, at=later(5))
    from_ksef(house.company, at=6)
    with behind(house.company):
        posting.post(document(paper), by=house.clerk.id, at=later(7))
        (entry,) = entries_of(document_id=paper)
        assert entry.ksef_number == KSEF
        (row,) = vat_rows(register="purchase", first=(2026, 9), last=(2026, 9))
        assert row.ksef_number == KSEF
    assert run_audits() == []


def test_a_month_that_was_filed_stays_as_it_was_filed(house: Office, behind: Any) -> None:
    paper = house.mail()
    with behind(house.company):
        house.book(paper)
        build_jpk(year=2026, month=9, at=later(30), by=house.clerk.id)
    from_ksef(house.company, at=40)
    with behind(house.company):
        assert document(paper).ksef_number == KSEF
        (row,) = told_rows(register="purchase", year=2026, month=9)
        assert (row.proof, row.ksef_number) == ("BFK", "")


def test_the_same_bytes_again_teach_the_number_in_their_name(company: Any, behind: Any) -> None:
    data = fa3.write(same_as_typed())
    (paper,) = ids(drop(company, ("z-poczty.xml", data)))
    (again,) = drop(company, (NAME, data))
    assert (again.outcome, again.document_id) == (Outcome.TWIN, paper)
    with behind(company):
        assert document(paper).ksef_number == KSEF
        assert twins_of(document(paper)).appearances == []
    assert run_audits() == []


def test_straight_through_books_one_of_two_copies(straight: Any, behind: Any) -> None:
    data = fa3.write(same_as_typed())
    files = [NewPaper("z-poczty.xml", data + b"\n"), NewPaper(NAME, data)]
    first, second = receive(straight.id, files, channel=Channel.UPLOAD, stamp=Stamp(None, AT))
    assert (first.outcome, second.outcome) == (Outcome.TWIN, Outcome.ACCEPTED)
    assert first.document_id == second.document_id
    with behind(straight):
        (row,) = vat_rows(register="purchase", first=(2026, 9), last=(2026, 9))
        assert row.ksef_number == KSEF
        assert len(open_items()) == 1
    assert run_audits() == []


# -- near misses and people -------------------------------------------------------------------------


def near_pair(house: Office) -> tuple[int, int]:
    """A typed invoice whose number lacks a letter, and its XML."""
    (typed,) = ids(drop(house.company, ("faktura.pdf", PDF)))
    with company_scope(house.company.id):
        describe_paper(
            document_id=typed, kind="cost_invoice", values=TYPED | {"number": "P/7"},
            by=house.clerk.id, at=later(1),
        )  # fmt: skip
    got = from_ksef(house.company, at=2)
    assert (got.outcome, got.code) == (Outcome.WAITING, "documents.near-twin")
    return typed, got.document_id


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


# -- races, walls, orders --------------------------------------------------------------------------


def test_two_people_type_one_invoice_at_once(house: Office, behind: Any) -> None:
    """Two connections: one transaction makes the paper, the other one joins it."""
    company = house.company
    papers = ids(drop(company, ("a.pdf", scan("red")), ("b.pdf", scan("blue"))))

    def type_it(paper: int) -> Callable[[], Any]:
        def job() -> Any:
            with company_scope(company.id):
                return describe_paper(
                    document_id=paper, kind="cost_invoice", values=TYPED,
                    by=house.clerk.id, at=later(1),
                )  # fmt: skip

        return job

    answers = at_once(*map(type_it, papers), lambda: from_ksef(company).outcome)
    with behind(company):
        lead = leading()
        assert len(answers) == 3
        assert {r.paper_id for r in PaperAppearance.objects.all()} == {lead.pk}
        assert PaperAppearance.objects.count() == 3
        assert (lead.ksef_number, invoice_of(lead).number) == (KSEF, "P/77")
    assert run_audits() == []


def test_another_company_is_never_seen(
    house: Office, make_company: Any, make_person: Any, behind: Any
) -> None:
    mill = make_company(nip=MILL)
    xml = house.ksef()
    stranger = make_person(mill, "accountant")
    (paper,) = ids(drop(mill, ("skan.jpg", JPEG)))
    with behind(mill):
        lead = describe_paper(
            document_id=paper, kind="cost_invoice", values=TYPED, by=stranger.id, at=later(1)
        )  # fmt: skip
        assert lead is None
        assert twins_of(document(paper)).appearances == []
        with pytest.raises(Refusal, match="w tej firmie"):
            join_twins(document_id=paper, other_id=xml, by=stranger.id, at=later(2))
    assert run_audits() == []


def arrival(draw: Any) -> tuple[int, str]:
    return draw(st.tuples(st.integers(0, 2), st.sampled_from(("xml", "ksef", "copy", "scan"))))


INVOICES = (
    ("A/1", "100.00", DAY, SUPPLIER),
    ("FV/2026/900", "100.00", DAY, SUPPLIER),
    ("A/1", "100.00", DAY + timedelta(days=1), OTHER),
)


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    shown=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(("xml", "copy", "scan"))),
        min_size=2, max_size=7, unique=True,
    )
)  # fmt: skip
def test_whatever_the_order_papers_are_invoices(
    shown: list[tuple[int, str]], make_company: Any
) -> None:
    """As many papers stand as there are invoices, each with the appearances that showed it."""
    company = make_company(straight_through=True)
    try:
        for number, way in shown:
            name, net, day, seller = INVOICES[number]
            invoice = cost(name, net=net, day=day, seller=seller)
            data = fa3.write(invoice)
            if way == "scan":
                colors = ("red", "lime", "blue")
                (paper,) = ids(drop(company, ("skan.pdf", scan(colors[number]))))
                seen = Appearance(
                    seller.nip, name, invoice.gross, "PLN", day, channel="scan",
                    confidences={"number": 0.8},
                )  # fmt: skip
                with company_scope(company.id):
                    match_twins(document_id=paper, seen=seen, by=None, at=later(1))
            else:
                drop(company, ("a.xml", data if way == "xml" else data + b"\n"))
        invoices = {n for n, _ in shown}
        with company_scope(company.id):
            standing = Document.objects.filter(lead_id=None)
            assert standing.count() == len(invoices)
            read = {n for n, way in shown if way != "scan"}
            assert len(open_items()) == len(read)
            assert PaperAppearance.objects.count() == len(shown)
            groups = {}
            for row in PaperAppearance.objects.all():
                groups.setdefault(row.paper_id, set()).add((row.seller_nip, row.number))
            assert all(len(g) == 1 for g in groups.values())
        assert run_audits() == []
    finally:
        empty_database()
