"""Tables of papers: behind a figure, and touched by a change."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from zaplecze.controlling.behind import Behind, Figure
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.rules.replay import Outcome
from zaplecze.controlling.tables.heading import Heading
from zaplecze.controlling.words import hours_cell, kind_words
from zaplecze.documents.api import Document
from zaplecze.platform.days import WARSAW
from zaplecze.platform.report import Column, Report, Row


def what_if_table(heading: Heading, outcome: Outcome, documents: Mapping[int, Document]) -> Report:
    """Papers that the change would have touched, the greatest gain first."""
    touched = sorted(
        (p for p in outcome.papers if abs(p.saved) > 1e-6),
        key=lambda p: (-p.saved, p.history.document_id),
    )
    rows = []
    for paper in touched:
        before = sum(h for c, h in paper.before.items() if c != Clock.OUTSIDE)
        after = sum(h for c, h in paper.after.items() if c != Clock.OUTSIDE)
        rows.append(
            _paper_row(
                documents.get(paper.history.document_id),
                {
                    "before": hours_cell(before),
                    "after": hours_cell(after),
                    "saved": hours_cell(paper.saved),
                },
                heading,
                paper.history.document_id,
            )
        )
    return heading.report(
        "flow-what-if",
        _("Co by było, gdyby"),
        (
            *_paper_columns(),
            Column("before", _("Było"), "money", group=_("Godziny robocze u nas i u klienta")),
            Column("after", _("Byłoby"), "money", group=_("Godziny robocze u nas i u klienta")),
            Column("saved", _("Mniej o"), "money", group=_("Godziny robocze u nas i u klienta")),
        ),
        rows,
    )


def _paper_columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Dokument"), "code"),
        Column("partner", _("Kontrahent"), "text"),
        Column("kind", _("Rodzaj"), "text"),
    )


def _paper_row(
    document: Document | None,
    cells: Mapping[str, object],
    heading: Heading,
    document_id: int,
    events: Mapping[str, int | None] | None = None,
) -> Row:
    url = reverse("card", kwargs={"nip": heading.company.nip, "document_id": document_id})
    own: dict[str, object] = (
        {
            "number": document.number,
            "partner": document.partner_name,
            "kind": kind_words(document.kind),
        }
        if document
        else {"number": str(document_id)}
    )
    there = {key: f"{url}#z{seq}" for key, seq in (events or {}).items() if seq is not None}
    return Row({**own, **cells}, links={"number": url, **there})


def papers_table(heading: Heading, found: Figure, documents: Mapping[int, Document]) -> Report:
    """The papers and events behind a figure; a paper opens its circulation card, an event its line there."""
    rows = [
        _paper_row(
            documents.get(b.history.document_id),
            _events(b),
            heading,
            b.history.document_id,
            {"from": b.from_seq, "to": b.to_seq},
        )
        for b in found.behind
    ]
    return heading.report(
        "flow-papers",
        found.title,
        (
            *_paper_columns(),
            Column("received", _("Wpływ"), "date"),
            Column("from", _("Od"), "int", group=_("Zdarzenia na karcie obiegu")),
            Column("to", _("Do"), "int", group=_("Zdarzenia na karcie obiegu")),
            Column("hours", _("Godziny robocze"), "money"),
        ),
        rows,
    )


def _events(behind: Behind) -> dict[str, object]:
    return {
        "received": behind.history.received_at.astimezone(WARSAW).date(),
        "from": behind.from_seq,
        "to": behind.to_seq,
        "hours": hours_cell(behind.hours),
    }
