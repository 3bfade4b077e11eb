"""``python -m bench.savings``: offices of known truth, and the pages of savings at a million events.

Writes docs/measuring.md with 1,000 simulated offices of each truth; with ``--pages`` also times the savings pages
on an installation of its own, beside the plain SQL aggregate over the same events in the same run.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from bench.figures import Figure, table
from bench.simulation import (
    BEFORE_PAPERS,
    MONTHS,
    NOW_PAPERS,
    STRAIGHT,
    TRUTHS,
    WINDOW_HOURS,
    YOUNG_DAYS,
    Outcome,
    Young,
    outcomes,
    true_change,
    young_offices,
)

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "measuring.md"
COVERED = (0.92, 0.98)
PAGE_TIMES = 3
GROWTH = 1.3
ROUNDS = 7
AT = datetime(2026, 12, 31, 9, tzinfo=UTC)
NAMES = {
    "time": "time of circulation",
    "minutes": "minutes a paper",
    "cost": "cost a paper",
    "errors": "share with errors (points)",
}


def main() -> int:
    """Simulate, write, measure, judge."""
    parser = argparse.ArgumentParser(prog="python -m bench.savings", description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000, help="simulated offices of each truth")
    parser.add_argument("--pages", action="store_true", help="time the pages too")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--companies", type=int, default=100)
    parser.add_argument("--no-write", action="store_true", help="leave docs/measuring.md alone")
    options = parser.parse_args()
    told = [o for truth in TRUTHS for o in outcomes(truth, runs=options.runs)]
    young = [young_offices(truth, runs=options.runs) for truth in TRUTHS]
    if not options.no_write:
        DOCUMENT.write_text(page(told, young, options.runs))
    figures = [
        Figure(f"{o.truth.name.partition(':')[0]}, {NAMES[o.measure]}: covered", o.covered, "", limit=COVERED[0])
        for o in told
    ]  # fmt: skip
    figures += [
        Figure(f"{y.truth.name.partition(':')[0]}, young offices: covered", y.covered, "", limit=COVERED[0])
        for y in young
    ]  # fmt: skip
    if options.pages:
        folder = Path(tempfile.mkdtemp(prefix="zaplecze-bench-"))
        folder.chmod(0o755)
        try:
            figures += page_figures(folder, options.events, options.companies)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(table(figures))
    kept = all(f.kept for f in figures) and all(o.covered <= COVERED[1] for o in (*told, *young))
    return 0 if kept else 1


def page(told: list[Outcome], young: list[Young], runs: int) -> str:
    """The document: what was simulated, and what came out."""
    lines = [
        "# How savings are measured, and how that was checked",
        "",
        "The rules are in `controlling/rules`: `survival` (Kaplan and Meier, restricted mean), `intervals` (Wilson,",
        "Newcombe, Byar, delta method), `savings` (measures). Why these: `docs/adr/0019-savings-measured.md`.",
        "This page is written by `python -m bench.savings`; the tests run the same offices.",
        "",
        f"Each row is {runs:,} simulated offices of {BEFORE_PAPERS} papers before, {NOW_PAPERS} now. Papers come in",
        f"until the moment of measuring over {WINDOW_HOURS / 8:.0f} working days, so some are still on their way;",
        f"{STRAIGHT:.0%} end at once, the rest take log-normal times, partly alike on the same day.",
        f"Costs are {MONTHS} months before and now. Averages of relative changes are taken on the logarithm.",
        "",
        "| what really changed | measure | true change | measured, on average | intervals that held the truth |",
        "| --- | --- | --- | --- | --- |",
    ]
    for o in told:
        lines.append(
            f"| {o.truth.name} | {NAMES[o.measure]} | {true_change(o.truth, o.measure):+.1%} | {o.average:+.1%} "
            f"| {o.covered:.1%} |"
        )
    lines += [
        "",
        "## What leaving open papers out would have said",
        "",
        "The mean of finished papers alone looks better than the truth: slow papers are the ones that are missing.",
        "",
        "| what really changed | true | measured | finished papers alone | overstated by |",
        "| --- | --- | --- | --- | --- |",
    ]
    for o in told:
        if o.naive is not None:
            true = true_change(o.truth, o.measure)
            lines.append(
                f"| {o.truth.name} | {true:+.1%} | {o.average:+.1%} | {o.naive:+.1%} "
                f"| {(true - o.naive) * 100:.1f} points |"
            )
    lines += [
        "",
        "## Young offices",
        "",
        f"Papers came in over {YOUNG_DAYS} working days, before and now, and nobody has seen any for",
        "longer. Both sides are counted to the longest time that both were watched, never to 240 hours. The last",
        "column is what holding the curve's last height up to 240 hours would have made of the mean of now.",
        "",
        "| what really changed | counted to | true change to there | measured | held by intervals | held to 240 h |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {y.truth.name} | {y.horizon:.0f} h | {y.real:+.1%} | {y.average:+.1%} | {y.covered:.1%} "
            f"| {y.held:+.1%} |"
            for y in young
        ),
        "",
        "## Why days, and not papers, are taken as independent",
        "",
        "Papers of one bad day are alike. Greenwood's error takes each for itself; ours sums them by day:",
        "",
        "| what really changed | Greenwood's 95 % intervals that held the truth | ours |",
        "| --- | --- | --- |",
        *(
            f"| {o.truth.name} | {o.greenwood:.1%} | {o.covered:.1%} |"
            for o in told
            if o.greenwood is not None
        ),
        "",
        "## What the intervals do not say",
        "",
        "- A typed baseline counts to 240 hours. Where the papers of now were watched for less, its interval",
        "  reaches to the worst that the unseen hours could bring; above a tenth there is none.",
        "- Days (of shares and minutes: papers) count as independent. A bad week is several bad days at once.",
        "- A baseline that was typed is taken as exact: its own error is unknown.",
        "- Before and after differ in more than the program: kinds of papers, seasons, people. No cause is claimed.",
        "",
    ]
    return "\n".join(lines)


def page_figures(folder: Path, events: int, companies: int) -> list[Figure]:
    """The savings page of one company, and of all, beside SQL, on ``events`` of ``companies``."""
    from bench.office import Office

    office = Office(folder / "data")
    try:
        office.run("migrate")
        from zaplecze.config.cli.environment import prepare_django

        prepare_django(owner=True)
        ids, person = _fill(events, companies)
        office.settle()
        return list(_pages(ids, person, events))
    finally:
        office.run("stop")


def _fill(events: int, companies: int) -> tuple[list[int], int]:
    """Companies with a manager and papers of six or seven events each, written as the log would hold them."""
    from zaplecze.controlling.api import Estimate, Source, keep_baseline
    from zaplecze.formats.numbers import nip_ok
    from zaplecze.office.opening import open_company
    from zaplecze.platform.companies import add_person
    from zaplecze.platform.models import Role
    from zaplecze.platform.scope import company_scope

    nips = (f"{n:010}" for n in range(9_991_000_000, 9_999_999_999) if nip_ok(f"{n:010}"))
    ids = []
    person = 0
    for number in range(companies):
        company = open_company(nip=next(nips), name=f"Firma {number}", at=AT, tax_office="1471")
        person = add_person(
            company_id=company.id,
            email="bench@example.com",
            full_name="Bench",
            roles=(Role.MANAGER, Role.OWNER),
            password=None,
        ).pk
        ids.append(company.id)
        with company_scope(company.id):
            keep_baseline(
                figures={"cycle": Estimate(40.0, 0.0, 0), "volume": Estimate(100.0, 0.0, 0)},
                source=Source.TYPED,
                by=person,
                at=AT - timedelta(days=330),
            )
            _events(company.id, events // companies, person, seed=number)
    return ids, person


def _events(company_id: int, count: int, person: int, *, seed: int) -> None:
    from zaplecze.platform.bulk import insert_rows
    from zaplecze.platform.events import canonical, put_link, take_link

    draw = random.Random(seed)
    rows: list[tuple[datetime, int | None, str, int, dict[str, str]]] = []
    document = 0
    while len(rows) < count:
        document += 1
        at = AT - timedelta(hours=draw.uniform(0, 24 * 320))
        rows.append((at, None, "documents.document.received", document, {"kind": "cost_invoice"}))
        rows.append((at, None, "workflow.case.opened", document, {"step": "opis"}))
        for step in ("describe", "approve", "code"):
            at += timedelta(hours=draw.lognormvariate(2.5, 0.9))
            back = step == "approve" and draw.random() < 0.05
            rows.append(
                (at, person, "workflow.step.taken", document,
                 {"kind": step, "step": step, "verdict": "returned" if back else "accepted", "next_step": "x"})
            )  # fmt: skip
        rows.append((at, person, "ledger.entry.posted", document, {"entry_id": str(document)}))
    rows = sorted((r for r in rows[:count] if r[0] <= AT), key=lambda r: r[0])
    seq, link = take_link("events")
    n = len(rows)
    insert_rows(
        "platform_event",
        {
            "company_id": ("bigint", [company_id] * n),
            "seq": ("bigint", range(seq + 1, seq + 1 + n)),
            "at": ("timestamptz", [r[0] for r in rows]),
            "by_id": ("bigint", [r[1] for r in rows]),
            "code": ("text", [r[2] for r in rows]),
            "document_id": ("bigint", [r[3] for r in rows]),
            "data": ("jsonb", [canonical(r[4]) for r in rows]),
            "hash": ("bytea", [link] * n),
        },
    )
    put_link("events", seq + n, link)


PLAIN = """
SELECT document_id, min(at), max(at), count(*), bool_or(data->>'verdict' = 'returned')
FROM platform_event WHERE company_id = %s AND document_id IS NOT NULL GROUP BY document_id
"""


def _pages(ids: list[int], person: int, events: int) -> Iterator[Figure]:
    """Requests through the whole program (session, wall, template) beside the aggregate alone."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from bench.limits import interleaved
    from zaplecze.platform.models import Company, User
    from zaplecze.platform.scope import company_scope

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(
        User.objects.get(id=person),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    with company_scope(ids[0]):
        nip = Company.objects.get(id=ids[0]).nip

    def plain() -> None:
        with company_scope(ids[0]), connection.cursor() as cursor:
            cursor.execute(PLAIN, (ids[0],))
            cursor.fetchall()

    def one() -> None:
        answer = client.get(
            f"/f/{nip}/controlling/oszczednosci/", {"od": "2026-01", "do": "2026-12"}
        )
        assert answer.status_code == 200, answer.status_code

    slow, fast = interleaved(one, plain)
    each = events // len(ids)
    yield Figure(f"savings page, {each} events", slow, "ms", note=f"plain SQL {fast:.1f} ms")
    yield Figure("savings page / plain SQL", slow / fast, "", limit=PAGE_TIMES, at_most=True)
    shown: list[tuple[int, float]] = []
    counts = sorted({max(1, len(ids) // part) for part in (8, 4, 2, 1)})
    times: dict[int, list[float]] = {count: [] for count in counts}
    for _ in range(ROUNDS):
        for count in counts:
            _manage(person, ids[:count])
            times[count].append(_time(lambda: _office(client)))
    for count in counts:
        shown.append((count, statistics.median(times[count])))
        yield Figure(f"office page, {count * each} events", shown[-1][1], "ms")
    for (few, quick), (many, long) in pairwise(shown):
        yield Figure(
            f"office page, growth by growth of events from {few * each} to {many * each}",
            (long / quick) / (many / few), "", limit=GROWTH, at_most=True,
        )  # fmt: skip


def _office(client: object) -> None:
    answer = client.get("/oszczednosci/")  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code


def _manage(person: int, ids: list[int]) -> None:
    from zaplecze.platform.models import Membership

    # Owners see their companies on the page of all, too: no other role may be left.
    Membership.objects.using("owner").filter(user_id=person).delete()
    Membership.objects.using("owner").bulk_create(
        Membership(company_id=i, user_id=person, role="manager") for i in ids
    )


def _time(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
