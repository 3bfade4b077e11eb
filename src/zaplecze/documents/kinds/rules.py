"""Kinds of papers as data, pure: built-in ones, and how a company's own ones and typed facts are checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from zaplecze.formats.numbers import (
    iban_ok,
    nip_ok,
    normalise_account,
    normalise_nip,
    nrb_ok,
    pesel_ok,
)
from zaplecze.platform.money import parse_pln

LONGEST_TEXT = 500
MOST_FIELDS = 30
MOST_CHOICES = 50
FIRST_YEAR, LAST_YEAR = 1900, 2200
OWN = "own-"
"""Codes of companies' own kinds begin so; built-in ones never do."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
_CURRENCY = re.compile(r"[A-Z]{3}")


class FieldType(StrEnum):
    """What may be typed into a field, and how it is kept."""

    TEXT = "text"
    AMOUNT = "amount"  # kept as "1234.50"
    DAY = "day"  # kept as an ISO day
    CHOICE = "choice"
    PARTNER = "partner"  # a name; its NIP is a field of its own
    NIP = "nip"  # ten digits
    PESEL = "pesel"
    ACCOUNT = "account"  # NRB digits or an IBAN
    CURRENCY = "currency"
    FLAG = "flag"  # kept as "yes", or absent

    @property
    def label(self) -> str:
        """Polish name."""
        return _TYPE_LABELS[self]


