"""Collections as the office meets them: ageing of the past, letters, notes, reminders."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError

from tests.papers import drop, later, paid, sold, statement
from tests.plugin import AT
from zaplecze.config.demo_year import SEAT
from zaplecze.ledger.api import NewRate, items_on, open_items, save_rates, undo_settlement
from zaplecze.office.reporting import build_report
from zaplecze.partners.api import Partner
from zaplecze.payments.api import (
    InterestKind,
    LetterKind,
    Outcome,
    ageing,
    choose_item,
    confirm_lines,
    hold_collection,
    holds,
    interest_due,
    letters,
    lift_hold,
    make_confirmations,
    make_interest_note,
    make_reminders,
    open_notes,
    proposed_reminders,
    record_outcome,
    statement_lines,
    statements,
)
from zaplecze.payments.collections.letters import letter_sheet, print_letters, zip_letters
from zaplecze.payments.collections.models import CollectionLetter
from zaplecze.payments.collections.queries import unmatched_credits
from zaplecze.payments.collections.reports import letters_report
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.models import Company, Event, Seat
from zaplecze.platform.printing import render
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import check_totals

EDGES = (30, 60, 90, 180, 360)
OCTOBER_END = date(2026, 10, 31)
OCTOBER = later(24 * 8)
NOVEMBER = datetime(2026, 11, 5, 9, tzinfo=UTC)


@pytest.fixture
def books(straight: Any, behind: Any, make_person: Any) -> Any:
    """Due 28 September: S/1 (2460.00), of which 1000.00 is paid on 5 October, and S/2 (1230.00)."""
    clerk = make_person(straight, "accountant")
    first, second = sold("S/1"), sold("S/2", net="1000.00")
    half = statement(paid(first, amount=Decimal("1000.00"), day=date(2026, 10, 5)))
    drop(straight, first, second)
    drop(straight, half, at=OCTOBER)
    with behind(straight):
        (line,) = [v.line.id for s in statements() for v in statement_lines(s.id)]
        choose_item(line_id=line, item_id=next(i.id for i in open_items() if i.number == "S/1"))
        confirm_lines(line_ids=[line], by=clerk.id, at=OCTOBER)
    return straight


def partner() -> int:
    return next(i.partner_id for i in open_items() if i.partner_id)


def test_ageing_of_a_past_day_counts_what_was_paid_later_as_open(books: Any, behind: Any) -> None:
    with behind(books):
        (before,) = ageing(day=date(2026, 10, 4), edges=EDGES)
        assert before.buckets[1] == Decimal("3690.00")
        (after,) = ageing(day=date(2026, 10, 5), edges=EDGES)
        assert after.buckets[1] == Decimal("2690.00")
        (late,) = ageing(day=OCTOBER_END, edges=EDGES)
        assert (late.buckets[2], late.total) == (Decimal("2690.00"), Decimal("2690.00"))
        assert ageing(day=date(2026, 9, 13), edges=EDGES) == []
        (not_due,) = ageing(day=date(2026, 9, 28), edges=EDGES)
        assert not_due.buckets[0] == not_due.total


def test_ageing_today_agrees_with_the_open_items(books: Any, behind: Any) -> None:
    with behind(books):
        open_now = {i.id: i.left for i in open_items()}
        assert {i.id: i.left for i in items_on(day=date(2027, 1, 1))} == open_now
        (paid_item,) = [i for i in items_on(day=OCTOBER_END) if i.parts]
        undo_settlement(item_id=paid_item.id, on=date(2026, 11, 2), by=None, at=AT)
        then = {i.id: i.left for i in items_on(day=OCTOBER_END)}
        assert then == open_now
        assert sum(i.left for i in items_on(day=date(2026, 11, 2)) if i.is_debit) == 3690


def test_the_report_of_ageing_prints_in_every_form(books: Any, behind: Any) -> None:
    with behind(books):
        report = build_report("ageing", (2026, 10), (2026, 10), on=OCTOBER_END)
        check_totals(report)
        assert report.totals["b2"] == Decimal("2690.00")
        assert report.period_label == "na dzień 31.10.2026"
        for form in ("pdf", "xlsx", "json", "table"):
            assert render(report, form, printed_by="Test", printed_at=AT)[0]
        payables = build_report("ageing", (2026, 10), (2026, 10), on=OCTOBER_END, side="payables")
        assert payables.rows == ()


def test_balances_are_confirmed_disagreed_with_and_listed(books: Any, behind: Any) -> None:
    with behind(books):
        (made,) = make_confirmations(as_of=OCTOBER_END, on=date(2026, 11, 3), by=None, at=AT)
        assert (made.number, made.total) == ("PS/1/2026", Decimal("2690.00"))
        with pytest.raises(Refusal) as twice:
            make_confirmations(
                as_of=OCTOBER_END, partner_ids=[partner()], on=date(2026, 11, 4), by=None, at=AT
            )
        assert twice.value.code == "payments.confirmed-twice"
        day = date(2026, 11, 4)
        record_outcome(letter_id=made.id, outcome=Outcome.SENT, on=day, by=None, at=later(1))
        (view,) = letters(kind=LetterKind.CONFIRMATION, state="sent")
        assert not view.silent(date(2026, 11, 18))
        assert view.silent(date(2026, 11, 19))
        with pytest.raises(Refusal, match="saldo według kontrahenta"):
            record_outcome(letter_id=made.id, outcome=Outcome.DISAGREED, on=day, by=None, at=AT)
        record_outcome(
            letter_id=made.id,
            outcome=Outcome.DISAGREED,
            on=date(2026, 11, 20),
            amount=Decimal("1460.00"),
            note="S/2 reklamowana",
            by=None,
            at=later(2),
        )
        (view,) = letters(kind=LetterKind.CONFIRMATION, state="disagreed")
        assert view.difference == Decimal("-1230.00")
        report = letters_report(
            Company.objects.get(id=books.id), [view], kind="confirmation", on=date(2026, 11, 21)
        )
        assert report.rows[0].cells["difference"] == Decimal("-1230.00")
        assert Event.objects.filter(code="payments.letter.answered").count() == 2


def test_letters_print_as_one_pdf_or_a_zip_of_them(books: Any, behind: Any) -> None:
    with behind(books):
        make_confirmations(as_of=OCTOBER_END, on=date(2026, 11, 3), by=None, at=AT)
        make_reminders(picks=[(partner(), 1)], on=OCTOBER_END, by=None, at=AT)
        views = letters()
        one = print_letters(views, printed_by="Test", printed_at=AT)
        assert one.startswith(b"%PDF")
        assert b"pdfaid:part" in one
        assert one == print_letters(views, printed_by="Test", printed_at=AT)
        with zipfile.ZipFile(io.BytesIO(zip_letters(views, printed_by="T", printed_at=AT))) as z:
            assert sorted(z.namelist()) == ["PS-1-2026.pdf", "WZ-1-2026.pdf"]


def test_a_letter_bears_the_seat_and_an_account_in_fours(books: Any, behind: Any) -> None:
    """The seat is frozen with the letter; a letter from before it was known has the name and NIP alone."""
    number = "51000000000000000000000900"
    with behind(books):
        (made,) = make_reminders(picks=[(partner(), 1)], on=OCTOBER_END, by=None, at=AT)
        assert len(letter_sheet(letters()[0]).sender) == 2
        Seat.objects.create(company_id=books.id, **SEAT)
        company = Company.objects.get(id=books.id)
        assert letterhead(company) == (
            company.name,
            "Szklana 9, 00-000 Zmyślin",
            f"NIP {company.nip}",
        )
        (asked,) = make_confirmations(as_of=OCTOBER_END, on=date(2026, 11, 3), by=None, at=AT)
        assert asked.facts["from"]["address"] == "Szklana 9, 00-000 Zmyślin"
        view = next(v for v in letters() if v.letter.pk == asked.pk)
        assert letter_sheet(view).sender == letterhead(company)
        view = next(v for v in letters() if v.letter.pk == made.pk)
        view.letter.facts["accounts"] = {"PLN": number}
        (words,) = letter_sheet(view).sections[-1].paragraphs
    assert "na rachunek 51 0000 0000 0000 0000 0000 0900." in words


def test_an_interest_note_charges_each_day_once(books: Any, behind: Any) -> None:
    """1000.00 until 5 October, the rests until 31 October: 29 September is the first day of delay.

    Rate: 3.75 on 1 July + 10 = 13.75 %. 1000 x 7 x 13.75 / 36500 = 2.64, 1460 x 33 x 13.75 / 36500 = 18.15,
    1230 x 33 x 13.75 / 36500 = 15.29.
    """
    with behind(books):
        (due,) = interest_due(kind=InterestKind.TRADE, upto=OCTOBER_END)
        assert [(x.number, x.days, x.amount) for x in due.lines] == [
            ("S/1", 7, Decimal("2.64")),
            ("S/1", 33, Decimal("18.15")),
            ("S/2", 33, Decimal("15.29")),
        ]
        facts: dict[str, Any] = {"partner_id": partner(), "by": None, "at": NOVEMBER}
        note = make_interest_note(
            kind=InterestKind.TRADE, upto=OCTOBER_END, on=date(2026, 11, 3), **facts
        )
        assert (note.number, note.total) == ("NO/1/2026", Decimal("36.08"))
        with pytest.raises(Refusal) as again:
            make_interest_note(
                kind=InterestKind.TRADE, upto=OCTOBER_END, on=date(2026, 11, 3), **facts
            )
        assert again.value.code == "payments.no-interest"
        (more,) = interest_due(kind=InterestKind.TRADE, upto=date(2026, 11, 2))
        assert [(x.number, x.first.day, x.days) for x in more.lines] == [
            ("S/1", 1, 2),
            ("S/2", 1, 2),
        ]
        assert [v.letter.number for v in open_notes()] == ["NO/1/2026"]
        day = date(2026, 11, 5)
        with pytest.raises(Refusal, match="powód"):
            record_outcome(
                letter_id=note.id, outcome=Outcome.CANCELLED, on=day, by=None, at=NOVEMBER
            )
        record_outcome(
            letter_id=note.id, outcome=Outcome.CANCELLED, on=day, note="ugoda", by=None, at=NOVEMBER
        )
        assert open_notes() == []
        (back,) = interest_due(kind=InterestKind.TRADE, upto=OCTOBER_END)
        assert back.total == Decimal("36.08")
        with pytest.raises(Refusal) as closed:
            record_outcome(letter_id=note.id, outcome=Outcome.SENT, on=day, by=None, at=NOVEMBER)
        assert closed.value.code == "payments.letter-outcome"


def test_compensation_needs_the_rate_of_the_month_before(books: Any, behind: Any) -> None:
    """Late since 29 September: the rate of 31 August. 40 EUR twice at 4.2500."""
    facts: dict[str, Any] = {"kind": InterestKind.TRADE, "with_compensation": True, "by": None}
    with behind(books):
        facts |= {"partner_id": partner(), "at": NOVEMBER}
        with pytest.raises(Refusal) as civil:
            make_interest_note(
                upto=OCTOBER_END, on=date(2026, 11, 3), **facts | {"kind": InterestKind.DELAY}
            )
        assert civil.value.code == "payments.compensation"
        with pytest.raises(Refusal) as missing:
            make_interest_note(upto=OCTOBER_END, on=date(2026, 11, 3), **facts)
        assert missing.value.code == "payments.no-eur-rate"
    save_rates(
        [
            NewRate(currency="EUR", day=date(2026, 8, 31), mid=Decimal("4.25"), table="167/A"),
            NewRate(currency="EUR", day=date(2026, 9, 1), mid=Decimal("9.99"), table="168/A"),
        ]
    )
    with behind(books):
        note = make_interest_note(upto=OCTOBER_END, on=date(2026, 11, 3), **facts)
        assert note.total == Decimal("36.08") + 2 * Decimal("170.00")
        # Once an item: the next note has interest only.
        more = make_interest_note(upto=date(2026, 11, 2), on=date(2026, 11, 3), **facts)
        assert more.total == Decimal("2.03")
        assert letters(kind=LetterKind.INTEREST)[0].letter.facts["compensations"] == []


def test_a_letter_keeps_the_facts_of_its_day(books: Any, behind: Any) -> None:
    with behind(books):
        (made,) = make_confirmations(as_of=OCTOBER_END, on=date(2026, 11, 3), by=None, at=AT)
        (view,) = letters()
        before = print_letters([view], printed_by="Test", printed_at=AT)
        Partner.objects.filter(id=made.partner_id).update(
            name="Inna Nazwa", address="gdzie indziej"
        )
        undo_settlement(
            item_id=next(i.id for i in items_on(day=OCTOBER_END) if i.parts),
            on=date(2026, 10, 6),
            by=None,
            at=later(1),
        )
        (view,) = letters()
        assert print_letters([view], printed_by="Test", printed_at=AT) == before
    with pytest.raises(ProgrammingError, match="permission denied"), behind(books):
        CollectionLetter.objects.filter(id=made.id).update(total=Decimal(1))


def test_a_payment_that_waits_is_told_of(books: Any, behind: Any) -> None:
    with behind(books):
        assert unmatched_credits(day=OCTOBER_END) == {}
        undo_settlement(
            item_id=next(i.id for i in items_on(day=OCTOBER_END) if i.parts),
            on=date(2026, 10, 6),
            by=None,
            at=later(1),
        )
        assert unmatched_credits(day=OCTOBER_END) == {partner(): Decimal("1000.00")}


def test_reminders_climb_one_level_at_a_time(books: Any, behind: Any) -> None:
    with behind(books):
        who = partner()
        assert proposed_reminders(day=date(2026, 9, 30)) == []
        (first,) = proposed_reminders(day=date(2026, 10, 6))
        assert (first.level.no, first.total, len(first.item_ids)) == (1, Decimal("2690.00"), 2)
        (sent,) = make_reminders(picks=[(who, 1)], on=date(2026, 10, 6), by=None, at=AT)
        assert (sent.number, sent.as_of) == ("WZ/1/2026", date(2026, 10, 13))
        # Its term still runs, and after it the second level has to be due too.
        assert proposed_reminders(day=date(2026, 10, 13)) == []
        with pytest.raises(Refusal) as gone:
            make_reminders(picks=[(who, 1)], on=date(2026, 10, 20), by=None, at=AT)
        assert gone.value.code == "payments.reminder-gone"
        (second,) = proposed_reminders(day=date(2026, 10, 14))
        assert second.level.no == 2


def test_what_is_disputed_is_left_out_until_it_is_not(books: Any, behind: Any) -> None:
    with behind(books):
        who, day = partner(), date(2026, 10, 6)
        disputed = next(i for i in open_items() if i.number == "S/2")
        held = hold_collection(item_id=disputed.id, reason="reklamacja", by=None, at=AT)
        (left,) = proposed_reminders(day=day)
        assert left.total == Decimal("1460.00")
        hold_collection(partner_id=who, reason="układ ratalny", by=None, at=AT)
        assert proposed_reminders(day=day) == []
        with pytest.raises(Refusal) as twice:
            hold_collection(partner_id=who, reason="znowu", by=None, at=AT)
        assert twice.value.code == "payments.held"
        for hold in holds():
            lift_hold(hold_id=hold.id, by=None, at=later(1))
        with pytest.raises(Refusal):
            lift_hold(hold_id=held.id, by=None, at=later(2))
        assert proposed_reminders(day=day)[0].total == Decimal("2690.00")
