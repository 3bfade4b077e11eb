from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zaplecze.ledger.queries import BalanceRow
from zaplecze.ledger.reports import BALANCE_KEYS, synthetic_rows


def row(account: str, *amounts: str) -> BalanceRow:
    return BalanceRow(1, account, account, *(Decimal(a) for a in amounts or ("0.00",) * 6))


ROWS = [
    row("201-1", "10.00", "0.00", "5.00", "1.00", "14.00", "0.00"),
    row("201-2", "0.00", "7.00", "2.00", "0.00", "0.00", "5.00"),
    row("401", "0.00", "0.00", "3.00", "0.00", "3.00", "0.00"),
]


def test_a_claim_and_a_debt_under_one_synthetic_account_stay_on_their_sides() -> None:
    first, second = synthetic_rows(ROWS)
    assert [first.account, second.account] == ["201", "401"]
    assert [str(getattr(first, key)) for key in BALANCE_KEYS] == [
        "10.00",
        "7.00",
        "7.00",
        "1.00",
        "14.00",
        "5.00",
    ]


def test_totals_are_those_of_the_analytic_accounts() -> None:
    for key in BALANCE_KEYS:
        assert sum(getattr(r, key) for r in synthetic_rows(ROWS)) == sum(
            getattr(r, key) for r in ROWS
        )


def test_a_synthetic_account_bears_its_own_name_or_that_of_the_starting_chart() -> None:
    rows = [row("010-01"), row("201"), row("201-1"), row("777-1"), row("777-2")]
    named = [
        replace(r, name=name)
        for r, name in zip(rows, ("Budynki", "Odbiorcy", "x", "Własne", "y"), strict=True)
    ]
    assert [(r.account, r.name) for r in synthetic_rows(named)] == [
        ("010", "Środki trwałe"),
        ("201", "Odbiorcy"),
        ("777", "Własne"),
    ]
