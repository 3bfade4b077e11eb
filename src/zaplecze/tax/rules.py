"""From an invoice's totals to the VAT register, pure: amounts in PLN, K fields, month, proof.

Sources: VAT Act art. 19a (tax point), 31a (exchange rate), 86 ust. 10-10b (month of deduction), 106e
ust. 11 (VAT in PLN), 109 ust. 3; JPK_V7M(3) field descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zaplecze.formats import fa3
from zaplecze.formats.fa3 import Band

ZERO = Decimal(0)
GROSZ = Decimal("0.01")


class NoRate(ValueError):
    """A foreign-currency invoice without an exchange rate; the message says for which day one is needed."""


class NotMapped(ValueError):
    """An invoice band whose place in the register a person has to decide."""


@dataclass(frozen=True, slots=True)
class PlnTotal:
    """A band's totals in PLN, two places."""

    band: Band
    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        """Net and VAT together."""
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row to record; ``amounts`` are K fields in PLN."""

    register: str
    year: int
    month: int
    net: Decimal
    vat: Decimal
    amounts: Mapping[str, Decimal]
    proof: str
    ksef_number: str
    document_type: str = ""
    gtu: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    margin: Decimal | None = None


# Sales band -> (field of the base, field of the tax). 4 % taxi and OSS are settled outside JPK_V7M.
SALES_FIELDS: Mapping[Band, tuple[tuple[str, ...], str | None]] = {
    Band.S23: (("K_19",), "K_20"),
    Band.S8: (("K_17",), "K_18"),
    Band.S5: (("K_15",), "K_16"),
    Band.ZERO_DOMESTIC: (("K_13",), None),
    Band.ZERO_WDT: (("K_21",), None),
    Band.ZERO_EXPORT: (("K_22",), None),
    Band.EXEMPT: (("K_10",), None),
    Band.OUTSIDE_PL: (("K_11",), None),
    Band.OUTSIDE_PL_ART100: (("K_11", "K_12"), None),
}
NEEDS_A_PERSON: Mapping[Band, str] = {
    Band.TAXI: "ryczałt taksówkowy rozlicza się w VAT-12, poza JPK_V7M",
    Band.OSS: "sprzedaż w procedurze OSS rozlicza się w VIU-DO, poza JPK_V7M",
    Band.REVERSE_CHARGE: "sprzedaż z odwrotnym obciążeniem: podatek rozlicza nabywca",
    Band.MARGIN: "procedura marży: podatek liczy się od marży, której faktura nie podaje",
}
# What a seller's own band means for the buyer: no deductible tax on the invoice.
DEDUCTIBLE = frozenset({Band.S23, Band.S8, Band.S5, Band.TAXI})
REVERSE_CHARGE_RATE = Decimal("0.23")


def tax_point(invoice: fa3.Invoice) -> date:
    """The day of supply, or of the advance; the day of issue where the invoice names no other."""
    if invoice.sold_on is not None:
        return invoice.sold_on
    if invoice.period is not None:
        return invoice.period.end
    days = [line.sold_on for line in invoice.lines if line.sold_on is not None]
    return max(days) if days else invoice.issued_on


def sales_month(invoice: fa3.Invoice) -> tuple[int, int]:
    """Month of output tax; a correction counts when it is issued unless its TypKorekty says otherwise."""
    day = tax_point(invoice)
    if invoice.kind.is_correction:
        day = invoice.issued_on
    return day.year, day.month


def purchase_month(invoice: fa3.Invoice, ksef_number: str) -> tuple[int, int]:
    """First month in which input tax may be deducted: supplied and received (art. 86 ust. 10, 10b)."""
    received = invoice.issued_on
    if ksef_number:
        received = date(int(ksef_number[11:15]), int(ksef_number[15:17]), int(ksef_number[17:19]))
    point = invoice.issued_on if invoice.kind.is_correction else tax_point(invoice)
    day = max(received, point)
    return day.year, day.month


def rate_on_invoice(invoice: fa3.Invoice) -> Decimal | None:
    """The exchange rate that the invoice itself names, where it names just one."""
    if invoice.exchange_rate is not None:
        return invoice.exchange_rate
    rates = {line.exchange_rate for line in invoice.lines if line.exchange_rate is not None}
    rates |= {p.exchange_rate for p in invoice.advance_payments if p.exchange_rate is not None}
    return rates.pop() if len(rates) == 1 else None


def pln_totals(invoice: fa3.Invoice, rate: Decimal | None) -> tuple[PlnTotal, ...]:
    """Totals per band in PLN: VAT as the invoice gives it in PLN, the rest by the rate, half up.

    Raises `NoRate` for a foreign currency with no rate at hand.
    """
    if invoice.currency == "PLN":
        return tuple(PlnTotal(t.band, t.net, t.vat) for t in invoice.totals)
    if rate is None:
        raise NoRate(
            f"Brak kursu {invoice.currency} do przeliczenia faktury {invoice.number}: podaj średni kurs NBP "
            f"z ostatniego dnia roboczego przed {tax_point(invoice):%d.%m.%Y} (art. 31a ustawy o VAT)."
        )
    found = []
    for total in invoice.totals:
        vat = total.vat_pln if total.vat_pln is not None else _grosz(total.vat * rate)
        found.append(PlnTotal(total.band, _grosz(total.net * rate), vat))
    return tuple(found)


def sales_row(
    invoice: fa3.Invoice, totals: tuple[PlnTotal, ...], ksef_number: str
) -> RegisterRow:
    """The sales register's row of an invoice; raises `NotMapped` where a person has to decide."""
    amounts: dict[str, Decimal] = {}
    for total in totals:
        if total.band not in SALES_FIELDS:
            raise NotMapped(f"Faktura {invoice.number}: {NEEDS_A_PERSON[total.band]}.")
        bases, tax = SALES_FIELDS[total.band]
        for field in bases:
            amounts[field] = amounts.get(field, ZERO) + total.net
        if tax is not None:
            amounts[tax] = amounts.get(tax, ZERO) + total.vat
    procedures = {line.procedure for line in invoice.lines if line.procedure}
    if invoice.related_parties:
        procedures.add("TP")
    year, month = sales_month(invoice)
    return RegisterRow(
        register="sales",
        year=year,
        month=month,
        net=sum((t.net for t in totals), ZERO),
        vat=sum((t.vat for t in totals), ZERO),
        amounts=amounts,
        proof="NrKSeF" if ksef_number else "DI",
        ksef_number=ksef_number,
        document_type="FP" if invoice.to_receipt else "",
        gtu=tuple(sorted({line.gtu for line in invoice.lines if line.gtu})),
        procedures=tuple(sorted(procedures)),
    )


