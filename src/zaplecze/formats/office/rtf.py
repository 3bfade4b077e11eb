"""Rich Text Format 1.9: paragraphs and rows of cells as text; pictures, fonts and what is hidden are passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from zaplecze.formats.office.build import Builder
from zaplecze.formats.office.types import OfficeText

MOST_BYTES = 20_000_000
MOST_DEPTH = 200
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Destinations without text of the page. What begins with \* and isn't known is passed over as the format asks.
_ASIDE = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"listtable", b"fldinst",
     b"listoverridetable", b"rsidtbl", b"generator", b"datastore", b"xmlnstbl", b"latentstyles", b"footnote",
     b"annotation", b"bkmkstart", b"bkmkend", b"nonshppict", b"filetbl", b"revtbl", b"colorschememapping", b"xe",
     b"tc"}
)  # fmt: skip
_SHOWN = frozenset({b"shptxt"})
_SIGNS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘",
    b"rquote": "’", b"ldblquote": "„", b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"sect": "\n",
    b"nestcell": "    ", b"nestrow": "\n",
}  # fmt: skip
_ESCAPED = {b"\\": "\\", b"{": "{", b"}": "}", b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    161: "cp1253",
    162: "cp1254",
    186: "cp1257",
    204: "cp1251",
    238: "cp1250",
}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group."""

    aside: bool = False
    hidden: bool = False
    skip: int = 1  # bytes that stand for a \u sign where it isn't known
    charset: str = ""
    align: str = "left"
    in_table: bool = False


