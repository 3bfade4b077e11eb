"""Euro in the books: settled at two rates, the difference posted, and all of it taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from tests.euro import (
    balances,
    bank_of,
    nordwind,
    numbers,
    paid_in,
    post,
    rates_of_september,
    receivable,
    settle,
    sound,
)
from tests.papers import later
from zaplecze.config.demo_papers import Movement
from zaplecze.ledger.api import (
    CannotSettle,
    Part,
    RatesDiffer,
    entries_of_kind,
    exchange_rate,
    fetch_rates,
    open_items,
    read_nbp_rates,
    save_rates,
    settle_parts,
    settling_preview,
    undo_settlement,
)
from zaplecze.payments.api import book_line, confirm_lines, statement_lines, statements
from zaplecze.payments.models import BankAccount
from zaplecze.platform.refusal import Refusal

ZERO = D(0)


@pytest.fixture
def partner(company: Any, behind: Any) -> int:
    with behind(company):
        return nordwind()


@pytest.fixture
def person(company: Any, make_person: Any) -> Any:
    return make_person(company, "accountant")


def test_an_invoice_in_euro_is_paid_in_euro_and_the_loss_is_posted(
    company: Any, behind: Any, partner: int
) -> None:
    with behind(company):
        post(
            receivable("FS/1", "430.00", "100.00", partner),
            paid_in("WB/1", "420.00", "100.00", partner),
        )
        (pair,) = settling_preview(item_ids=[numbers()["FS/1"], numbers()["WB/1"]])
        assert pair.difference == D("-10.00")
        assert settle("FS/1", "WB/1") == 1
        assert open_items() == []
        (difference,) = entries_of_kind("RK", year=2026)
        assert (difference.amount, difference.operation_date) == (D("10.00"), date(2026, 9, 20))
        assert (balances()["201"], balances()["751-02"]) == (ZERO, D("10.00"))
        sound(company)


def test_undoing_takes_the_difference_back_by_storno_and_settles_again(
    company: Any, behind: Any, partner: int
) -> None:
    with behind(company):
        post(
            receivable("FS/1", "420.00", "100.00", partner),
            paid_in("WB/1", "430.00", "100.00", partner),
        )
        settle("FS/1", "WB/1")
        assert balances()["750-02"] == D("-10.00")
        undo_settlement(item_id=numbers()["WB/1"], on=date(2026, 9, 21), by=None, at=later(2))
        assert entries_of_kind("RK", year=2026) == []
        assert (balances()["750-02"], balances()["201"]) == (ZERO, D("-10.00"))
        assert {i.number: (i.left, i.currency_left) for i in open_items()} == {
            "FS/1": (D("420.00"), D("100.00")),
            "WB/1": (D("430.00"), D("100.00")),
        }
        sound(company)
        assert settle("FS/1", "WB/1", day=22) == 1
        assert balances()["201"] == ZERO
        sound(company)


def test_a_part_stays_open_in_both_currencies(company: Any, behind: Any, partner: int) -> None:
    with behind(company):
        post(
            receivable("FS/1", "430.00", "100.00", partner),
            paid_in("WB/1", "172.00", "40.00", partner),
        )
        settle("FS/1", "WB/1")
        (left,) = open_items()
        assert (left.left, left.currency_left) == (D("258.00"), D("60.00"))
        assert entries_of_kind("RK", year=2026) == []  # at one rate there is no difference
        sound(company)


def test_an_invoice_in_euro_is_paid_in_zloty_in_two_parts(
    company: Any, behind: Any, partner: int
) -> None:
    with behind(company):
        post(
            receivable("FS/1", "430.00", "100.00", partner), paid_in("WB/1", "215.00", "", partner)
        )
        with pytest.raises(CannotSettle) as refused:
            settle("FS/1", "WB/1")
        assert refused.value.code == "ledger.too-far"
        ids = numbers()
        settle_parts(
            parts=[Part(ids["FS/1"], ids["WB/1"], D("49.00"), D("215.00"))],
            on=date(2026, 9, 20),
            by=None,
            at=later(1),
        )
        (left,) = open_items()  # 49/100 of 430.00 is 210.70; 215.00 came in: a gain of 4.30
        assert (left.left, left.currency_left) == (D("219.30"), D("51.00"))
        assert balances()["750-02"] == D("-4.30")
        post(paid_in("WB/2", "216.00", "", partner))
        settle("FS/1", "WB/2")
        assert (open_items(), balances()["201"], balances()["751-02"]) == ([], ZERO, D("3.30"))
        sound(company)


def test_all_or_none(company: Any, behind: Any, partner: int) -> None:
    with behind(company):
        post(
            receivable("FS/1", "430.00", "100.00", partner),
            paid_in("WB/1", "420.00", "100.00", partner),
        )
        ids = numbers()
        part = Part(ids["FS/1"], ids["WB/1"], D("60.00"), D("60.00"))
        with pytest.raises(CannotSettle) as refused:
            settle_parts(parts=[part, part], on=date(2026, 9, 20), by=None, at=later(1))
        assert refused.value.code == "ledger.part"
        assert {i.settled for i in open_items()} == {ZERO}
        assert entries_of_kind("RK", year=2026) == []


def test_a_statement_in_euro_is_matched_in_euro_and_posted_at_the_day_before(
    company: Any, behind: Any, partner: int
) -> None:
    """Monday 21 September: the rate is Friday's, 4.20; on Tuesday it is Monday's, 4.40."""
    with behind(company):
        post(receivable("FS/77", "430.00", "100.00", partner))
    bank_of(
        company,
        Movement(date(2026, 9, 21), D("100.00"), "Nordwind", "", "invoice FS/77"),
        Movement(date(2026, 9, 22), D("-30.00"), "Bank", "", "charges"),
    )
    with behind(company):
        (one,) = statements()
        first, second = [v.line for v in statement_lines(one.id)]
        assert (first.state, second.state) == ("certain", "unknown")
        with pytest.raises(Refusal) as missing:
            confirm_lines(line_ids=[first.id], by=None, at=later(1))
        assert missing.value.code == "payments.no-rate"
    rates_of_september()
    with behind(company):
        confirm_lines(line_ids=[first.id], by=None, at=later(1))
        book_line(line_id=second.id, account="402-08", text="prowizja", by=None, at=later(1))
        assert open_items() == []
        kept = balances()
        # 420.00 in, 132.00 out; 10.00 is lost on the invoice of 430.00.
        assert (kept["132"], kept["402-08"], kept["751-02"], kept["201"]) == (
            D("288.00"),
            D("132.00"),
            D("10.00"),
            ZERO,
        )
        sound(company)


def test_an_outflow_by_first_in_first_out(company: Any, behind: Any, partner: int) -> None:
    """100 EUR came in at 4.20 and 50 at 4.40; 120 go out: 420.00 + 88.00."""
    rates_of_september()
    bank_of(
        company,
        Movement(date(2026, 9, 21), D("100.00"), "Nordwind", "", "advance"),
        Movement(date(2026, 9, 22), D("50.00"), "Nordwind", "", "advance two"),
        Movement(date(2026, 9, 22), D("-120.00"), "Customs", "", "duty"),
    )
    with behind(company):
        BankAccount.objects.update(outflow="fifo")
        (one,) = statements()
        for line in [v.line for v in statement_lines(one.id)]:
            book_line(line_id=line.id, account="139", text="wymiana", by=None, at=later(1))
        assert (balances()["132"], balances()["139"]) == (D("132.00"), D("-132.00"))


def nbp_table(mid: str) -> bytes:
    return (
        '[{"table":"A","no":"182/A/NBP/2026","effectiveDate":"2026-09-18",'
        f'"rates":[{{"currency":"euro","code":"EUR","mid":{mid}}}]}}]'
    ).encode()


def test_a_table_comes_twice_and_a_differing_one_is_refused(company: Any, settings: Any) -> None:
    settings.NBP_API = "https://nbp.example/api"
    asked: list[str] = []

    def download(address: str) -> bytes:
        asked.append(address)
        return nbp_table("4.20")

    assert [fetch_rates(download=download), fetch_rates(download=download)] == [1, 0]
    assert asked[0] == "https://nbp.example/api/exchangerates/tables/A/last/10/?format=json"
    with pytest.raises(RatesDiffer) as differs:
        save_rates(read_nbp_rates(nbp_table("4.21")))
    assert "182/A/NBP/2026" in differs.value.message
    row = exchange_rate(currency="EUR", before=date(2026, 9, 21))
    assert row is not None
    assert (row.mid, row.source) == (D("4.20"), "nbp")
    assert exchange_rate(currency="EUR", before=date(2026, 9, 18)) is None
    # Art. 31a: the working day before, and no older table instead of it.
    assert exchange_rate(currency="EUR", before=date(2026, 9, 22)) is None


def test_nbp_is_away_or_turned_off(company: Any, settings: Any) -> None:
    def away(address: str) -> bytes:
        raise TimeoutError("timed out")

    settings.NBP_API = "https://nbp.example/api"
    with pytest.raises(Refusal) as unreachable:
        fetch_rates(download=away)
    settings.NBP_API = ""
    with pytest.raises(Refusal) as off:
        fetch_rates(download=away)
    assert (unreachable.value.code, off.value.code) == ("ledger.nbp-unreachable", "ledger.nbp-off")
