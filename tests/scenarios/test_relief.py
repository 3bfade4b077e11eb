"""Relief for bad debts from the books to JPK_V7M and CIT, and back: figures by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.lineage import figures_of, walk
from tests.relief import AUTUMN, DUE, FILING, JULY, JUNE, D, House, invoice, june, opened, pay
from zaplecze.formats import jpk_v7m_3
from zaplecze.ledger.api import (
    CannotPost,
    Part,
    entry_lines,
    reverse_entry,
    settle_parts,
    trial_balance,
    undo_settlement,
)
from zaplecze.ledger.checklist import blockers
from zaplecze.office.audit import run_audits
from zaplecze.office.lineage import Tracer
from zaplecze.office.reporting import build_report
from zaplecze.tax.api import (
    CannotRelieve,
    MonthFiled,
    Tax,
    build_jpk,
    confirm_relief,
    filings,
    lift_refusal,
    moves_of,
    preview_jpk,
    refusals,
    refuse_relief,
    standing_moves,
    undo_relief,
    waiting,
    worksheet,
)

SCHEMA = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "standards"
    / "jpk"
    / "xsd"
    / "Schemat_JPK_V7M(3)_v1-0E.xsd"
)


@pytest.fixture
def house(company: Any, behind: Any, make_person: Any) -> Iterator[House]:
    """Open while the test runs."""
    clerk = make_person(company, "accountant").id
    with behind(company):
        yield opened(clerk)


def test_a_month_from_proposals_to_the_file(house: House) -> None:
    found = june()
    # S/2: 123.00 of 246.00 is unpaid. Z/2: 82.00 of 123.00.
    assert {n: (w.unpaid, w.base, w.amount, w.duty) for n, w in found.items()} == {
        "S/1": (D("1230.00"), D("1000.00"), D("230.00"), False),
        "S/2": (D("123.00"), D("100.00"), D("23.00"), False),
        "Z/1": (D("615.00"), 0, D("115.00"), True),
        "Z/2": (D("82.00"), 0, D("15.33"), True),
    }
    assert found["S/1"].bad == date(2026, 6, 3)
    told = [(b.what, b.warns) for b in blockers(JUNE, at=FILING) if "złe długi" in b.what]
    assert [w for _, w in told] == [False, False, True, True]
    assert "Z/1" in told[0][0]

    (warned,) = [
        f for f in preview_jpk(year=2026, month=6, at=FILING).findings if f.code == "JPK-RELIEF-01"
    ]
    assert "Z/1, Z/2" in warned.message_pl
    asked = build_report("bad-debts", JUNE, JUNE, on=FILING.date())
    assert (asked.totals["amount"], len(asked.rows)) == (0, 4)

    made = confirm_relief(
        tax=Tax.VAT, period=JUNE, keys=[w.key for w in found.values()], by=house.clerk, at=FILING
    )
    assert june() == {}
    lines = [(n.account.number, n.debit - n.credit) for n in entry_lines(made[0].entry_id or 0)]
    assert lines == [("222-1", D("230.00")), ("226", D("-230.00"))]
    built = build_jpk(year=2026, month=6, at=FILING, by=house.clerk)
    assert (built.sales_tax, built.purchase_tax) == (D("-253.00"), D("-130.33"))
    assert (built.ledger_sales_tax, built.ledger_purchase_tax) == (D("-253.00"), D("-130.33"))
    assert built.declaration.amounts == {
        "P_19": -1100,
        "P_20": -253,
        "P_37": -1100,
        "P_38": -253,
        "P_46": -130,
        "P_48": -130,
        "P_51": 0,
        "P_53": 123,
        "P_62": 123,
        "P_68": -1100,
        "P_69": -253,
    }
    first, _ = built.jpk.sales
    assert (first.number, first.partner_tax_id, first.bad_debt) == (
        "S/1",
        "9990017032",
        jpk_v7m_3.BadDebt(due=DUE),
    )
    assert not {f.code for f in built.findings} & {"JPK-TWIN", "JPK-RELIEF-01"}
    assert b"<TerminPlatnosci>2026-03-05</TerminPlatnosci>" in built.data
    if SCHEMA.exists():
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(built.data))
    assert [b.what for b in blockers(JUNE, at=FILING) if "złe długi" in b.what] == []
    assert run_audits() == []
    tracer = Tracer(at=FILING)
    for field, amount in (("P_68", -1100), ("P_69", -253), ("P_46", -130)):
        for place in ("v7m/2026-06", f"plik/{filings(year=2026, month=6)[0].pk}"):
            assert tracer.trace(f"{place}/{field}").amount == amount
    ends = [t.entry_id for t in tracer.trace("v7m/2026-06/K_46").terms]
    assert ends == [m.entry_id for m in made[2:]]

    # Payments after it: S/1 in two parts of July, Z/1 whole in September.
    pay(house.items["S/1"], "230.00", date(2026, 7, 21), sale=True)
    pay(house.items["S/1"], "1000.00", date(2026, 7, 30), sale=True)
    pay(house.items["Z/1"], "615.00", date(2026, 9, 1), sale=False)
    july = waiting(tax=Tax.VAT, period=JULY, today=AUTUMN.date())
    assert [(w.proposal.move.day, w.base, w.amount, w.duty) for w in july] == [
        (date(2026, 7, 21), D("-186.99"), D("-43.01"), True),
        (date(2026, 7, 30), D("-813.01"), D("-186.99"), True),
    ]
    confirm_relief(tax=Tax.VAT, period=JULY, keys=[w.key for w in july], by=house.clerk, at=AUTUMN)
    (back,) = waiting(tax=Tax.VAT, period=(2026, 9), today=AUTUMN.date())
    assert (back.amount, back.duty) == (D("-115.00"), False)
    confirm_relief(tax=Tax.VAT, period=(2026, 9), keys=[back.key], by=house.clerk, at=AUTUMN)
    built = build_jpk(year=2026, month=7, at=AUTUMN, by=house.clerk)
    # What is given back after payment (ust. 4) is no part of P_68 and P_69.
    assert built.declaration.amounts == {
        "P_19": 1000,
        "P_20": 230,
        "P_37": 1000,
        "P_38": 230,
        "P_39": 123,
        "P_48": 123,
        "P_51": 107,
        "P_53": 0,
        "P_62": 0,
    }
    assert built.data.count(b"<DataZaplaty>") == 2
    if SCHEMA.exists():
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(built.data))
    assert preview_jpk(year=2026, month=9, at=AUTUMN).declaration.amounts["P_47"] == 115
    left = {
        r.account: r.closing_debit - r.closing_credit
        for r in trial_balance(first=(2026, 1), last=(2026, 9))
    }
    # S/2 and Z/2 stand: 23.00 of ours to pay once it comes, 15.33 to regain.
    assert left["226"] == D("-7.67")
    assert run_audits() == []
    with pytest.raises(MonthFiled):
        undo_relief(move_id=made[0].pk, reason="pomyłka", by=house.clerk, at=AUTUMN)


def test_refusals_hindrances_and_undoing(house: House) -> None:
    invoice("S/3", net="10.00", vat="2.30", sale=True, procedures=("TP",), tax_id="9990013063")
    invoice("S/4", net="10.00", vat="2.30", sale=True, tax_id="BRAK")
    late = invoice("S/5", net="10.00", vat="2.30", sale=True)
    pay(late, "12.30", date(2026, 7, 10), sale=True)
    found = june()
    assert "art. 89a ust. 7" in found["S/3"].hindrance
    # Paid after the month, before its return was filed: no relief (art. 89a ust. 3).
    assert "S/5" not in found

    def confirm(*numbers: str, **more: Any) -> Any:
        keys = [found[n].key for n in numbers]
        return confirm_relief(
            tax=Tax.VAT, period=JUNE, keys=keys, by=house.clerk, at=FILING, **more
        )

    def refuse(number: str, reason: str, **more: Any) -> Any:
        return refuse_relief(
            tax=Tax.VAT,
            period=JUNE,
            keys=[found[number].key],
            reason=reason,
            by=house.clerk,
            at=FILING,
            **more,
        )

    with pytest.raises(CannotRelieve, match=r"art\. 89a ust\. 7"):
        confirm("S/3")
    with pytest.raises(CannotRelieve, match=r"art\. 89a ust\. 2a"):
        confirm("S/4")
    (with_ground,) = confirm("S/4", grounds={found["S/4"].item.id: "sad"})
    assert with_ground.ground == "sad"
    for reason, more, told in (
        ("", {}, "powód"),
        ("unwanted", {}, "obowiązkiem"),
        ("proceedings", {}, "art. 89b"),
        ("other", {}, "uwagę"),
        ("term", {}, "Nowy termin"),
        ("paid", {"due": date(2026, 5, 1)}, "Nowy termin"),
        ("term", {"due": date(2026, 3, 1)}, "późniejszy"),
    ):
        with pytest.raises(CannotRelieve, match=told):
            refuse("Z/1", reason, **more)
    # By agreement Z/1 is due on 30 April: it goes bad on 29 July.
    (kept,) = refuse("Z/1", "term", due=date(2026, 4, 30))
    refuse("Z/2", "disputed", note="reklamacja z 1.04")
    assert {n for n, w in june().items() if w.duty} == set()
    (moved,) = [
        w
        for w in waiting(tax=Tax.VAT, period=JULY, today=AUTUMN.date())
        if w.invoice.number == "Z/1"
    ]
    assert (moved.bad, moved.amount) == (date(2026, 7, 29), D("115.00"))
    with pytest.raises(CannotRelieve, match="Odśwież"):
        confirm_relief(tax=Tax.VAT, period=JUNE, keys=["debtor:1:x"], by=house.clerk, at=FILING)
    for refusal in refusals(tax=Tax.VAT):
        lift_refusal(refusal_id=refusal.pk, by=house.clerk, at=FILING)
    assert june()["Z/1"].amount == D("115.00")
    with pytest.raises(CannotRelieve, match="już nie ma"):
        lift_refusal(refusal_id=kept.pk, by=house.clerk, at=FILING)

    taken, _ = confirm("S/1", "Z/1")
    with pytest.raises(CannotRelieve, match="już nie ma"):
        confirm("S/1")
    with pytest.raises(CannotRelieve, match="powód"):
        undo_relief(move_id=taken.pk, reason=" ", by=house.clerk, at=FILING)
    undo_relief(move_id=taken.pk, reason="zapłacił gotówką", by=house.clerk, at=FILING)
    assert june()["S/1"].amount == D("230.00")
    assert {m.number for m in standing_moves(moves_of(tax=Tax.VAT, period=JUNE))} == {"S/4", "Z/1"}
    with pytest.raises(CannotRelieve, match="już cofnięto"):
        undo_relief(move_id=taken.pk, reason="znowu", by=house.clerk, at=FILING)
    with pytest.raises(CannotPost, match="wystornowano"):
        reverse_entry(
            entry_id=taken.entry_id or 0,
            on=date(2026, 6, 30),
            reason="x",
            by=house.clerk,
            at=FILING,
        )
    assert [r.number for r in preview_jpk(year=2026, month=6, at=FILING).jpk.sales] == ["S/4"]
    # Before the month ends a debtor may still pay.
    early = june(datetime(2026, 6, 10, tzinfo=UTC))
    assert early["Z/2"].early
    assert run_audits() == []


def test_a_payment_that_bounced_comes_under_relief_again(house: House) -> None:
    key = june()["S/1"].key
    confirm_relief(tax=Tax.VAT, period=JUNE, keys=[key], by=house.clerk, at=FILING)
    build_jpk(year=2026, month=6, at=FILING, by=house.clerk)
    paid = pay(house.items["S/1"], "1230.00", date(2026, 7, 21), sale=True)
    (back,) = waiting(tax=Tax.VAT, period=JULY, today=AUTUMN.date())
    confirm_relief(tax=Tax.VAT, period=JULY, keys=[back.key], by=house.clerk, at=AUTUMN)
    undo_settlement(item_id=paid, on=date(2026, 7, 31), by=house.clerk, at=AUTUMN)
    (again,) = waiting(tax=Tax.VAT, period=JULY, today=AUTUMN.date())
    assert (again.amount, again.duty, again.stray) == (D("230.00"), False, D("1230.00"))
    confirm_relief(tax=Tax.VAT, period=JULY, keys=[again.key], by=house.clerk, at=AUTUMN)
    assert preview_jpk(year=2026, month=7, at=AUTUMN).sales_tax == 0
    assert run_audits() == []
    # The audit sees a movement that no row of VAT tells of.
    taken = moves_of(tax=Tax.VAT, period=JUNE)[0]
    taken.pk = None
    taken.save(force_insert=True)
    assert {f.audit for f in run_audits(taken.company_id)} == {"23-relief"}


def test_income_tax_of_the_year_moves_by_what_was_confirmed(house: House) -> None:
    invoice("Z/5", net="50.00", vat="11.50", sale=False, account="330", tax_id="9990013063")
    found = {
        w.invoice.number: w for w in waiting(tax=Tax.CIT, period=(2026, 0), today=AUTUMN.date())
    }
    # Z/5 lies in stock: it is no cost yet.
    assert {n: w.amount for n, w in found.items()} == {
        "S/1": D("1000.00"),
        "S/2": D("100.00"),
        "Z/1": D("500.00"),
        "Z/2": D("66.67"),
    }
    before = worksheet(2026)
    assert (before.income, before.base) == (D("600.00"), D("600"))
    confirm_relief(
        tax=Tax.CIT,
        period=(2026, 0),
        keys=[found[n].key for n in ("S/1", "Z/1", "Z/2")],
        by=house.clerk,
        at=AUTUMN,
    )
    sheet = worksheet(2026)
    assert (sheet.relief.claims, sheet.relief.debts) == (D("1000.00"), D("566.67"))
    # 600.00 - 1000.00 + 566.67.
    assert (sheet.income, sheet.base, sheet.tax) == (D("600.00"), D("167"), D("32"))
    in_2027 = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
    assert walk(Tracer(at=AUTUMN), figures_of("cit/2026", at=AUTUMN))["figures"] > 10
    pay(house.items["S/1"], "615.00", date(2027, 5, 4), sale=True, at=in_2027)
    (back,) = [w for w in waiting(tax=Tax.CIT, period=(2027, 0), today=date(2027, 6, 1)) if w.duty]
    assert back.amount == D("-500.00")
    confirm_relief(tax=Tax.CIT, period=(2027, 0), keys=[back.key], by=house.clerk, at=in_2027)
    assert worksheet(2027).relief.claims_back == D("500.00")
    assert worksheet(2026).relief.claims == D("1000.00")
    (first, *_) = moves_of(tax=Tax.CIT, period=(2026, 0))
    tracer = Tracer(at=in_2027)
    trace = tracer.trace("cit/2026/claims")
    assert [(t.label, t.amount) for t in trace.terms] == [("S/1, Firma S/1", D("1000.00"))]
    undo_relief(move_id=first.pk, reason="pomyłka", by=house.clerk, at=in_2027)
    assert worksheet(2026).relief.claims == 0


def test_a_correcting_invoice_is_no_part_of_what_is_relieved(house: House) -> None:
    """Its own row lowers the tax: before the debt goes bad less is relieved, after it relief gives way to it."""

    def correct(number: str, net: str, vat: str, issued: date) -> None:
        minus = invoice(number, net=net, vat=vat, sale=True, due=issued, issued=issued)
        gross = -(D(net) + D(vat))
        part = Part(house.items["S/1"], minus, gross, gross)
        settle_parts(parts=[part], on=issued, by=None, at=AUTUMN)

    correct("K/1", "-200.00", "-46.00", date(2026, 4, 20))
    taken = june()["S/1"]
    assert (taken.unpaid, taken.base, taken.amount) == (D("984.00"), D("800.00"), D("184.00"))
    confirm_relief(tax=Tax.VAT, period=JUNE, keys=[taken.key], by=house.clerk, at=FILING)
    build_jpk(year=2026, month=6, at=FILING, by=house.clerk)
    correct("K/2", "-100.00", "-23.00", date(2026, 7, 28))
    (back,) = waiting(tax=Tax.VAT, period=JULY, today=AUTUMN.date())
    assert (back.base, back.amount, back.duty) == (D("-100.00"), D("-23.00"), True)
    confirm_relief(tax=Tax.VAT, period=JULY, keys=[back.key], by=house.clerk, at=AUTUMN)
    # The correction takes 23.00 out of July, the relief that stood for it brings them back.
    assert preview_jpk(year=2026, month=7, at=AUTUMN).sales_tax == 0
    assert run_audits() == []
