"""Pages of bad debts: shown, decided, printed, opened down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.lineage import figures_of, walk
from tests.relief import FILING, JUNE, House, june, opened
from zaplecze.office.lineage import Tracer
from zaplecze.tax.api import (
    Tax,
    moves_of,
    refusals,
    standing_moves,
)


@pytest.fixture
def house(company: Any, behind: Any, make_person: Any) -> Iterator[House]:
    """Open while the test runs."""
    clerk = make_person(company, "accountant").id
    with behind(company):
        yield opened(clerk)


def test_the_pages_show_decide_and_print(house: House, company: Any, make_person: Any) -> None:
    client = Client()
    client.force_login(
        make_person(company, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = f"/f/{company.nip}/vat/zle-dlugi"
    month = {"podatek": "vat", "miesiac": "2026-06"}
    shown = client.get(f"{page}/?miesiac=2026-06").content.decode()
    assert shown.count('name="pozycja"') == 4
    # Duties are ticked, rights are not.
    assert shown.count(" checked") == 2
    keys = [w.key for w in june().values()]
    client.post(f"{page}/ujmij/", month | {"pozycja": keys[0]})
    (move,) = moves_of(tax=Tax.VAT, period=JUNE)
    client.post(f"{page}/ruch/{move.pk}/cofnij/", month | {"powod": "pomyłka"})
    assert standing_moves(moves_of(tax=Tax.VAT, period=JUNE)) == []
    client.post(
        f"{page}/odmow/",
        month | {"pozycja": keys[2], "powod": "term", "termin": "2026-04-30", "uwaga": "aneks"},
    )
    (refusal,) = refusals(tax=Tax.VAT)
    assert "30.04.2026" in client.get(f"{page}/?miesiac=2026-06").content.decode()
    client.post(f"{page}/odmowa/{refusal.pk}/wycofaj/", month)
    client.post(f"{page}/ujmij/", month | {"pozycja": keys})
    shown = client.get(f"{page}/?miesiac=2026-06").content.decode()
    assert "Nic nie czeka." in shown
    for wrong in ({}, {"podatek": "pit"}, month, month | {"termin": "31.31", "pozycja": keys[0]}):
        assert client.post(f"{page}/odmow/", wrong).status_code == 302
    taken = client.get(f"{page}/?miesiac=2026-06&forma=csv").content.decode()
    assert "-253,00" in taken.replace("\u2212", "-") or "-230" in taken
    tables = ("ulga/vat/2026-06", "ulga/cit/2026", "cit/2026")
    met = walk(Tracer(at=FILING), [f for table in tables for f in figures_of(table, at=FILING)])
    assert met["figures"] > 10
    place = f"{page}/?miesiac=2026-06"
    checklist = f"/f/{company.nip}/ksiegi/okresy/2026/6/"
    assert place not in client.get(checklist).content.decode()
    last = standing_moves(moves_of(tax=Tax.VAT, period=JUNE))[-1]
    client.post(f"{page}/ruch/{last.pk}/cofnij/", month | {"powod": "pomyłka"})
    assert place in client.get(checklist).content.decode()
    year = client.get(f"/f/{company.nip}/vat/cit/zle-dlugi/?rok=2026").content.decode()
    assert year.count('name="pozycja"') == 4
    assert (
        "złe długi do rozstrzygnięcia"
        in client.get(f"/f/{company.nip}/vat/cit/?rok=2026").content.decode()
    )
    jpk = client.get(f"/f/{company.nip}/vat/jpk/?miesiac=2026-06").content.decode()
    assert "zły dług, termin 05.03.2026" in jpk.replace("  ", " ")
