from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.platform.money import format_pln
from zaplecze.platform.printing import (
    UnknownForm,
    render,
    to_csv,
    to_json,
    to_pdf,
    to_text,
    to_xlsx,
)
from zaplecze.platform.printing.columns import fit
from zaplecze.platform.printing.metrics import metrics
from zaplecze.platform.printing.pages import Cutter
from zaplecze.platform.report import Column, Report, Row, TotalsDiffer, check_totals
from zaplecze.platform.templatetags.polish import cells, heads, on_screen, told

AT = datetime(2026, 9, 28, 8, 30, tzinfo=UTC)
COLUMNS = (
    Column("account", "Konto", "code"),
    Column("text", "Opis", "text"),
    Column("day", "Data", "date"),
    Column("debit", "Wn", "money", group="Obroty"),
    Column("credit", "Ma", "money", group="Obroty"),
)


def report(rows: list[Row]) -> Report:
    def total(key: str) -> Decimal:
        return sum(
            (Decimal(str(r.cells.get(key) or 0)) for r in rows if r.kind == "row"), Decimal("0.00")
        )

    return Report(
        code="proba",
        title="Zestawienie próbne",
        company_name="Żółw i Spółka sp. z o.o.",
        company_nip="9990010030",
        period_label="09.2026",
        columns=COLUMNS,
        rows=tuple(rows),
        totals={"debit": total("debit"), "credit": total("credit")},
    )


def line(
    n: int, text: str = "Zażółć gęślą jaźń", debit: str = "10.01", credit: str = "3.33"
) -> Row:
    return Row(
        {
            "account": f"0{n}",
            "text": text,
            "day": date(2026, 9, 1),
            "debit": Decimal(debit),
            "credit": Decimal(credit),
        }
    )


LONG = report(
    [Row({"account": "0", "text": "Aktywa"}, kind="group"), *(line(n) for n in range(160))]
)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    return done.stdout.replace("\u00a0", " ")


def test_every_page_carries_its_sum_on(tmp_path: Path) -> None:
    pages = (
        text_of(to_pdf(LONG, printed_by="Kalina", printed_at=AT), tmp_path).strip("\f").split("\f")
    )
    assert len(pages) > 2

    def sums(page: str, label: str) -> list[Decimal]:
        (found,) = [x for x in page.splitlines() if label in x] or [""]
        return [
            Decimal(m.replace(" ", "").replace(",", "."))
            for m in re.findall(r"[\d ]*\d,\d\d", found.split(label)[-1])
        ]

    carried = [Decimal("0.00")] * 2
    for number, page in enumerate(pages, 1):
        assert f"strona {number} z {len(pages)}" in page
        assert "Wydruk: Kalina, 28.09.2026 10:30" in page
        assert "Zestawienie próbne" in page
        if number > 1:
            assert sums(page, "Z przeniesienia") == carried
        mine = sums(page, "Razem strona")
        carried = [c + m for c, m in zip(carried, mine, strict=True)]
        if number < len(pages):
            assert sums(page, "Do przeniesienia") == carried
    assert carried == [Decimal("1601.60"), Decimal("532.80")]
    assert sums(pages[-1], "Ogółem") == carried


def card(account: str, count: int) -> list[Row]:
    """A card of so many lines of 1.00, with its heading and its balances."""
    told = {"account": account}
    return [
        Row({**told, "text": f"Nazwa {account}"}, kind="group"),
        Row({**told, "text": "Saldo początkowe"}, continues=True, balance=True),
        *(
            Row({**told, "text": "wpłata", "debit": Decimal("1.00")}, continues=True)
            for _ in range(count)
        ),
        Row({**told, "text": "Saldo końcowe"}, continues=True, balance=True),
    ]


def test_pages_of_cards_name_their_account_and_sum_it_alone() -> None:
    """Cards of 30, 100 and 4 lines: whatever page is torn out tells its account, and carries its sums alone."""
    rows = [*card("132-0000001", 30), *card("201", 100), *card("999", 4)]
    cards = replace(
        report(rows),
        columns=(replace(COLUMNS[0], once=True), *COLUMNS[1:]),
        apart="account",
    )
    measured = metrics()
    pages = Cutter(cards, fit(cards, measured), measured).pages(400.0)

    def texts(line: dict[str, object]) -> list[str]:
        return [" ".join(cell[0]) for cell in line["cells"]]  # type: ignore[attr-defined]

    def told(page: list[dict[str, object]], kind: str) -> list[tuple[str, str]]:
        found = [texts(line) for line in page if line["kind"] == kind]
        return [(t[0], t[1]) for t in found]

    first, second, *_, last = pages
    assert told(first, "forward")[0][0] == "Do przeniesienia, konto 132-0000001"
    assert told(second, "carried") == [
        ("Z przeniesienia, konto 132-0000001", told(first, "forward")[0][1])
    ]
    assert texts(second[1])[0] == "132-0000001"
    ends = [forward for page in pages for forward in told(page, "forward")]
    assert {name.rsplit(" ")[-1] for name, _ in ends} == {"132-0000001", "201"}
    assert all(Decimal(amount.replace(",", ".")) <= 100 for _, amount in ends)
    assert told(last, "total") == [("Ogółem", "134,00")]
    for page in pages:
        assert texts(page[0])[0] or texts(page[1])[0]
        assert sum(float(str(line["height"])) for line in page) <= 400