def purchase_row(
    invoice: fa3.Invoice,
    totals: tuple[PlnTotal, ...],
    ksef_number: str,
    *,
    fixed_asset: bool = False,
) -> RegisterRow:
    """The purchase register's row: deductible tax in K_42/K_43, of fixed assets in K_40/K_41.

    Bands without tax are in ``net`` and in no field. Domestic reverse charge needs two rows, so it raises
    `NotMapped`.
    """
    amounts: dict[str, Decimal] = {}
    base, tax = ("K_40", "K_41") if fixed_asset else ("K_42", "K_43")
    for total in totals:
        if total.band is Band.REVERSE_CHARGE:
            raise NotMapped(
                f"Faktura {invoice.number}: odwrotne obciążenie; podatek należny i naliczony wykaż osobno."
            )
        if total.band in DEDUCTIBLE:
            amounts[base] = amounts.get(base, ZERO) + total.net
            amounts[tax] = amounts.get(tax, ZERO) + total.vat
    year, month = purchase_month(invoice, ksef_number)
    return RegisterRow(
        register="purchase",
        year=year,
        month=month,
        net=sum((t.net for t in totals), ZERO),
        vat=sum((t.vat for t in totals if t.band in DEDUCTIBLE), ZERO),
        amounts=amounts,
        proof="NrKSeF" if ksef_number else "DI",
        ksef_number=ksef_number,
        document_type="MK" if invoice.annotations.cash_method else "",
    )


def _grosz(amount: Decimal) -> Decimal:
    return amount.quantize(GROSZ, rounding=ROUND_HALF_UP)
