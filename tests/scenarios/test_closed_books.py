"""Books that look closed are closed: no way round a closed month, a posted entry, or the day of an entry."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client

from tests.lineage import walk
from tests.plugin import AT
from zaplecze.ledger.api import (
    CannotClose,
    CannotPost,
    NewEntry,
    NewLine,
    PeriodSeal,
    agree_reopening,
    ask_reopening,
    close_month,
    close_year,
    enter_opening,
    months_of_year,
    post_entries,
    reverse_entry,
    trial_balance,
)
from zaplecze.ledger.checklist import blockers
from zaplecze.ledger.partnerless import entries_without_partner
from zaplecze.ledger.queries import UNMOVED
from zaplecze.ledger.reports import general_ledger_report, trial_balance_report
from zaplecze.office.audit import run_audits
from zaplecze.office.books import export_books
from zaplecze.office.books.verify_books import Books
from zaplecze.office.lineage import Tracer
from zaplecze.office.verify import verify
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import User
from zaplecze.platform.printing import render
from zaplecze.platform.report import check_totals
from zaplecze.platform.scope import company_scope

D = Decimal
MARCH = datetime(2027, 3, 20, 9, tzinfo=UTC)
SIDES = ("402-99", "131")
# A copy of January's entry in another month, as the program's own role would write it.
HEADER = (
    "INSERT INTO ledger_entry (company_id, journal_id, year, month, voucher_kind, voucher_number, "
    "operation_date, document_date, text, ksef_number, number, diary_number, seq, posting_date, posted_at, "
    "amount, hash) SELECT company_id, journal_id, {}, {}, 'PK', 'x', operation_date, document_date, 'x', '', "
    "900, 900, 900, posting_date, posted_at, amount, hash FROM ledger_entry WHERE month = 1 AND number = 1"
)


@pytest.fixture
def firm(company: Any, make_person: Any) -> Any:
    """January and March of 2026 have an entry, February nothing."""
    company.anna = make_person(company, "accountant").id
    company.beata = make_person(company, "manager").id
    with company_scope(company.id):
        post_entries([pk(2026, 1), pk(2026, 3)], by=company.anna, at=AT)
    return company


def pk(
    year: int, month: int, amount: str = "100.00", accounts: tuple[str, str] = SIDES, **more: Any
) -> NewEntry:
    day = date(year, min(max(month, 1), 12), 15)
    lines = NewLine(accounts[0], debit=D(amount)), NewLine(accounts[1], credit=D(amount))
    given = {"operation_date": day, "document_date": day} | more
    return NewEntry("PK", year, month, "PK", f"PK/{month}", text="próba", lines=lines, **given)


def close(firm: Any, *months: tuple[int, int], at: datetime = MARCH) -> None:
    for month in months:
        close_month(month=month, by=firm.anna, at=at)


def reopen(firm: Any, *months: tuple[int, int]) -> None:
    for month in months:
        ask_reopening(month=month, reason="zgubiona faktura", by=firm.anna, at=MARCH)
        agree_reopening(month=month, by=firm.beata, at=MARCH)


def refused(code: str, call: Callable[[], object]) -> str:
    with pytest.raises(CannotPost) as error:
        call()
    assert error.value.code == code
    return error.value.message


def not_posted(firm: Any, code: str, entry: NewEntry, at: datetime = MARCH) -> str:
    return refused(code, lambda: post_entries([entry], by=firm.anna, at=at))


def test_a_month_without_entries_is_closed_too_and_in_its_turn(firm: Any, tmp_path: Path) -> None:
    with company_scope(firm.id):
        close(firm, (2026, 1))
        with pytest.raises(CannotClose, match=r"Najpierw zamknij 02\.2026"):
            close(firm, (2026, 3))
        close(firm, (2026, 2), (2026, 3))
        assert [(s.month, s.entries) for s in PeriodSeal.objects.order_by("no")] == [
            (1, 1),
            (2, 0),
            (3, 1),
        ]
        for month in (1, 2, 3):
            told = not_posted(firm, "ledger.period-closed", pk(2026, month))
            assert f"{month:02}.2026 jest zamknięty" in told
        assert [m.month[1] for m in months_of_year(2026)] == list(range(1, 13))
        with pytest.raises(CannotClose, match=r"poczekaj, aż 10\.2026 się zacznie"):
            close(firm, *((2026, m) for m in range(4, 13)), at=AT)
        out = export_books(tmp_path / "ksiegi", stamp=Stamp(None, MARCH))
    assert Books(out.folder).verify(out.root) == []
    assert (verify(firm.id), run_audits(firm.id)) == ([], [])


def test_a_year_that_ended_takes_nothing_but_by_two_people(firm: Any) -> None:
    """The finds of an auditor: entries into 07 of the ended year, of three years ago, of 2099, a second opening."""
    with company_scope(firm.id):
        with pytest.raises(CannotClose, match=r"zamknij najpierw 01\.2026"):
            close_year(year=2026, by=firm.anna, at=MARCH)
        close(firm, *((2026, m) for m in range(1, 13)))
        close_year(year=2026, by=firm.anna, at=MARCH)
        close(firm, (2026, 13))
        opening = [NewLine("131", debit=D(500)), NewLine("801", credit=D(500))]
        attempts: list[tuple[str, Callable[[], object]]] = [
            ("ledger.period-closed", lambda: post_entries([pk(2026, 7)], by=firm.anna, at=MARCH)),
            ("ledger.period-closed", lambda: post_entries([pk(2023, 7)], by=firm.anna, at=MARCH)),
            ("ledger.period-far", lambda: post_entries([pk(2099, 1)], by=firm.anna, at=MARCH)),
            (
                "ledger.period-closed",
                lambda: enter_opening(year=2026, lines=opening, source="x", by=firm.anna, at=MARCH),
            ),
        ]
        for code, attempt in attempts:
            refused(code, attempt)
        reopen(firm, (2026, 13), *((2026, m) for m in range(12, 6, -1)))
        post_entries([pk(2026, 7)], by=firm.anna, at=MARCH)
        refused("ledger.period-closed", lambda: post_entries([pk(2026, 6)], by=firm.anna, at=MARCH))
    assert (verify(firm.id), run_audits(firm.id)) == ([], [])


def test_books_don_t_begin_twice(firm: Any) -> None:
    with company_scope(firm.id):
        told = refused(
            "ledger.before-books", lambda: post_entries([pk(2025, 7)], by=firm.anna, at=MARCH)
        )
        assert "wprowadź najpierw bilans otwarcia 2025" in told
        opening = [NewLine("131", debit=D(500)), NewLine("801", credit=D(500))]
        enter_opening(year=2025, lines=opening, source="Symfonia", by=firm.anna, at=MARCH)
        post_entries([pk(2025, 7)], by=firm.anna, at=MARCH)
        close(firm, (2025, 0), *((2025, m) for m in range(1, 13)), (2026, 1))
        other = {"year": 2026, "lines": opening, "source": "x", "by": firm.anna, "at": MARCH}
        refused("ledger.opening-carried", lambda: enter_opening(**other))


def test_a_year_may_end_while_the_next_is_closed_month_by_month(firm: Any) -> None:
    """The closing of accounts comes in March; its result meets 820 in the first open month."""
    with company_scope(firm.id):
        post_entries([pk(2027, 2)], by=firm.anna, at=MARCH)
        close(firm, *((2026, m) for m in range(1, 13)), (2027, 1), (2027, 2))
        refused("ledger.period-closed", lambda: post_entries([pk(2027, 0)], by=firm.anna, at=MARCH))
        closing, moved = close_year(year=2026, by=firm.anna, at=MARCH)
        assert (closing.year, moved.year) == (2026, 2027)
        rows = {r.account: r for r in trial_balance(first=(2027, 3), last=(2027, 3))}
        assert (rows["820"].debit, rows["860"].opening_debit, rows["860"].closing_debit) == (
            200,
            200,
            0,
        )
    assert (verify(firm.id), run_audits(firm.id)) == ([], [])


def test_the_database_keeps_the_order_of_months(firm: Any) -> None:
    """Raw SQL as the program's own role."""
    with company_scope(firm.id):
        close(firm, (2026, 1), (2026, 2), (2026, 3))
    row = f"({firm.id}, {{}}, {{}}, 'open')"
    insert = "INSERT INTO ledger_period (company_id, year, month, state) VALUES "
    for year, month in ((2025, 12), (2026, 0), (2026, 2)):
        told = told_by_the_database(
            firm,
            *([] if month == 2 else [insert + row.format(year, month)]),
            HEADER.format(year, month),
        )
        assert "is closed or was never opened" in told, (year, month)
    agreed = (
        "INSERT INTO ledger_periodreopening (company_id, year, month, reason, asked_by_id, asked_at, "
        f"agreed_by_id, agreed_at) VALUES ({firm.id}, 2026, 2, 'x', {firm.anna}, now(), {firm.beata}, '2100-01-01')"
    )
    opened = "UPDATE ledger_period SET state = 'open' WHERE year = 2026 AND month = 2"
    assert "opened again before a later one" in told_by_the_database(firm, agreed, opened)
    ahead = insert + row.format(2026, 4) + ", " + row.format(2026, 5)
    closed = "UPDATE ledger_period SET state = 'closed' WHERE year = 2026 AND month = 5"
    assert "closed before an earlier one" in told_by_the_database(firm, ahead, closed)


