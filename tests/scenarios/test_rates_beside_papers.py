"""An invoice in a currency beside table A: an amount more than 5 % off is coded and posted only when confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any

from django.test import Client

from tests.papers import CUSTOMER, DAY, US, drop, ids, later
from zaplecze.config.demo_papers import Item, make_invoice
from zaplecze.formats.fa3 import Rate
from zaplecze.ledger.api import NewRate, drafts, entries_of, entry_lines, save_rates
from zaplecze.office.bulk import run_bulk

EXPORT = make_invoice(
    US, CUSTOMER, number="S/EUR/1", day=DAY, items=[Item("Sery", 1, "100.00", Rate.ZERO_EXPORT)], currency="EUR",
)  # fmt: skip


def test_a_rate_of_its_own_far_off_the_table_waits_for_a_person_who_confirms_it(
    straight: Any, make_person: Any, behind: Any
) -> None:
    """Friday's table: 4,20. An invoice that says 4,40 itself (4,8 % off) is posted at once, one of 4,60 waits.

    460,00 against 420,00: the page asks beside the line; coding and posting both want the answer, and what was typed
    meanwhile stays in the buffer.
    """
    person = make_person(straight, "accountant")
    with behind(straight):
        save_rates([NewRate("EUR", date(2026, 9, 11), D("4.2000"), "177/A/NBP/2026")])
    near, far = ids(
        drop(
            straight,
            replace(EXPORT, number="S/EUR/2", exchange_rate=D("4.40")),
            replace(EXPORT, exchange_rate=D("4.60")),
        )
    )
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/f/{straight.nip}/dokument/{far}/"
    page = client.get(path).content.decode()
    assert "460,00 zł odbiega o ponad 5 %" in page
    assert 'name="rate_sure"' in page
    with behind(straight):
        assert len(entries_of(document_id=near)) == 1
        assert entries_of(document_id=far) == []

    form = {
        "operation": "2026-09-14", "month": "2026-09", "vat_month": "2026-09", "due": "2026-09-28", "text": "Eksport",
        "no": ["1", "2"], "account": ["201", "730-02"], "center": ["", ""], "debit": ["461,00", ""],
        "credit": ["", "461,00"], "currency": ["EUR", ""], "currency_amount": ["100,00", ""],
        "partner": ["9990017032", ""], "project": ["", ""], "line_text": ["", ""], "action": "code-post",
    }  # fmt: skip
    told = client.post(f"{path}dekretacja/", form, follow=True).content.decode()
    assert "Wiersz 1: 461,00 zł odbiega" in told
    with behind(straight):
        (kept,) = drafts()
        assert (kept.state, entries_of(document_id=far)) == ("buffer", [])
        (outcome,) = run_bulk(
            month=None, draft_ids=[kept.id], action="code-post", by=person.id, at=later(1)
        )
        assert "odbiega o ponad 5 %" in outcome.refused
    client.post(f"{path}dekretacja/", form | {"action": "code", "rate_sure": "1"})
    client.post(f"{path}dekretacja/", form | {"action": "post"})
    with behind(straight):
        (kept,) = drafts()
        assert (kept.state, entries_of(document_id=far)) == ("coded", [])
    client.post(f"{path}dekretacja/", form | {"action": "post", "rate_sure": "1"})
    with behind(straight):
        (entry,) = entries_of(document_id=far)
        assert [n.debit for n in entry_lines(entry.id)] == [D("461.00"), D("0.00")]
