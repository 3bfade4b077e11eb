"""From an invoice's totals to the VAT register, pure: amounts in PLN, K fields, month, proof.

Sources: VAT Act art. 19a (tax point), 31a (exchange rate), 86 ust. 10-10b (month of deduction), 106e
ust. 11 (VAT in PLN), 109 ust. 3; JPK_V7M(3) field descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.formats import fa3
from zaplecze.formats.fa3 import Band, PlnTotal, to_grosze
from zaplecze.platform.refusal import Refusal

ZERO = Decimal(0)


class NoRate(Refusal):
    """A foreign-currency invoice without an exchange rate; the message says for which day one is needed."""

    code = "tax.no-rate"


class NotMapped(Refusal):
    """An invoice band whose place in the register a person has to decide."""

    code = "tax.not-mapped"


class VatDiffers(Refusal):
    """The VAT that was posted isn't the VAT that the register would show."""

    code = "tax.vat-differs"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row to record; ``amounts`` are K fields in PLN, ``procedures`` marks of the row (TP, `IMPORTED` ...).

    Relief for a bad debt names its term or its payment.
    """

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
    relief_due: date | None = None
    relief_paid: date | None = None


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
GROSZE_OF_ROUNDING = Decimal("0.05")
FIXED_ASSET_FIELDS = ("K_40", "K_41")
OTHER_FIELDS = ("K_42", "K_43")
OUTPUT_TAX_FIELDS = frozenset(tax for _, tax in SALES_FIELDS.values() if tax is not None)

# How formulas of posting schemes name the bands: netto_23, vat_zw.
RATE_NAMES: Mapping[Band, str] = {
    Band.S23: "23",
    Band.S8: "8",
    Band.S5: "5",
    Band.TAXI: "4",
    Band.OSS: "oss",
    Band.ZERO_DOMESTIC: "0",
    Band.ZERO_WDT: "0",
    Band.ZERO_EXPORT: "0",
    Band.EXEMPT: "zw",
    Band.OUTSIDE_PL: "np",
    Band.OUTSIDE_PL_ART100: "np",
    Band.REVERSE_CHARGE: "oo",
    Band.MARGIN: "marza",
}


def rate_amounts(totals: Sequence[PlnTotal]) -> dict[str, tuple[Decimal, Decimal]]:
    """Net and VAT in PLN by the names of `RATE_NAMES`; bands of one name together."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for total in totals:
        net, vat = found.get(name := RATE_NAMES[total.band], (ZERO, ZERO))
        found[name] = net + total.net, vat + total.vat
    return found


def tax_point(invoice: fa3.Invoice) -> date:
    """The day of supply, or of the advance; the day of issue where the invoice names no other."""
    if invoice.sold_on is not None:
        return invoice.sold_on
    if invoice.period is not None:
        return invoice.period.end
    days = [line.sold_on for line in invoice.lines if line.sold_on is not None]
    return max(days) if days else invoice.issued_on


def voucher_kind(invoice: fa3.Invoice) -> str:
    """Short kind of the voucher for the journal: FV, KOR, ZAL, ROZ, UPR ..."""
    return "FV" if invoice.kind is fa3.Kind.VAT else invoice.kind.value


def subject(invoice: fa3.Invoice) -> str:
    """What the invoice is for: the name of its first line, of its order's, else its number."""
    names = [line.name for line in invoice.lines if line.name]
    if not names and invoice.order is not None:
        names = [line.name for line in invoice.order.lines if line.name]
    return names[0] if names else f"faktura {invoice.number}"


def sales_day(invoice: fa3.Invoice) -> date:
    """Day on which a sale counts; a correction's is that of its issue, or where it mends an error from the start
    (TypKorekty 1) that of what it corrects (art. 29a ust. 13, 17)."""
    day = tax_point(invoice)
    correction = invoice.correction
    if invoice.kind.is_correction and correction is not None:
        if correction.effect is not fa3.CorrectionEffect.AS_ORIGINAL:
            day = invoice.issued_on
        elif invoice.sold_on is None and correction.invoices:
            day = min(c.issued_on for c in correction.invoices)
    return day


def sales_month(invoice: fa3.Invoice) -> tuple[int, int]:
    """Month of output tax: that of `sales_day`."""
    day = sales_day(invoice)
    return day.year, day.month


