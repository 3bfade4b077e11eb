"""Every report of the books has an address, so that its totals open into their rows."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "zaplecze"
DEPARTMENTS = ("ledger", "tax", "payments", "assets", "statements")


def reports_of(source: str) -> set[str]:
    """Names of a module's public functions that answer a `Report`."""
    return {
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and isinstance(node.returns, ast.Name)
        and node.returns.id == "Report"
    }


def imported(source: str) -> set[str]:
    """Names that a module imports, without their departments."""
    return {
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def desk_names(department: str) -> dict[str, str]:
    """Names on a department's desk: as others import them, to what they are inside."""
    tree = ast.parse((SOURCE / department / "api.py").read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_every_report_of_the_books_has_an_address() -> None:
    known = imported((SOURCE / "office" / "tables.py").read_text(encoding="utf-8"))
    for department in DEPARTMENTS:
        files = [p for p in (SOURCE / department).rglob("*.py") if "/web/" not in str(p)]
        made = {n for p in files for n in reports_of(p.read_text(encoding="utf-8"))}
        desk = desk_names(department)
        built = {desk.get(name, "") for name in known}
        assert made, department
        assert made - built == set(), f"{department}: these reports are not in office/tables.py"


def test_a_report_without_an_address_is_found() -> None:
    assert reports_of("def new_report(company) -> Report: ...") - {"old_report"} == {"new_report"}
