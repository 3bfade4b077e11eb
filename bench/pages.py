"""Pages of a company with many papers, beside a bare page and the same pages of a company with few.

Both companies live in one database. Papers are made by SQL from two real ones: nine in ten went their way, the rest
wait on the desk. Every page is asked for over HTTP from the web that `zaplecze run` starts, in turns, as a person who
is signed in; queries are counted inside Django.
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
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure
from bench.invoices import invoices, make_nip
from bench.limits import interleaved
from bench.office import Office
from zaplecze.documents.api import Channel, NewPaper, index_waiting
from zaplecze.ledger.api import cost_centers
from zaplecze.office.intake import receive
from zaplecze.office.opening import open_company
from zaplecze.platform.companies import add_person
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Role, User
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice

FEW = 2_000
BARE_TIMES, FEW_TIMES = 5, 1.3
PARTNERS = 200
RUNS = 60
WARM = 5
AT = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Archive:
    """A company with its papers: one that waits to be described, one to be approved."""

    company: Any
    described: int
    approved: int


def page_figures(office: Office, count: int) -> Iterator[Figure]:
    """Each page of the large company against the bare page, and against the small company's."""
    rng = random.Random(7)
    small, large = (_archive(make_nip(rng), n) for n in (FEW, count))
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
        "search, a word of every paper": "dokumenty/?q=usługi",
        "search, a partner": "dokumenty/?q=kontrahent7",
        "search, two words": "dokumenty/?q=usługi+kontrahent7",
        "search, one number": "dokumenty/?q=K/1500/26",
        "search, nothing found": "dokumenty/?q=niemaniczego",
        "hints": "szukaj/podpowiedzi/?q=K/15",
        "document": f"dokument/{archive.described}/",
        "approval": f"dokument/{archive.approved}/",
    }


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


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


def _archive(nip: str, count: int) -> Archive:
    company = open_company(nip=nip, name=f"Archiwum {count}", at=AT)
    writer = add_person(
        company_id=company.id, email="opis@example.com", full_name="Osoba Opisująca",
        roles=(Role.ACCOUNTANT,), password=None,
    )  # fmt: skip
    files = [NewPaper(name, data) for name, data in _costs(nip, 2)]
    got = receive(company.id, files, channel=Channel.FOLDER, stamp=Stamp(writer.pk, AT))
    described, approved = [r.document_id or 0 for r in got]
    with company_scope(company.id):
        index_waiting()
        center = cost_centers()[0].code
        describe_invoice(
            document_id=approved, cost_center=center, purpose="pomiar", by=writer.pk, at=AT
        )
    _multiply(company.id, described, approved, count - 2)
    return Archive(company, described, approved)


def _costs(nip: str, count: int) -> list[tuple[str, bytes]]:
    """Purchases of this company."""
    from bench.invoices import COMPANY_NIP

    found = [
        (name, data.replace(COMPANY_NIP.encode(), nip.encode()))
        for name, data in invoices(40 * count, seed=int(nip[:6]))
        if b"<RodzajFaktury>VAT<" in data and _sold_to(data, COMPANY_NIP)
    ]
    return found[:count]


def _sold_to(data: bytes, nip: str) -> bool:
    buyer = data.partition(b"<Podmiot2>")[2].partition(b"</Podmiot2>")[0]
    return nip.encode() in buyer


_COPIES = """
CREATE TEMP TABLE copies AS
SELECT n, nextval(pg_get_serial_sequence('documents_document', 'id')) AS id,
    CASE WHEN n %% 20 = 0 THEN %(approved)s ELSE %(described)s END AS origin, n %% 10 = 0 AS waits
FROM generate_series(1, %(count)s) n;
INSERT INTO documents_document (id, company_id, kind, channel, file_sha256, file_name, business_key, received_at,
    received_by_id, number, issue_date, sale_date, due_date, partner_id, partner_name, currency, net, vat, gross,
    ksef_number, findings)
SELECT c.id, d.company_id, d.kind, d.channel, md5(c.id || 'a') || md5(c.id || 'b'), 'papier-' || c.id || '.xml',
    'pomiar-' || c.id, d.received_at + c.n * interval '1 second', d.received_by_id, 'K/' || c.n || '/26',
    d.issue_date, d.sale_date, d.due_date, d.partner_id, 'Kontrahent' || c.n %% %(partners)s, d.currency,
    d.net + c.n, d.vat, d.gross + c.n, '', d.findings
FROM copies c JOIN documents_document d ON d.id = c.origin;
INSERT INTO documents_searchterm (company_id, term, document_id, weight)
SELECT t.company_id, t.term, c.id, t.weight
FROM copies c JOIN documents_searchterm t ON t.document_id = c.origin AND t.term !~ '^[#=]';
INSERT INTO documents_searchterm (company_id, term, document_id, weight)
SELECT %(company)s, f.term, c.id, f.weight FROM copies c, LATERAL (VALUES ('#k' || c.n || '26', 3),
    ('=' || (100 + c.n) || '.00', 3), ('kontrahent' || c.n %% %(partners)s, 2), ('uslugi', 1)) f (term, weight)
ON CONFLICT DO NOTHING;
INSERT INTO documents_indexedpaper (company_id, document_id, read, body, terms)
SELECT p.company_id, c.id, true, p.body || ' usługi kontrahent' || c.n %% %(partners)s, ''
FROM copies c JOIN documents_indexedpaper p ON p.document_id = c.origin;
CREATE TEMP TABLE copied_cases AS
SELECT c.*, k.id AS case_origin, nextval(pg_get_serial_sequence('workflow_case', 'id')) AS case_id
FROM copies c JOIN workflow_case k ON k.document_id = c.origin;
INSERT INTO workflow_case (id, company_id, procedure_id, document_id, state, facts, opened_at, closed_at)
SELECT c.case_id, k.company_id, k.procedure_id, c.id, CASE WHEN c.waits THEN 'open' ELSE 'done' END, k.facts,
    k.opened_at + c.n * interval '1 second', CASE WHEN c.waits THEN NULL ELSE k.opened_at + interval '1 day' END
FROM copied_cases c JOIN workflow_case k ON k.id = c.case_origin;
INSERT INTO workflow_task (company_id, case_id, document_id, step, kind, returned, note, opened_at, due_at, closed_at)
SELECT t.company_id, c.case_id, c.id, t.step, t.kind, false, '', t.opened_at + c.n * interval '1 second', t.due_at,
    CASE WHEN c.waits THEN t.closed_at ELSE t.opened_at + interval '1 day' END
FROM copied_cases c JOIN workflow_task t ON t.case_id = c.case_origin;
INSERT INTO purchasing_costinvoice ({columns})
SELECT {values} FROM copies c JOIN purchasing_costinvoice p ON p.document_id = c.origin;
DROP TABLE copies, copied_cases;
"""


def _multiply(company_id: int, described: int, approved: int, count: int) -> None:
    """Papers, their terms, cases and tasks, set by set, as the owner of the tables."""
    from zaplecze.purchasing.models import CostInvoice

    names = [f.column for f in CostInvoice._meta.local_fields if f.column != "id"]
    columns = ", ".join(names)
    values = ", ".join("c.id" if n == "document_id" else f"p.{n}" for n in names)
    statements = _COPIES.replace("{columns}", columns).replace("{values}", values)
    facts = {
        "company": company_id, "described": described, "approved": approved,
        "count": count, "partners": PARTNERS,
    }  # fmt: skip
    with connections["owner"].cursor() as cursor:
        for statement in statements.strip().split(";\n"):
            cursor.execute(statement.rstrip(";"), facts)
