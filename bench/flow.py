"""``python -m bench.flow``: the clocks of a hundred thousand random logs, and the pages of flow.

The office's page is measured on an installation of its own, as the manager gets it, with half of the events and with
all of them: it may grow no faster than they do. The pages of one company with a hundred thousand events stand beside
the plain aggregate over the same events. Exit code 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Figure, table
from bench.limits import interleaved
from bench.office import Office

AT = datetime(2026, 6, 1, 6, 0, tzinfo=UTC)
LINEAR = 1.2
RUNS = 5
PAGE_TIMES = 3
LIST_TIMES = 15
LISTS = (
    ("papers behind a return", "dokumenty/?co=petla&a=akceptacja%3Areturned&b=opis&"),
    ("stays on the client's clock", "dokumenty/?co=zegar&zegar=client&"),
    ("all papers", "dokumenty/?co=dokumenty&"),
    ("conformance", "zgodnosc/?"),
)


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m bench.flow", description=__doc__)
    parser.add_argument(
        "--logs", type=int, default=100_000, help="random logs whose clocks are summed"
    )
    parser.add_argument("--companies", type=int, default=100)
    parser.add_argument(
        "--papers", type=int, default=1_600, help="of each company, six events each"
    )
    parser.add_argument(
        "--large", type=int, default=14_300, help="papers of the one company, seven events each"
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zaplecze-bench-"))
    folder.chmod(0o755)
    try:
        figures = list(_figures(folder, options))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(figures))
    return 0 if all(f.kept for f in figures) else 1


def _figures(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    office = Office(folder / "data")
    try:
        from zaplecze.config.cli.environment import prepare_django

        prepare_django(owner=True)
        from zaplecze.controlling.tests.test_clocks import add_up

        begun = time.perf_counter()
        add_up(options.logs)  # raises where a clock doesn't add up
        yield Figure(
            f"clocks of {options.logs:,} logs add up".replace(",", " "),
            time.perf_counter() - begun,
            "s",
        )
        yield from _pages_of_one(office, options.large)
        yield from _page(office, options.companies, options.papers)
    finally:
        office.run("stop")


PLAIN = """
SELECT document_id, min(at), max(at), count(*), bool_or(data->>'verdict' = 'returned')
FROM platform_event WHERE company_id = %s AND document_id IS NOT NULL GROUP BY document_id
"""


def _pages_of_one(office: Office, papers: int) -> Iterator[Figure]:
    """Map, variants and bottlenecks of a company, whole requests, beside SQL grouping its events by paper."""
    from django.db import connection
    from django.test import Client

    from bench.invoices import make_nip
    from zaplecze.office.opening import open_company
    from zaplecze.platform.companies import add_person
    from zaplecze.platform.models import Role
    from zaplecze.platform.scope import company_scope

    company = open_company(nip=make_nip(random.Random(21)), name="Duża firma", at=AT)
    person = add_person(
        company_id=company.id, email="duza@example.com", full_name="Kierownik", roles=(Role.MANAGER,), password="",
    )  # fmt: skip
    events = _fill(company.id, 0, papers)
    office.settle()
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def plain() -> None:
        with company_scope(company.id), connection.cursor() as cursor:
            cursor.execute(PLAIN, (company.id,))
            cursor.fetchall()

    for name, page in (("map", ""), ("variants", "warianty/"), ("bottlenecks", "gardla/")):

        def get(page: str = page) -> None:
            address = f"/f/{company.nip}/controlling/obieg/{page}?od=2026-01&do=2027-12"
            answer = client.get(address, headers={"host": "localhost"})
            assert answer.status_code == 200, answer.status_code

        get()
        whole, bare = interleaved(get, plain, runs=RUNS)
        yield Figure(f"{name} of {events} events", whole, "ms", note=f"plain SQL {bare:.1f} ms")
        yield Figure(f"{name} / plain SQL", whole / bare, "", limit=PAGE_TIMES, at_most=True)
    for name, page in LISTS:
        address = f"/f/{company.nip}/controlling/obieg/{page}od=2026-01&do=2027-12"

        def open_list(address: str = address) -> None:
            answer = client.get(address, headers={"host": "localhost"})
            assert answer.status_code == 200, answer.status_code

        open_list()
        whole, bare = interleaved(open_list, plain, runs=RUNS)
        yield Figure(f"{name} of {events} events", whole, "ms", note=f"plain SQL {bare:.1f} ms")
        yield Figure(f"{name} / plain SQL", whole / bare, "", limit=LIST_TIMES, at_most=True)


def _page(office: Office, companies: int, papers: int) -> Iterator[Figure]:
    from bench.invoices import make_nip
    from zaplecze.office.opening import open_company
    from zaplecze.platform.companies import add_person
    from zaplecze.platform.models import Role

    rng = random.Random(20)
    opened = [open_company(nip=make_nip(rng), name=f"Firma {n}", at=AT) for n in range(companies)]
    people = [
        add_person(
            company_id=c.id, email="kierownik@example.com", full_name="Kierownik", roles=(Role.MANAGER,),
            password="",
        )
        for c in opened
    ]  # fmt: skip
    half = papers // 2
    events = sum(_fill(c.id, 0, half) for c in opened)
    office.settle()
    first = _answer(people[0])
    more = events + sum(_fill(c.id, half, papers) for c in opened)
    office.settle()
    second = _answer(people[0])
    yield Figure(f"office page, {events} events", first, "ms")
    yield Figure(f"office page, {more} events", second, "ms")
    yield Figure(
        "growth of the page / growth of the events", (second / first) / (more / events), "",
        limit=LINEAR, at_most=True,
    )  # fmt: skip


def _answer(person: Any) -> float:
    """Milliseconds of the page, the middle of `RUNS`."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def get() -> None:
        answer = client.get("/obieg/?od=2026-01&do=2027-12", headers={"host": "localhost"})
        assert answer.status_code == 200, answer.status_code

    (middle,) = interleaved(get, runs=RUNS)
    return middle


