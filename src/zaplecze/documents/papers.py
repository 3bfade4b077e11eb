"""A paper on its way through one transaction: the document's id and what was read of it.

The department that owns the kind calls `wait` where the paper can't go on without a person; receiving then
tells so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zaplecze.formats import fa3, mt940


@dataclass(slots=True)
class Paper:
    """A received document in the transaction that received it."""

    document_id: int
    waits: list[tuple[str, str]] = field(default_factory=list)

    def wait(self, code: str, message: str) -> None:
        """Say that a person has to look, and why (Polish)."""
        self.waits.append((code, message))


@dataclass(slots=True)
class InvoicePaper(Paper):
    """An FA(3) invoice; ``partner_id`` is the other side, amounts are in the invoice's currency."""

    invoice: fa3.Invoice = field(kw_only=True)
    partner_id: int | None = field(kw_only=True)
    ksef_number: str = field(kw_only=True)
    findings: tuple[fa3.Finding, ...] = field(kw_only=True)

    @property
    def stopped(self) -> bool:
        """True where a check says that it can't be booked as it is, or a person must look first."""
        return any(f.severity > fa3.Severity.WARN for f in self.findings)


@dataclass(slots=True)
class StatementPaper(Paper):
    """A bank statement file: one or more statements."""

    statements: tuple[mt940.Statement, ...] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document's row keeps of a paper."""

    number: str
    issue_date: date | None = None
    sale_date: date | None = None
    due_date: date | None = None
    currency: str = "PLN"
    net: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)
    gross: Decimal = Decimal(0)
