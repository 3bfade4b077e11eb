"""The event log read as folded papers, for figures; `log.read_log` opens the same papers one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from zaplecze.controlling.grouped import papers_of, walked, ways_and_moments
from zaplecze.controlling.rules.folds import Folded, alike, fold_of
from zaplecze.platform.periods import Month
from zaplecze.workflow.api import followed

AMOUNT = "gross_pln"


def read_folded(
    *,
    kinds: Collection[str] = (),
    months: tuple[Month, Month] | None = None,
    as_of: datetime,
) -> Folded:
    """The papers of `log.read_log`, folded by the ways that they took."""
    papers = list(papers_of(kinds, months, as_of).values_list("id", flat=True))
    cases = followed(papers=papers, fact=AMOUNT)
    nothing: tuple[int, str | None] = (0, None)
    parts = alike(
        (paper, (says, cases.get(paper, nothing)[0]), moments)
        for paper, says, moments in ways_and_moments(papers, as_of)
    )
    ways = walked([ids[0] for ids, _ in parts], {p: c[0] for p, c in cases.items()}, as_of)
    return Folded(
        tuple(
            fold_of(ways[ids[0]], at, [_amount(cases.get(paper)) for paper in ids])
            for ids, at in parts
            if ids[0] in ways
        )
    )


def _amount(case: tuple[int, str | None] | None) -> float:
    return abs(float(case[1])) if case and case[1] else float("nan")