@dataclass
class _Reading:
    builder: Builder = field(default_factory=Builder)
    state: _State = field(default_factory=_State)
    groups: list[_State] = field(default_factory=list)
    too_deep: int = 0
    codepage: str = "cp1250"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    in_fonts: bool = False
    text: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[list[tuple[str, int]]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    page_break: bool = False
    half: str = ""  # the first half of a sign beyond 16 bits

    def say(self, text: str) -> None:
        if not (self.state.aside or self.state.hidden):
            self.text.append(text)

    def flush(self) -> None:
        """Bytes of a code page to text."""
        if self.pending:
            charset = self.fonts.get(self.font) or self.codepage
            self.say(bytes(self.pending).decode(charset, "replace"))
            self.pending.clear()

    def take(self) -> str:
        found = "".join(self.text)
        self.text.clear()
        return found

    def end_row(self) -> None:
        if self.cells:
            self.rows.append([(c, 1) for c in self.cells])
            self.cells = []
            if len(self.ends) > len(self.widths):
                edges = [0, *self.ends]
                self.widths = [max(b - a, 0) / 110 for a, b in pairwise(edges)]

    def end_table(self) -> None:
        self.end_row()
        if self.rows:
            self.builder.table(self.rows, widths=self.widths)
            self.rows, self.widths, self.ends = [], [], []

    def end_paragraph(self) -> None:
        if self.state.in_table:
            self.text.append("\n")
            return
        self.end_table()
        self.builder.paragraph(self.take(), align=self.state.align, page_break=self.page_break)
        self.page_break = False

    def done(self) -> OfficeText:
        self.flush()
        if self.text and self.state.in_table:
            self.cells.append(self.take())
        elif self.text:
            self.end_paragraph()
        self.end_table()
        return self.builder.done()


def read_rtf(data: bytes) -> OfficeText:
    """All of a file as far as it goes; never raises: a broken group ends where the file does."""
    reading = _Reading()
    data, at = data[:MOST_BYTES], 0
    while not reading.builder.full and (token := _TOKEN.search(data, at)) is not None:
        at = token.end()
        word, number = token[1], token[2]
        if word == b"bin" and number is not None:
            at += max(0, int(number))  # bytes of a picture as they are
        _token(reading, token)
    return reading.done()


def _token(reading: _Reading, token: re.Match[bytes]) -> None:
    word, number, byte, sign, brace, plain = token.groups()
    if byte is not None:
        if reading.to_skip:
            reading.to_skip -= 1
        else:
            reading.pending.append(int(byte, 16))
        return
    if plain is not None:
        cut = min(reading.to_skip, len(plain))
        reading.to_skip -= cut
        reading.pending += plain[cut:]
        return
    reading.flush()
    if word is not None:
        _word(reading, word, number)
    elif sign is not None:
        _sign(reading, sign)
    elif brace is not None:
        _brace(reading, brace)


def _brace(reading: _Reading, brace: bytes) -> None:
    reading.to_skip = 0
    if brace == b"{":
        if len(reading.groups) >= MOST_DEPTH:
            reading.too_deep += 1
        else:
            reading.groups.append(reading.state)
    elif reading.too_deep:
        reading.too_deep -= 1
    elif reading.groups:
        table = reading.state.in_table
        reading.state = replace(reading.groups.pop(), in_table=table)
        reading.in_fonts = reading.in_fonts and reading.state.aside


def _sign(reading: _Reading, sign: bytes) -> None:
    if sign == b"*":
        reading.state = replace(reading.state, aside=True)
    elif sign in _ESCAPED:
        if reading.to_skip:
            reading.to_skip -= 1
        elif sign in b"\r\n":
            reading.end_paragraph()
        else:
            reading.say(_ESCAPED[sign])


def _word(reading: _Reading, word: bytes, number: bytes | None) -> None:
    value = int(number) if number is not None else None
    state = reading.state
    if word in _ASIDE:
        reading.in_fonts = reading.in_fonts or word == b"fonttbl"
        reading.state = replace(state, aside=True)
    elif word in _SHOWN:
        reading.state = replace(state, aside=False)
    elif word in (b"f", b"fcharset", b"ansicpg"):
        _font(reading, word, value or 0)
    elif word in (b"v", b"deleted"):
        reading.state = replace(state, hidden=value != 0)
    elif word == b"plain":
        reading.state = replace(state, hidden=False)
    elif word == b"uc":
        reading.state = replace(state, skip=max(0, min(value or 0, 20)))
    elif word == b"u" and value is not None:
        _unicode(reading, value % 65_536)
        reading.to_skip = state.skip
    elif not state.aside:
        _layout(reading, word, value)


def _unicode(reading: _Reading, code: int) -> None:
    if 0xD800 <= code < 0xDC00:
        reading.half = chr(code)
        return
    if 0xDC00 <= code < 0xE000:
        if reading.half:
            pair = (reading.half + chr(code)).encode("utf-16-le", "surrogatepass")
            reading.say(pair.decode("utf-16-le"))
        reading.half = ""
        return
    reading.half = ""
    reading.say(chr(code))


def _font(reading: _Reading, word: bytes, value: int) -> None:
    if word == b"f":
        reading.font = value
    elif word == b"fcharset":
        if reading.in_fonts and value in _CHARSETS and value and len(reading.fonts) < 1_000:
            reading.fonts[reading.font] = _CHARSETS[value]
    else:
        name = f"cp{value}"
        reading.codepage = name if value in range(1250, 1259) or value in (437, 852) else "cp1250"


def _layout(reading: _Reading, word: bytes, value: int | None) -> None:
    """Words that part the text: paragraphs, cells, rows, pages."""
    state = reading.state
    if word in _SIGNS:
        reading.say(_SIGNS[word])
    elif word == b"par":
        reading.end_paragraph()
    elif word == b"pard":
        reading.state = replace(state, align="left", in_table=False)
    elif word == b"intbl":
        reading.state = replace(state, in_table=True)
    elif word in (b"qr", b"qc", b"ql"):
        reading.state = replace(state, align={b"qr": "right", b"qc": "center"}.get(word, "left"))
    elif word == b"cell":
        reading.cells.append(reading.take())
    elif word == b"row":
        reading.end_row()
    elif word == b"trowd":
        reading.ends = []
    elif word == b"cellx" and value is not None and len(reading.ends) < 60:
        reading.ends.append(value)
    elif word == b"page":
        if reading.text:
            reading.end_paragraph()
        reading.page_break = True
