"""What lies ahead: work in progress and its forecast; what would have been, had one thing been different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET

from zaplecze.controlling import tables
from zaplecze.controlling.pictures import bars
from zaplecze.controlling.rules.ageing import AgeRow, ageing
from zaplecze.controlling.rules.forecast import LEAST_WEEKS, Forecast, count_by_day, forecast
from zaplecze.controlling.rules.history import Clock, History, stays
from zaplecze.controlling.rules.minutes import FEWEST_PAPERS, FEWEST_PEOPLE
from zaplecze.controlling.rules.replay import Change, Outcome, replay
from zaplecze.controlling.rules.step_minutes import (
    Source,
    StepMinutes,
    decisions,
    hours_of,
    step_minutes,
)
from zaplecze.controlling.rules.way import INTAKE, RECEIVE, REST
from zaplecze.controlling.savings import effort
from zaplecze.controlling.savings.queries import newest_baseline
from zaplecze.controlling.web.asked import Asked, asked
from zaplecze.controlling.web.process import Fact, drawn, heading, page
from zaplecze.controlling.words import (
    CLOCKS,
    activity_words,
    fine_words,
    papers_words,
    time_words,
)
from zaplecze.documents.api import documents_by_id
from zaplecze.platform.days import HOURS_PER_DAY, WARSAW, is_working_day
from zaplecze.platform.money import format_pln, parse_pln, round_half_up
from zaplecze.platform.periods import Month, first_day, last_day, month_of
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view

RATE = Decimal("60.00")
MINUTES_FROM = {
    Source.STEPS: _lazy("zmierzone w tym miesiącu, krok po kroku"),
    Source.DECISIONS: _lazy(
        "zmierzone w tym miesiącu, średnio na decyzję: kroki osobno zdradzałyby czas jednej osoby"
    ),
    Source.BASELINE: _lazy("ze stanu przed, po równo na kroki dokumentu"),
    Source.UNKNOWN: _lazy(
        "nie wiadomo: w tym miesiącu nie ma minut %(people)s osób przy %(papers)s dokumentach "
        "ani minut w stanie przed"
    ),
}
MOST_HELPERS = 20


@require_GET
@company_view()
def open_work(request: CompanyRequest) -> HttpResponse:
    """Praca w toku: what waits, for how long, on whose clock; how much more is coming."""
    question = asked(request)
    today = request.now.astimezone(WARSAW).date()
    if request.GET.get("tabela") == "prognoza":
        found = _forecasts(question, today)
        report = tables.forecast_table(heading(request, question, now=True), found)
        return page(request, question, report, "forecast", picture=drawn(_weeks(found)))
    rows = ageing(question.on_way.histories, question.as_of)
    return page(
        request,
        question,
        tables.ageing_table(heading(request, question, now=True), rows),
        "open_work",
        picture=drawn(_ages(rows, question)),
        weeks=drawn(_weeks(_forecasts(question, today))),
        least=LEAST_WEEKS,
        forecast_url=question.url("open_work", tabela="prognoza"),
        waiting=sum(r.count for r in rows),
    )


def _ages(rows: list[AgeRow], question: Asked) -> str:
    names = tables.class_names()
    return bars.draw(
        [
            bars.Bar(
                activity_words(row.step),
                tuple(
                    bars.Part(
                        len(papers),
                        f"t{n}",
                        f"{activity_words(row.step)}, {names[n]}: {papers_words(len(papers))}",
                        question.papers_url("wiek", krok=row.step, zegar=row.clock, klasa=n),
                    )
                    for n, papers in enumerate(row.classes)
                ),
                f"{row.count} ({CLOCKS[row.clock]}), "
                + _("najdłużej %(time)s") % {"time": time_words(row.oldest)},
            )
            for row in rows
        ],
        _("Dokumenty w drodze według czasu w kroku"),
    )


def _forecasts(question: Asked, today: date) -> dict[str, Forecast]:
    """Of papers coming in and of each step that somebody takes, from the last weeks whatever months are asked for."""
    log = question.recent
    moments: dict[str, list[datetime]] = {RECEIVE: [h.received_at for h in log.histories]}
    for history in log.histories:
        for span, *_more in stays(history):
            if span.clock != Clock.OUTSIDE and span.kind not in (INTAKE, REST):
                moments.setdefault(span.step, []).append(span.start)
    found = {}
    for step, times in moments.items():
        made = forecast(count_by_day(times), today=today)
        if made is not None:
            found[step] = made
    return found


def _weeks(found: Mapping[str, Forecast]) -> str:
    coming = found.get(RECEIVE)
    if coming is None:
        return ""
    weeks = (coming.running, *coming.coming)
    return bars.columns(
        [
            *(bars.Column(f"{monday:%d.%m}", count) for monday, count in coming.past),
            *(bars.Column(f"{w.monday:%d.%m}", w.expected, w.low, w.high, w.known) for w in weeks),
        ],
        _("Wpływ dokumentów na tydzień, z prognozą i przedziałem 90 %"),
    )


@dataclass(frozen=True, slots=True)
class Idea:
    """What the form asks: the change, its form fields, the rate of an hour of work (PLN)."""

    change: Change
    what: str
    step: str
    amount: str
    helpers: int
    rate: Decimal


def _idea(request: CompanyRequest, steps: Mapping[str, str]) -> Idea:
    """Read the form; refuses what it can't be."""
    what = request.GET.get("zmiana", "")
    step = request.GET.get("krok", "")
    amount = request.GET.get("kwota", "").strip()
    if what not in ("", "pomin", "prog", "osoba"):
        raise Refusal("Wybierz zmianę z listy.", code="controlling.change")
    if what and step not in steps:
        raise Refusal(
            "W tym miesiącu żaden dokument nie przeszedł przez taki krok. Wybierz krok z listy.",
            code="controlling.step",
        )
    try:
        rate = parse_pln(request.GET.get("stawka", "") or str(RATE))
        limit = parse_pln(amount) if what == "prog" else None
        helpers = int(request.GET.get("osob", "") or 1)
    except ValueError as error:
        raise Refusal(
            f"Kwota, stawka albo liczba osób jest błędna: {error}.", code="controlling.number"
        ) from error
    if not 1 <= helpers <= MOST_HELPERS or rate < 0:
        raise Refusal(
            f"Dodaj od 1 do {MOST_HELPERS} osób, po stawce nie mniejszej od zera.",
            code="controlling.number",
        )
    change = Change()
    if what in ("pomin", "prog"):
        change = Change(skip=step, up_to=limit)
    elif what == "osoba":
        change = Change(help_kind=steps[step], helpers=helpers)
    return Idea(change, what, step, amount, helpers, rate)


