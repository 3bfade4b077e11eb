"""Reads of service agreements: how each was kept by the papers of a period, and what is going to be missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.controlling.log import histories
from zaplecze.controlling.rules.agreements import (
    Card,
    Forecast,
    Paper,
    Terms,
    card,
    clocks_of,
    clocks_seen,
    forecast,
    papers_under,
)
from zaplecze.controlling.rules.history import Clock, History
from zaplecze.controlling.service.models import Agreement
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month, first_day, last_day
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Kept:
    """An agreement with its papers of a period: the card, the forecast, and each paper.

    ``runs_on`` are the clocks that the work ran on in these papers, of a work that none began those it can run on.
    ``open_papers`` are those of any period that are open now.
    """

    row: Agreement
    terms: Terms
    card: Card
    forecast: Forecast
    papers: list[Paper]
    runs_on: frozenset[Clock]
    open_papers: list[Paper]

    @property
    def reached(self) -> bool | None:
        """Whether the agreed share was reached; None where nothing was done yet."""
        return self.card.kept(self.terms)


def all_agreements() -> list[Agreement]:
    """Every version of the open company's agreements, by kind and work, the newest first."""
    rows = Agreement.objects.filter(company_id=current_company_id())
    return list(rows.select_related("owner").order_by("kind", "work", "-since"))


def terms_of(row: Agreement) -> Terms:
    """What an agreement asks for, as the rules take it."""
    return Terms(row.kind, row.work, Clock(row.clock), float(row.hours), float(row.share))


def agreements_kept(*, months: tuple[Month, Month], as_of: datetime) -> list[Kept]:
    """Each agreement that was in force in ``months``, with the papers that came in during them.

    A paper is judged by the agreement that was in force on the day of its intake, whatever was agreed since.
    """
    first, last = first_day(months[0]), last_day(months[1])
    rows = [
        row
        for row in all_agreements()
        if row.since <= last and (row.until is None or row.until >= first)
    ]
    if not rows:
        return []
    kinds = {row.kind for row in rows}
    found = histories(kinds=kinds, months=months, as_of=as_of)
    known = {h.document_id for h in found}
    older = [
        h for h in histories(kinds=kinds, as_of=as_of, on_way=True) if h.document_id not in known
    ]
    return [_kept(row, found, older, as_of) for row in rows]


def _kept(
    row: Agreement, found: Sequence[History], older: Sequence[History], as_of: datetime
) -> Kept:
    terms = terms_of(row)
    ways = [h for h in found if h.kind == terms.kind and _in_force(row, h)]
    papers = papers_under(terms, ways, as_of=as_of)
    others = papers_under(terms, [h for h in older if _in_force(row, h)], as_of=as_of)
    runs_on = clocks_seen(terms.work, ways) or clocks_of(terms.work)
    return Kept(
        row=row,
        terms=terms,
        card=card(papers),
        forecast=forecast(terms, papers, also=[p for p in others if p.open]),
        papers=papers,
        runs_on=runs_on,
        open_papers=[p for p in (*papers, *others) if p.open],
    )


def _in_force(row: Agreement, history: History) -> bool:
    """Whether an agreement was in force on the day when a paper came in."""
    day = history.received_at.astimezone(WARSAW).date()
    return row.since <= day and (row.until is None or day <= row.until)
