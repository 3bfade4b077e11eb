"""Reads of circulation for those who measure it: every paper's procedure, in a bounded number of queries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import Case, Procedure
from zaplecze.workflow.rules import Step, steps_from


@dataclass(frozen=True, slots=True)
class Circulating:
    """A paper's case: the version of the written procedure that it follows, its steps, the facts known now."""

    document_id: int
    procedure_id: int
    kind: str
    version: int
    steps: tuple[Step, ...]
    facts: Mapping[str, Any]


def circulating(*, papers: Sequence[int]) -> dict[int, Circulating]:
    """Cases of these papers of the open company, by paper; two queries however many."""
    company_id = current_company_id()
    written = {
        p.id: (p.kind, p.version, steps_from(p.steps))
        for p in Procedure.objects.filter(company_id=company_id)
    }
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT document_id, procedure_id, facts::text FROM workflow_case "
            b"WHERE company_id = %s AND document_id = ANY(%s::bigint[])",
            (company_id, list(papers)),
        )
        return {
            document_id: Circulating(
                document_id, procedure_id, *written[procedure_id], json.loads(facts)
            )
            for document_id, procedure_id, facts in cursor.fetchall()
        }


def ended_by(as_of: datetime) -> QuerySet[Case, Any]:
    """A query of the ids of the open company's papers whose way had ended by then."""
    rows = Case.objects.filter(company_id=current_company_id(), closed_at__lte=as_of)
    return rows.values("document_id")


@dataclass(frozen=True, slots=True)
class Written:
    """A version of a written procedure."""

    version: int
    steps: tuple[Step, ...]


def written_procedures() -> dict[int, Written]:
    """Every version of every procedure of the open company, by id."""
    rows = Procedure.objects.filter(company_id=current_company_id())
    return {p.id: Written(p.version, steps_from(p.steps)) for p in rows}


def followed(*, papers: Sequence[int], fact: str) -> dict[int, tuple[int, str | None]]:
    """The procedure that each of these papers goes by, and one fact of its case as text (None: not known)."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT document_id, procedure_id, facts->>%s FROM workflow_case "
            b"WHERE company_id = %s AND document_id = ANY(%s::bigint[])",
            (fact, current_company_id(), list(papers)),
        )
        return {paper: (procedure, value) for paper, procedure, value in cursor.fetchall()}
