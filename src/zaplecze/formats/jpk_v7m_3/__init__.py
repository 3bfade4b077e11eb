"""JPK_V7M(3): the monthly VAT declaration with its records, for periods from February 2026.

`build(jpk) -> bytes`, `read(bytes) -> Jpk`, `check(jpk) -> findings`, `declaration_from(sales, purchases)`.
Source: schema JPK_V7M(3) v1-0E, namespace http://crd.gov.pl/wzor/2025/12/19/14090/.
"""

from zaplecze.formats.jpk_v7m_3.checks import JpkRefused, check
from zaplecze.formats.jpk_v7m_3.compare import Difference, diff
from zaplecze.formats.jpk_v7m_3.declaration import Controls, control_totals, declaration_from
from zaplecze.formats.jpk_v7m_3.fields import LABELS, REGISTER_LABELS, TAX_FIELDS
from zaplecze.formats.jpk_v7m_3.finding import Finding, Severity
from zaplecze.formats.jpk_v7m_3.read import JpkError, read
from zaplecze.formats.jpk_v7m_3.types import (
    BadDebt,
    Declaration,
    Header,
    Jpk,
    Person,
    PurchaseRow,
    SalesRow,
)
from zaplecze.formats.jpk_v7m_3.write import build

__all__ = [
    "LABELS",
    "REGISTER_LABELS",
    "TAX_FIELDS",
    "BadDebt",
    "Controls",
    "Declaration",
    "Difference",
    "Finding",
    "Header",
    "Jpk",
    "JpkError",
    "JpkRefused",
    "Person",
    "PurchaseRow",
    "SalesRow",
    "Severity",
    "build",
    "check",
    "control_totals",
    "declaration_from",
    "diff",
    "read",
]
