"""Beancount and hledger accept what we write, and refuse what doesn't add up."""

from __future__ import annotations

import doctest
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.formats.plain_text import (
    Books,
    TextAccount,
    TextEntry,
    TextLine,
    TextPrice,
    beancount,
    hledger,
    write,
)

CHART = tuple(TextAccount(n, f"Konto {n}") for n in ("131-1", "202", "222", "402-2", "702", "801"))
END = date(2026, 9, 30)


def books(*entries: TextEntry) -> Books:
    balances: dict[str, Decimal] = {}
    for entry in entries:
        for line in entry.lines:
            balances[line.account] = balances.get(line.account, Decimal(0)) + line.amount
    return Books(
        "Firma „Ćma” | sp. z o.o.", date(2026, 1, 1), CHART, lambda: entries, {END: balances}
    )


def entry(*amounts: tuple[str, str], text: str = "Druk; ulotki") -> TextEntry:
    lines = tuple(TextLine(account, Decimal(amount)) for account, amount in amounts)
    return TextEntry(date(2026, 9, 14), "ZK/1/2026", "FV 1/9", text, lines)


INVOICE = entry(("402-2", "1000.00"), ("222", "230.00"), ("202", "-1230.00"))


def beancount_errors(text: str) -> list[str]:
    _, errors, _ = loader.load_string(text)
    return [e.message for e in errors]


def hledger_fails(text: str, tmp_path: Path) -> str:
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed")
    path = tmp_path / "ksiegi.journal"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["hledger", "-f", str(path), "check", "--strict"],
        capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/usr/local/bin"},
    )  # fmt: skip
    return done.stderr if done.returncode else ""


def test_examples_hold() -> None:
    assert doctest.testmod(write) == (0, 3)


def test_an_invoice_is_accepted_by_both(tmp_path: Path) -> None:
    assert beancount_errors("".join(beancount(books(INVOICE)))) == []
    assert hledger_fails("".join(hledger(books(INVOICE))), tmp_path) == ""


def test_a_wrong_balance_is_seen_by_both(tmp_path: Path) -> None:
    wrong = replace(books(INVOICE), closings={END: {"202": Decimal("-1229.99")}})
    assert "Balance failed" in beancount_errors("".join(beancount(wrong)))[0]
    assert "assertion" in hledger_fails("".join(hledger(wrong)), tmp_path)


def test_sides_that_differ_are_seen_by_both(tmp_path: Path) -> None:
    wrong = books(entry(("402-2", "1000.00"), ("202", "-1000.01")))
    assert "does not balance" in beancount_errors("".join(beancount(wrong)))[0]
    assert "could not balance" in hledger_fails("".join(hledger(wrong)), tmp_path)


def in_euro(*, last: str = "-80.00") -> Books:
    """An invoice in euro, paid in part; the account holds the rest in both measures."""
    lines = (
        TextLine("202", Decimal("-430.00"), "EUR", Decimal("-100.00")),
        TextLine("402-2", Decimal("430.00")),
    )
    paid = (
        TextLine("202", Decimal("86.00"), "EUR", Decimal("20.00")),
        TextLine("131-1", Decimal("-86.00"), "EUR", Decimal("-20.00")),
    )
    made = books(replace(INVOICE, lines=lines), replace(INVOICE, lines=paid))
    held = {("202", "EUR"): Decimal(last), ("131-1", "EUR"): Decimal("-20.00")}
    price = TextPrice(date(2026, 9, 11), "EUR", Decimal("4.3000"))
    return replace(made, foreign_closings={END: held}, prices=lambda: [price])


def test_currencies_are_recounted_by_both_and_a_wrong_one_is_seen(tmp_path: Path) -> None:
    assert beancount_errors("".join(beancount(in_euro()))) == []
    assert hledger_fails("".join(hledger(in_euro())), tmp_path) == ""
    wrong = in_euro(last="-80.01")
    assert "Balance failed" in beancount_errors("".join(beancount(wrong)))[0]
    assert "assertion" in hledger_fails("".join(hledger(wrong)), tmp_path)


printable = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60)


@settings(max_examples=60)
@given(printable)
def test_any_text_stays_a_text(text: str) -> None:
    odd = replace(INVOICE, text=text, voucher=text)
    assert beancount_errors("".join(beancount(books(odd)))) == []


@pytest.mark.parametrize(
    "text", ['"', "\\", ";", "|", "  ", "= 5 PLN", "*", "(a)", "@ 3", "", "ąęśćż"]
)
def test_odd_texts_stay_texts_in_hledger(text: str, tmp_path: Path) -> None:
    odd = replace(INVOICE, text=text, voucher=text)
    assert hledger_fails("".join(hledger(books(odd))), tmp_path) == ""
