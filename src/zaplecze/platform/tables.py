"""Tables that people upload: CSV and Excel as rows of text under their headings, with limits."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from zaplecze.platform.refusal import Refusal

MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_UNPACKED = 200_000_000
ENCODINGS = ("utf-8-sig", "cp1250")


class TableRefused(Refusal):
    """A file that can't be read as a table; the message tells why and what to do."""

    code = "platform.table"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number as the file's own program shows it, and its cells by heading."""

    number: int
    cells: Mapping[str, str]

    def text(self, heading: str) -> str:
        """A cell's text, empty where the table has no such column."""
        return self.cells.get(heading, "")


def read_table(name: str, data: bytes, *, headings: Sequence[str]) -> list[TableRow]:
    """Rows below the line of headings, without empty ones.

    Headings are matched without regard to case and blanks; of ``headings``, all have to be there. Raises
    `TableRefused` for another kind of file, one that is too large, locked, or lacks a heading.
    """
    if len(data) > MAX_BYTES:
        raise TableRefused(f"Plik {name} ma ponad {MAX_BYTES // 1_000_000} MB. Podziel go.")
    rows = _sheet(name, data) if data[:2] == b"PK" else _csv(name, data)
    if len(rows) > MAX_ROWS:
        raise TableRefused(f"Plik {name} ma ponad {MAX_ROWS} wierszy. Podziel go.")
    first = next((n for n, row in enumerate(rows) if any(row)), None)
    if first is None:
        raise TableRefused(f"Plik {name} jest pusty.")
    columns = [_key(cell) for cell in rows[first]]
    missing = [h for h in headings if _key(h) not in columns]
    if missing:
        raise TableRefused(
            f"W pliku {name} brakuje kolumn: {', '.join(missing)}. Pierwszy wiersz ma zawierać nagłówki."
        )
    return [
        TableRow(number, {c: cell for c, cell in zip(columns, row, strict=False) if c})
        for number, row in enumerate(rows[first + 1 :], first + 2)
        if any(row)
    ]


def amount_of(text: str) -> Decimal:
    """An amount as Excel or people write it; empty is 0.00. Raises ValueError with a Polish message."""
    plain = (
        text.strip().replace("\u00a0", "").replace(" ", "").replace("\u2212", "-").replace(",", ".")
    )
    if not plain:
        return Decimal("0.00")
    try:
        amount = Decimal(plain)
        kept = amount.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError(f"„{text}” nie jest kwotą") from error
    if kept != amount:
        raise ValueError(f"„{text}” ma ułamek grosza")
    return kept


def day_of(text: str) -> date | None:
    """A day as Excel or people write it (31.12.2025, 2025-12-31); empty is None. Raises ValueError."""
    plain = text.strip()
    if not plain:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(plain[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"„{text}” nie jest datą: wpisz np. 31.12.2025")


def _key(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _sheet(name: str, data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise TableRefused(f"Plik {name} rozpakowany jest za duży. Podziel go.")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except PasswordError as error:
        raise TableRefused(f"Plik {name} ma hasło. Zapisz go bez hasła.") from error
    except (CalamineError, ZipError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise TableRefused(
            f"Pliku {name} nie da się odczytać jako arkusza Excela (xlsx)."
        ) from error


def _cell(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 6))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()


def _csv(name: str, data: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        head = text[:4_000]
        separator = max(";,\t", key=head.count)
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            return [[cell.strip() for cell in row] for row in rows]
        except csv.Error as error:
            raise TableRefused(f"Plik {name} nie jest poprawnym CSV: {error}.") from error
    raise TableRefused(f"Pliku {name} nie da się odczytać: wgraj arkusz xlsx albo CSV.")
