"""What the gateway, or the tax office behind it, would send back."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from zaplecze.formats.jpk_v7m_3.declaration import declaration_from
from zaplecze.formats.jpk_v7m_3.fields import (
    DECLARATION,
    FLAG,
    GTU,
    NOT_NEGATIVE,
    NOT_POSITIVE,
    PAIRS,
    PART_OF,
    PROCEDURES,
    PROOFS,
    PURCHASE_AMOUNTS,
    PURCHASE_DOCUMENTS,
    SALES_AMOUNTS,
    SALES_DOCUMENTS,
)
from zaplecze.formats.jpk_v7m_3.types import Declaration, Header, Jpk, PurchaseRow, SalesRow
from zaplecze.formats.numbers import nip_ok

FIRST_MONTH = (2026, 2)
LAST_YEAR = 2050
_NIP_FORM = re.compile(r"[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}")
_KSEF_FORM = re.compile(r"[0-9A-Z]{10}-[0-9]{8}-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}")
_MAX = Decimal("9999999999999999.99")

Row = SalesRow | PurchaseRow


class Severity(IntEnum):
    """How grave a finding is."""

    WARN = 1  # worth a look
    MARK = 2  # a person must look first
    STOP = 3  # the file can't be sent


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: a stable code, a Polish message that names the place and the next step."""

    code: str
    severity: Severity
    message_pl: str


class JpkRefused(ValueError):
    """`build` refuses a file with findings that stop it."""

    def __init__(self, findings: Sequence[Finding]):
        super().__init__("; ".join(f.message_pl for f in findings))
        self.findings = tuple(findings)


def check(jpk: Jpk) -> tuple[Finding, ...]:
    """Findings, gravest first."""
    found = [*_header(jpk.header)]
    for kind, rows in (("sprzedaż", jpk.sales), ("zakup", jpk.purchases)):
        for row in rows:
            found += _row(kind, row)
        found += _order(kind, rows)
    if jpk.declaration is not None:
        found += _declaration(jpk, jpk.declaration)
    return tuple(sorted(found, key=lambda f: -f.severity))


def _stop(code: str, message: str) -> Finding:
    return Finding(code, Severity.STOP, message)


def _header(header: Header) -> Iterator[Finding]:
    if not _NIP_FORM.fullmatch(header.nip) or not nip_ok(header.nip):
        yield _stop(
            "JPK-NIP",
            f"NIP podatnika {header.nip or '(pusty)'} jest błędny: popraw go w danych firmy.",
        )
    if not 0 < len(header.full_name.strip()) <= 240 and header.person is None:
        yield _stop("JPK-NAME", "Brak nazwy podatnika: uzupełnij ją w danych firmy.")
    if not re.fullmatch(r".+@.+", header.email) or len(header.email) > 255:
        yield _stop(
            "JPK-EMAIL", "Brak adresu e-mail podatnika: JPK go wymaga, uzupełnij go w danych firmy."
        )
    if not re.fullmatch(r"[0-9]{4}", header.tax_office):
        yield _stop(
            "JPK-OFFICE", "Brak kodu urzędu skarbowego (cztery cyfry): uzupełnij go w danych firmy."
        )
    month = header.year, header.month
    if not 1 <= header.month <= 12 or month < FIRST_MONTH or header.year > LAST_YEAR:
        yield _stop(
            "JPK-MONTH",
            f"Wzór JPK_V7M(3) obowiązuje od 02.2026, nie za {header.month:02}.{header.year}.",
        )
    if header.made_at.tzinfo is None:
        yield _stop("JPK-TIME", "Czas sporządzenia nie ma strefy: podaj go ze strefą.")
    if header.purpose not in (1, 2):
        yield _stop("JPK-PURPOSE", f"Cel złożenia {header.purpose}: 1 to złożenie, 2 to korekta.")


