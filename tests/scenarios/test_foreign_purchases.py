"""Purchases from abroad from the paper to JPK_V7M: approved, posted, corrected, and back by storno."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.abroad import approve, approved, described
from tests.lineage import walk
from tests.papers import US, later
from zaplecze.documents.api import describe_paper, document
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
from zaplecze.office.lineage import Tracer
from zaplecze.purchasing.api import (
    Bought,
    Cause,
    Correction,
    CustomsDeclaration,
    ForeignPurchase,
    describe_invoice,
    record_customs_declaration,
    record_foreign_correction,
    record_foreign_purchase,
)
from zaplecze.purchasing.foreign.commands import foreign_purchases
from zaplecze.purchasing.foreign.papers import CannotRecord
from zaplecze.tax.api import NoRate, preview_jpk, told_rows
from zaplecze.workflow.api import FourEyes, open_task, take_step

AT = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
D = Decimal
SCHEMA = (
    Path(__file__).resolve().parents[3] / "shared/standards/jpk/xsd/Schemat_JPK_V7M(3)_v1-0E.xsd"
)
PURCHASE = ForeignPurchase(
    kind=Bought.UNION_GOODS, country="DE", tax_id="999000333", supplier="Lichterpark Havelland GmbH", number="HL-1",
    issued_on=date(2026, 9, 14), supplied_on=date(2026, 9, 10), due_on=date(2026, 9, 28), currency="EUR",
    net=D("100.00"), vat_rate=D(23), account="401-01",
)  # fmt: skip


def rough_rates() -> None:
    """A table of weeks ago tells whose authority an amount needs; the books want the right day's."""
    save_rates([NewRate("EUR", date(2026, 8, 3), D("4.25"), "148/A/NBP/2026")])


def know_rates() -> None:
    """Friday the 11th serves Monday the 14th; the rate of the day itself doesn't."""
    save_rates(
        NewRate("EUR", date(2026, 9, n), mid, f"{n}/A/NBP/2026")
        for n, mid in ((9, D("4.1000")), (11, D("4.2000")), (14, D("4.9000")))
    )


def test_it_is_posted_once_and_told_in_both_registers(
    company: Any, make_person: Any, behind: Any
) -> None:
    by, boss = make_person(company, "accountant").id, make_person(company, "approver").id
    rough_rates()
    paper = approved(company, "HL-1", D("100.00"), clerk=by, boss=boss)
    with behind(company):
        with pytest.raises(NoRate, match="EUR"):
            record_foreign_purchase(PURCHASE, by=by, at=AT, document_id=paper)
        know_rates()
        posted = record_foreign_purchase(PURCHASE, by=by, at=AT, document_id=paper)
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
        internal = replace(PURCHASE, invoice=False)
        with pytest.raises(CannotRecord, match="HL-1 tego dostawcy"):
            record_foreign_purchase(internal, by=by, at=AT)
        with pytest.raises(CannotRecord, match="Unii"):
            record_foreign_purchase(replace(internal, country="CH"), by=by, at=AT)


