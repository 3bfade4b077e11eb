"""Reads of service agreements: how each was kept by the papers of a period, and what is going to be missed."""

from __future__ import annotations

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
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.service.models import Agreement
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Kept:
    """An agreement with its papers of a period: the card, the forecast, and each paper.

    ``runs_on`` are the clocks that the work ran on in these papers, of a work that none began those it can run on.
    """

    row: Agreement
    terms: Terms
    card: Card
    forecast: Forecast
    papers: list[Paper]
    runs_on: frozenset[Clock]

    @property
    def reached(self) -> bool | None:
        """Whether the agreed share was reached; None where nothing was done yet."""
        return self.card.kept(self.terms)


def running_agreements() -> list[Agreement]:
    """The open company's agreements that run."""
    rows = Agreement.objects.filter(company_id=current_company_id(), until__isnull=True)
    return list(rows.select_related("owner").order_by("kind", "work"))


def terms_of(row: Agreement) -> Terms:
    """What an agreement asks for, as the rules take it."""
    return Terms(row.kind, row.work, Clock(row.clock), float(row.hours), float(row.share))


def agreements_kept(*, months: tuple[Month, Month], as_of: datetime) -> list[Kept]:
    """Each running agreement with the papers that came in during ``months``."""
    rows = running_agreements()
    if not rows:
        return []
    found = histories(kinds={r.kind for r in rows}, months=months, as_of=as_of)
    kept = []
    for row in rows:
        terms = terms_of(row)
        papers = papers_under(terms, found, as_of=as_of)
        ways = [h for h in found if h.kind == terms.kind]
        runs_on = clocks_seen(terms.work, ways) or clocks_of(terms.work)
        kept.append(Kept(row, terms, card(papers), forecast(terms, papers), papers, runs_on))
    return kept
