"""A debt in euro is called for, charged and paid in euro; zlotys stand beside it and are never added to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from tests.lineage import figures_of, walk
from tests.papers import drop, sold
from tests.plugin import AT, DAIRY
from zaplecze.config.cli.collect import collect
from zaplecze.config.cli.main import parser
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    NewRate,
    items_of_entries,
    open_items,
    post_entries,
    save_rates,
    settle_items,
    trial_balance,
    undo_settlement,
)
from zaplecze.office.lineage import Tracer
from zaplecze.office.reporting import build_report
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.payments.api import (
    InterestKind,
    LetterKind,
    LetterView,
    Outcome,
    balances,
    book_received_interest,
    interest_due,
    letter,
    letters,
    make_confirmations,
    make_interest_note,
    make_reminders,
    open_notes,
    proposed_reminders,
    receipts_to_book,
    record_outcome,
)
from zaplecze.payments.collections.letters import letter_sheet, letter_sheets, print_letters
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Printout
from zaplecze.platform.printing import LetterSheet, render
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import check_totals, data_rows

OCTOBER_END, NOTED, PAID = date(2026, 10, 31), date(2026, 11, 3), date(2026, 11, 17)
NOVEMBER, DECEMBER = datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC)
RATES = {date(2026, 8, 31): "4.25", date(2026, 10, 30): "4.20", date(2026, 11, 2): "4.30"}


@pytest.fixture
def abroad(straight: Any, behind: Any) -> Iterator[int]:
    """A buyer in Germany owes E/1, 10 000 euro (43 000 zlotys) due 15 September, 2 500 of it paid on the 21st.

    The same buyer owes P/1, 100 zlotys; a theater in Poland owes S/1, 2 460 zlotys.
    """
    drop(straight, sold("S/1"))
    save_rates(
        [NewRate(currency="EUR", day=d, mid=D(r), table=f"{d:%j}/A") for d, r in RATES.items()]
    )
    with behind(straight):
        seen = SeenPartner("DE", "999000111", "Lichterpark Havelland GmbH", "Laternenweg 3")
        (whom,) = learn_partners([seen], Stamp(None, AT)).values()
        due = {"partner_id": whom, "due_date": date(2026, 9, 15)}
        euro = {"currency": "EUR", **due}
        _post(
            "PK",
            date(2026, 9, 1),
            "E/1",
            NewLine("201", debit=D(43000), currency_amount=D(10000), **euro),
            NewLine("700-02", credit=D(43000)),
        )
        _post(
            "PK",
            date(2026, 9, 1),
            "P/1",
            NewLine("201", debit=D(100), **due),
            NewLine("700-01", credit=D(100)),
        )
        _post("PK", date(2026, 9, 21), "W/1",
              NewLine("132", debit=D(10750), currency="EUR", currency_amount=D(2500)),
              NewLine("201", credit=D(10750), currency_amount=D(2500), **euro))  # fmt: skip
        settle_items(groups=[_items("E/1", "W/1")], on=date(2026, 9, 21), by=None, at=AT)
        yield whom


def _post(journal: str, day: date, number: str, *lines: NewLine, at: datetime = AT) -> int:
    entry = NewEntry(journal, day.year, day.month, "PK", number, day, day, "Próba", lines)
    (posted,) = post_entries(entries=[entry], by=None, at=at)
    return posted.id


def _items(*numbers: str) -> list[int]:
    return [i.id for i in open_items() if i.number in numbers]


def _balance(account: str) -> D:
    rows = trial_balance(first=(2026, 1), last=(2026, 12))
    return sum((b.closing_debit - b.closing_credit for b in rows if b.account == account), D(0))


def _words(sheet: LetterSheet) -> str:
    tables = [t for s in sheet.sections if (t := s.table)]
    cells = [c for t in tables for row in (t.heads, *t.rows, t.total) for c in row]
    return " | ".join([*(p for s in sheet.sections for p in s.paragraphs), *cells])


def _view(kind: LetterKind) -> LetterView:
    return letters(kind=kind)[0]


def test_one_reminder_with_a_table_and_a_sum_for_each_currency(abroad: int) -> None:
    (first,) = [p for p in proposed_reminders(day=OCTOBER_END) if p.partner_id == abroad]
    assert first.sums == (("PLN", D("100.00")), ("EUR", D("7500.00")))
    assert first.total == D("32350.00"), "what the books hold both at"
    make_reminders(picks=[(abroad, 1)], on=OCTOBER_END, by=None, at=NOVEMBER)
    view = _view(LetterKind.REMINDER)
    assert (view.sums, view.letter.total) == (first.sums, first.total)
    english, polish = letter_sheet(view), letter_sheet(view, "pl")
    assert (english.title, polish.title) == ("Payment reminder", "Przypomnienie o płatności")
    assert "EUR 7,500.00" in _words(english)
    assert "Please pay EUR 7,500.00 by 7\u00a0Nov\u00a02026." in _words(english)
    assert "Prosimy o wpłatę 7\u00a0500,00 EUR do 07.11.2026." in _words(polish)
    tables = [s.table for s in polish.sections if s.table]
    assert [[row[0] for row in t.rows] for t in tables] == [["P/1"], ["E/1"]]
    assert tables[1].total[-1] == "7\u00a0500,00"
    assert [s.language for s in letter_sheets(view, "both")] == ["pl", "en"]
    printed = print_letters([view], printed_by="Test", printed_at=AT)
    assert printed.startswith(b"%PDF")
    assert [p for p in proposed_reminders(day=date(2026, 11, 7)) if p.partner_id == abroad] == []


def test_balances_are_confirmed_currency_by_currency(abroad: int) -> None:
    (balance,) = [b for b in balances(day=OCTOBER_END) if b.partner_id == abroad]
    assert balance.sums == (("PLN", D("100.00")), ("EUR", D("7500.00")))
    facts: dict[str, Any] = {"by": None, "at": NOVEMBER}
    (made,) = make_confirmations(as_of=OCTOBER_END, partner_ids=[abroad], on=NOTED, **facts)
    answer = {"letter_id": made.id, "outcome": Outcome.DISAGREED, "on": NOTED}
    with pytest.raises(Refusal) as other:
        record_outcome(**answer, amount=D(1), currency="CZK", **facts)
    assert other.value.code == "payments.letter-currency"
    record_outcome(**answer, amount=D("7000.00"), currency="EUR", **facts)
    view = letter(made.id)
    assert view is not None
    assert (view.difference, view.answer_currency) == (D("-500.00"), "EUR")
    met = Tracer(at=DECEMBER).trace(f"pismo/{made.id}/difference")
    assert (met.amount, met.unit) == (D("-500.00"), "EUR")


def test_a_note_in_euro_is_posted_paid_with_a_difference_and_taxed_when_received(
    abroad: int,
) -> None:
    """2 500 x 6 days and 7 500 x 46 days at 13.75 %: 5.65 and 129.97, with 70 EUR 205.62 euro, at 4.30 884.17 zlotys.

    The claim is 42 500 zlotys at 4.25: under 50 000, so 70 euro. It is paid at 4.40: 904.73, a difference of 20.56.
    """
    note = make_interest_note(
        partner_id=abroad, kind=InterestKind.TRADE, upto=OCTOBER_END, currency="EUR",
        with_compensation=True, on=NOTED, by=None, at=NOVEMBER,
    )  # fmt: skip
    view = _view(LetterKind.INTEREST)
    assert view.sums == (("EUR", D("205.62")),)
    assert note.total == D("884.17")
    assert [x["amount"] for x in note.facts["lines"]] == ["5.65", "129.97"]
    assert note.facts["compensations"][0]["amount"] == "70.00"
    assert "884,17 zł, średni kurs NBP 4,3000 z 02.11.2026" in _words(letter_sheet(view, "pl"))
    assert "EUR 205.62" in _words(letter_sheet(view))
    assert "statutory interest for delay in commercial transactions" in _words(letter_sheet(view))
    assert note.entry_id is not None
    (own,) = items_of_entries([note.entry_id]).values()
    claim = next(i for i in open_items() if i.id == own)
    assert (claim.number, claim.currency_left, claim.left) == (
        "NO/1/2026",
        D("205.62"),
        D("884.17"),
    )
    assert claim.due_date == date(2026, 11, 10)
    assert _balance("750-04") == D("-884.17")
    # A later note charges the invoice alone: interest bears no interest.
    later = interest_due(kind=InterestKind.TRADE, upto=date(2026, 11, 30), partner_id=abroad)
    assert {x.number for d in later for x in d.lines} == {"E/1", "P/1"}
    assert receipts_to_book(day=date(2026, 11, 30)) == []
    bank = NewLine("132", debit=D("904.73"), currency="EUR", currency_amount=D("205.62"))
    theirs = {"partner_id": abroad, "currency": "EUR", "currency_amount": D("205.62")}
    _post("PK", PAID, "W/2", bank, NewLine("201", credit=D("904.73"), **theirs), at=DECEMBER)
    settle_items(groups=[_items("NO/1/2026", "W/2")], on=PAID, by=None, at=DECEMBER)
    assert _balance("750-02") == D("-20.56")
    assert _view(LetterKind.INTEREST).state == Outcome.PAID
    assert open_notes() == []
    (moved,) = book_received_interest(month=(2026, 11), by=None, at=DECEMBER)
    assert moved.amount == D("884.17")
    assert (_balance("750-04"), _balance("750-01")) == (D(0), D("-884.17"))
    with pytest.raises(Refusal) as none:
        book_received_interest(month=(2026, 11), by=None, at=DECEMBER)
    assert none.value.code == "payments.nothing-received"
    # The transfer turns out to be somebody else's: what was received goes back.
    undo_settlement(item_id=own, on=date(2026, 11, 30), by=None, at=DECEMBER)
    assert _view(LetterKind.INTEREST).state == ""
    (back,) = book_received_interest(month=(2026, 11), by=None, at=DECEMBER)
    assert back.amount == D("-884.17")
    assert (_balance("750-04"), _balance("750-01"), _balance("750-02")) == (
        D("-884.17"),
        D(0),
        D(0),
    )


def test_a_compensation_in_zlotys_is_a_second_receivable_of_the_note(
    abroad: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts: dict[str, Any] = {
        "partner_id": abroad, "kind": InterestKind.TRADE, "upto": OCTOBER_END, "currency": "EUR",
        "with_compensation": True, "compensation_in_pln": True, "by": None, "at": NOVEMBER,
    }  # fmt: skip
    with pytest.raises(Refusal, match=r"Brak kursu EUR sprzed 05\.11\.2026") as missing:
        make_interest_note(on=date(2026, 11, 5), **facts)
    assert missing.value.code == "payments.no-rate"
    with monkeypatch.context() as chart:
        chart.setattr("zaplecze.payments.collections.commands.noting.ACCRUED", "750-77")
        with pytest.raises(Refusal, match="nie ma konta 750-77") as lacking:
            make_interest_note(on=NOTED, **facts)
    assert lacking.value.code == "payments.no-account"
    note = make_interest_note(on=NOTED, **facts)
    assert _view(LetterKind.INTEREST).sums == (("PLN", D("297.50")), ("EUR", D("135.62")))
    assert note.total == D("297.50") + D("583.17")
    with pytest.raises(Refusal) as again:
        make_interest_note(on=NOTED, **facts)
    assert again.value.code == "payments.no-interest"
    record_outcome(
        letter_id=note.id, outcome=Outcome.CANCELLED, on=NOTED, note="ugoda", by=None, at=NOVEMBER
    )
    assert _view(LetterKind.INTEREST).state == Outcome.CANCELLED
    assert (_balance("750-04"), _items("NO/1/2026")) == (D(0), [])
    # Its days and its lump sum are free again.
    second = make_interest_note(on=NOTED, **facts)
    assert (second.number, second.total) == ("NO/2/2026", note.total)


def told(capsys: Any, *words: str, on: date = NOTED, as_of: date = OCTOBER_END) -> Any:
    """What the command line prints of ``collect``."""
    options = parser().parse_args(["collect", *words, "--company", DAIRY, "--json"])
    assert collect(options, on=on, as_of=as_of, at=NOVEMBER) == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_line_tells_first_and_makes_the_same(
    abroad: int, capsys: Any, tmp_path: Path
) -> None:
    one = ("--partner", "DE 999000111")
    planned = told(capsys, "reminders", "--dry-run")
    assert [(r["number"], r["partner"], r["level"], r["sums"]) for r in planned] == [
        (None, "Teatr Cieni", 1, {"PLN": "2460.00"}),
        (None, "Lichterpark Havelland GmbH", 1, {"PLN": "100.00", "EUR": "7500.00"}),
    ]
    assert letters() == []
    out = tmp_path / "monity.pdf"
    (made,) = told(capsys, "reminders", *one, "--out", str(out))
    assert made == {
        "number": "WZ/1/2026", "partner": "Lichterpark Havelland GmbH", "level": 1,
        "sums": {"PLN": "100.00", "EUR": "7500.00"}, "total": "32350.00",
    }  # fmt: skip
    assert out.read_bytes().startswith(b"%PDF")
    assert Printout.objects.get().form == "pdf"
    assert [r["partner"] for r in told(capsys, "reminders")] == ["Teatr Cieni"]
    assert told(capsys, "reminders") == []
    assert len(told(capsys, "notes", "--dry-run", *one)) == 2
    (note,) = told(capsys, "notes", *one, "--currency", "EUR", "--compensation", "claim")
    assert (note["number"], note["sums"], note["total"]) == (
        "NO/1/2026", {"EUR": "205.62"}, "884.17",
    )  # fmt: skip
    assert {r["partner"] for r in told(capsys, "confirmations")} == {
        "Lichterpark Havelland GmbH", "Teatr Cieni",
    }  # fmt: skip
    assert told(capsys, "confirmations", "--dry-run") == []
    with pytest.raises(Refusal) as future:
        told(capsys, "reminders", on=date(2027, 1, 4))
    assert future.value.code == "cli.future"
    with pytest.raises(Refusal, match="Nie ma kontrahenta o numerze 1"):
        told(capsys, "notes", "--partner", "1")


def test_reports_of_collections_print_in_every_form(abroad: int) -> None:
    for name in ("reminders", "interest", "balances", "letters"):
        report = build_report(name, (2026, 10), (2026, 10), on=OCTOBER_END, letters="interest")
        check_totals(report)
        for form in ("csv", "json", "table", *(["pdf"] if name == "interest" else [])):
            assert render(report, form, printed_by="Test", printed_at=AT)[0]
    turnover = build_report(
        "dimension-turnover", (2026, 9), (2026, 9), on=OCTOBER_END, member="Licht"
    )
    assert [r.cells["debit"] for r in data_rows(turnover)] == [D("43100.00")]
    card = build_report(
        "dimension-card", (2026, 9), (2026, 9), on=OCTOBER_END, member="DE999000111"
    )
    lines = [r for r in data_rows(card) if not r.balance]
    assert len(lines) == 3
    with pytest.raises(Refusal, match="pasuje 0"):
        build_report("dimension-card", (2026, 9), (2026, 9), on=OCTOBER_END, member="99")


def test_each_sum_of_the_proposals_and_letters_opens_to_its_items(abroad: int) -> None:
    day = OCTOBER_END.isoformat()
    make_interest_note(
        partner_id=abroad, kind=InterestKind.TRADE, upto=date(2026, 9, 30), currency="EUR",
        with_compensation=True, on=NOTED, by=None, at=NOVEMBER,
    )  # fmt: skip
    tables = [f"monity/{day}", f"salda/{day}", f"odsetki/trade/{day}"]
    figures = [f for table in tables for f in figures_of(table, at=DECEMBER)]
    assert (f"monit/{day}/razem/0/EUR", D("7500.00")) in figures
    assert (f"saldo/{day}/{abroad}/EUR-pln", D("32250.00")) in figures
    assert any(key.startswith(f"odsetki/trade/{day}/{abroad}/EUR") for key, _ in figures)
    note = _view(LetterKind.INTEREST)
    figures += [(f"pismo/{note.letter.id}/total", note.letter.total)]
    figures += [(f"pismo/{note.letter.id}/{c}", amount) for c, amount in note.sums]
    met = walk(Tracer(at=DECEMBER), figures)
    assert met["entries"] > 0
    assert Tracer(at=DECEMBER).trace(f"monit/{day}/razem/0/EUR").unit == "EUR"
