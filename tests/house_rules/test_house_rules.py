"""Each house rule holds in the whole house, and each catches its bad example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house_rules import rules
from tests.house_rules.rules import SOURCE, modules


def _where(path: Path, faults: list[str]) -> list[str]:
    return [f"{path.relative_to(SOURCE)}: {fault}" for fault in faults]


def _department(path: Path) -> tuple[str, str]:
    parts = path.relative_to(SOURCE).parts
    return parts[0], parts[1].removesuffix(".py") if len(parts) > 1 else ""


def test_departments_meet_at_their_desks() -> None:
    found = []
    for path in modules():
        department, room = _department(path)
        found += _where(path, rules.foreign_rooms(path.read_text(), department, room))
    assert found == []


def test_an_import_past_the_desk_is_caught() -> None:
    bad = "from zaplecze.ledger.models import Entry\n"
    assert rules.foreign_rooms(bad, "tax", "queries") == [
        "line 1: zaplecze.ledger.models",
        "line 1: zaplecze.ledger.models.Entry",
    ]
    assert rules.foreign_rooms("from zaplecze.ledger.api import Entry\n", "tax", "queries") == []


def test_formats_and_rules_read_no_clock_and_no_files() -> None:
    found = []
    for path in modules():
        department, room = _department(path)
        pure = department == "formats" or room == "rules"
        # The schema is read once from the installed package that brings it.
        if pure and path.name != "schema.py":
            found += _where(path, rules.clocks_and_io(path.read_text()))
    assert found == []


@pytest.mark.parametrize(
    "bad",
    ["date.today()", "timezone.now()", "open('x')", "import requests", "from os import environ"],
)
def test_a_clock_or_a_file_in_a_rule_is_caught(bad: str) -> None:
    assert rules.clocks_and_io(bad)


def test_commands_are_called_by_name() -> None:
    found = []
    for path in modules():
        if (
            path.name == "commands.py" or path.parent.name == "commands"
        ) and "cli" not in path.parts:
            found += _where(path, rules.positional_commands(path.read_text()))
    assert found == []


def test_a_positional_command_is_caught() -> None:
    assert rules.positional_commands("def post_entry(entry, by, at): ...") == [
        "line 1: post_entry(entry, by, at)"
    ]


def test_templates_hold_no_inline_code_and_fetch_nothing_from_outside() -> None:
    found = []
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        text = path.read_text()
        found += _where(path, [*rules.inline_code(text), *rules.foreign_addresses(text)])
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>run()</script>",
        '<p style="color:red">',
        '<a onclick="run()">',
        '<script src="//cdn.example/x.js"></script>',
    ],
)
def test_inline_code_in_a_template_is_caught(bad: str) -> None:
    assert rules.inline_code(bad) or rules.foreign_addresses(bad)


def test_codes_are_dotted_and_begin_with_a_department() -> None:
    places = {*rules.DEPARTMENTS, "platform", "cli", "database"}
    found = []
    for path in modules():
        if _department(path)[0] == "formats":
            continue
        for code in rules.codes(path.read_text()):
            # Reports have codes of the command line: trial-balance.
            dotted = re.fullmatch(r"([a-z]+)(\.[a-z0-9_]+(-[a-z0-9_]+)*)+", code)
            if "." in code and (dotted is None or dotted[1] not in places):
                found.append(f"{path.relative_to(SOURCE)}: {code}")
    assert found == []


def test_a_code_is_found_where_it_is_written() -> None:
    assert rules.codes('class A:\n    code = "ledger.x"\nraise R("m", code="tax.y")') == [
        "ledger.x",
        "tax.y",
    ]


def test_no_module_outgrows_a_reader() -> None:
    long = {p: n for p in modules() if (n := p.read_text().count("\n")) > 620}
    assert {str(p.relative_to(SOURCE)): n for p, n in long.items()} == {}
