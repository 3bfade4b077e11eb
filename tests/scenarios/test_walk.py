"""A real invoice walks through the whole house."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.papers import (
    DAY,
    OTHER,
    SUPPLIER,
    US,
    cost,
    drop,
    ids,
    later,
    mixed,
    paid,
    sold,
    statement,
)
from zaplecze.config.demo_papers import Item, Movement, make_invoice
from zaplecze.documents.api import Outcome, document
from zaplecze.formats import fa3
from zaplecze.ledger.api import (
    CannotPost,
    NewRate,
    entries_of,
    items_of_document,
    open_items,
    reverse_entry,
    save_rates,
    trial_balance,
)
from zaplecze.office import posting
from zaplecze.office.audit import run_audits
from zaplecze.office.verify import verify
from zaplecze.office.web.card import card_rows
from zaplecze.payments.api import LineState, confirm_lines, statement_lines, statements
from zaplecze.platform.refusal import NotAllowed
from zaplecze.purchasing.api import describe_invoice
from zaplecze.tax.api import preview_jpk, vat_rows
from zaplecze.workflow.api import (
    FourEyes,
    NotWaiting,
    ReasonMissing,
    open_task,
    take_step,
    way_of,
)

SEPTEMBER = (2026, 9)


def decide(
    document_id: int, person: Any, verdict: str = "accepted", *, hours: float = 3, reason: str = ""
) -> None:
    task = open_task(document_id=document_id)
    assert task is not None
    take_step(task_id=task.id, verdict=verdict, by=person.id, at=later(hours), reason=reason)


def describe(document_id: int, person: Any, *, hours: float = 1) -> None:
    describe_invoice(
        document_id=document_id,
        cost_center="HANDEL",
        purpose="ulotki",
        by=person.id,
        at=later(hours),
    )


def book(document_id: int, person: Any, *, hours: float = 5) -> Any:
    paper = document(document_id)
    assert paper is not None
    lying = posting.on_the_desk(paper)
    assert lying.proposal is not None
    posting.save(paper, lying.proposal)
    posting.code(paper, by=person.id, at=later(hours))
    return posting.post(paper, by=person.id, at=later(hours))


def balances() -> dict[str, tuple[Decimal, Decimal]]:
    return {b.account: (b.debit, b.credit) for b in trial_balance(first=SEPTEMBER, last=SEPTEMBER)}


def test_a_cost_invoice_is_described_approved_posted_and_paid(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    invoice = mixed("DK/1")
    (paper,) = ids(drop(company, invoice, by=clerk))
    with behind(company):
        assert [s.state for s in way_of(document_id=paper, as_of=later(0))] == [
            "now",
            "ahead",
            "ahead",
            "ahead",
        ]
        describe(paper, clerk)
        decide(paper, boss)
        posted = book(paper, clerk)
        assert posted.label == "ZK/1/2026"
        # Each band's VAT, not the VAT of the sum: 99.99 at 23 %, 139.93 at 5 %, 8.30 at 8 %.
        assert balances() == {
            "402-99": (Decimal("248.22"), 0),
            "221-1": (Decimal("30.66"), 0),
            "202": (0, Decimal("278.88")),
        }
        (row,) = vat_rows(register="purchase", first=SEPTEMBER, last=SEPTEMBER)
        assert (row.net, row.vat, row.amounts) == (
            Decimal("248.22"), Decimal("30.66"), {"K_42": "248.22", "K_43": "30.66"},
        )  # fmt: skip
        (item,) = items_of_document(paper)
        assert (item.is_debit, item.left, item.due_date) == (
            False,
            Decimal("278.88"),
            date(2026, 9, 28),
        )
    drop(company, statement(paid(invoice)), by=clerk)
    with behind(company):
        (s,) = statements()
        (view,) = statement_lines(s.id)
        assert (view.line.state, view.matches[0][0].why) == (
            LineState.CERTAIN, "numer dokumentu w tytule: DK/1, kwota się zgadza",
        )  # fmt: skip
        confirm_lines(line_ids=[view.line.id], by=clerk.id, at=later(9))
        assert open_items() == []
        assert open_task(document_id=paper) is None
        assert balances()["202"] == (Decimal("278.88"), Decimal("278.88"))
        card = [r.text for r in card_rows(paper)]
        assert card[0].startswith("przyjęto do skrzynki")
        assert "akceptacja: zaakceptowano; dalej: dekretacja" in card
        assert card[-1] == "obieg zakończony"
    assert (run_audits(company.id), verify(company.id)) == ([], [])


def test_nobody_approves_what_she_described(company: Any, behind: Any, make_person: Any) -> None:
    both, boss = make_person(company, "accountant", "approver"), make_person(company, "approver")
    (paper,) = ids(drop(company, cost("DK/1")))
    with behind(company):
        describe(paper, both)
        with pytest.raises(FourEyes):
            decide(paper, both)
        assert open_task(document_id=paper).kind == "approve"
        decide(paper, boss)
        assert open_task(document_id=paper).kind == "code"


def test_above_the_limit_two_people_approve(company: Any, behind: Any, make_person: Any) -> None:
    clerk = make_person(company, "accountant")
    boss, owner = make_person(company, "approver"), make_person(company, "owner")
    (paper,) = ids(drop(company, cost("DK/1", net="9000.00")))
    with behind(company):
        describe(paper, clerk)
        decide(paper, boss)
        assert open_task(document_id=paper).step == "druga akceptacja"
        with pytest.raises(FourEyes):
            decide(paper, boss)
        decide(paper, owner)
        assert open_task(document_id=paper).kind == "code"


def test_a_rejection_needs_a_reason_and_ends_the_way(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    (paper,) = ids(drop(company, cost("DK/1")))
    with behind(company):
        describe(paper, clerk)
        with pytest.raises(ReasonMissing):
            decide(paper, boss, "rejected", reason="  ")
        decide(paper, boss, "rejected", reason="nie zamawialiśmy")
        assert open_task(document_id=paper) is None
        assert "powód: nie zamawialiśmy" in " ".join(r.text for r in card_rows(paper))
        with pytest.raises(NotWaiting):
            book(paper, clerk)
        assert entries_of(document_id=paper) == []


def test_a_return_goes_back_to_who_describes(company: Any, behind: Any, make_person: Any) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    (paper,) = ids(drop(company, cost("DK/1")))
    with behind(company):
        describe(paper, clerk)
        decide(paper, boss, "returned", reason="proszę o numer zamówienia")
        task = open_task(document_id=paper)
        assert (task.kind, task.returned, task.note) == (
            "describe",
            True,
            "proszę o numer zamówienia",
        )


def test_a_role_reaches_only_its_steps(company: Any, behind: Any, make_person: Any) -> None:
    auditor, clerk = make_person(company, "auditor"), make_person(company, "accountant")
    (paper,) = ids(drop(company, cost("DK/1")))
    with behind(company):
        with pytest.raises(NotAllowed):
            describe(paper, auditor)
        describe(paper, clerk)
        with pytest.raises(NotAllowed):
            decide(paper, clerk)


def test_nothing_is_posted_before_it_was_approved(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    (paper,) = ids(drop(company, cost("DK/1")))
    with behind(company), pytest.raises(NotWaiting):
        book(paper, clerk)


def test_a_storno_takes_everything_back_and_the_paper_returns(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    (paper,) = ids(drop(company, sold("S/101")))
    with behind(company):
        posted = book(paper, clerk)
        assert preview_jpk(year=2026, month=9, at=later(6)).sales_tax == Decimal("460.00")
        reverse_entry(entry_id=posted.id, on=DAY, reason="zła stawka", by=clerk.id, at=later(6))
        assert {sum(x) for x in balances().values()} == {Decimal(0)}
        assert open_items() == []
        after = preview_jpk(year=2026, month=9, at=later(7))
        assert (after.sales_rows, after.sales_tax, after.ledger_sales_tax) == (0, 0, 0)
        task = open_task(document_id=paper)
        assert (task.kind, task.returned, task.note) == ("code", True, "zła stawka")
        with pytest.raises(CannotPost):
            reverse_entry(
                entry_id=posted.id, on=DAY, reason="jeszcze raz", by=clerk.id, at=later(6)
            )
        assert book(paper, clerk, hours=8).number == 3
        assert preview_jpk(year=2026, month=9, at=later(9)).sales_tax == Decimal("460.00")
    assert (run_audits(company.id), verify(company.id)) == ([], [])


def test_a_straight_company_books_the_certain_and_settles(straight: Any, behind: Any) -> None:
    bought, sale = cost("DK/1"), sold("S/101")
    results = drop(straight, bought, sale, statement(paid(bought), paid(sale)))
    assert [r.outcome for r in results] == [Outcome.ACCEPTED] * 3
    with behind(straight):
        assert open_items() == []
        assert all(open_task(document_id=d) is None for d in ids(results))
        assert balances()["131"] == (sale.gross, bought.gross)
    assert (run_audits(straight.id), verify(straight.id)) == ([], [])


def test_what_is_not_certain_waits_for_a_person(straight: Any, behind: Any) -> None:
    wrong = (
        fa3.write(cost("DK/1"))
        .replace(b"<P_13_1>1000.00<", b"<P_13_1>1001.00<")
        .replace(b"<P_15>1230.00<", b"<P_15>1231.00<")
    )
    fee = Movement(date(2026, 9, 22), Decimal("-12.00"), "Bank", "", "opłata")
    results = drop(straight, ("zle-sumy.xml", wrong), statement(fee))
    assert [(r.outcome, r.code) for r in results] == [
        (Outcome.WAITING, "FA3-SUM-05, FA3-SUM-04"),
        (Outcome.WAITING, "payments.lines-waiting"),
    ]
    with behind(straight):
        assert open_task(document_id=ids(results)[0]).kind == "describe"
        assert open_task(document_id=ids(results)[1]).kind == "match"
        assert balances() == {}


def test_twins_strangers_and_broken_files(company: Any, behind: Any) -> None:
    first = cost("DK/1")
    (one,) = drop(company, first)
    other_bytes = fa3.write(first) + b"\n<!-- druga kopia -->"
    stranger = make_invoice(
        SUPPLIER, OTHER, number="DK/2", day=DAY, items=[Item("Druk", 1, "1.00")]
    )
    broken = fa3.write(cost("DK/3")).replace(b"<P_2>DK/3</P_2>", b"")
    results = drop(
        company,
        ("kopia.xml", fa3.write(first)),
        ("kopia2.xml", other_bytes),
        stranger,
        ("zepsuta.xml", broken),
        ("pusty.xml", b""),
        ("faktura.pdf.exe", b"MZ" + bytes(60) + b"PE\x00\x00"),
    )
    assert [(r.outcome, r.document_id) for r in results] == [
        (Outcome.TWIN, one.document_id),
        (Outcome.TWIN, one.document_id),
        (Outcome.REFUSED, None),
        (Outcome.REFUSED, None),
        (Outcome.REFUSED, None),
        (Outcome.REFUSED, None),
    ]
    assert [r.code for r in results[2:]] == [
        "documents.other-company", "FA3-XSD-ELEMENT", "documents.empty", "container.program",
    ]  # fmt: skip
    assert "999-001-20-52" in results[2].message
    assert "P_2" in results[3].message
    with behind(company):
        assert document(one.document_id) is not None


def test_a_foreign_invoice_waits_for_its_rate_and_counts_in_zlotys(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    # A table of weeks ago tells whose authority the amount needs; the books want the right day's.
    save_rates([NewRate("EUR", date(2026, 8, 3), Decimal("4.25"), "148/A/NBP/2026")])
    (paper,) = ids(drop(company, cost("EU/1", net="100.00", currency="EUR")))
    with behind(company):
        describe(paper, clerk)
        decide(paper, boss)
        found = document(paper)
        assert posting.on_the_desk(found).refusal.code == "tax.no-rate"
        posting.set_rate(found, Decimal("4.2711"))
        posting.code(found, by=clerk.id, at=later(5))
        posting.post(found, by=clerk.id, at=later(5))
        # The VAT is the invoice's own in PLN (23 EUR at 4.25), the net goes by the rate given.
        assert balances() == {
            "402-99": (Decimal("427.11"), 0),
            "221-1": (Decimal("97.75"), 0),
            "202": (0, Decimal("524.86")),
        }
        (item,) = items_of_document(paper)
        assert (item.currency, item.currency_amount) == ("EUR", Decimal("123.00"))


def test_one_payment_of_several_invoices_and_a_part_of_one(
    straight: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(straight, "accountant")
    one, two, three = (sold(f"S/10{n}", net=f"{n}00.00") for n in (1, 2, 3))
    both = one.gross + two.gross
    drop(
        straight,
        one, two, three,
        statement(
            paid(one, amount=both, title="za S/101, S/102"),
            paid(three, amount=Decimal("100.00"), title="S/103 pierwsza rata"),
        ),
    )  # fmt: skip
    with behind(straight):
        (left,) = open_items()
        assert (left.number, left.left) == ("S/103", three.gross)
        (s,) = statements()
        waiting = [v.line for v in statement_lines(s.id) if v.line.state == LineState.DOUBTFUL]
        confirm_lines(line_ids=[x.id for x in waiting], by=clerk.id, at=later(3))
        (left,) = open_items()
        assert (left.number, left.left) == ("S/103", Decimal("269.00"))
    assert run_audits(straight.id) == []


def test_an_overlapping_statement_doubles_nothing(straight: Any, behind: Any) -> None:
    one, two = sold("S/101"), sold("S/102", net="10.00")
    drop(straight, one, two, statement(paid(one)))
    results = drop(straight, statement(paid(one), paid(two), number=2))
    assert results[0].outcome == Outcome.ACCEPTED
    with behind(straight):
        assert open_items() == []
        assert balances()["131"] == (one.gross + two.gross, 0)
        states = [v.line.state for s in statements() for v in statement_lines(s.id)]
        assert sorted(states) == ["double", "posted", "posted"]


def test_a_settlement_releases_its_advance(straight: Any, behind: Any) -> None:
    advance = make_invoice(
        SUPPLIER, US, number="ZAL/1", day=DAY, items=[Item("Maszyna", 1, "1000.00")]
    )
    order = fa3.Order(
        Decimal("6150.00"),
        (fa3.OrderLine(1, name="Maszyna", quantity=Decimal(1), price_net=Decimal("5000.00"),
                       net=Decimal("5000.00"), vat=Decimal("1150.00"), rate=fa3.Rate.R23),),
    )  # fmt: skip
    from dataclasses import replace

    advance = replace(advance, kind=fa3.Kind.ADVANCE, lines=(), order=order)
    rest = make_invoice(
        SUPPLIER, US, number="ROZ/1", day=DAY, items=[Item("Maszyna", 1, "5000.00")]
    )
    rest = replace(
        rest,
        kind=fa3.Kind.SETTLEMENT,
        totals=(fa3.RateTotal(fa3.Band.S23, Decimal("4000.00"), Decimal("920.00")),),
        gross=Decimal("4920.00"),
        advance_invoices=(fa3.AdvanceInvoice(number="ZAL/1"),),
    )
    (early,) = drop(straight, rest)
    assert (early.outcome, early.code) == (Outcome.WAITING, "purchasing.advance-missing")
    drop(straight, advance)
    with behind(straight):
        assert balances()["300"] == (Decimal("1000.00"), 0)
        paper = document(early.document_id)
        proposed = posting.on_the_desk(paper).proposal.entry
        assert proposed.turnover("402") == Decimal("5000.00")
        assert proposed.turnover("300") == Decimal("-1000.00")
        assert proposed.turnover("202") == Decimal("-4920.00")


def test_us_is_the_company(company: Any) -> None:
    assert company.nip == US.nip
