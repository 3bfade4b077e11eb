"""What is filed of the closed year: the books, the register of assets, the statements."""

from __future__ import annotations

from datetime import date, datetime, time

from zaplecze.assets.api import build_register
from zaplecze.platform.days import WARSAW
from zaplecze.platform.scope import current_company_id
from zaplecze.statements.api import StatementTexts, build_statement, preview_statement
from zaplecze.tax.api import build_books

TEXTS = {
    "valuation": "Środki trwałe: cena nabycia pomniejszona o umorzenie. Zapasy: ceny nabycia, rozchód FIFO. "
    "Należności i zobowiązania: kwota wymaganej zapłaty; waluty po średnim kursie NBP z dnia bilansowego.",
    "result": "Rachunek zysków i strat w wariancie porównawczym; przychody i koszty memoriałowo.",
    "presentation": "Według załącznika nr 1 do ustawy o rachunkowości, za rok równy kalendarzowemu.",
    "notes": "Po dniu bilansowym nie było zdarzeń, które zmieniłyby obraz jednostki.",
}


def file_year(year: int, *, by: int) -> None:
    """Build and keep JPK_KR_PD and JPK_ST_KR, and the e-Sprawozdanie where its form serves the year.

    JPK_V7M(3) is for months from February 2026 on. Nothing has a receipt: the firm doesn't exist.
    """
    at = datetime.combine(date(year + 1, 3, 25), time(11, 5), WARSAW)
    build_books(first=(year, 1), last=(year, 12), by=by, at=at)
    build_register(year=year, by=by, at=at)
    StatementTexts.objects.create(company_id=current_company_id(), year=year, **TEXTS)
    annex, variant = "1", "by-nature"
    if preview_statement(year=year, annex=annex, variant=variant, at=at).data:
        build_statement(year=year, annex=annex, variant=variant, by=by, at=at)
