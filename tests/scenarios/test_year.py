"""The demo's year of a firm: more than six hundred papers, twelve months closed, figures that never change."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from lxml import etree

from tests.lineage import UNKNOWN, figures_of, tables_of, walk
from tests.plugin import AT, MILL, empty_database
from zaplecze.assets.api import agreement_report, preview_register
from zaplecze.assets.file_reports import bridge_report, facts_report
from zaplecze.config.demo_year import SEAT, ZMIERZCH, file_year, keep_year
from zaplecze.config.demo_year.firm import CLOUD, HAGER, HAVELLAND
from zaplecze.documents.api import intake_log
from zaplecze.formats.jpk_kr_pd_1.tests.test_kr_pd import SCHEMA, official
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    account_card_report,
    account_lines,
    accounts,
    agree_reopening,
    appoint_overseer,
    ask_reopening,
    entries_of,
    entry_lines,
    general_ledger_report,
    journal_report,
    months_of_year,
    open_items,
    open_items_report,
    post_entries,
    trial_balance,
)
from zaplecze.ledger.opening import import_opening, plan_opening
from zaplecze.ledger.reports import BALANCE_KEYS
from zaplecze.office.audit import run_audits
from zaplecze.office.books import export_books
from zaplecze.office.filings import filed_files
from zaplecze.office.lineage import Tracer, UnknownFigure
from zaplecze.office.opening import open_company
from zaplecze.office.verify import verify
from zaplecze.partners.api import partners
from zaplecze.payments.api import (
    Outcome,
    make_confirmations,
    make_reminders,
    proposed_reminders,
    record_outcome,
)
from zaplecze.payments.api import letters as letters_kept
from zaplecze.platform.companies import add_person
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Role, Seat, User
from zaplecze.platform.money import format_pln
from zaplecze.platform.report import amount_in, check_totals
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import held_out, measure_reliability
from zaplecze.purchasing.learning.queries import guesser_for, posted_invoices
from zaplecze.statements.api import (
    cash_flow,
    changes_since,
    equity,
    prepare_statements,
    year_statements,
)
from zaplecze.statements.rules import Statement
from zaplecze.tax.api import NoSeat, books_filings, build_books, preview_books, preview_jpk
from zaplecze.tax.cit_year import worksheet
from zaplecze.tax.reports import books_accounts_report, vat_register_report

YEAR = 2025
GOLDEN = Path(__file__).with_name("golden")
ZERO = Decimal(0)


@pytest.fixture(scope="module")
def kept(_shaped: None) -> Iterator[Any]:
    """The firm with its year kept and closed, once for all tests of this file."""
    company = open_company(
        nip=ZMIERZCH.nip,
        name=ZMIERZCH.name,
        straight_through=True,
        at=AT,
        email="jpk@example.com",
        tax_office="1471",
        chart="production",
    )
    keeper = person(company, 1, Role.ACCOUNTANT)
    with company_scope(company.id):
        appoint_overseer(person_id=keeper, by=keeper, at=AT)
    keep_year(
        company.id,
        YEAR,
        by=keeper,
        approver=person(company, 3, Role.APPROVER),
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # the tests' server has no autovacuum to do it
    yield company
    empty_database()


@pytest.fixture
def zmierzch(kept: Any) -> Iterator[Any]:
    """The firm with its year; what a test changes is undone after it."""
    with transaction.atomic():
        yield kept
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def person(company: Any, number: int, role: Role) -> int:
    """Id of somebody with this role in the company; the same number is the same person."""
    email = f"osoba{number}@example.com"
    made = add_person(
        company_id=company.id,
        email=email,
        full_name=f"Osoba {number}",
        roles=(role,),
        password=None,
    )
    return int(made.pk)


def golden(name: str, text: str) -> None:
    """Compare with the kept file; a missing one is written, and fails so that someone looks at it."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path} is new: look at it and keep it")
    assert text == path.read_text(encoding="utf-8")


