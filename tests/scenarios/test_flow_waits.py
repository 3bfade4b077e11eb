"""What papers wait for, as the pages tell it: questions, resumed papers, agreements as they were, open work."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.papers import cost, drop, ids, later
from tests.scenarios.test_flow import describe, signed_in, take
from zaplecze.controlling.folding import read_folded
from zaplecze.controlling.log import read_log
from zaplecze.controlling.rules.history import Clock, History
from zaplecze.controlling.service.commands import keep_agreement
from zaplecze.controlling.service.queries import agreements_kept
from zaplecze.documents.api import resume_paper
from zaplecze.platform.scope import company_scope
from zaplecze.workflow.api import (
    answer_consultation,
    ask_consultation,
    ask_description,
    delegate_task,
    open_task,
)

SEPTEMBER = (2026, 9)


@pytest.fixture
def people(company: Any, make_person: Any) -> dict[str, Any]:
    return {role: make_person(company, role) for role in ("accountant", "approver", "manager")}


def task_of(paper: int) -> int:
    task = open_task(document_id=paper)
    assert task is not None
    return int(task.id)


def both_ways(as_of: Any) -> dict[int, History]:
    """Papers by number as read one by one; each as its fold tells it."""
    found = {h.document_id: h for h in read_log(as_of=as_of).histories}
    for fold in read_folded(as_of=as_of).folds:
        told = [(s.step, s.clock, s.asked) for s in fold.way.spans]
        assert [(s.step, s.clock, s.asked) for s in found[fold.way.document_id].spans] == told
    return found


def test_what_waits_for_the_clients_answer_stops_our_clock(
    company: Any, people: dict[str, Any], time_machine: Any
) -> None:
    clerk, boss = people["accountant"], people["approver"]
    asked, described, handed, back = ids(
        drop(company, cost("DK/1"), cost("DK/2"), cost("DK/3"), cost("DK/4"))
    )
    with company_scope(company.id):
        for work in ("code", "describe"):
            keep_agreement(
                kind="cost_invoice", work=work, clock="ours", owner_id=clerk.id,
                hours=Decimal(4), share=Decimal("0.9"), by=clerk.id, at=later(0),
            )  # fmt: skip
        describe(asked, clerk, 1)
        take(asked, boss, 2)
        talk = ask_consultation(
            task_id=task_of(asked), asked=boss.id, question="Czyj to koszt?", blocks=True,
            by=clerk.id, at=later(3),
        )  # fmt: skip
        ask_description(
            document_id=described, address="zenon@obcy.example", name="Zenon Obcy", about="DK/2",
            by=clerk.id, at=later(1),
        )  # fmt: skip
        delegate_task(
            task_id=task_of(handed), receiver=boss.id, reason="urlop", by=clerk.id, at=later(2)
        )
        describe(back, clerk, 1)
        take(back, boss, 2, "rejected")
        resume_paper(document_id=back, by=clerk.id, at=later(3))
        found = both_ways(later(60))
        assert [s.clock for s in found[asked].spans] == [
            Clock.OURS, Clock.CLIENT, Clock.OURS, Clock.CLIENT,
        ]  # fmt: skip
        assert [s.clock for s in found[described].spans] == [Clock.OURS, Clock.CLIENT]
        assert [s.clock for s in found[handed].spans] == [Clock.OURS, Clock.CLIENT]
        assert [h.activity for h in found[back].happenings][-2:] == [
            "akceptacja:rejected",
            "resume",
        ]
        stopped = {
            (kept.terms.work, p.document_id): (p.state, p.waits_on, p.counted)
            for kept in agreements_kept(months=(SEPTEMBER, SEPTEMBER), as_of=later(60))
            for p in kept.papers
        }
        assert stopped["code", asked] == ("stopped", Clock.CLIENT, 1)
        assert stopped["describe", described] == ("stopped", Clock.CLIENT, 1)
    time_machine.move_to(later(60))
    client = signed_in(clerk)
    base = f"/f/{company.nip}/controlling/obieg/"
    rows = client.get(base + "praca/?forma=csv").content.decode()
    assert "Dekretacja;u klienta;1" in rows, rows
    assert "Opis;u klienta;2" in rows, rows
    log = client.get(base + "log/?format=xes").content.decode()
    assert "dekretacja:asked" in log
    page = client.get(reverse("agreements", args=[company.nip])).content.decode()
    assert "czeka na klienta: zegar stoi" in page
    with company_scope(company.id):
        answer_consultation(consultation_id=talk.pk, answer="nasz", by=boss.id, at=later(61))
        found = both_ways(later(62))
    assert [s.clock for s in found[asked].spans][-2:] == [Clock.CLIENT, Clock.OURS]
