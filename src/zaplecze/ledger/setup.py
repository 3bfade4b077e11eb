"""Open a company's books: chart, journals, cost centres."""

from __future__ import annotations

from zaplecze.ledger.chart import COST_CENTERS, JOURNALS
from zaplecze.ledger.charts import CHARTS, DEFAULT
from zaplecze.ledger.models import Account, CostCenter, Journal
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id


def open_books(chart: str = DEFAULT) -> None:
    """Give the open company a starting chart, journals and cost centres; repeatable.

    ``chart`` is ``services``, ``trade`` or ``production``; raises `Refusal` for another word.
    """
    if chart not in CHARTS:
        raise Refusal(
            f"Nie ma wzoru planu kont „{chart}”. Wybierz: {', '.join(CHARTS)}.", code="ledger.chart"
        )
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
            for row in CHARTS[chart]
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
