"""Shapes of values in text: amounts, days, tax numbers, accounts. Each finder tells where and how sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as gb_vat

from zaplecze.formats.numbers import iban_ok, ksef_number_ok, nip_ok, nrb_ok

#: Letters that OCR sees for digits; put right only where a checksum or a sum then proves the whole.
LOOKALIKES = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "I": "1",
        "l": "1",
        "|": "1",
        "i": "1",
        "Z": "2",
        "z": "2",
        "S": "5",
        "s": "5",
        "B": "8",
        "G": "6",
        "b": "6",
        "T": "7",
        "g": "9",
    }
)
_DIGITISH = "0-9OoQDIl|iZzSsBGbTg"


@dataclass(frozen=True, slots=True)
class Hit:
    """A value in a text, canonical; ``proven`` by a checksum, ``repaired`` from look-alikes."""

    value: str
    start: int
    end: int
    proven: bool = False
    repaired: bool = False
    doubtful: bool = False


# -- amounts ---------------------------------------------------------------------------------------------------------

_AMOUNT = re.compile(
    rf"(?<![\w.,/%-])(?P<sign>[-−]\s?)?(?P<whole>[0-9]{{1,3}}(?:[ \u00a0\u202f][{_DIGITISH}]{{3}})+"
    rf"|[0-9]{{1,3}}(?:[.][{_DIGITISH}]{{3}})+(?=,)"
    rf"|[0-9]{{1,3}}(?:[,'][{_DIGITISH}]{{3}})+(?=\.)"
    rf"|[{_DIGITISH}]{{1,9}})\s?(?P<point>[.,])\s?(?P<rest>[{_DIGITISH}]{{2}})"
    r"(?=$|[^\w.,/%-]|[.,](?:\s|$)|[A-G](?:\s|$)|zl|z1|EUR|PLN|USD|€|-(?:\s|$))"
)
_DAYISH = re.compile(r"[0-9]{1,2}[.][0-9]{2}[.][0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount; ``other`` is what it is where a figure before it belongs to the column before."""

    value: Decimal
    other: Decimal | None
    start: int
    end: int
    repaired: bool


def amounts(text: str) -> Iterator[Amount]:
    """Amounts with two places in any of the usual spellings, left to right."""
    for found in _AMOUNT.finditer(text):
        whole, rest = found["whole"], found["rest"]
        digits = re.sub(r"[\s.,'\u00a0\u202f]", "", whole)
        plain = (digits + rest).translate(LOOKALIKES)
        if not plain.isdigit() or not any(c.isdigit() for c in digits + rest):
            continue
        if (rest.translate(LOOKALIKES) != rest or digits.translate(LOOKALIKES) != digits) and sum(
            c.isdigit() for c in digits + rest
        ) < 2:
            continue
        if len(plain) > 13:
            continue
        value = Decimal(plain[:-2] + "." + plain[-2:])
        other = None
        if " " in whole:
            tail = whole.rpartition(" ")[2].translate(LOOKALIKES)
            other = Decimal(f"{tail}.{plain[-2:]}")
        negative = bool(found["sign"]) or text[found.end() : found.end() + 1] == "-"
        yield Amount(
            -value if negative else value, other, found.start(), found.end(), plain != digits + rest
        )


# -- days ------------------------------------------------------------------------------------------------------------

