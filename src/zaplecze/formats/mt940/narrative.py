"""Field 86, what the movement is about, in the dialects of Polish banks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.formats.mt940.types import SplitPayment

_SUBFIELDS = re.compile(r"\s*(?:([0-9]{3})\s*)?([~<?^])(?=[0-9]{2})")
# A mark counts only before a code that a dialect uses; elsewhere it is a character of the text.
_CODES = {mark: re.compile(re.escape(mark) + r"(00|10|[236][0-9])") for mark in "~<?^"}
# PKO BP's byte 0xFF for an empty sub-field, after someone saved the file as UTF-8.
_EMPTY = ("ÿ", "˙")
_LABELS = {
    "Z RACH.": "account",
    "NA RACH.": "account",
    "Z RACHUNKU": "account",
    "NA RACHUNEK": "account",
    "OD": "name",
    "DLA": "name",
    "TYT.": "title",
    "TYTUŁ": "title",
    "ID IPH": "collect id",
    "DATA STEMPLA": "stamp day",
    "TNR": "transaction number",
}
_LABEL = re.compile(rf";\s*({'|'.join(map(re.escape, _LABELS))}):(?=\s|$)")
_SPLIT = re.compile(
    r"/VAT/\s*([0-9]{1,12}[,.][0-9]{2})\s*/IDC/\s*([0-9A-Z]{1,14})\s*"
    r"(?:/INV/\s*(.*?))?\s*(?:/TXT/\s*(.*))?$"
)
_ACCOUNT = re.compile(r"[0-9]{4,34}|[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")
_FULL_WIDTHS = frozenset({27, 35, 65})
_LINE_WIDTH = 65  # field 86 is six lines of 65 characters
_SORT_CODE, _IN_BANK, _NRB = 8, 16, 26


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a field 86 tells."""

    title: str = ""
    name: str = ""
    account: str = ""
    booking_code: str = ""
    split_payment: SplitPayment | None = None


def read_narrative(text: str) -> Narrative:
    """Read a field 86, with sub-fields, with labels, or as plain text."""
    found = _SUBFIELDS.match(text)
    flat = _flat(text)
    if found is not None:
        told = _subfields(text, found[2], found[1] or "")
    elif _LABEL.search(flat):
        told = _labels(flat)
    else:
        told = Narrative(title=_clean(flat))
    return Narrative(told.title, told.name, told.account, told.booking_code, _split(told.title))


def plain_account(text: str) -> str:
    """An account without spaces, slashes, dots and dashes; of a Polish IBAN its 26 digits."""
    plain = re.sub(r"[\s/.-]", "", text).upper()
    return plain[2:] if re.fullmatch(r"PL[0-9]{26}", plain) else plain


def _subfields(text: str, mark: str, code: str) -> Narrative:
    # A line break inside a sub-field is the bank's wrapping, not a space.
    _, *pieces = _CODES[mark].split(text.replace("\n", ""))
    values: dict[str, str] = {}
    for key, value in zip(pieces[::2], pieces[1::2], strict=True):
        if value.strip() not in _EMPTY:
            values[key] = values.get(key, "") + value
    name = _join(values, ("32", "33"))
    title_keys = [f"{n}" for n in range(20, 30)]
    # ING and Pekao: the name is in 27-29, unless a long title runs through 26 into them.
    if not name and not values.get("26", "").strip():
        name = _join(values, ("27", "28", "29"))
        title_keys = title_keys[:7]
    booking_code = code or values.get("00", "")[:4].strip()
    return Narrative(_join(values, title_keys), name, _subfield_account(values), booking_code)


def _subfield_account(values: dict[str, str]) -> str:
    """The counterparty's account: whole in 38 or 31, or in parts, bank in 30 and the rest in 31."""
    whole, bank, number = (plain_account(values.get(key, "")) for key in ("38", "30", "31"))
    if whole := _known(whole):
        return whole
    if not bank.isdecimal() or len(number) >= _NRB or not number.isdecimal():
        return _known(number)  # a BIC in 30 is no part of the account
    if len(bank) == _SORT_CODE and len(number) == _IN_BANK and (bank + number).strip("0"):
        # An NRB without its check digits: 98 less the rest by 97, PL as 2521 behind (ISO 13616).
        return f"{98 - int(bank + number + '252100') % 97:02d}{bank}{number}"
    return _known(bank + number)


def _known(account: str) -> str:
    return account if _ACCOUNT.fullmatch(account) and account.strip("0") else ""


def _join(values: dict[str, str], keys: Sequence[str]) -> str:
    """Parts in order; one that fills its width runs into the next, a shorter one ends with a space."""
    text = ""
    for key in keys:
        part = values.get(key, "")
        if part.strip():
            text += part if len(part) in _FULL_WIDTHS else f"{part} "
    return _clean(text)


def _labels(text: str) -> Narrative:
    """mBank: `911 TRANSAKCJA; Z RACH.: ...; OD: ...; TYT.: ...; TNR: ...`."""
    told: dict[str, str] = {}
    head_end, kind, start = len(text), "", 0
    for mark in _LABEL.finditer(text):
        following = _LABELS[mark[1]]
        if following in told or following == kind:
            continue  # a second one is a part of the text it stands in
        if kind:
            told[kind] = _clean(text[start : mark.start()])
        else:
            head_end = mark.start()
        kind, start = following, mark.end()
    told[kind] = _clean(text[start:])
    head = _clean(text[:head_end])
    code = re.match(r"[0-9]{3}\b", head)
    return Narrative(
        told.get("title") or head,
        told.get("name", ""),
        _known(plain_account(told.get("account", ""))),
        code[0] if code else "",
    )


def _flat(text: str) -> str:
    """Lines run on: a full line is broken anywhere, a shorter one between words."""
    *lines, last = text.split("\n")
    return "".join(line if len(line) >= _LINE_WIDTH else f"{line} " for line in lines) + last


def _clean(text: str) -> str:
    return " ".join(text.split())


def _split(title: str) -> SplitPayment | None:
    found = _SPLIT.search(title)
    if found is None:
        return None
    vat = Decimal(found[1].replace(",", "."))
    return SplitPayment(vat, found[2], found[3] or "", found[4] or "")
