"""Papers from abroad for scenarios: described, approved by another person, waiting for the accountant."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.papers import AT, drop, ids
from zaplecze.documents.api import describe_paper
from zaplecze.formats.containers.tests.samples import PDF
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice
from zaplecze.workflow.api import open_task, take_step


def described(
    company: Any, number: str, gross: Decimal, *, clerk: int, kind: str = "foreign_invoice", at: datetime = AT,
    **facts: str,
) -> int:  # fmt: skip
    """A paper that a clerk took in and described: what it is, then whose cost."""
    name, data = f"{number.replace('/', '-')}.pdf", PDF + f"%{number}\n".encode()
    (paper,) = ids(drop(company, (name, data), at=at))
    told = {
        "number": number, "issue_date": "14.09.2026", "partner_name": "Lichterpark Havelland GmbH",
        "partner_tax_id": "DE999000333", "gross": str(gross),
    }  # fmt: skip
    if kind == "foreign_invoice":
        told["currency"] = "EUR"
    with company_scope(company.id):
        describe_paper(document_id=paper, kind=kind, values=told | facts, by=clerk, at=at)
        describe_invoice(document_id=paper, cost_center="PROD", purpose="lampy", by=clerk, at=at)
    return paper


def approve(company: Any, paper: int, *, by: int, at: datetime = AT) -> None:
    """Accept the step in which a paper waits."""
    with company_scope(company.id):
        task = open_task(document_id=paper)
        assert task is not None
        assert task.kind == "approve"
        take_step(task_id=task.id, verdict="accepted", by=by, at=at)


def approved(
    company: Any, number: str, gross: Decimal, *, clerk: int, boss: int, at: datetime = AT, **more: str
) -> int:  # fmt: skip
    """A described paper that somebody else approved."""
    paper = described(company, number, gross, clerk=clerk, at=at, **more)
    approve(company, paper, by=boss, at=at)
    return paper
