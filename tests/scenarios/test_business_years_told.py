"""A company tells of its business years: sixteen months to begin with, a year made longer, what stays as it is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import etree

from tests.plugin import AT, MILL
from tests.scenarios.test_business_years import entry, moved
from zaplecze.assets.api import plan_report
from zaplecze.config.cli.commands import company as company_command
from zaplecze.config.cli.main import parser
from zaplecze.config.demo_year import SEAT
from zaplecze.formats.jpk_kr_pd_1.tests.test_kr_pd import SCHEMA, official
from zaplecze.ledger.api import (
    CannotPost,
    CannotSetYear,
    Entry,
    Proposal,
    close_month,
    close_year,
    drafts,
    month_state,
    months_of_year,
    post_entries,
    save_draft,
    set_business_year,
    trial_balance,
)
from zaplecze.office.audit import run_audits
from zaplecze.office.verify import verify
from zaplecze.platform.business_years import YearKind
from zaplecze.platform.models import Event, Seat
from zaplecze.platform.printing import render
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, company_scope
from zaplecze.statements.api import year_statements
from zaplecze.tax.api import build_books

D = Decimal


def test_sixteen_months_to_begin_with(company: Any, make_person: Any) -> None:
    """A company of 15 September 2025 ends its first year in December 2026; there is nothing before it."""
    anna = make_person(company, "accountant").id
    at = datetime(2027, 2, 3, 9, tzinfo=UTC)
    with company_scope(company.id):
        set_business_year(
            first=date(2025, 9, 15), last=date(2026, 12, 31), kind=YearKind.FIRST, by=None, at=AT
        )
        year = business_years().of_label(2026)
        with pytest.raises(CannotPost, match=r"zaczyna się 15\.09\.2025"):
            post_entries([entry(date(2025, 8, 20), *moved("1.00"))], by=anna, at=at)
        with pytest.raises(CannotPost, match=r"05\.09\.2025 leży poza rokiem 2025/2026"):
            post_entries([entry(date(2025, 9, 5), *moved("1.00"))], by=anna, at=at)
        with pytest.raises(Refusal, match=r"zaczyna się 15\.09\.2025"):
            save_draft(Proposal(entry(date(2025, 8, 20), *moved("1.00"))))
        months = ((2025, 9), (2025, 12), (2026, 1), (2026, 12))
        paid_in = entry(date(2025, 9, 20), *moved("5000.00", "131", "801"), number="KZ/1")
        post_entries(
            [paid_in, *(entry(date(*m, 25), *moved(f"{m[1]}.00")) for m in months)], by=anna, at=at
        )
        assert len(months_of_year(2026)) == 16
        costs = {r.account: r for r in trial_balance(first=(2026, 12), last=(2026, 12))}["402-01"]
        assert (costs.debit, costs.year_debit) == (D("12.00"), D("34.00"))
        filled = year_statements(year=2026)
        assert (filled.balanced, filled.profit, filled.opened) == (True, D("-34.00"), False)
        for m in months_of_year(2026):
            close_month(month=m.month, by=anna, at=at)
        close_year(year=2026, by=anna, at=at)
        Seat.objects.create(company_id=company.id, **SEAT)
        built = build_books(first=year.first, last=year.last, by=None, at=at)
        assert (built.books.header.year_first, built.books.header.first) == (date(2025, 9, 15),) * 2
        if SCHEMA.exists():
            official().assertValid(etree.fromstring(built.data))
        # January is a calendar year again.
        post_entries([entry(date(2027, 1, 25), *moved("9.00"))], by=anna, at=at)
        after = {r.account: r for r in trial_balance(first=(2027, 1), last=(2027, 1))}
        assert (after["402-01"].year_debit, after["820"].opening_debit) == (D("9.00"), D("34.00"))
        assert {r.account: r for r in trial_balance(first=(2027, 0), last=(2027, 1))}[
            "820"
        ].closing_debit == D("34.00")
    assert (verify(company.id), run_audits(company.id)) == ([], [])


def test_a_calendar_year_that_runs_is_made_longer_or_stays(
    make_company: Any, make_person: Any
) -> None:
    """Entries keep their year and numbers; what has closed months, or would move, stays, and that is said."""
    company = make_company(nip=MILL)
    manager = make_person(company, "manager").id
    july = {"first": date(2025, 7, 1), "last": date(2026, 6, 30)}
    change = {"first": date(2026, 1, 1), "last": date(2027, 6, 30), "kind": YearKind.CHANGED}
    with company_scope(company.id):
        days = (date(2026, 1, 25), date(2026, 8, 2))
        post_entries([entry(day, *moved("5.00")) for day in days], by=manager, at=AT)
        waiting = save_draft(Proposal(entry(date(2026, 8, 3), *moved("8.00"))))
        for told, wrong in (
            (r"W księgach jest już 08\.2026", {**july, "kind": YearKind.STANDING}),
            (r"nachodzi na rok 01\.01\.2026", {**change, "first": date(2026, 3, 1)}),
            ("od 13 do 23", {**change, "last": date(2028, 6, 30)}),
        ):  # fmt: skip
            with pytest.raises(Refusal, match=told), transaction.atomic():
                set_business_year(**wrong, by=manager, at=AT)  # type: ignore[arg-type]
        assert business_years().is_calendar
        years = set_business_year(**change, by=manager, at=AT)  # type: ignore[arg-type]
        assert years.of_label(2026).length == 18
        told_of = Event.objects.filter(company=company, code="ledger.business-year.set").get()
        assert told_of.data["kind"] == "changed"
        post_entries(
            [entry(date(2027, 3, 25), *moved("7.00"))],
            by=manager,
            at=datetime(2027, 4, 1, tzinfo=UTC),
        )
        assert {e.year for e in Entry.objects.filter(company=company)} == {2026}
        assert [(d.year, d.month) for d in drafts()] == [(waiting.year, waiting.month)]
        assert {r.account: r.year_debit for r in trial_balance(first=(2027, 3), last=(2027, 3))}[
            "402-01"
        ] == D("17.00")
        close_month(month=(2026, 1), by=manager, at=AT)
        assert month_state((2026, 1)) is not None
        with pytest.raises(CannotSetYear, match=r"01\.2026 jest zamknięty, więc rok 01\.01\.2026"):
            set_business_year(**{**change, "last": date(2027, 3, 31)}, by=manager, at=AT)  # type: ignore[arg-type]
        # A plan of eighteen months is printed whole.
        data, _, _ = render(plan_report(company, 2026), "pdf", printed_by="Anna", printed_at=AT)
        assert data.startswith(b"%PDF")
        # A year that nothing stands in yet may still be told of.
        set_business_year(
            first=date(2027, 7, 1),
            last=date(2028, 12, 31),
            kind=YearKind.CHANGED,
            by=manager,
            at=AT,
        )
        assert [y.days for y in (business_years().of_label(2028), business_years().of_label(2029))] == [
            "01.07.2027 – 31.12.2028", "01.01.2029 – 31.12.2029",
        ]  # fmt: skip


def test_the_command_line_tells_of_a_year(database: None, capsys: Any) -> None:
    """A company is taken in with its year, and tells of the one after a change; a wrong year takes nobody in."""

    def told(*words: str) -> Any:
        assert company_command(parser().parse_args(["company", *words, "--json"])) == 0
        return json.loads(capsys.readouterr().out)

    mill = ("add", "--nip", MILL, "--name", "Młyn")
    for wrong, code in (
        (("--year-from", "2026-07-01"), "cli.year"),
        (("--year-from", "lipiec", "--year-to", "2027-06-30"), "cli.year"),
        (("--year-from", "2026-07-01", "--year-to", "2027-05-31"), "platform.business-year"),
    ):
        with pytest.raises(Refusal) as refused:
            told(*mill, *wrong)
        assert refused.value.code == code
    made = told(*mill, "--year-from", "2026-07-01", "--year-to", "2027-06-30")
    assert made["business_year"] == {
        "year": 2027,
        "first": "2026-07-01",
        "last": "2027-06-30",
        "months": 12,
    }
    changed = told(
        "year",
        "--nip",
        MILL,
        "--year-from",
        "2027-07-01",
        "--year-to",
        "2028-12-31",
        "--year-kind",
        "changed",
    )
    assert changed == {"year": 2028, "first": "2027-07-01", "last": "2028-12-31", "months": 18}


def test_only_the_manager_tells_and_reads_why_not(company: Any, make_person: Any) -> None:
    """The page says what stands in the way, and nothing is changed."""
    client = Client()
    client.force_login(
        make_person(company, "manager"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page, save = (
        reverse(n, kwargs={"nip": company.nip}) for n in ("business_years", "save_business_year")
    )
    july = {"od": "2026-07-01", "do": "2027-06-30", "rodzaj": "standing"}
    for wrong, said in (
        ({**july, "do": "2027-06-29"}, "ostatniego dnia miesiąca"),
        ({**july, "od": "nie-dzień"}, "Podaj pierwszy i ostatni dzień roku"),
        ({**july, "rodzaj": "inny"}, "Podaj pierwszy i ostatni dzień roku"),
    ):
        shown = client.post(save, wrong, headers={"referer": page}, follow=True)
        assert said in shown.content.decode()
    assert "2026/2027" not in client.get(page).content.decode()
    assert "Zapisano lata obrotowe" in client.post(save, july, follow=True).content.decode()
    text = client.get(page).content.decode()
    for seen in ("2026/2027", "01.07.2026", "30.06.2027", "trwa", "numery zapisów z rokiem"):
        assert seen in text
    accountant = Client()
    accountant.force_login(
        make_person(company, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert accountant.post(save, july).status_code == 403
    assert "Zapisz rok" not in accountant.get(page).content.decode()