_MONTHS = {
    **{
        m: i
        for i, m in enumerate(
            (
                "stycznia",
                "lutego",
                "marca",
                "kwietnia",
                "maja",
                "czerwca",
                "lipca",
                "sierpnia",
                "wrzesnia",
                "pazdziernika",
                "listopada",
                "grudnia",
            ),
            1,
        )
    },
    **{
        m: i
        for i, m in enumerate(
            (
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
            ),
            1,
        )
    },
    **{
        m: i
        for i, m in enumerate(
            (
                "januar",
                "februar",
                "marz",
                "april",
                "mai",
                "juni",
                "juli",
                "august",
                "september",
                "oktober",
                "november",
                "dezember",
            ),
            1,
        )
    },
    **{
        m: i
        for i, m in enumerate(
            ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
        )
    },
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = (
    re.compile(
        r"(?<![\w./-])(?P<y>20[0-9]{2})(?P<s>[-./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![\w/-])"
    ),
    re.compile(
        r"(?<![\w./-])(?P<d>[0-9]{1,2})(?P<s>[-./])\s?(?P<m>[0-9]{1,2})(?P=s)\s?(?P<y>20[0-9]{2})(?![\w/-])"
    ),
    re.compile(
        rf"(?<![\w./-])(?P<d>[0-9]{{1,2}})\.?[ -](?P<n>{_NAMES})\.?[ -](?P<y>20[0-9]{{2}})(?![0-9/])"
    ),
    re.compile(
        rf"(?<![\w./-])(?P<n>{_NAMES})\.? (?P<d>[0-9]{{1,2}}),? (?P<y>20[0-9]{{2}})(?![0-9/])"
    ),
)


def days(folded: str, *, english: bool = False) -> list[Hit]:
    """Days as ISO; on English papers one with slashes is doubtful where its month may stand first."""
    found: list[Hit] = []
    for pattern in _DAYS:
        for m in pattern.finditer(folded):
            parts = m.groupdict()
            month = _MONTHS[parts["n"]] if parts.get("n") else int(parts["m"])
            day, doubtful = int(parts["d"]), False
            if parts.get("s") == "/" and english and not m.group().startswith("20"):
                doubtful = day <= 12 and month <= 12 and day != month
                if month > 12:
                    day, month = month, day
            try:
                value = date(int(parts["y"]), month, day)
            except ValueError:
                continue
            if not any(h.start < m.end() and m.start() < h.end for h in found):
                found.append(Hit(value.isoformat(), m.start(), m.end(), doubtful=doubtful))
    return sorted(found, key=lambda h: h.start)


# -- tax numbers -----------------------------------------------------------------------------------------------------

_JOINT = " ?-? ?"
_D = f"[{_DIGITISH}]"
_NIP = re.compile(
    rf"(?<![A-Za-z0-9/])(?:PL\s?-?)?([{_DIGITISH}]{{3}}{_JOINT}[{_DIGITISH}]{{3}}{_JOINT}[{_DIGITISH}]{{2}}{_JOINT}[{_DIGITISH}]{{2}}"
    rf"|{_D}{{3}}{_JOINT}{_D}{{2}}{_JOINT}{_D}{{2}}{_JOINT}{_D}{{3}})(?![A-Za-z0-9/]|[ -][0-9])"
)
_FOREIGN = re.compile(
    r"(?<![A-Z0-9])(DE ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}|ATU? ?U?[0-9]{8}|IE ?[0-9][0-9A-Z+*][0-9]{5}[A-Z]{1,2}"
    r"|NL ?[0-9]{9} ?B ?[0-9]{2}"
    r"|GB ?[0-9]{3} ?[0-9]{4} ?[0-9]{2}|FR ?[0-9A-Z]{2} ?[0-9]{9}|CZ ?[0-9]{8,10}|SK ?[0-9]{10}"
    r"|ES ?[0-9A-Z][0-9]{7}[0-9A-Z]"
    r"|IT ?[0-9]{11}|BE ?[01][0-9]{9}|SE ?[0-9]{12}|DK ?[0-9]{8}|LT ?[0-9]{9,12}|HU ?[0-9]{8}"
    r"|RO ?[0-9]{2,10})(?![A-Z0-9])"
)


def tax_ids(text: str) -> Iterator[Hit]:
    """NIPs as ten digits and VAT numbers of the Union and Britain with their country, if their checksum agrees."""
    for m in _NIP.finditer(text):
        raw = re.sub(r"[- ]", "", m[1])
        digits = raw.translate(LOOKALIKES)
        if sum(c.isdigit() for c in raw) >= 7 and nip_ok(digits):
            yield Hit(digits, m.start(), m.end(), proven=True, repaired=digits != raw)
    for m in _FOREIGN.finditer(text):
        value = m[1].replace(" ", "")
        british = value.startswith("GB")
        if gb_vat.is_valid(value[2:]) if british else eu_vat.is_valid(value):
            yield Hit(value, m.start(), m.end(), proven=True)


# -- accounts and KSeF -----------------------------------------------------------------------------

_NRB = re.compile(
    rf"(?<![A-Za-z0-9])(?:PL[ -]?)?([{_DIGITISH}](?:[ -]?[{_DIGITISH}]){{25}})(?![A-Za-z0-9])"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2}[0-9OlI]{2}(?: ?[A-Z0-9]){11,30})(?![A-Za-z0-9])")
_HEX = "[0-9A-Fa-fOoIlSZ]"
_KSEF = re.compile(
    rf"(?<![0-9])[0-9](?: ?[0-9]){{9}} ?- ?[0-9](?: ?[0-9]){{7}} ?- ?{_HEX}(?: ?{_HEX}){{5}}"
    rf" ?-? ?{_HEX}(?: ?{_HEX}){{5}} ?- ?{_HEX} ?{_HEX}(?![0-9A-Za-z])"
)
_HEX_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "S": "5", "Z": "2"})


def accounts(text: str) -> Iterator[Hit]:
    """Polish numbers as 26 digits, others as IBAN; only those whose check digits agree."""
    for m in _NRB.finditer(text):
        raw = re.sub(r"[ -]", "", m[1])
        digits = raw.translate(LOOKALIKES)
        if sum(c.isdigit() for c in raw) >= 20 and nrb_ok(digits):
            yield Hit(digits, m.start(), m.end(), proven=True, repaired=digits != raw)
    for m in _IBAN.finditer(text):
        words = m[1].split(" ")
        # Words after the number may look like a part of it: the longest head that checks is the number.
        for count in range(len(words), 0, -1):
            value = "".join(words[:count])
            if value.startswith("PL"):
                break
            if iban_ok(value):
                yield Hit(value, m.start(), m.start() + len(" ".join(words[:count])), proven=True)
                break


def ksef_numbers(text: str) -> Iterator[Hit]:
    """KSeF numbers whose checksum agrees."""
    for m in _KSEF.finditer(text):
        raw = m.group().replace(" ", "")
        value = raw.translate(_HEX_LOOKALIKES).upper()
        if ksef_number_ok(value):
            yield Hit(value, m.start(), m.end(), proven=True, repaired=value != raw.upper())


# -- rates -----------------------------------------------------------------------------------------------------------

_RATE = re.compile(r"(?<![0-9.,])([0-9]{1,2})(?:[.,]0{1,2})? ?%|(?<![\w.])(zw|np|oo)\.?(?![\w.])")


def rates(folded: str) -> Iterator[Hit]:
    """VAT rates: ``23``, ``0``, ``zw``, ``np``, ``oo``."""
    for m in _RATE.finditer(folded):
        yield Hit(m[1].lstrip("0") or "0" if m[1] else m[2], m.start(), m.end())
