"""An invoice out of facts that a person typed from a scan, pure: the departments take it as any other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from zaplecze.documents.kinds.buyers import buyer_identity
from zaplecze.documents.kinds.rules import SALE_BANDS, FieldFault, day_of
from zaplecze.formats import fa3

GROSZ = Decimal("0.01")
_RATES = {
    "net_23": fa3.Rate.R23,
    "net_8": fa3.Rate.R8,
    "net_5": fa3.Rate.R5,
    "net_0": fa3.Rate.ZERO_DOMESTIC,
    "net_zw": fa3.Rate.EXEMPT,
    "net_oo": fa3.Rate.REVERSE_CHARGE,
    "net_wdt": fa3.Rate.ZERO_WDT,
    "net_ex": fa3.Rate.ZERO_EXPORT,
    "net_np": fa3.Rate.OUTSIDE_PL,
    "net_np2": fa3.Rate.OUTSIDE_PL_ART100,
}
SIMPLIFIED_LIMITS = {"PLN": Decimal(450), "EUR": Decimal(100)}
"""VAT Act art. 106e(5)(3)."""

TYPED = fa3.Finding(
    "documents.typed",
    fa3.Severity.MARK,
    "Dane z obrazu wpisał człowiek: porównaj je z papierem.",
)


def check_amounts(values: Mapping[str, str]) -> list[str]:
    """What doesn't add up among typed amounts, in Polish; empty where all does."""
    faults = []
    total = Decimal(0)
    found = False
    for net_key, vat_key, name in SALE_BANDS:
        net, vat = _amount(values, net_key), _amount(values, vat_key)
        found = found or net is not None
        total += (net or Decimal(0)) + (vat or Decimal(0))
        if vat is not None and net is None:
            faults.append(f"VAT {name} bez kwoty netto: uzupełnij netto albo usuń VAT.")
        if vat_key and net is not None:
            due = (net * _RATES[net_key].percent / 100).quantize(GROSZ, ROUND_HALF_UP)
            # Rounded line by line it may differ by a few grosze, art. 106e(10); by more it was misread.
            if abs(due - (vat or Decimal(0))) > max(Decimal("0.10"), abs(due) / 1000):
                faults.append(f"VAT {name} powinien wynosić około {due}: sprawdź netto i VAT.")
    gross = _amount(values, "gross")
    currency = values.get("currency") or "PLN"
    if values.get("simplified") and gross is not None and gross > simplified_limit(currency):
        faults.append(
            "Paragon z NIP jest fakturą tylko do 450 zł albo 100 euro brutto: poproś sprzedawcę o fakturę "
            "albo odznacz „faktura uproszczona”."
        )
    if not found:
        faults.append("Wpisz kwotę netto w co najmniej jednej stawce.")
    elif gross is not None and gross != total:
        faults.append(f"Netto i VAT dają razem {total}, a brutto to {gross}: sprawdź kwoty.")
    return faults


def simplified_limit(currency: str) -> Decimal:
    """Up to what gross amount a receipt with the buyer's NIP is an invoice; zero in other currencies."""
    return SIMPLIFIED_LIMITS.get(currency, Decimal(0))


def kind_of_invoice(values: Mapping[str, str]) -> fa3.Kind:
    """The kind of an invoice by its canonical typed values."""
    if Decimal(values["gross"]) < 0:
        return fa3.Kind.CORRECTION
    return fa3.Kind.SIMPLIFIED if values.get("simplified") else fa3.Kind.VAT


def invoice_from(values: Mapping[str, str], *, sold: bool, nip: str, name: str) -> fa3.Invoice:
    """The invoice that canonical typed values describe; ``nip`` and ``name`` are the company's own.

    ``sold`` says that the company is its seller. Raises `FieldFault` where a needed fact is missing.
    """
    day = day_of(values, "issue_date")
    gross = _amount(values, "gross")
    whose = sold or values.get("partner_nip")
    if day is None or gross is None or not values.get("number") or not whose:
        raise FieldFault("Faktura bez numeru, daty, NIP albo kwoty: uzupełnij dane.")
    other, country = buyer_identity(values)
    mine = fa3.Identity(name=name, nip=nip)
    nowhere, theirs = fa3.Address("PL", "–"), fa3.Address(country, "–")
    subject = values.get("subject") or f"wg faktury {values['number']}"
    lines: list[fa3.Line] = []
    totals: list[fa3.RateTotal] = []
    for net_key, vat_key, _ in SALE_BANDS:
        net = _amount(values, net_key)
        if net is None:
            continue
        rate = _RATES[net_key]
        totals.append(fa3.RateTotal(rate.band, net, _amount(values, vat_key) or Decimal(0)))
        lines.append(fa3.Line(number=len(lines) + 1, name=subject[:512], net=net, rate=rate))
    due = day_of(values, "due_date")
    account = values.get("account", "")
    return fa3.Invoice(
        created_at=datetime.combine(day, time(12), UTC),
        seller=fa3.Seller(mine if sold else other, nowhere),
        buyer=fa3.Buyer(other, theirs) if sold else fa3.Buyer(mine, nowhere),
        currency=values.get("currency") or "PLN",
        issued_on=day,
        number=values["number"][:256],
        gross=gross,
        annotations=fa3.Annotations(reverse_charge="net_oo" in values),
        kind=kind_of_invoice(values),
        sold_on=day_of(values, "sale_date"),
        totals=tuple(totals),
        lines=tuple(lines),
        payment=fa3.Payment(
            terms=(fa3.PaymentTerm(due),) if due else (),
            accounts=(fa3.BankAccount(account),) if account else (),
        ),
    )


def _amount(values: Mapping[str, str], key: str) -> Decimal | None:
    return Decimal(values[key]) if key and values.get(key) else None
