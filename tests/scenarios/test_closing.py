"""A firm closes its months, opens one again, ends its year; and begins books that another program kept before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection

from tests.papers import cost, drop, later, paid, sold, statement
from tests.plugin import AT
from zaplecze.ledger.api import (
    CannotClose,
    CannotPost,
    Entry,
    NewEntry,
    NewLine,
    PeriodSeal,
    agree_reopening,
    ask_reopening,
    close_month,
    close_softly,
    close_year,
    enter_opening,
    months_of_year,
    open_items,
    open_softly,
    post_entries,
    reverse_entry,
    trial_balance,
)
from zaplecze.office.books import export_books, export_plain_text
from zaplecze.office.books.verify_books import Books
from zaplecze.office.verify import verify
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Event
from zaplecze.platform.scope import company_scope
from zaplecze.tax.api import CannotSettleVat, preview_jpk, settle_vat, vat_settled

SEPTEMBER, OCTOBER = (2026, 9), (2026, 10)
OCTOBER_DAY = date(2026, 10, 12)
D = Decimal
MARCH = datetime(2027, 3, 20, 9, tzinfo=UTC)


@pytest.fixture
def firm(straight: Any, make_person: Any) -> Any:
    """September with a purchase that is paid, and a sale; October with a purchase."""
    bought, sale = cost("DK/1"), sold("S/1")
    drop(straight, bought, sale, statement(paid(bought)))
    drop(straight, cost("DK/2", day=OCTOBER_DAY), at=later(24 * 20))
    straight.anna = make_person(straight, "accountant").id
    straight.beata = make_person(straight, "manager").id
    return straight


def entry(month: int, *lines: NewLine, year: int = 2026, journal: str = "PK") -> NewEntry:
    day = date(year, min(max(month, 1), 12), 28)
    return NewEntry(journal, year, month, "PK", f"PK/{month}", day, day, "Przeksięgowanie", lines)


def two_sides(amount: str) -> tuple[NewLine, NewLine]:
    return NewLine("402-01", debit=D(amount)), NewLine("801", credit=D(amount))


def states(year: int = 2026) -> dict[int, str]:
    return {m.month[1]: m.state.value for m in months_of_year(year)}


def test_months_close_in_order_under_a_seal(firm: Any) -> None:
    with company_scope(firm.id):
        with pytest.raises(CannotClose, match=r"Najpierw zamknij 09\.2026"):
            close_month(month=OCTOBER, by=firm.anna, at=later(900))
        seal = close_month(month=SEPTEMBER, by=firm.anna, at=later(900))
        entries = Entry.objects.filter(company=firm, year=2026, month=9).order_by("seq")
        joined = b"".join(bytes(e.hash) for e in entries)
        assert bytes(seal.root) == hashlib.sha256(joined).digest()
        assert (seal.no, seal.entries, seal.amount) == (
            1,
            len(entries),
            sum(e.amount for e in entries),
        )
        with pytest.raises(CannotPost, match=r"09\.2026 jest zamknięty"):
            post_entries([entry(9, *two_sides("1.00"))], by=firm.anna, at=later(901))
        post_entries([entry(10, *two_sides("1.00"))], by=firm.anna, at=later(901))
        assert states() == {9: "closed", 10: "open", 11: "open", 12: "open"}
    assert verify(firm.id) == []


def test_what_lies_in_the_buffer_or_on_a_desk_holds_the_month_up(
    company: Any, make_person: Any
) -> None:
    anna = make_person(company, "accountant").id
    drop(company, cost("DK/77"), sold("S/78"))
    with company_scope(company.id):
        post_entries([entry(9, *two_sides("1.00"))], by=anna, at=later(1))
        with pytest.raises(CannotClose) as refused:
            close_month(month=SEPTEMBER, by=anna, at=later(900))
    assert "dokończ obieg DK/77" in refused.value.message
    assert "S/78" in refused.value.message


def test_a_softly_closed_month_takes_what_the_manager_posts(firm: Any) -> None:
    with company_scope(firm.id):
        close_softly(month=SEPTEMBER, by=firm.anna, at=later(900))
        new = entry(9, *two_sides("5.00"))
        for by in (firm.anna, None):
            with pytest.raises(CannotPost, match=r"tylko kierownik biura\. Poproś go"):
                post_entries([new], by=by, at=later(901))
        (posted,) = post_entries([new], by=firm.beata, at=later(901))
        told = Event.objects.get(company=firm, code="ledger.entry.into-soft-month")
        assert (told.by_id, told.data["entry_id"]) == (firm.beata, posted.id)
        with pytest.raises(CannotClose, match="cofa kierownik biura"):
            open_softly(month=SEPTEMBER, by=firm.anna, at=later(902))
        open_softly(month=SEPTEMBER, by=firm.beata, at=later(902))
        post_entries([new], by=firm.anna, at=later(903))
        steps = Event.objects.filter(company=firm, code__startswith="ledger.period.").order_by(
            "seq"
        )
        assert [e.code for e in steps] == [
            "ledger.period.softly-closed",
            "ledger.period.soft-undone",
        ]
    assert verify(firm.id) == []


def test_a_closed_month_is_opened_by_two_people_and_a_reason(firm: Any) -> None:
    with company_scope(firm.id):
        close_month(month=SEPTEMBER, by=firm.anna, at=later(900))
        with pytest.raises(CannotClose, match="Podaj powód"):
            ask_reopening(month=SEPTEMBER, reason="bo tak", by=firm.anna, at=later(901))
        ask_reopening(month=SEPTEMBER, reason="zgubiona faktura najmu", by=firm.anna, at=later(901))
        with pytest.raises(CannotClose, match="druga osoba"):
            agree_reopening(month=SEPTEMBER, by=firm.anna, at=later(902))
        agree_reopening(month=SEPTEMBER, by=firm.beata, at=later(902))
        post_entries([entry(9, *two_sides("7.00"))], by=firm.anna, at=later(903))
        again = close_month(month=SEPTEMBER, by=firm.anna, at=later(904))
        first = PeriodSeal.objects.get(company=firm, no=1)
        assert (again.no, again.entries) == (2, first.entries + 1)
        close_month(month=OCTOBER, by=firm.anna, at=later(905))
        with pytest.raises(CannotClose, match=r"Najpierw otwórz 10\.2026"):
            ask_reopening(
                month=SEPTEMBER, reason="jeszcze jedna faktura", by=firm.anna, at=later(906)
            )
    assert verify(firm.id) == []


def test_the_database_knows_it_too(firm: Any) -> None:
    """Raw SQL as the program's own role: nothing opens, closes or forges a month by the side door."""

    def refused(statement: str) -> str:
        with (
            pytest.raises(DatabaseError) as error,
            company_scope(firm.id),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        return str(error.value)

    month = f"company_id = {firm.id} AND year = 2026 AND month = 9"
    assert "without a seal" in refused(f"UPDATE ledger_period SET state = 'closed' WHERE {month}")
    with company_scope(firm.id):
        close_month(month=SEPTEMBER, by=firm.anna, at=later(900))
    opened = refused(f"UPDATE ledger_period SET state = 'open' WHERE {month}")
    assert "without a second person" in opened
    assert "can't be taken out" in refused(f"DELETE FROM ledger_period WHERE {month}")
    assert "can't become" in refused(f"UPDATE ledger_period SET month = 8 WHERE {month}")
    assert "permission denied" in refused("UPDATE ledger_periodseal SET last_seq = 0")
    assert "permission denied" in refused("DELETE FROM ledger_periodseal")
    one_person = (
        "INSERT INTO ledger_periodreopening (company_id, year, month, reason, asked_by_id, asked_at, "
        f"agreed_by_id, agreed_at) VALUES ({firm.id}, 2026, 9, 'x', {firm.anna}, now(), {firm.anna}, now())"
    )
    assert "reopening_two_people" in refused(one_person)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_line", "platform_event"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET company_id = company_id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_nothing_posted_is_changed_or_deleted(firm: Any, table: str, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        company_scope(firm.id),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_the_auditor_sees_the_seals(firm: Any, tmp_path: Any) -> None:
    """Exported books are checked month by month; a seal of another month's entries is found."""
    with company_scope(firm.id):
        close_month(month=SEPTEMBER, by=firm.anna, at=later(900))
        out = export_books(tmp_path / "ksiegi", stamp=Stamp(None, later(901)))
    assert Books(out.folder).verify(out.root) == []
    last = sorted((out.folder / "events").iterdir())[-1]
    lines = last.read_bytes().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if b"ledger.period.closed" in line)
    body, data = lines[at][65:-1].split(b"|{")
    forged = json.loads(b"{" + data) | {"root": "0" * 64}
    text = body + b"|" + json.dumps(forged, sort_keys=True, separators=(",", ":")).encode()
    link = bytes.fromhex(lines[at - 1][:64].decode())
    lines[at] = hashlib.sha256(link + text).hexdigest().encode() + b" " + text + b"\n"
    last.write_bytes(b"".join(lines))
    found = [message for _, message in Books(out.folder).verify()]
    assert any("pieczęć miesiąca 2026-09" in message for message in found)


