"""A fictional office's papers for tests and pictures: events as the log has them, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.way import (
    ANSWER,
    CLOSED,
    OPENED,
    POSTED,
    QUESTION,
    RECEIVED,
    REVERSED,
    TAKEN,
    Read,
    history_of,
)
from zaplecze.platform.days import WARSAW, add_working_hours

START = datetime(2026, 6, 1, 8, 0, tzinfo=WARSAW)
STEPS = (
    ("opis", "describe", 8), ("akceptacja", "approve", 8), ("druga akceptacja", "approve", 8),
    ("dekretacja", "code", 8), ("zapłata", "pay", 80),
)  # fmt: skip
KINDS = {key: kind for key, kind, _ in STEPS}
LIMIT = 10_000
PEOPLE = {"describe": (1, 2), "approve": (3, 4), "code": (1, 2), "pay": (None,)}


@dataclass
class Writer:
    """Writes one paper's events; ``seq`` runs on from paper to paper."""

    seq: int = 0

    def __post_init__(self) -> None:
        self.events: list[Read] = []
        self.papers: list[list[Read]] = []

    def put(self, at: datetime, code: str, by: int | None = None, **data: Any) -> None:
        self.seq += 1
        self.events.append(Read(self.seq, at, by, code, data))

    def take(
        self, at: datetime, by: int | None, step: str, following: str, verdict: str = "accepted"
    ) -> None:
        self.put(
            at, TAKEN, by, step=step, kind=KINDS[step], verdict=verdict, next_step=following,
            reason="", on_behalf_of=None, opened_at="",
        )  # fmt: skip

    def history(self, document_id: int, facts: dict[str, str] | None = None) -> History:
        events, self.events = self.events, []
        self.papers.append(events)
        found = history_of(
            company_id=1,
            document_id=document_id,
            events=events,
            kinds=KINDS,
            version=1,
            facts=tuple((facts or {}).items()),
        )
        assert found is not None
        return found


def office(
    count: int = 120, *, seed: int = 7, returns: float = 0.15, writer: Writer | None = None
) -> list[History]:
    """``count`` papers in the order of intake: returns, second approvals, stornos, some on their way."""
    random = Random(seed)
    writer = writer or Writer()
    found = []
    at = START
    for paper in range(1, count + 1):
        at = add_working_hours(at, random.expovariate(1.2))
        amount = random.choice((300, 900, 4_000, 12_000, 30_000))
        found.append(_paper(writer, random, paper, at, amount, returns))
    return found


def _paper(
    writer: Writer, random: Random, paper: int, at: datetime, amount: int, returns: float
) -> History:
    facts = {"gross_pln": f"{amount}.00", "cost_center": "HANDEL"}
    writer.put(at, RECEIVED, 1, kind="cost_invoice", channel="upload", number=f"F/{paper}")
    if random.random() < 0.1:  # the program does it all
        writer.put(at, POSTED)
        writer.put(at, OPENED, procedure="cost_invoice", version=1, step="zapłata")
        now = at
        return _pay(writer, random, paper, now, facts)
    writer.put(at, OPENED, procedure="cost_invoice", version=1, step="opis")
    if random.random() < 0.05:
        return writer.history(paper, facts)
    now = _wait(random, at, 3)
    writer.take(now, random.choice(PEOPLE["describe"]), "opis", "akceptacja")
    second = amount > LIMIT
    steps = ["akceptacja", *(["druga akceptacja"] if second else [])]
    for n, step in enumerate(steps):
        while random.random() < returns:
            now = _wait(random, now, 6)
            writer.take(now, PEOPLE["approve"][n], step, "opis", "returned")
            now = _wait(random, now, 4)
            back = "akceptacja"
            writer.take(now, random.choice(PEOPLE["describe"]), "opis", back)
            if step != back:
                now = _wait(random, now, 2)
                writer.take(now, PEOPLE["approve"][0], back, step)
        now = _wait(random, now, 6)
        if random.random() < 0.04:
            writer.take(now, PEOPLE["approve"][n], step, "", "rejected")
            writer.put(now, CLOSED, 3, state="rejected")
            return writer.history(paper, facts)
        following = steps[n + 1] if n + 1 < len(steps) else "dekretacja"
        writer.take(now, PEOPLE["approve"][n], step, following)
        if random.random() < 0.03:
            return writer.history(paper, facts)
    now = _wait(random, now, 2)
    if paper % 9 == 0:  # a question to the client, and its answer
        about = {"step": "dekretacja", "blocks": True, "side": "client"}
        writer.put(now, QUESTION, 1, **about)
        now = _wait(random, now, 7)
        writer.put(now, ANSWER, 3, **about)
        now = _wait(random, now, 1)
    writer.put(now, POSTED, 1)
    writer.take(now, random.choice(PEOPLE["code"]), "dekretacja", "zapłata")
    if random.random() < 0.06:  # a storno while it waits for the bank
        now = _wait(random, now, 8)
        writer.put(now, REVERSED, 1, entry_id=1, by_entry_id=2)
        writer.take(now, 1, "dekretacja", "dekretacja", "returned")
        now = _wait(random, now, 3)
        writer.put(now, POSTED, 1)
        writer.take(now, 1, "dekretacja", "zapłata")
    return _pay(writer, random, paper, now, facts)


def _pay(
    writer: Writer, random: Random, paper: int, now: datetime, facts: dict[str, str]
) -> History:
    if random.random() < 0.15:
        return writer.history(paper, facts)
    now += timedelta(days=random.uniform(5, 20))
    writer.take(now, None, "zapłata", "")
    writer.put(now, CLOSED, state="done")
    return writer.history(paper, facts)


def _wait(random: Random, at: datetime, hours: float) -> datetime:
    later = add_working_hours(at, random.expovariate(1 / hours)).replace(microsecond=0)
    return max(at, later)  # a cut second never turns time back
