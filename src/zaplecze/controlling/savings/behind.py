"""What figures of savings were counted from, as tables: papers, prints, months' costs, files stopped, fields read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zaplecze.controlling.rules.intervals import wilson
from zaplecze.controlling.rules.savings import OPEN, Cohort
from zaplecze.controlling.savings import words
from zaplecze.controlling.savings.facts import MEASURING, PAPER_FORMS, bounds
from zaplecze.controlling.savings.models import Baseline, BaselinePaper
from zaplecze.controlling.savings.queries import Savings
from zaplecze.documents.api import Intake, documents_by_id
from zaplecze.platform.days import WARSAW
from zaplecze.platform.links import Link, cell_link
from zaplecze.platform.models import Company, Printout
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month, month_of, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import current_company_id

WHAT_NAMES = {
    "all": _lazy("wszystkie dokumenty okresu"),
    "open": _lazy("dokumenty w drodze"),
    "done": _lazy("dokumenty zakończone"),
    "straight": _lazy("zaksięgowane bez udziału ludzi"),
    "errors": _lazy("zwrócone albo wystornowane"),
    "returned": _lazy("zwrócone do poprawy"),
    "reversed": _lazy("wystornowane"),
    "timed": _lazy("dokumenty, przy których liczono czas pracy"),
    "posted": _lazy("zaksięgowane"),
    "read": _lazy("dokumenty, których odczyt zatwierdzono"),
    "corrected": _lazy("dokumenty, w których odczycie coś poprawiono"),
    "at_risk": _lazy("obserwowane co najmniej tak długo"),
}


def papers_report(
    company: Company, papers: Cohort, ids: Sequence[int], *, what: str, period: str, link: Link
) -> Report:
    """The papers behind a figure; each leads to its circulation card, with every event."""
    known = documents_by_id(ids)
    hours = dict(zip(papers.document_ids.tolist(), papers.hours().tolist(), strict=True))
    place = {document_id: n for n, document_id in enumerate(papers.document_ids.tolist())}
    fields = ("read", "corrected") if what in ("read", "corrected") else ()
    rows = []
    for document_id in ids:
        paper, n = known.get(document_id), place[document_id]
        rows.append(
            Row(
                {
                    "number": paper.number if paper else str(document_id),
                    "partner": paper.partner_name if paper else "",
                    "received": paper.received_at.astimezone(WARSAW).date() if paper else None,
                    "hours": words.number(hours[document_id], "hours"),
                    "state": _state(papers, n),
                    **(
                        {
                            "read": int(papers.fields_read[n]),
                            "corrected": int(papers.fields_corrected[n]),
                        }
                        if fields
                        else {}
                    ),
                },
                cell_link(link, "number", "card", document_id=document_id),
            )
        )
    return Report(
        code="savings-papers",
        title=_("Z czego policzono: %(what)s") % {"what": WHAT_NAMES[what]},
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
        columns=(
            Column("number", _("Dokument"), "code"),
            Column("partner", _("Kontrahent"), "text"),
            Column("received", _("Wpłynął"), "date"),
            Column("hours", _("Godziny robocze"), "number"),
            Column("state", _("Stan"), "text"),
            *(
                (
                    Column("read", _("Pól odczytanych"), "int"),
                    Column("corrected", _("Poprawionych"), "int"),
                )
                if fields
                else ()
            ),
        ),
        rows=tuple(rows),
        totals={},
        notes=(_("Numer prowadzi do karty obiegu z każdym zdarzeniem, z którego liczono."),)
        + (
            (_("Minut przy jednym dokumencie nie pokazujemy: zdradzałyby czas jednej osoby."),)
            if what == "timed"
            else ()
        ),
    )


def fields_report(company: Company, fields: Sequence[tuple[str, int, int]], period: str) -> Report:
    """Fields that the program read: how often people corrected each, with its 95 % interval."""
    rows = []
    for name, read, corrected in fields:
        low, high = wilson(corrected, read)
        rows.append(
            Row(
                {
                    "field": name,
                    "read": read,
                    "corrected": corrected,
                    "share": words.number(corrected / read, "share"),
                    "low": words.number(low, "share"),
                    "high": words.number(high, "share"),
                }
            )
        )
    return Report(
        code="savings-fields",
        title=_("Poprawki odczytu pole po polu"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
        columns=(
            Column("field", _("Pole"), "code"),
            Column("read", _("Odczytane"), "int"),
            Column("corrected", _("Poprawione"), "int"),
            Column("share", _("Udział, procent"), "number"),
            Column("low", _("od, procent"), "number", group="95 %"),
            Column("high", _("do, procent"), "number", group="95 %"),
        ),
        rows=tuple(rows),
        totals={},
        notes=(
            _("Razem pól odczytanych: %(read)s, poprawionych: %(corrected)s.")
            % {"read": sum(f[1] for f in fields), "corrected": sum(f[2] for f in fields)},
        ),
    )


def imported_report(company: Company, origin: Baseline, papers: Sequence[BaselinePaper]) -> Report:
    """The imported list behind figures of the state before, row by row as it was read."""
    first, last = origin.first_day, origin.last_day
    return Report(
        code="savings-imported",
        title=_("Z czego policzono stan przed: %(file)s") % {"file": origin.note},
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"{first:%d.%m.%Y} – {last:%d.%m.%Y}" if first and last else "",
        columns=(
            Column("number", _("Wiersz arkusza"), "int"),
            Column("received", _("Wpłynął"), "date"),
            Column("posted", _("Zaksięgowany"), "date"),
            Column("minutes", _("Minuty"), "number"),
            Column("prints", _("Wydruki"), "number"),
            Column("wrong", _("Błąd"), "text"),
        ),
        rows=tuple(
            Row(
                {
                    "number": p.number,
                    "received": p.received,
                    "posted": p.posted,
                    "minutes": p.minutes,
                    "prints": p.prints,
                    "wrong": _("tak") if p.wrong else "",
                }
            )
            for p in papers
        ),
        totals={},
    )


def _state(papers: Cohort, n: int) -> str:
    parts = [_("w drodze") if papers.ended[n] == OPEN else _("zakończony")]
    if papers.straight[n]:
        parts.append(_("bez udziału ludzi"))
    if papers.returned[n]:
        parts.append(_("zwrócony"))
    if papers.reversed[n]:
        parts.append(_("storno"))
    return ", ".join(parts)


def prints_report(company: Company, printouts: Sequence[Printout], period: str) -> Report:
    """The prints and downloads behind their figure; not who made them."""
    return Report(
        code="savings-prints",
        title=_("Z czego policzono: wydruki i pobrania"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
        columns=(
            Column("day", _("Dzień"), "date"),
            Column("what", _("Co"), "text"),
            Column("form", _("Postać"), "code"),
        ),
        rows=tuple(
            Row({"day": p.at.astimezone(WARSAW).date(), "what": p.what, "form": p.form})
            for p in printouts
        ),
        totals={},
    )


def costs_report(company: Company, told: Savings) -> Report:
    """The months' costs behind the cost figures, beside their papers."""
    only_before = all(line.is_before for line in told.months)
    rows = [
        line
        for line in told.months
        if line.cost is not None and (only_before or not line.is_before)
    ]
    return Report(
        code="savings-costs",
        title=_("Z czego policzono: koszty miesięcy"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("month", _("Miesiąc"), "code"),
            Column("papers", _("Dokumenty"), "int"),
            Column("cost", _("Koszt, zł"), "money"),
        ),
        rows=tuple(
            Row(
                {
                    "month": f"{r.month[1]:02}.{r.month[0]}",
                    "papers": r.papers,
                    "cost": r.cost,
                }
            )
            for r in rows
        ),
        totals={"cost": sum((r.cost for r in rows if r.cost is not None), ZERO)},
    )


