"""Procedures of the company: written as a form beside their picture, tried on past papers, published in versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents import api as documents
from zaplecze.documents.api import documents_by_id
from zaplecze.office.web.forms import read_day
from zaplecze.office.web.procedure_form import (
    Row,
    Typed,
    change_rows,
    read_rows,
    read_steps,
    rows_of,
)
from zaplecze.payments import api as payments
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Role
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.purchasing import api as purchasing
from zaplecze.sales import api as sales
from zaplecze.workflow.api import (
    PaperKind,
    Picture,
    Problem,
    Step,
    StepError,
    Version,
    automatic_actions,
    differences,
    draft_of_procedure,
    drafted_kinds,
    draw,
    drop_draft_procedure,
    names_of,
    problems_of,
    publish_procedure,
    save_draft_procedure,
    step_in_words,
    tried_procedure,
    versions_of,
    working_people,
    write_condition,
)

PAPERS: dict[str, PaperKind] = {
    p.name: p for p in (purchasing.PAPER, sales.PAPER, payments.PAPER, *documents.PAPERS)
}
EDITORS = frozenset({Role.OWNER, Role.MANAGER})
ASKED_ROLES = (Role.OWNER, Role.APPROVER, Role.ACCOUNTANT, Role.MANAGER)
SHOWN_PAPERS = 200
LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of paper on the list: its version in force; ``running`` papers on their way by any version,
    ``by_older`` of them by one that is in force no more.
    """

    paper: PaperKind
    version: Version | None
    drafted: bool
    running: int
    by_older: int


@require_GET
@company_view()
def procedures(request: CompanyRequest) -> HttpResponse:
    """Every kind of paper with the procedure it goes by."""
    drafted = drafted_kinds()
    lines = []
    for name, paper in PAPERS.items():
        versions = versions_of(kind=name)
        older = sum(v.running for v in versions[1:])
        newest = versions[0] if versions else None
        running = older + (newest.running if newest else 0)
        lines.append(KindLine(paper, newest, name in drafted, running, older))
    return TemplateResponse(request, "office/procedures.html", {"lines": lines})


@require_GET
@company_view()
def procedure(request: CompanyRequest, paper: str) -> HttpResponse:
    """The editor: the draft, or what is in force where there is none."""
    kind = _paper(paper)
    drafted = draft_of_procedure(kind=kind.name)
    steps = drafted if drafted is not None else _in_force(kind)
    typed = Typed(rows_of(steps, kind), list(steps))
    return _editor(request, kind, typed, drafted=drafted is not None)


@require_POST
@company_view(roles=EDITORS)
def save_procedure_draft(request: CompanyRequest, paper: str) -> HttpResponse:
    """Keep what was typed as the draft; rows that can't be read come back with their fault."""
    kind = _paper(paper)
    what = request.POST.get("do", "save")
    if what == "discard":
        drop_draft_procedure(kind=kind.name)
        messages.success(request, _("Szkic wyrzucony. Obowiązuje to, co dotąd."))
        return redirect("procedure", nip=request.company.nip, paper=kind.name)
    rows = read_rows(request.POST)
    if not rows:
        raise Refusal(
            "Formularz jest pusty. Otwórz procedurę jeszcze raz.", code="office.procedure"
        )
    typed = read_steps(change_rows(rows, what), kind, ASKED_ROLES)
    doubled = len({s.key for s in typed.steps}) != len(typed.steps)
    if typed.faults or (doubled and what == "save"):
        if doubled:
            typed.faults.append(Problem("", "każdy krok musi mieć inną nazwę"))
        return _editor(request, kind, typed, drafted=True)
    if doubled:
        return _editor(request, kind, typed, drafted=True)
    save_draft_procedure(kind=kind.name, steps=typed.steps, by=request.person_id, at=request.now)
    if what == "save":
        messages.success(request, _("Szkic zapisany. Wypróbuj go na minionych dokumentach."))
    return redirect("procedure", nip=request.company.nip, paper=kind.name)


@require_POST
@company_view(roles=EDITORS)
def picture_procedure(request: CompanyRequest, paper: str) -> HttpResponse:
    """The picture and the problems of what is in the form now; nothing is kept."""
    kind = _paper(paper)
    typed = read_steps(read_rows(request.POST), kind, ASKED_ROLES)
    if not typed.steps:
        raise Refusal(
            "Formularz jest pusty. Otwórz procedurę jeszcze raz.", code="office.procedure"
        )
    return TemplateResponse(
        request, "office/procedure_picture.html", _picture_context(request, kind, typed)
    )


@require_POST
@company_view(roles=EDITORS)
def publish_procedure_draft(request: CompanyRequest, paper: str) -> HttpResponse:
    """Let the draft go live as the next version."""
    kind = _paper(paper)
    saved = publish_procedure(
        paper=kind, by=request.person_id, at=request.now, note=request.POST.get("note", "")
    )
    messages.success(
        request,
        _("Obowiązuje wersja %(version)s. Obiegi w toku idą swoją wersją.")
        % {"version": saved.version},
    )
    return redirect("procedure", nip=request.company.nip, paper=kind.name)


