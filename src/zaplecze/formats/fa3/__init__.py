"""FA(3), the Polish structured e-invoice: read, check, write.

`read(bytes) -> Invoice`, `check(invoice, direction=...) -> findings`, `write(invoice) -> bytes`.
Source: schema FA(3) v1-0E, namespace http://crd.gov.pl/wzor/2025/06/25/13775/.
"""

from zaplecze.formats.fa3.amounts import (
    BandSum,
    LineTotals,
    PlnTotal,
    booking_totals,
    line_totals,
    order_totals,
    stated_rate,
    to_grosze,
    vat_in_pln,
)
from zaplecze.formats.fa3.checks import check
from zaplecze.formats.fa3.errors import Fa3Error, Fa3Refused, Problem
from zaplecze.formats.fa3.findings import CATALOG, Finding, Severity
from zaplecze.formats.fa3.read import read
from zaplecze.formats.fa3.types import *  # noqa: F403
from zaplecze.formats.fa3.types import __all__ as _types
from zaplecze.formats.fa3.write import encode, write

__all__ = [  # noqa: PLE0604 - strings, from the list of types
    "CATALOG",
    "BandSum",
    "Fa3Error",
    "Fa3Refused",
    "Finding",
    "LineTotals",
    "PlnTotal",
    "Problem",
    "Severity",
    "booking_totals",
    "check",
    "encode",
    "line_totals",
    "order_totals",
    "read",
    "stated_rate",
    "to_grosze",
    "vat_in_pln",
    "write",
    *_types,
]
