"""How figures, days and numbers stand on Polish screens; loaded into every template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from zaplecze.formats.numbers import format_nip
from zaplecze.platform.days import HOURS_PER_DAY, WARSAW
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import calendar_month
from zaplecze.platform.report import Column, Report, Row

register = template.Library()
_translation_of = (
    gettext  # of words that stand as constants elsewhere: labels of columns, titles, states
)


@register.filter
def told(text: str) -> str:
    """A word of the program (a title, a heading, a state) in the language of the screen; others as they are."""
    return _translation_of(text) if text else ""


@register.filter
def pln(amount: Decimal | None) -> str:
    """1 234 567,89; nothing for no amount."""
    return "" if amount is None else format_pln(Decimal(amount))


@register.filter
def side(amount: Decimal | None) -> str:
    """An amount in a Wn or Ma column: nothing where it is zero."""
    return "" if not amount else format_pln(amount)


@register.filter
def typed(amount: Decimal | None) -> str:
    """An amount as a field holds it: 1234,50; nothing for zero."""
    return "" if not amount else f"{amount:.2f}".replace(".", ",")


@register.filter
def quantity(number: Decimal | None) -> str:
    """A quantity without needless zeros: 2, 1,5."""
    if number is None:
        return ""
    text = f"{number.normalize():f}"
    head, _, tail = text.partition(".")
    whole = f"{int(head):,}".replace(",", "\u00a0")
    return f"{whole},{tail}" if tail else whole


@register.filter
def whole(amount: int) -> str:
    """1 234 567: whole zlotys."""
    return f"{amount:,}".replace(",", "\u00a0")


@register.filter
def day(value: date | datetime | None) -> str:
    """27.09.2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(WARSAW)
    return f"{value:%d.%m.%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """27.09.2026 14:05, Polish time."""
    return "" if value is None else f"{value.astimezone(WARSAW):%d.%m.%Y %H:%M}"


@register.filter
def hours(value: float | None) -> str:
    """Working time in words: 25 min, 3 h, 2 dni (a working day has eight hours)."""
    if value is None:
        return ""
    if value < 1:
        return f"{round(value * 60)}\u00a0min"
    if value < HOURS_PER_DAY:
        return f"{value:.1f}".removesuffix(".0").replace(".", ",") + "\u00a0h"
    days = round(value / HOURS_PER_DAY)
    return f"{days}\u00a0" + ngettext("dzień", "dni", days)


@register.filter
def nip(value: str) -> str:
    """525-260-18-13; any other number as it is."""
    return format_nip(value) if len(value) == 10 and value.isdecimal() else value


@register.filter
def bank_account(value: str) -> str:
    """67 1140 5074 9528 ...: a Polish number in fours, any other as it is."""
    plain = value.replace(" ", "").removeprefix("PL")
    if len(plain) != 26 or not plain.isdecimal():
        return value
    return " ".join([plain[:2], *(plain[i : i + 4] for i in range(2, 26, 4))])


@register.filter
def month_name(value: tuple[int, int]) -> str:
    """(2026, 9): wrzesień 2026."""
    names = (
        gettext("styczeń"),
        gettext("luty"),
        gettext("marzec"),
        gettext("kwiecień"),
        gettext("maj"),
        gettext("czerwiec"),
        gettext("lipiec"),
        gettext("sierpień"),
        gettext("wrzesień"),
        gettext("październik"),
        gettext("listopad"),
        gettext("grudzień"),
    )
    year, number = calendar_month(value)
    return f"{names[number - 1]} {year}"


@register.filter
def month_value(value: tuple[int, int]) -> str:
    """(2026, 9): 2026-09, as a month field holds it."""
    year, number = calendar_month(value)
    return f"{year}-{number:02}"


@register.filter
def get(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key, or nothing."""
    return values.get(key, "")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a report on a screen: text, style and the address that it leads to."""

    text: str
    style: str
    url: str
    span: int = 1


# A code of up to so many characters (an account, an entry's number) stays on one line.
SHORT_CODE = 16
# A text of more characters gets room beside the figures before the table is scrolled.
LONG_TEXT = 14
DEEPEST = 4  # levels that the style sheet indents
_STYLES = {"money": "num", "number": "num", "int": "num", "date": "num", "code": "code", "text": ""}


WIDE = 10  # columns: a wider table hides those that hold nothing


@register.filter
def on_screen(report: Report) -> Report:
    """The report as a screen shows it: a wide one without columns of amounts that are all empty or zero.

    Files keep every column; a note tells which the screen leaves out.
    """
    if len(report.seen) <= WIDE:
        return report
    empty = [c for c in report.columns if c.kind == "money" and _is_empty(report, c.key)]
    if not empty:
        return report
    gone = {c.key for c in empty}
    names = ", ".join(f"{told(c.group)} {told(c.label)}".strip() for c in empty)
    return replace(
        report,
        columns=tuple(c for c in report.columns if c.key not in gone),
        rows=tuple(
            replace(row, cells={k: v for k, v in row.cells.items() if k not in gone})
            for row in report.rows
        ),
        totals={k: a for k, a in report.totals.items() if k not in gone},
        carried={k: a for k, a in report.carried.items() if k not in gone},
        notes=(
            *report.notes,
            gettext("Bez pustych kolumn (są w plikach): %(names)s.") % {"names": names},
        ),
    )


def _is_empty(report: Report, key: str) -> bool:
    if report.totals.get(key) or report.carried.get(key):
        return False
    return not any(row.cells.get(key) for row in report.rows)


@register.filter
def cells(row: Row, report: Report) -> Iterable[Cell]:
    """A report's row as cells; a heading's last text runs over the empty cells behind it."""
    found = [_cell(row, column) for column in report.seen]
    if row.kind != "group":
        return found
    filled = [c for c in found if c.text]
    rest = len(found) - len(filled)
    return (
        [*filled[:-1], Cell(filled[-1].text, filled[-1].style, "", rest + 1)] if filled else found
    )


def _cell(row: Row, column: Column) -> Cell:
    value = row.cells.get(column.key)
    if value is None or (column.kind == "money" and value == 0) or row.hides(column):
        text = ""
    elif isinstance(value, Decimal):
        text = format_pln(value)
    elif isinstance(value, date):
        text = day(value)
    else:
        text = str(value)
    style = _STYLES[column.kind]
    if column.kind == "code" and len(text) <= SHORT_CODE:
        style = f"{style} nowrap".strip()  # "010-01" is one word
    elif column.kind == "text" and len(text) > LONG_TEXT:
        style = "long"
    if row.level and column.kind == "text":
        style = f"{style} level-{min(row.level, DEEPEST)}".strip()
    return Cell(text, style, row.links.get(column.key, "") if text else "")


@register.filter
def foot(report: Report) -> list[Cell]:
    """The line of totals: the label over the columns before the first sum."""
    return _sums(
        report, told(report.total_label) or gettext("Razem"), report.totals, report.total_links
    )


@register.filter
def carried_in(report: Report) -> list[Cell]:
    """The line of sums from before the first row."""
    return _sums(report, gettext("Z przeniesienia"), report.carried, {})


@register.filter
def running(report: Report) -> list[Cell]:
    """The line of totals together with what was carried in."""
    return _sums(report, told(report.running_label), report.running, report.running_links)


def _sums(
    report: Report, label: str, sums: Mapping[str, Decimal], links: Mapping[str, str]
) -> list[Cell]:
    first = next((i for i, c in enumerate(report.seen) if c.key in report.totals), 0)
    found = [Cell(label, "", "", first)] if first else []
    for column in report.seen[first:]:
        amount = sums.get(column.key)
        text = "" if amount is None else format_pln(amount)
        found.append(Cell(text, "num", links.get(column.key, "") if amount else ""))
    return found


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading over one column or over a group of neighbors."""

    label: str
    style: str
    columns: int = 1
    rows: int = 1


@register.filter
def share(number: float) -> str:
    """A share of 0 to 1 in percent with one place: 0.4123 -> 41,2 %."""
    return f"{number * 100:.1f} %".replace(".", ",")


@register.filter
def heads(report: Report) -> list[list[HeadCell]]:
    """The one or two lines of a report's heading."""
    if not any(c.group for c in report.seen):
        return [[HeadCell(told(c.label), _STYLES[c.kind]) for c in report.seen]]
    top: list[HeadCell] = []
    under: list[HeadCell] = []
    at = 0
    columns = report.seen
    while at < len(columns):
        column = columns[at]
        if not column.group:
            top.append(HeadCell(told(column.label), _STYLES[column.kind], rows=2))
            at += 1
            continue
        end = at
        while end < len(columns) and columns[end].group == column.group:
            under.append(HeadCell(told(columns[end].label), _STYLES[columns[end].kind]))
            end += 1
        top.append(HeadCell(told(column.group), "group", columns=end - at))
        at = end
    return [top, under]
