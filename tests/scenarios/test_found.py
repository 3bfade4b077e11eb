"""What a clerk found in a day of papers: a withdrawn invoice that comes again, facts that search must know."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.papers import US, cost, drop, ids, later
from tests.scenarios.test_intake import TYPED, same_as_typed
from tests.twins import Office, from_ksef
from zaplecze.documents.api import (
    Outcome,
    describe_paper,
    document,
    ended_ids,
    found,
    index_waiting,
    look_of,
    related_papers,
    resume_paper,
)
from zaplecze.documents.keeping.models import Access
from zaplecze.documents.web.numbers import asked_paper, asked_papers
from zaplecze.formats import fa3
from zaplecze.formats.containers.tests.samples import PDF, TEXT, mail, signed
from zaplecze.formats.sheets.tests.test_sheets import scan
from zaplecze.ledger.api import entries_of
from zaplecze.office import posting
from zaplecze.office.audit import run_audits
from zaplecze.platform.models import Event
from zaplecze.platform.refusal import Refusal
from zaplecze.tax.api import vat_rows
from zaplecze.workflow.api import open_task, withdraw_case

PESEL = "44051401359"


@pytest.fixture
def house(company: Any, make_person: Any) -> Office:
    return Office(company, make_person)


def test_a_withdrawn_invoice_is_entered_again_and_booked(house: Office, behind: Any) -> None:
    (old,) = ids(drop(house.company, ("faktura.pdf", PDF), by=house.clerk))
    (new,) = ids(drop(house.company, ("lepszy-skan.pdf", scan("red")), by=house.clerk))
    with behind(house.company):
        typed = {"kind": "cost_invoice", "values": TYPED, "by": house.clerk.id, "at": later(1)}
        describe_paper(document_id=old, **typed)
        withdraw_case(document_id=old, reason="nieczytelna", by=house.clerk.id, at=later(2))
        assert describe_paper(document_id=new, **typed) is None, "it is a paper of its own"
        assert f"dokumentem nr {old}" in document(new).findings[-1]["message"]
        assert f"dokument nr {new}" in document(old).findings[-1]["message"]
        told = Event.objects.filter(code="documents.paper.replaced").order_by("seq")
        assert [(e.document_id, e.data["leads"]) for e in told] == [(new, True), (old, False)]
        with pytest.raises(Refusal, match=f"dokument nr {new}"):
            resume_paper(document_id=old, by=house.clerk.id, at=later(3))
        house.book(new)
        assert (len(entries_of(document_id=new)), entries_of(document_id=old)) == (1, [])
    got = from_ksef(house.company, at=9)
    assert (got.outcome, got.document_id) == (Outcome.TWIN, new)
    assert run_audits(house.company.id) == []


def test_a_withdrawn_file_comes_again_by_its_bytes_or_by_ksef(house: Office, behind: Any) -> None:
    data = fa3.write(same_as_typed())
    (old,) = ids(drop(house.company, ("z-poczty.xml", data), by=house.clerk))
    with behind(house.company):
        withdraw_case(document_id=old, reason="pomyłka", by=house.clerk.id, at=later(1))
        assert ended_ids([old]) == {old}
    (again,) = drop(house.company, ("z-poczty.xml", data))
    assert (again.document_id, "Wznów obieg" in again.message) == (old, True)
    with behind(house.company):
        resume_paper(document_id=old, by=house.clerk.id, at=later(2))
        assert open_task(document_id=old).kind == "describe"
        with pytest.raises(Refusal, match="nie ma czego wznawiać"):
            resume_paper(document_id=old, by=house.clerk.id, at=later(2))
        withdraw_case(document_id=old, reason="jednak nie", by=house.clerk.id, at=later(3))
    (other,) = drop(house.company, ("inne-bajty.xml", data + b"\n"), at=later(4))
    assert other.outcome == Outcome.WAITING
    assert other.document_id not in (None, old)
    assert f"dokumentem nr {old}" in other.message
    with behind(house.company):
        house.book(other.document_id)
    assert run_audits(house.company.id) == []


SOLD = {
    "number": "S/1", "issue_date": "14.09.2026", "sale_date": "14.09.2026", "gross": "1 000,00",
}  # fmt: skip


def test_sales_to_a_consumer_and_abroad_are_typed_and_filed(house: Office, behind: Any) -> None:
    one, two = ids(drop(house.company, ("a.pdf", scan("red")), ("b.pdf", scan("blue"))))
    with behind(house.company):
        by = {"kind": "sales_invoice", "by": house.clerk.id, "at": later(1)}
        consumer = SOLD | {"partner_name": "Anna Zmyślona", "net_zw": "1000"}
        german = SOLD | {
            "number": "S/2", "partner_name": "Fabrik Muster GmbH", "partner_tax_id": "DE123456789",
            "net_wdt": "2000", "gross": "2000",
        }  # fmt: skip
        with pytest.raises(Refusal, match="wymagają numeru VAT UE"):
            describe_paper(document_id=two, values=german | {"partner_tax_id": ""}, **by)
        describe_paper(document_id=one, values=consumer, **by)
        describe_paper(document_id=two, values=german, **by)
        for paper in (one, two):
            found = document(paper)
            posting.save(found, posting.on_the_desk(found).proposal)
            posting.code(found, by=house.clerk.id, at=later(2))
            posting.post(found, by=house.clerk.id, at=later(3))
        rows = vat_rows(register="sales", first=(2026, 9), last=(2026, 9))
        assert [(r.partner_country, r.partner_tax_id, r.amounts) for r in rows] == [
            ("", "BRAK", {"K_10": "1000.00"}),
            ("DE", "123456789", {"K_21": "2000.00"}),
        ]
    assert run_audits(house.company.id) == []


def test_typed_facts_are_found_and_a_pesel_only_in_writing(house: Office, behind: Any) -> None:
    contract, hr = ids(drop(house.company, ("a.pdf", scan("red")), ("b.pdf", scan("blue"))))
    with behind(house.company):
        by = {"by": house.clerk.id, "at": later(1)}
        terms = {
            "issue_date": "14.09.2026", "partner_name": "Dźwig Śródmieście sp. z o.o.", "gross": "45 678,90",
            "subject": "Przegląd wind, zlecenie ZL-77/B", "valid_to": "31.12.2027",
        }  # fmt: skip
        describe_paper(document_id=contract, kind="contract", values=terms, **by)
        file = {
            "issue_date": "14.09.2026",
            "person": "Żaneta Zmyślona",
            "pesel": PESEL,
            "subject": "Aneks",
        }
        describe_paper(document_id=hr, kind="hr", values=file, **by)

        def papers(text: str, **more: Any) -> list[int]:
            return [f.document.pk for f in found(text=text, **more).rows]

        for when in ("at once", "with its text"):
            for question in ("przeglad wind", "zl77b", "45678,90", "31.12.2027", "srodmiescie"):
                assert papers(question) == [contract], (when, question)
            assert papers("zaneta") == papers("zmyślona") == [hr]
            assert papers(PESEL) == [], "the hints ask so: nobody writes down who saw them"
            assert papers(PESEL[:6]) == []
            assert papers(PESEL, personal=True) == [hr]
            index_waiting()
        assert papers("windy") == papers("wind") == [contract]
        assert not Access.objects.exists()
    client = Client()
    client.force_login(house.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get(f"/f/{US.nip}/dokumenty/", {"q": PESEL}).content.decode()
    assert f"/dokument/{hr}/" in shown
    with behind(house.company):
        (access,) = Access.objects.all()
        assert (access.document_id, access.by_id) == (hr, house.clerk.id)


LETTER = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE p [<!ENTITY plik SYSTEM "file:///etc/hostname">]>
<p:Dokument xmlns:p="http://crd.gov.pl/wzor/2020/01/01/1/"><p:Temat>Faktura do wyjaśnienia &plik;</p:Temat>
<p:Nadawca><p:Nazwa>Urząd Zmyślony</p:Nazwa></p:Nadawca></p:Dokument>""".encode()
OLD = b'<Faktura xmlns="http://crd.gov.pl/wzor/2023/06/29/12648/"><Fa><P_2>FV/1/2024</P_2></Fa></Faktura>'
BROKEN = b'<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Fa/></Faktura>'


