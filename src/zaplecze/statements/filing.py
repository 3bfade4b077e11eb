"""e-Sprawozdanie of a year: the filled statements and the entity's texts as a file of the ministry's form."""

from __future__ import annotations

from datetime import date

from zaplecze.formats.e_sprawozdanie_1_2 import (
    Address,
    FinancialStatement,
    Introduction,
    Kind,
    Position,
    Variant,
)
from zaplecze.platform.models import Company
from zaplecze.statements.queries import YearStatements
from zaplecze.statements.rules import Statement

KINDS = {"1": Kind.OTHER, "4": Kind.MICRO, "5": Kind.SMALL}
VARIANTS = {"by-nature": Variant.BY_NATURE, "by-function": Variant.BY_FUNCTION}


def financial_statement(
    company: Company,
    filled: YearStatements,
    *,
    seat: Address,
    krs: str,
    introduction: Introduction,
    notes: tuple[str, ...],
    on: date,
) -> FinancialStatement:
    """The content of a file for `build`, of a calendar year; ``on`` is the day the statements were prepared."""
    return FinancialStatement(
        kind=KINDS[filled.annex],
        variant=VARIANTS[filled.variant],
        first_day=date(filled.year, 1, 1),
        last_day=date(filled.year, 12, 31),
        prepared_on=on,
        name=company.name,
        nip=company.nip,
        krs=krs,
        seat=seat,
        introduction=introduction,
        assets=_positions(filled.assets),
        liabilities=_positions(filled.liabilities),
        result=_positions(filled.result),
        notes=notes,
    )


def _positions(statement: Statement) -> tuple[Position, ...]:
    return tuple(Position(f.code, f.amount, f.previous) for f in statement.figures)
