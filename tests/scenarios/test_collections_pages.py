"""Windykacja as a bookkeeper clicks through it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.papers import drop, sold
from tests.plugin import AT
from zaplecze.ledger.api import NewEntry, NewLine, items_on, open_items, post_entries, settle_items
from zaplecze.payments.api import LetterKind, letters, make_confirmations, open_notes
from zaplecze.payments.collections.letters import letter_sheet
from zaplecze.payments.web.collections import ageing_bars
from zaplecze.platform.models import Printout


@pytest.fixture
def desk(straight: Any, make_person: Any) -> Iterator[tuple[Client, str, Any]]:
    """The bookkeeper of a company to which S/1 (2460.00) is owed since 28 September, on 12 October."""
    drop(straight, sold("S/1"))
    clerk = make_person(straight, "accountant")
    with time_machine.travel(datetime(2026, 10, 12, 9, tzinfo=UTC), tick=False):
        client = Client()
        client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
        yield client, f"/f/{straight.nip}/windykacja", straight


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_reminder_is_made_downloaded_and_noted(
    desk: tuple[Client, str, Any], behind: Any
) -> None:
    client, root, company = desk
    shown = page(client, f"{root}/monity/")
    assert "Przypomnienie o płatności" in shown
    (value,) = [part.split('"')[0] for part in shown.split('name="monit" value="')[1:]]
    answer = client.post(f"{root}/monity/wystaw/", {"monit": value})
    assert answer.status_code == 302
    assert "Dziś nie ma komu przypominać." in page(client, f"{root}/monity/")
    with behind(company):
        (made,) = letters(kind=LetterKind.REMINDER)
    got = client.get(f"{root}/pisma/paczka/?forma=zip&id={made.letter.id}").content
    with zipfile.ZipFile(io.BytesIO(got)) as archive:
        assert archive.namelist() == ["WZ-1-2026.pdf"]
    assert client.get(f"{root}/pisma/{made.letter.id}/pdf/").content.startswith(b"%PDF")
    client.post(f"{root}/pisma/{made.letter.id}/stan/", {"stan": "sent", "dzien": "2026-10-12"})
    assert "WZ/1/2026" in page(client, f"{root}/monity/?stan=sent&szukaj=teatr")
    assert "WZ/1/2026" not in page(client, f"{root}/monity/?stan=new")
    with behind(company):
        prints = Printout.objects.order_by("id").values_list("what", "form")
        assert list(prints) == [("Windykacja: 1 pismo", "zip"), ("Windykacja: WZ/1/2026", "pdf")]


def test_a_held_partner_is_shown_with_the_reason(
    desk: tuple[Client, str, Any], behind: Any
) -> None:
    client, root, _ = desk
    link = page(client, f"{root}/").split("/windykacja/kontrahent/")[1].split("/")[0]
    client.post(f"{root}/wstrzymaj/", {"partner": link, "item": "", "reason": "układ ratalny"})
    shown = page(client, f"{root}/monity/")
    assert "układ ratalny" in shown
    assert 'name="monit"' not in shown


def test_a_note_and_a_confirmation_are_made(desk: tuple[Client, str, Any], behind: Any) -> None:
    """2460.00 x 14 days x 13.75 % / 365 = 12.97."""
    client, root, company = desk
    shown = page(client, f"{root}/noty/")
    assert "12,97" in shown
    who = shown.split('name="partner" value="')[1].split('"')[0]
    facts = {"partner": who, "odsetki": "trade", "dzien": "2026-10-12"}
    answer = client.post(f"{root}/noty/wystaw/", facts)
    assert "12,97" in page(client, answer.headers["Location"])
    with behind(company):
        assert [v.letter.total for v in open_notes()] == [Decimal("12.97")]
    client.post(f"{root}/salda/wystaw/", {"partner": who, "dzien": "2026-09-30"})
    shown = page(client, f"{root}/salda/?dzien=2026-09-30")
    assert "PS/1/2026" in shown
    assert "nie ma już sald do potwierdzenia" in shown


def test_the_policy_is_the_companys_own(desk: tuple[Client, str, Any]) -> None:
    client, root, _ = desk
    rows = {
        "name": ["Grzecznie", ""],
        "after": ["20", ""],
        "pay": ["5", ""],
        "text": ["Prosimy.", ""],
    }
    answer = client.post(f"{root}/ustawienia/zapisz/", {"edges": "7, 14", **rows})
    assert answer.status_code == 302
    assert "8–14" in page(client, f"{root}/")
    assert 'name="monit"' not in page(client, f"{root}/monity/")
    assert "Grzecznie" in page(client, f"{root}/monity/?dzien=2026-10-18")
    client.post(f"{root}/ustawienia/zapisz/", {"edges": "14, 7", **rows})
    assert "8–14" in page(client, f"{root}/")


def test_the_picture_says_in_words_what_it_draws(desk: tuple[Client, str, Any]) -> None:
    client, root, _ = desk
    shown = page(client, f"{root}/?dzien=2026-10-12")
    assert "1–30 dni: 2\u00a0460,00 zł" in shown.split("<desc")[1].split("</desc>")[0]
    assert "<svg" not in page(client, f"{root}/?dzien=2026-10-12&strona=zobowiazania")
    bars = ageing_bars(("a", "b", "c"), (Decimal(50), Decimal(100), Decimal(0)))
    assert [b.width for b in bars] == [210, 420, 0]


def test_a_debt_in_euro_is_asked_for_in_euro(desk: tuple[Client, str, Any], behind: Any) -> None:
    """100 euro at 4.30, 25 of them paid: all letters ask for 75,00 EUR, beside zlotys and never added to them."""
    client, root, company = desk
    with behind(company):
        whom = open_items()[0].partner_id
        euro = {"currency": "EUR", "partner_id": whom, "due_date": date(2026, 9, 15)}
        day = date(2026, 9, 1)
        post_entries(
            entries=[
                NewEntry("PK", 2026, 9, "PK", n, day, day, "Próba", lines)
                for n, lines in (
                    ("E/1", (
                        NewLine("201", debit=D("430.00"), currency_amount=D("100.00"), **euro),
                        NewLine("240", credit=D("430.00")),
                    )),
                    ("E/2", (
                        NewLine("132", debit=D("107.50"), currency="EUR", currency_amount=D("25.00")),
                        NewLine("201", credit=D("107.50"), currency_amount=D("25.00"), **euro),
                    )),
                )
            ],
            by=None,
            at=AT,
        )  # fmt: skip
        pair = [i.id for i in open_items() if i.currency == "EUR"]
        settle_items(groups=[pair], on=date(2026, 9, 20), by=None, at=AT)
    shown = page(client, f"{root}/monity/?dzien=2026-10-12")
    assert "termin 15.09.2026, 75,00 EUR" in shown
    # 100.00 for 5 days until 20 September is what was paid of it since; 75.00 x 27 days x 13.75 % / 365 = 0.76.
    assert 'waluta" value="EUR"' in page(client, f"{root}/noty/?dzien=2026-10-12")
    with behind(company):
        (made,) = make_confirmations(as_of=date(2026, 9, 30), on=date(2026, 10, 1), by=None, at=AT)
        sheet = letter_sheet(next(v for v in letters() if v.letter.pk == made.pk))
        early = next(i for i in items_on(day=date(2026, 9, 10)) if i.number == "E/1" and i.is_debit)
    zlotys, euro_table = sheet.sections[1].table, sheet.sections[2].table
    assert zlotys is not None
    assert euro_table is not None
    assert [r[0] for r in zlotys.rows] == ["S/1"]
    assert [(r[0], r[3]) for r in euro_table.rows] == [("E/1", "75,00")]
    told = sheet.sections[3].paragraphs
    assert "Saldo na dzień 30.09.2026: 75,00 EUR na naszą korzyść." in told
    assert any("2\u00a0782,50 zł" in p for p in told), "what the books hold all of it at"
    assert early.own_left == D("100.00"), "before it was paid"
