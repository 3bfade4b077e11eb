"""An FA(3) invoice as people know it from paper: names of kinds, rates, roles and annotations."""

from __future__ import annotations

from django import template

from zaplecze.formats import fa3
from zaplecze.formats.fa3 import Annotations, Band, Invoice, Kind, PartyRole, Rate, ThirdParty

register = template.Library()

TITLES = {
    Kind.VAT: "Faktura",
    Kind.CORRECTION: "Faktura korygująca",
    Kind.ADVANCE: "Faktura zaliczkowa",
    Kind.SETTLEMENT: "Faktura rozliczeniowa",
    Kind.SIMPLIFIED: "Faktura uproszczona",
    Kind.ADVANCE_CORRECTION: "Faktura korygująca zaliczkową",
    Kind.SETTLEMENT_CORRECTION: "Faktura korygująca rozliczeniową",
}
ROLES = {
    PartyRole.FACTOR: "Faktor",
    PartyRole.RECIPIENT: "Odbiorca",
    PartyRole.ORIGINAL_ENTITY: "Podmiot pierwotny",
    PartyRole.ADDITIONAL_BUYER: "Dodatkowy nabywca",
    PartyRole.ISSUER: "Wystawca faktury",
    PartyRole.PAYER: "Płatnik",
    PartyRole.LOCAL_GOVERNMENT_ISSUER: "JST – wystawca",
    PartyRole.LOCAL_GOVERNMENT_RECIPIENT: "JST – odbiorca",
    PartyRole.VAT_GROUP_ISSUER: "Członek grupy VAT – wystawca",
    PartyRole.VAT_GROUP_RECIPIENT: "Członek grupy VAT – odbiorca",
    PartyRole.EMPLOYEE: "Pracownik",
}
RATES = {
    Rate.ZERO_DOMESTIC: "0 %",
    Rate.ZERO_WDT: "0 % WDT",
    Rate.ZERO_EXPORT: "0 % eksport",
    Rate.EXEMPT: "zw",
    Rate.REVERSE_CHARGE: "oo",
    Rate.OUTSIDE_PL: "np",
    Rate.OUTSIDE_PL_ART100: "np, art. 100",
}
BANDS = {
    Band.S23: "23 %",
    Band.S8: "8 %",
    Band.S5: "5 %",
    Band.TAXI: "4 % (taksówki)",
    Band.OSS: "OSS",
    Band.ZERO_DOMESTIC: "0 %",
    Band.ZERO_WDT: "0 % WDT",
    Band.ZERO_EXPORT: "0 % eksport",
    Band.EXEMPT: "zwolnione",
    Band.OUTSIDE_PL: "poza Polską",
    Band.OUTSIDE_PL_ART100: "usługi, art. 100 ust. 1 pkt 4",
    Band.REVERSE_CHARGE: "odwrotne obciążenie",
    Band.MARGIN: "procedura marży",
}
MARGINS = {
    fa3.MarginScheme.TRAVEL: "biura podróży",
    fa3.MarginScheme.USED_GOODS: "towary używane",
    fa3.MarginScheme.ART: "dzieła sztuki",
    fa3.MarginScheme.ANTIQUES: "przedmioty kolekcjonerskie i antyki",
}


@register.filter
def invoice_title(invoice: Invoice) -> str:
    """Faktura, Faktura korygująca ..."""
    return TITLES[invoice.kind]


@register.filter
def third_party_role(party: ThirdParty) -> str:
    """The role in words."""
    return ROLES[party.role] if party.role is not None else (party.other_role or "Podmiot trzeci")


@register.filter
def rate_label(rate: Rate | None) -> str:
    """23 %, zw, 0 % WDT ..."""
    return "" if rate is None else RATES.get(rate, f"{rate.value} %")


@register.filter
def band_label(band: Band) -> str:
    """The band of a total in words."""
    return BANDS[band]


@register.filter
def annotation_labels(annotations: Annotations) -> list[str]:
    """What the law wants written on the invoice (art. 106e ust. 1 pkt 16-22, ust. 2-3)."""
    found = [
        (annotations.cash_method, "metoda kasowa"),
        (annotations.self_billing, "samofakturowanie"),
        (annotations.reverse_charge, "odwrotne obciążenie"),
        (annotations.split_payment, "mechanizm podzielonej płatności"),
        (annotations.triangular, "procedura trójstronna uproszczona"),
        (annotations.new_transport is not None, "nowe środki transportu"),
    ]
    texts = [text for there, text in found if there]
    if annotations.exemption is not None:
        texts.append(f"zwolnienie: {annotations.exemption.text}")
    if annotations.margin is not None:
        texts.append(f"procedura marży – {MARGINS[annotations.margin]}")
    return texts
