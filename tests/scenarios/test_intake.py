"""Papers of every kind come in, are opened, described, filed; none is lost, none comes twice."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.papers import DAY, SUPPLIER, US, cost, drop, ids, later, paid, statement
from tests.scenarios.test_walk import balances
from zaplecze.config.demo_papers import Item, make_invoice
from zaplecze.documents.api import (
    CannotDescribe,
    Channel,
    Intake,
    NewPaper,
    Outcome,
    describe_paper,
    document,
    intake_log,
    related_papers,
)
from zaplecze.documents.kinds.commands import define_kind
from zaplecze.documents.kinds.rules import Field, FieldType
from zaplecze.formats import fa3
from zaplecze.formats.containers.tests.samples import (
    JPEG,
    PDF,
    PNG,
    TEXT,
    bomb,
    mail,
    random_file,
    zipped,
)
from zaplecze.office import intake, posting
from zaplecze.office.audit import run_audits
from zaplecze.office.intake import receive
from zaplecze.platform.events import Stamp
from zaplecze.platform.files import read_file
from zaplecze.platform.refusal import Refusal
from zaplecze.purchasing.api import describe_invoice
from zaplecze.tax.api import vat_rows
from zaplecze.workflow.api import FourEyes, open_task, take_step, way_of

TYPED = {
    "number": "P/77",
    "issue_date": "14.09.2026",
    "due_date": "28.09.2026",
    "partner_nip": SUPPLIER.nip,
    "partner_name": SUPPLIER.name,
    "net_23": "1 000,00",
    "vat_23": "230",
    "net_8": "100",
    "vat_8": "8,00",
    "gross": "1338,00",
    "account": SUPPLIER.account,
    "subject": "Druk plakatów",
}


def same_as_typed(number: str = "P/77") -> fa3.Invoice:
    """The XML of the invoice that `TYPED` describes."""
    items = [Item("Druk plakatów", 1, "1000.00"), Item("Książki", 1, "100.00", fa3.Rate.R8)]
    return make_invoice(SUPPLIER, US, number=number, day=DAY, items=items)


def decide(document_id: int, person: Any, *, hours: float, verdict: str = "accepted") -> None:
    task = open_task(document_id=document_id)
    assert task is not None
    take_step(task_id=task.id, verdict=verdict, by=person.id, at=later(hours))


def test_a_mail_brings_papers_and_stays_with_them(company: Any, behind: Any) -> None:
    invoice = cost("DK/5")
    (one,) = drop(company, invoice)
    letter = mail(
        {
            "DK-5.xml": fa3.write(invoice),
            "DK-6.xml": fa3.write(cost("DK/6")),
            "skan.png": PNG,
            "reszta.zip": zipped({"umowa.txt": TEXT, "zła.zip": bomb(8_000_000)}),
        }
    )
    (got,) = drop(company, ("poczta.eml", letter))
    assert got.outcome is Outcome.ACCEPTED
    twin, fresh, scan, archive, contract, inner, bad = got.parts
    assert [p.outcome for p in got.parts] == [
        Outcome.TWIN, Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.OPENED, Outcome.ACCEPTED,
        Outcome.OPENED, Outcome.REFUSED,
    ]  # fmt: skip
    assert (archive.name, inner.name, bad.code) == ("reszta.zip", "zła.zip", "container.bomb")
    assert twin.document_id == one.document_id
    with behind(company):
        kept = document(got.document_id)
        assert (kept.kind, kept.number, kept.partner_name) == (
            "mail", "Faktura za wrzesień", "Drukarnia Kropka <biuro@kropka.example>",
        )  # fmt: skip
        assert kept.issue_date.isoformat() == "2026-09-28"
        assert read_file(kept.file_sha256) == letter
        # The invoice that was here already is tied to the mail as well.
        assert {r.paper.id for r in related_papers(kept.id) if r.outward} == {
            one.document_id, fresh.document_id, scan.document_id, contract.document_id,
        }  # fmt: skip
        assert open_task(document_id=kept.id) is None
        assert open_task(document_id=fresh.document_id).kind == "describe"
        assert document(fresh.document_id).kind == "cost_invoice"
        lines = {line.file_name: line for line in intake_log()}
        assert lines["umowa.txt"].parent_id == lines["reszta.zip"].id
        assert lines["reszta.zip"].parent_id == lines["poczta.eml"].id
        assert lines["faktura.xml"].code == "container.bomb"
    # A message that brings only what is here already leaves nobody anything to do.
    (reminder,) = drop(company, ("b.eml", mail({"a.xml": fa3.write(invoice)}, message_id="<2@b>")))
    assert reminder.parts[0].outcome is Outcome.TWIN
    with behind(company):
        assert open_task(document_id=reminder.document_id) is None
    # The same message by another way, with other lines of servers in its head.
    (again,) = drop(company, ("kopia.eml", b"Received: by b.example\n" + letter))
    assert again.outcome is Outcome.TWIN
    assert again.document_id == got.document_id
    assert {p.outcome for p in again.parts} == {Outcome.TWIN, Outcome.OPENED, Outcome.REFUSED}
    assert run_audits() == []


def test_a_mail_without_papers_is_a_paper(company: Any, behind: Any, make_person: Any) -> None:
    clerk = make_person(company, "accountant")
    (paper,) = ids(drop(company, ("list.eml", mail({}, text="Proszę o kopię umowy."))))
    with behind(company):
        describe_paper(
            document_id=paper, kind="mail", values={"subject": "kopia umowy"}, by=clerk.id, at=later(1)
        )  # fmt: skip
        assert document(paper).number == "kopia umowy"
        decide(paper, clerk, hours=2)
        assert open_task(document_id=paper) is None


def test_a_contract_is_described_approved_and_filed(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant", "approver"), make_person(company, "owner")
    (paper,) = ids(drop(company, ("umowa najmu.pdf", PDF)))
    with behind(company):
        found = document(paper)
        assert (found.kind, found.source, found.issue_date) == ("other", "", None)
        with pytest.raises(CannotDescribe, match=r"Data zawarcia.*Druga strona.*Przedmiot"):
            describe_paper(document_id=paper, kind="contract", values={}, by=clerk.id, at=later(1))
        values = {
            "issue_date": "2026-09-01",
            "partner_name": "Kamienica Wrzos",
            "subject": "najem lokalu",
            "gross": "5 200",
        }
        describe_paper(document_id=paper, kind="contract", values=values, by=clerk.id, at=later(1))
        found = document(paper)
        assert (found.kind, found.partner_name, found.gross) == (
            "contract", "Kamienica Wrzos", Decimal(5200),
        )  # fmt: skip
        with pytest.raises(FourEyes):
            decide(paper, clerk, hours=2)
        decide(paper, boss, hours=3)
        decide(paper, clerk, hours=4)
        way = way_of(document_id=paper, as_of=later(5))
        assert [s.key for s in way] == ["opis", "akceptacja", "do akt"]
        assert open_task(document_id=paper) is None
    assert run_audits() == []


def test_a_cost_invoice_on_a_scan_goes_the_way_of_every_cost_invoice(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    (paper,) = ids(drop(company, ("skan.jpg", JPEG)))
    with behind(company):
        with pytest.raises(CannotDescribe, match="1338"):
            describe_paper(
                document_id=paper, kind="cost_invoice", values=TYPED | {"gross": "1400"},
                by=clerk.id, at=later(1),
            )  # fmt: skip
        describe_paper(
            document_id=paper, kind="cost_invoice", values=TYPED, by=clerk.id, at=later(1)
        )
        describe_invoice(
            document_id=paper, cost_center="HANDEL", purpose="plakaty", by=clerk.id, at=later(2)
        )
        decide(paper, boss, hours=3)
        found = document(paper)
        lying = posting.on_the_desk(found)
        assert lying.proposal is not None
        posting.save(found, lying.proposal)
        posting.code(found, by=clerk.id, at=later(4))
        posting.post(found, by=clerk.id, at=later(5))
        assert balances() == {
            "402-99": (Decimal("1100.00"), 0), "221-1": (Decimal("238.00"), 0),
            "202": (0, Decimal("1338.00")),
        }  # fmt: skip
        (row,) = vat_rows(register="purchase", first=(2026, 9), last=(2026, 9))
        assert (row.number, row.proof, row.partner_tax_id) == ("P/77", "BFK", SUPPLIER.nip)
        assert open_task(document_id=paper).kind == "pay"
    # The same invoice by KSeF later is its twin; the same number over another amount is a question.
    (late,) = drop(company, same_as_typed())
    assert (late.outcome, late.document_id) == (Outcome.TWIN, paper)
    (odd,) = drop(company, cost("P/77"))
    assert (odd.outcome, odd.code) == (Outcome.WAITING, "documents.near-twin")
    assert odd.document_id != paper
    assert run_audits() == []


def test_a_typed_invoice_never_books_itself(straight: Any, behind: Any, make_person: Any) -> None:
    clerk = make_person(straight, "accountant")
    (paper,) = ids(drop(straight, ("skan.jpg", JPEG)))
    with behind(straight):
        describe_paper(
            document_id=paper, kind="cost_invoice", values=TYPED, by=clerk.id, at=later(1)
        )
        assert open_task(document_id=paper).kind == "describe"


def test_the_other_scan_of_an_invoice_is_refused(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    drop(company, cost("P/77"))
    (paper,) = ids(drop(company, ("skan.jpg", JPEG)))
    with behind(company), pytest.raises(Refusal, match="już jest"):
        describe_paper(
            document_id=paper, kind="cost_invoice", values=TYPED, by=clerk.id, at=later(1)
        )


def test_a_company_defines_a_kind_of_its_own(company: Any, behind: Any, make_person: Any) -> None:
    clerk = make_person(company, "accountant")
    with behind(company):
        fields = (
            Field("numer_rejestracyjny", "Numer rejestracyjny", required=True),
            Field("paliwo", "Paliwo", FieldType.CHOICE, choices=("benzyna", "olej", "prąd")),
            Field("litry", "Litry", FieldType.AMOUNT),
        )
        kind = define_kind(
            label="karta drogowa", fields=fields, personal=False, by=clerk.id, at=later(0)
        )
        with pytest.raises(Refusal, match="już jest"):
            define_kind(label="Karta drogowa", fields=(), personal=False, by=clerk.id, at=later(0))
    code = f"own-{kind.id}"
    (got,) = receive(
        company.id,
        [NewPaper("karta.png", PNG, kind=code)],
        channel=Channel.UPLOAD,
        stamp=Stamp(clerk.id, later(1)),
    )
    with behind(company):
        assert document(got.document_id).get_kind_display() == "karta drogowa"
        with pytest.raises(CannotDescribe, match=r"Paliwo.*wybierz z listy"):
            describe_paper(
                document_id=got.document_id, kind=code,
                values={"numer_rejestracyjny": "ZZ 1", "paliwo": "węgiel"}, by=clerk.id, at=later(2),
            )  # fmt: skip
        values = {"numer_rejestracyjny": "ZZ 1", "paliwo": "prąd", "litry": "40"}
        describe_paper(
            document_id=got.document_id, kind=code, values=values, by=clerk.id, at=later(2)
        )
        assert document(got.document_id).fields == {
            "numer_rejestracyjny": "ZZ 1", "paliwo": "prąd", "litry": "40.00",
        }  # fmt: skip


def test_three_hundred_random_files_each_end_in_the_log(company: Any, behind: Any) -> None:
    chance = random.Random(11)
    files = [random_file(chance) for _ in range(150)]
    results = drop(company, *files)
    assert len(results) == len(files)
    answers = [r for result in results for r in (result, *result.parts)]
    assert all(r.document_id or r.code for r in answers)
    assert all(r.message for r in answers if r.outcome is Outcome.REFUSED)
    with behind(company):
        assert Intake.objects.filter(company_id=company.id).count() == len(answers)
    assert run_audits() == []


def test_the_bank_statement_is_still_read(company: Any) -> None:
    name, data = statement(paid(cost("DK/1")))
    (got,) = drop(company, ("wyciagi.zip", zipped({name: data, "DK.xml": fa3.write(cost("DK/1"))})))
    assert [p.outcome for p in got.parts] == [Outcome.ACCEPTED, Outcome.ACCEPTED]


def test_a_folder_of_mixed_files_is_imported_by_two_processes(
    company: Any, behind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH_FILES", 1)
    files = {
        "a.zip": zipped({"DK.xml": fa3.write(cost("DK/1")), "b": b""}),
        "c.eml": mail({"d.pdf": PDF}),
        "e.exe": b"MZ" + bytes(60) + b"PE\x00\x00",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = intake.import_files(
        company.id,
        [tmp_path],
        channel=Channel.FOLDER,
        by=None,
        clock=lambda: later(0),
        kind="order",
    )
    assert [(Path(f.path).name, str(f.outcome), len(f.parts)) for f in found] == [
        ("a.zip", "opened", 2), ("c.eml", "accepted", 1), ("e.exe", "refused", 0),
    ]  # fmt: skip
    assert [p.code for p in found[0].parts] == ["", "container.empty"]
    with behind(company):
        assert document(found[1].parts[0].document_id).kind == "order"
        assert document(found[1].document_id).kind == "mail"
