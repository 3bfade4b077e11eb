"""How wide the columns of a printout are, and on which paper and in which size of type they fit.

Widths are in em until the size is chosen, then in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.platform.money import ZERO, format_pln
from zaplecze.platform.printing.cells import column_groups, shown
from zaplecze.platform.printing.metrics import Metrics, printable
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Column, Report, Row, amount_in, data_rows

MARGIN_X = 32.0
MARGIN_Y = 34.0
PADDING_X = 0.42  # em on each side of a cell

_A4 = (595.28, 841.89)
_A3 = (841.89, 1190.55)
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_TEXT_CHARACTER = 0.48  # em: a usual character of Polish prose
_TEXT_MAX = 26.0  # em: a longer text is better broken than given the whole page
_TEXT_MIN = 8.0
_CODE_MAX = 16.0
_SLACK = 0.06  # em against rounding in the engine

LABELS = ("Z przeniesienia", "Do przeniesienia", "Razem strona", "Ogółem")


class TooWide(Refusal):
    """The columns don't fit even the widest paper in the smallest type."""

    code = "platform.report-too-wide"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper (points), size of type (points), column widths (points) and the sums' place.

    ``label_columns`` is how many columns stand before the first summed one and give the labels of sums their room;
    ``label_only`` says that the first of them is an added, empty one.
    """

    paper: tuple[float, float]
    size: float
    widths: tuple[float, ...]
    label_columns: int
    label_only: bool


@dataclass(frozen=True, slots=True)
class _Wish:
    least: float
    natural: float
    flexible: bool


def fit(report: Report, metrics: Metrics) -> Sheet:
    """Choose the paper and the type: A4 as the report wishes, smaller type, A4 lying, A3 lying.

    Raises TooWide.
    """
    wishes = [_wish(report, column, metrics) for column in report.seen]
    wishes = _with_room_for_groups(report.seen, wishes, metrics)
    summed = [i for i, c in enumerate(report.seen) if c.key in report.totals]
    label_columns = summed[0] if summed else 0
    label_only = bool(summed) and label_columns == 0
    if label_only:
        wishes.insert(0, _Wish(0, 0, flexible=False))
        label_columns = 1
    if summed:
        wishes = _with_room_for_labels(wishes, label_columns, _labels(report), metrics)
    for paper, size in _choices(landscape=report.landscape):
        room = (paper[0] - 2 * MARGIN_X) / size
        if sum(w.least for w in wishes) <= room:
            widths = tuple(w * size for w in _shared(wishes, room))
            return Sheet(paper, size, widths, label_columns, label_only)
    raise TooWide(
        f"{report.title}: {len(report.seen)} kolumn nie mieści się na wydruku. Ukryj część kolumn albo "
        f"pobierz zestawienie jako arkusz Excel."
    )


def _choices(*, landscape: bool) -> Iterator[tuple[tuple[float, float], float]]:
    lying = [(_A4[1], _A4[0]), (_A3[1], _A3[0])]
    for paper in lying if landscape else [_A4, *lying]:
        for size in _SIZES:
            yield paper, size


def _wish(report: Report, column: Column, metrics: Metrics) -> _Wish:
    padding = 2 * PADDING_X + _SLACK
    texts = {printable(shown(row.cells.get(column.key))) for row in report.rows}
    bold_texts = {
        printable(shown(row.cells.get(column.key)))
        for row in report.rows
        if row.look == "sum" or (row.look == "group" and not _runs_on(report, row, column))
    }
    if column.key in report.totals:
        bold_texts |= _possible_sums(report, column.key)
    head = max(
        (metrics.width(word, bold=True) for word in printable(column.label).split(" ")), default=0.0
    )
    if column.kind in ("money", "number", "date", "int"):
        natural = max(
            head,
            max((metrics.width(t) for t in texts), default=0.0),
            max((metrics.width(t, bold=True) for t in bold_texts), default=0.0),
        )
        return _Wish(natural + padding, natural + padding, flexible=False)
    longest = max(
        max((metrics.width(t) for t in texts), default=0.0),
        max((metrics.width(t, bold=True) for t in bold_texts), default=0.0),
    )
    if column.kind == "code":
        natural = max(head, min(longest, _CODE_MAX))
        return _Wish(natural + padding, natural + padding, flexible=False)
    wished = _TEXT_MAX if column.width is None else column.width * _TEXT_CHARACTER
    natural = max(head, min(longest, wished))
    return _Wish(max(head, min(natural, _TEXT_MIN)) + padding, natural + padding, flexible=True)


def _runs_on(report: Report, row: Row, column: Column) -> bool:
    """Whether a heading's text takes the empty cells behind it: its column needs no room for it then."""
    behind = report.columns[report.columns.index(column) + 1 :]
    return column.kind in ("text", "code") and (
        not behind or not shown(row.cells.get(behind[0].key))
    )


def _possible_sums(report: Report, key: str) -> set[str]:
    """The longest amounts that sums of pages and sums carried over can reach."""
    low = high = running = report.carried.get(key, ZERO)
    for row in data_rows(report):
        running += amount_in(row, key)
        low, high = min(low, running), max(high, running)
    return {format_pln(amount) for amount in (high, low, high - low, low - high, Decimal(0))}


def _with_room_for_groups(
    columns: Sequence[Column], wishes: list[_Wish], metrics: Metrics
) -> list[_Wish]:
    start = 0
    for label, count in column_groups(columns):
        words = printable(label).split(" ")
        need = max(metrics.width(w, bold=True) for w in words) + 2 * PADDING_X + _SLACK
        wishes = _with_room(wishes, start, start + count, need)
        start += count
    return wishes


def _labels(report: Report) -> list[str]:
    """What stands before sums of pages: of a report in parts with the longest of their names."""
    if not report.apart:
        return list(LABELS)
    label = next(c.label for c in report.columns if c.key == report.apart).lower()
    names = (printable(shown(row.cells.get(report.apart))) for row in report.rows)
    longest = max(names, key=len, default="")
    return [*LABELS, *(printable(f"{t}, {label} {longest}") for t in LABELS)]


def _with_room_for_labels(
    wishes: list[_Wish], columns: int, labels: Sequence[str], metrics: Metrics
) -> list[_Wish]:
    need = max(metrics.width(t, bold=True) for t in labels) + 2 * PADDING_X + _SLACK
    return _with_room(wishes, 0, columns, need)


def _with_room(wishes: list[_Wish], start: int, end: int, need: float) -> list[_Wish]:
    """Widen the last of the columns so that together they take at least ``need``."""
    missing = max(0.0, need - sum(w.least for w in wishes[start:end]))
    last = wishes[end - 1]
    least = last.least + missing
    wider = _Wish(least, max(least, last.natural), last.flexible)
    return [*wishes[: end - 1], wider, *wishes[end:]]


def _shared(wishes: Sequence[_Wish], room: float) -> list[float]:
    """Widths that fill ``room``: texts give way where it is tight and take what is left over."""
    widths = [w.least for w in wishes]
    left = room - sum(widths)
    hungry = [i for i, w in enumerate(wishes) if w.natural > w.least]
    hungry.sort(key=lambda i: wishes[i].natural - wishes[i].least)
    for position, index in enumerate(hungry):
        share = left / (len(hungry) - position)
        given = min(share, wishes[index].natural - wishes[index].least)
        widths[index] += given
        left -= given
    takers = [i for i, w in enumerate(wishes) if w.flexible] or list(range(len(wishes)))
    weights = sum(wishes[i].natural for i in takers)
    for index in takers:
        widths[index] += left * wishes[index].natural / weights
    return widths