def table(rows: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()


def test_a_year_is_kept_closed_and_golden(zmierzch: Any) -> None:
    with company_scope(zmierzch.id):
        papers = intake_log(limit=2000)
        assert len(papers) >= 600
        assert not [p for p in papers if p.document_id is None]
        months = months_of_year(YEAR)
        assert {(m.month[1], m.state.value) for m in months} == {(n, "closed") for n in range(14)}
        before = trial_balance(first=(YEAR, 1), last=(YEAR, 12))
        after = {r.account: r for r in trial_balance(first=(YEAR, 1), last=(YEAR, 13))}
        next_year = {r.account: r for r in trial_balance(first=(YEAR + 1, 1), last=(YEAR + 1, 1))}
    for kind in ("opening_{}", "{}", "closing_{}"):
        sides = [sum(getattr(r, kind.format(side)) for r in before) for side in ("debit", "credit")]
        assert sides[0] == sides[1]
    result = sum(
        (r.debit - r.credit for r in before if r.account[0] in "457" or r.account.startswith("87")), ZERO
    )  # fmt: skip
    assert after["860"].closing_credit - after["860"].closing_debit == -result
    assert next_year["820"].opening_credit == after["820"].closing_credit - result
    golden(
        "trial-balance.csv",
        table([[r.account, r.name, *(getattr(r, key) for key in BALANCE_KEYS)] for r in before]),
    )
    assert (verify(zmierzch.id), run_audits(zmierzch.id)) == ([], [])


def figures(statement: Statement) -> list[list[object]]:
    return [
        [statement.code, f.code, f.name, f.amount, f.previous]
        for f in statement.figures
        if f.amount or f.previous
    ]


def test_the_statements_of_the_year_are_golden(zmierzch: Any) -> None:
    """Bilans balances, RZiS ends with the change in results, cash flow with the change in cash.

    By hand: account 132 was valued by 1 121.92 on 31 December, which is no money: A.II.2 takes it out, so that D is
    881 292.68 - 656 870.55 - 1 121.92 = 223 300.21, and E tells it apart. In equity, the profit of 2024 (112 000.00)
    is one of years before from the first day (5.1); nothing else moved in them, and 6.a is the year's 311 278.37.
    The year before: its loan of 40 000.00 was repaid (C.II.4), its interest of 420.00 came from others (B.I.3.b).
    """
    with company_scope(zmierzch.id):
        filled = year_statements(year=YEAR)
        assert filled.balanced
        assert filled.result.amount("L") == filled.liabilities.amount("A.VI") == filled.profit
        flow = cash_flow(year=YEAR)
        assert flow.difference == 0
        rows = [
            *figures(filled.assets),
            *figures(filled.liabilities),
            *figures(filled.result),
            *(
                ["cash-flow", f.code, f.name, f.amount, f.previous]
                for f in flow.flows
                if f.amount or f.previous
            ),
            *(
                ["equity", x.code, x.name, x.amount, x.previous]
                for x in equity(year=YEAR)
                if x.amount or x.previous
            ),
        ]
        golden("statements.csv", table(rows))
        for annex in ("4", "5"):
            short = year_statements(year=YEAR, annex=annex)
            assert (short.assets.total, short.profit) == (filled.assets.total, filled.profit)
        # Every figure opens down to accounts, and their cards end with the same balance.
        closing = {
            r.account: r.closing_debit - r.closing_credit
            for r in trial_balance(first=(YEAR, 1), last=(YEAR, 12))
        }
        alone = {a for a in closing if not a.startswith(("20", "22", "23", "24"))}
        for figure in filled.assets.figures:
            for part in figure.parts:
                assert part.account not in alone or part.amount == closing[part.account]


def test_the_books_as_jpk_kr_pd_are_golden_and_equal_the_trial_balance(zmierzch: Any) -> None:
    """Valid by the official schema where it is at hand; kept once; a change since is told by field."""
    at = datetime(YEAR + 1, 3, 25, 9, tzinfo=UTC)
    months = {"first": (YEAR, 1), "last": (YEAR, 12)}
    with company_scope(zmierzch.id):
        with pytest.raises(NoSeat):
            build_books(**months, by=None, at=at)
        Seat.objects.create(company_id=zmierzch.id, **SEAT)
        built = build_books(**months, by=None, at=at)
        assert [f.message_pl for f in built.findings] == []
        rows = trial_balance(**months)
        assert built.controls.debit == built.controls.credit == sum(r.debit for r in rows)
        printed = books_accounts_report(zmierzch, built).notes
        assert "K_4 Koszty niestanowiące kosztów uzyskania przychodów: 9\u00a0933,20 zł" in printed
        assert len(printed) == 9
        in_file: dict[str, Decimal] = {}
        for a in built.books.accounts:
            number = a.number.partition("-K")[0]
            in_file[number] = in_file.get(number, ZERO) + a.closing_debit - a.closing_credit
        assert in_file == {r.account: r.closing_debit - r.closing_credit for r in rows}
        again = build_books(**months, by=None, at=at + timedelta(days=1))
        assert again.data == built.data
        assert len(books_filings(YEAR)) == 1
    digest = hashlib.sha256(built.data).hexdigest()
    controls = built.controls
    golden(
        "jpk-kr-pd.csv",
        table(
            [
                ["sha256", digest],
                ["entries", controls.entries],
                ["lines", controls.lines],
                ["debit", controls.debit],
                ["credit", controls.credit],
                *[
                    [a.number, a.opening_debit - a.opening_credit, a.debit, a.credit, a.tag_1, a.tag_2, a.tag_pd]
                    for a in built.books.accounts
                ],
            ]
        ),
    )  # fmt: skip
    if SCHEMA.exists():
        official().assertValid(etree.fromstring(built.data))


def test_the_jpk_of_one_program_opens_the_books_of_the_next(zmierzch: Any) -> None:
    """A year kept here is filed; another company begins with that file and ends up with the same balances."""
    with company_scope(zmierzch.id):
        Seat.objects.create(company_id=zmierzch.id, **SEAT)
        file = build_books(
            first=(2025, 1), last=(2025, 12), by=None, at=datetime(2026, 3, 25, 9, tzinfo=UTC)
        ).data
        before = {r.account: r for r in trial_balance(first=(2026, 1), last=(2026, 1))}
    second = open_company(nip=MILL, name="Młyn", straight_through=True, at=AT)
    anna = person(second, 1, Role.ACCOUNTANT)
    with company_scope(second.id):
        plan = plan_opening("jpk.xml", file)
        assert [r.fault for r in plan.rows if r.fault] == []
        import_opening(year=2026, name="jpk.xml", data=file, by=anna, at=AT)
        after = {r.account: r for r in trial_balance(first=(2026, 1), last=(2026, 1))}
        items = open_items()
        settling = {a.number for a in accounts() if a.settles}
        found = partners({i.partner_id for i in items if i.partner_id})
        abroad = {
            (found[i.partner_id].country, found[i.partner_id].tax_id)
            for i in items
            if i.partner_id and found[i.partner_id].country != "PL"
        }
    assert abroad <= {(f.nip[:2], f.nip[2:]) for f in (HAVELLAND, HAGER, CLOUD)}
    assert abroad
    assert [i.number for i in items if "-K" in i.number and not i.partner_id] == []
    wanted = {a: r.opening_debit - r.opening_credit for a, r in before.items()}
    opened = {a: r.opening_debit - r.opening_credit for a, r in after.items()}
    assert opened == {a: amount for a, amount in wanted.items() if amount}
    assert len({i.partner_id for i in items if i.is_debit}) > 5
    left = sum((i.left if i.is_debit else -i.left for i in items), ZERO)
    assert left == sum((b for a, b in opened.items() if a in settling), ZERO)


def test_the_declarations_and_the_income_tax_of_the_year_are_golden(zmierzch: Any) -> None:
    """Each field of twelve declarations with its control totals, equal to the ledger; the CIT worksheet."""
    at = datetime(YEAR + 1, 3, 25, 9, tzinfo=UTC)
    with company_scope(zmierzch.id):
        Seat.objects.create(company_id=zmierzch.id, **SEAT)
        rows: list[list[object]] = []
        for month in range(1, 13):
            built = preview_jpk(year=YEAR, month=month, at=at)
            assert built.purchase_tax == built.ledger_purchase_tax, month
            assert built.sales_tax == built.ledger_sales_tax, month
            rows += [[month, field, amount] for field, amount in built.declaration.amounts.items()]
            rows += [
                [month, "sales tax", built.sales_tax],
                [month, "purchase tax", built.purchase_tax],
            ]
        sheet = worksheet(YEAR)
        register = vat_register_report(zmierzch, (YEAR, 12), (YEAR, 12), register="sales")
        assert register.rows
        assert "proof" not in {c.key for c in register.columns}
    rows += [["CIT", d.field, d.amount] for d in sheet.differences]
    rows += [["CIT", "gross result", sheet.gross_result], ["CIT", "base", sheet.base]]
    rows += [["CIT", "tax", sheet.tax], ["CIT", "left", sheet.left]]
    golden("declarations.csv", table(rows))


def test_the_sale_of_the_van_and_what_was_bought_are_told_as_they_were(zmierzch: Any) -> None:
    """The van: 96 000 less 38 400 and ten months of 1 600 is 41 600; it brought 38 000, so that E.I is 3 600.

    Bought: 84 000 + 7 200 + 36 000 + 24 000 + 30 000 + 12 000 = 193 200, not the 151 600 by which balances rose.
    """
    with company_scope(zmierzch.id):
        result = year_statements(year=YEAR).result
        flow = cash_flow(year=YEAR)
        bought = Tracer(at=AT).trace(f"przeplywy/{YEAR}/B.II.1")
    assert (result.amount("D.I"), result.amount("E.I")) == (0, Decimal("3600.00"))
    amounts = {code: flow.amount(code) for code in ("A.II.4", "B.I.1", "B.II.1")}
    assert amounts["B.I.1"] == Decimal("38000.00")
    assert amounts["B.II.1"] == bought.amount == Decimal("193200.00")
    assert {t.amount for t in bought.terms} >= {Decimal("41600.00")}
    assert flow.difference == 0


def test_what_a_year_files_is_kept_and_leaves_with_the_books(zmierzch: Any, tmp_path: Path) -> None:
    with company_scope(zmierzch.id):
        Seat.objects.create(company_id=zmierzch.id, **SEAT)
        file_year(YEAR, by=person(zmierzch, 1, Role.ACCOUNTANT))
        filed = filed_files()
        assert sorted(f.form for f in filed) == ["JPK_KR_PD", "JPK_ST_KR"]
        out = tmp_path / "ksiegi"
        export_books(out, stamp=Stamp(None, datetime(YEAR + 1, 4, 1, tzinfo=UTC)))
    assert {p.name for p in (out / "documents").rglob("*")} >= {f.file_sha256 for f in filed}


def test_a_version_is_kept_and_tells_what_changed(zmierzch: Any) -> None:
    anna = person(zmierzch, 1, Role.ACCOUNTANT)
    beata = person(zmierzch, 2, Role.MANAGER)
    at = datetime(YEAR + 1, 4, 2, 9, tzinfo=UTC)
    with company_scope(zmierzch.id):
        kept = prepare_statements(year=YEAR, annex="5", variant="by-nature", by=anna, at=at)
        again = prepare_statements(year=YEAR, annex="5", variant="by-nature", by=anna, at=at)
        assert again.pk == kept.pk
        assert changes_since(kept, year_statements(year=YEAR, annex="5")) == []
        for month in (13, 12):
            ask_reopening(
                month=(YEAR, month), reason="korekta po audycie", by=anna, at=at + timedelta(1)
            )
            agree_reopening(month=(YEAR, month), by=beata, at=at + timedelta(2))
        lines = (
            NewLine("402-06", debit=Decimal("1000.00")),
            NewLine("641", credit=Decimal("1000.00")),
        )
        day = date(YEAR, 12, 31)
        entry = NewEntry("PK", YEAR, 12, "PK", "PK/AUD", day, day, "Rezerwa na audyt", lines)
        post_entries([entry], by=anna, at=at + timedelta(3))
        changed = changes_since(kept, year_statements(year=YEAR, annex="5"))
        told = {(c.statement, c.code): c.now - c.before for c in changed}
        assert told["by-nature", "B.III"] == 1000
        assert told["by-nature", "J"] == told["liabilities", "A.VI"] == -1000
        assert told["liabilities", "B.I"] == 1000


def test_the_income_tax_of_the_year_by_hand(zmierzch: Any) -> None:
    """From the gross result of 378 684.37 to 354 894 zł at 19 %, which leaves nothing to post beside 67 430.

    Never a cost: representation 5 233.20, the car's 34 200.00 x 21/171 = 4 200.00, the fine 500.00. Next year's:
    the reserve 6 000.00. Tax takes sooner (K_8): furnaces 186 000 x 4 % = 7 440.00; the packing line 84 000 x 14 %
    x 10/12 = 9 800.00; the plotter 24 000.00 - 7 x 400.00 = 21 200.00; together 38 440.00. Not paid yet: 1 283.90 of
    the valuation, 286.17 of items and 997.73 of the euro in bank; what went out of it realised 124.19 (FIFO) more.
    378 684.37 + 5 233.20 + 4 700.00 + 6 000.00 - 38 440.00 - 1 283.90 = 354 893.67.
    """
    with company_scope(zmierzch.id):
        sheet = worksheet(YEAR)
    assert sheet.gross_result == Decimal("378684.37")
    told = {d.field: d.amount for d in sheet.differences}
    assert (told["K_5"], told["K_8"]) == (Decimal("6000.00"), Decimal("38440.00"))
    assert abs(told["K_2"]) == Decimal("1283.90")
    assert told["K_4"] == Decimal("9933.20")
    assert (sheet.base, sheet.tax, sheet.left) == (354894, 67430, 0)


def test_the_register_of_the_year_is_golden_and_agrees_with_the_books(zmierzch: Any) -> None:
    """The file sums to 1 036 200.00; the hall grew by 30 000.00, the van (96 000.00) went: the books hold 970 200.00.

    Of its depreciation the van's 38 400.00 and ten months of 1 600.00 are gone. Symbols of KŚT are kinds (E_8).
    """
    with company_scope(zmierzch.id):
        Seat.objects.create(company_id=zmierzch.id, **SEAT)
        agreement = agreement_report(zmierzch, (YEAR, 12))
        assert {r.cells["difference"] for r in agreement.rows} == {Decimal("0.00")}
        built = preview_register(year=YEAR, at=datetime(YEAR + 1, 3, 25, 9, tzinfo=UTC))
        bridge, facts = bridge_report(zmierzch, built), facts_report(zmierzch, built)
        other = preview_register(year=YEAR - 1, at=datetime(YEAR + 1, 3, 25, 9, tzinfo=UTC))
    assert built.findings == ()
    steps = {r.cells["text"]: r.cells["value"] for r in bridge.rows}
    assert steps["Plik: E_21, E_27"] == Decimal("1036200.00")
    assert steps["Zmiany wartości: E_24"] == Decimal("30000.00")
    (gone,) = (r.cells for r in bridge.rows if "Wykreślony" in str(r.cells["text"]))
    assert (gone["value"], gone["taken"]) == (Decimal("-96000.00"), Decimal("-54400.00"))
    assert steps["Ewidencja na koniec roku"] == steps["Księgi na koniec roku"] == 970_200
    assert (bridge.rows[-1].cells["value"], bridge.rows[-1].cells["taken"]) == (0, 0)
    sold = next(r.cells for r in facts.rows if r.cells["struck"])
    assert (sold["reason"], sold["gone"], sold["rate"]) == (
        "S sprzedaż",
        "LT/1/2025",
        "20,00\u00a0%",
    )
    # Of a year before the books there is nothing to file: its depreciation was another program's.
    assert other.findings[0].code == "STKR-OUTSIDE"
    assert not other.data
    golden("jpk-st-kr.xml", built.data.decode())


def test_the_general_ledger_ends_with_the_balances_of_the_trial_balance(zmierzch: Any) -> None:
    """Synthetic turnovers, month by month, sum to the analytic ones (art. 16); a page carries its totals."""
    with company_scope(zmierzch.id):
        report = general_ledger_report(zmierzch, (YEAR, 1), (YEAR, 12))
        rows = trial_balance(first=(YEAR, 1), last=(YEAR, 12))
    check_totals(report)
    assert report.totals["debit"] == sum(r.debit for r in rows)
    last: dict[str, Decimal] = {}
    for row in report.rows:
        if "balance" in row.cells:
            last[str(row.cells["account"])] = Decimal(str(row.cells["balance"]))
    closing: dict[str, Decimal] = {}
    for r in rows:
        closing[r.account[:3]] = (
            closing.get(r.account[:3], ZERO) + r.closing_debit - r.closing_credit
        )
    assert last == closing
    ends = {str(r.cells["account"]): r for r in report.rows if r.kind == "sum"}
    assert ends.keys() == closing.keys()
    for side in ("debit", "credit"):
        assert sum(amount_in(r, side) for r in ends.values()) == report.totals[side]
    heads = {r.cells["account"]: r.cells["month"] for r in report.rows if r.kind == "group"}
    assert (heads["010"], heads["402"]) == ("Środki trwałe", "Usługi obce")


def test_the_journal_tells_where_its_other_numbers_are(zmierzch: Any) -> None:
    """A reader of January to December misses no number: the opening has 1, the closing the last ones."""
    with company_scope(zmierzch.id):
        whole = journal_report(zmierzch, (YEAR, 1), (YEAR, 12))
        may = journal_report(zmierzch, (YEAR, 5), (YEAR, 5))
        every = journal_report(zmierzch, (YEAR, 0), (YEAR, 13))
        numbers = {int(str(r.cells["diary_number"])) for r in every.rows if r.kind == "row"}
    assert numbers == set(range(1, max(numbers) + 1))
    assert whole.notes == (
        f"Zapisy roku {YEAR} spoza pokazanego okresu: Lp. 1 (bilans otwarcia), {max(numbers)} (zamknięcie roku).",
    )
    assert every.notes == ()
    elsewhere: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:–(\d+))?[ ,.]", may.notes[0].partition("Lp. ")[2]):
        elsewhere |= set(range(int(first), int(last or first) + 1))
    shown = {int(str(r.cells["diary_number"])) for r in may.rows if r.kind == "row"}
    assert (shown | elsewhere, shown & elsewhere) == (numbers, set())
    lines = [r for r in whole.rows if r.kind == "row"]
    entries = [r.cells["entry"] for r in lines if not r.continues]
    assert len(entries) == len(set(entries)) == len({r.cells["entry"] for r in lines})


