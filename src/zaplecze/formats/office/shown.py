"""Numbers of sheets as their formats show them: days, percents, amounts with their decimals and their currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# Built-in formats, ECMA-376 part 1, 18.8.30: those of days, and the codes of the rest that matter here.
_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_CODES = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0",
          39: "#,##0.00", 40: "#,##0.00", 44: "#,##0.00", 43: "#,##0.00", 7: "#,##0.00", 8: "#,##0.00"}  # fmt: skip
_QUOTED = re.compile(r'"([^"]{0,60})"')
_CURRENCY = re.compile(r"\[\$([^\]\-]{1,10})(?:-[0-9A-Fa-f]*)?\]")
_BRACKETS = re.compile(r"\[[^\]]{0,60}\]|\\.|_.|\*.")
_DECIMALS = re.compile(r"0\.([0#?]{1,10})")
_MOST_DECIMALS = 10
_LAST_DAY = 2_958_465  # 31.12.9999


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown: as a day, a percent, with so many ``decimals`` (None: as many as it has)."""

    day: bool = False
    percent: bool = False
    decimals: int | None = None
    groups: bool = False
    unit: str = ""

    def shown(self, value: str, *, since_1904: bool = False) -> str:
        """The number that a file holds as text, as people see it; what is no number stays as it is.

        >>> format_of("4", {}).shown("1234.5"), format_of("9", {}).shown("0.23"), format_of("14", {}).shown("46279")
        ('1 234,50', '23%', '2026-09-14')
        """
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        if not number.is_finite() or abs(number) >= Decimal(10) ** 40:
            return value
        if self.day:
            return _day(number, since_1904) or value
        if self.percent:
            number *= 100
        text = _plain(number, self.decimals)
        if self.groups:
            whole, comma, rest = text.partition(",")
            sign = "-" if whole.startswith("-") else ""
            whole = f"{int(whole.lstrip('-')):,}".replace(",", " ")
            text = f"{sign}{whole}{comma}{rest}"
        return text + ("%" if self.percent else "") + (f" {self.unit}" if self.unit else "")


GENERAL = NumberFormat()


def _plain(number: Decimal, decimals: int | None) -> str:
    if decimals is None:
        # A sheet keeps 15 figures; the rest is dust of binary fractions.
        number = Decimal(f"{number:.15g}")
        text = f"{number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return text.replace(".", ",")


def _day(number: Decimal, since_1904: bool) -> str:
    days = int(number)
    if not 0 < days <= _LAST_DAY:
        return ""
    begin = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    try:
        return (begin + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""


def format_of(number: str, own: Mapping[str, str]) -> NumberFormat:
    """The format of this id, built in or the file's own.

    >>> format_of("164", {"164": '#,##0.00\\\\ "zł"'}).shown("99.9"), format_of("165", {"165": "dd.mm.yyyy"}).day
    ('99,90 zł', True)
    """
    if number in own:
        return _of_code(own[number])
    at = int(number) if number.isdecimal() and len(number) < 6 else 0
    if at in _DAYS:
        return NumberFormat(day=True)
    return _of_code(_CODES[at]) if at in _CODES else GENERAL


def _of_code(code: str) -> NumberFormat:
    first = code[:200].split(";", maxsplit=1)[0]
    units = [*_CURRENCY.findall(first), *_QUOTED.findall(first)]
    bare = _BRACKETS.sub("", _QUOTED.sub("", _CURRENCY.sub("", first)))
    lower = bare.lower()
    if "y" in lower or ("d" in lower and "m" in lower):
        return NumberFormat(day=True)
    if "0" not in bare and "#" not in bare:
        return GENERAL
    found = _DECIMALS.search(bare)
    decimals = min(len(found[1]), _MOST_DECIMALS) if found is not None else 0
    unit = next((u.strip() for u in units if u.strip()), "")
    return NumberFormat(
        percent="%" in bare,
        decimals=decimals,
        groups="," in bare,
        unit=unit if len(unit) <= 10 else "",
    )
