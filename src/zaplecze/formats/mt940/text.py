"""From bytes to the fields of the file: encoding, envelope, tags with their line numbers."""

import re
from dataclasses import dataclass

from zaplecze.formats.mt940.types import Mt940Error

MAX_BYTES = 20_000_000
HEADER_LINES = 6
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_ENCODINGS = ("iso8859_2", "cp1250", "cp852")
_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):")
_BLOCKS = re.compile(r"\{[12356S]:(?:[^{}]|\{[^{}]*\})*\}|\{4:")
_END = ("-", "-}")
EMPTY_SUBFIELD = b"\xff"  # PKO BP's mark of an empty sub-field


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its tag, its text with line breaks kept, its first line in the file (from 1)."""

    tag: str
    text: str
    line: int


def fields(data: bytes) -> list[Field]:
    """The fields of a file, in order. Raises `Mt940Error` for what is no MT940 at all."""
    if not data.strip(b" \t\r\n\x00\x01\x03\x1a"):
        raise Mt940Error("MT940-EMPTY", "Plik jest pusty. Pobierz wyciąg z banku jeszcze raz.")
    if len(data) > MAX_BYTES:
        raise Mt940Error(
            "MT940-SIZE",
            f"Plik ma ponad {MAX_BYTES // 1_000_000} MB. Pobierz wyciąg za krótszy okres.",
        )
    found: list[Field] = []
    parts: list[str] = []
    tag, start = "", 0
    lines = _lines(decode(data))
    begun = any(line.startswith(":20:") for line in lines[:HEADER_LINES])
    for number, line in enumerate(lines, 1):
        match = _TAG.match(line)
        if match is not None or line.strip() in _END:
            if tag:
                found.append(Field(tag, "\n".join(parts), start))
            tag, start, parts = "", number, []
        if match is not None:
            tag, parts = match[1], [line[match.end() :]]
        elif tag:
            parts.append(line)
        elif begun and not found and number < HEADER_LINES:
            continue  # a header of the bank's own before the first field
        elif line.strip() and line.strip() not in _END:
            raise Mt940Error(
                "MT940-NOT",
                f"Wiersz {number}: „{line.strip()[:40]}” nie należy do wyciągu MT940. "
                "Wgraj plik MT940 (.sta) prosto z banku.",
                number,
            )
    if tag:
        found.append(Field(tag, "\n".join(parts), start))
    return found


def decode(data: bytes) -> str:
    """UTF-8 where it is valid, else the Polish code page that makes the most of its letters."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    plain = data.replace(EMPTY_SUBFIELD, b"")
    sample = plain[:200_000]
    best = max(_ENCODINGS, key=lambda name: _score(sample.decode(name, "replace")))
    return plain.decode(best, "replace")


def _score(text: str) -> int:
    return sum(1 if c in _POLISH else -1 for c in text if not c.isascii())


def _lines(text: str) -> list[str]:
    """Lines without the envelope and without control characters."""
    text = _BLOCKS.sub("", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return ["".join(c for c in line if c >= " " and c != "\x7f") for line in lines]
