"""Report: the one vocabulary of every table people read, download or print.

A department computes a ``Report``; the screen and ``platform.printing`` show it. Pure values: no clock, no
database. Amounts are PLN in whole grosze, days are ``date``.

>>> report = Report(
...     code="demo", title="Obroty", company_name="Próbna sp. z o.o.", company_nip="5250001009",
...     period_label="2026-09",
...     columns=(Column("konto", "Konto", "code"), Column("wn", "Wn", "money")),
...     rows=(Row({"konto": "010", "wn": Decimal("10.00")}),
...           Row({"konto": "Razem", "wn": Decimal("10.00")}, kind="sum")),
...     totals={"wn": Decimal("10.00")},
... )
>>> check_totals(report)
>>> [row.cells["konto"] for row in data_rows(report)]
['010']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from zaplecze.platform.money import GROSZ, ZERO, format_pln
from zaplecze.platform.refusal import Refusal

ColumnKind = Literal["text", "money", "number", "date", "int", "code"]
RowKind = Literal["row", "line", "group", "sum", "aside"]

_COLUMN_KINDS = frozenset({"text", "money", "number", "date", "int", "code"})
_ROW_KINDS = frozenset({"row", "line", "group", "sum", "aside"})


class TotalsDiffer(Refusal):
    """A total under a column isn't the sum of the column's rows: such a paper must not leave the office."""

    code = "platform.report-totals-differ"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in the cells, its label, what it holds.

    ``kind`` says what a cell is: ``text`` and ``code`` str, ``money`` Decimal in PLN with at most two places,
    ``number`` a Decimal like that in the unit that its label or another column tells (its zero is shown, it has no
    sum), ``date`` date, ``int`` int; every cell may be None. A code (an account, a number of an entry) is
    never taken for a number: "010" stays "010". ``group`` is the label over neighboring columns. ``width`` is the
    wished width in characters; without it renderers measure. ``once``: on a screen and on paper its cell stands on
    the first of the rows that belong together; data files have it on each. ``foreign`` says of amounts that they are
    in the row's own currency: they are never summed, and open to no entries of theirs. ``unseen`` columns stand in
    data files alone: they say of each row what a screen and paper say by headings (which side of a balance sheet).
    """

    key: str
    label: str
    kind: ColumnKind
    group: str = ""
    width: int | None = None
    once: bool = False
    foreign: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line: cells by column key; a missing key is an empty cell.

    ``group`` (a heading) and ``sum`` (a subtotal) only present the ``row`` lines near them: totals are made of
    ``row`` lines alone, data files of them and of ``line`` ones. A ``line`` is a position of a statement that sums
    others (A, AKTYWA RAZEM, a net profit): it looks like a subtotal, and is a figure that files have to tell; a
    report with such lines has no totals of columns. An ``aside`` is told beside them: it is in data files, but in
    no total (an off-balance account). ``links`` maps a column key to a URL path, for screens only.
    ``continues``: the row belongs to the one above it (a further line of an entry). ``level`` indents its first text.
    A ``balance`` is a row that looks like a subtotal: what an account held before or after its lines.
    """

    cells: Mapping[str, object]
    links: Mapping[str, str] = field(default_factory=dict)
    kind: RowKind = "row"
    continues: bool = False
    level: int = 0
    balance: bool = False

    @property
    def look(self) -> str:
        """How the row stands on a screen and on paper: as its kind, or as a subtotal."""
        return "sum" if self.balance or self.kind == "line" else self.kind

    def hides(self, column: Column) -> bool:
        """Whether the column's cell stands on a row above already."""
        return self.continues and column.once


