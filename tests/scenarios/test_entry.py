"""Entry of the ledger: schemes on papers, splits, schedules over time, recurring entries, the circle of costs."""

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
from zaplecze.ledger.accruals.queries import due_instalments, standings
from zaplecze.ledger.accruals.reports import accruals_report
from zaplecze.ledger.api import (
    LAST_WORKING,
    CannotAccrue,
    NewEntry,
    NewLine,
    Plan,
    Proposal,
    Rhythm,
    SchemeFault,
    SchemeLine,
    Source,
    SplitPart,
    Template,
    add_scheme_rule,
    code_voucher,
    delete_draft,
    drafts,
    end_accrual,
    entries_of,
    entry_lines,
    keep_key,
    keep_recurring,
    keep_scheme,
    keep_split,
    plan_accrual,
    post_accruals,
    post_circle,
    post_entries,
    post_voucher,
    propose_recurring,
    remember_split,
    reverse_entry,
    save_draft,
    schemes,
    set_circle,
    skip_recurring,
    trial_balance,
)
from zaplecze.ledger.checklist import blockers
from zaplecze.ledger.recurring.commands import CannotRecur
from zaplecze.office.audit import run_audits
from zaplecze.office.posting import on_the_desk, use_scheme
from zaplecze.platform.models import Company, Event
from zaplecze.platform.report import check_totals
from zaplecze.platform.scope import company_scope

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


def test_a_scheme_is_used_on_a_paper_with_partner_and_due_day(company: Any, anna: int) -> None:
    (document_id,) = ids(drop(company, cost("DK/1", net="1000.01")))
    with company_scope(company.id):
        keep_scheme(code="czynsz", name="Czynsz", lines=RENT, by=anna, at=AT)
        paper = documents_by_id([document_id])[document_id]
        before = on_the_desk(paper).proposal
        assert before is not None
        # The paper waits to be described: a scheme is for the accountant's step.
        from zaplecze.platform.refusal import Refusal

        with pytest.raises(Refusal):
            use_scheme(paper, before, "CZYNSZ", {})
        from zaplecze.purchasing.api import describe_invoice
        from zaplecze.workflow.api import open_task, take_step

        describe_invoice(
            document_id=document_id, cost_center="PROD", purpose="czynsz", by=anna, at=AT
        )
        task = open_task(document_id=document_id)
        if task is not None and task.kind == "approve":
            from zaplecze.platform.companies import add_person
            from zaplecze.platform.models import Role

            boss = add_person(
                company_id=company.id, email="szefowa@example.com", full_name="Szefowa",
                roles=(Role.APPROVER,), password="hasło do testów",
            )  # fmt: skip
            take_step(task_id=task.id, verdict="accepted", by=boss.id, at=AT)
        use_scheme(paper, before, "CZYNSZ", {})
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


def insurance(anna: int, **more: Any) -> Any:
    (posted,) = post_entries(
        [entry(NewLine("640", debit=D(1200)), NewLine("240", credit=D(1200)))], by=anna, at=AT
    )
    plan = Plan(DAY, date(2026, 7, 3), target="409-03", cost_center="ZARZAD", **more)
    return plan_accrual(source=Source(1, entry_id=posted.id), plan=plan, by=anna, at=AT)


def test_a_schedule_is_posted_by_months_and_explains_its_balance(company: Any, anna: int) -> None:
    with company_scope(company.id):
        accrual = insurance(anna)
        assert what(MAY) == "zaksięguj raty RMK do 05.2026: 1"
        (posted,) = post_accruals(month=MAY, by=anna, at=AT)
        assert posted_lines(posted.id) == [("409-03", "ZARZAD", D(400)), ("640", "", D(-400))]
        with pytest.raises(CannotAccrue, match="są zaksięgowane"):
            post_accruals(month=MAY, by=anna, at=AT)
        assert what(MAY) == ""
        report = accruals_report(company, MAY)
        check_totals(report)
        assert report.totals["left"] == balance("640", MAY) == D(800)
        # A storno of the instalment makes it due again; June would take both.
        reverse_entry(entry_id=posted.id, on=date(2026, 6, 30), reason="inne MPK", by=anna, at=AT)
        (due,) = due_instalments(JUNE)
        assert (due.amount, due.no) == (D(800), "1–2/3")
        assert run_audits(company.id) == []
        with pytest.raises(CannotAccrue, match="rozlicza już plan RMK/1/2026"):
            plan_accrual(
                source=Source(1, entry_id=accrual.entry_id),
                plan=Plan(DAY, DAY, target="409-03"), by=anna, at=AT,
            )  # fmt: skip
        # Something without a schedule on the same account is shown as such, and audited.
        post_entries(
            [entry(NewLine("640", debit=D(5)), NewLine("240", credit=D(5)))], by=anna, at=AT
        )
        assert [r.cells["left"] for r in accruals_report(company, JUNE).rows][-1] == D(5)
        assert [f.audit for f in run_audits(company.id)] == ["13-accruals"]