def test_open_items_of_a_past_month_stand_as_they_stood(zmierzch: Any) -> None:
    """What was paid in July is open in June; days late are counted to the end of June, or to today before it."""
    june, end = (YEAR, 6), date(YEAR, 6, 30)
    with company_scope(zmierzch.id):
        then = open_items_report(zmierzch, june, june, on=date(YEAR + 1, 5, 1))
        earlier = open_items_report(zmierzch, june, june, on=date(YEAR, 6, 10))
        now = {i.number for i in open_items()}
        year = open_items_report(zmierzch, (YEAR, 12), (YEAR, 12))
        rows = trial_balance(first=(YEAR, 12), last=(YEAR, 12))
        settling = {a.number for a in accounts() if a.settles}
    paid_since = [r for r in then.rows if r.cells["number"] not in now]
    assert len(paid_since) > 10
    for row in then.rows:
        due = row.cells["due_date"]
        late = (end - due).days if isinstance(due, date) and due < end else None
        assert row.cells["days_late"] == late
    most = max(int(str(r.cells["days_late"] or 0)) for r in then.rows)
    assert max(int(str(r.cells["days_late"] or 0)) for r in earlier.rows) == most - 20
    assert then.period_label == "stan na 30.06.2025"
    assert earlier.period_label == "stan na 30.06.2025, dni po terminie na 10.06.2025"
    owed = year.totals["receivable"] - year.totals["payable"]
    assert owed == sum(r.closing_debit - r.closing_credit for r in rows if r.account in settling)


