"""What the declaration must hold: fields of the form, and the sums that follow from the rows."""

from collections.abc import Iterator

from zaplecze.formats.jpk_v7m_3.declaration import declaration_from, settled
from zaplecze.formats.jpk_v7m_3.fields import (
    AMOUNT,
    DECLARATION,
    FLAG,
    NOT_NEGATIVE,
    NOT_POSITIVE,
    PURCHASE_AMOUNTS,
    REFUND_MARKS,
    SALES_AMOUNTS,
    TEXT,
)
from zaplecze.formats.jpk_v7m_3.finding import Finding, stop
from zaplecze.formats.jpk_v7m_3.texts import token
from zaplecze.formats.jpk_v7m_3.types import Declaration, Jpk

MAX_ZLOTYS = 10**14 - 1
TEXT_LIMITS = {"P_61": 240, "P_ORDZU": 3500}
FROM_ROWS = (
    *(f"P_{k[2:]}" for k in (*SALES_AMOUNTS, *PURCHASE_AMOUNTS)),
    "P_37",
    "P_38",
    "P_48",
    "P_68",
    "P_69",
)
NEEDED = ("P_38", "P_51")


def declaration_findings(jpk: Jpk, declaration: Declaration) -> Iterator[Finding]:
    """Findings of the declaration against the form and against the rows of the same file."""
    yield from _fields(declaration)
    yield from _sums(jpk, declaration)
    yield from _refund(declaration)


def _fields(declaration: Declaration) -> Iterator[Finding]:
    for held, kind in (
        (declaration.amounts, AMOUNT),
        (declaration.flags, FLAG),
        (declaration.texts, TEXT),
    ):
        for name in sorted(held):
            if DECLARATION.get(name) != kind:
                yield stop(
                    "JPK-FIELD",
                    f"deklaracja: pola {name} nie ma we wzorze VAT-7 (23) albo jest innego rodzaju.",
                )
    for name, amount in declaration.amounts.items():
        if (name in NOT_NEGATIVE and amount < 0) or (name in NOT_POSITIVE and amount > 0):
            yield stop("JPK-SIGN", f"deklaracja: {name} = {amount} ma zły znak; sprawdź korekty.")
        if abs(amount) > MAX_ZLOTYS:
            yield stop(
                "JPK-AMOUNT", f"deklaracja: {name} = {amount} jest za duże; sprawdź wiersze."
            )
    for name, text in declaration.texts.items():
        limit = TEXT_LIMITS.get(name, 0)
        if not 0 < len(token(text)) <= limit:
            yield stop(
                "JPK-TEXT", f"deklaracja: {name} jest puste albo dłuższe niż {limit} znaków."
            )
    if ("P_68" in declaration.amounts) != ("P_69" in declaration.amounts):
        yield stop("JPK-PAIR", "deklaracja: P_68 i P_69 podaje się razem.")


def _sums(jpk: Jpk, declaration: Declaration) -> Iterator[Finding]:
    declared = declaration.amounts
    for name in NEEDED:
        if name not in declared:
            yield stop("JPK-DECLARATION", f"deklaracja: brak {name}. Przelicz deklarację.")
    rows = declaration_from(jpk.sales, jpk.purchases, carried_over=declared.get("P_39", 0))
    due, surplus = settled(declared)
    expected = {name: rows.amounts.get(name, 0) for name in FROM_ROWS}
    for name, amount in {**expected, "P_51": due, "P_53": surplus}.items():
        if declared.get(name, 0) != amount:
            yield stop(
                "JPK-DECLARATION",
                f"deklaracja: {name} = {declared.get(name, 0)}, a z ewidencji wynika {amount}. "
                "Przelicz deklarację.",
            )


def _refund(declaration: Declaration) -> Iterator[Finding]:
    declared, flags = declaration.amounts, declaration.flags
    marks = [mark for mark in REFUND_MARKS if mark in flags]
    if len(marks) != ("P_54" in declared):
        yield stop(
            "JPK-REFUND",
            "deklaracja: zwrot to kwota P_54 i dokładnie jeden jego termin; popraw je.",
        )
    counted = ("P_59" in flags, declared.get("P_60", 0) > 0, "P_61" in declaration.texts)
    if any(counted) != all(counted) or (any(counted) and "P_54" not in declared):
        yield stop(
            "JPK-REFUND", "deklaracja: zaliczenie zwrotu to P_59, P_60 i P_61 razem przy P_54."
        )
    if "P_60" in declared and declared["P_60"] == 0:
        yield stop("JPK-REFUND", "deklaracja: P_60 jest większe od zera albo go nie ma.")
    left = declared.get("P_53", 0) - declared.get("P_54", 0)
    if left < 0 or declared.get("P_62", 0) != left:
        yield stop(
            "JPK-REFUND",
            f"deklaracja: P_62 = {declared.get('P_62', 0)}, a P_53 bez P_54 to {left}; popraw P_54 albo P_62.",
        )