def test_a_year_ends_on_860_and_the_next_opens_on_820(firm: Any, tmp_path: Any) -> None:
    """September: sale 2000 less cost 1000; October: cost 1000; a difference of tax stands off the balance."""
    with company_scope(firm.id):
        off = NewLine("091", debit=D("30.00")), NewLine("099", credit=D("30.00"))
        post_entries(
            [entry(10, *off), entry(10, *two_sides("150.00"))], by=firm.anna, at=later(900)
        )
        with pytest.raises(CannotClose, match=r"zamknij najpierw 09\.2026"):
            close_year(year=2026, by=firm.anna, at=MARCH)
        for month in (9, 10, 11):
            close_month(month=(2026, month), by=firm.anna, at=MARCH)
        with pytest.raises(CannotClose, match=r"zamknij najpierw 12\.2026"):
            close_year(year=2026, by=firm.anna, at=MARCH)
        close_month(month=(2026, 12), by=firm.anna, at=MARCH)
        closing, opening = close_year(year=2026, by=firm.anna, at=MARCH)
        assert (closing.label, opening.year) == (f"PK/{closing.number}/2026", 2027)
        before = {r.account: r for r in trial_balance(first=(2026, 1), last=(2026, 12))}
        assert (
            before["700-01"].closing_credit + before.get("730-01", before["700-01"]).debit == 2000
        )
        after = {r.account: r for r in trial_balance(first=(2026, 1), last=(2026, 13))}
        results = [r for a, r in after.items() if a[0] in "47" or a.startswith("09")]
        assert all(r.closing_debit == r.closing_credit == 0 for r in results)
        assert after["860"].closing_debit == D("150.00")
        new_year = {r.account: r for r in trial_balance(first=(2027, 1), last=(2027, 1))}
        assert new_year["820"].opening_debit == D("150.00")
        assert new_year["860"].opening_debit == new_year["860"].opening_credit == 0
        assert new_year["202"].opening_credit == after["202"].closing_credit
        assert "700-01" not in new_year or new_year["700-01"].opening_credit == 0
        with pytest.raises(CannotClose, match="już zamknięty"):
            close_year(year=2026, by=firm.anna, at=MARCH)
        # An auditor's correction: the closing is taken back and made again.
        reverse_entry(
            entry_id=closing.id, on=date(2026, 12, 31), reason="korekta audytora", by=firm.anna, at=MARCH
        )  # fmt: skip
        assert Entry.objects.get(company=firm, reverses_id=closing.id).month == 13
        assert export_plain_text("hledger", tmp_path / "books.journal") > 0
    assert verify(firm.id) == []