def test_the_bank_account_is_never_overdrawn(zmierzch: Any) -> None:
    with company_scope(zmierzch.id):
        card = account_card_report(zmierzch, (YEAR, 1), (YEAR, 12), account="131")
    assert min(amount_in(r, "balance") for r in card.rows) > 0


def test_every_figure_opens_down_to_entries_and_sums_to_itself(zmierzch: Any) -> None:
    """Statement -> accounts -> lines of their cards -> entries -> documents; and a file's account the same way."""
    months = {"first": (YEAR, 1), "last": (YEAR, 12)}
    with company_scope(zmierzch.id):
        filled = year_statements(year=YEAR)
        for figure in filled.result.figures:
            assert figure.amount == sum((p.amount for p in figure.parts), ZERO)
        figure = filled.result.figure("B.II")
        lines = [
            line for part in figure.parts for line in account_lines(account=part.account, **months)
        ]
        assert figure.amount == sum((n.debit - n.credit for n in lines), ZERO)
        untold = [n for n in lines if n.document_id is None]
        assert [n.credit - n.debit for n in untold] == [Decimal("5550.00")]  # the count of stocks
        for line in [n for n in lines if n.document_id is not None][:20]:
            assert line.entry_id in {e.pk for e in entries_of(document_id=line.document_id or 0)}
        (receivables,) = (f for f in filled.assets.figures if f.code == "B.II.3.a.1")
        cards = account_lines(account="201", **months)
        owed: dict[int | None, Decimal] = {}
        for n in cards:
            partner = entry_partner(n.entry_id)
            owed[partner] = owed.get(partner, ZERO) + n.debit - n.credit
        valued = sum(n.debit - n.credit for n in account_lines(account="208", **months))
        assert receivables.amount == valued + sum((a for a in owed.values() if a > 0), ZERO)
    opens_down_to_documents(zmierzch)