@dataclass(frozen=True, slots=True)
class Report:
    """A table with its heading.

    ``code`` is the stable name for machines (``trial-balance``); ``totals`` gives the sums by the key of a
    money column: those columns, and only those, are summed and carried over from page to page (a running
    balance stays out); ``total_links`` leads from them as a row's links do. ``signatures`` are lines to sign on at
    the end of the printout, on paper alone. ``carried`` are sums of the same columns from before the first row
    (the journal's turnovers of earlier months): the first page carries them in, the last line tells them with the
    totals under ``running_label``; ``running_links`` lead from there. ``total_label`` stands on a screen in
    place of Razem. ``apart`` is the key of a column whose every value (an account) has sums of its own on paper:
    pages carry them over under its name, and Ogółem alone sums all. Raises ValueError, naming the place, where a
    cell doesn't fit its column.
    """

    code: str
    title: str
    company_name: str
    company_nip: str
    period_label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: Mapping[str, Decimal]
    notes: tuple[str, ...] = ()
    landscape: bool = True
    signatures: tuple[str, ...] = ()
    total_links: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, Decimal] = field(default_factory=dict)
    total_label: str = ""
    running_label: str = "Od początku roku"
    running_links: Mapping[str, str] = field(default_factory=dict)
    apart: str = ""

    @property
    def running(self) -> dict[str, Decimal]:
        """Totals together with what was carried in; nothing where nothing was."""
        return {key: self.totals[key] + a for key, a in self.carried.items()}

    @property
    def seen(self) -> tuple[Column, ...]:
        """The columns of a screen and of paper."""
        return tuple(c for c in self.columns if not c.unseen)

    def __post_init__(self) -> None:
        kinds = {c.key: c.kind for c in self.columns}
        if not kinds or len(kinds) != len(self.columns):
            raise ValueError(f"zestawienie {self.code}: kolumny muszą mieć niepowtarzalne klucze")
        for column in self.columns:
            if column.kind not in _COLUMN_KINDS:
                raise ValueError(f"kolumna {column.key}: nieznany rodzaj „{column.kind}”")
        if self.apart and (self.apart not in kinds or self.carried):
            raise ValueError(f"zestawienie {self.code}: nie da się liczyć sum osobno")
        for key, amount in self.totals.items():
            if kinds.get(key) != "money":
                raise ValueError(
                    f"suma „{key}”: zestawienie {self.code} nie ma takiej kolumny kwot"
                )
            _check_cell(amount, "money", f"suma „{key}”")
        if not self.carried.keys() <= self.totals.keys():
            raise ValueError(f"zestawienie {self.code}: przeniesienie bez sumy")
        if self.totals and any(row.kind == "line" for row in self.rows):
            raise ValueError(f"zestawienie {self.code}: pozycje sprawozdania nie mają sum kolumn")
        for number, row in enumerate(self.rows, 1):
            _check_row(row, kinds, f"wiersz {number}")


def _check_row(row: Row, kinds: Mapping[str, ColumnKind], place: str) -> None:
    if row.kind not in _ROW_KINDS:
        raise ValueError(f"{place}: nieznany rodzaj „{row.kind}”")
    for key, value in row.cells.items():
        kind = kinds.get(key)
        if kind is None:
            raise ValueError(f"{place}: nie ma kolumny „{key}”")
        if value is not None:
            _check_cell(value, kind, f"{place}, kolumna „{key}”")


def _check_cell(value: object, kind: ColumnKind, place: str) -> None:
    if kind in ("money", "number"):
        fits = isinstance(value, Decimal) and value.is_finite() and value == value.quantize(GROSZ)
    elif kind == "date":
        fits = isinstance(value, date) and not isinstance(value, datetime)
    elif kind == "int":
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise ValueError(f"{place}: {value!r} nie pasuje do rodzaju „{kind}”")


def data_rows(report: Report) -> Iterator[Row]:
    """The ``row`` lines, without headings and subtotals: what totals are made of."""
    return (row for row in report.rows if row.kind == "row")


def file_rows(report: Report) -> Iterator[Row]:
    """What data files tell, in order: the ``row`` lines and the positions of a statement that sum them."""
    return (row for row in report.rows if row.kind in {"row", "line"})


def asides(report: Report) -> list[Row]:
    """The ``aside`` lines: data that no total counts."""
    return [row for row in report.rows if row.kind == "aside"]


def amount_in(row: Row, key: str) -> Decimal:
    """The amount in a money cell in PLN, 0.00 where it is empty."""
    value = row.cells.get(key)
    return value if isinstance(value, Decimal) else ZERO


def check_totals(report: Report) -> None:
    """Refuse (``TotalsDiffer``) a report with a total that isn't the sum of its ``row`` lines."""
    sums = dict.fromkeys(report.totals, ZERO)
    for row in data_rows(report):
        for key in sums:
            sums[key] += amount_in(row, key)
    labels = {c.key: c.label for c in report.columns}
    for key, total in report.totals.items():
        if sums[key] != total:
            raise TotalsDiffer(
                f"{report.title}: w kolumnie „{labels[key]}” wiersze dają {format_pln(sums[key])}, "
                f"a podsumowanie {format_pln(total)}. Przelicz zestawienie jeszcze raz; jeśli różnica "
                f"zostanie, nie drukuj go i zgłoś błąd programu."
            )