def stopped_report(company: Company, stopped: Sequence[Intake], period: str) -> Report:
    """The twins and refused files behind what was stopped at the door."""
    return Report(
        code="savings-stopped",
        title=_("Z czego policzono: zatrzymane na wejściu"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
        columns=(
            Column("day", _("Dzień"), "date"),
            Column("file", _("Plik"), "text"),
            Column("outcome", _("Wynik"), "text"),
            Column("message", _("Dlaczego"), "text"),
        ),
        rows=tuple(
            Row(
                {
                    "day": line.at.astimezone(WARSAW).date(),
                    "file": line.file_name,
                    "outcome": line.get_outcome_display(),
                    "message": line.message,
                }
            )
            for line in stopped
        ),
        totals={},
    )


def printouts_of(
    first: Month, last: Month, *, as_of: datetime, on_paper: bool, cut: Collection[Month] = ()
) -> list[Printout]:
    """The printouts of a period, the newest first: those in forms to put on paper, or the downloads of data.

    Those made in the months of ``cut`` are left out.
    """
    begins, ends = bounds(first, last)
    rows = Printout.objects.filter(
        company_id=current_company_id(), at__gte=begins, at__lt=ends, at__lte=as_of
    )
    rows = rows.exclude(department=MEASURING)
    rows = rows.filter(form__in=PAPER_FORMS) if on_paper else rows.exclude(form__in=PAPER_FORMS)
    return [
        p
        for p in rows.order_by("-at", "-id")
        if month_of(p.at.astimezone(WARSAW).date()) not in cut
    ]