def test_nobody_approves_her_own_and_only_what_was_approved_is_posted(
    company: Any, make_person: Any, behind: Any
) -> None:
    """Anna takes in and describes a purchase of 100 euro; Bogna approves it; 110 euro are not what she approved."""
    anna, bogna = (make_person(company, "accountant", "approver").id for _ in range(2))
    know_rates()
    paper = described(company, "HL-1", D("100.00"), clerk=anna)
    with behind(company):
        with pytest.raises(CannotRecord, match="wgraj go na biurko"):
            record_foreign_purchase(PURCHASE, by=anna, at=AT)
        with pytest.raises(CannotRecord, match="czeka na opis albo akceptację"):
            record_foreign_purchase(PURCHASE, by=anna, at=AT, document_id=paper)
        task = open_task(document_id=paper)
        with pytest.raises(FourEyes):  # told by the database's trigger
            take_step(task_id=task.id, verdict="accepted", by=anna, at=later(3))
    approve(company, paper, by=bogna)
    with behind(company):
        with pytest.raises(CannotRecord, match="Zaakceptowano 100,00 EUR, a wpisano 110,00 EUR"):
            record_foreign_purchase(
                replace(PURCHASE, net=D("110.00")), by=anna, at=AT, document_id=paper
            )
        # The paper says 110 after all: it goes back, is described again, and wants an approval again.
        task = open_task(document_id=paper)
        take_step(task_id=task.id, verdict="returned", by=anna, at=AT, reason="kwota")
        told = {**document(paper).fields, "gross": "110.00"}
        describe_paper(document_id=paper, kind="foreign_invoice", values=told, by=anna, at=AT)
        describe_invoice(document_id=paper, cost_center="PROD", purpose="lampy", by=anna, at=AT)
    approve(company, paper, by=bogna, at=AT)
    with behind(company):
        more = replace(PURCHASE, net=D("110.00"))
        record_foreign_purchase(more, by=anna, at=AT, document_id=paper)
        assert open_task(document_id=paper).kind == "pay"
        assert run_audits(company.id) == []


def test_a_storno_takes_the_rows_back_and_the_document_may_come_again(
    company: Any, make_person: Any, behind: Any
) -> None:
    by, boss = make_person(company, "accountant").id, make_person(company, "approver").id
    know_rates()
    paper = approved(company, "HL-1", D("100.00"), clerk=by, boss=boss)
    with behind(company):
        posted = record_foreign_purchase(PURCHASE, by=by, at=AT, document_id=paper)
        reverse_entry(entry_id=posted.id, on=date(2026, 9, 30), reason="złe konto", by=by, at=AT)
        assert preview_jpk(year=2026, month=9, at=AT).jpk.sales == ()
        assert {
            r.closing_debit - r.closing_credit
            for r in trial_balance(first=(2026, 9), last=(2026, 9))
        } == {0}
        assert open_task(document_id=paper).kind == "code"
        record_foreign_purchase(replace(PURCHASE, account="310"), by=by, at=AT, document_id=paper)
        assert [p.entry_id is None for p in foreign_purchases()] == [False, True]
        assert preview_jpk(year=2026, month=9, at=AT).jpk.sales[0].amounts["K_23"] == D("420.00")
        assert run_audits(company.id) == []


