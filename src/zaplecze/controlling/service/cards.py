"""The SLA card: agreements of a period as a table and as a paper for the client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from zaplecze.controlling.rules.agreements import WHOLE, Paper, State
from zaplecze.controlling.savings import words
from zaplecze.controlling.service.models import Agreement
from zaplecze.controlling.service.queries import Kept
from zaplecze.controlling.words import CLOCK_NAMES, WAITS_ON, kind_words
from zaplecze.documents.api import documents_by_id
from zaplecze.platform.days import WARSAW
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.links import Link, cell_link
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, period_label
from zaplecze.platform.printing import LetterSection, LetterSheet, LetterTable, letters_pdf
from zaplecze.platform.report import Column, Report, Row

WORKS = {
    WHOLE: _("cały obieg do księgowania"),
    "describe": _("opis"),
    "approve": _("akceptacja"),
    "code": _("dekretacja i księgowanie"),
    "match": _("uzgodnienie wyciągu"),
    "pay": _("zapłata"),
}
STATES = {
    State.KEPT: _("na czas"),
    State.MISSED: _("po czasie"),
    State.RUNNING: _("w toku"),
    State.STOPPED: _("zegar stoi"),
    State.LATE: _("w toku, już po czasie"),
}
METHOD = _(
    "Liczą się godziny robocze (pn.–pt. 8–16, bez świąt) na zegarze umowy; co leży na innym zegarze (u klienta, w "
    "biurze, w banku albo KSeF), zatrzymuje go. Dokument ocenia umowa, która obowiązywała w dniu jego wpływu. Cały "
    "obieg kończy zaksięgowanie albo odrzucenie. Udział na czas: dokumenty załatwione w terminie przez załatwione i "
    "te, którym termin już minął; przedział Wilsona."
)


def state_words(paper: Paper) -> str:
    """How a paper stands; where the clock stands still, whom the paper waits for."""
    if paper.state is State.STOPPED and paper.waits_on is not None:
        return f"{WAITS_ON[paper.waits_on]}: {STATES[paper.state]}"
    return str(STATES[paper.state])


def stopped_words(kept: Kept) -> str:
    """How many papers' clocks stand still, and on whose side they lie: ``3 (czeka na klienta 2 ...)``."""
    where = ", ".join(f"{WAITS_ON[clock]} {count}" for clock, count in kept.card.stopped_on)
    return f"{kept.card.stopped} ({where})" if where else "0"


def force_words(row: Agreement) -> str:
    """From when, and until when, an agreement covers papers."""
    begins = f"{row.since:%d.%m.%Y}"
    if row.until is None:
        return gettext("od %(begins)s") % {"begins": begins}
    ends = f"{row.until:%d.%m.%Y}"
    return gettext("od %(begins)s do %(ends)s") % {"begins": begins, "ends": ends}


def _verdict(kept: Kept) -> str:
    if kept.terms.clock not in kept.runs_on:
        return "zegar nie biegnie"
    if kept.reached is None:
        return "brak danych"
    return "dotrzymana" if kept.reached else "niedotrzymana"


@override("pl")
def card_report(company: Company, found: Sequence[Kept], first: Month, last: Month) -> Report:
    """The card as a table."""
    return Report(
        code="sla-card",
        title="Karta SLA",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("kind", "Dokument", "text"),
            Column("work", "Praca", "text"),
            Column("force", "Obowiązuje", "text"),
            Column("owner", "Odpowiada", "text"),
            Column("hours", "Termin, h", "number"),
            Column("target", "Cel, procent", "number"),
            Column("share", "Na czas, procent", "number"),
            Column("low", "od, procent", "number", group="95 %"),
            Column("high", "do, procent", "number", group="95 %"),
            Column("done", "Załatwione", "int"),
            Column("open", "W toku", "int"),
            Column("stopped", "Zegar stoi", "text"),
            Column("late", "Po terminie w toku", "int"),
            Column("verdict", "Wynik", "text"),
        ),
        rows=tuple(
            Row(
                {
                    "kind": kind_words(k.terms.kind),
                    "work": str(WORKS[k.terms.work]),
                    "force": force_words(k.row),
                    "owner": str(k.row.owner),
                    "hours": words.number(k.terms.hours, "hours"),
                    "target": words.number(k.terms.share, "share"),
                    "share": words.number(k.card.share, "share"),
                    "low": words.number(k.card.low, "share"),
                    "high": words.number(k.card.high, "share"),
                    "done": k.card.done,
                    "open": k.card.open,
                    "stopped": stopped_words(k),
                    "late": k.card.late,
                    "verdict": _verdict(k),
                }
            )
            for k in found
        ),
        totals={},
        notes=(str(METHOD),),
    )


def papers_report(company: Company, kept: Kept, first: Month, last: Month, *, link: Link) -> Report:
    """Every paper under an agreement, with the hours on each side of the clock."""
    known = documents_by_id(p.document_id for p in kept.papers)
    rows = []
    for paper in kept.papers:
        found = known.get(paper.document_id)
        rows.append(
            Row(
                {
                    "number": found.number if found else str(paper.document_id),
                    "counted": words.number(paper.counted, "hours"),
                    "elsewhere": words.number(paper.waited_elsewhere, "hours"),
                    "done": paper.done_at.astimezone(WARSAW).date() if paper.done_at else None,
                    "state": state_words(paper),
                },
                cell_link(link, "number", "card", document_id=paper.document_id),
            )
        )
    return Report(
        code="sla-papers",
        title=f"SLA: {kind_words(kept.terms.kind)}, {WORKS[kept.terms.work]}, {force_words(kept.row)}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("number", gettext("Dokument"), "code"),
            Column("counted", f"{str(CLOCK_NAMES[kept.terms.clock]).capitalize()}, h", "number"),
            Column("elsewhere", gettext("Zegar stał, h"), "number"),
            Column("done", gettext("Załatwiony"), "date"),
            Column("state", gettext("Stan"), "text"),
        ),
        rows=tuple(rows),
        totals={},
        notes=(str(METHOD),),
    )


@override("pl")
def print_card(
    company: Company,
    found: Sequence[Kept],
    first: Month,
    last: Month,
    *,
    printed_by: str,
    printed_at: datetime,
) -> bytes:
    """The card as PDF/A."""
    rows = tuple(
        (
            f"{kind_words(k.terms.kind)}, {WORKS[k.terms.work]}, {force_words(k.row)}",
            str(k.row.owner),
            words.figure(k.terms.hours, "hours"),
            words.figure(k.terms.share, "share"),
            words.figure(k.card.share, "share"),
            f"{k.card.on_time} z {k.card.done + k.card.late}",
            stopped_words(k),
            _verdict(k),
        )
        for k in found
    )
    sheet = LetterSheet(
        title="Karta SLA",
        number=f"okres {period_label(first, last)}",
        day=f"stan na {printed_at.astimezone(WARSAW):%d.%m.%Y}",
        sender=letterhead(company),
        recipient=("Właściciel", company.name),
        sections=(
            LetterSection(
                paragraphs=() if rows else ("W tym okresie nie obowiązywała żadna umowa o terminy.",),
                table=LetterTable(
                    heads=("Praca", "Odpowiada", "Termin", "Cel", "Na czas", "Ile", "Zegar stoi", "Wynik"),
                    rows=rows,
                    right=(2, 3, 4, 5, 6, 7),
                )
                if rows
                else None,
            ),
            LetterSection(heading="Jak liczono", paragraphs=(str(METHOD),)),
        ),
    )  # fmt: skip
    return letters_pdf([sheet], printed_by=printed_by, printed_at=printed_at)
