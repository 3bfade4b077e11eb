"""Zestawienie obrotów i sald, Dziennik and Karta konta as an accountant reads them on paper and by pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client

from tests.lineage import figures_of, walk
from tests.plugin import AT
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    account_card_report,
    account_cards_report,
    journal_report,
    post_entries,
    trial_balance_report,
)
from zaplecze.ledger.card_reports import CardPage
from zaplecze.ledger.diary import diary_page
from zaplecze.ledger.models import Account
from zaplecze.office.lineage import Tracer
from zaplecze.partners.commands import add_partner
from zaplecze.platform.printing import as_json, render
from zaplecze.platform.report import Report, asides, check_totals, data_rows

JULY, AUGUST, SEPTEMBER = (2026, 7), (2026, 8), (2026, 9)


def entry(day: date, number: str, *lines: NewLine) -> NewEntry:
    """A voucher of one day."""
    return NewEntry(
        journal="PK",
        year=day.year,
        month=day.month,
        voucher_kind="PK",
        voucher_number=number,
        operation_date=day,
        document_date=day,
        text=f"Zapis {number}",
        lines=lines,
    )


@pytest.fixture
def firm(company: Any, make_person: Any, behind: Any) -> Any:
    """July to September: one customer owes 1000, one has paid 300 too much; a leased asset off balance."""
    someone = make_person(company, "accountant").id
    with behind(company):
        by_at = {"by": someone, "at": AT}
        owes, overpaid = (
            add_partner(kind="trade", symbol=f"ODB-{n}", name=f"Sklep {n}", **by_at).id
            for n in (1, 2)
        )
        for number in ("091", "092"):
            Account.objects.get_or_create(
                company_id=company.id,
                number=number,
                defaults={"name": f"Obce środki {number}", "kind": "off", "tag_1": "X"},
            )
        post_entries(
            entries=[
                entry(
                    date(2026, 7, 10), "1",
                    NewLine("201", debit=D("1000.00"), partner_id=owes), NewLine("700-01", credit=D("1000.00")),
                ),
                entry(
                    date(2026, 9, 10), "2",
                    NewLine("131", debit=D("300.00")), NewLine("201", credit=D("300.00"), partner_id=overpaid),
                ),
                entry(
                    date(2026, 8, 11), "3",
                    NewLine("402-01", debit=D("50.00")), NewLine("131", credit=D("50.00")),
                ),
                entry(
                    date(2026, 9, 12), "4",
                    NewLine("091", debit=D("777.00")), NewLine("092", credit=D("777.00")),
                ),
            ],
            **by_at,
        )  # fmt: skip
    return company


def row(report: Report, account: str) -> dict[str, Any]:
    """An account's cells."""
    return next(dict(r.cells) for r in report.rows if r.cells.get("account") == account)


def test_the_trial_balance_tells_the_year_and_both_sides(firm: Any, behind: Any) -> None:
    with behind(firm):
        report = trial_balance_report(firm, SEPTEMBER, SEPTEMBER)
        january = trial_balance_report(firm, (2026, 1), SEPTEMBER)
        table = "zois/2026-09/2026-09"
        figures = [f for n in ("analytic", "synthetic") for f in figures_of(f"{table}/{n}", at=AT)]
        walk(Tracer(at=AT), figures)
    customers = row(report, "201")
    assert (customers["opening_debit"], customers["opening_credit"]) == (D("1000.00"), D(0))
    assert (customers["closing_debit"], customers["closing_credit"]) == (D("1000.00"), D("300.00"))
    assert (customers["year_debit"], customers["year_credit"]) == (D("1000.00"), D("300.00"))
    assert (row(report, "131")["debit"], row(report, "131")["year_credit"]) == (
        D("300.00"),
        D("50.00"),
    )
    groups = [{c.group for c in r.columns if c.key == "opening_debit"} for r in (report, january)]
    assert groups == [{"Saldo na początek okresu"}, {"Bilans otwarcia (BO)"}]
    # Off-balance accounts: last, outside of the totals, in data files all the same.
    assert [r.cells["account"] for r in asides(report)] == ["091", "092"]
    assert {r.cells["account"] for r in report.rows[-2:]} == {"091", "092"}
    assert report.totals["debit"] == report.totals["credit"] == D("300.00")
    assert report.totals["year_debit"] == D("1350.00")
    assert '"aside"' in as_json.to_json(report)
    assert "777,00" in render(report, "csv", printed_by="x", printed_at=AT)[0].decode()


def test_the_sums_of_the_journal_run_on_through_the_year(firm: Any, behind: Any) -> None:
    """Numbers 2 (September) and 3 (August) stand the other way round: a month ends with its last number."""
    with behind(firm):
        september = journal_report(firm, SEPTEMBER, SEPTEMBER)
        both = journal_report(firm, AUGUST, SEPTEMBER)
        figures = figures_of("dziennik/2026-08/2026-09", at=AT)
        walk(Tracer(at=AT), figures)
        whole = journal_report(firm, JULY, SEPTEMBER)
    assert september.carried == {"debit": D("1050.00"), "credit": D("1050.00")}
    assert september.totals["debit"] == D("1077.00")
    assert september.running["debit"] == D("2127.00")
    sums = [(r.cells["text"], r.cells["debit"]) for r in both.rows if r.kind == "sum"]
    assert sums == [
        ("Obroty miesiąca 08.2026", D("50.00")), ("Od początku roku 2026", D("1050.00")),
        ("Obroty miesiąca 09.2026", D("1077.00")), ("Od początku roku 2026", D("2127.00")),
    ]  # fmt: skip
    assert whole.carried == {}
    for report in (september, both, whole):
        check_totals(report)
        assert render(report, "pdf", printed_by="x", printed_at=AT)[0][:4] == b"%PDF"


