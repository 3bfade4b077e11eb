"""Many writers at once: numbers without gaps, nothing settled twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from django.db import connections

from tests.papers import DAY, cost, drop, ids, later, paid, sold, statement
from tests.plugin import DAIRY, MILL
from zaplecze.ledger.api import CannotPost, NewEntry, NewLine, journal, open_items, post_entries
from zaplecze.office.audit import run_audits
from zaplecze.office.verify import verify
from zaplecze.payments.api import confirm_lines, statement_lines, statements
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice

WRITERS = 16
MORE_NIPS = ("9990012052", "9990013063")


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run jobs in threads, each with a connection of its own; a refusal is an answer too."""

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def entry(number: int, amount: str = "10.00") -> NewEntry:
    money = Decimal(amount)
    return NewEntry(
        journal="PK",
        year=2026,
        month=9,
        voucher_kind="PK",
        voucher_number=f"PK/{number}",
        operation_date=DAY,
        document_date=DAY,
        text="próba",
        lines=(NewLine("402-99", debit=money), NewLine("131", credit=money)),
    )


def test_numbers_have_no_gaps_under_concurrency(company: Any, behind: Any) -> None:
    def write(writer: int) -> int:
        posted = 0
        for n in range(4):
            # Every third entry is refused in the middle: its number goes to the next one.
            wrong = entry(n) if n % 3 else entry(n, "0.00")
            try:
                with company_scope(company.id):
                    post_entries([entry(100 * writer + n), wrong], by=None, at=later(n))
                    posted += 2
            except CannotPost:
                continue
        return posted

    counts = at_once(*[lambda w=w: write(w) for w in range(WRITERS)])
    with behind(company):
        lines = journal(first=(2026, 9), last=(2026, 9))
    numbers = sorted({line.number for line in lines})
    assert numbers == list(range(1, sum(counts) + 1))
    assert sorted({line.diary_number for line in lines}) == numbers
    assert (verify(company.id), run_audits(company.id)) == ([], [])


def test_many_writers_into_many_companies(make_company: Any, behind: Any) -> None:
    """Each writer goes round the companies in an order of its own: locks are a company's, so none wait in a ring."""
    companies = [make_company(nip=nip) for nip in (DAIRY, MILL, *MORE_NIPS)]

    def write(writer: int) -> None:
        order = [companies[(writer * step) % 5 % len(companies)] for step in (1, 2, 3, 4)]
        for company in order:
            with company_scope(company.id):
                post_entries([entry(writer), entry(writer + 100)], by=None, at=later(writer))

    at_once(*[lambda w=w: write(w) for w in range(WRITERS)])
    total = 0
    for company in companies:
        with behind(company):
            numbers = sorted({line.number for line in journal(first=(2026, 9), last=(2026, 9))})
        assert numbers == list(range(1, len(numbers) + 1))
        assert (verify(company.id), run_audits(company.id)) == ([], [])
        total += len(numbers)
    assert total == WRITERS * 4 * 2


def test_the_same_papers_from_two_people_at_once(straight: Any, behind: Any) -> None:
    papers = [cost(f"DK/{n}") for n in range(20)]
    results = at_once(*[lambda: drop(straight, *papers) for _ in range(3)])
    outcomes = sorted(str(r.outcome) for result in results for r in result)
    assert outcomes == ["accepted"] * 20 + ["twin"] * 40
    with behind(straight):
        assert len(open_items()) == 20
    assert (verify(straight.id), run_audits(straight.id)) == ([], [])


def test_two_people_take_one_step(company: Any, behind: Any, make_person: Any) -> None:
    people = [make_person(company, "accountant") for _ in range(4)]
    (paper,) = ids(drop(company, cost("DK/1")))

    def describe(person: Any) -> str:
        with company_scope(company.id):
            describe_invoice(
                document_id=paper, cost_center="HANDEL", purpose="ulotki", by=person.id, at=later(1)
            )
        return "done"

    answers = at_once(*[lambda p=p: describe(p) for p in people])
    assert sorted(answers) == ["done", *["workflow.not-waiting"] * 3]


def test_one_line_is_confirmed_once(straight: Any, behind: Any, make_person: Any) -> None:
    clerk = make_person(straight, "accountant")
    sale = sold("S/101")
    drop(straight, sale, statement(paid(sale, amount=Decimal("99.00"), title="S/101")))
    with behind(straight):
        (s,) = statements()
        (view,) = statement_lines(s.id)

    def confirm() -> str:
        with company_scope(straight.id):
            return str(confirm_lines(line_ids=[view.line.id], by=clerk.id, at=later(1)))

    assert sorted(at_once(confirm, confirm, confirm)) == [
        "1", "payments.not-waiting", "payments.not-waiting",
    ]  # fmt: skip
    with behind(straight):
        (item,) = open_items()
        assert item.left == sale.gross - Decimal("99.00")
    assert (verify(straight.id), run_audits(straight.id)) == ([], [])