def ksef_day(ksef_number: str) -> date | None:
    """The day on which KSeF gave a number, which it holds; None without a number."""
    if not ksef_number:
        return None
    return date(int(ksef_number[11:15]), int(ksef_number[15:17]), int(ksef_number[17:19]))


def purchase_month(invoice: fa3.Invoice, ksef_number: str) -> tuple[int, int]:
    """First month in which input tax may be deducted: supplied and received (art. 86 ust. 10, 10b)."""
    received = ksef_day(ksef_number) or invoice.issued_on
    point = invoice.issued_on if invoice.kind.is_correction else tax_point(invoice)
    day = max(received, point)
    return day.year, day.month


def rate_on_invoice(invoice: fa3.Invoice) -> Decimal | None:
    """The exchange rate that the invoice itself names, where it names just one."""
    stated = fa3.stated_rate(invoice)
    if stated is not None:
        return stated
    rates = {p.exchange_rate for p in invoice.advance_payments}
    return rates.pop() if len(rates) == 1 else None


def pln_totals(invoice: fa3.Invoice, rate: Decimal | None) -> tuple[PlnTotal, ...]:
    """Totals per band in PLN: VAT as the invoice gives it in PLN, the rest by the rate, half up.

    Raises `NoRate` for a foreign currency with no rate at hand.
    """
    if invoice.currency != "PLN" and rate is None:
        raise NoRate(
            f"Brak kursu {invoice.currency} do przeliczenia faktury {invoice.number}: podaj średni kurs "
            f"NBP z ostatniego dnia roboczego przed {tax_point(invoice):%d.%m.%Y} (art. 31a ustawy o VAT)."
        )
    return fa3.vat_in_pln(invoice, rate)


IMPORTED = "IMP"
"""Mark of a purchase row whose tax is that of imported goods (JPK_V7M(3): IMP)."""

# JPK_V7M(3) with its KSeF marks is the form of this month and later ones.
MARKS_SINCE = (2026, 2)


def proof_of(ksef_number: str) -> str:
    """How JPK_V7M(3) marks an invoice: by its KSeF number, else as one issued outside of KSeF.

    An invoice issued while KSeF was down (OFF) gets its number later; until then a person marks it.
    """
    return "NrKSeF" if ksef_number else "BFK"


def grosz_difference(invoice: fa3.Invoice, totals: Sequence[PlnTotal]) -> Decimal:
    """What the amount due (P_15) has over its totals: invoices priced gross may be a few grosze apart.

    Zero for foreign currencies, and for differences that no rounding explains.
    """
    if invoice.currency != "PLN" or not totals:
        return ZERO
    difference = invoice.gross - sum((t.gross for t in totals), ZERO)
    return difference if abs(difference) <= GROSZE_OF_ROUNDING else ZERO


def self_charged(totals: Sequence[PlnTotal]) -> tuple[Decimal, Decimal]:
    """Base and tax of a purchase with reverse charge: the buyer owes and deducts the tax."""
    base = sum((t.net for t in totals if t.band is Band.REVERSE_CHARGE), ZERO)
    return base, to_grosze(base * REVERSE_CHARGE_RATE)


