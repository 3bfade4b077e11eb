"""A firm whose business year runs from July to June: opening, entries in both calendar years, closing, files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from tests.lineage import DIMENSIONS, figures_of, walk
from tests.papers import DAY, cost, drop, paid, sold, statement
from tests.plugin import AT, DAIRY, empty_database
from zaplecze.assets.api import (
    ChangeKind,
    Method,
    NewAsset,
    change_asset,
    plan_report,
    post_depreciation,
    preview_register,
    register_asset,
    schedule,
)
from zaplecze.assets.api import Plan as DepreciationPlan
from zaplecze.config.demo_year import SEAT
from zaplecze.formats.jpk_kr_pd_1.tests.test_kr_pd import SCHEMA, official
from zaplecze.ledger.api import (
    CannotClose,
    CannotPost,
    Entry,
    NewEntry,
    NewLine,
    Proposal,
    close_month,
    close_year,
    enter_opening,
    entries_of_kind,
    journal_report,
    months_of_year,
    post_entries,
    reverse_entry,
    save_draft,
    set_business_year,
    trial_balance,
)
from zaplecze.ledger.opening import plan_opening
from zaplecze.office.audit import run_audits
from zaplecze.office.books import export_books, export_plain_text
from zaplecze.office.lineage import Tracer
from zaplecze.office.opening import open_company
from zaplecze.office.verify import verify
from zaplecze.platform.business_years import YearKind
from zaplecze.platform.companies import add_person
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Company, Role, Seat, User
from zaplecze.platform.periods import first_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, company_scope
from zaplecze.statements.api import cash_flow, equity, year_statements
from zaplecze.statements.filing import preview_statement
from zaplecze.tax.api import (
    Tax,
    build_books,
    preview_jpk,
    refuse_relief,
    settle_vat,
    vat_settled,
    waiting,
    worksheet,
)

D = Decimal
YEAR = 2027  # July 2026 to June 2027
FEBRUARY, SEPTEMBER_AFTER = (
    datetime(2027, 2, 15, 9, tzinfo=UTC),
    datetime(2027, 9, 20, 9, tzinfo=UTC),
)


def person(company: Any, role: Role) -> int:
    made = add_person(
        company_id=company.id, email=f"{role}@example.com", full_name="Osoba", roles=(role,), password=None
    )  # fmt: skip
    return int(made.pk)


def entry(day: date, *lines: NewLine, number: str = "") -> NewEntry:
    number = number or f"PK/{day}"
    return NewEntry("PK", day.year, day.month, "PK", number, day, day, "Przeksięgowanie", lines)


def moved(amount: str, debit: str = "402-01", credit: str = "131") -> tuple[NewLine, NewLine]:
    return NewLine(debit, debit=D(amount)), NewLine(credit, credit=D(amount))


@pytest.fixture(scope="module")
def kept(_shaped: None) -> Iterator[Any]:
    """July 2026 to June 2027: an opening, a sale and purchases in both calendar years; then July 2027."""
    company = open_company(
        nip=DAIRY, name="Mleczarnia", straight_through=True, at=AT, email="jpk@example.com", tax_office="1471"
    )  # fmt: skip
    anna = person(company, Role.ACCOUNTANT)
    with company_scope(company.id):
        set_business_year(
            first=date(2026, 7, 1), last=date(2027, 6, 30), kind=YearKind.STANDING, by=None, at=AT
        )
        opening = [
            NewLine("131", debit=D("5000.00")),
            NewLine("202", credit=D("1230.00"), item_number="DK/0", item_date=date(2026, 6, 3)),
            NewLine("801", credit=D("3770.00")),
        ]
        enter_opening(year=YEAR, lines=opening, source="Symfonia", by=anna, at=AT)
        post_entries([entry(date(2026, 7, 31), *moved("100.00"))], by=anna, at=AT)
    bought = cost("DK/1", day=DAY)
    drop(company, bought, sold("S/1", day=DAY), statement(paid(bought)))
    drop(company, cost("DK/2", day=date(2027, 2, 10)), at=FEBRUARY)
    with company_scope(company.id):
        Seat.objects.create(company_id=company.id, **SEAT)
        settle_vat(year=2026, month=9, by=anna, at=FEBRUARY)
        post_entries(
            [entry(date(2027, m, 28), *moved(f"{m}.00")) for m in (1, 6)],
            by=anna,
            at=SEPTEMBER_AFTER,
        )
        post_entries([entry(date(2027, 7, 15), *moved("70.00"))], by=anna, at=SEPTEMBER_AFTER)
    yield Company.objects.using("owner").get(id=company.id), anna
    empty_database()


@pytest.fixture
def july(kept: Any) -> Iterator[Any]:
    """The firm of July to June; what a test changes is undone after it."""
    company, company.anna = kept[0], kept[1]
    with transaction.atomic(), company_scope(company.id):
        yield company
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def rows_of(first: tuple[int, int], last: tuple[int, int]) -> dict[str, Any]:
    return {r.account: r for r in trial_balance(first=first, last=last)}


def end_the_year(company: Any) -> Any:
    """Close every month in order and the year; its closing."""
    # DK/2 is unpaid 90 days after its term; the supply is disputed, so its tax stays deducted.
    owed = waiting(tax=Tax.VAT, period=(2027, 5), today=SEPTEMBER_AFTER.date())
    refuse_relief(
        tax=Tax.VAT,
        period=(2027, 5),
        keys=[w.key for w in owed],
        reason="disputed",
        note="reklamacja",
        by=company.anna,
        at=SEPTEMBER_AFTER,
    )
    for m in months_of_year(YEAR):
        if m.state != "closed":
            close_month(month=m.month, by=company.anna, at=SEPTEMBER_AFTER)
    return close_year(year=YEAR, by=company.anna, at=SEPTEMBER_AFTER)


def test_entries_of_both_calendar_years_are_numbered_in_one_year(july: Any) -> None:
    year = business_years().of_label(YEAR)
    assert (year.name, year.days) == ("2026/2027", "01.07.2026 – 30.06.2027")
    mine = Entry.objects.filter(company=july).order_by("seq")
    days = {e.operation_date: e for e in mine}
    assert {days[d].year for d in (date(2026, 7, 31), DAY, date(2027, 1, 28))} == {YEAR}
    assert days[date(2027, 7, 15)].year == YEAR + 1
    assert days[date(2027, 7, 15)].diary_number == days[date(2027, 7, 15)].number == 1
    for held in mine:
        assert first_day((held.year, held.month)) <= held.operation_date
    assert sorted(e.diary_number for e in mine if e.year == YEAR) == list(range(1, mine.count()))
    assert [m.name for m in months_of_year(YEAR)][:3] == [
        "bilans otwarcia na 01.07.2026",
        "07.2026",
        "08.2026",
    ]
    assert len(months_of_year(YEAR)) == 13
    # VAT stays the calendar's: September 2026 is declared as such, and its settlement found again.
    built = preview_jpk(year=2026, month=9, at=FEBRUARY)
    assert (built.ledger_sales_tax, built.ledger_purchase_tax) == (D("460.00"), D("230.00"))
    assert vat_settled(year=2026, month=9) is not None
    assert len(entries_of_kind("VAT", year=YEAR)) <= 1


def test_sums_run_from_july_to_june(july: Any) -> None:
    """March is asked for by the calendar; the year to date begins with July, the opening with what was before."""
    winter = rows_of((2027, 1), (2027, 2))
    own, papers = winter["402-01"], winter["402-99"]
    assert (own.opening_debit, own.debit, own.year_debit) == (D("100.00"), D("1.00"), D("101.00"))
    assert (papers.opening_debit, papers.debit, papers.year_debit) == (1000, 1000, 2000)
    assert rows_of((2026, 7), (2027, 6))["402-01"].debit == D("107.00")
    july_after = rows_of((2027, 7), (2027, 7))
    # The next year's costs open with nothing, whether the year before is closed or not.
    assert (july_after["402-01"].opening_debit, july_after["402-01"].year_debit) == (0, D("70.00"))
    assert july_after[""].opening_debit - july_after[""].opening_credit == D("107.00")
    before = rows_of((2026, 7), (2026, 7))
    assert before["131"].opening_debit == D("5000.00")
    for first, last in (((2026, 7), (2027, 6)), ((2027, 1), (2027, 7)), ((2026, 9), (2026, 9))):
        rows = trial_balance(first=first, last=last)
        for pair in ("opening", "closing"):
            sides = [sum(getattr(r, f"{pair}_{s}") for r in rows) for s in ("debit", "credit")]
            assert sides[0] == sides[1], (first, pair)
    printed = journal_report(july, (2027, 1), (2027, 6))
    whole = journal_report(july, (2026, 7), (2027, 6))
    assert printed.carried["debit"] + printed.totals["debit"] == whole.totals["debit"]
    assert whole.carried == {}
    assert printed.period_label == "01.2027 – 06.2027"
    assert "(bilans otwarcia)" in " ".join(printed.notes)


def test_a_year_closes_in_june_and_its_result_opens_july(july: Any, tmp_path: Path) -> None:
    """Sale 2000 less costs 2107; the loss of 107 waits on 820, and nothing of the balance sheet is copied."""
    with pytest.raises(CannotClose, match=r"zamknij najpierw bilans otwarcia na 01\.07\.2026"):
        close_year(year=YEAR, by=july.anna, at=SEPTEMBER_AFTER)
    with pytest.raises(CannotClose, match=r"Najpierw zamknij bilans otwarcia na 01\.07\.2026"):
        close_month(month=(2026, 8), by=july.anna, at=SEPTEMBER_AFTER)
    close_month(month=(YEAR, 0), by=july.anna, at=SEPTEMBER_AFTER)
    close_month(month=(2026, 7), by=july.anna, at=SEPTEMBER_AFTER)
    with pytest.raises(CannotPost, match=r"07\.2026 jest zamknięty"):
        post_entries([entry(date(2026, 7, 2), *moved("1.00"))], by=july.anna, at=SEPTEMBER_AFTER)
    closing, opening = end_the_year(july)
    made = Entry.objects.in_bulk([closing.id, opening.id])
    assert {e.operation_date for e in made.values()} == {date(2027, 6, 30), date(2027, 7, 1)}
    assert (made[closing.id].voucher_number, made[opening.id].voucher_number) == (
        "ZR/2027",
        "BO/2028",
    )
    assert [m.name for m in months_of_year(YEAR)][-1] == "zamknięcie roku na 30.06.2027"
    after = rows_of((2027, 7), (2027, 7))
    # What opens a year is shown with it, as everywhere.
    with_opening = rows_of((YEAR + 1, 0), (2027, 7))
    assert with_opening["820"].closing_debit == after["820"].opening_debit == D("107.00")
    assert after["202"].opening_credit == rows_of((2026, 7), (2027, 6))["202"].closing_credit
    assert "" not in after
    # The database keeps the order of months too, and what closes the year apart from them.
    with (
        pytest.raises(DatabaseError, match="opened again before a later one"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE ledger_period SET state = 'open' WHERE company_id = %s AND year = %s AND month = -6",
            [july.id, YEAR],
        )
    # An auditor's correction is taken back where it was made.
    again = reverse_entry(
        entry_id=closing.id, on=date(2027, 6, 30), reason="korekta audytora", by=july.anna, at=SEPTEMBER_AFTER
    )  # fmt: skip
    assert Entry.objects.get(id=again.id).month == Entry.objects.get(id=closing.id).month == 106
    assert (verify(july.id), run_audits(july.id)) == ([], [])
    out = export_books(tmp_path / "ksiegi", stamp=Stamp(july.anna, SEPTEMBER_AFTER))
    checked = subprocess.run(
        [sys.executable, "-I", "-S", out.folder / "verify_books.py", out.folder], capture_output=True, check=False
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    assert export_plain_text("hledger", tmp_path / "books.journal") > 0
    text = (tmp_path / "books.journal").read_text()
    assert "2027-06-30" in text
    assert "2026-07-01" in text


def test_the_statements_are_of_the_year_and_beside_the_one_before(july: Any) -> None:
    filled = year_statements(year=YEAR)
    assert filled.balanced
    assert filled.profit == D("-107.00") == filled.result.amount("L")
    assert cash_flow(year=YEAR).difference == 0
    content = preview_statement(
        year=YEAR, annex="1", variant="by-nature", at=SEPTEMBER_AFTER
    ).content
    assert (content.first_day, content.last_day) == (date(2026, 7, 1), date(2027, 6, 30))
    after = year_statements(year=YEAR + 1)
    assert (after.profit, after.result.previous("L")) == (D("-70.00"), D("-107.00"))
    flow = cash_flow(year=YEAR + 1)
    assert {f.code: f.previous for f in flow.flows}["A.I"] == D("-107.00")
    changes = {line.code: line for line in equity(year=YEAR + 1)}
    assert changes["II"].previous == changes["I"].amount
    sheet = worksheet(YEAR)
    assert (sheet.gross_result, sheet.tax, sheet.rate) == (D("-107.00"), 0, 19)


def test_cash_flow_and_equity_of_the_year_agree_with_its_balance_sheet(july: Any) -> None:
    """A loan of 900 in August, 300 of it paid back in May; shares of 400 in June; a valuation of 12 on the last day.

    What lies after June belongs to the next year: the valuation taken back, 200 of the loan, 50 more.
    """
    last_day, next_day = date(2027, 6, 30), date(2027, 7, 1)
    posted = [
        entry(date(2026, 8, 5), *moved("900.00", "131", "250"), number="K/1"),
        entry(date(2027, 5, 5), *moved("300.00", "250", "131"), number="K/2"),
        entry(date(2027, 6, 7), *moved("400.00", "131", "801"), number="U/1"),
        entry(date(2027, 6, 9), *moved("25.00", "133", "131"), number="V/1"),
        replace(entry(last_day, *moved("12.00", "132", "750-03")), voucher_kind="WW"),
        replace(entry(next_day, *moved("12.00", "750-03", "132")), voucher_kind="WW"),
        entry(date(2027, 8, 5), *moved("200.00", "250", "131"), number="K/3"),
        entry(date(2027, 8, 6), *moved("50.00", "131", "250"), number="K/4"),
    ]
    post_entries(posted, by=july.anna, at=SEPTEMBER_AFTER)

    def told() -> list[dict[str, Decimal]]:
        found = []
        for year in (YEAR, YEAR + 1):
            sheets, flow = year_statements(year=year), cash_flow(year=year)
            assert (sheets.balanced, flow.difference) == (True, 0)
            cash = sheets.assets.figure("B.III.1.c")
            own = sheets.liabilities.figure("A")
            amounts = {f.code: f.amount for f in flow.flows}
            lines = {line.code: line.amount for line in equity(year=year)}
            assert amounts["E"] == cash.amount - cash.previous == amounts["D"] + amounts["E.1"]
            assert (lines["I"], lines["II"]) == (own.previous, own.amount)
            found.append(amounts | {f"kapital {code}": amount for code, amount in lines.items()})
        return found

    of_july, after = told()
    wanted = {
        "F": 5000, "C.I.1": 400, "C.I.2": 900, "C.II.4": 300, "E.1": 12, "G.1": 25, "A.I": -95,
        "kapital I": 3770, "kapital 1.1.a": 400, "kapital 6.b": 95, "kapital II": 4075,
    }  # fmt: skip
    assert {code: of_july[code] for code in wanted} == wanted
    wanted = {
        "C.I.2": 50, "C.II.4": 200, "E.1": -12, "A.I": -82, "F": of_july["G"],
        "kapital I": 4075, "kapital 5.4": 95, "kapital 5.6": 95, "kapital II": 3993,
    }  # fmt: skip
    assert {code: after[code] for code in wanted} == wanted
    figures = [
        f for table in ("przeplywy", "kapital") for year in (YEAR, YEAR + 1)
        for f in figures_of(f"{table}/{year}", at=SEPTEMBER_AFTER)
    ]  # fmt: skip
    figures.append((f"bilans/{YEAR + 1}/1/by-nature/PA/A.V/amount", D("-95.00")))
    walk(Tracer(at=SEPTEMBER_AFTER), figures)
    end_the_year(july)
    assert told() == [of_july, after]


def test_jpk_kr_pd_of_july_to_june(july: Any) -> None:
    """Valid by the official schema where it is at hand, with the year's days; it opens another firm's year."""
    year = business_years().of_label(YEAR)
    built = build_books(first=(2026, 7), last=(2027, 6), by=july.anna, at=SEPTEMBER_AFTER)
    header = built.books.header
    days = date(2026, 7, 1), date(2027, 6, 30)
    assert (header.first, header.last) == (header.year_first, header.year_last) == days
    rows = rows_of(year.first, year.last)
    assert built.controls.debit == built.controls.credit == sum(r.debit for r in rows.values())
    opened = {a.number: a.opening_debit - a.opening_credit for a in built.books.accounts}
    assert opened["131"] == D("5000.00")
    for tag, told in (
        ("DataOd", "2026-07-01"), ("DataDo", "2027-06-30"), ("RokDataOd", "2026-07-01"), ("RokDataDo", "2027-06-30"),
    ):  # fmt: skip
        assert f"<{tag}>{told}</{tag}>".encode() in built.data
    if SCHEMA.exists():
        official().assertValid(etree.fromstring(built.data))
    half = build_books(first=(2027, 1), last=(2027, 6), by=None, at=SEPTEMBER_AFTER).books
    assert (half.header.first, half.header.year_first) == (date(2027, 1, 1), date(2026, 7, 1))
    moved_since = {a.number: (a.debit, a.year_debit) for a in half.accounts}
    assert moved_since["402-01"] == (D("7.00"), D("107.00"))
    with pytest.raises(Refusal, match="jednego roku obrotowego"):
        build_books(first=(2027, 5), last=(2027, 7), by=None, at=SEPTEMBER_AFTER)
    # What June closed with opens a year in July, and no calendar year.
    assert plan_opening("jpk.xml", built.data).faults == 0


def test_depreciation_counts_anew_in_july_and_its_register_is_of_the_year(july: Any) -> None:
    """Books declining at 40 %, tax linear at 20 %: 400 and 200 a month to June, of the rest from July."""
    books = DepreciationPlan(
        Method.DECLINING, D("12000.00"), D(20), (2026, 8), coefficient=D(2), years=business_years()
    )
    asset = NewAsset(
        "Kadź", date(2026, 7, 3), date(2026, 7, 3), account="010-04", depreciation_account="070-04",
        balance=books, tax=replace(books, method=Method.LINEAR),
    )  # fmt: skip
    made = register_asset(asset, by=july.anna, at=AT)
    assert {i.amount for i in schedule(books)[:11]} == {D("400.00")}
    assert schedule(books)[11].amount == D("253.33")  # 7 600 at 40 %, a twelfth of it
    months = [(2026, m) for m in range(8, 13)] + [(2027, m) for m in range(1, 8)]
    for month in months:
        post_depreciation(month=month, by=july.anna, at=SEPTEMBER_AFTER)
    register = preview_register(year=YEAR, at=SEPTEMBER_AFTER).register
    header, (held,) = register.header, register.assets
    assert (header.year_first, header.year_last) == (date(2026, 7, 1), date(2027, 6, 30))
    assert (held.year, held.total, held.tax_year) == (D("4400.00"), D("4400.00"), D("2200.00"))
    (after,) = preview_register(year=YEAR + 1, at=SEPTEMBER_AFTER).register.assets
    assert (after.year, after.total, after.tax_year) == (D("253.33"), D("4653.33"), D("200.00"))
    k_5 = {year: worksheet(year).differences[4].amount for year in (YEAR, YEAR + 1)}
    assert k_5 == {YEAR: D("2200.00"), YEAR + 1: D("53.33")}
    # Work done in July 2027 is of the next year, whatever the calendar says; so are its sums, down to the entries.
    change_asset(
        asset_id=made.pk, kind=ChangeKind.IMPROVED, on=date(2027, 7, 10), amount=D("1000.00"), text="mieszadło",
        by=july.anna, at=SEPTEMBER_AFTER,
    )  # fmt: skip
    changes = [
        preview_register(year=year, at=SEPTEMBER_AFTER).register.assets[0].change
        for year in (YEAR, YEAR + 1)
    ]
    assert changes == [0, D("1000.00")]
    tracer = Tracer(at=SEPTEMBER_AFTER)
    for ends, amount in (("2027-06", 0), ("2028-06", D("1000.00"))):
        assert tracer.trace(f"srodek/{made.pk}/{ends}/E_change").amount == amount
    tables = [f"{table}/{year}" for table in ("st-kr", "st-kr-most") for year in (YEAR, YEAR + 1)]
    figures = [f for table in tables for f in figures_of(table, at=SEPTEMBER_AFTER)]
    walk(tracer, figures)
    assert dict(figures)[f"most/{YEAR}/ksiegi/taken"] == D("4400.00")
    (line, *_) = plan_report(july, YEAR, only="bilansowa").rows
    assert (line.cells["m1"], line.cells["m2"], line.cells["year"]) == (
        0,
        D("400.00"),
        D("4400.00"),
    )


def test_every_figure_of_the_year_opens_down_to_entries(july: Any) -> None:
    """Tables by their addresses, which name months of the calendar; totals, statements and files among them."""
    end_the_year(july)
    whole, part = f"{YEAR}-00/{YEAR}-13", "2026-12/2027-05"
    tables = [
        f"zois/{whole}/analytic", f"zois/{part}/analytic", f"zois/{part}/synthetic", f"kg/{whole}", f"kg/{part}",
        f"dziennik/{whole}", f"dziennik/{part}", "dziennik/2026-09/2026-09", f"karta/{part}/402-01",
        *(f"wymiar/{d}/{layout}/{part}/*/*" for d, layout in DIMENSIONS), f"krpd/{YEAR}", f"cit/{YEAR}",
        f"przeplywy/{YEAR}", f"kapital/{YEAR}", f"przeplywy/{YEAR + 1}", f"kapital/{YEAR + 1}",
        "rejestr/sales/2026-09/2026-09", f"karty/{whole}/*/*",
        f"sprawozdanie/bilans/{YEAR}/1/by-nature/konta", f"sprawozdanie/wynik/{YEAR}/1/by-nature/konta",
        f"sprawozdanie/bilans/{YEAR + 1}/5/by-nature/konta", "uzgodnienie/2027-03", f"plan/{YEAR}/*",
    ]  # fmt: skip
    figures = [f for table in tables for f in figures_of(table, at=SEPTEMBER_AFTER)]
    met = walk(Tracer(at=SEPTEMBER_AFTER), figures)
    assert met["figures"] > 200


def test_the_pages_name_the_year(july: Any) -> None:
    manager = person(july, Role.MANAGER)
    client = Client()
    client.force_login(
        User.objects.get(pk=manager), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    def page(name: str, query: str = "", **parts: object) -> str:
        shown = client.get(reverse(name, kwargs={"nip": july.nip, **parts}) + query)
        assert shown.status_code == 200, (name, shown.status_code)
        return shown.content.decode()

    years = page("business_years")
    for told in ("2026/2027", "01.07.2026", "30.06.2027", "pierwszy rok firmy"):
        assert told in years
    months = page("months", f"?rok={YEAR}")
    assert "Okresy 2026/2027" in months
    assert "/okresy/2026/8/" in months
    assert "08.2026" in page("month", year=2026, number=8)
    with CaptureQueriesContext(connection) as asked:
        assert "Obroty od początku roku" in page("trial_balance", "?od=2027-01&do=2027-02&calosc=1")
    # The years come with the company: no page asks for them apart.
    assert not [q for q in asked.captured_queries if "year_starts, founded" in q["sql"]]
    for name in ("jpk_kr_pd", "cit", "jpk_st_kr", "opening"):
        assert "2026/2027" in page(name, f"?rok={YEAR}"), name
    assert "30.06.2027" in page("year_statement", year=YEAR, kind="bilans")
    before = page("year_statement", year=YEAR - 1, kind="przeplywy")
    assert "Roku 2025/2026 nie ma w księgach" in before
    assert reverse("comparatives", kwargs={"nip": july.nip, "year": YEAR}) in before
    assert "wybierz rok od 2026/2027 do 2027/2028" in page("jpk_st_kr", f"?rok={YEAR - 1}")
    winter = Entry.objects.get(company=july, operation_date=date(2026, 7, 31))
    assert "<dd>07.2026</dd>" in page("entry", entry_id=winter.pk)
    # What is typed for August 2026 lies in the buffer of that month, and is shown so.
    typed = save_draft(Proposal(entry(date(2026, 8, 3), *moved("1.00"), number="PK/X")))
    assert (typed.year, typed.month) == (YEAR, -5)
    assert 'value="2026-08"' in page("voucher", draft_id=typed.pk)
    assert "08.2026" in page("buffer")
    assert "PK/X" in page("month", year=2026, number=8)
    assert client.get(reverse("months", kwargs={"nip": july.nip}) + "?rok=99999").status_code in {
        200,
        409,
    }
