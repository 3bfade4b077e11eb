"""The first month of JPK_V7M(3), February 2026, with every kind of row that the program makes: a golden file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.abroad import approved
from tests.lineage import walk
from tests.papers import CUSTOMER, OTHER, SUPPLIER, US, drop
from zaplecze.config.demo_papers import Firm, Item, make_invoice
from zaplecze.config.demo_year.firm import HAGER, HAVELLAND
from zaplecze.config.demo_year.special import from_abroad
from zaplecze.formats import fa3, jpk_v7m_3
from zaplecze.formats.fa3 import Rate
from zaplecze.formats.jpk_v7m_3.tests.test_jpk import SCHEMA, official
from zaplecze.formats.numbers import ksef_number_ok
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    NewRate,
    enter_opening,
    entries_of,
    post_entries,
    save_rates,
    trial_balance,
)
from zaplecze.office.lineage import Tracer, UnknownFigure
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Company
from zaplecze.purchasing.api import Bought, CostRule, ForeignPurchase, record_foreign_purchase
from zaplecze.tax.api import (
    NewVatRow,
    RegisterRow,
    build_jpk,
    preview_jpk,
    record_vat,
    vat_register_report,
)

GOLDEN = Path(__file__).with_name("golden") / "jpk-v7m-2026-02.xml"
AT = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
FEBRUARY, MARCH = {"year": 2026, "month": 2}, {"year": 2026, "month": 3}
SURPLUS = Decimal("1840.00")
D = Decimal


def day(number: int) -> date:
    return date(2026, 2, number)


def sale(number: str, on: int, *items: Item, buyer: Firm = CUSTOMER, **more: Any) -> fa3.Invoice:
    return make_invoice(US, buyer, number=number, day=day(on), items=items, **more)


def bought(number: str, on: int, *items: Item, seller: Firm = SUPPLIER) -> fa3.Invoice:
    return make_invoice(seller, US, number=number, day=day(on), items=items)


def papers() -> list[fa3.Invoice | tuple[str, bytes]]:
    """Sales at every rate, at home and abroad, up and down; purchases at several, and of an asset."""
    in_ksef = sale("S/1/02", 3, Item("Sery", 10, "200.00"))
    number = f"{US.nip}-20260203-0A1B2C3D4E5F"
    number = next(k for n in range(256) if ksef_number_ok(k := f"{number}-{n:02X}"))
    exempt = sale("S/3/02", 5, Item("Szkolenie serowarów", 1, "640.00", Rate.EXEMPT))
    return [
        (f"{number}.xml", fa3.write(in_ksef)),
        sale("S/2/02", 4, Item("Twaróg", 30, "12.35", Rate.R5), Item("Lody", 12, "21.10", Rate.R8)),
        replace(exempt, annotations=replace(exempt.annotations, exemption=EXEMPT)),
        sale("S/4/02", 6, Item("Mleko dla jednostki ratowniczej", 5, "90.00", Rate.ZERO_DOMESTIC)),
        from_abroad(
            sale("S/5/02", 9, Item("Sery", 40, "31.00", Rate.ZERO_WDT), buyer=HAVELLAND, currency="EUR"),
            HAVELLAND,
        ),
        from_abroad(
            sale("S/6/02", 10, Item("Sery", 25, "44.00", Rate.ZERO_EXPORT), buyer=HAGER, currency="EUR"), HAGER
        ),
        from_abroad(
            sale("S/7/02", 11, Item("Doradztwo", 1, "500.00", Rate.OUTSIDE_PL_ART100), buyer=HAVELLAND), HAVELLAND
        ),
        from_abroad(sale("S/8/02", 12, Item("Doradztwo", 1, "700.00", Rate.OUTSIDE_PL), buyer=HAGER), HAGER),
        sale("K/1/02", 17, Item("Sery", 2, "200.00"), corrects=("S/1/02", day(3))),
        sale("K/2/02", 18, Item("Lody, dopłata", 1, "50.00", Rate.R8), corrects=("S/2/02", day(4)), raises=True),
        bought("Z/1/02", 3, Item("Opakowania", 4, "310.00"), Item("Pasza", 10, "45.00", Rate.R8)),
        bought("Z/2/02", 13, Item("Pasteryzator", 1, "18400.00"), seller=OTHER),
    ]  # fmt: skip


EXEMPT = fa3.Exemption(fa3.ExemptionBasis.ACT, "art. 43 ust. 1 pkt 29 ustawy o VAT")


def foreign() -> list[ForeignPurchase]:
    """Services from the Union and from outside, goods from the Union."""
    made = ForeignPurchase(
        kind=Bought.UNION_SERVICES, country="DE", tax_id="999000333", supplier="Leuchtfeuer Software GmbH",
        number="LS-02", issued_on=day(5), supplied_on=day(5), due_on=day(26), currency="EUR", net=D("240.00"),
        vat_rate=D(23), account="402-05",
    )  # fmt: skip
    return [
        made,
        replace(
            made, kind=Bought.SERVICES, country="NO", tax_id="", supplier="Fjordlys Design AS", number="FD-7",
            net=D("900.00"), deducted=D(50),
        ),
        replace(
            made, kind=Bought.UNION_GOODS, number="HL-3", issued_on=day(20), supplied_on=day(16), net=D("310.00"),
            account="401-01",
        ),
    ]  # fmt: skip


@pytest.fixture
def dairy(make_company: Any, make_person: Any, behind: Any) -> Iterator[int]:
    """The company with its February, in its scope; the accountant's id."""
    company = make_company(straight_through=True, name=US.name)
    by, boss = make_person(company, "accountant").id, make_person(company, "approver").id
    with behind(company):
        save_rates(
            NewRate("EUR", day(n), D("4.2000") + D(n) / 1000, f"0{n:02}/A/NBP/2026")
            for n in range(2, 28)
        )
        opening = (NewLine("223", debit=SURPLUS), NewLine("801", credit=SURPLUS))
        enter_opening(year=2026, lines=opening, source="z poprzedniego programu", by=by, at=AT)
        CostRule.objects.create(
            company_id=company.id, no=1, supplier_tax_id=OTHER.nip, word="", account="010-02", cost_center=""
        )  # fmt: skip
    received = drop(company, *papers(), at=AT)
    assert [r for r in received if r.document_id is None] == []
    waiting = [
        (p, approved(company, p.number, p.net, clerk=by, boss=boss, at=AT)) for p in foreign()
    ]
    with behind(company):
        for purchase, paper in waiting:
            record_foreign_purchase(purchase, by=by, at=AT, document_id=paper)
        by_hand(by)
        yield by


