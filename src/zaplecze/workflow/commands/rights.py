"""Who may take a task: in her own name, for somebody else, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from zaplecze.platform.refusal import NotAllowed
from zaplecze.workflow.commands.refusals import CannotGoOn, CenterMissing, NotWaiting, OverLimit
from zaplecze.workflow.models import Decision, Delegation, Task
from zaplecze.workflow.org import names_of
from zaplecze.workflow.rules import Org, Step, StepError, candidates, right_to
from zaplecze.workflow.rules.people import AMOUNT, UNKNOWN_AMOUNT, awaits_center, with_voice


def voices_in(*, task: Task) -> frozenset[int]:
    """Whose voices a task has: the people who accepted, or those for whom somebody did."""
    rows = Decision.objects.filter(
        company_id=task.company_id, task_id=task.id, verdict="accepted"
    ).values_list("by_id", "on_behalf_of_id")
    return frozenset(instead or by for by, instead in rows)


def allowed(
    *,
    task: Task,
    steps: Sequence[Step],
    facts: Mapping[str, Any],
    org: Org,
    person: int,
    delegations: Sequence[tuple[int, int]] | None = None,
    spoken: frozenset[int] | None = None,
) -> int | None:
    """None where the person may take the task in her own name; else for whom; refuses otherwise.

    ``delegations`` (from, to) and the voices that were ``spoken`` are read where they are not at hand.
    """
    step = next(s for s in steps if s.key == task.step)
    if awaits_center(step, facts):
        raise CenterMissing(
            _(
                "Nie wiadomo, kto kieruje MPK tego dokumentu. "
                "Podaj MPK na stronie dokumentu: krok trafi do kierownika."
            )
        )
    try:
        able = candidates(step, facts, org, escalated=task.escalated_at is not None)
    except StepError as error:
        raise cannot(error) from error
    if delegations is None:
        rows = Delegation.standing(task)
        delegations = tuple(rows.values_list("giver_id", "receiver_id"))
    if spoken is None:
        spoken = voices_in(task=task)
    open_to = with_voice(able, step, org, spoken)
    right = right_to(person, open_to, org, delegations=delegations, spoken=spoken)
    if right is not None:
        return right.instead_of
    if person in spoken or person in able - open_to:
        raise NotWaiting(_("Twój głos już jest. Krok czeka jeszcze na głosy innych osób."))
    receiver = dict(delegations).get(person)
    if receiver is not None:
        raise NotAllowed(
            _(
                "Tę sprawę przekazano: %(person)s. Cofnij przekazanie, żeby ją załatwić albo przekazać inaczej."
            )
            % {"person": names_of([receiver])[receiver]}
        )
    unlimited = replace(org, limits=())
    if right_to(person, candidates(step, facts, unlimited), unlimited, delegations=delegations):
        raise OverLimit(
            _("Kwoty w złotych nie wpisano albo nie ma kursu: przekaż sprawę osobie bez limitu.")
            if facts.get(AMOUNT) == UNKNOWN_AMOUNT
            else _(
                "Kwota przekracza Twój limit akceptacji. Przekaż sprawę osobie z wyższym limitem."
            )
        )
    raise NotAllowed(
        _(
            "Twoja rola w tej firmie nie obejmuje tego kroku. "
            "Poproś uprawnioną osobę albo właściciela o zastępstwo."
        )
    )


def cannot(error: StepError) -> CannotGoOn:
    """A step that can't be taken, as a refusal that says what to correct."""
    return CannotGoOn(
        f"Procedura nie może iść dalej: {error}. Popraw procedurę albo dane dokumentu."
    )