def test_proposals_are_right_on_a_hold_out_of_the_year(zmierzch: Any) -> None:
    """The newest third is judged by the rest; a supplier without history gets nothing."""
    with company_scope(zmierzch.id):
        judged = held_out()
        assert measure_reliability() > judged.lines
        history = posted_invoices()
        assert guesser_for(None)("Klosze szklane") is None
        guesser = guesser_for(history[0].supplier)
        made = guesser(history[0].lines[0][0])
    assert judged.lines > 60
    assert judged.precision is not None
    assert judged.precision >= 0.995
    assert judged.coverage >= 0.9
    assert judged.calibration_error <= 0.05
    assert made is not None
    assert guesser.proposes(made)
    assert (made.place[0], made.place[1]) == history[0].lines[0][1]


def entry_partner(entry_id: int) -> int | None:
    return next(n.partner_id for n in entry_lines(entry_id) if n.account.number == "201")


def opens_down_to_documents(zmierzch: Any) -> None:
    """To the grosz: every amount of every table, JPK_V7M and JPK_KR_PD, whatever is built of them later."""
    at = datetime(YEAR + 1, 3, 25, 9, tzinfo=UTC)
    with company_scope(zmierzch.id):
        Seat.objects.create(company_id=zmierzch.id, **SEAT)
        letters(person(zmierzch, 1, Role.ACCOUNTANT), at)
        tracer = Tracer(at=at)
        figures = [f for table in tables_of(YEAR) for f in figures_of(table, at=at)]
        met = walk(tracer, [*figures, *_declared(at)])
        for unknown in UNKNOWN:
            with pytest.raises(UnknownFigure):
                tracer.trace(unknown)
    assert met["figures"] > 8000
    assert min(met["lines"], met["rows"], met["entries"]) > 500
    opens_as_pages(zmierzch, dict(figures))