def by_hand(by: int) -> None:
    """What no invoice file tells: the till's report, and an invoice issued while KSeF was down."""
    for number, net, tax, proof, kind in (
        ("RD/02", D("813.01"), D("186.99"), "DI", "RO"),
        ("S/9/02", D("100.00"), D("23.00"), "OFF", ""),
    ):
        lines = (
            NewLine("100", debit=net + tax), NewLine("700-01", credit=net), NewLine("222-1", credit=tax),
        )  # fmt: skip
        entry = NewEntry("PK", 2026, 2, "PK", number, day(27), day(27), "Sprzedaż", lines)
        (posted,) = post_entries([entry], by=by, at=AT)
        row = RegisterRow("sales", 2026, 2, net, tax, {"K_19": net, "K_20": tax}, proof, "", kind)
        record_vat(
            [NewVatRow(row, None, posted.id, "", "", "", number, day(27), None)], Stamp(by, AT)
        )


def test_february_is_golden_valid_and_equal_to_registers_and_ledger(dairy: int) -> None:
    built = build_jpk(**FEBRUARY, at=AT, by=dairy)
    assert {f.code for f in built.findings} <= {"JPK-CARRY-01", "JPK-PARTNER-NIP"}
    fields = {name for row in (*built.jpk.sales, *built.jpk.purchases) for name in row.amounts}
    assert fields == {
        "K_10", "K_11", "K_12", "K_13", "K_15", "K_16", "K_17", "K_18", "K_19", "K_20", "K_21", "K_22", "K_23",
        "K_24", "K_27", "K_28", "K_29", "K_30", "K_40", "K_41", "K_42", "K_43",
    }  # fmt: skip
    proofs = {row.proof for row in (*built.jpk.sales, *built.jpk.purchases)}
    assert proofs == {"NrKSeF", "BFK", "OFF", "DI"}
    assert built.declaration.amounts["P_39"] == SURPLUS
    assert built.sales_tax == built.ledger_sales_tax
    assert built.purchase_tax == built.ledger_purchase_tax
    if not GOLDEN.exists():
        GOLDEN.write_bytes(built.data)
        pytest.fail(f"{GOLDEN} is new: look at it and keep it")
    assert built.data == GOLDEN.read_bytes()
    assert jpk_v7m_3.read(built.data) == built.jpk
    if SCHEMA.exists():
        official().assertValid(etree.fromstring(built.data))