def _fill(company_id: int, first: int, last: int) -> int:
    """Papers of a fictional office with their cases and events; returns how many events."""
    from zaplecze.controlling.rules.way import CLOSED, OPENED, POSTED, RECEIVED, TAKEN
    from zaplecze.documents.api import Document
    from zaplecze.platform.models import Event
    from zaplecze.platform.scope import company_scope
    from zaplecze.workflow.api import Case

    day = AT.date()
    with company_scope(company_id):
        procedure = _procedure_id(company_id)
        documents = Document.objects.bulk_create(
            Document(
                company_id=company_id, kind="cost_invoice", channel="upload", file_sha256=f"{n:064}",
                file_name=f"{n}.xml", business_key=str(n), received_at=AT + timedelta(minutes=7 * n),
                number=f"F/{n}", issue_date=day,
            )
            for n in range(first, last)
        )  # fmt: skip
        Case.objects.bulk_create(
            Case(
                company_id=company_id, procedure_id=procedure, document_id=d.pk, state="done",
                facts={"gross_pln": "1230.00"}, opened_at=d.received_at,
            )
            for d in documents
        )  # fmt: skip
        steps = (("opis", "describe"), ("akceptacja", "approve"), ("dekretacja", "code"))
        draw = random.Random(first)
        events = []
        seq = Event.objects.count()
        for d in documents:
            told: list[tuple[str, dict[str, object], float]] = [
                (RECEIVED, {"kind": "cost_invoice"}, 0),
                (OPENED, {"procedure": "cost_invoice", "version": 1, "step": "opis"}, 0),
            ]
            hours = 0.0
            for n, (step, kind) in enumerate(steps):
                following = steps[n + 1][0] if n < 2 else ""
                hours += draw.expovariate(1 / 6)
                if n == 1 and draw.random() < 0.1:
                    back = {"step": step, "kind": kind, "verdict": "returned", "next_step": "opis"}
                    told.append((TAKEN, {**back, "reason": f"uwaga {d.pk}"}, hours))
                    hours += draw.expovariate(1 / 6)
                    again: dict[str, object] = {
                        "step": "opis",
                        "kind": "describe",
                        "verdict": "accepted",
                        "next_step": step,
                    }
                    told.append((TAKEN, again, hours))
                    hours += draw.expovariate(1 / 6)
                data: dict[str, object] = {
                    "step": step,
                    "kind": kind,
                    "verdict": "accepted",
                    "next_step": following,
                }
                told.append((TAKEN, {**data, "opened_at": str(hours)}, hours))
            told += [(POSTED, {"entry_id": d.pk}, hours), (CLOSED, {"state": "done"}, hours)]
            for code, data, later in told:
                seq += 1
                at = d.received_at + timedelta(hours=later)
                events.append(
                    Event(
                        company_id=company_id,
                        seq=seq,
                        at=at,
                        code=code,
                        document_id=d.pk,
                        data=data,
                        hash=b"",
                    )
                )
        Event.objects.bulk_create(events, batch_size=2_000)
    return len(events)


def _procedure_id(company_id: int) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM workflow_procedure WHERE company_id = %s AND kind = 'cost_invoice'",
            [company_id],
        )
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