WHOLE = "make up the whole entry"
TAKEN = "ledger_line_pkey"  # the key of a line that is there


def test_no_second_set_of_lines(firm: Any) -> None:
    """A balanced set of lines, of the entry's own amount or of nothing, doesn't come to a posted entry later."""
    for closed in (False, True):
        if closed:
            with company_scope(firm.id):
                close(firm, (2026, 1))
        for first in (1, 2, 3):
            own = second_set(first, ("100.00", "0"), ("0", "100.00"))
            more = second_set(first, ("500.00", "0"), ("0", "500.00"))
            red = second_set(first, ("7.00", "0"), ("-7.00", "0"))
            for statement in (own, more, red):
                told = told_by_the_database(firm, statement)
                assert (WHOLE if first == 3 else TAKEN) in told or WHOLE in told, told
    with company_scope(firm.id):
        assert sum(r.debit for r in trial_balance(first=(2026, 1), last=(2026, 1))) == 100


def test_no_second_set_in_the_transaction_of_the_first(firm: Any) -> None:
    """Each statement alone would pass: an entry, its lines, and a balanced set more."""
    header = HEADER.format(2026, 1)
    lines = second_set(1, ("100.00", "0"), ("0", "100.00"), number=900)
    for more in (("100.00", "100.00"), ("0.01", "0.01")):
        other = second_set(3, (more[0], "0"), ("0", more[1]), number=900)
        assert WHOLE in told_by_the_database(firm, header, lines, other)
    apart = second_set(1, ("100.00", "0"), number=900)
    assert WHOLE in told_by_the_database(firm, header, apart)
    with company_scope(firm.id), connection.cursor() as cursor, pytest.raises(Rolled):
        cursor.execute(header)
        cursor.execute(lines)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        raise Rolled


