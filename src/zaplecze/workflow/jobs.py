"""What runs every minute: the program does its own steps, people are told of what waits, mail leaves the house."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from zaplecze.platform.companies import all_company_ids
from zaplecze.platform.scope import company_scope
from zaplecze.workflow.commands.clock import tell_people
from zaplecze.workflow.commands.links import make_link, note_sent
from zaplecze.workflow.commands.mail import send_next_mail
from zaplecze.workflow.commands.tasks import act_by_itself

MOST_MAILS = 50


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell-people", pass_context=False)
def tell_and_send(timestamp: int) -> int:
    """Tell people, then send what waits, company by company. Returns how many mails were looked at."""
    return run_clock(datetime.now(UTC))


def run_clock(at: datetime) -> int:
    """What the job does, at a moment; each mail in a transaction of its own."""
    total = 0
    for company_id in all_company_ids():
        with company_scope(company_id):
            act_by_itself(at=at)
            tell_people(at=at)
        # Without a way out of the house mail waits in its queue: nothing is lost.
        looked_at = 0
        while settings.MAIL_READY and looked_at < MOST_MAILS:
            with company_scope(company_id):
                if not send_next_mail(at=at, make_link=make_link, on_sent=note_sent):
                    break
            looked_at += 1
        total += looked_at
    return total
