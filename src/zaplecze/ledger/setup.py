"""Open a company's books: chart, journals, cost centres."""

from __future__ import annotations

from zaplecze.ledger.chart import CHART, COST_CENTERS, JOURNALS
from zaplecze.ledger.models import Account, CostCenter, Journal
from zaplecze.platform.scope import current_company_id


def open_books() -> None:
    """Give the open company the starting chart, journals and cost centres; repeatable."""
    company_id = current_company_id()
    Account.objects.bulk_create(
        (
            Account(
                company_id=company_id,
                number=row.number,
                name=row.name,
                kind=row.kind,
                settles=row.settles,
                tag_1=row.tag,
                tag_2=row.tag_2,
                tag_pd=row.pd,
            )
            for row in CHART
        ),
        ignore_conflicts=True,
    )
    Journal.objects.bulk_create(
        (Journal(company_id=company_id, code=code, name=name) for code, name in JOURNALS),
        ignore_conflicts=True,
    )
    CostCenter.objects.bulk_create(
        (CostCenter(company_id=company_id, code=code, name=name) for code, name in COST_CENTERS),
        ignore_conflicts=True,
    )
