"""Kompensata as the office makes it: proposed, set off in part, across partners, in euro, taken back."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
import time_machine
from beancount import loader
from django.test import Client

from tests.papers import SUPPLIER, US, cost, drop, later, sold
from tests.plugin import AT
from zaplecze.config.cli.commands import COMMANDS
from zaplecze.config.cli.main import parser
from zaplecze.config.demo_papers import Item, make_invoice
from zaplecze.ledger.api import (
    CannotPost,
    NewEntry,
    NewLine,
    NewRate,
    entries_of_kind,
    items_on,
    open_items,
    post_entries,
    realised_differences,
    reverse_entry,
    save_rates,
    trial_balance,
)
from zaplecze.office.audit import run_audits
from zaplecze.office.books import export_plain_text
from zaplecze.partners.models import Partner
from zaplecze.payments.api import (
    CannotSetOff,
    InterestKind,
    Outcome,
    hold_collection,
    interest_due,
    letters,
    make_setoff,
    proposed_setoffs,
    undo_setoff,
)
from zaplecze.payments.collections.letters import letter_sheet, print_letters
from zaplecze.payments.collections.queries import letter
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

TODAY = AT.date()
LATE = date(2026, 10, 30)


@pytest.fixture
def books(straight: Any) -> Any:
    """The printer owes us 1230.00 (S/1) and 615.00 (S/2), we owe him 1476.00 (DK/1); all due 28 September."""
    buys = [
        make_invoice(
            US, SUPPLIER, number=n, day=date(2026, 9, 14), items=[Item("Sery", 1, net)], due_days=14
        )
        for n, net in (("S/1", "1000.00"), ("S/2", "500.00"))
    ]
    drop(straight, *buys, cost("DK/1", net="1200.00"), sold("S/3"))
    return straight


def left() -> dict[str, D]:
    return {i.number: i.left for i in open_items()}


def printer() -> int:
    return Partner.objects.get(company_id=current_company_id(), tax_id=SUPPLIER.nip).id


def test_what_both_owe_is_proposed_set_off_told_and_taken_back(books: Any, behind: Any) -> None:
    with behind(books):
        before = {
            r.account: (r.debit - r.credit) for r in trial_balance(first=(2026, 1), last=(2026, 12))
        }
        assert proposed_setoffs(on=date(2026, 9, 27)) == []  # our claims aren't due
        (one,) = proposed_setoffs(on=TODAY)
        assert (one.partner_id, one.amount, one.currency) == (printer(), D("1476.00"), "PLN")
        made = make_setoff(partner_id=printer(), on=TODAY, by=None, at=AT)
        assert (made.number, made.total) == ("KOMP/1/2026", D("1476.00"))
        assert left() == {"S/2": D("369.00"), "S/3": D("2460.00")}
        assert proposed_setoffs(on=TODAY) == []
        (entry,) = entries_of_kind("KOMP", year=2026)
        assert (entry.pk, entry.amount) == (made.entry_id, D("1476.00"))
        view = letter(made.id)
        assert view is not None
        sheet = letter_sheet(view)
        said = str(sheet)
        assert sheet.title == "Oświadczenie o potrąceniu"
        for words in (
            "art. 498 i 499",
            "1 476,00 zł",
            "S/2",
            "369,00",
            "28.09.2026",
            entry.voucher_number,
        ):
            assert words in said.replace("\\xa0", " "), words
        assert print_letters([view], printed_by="Test", printed_at=AT).startswith(b"%PDF")
        assert run_audits(books.id) == []
        undo_setoff(letter_id=made.id, reason="sporna faktura", on=TODAY, by=None, at=later(1))
        assert left() == {
            "S/1": D("1230.00"),
            "S/2": D("615.00"),
            "S/3": D("2460.00"),
            "DK/1": D("1476.00"),
        }
        after = {
            r.account: (r.debit - r.credit) for r in trial_balance(first=(2026, 1), last=(2026, 12))
        }
        assert after == before
        (view,) = letters(kind="setoff")
        assert (view.state, view.outcomes[-1].note) == (Outcome.CANCELLED, "sporna faktura")
        assert letter_sheet(view).stamp == "ANULOWANO"
        with pytest.raises(CannotSetOff, match="już cofnięta"):
            undo_setoff(letter_id=made.id, reason="raz jeszcze", on=TODAY, by=None, at=later(2))
        assert run_audits(books.id) == []
        again = make_setoff(partner_id=printer(), on=TODAY, by=None, at=later(3))
        assert again.number == "KOMP/2/2026"


def test_a_part_of_what_was_ticked_is_set_off(books: Any, behind: Any) -> None:
    with behind(books):
        ids = {i.number: i.id for i in open_items()}
        make = {"partner_id": printer(), "on": TODAY, "by": None, "at": AT}
        made = make_setoff(**make, item_ids=[ids["S/2"], ids["DK/1"]], amount=D("100.00"))
        assert made.total == D("100.00")
        assert left() | {"S/3": 0} == {
            "S/1": D("1230.00"), "S/2": D("515.00"), "DK/1": D("1376.00"), "S/3": 0,
        }  # fmt: skip
        with pytest.raises(CannotSetOff, match="Do potrącenia jest 515"):
            make_setoff(**make, item_ids=[ids["S/2"], ids["DK/1"]], amount=D("515.01"))
        with pytest.raises(CannotSetOff) as gone:
            make_setoff(**make, item_ids=[ids["S/3"], ids["DK/1"]])
        assert gone.value.code == "payments.setoff-gone"
        with pytest.raises(CannotSetOff) as nothing:
            make_setoff(**make, item_ids=[ids["S/2"]])
        assert nothing.value.code == "payments.setoff-nothing"
        with pytest.raises(CannotSetOff) as future:
            make_setoff(partner_id=printer(), on=LATE, by=None, at=AT)
        assert future.value.code == "payments.setoff-day"
        hold_collection(item_id=ids["S/2"], reason="spór", by=None, at=AT)
        (one,) = proposed_setoffs(on=TODAY)
        assert [i.number for i in one.sides.receivables] == ["S/1"]


def test_a_claim_that_is_not_due_needs_an_agreement(books: Any, behind: Any) -> None:
    with behind(books):
        early, at = date(2026, 9, 20), later(-24 * 8)
        ids = {i.number: i.id for i in open_items()}
        make = {
            "partner_id": printer(),
            "item_ids": [ids["S/1"], ids["DK/1"]],
            "on": early,
            "by": None,
            "at": at,
        }
        with pytest.raises(CannotSetOff, match="wymagalna dopiero 28"):
            make_setoff(**make)
        made = make_setoff(**make, by_agreement=True)
        assert made.total == D("1230.00")
        view = letter(made.id)
        assert view is not None
        assert letter_sheet(view).title == "Kompensata wzajemnych wierzytelności"
        assert letter_sheet(view).sections[-1].signatures[1] == f"za {SUPPLIER.name}"


def test_two_partners_set_off_by_agreement_alone(books: Any, behind: Any) -> None:
    with behind(books):
        theatre = next(i.partner_id for i in open_items() if i.number == "S/3")
        make = {"partner_id": theatre, "other_id": printer(), "on": TODAY, "by": None, "at": AT}
        with pytest.raises(CannotSetOff) as parties:
            make_setoff(**make)
        assert parties.value.code == "payments.setoff-parties"
        made = make_setoff(**make, by_agreement=True)
        assert made.total == D("1476.00")
        assert left()["S/3"] == D("984.00")
        assert "DK/1" not in left()
        view = letter(made.id)
        assert view is not None
        assert f"oraz {SUPPLIER.name}" in letter_sheet(view).sections[0].paragraphs[0]
        assert run_audits(books.id) == []


def test_a_statement_works_back_so_no_interest_grows_between(books: Any, behind: Any) -> None:
    """Art. 499: both were due on 28 September, so what is set off a month later was never late."""
    with behind(books):
        assert interest_due(kind=InterestKind.TRADE, upto=LATE)
        at = later(24 * 32)
        make_setoff(partner_id=printer(), on=LATE, by=None, at=at)
        (due,) = [
            d for d in interest_due(kind=InterestKind.TRADE, upto=LATE) if d.partner_id == printer()
        ]
        assert {line.number for line in due.lines} == {"S/2"}
        assert {line.principal for line in due.lines} == {D("369.00")}
        # What was open before the statement is still open when one looks at that day.
        assert {i.number for i in items_on(day=TODAY, partner_id=printer())} >= {
            "S/1",
            "S/2",
            "DK/1",
        }


def judged(folder: Path) -> str:
    """The books as text, accepted by Beancount, and by hledger where it is installed."""
    out = folder / "ksiegi.beancount"
    export_plain_text("beancount", out)
    _, errors, _ = loader.load_file(str(out))
    assert errors == []
    if shutil.which("hledger"):
        other = folder / "ksiegi.journal"
        export_plain_text("hledger", other)
        run = ["hledger", "check", "--strict", "-f", str(other)]
        done = subprocess.run(run, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return out.read_text()


def test_euro_meets_euro_and_the_differences_are_posted(
    company: Any, behind: Any, tmp_path: Path
) -> None:
    with behind(company):
        save_rates([NewRate("EUR", date(2026, 9, 25), D("4.3000"), "187/A/NBP/2026")])
        partner = Partner.objects.create(
            company_id=current_company_id(), name="Nordwind Tuche GmbH", first_seen=AT
        ).id
        for number, account, debit, eur, pln in (
            ("R/1", "201", True, "100.00", "420.00"),
            ("Z/1", "202", False, "80.01", "352.04"),
        ):
            line = NewLine(
                account, D(pln) if debit else D(0), D(0) if debit else D(pln), partner,
                currency="EUR", currency_amount=D(eur), due_date=date(2026, 9, 20),
            )  # fmt: skip
            other = NewLine("402-99", D(0) if debit else D(pln), D(pln) if debit else D(0))
            post_entries(
                [NewEntry("PK", 2026, 9, "PK", number, date(2026, 9, 1), date(2026, 9, 1), number, (line, other))],
                by=None, at=AT,
            )  # fmt: skip
        (one,) = proposed_setoffs(on=TODAY)
        assert (one.currency, one.amount) == ("EUR", D("80.01"))
        made = make_setoff(partner_id=partner, currency="EUR", on=TODAY, by=None, at=AT)
        assert made.total == D("344.04")  # 80.01 × 4.30
        (item,) = open_items()
        assert (item.number, item.currency_left, item.left) == ("R/1", D("19.99"), D("83.96"))
        found = realised_differences(first=(2026, 9), last=(2026, 9))
        # A gain on both: 344.04 for what stood at 336.04, and 352.04 paid with 344.04.
        assert [abs(d.credit_pln - d.debit_pln) for d in found] == [D("8.00"), D("8.00")]
        assert trial_balance(first=(2026, 9), last=(2026, 9))[-1].credit == D("16.00")
        assert run_audits(company.id) == []
        undo_setoff(letter_id=made.id, reason="pomyłka", on=TODAY, by=None, at=later(1))
        assert {i.number: i.currency_left for i in open_items()} == {
            "R/1": D("100.00"),
            "Z/1": D("80.01"),
        }
        assert run_audits(company.id) == []
        text = judged(tmp_path)
        # What the account holds is told in both measures, and recounted by both programs.
        assert "Liabilities:201:EUR  100.00 ~ 0.00 EUR" in text
        assert "2026-09-25 price EUR 4.3" in text
        save_rates([NewRate("USD", date(2026, 9, 1), D("3.9000"), "170/A/NBP/2026")])
        with pytest.raises(CannotSetOff, match="Nie ma wymagalnych"):
            make_setoff(partner_id=partner, currency="USD", on=TODAY, by=None, at=AT)


def test_the_entry_alone_can_not_be_taken_back_by_hand(books: Any, behind: Any) -> None:
    with behind(books):
        made = make_setoff(partner_id=printer(), on=TODAY, by=None, at=AT)
        assert made.entry_id is not None
        with pytest.raises(CannotPost, match="cofnij rozliczenie"):
            reverse_entry(entry_id=made.entry_id, on=TODAY, reason="ręcznie", by=None, at=AT)


def test_the_page_proposes_sets_off_and_takes_back(
    books: Any, behind: Any, make_person: Any
) -> None:
    person = make_person(books, "accountant")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    place = f"/f/{books.nip}/windykacja/kompensaty/"
    with time_machine.travel(AT, tick=False):
        page = client.get(place).content.decode()
        assert "1 476,00 PLN" in page.replace("\u00a0", " ")
        with behind(books):
            ids = {i.number: i.id for i in open_items()}
            whom = printer()
        form = {"partner": whom, "waluta": "PLN", "pozycje": "1", "dzien": "2026-09-28"}
        assert client.post(place + "wystaw/", form).status_code == 302
        with behind(books):
            assert letters(kind="setoff") == []
        done = client.post(
            place + "wystaw/", form | {"pozycja": [ids["S/1"], ids["DK/1"]], "kwota": "200,50"}, follow=True
        )  # fmt: skip
        text = done.content.decode().replace("\u00a0", " ")
        assert "Oświadczenie o potrąceniu" in text
        assert "200,50" in text
        letter_id = done.context["letter"].id
        undone = client.post(
            f"{place}{letter_id}/cofnij/",
            {"dzien": "2026-09-28", "powod": "na prośbę"},
            follow=True,
        )
        assert "anulowane" in undone.content.decode()


def test_the_command_line_lists_what_meets_and_sets_it_off(
    books: Any, behind: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same command as the page's: a letter, an entry, and both sides settled."""

    def asked(*more: str) -> Any:
        options = parser().parse_args(
            ["setoff", "--company", US.nip, "--as-of", LATE.isoformat(), "--json", *more]
        )
        assert COMMANDS[options.command](options) == 0
        return json.loads(capsys.readouterr().out)

    assert asked() == [{"partner": SUPPLIER.name, "currency": "PLN", "amount": "1476.00"}]
    made = asked("--partner", SUPPLIER.nip, "--amount", "1 230,00")
    assert (made["total"], made["partner"]) == ("1230.00", SUPPLIER.name)
    with behind(books):
        assert letters(kind="setoff")[0].letter.number == made["number"]
        assert "S/1" not in left()
        assert left()["DK/1"] == D("246.00")
    for wrong in (["--partner", "9990019999"], ["--partner", SUPPLIER.nip, "--amount", "sto"]):
        with pytest.raises(Refusal):
            asked(*wrong)
