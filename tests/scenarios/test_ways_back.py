"""Ways back that must not leave the books, a question or a person behind: withdrawal, return, renewal, hand-over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.papers import cost, drop, ids
from tests.plugin import AT
from zaplecze.documents.api import documents_by_id
from zaplecze.ledger.api import entries_of, reverse_entry
from zaplecze.office import posting
from zaplecze.office.web.card import card_rows
from zaplecze.platform.days import WARSAW
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.purchasing.api import KIND, describe_invoice
from zaplecze.workflow.api import (
    Booked,
    ConsultationOpen,
    NotWaiting,
    Step,
    add_substitution,
    answer_consultation,
    ask_consultation,
    case_of,
    delegate_task,
    open_tasks_of,
    save_procedure,
    standing_of,
    take_back_task,
    take_step,
    talks_of,
    versions_of,
    withdraw_case,
)
from zaplecze.workflow.jobs import run_clock


class Way:
    """A firm with a procedure of its own, and its people by role."""

    def __init__(self, company: Any, make_person: Any):
        self.company = company
        self.clerk = make_person(company, "accountant").id
        self.boss = make_person(company, "approver").id
        self.owner = make_person(company, "owner").id

    def received(self, number: str) -> int:
        (paper,) = ids(drop(self.company, cost(number)))
        return paper

    def describe(self, paper: int) -> None:
        describe_invoice(
            document_id=paper, cost_center="PROD", purpose="ulotki", by=self.clerk, at=AT
        )

    def post(self, paper: int) -> None:
        row = documents_by_id([paper])[paper]
        lying = posting.on_the_desk(row)
        assert lying.proposal is not None
        posting.save(row, lying.proposal)
        posting.code(row, by=self.clerk, at=AT)
        posting.post(row, by=self.clerk, at=AT)

    def waiting(self, paper: int) -> dict[str, int]:
        return {t.step: t.id for t in open_tasks_of(document_id=paper)}

    def take(self, paper: int, step: str, verdict: str, by: int, **more: Any) -> None:
        take_step(task_id=self.waiting(paper)[step], verdict=verdict, by=by, at=AT, **more)


@pytest.fixture
def way(company: Any, make_person: Any, behind: Any) -> Any:
    with behind(company):
        yield Way(company, make_person)


BESIDE = (
    Step("opis", "describe", 8),
    Step("zgoda", "approve", 8, lane="A"),
    Step("dekr", "code", 8, lane="B"),
    Step("zapl", "pay", 8),
)


def test_what_stands_in_the_books_is_not_taken_from_under_its_entry(way: Way) -> None:
    save_procedure(kind=KIND, steps=BESIDE, at=AT)
    paper = way.received("DK/1")
    way.describe(paper)
    way.post(paper)
    assert set(way.waiting(paper)) == {"zgoda"}
    with pytest.raises(Booked, match="storno"):
        withdraw_case(document_id=paper, reason="pomyłka", by=way.clerk, at=AT)
    with pytest.raises(Booked, match="storno"):
        way.take(paper, "zgoda", "rejected", way.boss, reason="nie nasze")
    with pytest.raises(Booked, match="storno"):
        way.take(paper, "zgoda", "returned", way.boss, reason="inny MPK")
    case = case_of(document_id=paper)
    assert case is not None
    assert (case.state, set(way.waiting(paper))) == ("open", {"zgoda"})
    # After a storno it may be taken back, and the approval beside was never passed over.

    (entry,) = entries_of(document_id=paper)
    reverse_entry(
        entry_id=entry.id, on=AT.astimezone(WARSAW).date(), reason="pomyłka", by=way.clerk, at=AT
    )
    assert set(way.waiting(paper)) == {"zgoda", "dekr"}
    withdraw_case(document_id=paper, reason="pomyłka", by=way.clerk, at=AT)
    # One that is only approved so far is nobody's entry yet: it may go, wherever its steps stand in the list.
    other = way.received("DK/2")
    way.describe(other)
    way.take(other, "zgoda", "accepted", way.boss)
    withdraw_case(document_id=other, reason="pomyłka", by=way.clerk, at=AT)


def test_a_question_that_holds_a_step_holds_it_after_a_return(way: Way) -> None:
    steps = (
        Step("opis", "describe", 8),
        Step("zgoda", "approve", 8),
        Step("dekr", "code", 8),
    )
    save_procedure(kind=KIND, steps=steps, at=AT)
    paper = way.received("DK/1")
    way.describe(paper)
    ask: dict[str, Any] = {"asked": way.owner, "blocks": True, "at": AT}
    task = way.waiting(paper)["zgoda"]
    talk = ask_consultation(task_id=task, question="Kto to zamówił?", by=way.boss, **ask)
    way.take(paper, "zgoda", "returned", way.boss, reason="inny MPK")
    way.describe(paper)
    assert way.waiting(paper)["zgoda"] != task
    with pytest.raises(ConsultationOpen, match="Osoba 3"):
        way.take(paper, "zgoda", "accepted", way.boss)
    answer_consultation(consultation_id=talk.pk, answer="ja", by=way.owner, at=AT)
    way.take(paper, "zgoda", "accepted", way.boss)
    # Posting is held as well; where the way ends, the question is closed and says why.
    code = way.waiting(paper)["dekr"]
    ask_consultation(task_id=code, question="Czy to środek trwały?", by=way.clerk, **ask)
    with pytest.raises(ConsultationOpen):
        way.post(paper)
    way.take(paper, "dekr", "rejected", way.clerk, reason="nie nasze")
    answers = [t.answer for t in talks_of(document_id=paper)]
    assert answers == ["ja", "obieg dokumentu się zakończył, krok nie czeka już na odpowiedź"]


def test_papers_of_older_versions_are_counted_and_nobody_stands_in_for_each_other(
    way: Way,
) -> None:
    save_procedure(kind=KIND, steps=BESIDE, at=AT)
    way.received("DK/1")
    save_procedure(kind=KIND, steps=BESIDE[:1] + BESIDE[2:], at=AT)
    way.received("DK/2")
    assert [v.running for v in versions_of(kind=KIND)] == [1, 1, 0]
    today = AT.astimezone(WARSAW).date()
    days = {"first_day": today, "last_day": today + timedelta(days=3), "by": way.owner, "at": AT}
    add_substitution(absent=way.boss, substitute=way.owner, **days)
    with pytest.raises(Refusal, match="nawzajem"):
        add_substitution(absent=way.owner, substitute=way.boss, **days)
    later = {**days, "first_day": today + timedelta(days=4), "last_day": today + timedelta(days=5)}
    add_substitution(absent=way.owner, substitute=way.boss, **later)


def test_what_was_handed_on_can_be_taken_back_until_it_is_decided(
    way: Way, make_person: Any, settings: Any, mailoutbox: Any
) -> None:
    settings.MAIL_READY = True
    helper = make_person(way.company, "approver").id
    save_procedure(kind=KIND, steps=BESIDE[:2] + BESIDE[2:3], at=AT)
    paper = way.received("DK/1")
    way.describe(paper)
    task = way.waiting(paper)["zgoda"]
    hand: dict[str, Any] = {"task_id": task, "reason": "urlop", "by": way.boss, "at": AT}
    delegate_task(receiver=way.clerk, **hand)  # the wrong person: she described it herself
    with pytest.raises(NotAllowed, match=r"przekazano: Osoba 1\. Cofnij"):
        delegate_task(receiver=helper, **hand)
    with pytest.raises(NotAllowed, match=r"przekazano: Osoba 1\. Cofnij"):
        way.take(paper, "zgoda", "accepted", way.boss)
    handed = standing_of(document_id=paper, person=way.boss, at=AT).handed
    assert handed is not None
    assert (handed.task_id, handed.receiver) == (task, "Osoba 1")
    take_back_task(task_id=task, by=way.boss, at=AT)
    with pytest.raises(Refusal, match="nie jest przekazana przez Ciebie"):
        take_back_task(task_id=task, by=way.boss, at=AT)
    assert standing_of(document_id=paper, person=way.boss, at=AT).may
    delegate_task(receiver=helper, **hand)
    run_clock(AT)
    letter = next(m for m in mailoutbox if m.to == ["osoba4@example.com"])
    assert "DK/1 – zgoda" in letter.subject
    assert "Osoba 2 przekazuje Ci sprawę. Powód: urlop" in letter.body
    assert "czeka dokument DK/1, 1\u00a0230,00 zł brutto" in letter.body
    assert "/odnosnik/" in letter.body
    card = [r.text for r in card_rows(paper)]
    assert "zgoda: Osoba 2 przekazuje sprawę: Osoba 1, powód: urlop" in card
    assert "zgoda: cofnięto przekazanie: Osoba 1" in card
    way.take(paper, "zgoda", "accepted", helper)
    with pytest.raises(NotWaiting):
        take_back_task(task_id=task, by=way.boss, at=AT)
