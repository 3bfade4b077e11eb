"""Reads of circulation for those who measure it: every paper's procedure, in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import Case, Procedure
from zaplecze.workflow.rules import Step, steps_from


@dataclass(frozen=True, slots=True)
class Circulating:
    """A paper's case: the version of the written procedure that it follows, its steps, the facts known now."""

    document_id: int
    kind: str
    version: int
    steps: tuple[Step, ...]
    facts: Mapping[str, Any]


def circulating(*, papers: QuerySet[Any, Any]) -> dict[int, Circulating]:
    """Cases of the open company's papers (a query of their ids) by paper; two queries however many."""
    company_id = current_company_id()
    written = {
        p.id: (p.kind, p.version, steps_from(p.steps))
        for p in Procedure.objects.filter(company_id=company_id)
    }
    rows = Case.objects.filter(company_id=company_id, document_id__in=papers)
    return {
        document_id: Circulating(document_id, *written[procedure_id], facts)
        for document_id, procedure_id, facts in rows.values_list(
            "document_id", "procedure_id", "facts"
        ).iterator()
    }