def test_corrections_count_in_the_month_of_their_cause(
    company: Any, make_person: Any, behind: Any
) -> None:
    """Goods of 100 euro in September (base 420,00, tax 96,60).

    A rabate of 10 euro agreed on 30 October and told in November lowers October by 42,00 and 9,66. An error from the
    start, 5 euro too little, belongs to September: 441,00 and 101,43 there. The purchase can't be taken back before.
    """
    by, boss = make_person(company, "accountant").id, make_person(company, "approver").id
    know_rates()
    first = approved(company, "HL-1", D("100.00"), clerk=by, boss=boss)
    less = approved(company, "HL-1/K", D("-10.00"), clerk=by, boss=boss)
    more = approved(company, "HL-1/E", D("5.00"), clerk=by, boss=boss)
    rabate = Correction(
        number="HL-1/K", issued_on=date(2026, 11, 4), difference=D("-10.00"), cause=Cause.LATER,
        caused_on=date(2026, 10, 30),
    )  # fmt: skip
    with behind(company):
        posted = record_foreign_purchase(PURCHASE, by=by, at=AT, document_id=first)
        (purchase,) = foreign_purchases()

        def correct(made: Correction, paper: int) -> Any:
            return record_foreign_correction(
                made, purchase_id=purchase.id, by=by, at=AT, document_id=paper
            )

        red = correct(rabate, less)
        assert [(n.account.number, n.debit, n.credit) for n in entry_lines(red.id)] == [
            ("401-01", D("-42.00"), 0), ("221-1", D("-9.66"), 0), ("222-2", 0, D("-9.66")), ("202", 0, D("-42.00")),
        ]  # fmt: skip
        error = replace(rabate, number="HL-1/E", difference=D("5.00"), cause=Cause.ERROR)
        with pytest.raises(CannotRecord, match="Zaakceptowano 5,00 EUR"):
            correct(replace(error, difference=D("6.00")), more)
        correct(error, more)
        september, october = (preview_jpk(year=2026, month=n, at=AT) for n in (9, 10))
        told = [september.declaration.amounts, october.declaration.amounts]
        assert [(t["P_23"], t["P_24"], t["P_43"]) for t in told] == [
            (441, 101, 101),
            (-42, -10, -10),
        ]
        for built in (september, october):
            assert [f for f in built.findings if f.severity is Severity.STOP] == []
            assert (built.sales_tax, built.purchase_tax) == (
                built.ledger_sales_tax,
                built.ledger_purchase_tax,
            )
            valid(built.data)
        assert open_task(document_id=less) is None, "nobody pays what costs less"
        with pytest.raises(CannotRecord, match="wystornuj najpierw ją"):
            reverse_entry(entry_id=posted.id, on=date(2026, 9, 30), reason="x", by=by, at=AT)
        with pytest.raises(CannotRecord, match="nie jego korektę"):
            record_foreign_correction(
                rabate, purchase_id=foreign_purchases()[0].id, by=by, at=AT, document_id=less
            )
        reverse_entry(entry_id=red.id, on=date(2026, 10, 31), reason="odwołany", by=by, at=AT)
        assert preview_jpk(year=2026, month=10, at=AT).jpk.sales == ()
        assert open_task(document_id=less).kind == "code"
        correct(rabate, less)
        assert run_audits(company.id) == []


def test_imported_goods_with_tax_in_the_own_return_and_with_tax_paid_to_customs(
    company: Any, make_person: Any, behind: Any
) -> None:
    """Lamps from Switzerland for 1 000 euro: their invoice bears no tax, 4 200,00 of goods against 202.

    Customs values them at 4 200,00 and asks 120,00 of duty; of 4 320,00 the tax is 994,00. Under art. 33a September
    owes and deducts it, and customs is owed the duty. Another declaration is paid: 994,00 are deducted in October,
    when it came, and customs is owed 1 114,00.
    """
    by, boss = make_person(company, "accountant").id, make_person(company, "approver").id
    know_rates()
    swiss = {"partner_name": "Alpenlicht AG", "partner_tax_id": ""}
    invoice = approved(company, "AL-9", D("1000.00"), clerk=by, boss=boss, **swiss)
    customs = {**swiss, "kind": "customs_declaration"}
    one = approved(company, "26PL0001", D("120.00"), clerk=by, boss=boss, **customs)
    two = approved(company, "26PL0002", D("1114.00"), clerk=by, boss=boss, **customs)
    lamps = CustomsDeclaration(
        number="26PL0001", accepted_on=date(2026, 9, 14), received_on=date(2026, 10, 2), country="CH",
        supplier="Alpenlicht AG", tax_id="", customs_value=D("4200.00"), duty=D("120.00"), base=D("4320.00"),
        tax=D("994.00"), own_return=True, account="330", customs_name="Izba Administracji Skarbowej",
    )  # fmt: skip
    with behind(company):
        record_foreign_purchase(
            replace(
                PURCHASE, kind=Bought.GOODS, country="CH", tax_id="", supplier="Alpenlicht AG", number="AL-9",
                net=D("1000.00"), account="330",
            ),
            by=by, at=AT, document_id=invoice,
        )  # fmt: skip
        with pytest.raises(CannotRecord, match="Zaakceptowano 120,00 PLN, a wpisano 1"):
            record_customs_declaration(
                replace(lamps, own_return=False), by=by, at=AT, document_id=one
            )
        record_customs_declaration(lamps, by=by, at=AT, document_id=one)
        paid = replace(lamps, number="26PL0002", own_return=False)
        posted = record_customs_declaration(paid, by=by, at=AT, document_id=two)
        september, october = (preview_jpk(year=2026, month=n, at=AT) for n in (9, 10))
        assert september.declaration.amounts == {
            "P_25": 4320, "P_26": 994, "P_37": 4320, "P_38": 994, "P_42": 4320, "P_43": 994, "P_48": 994, "P_51": 0,
            "P_53": 0, "P_62": 0,
        }  # fmt: skip
        assert (october.declaration.amounts["P_43"], october.jpk.sales) == (994, ())
        for built in (september, october):
            (row,) = built.jpk.purchases
            assert (row.imported, row.proof) == (True, "DI")
            assert (built.sales_tax, built.purchase_tax) == (
                built.ledger_sales_tax,
                built.ledger_purchase_tax,
            )
            valid(built.data)
        declared = [
            (f"v7m/2026-09/P_{n}", D(a)) for n, a in (("25", 4320), ("26", 994), ("43", 994))
        ]
        assert walk(Tracer(at=AT), declared)["rows"] == 3
        goods = next(
            r for r in trial_balance(first=(2026, 9), last=(2026, 10)) if r.account == "330"
        )
        assert goods.closing_debit == D("4440.00")
        owed = {i.number: i.amount for i in open_items()}
        assert owed == {"AL-9": D("4200.00"), "26PL0001": D("120.00"), "26PL0002": D("1114.00")}
        reverse_entry(entry_id=posted.id, on=date(2026, 10, 31), reason="x", by=by, at=AT)
        assert open_task(document_id=two).kind == "code"
        record_customs_declaration(paid, by=by, at=AT, document_id=two)
        assert run_audits(company.id) == []


