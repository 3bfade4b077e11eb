"""Run the SQL audits: each is a query that must return no rows, and the wall between companies must stand.

An audit is a file in ``audits/``: a title and a reason as comments, then one SELECT that runs behind a
company's wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from zaplecze.platform import wall
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.companies import all_company_ids
from zaplecze.platform.models import Company
from zaplecze.platform.scope import company_scope

FOLDER = Path(__file__).parent / "audits"
SHOWN = 20


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """An audit that returned rows: the first of them, as text."""

    audit: str
    title: str
    nip: str
    rows: list[str]


@dataclass(frozen=True, slots=True)
class Audit:
    """A query that must return no rows."""

    name: str
    title: str
    reason: str
    sql: str


def audits() -> list[Audit]:
    """Every audit, by file name."""
    found = []
    for path in sorted(FOLDER.glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        head = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
        found.append(
            Audit(
                path.stem,
                head[0].removeprefix("title: "),
                " ".join(head[1:]).removeprefix("reason: "),
                text,
            )
        )
    return found


def run_audits(company_id: int | None = None) -> list[AuditFinding]:
    """Audit one company, or all; an empty list is a clean house."""
    found: list[AuditFinding] = []
    with connection.cursor() as cursor:
        breaches = wall.breaches(cursor)
    if breaches:
        found.append(AuditFinding("wall", "The wall between companies stands", "", breaches))
    for one in [company_id] if company_id is not None else all_company_ids():
        with company_scope(one):
            nip = Company.objects.values_list("nip", flat=True).get(id=one)
            for audit in audits():
                rows = _rows(audit)
                if rows:
                    found.append(AuditFinding(audit.name, audit.title, nip, rows))
    return found


def _rows(audit: Audit) -> list[str]:
    with server_cursor() as cursor:
        cursor.execute(audit.sql.encode())
        names = [column.name for column in cursor.description or ()]
        rows: list[tuple[Any, ...]] = cursor.fetchmany(SHOWN)
    return [", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in rows]
