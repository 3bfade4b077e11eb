"""Addresses of pages that a report's figures lead to; the web gives a real maker, other callers none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Link = Callable[..., str]


def no_link(name: str, **parts: object) -> str:
    """Outside of the web nothing is linked."""
    return ""


def trace_links(link: Link, keys: Mapping[str, str]) -> dict[str, str]:
    """Links of cells to the lineage of their figures: column to key, as `office.lineage` knows them."""
    urls = {column: link("trace", key=key) for column, key in keys.items()}
    return {column: url for column, url in urls.items() if url}


def cell_link(link: Link, column: str, name: str, **parts: object) -> dict[str, str]:
    """The link of one cell, where the maker gives one and every part is known."""
    url = "" if None in parts.values() else link(name, **parts)
    return {column: url} if url else {}
