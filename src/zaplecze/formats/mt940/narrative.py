"""Field 86, what the movement is about, in the dialects of Polish banks."""

import re
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.formats.mt940.types import SplitPayment

_SUBFIELDS = re.compile(r"^\s*([0-9]{3})?\s*([~<?^])(?=[0-9]{2})")
_LABELS = {
    "Z RACH.": "account",
    "NA RACH.": "account",
    "Z RACHUNKU": "account",
    "NA RACHUNEK": "account",
    "OD": "name",
    "DLA": "name",
    "TYT.": "title",
    "TYTUŁ": "title",
}
_LABEL = re.compile(r";\s*([A-ZĄĆĘŁŃÓŚŹŻ. ]{2,14}?):(?=\s|$)")
_SPLIT = re.compile(r"/VAT/([0-9]+[,.][0-9]{2})/IDC/([0-9A-Z]{1,14})/INV/(.{1,35}?)(?:/TXT/(.*)|$)")
_FULL_WIDTHS = frozenset({27, 35, 65})


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
    if found is not None:
        told = _subfields(text, found[2], found[1] or "")
    elif "; " in text and _LABEL.search(_flat(text)):
        told = _labels(_flat(text))
    else:
        told = Narrative(title=_clean(_flat(text)))
    return Narrative(told.title, told.name, told.account, told.booking_code, _split(told.title))


def plain_account(text: str) -> str:
    """An account without spaces and slashes; of a Polish IBAN its 26 digits."""
    plain = re.sub(r"[\s/-]", "", text).upper()
    return plain[2:] if re.fullmatch(r"PL[0-9]{26}", plain) else plain


def _subfields(text: str, mark: str, code: str) -> Narrative:
    pattern = re.compile(re.escape(mark) + r"([0-9]{2})([^" + re.escape(mark) + r"]*)")
    # A line break inside a sub-field is the bank's wrapping, not a space.
    parts: dict[str, list[str]] = {}
    for key, value in pattern.findall(text.replace("\n", "")):
        parts.setdefault(key, []).append(value)
    values = {key: "".join(found) for key, found in parts.items()}
    name = _join(values, ("32", "33"))
    title_keys = [f"{n}" for n in range(20, 30)]
    if not name and ("27" in values or "28" in values):
        name = _join(values, ("27", "28", "29"))
        title_keys = [f"{n}" for n in range(20, 27)]
    account = plain_account(values.get("38", "")) or plain_account(
        values.get("30", "") + values.get("31", "")
    )
    return Narrative(
        _join(values, title_keys), name, account, code or values.get("00", "")[:4].strip()
    )


def _join(values: dict[str, str], keys: list[str] | tuple[str, ...]) -> str:
    """Parts in order; one that fills its width runs into the next, one that doesn't ended with a space."""
    text = ""
    for key in keys:
        part = values.get(key, "")
        if not part.strip():
            continue
        text += part if len(part) in _FULL_WIDTHS else f"{part} "
    return _clean(text)


def _labels(text: str) -> Narrative:
    """mBank: ``911 TRANSAKCJA; Z RACH.: ...; OD: ...; TYT.: ...; TNR: ...``."""
    marks = list(_LABEL.finditer(text))
    told = {"account": "", "name": "", "title": ""}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        kind = _LABELS.get(mark[1].strip())
        value = text[mark.end() : following.start() if following else len(text)]
        if kind is not None and not told[kind]:
            told[kind] = _clean(value)
    head = text.split(";", 1)[0]
    code = head[:3] if head[:3].isdecimal() else ""
    return Narrative(
        told["title"] or _clean(head), told["name"], plain_account(told["account"]), code
    )


def _flat(text: str) -> str:
    """Lines run on: banks keep the space at the end of a line that breaks between words."""
    lines = text.split("\n")
    return "".join(
        line if not following or len(line) >= 60 or line.endswith(" ") else f"{line} "
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    )


def _clean(text: str) -> str:
    return " ".join(text.split())


def _split(title: str) -> SplitPayment | None:
    found = _SPLIT.search(title)
    if found is None:
        return None
    return SplitPayment(Decimal(found[1].replace(",", ".")), found[2], found[3], found[4] or "")
