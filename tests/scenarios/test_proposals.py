"""Posting proposals: rules first, then the company's own history, else "I don't know"; undone by one key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.papers import DAY, OTHER, SUPPLIER, US, cost, drop, ids, later
from tests.plugin import MILL
from zaplecze.config.demo_papers import Item, make_invoice
from zaplecze.documents.api import document
from zaplecze.ledger.api import draft_of, entries_of, reverse_entry
from zaplecze.office import posting
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import (
    CostRule,
    describe_invoice,
    held_out,
    measure_reliability,
    proposal_for,
)
from zaplecze.purchasing.learning.commands import add_cost_rule, remove_cost_rule, set_threshold
from zaplecze.purchasing.learning.queries import cost_rules, posted_invoices
from zaplecze.workflow.api import open_task, take_step

PRINTING = ("402-03", "HANDEL")


def keep_history(company: Any, person: Any, count: int) -> None:
    """``count`` weekly invoices of the printer, posted by the company's rule, which is then taken away."""
    with company_scope(company.id):
        rule = add_cost_rule(
            supplier_tax_id="999-001-20-52", word="", account=PRINTING[0], cost_center=PRINTING[1],
            by=person.id, at=later(0),
        )  # fmt: skip
    drop(company, *(cost(f"DK/{n}", day=DAY - timedelta(days=7 * n)) for n in range(1, count + 1)))
    with company_scope(company.id):
        remove_cost_rule(no=rule.no, by=person.id, at=later(1))


def cost_line(document_id: int) -> tuple[str, str, str]:
    """(account, cost centre, why) of the first line that is proposed."""
    line = proposal_for(document_id=document_id).entry.lines[0]
    return line.account, line.cost_center, line.why


@pytest.fixture
def known(straight: Any, make_person: Any) -> tuple[Any, Any]:
    """A company with thirty posted invoices of one supplier, which from now on wants people to post."""
    anna = make_person(straight, "accountant")
    keep_history(straight, anna, 30)
    with company_scope(straight.id):
        assert measure_reliability() == 29
    type(straight).objects.using("owner").filter(id=straight.id).update(straight_through=False)
    return straight, anna


def test_the_next_invoice_of_a_known_supplier_goes_where_the_last_ones_went(
    known: tuple[Any, Any],
) -> None:
    company, _ = known
    (paper,) = ids(drop(company, cost("DK/99", day=DAY)))
    with company_scope(company.id):
        account, center, why = cost_line(paper)
    assert (account, center) == PRINTING
    assert why == (
        "jak 24 z 24 ostatnich takich samych pozycji tego dostawcy "
        "(ostatnio DK/1 z 07.09.2026: „Druk ulotek”), pewność 99 %"
    )


def test_a_rule_comes_before_history(known: tuple[Any, Any]) -> None:
    company, anna = known
    (paper,) = ids(drop(company, cost("DK/99")))
    with company_scope(company.id):
        add_cost_rule(
            supplier_tax_id="", word="ulotek", account="409-99", cost_center="", by=anna.id, at=later(2)
        )  # fmt: skip
        account, _, why = cost_line(paper)
    assert (account, why) == ("409-99", "reguła firmy nr 1: słowo „ulotek”")


def test_below_the_threshold_and_for_a_new_supplier_it_abstains(known: tuple[Any, Any]) -> None:
    company, anna = known
    carrier = make_invoice(OTHER, US, number="W/1", day=DAY, items=[Item("Druk ulotek", 1, "5.00")])
    mine, strange = ids(drop(company, cost("DK/99"), carrier))
    with company_scope(company.id):
        set_threshold(threshold=Decimal("0.999"), by=anna.id, at=later(2))
        account, center, why = cost_line(mine)
        assert (account, center) == ("402-99", "")
        assert why.startswith("nie wiem, więc konto domyślne; może 402-03: jak 24 z 24")
        assert cost_line(strange)[2] == "domyślne konto kosztów: żadna reguła firmy nie pasuje"


def test_nothing_is_learnt_from_another_company(known: tuple[Any, Any], make_company: Any) -> None:
    other = make_company(nip=MILL)
    theirs = make_invoice(
        SUPPLIER, replace(US, nip=MILL), number="DK/500", day=DAY, items=[Item("Druk ulotek", 1, "9.00")]
    )  # fmt: skip
    (paper,) = ids(drop(other, theirs))
    with company_scope(other.id):
        assert posted_invoices() == []
        assert held_out().lines == 0
        assert cost_line(paper)[0] == "402-99"


def test_what_was_taken_back_teaches_nothing(known: tuple[Any, Any]) -> None:
    company, anna = known
    with company_scope(company.id):
        before = posted_invoices()
        (entry,) = entries_of(document_id=before[0].document_id)
        reverse_entry(entry_id=entry.id, on=DAY, reason="nie ta firma", by=anna.id, at=later(3))
        assert posted_invoices() == before[1:]


def test_what_was_accepted_is_undone_by_one_step(known: tuple[Any, Any], make_person: Any) -> None:
    company, anna = known
    boss = make_person(company, "approver")
    (document_id,) = ids(drop(company, cost("DK/99")))
    with company_scope(company.id):
        describe_invoice(
            document_id=document_id, cost_center="HANDEL", purpose="ulotki", by=anna.id, at=later(4)
        )  # fmt: skip
        task = open_task(document_id=document_id)
        assert task is not None
        take_step(task_id=task.id, verdict="accepted", by=boss.id, at=later(5))
        paper = document(document_id)
        assert paper is not None
        proposed = posting.on_the_desk(paper).proposal
        assert proposed is not None
        posting.save(paper, proposed)
        posting.code(paper, by=anna.id, at=later(6))
        assert draft_of(document_id=document_id) is not None
        posting.undo(paper, by=anna.id, at=later(7))
        lying = posting.on_the_desk(paper)
        assert (lying.draft, lying.proposal) == (None, proposed)
        with pytest.raises(Refusal, match="Nie ma czego cofać"):
            posting.undo(paper, by=anna.id, at=later(8))


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"word": " ", "supplier_tax_id": ""}, "podaj NIP dostawcy albo słowo"),
        ({"word": "papier", "account": "999-99"}, "nie ma konta 999-99"),
        ({"word": "papier", "cost_center": "NIGDZIE"}, "nie ma MPK NIGDZIE"),
    ],
)
def test_a_rule_that_leads_nowhere_is_refused(
    company: Any, make_person: Any, rule: dict[str, str], told: str
) -> None:
    anna = make_person(company, "accountant")
    whole = {"supplier_tax_id": "", "word": "", "account": "401-01", "cost_center": ""} | rule
    with company_scope(company.id):
        with pytest.raises(Refusal, match=told):
            add_cost_rule(**whole, by=anna.id, at=later(0))
        with pytest.raises(Refusal, match="już nie ma"):
            remove_cost_rule(no=7, by=anna.id, at=later(0))
        with pytest.raises(Refusal, match="od 50 do 99,9"):
            set_threshold(threshold=Decimal("0.2"), by=anna.id, at=later(0))
        assert cost_rules() == list(CostRule.objects.none())
