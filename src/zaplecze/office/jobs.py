"""What runs by itself: nightly audits and measuring of proposals, daily rates, folders and mail; books asked for."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from zaplecze.ledger.api import fetch_rates
from zaplecze.office.audit import run_audits
from zaplecze.office.books.asked import make_books
from zaplecze.office.channels import take_folder, take_mail
from zaplecze.office.verify import verify
from zaplecze.platform.companies import all_company_ids
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.platform.shared_cache import sweep_shared
from zaplecze.purchasing.api import measure_reliability

log = logging.getLogger(__name__)

SETTLING_SECONDS = 3


@app.periodic(cron="30 2 * * *")
@app.task(queueing_lock="nightly-audit", pass_context=False)
def nightly_audit(timestamp: int) -> int:
    """Verify and audit every company; what is found is logged as an error. Returns how many findings."""
    faults = verify()
    findings = run_audits()
    for fault in faults:
        log.error("chain of %s broken at %s: %s", fault.nip, fault.place, fault.message)
    for finding in findings:
        log.error("audit %s of %s: %s", finding.audit, finding.nip, finding.rows)
    return len(faults) + len(findings)


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="measure-proposals", pass_context=False)
def measure_proposals(timestamp: int) -> int:
    """Count in every company how reliable its posting proposals were; returns how many were tried."""
    tried = 0
    for company_id in all_company_ids():
        with company_scope(company_id):
            tried += measure_reliability()
    return tried


@app.periodic(cron="45 12 * * 1-5")
@app.task(queueing_lock="fetch-rates", pass_context=False)
def fetch_nbp_rates(timestamp: int) -> int:
    """Take the newest tables from NBP, which come out before half past twelve; a failure is logged, no more."""
    try:
        return fetch_rates()
    except Refusal as refusal:
        log.error("rates: %s", refusal.message)  # noqa: TRY400 - the reason says it all
        return 0


@app.periodic(cron="*/20 * * * *")
@app.task(queueing_lock="sweep-shared", pass_context=False)
def sweep_counters(timestamp: int) -> int:
    """Drop counters of log-ins and links whose time is over; returns how many."""
    return sweep_shared()


@app.task(pass_context=False)
def write_books(company_id: int, export_id: int) -> None:
    """Write the books that were asked for."""
    make_books(company_id=company_id, export_id=export_id, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="watch-folders", lock="watch-folders", pass_context=False)
def watch_folders(timestamp: int) -> int:
    """Take what settled in the companies' watched folders; returns how many files were taken."""
    if not settings.ZAPLECZE_INBOX:
        return 0
    taken = 0
    for company_id in all_company_ids():
        with company_scope(company_id):
            nip = Company.objects.values_list("nip", flat=True).get(id=company_id)
        try:
            visit = take_folder(
                company_id,
                Path(settings.ZAPLECZE_INBOX, nip),
                clock=timezone.now,
                pause=lambda: time.sleep(SETTLING_SECONDS),
            )
        except OSError:
            log.exception("watched folder of %s", nip)
            continue
        taken += visit.taken
    return taken


@app.periodic(cron="*/3 * * * *")
@app.task(queueing_lock="take-mail", lock="take-mail", pass_context=False)
def visit_mailboxes(timestamp: int) -> int:
    """Take new messages out of all companies' mailboxes; returns how many were taken."""
    return sum(
        visit.taken
        for company_id in all_company_ids()
        for visit in take_mail(company_id, clock=timezone.now)
    )
