"""Goal: sums of lines and amounts in PLN, by tables a bookkeeper can read."""

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest

from zaplecze.formats.fa3 import (
    Annotations,
    Band,
    Fa3Error,
    Kind,
    Line,
    MarginScheme,
    PlnTotal,
    Rate,
    RateTotal,
    booking_totals,
    line_totals,
    order_totals,
    vat_in_pln,
)
from zaplecze.formats.fa3.tests import invoices as own
from zaplecze.formats.fa3.tests.invoices import invoice


def sums(*lines: Line, **facts: Any) -> dict[Band, tuple[str, str, str]]:
    """Band -> net, VAT of the sum, VAT line by line."""
    totals = line_totals(invoice("FV/1", gross=D(0), lines=lines, **facts))
    return {
        band: (str(part.net), str(part.vat), str(part.vat_by_line))
        for band, part in totals.bands.items()
    }


def test_net_lines_are_summed_by_band() -> None:
    assert sums(
        Line(1, net=D("1.01"), rate=Rate.R23),
        Line(2, net=D("1.01"), rate=Rate.R23),
        Line(3, net=D("1.01"), rate=Rate.R23),
        Line(4, net=D("10.00"), rate=Rate.EXEMPT),
        Line(5, net=D("10.00"), oss_rate=D("25.5")),
    ) == {
        Band.S23: ("3.03", "0.70", "0.69"),
        Band.EXEMPT: ("10.00", "0.00", "0.00"),
        Band.OSS: ("10.00", "2.55", "2.55"),
    }


def test_gross_lines_leave_net_after_the_vat() -> None:
    assert sums(Line(1, gross=D("9.99"), rate=Rate.R5), Line(2, gross=D("1.00"), rate=Rate.R5)) == {
        Band.S5: ("10.47", "0.52", "0.53")
    }


def test_the_vat_stated_on_a_line_wins() -> None:
    assert sums(
        Line(1, gross=D("19.99"), vat=D("3.74"), rate=Rate.R23),
        Line(2, net=D("10.00"), vat=D("2.31"), rate=Rate.R23),
        Line(3, net=D("10.00"), gross=D("12.29"), rate=Rate.R23),
    ) == {Band.S23: ("36.25", "8.34", "8.34")}


def test_value_follows_from_quantity_price_and_discount() -> None:
    assert sums(
        Line(1, quantity=D("3"), price_net=D("0.335"), rate=Rate.R23),
        Line(2, price_net=D("5"), discount=D("1"), rate=Rate.R8),
        Line(3, quantity=D("2"), price_gross=D("61.50"), rate=Rate.R22),
    ) == {
        Band.S23: ("101.83", "22.41", "22.41"),  # 1.01 + (123.00 - 22.18)
        Band.S8: ("4.00", "0.32", "0.32"),
    }


def test_states_before_a_correction_count_negative() -> None:
    totals = line_totals(own.kor_states())
    part = totals.bands[Band.S23]
    assert (part.net, part.vat, part.gross) == (D("-20"), D("-4.60"), D("-24.60"))


def test_a_stated_vat_of_the_state_before_counts_negative() -> None:
    before = Line(1, gross=D("123"), vat=D("23"), rate=Rate.R23, before_correction=True)
    assert sums(before, replace(before, gross=D("61.50"), vat=D("11.50"), before_correction=False)
    ) == {Band.S23: ("-50.00", "-11.50", "-11.50")}  # fmt: skip


def test_lines_without_rate_or_value_are_counted_apart() -> None:
    totals = line_totals(
        invoice("FV/1", gross=D(0), lines=(Line(1, net=D(5)), Line(2, gross=D(7)), Line(3)))
    )
    assert totals.bands == {}
    assert (totals.unrated, totals.unrated_lines, totals.unvalued_lines) == (D(12), 2, 1)


def test_lines_without_rate_are_margin_sales_under_a_margin_scheme() -> None:
    assert sums(
        Line(1, gross=D("50"), vat=None), annotations=Annotations(margin=MarginScheme.ART)
    ) == {Band.MARGIN: ("50.00", "0.00", "0.00")}


def test_an_order_corrected_by_states_gives_the_difference() -> None:
    order = own.kor_zal().order
    assert order is not None
    assert order_totals(order).gross == D("-1230")


# --- booking ------------------------------------------------------------------------------------


def test_a_simplified_invoice_is_booked_by_its_one_rate() -> None:
    assert booking_totals(own.upr()) == (RateTotal(Band.S23, D("100.00"), D("23.00")),)


def test_a_simplified_invoice_is_booked_by_its_lines() -> None:
    lines = (
        Line(1, gross=D("108"), rate=Rate.R8),
        Line(2, gross=D("123"), rate=Rate.R23),
    )
    assert booking_totals(invoice("U/1", kind=Kind.SIMPLIFIED, gross=D("231"), lines=lines)) == (
        RateTotal(Band.S23, D("100.00"), D("23.00")),
        RateTotal(Band.S8, D("100.00"), D("8.00")),
    )


def test_a_simplified_invoice_without_rates_has_nothing_to_book() -> None:
    lines = (Line(1, name="x"),)
    assert booking_totals(invoice("U/1", kind=Kind.SIMPLIFIED, gross=D(9), lines=lines)) == ()


def test_other_invoices_are_booked_by_their_totals_alone() -> None:
    assert booking_totals(own.roz()) == own.roz().totals
    assert booking_totals(replace(own.roz(), totals=())) == ()


def test_an_invoice_in_pln_is_in_pln() -> None:
    assert vat_in_pln(own.kor_states()) == (PlnTotal(Band.S23, D("-20.00"), D("-4.60")),)


def test_vat_in_pln_is_what_the_invoice_states() -> None:
    """Net at the given rate, half-up; VAT from P_14_1W although 34.50 * 4.3333 is 149.50."""
    assert vat_in_pln(own.eur(), D("4.3333")) == (PlnTotal(Band.S23, D("650.00"), D("148.58")),)


def test_vat_in_pln_is_computed_where_the_invoice_is_silent() -> None:
    total = RateTotal(Band.S23, D("0.50"), D("0.25"))
    subject = replace(own.eur(), totals=(total,))
    assert vat_in_pln(subject, D("4.1")) == (PlnTotal(Band.S23, D("2.05"), D("1.03")),)
    negative = RateTotal(Band.S23, D("-0.50"), D("-0.25"))
    assert vat_in_pln(replace(subject, totals=(negative,)), D("4.1")) == (
        PlnTotal(Band.S23, D("-2.05"), D("-1.03")),
    )


def test_the_rate_on_the_invoice_is_used() -> None:
    assert vat_in_pln(own.correction_of_parties()) == (PlnTotal(Band.S8, D("-43.00"), D("-3.44")),)
    same = tuple(replace(line, exchange_rate=D("4.31")) for line in own.eur().lines)
    assert vat_in_pln(replace(own.eur(), lines=same))[0].net == D("646.50")


def test_a_rate_of_zero_does_not_fall_back_to_the_rate_on_the_invoice() -> None:
    with pytest.raises(Fa3Error):
        vat_in_pln(own.correction_of_parties(), D(0))


@pytest.mark.parametrize("rate", [None, D(0), D("-4.3")])
def test_without_a_usable_rate_there_is_a_refusal(rate: D | None) -> None:
    with pytest.raises(Fa3Error) as caught:
        vat_in_pln(own.eur(), rate)
    assert caught.value.code == "FA3-RATE"
    assert "EUR" in caught.value.message_pl
