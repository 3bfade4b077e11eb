"""MT940 bank statements as Polish banks write them: read, check, tell lines apart.

`read(bytes) -> statements`, `check(statement) -> findings`, `fingerprint(statement, line) -> str`.
Source: SWIFT MT940 customer statement message; dialects of field 86 as in the README.
"""

from zaplecze.formats.mt940.checks import Finding, Severity, check
from zaplecze.formats.mt940.read import read
from zaplecze.formats.mt940.types import (
    Balance,
    Line,
    Mt940Error,
    Other,
    SplitPayment,
    Stated,
    Statement,
    fingerprint,
)

__all__ = [
    "Balance",
    "Finding",
    "Line",
    "Mt940Error",
    "Other",
    "Severity",
    "SplitPayment",
    "Stated",
    "Statement",
    "check",
    "fingerprint",
    "read",
]
