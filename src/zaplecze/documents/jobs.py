"""What the papers' department does by itself: reads papers, keeps the index, finishes destructions."""

from __future__ import annotations

import time

from django.utils import timezone
from procrastinate.contrib.django import app

from zaplecze.documents.keeping.commands import erase_confirmed
from zaplecze.documents.readings.commands import QUEUE, QUEUEING_LOCK, read_waiting_papers
from zaplecze.documents.readings.reader import ReadApart
from zaplecze.documents.search.commands import BATCH, index_waiting
from zaplecze.platform.companies import all_company_ids
from zaplecze.platform.scope import company_scope


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="index-texts", pass_context=False)
def index_texts(timestamp: int) -> int:
    """Read the text of papers that came in since the last minute; returns how many."""
    done = 0
    for company_id in all_company_ids():
        while True:
            with company_scope(company_id):
                count = index_waiting()
            done += count
            if count < BATCH:
                break
    return done


READING_SECONDS = 50


@app.task(queue=QUEUE, queueing_lock=QUEUEING_LOCK, pass_context=False)
def read_papers() -> int:
    """Read papers that wait, one of each company in turn, for most of a minute; returns how many.

    A queue of its own: a worker that listens to nothing else lets OCR take its time. Run as many as you like.
    """
    end = time.monotonic() + READING_SECONDS
    with ReadApart() as reader:
        return read_waiting_papers(
            list(all_company_ids()),
            reader=reader,
            clock=timezone.now,
            until=lambda: time.monotonic() > end,
        )


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, queueing_lock=QUEUEING_LOCK, pass_context=False)
def read_waiting(timestamp: int) -> int:
    """`read_papers`, each minute: what a cut-off reader left, and what waited longer than one run."""
    return read_papers()


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="erase-confirmed", pass_context=False)
def erase_destroyed(timestamp: int) -> int:
    """Erase what confirmed protocols name, where the erasing was cut off; returns how many files."""
    now = timezone.now()
    return sum(erase_confirmed(company_id=c, at=now) for c in all_company_ids())