def test_a_schedule_ends_early_and_a_storno_of_its_source_takes_it_back(
    company: Any, anna: int
) -> None:
    with company_scope(company.id):
        accrual = insurance(anna)
        post_accruals(month=MAY, by=anna, at=AT)
        with pytest.raises(CannotAccrue, match="jest zaksięgowana"):
            end_accrual(accrual_id=accrual.id, month=MAY, reason="sprzedano", by=anna, at=AT)
        end_accrual(accrual_id=accrual.id, month=JUNE, reason="sprzedano", by=anna, at=AT)
        (posted,) = post_accruals(month=JUNE, by=anna, at=AT)
        assert posted_lines(posted.id)[0] == ("409-03", "ZARZAD", D(800))
        assert balance("640", JUNE) == 0
        reverse_entry(
            entry_id=accrual.entry_id,
            on=date(2026, 6, 30),
            reason="nie nasza polisa",
            by=anna,
            at=AT,
        )
        assert (balance("640", JUNE), balance("409-03", JUNE)) == (0, 0)
        assert due_instalments((2027, 1)) == []
        assert standings(JUNE) == []
        assert run_audits(company.id) == []


def test_a_cost_posted_whole_is_moved_and_spread_by_days(company: Any, anna: int) -> None:
    with company_scope(company.id):
        (posted,) = post_entries(
            [entry(NewLine("402-05", debit=D(92), cost_center="PROD"), NewLine("240", credit=D(92)))],
            by=anna, at=AT,
        )  # fmt: skip
        from zaplecze.ledger.api import AccrualMethod

        plan = Plan(date(2026, 5, 31), date(2026, 8, 30), AccrualMethod.DAYS)
        accrual = plan_accrual(source=Source(1, entry_id=posted.id), plan=plan, by=anna, at=AT)
        assert (balance("640", MAY), balance("402-05", MAY)) == (D(92), D(0))
        post_accruals(month=MAY, by=anna, at=AT)
        assert (balance("640", MAY), balance("402-05", MAY)) == (D(91), D(1))
        reverse_entry(
            entry_id=posted.id, on=date(2026, 6, 1), reason="błędna faktura", by=anna, at=AT
        )
        assert (balance("640", JUNE), balance("402-05", JUNE), balance("240", JUNE)) == (0, 0, 0)
        assert run_audits(company.id) == []
        assert accrual.number == "RMK/1/2026"


def test_a_schedule_planned_on_a_draft_follows_it(company: Any, anna: int) -> None:
    lines = NewLine("640", debit=D(120)), NewLine("240", credit=D(120))
    with company_scope(company.id):
        draft = save_draft(Proposal(entry(*lines)))
        plan = Plan(DAY, date(2026, 6, 3), target="409-03")
        plan_accrual(source=Source(1, draft_id=draft.id), plan=plan, by=anna, at=AT)
        assert due_instalments(JUNE) == []
        wrong = entry(replace(lines[0], debit=D(130)), replace(lines[1], credit=D(130)))
        save_draft(Proposal(wrong), draft_id=draft.id)
        code_voucher(draft_id=draft.id, by=anna, at=AT)
        with pytest.raises(CannotAccrue, match=r"Plan RMK/1/2026 rozlicza wiersz 1: 640 120\.00"):
            post_voucher(draft_id=draft.id, by=anna, at=AT)
        save_draft(Proposal(entry(*lines)), draft_id=draft.id)
        code_voucher(draft_id=draft.id, by=anna, at=AT)
        post_voucher(draft_id=draft.id, by=anna, at=AT)
        assert [d.amount for d in due_instalments(JUNE)] == [D(120)]
        gone = save_draft(Proposal(entry(*lines)))
        plan_accrual(source=Source(1, draft_id=gone.id), plan=plan, by=anna, at=AT)
        delete_draft(draft_id=gone.id, by=anna, at=AT)
        assert len(due_instalments(JUNE)) == 1


