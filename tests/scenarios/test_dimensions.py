"""Partner, MPK and project as dimensions: their turnover makes the trial balance, their cards open down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client

from tests.lineage import figures_of, walk
from tests.plugin import AT
from zaplecze.ledger.api import (
    Choice,
    Dimension,
    NewEntry,
    NewLine,
    dimension_card_report,
    dimension_report,
    members,
    newest_report,
    post_entries,
    trial_balance,
)
from zaplecze.ledger.card_reports import CardPage
from zaplecze.ledger.commands.plan import add_dimension
from zaplecze.office.lineage import Tracer
from zaplecze.partners.api import all_partners
from zaplecze.partners.commands import add_partner
from zaplecze.platform.report import Report, amount_in, check_totals, data_rows

AUGUST, SEPTEMBER = (2026, 8), (2026, 9)


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
    """Two customers (one owes, one has overpaid), an employee, an MPK and a project, over two months."""
    someone = make_person(company, "accountant").id
    with behind(company):
        by_at = {"by": someone, "at": AT}
        add_dimension(what="mpk", symbol="BIURO", name="Biuro", **by_at)
        add_dimension(what="projekty", symbol="TARGI", name="Targi wiosenne", **by_at)
        owes, overpaid, clerk = (
            add_partner(kind=kind, symbol=symbol, name=name, **by_at).id
            for kind, symbol, name in (
                ("trade", "ODB-1", "Sklep Pierwszy"),
                ("trade", "ODB-2", "Sklep Drugi"),
                ("employee", "PRAC-1", "Osoba z biura"),
            )
        )
        cost = {"cost_center": "BIURO", "project": "TARGI"}
        post_entries(
            entries=[
                entry(
                    date(2026, 8, 10), "1",
                    NewLine("201", debit=D("1000.00"), partner_id=owes),
                    NewLine("700-01", credit=D("1000.00"), project="TARGI"),
                ),
                entry(
                    date(2026, 9, 10), "2",
                    NewLine("131", debit=D("300.00")),
                    NewLine("201", credit=D("300.00"), partner_id=overpaid),
                ),
                entry(
                    date(2026, 9, 11), "3",
                    NewLine("402-01", debit=D("80.00"), **cost),
                    NewLine("402-01", debit=D("20.00")),
                    NewLine("234", credit=D("100.00"), partner_id=clerk),
                ),
            ],
            **by_at,
        )  # fmt: skip
    return company


def told(report: Report) -> dict[tuple[str, str], tuple[D, ...]]:
    """Opening (Wn less Ma), turnovers and closing by account and symbol."""
    return {
        (str(r.cells["account"]), str(r.cells.get("code") or "")): (
            amount_in(r, "opening_debit") - amount_in(r, "opening_credit"),
            amount_in(r, "debit"),
            amount_in(r, "credit"),
            amount_in(r, "closing_debit") - amount_in(r, "closing_credit"),
        )
        for r in data_rows(report)
    }


def test_members_of_an_account_make_its_trial_balance(firm: Any, behind: Any) -> None:
    with behind(firm):
        partners = dimension_report(firm, Choice(Dimension.PARTNER, "konto", SEPTEMBER, SEPTEMBER))
        centers = dimension_report(
            firm, Choice(Dimension.COST_CENTER, "wymiar", SEPTEMBER, SEPTEMBER)
        )
        projects = dimension_report(firm, Choice(Dimension.PROJECT, "konto", AUGUST, SEPTEMBER))
        people = dimension_report(firm, Choice(Dimension.EMPLOYEE, "konto", AUGUST, SEPTEMBER))
        found = Choice(Dimension.PARTNER, "konto", AUGUST, SEPTEMBER, account="20", who="drugi")
        second = told(dimension_report(firm, found))
        kept = {
            r.account: (r.opening_debit - r.opening_credit, r.debit, r.credit, r.closing_debit - r.closing_credit)
            for r in trial_balance(first=SEPTEMBER, last=SEPTEMBER)
        }  # fmt: skip
    zero = D("0.00")
    assert told(partners) == {
        ("201", "ODB-1"): (D("1000.00"), zero, zero, D("1000.00")),
        ("201", "ODB-2"): (zero, zero, D("300.00"), D("-300.00")),
        ("234", "PRAC-1"): (zero, zero, D("100.00"), D("-100.00")),
    }
    assert told(centers) == {
        ("402-01", "BIURO"): (zero, D("80.00"), zero, D("80.00")),
        ("402-01", ""): (zero, D("20.00"), zero, D("20.00")),
    }
    for report in (partners, centers):
        check_totals(report)
        for account in {account for account, _ in told(report)}:
            rows = [row for (a, _), row in told(report).items() if a == account]
            assert tuple(sum(column) for column in zip(*rows, strict=True)) == kept[account]
    assert {key[1] for key in told(projects)} == {"TARGI", ""}
    assert set(told(people)) == {("234", "PRAC-1")}
    assert set(second) == {("201", "ODB-2")}


def test_figures_of_dimensions_open_down_to_their_lines(firm: Any, behind: Any) -> None:
    both = "2026-08/2026-09"
    with behind(firm):
        (office,) = (m for m in members(Dimension.COST_CENTER).values() if m.code == "BIURO")
        tables = [
            *(f"wymiar/{d.value}/{n}/2026-09/2026-09/*/*" for d in Dimension for n in ("konto", "wymiar")),
            f"karta-wymiaru/mpk/{office.id}/{both}/*", f"zapisy-wymiaru/mpk/{office.id}",
        ]  # fmt: skip
        figures = [f for t in tables for f in figures_of(t, at=AT)]
        met = walk(Tracer(at=AT), figures)
    assert met["lines"] >= 6


def test_a_card_in_pages_is_the_whole_card(firm: Any, behind: Any, make_person: Any) -> None:
    """Five lines on two accounts and a third with an opening alone: each stands on one page, sums are carried."""
    someone = make_person(firm, "accountant")
    with behind(firm):
        owes = next(p.id for p in all_partners() if p.tax_id == "ODB-1")
        lines = [
            entry(
                date(2026, 9, day), f"K{day}",
                NewLine(account, debit=D(day), partner_id=owes), NewLine("700-01", credit=D(day)),
            )
            for day in (12, 13, 14)
            for account in ("201", "240")
        ]  # fmt: skip
        idle = entry(
            date(2026, 8, 11), "4", NewLine("202", debit=D(7), partner_id=owes), NewLine("131", credit=D(7)),
        )  # fmt: skip
        post_entries(entries=[*lines, idle], by=someone.id, at=AT)
        card = {
            "dimension": Dimension.PARTNER,
            "member": owes,
            "first": SEPTEMBER,
            "last": SEPTEMBER,
        }
        whole = dimension_card_report(firm, **card)
        for size in (1, 2, 4, 6):
            pages = [
                dimension_card_report(firm, page=CardPage(start, size), **card)
                for start in range(1, 7, size)
            ]
            told = [r.cells for p in pages for r in data_rows(p)]
            assert [c for c in told if c["text"] not in CARRIED] == [
                r.cells for r in data_rows(whole)
            ]
            assert sums_of(pages) == sums_of([whole])
            for page in pages:
                check_totals(page)
            last = pages[-1]
            assert (last.running or last.totals) == whole.totals


CARRIED = ("Z przeniesienia", "Do przeniesienia")


def sums_of(pages: list[Report]) -> list[tuple[object, ...]]:
    """What each account of a card begins and ends with, in order."""
    keys = ("account", "text", "debit", "credit", "balance")
    return [
        tuple(r.cells.get(k) for k in keys)
        for p in pages
        for r in p.rows
        if r.look == "sum" and r.cells["text"] not in CARRIED
    ]


def test_pages_of_a_member_lead_there_and_back(
    firm: Any, behind: Any, make_person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Register, card, newest lines by pages with a file of all of them; a stranger's member is not found."""
    monkeypatch.setattr("zaplecze.ledger.web.dimensions.PAGE", 1)
    client = Client()
    client.force_login(
        make_person(firm, "auditor"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with behind(firm):
        (project,) = members(Dimension.PROJECT).values()
    base = f"/f/{firm.nip}/ksiegi"
    register = client.get(f"{base}/wymiary/projekty/").content.decode()
    address = f"{base}/obroty/projekt/{project.id}/"
    assert f'href="{address}"' in register
    card = client.get(f"{address}?od=2026-09&do=2026-09").content.decode()
    assert "−1\u00a0000,00" in card.partition("Saldo na początek okresu")[2], (
        "August opens September"
    )
    assert f'href="{base}/wymiary/projekty/"' in card
    both = client.get(f"{address}?od=2026-08&do=2026-09").content.decode()
    assert "Zapis 1" not in both, "402-01 comes first, 700-01 is on the second page"
    assert "nr=2" in both
    second = client.get(f"{address}?od=2026-08&do=2026-09&nr=2").content.decode()
    assert "Zapis 1" in second
    assert "nr=3" not in second
    assert client.get(f"{address}?od=2026-08&do=2026-09&nr=99").status_code == 302
    page = client.get(f"{address}zapisy/").content.decode()
    (after,) = [p.partition('"')[0] for p in page.split("?przed=")[1:]]
    assert "Zapis 3" in page
    assert "Zapis 1" not in page
    assert "Zapis 1" in client.get(f"{address}zapisy/?przed={after}").content.decode()
    assert client.get(f"{address}zapisy/?forma=pdf").content[:4] == b"%PDF"
    with behind(firm):
        whole = newest_report(firm, dimension=Dimension.PROJECT, member=project.id)
    assert whole.totals == {"debit": D("80.00"), "credit": D("1000.00")}
    for wrong in ("projekt/999999/", "cos/", "projekt/999999/zapisy/"):
        assert client.get(f"{base}/obroty/{wrong}").status_code == 404
