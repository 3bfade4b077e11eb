"""What can be wrong with a statement that reads well."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from zaplecze.formats.mt940.types import Statement
from zaplecze.formats.numbers import iban_ok, nrb_ok


class Severity(IntEnum):
    """How grave a finding is; comparable."""

    WARN = 1  # worth a look
    MARK = 2  # a person must look first
    STOP = 3  # can't be booked


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: a stable code, a Polish message with the next step, the line of the file (from 1)."""

    code: str
    severity: Severity
    message_pl: str
    line: int | None = None


def check(statement: Statement) -> tuple[Finding, ...]:
    """Findings, gravest first."""
    found = [
        *_currencies(statement),
        *_sums(statement),
        *_account(statement),
        *_counterparties(statement),
    ]
    return tuple(sorted(found, key=lambda f: -f.severity))


def _currencies(statement: Statement) -> list[Finding]:
    return [
        Finding(
            "MT940-CUR-01",
            Severity.STOP,
            f"Wyciąg {statement.number}: pole :{one.tag}: w wierszu {one.line} podaje walutę "
            f"{one.currency}, a wyciąg jest w {statement.currency}. "
            "Pobierz wyciąg z banku jeszcze raz albo zgłoś to bankowi.",
            one.line,
        )
        for one in statement.currencies
        if one.currency != statement.currency
    ]


def _sums(statement: Statement) -> list[Finding]:
    opening, closing = statement.opening, statement.closing
    if opening is None or closing is None:
        missing = "początkowego" if opening is None else "końcowego"
        return [
            Finding(
                "MT940-BAL-01",
                Severity.WARN,
                f"Wyciąg {statement.number} nie ma salda {missing}: nie da się sprawdzić, czy jest cały. "
                "Porównaj go z historią rachunku w banku.",
                statement.file_line,
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
            closing.file_line,
        )
    ]


def _account(statement: Statement) -> list[Finding]:
    number = statement.account
    if nrb_ok(number) or iban_ok(number):
        return []
    return [
        Finding(
            "MT940-ACC-01",
            Severity.MARK,
            f"Numer rachunku {number} ma złą sumę kontrolną albo nie jest numerem NRB ani IBAN. "
            "Sprawdź, czy to wyciąg tej firmy.",
            statement.file_line,
        )
    ]


def _counterparties(statement: Statement) -> list[Finding]:
    # Only numbers in the form of an NRB or IBAN promise a checksum; others are the bank's own.
    return [
        Finding(
            "MT940-ACC-02",
            Severity.WARN,
            f"Operacja {line.no} (wiersz {line.file_line}): rachunek kontrahenta {account} ma złą sumę "
            "kontrolną. Nie przepisuj go do przelewu bez sprawdzenia.",
            line.file_line,
        )
        for line in statement.lines
        if (account := line.counterparty_account)
        and (len(account) == 26 or not account.isdecimal())
        and not (nrb_ok(account) or iban_ok(account))
    ]
