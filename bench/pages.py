"""Pages of a company with many papers, beside a bare page and the same pages of a company with few.

Both companies live in one database with several others, their papers are those of `archive`. Every page is asked for
over HTTP from the web that `zaplecze run` starts, in turns, as a person who is signed in; queries are counted where
the driver sends them.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import psycopg
from django.test import Client

from bench.archive import FREQUENT, RARE, RARELY, Archive, make_archive
from bench.figures import Figure
from bench.invoices import make_nip
from bench.limits import interleaved
from bench.office import Office
from zaplecze.platform.companies import add_person
from zaplecze.platform.models import Role, User

FEW = 2_000
BARE_TIMES, FEW_TIMES = 5, 1.3
BESIDE = (FEW,) * 4
RUNS = 60
WARM = 5


def page_figures(office: Office, count: int) -> Iterator[Figure]:
    """Each page of the large company against the bare page, and against the small company's."""
    rng = random.Random(7)
    small, large, *_ = [make_archive(make_nip(rng), n) for n in (FEW, count, *BESIDE)]
    office.settle()
    client = _signed_in([small.company.id, large.company.id])
    with _web() as port:
        browser = Browser(port, client.cookies["sessionid"].value)
        yield from _compared(browser, client, small, large, count)


class Browser:
    """Asks for pages over one open connection, as a person who is signed in."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": f"sessionid={session}"}

    def get(self, address: str) -> int:
        """The answer's length; anything but 200 ends the run."""
        self._connection.request("GET", quote(address, safe="/?=&+"), headers=self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answers {answer.status}")
        return len(data)


@contextmanager
def _web() -> Iterator[int]:
    """The web as `zaplecze run` starts it, with one worker and the bare page; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "ZAPLECZE_OWNER_URL"}
    web = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
            "--blocking-threads", "1", "--no-access-log", "--no-log", "bench.bare:application",
        ],
        env=environment,
    )  # fmt: skip
    try:
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port
    finally:
        web.terminate()
        web.wait(timeout=30)


def _compared(
    browser: Browser, client: Client, small: Archive, large: Archive, count: int
) -> Iterator[Figure]:
    def opens(address: str) -> Callable[[], int]:
        for _ in range(WARM):
            browser.get(address)
        return lambda: browser.get(address)

    label = f"{count:,} papers".replace(",", " ")
    few_label = f"{FEW:,}".replace(",", " ")
    for name in _pages(small):
        few, many = (f"/f/{a.company.nip}/{_pages(a)[name]}" for a in (small, large))
        base, of_few, of_many = interleaved(opens("/bare/"), opens(few), opens(many), runs=RUNS)
        yield Figure(
            f"{name}: {label} / bare page", of_many / base, "",
            limit=BARE_TIMES, at_most=True, note=f"{of_many:.2f} ms, bare {base:.2f} ms",
        )  # fmt: skip
        yield Figure(
            f"{name}: {label} / {few_label}", of_many / of_few, "",
            limit=FEW_TIMES, at_most=True, note=f"{of_few:.2f} ms",
        )  # fmt: skip
        asked = [_queries(client, address) for address in (few, many)]
        yield Figure(
            f"{name}: queries more than of {few_label}", asked[1] - asked[0], "",
            limit=0, at_most=True, note=f"{asked[1]} queries",
        )  # fmt: skip


def _pages(archive: Archive) -> dict[str, str]:
    return {
        "desk": "",
        "desk, to approve": "?kolejka=approve",
        "list": "dokumenty/",
        "list, one kind and state": "dokumenty/?rodzaj=cost_invoice&stan=describe",
        "approvals": "akceptacje/",
        "search, a word of every second paper": f"dokumenty/?q={FREQUENT}",
        f"search, a word of {RARELY} papers": f"dokumenty/?q={RARE}",
        "search, a partner": "dokumenty/?q=kontrahent7",
        "search, two words": "dokumenty/?q=faktura+kontrahent7",
        "search, one number": "dokumenty/?q=K/1500/26",
        "search, nothing found": "dokumenty/?q=niemaniczego",
        "hints": "szukaj/podpowiedzi/?q=K/15",
        "document": f"dokument/{archive.described}/",
        "approval": f"dokument/{archive.approved}/",
    }


def _queries(client: Client, address: str) -> int:
    """How many statements the driver sends for a page, the ORM's and the prepared ones."""
    sent = 0
    execute = psycopg.Cursor.execute

    def counted(cursor: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(cursor, *args, **kwargs)

    with patch.object(psycopg.Cursor, "execute", counted):
        client.get(address)
    return sent


def _signed_in(company_ids: list[int]) -> Client:
    people = [
        add_person(
            company_id=id_, email="pomiar@example.com", full_name="Osoba Pomiarowa",
            roles=(Role.OWNER,), password=None,
        )
        for id_ in company_ids
    ]  # fmt: skip
    client = Client(HTTP_HOST="localhost")
    client.force_login(
        User.objects.get(pk=people[0].pk),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client
