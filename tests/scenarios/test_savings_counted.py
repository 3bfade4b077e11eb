"""Which papers count, when they end, and what went straight through: one company's log, event by event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from tests.papers import later
from tests.plugin import AT
from zaplecze.controlling.grouped import papers_of
from zaplecze.controlling.rules.savings import Cohort
from zaplecze.controlling.savings import facts
from zaplecze.documents.api import Channel, Document
from zaplecze.documents.models import Origin, OriginHow
from zaplecze.platform.events import Event as Recorded
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.scope import company_scope

SEPTEMBER = (2026, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Recorded):
    """A paper came in."""

    code: ClassVar[str] = "documents.document.received"
    kind: str = "cost_invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Recorded):
    """Its case opened."""

    code: ClassVar[str] = "workflow.case.opened"
    step: str = "opis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Recorded):
    """A step was taken."""

    code: ClassVar[str] = "workflow.step.taken"
    step: str = "opis"
    verdict: str = "accepted"
    next_step: str = "akceptacja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted(Recorded):
    """An entry was posted."""

    code: ClassVar[str] = "ledger.entry.posted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed(Recorded):
    """An entry was taken back."""

    code: ClassVar[str] = "ledger.entry.reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Recorded):
    """Its case closed."""

    code: ClassVar[str] = "workflow.case.closed"


@pytest.fixture
def say(company: Any, make_person: Any) -> Iterator[Any]:
    """Write an event of a paper, by a person or the program, so many hours after Monday morning."""
    person = make_person(company, "accountant")

    def told(event: Any, paper: int, hours: float, *, by_hand: bool = False, **what: str) -> None:
        stamp = Stamp(person.id if by_hand else None, AT + timedelta(hours=hours))
        record_events([event(document_id=paper, **what)], stamp)

    with company_scope(company.id):
        yield told


def counted() -> tuple[Cohort, dict[int, int]]:
    """The papers of September, and the place of each."""
    found = facts.cohort(first=SEPTEMBER, last=SEPTEMBER, as_of=later(24 * 60))
    return found, {paper: n for n, paper in enumerate(found.document_ids.tolist())}


def test_each_paper_counts_by_what_people_and_the_program_did(say: Any, company: Any) -> None:
    described, alone, stood, lying, resumed, finished, back = range(9_001, 9_008)
    for paper in (described, alone, stood, lying, resumed, finished, back):
        say(Received, paper, 0)
        say(Opened, paper, 0)
    # People described and approved it, the program only booked it.
    say(Taken, described, 1, by_hand=True)
    say(Posted, described, 2)
    # The program booked it; what a person does afterwards (matching a payment) is no part of the booking.
    say(Posted, alone, 0)
    say(Taken, alone, 3, by_hand=True)
    # Booked wrongly, taken back by storno and put back on the desk; booked again, and an installment later.
    say(Posted, stood, 1, by_hand=True)
    say(Posted, stood, 2, by_hand=True)
    say(Reversed, stood, 2, by_hand=True)
    say(
        Taken, stood, 2, by_hand=True, step="dekretacja", verdict="returned", next_step="dekretacja"
    )
    say(Posted, stood, 4, by_hand=True)
    say(Posted, stood, 6, by_hand=True)
    # The same, and nobody has booked it again.
    say(Posted, lying, 1)
    say(Posted, lying, 2, by_hand=True)
    say(Reversed, lying, 2, by_hand=True)
    say(
        Taken, lying, 2, by_hand=True, step="dekretacja", verdict="returned", next_step="dekretacja"
    )
    # Withdrawn, and its way taken up again: it isn't over, and nobody returned anything.
    for paper in (resumed, finished):
        say(Closed, paper, 1, by_hand=True)
        say(Taken, paper, 2, by_hand=True, step="opis", verdict="returned", next_step="opis")
    say(Posted, finished, 5, by_hand=True)
    # Sent back to be described anew.
    say(Taken, back, 1, by_hand=True, step="akceptacja", verdict="returned", next_step="opis")
    found, place = counted()
    ended = {
        paper: (found.ended[n] - found.received[n]) / 3600 if found.done[n] else None
        for paper, n in place.items()
    }
    assert ended == {
        described: 2, alone: 0, stood: 4, lying: None, resumed: None, finished: 5, back: None,
    }  # fmt: skip

    def marked(mask: Any) -> set[int]:
        return {paper for paper, n in place.items() if mask[n]}

    assert marked(found.straight) == {alone}
    assert marked(found.posted) == {described, alone, stood, finished}
    assert marked(found.returned) == {back}
    assert marked(found.reversed) == {stood, lying}


def test_envelopes_statements_and_further_appearances_are_no_papers(say: Any, company: Any) -> None:
    kinds = (
        "mail",
        "cost_invoice",
        "paper_statement",
        "cost_invoice",
        "other",
        "bank_statement",
        "mail",
    )
    papers = [
        Document.objects.create(
            company=company, kind=kind, channel=Channel.MAIL, file_sha256=f"{n:064}",
            file_name=f"{n}.pdf", business_key=f"{n:064}", number=f"D/{n}", received_at=AT,
        )
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    mail, lead, _, appearance, joined, statement, lonely_mail = papers
    Document.objects.filter(pk=appearance.pk).update(lead_id=lead.pk)
    Origin.objects.create(
        company=company, document_id=lead.pk, source_id=mail.pk, how=OriginHow.ATTACHED
    )
    Origin.objects.create(
        company=company, document_id=joined.pk, source_id=lead.pk, how=OriginHow.JOINED
    )
    for paper, kind in zip(papers, kinds, strict=True):
        say(Received, paper.pk, 0, kind="other" if kind == "paper_statement" else kind)
        say(Opened, paper.pk, 0, step="")
    found, _ = counted()
    wanted = {lead.pk, lonely_mail.pk}
    assert set(found.document_ids.tolist()) == wanted, "a mail with nothing in it is read by people"
    months = (SEPTEMBER, SEPTEMBER)
    assert {p.pk for p in papers_of((), months, later(1))} == wanted | {statement.pk}
    assert {p.pk for p in papers_of(("cost_invoice",), months, later(1))} == {lead.pk}