class Rolled(Exception):
    """Nothing of this transaction is kept."""


def second_set(first: int, *sides: tuple[str, str], number: int = 1) -> str:
    """Lines for January's entry of a number, on the accounts of the first line that there is."""
    rows = ", ".join(
        f"({first + n}, {debit}::numeric, {credit}::numeric)"
        for n, (debit, credit) in enumerate(sides)
    )
    return (
        "INSERT INTO ledger_line (company_id, entry_id, no, account_id, debit, credit, currency, text) "
        "SELECT e.company_id, e.id, v.no, (SELECT min(account_id) FROM ledger_line), v.debit, v.credit, 'PLN', '' "
        f"FROM (VALUES {rows}) v (no, debit, credit), ledger_entry e WHERE e.month = 1 AND e.number = {number}"
    )


def told_by_the_database(firm: Any, *statements: str) -> str:
    with (
        pytest.raises(DatabaseError) as error,
        company_scope(firm.id),
        connection.cursor() as cursor,
    ):
        for statement in statements:
            cursor.execute(statement)
    return str(error.value)


def test_an_item_of_nobody_is_warned_of(firm: Any) -> None:
    """At entry, on the entry's page and on the month's checklist, and held up by nothing."""
    nobodys = pk(2026, 3, "60.00", accounts=("201", "131"))
    client = Client()
    client.force_login(
        User.objects.get(id=firm.anna),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    form = {
        "journal": "PK", "month": "2026-03", "operation": "2026-03-05", "document": "2026-03-05",
        "text": "wpłata", "account": ["201", "131"], "debit": ["70,00", ""], "credit": ["", "70,00"],
        "action": "post",
    }  # fmt: skip
    empty = (
        "no",
        "reason",
        "center",
        "project",
        "partner",
        "currency",
        "currency_amount",
        "line_text",
    )
    form |= {name: ["", ""] for name in empty}
    page = client.post(f"/f/{firm.nip}/ksiegi/pk/zapisz/", form, follow=True).content.decode()
    assert "Konta 201: pozycja bez kontrahenta" in page
    with company_scope(firm.id):
        post_entries([nobodys, pk(2026, 3)], by=firm.anna, at=AT)
        entries = entries_without_partner((2026, 3))
        assert [e.amount for e in entries] == [D(70), D(60)]
        warned = [b for b in blockers((2026, 3), at=AT) if b.warns]
        assert [b.parts["entry_id"] for b in warned] == [e.pk for e in entries]
    shown = client.get(f"/f/{firm.nip}/ksiegi/zapis/{entries[0].pk}/").content.decode()
    assert "Pozycja bez kontrahenta" in shown
    assert (
        f"/zapis/{entries[0].pk}/"
        in client.get(f"/f/{firm.nip}/ksiegi/okresy/2026/3/").content.decode()
    )
    with company_scope(firm.id):
        reverse_entry(
            entry_id=entries[0].pk, on=date(2026, 3, 31), reason="złe konto", by=firm.anna, at=AT
        )
        assert entries_without_partner((2026, 3)) == entries[1:]
        close(firm, (2026, 1), (2026, 2), (2026, 3))


def test_january_balances_before_the_old_year_is_ended(firm: Any) -> None:
    """Each pair of columns balances by a row of its own, in every form; the closing of the year takes it away."""
    january = (2027, 1)
    with company_scope(firm.id):
        post_entries([pk(2027, 1, "30.00")], by=firm.anna, at=MARCH)
        rows = trial_balance(first=january, last=january)
        assert (rows[-1].account, rows[-1].name) == ("", UNMOVED)
        assert (rows[-1].opening_debit, rows[-1].closing_debit) == (200, 200)
        for kind in ("opening_{}", "{}", "closing_{}"):
            debit, credit = (
                sum(getattr(r, kind.format(s)) for r in rows) for s in ("debit", "credit")
            )
            assert debit == credit
        for made in (trial_balance_report, general_ledger_report):
            report = made(firm, january, january)
            check_totals(report)
            for form in ("json", "xlsx", "csv", "pdf"):
                assert render(report, form, printed_by="Test", printed_at=AT)[0]
            told = json.loads(render(report, "json", printed_by="Test", printed_at=AT)[0])
            assert told["rows"][-1]["account"] is None
            assert UNMOVED in told["rows"][-1].values()
        synthetic = trial_balance_report(firm, january, january, level="synthetic")
        assert synthetic.rows[-1].cells["opening_debit"] == 200
        total = synthetic.totals["opening_debit"]
        assert (
            walk(Tracer(at=MARCH), [("zois/2027-01/2027-01/razem/opening_debit", total)])["others"]
            == 1
        )
        close(firm, *((2026, m) for m in range(1, 13)))
        close_year(year=2026, by=firm.anna, at=MARCH)
        assert all(r.account for r in trial_balance(first=january, last=january))


def test_off_balance_accounts_balance_among_themselves(firm: Any) -> None:
    with company_scope(firm.id):
        mixed = pk(2026, 3, "500.00", accounts=("091", "131"))
        told = refused("ledger.off-balance", lambda: post_entries([mixed], by=firm.anna, at=MARCH))
        assert "(091)" in told
        assert "099" in told
        post_entries([pk(2026, 3, "500.00", accounts=("091", "099"))], by=firm.anna, at=MARCH)
    assert run_audits(firm.id) == []
    with connections["owner"].cursor() as cursor:  # whom no rule of the program stops
        cursor.execute(f"SET zaplecze.company = '{firm.id}'")
        cursor.execute("UPDATE ledger_account SET kind = 'balance' WHERE number = '099'")
    assert [f.audit for f in run_audits(firm.id)] == ["22-off-balance"]


def test_an_entry_lies_in_the_month_that_it_concerns(firm: Any) -> None:
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"operation_date": date(2001, 1, 1)}, "poza rokiem 2026"),
        ({"operation_date": date(2026, 10, 1)}, "leży po miesiącu 09.2026"),
        ({"operation_date": date(2026, 8, 31)}, "Zaksięguj w 08.2026"),
        ({"document_date": date(2088, 9, 15)}, "późniejsza niż dzień księgowania"),
        ({"document_date": date(2026, 9, 29)}, "późniejsza niż dzień księgowania 28.09.2026"),
    )
    with company_scope(firm.id):
        for days, told in cases:
            assert told in not_posted(firm, "ledger.days", pk(2026, 9, **days), at=AT)


