"""Layouts of the statements of annexes 1, 4 and 5 to the Accounting Act."""

from zaplecze.statements.layouts.annex_1 import ASSETS, BY_FUNCTION, BY_NATURE, LIABILITIES
from zaplecze.statements.layouts.parse import Layout, Line, Netted, parse
from zaplecze.statements.layouts.shortened import MICRO, SMALL, Shortened

__all__ = [
    "ASSETS",
    "BY_FUNCTION",
    "BY_NATURE",
    "LIABILITIES",
    "MICRO",
    "SMALL",
    "Layout",
    "Line",
    "Netted",
    "Shortened",
    "parse",
]
