"""Writes of procedures: drafts that are tried, versions that go live."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.opening import automatic_actions
from zaplecze.workflow.commands.refusals import BadProcedure
from zaplecze.workflow.events import ProcedurePublished
from zaplecze.workflow.models import Procedure, ProcedureDraft
from zaplecze.workflow.org import day_of, org_on
from zaplecze.workflow.rules import Fact, Problem, Step, check, errors, steps_from, steps_to


@dataclass(frozen=True, slots=True)
class PaperKind:
    """What a kind of paper lets its procedures ask and do: declared by the department that owns it.

    ``of_company`` gives the facts that the open company has besides ``fixed`` (fields of its own kinds).
    """

    name: str
    label: str
    fixed: Mapping[str, Fact]
    kinds: Collection[str]
    must: Collection[str] = field(default=())
    of_company: Callable[[], Mapping[str, Fact]] | None = None

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What conditions may ask for in the open company, by name."""
        return {**self.fixed, **self.of_company()} if self.of_company else self.fixed


def save_procedure(
    *, kind: str, steps: Sequence[Step], at: datetime, by: int | None = None, note: str = ""
) -> Procedure:
    """Save the next version of a company's procedure; running cases keep theirs."""
    lock_company()
    company_id = current_company_id()
    newest = Procedure.objects.filter(company_id=company_id, kind=kind).order_by("-version").first()
    return Procedure.objects.create(
        company_id=company_id,
        kind=kind,
        version=newest.version + 1 if newest else 1,
        steps=steps_to(steps),
        created_at=at,
        published_by_id=by,
        note=note[:300],
    )


def save_draft_procedure(
    *, kind: str, steps: Sequence[Step], by: int | None, at: datetime
) -> ProcedureDraft:
    """Keep what is being written; it need not be right yet."""
    lock_company()
    draft, _ = ProcedureDraft.objects.update_or_create(
        company_id=current_company_id(),
        kind=kind,
        defaults={"steps": steps_to(steps), "changed_at": at, "changed_by_id": by},
    )
    return draft


def drop_draft_procedure(*, kind: str) -> None:
    """Throw the draft away; what is in force stays."""
    lock_company()
    ProcedureDraft.objects.filter(company_id=current_company_id(), kind=kind).delete()


def problems_of(*, paper: PaperKind, steps: Sequence[Step], at: datetime) -> list[Problem]:
    """What is wrong with a procedure for the company's people of today."""
    return check(
        steps,
        facts=paper.facts,
        org=org_on(day_of(at)),
        kinds=paper.kinds,
        must=paper.must,
        actions=automatic_actions(),
    )


def publish_procedure(*, paper: PaperKind, by: int, at: datetime, note: str) -> Procedure:
    """Let the draft go live as the next version; raises `BadProcedure` with the first fault and its step."""
    lock_company()
    draft = ProcedureDraft.objects.filter(company_id=current_company_id(), kind=paper.name).first()
    if draft is None:
        raise Refusal("Nie ma szkicu do opublikowania. Zmień procedurę.", code="workflow.no-draft")
    steps = steps_from(draft.steps)
    faults = errors(problems_of(paper=paper, steps=steps, at=at))
    if faults:
        first = faults[0]
        where = f"krok „{first.step}”: " if first.step else ""
        more = f" (i jeszcze {len(faults) - 1})" if len(faults) > 1 else ""
        raise BadProcedure(f"Procedura nie może wejść w życie: {where}{first.message}{more}.")
    if len(note.strip()) < 3:
        raise Refusal(
            "Napisz, co się zmienia: zostanie przy wersji.", code="workflow.procedure-note"
        )
    saved = save_procedure(kind=paper.name, steps=steps, at=at, by=by, note=note.strip())
    draft.delete()
    record_events(
        [ProcedurePublished(kind=paper.name, version=saved.version, note=saved.note)],
        Stamp(by, at),
    )
    return saved
