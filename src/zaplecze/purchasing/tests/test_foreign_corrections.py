from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.purchasing.rules.foreign import Bought, Purchase, Taxed, UsedRate, entry_of, tax_of
from zaplecze.purchasing.rules.foreign_corrections import (
    Cause,
    Correction,
    correction_entry,
    correction_faults,
    correction_rows,
    correction_taxed,
    in_month_of_document,
)

D = Decimal
GOODS = Purchase(
    kind=Bought.UNION_GOODS, country="DE", tax_id="999000333", supplier="Lichterpark Havelland GmbH",
    number="HL-1", issued_on=date(2026, 9, 14), supplied_on=date(2026, 9, 10), due_on=None, currency="EUR",
    net=D("100.00"), vat_rate=D(23), account="330",
)  # fmt: skip
RABATE = Correction(
    number="HL-1/K", issued_on=date(2026, 11, 4), difference=D("-10.00"), cause=Cause.LATER,
    caused_on=date(2026, 10, 30),
)  # fmt: skip
BOOKS, TAX = UsedRate(D("4.30"), "4,3000 (A)"), UsedRate(D("4.20"), "4,2000 (B)")
RATES = {"books": BOOKS, "vat": TAX}
SO_FAR = tax_of(GOODS, books=BOOKS, vat=TAX)


def taxed(correction: Correction, **more: object) -> Taxed:
    told = {"so_far": SO_FAR, "corrected": D(0), **RATES, **more}
    return correction_taxed(correction, GOODS, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("correction", "month"),
    [
        (RABATE, (2026, 10)),
        (replace(RABATE, difference=D("10.00")), (2026, 10)),
        (replace(RABATE, cause=Cause.ERROR), (2026, 9)),
        (replace(RABATE, cause=Cause.ERROR, difference=D("10.00")), (2026, 9)),
    ],
)
def test_a_correction_counts_in_the_month_of_its_cause(
    correction: Correction, month: tuple[int, int]
) -> None:
    """A rabate of October told in November counts in October; an error from the start goes back to September."""
    entry = correction_entry(correction, GOODS, taxed(correction), **RATES, partner_id=1)
    rows = correction_rows(correction, GOODS, taxed(correction))
    assert {(r.year, r.month) for r in rows} == {(entry.year, entry.month)} == {month}
    assert (entry.document_date, entry.voucher_kind) == (date(2026, 11, 4), "KOR")


def test_less_is_posted_in_red_at_the_rates_of_the_purchase() -> None:
    """10 EUR less at 4,30 in the books, 4,20 for the tax: 43,00, 42,00 and 23 % of it, 9,66."""
    entry = correction_entry(RABATE, GOODS, taxed(RABATE), **RATES, partner_id=7)
    assert [(n.account, n.debit, n.credit) for n in entry.lines] == [
        ("330", D("-43.00"), D(0)),
        ("221-1", D("-9.66"), D(0)),
        ("222-2", D(0), D("-9.66")),
        ("202", D(0), D("-43.00")),
    ]
    assert entry.lines[-1].currency_amount == D("-10.00")
    assert {r.register: r.amounts for r in correction_rows(RABATE, GOODS, taxed(RABATE))} == {
        "sales": {"K_23": D("-42.00"), "K_24": D("-9.66")},
        "purchase": {"K_42": D("-42.00"), "K_43": D("-9.66")},
    }


def test_a_discount_for_many_purchases_may_take_the_rate_of_its_own_day() -> None:
    own = UsedRate(D("4.50"), "4,5000 (C)")
    made = taxed(replace(RABATE, collective=True), books=own, vat=own)
    assert (made.net, made.base, made.tax) == (D("-45.00"), D("-45.00"), D("-10.35"))


@given(
    parts=st.lists(st.decimals("0.01", "50.00", places=2), min_size=1, max_size=5),
    net=st.decimals("300.00", "9999.99", places=2),
    rate=st.decimals("0.0001", "99.9999", places=4),
    deducted=st.decimals(0, 100, places=2),
)
def test_what_is_taken_back_in_parts_leaves_no_grosz(
    parts: list[Decimal], net: Decimal, rate: Decimal, deducted: Decimal
) -> None:
    """Whatever was taken back before, the last correction takes the rest of base, tax and deduction."""
    purchase = replace(GOODS, net=net, deducted=deducted)
    rates = {"books": UsedRate(rate, "x"), "vat": UsedRate(rate, "y")}
    so_far, corrected = tax_of(purchase, **rates), D(0)
    for part in [*parts, net - sum(parts)]:
        made = correction_taxed(
            replace(RABATE, difference=-part), purchase, so_far=so_far, corrected=corrected, **rates
        )
        corrected -= part
        so_far = Taxed(
            so_far.net + made.net,
            so_far.base + made.base,
            so_far.tax + made.tax,
            so_far.deducted + made.deducted,
        )
    assert (so_far.net, so_far.base, so_far.tax, so_far.deducted) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "corrected", "word"),
    [
        ({"difference": D(0)}, "0", "zmieniać kwotę"),
        ({"difference": D("-100.01")}, "0", "poniżej zera"),
        ({"difference": D("-50.01")}, "-50.00", "poniżej zera"),
        ({"issued_on": date(2026, 9, 13), "cause": Cause.ERROR}, "0", "sprzed faktury"),
        ({"caused_on": date(2026, 9, 13)}, "0", "Przyczyna późniejsza"),
        ({"caused_on": date(2026, 11, 5)}, "0", "Przyczyna późniejsza"),
        ({"collective": True, "difference": D("1.00")}, "0", "opust"),
        ({"number": ""}, "0", "numer korekty"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(changed: dict[str, object], corrected: str, word: str) -> None:
    (fault,) = correction_faults(
        replace(RABATE, **changed),  # type: ignore[arg-type]
        GOODS,
        corrected=D(corrected),
    )
    assert word in fault


def test_what_belongs_to_a_closed_month_stands_in_the_month_of_its_document() -> None:
    """The books of September are closed: the entry goes to November, within the year with its day of September."""
    error = replace(RABATE, cause=Cause.ERROR)
    entry = in_month_of_document(
        correction_entry(error, GOODS, taxed(error), **RATES, partner_id=1)
    )
    assert (entry.year, entry.month, entry.operation_date) == (2026, 11, date(2026, 9, 14))
    late = replace(error, issued_on=date(2027, 1, 11))
    entry = in_month_of_document(correction_entry(late, GOODS, taxed(late), **RATES, partner_id=1))
    assert (entry.year, entry.month, entry.operation_date) == (2027, 1, date(2027, 1, 11))


def test_a_correction_balances_as_its_purchase_does() -> None:
    entry = correction_entry(RABATE, GOODS, taxed(RABATE), **RATES, partner_id=1)
    first = entry_of(GOODS, SO_FAR, **RATES, partner_id=1)
    for one in (entry, first):
        assert sum(n.debit for n in one.lines) == sum(n.credit for n in one.lines)
