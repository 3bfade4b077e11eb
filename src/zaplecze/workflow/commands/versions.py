"""A paper got a newer version while it was on its way: links to the older one end, who decides is told."""

from __future__ import annotations

from datetime import datetime

from zaplecze.platform.events import lock_company
from zaplecze.platform.models import Company
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.cases import learn_facts
from zaplecze.workflow.commands.clock import Teller
from zaplecze.workflow.letters import DECIDING
from zaplecze.workflow.models import Case, CaseState, Task
from zaplecze.workflow.org import day_of, org_on

VERSION = "version"
"""A case's fact: the number of its paper's newest version, where there is more than the first."""


def announce_version(*, document_id: int, number: int, note: str, by: int, at: datetime) -> None:
    """Make open links to a paper void, and write to whoever is to approve it now, with a link to the newest version.

    A paper that circulates no more, or never did, has nobody to tell.
    """
    lock_company()
    company_id = current_company_id()
    if not Case.objects.filter(
        company_id=company_id, document_id=document_id, state=CaseState.OPEN
    ).exists():
        return
    learn_facts(document_id=document_id, facts={VERSION: number})
    tasks = Task.objects.filter(
        company_id=company_id,
        document_id=document_id,
        kind__in=DECIDING,
        closed_at__isnull=True,
    )
    teller = Teller(org_on(day_of(at)), Company.objects.get(id=company_id), at)
    for task in tasks.select_related("case").order_by("id"):
        teller.tell_of_version(task, number=number, note=note, but=by)
