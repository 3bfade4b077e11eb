"""Goal: any invoice written is read back the same, and its sums are exact.

Method: random lines, net or gross, VAT of the sum or line by line, in PLN or a foreign currency;
the expected totals are computed here in grosze by whole numbers, not by the code under test.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zaplecze.formats.fa3 import (
    Address,
    Annotations,
    Exemption,
    ExemptionBasis,
    Fa3Error,
    Identity,
    Invoice,
    Line,
    Note,
    Rate,
    RateTotal,
    Seller,
    Severity,
    check,
    encode,
    line_totals,
    read,
    vat_in_pln,
    write,
)
from zaplecze.formats.fa3.tests.invoices import golden, invoice

RATES = [Rate.R23, Rate.R8, Rate.R5, Rate.R3, Rate.ZERO_DOMESTIC, Rate.EXEMPT]

texts = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=40)
    .map(lambda text: " ".join(part for part in text.split(" ") if part))
    .filter(lambda text: text.strip() == text and text != "")
)
grosze = st.integers(min_value=1, max_value=10_000_000)


def rounded(value: Fraction) -> int:
    """Half-up, in whole grosze; amounts here are positive."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def money(amount: int) -> D:
    return D(amount) / 100


@st.composite
def sales(draw: st.DrawFn) -> Invoice:
    """A right invoice of 1-8 lines."""
    gross_priced, by_line = draw(st.booleans()), draw(st.booleans())
    rate_of_exchange = draw(st.none() | st.decimals("0.05", "9.5", places=4))
    values: dict[Rate, list[int]] = {}
    lines = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        rate, value = draw(st.sampled_from(RATES)), draw(grosze)
        values.setdefault(rate, []).append(value)
        kind = {"gross": money(value)} if gross_priced else {"net": money(value)}
        lines.append(
            Line(number, name=draw(texts), rate=rate, exchange_rate=rate_of_exchange, **kind)
        )
    totals = []
    for rate in RATES:
        if rate not in values:
            continue
        percent, value = int(rate.percent), sum(values[rate])
        share = Fraction(percent, 100 + percent) if gross_priced else Fraction(percent, 100)
        parts = values[rate] if by_line else [value]
        vat = sum(rounded(part * share) for part in parts)
        net = value - vat if gross_priced else value
        vat_pln = None
        if rate_of_exchange is not None and rate.band.bears_polish_vat:
            vat_pln = money(rounded(vat * Fraction(rate_of_exchange)))
        totals.append(RateTotal(rate.band, money(net), money(vat), vat_pln))
    totals.sort(key=lambda total: [int(part) for part in total.band.value.split("_")])
    exemption = Exemption(ExemptionBasis.ACT, "art. 43 ust. 1 ustawy")
    return invoice(
        draw(texts),
        currency="PLN" if rate_of_exchange is None else "EUR",
        totals=tuple(totals),
        gross=sum((total.net + total.vat for total in totals), D(0)),
        annotations=Annotations(exemption=exemption if Rate.EXEMPT in values else None),
        lines=tuple(lines),
        notes=tuple(Note(draw(texts), draw(texts)) for _ in range(draw(st.integers(0, 2)))),
    )


@settings(max_examples=60, deadline=None)
@given(sales())
def test_an_invoice_written_is_read_back_the_same(sale: Invoice) -> None:
    assert read(write(sale)) == sale


@settings(max_examples=60, deadline=None)
@given(sales())
def test_a_right_invoice_has_no_findings(sale: Invoice) -> None:
    assert check(sale, direction="out") == ()


@settings(max_examples=60, deadline=None)
@given(sales())
def test_lines_add_up_to_the_totals_by_one_of_the_two_methods(sale: Invoice) -> None:
    bands = line_totals(sale).bands
    assert set(bands) == {total.band for total in sale.totals}
    for total in sale.totals:
        part = bands[total.band]
        assert total.vat in {part.vat, part.vat_by_line}
        assert total.net + total.vat in {part.gross, part.net + part.vat_by_line}


@settings(max_examples=60, deadline=None)
@given(sales(), st.data())
def test_a_zloty_moved_anywhere_in_the_totals_is_told(sale: Invoice, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sale.totals)))
    if place == len(sale.totals):
        wrong = replace(sale, gross=sale.gross + 1)
    else:
        totals = list(sale.totals)
        field = "vat" if totals[place].band.bears_vat and data.draw(st.booleans()) else "net"
        changed = {field: getattr(totals[place], field) + 1}
        totals[place] = replace(totals[place], **changed)
        moved = data.draw(st.booleans())  # a moved P_15 hides it from the sum of totals
        wrong = replace(sale, totals=tuple(totals), gross=sale.gross + (1 if moved else 0))
    found = check(wrong, direction="in")
    assert any(item.code.startswith("FA3-SUM") for item in found)
    assert max(item.severity for item in found) >= Severity.MARK


@settings(max_examples=40, deadline=None)
@given(sales())
def test_amounts_in_pln_are_the_stated_vat_and_the_converted_net(sale: Invoice) -> None:
    rate = sale.lines[0].exchange_rate or D(1)
    for total, pln in zip(sale.totals, vat_in_pln(sale), strict=True):
        assert pln.net == money(rounded(Fraction(total.net) * 100 * Fraction(rate)))
        assert pln.vat == (total.vat if total.vat_pln is None else total.vat_pln)


@settings(max_examples=60, deadline=None)
@given(texts, texts, st.dates(date(2006, 1, 1), date(2049, 12, 31)))
def test_texts_and_days_survive(name: str, street: str, day: date) -> None:
    seller = Seller(Identity(name=name, nip="9990001373"), Address("PL", street))
    sale = replace(invoice("FV/1", gross=D(0)), seller=seller, issued_on=day)
    again = read(encode(sale))
    assert (again.seller, again.issued_on) == (seller, day)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_damaged_anywhere_is_read_or_refused_never_a_crash(data: st.DataObject) -> None:
    whole = golden(data.draw(st.sampled_from(["everything", "new_transport", "kor_states"])))
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    damaged = whole[:start] + data.draw(st.binary(max_size=12)) + whole[start + length :]
    assume(damaged != whole)
    try:
        read(damaged)
    except Fa3Error as error:
        assert error.code.startswith("FA3-")
        assert error.message_pl
