"""The event log for other programs: XES (a paper is a trace) and OCEL 2.0 (papers, people, companies)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zaplecze.controlling.rules.history import Happening, History
from zaplecze.formats import ocel_2, xes

LOG_FORMS = ("xes", "ocel")


def export_log(histories: Sequence[History], form: str, *, name: str) -> bytes:
    """The log in one of `LOG_FORMS`."""
    if form not in LOG_FORMS:
        raise ValueError(f"unknown form of a log {form!r}")
    return as_xes(histories, name=name) if form == "xes" else as_ocel(histories)


def trace_name(history: History) -> str:
    """A paper's name in a log: its company and number in the house."""
    return f"{history.company_id}-{history.document_id}"


def as_xes(histories: Sequence[History], *, name: str) -> bytes:
    """The papers' happenings as XES; people by their number, never by name."""
    traces = [
        xes.Trace(
            trace_name(history),
            tuple(
                xes.LogEvent(h.activity, h.at, {"zaplecze:seq": h.seq, **_common(h)})
                for h in history.happenings
            ),
            {
                "zaplecze:kind": history.kind,
                "zaplecze:procedure_version": history.version,
                "zaplecze:ended": history.ended_at is not None,
            },
        )
        for history in histories
    ]
    return xes.write(xes.Log(name, tuple(traces)))


def _common(happening: Happening) -> dict[str, xes.Value]:
    found: dict[str, xes.Value] = {}
    if happening.by is not None:
        found["org:resource"] = f"osoba {happening.by}"
    if happening.verdict:
        found["zaplecze:verdict"] = happening.verdict
    return found


def as_ocel(histories: Sequence[History]) -> bytes:
    """The same happenings as OCEL 2.0 JSON."""
    since: dict[str, datetime] = {}
    papers = []
    events = []
    for history in histories:
        paper, company = f"dokument {trace_name(history)}", f"firma {history.company_id}"
        since.setdefault(company, history.received_at)
        papers.append(
            ocel_2.Thing(
                paper,
                history.kind or "dokument",
                history.received_at,
                {"procedure_version": history.version},
                (ocel_2.Relation(company, "firma"),),
            )
        )
        for h in history.happenings:
            ties = [ocel_2.Relation(paper, "dokument"), ocel_2.Relation(company, "firma")]
            if h.by is not None:
                person = f"osoba {h.by}"
                since.setdefault(person, h.at)
                ties.append(ocel_2.Relation(person, "wykonawca"))
            verdict: dict[str, ocel_2.Value] = {"verdict": h.verdict} if h.verdict else {}
            events.append(
                ocel_2.ObjectEvent(
                    f"{history.company_id}-{h.seq}", h.activity, h.at, verdict, tuple(ties)
                )
            )
    others = [
        ocel_2.Thing(key, "person" if key.startswith("osoba") else "company", at)
        for key, at in sorted(since.items())
    ]
    events.sort(key=lambda e: (e.at, e.id))
    return ocel_2.write(ocel_2.ObjectLog((*others, *papers), tuple(events)))
