"""Kept versions of a year's statements, and what changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.platform.files import read_file
from zaplecze.platform.scope import current_company_id
from zaplecze.statements.models import Prepared
from zaplecze.statements.queries import YearStatements

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Change:
    """A line that is not what it was in a kept version, PLN."""

    statement: str
    code: str
    name: str
    before: Decimal
    now: Decimal


def figures_of(filled: YearStatements) -> dict[str, dict[str, list[str]]]:
    """What a version keeps: for each statement, its lines with name, this and the last year's amount."""
    return {
        statement.code: {
            f.code: [f.name, f"{f.amount:.2f}", f"{f.previous:.2f}"] for f in statement.figures
        }
        for statement in (filled.assets, filled.liabilities, filled.result)
    }


def versions(year: int) -> list[Prepared]:
    """Versions of a year, the newest first."""
    return list(
        Prepared.objects.select_related("prepared_by")
        .filter(company_id=current_company_id(), year=year)
        .order_by("-no")
    )


def newest_version(year: int) -> Prepared | None:
    """The newest version of a year."""
    return next(iter(versions(year)), None)


def newest_of_all() -> Prepared | None:
    """The newest version of the newest year."""
    rows = Prepared.objects.filter(company_id=current_company_id())
    return rows.order_by("-year", "-id").first()


def changes_since(version: Prepared, filled: YearStatements) -> list[Change]:
    """Lines that differ from a version's; a line that one of both doesn't have counts as nothing."""
    kept = json.loads(read_file(version.file_sha256))
    now = figures_of(filled)
    found = []
    for statement in sorted(kept.keys() | now.keys()):
        old, new = kept.get(statement, {}), now.get(statement, {})
        for code in [*new, *(c for c in old if c not in new)]:
            name = (new.get(code) or old[code])[0]
            before, after = (
                Decimal(side[code][1]) if code in side else ZERO for side in (old, new)
            )
            if before != after:
                found.append(Change(statement, code, name, before, after))
    return found