@require_GET
@company_view()
def what_if(request: CompanyRequest) -> HttpResponse:
    """Co by było, gdyby: a month's papers run again with one thing changed."""
    today = request.now.astimezone(WARSAW).date()
    before = today.replace(day=1) - timedelta(days=1)
    question = asked(request, month=month_of(before))
    papers = question.histories
    steps = _steps(papers)
    idea = _idea(request, steps)
    same = replay(papers)
    outcome = replay(papers, idea.change)
    touched = {p.history.document_id for p in outcome.papers if abs(p.saved) > 1e-6}
    minutes = _minutes(question)
    report = tables.what_if_table(heading(request, question), outcome, documents_by_id(touched))
    return page(
        request,
        question,
        report,
        "what_if",
        idea=idea,
        rate=format_pln(idea.rate),
        steps=[(key, activity_words(key)) for key in steps],
        changes=[
            ("pomin", _("pomiń krok")),
            ("prog", _("pomiń krok do kwoty (podnieś próg)")),
            ("osoba", _("dodaj osoby do kroku")),
        ],
        exact=sum(
            p.spans == tuple(s for s in p.history.spans if s.end is not None) for p in same.papers
        ),
        papers=len(papers),
        touched=len(touched),
        picture=drawn(_before_and_after(outcome)),
        facts=_effect(outcome, idea, question, minutes),
        minutes_from=str(MINUTES_FROM[minutes.source])
        % {"people": FEWEST_PEOPLE, "papers": FEWEST_PAPERS}
        if idea.change.skip
        else "",
    )


