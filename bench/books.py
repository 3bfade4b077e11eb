"""The books from a thousand to a million entries: posting, trial balance, a partner's lines, many writers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice

from bench.entries import AT, Firm, entries, new_firm
from bench.figures import Figure
from bench.limits import interleaved
from bench.office import Office
from bench.ready import ready_balances
from bench.staged import BareWriter, staged_rate
from zaplecze.ledger.api import Dimension, NewEntry, newest_lines, post_entries, trial_balance
from zaplecze.platform.bulk import rare_collection
from zaplecze.platform.scope import company_scope

CHUNK = 10_000
CURVE = (1_000, 10_000, 100_000, 1_000_000)
STAGED = 100_000
SINGLES = 300
WRITERS = 16
YEAR = {"first": (2026, 1), "last": (2026, 12)}
HALF, FIFTH_LESS, THIRD_OF_BARE, READY_TIMES, TWICE = 0.5, 0.8, 0.3, 3, 2


def book_figures(office: Office, most: int) -> Iterator[Figure]:
    """Grow one company's books step by step; at each step the rate of posting it and the cost of reading."""
    firm = new_firm(1)
    rates: dict[int, float] = {}
    lines: dict[int, float] = {}
    held = 0
    for size in (n for n in CURVE if n <= most):
        rates[size] = _post(firm, size - held, seed=size)
        held = size
        office.settle()
        label = f"{size:,} entries".replace(",", " ")
        yield Figure(f"posting up to {label}", rates[size], "entries/s", note="4 lines each")
        slow, fast = _reading(firm)
        yield Figure(
            f"trial balance / ready table, {label}", slow / fast, "",
            limit=READY_TIMES, at_most=True, note=f"{slow:.2f} ms, ready {fast:.2f} ms",
        )  # fmt: skip
        (lines[size],) = interleaved(lambda: _newest(firm), runs=100)
        yield Figure(f"partner's newest 100 lines, {label}", lines[size], "ms")
        if size == STAGED:
            best = staged_rate(office.owner_url(), firm.id, STAGED)
            yield Figure("COPY through staging", best, "entries/s", note="same keys and checks")
            yield Figure("posting / COPY through staging", rates[size] / best, "", limit=HALF)
    if most in rates and most > CHUNK:
        yield Figure("posting, largest / 10 000", rates[most] / rates[CHUNK], "", limit=FIFTH_LESS)
        yield Figure(
            "partner's lines, largest / 10 000", lines[most] / lines[CHUNK], "", limit=TWICE, at_most=True
        )  # fmt: skip
    yield from _singles(office, firm)
    yield from _writers(office)


def _post(firm: Firm, count: int, *, seed: int) -> float:
    """Entries a second, made before the clock runs; one call and one commit for each ten thousand."""
    source = entries(firm, count, seed=seed)
    seconds = 0.0
    while batch := list(islice(source, CHUNK)):
        begun = time.perf_counter()
        with company_scope(firm.id), rare_collection():
            post_entries(batch, by=None, at=AT)
        seconds += time.perf_counter() - begun
    return count / seconds


def _reading(firm: Firm) -> tuple[float, float]:
    """Milliseconds of a trial balance, and of reading its rows ready-made behind the same wall."""
    ready = ready_balances(firm.id, YEAR)

    def computed() -> int:
        with company_scope(firm.id):
            return len(trial_balance(**YEAR))

    assert ready() == computed()
    slow, fast = interleaved(computed, ready, runs=100)
    return slow, fast


def _newest(firm: Firm) -> None:
    with company_scope(firm.id):
        assert newest_lines(dimension=Dimension.PARTNER, member=firm.partners[0])


def _singles(office: Office, firm: Firm) -> Iterator[Figure]:
    """One entry in one durable commit, in turns with psycopg alone."""
    ours = list(entries(firm, SINGLES, seed=7))
    theirs = list(entries(firm, SINGLES, seed=8))
    bare = BareWriter(office.owner_url(), firm.id, AT)
    try:
        slow, fast = interleaved(
            lambda: _one(firm, ours.pop()), lambda: bare.post(theirs.pop()), runs=SINGLES
        )
    finally:
        bare.close()
    yield Figure("one entry, one durable commit", 1000 / slow, "entries/s")
    yield Figure("bare psycopg doing the same", 1000 / fast, "entries/s")
    yield Figure("one entry / bare psycopg", fast / slow, "", limit=THIRD_OF_BARE)


def _one(firm: Firm, entry: NewEntry) -> None:
    with company_scope(firm.id):
        post_entries([entry], by=None, at=AT)


def _writers(office: Office) -> Iterator[Figure]:
    """Sixteen processes, one entry a commit: into one company, and into sixteen."""
    firms = [new_firm(100 + n) for n in range(WRITERS)]
    alone = _together(firms[:1], 1)
    yield Figure("one writer, one company", alone, "entries/s", note="a commit each")
    for into, label in ((1, "one company"), (WRITERS, f"{WRITERS} companies")):
        rate = _together(firms[:into], WRITERS)
        yield Figure(
            f"{WRITERS} writers, {label}", rate, "entries/s", note=f"{rate / alone:.1f} times one writer"
        )  # fmt: skip


def _together(firms: Sequence[Firm], writers: int, count: int = 100) -> float:
    """Entries a second of several processes that begin at once."""
    start = time.time() + 4
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.writer", str(firms[n % len(firms)].id), str(n), str(count), str(start)],
            env=os.environ, stdout=subprocess.PIPE, text=True,
        )
        for n in range(writers)
    ]  # fmt: skip
    ends = [float(process.communicate()[0]) for process in running]
    return writers * count / (max(ends) - start)