def _row(kind: str, row: Row) -> Iterator[Finding]:
    where = f"{kind}, wiersz {row.no} ({row.number})"
    sale = isinstance(row, SalesRow)
    if row.proof not in PROOFS:
        yield _stop(
            "JPK-PROOF", f"{where}: {row.proof or 'brak'}; wybierz NrKSeF, OFF, BFK albo DI."
        )
    if (row.proof == "NrKSeF") != bool(row.ksef_number):
        yield _stop(
            "JPK-PROOF", f"{where}: numer KSeF stoi dokładnie wtedy, gdy dowodem jest NrKSeF."
        )
    if row.ksef_number and not _KSEF_FORM.fullmatch(row.ksef_number):
        yield _stop("JPK-KSEF", f"{where}: numer KSeF {row.ksef_number} ma złą postać.")
    for name, text, limit in (
        ("numer kontrahenta", row.partner_tax_id, 50),
        ("nazwa kontrahenta", row.partner_name, 512),
        ("numer dowodu", row.number, 256),
    ):
        if not text.strip() or len(text) > limit:
            yield _stop("JPK-TEXT", f"{where}: {name} jest pusty albo dłuższy niż {limit} znaków.")
    if row.partner_country and not re.fullmatch(r"[A-Z]{2}", row.partner_country):
        yield _stop("JPK-COUNTRY", f"{where}: kod kraju {row.partner_country} to nie dwie litery.")
    if (
        row.partner_country == "PL"
        and row.partner_tax_id != "BRAK"
        and not nip_ok(row.partner_tax_id)
    ):
        yield Finding(
            "JPK-PARTNER-NIP", Severity.MARK, f"{where}: NIP {row.partner_tax_id} jest błędny."
        )
    if row.issue_date < date(2006, 1, 1):
        yield _stop("JPK-DATE", f"{where}: data wystawienia {row.issue_date} jest za wczesna.")
    allowed = SALES_DOCUMENTS if sale else PURCHASE_DOCUMENTS
    if row.document_type and row.document_type not in allowed:
        yield _stop(
            "JPK-DOCUMENT", f"{where}: oznaczenie dowodu {row.document_type} nie jest z listy."
        )
    if isinstance(row, SalesRow):
        for mark in (*row.gtu, *row.procedures):
            if mark not in GTU and mark not in PROCEDURES:
                yield _stop("JPK-MARK", f"{where}: oznaczenie {mark} nie jest z listy.")
    yield from _amounts(where, row, SALES_AMOUNTS if sale else PURCHASE_AMOUNTS)


def _amounts(where: str, row: Row, names: Sequence[str]) -> Iterator[Finding]:
    for name, amount in row.amounts.items():
        if name not in names:
            yield _stop("JPK-FIELD", f"{where}: pola {name} nie ma w tej ewidencji.")
        if amount != amount.quantize(Decimal("0.01")) or abs(amount) > _MAX:
            yield _stop(
                "JPK-AMOUNT",
                f"{where}: {name} = {amount} ma więcej niż dwa miejsca albo jest za duże.",
            )
    for base, tax in PAIRS.items():
        if (base in row.amounts) != (tax in row.amounts):
            yield _stop("JPK-PAIR", f"{where}: {base} i {tax} podaje się razem.")
        elif base in row.amounts and row.amounts[base] == 0 and row.amounts[tax] != 0:
            yield Finding(
                "JPK-TAX-ONLY",
                Severity.MARK,
                f"{where}: {tax} bez podstawy {base}; sprawdź korektę.",
            )
    for part, whole in PART_OF.items():
        if part in row.amounts and whole not in row.amounts:
            yield _stop("JPK-PAIR", f"{where}: {part} jest częścią {whole}: podaj oba pola.")


def _order(kind: str, rows: Sequence[Row]) -> Iterator[Finding]:
    if [row.no for row in rows] != list(range(1, len(rows) + 1)):
        yield _stop("JPK-NO", f"{kind}: numery wierszy muszą iść po kolei od 1.")
    twins = Counter((row.partner_tax_id, row.number, row.document_type) for row in rows)
    for (tax_id, number, _), count in twins.items():
        if count > 1:
            yield Finding(
                "JPK-TWIN",
                Severity.MARK,
                f"{kind}: dowód {number} kontrahenta {tax_id} stoi {count} razy; sprawdź, czy to nie powtórka.",
            )


def _declaration(jpk: Jpk, declaration: Declaration) -> Iterator[Finding]:
    for name in (*declaration.amounts, *declaration.flags, *declaration.texts):
        if name not in DECLARATION:
            yield _stop("JPK-FIELD", f"deklaracja: pola {name} nie ma we wzorze VAT-7 (23).")
    if wrong := [f for f in declaration.flags if DECLARATION.get(f) != FLAG]:
        yield _stop("JPK-FIELD", f"deklaracja: {wrong[0]} nie jest polem wyboru.")
    for name, amount in declaration.amounts.items():
        if (name in NOT_NEGATIVE and amount < 0) or (name in NOT_POSITIVE and amount > 0):
            yield _stop("JPK-SIGN", f"deklaracja: {name} = {amount} ma zły znak; sprawdź korekty.")
    expected = declaration_from(
        jpk.sales, jpk.purchases, carried_over=declaration.amounts.get("P_39", 0)
    )
    for name in ("P_37", "P_38", "P_48"):
        if declaration.amounts.get(name, 0) != expected.amounts.get(name, 0):
            yield _stop(
                "JPK-DECLARATION",
                f"deklaracja: {name} = {declaration.amounts.get(name, 0)}, "
                f"a z ewidencji wynika {expected.amounts.get(name, 0)}. Przelicz deklarację.",
            )
