"""Over time: schedules, recurring entries and the circle of costs, month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.papers import cost, drop, ids
from tests.plugin import AT
from zaplecze.ledger.accruals.queries import due_instalments, standings
from zaplecze.ledger.accruals.reports import accruals_report
from zaplecze.ledger.api import (
    LAST_WORKING,
    AccrualMethod,
    CannotAccrue,
    NewEntry,
    NewLine,
    Plan,
    Proposal,
    Rhythm,
    Source,
    Template,
    code_voucher,
    delete_draft,
    drafts,
    end_accrual,
    entries_of,
    entry_lines,
    keep_recurring,
    plan_accrual,
    post_accruals,
    post_circle,
    post_entries,
    post_voucher,
    propose_recurring,
    reverse_entry,
    save_draft,
    set_circle,
    skip_recurring,
    trial_balance,
)
from zaplecze.ledger.checklist import blockers
from zaplecze.ledger.recurring.commands import CannotRecur
from zaplecze.office.audit import run_audits
from zaplecze.platform.report import check_totals
from zaplecze.platform.scope import company_scope
from zaplecze.statements.api import year_statements

D = Decimal
MAY, JUNE = (2026, 5), (2026, 6)
DAY = date(2026, 5, 4)


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
    """The month's checklist, but for earlier months that are open and entries without a partner."""
    found = (b for b in blockers(month, at=AT) if b.page not in ("month", "entry"))
    return "; ".join(b.what for b in found)


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
            on=date(2026, 6, 15),  # before June's instalment, which is taken back on its own day
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


def test_revenue_paid_ahead_goes_to_its_months(company: Any, anna: int) -> None:
    with company_scope(company.id):
        (posted,) = post_entries(
            [entry(NewLine("240", debit=D(1000)), NewLine("840", credit=D(1000)))], by=anna, at=AT
        )
        plan = Plan(
            DAY, date(2026, 6, 3), AccrualMethod.CUSTOM, target="700-01", custom=[D(-900), D(-100)]
        )
        plan_accrual(source=Source(2, entry_id=posted.id), plan=plan, by=anna, at=AT)
        (may,) = post_accruals(month=MAY, by=anna, at=AT)
        assert posted_lines(may.id) == [("840", "", D(900)), ("700-01", "", D(-900))]
        assert accruals_report(company, MAY).totals["left"] == balance("840", MAY) == D(-100)
        assert run_audits(company.id) == []


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
        # Both forms of the profit and loss account end with the same loss.
        nature, function = (
            year_statements(year=2026, variant=v).result for v in ("by-nature", "by-function")
        )
        assert nature.amount("L") == function.amount("O") == -200
        assert function.amount("D") == 30
        stray = NewLine("240", debit=D(7)), NewLine("490", credit=D(7))
        post_entries([entry(*stray, day=september)], by=anna, at=AT)
        assert [f.audit for f in run_audits(straight.id)] == ["14-cost-circle"]
