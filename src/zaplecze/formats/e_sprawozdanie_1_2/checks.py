"""What is wrong with a statement; every finding keeps the file from being written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.formats.e_sprawozdanie_1_2.fields import FORMS
from zaplecze.formats.e_sprawozdanie_1_2.types import FinancialStatement, Kind, Position

ZERO = Decimal("0.00")
TOO_LATE = date(2025, 1, 1)  # fiscal years that begin then or later: templates of variant 2


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: a stable code, a Polish message that names the place and the next step."""

    code: str
    message_pl: str


# What years from then on are filed in, amounts in złoty.
IN_FORCE = {Kind.OTHER: "SFJINZ (2)", Kind.SMALL: "SFJMAZ (2)", Kind.MICRO: "SFJMIZ (2)"}


class StatementRefused(ValueError):
    """The statement can't be written; ``findings`` tell why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(f.message_pl for f in findings))
        self.findings = tuple(findings)


def check(statement: FinancialStatement) -> list[Finding]:
    """All findings, none for a good statement."""
    return [*_facts(statement), *_balance(statement)]


def _facts(statement: FinancialStatement) -> Iterator[Finding]:
    if statement.first_day >= TOO_LATE:
        yield Finding(
            "version",
            f"Rok od {statement.first_day:%d.%m.%Y} składa się we wzorze {IN_FORCE[statement.kind]}, wersja 1-0E. "
            "Program zapisuje wzór 1-2, który obejmuje wcześniejsze lata, więc pliku XML nie będzie. "
            "Pobierz pozycje w Excelu i wpisz je w aplikacji e-Sprawozdania Finansowe Ministerstwa Finansów.",
        )
    if statement.variant not in FORMS[statement.kind].net:
        yield Finding("variant", "Jednostka mikro ma jeden wariant RZiS. Wybierz porównawczy.")
    told = statement.introduction
    asked = {
        "zasady wyceny": told.valuation,
        "zasady ustalania wyniku": told.result,
        "zasady sporządzenia sprawozdania": told.presentation,
        "informacja dodatkowa": "".join(statement.notes),
    }
    if statement.kind is Kind.OTHER:
        asked["kod PKD"] = "".join(told.pkd)
    else:
        asked["zastosowane uproszczenia"] = told.simplified
    for name, text in asked.items():
        if not text.strip():
            yield Finding("text", f"Brakuje treści: {name}. Uzupełnij wprowadzenie.")
    for place, positions in _places(statement):
        codes = [p.code for p in positions]
        for code in sorted({c for c in codes if codes.count(c) > 1}):
            yield Finding("twice", f"{place}: pozycja {code} występuje dwa razy. Usuń jedną.")
        for index, code in enumerate(codes):
            parent = code.rpartition(".")[0]
            if parent and parent not in codes[:index]:
                yield Finding("parent", f"{place}: nad pozycją {code} brakuje {parent}. Dodaj ją.")


def _balance(statement: FinancialStatement) -> Iterator[Finding]:
    form = FORMS[statement.kind]
    for which, year in (("amount", "roku"), ("previous", "poprzedniego roku")):
        assets = {p.code: _of(p, which) for p in statement.assets}
        liabilities = {p.code: _of(p, which) for p in statement.liabilities}
        result = {p.code: _of(p, which) for p in statement.result}
        left, right = _top(assets), _top(liabilities)
        if left != right:
            yield Finding(
                "balance", f"Bilans {year}: aktywa {left}, pasywa {right}. Popraw pozycje."
            )
        net = form.net.get(statement.variant, "")
        # The year before may have been closed by other books: only this year's result is known to be the same.
        if (
            which == "amount"
            and statement.kind is not Kind.MICRO
            and result.get(net, ZERO) != liabilities.get("A.VI", ZERO)
        ):
            yield Finding(
                "result",
                f"Wynik netto w RZiS ({net}) to {result.get(net, ZERO)}, a w bilansie (Pasywa A.VI) "
                f"{liabilities.get('A.VI', ZERO)}. Popraw jedno z nich.",
            )
        if statement.kind is Kind.OTHER:  # shorter forms have only "of which" lines below
            debts = {c: a for c, a in liabilities.items() if c.startswith("B")}
            yield from _sums("Aktywa", year, assets)
            yield from _sums("Pasywa", year, debts)


def _sums(place: str, year: str, amounts: dict[str, Decimal]) -> Iterator[Finding]:
    below: dict[str, Decimal] = {}
    for code, amount in amounts.items():
        if parent := code.rpartition(".")[0]:
            below[parent] = below.get(parent, ZERO) + amount
    for code, total in below.items():
        if amounts.get(code) != total:
            yield Finding(
                "sum",
                f"{place} {code} {year}: {amounts.get(code)}, a pozycje pod nią dają {total}. Popraw sumę.",
            )


def _places(statement: FinancialStatement) -> tuple[tuple[str, tuple[Position, ...]], ...]:
    return (
        ("Aktywa", statement.assets),
        ("Pasywa", statement.liabilities),
        ("RZiS", statement.result),
    )


def _of(position: Position, which: str) -> Decimal:
    return position.amount if which == "amount" else position.previous


def _top(amounts: dict[str, Decimal]) -> Decimal:
    return sum((a for code, a in amounts.items() if "." not in code), ZERO)
