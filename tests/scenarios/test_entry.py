"""Entry of the ledger: schemes and splits on papers, and the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.papers import SUPPLIER, cost, drop, ids
from tests.plugin import AT
from zaplecze.documents.api import documents_by_id
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    SchemeFault,
    SchemeLine,
    SplitPart,
    add_scheme_rule,
    drafts,
    entries_of,
    entry_lines,
    keep_key,
    keep_scheme,
    keep_split,
    remember_split,
    schemes,
    trial_balance,
)
from zaplecze.ledger.checklist import blockers
from zaplecze.office.audit import run_audits
from zaplecze.office.posting import on_the_desk
from zaplecze.platform.models import Company, Event
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice
from zaplecze.workflow.api import open_task, take_step

D = Decimal
MAY, JUNE = (2026, 5), (2026, 6)
DAY = date(2026, 5, 4)
RENT = (
    SchemeLine("402-04", "Wn", "netto_23 * 75%", cost_center="PROD"),
    SchemeLine("402-99", "Wn", "netto_23 - grosze(netto_23 * 75%)", cost_center="ZARZAD"),
    SchemeLine("221-1", "Wn", "vat", condition="vat <> 0"),
    SchemeLine("202", "Ma", "=", partner=True),
)


@pytest.fixture
def anna(company: Any, make_person: Any) -> int:
    return int(make_person(company, "accountant").id)


def entry(*lines: NewLine, day: date = DAY, number: str = "PK/X") -> NewEntry:
    return NewEntry("PK", day.year, day.month, "PK", number, day, day, "Próba", lines)


def posted_lines(entry_id: int) -> list[tuple[str, str, Decimal]]:
    return [
        (x.account.number, x.cost_center.code if x.cost_center else "", x.debit - x.credit)
        for x in entry_lines(entry_id)
    ]


def balance(account: str, month: tuple[int, int]) -> Decimal:
    rows = trial_balance(first=(2026, 1), last=month)
    return sum(
        (r.closing_debit - r.closing_credit for r in rows if r.account.startswith(account)), D(0)
    )


def what(month: tuple[int, int]) -> str:
    return "; ".join(b.what for b in blockers(month, at=AT))


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def to_the_accountant(document_id: int, *, by: int, boss: int) -> None:
    """Describe and accept a paper, so that it waits to be coded."""
    describe_invoice(document_id=document_id, cost_center="PROD", purpose="czynsz", by=by, at=AT)
    task = open_task(document_id=document_id)
    assert task is not None
    take_step(task_id=task.id, verdict="accepted", by=boss, at=AT)


def test_a_scheme_is_used_on_a_paper_with_partner_and_due_day(
    company: Any, make_person: Any
) -> None:
    person = make_person(company, "accountant")
    boss = make_person(company, "approver").id
    (document_id,) = ids(drop(company, cost("DK/1", net="1000.01")))
    client = signed_in(person)
    path = f"/f/{company.nip}/dokument/{document_id}/dekretacja/"
    with company_scope(company.id):
        keep_scheme(code="czynsz", name="Czynsz", lines=RENT, by=person.id, at=AT)
    # The paper waits to be described: a scheme is for the accountant's step.
    client.post(path, {"action": "scheme:CZYNSZ"})
    with company_scope(company.id):
        assert drafts() == []
        to_the_accountant(document_id, by=person.id, boss=boss)
    client.post(path, {"action": "scheme:BRAK"})
    with company_scope(company.id):
        assert drafts() == []
    client.post(path, {"action": "scheme:CZYNSZ"})
    with company_scope(company.id):
        paper = documents_by_id([document_id])[document_id]
        lying = on_the_desk(paper)
        assert lying.draft is not None
        assert lying.proposal is not None
        lines = lying.proposal.entry.lines
        assert [(x.account, x.debit, x.credit) for x in lines] == [
            ("402-04", D("750.01"), D(0)),
            ("402-99", D("250.00"), D(0)),
            ("221-1", D("230.00"), D(0)),
            ("202", D(0), D("1230.01")),
        ]
        assert lines[3].partner_id == paper.partner_id
        assert lines[3].due_date == paper.due_date
        assert lines[0].why == "schemat CZYNSZ, wersja 1, wiersz 1: netto_23 * 75%"


def test_a_rule_picks_a_scheme_and_a_certain_paper_books_itself(
    straight: Any, make_person: Any
) -> None:
    anna = make_person(straight, "accountant").id
    with company_scope(straight.id):
        keep_scheme(code="CZYNSZ", name="Czynsz", lines=RENT, by=anna, at=AT)
        add_scheme_rule(
            scheme="CZYNSZ", kind="FV", partner_tax_id=SUPPLIER.nip, purchase=True, by=anna, at=AT
        )
    (document_id,) = ids(drop(straight, cost("DK/1", net="100.00")))
    with company_scope(straight.id):
        (posted,) = entries_of(document_id=document_id)
        assert posted_lines(posted.id)[:2] == [
            ("402-04", "PROD", D(75)),
            ("402-99", "ZARZAD", D(25)),
        ]
        # Half of the VAT: the register would say otherwise, so it waits for a person.
        half = (*RENT[:2], replace(RENT[2], formula="vat / 2"), RENT[3])
        assert keep_scheme(code="CZYNSZ", name="Czynsz", lines=half, by=anna, at=AT).version == 2
    (document_id,) = ids(drop(straight, cost("DK/2")))
    with company_scope(straight.id):
        assert entries_of(document_id=document_id) == []
        assert run_audits(straight.id) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"formula": "netto +"}, "wiersz 1, wzór, znak 8: na końcu brakuje wielkości"),
        ({"formula": "neto"}, "wiersz 1, wzór, znak 1: nie ma wielkości „neto”"),
        ({"formula": "="}, "tylko w ostatnim wierszu"),
        ({"condition": "netto"}, "wiersz 1, warunek, znak 1: to nie warunek"),
        ({"side": "Winien"}, "wiersz 1, strona"),
    ],
)
def test_a_scheme_that_cannot_work_is_not_kept(
    company: Any, anna: int, changed: dict[str, str], words: str
) -> None:
    with company_scope(company.id):
        before = Event.objects.count()
        with pytest.raises(SchemeFault, match=words.replace("?", r"\?")):
            keep_scheme(
                code="A", name="A", lines=(replace(RENT[0], **changed), RENT[3]), by=anna, at=AT
            )  # type: ignore[arg-type]
        assert schemes() == []
        assert Event.objects.count() == before


def test_a_default_split_shares_a_proposal_by_a_dated_key(straight: Any, make_person: Any) -> None:
    anna = make_person(straight, "accountant").id
    (first,) = ids(drop(straight, cost("DK/1")))
    with company_scope(straight.id):
        partner = documents_by_id([first])[first].partner_id

        def area(day: date, *values: int) -> None:
            parts = [
                SplitPart(D(v), cost_center=c)
                for v, c in zip(values, ("HANDEL", "PROD"), strict=True)
            ]
            keep_key(
                code="M2", name="Metraż", unit="m²", valid_from=day, parts=parts, by=anna, at=AT
            )

        area(date(2026, 1, 1), 1, 2)
        area(date(2026, 9, 15), 1, 1)
        keep_split(code="BIURO", name="Biuro", method="key", key="M2", by=anna, at=AT)
        remember_split(split="BIURO", partner_id=partner, account="", by=anna, at=AT)
    papers = [cost("DK/2", net="100.00"), cost("DK/3", net="100.01", day=date(2026, 9, 16))]
    second, third = ids(drop(straight, *papers))
    with company_scope(straight.id):
        (two,), (three,) = entries_of(document_id=second), entries_of(document_id=third)
        assert posted_lines(two.id)[:2] == [
            ("402-99", "HANDEL", D("33.33")),
            ("402-99", "PROD", D("66.67")),
        ]
        assert [amount for _, _, amount in posted_lines(three.id)[:2]] == [D("50.01"), D("50.00")]


def test_the_pages_take_what_is_typed(company: Any, make_person: Any) -> None:
    client = signed_in(make_person(company, "accountant"))
    base = f"/f/{company.nip}/ksiegi"
    scheme = {
        "code": "ZUS", "name": "Składki", "parameters": "kwota = Kwota składek",
        "account": ["405", "229", ""], "side": ["Wn", "Ma", "Wn"], "formula": ["kwota", "=", ""],
        "condition": ["", "", ""], "center": ["ZARZAD", "", ""], "project": ["", "", ""],
        "in_currency": ["", "", ""], "partner": ["nie", "nie", "nie"], "line_text": ["", "", ""],
    }  # fmt: skip
    bad = client.post(f"{base}/schematy/zapisz/", {**scheme, "formula": ["kwota *", "=", ""]})
    assert "wiersz 1, wzór, znak 8" in bad.content.decode()
    assert client.post(f"{base}/schematy/zapisz/", scheme).status_code == 302
    voucher = {
        "draft": "", "journal": "PK", "number": "", "month": "2026-05", "operation": "2026-05-29",
        "document": "2026-05-29", "due": "", "text": "", "no": "", "account": "", "center": "",
        "debit": "", "credit": "", "project": "", "partner": "", "currency": "",
        "currency_amount": "", "line_text": "", "reason": "",
        "action": "scheme:ZUS", "p-ZUS-kwota": "1 234,50",
    }  # fmt: skip
    page = client.post(f"{base}/pk/zapisz/", voucher).content.decode()
    assert page.count('value="1234,50"') == 2
    assert "schemat ZUS, wersja 1, wiersz 1: kwota" in page
    page = client.post(f"{base}/pk/zapisz/", {**voucher, "p-ZUS-kwota": "dużo"}).content.decode()
    assert "Kwota składek: „dużo” nie jest kwotą" in page
    asked = {"account": "402-04", "debit": "100,00", "q": "HANDEL 30%; PROD reszta"}
    told = client.get(f"{base}/podzielniki/podglad/", asked).json()
    assert [(x["center"], x["debit"]) for x in told["results"][0]["lines"]] == [
        ("HANDEL", "30,00"), ("PROD", "70,00"),
    ]  # fmt: skip
    key = {
        "code": "M2",
        "name": "Metraż",
        "unit": "m²",
        "day": "2026-01-01",
        "parts": "HANDEL 1; PROD 2",
    }
    assert client.post(f"{base}/podzielniki/klucz/", key).status_code == 302
    split = {"code": "BIURO", "name": "Biuro", "key": "M2", "parts": ""}
    assert client.post(f"{base}/podzielniki/zapisz/", split).status_code == 302
    shown = client.get(f"{base}/podzielniki/").content.decode()
    assert "HANDEL 1; PROD 2" in shown
    client.post(f"{base}/krag/zapisz/", {"since": "2026-05", "account": "402-01", "on": "on"})
    assert (
        "Konto 402-01 nie jest czynnym kontem zespołu 5"
        in client.get(f"{base}/krag/").content.decode()
    )
    assert Company.objects.using("owner").count() == 1
