"""From bytes to the fields of the file: encoding, envelope, tags with their line numbers."""

import re
from collections import Counter
from dataclasses import dataclass

from zaplecze.formats.mt940.types import Mt940Error

MAX_BYTES = 20_000_000
HEADER_LINES = 6
_NEW_STATEMENT_LINES = 4
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_ENCODINGS = ("cp1250", "iso8859_2", "cp852")
_ASCII = bytes(range(128))
_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):")
# Blocks 1-3 and 5 of a SWIFT message hold no field; block 4 is the statement, ended by "-}" or "-".
_ENVELOPE = re.compile(r"(?:-\}?)?(?:\{[1235S]:(?:[^{}]|\{[^{}]*\})*\})*(\{4:)?")
# Control and format characters: none has a meaning in a statement, some hide or reorder text.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
EMPTY_SUBFIELD = b"\xff"  # PKO BP's mark of an empty sub-field
_LAST_MINUTE = "59"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its tag, its text with line breaks kept, its first line in the file (from 1)."""

    tag: str
    text: str
    line: int


def fields(data: bytes) -> list[Field]:
    """The fields of a file, in order, at least one. Raises `Mt940Error` for what is no MT940 at all."""
    if not data.strip(b" \t\r\n\x00\x01\x03\x1a"):
        raise Mt940Error("MT940-EMPTY", "Plik jest pusty. Pobierz wyciąg z banku jeszcze raz.")
    if len(data) > MAX_BYTES:
        raise Mt940Error(
            "MT940-SIZE",
            f"Plik ma ponad {MAX_BYTES // 1_000_000} MB. Pobierz wyciąg za krótszy okres.",
        )
    found: list[Field] = []
    tag, start, parts = "", 0, list[str]()
    lines = _lines(decode(data))
    for index, whole in enumerate(lines):
        line, ended = _without_envelope(whole)
        match = _TAG.match(line)
        begins = match is not None and (ended or not _runs_on(tag, match[1], lines, index))
        if tag and (ended or begins):
            found.append(Field(tag, "\n".join(parts), start))
            tag = ""
        if match is not None and begins:
            tag, start, parts = match[1], index + 1, [line[match.end() :]]
        elif tag:
            parts.append(line)
        elif line.strip() and not _before_a_statement(lines, index):
            raise _not_mt940(index + 1, line)
    if tag:
        found.append(Field(tag, "\n".join(parts), start))
    if not found:
        raise Mt940Error(
            "MT940-NOT", "W pliku nie ma żadnego wyciągu. Wgraj plik MT940 (.sta) prosto z banku."
        )
    return found


def decode(data: bytes) -> str:
    """UTF-8 where it is valid, else the Polish code page that makes the most of its letters."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    plain = data.replace(EMPTY_SUBFIELD, b"")
    high = Counter(plain.translate(None, _ASCII))
    best = max(_ENCODINGS, key=lambda name: _score(high, name))
    return plain.decode(best, "replace")


def _score(high: Counter[int], encoding: str) -> int:
    return sum(
        times if bytes((byte,)).decode(encoding, "replace") in _POLISH else -times
        for byte, times in high.items()
    )


def _lines(text: str) -> list[str]:
    """Lines without invisible characters; a tab is a space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _INVISIBLE.sub("", text).split("\n")


def _without_envelope(line: str) -> tuple[str, bool]:
    """What a line holds beside the SWIFT envelope, and whether the envelope ends a field here."""
    if line[:1] not in ("-", "{"):
        return line, False
    match = _ENVELOPE.match(line)
    if match is None or not match.end():
        return line, False
    rest = line[match.end() :]
    if match[1] is None and rest.strip():
        return line, False
    return rest, True


def _runs_on(current: str, tag: str, lines: list[str], index: int) -> bool:
    """Whether a line that looks like a tag is a clock time broken over two lines of a narrative.

    Only two bare digits up to 59 can be minutes or seconds; `:20:` is a field there if the next fields
    of a statement follow.
    """
    if current not in ("61", "86") or len(tag) > 2 or tag > _LAST_MINUTE:
        return False
    following = lines[index + 1 : index + 1 + _NEW_STATEMENT_LINES]
    return tag != "20" or not any(one.startswith((":25", ":28")) for one in following)


def _before_a_statement(lines: list[str], index: int) -> bool:
    """Whether a line outside fields is a header of the bank's own, shortly before `:20:`."""
    following = lines[index + 1 : index + HEADER_LINES]
    return any(one.startswith(":20:") for one in following)


def _not_mt940(number: int, line: str) -> Mt940Error:
    return Mt940Error(
        "MT940-NOT",
        f"Wiersz {number}: „{line.strip()[:40]}” nie należy do wyciągu MT940. "
        "Wgraj plik MT940 (.sta) prosto z banku.",
        number,
    )