def valid(data: bytes) -> None:
    """What the official schema says of a file, where it is at hand."""
    if SCHEMA.exists():
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(data))


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
    refused = client.post(
        f"{page}/zaksieguj/", FORM | {"country": "CH", "internal": "on"}
    ).content.decode()
    assert "nie jest w Unii" in refused
    for wrong in (
        {"net": "sto"},
        {"issued_on": "2026-02-30"},
        {"vat_rate": "22"},
        {"country": "D1"},
    ):
        assert "bad" in client.post(f"{page}/sprawdz/", FORM | wrong).content.decode()
    nowhere = client.post(
        f"{page}/zaksieguj/", FORM | {"account": "999", "internal": "on"}
    ).content.decode()
    assert "nie ma konta 999" in nowhere
    unseen = client.post(f"{page}/zaksieguj/", FORM).content.decode()
    assert "wgraj go na biurko" in unseen
    done = client.post(f"{page}/zaksieguj/", FORM | {"internal": "on"})
    assert done.status_code == 302
    assert "HL-1" in client.get(f"{page}/").content.decode()


def test_an_approved_foreign_invoice_opens_the_form_and_is_tied_to_its_entry(
    company: Any, make_person: Any, behind: Any
) -> None:
    """On the pages: described, whose cost, approved, posted from its page, corrected from the list of purchases."""
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    client, approver = Client(), Client()
    for one, person in ((client, clerk), (approver, boss)):
        one.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    root = f"/f/{US.nip}"
    page = f"{root}/zakupy/zagraniczne"
    know_rates()
    paper = described(company, "HL-1", D("100.00"), clerk=clerk.id)
    beside = f"{root}/dokument/{paper}/"
    assert client.get(f"{page}/?dokument={paper}").status_code == 409, "nobody approved it yet"
    seen = approver.get(beside).content.decode()
    for words in ("Akceptuj", "PROD", "lampy"):
        assert words in seen
    approve(company, paper, by=boss.id)
    assert f"/zakupy/zagraniczne/?dokument={paper}" in client.get(beside).content.decode()
    assert "HL-1" in client.get(f"{page}/").content.decode(), "it waits in the list"
    form = client.get(f"{page}/?dokument={paper}").context["form"]
    told = {k: v for k, v in form.initial.items() if v}
    assert (told["country"], told["tax_id"], told["net"], told["kind"], told["cost_center"]) == (
        "DE", "999000333", D("100.00"), "uslugi-ue", "PROD",
    )  # fmt: skip
    sent = FORM | {"document": str(paper)}
    assert client.post(f"{page}/zaksieguj/", sent).status_code == 302
    with behind(company):
        assert len(entries_of(document_id=paper)) == 1
        rows = told_rows(register="sales", year=2026, month=9)
        assert [r.document_id for r in rows] == [paper]
        (purchase,) = foreign_purchases()
    assert "Do zapłaty" in client.get(beside).content.decode()
    again = client.post(f"{page}/zaksieguj/", sent | {"number": "HL-2"}).content.decode()
    assert "jest już zaksięgowany" in again

    less = approved(company, "HL-1/K", D("-10.00"), clerk=clerk.id, boss=boss.id)
    correct = f"{page}/{purchase.id}/korekta/"
    typed = {
        "document": str(less), "number": "HL-1/K", "issued_on": "2026-10-30", "difference": "-10,00",
        "cause": "pozniej", "caused_on": "2026-10-30", "due_on": "", "text": "",
    }  # fmt: skip
    assert "HL-1/K" in client.get(correct).content.decode()
    assert "−9,66" in client.post(f"{correct}sprawdz/", typed).content.decode()
    wrong = client.post(f"{correct}zaksieguj/", typed | {"difference": "-11,00"}).content.decode()
    assert "Zaakceptowano −10,00 EUR" in wrong
    assert client.post(f"{correct}zaksieguj/", typed).status_code == 302
    assert client.get(f"{page}/{purchase.id + 77}/korekta/").status_code == 404
    assert run_audits(company.id) == []


