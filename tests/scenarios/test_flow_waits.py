"""What papers wait for, as the pages tell it: questions, resumed papers, agreements as they were, open work."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.papers import cost, drop, ids, later
from tests.scenarios.test_flow import describe, signed_in, take
from zaplecze.controlling.folding import read_folded
from zaplecze.controlling.log import read_log
from zaplecze.controlling.rules.history import Clock, History
from zaplecze.controlling.service.commands import end_agreement, keep_agreement
from zaplecze.controlling.service.queries import agreements_kept, all_agreements
from zaplecze.documents.api import resume_paper
from zaplecze.platform.days import WARSAW
from zaplecze.platform.refusal import Refusal
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


def test_a_paper_is_judged_by_the_agreement_of_its_intake_day(
    company: Any, people: dict[str, Any], time_machine: Any
) -> None:
    lead = people["manager"]
    days = {n: later(24 * n) for n in (0, 7, 14, 21, 28)}
    for n in (0, 7, 14, 21):
        drop(company, cost(f"DK/{n}"), at=days[n])

    def agree(hours: int, day: int, since: Any = None, work: str = "whole") -> Any:
        return keep_agreement(
            kind="cost_invoice", work=work, clock="ours", owner_id=lead.id, hours=Decimal(hours),
            share=Decimal("0.9"), by=lead.id, at=days[day], since=since,
        )  # fmt: skip

    def cards(as_of: int) -> list[tuple[int, int, int]]:
        kept = agreements_kept(months=(SEPTEMBER, (2026, 10)), as_of=days[as_of])
        return [(int(k.terms.hours), len(k.papers), k.card.late) for k in kept]

    with company_scope(company.id):
        agree(4, 7)
        assert cards(7) == [(4, 1, 0)], "the paper of a week before is under no agreement"
        assert cards(14)[0] == (4, 2, 1)
        agree(2000, 14)
        assert cards(14) == [(2000, 1, 0), (4, 1, 1)], "what was late stays late"
        agree(1, 14)
        assert cards(14) == [(1, 1, 0), (4, 1, 1)], "what was entered today is replaced"
        for since in (days[7].date(), days[14].date()):
            with pytest.raises(Refusal, match="minionych dni się nie zmieniają"):
                agree(9, 21, since)
        first, newest = reversed(all_agreements())
        with pytest.raises(Refusal, match="już się skończyła"):
            end_agreement(agreement_id=first.id, until=days[21].date(), by=lead.id, at=days[21])
        with pytest.raises(Refusal, match="Ostatni dzień umowy"):
            end_agreement(agreement_id=newest.id, until=days[14].date(), by=lead.id, at=days[21])
        yesterday = days[21] - timedelta(days=1)
        end_agreement(agreement_id=newest.id, until=yesterday.date(), by=lead.id, at=yesterday)
        assert cards(21) == [(1, 1, 1), (4, 1, 1)], "the paper of the day after the end is free"
        agree(8, 21, since=days[0].date(), work="code")
        assert [a.work for a in all_agreements()] == ["code", "whole", "whole"]
    time_machine.move_to(days[28])
    client = signed_in(lead)
    page = reverse("agreements", args=[company.nip])
    shown = client.get(page + "?od=2026-08&do=2026-08").content.decode()
    assert "W tym okresie nie obowiązywała żadna umowa o terminy." in shown
    assert f"od {days[14]:%d.%m.%Y} do {yesterday:%d.%m.%Y}" in shown
    (open_one,) = [a for a in _agreements(company) if a.until is None]
    end = reverse("end_agreement", args=[company.nip, open_one.id])
    client.post(end, {"until": "jutro"})
    assert any(a.until is None for a in _agreements(company))
    client.post(end, {"until": f"{days[28]:%Y-%m-%d}"})
    assert all(a.until for a in _agreements(company))
    new = {
        "kind": "cost_invoice",
        "work": "whole",
        "clock": "ours",
        "owner": lead.id,
        "hours": "5",
        "share": "90",
    }
    client.post(reverse("save_agreement", args=[company.nip]), {**new, "since": "2026-12-01"})
    assert [str(a.since) for a in _agreements(company) if a.until is None] == ["2026-12-01"]


def _agreements(company: Any) -> Any:
    with company_scope(company.id):
        return all_agreements()


def test_open_work_and_open_papers_of_agreements_outlive_the_year(
    company: Any, people: dict[str, Any], time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = people["manager"]
    with company_scope(company.id):
        keep_agreement(
            kind="cost_invoice", work="whole", clock="ours", owner_id=lead.id, hours=Decimal(8),
            share=Decimal("0.9"), by=lead.id, at=later(0),
        )  # fmt: skip
    open_one, ended = ids(drop(company, cost("DK/1"), cost("DK/2")))
    with company_scope(company.id):
        describe(ended, people["accountant"], 1)
        take(ended, people["approver"], 2, "rejected")
        assert [h.document_id for h in read_log(as_of=later(1), on_way=True).histories] == [
            open_one, ended,
        ], "on that day both were on their way"  # fmt: skip
    time_machine.move_to(datetime(2027, 1, 1, 12, tzinfo=WARSAW))
    client = signed_in(lead)
    base = f"/f/{company.nip}/controlling/"
    first = client.get(base + "obieg/")
    assert first.context["report"].period_label == "02.2026 – 01.2027", "a year, not a day"
    assert first.context["facts"][0].value == "2"
    assert 'aria-label="Okres: 02.2026 – 01.2027"' in first.content.decode()
    assert client.get("/obieg/").context["lines"][0].summary.open == 1
    asked = "?od=2027-01&do=2027-01"
    assert client.get(base + "obieg/" + asked).context["facts"][0].value == "0"
    page = client.get(base + "obieg/praca/" + asked)
    assert page.context["waiting"] == 1
    assert page.context["report"].period_label == "stan na 01.01.2027"
    there = client.get(base + "obieg/dokumenty/?co=wiek&krok=opis&zegar=ours")
    assert [row.cells["number"] for row in there.context["report"].rows] == ["DK/1"]
    monkeypatch.setattr("zaplecze.controlling.web.papers.MOST_ROWS", 1)
    both = base + "obieg/dokumenty/?co=dokumenty&od=2026-09&do=2026-09"
    cut = client.get(both)
    assert [row.cells["number"] for row in cut.context["report"].rows] == ["DK/1"]
    assert "Na ekranie 1 pierwszych wierszy z 2" in cut.content.decode()
    assert "DK/2" in client.get(both + "&forma=csv").content.decode()
    agreements = client.get(base + "umowy/" + asked)
    (shown,) = agreements.context["shown"]
    assert (shown.kept.papers, [x.document_id for x in shown.lines]) == ([], [open_one])