@require_GET
@company_view()
def try_procedure(request: CompanyRequest, paper: str) -> HttpResponse:
    """What the draft would have done with the papers of a span of days, a month unless asked otherwise."""
    kind = _paper(paper)
    today = request.now.astimezone(WARSAW).date()
    first, last = _span(request, today)
    drafted = draft_of_procedure(kind=kind.name)
    steps = drafted if drafted is not None else _in_force(kind)
    trial = tried_procedure(kind=kind.name, steps=steps, first=first, last=last)
    changed = [c for c in trial.cases if c.changed or c.unknown]
    papers = documents_by_id(c.document_id for c in changed[:SHOWN_PAPERS])
    context = {
        "paper": kind,
        "trial": trial,
        "total": len(trial.cases),
        "first": first,
        "last": last,
        "drafted": drafted is not None,
        "desks": [d for d in trial.desks if d.before != d.after],
        "changed": [(papers[c.document_id], c) for c in changed[:SHOWN_PAPERS]],
        "more": max(len(changed) - SHOWN_PAPERS, 0),
    }
    return TemplateResponse(request, "office/procedure_trial.html", context)


@require_GET
@company_view()
def procedure_versions(request: CompanyRequest, paper: str) -> HttpResponse:
    """Two versions side by side: what came, went, changed."""
    kind = _paper(paper)
    versions = versions_of(kind=kind.name)
    by_number = {str(v.procedure.version): v for v in versions}
    newer = by_number.get(request.GET.get("nowa", ""), versions[0] if versions else None)
    older = by_number.get(request.GET.get("stara", ""), versions[1] if len(versions) > 1 else newer)
    if newer is None or older is None:
        raise Http404("nie ma wersji")
    words = _Words(request, kind, [*newer.steps, *older.steps])
    rows = [
        (d, words.line(d.before) if d.before else "", words.line(d.after) if d.after else "")
        for d in differences(older.steps, newer.steps)
    ]
    context = {
        "paper": kind,
        "versions": versions,
        "newer": newer,
        "older": older,
        "rows": rows,
        "pictures": [(v, draw(v.steps, words.label)) for v in (older, newer)],
    }
    return TemplateResponse(request, "office/procedure_versions.html", context)


class _Words:
    """A procedure's steps in words."""

    def __init__(self, request: CompanyRequest, kind: PaperKind, steps: Sequence[Step]):
        self.kind = kind
        self.names = names_of({p for s in steps for p in s.who.people})
        self.actions = automatic_actions()

    def label(self, step: Step) -> tuple[str, str]:
        who = step_in_words(step, self.names)
        if step.action:
            who = _("program, potem %(who)s") % {"who": who}
        return who, write_condition(step.when, self.kind.facts) if step.when else ""

    def line(self, step: Step) -> str:
        who, condition = self.label(step)
        parts = [who, _("%(hours)s h") % {"hours": step.hours}]
        if condition:
            parts.append(_("gdy %(condition)s") % {"condition": condition})
        if step.lane:
            parts.append(_("tor %(lane)s") % {"lane": step.lane})
        if step.action:
            parts.append(self.actions.get(step.action, step.action))
        if step.mail:
            parts.append(_("e-mail z odnośnikiem"))
        return ", ".join(parts)


def _editor(
    request: CompanyRequest, kind: PaperKind, typed: Typed, *, drafted: bool
) -> HttpResponse:
    versions = versions_of(kind=kind.name)
    context = {
        "paper": kind,
        "version": versions[0] if versions else None,
        "running": sum(v.running for v in versions),
        "versions": versions,
        "drafted": drafted,
        "rows": typed.rows,
        "empty": Row(),
        "may": bool(request.roles & EDITORS),
        "people": working_people(),
        "roles": [(f"role:{r.value}", r.label) for r in ASKED_ROLES],
        "deputies": [(r.value, r.label) for r in ASKED_ROLES],
        "kinds": kind.kinds,
        "actions": automatic_actions(),
        "facts": kind.facts.values(),
        "live": not typed.faults,
        **_picture_context(request, kind, typed),
    }
    return TemplateResponse(request, "office/procedure.html", context)


def _picture_context(request: CompanyRequest, kind: PaperKind, typed: Typed) -> dict[str, object]:
    words = _Words(request, kind, typed.steps)
    try:
        problems = problems_of(paper=kind, steps=typed.steps, at=request.now)
    except StepError as error:
        problems = [Problem(error.step, str(error))]
    picture: Picture = draw(typed.steps, words.label)
    return {
        "paper": kind,
        "picture": picture,
        "problems": [*typed.faults, *problems],
        "faulty": any(p.error for p in (*typed.faults, *problems)),
        "spoken": "; ".join(f"{n}. {s.key}: {words.line(s)}" for n, s in enumerate(typed.steps, 1)),
    }


def _paper(name: str) -> PaperKind:
    if name not in PAPERS:
        raise Http404("nie ma takiego rodzaju dokumentu")
    return PAPERS[name]


def _in_force(kind: PaperKind) -> tuple[Step, ...]:
    versions = versions_of(kind=kind.name)
    return versions[0].steps if versions else ()


def _span(request: CompanyRequest, today: date) -> tuple[date, date]:
    typed_first, typed_last = request.GET.get("od", ""), request.GET.get("do", "")
    last = read_day(typed_last, _("Do dnia")) if typed_last else today
    first = read_day(typed_first, _("Od dnia")) if typed_first else last - timedelta(days=30)
    if not 0 <= (last - first).days <= LONGEST_DAYS:
        raise Refusal(
            "Wybierz dni od wcześniejszego do późniejszego, najwyżej 400.", code="office.span"
        )
    return first, last
