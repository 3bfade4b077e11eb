"""The papers and events behind each figure of the process pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaplecze.controlling.log import Log
from zaplecze.controlling.rules.ageing import DAYS, ageing
from zaplecze.controlling.rules.bottlenecks import bottlenecks
from zaplecze.controlling.rules.clocks import between, span_time
from zaplecze.controlling.rules.conformance import Fault, judge
from zaplecze.controlling.rules.flow_map import flow_map
from zaplecze.controlling.rules.history import Clock, History, Span, stays, waits_to_be_paid
from zaplecze.controlling.rules.replay import Change, replay
from zaplecze.controlling.rules.rework import rework
from zaplecze.controlling.rules.variants import variants
from zaplecze.controlling.rules.way import RECEIVE
from zaplecze.controlling.words import (
    CLOCKS,
    FAULTS,
    activity_words,
    cause_words,
    papers_words,
)
from zaplecze.platform.days import WARSAW, next_working_day
from zaplecze.platform.money import parse_pln
from zaplecze.platform.refusal import Refusal

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Behind:
    """A paper that was counted: by the events ``from_seq`` to ``to_seq`` (None: still open), in working hours."""

    history: History
    from_seq: int
    to_seq: int | None
    hours: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in words and all that it was counted from."""

    title: str
    behind: tuple[Behind, ...]


class NoFigure(Refusal):
    """A figure that no page shows (an old or mistyped address)."""

    code = "controlling.figure"


def figure(what: str, query: Query, log: Log, as_of: datetime) -> Figure:
    """What a figure was counted from; an unknown one is refused (`NoFigure`)."""
    find = FIGURES.get(what)
    if find is None:
        raise NoFigure("Nie ma takiej liczby. Wróć na stronę obiegu i wybierz ją jeszcze raz.")
    try:
        title, behind = find(log, query, as_of)
    except (LookupError, ValueError) as error:
        raise NoFigure(
            "Tej liczby nie ma już w wybranym okresie. Wróć na stronę obiegu i wybierz ją jeszcze raz."
        ) from error
    return Figure(title, tuple(behind))


Found = tuple[str, Iterable[Behind]]


T = TypeVar("T")
# Papers by where they stand, as the address names it.
STATES: Mapping[str, tuple[object, Callable[[History], bool]]] = {
    "": (gettext_lazy("Dokumenty"), lambda _h: True),
    "otwarte": (gettext_lazy("Dokumenty w drodze"), lambda h: h.ended_at is None),
    "do-zaksiegowania": (
        gettext_lazy("Dokumenty w drodze do zaksięgowania"),
        lambda h: h.ended_at is None and not waits_to_be_paid(h),
    ),
    "do-zaplaty": (gettext_lazy("Zaksięgowane, czekają na zapłatę"), waits_to_be_paid),
    "zakonczone": (
        gettext_lazy("Dokumenty z zakończonym obiegiem"),
        lambda h: h.ended_at is not None,
    ),
    "bez-zwrotu": (
        gettext_lazy("Dokumenty bez zwrotu"),
        lambda h: all(x.verdict != "returned" for x in h.happenings),
    ),
}


def _only(found: Iterable[T]) -> T:
    """The first that was found; raises LookupError where there is none."""
    for one in found:
        return one
    raise LookupError


def _whole(history: History, as_of: datetime) -> Behind:
    last = history.happenings[-1].seq if history.ended_at else None
    end = history.ended_at or max(as_of, history.received_at)
    return Behind(history, history.happenings[0].seq, last, between(history.received_at, end).hours)


def _span(history: History, span: Span, as_of: datetime) -> Behind:
    return Behind(history, span.opened_by, span.closed_by, span_time(span, as_of).hours)


def _all(log: Log, query: Query, as_of: datetime) -> Found:
    title, counts = STATES[query.get("stan", "")]
    return str(title), [_whole(h, as_of) for h in log.histories if counts(h)]


def _arrow(log: Log, query: Query, as_of: datetime) -> Found:
    arrow = flow_map(log.histories).arrows[query["a"], query["b"]]
    papers = {h.document_id: h for h in log.histories}
    title = f"{activity_words(arrow.source)} → {activity_words(arrow.target)}"
    return title, [
        Behind(papers[p.document_id], p.from_seq, p.to_seq, p.time.hours) for p in arrow.passages
    ]


def _activity(log: Log, query: Query, as_of: datetime) -> Found:
    name = query["czynnosc"]
    return activity_words(name), [
        Behind(history, h.seq, h.seq, between(history.received_at, h.at).hours)
        for history in log.histories
        for h in history.happenings
        if h.activity == name
    ]


def _variant(log: Log, query: Query, as_of: datetime) -> Found:
    number = int(query["nr"])
    found = _only(v for v in variants(log.histories) if v.number == number)
    way = " → ".join(activity_words(a) for a in found.way)
    return _("Wariant %(number)s: %(way)s") % {"number": found.number, "way": way}, [
        _whole(h, as_of) for h in found.histories
    ]


def _clock(log: Log, query: Query, as_of: datetime) -> Found:
    clock = Clock(query["zegar"])
    return _("Czas %(clock)s") % {"clock": CLOCKS[clock]}, [
        _span(h, s, as_of) for h in log.histories for s in h.spans if s.clock == clock
    ]


