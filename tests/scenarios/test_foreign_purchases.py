"""A purchase from abroad from its form to JPK_V7M, and back by storno."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.papers import US, drop, ids, later
from tests.scenarios.test_intake import decide
from zaplecze.documents.api import describe_paper
from zaplecze.formats.containers.tests.samples import PDF
from zaplecze.formats.jpk_v7m_3 import Severity
from zaplecze.ledger.api import (
    NewRate,
    entries_of,
    entry_lines,
    open_items,
    reverse_entry,
    save_rates,
    trial_balance,
)
from zaplecze.office.audit import run_audits
from zaplecze.purchasing.api import Bought, ForeignPurchase, record_foreign_purchase
from zaplecze.purchasing.foreign.commands import CannotRecord, foreign_purchases
from zaplecze.tax.api import NoRate, preview_jpk, told_rows

AT = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
D = Decimal
PURCHASE = ForeignPurchase(
    kind=Bought.UNION_GOODS, country="DE", tax_id="999000333", supplier="Lichterpark Havelland GmbH", number="HL-1",
    issued_on=date(2026, 9, 14), supplied_on=date(2026, 9, 10), due_on=date(2026, 9, 28), currency="EUR",
    net=D("100.00"), vat_rate=D(23), account="401-01",
)  # fmt: skip


def know_rates() -> None:
    """Friday the 11th serves Monday the 14th; the rate of the day itself doesn't."""
    save_rates(
        NewRate("EUR", date(2026, 9, n), mid, f"{n}/A/NBP/2026")
        for n, mid in ((9, D("4.1000")), (11, D("4.2000")), (14, D("4.9000")))
    )


def test_it_is_posted_once_and_told_in_both_registers(
    company: Any, make_person: Any, behind: Any
) -> None:
    by = make_person(company, "accountant").id
    with behind(company):
        with pytest.raises(NoRate, match="EUR"):
            record_foreign_purchase(PURCHASE, by=by, at=AT)
        know_rates()
        posted = record_foreign_purchase(PURCHASE, by=by, at=AT)
        lines = [(n.account.number, n.debit - n.credit) for n in entry_lines(posted.id)]
        assert lines == [
            ("401-01", D("420.00")), ("221-1", D("96.60")), ("222-2", D("-96.60")), ("202", D("-420.00")),
        ]  # fmt: skip
        (item,) = open_items()
        assert (item.number, item.currency, item.currency_amount, item.amount) == (
            "HL-1", "EUR", D("100.00"), D("420.00"),
        )  # fmt: skip
        built = preview_jpk(year=2026, month=9, at=AT)
        assert [f for f in built.findings if f.severity is Severity.STOP] == []
        assert built.declaration.amounts == {
            "P_23": 420, "P_24": 97, "P_37": 420, "P_38": 97, "P_42": 420, "P_43": 97, "P_48": 97, "P_51": 0,
            "P_53": 0, "P_62": 0,
        }  # fmt: skip
        assert (built.sales_tax, built.purchase_tax) == (
            built.ledger_sales_tax,
            built.ledger_purchase_tax,
        )
        with pytest.raises(CannotRecord, match="HL-1"):
            record_foreign_purchase(PURCHASE, by=by, at=AT)
        with pytest.raises(CannotRecord, match="Unii"):
            record_foreign_purchase(replace(PURCHASE, country="CH"), by=by, at=AT)


def test_a_storno_takes_the_rows_back_and_the_document_may_come_again(
    company: Any, make_person: Any, behind: Any
) -> None:
    by = make_person(company, "accountant").id
    with behind(company):
        know_rates()
        posted = record_foreign_purchase(PURCHASE, by=by, at=AT)
        reverse_entry(entry_id=posted.id, on=date(2026, 9, 30), reason="zła kwota", by=by, at=AT)
        assert preview_jpk(year=2026, month=9, at=AT).jpk.sales == ()
        assert {
            r.closing_debit - r.closing_credit
            for r in trial_balance(first=(2026, 9), last=(2026, 9))
        } == {0}
        record_foreign_purchase(replace(PURCHASE, net=D("110.00")), by=by, at=AT)
        assert [p.entry_id is None for p in foreign_purchases()] == [False, True]
        assert preview_jpk(year=2026, month=9, at=AT).jpk.sales[0].amounts["K_23"] == D("462.00")


