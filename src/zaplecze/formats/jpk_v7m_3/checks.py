"""What the gateway, or the tax office behind it, would send back: the header and the rows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from zaplecze.formats.jpk_v7m_3.check_declaration import declaration_findings
from zaplecze.formats.jpk_v7m_3.fields import (
    DEBT_RETURNED,
    DEBT_TAKEN,
    GTU,
    PAIRS,
    PART_OF,
    PROCEDURES,
    PROOFS,
    PURCHASE_AMOUNTS,
    PURCHASE_DOCUMENTS,
    SALES_AMOUNTS,
    SALES_DOCUMENTS,
)
from zaplecze.formats.jpk_v7m_3.finding import Finding, Severity, stop
from zaplecze.formats.jpk_v7m_3.texts import COUNTRIES, token
from zaplecze.formats.jpk_v7m_3.types import Header, Jpk, Person, PurchaseRow, SalesRow
from zaplecze.formats.numbers import nip_ok, tax_office_ok

FIRST_MONTH = (2026, 2)
LAST_YEAR = 2050
_NIP_FORM = re.compile(r"[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}")
_KSEF_FORM = re.compile(
    r"(?:[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}|M[0-9]{9}|[A-Z]{3}[0-9]{7})"
    r"-2[0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}"
)
FIRST_DAY, LAST_DAY = date(2006, 1, 1), date(2050, 12, 31)
# Terms of payment and payments of bad debts (TDataTP).
FIRST_DEBT_DAY = date(2016, 1, 1)
FIRST_MOMENT = datetime(2026, 2, 1, tzinfo=UTC)
_MAX = Decimal("9999999999999999.99")

Row = SalesRow | PurchaseRow


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
        found += declaration_findings(jpk, jpk.declaration)
    return tuple(sorted(found, key=lambda f: -f.severity))


def _header(header: Header) -> Iterator[Finding]:
    if not _NIP_FORM.fullmatch(header.nip) or not nip_ok(header.nip):
        yield stop(
            "JPK-NIP",
            f"NIP podatnika {header.nip or '(pusty)'} jest błędny: popraw go w danych firmy.",
        )
    if header.person is not None:
        yield from _person(header.person)
    elif not 0 < len(token(header.full_name)) <= 240:
        yield stop(
            "JPK-NAME",
            "Nazwa podatnika jest pusta albo dłuższa niż 240 znaków: popraw ją w danych firmy.",
        )
    for name, text, limit in (
        ("telefon", header.phone, 16),
        ("nazwa systemu", header.system_name, 240),
    ):
        if text and not 0 < len(token(text)) <= limit:
            yield stop("JPK-TEXT", f"Nagłówek: {name} jest dłuższy niż {limit} znaków: skróć go.")
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", token(header.email)) or len(header.email) > 255:
        yield stop(
            "JPK-EMAIL", "Brak adresu e-mail podatnika: JPK go wymaga, uzupełnij go w danych firmy."
        )
    if not tax_office_ok(header.tax_office):
        yield stop(
            "JPK-OFFICE", "Brak kodu urzędu skarbowego (cztery cyfry): uzupełnij go w „Dane firmy”."
        )
    month = header.year, header.month
    if not 1 <= header.month <= 12 or month < FIRST_MONTH or header.year > LAST_YEAR:
        yield stop(
            "JPK-MONTH",
            f"Wzór JPK_V7M(3) obowiązuje od 02.2026, nie za {header.month:02}.{header.year}.",
        )
    if header.made_at.tzinfo is None:
        yield stop("JPK-TIME", "Czas sporządzenia nie ma strefy: podaj go ze strefą.")
    elif header.made_at < FIRST_MOMENT or header.made_at.astimezone(UTC).year > LAST_YEAR:
        yield stop("JPK-TIME", "Czas sporządzenia jest spoza lat wzoru (od 1.02.2026): popraw go.")
    if header.purpose not in (1, 2):
        yield stop("JPK-PURPOSE", f"Cel złożenia {header.purpose}: 1 to złożenie, 2 to korekta.")


def _person(person: Person) -> Iterator[Finding]:
    for text, limit in ((person.first_name, 30), (person.surname, 81)):
        if not 0 < len(token(text)) <= limit:
            yield stop(
                "JPK-NAME",
                f"Imię albo nazwisko podatnika jest puste albo dłuższe niż {limit} znaków: "
                "popraw je w danych firmy.",
            )
    if not date(1900, 1, 1) <= person.birth_date <= LAST_DAY:
        yield stop("JPK-NAME", "Data urodzenia podatnika jest spoza lat 1900-2050: popraw ją.")


def _row(kind: str, row: Row) -> Iterator[Finding]:
    where = f"{kind}, wiersz {row.no} ({row.number})"
    sale = isinstance(row, SalesRow)
    if row.proof not in PROOFS:
        yield stop(
            "JPK-PROOF", f"{where}: {row.proof or 'brak'}; wybierz NrKSeF, OFF, BFK albo DI."
        )
    if (row.proof == "NrKSeF") != bool(row.ksef_number):
        yield stop(
            "JPK-PROOF", f"{where}: numer KSeF stoi dokładnie wtedy, gdy dowodem jest NrKSeF."
        )
    if row.ksef_number and not _KSEF_FORM.fullmatch(row.ksef_number):
        yield stop("JPK-KSEF", f"{where}: numer KSeF {row.ksef_number} ma złą postać.")
    for name, text, limit in (
        ("numer kontrahenta", row.partner_tax_id, 50),
        ("nazwa kontrahenta", row.partner_name, 512),
        ("numer dowodu", row.number, 256),
    ):
        if not 0 < len(token(text)) <= limit:
            yield stop("JPK-TEXT", f"{where}: {name} jest pusty albo dłuższy niż {limit} znaków.")
    if row.partner_country and row.partner_country not in COUNTRIES:
        yield stop(
            "JPK-COUNTRY",
            f"{where}: kodu kraju {row.partner_country} nie ma w słowniku; popraw kontrahenta.",
        )
    if (
        row.partner_country == "PL"
        and row.partner_tax_id != "BRAK"
        and not nip_ok(row.partner_tax_id)
    ):
        yield Finding(
            "JPK-PARTNER-NIP", Severity.MARK, f"{where}: NIP {row.partner_tax_id} jest błędny."
        )
    yield from _days(where, row)
    allowed = SALES_DOCUMENTS if sale else PURCHASE_DOCUMENTS
    if row.document_type and row.document_type not in allowed:
        yield stop(
            "JPK-DOCUMENT", f"{where}: oznaczenie dowodu {row.document_type} nie jest z listy."
        )
    if isinstance(row, SalesRow):
        for marks, known in ((row.gtu, GTU), (row.procedures, PROCEDURES)):
            for mark in marks:
                if mark not in known:
                    yield stop("JPK-MARK", f"{where}: oznaczenie {mark} nie jest z listy.")
    yield from _amounts(where, row, SALES_AMOUNTS if sale else PURCHASE_AMOUNTS)


def _days(where: str, row: Row) -> Iterator[Finding]:
    other = row.sale_date if isinstance(row, SalesRow) else row.received
    days = [(row.issue_date, FIRST_DAY), (other, FIRST_DAY)]
    if isinstance(row, SalesRow) and row.bad_debt is not None:
        debt = row.bad_debt
        days += [(debt.due, FIRST_DEBT_DAY), (debt.paid, FIRST_DEBT_DAY)]
        if (debt.due is None) == (debt.paid is None):
            yield stop(
                "JPK-BAD-DEBT",
                f"{where}: ulga na złe długi ma albo termin płatności, albo dzień zapłaty; podaj jedno.",
            )
    for day, first in days:
        if day is not None and not first <= day <= LAST_DAY:
            yield stop(
                "JPK-DATE", f"{where}: data {day} jest spoza lat {first.year}-{LAST_DAY.year}."
            )


def _amounts(where: str, row: Row, names: Sequence[str]) -> Iterator[Finding]:
    for name in row.amounts:
        if name not in names:
            yield stop("JPK-FIELD", f"{where}: pola {name} nie ma w tej ewidencji.")
    held = [*row.amounts.items()]
    if row.margin is not None:
        held.append(("marża", row.margin))
    for name, amount in held:
        if not amount.is_finite() or abs(amount) > _MAX or amount != round(amount, 2):
            yield stop(
                "JPK-AMOUNT",
                f"{where}: {name} = {amount} ma więcej niż dwa miejsca albo jest za duże.",
            )
    for base, tax in PAIRS.items():
        if (base in row.amounts) != (tax in row.amounts):
            yield stop("JPK-PAIR", f"{where}: {base} i {tax} podaje się razem.")
        elif base in row.amounts and row.amounts[base] == 0 and row.amounts[tax] != 0:
            yield Finding(
                "JPK-TAX-ONLY",
                Severity.MARK,
                f"{where}: {tax} bez podstawy {base}; sprawdź korektę.",
            )
    for part, whole in PART_OF.items():
        if part in row.amounts and whole not in row.amounts:
            yield stop("JPK-PAIR", f"{where}: {part} jest częścią {whole}: podaj oba pola.")


def _order(kind: str, rows: Sequence[Row]) -> Iterator[Finding]:
    if [row.no for row in rows] != list(range(1, len(rows) + 1)):
        yield stop("JPK-NO", f"{kind}: numery wierszy muszą iść po kolei od 1.")
    twins = Counter(
        (row.partner_tax_id, row.number, row.document_type) for row in rows if not _of_debt(row)
    )
    for (tax_id, number, _), count in twins.items():
        if count > 1:
            yield Finding(
                "JPK-TWIN",
                Severity.MARK,
                f"{kind}: dowód {number} kontrahenta {tax_id} stoi {count} razy; sprawdź, czy to nie powtórka.",
            )


def _of_debt(row: Row) -> bool:
    """A correction for a bad debt repeats its invoice's number by right (art. 89a, 89b)."""
    if isinstance(row, SalesRow):
        return row.bad_debt is not None
    return bool(row.amounts) and row.amounts.keys() <= {DEBT_TAKEN, DEBT_RETURNED}
