"""What the papers' department does by itself: reads waiting texts into the index, finishes destructions."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from zaplecze.documents.keeping.commands import erase_confirmed
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


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="erase-confirmed", pass_context=False)
def erase_destroyed(timestamp: int) -> int:
    """Erase what confirmed protocols name, where the erasing was cut off; returns how many files."""
    now = timezone.now()
    return sum(erase_confirmed(company_id=c, at=now) for c in all_company_ids())
