"""Whose table it is, of which papers, and where its figures open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zaplecze.platform.models import Company
from zaplecze.platform.report import Column, Report, Row


class Addresses(Protocol):
    """Makes addresses of the papers behind a figure."""

    def papers_url(self, what: str, **query: object) -> str:
        """Address of the papers that a figure was counted from."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose table it is, of which papers, and where its figures open."""

    company: Company
    label: str
    addresses: Addresses

    def report(
        self,
        code: str,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        notes: Sequence[str] = (),
    ) -> Report:
        """A report under this heading; process tables have no totals."""
        return Report(
            code=code,
            title=title,
            company_name=self.company.name,
            company_nip=self.company.nip,
            period_label=self.label,
            columns=tuple(columns),
            rows=tuple(rows),
            totals={},
            notes=tuple(notes),
        )
