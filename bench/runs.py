"""The runs, one after the other, on one installation."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure
from bench.invoices import COMPANY_NAME, COMPANY_NIP, invoices, write_folder
from bench.limits import copy_rate, interleaved
from bench.office import Office

FIRST = 1_000
AT = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
COPY_SHARE = 1 / 20
READY_TIMES = 3


def all_figures(folder: Path, count: int, entries: int, papers: int) -> Iterator[Figure]:
    """Every figure; slow ones first need what they measure."""
    office = Office(folder / "data")
    try:
        if count:
            yield from _papers(office, folder, count)
        from zaplecze.config.cli.environment import prepare_django

        prepare_django(owner=True)
        if papers:
            from bench.pages import page_figures

            yield from page_figures(office, papers)
        from bench.books import book_figures

        yield from book_figures(office, entries)
    finally:
        office.run("stop")


def _papers(office: Office, folder: Path, count: int) -> Iterator[Figure]:
    """The way of an invoice from a file into the books, and out again."""
    papers = folder / "papers"
    write_folder(papers, count, seed=1)
    office.run(
        "company", "add", "--nip", COMPANY_NIP, "--name", COMPANY_NAME, "--straight-through",
        "--email", "jpk@example.com", "--tax-office", "1471",
    )  # fmt: skip
    few = folder / "few"
    few.mkdir()
    for path in sorted(papers.iterdir())[:FIRST]:
        path.rename(few / path.name)
    office.run("import", "--company", COMPANY_NIP, str(few))
    office.settle()
    from zaplecze.config.cli.environment import prepare_django

    prepare_django(owner=True)
    yield from _reading("of 1 000 invoices", limit=None)
    yield from _proof(office, folder, "1 000 invoices")
    office.settle()
    yield from _import(office, papers, count - FIRST)
    office.settle()
    yield from _reading(f"of {count:,} invoices".replace(",", " "), limit=READY_TIMES)
    yield from _proof(office, folder, f"{count:,} invoices".replace(",", " "))
    office.settle()
    yield from _again(office, papers, count - FIRST)
    yield from _single()
    yield from _outputs()
    for check in ("verify", "audit"):
        done = office.run(check)
        yield Figure(
            f"zaplecze {check}", done.seconds, "s", note="passes" if done.out["ok"] else "FAILS"
        )


def _import(office: Office, papers: Path, count: int) -> Iterator[Figure]:
    done = office.run("import", "--company", COMPANY_NIP, str(papers))
    accepted = sum(r["status"] == "accepted" for r in done.out)
    rate = count / done.seconds
    yield Figure("import, accepted", accepted, "files", limit=count)
    yield Figure(
        "import, whole process", rate, "documents/s", note=f"{done.seconds:.1f} s with its start"
    )
    yield Figure("import, memory", done.megabytes, "MB", limit=1024, at_most=True)
    office.settle()
    best = copy_rate(office.owner_url())
    yield Figure(
        "COPY of the same entries and lines", best, "documents/s", note="same keys and checks"
    )
    yield Figure("import / COPY", rate / best, "", limit=COPY_SHARE, note="at least one twentieth")


def _reading(what: str, *, limit: float | None) -> Iterator[Figure]:
    """The trial balance against a table of ready balances with the same rows, read in the same way."""
    from bench.ready import ready_balances
    from zaplecze.ledger.api import trial_balance
    from zaplecze.platform.companies import company_id_by_nip
    from zaplecze.platform.scope import company_scope

    company_id = company_id_by_nip(COMPANY_NIP)
    assert company_id is not None
    period = {"first": (2026, 3), "last": (2026, 12)}
    ready = ready_balances(company_id, period)

    def computed() -> int:
        with company_scope(company_id):
            return len(trial_balance(**period))

    assert ready() == computed()
    slow, fast = interleaved(computed, ready)
    yield Figure(f"trial balance {what}", slow, "ms", note=f"ready table {fast:.2f} ms")
    yield Figure(f"trial balance / ready table, {what}", slow / fast, "", limit=limit, at_most=True)


def _proof(office: Office, folder: Path, what: str) -> Iterator[Figure]:
    """The exported books, verified by the stand-alone verifier and beside that merely hashed."""
    out = folder / f"books of {what}"
    done = office.run("export", "books", "--company", COMPANY_NIP, "--out", str(out))
    yield Figure(f"books of {what}, exported", done.seconds, "s", note=f"{done.megabytes:.0f} MB")
    files = [p for p in out.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in files) / 1_000_000
    begun = time.perf_counter()
    for path in files:
        hashlib.sha256(path.read_bytes()).digest()
    bare = size / (time.perf_counter() - begun)
    peak = "next(n for n in open('/proc/self/status') if n.startswith('VmHWM')).split()[1]"
    code = f"import sys, verify_books; end = verify_books.main(); print({peak}); sys.exit(end)"
    begun = time.perf_counter()
    verified = subprocess.run(
        [sys.executable, "-c", code, str(out), "--root", done.out["root"]],
        cwd=out, capture_output=True, text=True, check=True, env={"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    rate = size / (time.perf_counter() - begun)
    memory = int(verified.stdout.split()[-1]) / 1024
    yield Figure(
        f"books of {what}, verified", rate, "MB/s",
        note=f"{size:.1f} MB, {done.out['entries'] + done.out['events']} records, {memory:.0f} MB of memory",
    )  # fmt: skip
    yield Figure("  bare SHA-256 of the same bytes", bare, "MB/s", note=f"{bare / rate:.1f} times")


def _again(office: Office, papers: Path, count: int) -> Iterator[Figure]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE bench_ready")
    done = office.run("import", "--company", COMPANY_NIP, str(papers))
    twins = sum(r["status"] == "twin" for r in done.out)
    yield Figure("the same folder again, twins", twins, "files", limit=count)
    yield Figure("the same folder again", count / done.seconds, "documents/s")


def _single() -> Iterator[Figure]:
    """One file in a warm process: what a person waits for."""
    from zaplecze.documents.api import Channel, NewPaper
    from zaplecze.office.intake import receive
    from zaplecze.platform.companies import company_id_by_nip
    from zaplecze.platform.events import Stamp

    company_id = company_id_by_nip(COMPANY_NIP)
    assert company_id is not None
    fresh = iter(
        [(name, data.replace(b"<P_2>", b"<P_2>N")) for name, data in invoices(40, seed=99)]
    )

    def one() -> None:
        receive(company_id, [NewPaper(*next(fresh))], channel=Channel.FOLDER, stamp=Stamp(None, AT))

    (milliseconds,) = interleaved(one, runs=30)
    yield Figure(
        "one file, warm", milliseconds, "ms", note="stored, read, checked, posted, durable"
    )


def _outputs() -> Iterator[Figure]:
    from zaplecze.office.reporting import build_report
    from zaplecze.platform.companies import company_id_by_nip
    from zaplecze.platform.printing import render
    from zaplecze.platform.scope import company_scope
    from zaplecze.tax.api import preview_jpk

    company_id = company_id_by_nip(COMPANY_NIP)
    assert company_id is not None
    with company_scope(company_id):
        begun = time.perf_counter()
        built = preview_jpk(year=2026, month=5, at=AT)
        seconds = time.perf_counter() - begun
        yield Figure(
            "JPK_V7M of a month",
            seconds,
            "s",
            note=f"{built.sales_rows + built.purchase_rows} rows",
        )
        report = build_report("trial-balance", (2026, 1), (2026, 12), on=AT.date())
        for form in ("pdf", "xlsx"):
            begun = time.perf_counter()
            render(report, form, printed_by="bench", printed_at=AT)
            yield Figure(f"trial balance as {form}", (time.perf_counter() - begun) * 1000, "ms")
        report = build_report("journal", (2026, 5), (2026, 5), on=AT.date())
        begun = time.perf_counter()
        render(report, "pdf", printed_by="bench", printed_at=AT)
        yield Figure(
            "journal of a month as pdf",
            time.perf_counter() - begun,
            "s",
            note=f"{len(report.rows)} lines",
        )