def test_a_heading_in_bold_has_room_for_its_code() -> None:
    """The number of an account in a heading isn't broken, even where it is the longest of its column."""
    heading = Row({"account": "401-0", "text": "Zużycie materiałów"}, kind="group")
    tight = replace(
        report([heading, line(1)]), columns=(replace(COLUMNS[0], label="K"), *COLUMNS[1:])
    )
    measured = metrics()
    sheet = fit(tight, measured)
    number, *_ = Cutter(tight, sheet, measured).pages(400.0)[0][0]["cells"]  # type: ignore[misc]
    assert number[0] == ["401-0"]
    assert sheet.widths[0] / sheet.size >= measured.width("401-0", bold=True)


def test_a_printout_is_pdf_a_and_always_the_same() -> None:
    one = to_pdf(LONG, printed_by="Kalina", printed_at=AT)
    assert one == to_pdf(LONG, printed_by="Kalina", printed_at=AT)
    assert b"pdfaid:part" in one or b"pdfaid" in one


def test_markup_in_a_text_is_only_a_text(tmp_path: Path) -> None:
    nasty = '#panic("x") *gwiazdka* $x$ <etykieta> @ref \\ "cudzysłów"'
    text = text_of(to_pdf(report([line(1, nasty)]), printed_by="K", printed_at=AT), tmp_path)
    assert '#panic("x")' in text
    assert "*gwiazdka*" in " ".join(text.split())


def test_json_for_programs() -> None:
    told = json.loads(to_json(LONG))
    assert told["totals"] == {"debit": "1601.60", "credit": "532.80"}
    assert len(told["rows"]) == 160
    assert told["rows"][0] == {
        "account": "00", "text": "Zażółć gęślą jaźń", "day": "2026-09-01", "debit": "10.01", "credit": "3.33",
    }  # fmt: skip


def test_csv_for_polish_excel() -> None:
    data = to_csv(report([line(1, "=HYPERLINK(1)", debit="-1234.5")]))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["01", "'=HYPERLINK(1)", "2026-09-01", "-1234,50", "3,33"]


def test_excel_holds_numbers_and_no_formula_of_a_stranger() -> None:
    from python_calamine import CalamineWorkbook

    data = to_xlsx(report([line(7, "=1+1"), line(8)]), created_at=AT)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    cells = [c for row in rows for c in row]
    assert "=1+1" in cells
    assert "07" in cells
    assert cells.count(10.01) == 2
    assert 20.02 in cells


def test_a_terminal_sees_aligned_columns() -> None:
    text = to_text(report([line(1), line(22)]))
    widths = {len(x) for x in text.splitlines() if "10,01" in x}
    assert len(widths) == 1
    assert "20,02" in text


def test_a_total_that_is_no_sum_is_not_printed() -> None:
    good = report([line(1)])
    wrong = Report(
        **{f: getattr(good, f) for f in good.__slots__} | {"totals": {"debit": Decimal("1.00")}}
    )
    with pytest.raises(TotalsDiffer):
        check_totals(wrong)
    for form in ("pdf", "xlsx", "csv", "json", "table"):
        with pytest.raises(TotalsDiffer):
            render(wrong, form, printed_by="K", printed_at=AT)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UnknownForm):
        render(LONG, "docx", printed_by="K", printed_at=AT)


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


@settings(max_examples=25, deadline=None)
@given(st.lists(texts, min_size=1, max_size=5))
def test_any_text_is_printed_in_every_form(written: list[str]) -> None:
    made = report([line(n, text) for n, text in enumerate(written)])
    for form in ("json", "csv", "xlsx", "pdf", "table"):
        data, _, name = render(made, form, printed_by="K", printed_at=AT)
        assert data
        assert name.isascii()


def entry(n: int, *, continues: bool = False) -> Row:
    return replace(line(n, text=f"wpis numer {n}"), continues=continues)