def test_the_vat_of_a_month_goes_to_the_tax_office(firm: Any) -> None:
    """Declared in whole złoty: 460.00 due, 230.00 to deduct; the registers still agree with the books after it."""
    drop(firm, sold("S/9", net="0.99"))
    with company_scope(firm.id):
        settle_vat(year=2026, month=9, by=firm.anna, at=later(800))
        rows = {r.account: r for r in trial_balance(first=SEPTEMBER, last=SEPTEMBER)}
        assert rows["221-1"].closing_debit == rows["222-1"].closing_credit == 0
        assert (rows["223"].closing_credit, rows["760"].closing_credit) == (D("230.00"), D("0.23"))
        built = preview_jpk(year=2026, month=9, at=later(801))
        assert (built.sales_tax, built.purchase_tax) == (D("460.23"), D("230.00"))
        assert (built.ledger_sales_tax, built.ledger_purchase_tax) == (D("460.23"), D("230.00"))
        with pytest.raises(CannotSettleVat, match="już rozliczono"):
            settle_vat(year=2026, month=9, by=firm.anna, at=later(802))
        done = vat_settled(year=2026, month=9)
        assert done is not None
        day = date(2026, 9, 30)
        reverse_entry(entry_id=done.id, on=day, reason="korekta JPK", by=firm.anna, at=later(803))
        settle_vat(year=2026, month=9, by=firm.anna, at=later(804))


def test_books_that_begin_here_open_with_what_another_program_kept(
    straight: Any, make_person: Any
) -> None:
    """Open items of the opening keep their own numbers, days and terms, and are settled like any other."""
    anna = make_person(straight, "accountant").id
    lines = [
        NewLine("131", debit=D("5000.00")),
        NewLine(
            "202",
            credit=D("1230.00"),
            item_number="DK/0",
            item_date=date(2025, 12, 3),
            due_date=date(2026, 1, 2),
        ),
        NewLine("801", credit=D("3770.00")),
    ]
    with company_scope(straight.id):
        with pytest.raises(CannotPost, match="wynikowe 402-01"):
            wrong = [*lines, NewLine("402-01", debit=D("1.00"))]
            enter_opening(year=2026, lines=wrong, source="Symfonia", by=anna, at=AT)
        enter_opening(year=2026, lines=lines, source="Symfonia", by=anna, at=AT)
        (item,) = open_items()
        assert (item.number, item.document_date, item.due_date) == (
            "DK/0",
            date(2025, 12, 3),
            date(2026, 1, 2),
        )
        rows = {r.account: r for r in trial_balance(first=(2026, 1), last=(2026, 1))}
        assert (rows["131"].opening_debit, rows["131"].debit) == (D("5000.00"), 0)
        with pytest.raises(CannotPost, match="już jest"):
            enter_opening(year=2026, lines=lines, source="Symfonia", by=anna, at=AT)
        posted = Entry.objects.get(company=straight, month=0)
        reverse_entry(entry_id=posted.pk, on=date(2026, 1, 1), reason="zła kwota", by=anna, at=AT)
        enter_opening(
            year=2026, lines=lines, source="Symfonia, poprawiony", by=anna, at=AT + timedelta(1)
        )
        told = Event.objects.filter(company=straight, code="ledger.entry.posted").count()
        assert told == 3