def _steps(papers: list[History]) -> dict[str, str]:
    """Steps that somebody took, with their kinds, in the order of the way."""
    found: dict[str, str] = {}
    for history in papers:
        for span in history.spans:
            if span.clock != Clock.OUTSIDE and span.kind not in (INTAKE, REST):
                found.setdefault(span.step, span.kind)
    return found


def _before_and_after(outcome: Outcome) -> str:
    rows = []
    for clock in (Clock.OURS, Clock.CLIENT):
        for when, name in (("before", _("było")), ("after", _("byłoby"))):
            average, middle, _most = outcome.figures(when, clock)
            rows.append(
                bars.Bar(
                    f"{CLOCKS[clock]}, {name}",
                    (bars.Part(average, clock, name),),
                    _("średnio %(mean)s, mediana %(median)s")
                    % {"mean": fine_words(average), "median": fine_words(middle)},
                )
            )
    return bars.draw(rows, _("Czas roboczy na dokument przed zmianą i po niej"))


def _effect(outcome: Outcome, idea: Idea, question: Asked, minutes: StepMinutes) -> list[Fact]:
    before, after = outcome.figures("before"), outcome.figures("after")
    facts = [
        Fact(
            _("Średnio na biurkach"),
            f"{fine_words(before[0])} → {fine_words(after[0])}",
        ),
        Fact(_("Mediana"), f"{fine_words(before[1])} → {fine_words(after[1])}"),
        Fact(_("9 na 10 dokumentów w"), f"{fine_words(before[2])} → {fine_words(after[2])}"),
    ]
    if idea.change.skip:
        query = {"krok": idea.step} | ({"kwota": idea.amount} if idea.what == "prog" else {})
        facts.append(
            Fact(
                _("Pominiętych kroków"),
                str(len(outcome.skipped)),
                question.papers_url("pominiete", **query),
            )
        )
        facts.append(
            Fact(
                _("W tym krok coś zatrzymał"),
                papers_words(len(outcome.stopped)),
                question.papers_url("pominiete", stan="zatrzymane", **query),
            )
        )
    return [*facts, *_cost(outcome, idea, question, minutes)]


def _cost(outcome: Outcome, idea: Idea, question: Asked, minutes: StepMinutes) -> list[Fact]:
    """Minutes of work that fall away, and people that are paid, at the rate asked for."""
    facts = []
    if idea.change.skip:
        facts += _work_less(outcome, idea, minutes)
    if idea.change.helpers:
        hours = _hours_of(question.first) * idea.change.helpers
        facts.append(
            Fact(
                _("Koszt dodanych osób (pełne etaty)"),
                f"{format_pln(round_half_up(hours * idea.rate))} zł",
            )
        )
    return facts


def _minutes(question: Asked) -> StepMinutes:
    """Minutes a step in the month asked for, of all kinds of papers: a kind alone could be one person's."""
    taken = decisions(question.of_all_kinds.histories)
    before = newest_baseline()
    told = before.figures.get("touch") if before else None
    return step_minutes(
        taken,
        effort.effort_at(papers={d.document_id for d in taken}, as_of=question.as_of),
        since=effort.counted_since(),
        before=told.value if told else None,
    )


def _work_less(outcome: Outcome, idea: Idea, minutes: StepMinutes) -> list[Fact]:
    """Work that falls away with the skipped step, and with the returns from it."""
    by_clock = hours_of(outcome.decided, minutes)
    unknown = minutes.source == Source.UNKNOWN
    ours, theirs = by_clock[Clock.OURS], by_clock[Clock.CLIENT]
    saved = round_half_up(Decimal(ours) * idea.rate)
    nobody = _("nie wiadomo")
    return [
        Fact(
            _("Mniej pracy: u nas, u klienta"),
            nobody if unknown else f"{fine_words(ours)}, {fine_words(theirs)}",
        ),
        Fact(_("Koszt biura mniejszy o"), nobody if unknown else f"{format_pln(saved)} zł"),
    ]


def _hours_of(month: Month) -> Decimal:
    first, last = first_day(month), last_day(month)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Decimal(sum(map(is_working_day, days)) * HOURS_PER_DAY)