FORM = {
    "kind": "wnt", "country": "de", "tax_id": "999 000 333", "supplier": "Lichterpark Havelland GmbH",
    "number": "HL-1", "issued_on": "2026-09-14", "supplied_on": "2026-09-10", "due_on": "", "currency": "eur",
    "net": "100,00", "vat_rate": "23", "deducted": "100", "account": "401-01", "cost_center": "", "text": "",
}  # fmt: skip


def test_the_page_shows_the_entry_before_it_posts_it(
    company: Any, make_person: Any, behind: Any
) -> None:
    person = make_person(company, "accountant")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/f/{US.nip}/zakupy/zagraniczne"
    with behind(company):
        know_rates()
    shown = client.post(f"{page}/sprawdz/", FORM).content.decode()
    assert "11/A/NBP/2026" in shown
    assert "K_23" in shown
    with behind(company):
        assert foreign_purchases() == []
    refused = client.post(f"{page}/zaksieguj/", FORM | {"country": "CH"}).content.decode()
    assert "nie jest w Unii" in refused
    for wrong in (
        {"net": "sto"},
        {"issued_on": "2026-02-30"},
        {"vat_rate": "22"},
        {"country": "D1"},
    ):
        assert "bad" in client.post(f"{page}/sprawdz/", FORM | wrong).content.decode()
    nowhere = client.post(f"{page}/zaksieguj/", FORM | {"account": "999"}).content.decode()
    assert "nie ma konta 999" in nowhere
    done = client.post(f"{page}/zaksieguj/", FORM)
    assert done.status_code == 302
    assert "HL-1" in client.get(f"{page}/").content.decode()


def test_an_approved_foreign_invoice_opens_the_form_and_is_tied_to_its_entry(
    company: Any, make_person: Any, behind: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    client = Client()
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/f/{US.nip}/zakupy/zagraniczne"
    (paper,) = ids(drop(company, ("rechnung.pdf", PDF), by=clerk))
    with behind(company):
        know_rates()
        describe_paper(
            document_id=paper, kind="foreign_invoice", by=clerk.id, at=later(1),
            values={"number": "HL-1", "issue_date": "14.09.2026", "partner_name": "Lichterpark Havelland GmbH",
                    "partner_tax_id": "DE 999 000 333", "gross": "100", "currency": "EUR"},
        )  # fmt: skip
    assert client.get(f"{page}/?dokument={paper}").status_code == 409, "nobody approved it yet"
    with behind(company):
        decide(paper, boss, hours=2)
    offered = client.get(f"/f/{US.nip}/dokument/{paper}/").content.decode()
    assert f"/zakupy/zagraniczne/?dokument={paper}" in offered
    form = client.get(f"{page}/?dokument={paper}").context["form"]
    told = {k: v for k, v in form.initial.items() if v}
    assert (told["country"], told["tax_id"], told["net"], told["kind"]) == (
        "DE", "999000333", D("100.00"), "uslugi-ue",
    )  # fmt: skip
    sent = FORM | {"document": str(paper)}
    assert client.post(f"{page}/zaksieguj/", sent).status_code == 302
    with behind(company):
        assert len(entries_of(document_id=paper)) == 1
        rows = told_rows(register="sales", year=2026, month=9)
        assert [r.document_id for r in rows] == [paper]
    again = client.post(f"{page}/zaksieguj/", sent | {"number": "HL-2"}).content.decode()
    assert "jest już zaksięgowany" in again
    assert run_audits(company.id) == []