def test_a_recurring_entry_is_proposed_once_a_month(company: Any, anna: int) -> None:
    template = Template(
        name="Czynsz", text="Czynsz za pracownię", rhythm=Rhythm.MONTHLY, day=LAST_WORKING,
        first=MAY, last=JUNE,
        lines=(NewLine("402-04", debit=D(5200), cost_center="ZARZAD"), NewLine("240", credit=D(5200))),
    )  # fmt: skip
    with company_scope(company.id):
        kept = keep_recurring(template=template, by=anna, at=AT)
        assert what(MAY) == "zaproponuj albo pomiń zapisy cykliczne: Czynsz"
        (draft,) = propose_recurring(month=MAY, by=anna, at=AT)
        assert propose_recurring(month=MAY, by=anna, at=AT) == []
        assert draft.operation_date == date(2026, 5, 29)
        assert draft.text == "Czynsz za pracownię, 05.2026"
        assert "zaksięguj albo usuń z bufora PK/1/2026" in what(MAY)
        delete_draft(draft_id=draft.id, by=anna, at=AT)
        (draft,) = propose_recurring(month=MAY, by=anna, at=AT)
        code_voucher(draft_id=draft.id, by=anna, at=AT)
        post_voucher(draft_id=draft.id, by=anna, at=AT)
        assert propose_recurring(month=MAY, by=anna, at=AT) == []
        assert what(MAY) == ""
        with pytest.raises(CannotRecur, match="jest już w buforze albo w księgach"):
            skip_recurring(recurring_id=kept.id, month=MAY, reason="x", by=anna, at=AT)
        skip_recurring(recurring_id=kept.id, month=JUNE, reason="remont", by=anna, at=AT)
        assert what(JUNE) == ""
        assert propose_recurring(month=(2026, 7), by=anna, at=AT) == []
        assert drafts() == []


def test_costs_go_round_to_group_five(straight: Any, make_person: Any) -> None:
    anna = make_person(straight, "accountant").id
    with company_scope(straight.id):
        set_circle(
            since=MAY,
            account="550",
            routes={"HANDEL": "527", "PROD": "500"},
            on=True,
            by=anna,
            at=AT,
        )
    (document_id,) = ids(drop(straight, cost("DK/1", net="100.00")))
    with company_scope(straight.id):
        (booked,) = entries_of(document_id=document_id)
        assert posted_lines(booked.id)[-2:] == [("550", "", D(100)), ("490", "", D(-100))]
        # Wages come past the buffer, by MPK; the month's catch-up takes what they left.
        september = date(2026, 9, 30)
        wages = (
            NewLine("404", debit=D(70), cost_center="PROD"),
            NewLine("404", debit=D(30), cost_center="HANDEL"),
            NewLine("230", credit=D(100)),
        )
        post_entries([entry(*wages, day=september)], by=anna, at=AT)
        assert "przenieś na zespół 5 koszty miesiąca: 100,00 zł" in what((2026, 9))
        posted = post_circle(month=(2026, 9), by=anna, at=AT)
        assert sorted(posted_lines(posted.id)) == [
            ("490", "", D(-100)), ("500", "PROD", D(70)), ("527", "HANDEL", D(30)),
        ]  # fmt: skip
        assert "zespół 5" not in what((2026, 9))
        # What a person coded on 490 and group 5 herself stays as it is; the rest is written anew.
        own = (
            NewLine("402-01", debit=D(10), cost_center="HANDEL"),
            NewLine("240", credit=D(10)),
            NewLine("500", debit=D(10), cost_center="HANDEL"),
            NewLine("490", credit=D(10)),
        )
        draft = save_draft(Proposal(entry(*own, day=september)))
        assert draft.lines.count() == 4
        draft = save_draft(Proposal(entry(*own[:2], day=september)), draft_id=draft.id)
        whys = list(draft.lines.order_by("no").values_list("why", flat=True))
        assert whys[2:] == [
            "krąg kosztów: MPK HANDEL",
            "krąg kosztów: rozliczenie kosztów rodzajowych",
        ]
        assert balance("5", (2026, 9)) == -balance("490", (2026, 9)) == D(200)
        assert run_audits(straight.id) == []


def client_of(company: Any, make_person: Any) -> Client:
    client = Client()
    person = make_person(company, "accountant")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_pages_take_what_is_typed(company: Any, make_person: Any) -> None:
    client = client_of(company, make_person)
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