def test_the_golden_file_equals_its_registers(dairy: int) -> None:
    """Each K field of the file is the total of the register that is printed, each tax that of the accounts."""
    built = preview_jpk(**FEBRUARY, at=AT)
    company = Company.objects.get()
    for register, rows in (("sales", built.jpk.sales), ("purchase", built.jpk.purchases)):
        report = vat_register_report(company, (2026, 2), (2026, 2), register=register)
        told: dict[str, Decimal] = {}
        for row in rows:
            for name, amount in row.amounts.items():
                told[name] = told.get(name, D(0)) + amount
        assert told == {k: a for k, a in report.totals.items() if k.startswith("K_")}
    turnover = {
        r.account: r.credit - r.debit for r in trial_balance(first=(2026, 2), last=(2026, 2))
    }
    assert built.sales_tax == turnover["222-1"] + turnover["222-2"]
    assert built.purchase_tax == -turnover["221-1"]


def test_the_surplus_opens_to_the_file_before_and_that_to_the_opening_of_the_books(
    dairy: int,
) -> None:
    """P_39 of March is P_62 of February's kept file, down to its rows; February's is what somebody entered."""
    filed = build_jpk(**FEBRUARY, at=AT, by=dairy)
    march = preview_jpk(**MARCH, at=AT)
    surplus = march.declaration.amounts["P_39"]
    assert surplus == filed.declaration.amounts["P_62"] > 0
    tracer = Tracer(at=AT)
    met = walk(
        tracer, [("v7m/2026-03/P_39", D(surplus)), ("v7m/2026-02/konta-zakup", filed.purchase_tax)]
    )
    assert met["rows"] > 10
    assert met["lines"] > 0
    (term,) = tracer.trace("v7m/2026-03/P_39").terms
    base = term.key.rpartition("/")[0]
    (opened,) = tracer.trace(f"{base}/P_39").terms
    assert (opened.key, opened.amount) == ("linie/223/*/2026-00/2026-00/saldo", SURPLUS)
    (line,) = tracer.trace(opened.key).terms
    assert line.entry_id is not None
    for unknown in ("plik/0/P_38", f"{base}/P_99", f"{base}/K_99", "plik/x/P_38"):
        with pytest.raises(UnknownFigure):
            tracer.trace(unknown)


def test_a_surplus_that_was_typed_is_an_end(dairy: int) -> None:
    build_jpk(**FEBRUARY, at=AT, by=dairy, carried_over=77)
    (term,) = Tracer(at=AT).trace("v7m/2026-03/P_39").terms
    (typed,) = Tracer(at=AT).trace(term.key.replace("P_62", "P_39")).terms
    assert (typed.amount, typed.key, typed.entry_id) == (77, "", None)


@pytest.mark.parametrize(
    ("account", "fields"), [("010-02", {"K_40", "K_41"}), ("401-01", {"K_42", "K_43"})]
)
def test_the_vat_of_an_asset_that_booked_itself_stands_apart(
    straight: Any, behind: Any, account: str, fields: set[str]
) -> None:
    """No person looked at it: the company's rule alone makes it an asset, and its VAT that of one."""
    with behind(straight):
        CostRule.objects.create(
            company_id=straight.id, no=1, supplier_tax_id=OTHER.nip, word="", account=account
        )
    (received,) = drop(
        straight, bought("Z/9/02", 13, Item("Prasa", 1, "12000.00"), seller=OTHER), at=AT
    )
    with behind(straight):
        (entry,) = entries_of(document_id=received.document_id or 0)
        assert entry.responsible_id is None
        (row,) = preview_jpk(**FEBRUARY, at=AT).jpk.purchases
    assert set(row.amounts) == fields
    assert sum(row.amounts.values()) == D("14760.00")