def opens_as_pages(company: Any, figures: dict[str, Decimal]) -> None:
    """One figure of each kind on its page, with its amount and what it is made of."""
    client = Client()
    reader = User.objects.get(pk=person(company, 4, Role.AUDITOR))
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    kinds = {key.split("/")[0]: key for key in figures}
    assert len(kinds) > 15
    for key in kinds.values():
        shown = client.get(reverse("trace", kwargs={"nip": company.nip, "key": key}))
        assert shown.status_code == 200, key
        text = shown.content.decode()
        unit = key[-3:] if key.endswith("/EUR") else "zł"
        assert f'<strong class="num">{format_pln(figures[key])} {unit}</strong>' in text, key
        assert "<tfoot>" in text, key


def letters(by: int, at: datetime) -> None:
    """A letter of each kind that collections write."""
    day = date(YEAR, 12, 31)
    make_confirmations(as_of=day, on=at.date(), by=by, at=at)
    (asked, *_) = (v.letter for v in letters_kept(kind="confirmation"))
    record_outcome(
        letter_id=asked.id, outcome=Outcome.DISAGREED, amount=asked.total - 7, on=at.date(), by=by, at=at
    )  # fmt: skip
    proposal = proposed_reminders(day=at.date())[0]
    make_reminders(picks=[(proposal.partner_id, proposal.level.no)], on=at.date(), by=by, at=at)


