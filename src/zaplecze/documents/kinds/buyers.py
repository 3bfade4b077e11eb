"""Who bought, where it isn't a Polish firm, pure: a consumer without a number, a buyer from the Union or beyond.

Legal basis: VAT Act art. 106e ust. 1 pkt 5 (number of a taxable buyer), art. 42 ust. 1 pkt 1 and art. 100 ust. 1
pkt 1 and 4 (the Union number with its country code).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zaplecze.formats import fa3

# Shapes of VAT numbers by the code in front of them (Greece EL, Northern Ireland XI), without checksums.
_SHAPES = {
    "AT": r"U[0-9]{8}",
    "BE": r"[01][0-9]{9}",
    "BG": r"[0-9]{9,10}",
    "CY": r"[0-9]{8}[A-Z]",
    "CZ": r"[0-9]{8,10}",
    "DE": r"[0-9]{9}",
    "DK": r"[0-9]{8}",
    "EE": r"[0-9]{9}",
    "EL": r"[0-9]{9}",
    "ES": r"[A-Z0-9][0-9]{7}[A-Z0-9]",
    "FI": r"[0-9]{8}",
    "FR": r"[A-Z0-9]{2}[0-9]{9}",
    "HR": r"[0-9]{11}",
    "HU": r"[0-9]{8}",
    "IE": r"[0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2}",
    "IT": r"[0-9]{11}",
    "LT": r"[0-9]{9}(?:[0-9]{3})?",
    "LU": r"[0-9]{8}",
    "LV": r"[0-9]{11}",
    "MT": r"[0-9]{8}",
    "NL": r"[A-Z0-9+*]{12}",
    "PT": r"[0-9]{9}",
    "RO": r"[0-9]{2,10}",
    "SE": r"[0-9]{12}",
    "SI": r"[0-9]{8}",
    "SK": r"[0-9]{10}",
    "XI": r"[0-9]{9}(?:[0-9]{3})?|GD[0-9]{3}|HA[0-9]{3}",
}
_SIGNS = re.compile(r"[\s.\-/]+")
_COUNTRIES = {"EL": "GR", "XI": "GB"}


def eu_number(text: str) -> tuple[str, str] | None:
    """Country code and number of a Union VAT number as typed; None where it has no such code or not its shape.

    >>> eu_number("de 123 456 789"), eu_number("DE12"), eu_number("CHE-123.456.789")
    (('DE', '123456789'), None, None)
    """
    plain = _SIGNS.sub("", text).upper()
    code, number = plain[:2], plain[2:]
    shape = _SHAPES.get(code)
    return (code, number) if shape and re.fullmatch(shape, number) else None


def check_buyer(values: Mapping[str, str]) -> list[str]:
    """What is wrong with the buyer of a typed sales invoice, in Polish; empty where nothing is."""
    tax_id, country = values.get("partner_tax_id", ""), values.get("partner_country", "").upper()
    faults = []
    if values.get("partner_nip"):
        if tax_id:
            faults.append("Nabywca ma NIP albo numer zagraniczny, nie oba: usuń jeden.")
        if country not in ("", "PL"):
            faults.append("Nabywca z NIP jest z Polski: usuń kraj albo NIP.")
        return faults
    if country and not re.fullmatch("[A-Z]{2}", country):
        faults.append("„Kraj nabywcy”: wpisz kod z dwóch liter, np. DE albo CH.")
    union = eu_number(tax_id)
    plain = _SIGNS.sub("", tax_id).upper()
    if tax_id and union is None:
        if plain[:2] in _SHAPES and country in ("", plain[:2], _COUNTRIES.get(plain[:2])):
            faults.append(
                f"Numer VAT UE {tax_id} nie ma kształtu numerów {plain[:2]}: sprawdź znaki."
            )
        elif plain[:2] == "PL" or country == "PL":
            faults.append("Polski numer nabywcy wpisz w polu NIP.")
        elif not country:
            faults.append("Numer spoza Unii: podaj też kraj nabywcy (kod, np. CH).")
    if union and country not in ("", union[0], _COUNTRIES.get(union[0])):
        faults.append(f"Numer VAT UE jest z {union[0]}, a kraj to {country}: popraw jedno z nich.")
    if union is None and any(values.get(key) for key in ("net_wdt", "net_np2")):
        faults.append(
            "WDT i usługa z art. 100 ust. 1 pkt 4 wymagają numeru VAT UE nabywcy: uzupełnij go."
        )
    return faults


def buyer_identity(values: Mapping[str, str]) -> tuple[fa3.Identity, str]:
    """The buyer of checked values as an invoice names it, and the country of the address."""
    name = values.get("partner_name", "")
    country = values.get("partner_country", "").upper()
    if nip := values.get("partner_nip"):
        return fa3.Identity(name=name, nip=nip), "PL"
    tax_id = values.get("partner_tax_id", "")
    if union := eu_number(tax_id):
        code, number = union
        where = country if country not in ("", code) else _COUNTRIES.get(code, code)
        return fa3.Identity(name=name, eu_prefix=code, eu_number=number), where
    if tax_id:
        return fa3.Identity(name=name, country=country, other_id=tax_id[:50]), country
    return fa3.Identity(name=name, without_id=True), country or "PL"
