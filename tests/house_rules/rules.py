"""The house rules that import-linter can't see, each a function from source text to its faults."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "zaplecze"
DEPARTMENTS = (
    "partners", "workflow", "documents", "ledger", "tax", "payments", "statements", "assets",
    "purchasing", "sales", "controlling", "office",
)  # fmt: skip
CLOCKS = {"now", "today", "localdate", "localtime", "utcnow", "time", "monotonic"}
CLOCK_OWNERS = {"datetime", "date", "time", "timezone"}
IO = {"open", "input", "print"}
IO_MODULES = {
    "os",
    "pathlib",
    "socket",
    "subprocess",
    "urllib",
    "http",
    "requests",
    "httpx",
    "sqlite3",
}


def modules(*parts: str) -> Iterator[Path]:
    """Modules of the program, without tests and migrations."""
    for path in sorted(SOURCE.joinpath(*parts).rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def imports(source: str) -> Iterator[tuple[int, str]]:
    """(line, module) of every import, whole dotted names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def foreign_rooms(source: str, department: str, room: str) -> list[str]:
    """Imports of another department's room that is not its desk; rules may import lower rules."""
    found = []
    for line, module in imports(source):
        parts = module.split(".")
        if len(parts) < 3 or parts[0] != "zaplecze" or parts[1] not in DEPARTMENTS:
            continue
        if parts[1] == department or parts[2] == "api":
            continue
        if room == "rules" and parts[2] == "rules":
            continue
        if department == "config" and parts[2] == "web":
            continue  # addresses are wired together in config/urls.py
        if department == "config" and parts[1] == "office":
            continue  # the top floor has no desk: nobody above it but the wiring
        found.append(f"line {line}: {module}")
    return found


def clocks_and_io(source: str) -> list[str]:
    """Readings of a clock, files or the network."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in IO:
                found.append(f"line {node.lineno}: {called.id}()")
            if (
                isinstance(called, ast.Attribute)
                and called.attr in CLOCKS
                and isinstance(called.value, ast.Name)
                and called.value.id in CLOCK_OWNERS
            ):
                found.append(f"line {node.lineno}: {called.value.id}.{called.attr}()")
    found += [
        f"line {line}: import {name}"
        for line, name in imports(source)
        if name.split(".")[0] in IO_MODULES
    ]
    return found


def positional_commands(source: str) -> list[str]:
    """Public functions of a commands room that can be called with unnamed arguments.

    Routes of events ``(events, stamp)`` and set-based writers that take one sequence stay positional.
    """
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        names = [a.arg for a in node.args.args]
        if len(names) > 1 and names[-1] != "stamp":
            found.append(f"line {node.lineno}: {node.name}({', '.join(names)})")
    return found


def inline_code(template: str) -> list[str]:
    """What the content security policy refuses: inline scripts, styles and handlers."""
    patterns = (
        r"<script(?![^>]*\bsrc=)",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
    )
    return [m.group() for p in patterns for m in re.finditer(p, template, re.IGNORECASE)]


def foreign_addresses(text: str) -> list[str]:
    """Addresses outside of this server that a page would fetch from."""
    return re.findall(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//[^\"']+", text, re.IGNORECASE)


def codes(source: str) -> list[str]:
    """Codes of refusals and events: ``code = "ledger.text"``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        value = None
        if (
            (isinstance(node, ast.keyword) and node.arg == "code")
            or (
                isinstance(node, ast.Assign)
                and any(isinstance(t, ast.Name) and t.id == "code" for t in node.targets)
            )
            or (
                isinstance(node, ast.AnnAssign)
                and isinstance(node.target, ast.Name)
                and node.target.id == "code"
            )
        ):
            value = node.value
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            found.append(value.value)
    return found
