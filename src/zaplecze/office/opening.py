"""Open a company's rooms in every department: books, procedures."""

from __future__ import annotations

from datetime import datetime

from zaplecze.documents.api import DEFAULT_PROCEDURES
from zaplecze.ledger.api import DEFAULT_CHART, open_books
from zaplecze.payments.api import DEFAULT_STEPS as STATEMENT_STEPS
from zaplecze.payments.api import KIND as STATEMENT
from zaplecze.platform.companies import add_company
from zaplecze.platform.models import Company
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import KIND as COST_INVOICE
from zaplecze.purchasing.api import default_steps
from zaplecze.sales.api import DEFAULT_STEPS as SALES_STEPS
from zaplecze.sales.api import KIND as SALES_INVOICE
from zaplecze.workflow.api import save_procedure


def open_company(
    *,
    nip: str,
    name: str,
    at: datetime,
    straight_through: bool = False,
    chart: str = DEFAULT_CHART,
    **details: str,
) -> Company:
    """Take a company in and give it a chart (services, trade, production), journals and procedures."""
    company = add_company(nip=nip, name=name, at=at, straight_through=straight_through, **details)
    with company_scope(company.id):
        open_books(chart)
        save_procedure(kind=COST_INVOICE, steps=default_steps(company.second_approval_over), at=at)
        save_procedure(kind=SALES_INVOICE, steps=SALES_STEPS, at=at)
        save_procedure(kind=STATEMENT, steps=STATEMENT_STEPS, at=at)
        for kind, steps in DEFAULT_PROCEDURES.items():
            save_procedure(kind=kind, steps=steps, at=at)
    return company
