"""Goal: every check tells its fault, and stays silent on invoices that are right.

Method: one right invoice, one fault each; the catalog and the table of faults must be equal, so a
check without a fault that triggers it cannot be added.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from zaplecze.formats.fa3 import (
    CATALOG,
    AdvancePayment,
    Annotations,
    Band,
    BankAccount,
    Buyer,
    Charge,
    CorrectedInvoice,
    Exemption,
    ExemptionBasis,
    Identity,
    Invoice,
    Kind,
    Line,
    MarginScheme,
    PartPayment,
    PartPaymentState,
    PartyRole,
    Payment,
    PaymentForm,
    PaymentTerm,
    Period,
    Rate,
    RateTotal,
    Settlement,
    Severity,
    ThirdParty,
    check,
    read,
)
from zaplecze.formats.fa3.tests import invoices as own
from zaplecze.formats.fa3.tests.helpers import sample_params
from zaplecze.formats.fa3.tests.invoices import ALL, NRB, golden, invoice


def plain(**facts: Any) -> Invoice:
    """100 net at 23 %, nothing wrong; `facts` say what differs."""
    basic: dict[str, Any] = {
        "totals": (RateTotal(Band.S23, D("100.00"), D("23.00")),),
        "gross": D("123.00"),
        "lines": (Line(1, name="Sito", quantity=D(1), price_net=D(100), net=D(100),
                       rate=Rate.R23),),
    }  # fmt: skip
    return invoice("FV/1", **(basic | facts))


def line(number: int = 1, **facts: Any) -> Line:
    basic: dict[str, Any] = {"name": "Sito", "net": D(100), "rate": Rate.R23}
    return Line(number, **(basic | facts))


def corrected(**facts: Any) -> Invoice:
    """The correction by differences with its correction data changed."""
    right = own.kor_differences()
    assert right.correction is not None
    return replace(right, correction=replace(right.correction, **facts))


def paid(**facts: Any) -> Payment:
    basic: dict[str, Any] = {"terms": (PaymentTerm(date(2026, 4, 14)),)}
    return Payment(**(basic | facts))


def buyer(**facts: Any) -> Buyer:
    return replace(own.BAKERY, **facts)


def eur_total(vat_pln: str | None) -> tuple[RateTotal, ...]:
    return (RateTotal(Band.S23, D(100), D(23), None if vat_pln is None else D(vat_pln)),)


FAULTS: dict[str, Callable[[], Invoice]] = {
    "FA3-SUM-01": lambda: plain(gross=D("123.02")),
    "FA3-SUM-02": lambda: plain(totals=()),
    "FA3-SUM-03": lambda: plain(totals=(), gross=D(0)),
    "FA3-SUM-04": lambda: plain(lines=(line(net=D("100.02")),)),
    "FA3-SUM-05": lambda: plain(
        totals=(RateTotal(Band.S23, D(100), D("23.02")),), gross=D("123.02")
    ),
    "FA3-SUM-06": lambda: plain(lines=(line(rate=Rate.R8),)),
    "FA3-SUM-07": lambda: plain(lines=(line(rate=Rate.EXEMPT),)),
    "FA3-SUM-08": lambda: plain(lines=(line(quantity=D(2), price_net=D("50.02")),)),
    "FA3-SUM-09": lambda: replace(own.roz(), lines=(line(net=D("7999.98")),)),
    "FA3-SUM-10": lambda: replace(own.zal(), order=replace(own._mill_order(), gross=D("12300.02"))),
    "FA3-SUM-11": lambda: replace(
        own.zal(), gross=D("12300.01"), totals=(RateTotal(Band.S23, D("10000.01"), D("2300.00")),)
    ),
    "FA3-SUM-12": lambda: plain(settlement=Settlement((Charge(D(1), "x"),), to_pay=D("123.00"))),
    "FA3-SUM-13": lambda: replace(
        own.zal(), advance_payments=(AdvancePayment(date(2026, 3, 30), D("2459.99")),)
    ),
    "FA3-SUM-14": lambda: plain(
        payment=paid(
            part_payment_state=PartPaymentState.PAID_IN_PARTS,
            part_payments=(PartPayment(D("123.01"), date(2026, 3, 30)),),
        )
    ),
    "FA3-SUM-15": lambda: plain(
        gross=D("-123.00"),
        totals=(RateTotal(Band.S23, D(-100), D(-23)),),
        lines=(line(net=D(-100)),),
    ),
    "FA3-CUR-01": lambda: plain(currency="EUR", totals=eur_total(None)),
    "FA3-CUR-02": lambda: plain(
        currency="EUR", totals=eur_total("99.00"), lines=(line(exchange_rate=D("4.3")),)
    ),
    "FA3-CUR-03": lambda: plain(totals=eur_total("99.00")),
    "FA3-NIP-01": lambda: plain(
        seller=replace(own.MILL, identity=Identity(name="Młyn", nip="9990001374"))
    ),
    "FA3-NIP-02": lambda: plain(buyer=buyer(identity=Identity(name="X", nip="9980001378"))),
    "FA3-NIP-03": lambda: plain(
        third_parties=(ThirdParty(Identity(nip="9980002745"), role=PartyRole.PAYER),)
    ),
    "FA3-NIP-04": lambda: plain(
        buyer=buyer(identity=Identity(name="X", eu_prefix="PL", eu_number="9980001377"))
    ),
    "FA3-NIP-05": lambda: plain(buyer=buyer(identity=own.MILL.identity)),
    "FA3-JST-01": lambda: plain(buyer=buyer(local_government_unit=True)),
    "FA3-GV-01": lambda: plain(buyer=buyer(vat_group_member=True)),
    "FA3-UDZ-01": lambda: plain(
        third_parties=tuple(
            ThirdParty(Identity(without_id=True), role=PartyRole.ADDITIONAL_BUYER, share=D("50.5"))
            for _ in range(2)
        )
    ),
    "FA3-RB-01": lambda: plain(payment=paid(accounts=(BankAccount("74" + "0" * 23 + "2"),))),
    "FA3-RB-02": lambda: plain(payment=paid(form=PaymentForm.TRANSFER)),
    "FA3-KSEF-01": lambda: corrected(
        invoices=(
            CorrectedInvoice(date(2026, 3, 2), "FV/1", "9990001373-20260302-0100A0000001-95"),
        )
    ),
    "FA3-POZ-01": lambda: plain(lines=(line(net=D(50)), line(net=D(50)))),
    "FA3-POZ-02": lambda: plain(lines=(line(quantity=D(-1), price_net=D(-100)),)),
    "FA3-POZ-03": lambda: replace(
        own.kor_differences(),
        lines=(line(quantity=D(-10), price_net=D(5), net=D(50)),),
    ),
    "FA3-POZ-04": lambda: plain(lines=(line(), Line(2, name="Bez wartości", rate=Rate.R23))),
    "FA3-POZ-05": lambda: plain(lines=()),
    "FA3-POZ-06": lambda: plain(lines=(line(rate=None),)),
    "FA3-VAT-01": lambda: replace(own.exempt(), annotations=Annotations()),
    "FA3-VAT-02": lambda: plain(
        annotations=Annotations(exemption=Exemption(ExemptionBasis.ACT, "art. 113"))
    ),
    "FA3-VAT-03": lambda: replace(own.reverse_charge(), annotations=Annotations()),
    "FA3-VAT-04": lambda: plain(annotations=Annotations(reverse_charge=True)),
    "FA3-VAT-05": lambda: replace(own.margin(), annotations=Annotations()),
    "FA3-VAT-06": lambda: replace(own.wdt(), buyer=own.OSLO),
    "FA3-VAT-07": lambda: replace(own.wdt(), seller=own.MILL),
    "FA3-VAT-08": lambda: replace(own.outside_poland(), buyer=own.OSLO),
    "FA3-MPP-01": lambda: plain(
        totals=(RateTotal(Band.S23, D("12195.13"), D("2804.88")),),
        gross=D("15000.01"),
        lines=(line(net=D("12195.13"), annex_15=True),),
    ),
    "FA3-KOR-01": lambda: replace(own.kor_differences(), correction=None),
    "FA3-KOR-02": lambda: plain(correction=own.kor_states().correction),
    "FA3-KOR-03": lambda: replace(
        corrected(invoices=(CorrectedInvoice(date(2026, 4, 1), "FV/1"),)),
        issued_on=date(2026, 4, 2),
    ),
    "FA3-KOR-04": lambda: corrected(effect=None),
    "FA3-KOR-05": lambda: corrected(invoices=(CorrectedInvoice(date(2026, 4, 1), "FV/1"),)),
    "FA3-KOR-06": lambda: replace(
        own.kor_roz(),
        correction=replace(own.kor_roz().correction, gross_before=None),  # type: ignore[type-var]
    ),
    "FA3-ZAL-01": lambda: replace(own.zal(), order=None),
    "FA3-ROZ-01": lambda: replace(own.roz(), advance_invoices=()),
    "FA3-DAT-01": lambda: plain(sold_on=date(2026, 5, 31)),
    "FA3-DAT-02": lambda: plain(payment=paid(terms=(PaymentTerm(date(2026, 3, 30)),))),
    "FA3-DAT-03": lambda: plain(sold_on=None, period=Period(date(2026, 3, 31), date(2026, 3, 30))),
}


def codes(subject: Invoice, *, least: Severity = Severity.WARN) -> set[str]:
    return {found.code for found in check(subject, direction="in") if found.severity >= least}


def test_every_check_of_the_catalog_has_a_fault_that_triggers_it() -> None:
    assert set(FAULTS) == set(CATALOG)


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_told_with_its_severity_in_both_directions(code: str) -> None:
    subject = FAULTS[code]()
    for direction, severity in (
        ("in", CATALOG[code].incoming),
        ("out", CATALOG[code].outgoing),
    ):
        found = [item for item in check(subject, direction=direction) if item.code == code]  # type: ignore[arg-type]
        assert [item.severity for item in found] == [severity]
        assert found[0].element is not None
        assert found[0].element.startswith("Faktura/")
        assert found[0].message_pl.rstrip().endswith(".")


def test_the_plain_invoice_has_no_findings() -> None:
    assert check(plain(), direction="out") == ()


@pytest.mark.parametrize("name", ALL)
def test_own_invoices_have_no_findings(name: str) -> None:
    assert check(read(golden(name)), direction="in") == ()


def test_findings_come_gravest_first() -> None:
    found = check(plain(gross=D(1), buyer=buyer(vat_group_member=True), lines=()), direction="in")
    assert [item.severity for item in found] == [Severity.STOP, Severity.MARK, Severity.WARN]


# --- what must not alarm ------------------------------------------------------------------------


@pytest.mark.parametrize("vat", ["0.69", "0.70", "0.68"])
def test_vat_by_line_and_vat_of_the_sum_are_both_right(vat: str) -> None:
    """Three lines of 1.01 bear 0.23 each, 0.69; their sum 3.03 bears 0.70."""
    subject = plain(
        totals=(RateTotal(Band.S23, D("3.03"), D(vat)),),
        gross=D("3.03") + D(vat),
        lines=tuple(line(n, net=D("1.01")) for n in (1, 2, 3)),
    )
    assert codes(subject) == set()


def test_vat_beyond_rounding_alarms() -> None:
    subject = plain(
        totals=(RateTotal(Band.S23, D("3.03"), D("0.73")),),
        gross=D("3.76"),
        lines=tuple(line(n, net=D("1.01")) for n in (1, 2, 3)),
    )
    assert codes(subject) == {"FA3-SUM-05"}


def test_two_rates_of_one_band_are_told_by_the_lines() -> None:
    lines = (line(1, rate=Rate.R8), line(2, rate=Rate.R7))
    right = (RateTotal(Band.S8, D(200), D(15)),)
    wrong = (RateTotal(Band.S8, D(200), D(16)),)
    assert codes(plain(totals=right, gross=D(215), lines=lines)) == set()
    assert codes(plain(totals=wrong, gross=D(216), lines=lines)) == {"FA3-SUM-05"}


def test_a_discount_may_be_of_the_unit_or_of_the_line() -> None:
    for price, discount in (("60", "20"), ("60", "10")):
        subject = plain(
            lines=(line(quantity=D(2), price_net=D(price), discount=D(discount)),),
        )
        assert codes(subject) == set()


def test_accounts_abroad_are_checked_as_far_as_they_can_be() -> None:
    def with_account(number: str, swift: str | None = None) -> set[str]:
        return codes(plain(payment=paid(accounts=(BankAccount(number, swift),))))

    assert with_account(NRB) == set()
    assert with_account(f"PL{NRB}") == set()
    assert with_account(f"PL {NRB[:2]} {NRB[2:]}") == set()
    assert with_account("DE89370400440532013000") == set()
    assert with_account("DE89370400440532013001") == {"FA3-RB-01"}
    assert with_account("1234567890123456", "ABCDUS33") == set()
    assert with_account("1234567890123456") == {"FA3-RB-01"}


@pytest.mark.parametrize(
    ("identity", "found"),
    [
        (Identity(country="PL", other_id="998-000-13-77"), {"FA3-NIP-04"}),
        (Identity(other_id="9980001377"), {"FA3-NIP-04"}),
        (Identity(country="NO", other_id="9980001377"), set()),
        (Identity(country="PL", other_id="ABC 123"), set()),
        (Identity(eu_prefix="DE", eu_number="9980001377"), set()),
    ],
)
def test_a_polish_nip_is_found_wherever_it_stands(identity: Identity, found: set[str]) -> None:
    assert codes(plain(buyer=buyer(identity=identity))) == found


def test_a_vat_stated_on_the_lines_is_right_though_the_rate_gives_another() -> None:
    rows = tuple(line(n, net=D("1.00"), vat=D("0.21")) for n in range(1, 6))
    subject = plain(
        totals=(RateTotal(Band.S23, D("5.00"), D("1.05")),), gross=D("6.05"), lines=rows
    )
    assert codes(subject) == set()


def test_split_payment_is_judged_in_pln() -> None:
    def annex_15(gross_eur: str, rate: str) -> set[str]:
        gross = D(gross_eur)
        vat = (gross * 23 / 123).quantize(D("0.01"))
        total = RateTotal(Band.S23, gross - vat, vat, (vat * D(rate)).quantize(D("0.01")))
        row = line(net=gross - vat, annex_15=True, exchange_rate=D(rate))
        return codes(plain(currency="EUR", totals=(total,), gross=gross, lines=(row,)))

    assert annex_15("3000", "5.01") == {"FA3-MPP-01"}
    assert annex_15("3000", "5.00") == set()


def test_an_inverse_exchange_rate_is_told() -> None:
    """23 EUR at 4.3 is 98.90 PLN; divided instead of multiplied it is 5.35."""
    lines = (line(exchange_rate=D("4.3")),)
    assert codes(plain(currency="EUR", totals=eur_total("98.90"), lines=lines)) == set()
    assert codes(plain(currency="EUR", totals=eur_total("5.35"), lines=lines)) == {"FA3-CUR-02"}


def test_vat_in_pln_of_zero_beside_real_vat_is_told_even_without_a_rate() -> None:
    assert codes(plain(currency="EUR", totals=eur_total("0.00"))) == {"FA3-CUR-02"}


def test_a_gross_price_alone_is_summed() -> None:
    """Fuel: only P_9B; the total must not look like zero."""
    row = Line(1, name="Paliwo", quantity=D("20.5"), price_gross=D("6.00"), rate=Rate.R23)
    assert codes(plain(lines=(row,))) == set()
    assert codes(plain(lines=(row,), totals=(), gross=D(0))) == {"FA3-SUM-03"}


def test_a_margin_scheme_sum_is_gross() -> None:
    subject = replace(own.margin(), annotations=Annotations(margin=MarginScheme.TRAVEL))
    assert codes(subject) == set()
    assert codes(replace(subject, totals=(RateTotal(Band.MARGIN, D(1900)),), gross=D(1900))) == {
        "FA3-SUM-04"
    }


def test_a_settlement_shows_the_remainder_of_the_supply() -> None:
    assert own.roz().kind is Kind.SETTLEMENT
    assert codes(own.roz()) == set()


@pytest.mark.parametrize("path", sample_params(valid_only=True))
def test_sums_of_the_valid_samples_agree(path: Path) -> None:
    """The Ministry's own examples give no false alarm; of others, the wrong ones are known."""
    found = {code for code in codes(read(path.read_bytes())) if code[:7] in {"FA3-SUM", "FA3-CUR"}}
    assert found == _KNOWN_SUMS.get(path.stem, _NO_TOTALS if path.stem in _SKETCHES else set())


