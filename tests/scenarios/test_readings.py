"""Papers that came as PDF and scans: read by the job, confirmed by a person, booked like any invoice; it learns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.papers import DAY, OTHER, SUPPLIER, US, drop, ids, later, statement
from tests.plugin import MILL
from tests.scenarios.test_walk import balances
from zaplecze.config.demo_papers import Item, Movement, make_invoice
from zaplecze.config.demo_scans import (
    GARDENER,
    NORTHERN,
    TOOLS,
    Bought,
    foreign_pdf,
    invoice_pdf,
    receipt_pdf,
    scanned,
)
from zaplecze.documents.api import (
    CannotDescribe,
    Document,
    Proposal,
    choosable_kinds,
    corrected_fields,
    describe_paper,
    document,
    found,
    index_waiting,
    proposal_of,
    rebuild_index,
    waiting_pair_count,
)
from zaplecze.documents.kinds.queries import kind_of
from zaplecze.documents.readings.commands import forget_lessons, read_again, read_next
from zaplecze.documents.readings.models import Confirmation, Reading
from zaplecze.documents.readings.quality import counted_papers, reading_quality
from zaplecze.documents.readings.queries import lessons, patterns_of
from zaplecze.documents.readings.reader import ReadApart, Unread, read_file_pages
from zaplecze.documents.sheets.commands import arrange_pages, split_paper
from zaplecze.documents.sheets.rules import Placed
from zaplecze.formats.fa3 import Rate
from zaplecze.formats.pages import OcrMissing, ocr_languages
from zaplecze.office import posting
from zaplecze.office.audit import run_audits
from zaplecze.payments.api import confirm_lines, statement_lines, statements
from zaplecze.platform.models import Event
from zaplecze.platform.refusal import Refusal
from zaplecze.purchasing.api import describe_invoice
from zaplecze.tax.api import preview_jpk, vat_rows
from zaplecze.workflow.api import open_task, take_step

try:
    ocr_languages()
    MISSING = ""
except OcrMissing as error:
    MISSING = str(error)
needs_tesseract = pytest.mark.skipif(bool(MISSING), reason=MISSING or "Tesseract is there")

LINES = (Bought("Plakaty", 10, "100.00"), Bought("Programy", 20, "5.00", 8))


def bill(number: str, seller: Any = SUPPLIER, **more: Any) -> bytes:
    return invoice_pdf(seller, US, number, DAY, LINES, **more)


def read_all(company: Any, reader: Any = read_file_pages) -> int:
    """What the worker does, in this process; returns how many papers were begun."""
    done = 0
    while read_next(company.id, reader=reader, clock=lambda: later(0.5)):
        done += 1
    return done


def offered(paper: int) -> Proposal:
    row = document(paper)
    assert row is not None
    offer = proposal_of(row)
    assert offer is not None
    return offer


def confirm(paper: int, by: Any, *, kind: str = "", hours: float = 1, **changed: str) -> Document:
    """What ``Ctrl Enter`` sends: what the form was filled in with, and what a person changed."""
    offer = offered(paper)
    chosen = kind_of(kind or offer.guess.kind)
    assert chosen is not None
    values = {key: one.value for key, one in offer.filled(chosen).items()} | changed
    describe_paper(
        document_id=paper,
        kind=chosen.code,
        values=values,
        by=by.id,
        at=later(hours),
        reading_id=offer.reading.pk,
    )
    row = document(paper)
    assert row is not None
    return row


def found_by(text: str) -> list[int]:
    return [f.document.pk for f in found(text=text).rows]


def events(code: str) -> list[Mapping[str, Any]]:
    return list(Event.objects.filter(code=code).order_by("seq").values_list("data", flat=True))


def test_a_pdf_is_read_confirmed_posted_reported_and_paid(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant", "approver"), make_person(company, "owner")
    (paper,) = ids(drop(company, ("skan.pdf", bill("DK/77"))))
    assert read_all(company) == 1
    assert read_all(company) == 0, "once per version of its pages"
    with behind(company):
        row = document(paper)
        assert (row.kind, row.source, row.number, row.gross) == (
            "cost_invoice", "", "DK/77", Decimal("1338.00"),
        )  # fmt: skip
        offer = offered(paper)
        assert offer.guess.certain and offer.how == "tekst z pliku PDF"
        filled = offer.filled(kind_of("cost_invoice"))
        assert all(one.certain for one in filled.values())
        assert filled["net_8"].place is not None and filled["net_8"].place.page == 1
        row = confirm(paper, clerk)
        assert (row.source, row.partner_name) == ("typed", SUPPLIER.name)
        (said,) = events("documents.reading-confirmed")
        assert set(said) == {"read", "confirmed", "corrected"}
        assert said["corrected"] == [] and said["confirmed"] == said["read"]
        assert {"kind", "number", "partner_nip", "gross", "vat_8"} <= set(said["read"])
        describe_invoice(
            document_id=paper, cost_center="HANDEL", purpose="plakaty", by=clerk.id, at=later(2)
        )
        task = open_task(document_id=paper)
        take_step(task_id=task.id, verdict="accepted", by=boss.id, at=later(3))
        lying = posting.on_the_desk(document(paper))
        assert lying.proposal is not None
        posting.save(row, lying.proposal)
        posting.code(row, by=clerk.id, at=later(4))
        posting.post(row, by=clerk.id, at=later(5))
        assert balances() == {
            "402-99": (Decimal("1100.00"), 0), "221-1": (Decimal("238.00"), 0),
            "202": (0, Decimal("1338.00")),
        }  # fmt: skip
        (vat,) = vat_rows(register="purchase", first=(2026, 9), last=(2026, 9))
        assert (vat.number, vat.proof, vat.partner_tax_id) == ("DK/77", "BFK", SUPPLIER.nip)
        assert preview_jpk(year=2026, month=9, at=later(6)).purchase_tax == Decimal("238.00")
    payment = Movement(
        date(2026, 9, 21), Decimal("-1338.00"), SUPPLIER.name, SUPPLIER.account, "faktura DK/77"
    )
    drop(company, statement(payment))
    with behind(company):
        (bank,) = statements()
        (line,) = statement_lines(bank.id)
        confirm_lines(line_ids=[line.line.id], by=clerk.id, at=later(8))
        assert open_task(document_id=paper) is None, "paid"
    assert run_audits() == []


@needs_tesseract
def test_a_scan_is_read_by_eye_found_by_a_word_and_named_by_the_register(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    drop(company, ("pierwsza.pdf", bill("DK/1")))
    read_all(company)
    with behind(company):
        confirm(1, clerk)  # the register knows the supplier from now on
    (paper,) = ids(drop(company, ("skan.pdf", scanned(bill("DK/78"), turn=0.5))))
    with ReadApart() as reader:  # as the worker reads: in a process of its own
        assert read_all(company, reader) == 1
    with behind(company):
        offer = offered(paper)
        assert offer.reading.source == "ocr"
        assert offer.reading.read_at == later(0.5)
        filled = offer.filled(kind_of("cost_invoice"))
        assert {k: v.value for k, v in filled.items() if k in ("partner_nip", "net_23", "gross")} == {
            "partner_nip": SUPPLIER.nip, "net_23": "1000.00", "gross": "1338.00",
        }  # fmt: skip
        name = filled["partner_name"]
        assert (name.value, name.certain) == (SUPPLIER.name, True)
        assert "kartoteki" in name.why
        assert found_by("programy") == [paper], (
            "the first waits for the job since its facts changed"
        )
        # Facts change, the text job comes by, the index is built anew: what OCR read stays.
        confirm(paper, clerk, hours=2)
        index_waiting()
        assert paper in found_by("programy")
        rebuild_index()
        assert paper in found_by("programy")


def test_corrections_teach_a_suppliers_papers_in_this_company_alone(
    make_company: Any, behind: Any, make_person: Any
) -> None:
    company, other = make_company(), make_company(nip=MILL)
    clerk, boss = make_person(company, "accountant"), make_person(company, "manager")
    first, second = ids(
        drop(
            company,
            ("a.pdf", bill("2026-09-061", GARDENER, bare=True)),
            ("b.pdf", bill("2026-09-088", GARDENER, bare=True)),
        )
    )
    assert read_all(company) == 2
    with behind(company):
        assert "number" not in offered(first).filled(kind_of("cost_invoice"))
        confirm(first, clerk, number="2026-09-061")
        (learnt,) = events("documents.pattern-learned")
        assert learnt["seller_nip"] == GARDENER.nip and learnt["fields"] == ["number"]
        assert not Confirmation.objects.get(document_id=first).untouched
        read_again(document_id=second, by=clerk.id, at=later(2))
    assert read_all(company) == 1
    with behind(company):
        number = offered(second).filled(kind_of("cost_invoice"))["number"]
        assert (number.value, number.certain) == ("2026-09-088", True)
        assert "u tego dostawcy" in number.why
        (lesson,) = lessons()[GARDENER.nip]
        assert (lesson.document_id, lesson.fields) == (first, ("Numer",))
        forget_lessons(seller_nip=GARDENER.nip, lesson_id=lesson.id, by=boss.id, at=later(3))
        assert lessons() == {}
        with pytest.raises(Refusal, match="Nie ma czego"):
            forget_lessons(seller_nip=GARDENER.nip, by=boss.id, at=later(3))
        read_again(document_id=second, by=clerk.id, at=later(3))
    read_all(company)
    with behind(company):
        assert "number" not in offered(second).filled(kind_of("cost_invoice"))
    with behind(other):
        assert patterns_of() == {}
        assert Reading.objects.count() == 0


def test_figures_of_quality_are_counted_from_confirmations_and_open_them(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    right, wrong, bare = ids(
        drop(
            company,
            ("a.pdf", bill("DK/1")),
            ("b.pdf", bill("DK/2")),
            ("c.pdf", bill("061", OTHER, bare=True)),
        )
    )
    read_all(company)
    with behind(company):
        confirm(right, clerk)
        confirm(wrong, clerk, due_date="2026-10-30", sale_date="", hours=2)
        confirm(bare, clerk, number="061", hours=24 * 5)  # in October
        (quality,) = reading_quality()
        assert (quality.code, quality.read, quality.confirmed, quality.untouched) == (
            "cost_invoice", 3, 3, 1,
        )  # fmt: skip
        fields = {f.key: f for f in quality.fields}
        due, sale, number = fields["due_date"], fields["sale_date"], fields["number"]
        assert (due.certain, due.certain_right, due.certain_wrong) == (3, 2, 1)
        assert (sale.certain, sale.certain_right, sale.printed, sale.recall) == (3, 2, 2, 1.0)
        assert (number.certain, number.printed, number.found, number.missed) == (2, 3, 2, 1)
        assert number.recall == pytest.approx(2 / 3)
        (paper,) = counted_papers(kind="cost_invoice", field="due_date", figure="certain_wrong")
        assert (paper.document_id, paper.read, paper.confirmed) == (
            wrong, "2026-09-28", "2026-10-30",
        )  # fmt: skip
        assert [p.document_id for p in counted_papers(kind="cost_invoice", figure="untouched")] == [
            right
        ]
        with pytest.raises(KeyError):
            counted_papers(kind="cost_invoice", figure="accuracy")
        september, october = ((2026, 9), (2026, 9)), ((2026, 10), (2026, 12))
        (early,), (late,) = reading_quality(september), reading_quality(october)
        assert (early.read, early.confirmed, early.untouched, late.read, late.confirmed) == (
            3,
            2,
            1,
            0,
            1,
        )
        assert [f.missed for q in (early, late) for f in q.fields if f.key == "number"] == [0, 1]
        asked = {"kind": "cost_invoice", "months": october}
        assert [p.document_id for p in counted_papers(figure="confirmed", **asked)] == [bare]
        assert counted_papers(figure="read", **asked) == []
        assert [
            p.document_id for p in counted_papers(field="number", figure="missed", **asked)
        ] == [bare]
        assert reading_quality(((2027, 1), (2027, 1))) == []
        counted = corrected_fields([(2026, 8), (2026, 9), (2026, 10)])
        assert [(c.papers, c.corrected) for c in counted.values()] == [(0, 0), (2, 2), (1, 0)]
        (_, said, _) = events("documents.reading-confirmed")
        assert said["corrected"] == ["sale_date", "due_date"]


def test_a_receipt_with_our_number_is_a_simplified_invoice_up_to_the_limit(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    (paper,) = ids(drop(company, ("paragon.pdf", receipt_pdf(TOOLS, US, "004711", DAY))))
    read_all(company)
    with behind(company):
        offer = offered(paper)
        assert offer.guess.kind == "cost_invoice" and "106e" in offer.guess.note
        assert document(paper).kind == "cost_invoice"
        filled = offer.filled(kind_of("cost_invoice"))
        assert filled["simplified"].value == "yes"
        with pytest.raises(CannotDescribe, match="tylko do 450 zł"):
            confirm(paper, clerk, net_23="1000.00", vat_23="230.00", gross="1230.00")
        confirm(paper, clerk)
        describe_invoice(
            document_id=paper, cost_center="HANDEL", purpose="farba", by=clerk.id, at=later(2)
        )
        lying = posting.on_the_desk(document(paper))
        assert lying.proposal is not None
        assert lying.proposal.entry.voucher_kind == "UPR"


def test_papers_from_abroad_and_of_others_are_described_with_a_word(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "owner")
    mine = invoice_pdf(US, SUPPLIER, "S/45", DAY, LINES)
    theirs = invoice_pdf(SUPPLIER, replace(US, nip=MILL), "DK/79", DAY, LINES)
    abroad, stranger, sale = ids(
        drop(
            company,
            ("NL.pdf", foreign_pdf(NORTHERN, US, "NL-1", DAY)),
            ("obca.pdf", theirs),
            ("nasza.pdf", mine),
        )
    )
    read_all(company)
    with behind(company):
        offer = offered(abroad)
        kind = kind_of("foreign_invoice")
        assert kind in choosable_kinds()
        assert document(abroad).kind == "foreign_invoice"
        assert "zakupu zagranicznego" in offer.notes(kind)[0]
        row = confirm(abroad, clerk)
        assert (row.gross, row.currency) == (Decimal("457.80"), "EUR")
        assert row.fields["partner_tax_id"] == NORTHERN.nip
        task = open_task(document_id=abroad)
        assert task.kind == "describe", "led on as a cost: whose is it"
        describe_invoice(
            document_id=abroad, cost_center="PROD", purpose="farby", by=clerk.id, at=later(3)
        )
        task = open_task(document_id=abroad)
        take_step(task_id=task.id, verdict="accepted", by=boss.id, at=later(3))
        assert balances() == {}
        other = offered(stranger)
        assert (other.guess.kind, document(stranger).kind) == ("", "other")
        assert "fakturę innej firmy" in other.guess.note
        assert "999-001-10-41" in other.guess.note
        assert (offered(sale).guess.kind, document(sale).kind) == ("sales_invoice",) * 2
        confirm(sale, clerk)
        assert document(sale).partner_name == SUPPLIER.name
        assert open_task(document_id=sale).kind == "code"


def test_what_a_person_said_is_never_overwritten(
    company: Any, behind: Any, make_person: Any
) -> None:
    from zaplecze.documents.api import Channel, NewPaper
    from zaplecze.office.intake import receive
    from zaplecze.platform.events import Stamp

    clerk = make_person(company, "accountant")
    (paper,) = ids(drop(company, ("skan.pdf", bill("DK/80"))))
    with behind(company):
        values = {"issue_date": "2026-09-01", "partner_name": "Kamienica Wrzos", "subject": "najem"}
        describe_paper(
            document_id=paper, kind="contract", values=values, by=clerk.id, at=later(0.1)
        )
        before = document(paper).__dict__ | {"_state": None}
    read_all(company)
    with behind(company):
        assert document(paper).__dict__ | {"_state": None} == before
        assert found_by("programy") == [paper]
        with pytest.raises(Refusal, match="już opisany"):
            read_again(document_id=paper, by=clerk.id, at=later(2))
    (said,) = receive(
        company.id,
        [NewPaper("b.pdf", bill("DK/81"), kind="order")],
        channel=Channel.UPLOAD,
        stamp=Stamp(clerk.id, later(1)),
    )
    read_all(company)
    with behind(company):
        row = document(said.document_id)
        assert (row.kind, row.number) == ("order", "DK/81"), "the sender's kind stays"
        # A form that was filled in before the pages were read again confirms nothing.
        describe_paper(
            document_id=row.id, kind="order", values={"number": "DK/81"}, by=clerk.id, at=later(2),
            reading_id=offered(row.id).reading.pk + 100,
        )  # fmt: skip
        assert events("documents.reading-confirmed") == []


def test_changed_pages_are_read_again_and_parts_for_themselves(
    company: Any, behind: Any, make_person: Any
) -> None:
    from zaplecze.formats.sheets import Sheet, arrange

    clerk = make_person(company, "accountant")
    two = arrange([bill("DK/1"), bill("DK/2")], [Sheet(1), Sheet(1, source=1)])
    (paper,) = ids(drop(company, ("plik.pdf", two)))
    with behind(company):
        arrange_pages(
            document_id=paper, placed=[Placed(1, 1, 90), Placed(2, 2)], by=clerk.id, at=later(0.1)
        )
    assert read_all(company) == 1, "only the pages as they stand now"
    with behind(company):
        (part,) = split_paper(document_id=paper, starts=[2], by=clerk.id, at=later(1))
        assert offered(paper).waiting and offered(part).waiting
    assert read_all(company) == 2
    with behind(company):
        assert document(part).number == "DK/2"
        assert offered(part).read and offered(paper).read


def test_a_file_that_kills_the_reader_is_given_up_and_blocks_nobody(
    company: Any, behind: Any, make_person: Any
) -> None:
    make_person(company, "accountant")
    bad, good = ids(drop(company, ("a.pdf", bill("DK/1")), ("b.pdf", bill("DK/2"))))
    begun = []

    damaged = bill("DK/1")

    def reader(data: bytes, *more: Any) -> Any:
        begun.append(data)
        if data == damaged:
            raise RuntimeError("segmentation fault")
        return read_file_pages(data, *more)

    assert read_all(company, reader) == 4
    assert len(begun) == 4, "three times the bad one, once the good one"
    with behind(company):
        assert "trzy razy" in offered(bad).reading.notes[0]
        assert not offered(bad).read
        assert document(good).number == "DK/2"
    # A worker that was killed leaves its paper begun: another takes it when the time for reading is over.
    (cut,) = ids(drop(company, ("c.pdf", bill("DK/3"))))
    with behind(company):
        Reading.objects.filter(document_id=cut).update(begun_at=later(0.4), tries=1)
    assert read_all(company) == 0
    assert read_next(company.id, reader=read_file_pages, clock=lambda: later(1))
    with behind(company):
        assert document(cut).number == "DK/3"
    assert isinstance(read_file_pages(b"%PDF-1.7 nothing", "application/pdf", US.nip, ()), Unread)


def test_a_copy_by_mail_that_is_read_joins_the_invoice_from_ksef(
    company: Any, behind: Any, make_person: Any
) -> None:
    """The reader finds the twin: the copy waits on no desk; a likeness of it is asked about and not joined."""
    invoice = make_invoice(
        SUPPLIER, US, number="DK/77", day=DAY,
        items=[Item("Plakaty", 10, "100.00"), Item("Programy", 20, "5.00", Rate.R8)],
    )  # fmt: skip
    (lead,) = ids(drop(company, invoice))
    copy, like = ids(drop(company, ("kopia.pdf", bill("DK/77")), ("inna.pdf", bill("DK/777"))))
    assert read_all(company) == 2
    with behind(company):
        assert [row.lead_id for row in map(document, (copy, like))] == [lead, None]
        assert open_task(document_id=copy) is None
        assert open_task(document_id=lead) is not None
        assert waiting_pair_count() == 1, "one figure of the number is another: a person decides"
        assert {r.document.pk for r in found(text="").rows} == {lead, like}
    assert run_audits() == []