def test_a_late_paper_keeps_its_day_and_a_month_s_last_day_is_posted_before_it(firm: Any) -> None:
    late = pk(2026, 4, operation_date=date(2026, 3, 30), document_date=date(2026, 3, 30))
    with company_scope(firm.id):
        refused("ledger.days", lambda: post_entries([late], by=firm.anna, at=AT))
        close(firm, (2026, 1), (2026, 2), (2026, 3), at=AT)
        last = date(2026, 9, 30)
        month_end = pk(2026, 9, operation_date=last, document_date=last)
        old_paper = pk(2026, 9, document_date=date(2024, 12, 31))
        assert len(post_entries([late, month_end, old_paper], by=firm.anna, at=AT)) == 3


def test_a_storno_is_not_older_than_its_entry(firm: Any) -> None:
    with company_scope(firm.id):
        (posted,) = post_entries([pk(2026, 5)], by=firm.anna, at=AT)

        def storno(on: date) -> object:
            return reverse_entry(entry_id=posted.id, on=on, reason="złe konto", by=firm.anna, at=AT)

        told = refused("ledger.storno-before", lambda: storno(date(2026, 5, 14)))
        assert "15.05.2026" in told
        refused("ledger.storno-before", lambda: storno(date(2026, 4, 30)))
        storno(date(2026, 5, 15))