def test_letters_older_invoices_and_signatures_are_papers(house: Office, behind: Any) -> None:
    files = (("pismo.xml", LETTER), ("stara.xml", OLD), ("umowa.pdf.p7m", signed(PDF)))
    got = drop(house.company, *files)
    letter, old, envelope = ids(got)
    contract = got[2].parts[0].document_id
    (refused,) = drop(house.company, ("zła.xml", BROKEN))
    assert refused.outcome == Outcome.REFUSED, "what calls itself FA(3) has to be one"
    message = mail({"umowa.txt": TEXT, "smime.p7s": signed(TEXT, detached=True)})
    (posted,) = drop(house.company, ("list.eml", message))
    text, signature = posted.parts
    (cut,) = drop(house.company, ("ucięta.p7m", signed(PDF)[:150]))
    assert (cut.outcome, cut.code) == (Outcome.REFUSED, "container.damaged")
    with behind(house.company):
        for paper in (letter, old, contract, text.document_id):
            assert open_task(document_id=paper).kind == "describe"
        assert open_task(document_id=signature.document_id) is None, "kept with its message"
        assert open_task(document_id=envelope) is None, "kept beside the paper that came out of it"
        assert document(contract).file_name == "umowa.pdf"
        assert [r.paper.pk for r in related_papers(contract)] == [envelope]
        for paper in (contract, envelope, signature.document_id):
            (told,) = document(paper).findings
            assert "Podpis: Żaneta Zmyślona, Drukarnia Kropka" in told["message"]
            assert "podpisu nie sprawdził" in told["message"]
        rows = [(r.name, r.depth, r.value) for r in look_of(document(letter)).rows]
        assert rows == [
            ("Dokument", 0, ""), ("Temat", 1, "Faktura do wyjaśnienia"), ("Nadawca", 1, ""),
            ("Nazwa", 2, "Urząd Zmyślony"),
        ]  # fmt: skip
        assert ("P_2", 2, "FV/1/2024") in [
            (r.name, r.depth, r.value) for r in look_of(document(old)).rows
        ]
        assert "koperta podpisu" in look_of(document(envelope)).note
    client = Client()
    client.force_login(house.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Urząd Zmyślony" in client.get(f"/f/{US.nip}/dokument/{letter}/").content.decode()
    shown = client.get(f"/f/{US.nip}/dokument/{contract}/").content.decode()
    assert "Podpis: Żaneta Zmyślona" in shown and f"/dokument/{envelope}/" in shown
    with behind(house.company):
        describe_paper(
            document_id=contract, kind="cost_invoice", values=TYPED, by=house.clerk.id, at=later(1)
        )
        codes = [f["code"] for f in document(contract).findings]
        assert "documents.signed" in codes and len(codes) == 2
    assert run_audits(house.company.id) == []


def test_a_paper_has_one_number_with_or_without_its_sign(house: Office, behind: Any) -> None:
    files = [cost("FV 7/2026"), cost("B/1", net="7.00")]
    one, two = ids(drop(house.company, *files))
    with behind(house.company):
        assert [asked_paper(t) for t in (f"#{one}", f"{one}", "FV 7/2026")] == [one] * 3
        assert asked_papers(f"#{one} {two}") == asked_papers("FV 7/2026, B/1") == (one, two)
        with pytest.raises(Refusal, match="#12"):
            asked_paper("#852")
    (namesake,) = ids(drop(house.company, cost(str(two), net="9.00")))
    with behind(house.company):
        with pytest.raises(Refusal, match=f"#{namesake} .*#{two} "):
            asked_paper(str(two))
        assert asked_paper(f"#{two}") == two
    client = Client()
    client.force_login(house.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/f/{US.nip}"
    assert f"#{one}" in client.get(f"{page}/dokument/{one}/").content.decode()
    found_by = client.get(reverse("search", kwargs={"nip": US.nip}), {"q": f"#{one}"})
    assert found_by.headers["Location"] == f"{page}/dokument/{one}/"
