"""The year before the first one in the books: the figures of its approved statements, which open the year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

BALANCE = {
    "assets": """
A.II.1.b 367500.00
A.II.1.c 111600.00
A.II.1.d 194400.00
B.I.1 31250.00
B.II.3.c 19661.76
B.III.1.c.1 656870.55
""",
    "liabilities": """
A.I 200000.00
A.II 1013620.55
A.VI 112000.00
B.III.3.g 23363.62
B.III.3.h 32298.14
""",
    "equity": """
A.I 200000.00
A.II 957620.55
A.VI 56000.00
""",
}
FLOW = """
A.I 112000.00
A.II.1 126300.00
A.II.3 8728.00
A.II.6 -3150.00
A.II.7 -4820.40
A.II.8 6412.95
B.I.3.b.4 420.00
B.II.1 89000.00
C.II.4 40000.00
C.II.8 9148.00
F 549128.00
G 656870.55
"""
RESULTS = {
    "by-function": """
A.I 1842300.00
A.II 214500.00
B.I 1402000.00
D 218600.00
E 264000.00
G.IV 6480.00
H.III 31680.00
J.II 420.00
K.I 9148.00
M 26272.00
""",
    "by-nature": """
A.I 1842300.00
A.IV 214500.00
B.I 126300.00
B.II 702450.00
B.III 395180.00
B.IV 2400.00
B.V 538200.00
B.VI 110220.00
B.VII 9850.00
D.IV 6480.00
E.III 31680.00
G.II 420.00
H.I 9148.00
J 26272.00
""",
}


def figures(variant: str) -> Mapping[str, Mapping[str, Decimal]]:
    """Typed lines of annex 1 by sheet and code, PLN."""
    sheets = {**BALANCE, "cash-flow": FLOW, "result": RESULTS[variant]}
    return {sheet: _lines(text) for sheet, text in sheets.items()}


def _lines(text: str) -> dict[str, Decimal]:
    rows = (row.split() for row in text.strip().splitlines())
    return {code: Decimal(amount) for code, amount in rows}
