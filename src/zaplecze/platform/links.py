"""Addresses of pages that a report's figures lead to; the web gives a real maker, other callers none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

Link = Callable[..., str]
# In an address of a table: all rows, where a word would have chosen some.
ALL = "*"


def no_link(name: str, **parts: object) -> str:
    """Outside of the web nothing is linked."""
    return ""


def trace_links(link: Link, keys: Mapping[str, str]) -> dict[str, str]:
    """Links of cells to the lineage of their figures: column to key, as `office.lineage` knows them."""
    urls = {column: link("trace", key=key) for column, key in keys.items()}
    return {column: url for column, url in urls.items() if url}


def sum_links(link: Link, table: str, totals: Mapping[str, object]) -> dict[str, str]:
    """Links of a table's totals: each opens into the rows of ``table`` (its name and arguments) that it sums."""
    return trace_links(
        link, {column: f"suma/{table}/{column}" for column, a in totals.items() if a}
    )


def word_part(text: str) -> str:
    """A word that was searched for, as a part of a table's address."""
    return quote(text, safe="") or ALL


def cell_link(link: Link, column: str, name: str, **parts: object) -> dict[str, str]:
    """The link of one cell, where the maker gives one and every part is known."""
    url = "" if None in parts.values() else link(name, **parts)
    return {column: url} if url else {}