def test_a_customs_declaration_is_looked_at_before_it_is_posted(
    company: Any, make_person: Any, behind: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver").id
    client = Client()
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/f/{US.nip}/zakupy/celne/"
    facts = {
        "partner_name": "Alpenlicht AG", "partner_country": "CH", "customs_value": "4200", "duty": "120",
        "import_tax": "994",
    }  # fmt: skip
    paper = approved(
        company, "26PL0001", D("120.00"), clerk=clerk.id, boss=boss, kind="customs_declaration", **facts
    )  # fmt: skip
    assert (
        f"/zakupy/celne/?dokument={paper}"
        in client.get(f"/f/{US.nip}/dokument/{paper}/").content.decode()
    )
    told = client.get(f"{page}?dokument={paper}").context["form"].initial
    assert (told["base"], told["own_return"], told["country"]) == (D("4320.00"), True, "CH")
    typed = {
        "document": str(paper), "number": "26PL0001", "accepted_on": "2026-09-14", "received_on": "2026-09-15",
        "country": "ch", "supplier": "Alpenlicht AG", "tax_id": "", "customs_value": "4 200,00", "duty": "120",
        "base": "4320", "tax": "994", "own_return": "on", "deducted": "100", "account": "330", "cost_center": "",
        "customs_name": "Izba Administracji Skarbowej", "customs_tax_id": "", "due_on": "", "text": "",
    }  # fmt: skip
    shown = client.post(f"{page}sprawdz/", typed).content.decode()
    for words in ("K_25", "K_43", "IMP", "cło w cenie zakupu"):
        assert words in shown
    for wrong, words in (
        ({"country": "DE"}, "wprowadź WNT"),
        ({"tax": "1 000,00"}, "23 % podstawy"),
        ({"duty": "dużo"}, "bad"),
        ({"customs_tax_id": "12"}, "bad"),
    ):
        assert words in client.post(f"{page}sprawdz/", typed | wrong).content.decode()
    assert client.post(f"{page}zaksieguj/", typed).status_code == 302
    again = client.post(f"{page}zaksieguj/", typed).content.decode()
    assert "jest już zaksięgowany" in again
    assert "w deklaracji (art. 33a)" in client.get(page).content.decode()