def _step(log: Log, query: Query, as_of: datetime) -> Found:
    clock = Clock(query["zegar"])
    return f"{activity_words(query['krok'])} ({CLOCKS[clock]})", [
        _span(h, s, as_of)
        for h in log.histories
        for s in h.spans
        if s.step == query["krok"] and s.clock == clock
    ]


def _cause(log: Log, query: Query, as_of: datetime) -> Found:
    load = _only(
        b
        for b in bottlenecks(log.histories, as_of)
        if b.step == query["krok"] and b.clock == query["zegar"]
    )
    cause = _only(c for c in load.causes if c.code == query["kod"])
    title = f"{activity_words(load.step)}: {cause_words(cause.code)}"
    return title, [_span(v.history, v.span, as_of) for v in cause.visits]


def _loop(log: Log, query: Query, as_of: datetime) -> Found:
    loops = rework(log.histories, as_of).loops
    loop = _only(x for x in loops if (x.source, x.back_to) == (query["a"], query["b"]))
    title = f"{activity_words(loop.source)} → {activity_words(loop.back_to)}"
    return title, [
        Behind(r.history, r.happening.seq, r.happening.seq, r.time.hours) for r in loop.returns
    ]


def _deviation(log: Log, query: Query, as_of: datetime) -> Found:
    fault, step = query["odchylenie"], query["krok"]
    found = []
    for history in log.histories:
        for deviation in judge(history, log.expected(history), as_of).deviations:
            if deviation.fault == fault and deviation.step == step:
                found.append(Behind(history, deviation.seq, deviation.seq, deviation.hours))
    words = {str(f): str(text) for f, text in FAULTS.items()}
    return f"{activity_words(step)}: {words[fault]}", found


def _conforming(log: Log, query: Query, as_of: datetime) -> Found:
    """Papers off the written way (``stan`` droga), late or off it (termin), with steps by the program (program)."""
    state = query["stan"]
    found = []
    for history in log.histories:
        judged = judge(history, log.expected(history), as_of)
        off = any(d.fault != Fault.LATE for d in judged.deviations)
        counted = {
            "droga": off,
            "termin": bool(judged.deviations),
            "program": bool(judged.by_program),
        }
        if counted[state]:
            found.append(_whole(history, as_of))
    return _("Zgodność z procedurą"), found


def _age(log: Log, query: Query, as_of: datetime) -> Found:
    rows = ageing(log.histories, as_of)
    row = _only(r for r in rows if r.step == query["krok"] and r.clock == query["zegar"])
    number = query.get("klasa", "")
    classes = row.classes if number == "" else (row.classes[_class(number)],)
    return _("Czekają: %(step)s") % {"step": activity_words(row.step)}, [
        _span(w.history, w.span, as_of) for papers in classes for w in papers
    ]


def _class(text: str) -> int:
    number = int(text)
    if not 0 <= number <= len(DAYS):
        raise IndexError(number)
    return number


def _skipped(log: Log, query: Query, as_of: datetime) -> Found:
    limit = query.get("kwota", "")
    change = Change(skip=query["krok"], up_to=parse_pln(limit) if limit else None)
    outcome = replay(log.histories, change)
    if query.get("stan") == "zatrzymane":
        stopped = {h.document_id for h in outcome.stopped}
        shown = [(h, s) for h, s in outcome.skipped if h.document_id in stopped]
    else:
        shown = list(outcome.skipped)
    title = f"{activity_words(query['krok'])}: {papers_words(len(shown))}"
    return title, [
        Behind(
            h, stay[0].opened_by, stay[-1].closed_by, sum(span_time(s, as_of).hours for s in stay)
        )
        for h, stay in shown
    ]


def _week(log: Log, query: Query, as_of: datetime) -> Found:
    """What reached a step (or the house) in a week; `Log` of the last weeks, whatever months are asked for."""
    monday = date.fromisoformat(query["tydzien"])
    step = query.get("krok", RECEIVE)
    title = _("%(step)s, tydzień od %(day)s") % {
        "step": activity_words(step),
        "day": f"{monday:%d.%m.%Y}",
    }

    def there(moment: datetime) -> bool:
        return 0 <= (next_working_day(moment.astimezone(WARSAW).date()) - monday).days < 7

    if step == RECEIVE:
        return title, [_whole(h, as_of) for h in log.histories if there(h.received_at)]
    return title, [
        _span(h, s, as_of)
        for h in log.histories
        for s, *_more in stays(h)
        if s.step == step and s.clock != Clock.OUTSIDE and there(s.start)
    ]


FIGURES: Mapping[str, Callable[[Log, Query, datetime], Found]] = {
    "dokumenty": _all,
    "strzalka": _arrow,
    "czynnosc": _activity,
    "wariant": _variant,
    "zegar": _clock,
    "krok": _step,
    "przyczyna": _cause,
    "petla": _loop,
    "odchylenie": _deviation,
    "zgodnosc": _conforming,
    "wiek": _age,
    "pominiete": _skipped,
    "tydzien": _week,
}
