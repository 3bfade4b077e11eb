from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.ledger.rules import faults as entry_faults
from zaplecze.purchasing.rules.foreign import (
    OUTPUT_FIELDS,
    RATES,
    Bought,
    Purchase,
    UsedRate,
    entry_of,
    faults,
    rows_of,
    tax_of,
)

D = Decimal
SERVICE = Purchase(
    kind=Bought.UNION_SERVICES, country="DE", tax_id="999000333", supplier="Leuchtfeuer Software GmbH",
    number="LS-1", issued_on=date(2026, 9, 30), supplied_on=date(2026, 9, 15), due_on=None, currency="EUR",
    net=D("100.00"), vat_rate=D(23), account="402-05",
)  # fmt: skip
GOODS = replace(SERVICE, kind=Bought.UNION_GOODS)
BOOKS, TAX = UsedRate(D("4.30"), "4,3000 (A)"), UsedRate(D("4.20"), "4,2000 (B)")


@pytest.mark.parametrize(
    ("purchase", "point"),
    [
        (SERVICE, date(2026, 9, 15)),
        (replace(SERVICE, kind=Bought.SERVICES, country="NO"), date(2026, 9, 15)),
        (GOODS, date(2026, 9, 30)),
        (replace(GOODS, issued_on=date(2026, 10, 15)), date(2026, 10, 15)),
        (replace(GOODS, issued_on=date(2026, 10, 16)), date(2026, 10, 15)),
        (replace(GOODS, issued_on=date(2027, 2, 1), supplied_on=date(2026, 12, 31)), date(2027, 1, 15)),
        (replace(GOODS, issued_on=date(2026, 9, 2)), date(2026, 9, 2)),
    ],
)  # fmt: skip
def test_the_day_on_which_tax_falls_due(purchase: Purchase, point: date) -> None:
    """Services when done (art. 19a ust. 1); goods with the invoice, on the 15th of the next month at the latest
    (art. 20 ust. 5)."""
    assert purchase.tax_point == point


def test_books_and_tax_take_the_rate_of_their_own_day() -> None:
    taxed = tax_of(SERVICE, books=BOOKS, vat=TAX)
    assert (taxed.net, taxed.base, taxed.tax, taxed.cost) == (
        D("430.00"),
        D("420.00"),
        D("96.60"),
        D("430.00"),
    )
    entry = entry_of(SERVICE, taxed, books=BOOKS, vat=TAX, partner_id=7)
    assert [(n.account, n.debit - n.credit) for n in entry.lines] == [
        ("402-05", D("430.00")), ("221-1", D("96.60")), ("222-2", D("-96.60")), ("202", D("-430.00")),
    ]  # fmt: skip
    assert (entry.lines[-1].currency, entry.lines[-1].currency_amount) == ("EUR", D("100.00"))
    assert (entry.operation_date, entry.document_date) == (date(2026, 9, 15), date(2026, 9, 30))
    assert "4,3000 (A)" in entry.lines[0].why
    assert "4,2000 (B)" in entry.lines[2].why


@pytest.mark.parametrize(
    ("purchase", "sales", "purchases"),
    [
        (SERVICE, {"K_29": D("420.00"), "K_30": D("96.60")}, {"K_42": D("420.00"), "K_43": D("96.60")}),
        (
            replace(SERVICE, kind=Bought.SERVICES, country="US", deducted=D(50)),
            {"K_27": D("420.00"), "K_28": D("96.60")},
            {"K_42": D("420.00"), "K_43": D("48.30")},
        ),
        (
            replace(GOODS, account="010-02", vat_rate=D(8)),
            {"K_23": D("420.00"), "K_24": D("33.60")},
            {"K_40": D("420.00"), "K_41": D("33.60")},
        ),
        (replace(SERVICE, deducted=D(0)), {"K_29": D("420.00"), "K_30": D("96.60")}, None),
    ],
)  # fmt: skip
def test_the_rows_of_both_registers(
    purchase: Purchase, sales: dict[str, Decimal], purchases: dict[str, Decimal] | None
) -> None:
    rows = {r.register: r for r in rows_of(purchase, tax_of(purchase, books=BOOKS, vat=TAX))}
    assert rows["sales"].amounts == sales
    assert (rows["purchase"].amounts if "purchase" in rows else None) == purchases
    assert {r.proof for r in rows.values()} == {"BFK"}
    internal = rows_of(replace(purchase, invoice=False), tax_of(purchase, books=BOOKS, vat=TAX))
    assert {(r.proof, r.document_type) for r in internal} == {("DI", "WEW")}


@given(
    net=st.decimals("0.01", "9999999.99", places=2),
    books=st.decimals("0.01", "99.9999", places=4),
    vat=st.decimals("0.01", "99.9999", places=4),
    percent=st.sampled_from(RATES),
    deducted=st.decimals(0, 100, places=2),
    kind=st.sampled_from(sorted(OUTPUT_FIELDS, key=lambda k: k.value)),
)
def test_the_entry_balances_and_the_rows_say_what_the_accounts_do(
    net: Decimal, books: Decimal, vat: Decimal, percent: Decimal, deducted: Decimal, kind: Bought
) -> None:
    purchase = replace(SERVICE, kind=kind, net=net, vat_rate=percent, deducted=deducted)
    rates = {"books": UsedRate(books, "x"), "vat": UsedRate(vat, "y")}
    taxed = tax_of(purchase, **rates)
    entry = entry_of(purchase, taxed, **rates, partner_id=1)
    lines = tuple(n for n in entry.lines if n.debit or n.credit)
    assert [
        f for f in entry_faults(replace(entry, lines=lines)) if f.code == "ledger.unbalanced"
    ] == []
    rows = {r.register: r for r in rows_of(purchase, taxed)}
    assert rows["sales"].amounts[OUTPUT_FIELDS[kind][1]] == -entry.turnover("222-2")
    assert (rows["purchase"].vat if "purchase" in rows else 0) == entry.turnover("221-1")
    assert 0 <= taxed.deducted <= taxed.tax


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"country": "PL"}, "Polska"),
        ({"country": "NO"}, "nie jest w Unii"),
        ({"country": "XI"}, "nie jest w Unii"),
        ({"kind": Bought.SERVICES}, "jest w Unii"),
        ({"tax_id": ""}, "numer VAT UE"),
        ({"net": D("-1.00")}, "korektę"),
        ({"vat_rate": D(22)}, "stawkę"),
        ({"deducted": D(101)}, "Odliczenie"),
        ({"number": ""}, "numer dokumentu"),
    ],
)
def test_what_cannot_be_is_said_with_the_next_step(changed: dict[str, object], word: str) -> None:
    (fault,) = faults(replace(SERVICE, **changed))  # type: ignore[arg-type]
    assert word in fault


def test_goods_from_outside_the_union_owe_no_tax_by_their_invoice() -> None:
    goods = replace(SERVICE, kind=Bought.GOODS, country="CH", tax_id="", account="330")
    taxed = tax_of(goods, books=BOOKS, vat=TAX)
    entry = entry_of(goods, taxed, books=BOOKS, vat=TAX, partner_id=None)
    assert faults(goods) == []
    assert "jest w Unii" in faults(replace(goods, country="DE"))[0]
    assert [(n.account, n.debit - n.credit) for n in entry.lines] == [
        ("330", D("430.00")),
        ("202", D("-430.00")),
    ]
    assert rows_of(goods, taxed) == []


def test_northern_ireland_is_in_the_union_for_goods_alone() -> None:
    assert faults(replace(GOODS, country="XI")) == []
