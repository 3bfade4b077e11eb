"""One invoice by mail, as a scan and from KSeF: one paper, one entry, one payment, whatever came first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.papers import DAY, OTHER, SUPPLIER, cost, drop, ids, later, paid, statement
from tests.plugin import AT, MILL, empty_database
from tests.scenarios.test_concurrency import at_once
from tests.scenarios.test_intake import TYPED, decide, same_as_typed
from tests.twins import KSEF, NAME, Office, from_ksef, leading
from zaplecze.documents.api import (
    Appearance,
    Channel,
    Document,
    NewPaper,
    Outcome,
    describe_paper,
    document,
    invoice_of,
    join_twins,
    match_twins,
    twins_of,
)
from zaplecze.documents.appearances.models import PaperAppearance
from zaplecze.formats import fa3
from zaplecze.formats.containers.tests.samples import JPEG
from zaplecze.formats.sheets.tests.test_sheets import scan
from zaplecze.ledger.api import entries_of, open_items
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
from zaplecze.workflow.api import open_task


@pytest.fixture
def house(company: Any, make_person: Any) -> Office:
    return Office(company, make_person)


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
