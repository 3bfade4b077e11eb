"""The README's tables of codes and elements say what the code says."""

from pathlib import Path

from zaplecze.formats.fa3 import CATALOG
from zaplecze.formats.fa3.elements import (
    annotations,
    appendix,
    correction,
    fa,
    lines,
    parties,
    payment,
)
from zaplecze.formats.fa3.grammar import Node, Row

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_table_of_checks_is_the_catalog() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| FA3-")]
    listed = [row for row in rows if row.count("|") == 5]
    assert listed == [
        f"| {code} | {rule.incoming.name} | {rule.outgoing.name} | {rule.title} |"
        for code, rule in CATALOG.items()
    ]


def test_every_field_stands_beside_its_element() -> None:
    modules = (parties, annotations, lines, correction, payment, appendix)
    tables: list[tuple[Row, ...]] = [fa.FA_HEAD, fa.FA_MIDDLE, fa.FA_TAIL]
    tables += [
        value.rows
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Node) and not name.startswith("_")
    ]
    for rows in tables:
        for row in rows:
            if row.field is not None:
                assert f"`{row.field}` {row.element}" in README
