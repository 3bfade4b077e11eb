"""JPK_KR_PD(1): the books of a year for the income tax, of other entities (ZOiS7).

`write(books, file)`, `read_parts(file)`, `read(file)`, `check(books)`, `diff(before, now)`.
Source: schema JPK_KR_PD(1) v1-1, namespace http://jpk.mf.gov.pl/wzor/2024/09/04/09041/.
"""

from zaplecze.formats.jpk_kr_pd_1.checks import Finding, check
from zaplecze.formats.jpk_kr_pd_1.compare import Difference, diff
from zaplecze.formats.jpk_kr_pd_1.read import KrPdError, read, read_parts
from zaplecze.formats.jpk_kr_pd_1.types import (
    Account,
    Address,
    Books,
    Contractor,
    Controls,
    Entry,
    Header,
    Line,
    Reconciliation,
    Subject,
)
from zaplecze.formats.jpk_kr_pd_1.write import write

__all__ = [
    "Account",
    "Address",
    "Books",
    "Contractor",
    "Controls",
    "Difference",
    "Entry",
    "Finding",
    "Header",
    "KrPdError",
    "Line",
    "Reconciliation",
    "Subject",
    "check",
    "diff",
    "read",
    "read_parts",
    "write",
]
