"""Procedures at work: lanes, groups, limits, people who stand in, the clock, versions, trials, many at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.papers import cost, drop, ids, later
from tests.plugin import AT
from zaplecze.office.approvals import approve_many, waiting_approvals
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Event
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.purchasing.api import KIND, PAPER, CostRule, describe_invoice
from zaplecze.workflow.api import (
    BadProcedure,
    Condition,
    ConsultationOpen,
    FourEyes,
    NotWaiting,
    OutgoingMail,
    OverLimit,
    Step,
    Who,
    add_limit,
    add_substitution,
    answer_consultation,
    ask_consultation,
    case_of,
    delegate_task,
    desks_of,
    open_tasks_of,
    publish_procedure,
    save_draft_procedure,
    save_procedure,
    set_center_managers,
    take_step,
    tried_procedure,
    way_of,
    withdraw_case,
)
from zaplecze.workflow.jobs import run_clock

OVER = Condition("gross_pln", "over", "5000")


class Firm:
    """A company with people of every kind and a rich procedure."""

    def __init__(self, company: Any, make_person: Any):
        self.company = company
        self.clerk = make_person(company, "accountant").id
        self.manager = make_person(company, "approver").id
        self.owner = make_person(company, "owner").id
        self.partner = make_person(company, "owner").id
        self.chief = make_person(company, "manager").id

    def rich(self) -> tuple[Step, ...]:
        board = Who("people", people=(self.owner, self.partner), need=2)
        return (
            Step("opis", "describe", 8),
            Step("kierownik", "approve", 8, who=Who("center"), remind=2, escalate=4),
            Step("zarząd", "approve", 8, OVER, board, lane="A"),
            Step("kontrola", "approve", 8, who=Who("role", ("manager",)), lane="B"),
            Step("dekretacja", "code", 8, action="post"),
            Step("zapłata", "pay", 80),
        )

    def start(self, net: str = "10000.00", number: str = "DK/1") -> int:
        """A described invoice on its way."""
        (paper,) = ids(drop(self.company, cost(number, net=net)))
        return paper

    def describe(self, paper: int, at: datetime = AT, by: int = 0) -> None:
        describe_invoice(
            document_id=paper, cost_center="PROD", purpose="ulotki", by=by or self.clerk, at=at
        )

    def waiting(self, paper: int) -> dict[str, int]:
        return {t.step: t.id for t in open_tasks_of(document_id=paper)}

    def accept(self, paper: int, step: str, by: int, at: datetime = AT) -> None:
        take_step(task_id=self.waiting(paper)[step], verdict="accepted", by=by, at=at)


@pytest.fixture
def firm(company: Any, make_person: Any, behind: Any) -> Firm:
    found = Firm(company, make_person)
    with behind(company):
        save_procedure(kind=KIND, steps=found.rich(), at=AT)
        set_center_managers(center="PROD", people=[found.manager], by=found.chief, at=AT)
    return found


def test_a_paper_goes_by_lanes_groups_and_people_to_its_entry(firm: Firm, behind: Any) -> None:
    paper = firm.start()
    with behind(firm.company):
        firm.describe(paper)
        with pytest.raises(NotAllowed):
            firm.accept(paper, "kierownik", firm.owner)
        firm.accept(paper, "kierownik", firm.manager)
        assert set(firm.waiting(paper)) == {"zarząd", "kontrola"}
        desks = desks_of(open_tasks_of(document_id=paper), on=AT)
        assert sorted(desks.values()) == ["Osoba 3, Osoba 4", "Osoba 5"]
        firm.accept(paper, "zarząd", firm.owner)
        with pytest.raises(NotWaiting, match="Twój głos"):
            firm.accept(paper, "zarząd", firm.owner)
        firm.accept(paper, "kontrola", firm.chief)
        assert set(firm.waiting(paper)) == {"zarząd"}, "lanes join only when all are through"
        firm.accept(paper, "zarząd", firm.partner)
        assert set(firm.waiting(paper)) == {"zapłata"}, "the program coded and posted by itself"
        states = [(s.key, s.state) for s in way_of(document_id=paper, as_of=AT)]
        assert states[-2:] == [("dekretacja", "done"), ("zapłata", "now")]
        with pytest.raises(NotWaiting, match="storno"):
            withdraw_case(document_id=paper, reason="pomyłka", by=firm.clerk, at=AT)
        taken = Event.objects.filter(document_id=paper, code="workflow.step.taken").order_by("seq")
        lines = [(e.data["step"], e.data["side"], e.data["missing"]) for e in taken]
    assert lines == [
        ("opis", "office", 0), ("kierownik", "client", 0), ("zarząd", "client", 1),
        ("kontrola", "office", 0), ("zarząd", "client", 0), ("dekretacja", "office", 0),
    ]  # fmt: skip
    opened = taken[1].data["desks"]
    assert [(d["step"], d["side"], d["people"]) for d in opened] == [
        ("zarząd", "client", [firm.owner, firm.partner]),
        ("kontrola", "office", [firm.chief]),
    ]


def test_what_the_program_can_not_do_waits_with_its_reason(firm: Firm, behind: Any) -> None:
    with behind(firm.company):
        steps = (Step("opis", "describe", 8, action="describe"), *firm.rich()[1:])
        save_procedure(kind=KIND, steps=steps, at=AT)
    first = firm.start(net="100.00")
    run_clock(AT)
    with behind(firm.company):
        (task,) = open_tasks_of(document_id=first)
        assert (task.step, task.note[:20]) == ("opis", "program próbował sam")
        CostRule.objects.create(
            company_id=firm.company.id, no=1, word="ulot", account="402-03", cost_center="PROD"
        )
    second = firm.start(net="100.00", number="DK/2")
    run_clock(AT)
    run_clock(AT)
    with behind(firm.company):
        (task,) = open_tasks_of(document_id=second)
        assert task.step == "kierownik", "described by the company's rule"
        case = case_of(document_id=second)
        assert case is not None
        assert case.facts["cost_center"] == "PROD"


def test_limits_substitutes_delegates_and_four_eyes(firm: Firm, behind: Any) -> None:
    paper, other = firm.start(), firm.start(number="DK/2")
    today = AT.astimezone(WARSAW).date()
    with behind(firm.company):
        firm.describe(paper)
        firm.describe(other)
        limit = {"first_day": today, "last_day": None, "by": firm.chief, "at": AT}
        add_limit(person=firm.manager, role="", up_to=Decimal("12299.99"), **limit)
        with pytest.raises(OverLimit):
            firm.accept(paper, "kierownik", firm.manager)
        with pytest.raises(NotAllowed, match="sam sobie"):
            add_limit(person=firm.chief, role="", up_to=Decimal(1), **limit)
        from zaplecze.workflow.api import end_limit, limits

        end_limit(limit_id=limits(as_of=today)[0].pk, by=firm.chief, at=AT)
        # The clerk stands in for the manager: she described it herself, so she may not.
        days = {
            "first_day": today,
            "last_day": today + timedelta(days=3),
            "by": firm.chief,
            "at": AT,
        }
        add_substitution(absent=firm.manager, substitute=firm.clerk, **days)
        with pytest.raises(FourEyes):
            firm.accept(paper, "kierownik", firm.clerk)
        with pytest.raises(Refusal, match="ma już zastępstwo"):
            add_substitution(absent=firm.manager, substitute=firm.owner, **days)
        # Handed on: the receiver decides, the giver no more.
        task = firm.waiting(paper)["kierownik"]
        delegate_task(task_id=task, receiver=firm.chief, reason="urlop", by=firm.manager, at=AT)
        with pytest.raises(NotAllowed):
            firm.accept(paper, "kierownik", firm.manager)
        firm.accept(paper, "kierownik", firm.chief)
        # Whoever decided for the manager has had her say: the control is somebody else's.
        with pytest.raises(FourEyes):
            firm.accept(paper, "kontrola", firm.chief)


DESCRIBED, APPROVED = ("describe", "opis"), ("approve", "a")


def test_four_eyes_hold_against_sql(firm: Firm, behind: Any) -> None:
    firm.start()
    insert = """
        INSERT INTO workflow_decision
               (company_id, case_id, task_id, kind, step, verdict, reason, by_id, on_behalf_of_id, at)
        SELECT company_id, case_id, id, %s, %s, 'accepted', '', %s, %s, now() FROM workflow_task
    """
    one, two, three = firm.owner, firm.partner, firm.chief
    other_step = ("approve", "b")
    pairs = [
        ((*DESCRIBED, one, None), (*APPROVED, one, None)),
        ((*DESCRIBED, one, None), (*APPROVED, two, one)),
        ((*DESCRIBED, two, one), (*APPROVED, one, None)),
        ((*APPROVED, one, None), (*other_step, two, one)),
        ((*APPROVED, two, one), (*other_step, two, None)),
        ((*APPROVED, one, None), (*APPROVED, two, one)),
        ((*APPROVED, one, None), (*DESCRIBED, one, None)),
    ]
    for first, second in pairs:
        with behind(firm.company), connection.cursor() as cursor:
            cursor.execute(insert, first)
            with pytest.raises(DatabaseError, match="four eyes"), transaction.atomic():
                cursor.execute(insert, second)
            cursor.execute(insert, (*second[:2], three, None))
            transaction.set_rollback(True)


def test_who_brought_a_paper_in_does_not_approve_it_where_nobody_describes(
    firm: Firm, behind: Any, make_person: Any
) -> None:
    with behind(firm.company):
        steps = (Step("akceptacja", "approve", 8), Step("dekretacja", "code", 8))
        save_procedure(kind=KIND, steps=steps, at=AT)

    class By:
        id = firm.owner

    (paper,) = ids(drop(firm.company, cost("DK/9"), by=By))
    with behind(firm.company):
        with pytest.raises(FourEyes):
            firm.accept(paper, "akceptacja", firm.owner)
        with pytest.raises(NotAllowed):
            withdraw_case(document_id=paper, reason="pomyłka", by=firm.partner, at=AT)
        withdraw_case(document_id=paper, reason="pomyłka", by=firm.owner, at=AT)
        case = case_of(document_id=paper)
        assert case is not None
        assert (case.state, open_tasks_of(document_id=paper)) == ("withdrawn", [])
        with pytest.raises(NotWaiting):
            withdraw_case(document_id=paper, reason="znowu", by=firm.owner, at=AT)


def test_returned_to_any_earlier_step_and_a_question_that_blocks(firm: Firm, behind: Any) -> None:
    paper = firm.start()
    with behind(firm.company):
        firm.describe(paper)
        firm.accept(paper, "kierownik", firm.manager)
        task = firm.waiting(paper)["kontrola"]
        talk = ask_consultation(
            task_id=task, asked=firm.clerk, question="Czyje to?", blocks=True, by=firm.chief, at=AT
        )
        with pytest.raises(ConsultationOpen, match="Osoba 1"):
            firm.accept(paper, "kontrola", firm.chief)
        with pytest.raises(NotAllowed):
            answer_consultation(consultation_id=talk.pk, answer="nie wiem", by=firm.owner, at=AT)
        answer_consultation(consultation_id=talk.pk, answer="nasze", by=firm.clerk, at=AT)
        take_step(
            task_id=task, verdict="returned", by=firm.chief, at=AT, reason="inna kwota", back_to="kierownik"
        )  # fmt: skip
        assert set(firm.waiting(paper)) == {"kierownik"}, "both lanes were called back"
        returned = Event.objects.filter(code="workflow.step.taken").order_by("-seq")[0].data
        assert returned["closed"] == ["zarząd"]
        firm.accept(paper, "kierownik", firm.manager)
        assert set(firm.waiting(paper)) == {"zarząd", "kontrola"}


def test_the_clock_reminds_and_escalates_once_in_working_hours(
    firm: Firm, behind: Any, settings: Any, mailoutbox: Any
) -> None:
    settings.MAIL_READY = True
    paper = firm.start()
    monday = datetime(2026, 9, 28, 10, 0, tzinfo=WARSAW)
    with behind(firm.company):
        firm.describe(paper, at=monday)
    for at in (
        datetime(
            2026, 9, 28, 15, 59, tzinfo=WARSAW
        ),  # due on Tuesday at ten, reminded six hours on
        datetime(2026, 9, 28, 16, 0, tzinfo=WARSAW),
        datetime(2026, 9, 29, 9, 0, tzinfo=WARSAW),
        datetime(2026, 9, 29, 14, 0, tzinfo=WARSAW),  # four hours late
        datetime(2026, 9, 29, 14, 1, tzinfo=WARSAW),
    ):
        run_clock(at)
    with behind(firm.company):
        told = Event.objects.filter(code__startswith="workflow.task").order_by("seq")
        lines = [
            (e.code[14:], f"{e.at.astimezone(WARSAW):%d %H:%M}", e.data["people"]) for e in told
        ]
        assert lines == [
            ("reminded", "28 16:00", [firm.manager]),
            ("escalated", "29 14:00", [firm.owner, firm.partner]),
        ]  # fmt: skip
        assert [m.to for m in mailoutbox] == [
            ["osoba2@example.com"],
            ["osoba3@example.com"],
            ["osoba4@example.com"],
        ]
        firm.accept(paper, "kierownik", firm.owner, at=datetime(2026, 9, 29, 15, tzinfo=WARSAW))


def test_versions_go_live_after_a_trial_and_running_papers_keep_theirs(
    firm: Firm, behind: Any
) -> None:
    old, small = firm.start(), firm.start(net="100.00", number="DK/2")
    with behind(firm.company):
        firm.describe(old)
        steps = (
            Step("opis", "describe", 8),
            Step("prezes", "approve", 8, Condition("gross_pln", "over", "1000"), Who("people", people=(firm.owner,))),
            Step("dekretacja", "code", 8),
        )  # fmt: skip
        save_draft_procedure(kind=KIND, steps=(steps[1],), by=firm.chief, at=AT)
        with pytest.raises(BadProcedure, match="brakuje kroku"):
            publish_procedure(paper=PAPER, by=firm.chief, at=AT, note="próba")
        save_draft_procedure(kind=KIND, steps=steps, by=firm.chief, at=AT)
        span = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}
        trial = tried_procedure(kind=KIND, steps=steps, **span)
        assert (len(trial.cases), trial.changed) == (2, 2)
        assert next((d.before, d.after) for d in trial.desks if d.name == "Osoba 3") == (0, 1)
        assert publish_procedure(paper=PAPER, by=firm.chief, at=AT, note="krócej").version == 3
        firm.accept(old, "kierownik", firm.manager)
        assert set(firm.waiting(old)) == {"zarząd", "kontrola"}, "goes on by its own version"
        assert set(firm.waiting(small)) == {"opis"}
    fresh = firm.start(number="DK/3")
    with behind(firm.company):
        firm.describe(fresh)
        assert set(firm.waiting(fresh)) == {"prezes"}


def test_many_are_approved_after_a_preview_that_changes_nothing(firm: Firm, behind: Any) -> None:
    papers = [firm.start(number=f"DK/{n}") for n in range(3)]
    with behind(firm.company):
        for paper in papers[:2]:
            firm.describe(paper)
        firm.describe(papers[2], by=firm.manager)
        waiting = waiting_approvals(person=firm.manager, at=later(1)).rows
        assert [w.number for w in waiting] == ["DK/0", "DK/1", "DK/2"]
        tasks = [waiting[2].task.id, waiting[0].task.id, waiting[1].task.id]
        before = Event.objects.count()
        for trial in (True, False):
            outcomes = approve_many(task_ids=tasks, by=firm.manager, at=later(1), trial=trial)
            assert [(o.number, o.result, bool(o.refused)) for o in outcomes] == [
                ("DK/0", "dalej: zarząd, kontrola", False),
                ("DK/1", "dalej: zarząd, kontrola", False),
                ("DK/2", "", True),
            ]
            if trial:
                assert Event.objects.count() == before
        assert [w.number for w in waiting_approvals(person=firm.manager, at=later(1)).rows] == [
            "DK/2"
        ]


def test_a_mail_that_the_server_refuses_is_sent_later_and_once(
    firm: Firm, behind: Any, settings: Any, mailoutbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMessage

    settings.MAIL_READY = False
    paper = firm.start()
    with behind(firm.company):
        firm.describe(paper)
    due = AT + timedelta(days=7)
    run_clock(due)
    with behind(firm.company):
        queued = OutgoingMail.objects.filter(state="queued").count()
    assert queued == 3, "without a way out mail waits"
    settings.MAIL_READY = True
    send = EmailMessage.send

    def refuse(self: EmailMessage, *args: Any, **more: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuse)
    run_clock(due)
    monkeypatch.setattr(EmailMessage, "send", send)
    run_clock(due + timedelta(seconds=30))
    assert mailoutbox == []
    run_clock(due + timedelta(minutes=3))
    run_clock(due + timedelta(minutes=9))
    assert len({m.extra_headers["Message-ID"] for m in mailoutbox}) == len(mailoutbox) == 3
    with behind(firm.company):
        assert {(m.state, m.tries) for m in OutgoingMail.objects.all()} == {("sent", 2)}