def sales_row(
    invoice: fa3.Invoice,
    totals: Sequence[PlnTotal],
    ksef_number: str,
    *,
    posted_vat: Decimal | None = None,
) -> RegisterRow:
    """The sales register's row of an invoice.

    Without ``posted_vat`` it is the program's own and raises `NotMapped` where a person has to decide. With
    it, it is the person's: tax of a margin sale is what was posted; bands that are settled outside JPK_V7M
    stay out of its fields. Raises `VatDiffers` where the books would part from the register.
    """
    amounts: dict[str, Decimal] = {}
    margin = None
    for total in totals:
        if total.band not in SALES_FIELDS:
            if posted_vat is None:
                raise NotMapped(f"Faktura {invoice.number}: {NEEDS_A_PERSON[total.band]}.")
            if total.band is Band.MARGIN:
                margin = total.net
            continue
        bases, tax = SALES_FIELDS[total.band]
        for field in bases:
            amounts[field] = amounts.get(field, ZERO) + total.net
        if tax is not None:
            amounts[tax] = amounts.get(tax, ZERO) + total.vat
    vat = sum((v for f, v in amounts.items() if f in OUTPUT_TAX_FIELDS), ZERO)
    tax_of_margin = ZERO
    if margin is not None and posted_vat is not None:
        # The margin's tax at the basic rate; its base follows from the tax (art. 120 ust. 4).
        tax_of_margin = posted_vat - vat
        amounts["K_19"] = amounts.get("K_19", ZERO) + to_grosze(tax_of_margin / REVERSE_CHARGE_RATE)
        amounts["K_20"] = amounts.get("K_20", ZERO) + tax_of_margin
        vat = posted_vat
    if posted_vat is not None and posted_vat != vat:
        raise VatDiffers(
            f"Na kontach 222 jest {posted_vat} zł, a z faktury {invoice.number} do rejestru wynika {vat} zł. "
            "Popraw kwotę VAT; podatek poza JPK_V7M (OSS, taksówki) zaksięguj na koncie 223."
        )
    procedures = {line.procedure for line in invoice.lines if line.procedure}
    if invoice.related_parties:
        procedures.add("TP")
    if margin is not None:
        procedures.add(
            "MR_UZ" if invoice.annotations.margin is not fa3.MarginScheme.TRAVEL else "MR_T"
        )
    year, month = sales_month(invoice)
    return RegisterRow(
        register="sales",
        year=year,
        month=month,
        net=sum((t.net for t in totals), ZERO) - tax_of_margin,
        vat=vat,
        amounts=amounts,
        proof=proof_of(ksef_number),
        ksef_number=ksef_number,
        document_type="FP" if invoice.to_receipt else "",
        gtu=tuple(sorted({line.gtu for line in invoice.lines if line.gtu})),
        procedures=tuple(sorted(procedures)),
        margin=margin,
    )


def purchase_row(
    invoice: fa3.Invoice,
    totals: Sequence[PlnTotal],
    ksef_number: str,
    *,
    fixed_asset: bool = False,
) -> RegisterRow:
    """The purchase register's row: deductible tax in K_42/K_43, of fixed assets in K_40/K_41.

    Bands without tax are in ``net`` and in no field. A reverse charge needs two rows: `purchase_rows`.
    """
    if any(t.band is Band.REVERSE_CHARGE for t in totals):
        raise NotMapped(
            f"Faktura {invoice.number}: odwrotne obciążenie; sprawdź podatek należny i naliczony."
        )
    return _purchase_row(invoice, totals, ksef_number, fixed_asset=fixed_asset)


def purchase_rows(
    invoice: fa3.Invoice,
    totals: Sequence[PlnTotal],
    ksef_number: str,
    *,
    fixed_asset: bool,
    input_vat: Decimal,
    output_vat: Decimal,
) -> list[RegisterRow]:
    """The rows of what a person posted: the register follows the books in how much is deducted.

    A reverse charge adds a row to the sales register (K_31, K_32). Raises `VatDiffers` where output tax was
    posted for an invoice that has none.
    """
    base, _ = self_charged(totals)
    row = _purchase_row(invoice, totals, ksef_number, fixed_asset=fixed_asset)
    fields = FIXED_ASSET_FIELDS if fixed_asset else OTHER_FIELDS
    amounts = dict(row.amounts)
    if base:
        amounts[fields[0]] = amounts.get(fields[0], ZERO) + base
    if input_vat or fields[1] in amounts:
        amounts[fields[1]] = input_vat
        amounts.setdefault(fields[0], row.net)
    rows = [replace(row, amounts=amounts, vat=input_vat)]
    if base:
        rows.append(
            replace(
                row,
                register="sales",
                net=base,
                vat=output_vat,
                amounts={"K_31": base, "K_32": output_vat},
                document_type="",
            )
        )
    elif output_vat:
        raise VatDiffers(
            f"Na kontach 222 jest {output_vat} zł, a faktura {invoice.number} nie ma odwrotnego obciążenia. "
            "Usuń podatek należny."
        )
    return rows


def _purchase_row(
    invoice: fa3.Invoice, totals: Sequence[PlnTotal], ksef_number: str, *, fixed_asset: bool
) -> RegisterRow:
    amounts: dict[str, Decimal] = {}
    base, tax = FIXED_ASSET_FIELDS if fixed_asset else OTHER_FIELDS
    for total in totals:
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
        proof=proof_of(ksef_number),
        ksef_number=ksef_number,
        document_type="MK" if invoice.annotations.cash_method else "",
    )
