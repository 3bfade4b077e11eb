"""What runs by itself: every night all books are verified and audited."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from zaplecze.office.audit import run_audits
from zaplecze.office.verify import verify

log = logging.getLogger(__name__)


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
