"""What can be wrong with a statement that reads well."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from zaplecze.formats.mt940.types import Statement
from zaplecze.formats.numbers import nrb_ok

_NRB = 26


class Severity(IntEnum):
    """How grave a finding is."""

    WARN = 1  # worth a look
    MARK = 2  # a person must look first
    STOP = 3  # can't be booked


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: a stable code, a Polish message that names the place and the next step."""

    code: str
    severity: Severity
    message_pl: str


def check(statement: Statement) -> tuple[Finding, ...]:
    """Findings, gravest first."""
    found = [*_sums(statement), *_account(statement)]
    return tuple(sorted(found, key=lambda f: -f.severity))


def _sums(statement: Statement) -> list[Finding]:
    opening, closing = statement.opening, statement.closing
    if opening is None or closing is None:
        missing = "początkowego" if opening is None else "końcowego"
        return [
            Finding(
                "MT940-BAL-01",
                Severity.WARN,
                f"Wyciąg {statement.number} nie ma salda {missing}: nie da się sprawdzić, czy jest cały.",
            )
        ]
    moved = sum((line.amount for line in statement.lines), Decimal(0))
    difference = closing.amount - opening.amount - moved
    if not difference:
        return []
    return [
        Finding(
            "MT940-SUM-01",
            Severity.STOP,
            f"Wyciąg {statement.number}: saldo początkowe {opening.amount} i operacje {moved} nie dają salda "
            f"końcowego {closing.amount} (różnica {difference}). Brakuje operacji albo plik jest ucięty: "
            "pobierz wyciąg z banku jeszcze raz.",
        )
    ]


def _account(statement: Statement) -> list[Finding]:
    number = statement.account
    if len(number) == _NRB and number.isdecimal() and not nrb_ok(number):
        return [
            Finding(
                "MT940-ACC-01",
                Severity.MARK,
                f"Numer rachunku {number} ma złą sumę kontrolną. Sprawdź, czy to wyciąg tej firmy.",
            )
        ]
    return []