_NO_TOTALS = {"FA3-SUM-02"}
_SKETCHES = {  # drawn for printing tests: an amount due without totals
    "NumericFormatTest_row_max_precision",
    "OrderSectionTemplateTest_advance",
    "OrderSectionTemplateTest_basic",
    "OrderSectionTemplateTest_correction_stan_przed",
    "OrderSectionTemplateTest_no_order",
    "OrderSectionTemplateTest_settlement",
    "PodmiotTemplateTest_correspondence_address",
    "PodmiotTemplateTest_enforcement_authority",
    "PodmiotTemplateTest_minimal_3_parties",
    "PodmiotTemplateTest_multiple_rola_inna",
    "PodmiotTemplateTest_tax_representative",
}
_KNOWN_SUMS = {
    "NumericFormatTest_tax_summary": {"FA3-SUM-01"},
    "OrderSectionTemplateTest_order_before_only": {"FA3-SUM-02", "FA3-SUM-10"},
    # VAT of several receipts, one line shown; DoZaplaty of another document
    "fa3_obciazeniowa_FA_3_obciazeniowa": {"FA3-SUM-04", "FA3-SUM-12"},
    # an exempt total over a line at 23 %
    "fa3_podstawowa_FA_3_Przyklad_1": {"FA3-SUM-04", "FA3-SUM-06", "FA3-SUM-08"},
    "KSEF_07_KOR_ZAL_A": {"FA3-SUM-10"},  # WartoscZamowienia stated net
}