def _declared(at: datetime) -> Iterator[tuple[str, Decimal]]:
    for month in range(1, 13):
        built = preview_jpk(year=YEAR, month=month, at=at)
        for field, amount in built.declaration.amounts.items():
            yield f"v7m/{YEAR}-{month:02}/{field}", Decimal(amount)
        yield f"v7m/{YEAR}-{month:02}/sprzedaz", built.sales_tax
        yield f"v7m/{YEAR}-{month:02}/zakup", built.purchase_tax
    books = preview_books(first=(YEAR, 1), last=(YEAR, 12), at=at)
    for account in books.books.accounts:
        number, _, partner = account.number.partition("-K")
        who = partner or "*"
        for column in BALANCE_KEYS:
            yield f"krpd/{YEAR}/{number}/{who}/{column}", getattr(account, column)
    for column in ("amount", "debit", "credit"):
        yield f"krpd/{YEAR}/ctrl/-/{column}", getattr(books.controls, column)
    sheet = worksheet(YEAR)
    for no, amount in enumerate(books.books.reconciliation.values(), 1):
        yield f"cit/{YEAR}/K_{no}", amount
    for name, amount in (
        ("gross", sheet.gross_result), ("income", sheet.income), ("losses", sheet.losses), ("gifts", sheet.gifts),
        ("base", sheet.base), ("tax", sheet.tax), ("advances", sheet.advances), ("left", sheet.left),
    ):  # fmt: skip
        yield f"cit/{YEAR}/{name}", Decimal(amount)