_TYPE_LABELS = {
    FieldType.TEXT: "tekst",
    FieldType.AMOUNT: "kwota",
    FieldType.DAY: "dzień",
    FieldType.CHOICE: "wybór z listy",
    FieldType.PARTNER: "kontrahent",
    FieldType.NIP: "NIP",
    FieldType.PESEL: "PESEL",
    FieldType.ACCOUNT: "rachunek bankowy",
    FieldType.CURRENCY: "waluta",
    FieldType.FLAG: "tak/nie",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a kind; what its key shares with the document's row stands there too."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper. ``procedure`` names the way it takes; ``personal`` papers hold personal data.

    ``gone`` are fields that its company took away: papers described before hold them still, and conditions that ask
    for them find them empty. ``retired`` is a kind that no new paper is said to be.
    """

    code: str
    label: str
    procedure: str
    fields: tuple[Field, ...] = ()
    personal: bool = False
    gone: tuple[Field, ...] = ()
    retired: bool = False

    @property
    def own(self) -> bool:
        """True for a kind that a company defined."""
        return self.code.startswith(OWN)


_NUMBER = Field("number", "Numer")
_DAY = Field("issue_date", "Data wystawienia", FieldType.DAY)
_PARTNER = Field("partner_name", "Kontrahent", FieldType.PARTNER)
_NIP = Field("partner_nip", "NIP kontrahenta", FieldType.NIP)
_GROSS = Field("gross", "Kwota", FieldType.AMOUNT)
_CURRENCY_FIELD = Field("currency", "Waluta", FieldType.CURRENCY)
_SUBJECT = Field("subject", "Czego dotyczy")

BANDS = (
    ("net_23", "vat_23", "23 %"),
    ("net_8", "vat_8", "8 %"),
    ("net_5", "vat_5", "5 %"),
    ("net_0", "", "0 %"),
    ("net_zw", "", "zwolnione"),
    ("net_oo", "", "odwrotne obciążenie"),
)
"""Amounts of an invoice by rate: key of net, key of VAT ("" where there is none), name."""


_ABROAD = (
    Field("partner_tax_id", "Numer VAT UE albo inny numer nabywcy spoza Polski"),
    Field("partner_country", "Kraj nabywcy (kod)"),
)
SALE_BANDS = (
    *BANDS,
    ("net_wdt", "", "0 % WDT"),
    ("net_ex", "", "0 % eksport"),
    ("net_np", "", "poza Polską"),
    ("net_np2", "", "usługa dla firmy z UE (art. 100 ust. 1 pkt 4)"),
)
"""Amounts of a sales invoice: those of every invoice, and what is sold abroad."""


def _invoice_fields(
    other: str, of_other: str, *more: Field, sold: bool = False
) -> tuple[Field, ...]:
    rates: list[Field] = []
    for net, vat, name in SALE_BANDS if sold else BANDS:
        rates.append(Field(net, f"Netto {name}", FieldType.AMOUNT))
        if vat:
            rates.append(Field(vat, f"VAT {name}", FieldType.AMOUNT))
    return (
        Field("number", "Numer", required=True),
        Field("issue_date", "Data wystawienia", FieldType.DAY, required=True),
        Field("sale_date", "Data sprzedaży", FieldType.DAY),
        Field("due_date", "Termin płatności", FieldType.DAY),
        Field("partner_nip", f"NIP {of_other}", FieldType.NIP, required=not sold),
        *(_ABROAD if sold else ()),
        Field("partner_name", other.capitalize(), FieldType.PARTNER, required=True),
        *rates,
        Field("gross", "Brutto", FieldType.AMOUNT, required=True),
        _CURRENCY_FIELD,
        Field("account", "Rachunek do zapłaty", FieldType.ACCOUNT),
        Field("subject", "Co kupiono albo sprzedano"),
        *more,
    )


SIMPLIFIED_LABEL = "Faktura uproszczona (paragon z NIP do 450 zł albo 100 euro)"

PAPER, MAIL_WAY = "paper", "mail"
"""Procedures of papers that no department owns."""

BUILT_IN: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "cost_invoice",
            "faktura kosztowa",
            "cost_invoice",
            _invoice_fields("sprzedawca", "sprzedawcy", Field("simplified", SIMPLIFIED_LABEL, FieldType.FLAG)),
        ),
        Kind("sales_invoice", "faktura sprzedaży", "sales_invoice", _invoice_fields("nabywca", "nabywcy", sold=True)),
        Kind(
            "foreign_invoice",
            "faktura zagraniczna (sprzedawca bez polskiego NIP)",
            "cost_invoice",
            (Field("number", "Numer", required=True),
             Field("issue_date", "Data wystawienia", FieldType.DAY, required=True),
             Field("sale_date", "Data sprzedaży", FieldType.DAY),
             Field("due_date", "Termin płatności", FieldType.DAY),
             Field("partner_name", "Sprzedawca", FieldType.PARTNER, required=True),
             Field("partner_tax_id", "Numer VAT sprzedawcy z kodem kraju"),
             Field("gross", "Do zapłaty", FieldType.AMOUNT, required=True),
             Field("currency", "Waluta", FieldType.CURRENCY, required=True),
             Field("account", "Rachunek do zapłaty (IBAN)", FieldType.ACCOUNT),
             Field("subject", "Co kupiono")),
        ),
        Kind(
            "customs_declaration",
            "zgłoszenie celne (SAD, PZC)",
            "cost_invoice",
            (Field("number", "Numer zgłoszenia (MRN)", required=True),
             Field("issue_date", "Data przyjęcia zgłoszenia", FieldType.DAY, required=True),
             Field("partner_name", "Sprzedawca towaru", FieldType.PARTNER, required=True),
             Field("partner_country", "Kraj sprzedawcy (kod)"),
             Field("customs_value", "Wartość celna, zł", FieldType.AMOUNT),
             Field("duty", "Cło, zł", FieldType.AMOUNT),
             Field("import_tax", "VAT z importu, zł", FieldType.AMOUNT),
             Field("gross", "Do zapłaty w urzędzie celnym (bez VAT z art. 33a)", FieldType.AMOUNT, required=True),
             Field("due_date", "Termin płatności", FieldType.DAY),
             Field("subject", "Co sprowadzono")),
        ),
        Kind("bank_statement", "wyciąg bankowy", "bank_statement"),
        Kind(
            "paper_statement",
            "wyciąg bankowy (obraz)",
            PAPER,
            (
                _NUMBER,
                _DAY,
                Field("account", "Rachunek", FieldType.ACCOUNT),
                Field("bank", "Bank"),
            ),
        ),
        Kind(
            "receipt",
            "paragon",
            PAPER,
            (_NUMBER, Field("issue_date", "Data", FieldType.DAY, required=True), _PARTNER, _NIP,
             Field("gross", "Kwota", FieldType.AMOUNT, required=True), _CURRENCY_FIELD, _SUBJECT),
        ),
        Kind(
            "contract",
            "umowa",
            PAPER,
            (_NUMBER, Field("issue_date", "Data zawarcia", FieldType.DAY, required=True),
             Field("partner_name", "Druga strona", FieldType.PARTNER, required=True), _NIP,
             Field("subject", "Przedmiot umowy", required=True),
             Field("valid_from", "Obowiązuje od", FieldType.DAY),
             Field("valid_to", "Obowiązuje do", FieldType.DAY),
             Field("notice", "Okres wypowiedzenia"), _GROSS, _CURRENCY_FIELD),
        ),
        Kind(
            "letter",
            "pismo urzędowe",
            PAPER,
            (Field("number", "Znak pisma"), Field("issue_date", "Data pisma", FieldType.DAY, required=True),
             Field("partner_name", "Urząd albo nadawca", FieldType.PARTNER, required=True),
             Field("subject", "W sprawie", required=True),
             Field("delivered_on", "Data doręczenia", FieldType.DAY),
             Field("due_date", "Odpowiedzieć do", FieldType.DAY)),
        ),
        Kind(
            "hr",
            "dokument kadrowy",
            PAPER,
            (_NUMBER, Field("issue_date", "Data", FieldType.DAY, required=True),
             Field("person", "Pracownik", required=True), Field("pesel", "PESEL", FieldType.PESEL),
             Field("part", "Część akt", FieldType.CHOICE,
                   choices=("A – rekrutacja", "B – zatrudnienie", "C – ustanie", "D – kary", "E – trzeźwość")),
             _SUBJECT),
            personal=True,
        ),
        Kind(
            "order",
            "zamówienie",
            PAPER,
            (Field("number", "Numer zamówienia", required=True), _DAY, _PARTNER, _NIP,
             Field("direction", "Kierunek", FieldType.CHOICE, choices=("od odbiorcy", "do dostawcy")),
             Field("delivery_on", "Termin dostawy", FieldType.DAY), _GROSS, _CURRENCY_FIELD),
        ),
        Kind(
            "delivery_note",
            "dokument dostawy (WZ)",
            PAPER,
            (Field("number", "Numer", required=True), _DAY, _PARTNER, _NIP,
             Field("order_number", "Numer zamówienia"),
             Field("delivered_on", "Dostarczono", FieldType.DAY)),
        ),
        Kind("mail", "wiadomość e-mail", MAIL_WAY, (_PARTNER, _DAY, _SUBJECT)),
        Kind("other", "inny dokument", PAPER, (_NUMBER, _DAY, _PARTNER, _NIP, _GROSS, _CURRENCY_FIELD, _SUBJECT)),
    )
}  # fmt: skip

OWNED_ELSEWHERE = frozenset({"cost_invoice", "sales_invoice"})
"""Kinds whose typed facts are handed to the department that owns them."""

FROM_ABROAD = frozenset({"foreign_invoice", "customs_declaration"})
"""Kinds that circulate as cost invoices do once they were described; FA(3) has no place for what they say."""

CHOOSABLE = tuple(kind for code, kind in BUILT_IN.items() if code != "bank_statement")
"""Kinds that a person may say a paper is; a bank statement is only what was read as one."""


def label_of(code: str) -> str:
    """Polish name of a built-in kind; the code itself for another."""
    return BUILT_IN[code].label if code in BUILT_IN else code


class FieldFault(ValueError):
    """What was typed doesn't fit its field; the message is Polish and names the field."""


def read_value(field: Field, raw: str) -> str:
    """The canonical form of what was typed, "" for nothing; raises `FieldFault`."""
    text = " ".join(raw.split())
    if not text:
        if field.required:
            raise FieldFault(f"„{field.label}”: uzupełnij to pole.")
        return ""
    try:
        return _READERS[field.type](field, text)
    except ValueError as error:
        raise FieldFault(f"„{field.label}”: {error}") from error


def _text(field: Field, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"najwyżej {LONGEST_TEXT} znaków.")
    if not text.isprintable():
        raise ValueError("usuń niewidoczne znaki.")
    return text


def _amount(field: Field, text: str) -> str:
    return str(parse_pln(text))


def _day(field: Field, text: str) -> str:
    for shape in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found.isoformat()
    raise ValueError(f"„{text}” nie jest dniem: wpisz np. 30.09.2026.")


def _choice(field: Field, text: str) -> str:
    if text not in field.choices:
        raise ValueError("wybierz z listy.")
    return text


def _nip(field: Field, text: str) -> str:
    digits = normalise_nip(text)
    if not nip_ok(digits):
        raise ValueError(f"NIP {text} ma złą sumę kontrolną. Sprawdź cyfry.")
    return digits


def _pesel(field: Field, text: str) -> str:
    if not pesel_ok(text):
        raise ValueError("PESEL ma złą sumę kontrolną. Sprawdź cyfry.")
    return text


def _account(field: Field, text: str) -> str:
    number = normalise_account(text)
    if not (nrb_ok(number) or iban_ok(number)):
        raise ValueError("numer rachunku ma złą sumę kontrolną. Sprawdź cyfry.")
    return number


def _currency(field: Field, text: str) -> str:
    code = text.upper()
    if not _CURRENCY.fullmatch(code):
        raise ValueError("kod waluty ma trzy litery, np. PLN.")
    return code


def _flag(field: Field, text: str) -> str:
    return "yes" if text in ("yes", "on", "tak", "1") else ""


_READERS = {
    FieldType.TEXT: _text,
    FieldType.PARTNER: _text,
    FieldType.AMOUNT: _amount,
    FieldType.DAY: _day,
    FieldType.CHOICE: _choice,
    FieldType.NIP: _nip,
    FieldType.PESEL: _pesel,
    FieldType.ACCOUNT: _account,
    FieldType.CURRENCY: _currency,
    FieldType.FLAG: _flag,
}


def read_fields(kind: Kind, raw: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Canonical values of what was typed, without empty ones, and the faults in the order of the fields."""
    values: dict[str, str] = {}
    faults: list[str] = []
    for field in kind.fields:
        try:
            value = read_value(field, raw.get(field.key, ""))
        except FieldFault as fault:
            faults.append(str(fault))
            continue
        if value:
            values[field.key] = value
    return values, faults


def check_own(label: str, fields: Sequence[Field]) -> list[str]:
    """What is wrong with a kind that a company defines; empty where nothing is."""
    faults = []
    if not 2 < len(label.strip()) <= 60:
        faults.append("Nazwa rodzaju ma od 3 do 60 znaków.")
    if label.strip().casefold() in {k.label.casefold() for k in BUILT_IN.values()}:
        faults.append(f"Rodzaj „{label.strip()}” już jest. Wybierz inną nazwę.")
    if len(fields) > MOST_FIELDS:
        faults.append(f"Rodzaj ma najwyżej {MOST_FIELDS} pól.")
    keys = [f.key for f in fields]
    if len(set(keys)) != len(keys):
        faults.append("Dwa pola mają tę samą nazwę. Zmień jedną.")
    for field in fields:
        if not _KEY.fullmatch(field.key) or not 0 < len(field.label.strip()) <= 60:
            faults.append(f"Pole „{field.label}”: nazwa ma od 1 do 60 znaków.")
        if field.type is FieldType.CHOICE and not 2 <= len(field.choices) <= MOST_CHOICES:
            faults.append(f"Pole „{field.label}”: podaj od 2 do {MOST_CHOICES} możliwości.")
        if any(len(c) > LONGEST_TEXT for c in field.choices):
            faults.append(f"Pole „{field.label}”: możliwość jest za długa.")
    return faults


_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def key_of(label: str) -> str:
    """The key of a field by its name: lower-case letters without marks, digits and underscores.

    >>> key_of("Data odbioru"), key_of("Źródło (kod)"), key_of("2. termin")
    ('data_odbioru', 'zrodlo_kod', 'pole_2_termin')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", label.translate(_PLAIN).lower()).strip("_")
    if not plain or not plain[0].isalpha():
        plain = f"pole_{plain}".rstrip("_")
    return plain[:30]


def new_key(label: str, known: Mapping[str, str]) -> str:
    """The key of a field that gets a name: that of a known field (label by key) of this name, else one of its own.

    >>> new_key("Składka", {"skladka": "Składka roczna"}), new_key("Polisa", {"nr": "Polisa"})
    ('skladka_2', 'nr')
    """
    same = next((k for k, v in known.items() if v.casefold() == label.casefold()), "")
    key = same or key_of(label)
    number = 1
    while key in known and key != same:
        number += 1
        key = f"{key_of(label)[:27]}_{number}"
    return key


def fields_to(fields: Sequence[Field], gone: Sequence[Field] = ()) -> list[dict[str, Any]]:
    """The stored form of fields, and of those that were taken away."""
    return [
        {"key": f.key, "label": f.label, "type": f.type.value, "required": f.required,
         "choices": list(f.choices)} | ({"gone": True} if n >= len(fields) else {})
        for n, f in enumerate([*fields, *gone])
    ]  # fmt: skip


def fields_from(data: Sequence[Mapping[str, Any]], *, gone: bool = False) -> tuple[Field, ...]:
    """Fields out of their stored form, or those that were taken away."""
    return tuple(
        Field(d["key"], d["label"], FieldType(d["type"]), d["required"], tuple(d["choices"]))
        for d in data
        if d.get("gone", False) is gone
    )


def day_of(values: Mapping[str, str], key: str) -> date | None:
    """A day among canonical values."""
    return date.fromisoformat(values[key]) if values.get(key) else None