def test_the_journal_is_paged_by_number(
    firm: Any, behind: Any, make_person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with behind(firm):
        middle = diary_page(first=JULY, last=SEPTEMBER, start=(2026, 2), size=2)
        beyond = diary_page(first=JULY, last=SEPTEMBER, start=(2026, 99), size=2)
        assert middle is not None
        report = journal_report(firm, JULY, SEPTEMBER, page=middle)
    assert (middle.start, middle.end, middle.before, middle.after) == (
        (2026, 2), (2026, 3), (2026, 1), (2026, 4),
    )  # fmt: skip
    assert beyond is not None
    assert beyond.end == (2026, 4)
    assert {r.cells["diary_number"] for r in data_rows(report)} == {2, 3}
    assert (report.carried["debit"], report.running["debit"]) == (D("1000.00"), D("1350.00"))
    monkeypatch.setattr("zaplecze.ledger.web.views.PAGE_ENTRIES", 1)
    client = Client()
    person = make_person(firm, "auditor")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/f/{firm.nip}/ksiegi/dziennik/?od=2026-07&do=2026-09&nr=3").content.decode()
    assert "Zapis 3" in page
    assert "Zapis 2" not in page
    assert "nr=2026%2F2" in page
    assert "nr=2026%2F4" in page
    assert client.get(f"/f/{firm.nip}/ksiegi/dziennik/?nr=x").status_code == 200


def test_a_card_tells_its_currency_and_goes_by_pages(
    firm: Any, behind: Any, make_person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """100 euro come in August, 40 leave in September: 60 are left, as many as their PLN."""
    person = make_person(firm, "accountant")
    euro = {"currency": "EUR"}
    with behind(firm):
        post_entries(
            entries=[
                entry(
                    date(2026, 8, 3), "5",
                    NewLine("132", debit=D("430.00"), currency_amount=D("100.00"), **euro),
                    NewLine("131", credit=D("430.00")),
                ),
                entry(
                    date(2026, 9, 3), "6",
                    NewLine("402-01", debit=D("172.00")),
                    NewLine("132", credit=D("172.00"), currency_amount=D("40.00"), **euro),
                ),
            ],
            by=person.id,
            at=AT,
        )  # fmt: skip
        card = account_card_report(firm, SEPTEMBER, SEPTEMBER, account="132")
        second = account_card_report(firm, JULY, SEPTEMBER, account="132", page=CardPage(2, 1))
        plain = account_card_report(firm, JULY, SEPTEMBER, account="131")
        cards = account_cards_report(firm, JULY, SEPTEMBER, since="131", until="201")
        walk(Tracer(at=AT), figures_of("karty/2026-07/2026-09/1/2", at=AT))
    own = [r.cells["own_balance"] for r in card.rows if r.cells.get("own_balance")]
    assert own == [D("100.00"), D("60.00"), D("60.00")]
    lines = [r for r in data_rows(card) if not r.balance]
    assert [r.cells["own"] for r in lines] == [D("-40.00")]
    told = [(r.cells["text"], r.cells.get("balance")) for r in data_rows(card) if r.balance]
    assert told == [
        ("Saldo początkowe", D("430.00")), ("w walucie", None), ("Saldo końcowe", D("258.00")), ("w walucie", None),
    ]  # fmt: skip
    assert (second.carried["debit"], second.running["credit"]) == (D("430.00"), D("172.00"))
    assert [r.cells["own_balance"] for r in data_rows(second) if not r.balance] == [D("60.00")]
    assert "own" not in {c.key for c in plain.columns}
    assert {r.cells["account"] for r in cards.rows if r.kind == "group"} == {"131", "132", "201"}
    check_totals(cards)
    assert {r.cells["account"] for r in data_rows(cards)} == {"131", "132", "201"}
    assert all(r.cells.get("account") for r in cards.rows)
    turnover = {r.cells["account"]: r.cells["debit"] for r in cards.rows if r.kind == "sum"}
    assert turnover["132"] == D("430.00")
    monkeypatch.setattr("zaplecze.ledger.web.views.PAGE_LINES", 1)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    base = f"/f/{firm.nip}/ksiegi"
    page = client.get(f"{base}/karta/132/?od=2026-07&do=2026-09&nr=2").content.decode()
    assert "Zapis 6" in page
    assert "Zapis 5" not in page
    assert "Saldo z przeniesienia" in page
    assert client.get(f"{base}/karta/132/?nr=99").status_code == 302
    assert client.get(f"{base}/karty/?od_konta=13&forma=pdf").content[:4] == b"%PDF"
    assert "Zapis 6" in client.get(f"{base}/karty/?od_konta=13&do_konta=2").content.decode()
