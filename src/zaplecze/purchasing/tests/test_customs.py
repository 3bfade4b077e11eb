from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.purchasing.rules.customs import (
    Declaration,
    customs_entry,
    customs_faults,
    customs_rows,
)

D = Decimal
LAMPS = Declaration(
    number="26PL301010E0001237", accepted_on=date(2026, 9, 28), received_on=date(2026, 10, 2), country="CH",
    supplier="Alpenlicht AG", tax_id="", customs_value=D("10000.00"), duty=D("270.00"), base=D("10270.00"),
    tax=D("2362.00"), own_return=True, account="330", customs_name="Izba Administracji Skarbowej",
)  # fmt: skip
PAID = replace(LAMPS, own_return=False)


def books(declaration: Declaration) -> list[tuple[str, Decimal]]:
    return [(n.account, n.debit - n.credit) for n in customs_entry(declaration, partner_id=1).lines]


def test_told_in_the_own_return_tax_is_owed_and_deducted_in_one_month() -> None:
    """Art. 33a: duty 270 to the goods, owed to customs; 2 362 of tax in K_26 and K_43, both in September."""
    assert books(LAMPS) == [
        ("330", D("270.00")), ("221-1", D("2362.00")), ("222-2", D("-2362.00")), ("240", D("-270.00")),
    ]  # fmt: skip
    owed, deducted = customs_rows(LAMPS)
    assert owed.amounts == {"K_25": D("10270.00"), "K_26": D("2362.00")}
    assert deducted.amounts == {"K_42": D("10270.00"), "K_43": D("2362.00")}
    assert {(r.year, r.month, r.proof) for r in (owed, deducted)} == {(2026, 9, "DI")}
    assert (owed.procedures, deducted.procedures) == ((), ("IMP",))


def test_paid_to_customs_tax_is_only_deducted_once_the_declaration_is_here() -> None:
    """2 632 to pay ten days after the debt; deducted, and in the books, in October, when the declaration came."""
    assert books(PAID) == [("330", D("270.00")), ("221-1", D("2362.00")), ("240", D("-2632.00"))]
    entry = customs_entry(PAID, partner_id=1)
    assert (entry.document_date, entry.operation_date) == (date(2026, 9, 28), date(2026, 10, 2))
    assert entry.lines[-1].due_date == date(2026, 10, 8)
    (row,) = customs_rows(PAID)
    assert (row.register, row.month, row.procedures) == ("purchase", 10, ("IMP",))


def test_tax_that_is_not_deducted_belongs_to_the_goods_and_a_machine_has_its_own_fields() -> None:
    half = replace(LAMPS, deducted=D(50), account="080")
    assert books(half)[:3] == [
        ("080", D("270.00")), ("080", D("1181.00")), ("221-1", D("1181.00")),
    ]  # fmt: skip
    assert customs_rows(half)[1].amounts == {"K_40": D("10270.00"), "K_41": D("1181.00")}
    assert [r.register for r in customs_rows(replace(half, deducted=D(0)))] == ["sales"]
    free = replace(PAID, tax=D("0.00"))
    assert (books(free), customs_rows(free)) == ([("330", D("270.00")), ("240", D("-270.00"))], [])


@given(
    base=st.decimals("1.00", "999999.99", places=2),
    share=st.decimals(0, 100, places=2),
    duty=st.decimals(0, "9999.99", places=2),
    own=st.booleans(),
)
def test_the_entry_balances_and_the_rows_say_what_the_accounts_do(
    base: Decimal, share: Decimal, duty: Decimal, own: bool
) -> None:
    tax = (base * D("0.23")).quantize(D("0.01"))
    made = replace(LAMPS, base=base, tax=tax, deducted=share, duty=duty, own_return=own)
    entry, rows = customs_entry(made, partner_id=1), customs_rows(made)
    assert sum(n.debit - n.credit for n in entry.lines) == 0
    assert sum(r.vat for r in rows if r.register == "purchase") == entry.turnover("221")
    assert sum(r.vat for r in rows if r.register == "sales") == -entry.turnover("222")


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"country": "DE"}, "WNT"),
        ({"country": "PL"}, "WNT"),
        ({"base": D("10000.00"), "tax": D("2300.00")}, "niższa od wartości celnej"),
        ({"tax": D("2364.00")}, "23 %"),
        ({"duty": D("-1.00")}, "nie są ujemne"),
        ({"deducted": D(101)}, "Odliczenie"),
        ({"number": ""}, "numer zgłoszenia"),
        ({"duty": D(0), "tax": D(0)}, "nie ma czego księgować"),
    ],
)
def test_what_cannot_be_is_said_with_the_next_step(changed: dict[str, object], word: str) -> None:
    assert word in " ".join(customs_faults(replace(LAMPS, **changed)))  # type: ignore[arg-type]
    assert customs_faults(LAMPS) == []
