from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.tax.cit import (
    RPD_FIELDS,
    CitInputs,
    CitWorksheet,
    ReliefSums,
    TaxBalance,
    cit_worksheet,
    differences,
    rates_of,
)
from zaplecze.tax.models import VatRow
from zaplecze.tax.reports import proof_shown

D = Decimal


def balance(tag: str, amount: str, account: str = "409") -> TaxBalance:
    return TaxBalance(account, "konto", tag, D(amount))


def sheet(
    gross: str, *balances: TaxBalance, advances: str = "0.00", **inputs: Decimal | bool
) -> tuple[Decimal, Decimal, Decimal]:
    made = cit_worksheet(
        year=2025,
        begins=date(2025, 1, 1),
        gross_result=D(gross),
        balances=balances,
        inputs=CitInputs(**inputs),  # type: ignore[arg-type]
        advances=D(advances),
    )
    return made.income, made.base, made.tax


def test_a_worksheet_by_hand() -> None:
    """100 000 + 5 000 representation + 3 000 unpaid wages - 2 000 interest accrued - 500 wages of last year."""
    made = cit_worksheet(
        year=2025,
        begins=date(2025, 1, 1),
        gross_result=D("100000.00"),
        balances=[
            balance("PD4", "5000.00", "409-02"),
            balance("PD5_PB", "3000.00", "092"),
            balance("PD2", "-2000.00", "750-01"),
            balance("PD6_PB", "500.00", "094"),
        ],
        inputs=CitInputs(losses=D("20000.00"), gifts=D("50000.00")),
        advances=D("12000.00"),
    )
    told = {d.field: d.amount for d in made.differences if d.amount}
    assert told == {
        "K_2": D("2000.00"),
        "K_4": D("5000.00"),
        "K_5": D("3000.00"),
        "K_6": D("500.00"),
    }
    assert made.income == D("105500.00")
    assert (made.losses, made.gifts) == (D("20000.00"), D("10550.00"))
    assert (made.base, made.rate, made.tax) == (D(74950), 19, D(14241))
    assert made.left == D("2241.00")
    assert [d.permanent for d in made.differences][:6] == [True, False, False, True, False, False]


def test_the_small_rate_and_rounding_to_whole_zloty() -> None:
    assert sheet("1000.50", small=True) == (D("1000.50"), D(1001), D(90))
    assert sheet("1000.49") == (D("1000.49"), D(1000), D(190))


def relieved(gross: str, left: str = "0.00", **sums: str) -> CitWorksheet:
    return cit_worksheet(
        year=2026,
        begins=date(2026, 1, 1),
        gross_result=D(gross),
        balances=[],
        inputs=CitInputs(relief_left=D(left)),
        advances=D(0),
        relief=ReliefSums(**{name: D(amount) for name, amount in sums.items()}),
    )


def test_bad_debts_move_the_base_a_loss_and_what_later_years_may_deduct() -> None:
    """Art. 18f: claims lower, debts raise; a base ends at zero and keeps the rest, a loss takes all of it."""
    both = relieved(
        "1000.00", claims="300.00", claims_back="50.00", debts="120.00", debts_back="20.00"
    )
    assert (both.income, both.base, both.relief_over, both.loss) == (1000, 850, 0, 0)
    over = relieved("1000.00", left="70.00", claims="1300.00", debts="100.00")
    assert (over.base, over.relief_left, over.relief_over, over.loss) == (0, 0, 270, 0)
    some = relieved("1000.00", left="700.00", claims="600.00")
    assert (some.base, some.relief_left, some.relief_over) == (0, 400, 300)
    larger = relieved("-100.00", left="50.00", claims="30.00")
    assert (larger.base, larger.loss, larger.relief_over) == (0, 130, 50)
    none_left = relieved("-100.00", debts="250.50", left="50.00")
    assert (none_left.base, none_left.loss, none_left.relief_left) == (101, 0, 50)


def test_a_loss_has_no_tax_and_takes_no_deduction() -> None:
    made = cit_worksheet(
        year=2025, begins=date(2025, 1, 1), gross_result=D("-50.00"), balances=[],
        inputs=CitInputs(losses=D("10.00")), advances=D("7.00")
    )  # fmt: skip
    assert (made.income, made.losses, made.base, made.tax, made.left) == (D("-50.00"), 0, 0, 0, -7)


def test_what_stands_outside_of_the_books() -> None:
    income, _, _ = sheet("10.00", income_outside=D("5.00"), costs_outside=D("3.00"))
    assert income == D("12.00")


def test_a_cost_of_tax_alone_stands_in_its_own_field() -> None:
    """095 keeps 700; 092 of an older chart has 200 below zero; 50 were typed: K_8 is 950, K_5 is 300."""
    balances = [
        balance("K_8", "700.00", "095"),
        balance("PD5_PB", "-200.00", "092"),
        balance("PD5_PB", "300.00", "092-1"),
    ]
    told = {d.field: d for d in differences(balances, CitInputs(costs_outside=D("50.00")))}
    assert (told["K_5"].amount, told["K_8"].amount, told["K_8"].entered) == (300, 950, 50)
    assert [(a, amount) for a, _, amount in told["K_8"].accounts] == [("095", 700), ("092", 200)]
    assert sheet("1000.00", *balances, costs_outside=D("50.00"))[0] == D("350.00")


def test_a_year_without_known_rates_is_an_error() -> None:
    with pytest.raises(ValueError, match="2010"):
        rates_of(date(2010, 1, 1))


money = st.integers(0, 10**9).map(lambda n: D(n).scaleb(-2))


@given(money, money, money, st.booleans())
def test_deductions_never_make_a_base_below_zero(
    gross: Decimal, losses: Decimal, gifts: Decimal, small: bool
) -> None:
    made = cit_worksheet(
        year=2025, begins=date(2025, 1, 1), gross_result=gross, balances=[],
        inputs=CitInputs(losses=losses, gifts=gifts, small=small),
        advances=D(0),
    )  # fmt: skip
    assert made.base >= 0
    assert made.losses + made.gifts <= max(made.income, D(0))
    assert made.gifts <= gross / 10 + D("0.01")


def test_the_fields_of_rpd_are_named_once() -> None:
    told = differences([], CitInputs())
    assert {d.field: d.name for d in told} == dict(RPD_FIELDS)
    assert list(RPD_FIELDS) == [f"K_{n}" for n in range(1, 9)]


def test_marks_of_ksef_begin_with_their_form() -> None:
    def shown(year: int, month: int, number: str = "") -> str:
        return proof_shown(VatRow(year=year, month=month, proof="BFK", ksef_number=number))

    assert [shown(2025, 12), shown(2026, 1), shown(2026, 2)] == ["", "", "BFK"]
    assert shown(2026, 1, "9990010030-20260115-0123456789AB-CD") != ""