def test_what_an_entry_says_stands_once_on_paper_and_on_each_row_of_data(tmp_path: Path) -> None:
    """Each page begins with it again; a screen hides it and its link."""
    columns = tuple(replace(c, once=c.key in {"text", "day"}) for c in COLUMNS)
    rows = [entry(n // 90, continues=n % 90 > 0) for n in range(180)]
    told = replace(report(rows), columns=columns)
    text = text_of(to_pdf(told, printed_by="Kalina", printed_at=AT), tmp_path)
    pages = text.count("Wydruk:")
    assert pages > 3
    assert text.count("wpis numer 0") + text.count("wpis numer 1") == 2 + pages - 1
    assert to_csv(told).decode().count("wpis numer 1") == 90
    linked = replace(rows[1], links={"text": "/x"})
    assert [(c.text, c.url) for c in cells(linked, told)][1:3] == [("", ""), ("", "")]
    assert [c.text for c in cells(rows[0], told)][1] == "wpis numer 0"


def test_levels_are_indented_and_statements_are_signed_on_paper_alone(tmp_path: Path) -> None:
    deep = [replace(line(n), level=n % 5) for n in range(10)]
    signed = replace(report(deep), signatures=("Sporządził", "Kierownik jednostki"), totals={})
    text = text_of(to_pdf(signed, printed_by="Kalina", printed_at=AT), tmp_path)
    starts = [row.index("Zażółć") for row in text.splitlines() if "Zażółć" in row][:5]
    assert starts == sorted(starts)
    assert len(set(starts)) > 1
    assert "Kierownik jednostki" in text
    for data in (to_csv(signed).decode(), to_json(signed), to_text(signed)):
        assert "Kierownik" not in data
    assert "level-2" in [c.style for c in cells(deep[2], signed)][1].split()


def test_nobody_signs_an_empty_page(tmp_path: Path) -> None:
    """However many lines there are, the page of signatures holds some of them."""
    for count in range(46, 66, 2):
        rows = replace(
            report([line(n) for n in range(count)]),
            signatures=("Sporządził",),
            totals={},
            landscape=False,
        )
        pages = text_of(to_pdf(rows, printed_by="K", printed_at=AT), tmp_path).split("\f")
        (signed,) = [page for page in pages if "Sporządził" in page]
        assert "Zażółć" in signed, count


def test_an_empty_report_says_so_on_paper(tmp_path: Path) -> None:
    assert "Brak pozycji." in text_of(to_pdf(report([]), printed_by="K", printed_at=AT), tmp_path)


def test_zero_has_no_sign() -> None:
    assert format_pln(-1 * Decimal("0.00")) == format_pln(Decimal("-0.004")) == "0,00"
    assert format_pln(Decimal("-0.01")) == "−0,01"


def test_positions_of_a_statement_are_in_every_file_and_its_side_in_files_alone() -> None:
    """A sum is a figure: bold on paper, a row of files. What a heading says on paper a column says in files."""
    money, zero = Decimal("5.00"), -Decimal("0.00")
    made = Report(
        code="bilans",
        title="Bilans",
        company_name="Próba",
        company_nip="",
        period_label="2026",
        columns=(
            Column("side", "Strona", "text", unseen=True),
            Column("name", "Treść", "text"),
            Column("amount", "2026", "money"),
        ),
        rows=(
            Row({"name": "AKTYWA"}, kind="group"),
            Row({"side": "Aktywa", "name": "A", "amount": money}, kind="line"),
            Row({"side": "Aktywa", "name": "A.I", "amount": money}, level=1),
            Row({"side": "Aktywa", "name": "razem", "amount": zero}, kind="line"),
        ),
        totals={},
    )
    wanted = [["Aktywa", "A", "5.00"], ["Aktywa", "A.I", "5.00"], ["Aktywa", "razem", "0.00"]]
    assert [list(row.values()) for row in json.loads(to_json(made))["rows"]] == wanted
    written = list(csv.reader(io.StringIO(to_csv(made).decode("utf-8-sig")), delimiter=";"))
    assert written == [
        ["Strona", "Treść", "2026"],
        *([*row[:2], row[2].replace(".", ",")] for row in wanted),
    ]
    assert "Strona" not in to_text(made)
    assert [len(list(cells(row, made))) for row in made.rows[1:]] == [2, 2, 2]
    assert to_pdf(made, printed_by="Test", printed_at=AT).startswith(b"%PDF")
    with pytest.raises(ValueError, match="nie mają sum kolumn"):
        replace(made, totals={"amount": money})


def test_a_wide_table_hides_its_empty_amounts_on_a_screen_and_says_so() -> None:
    """Of twelve columns one holds nothing: the screen goes without it, files and narrow tables keep all."""
    amounts = tuple(Column(f"k{n}", f"K_{n}", "money") for n in range(12))
    cells = {f"k{n}": Decimal(n) for n in range(12)}
    wide = replace(
        report([]), columns=amounts, rows=(Row(cells),), totals={"k0": Decimal(0), "k1": Decimal(1)}
    )
    shown = on_screen(wide)
    assert [c.key for c in shown.columns] == [f"k{n}" for n in range(1, 12)]
    assert "K_0" in shown.notes[-1]
    assert shown.totals == {"k1": Decimal(1)}
    assert on_screen(replace(wide, columns=amounts[:5], rows=(), totals={})).columns == amounts[:5]
    assert b"K_0" in to_csv(wide)


def test_a_screen_has_its_language_and_a_file_is_polish() -> None:
    """Heads and sums of a report on an English screen are English; its file keeps the Polish ones."""
    with translation.override("en"):
        (head,) = heads(
            replace(
                report([line(1)]), columns=(Column("account", "Konto", "code"),), rows=(), totals={}
            )
        )
        assert head[0].label == "Account"
        assert told("Zestawienie obrotów i sald") == "Trial balance"
        assert told("Żółw i Spółka") == "Żółw i Spółka"
        assert b"Konto" in to_csv(report([line(1)]))
