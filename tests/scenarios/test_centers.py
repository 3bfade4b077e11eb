"""The manager of a cost center is asked before anybody has said which: it is named, or a deputy role decides."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.isolation.test_doors import signed_in
from tests.papers import cost, drop, ids, later
from tests.plugin import AT
from tests.scenarios.test_procedures import Firm
from zaplecze.controlling.log import read_log
from zaplecze.controlling.rules.history import Clock
from zaplecze.office.audit import run_audits
from zaplecze.platform.models import Event, User
from zaplecze.platform.refusal import NotAllowed
from zaplecze.purchasing.api import KIND, PAPER
from zaplecze.workflow.api import (
    CenterMissing,
    NotWaiting,
    OutgoingMail,
    Step,
    Who,
    desks_of,
    name_center,
    open_tasks_of,
    save_procedure,
    set_center_managers,
    tried_procedure,
)
from zaplecze.workflow.jobs import run_clock

EARLY = (
    Step("kierownik", "approve", 8, who=Who("center"), remind=2, mail=True),
    Step("opis", "describe", 8),
    Step("dekretacja", "code", 8),
)


def test_a_step_waits_for_the_cost_center_and_goes_to_its_manager(
    company: Any, make_person: Any, behind: Any
) -> None:
    firm = Firm(company, make_person)
    auditor = make_person(company, "auditor")
    with behind(company):
        save_procedure(kind=KIND, steps=EARLY, at=AT)
        set_center_managers(center="PROD", people=[firm.manager], by=firm.chief, at=AT)
    first, second, third = ids(drop(company, cost("DK/1"), cost("DK/2"), cost("DK/3")))
    run_clock(AT)
    with behind(company):
        (task,) = open_tasks_of(document_id=first)
        assert (task.step, task.side) == ("kierownik", "office")
        assert "Podaj MPK" in task.note
        assert desks_of([task], on=AT) == {task.id: "Osoba 1"}, "who describes, not everybody"
        for person in (firm.manager, firm.owner, firm.clerk):
            with pytest.raises(CenterMissing, match="Podaj MPK"):
                firm.accept(first, "kierownik", person)
        mail = OutgoingMail.objects.get(task_id=task.id)
        assert (mail.user_id, mail.purpose) == (firm.clerk, ""), (
            "no link: there is nothing to decide"
        )
        with pytest.raises(NotAllowed, match="kto opisuje"):
            name_center(document_id=first, center="PROD", by=auditor.pk, at=later(1))
    # On the page: the form, a wrong code, the right one.
    client, page = signed_in(User.objects.get(id=firm.clerk)), f"/f/{company.nip}/dokument/{first}/"
    shown = client.get(page).content.decode()
    assert "Krok czeka na MPK" in shown and "Akceptuj <kbd>" not in shown
    client.post(f"{page}mpk/", {"center": "NIE-MA"})
    assert "Wybierz MPK z listy" in client.get(page).content.decode()
    assert client.post(f"{page}mpk/", {"center": "PROD"}).url == page
    assert "Krok czeka na MPK" not in client.get(page).content.decode()
    run_clock(later(24 * 365))
    with behind(company):
        (task,) = open_tasks_of(document_id=first)
        assert (task.note, task.side) == ("", "client")
        assert desks_of([task], on=AT) == {task.id: "Osoba 2"}
        assert task.due_at > task.opened_at, "the manager's hours begin when he is asked"
        assert OutgoingMail.objects.filter(user_id=firm.manager, purpose="decide").exists()
        (named,) = Event.objects.filter(code="workflow.center.named")
        assert named.data["center"] == "PROD" and named.data["people"] == [firm.manager]
        with pytest.raises(NotWaiting):
            name_center(document_id=first, center="HANDEL", by=firm.clerk, at=later(2))
        firm.accept(first, "kierownik", firm.manager, at=named.at)
        assert set(firm.waiting(first)) == {"opis"}
        described = client.get(page).content.decode()
        assert re.search(r'<option value="PROD"[^>]* selected', described), "nobody is asked twice"
        (history,) = (h for h in read_log(as_of=named.at).histories if h.document_id == first)
        spans = [(s.step, s.clock) for s in history.spans if s.step == "kierownik"]
        assert spans == [("kierownik", Clock.OURS), ("kierownik", Clock.CLIENT)]
        # A center without a manager: the owner; a deputy role in the procedure: she decides at once.
        name_center(document_id=second, center="HANDEL", by=firm.chief, at=later(1))
        firm.accept(second, "kierownik", firm.owner)
        deputized = (
            Step("kierownik", "approve", 8, who=Who("center", deputy="manager")),
            *EARLY[1:],
        )
        save_procedure(kind=KIND, steps=deputized, at=AT)
    (fourth,) = ids(drop(company, cost("DK/4")))
    with behind(company):
        (task,) = open_tasks_of(document_id=fourth)
        assert (task.note, desks_of([task], on=AT)) == ("", {task.id: "Osoba 5"})
        firm.accept(fourth, "kierownik", firm.chief)
        # Described in a lane beside: the step that waited goes to the manager by itself.
        lanes = (Step("opis", "describe", 8, lane="A"), Step("kierownik", "approve", 8, who=Who("center"), lane="B"),
                 EARLY[2])  # fmt: skip
        save_procedure(kind=KIND, steps=lanes, at=AT)
    (fifth,) = ids(drop(company, cost("DK/5")))
    with behind(company):
        firm.describe(fifth, at=later(1))
        (task,) = open_tasks_of(document_id=fifth)
        assert (task.step, task.note, desks_of([task], on=AT)[task.id]) == (
            "kierownik",
            "",
            "Osoba 2",
        )
        trial = tried_procedure(kind=PAPER.name, steps=EARLY, first=AT.date(), last=AT.date())
        desks = {d.name: d.after for d in trial.desks}
        assert desks["kierownik MPK, gdy ktoś poda MPK"] == 2 and trial.unknown == 0
        assert "opis" not in firm.waiting(third)
    assert run_audits(company.id) == []
