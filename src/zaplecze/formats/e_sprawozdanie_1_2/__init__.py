"""e-Sprawozdanie finansowe 1-2 in PLN: yearly statements of other, small and micro entities.

`build(statement) -> bytes`, `read(bytes) -> FinancialStatement`, `check(statement) -> findings`.
`read_figures(bytes) -> Figures` reads the positions alone, of other versions too.
Source: schemas JednostkaInna/Mala/MikroWZlotych(1) v1-2, namespaces of 2018/07/09. Schema 1-2 is not the one for
fiscal years that begin on or after 2025-01-01: these have templates of variant 2.
"""

from zaplecze.formats.e_sprawozdanie_1_2.checks import Finding, StatementRefused, check
from zaplecze.formats.e_sprawozdanie_1_2.compare import Difference, diff
from zaplecze.formats.e_sprawozdanie_1_2.figures import Figures, OwnLine, read_figures
from zaplecze.formats.e_sprawozdanie_1_2.read import StatementError, read
from zaplecze.formats.e_sprawozdanie_1_2.types import (
    Address,
    FinancialStatement,
    Introduction,
    Kind,
    Position,
    Variant,
)
from zaplecze.formats.e_sprawozdanie_1_2.write import build

__all__ = [
    "Address",
    "Difference",
    "Figures",
    "FinancialStatement",
    "Finding",
    "Introduction",
    "Kind",
    "OwnLine",
    "Position",
    "StatementError",
    "StatementRefused",
    "Variant",
    "build",
    "check",
    "diff",
    "read",
    "read_figures",
]
