"""Savings of the demo's firm: eleven months of its own papers, counted, printed, and opened down to the events."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from lxml import html
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from zaplecze.config.demo_circulation import (
    BY_HAND_MONTHS,
    PALARNIA,
    People,
    keep_circulation,
    months_before,
)
from zaplecze.controlling.api import agreements_kept, savings
from zaplecze.controlling.log import histories
from zaplecze.controlling.rules.survival import HORIZON_HOURS
from zaplecze.controlling.savings import facts
from zaplecze.controlling.savings.behind import printouts_of
from zaplecze.controlling.savings.reports import curve_report, months_report
from zaplecze.controlling.savings.statement import print_statement
from zaplecze.controlling.web.savings import lines_of
from zaplecze.office.audit import run_audits
from zaplecze.office.verify import verify
from zaplecze.platform.days import working_hours
from zaplecze.platform.links import Link
from zaplecze.platform.models import Event, Printout
from zaplecze.platform.scope import company_scope
from zaplecze.platform.webreport import company_link

NOW = datetime(2026, 11, 25, 17, tzinfo=UTC)
PERIOD = ((2026, 1), (2026, 11))
GOLDEN = Path(__file__).with_name("golden")
PAGE = f"/f/{PALARNIA.nip}/controlling"


@pytest.fixture
def palarnia(make_company: Any, make_person: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The firm and its five people by role."""
    firm = make_company(nip=PALARNIA.nip, name=PALARNIA.name)
    roles = ("owner", "approver", "accountant", "manager", "auditor")
    people = {role: make_person(firm, role) for role in roles}
    keep_circulation(firm.id, People(*(people[r].id for r in roles)), NOW)
    yield firm, people


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_eleven_months_are_measured_printed_and_open_down_to_the_events(
    palarnia: tuple[Any, dict[str, Any]], time_machine: Any
) -> None:
    firm, people = palarnia
    time_machine.move_to(NOW, tick=False)
    assert months_before(NOW) == [(2026, m) for m in range(1, 12)]
    with company_scope(firm.id):
        told = savings(first=PERIOD[0], last=PERIOD[1], as_of=NOW)
        kept = agreements_kept(months=PERIOD, as_of=NOW)
        events = list(Event.objects.order_by("seq"))
        printed = Printout.objects.filter(form="pdf").count()
        statement = print_statement(firm, told, printed_by="Osoba 4", printed_at=NOW)
    _figures_agree_with_the_log(told, events, printed)
    _agreements_agree_with_the_log(firm, kept)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(statement)).pages)
    golden("savings-statement.txt", text)
    page = signed_in(people["manager"]).get(f"{PAGE}/obieg/?od=2026-01&do=2026-11")
    (drawn,) = re.findall(r'<svg [^>]*class="flow-map">.*?</svg>', page.content.decode(), re.DOTALL)
    golden("flow-map.svg", drawn.replace("><", ">\n<"))
    _the_statement_says_what_the_page_opens(text, told, company_link(firm.nip))
    _every_month_and_every_point_of_the_curve_opens(firm, told)
    _every_figure_opens(signed_in(people["manager"]), told)
    answer = signed_in(people["manager"]).get(
        f"{PAGE}/oszczednosci/z-czego/?miesiac=2026-05&co=all&od=2026-01&do=2026-11"
    )
    assert len(answer.context["report"].rows) == told.months[4].papers
    _nobody_else_sees(people)
    assert run_audits() == []
    assert verify() == []


def _figures_agree_with_the_log(told: Any, events: list[Event], printed: int) -> None:
    """The statement's figures, counted once more in plain Python from every event."""
    ways: dict[int, list[Event]] = {}
    statements = {
        e.document_id
        for e in events
        if e.code == "documents.document.received" and e.data["kind"] == "bank_statement"
    }
    for event in events:
        if event.document_id is not None and event.document_id not in statements:
            ways.setdefault(event.document_id, []).append(event)
    put_back = {
        d: max((e.seq for e in way if is_put_back(e)), default=0) for d, way in ways.items()
    }
    posted = {
        d: next((e for e in way if e.code == "ledger.entry.posted" and e.seq > put_back[d]), None)
        for d, way in ways.items()
    }
    open_papers = [d for d, entry in posted.items() if entry is None]
    hands = [
        e
        for e in events
        if e.code == "ledger.entry.posted" and e.by_id is not None and e.document_id in ways
    ]
    wrong = {
        e.document_id
        for e in events
        if e.code == "ledger.entry.reversed"
        or (e.data.get("verdict") == "returned" and not is_put_back(e))
    }
    assert (told.of("cycle").n, told.of("cycle").censored) == (len(ways), len(open_papers))
    assert len(open_papers) == 5
    assert told.of("errors").now.value == pytest.approx(len(wrong) / len(ways))
    straight = len(ways) - len(open_papers) - len({e.document_id for e in hands})
    done = len(ways) - len(open_papers)
    assert told.of("straight").now.value == pytest.approx(straight / done)
    assert told.of("prints").now.value == pytest.approx(printed / len(ways))
    by_month = [m.straight for m in told.months]
    assert by_month[:BY_HAND_MONTHS] == [0] * BY_HAND_MONTHS
    assert min(by_month[BY_HAND_MONTHS:]) > 0
    # Of the months whose papers have all ended, the curve's mean is the plain mean.
    for number, line in enumerate(told.months[:-1]):
        hours = [
            min(HORIZON_HOURS, working_hours(way[0].at, posted[d].at))  # type: ignore[union-attr]
            for d, way in ways.items()
            if way[0].at.month == number + 1
        ]
        assert line.mean.value == pytest.approx(sum(hours) / len(hours), abs=0.01)
        assert line.papers == len(hours)


def is_put_back(event: Event) -> bool:
    """Whether a paper that had ended went back on the desk: after a storno, or taken up again."""
    return event.data.get("verdict") == "returned" and event.data["step"] == event.data["next_step"]


def _agreements_agree_with_the_log(firm: Any, kept: list[Any]) -> None:
    assert [k.row.work for k in kept] == ["code", "whole"]
    with company_scope(firm.id):
        ways = histories(kinds={"cost_invoice"}, months=PERIOD, as_of=NOW)
    whole = kept[1]
    assert whole.card.done + whole.card.open == len(ways) == len(whole.papers)
    assert whole.card.open == 5
    assert whole.card.stopped > 0, "some of them wait for the client"
    for paper, way in zip(whole.papers, ways, strict=True):
        spans = [s for s in way.spans if s.kind != "pay"]
        whole_time = sum(working_hours(s.start, s.end or NOW) for s in spans)
        assert paper.counted + paper.waited_elsewhere == pytest.approx(whole_time)


def _every_figure_opens(client: Client, told: Any) -> None:
    """Each number leads to as many rows, and each row to the card with its events."""
    page = client.get(f"{PAGE}/oszczednosci/?od=2026-01&do=2026-11").content.decode()
    links = set(re.findall(r"z-czego/\?co=(\w+)", page))
    assert links == {
        "all", "open", "timed", "errors", "straight", "posted", "prints", "costs", "stopped", "at_risk",
    }  # fmt: skip
    counted = {
        "all": told.of("cycle").n,
        "open": told.of("cycle").censored,
        "timed": told.of("touch").n,
        "errors": round(told.of("errors").now.value * told.of("errors").n),
        "straight": round(told.of("straight").now.value * told.of("straight").n),
        "posted": told.of("straight").n,
        "costs": told.of("cost").n,
        "prints": round(told.of("prints").now.value * told.of("prints").n),
        "stopped": told.stopped.twins + told.stopped.refused,
        "at_risk": told.of("cycle").n,
    }
    # A figure in the page's table is the number of rows that it opens.
    for a in html.fromstring(page).xpath("//main//table//a[contains(@href, 'z-czego/')]"):
        text = "".join(a.itertext()).strip()
        if text.isdecimal():
            assert int(text) == counted[a.get("href").partition("co=")[2]], a.get("href")
    for what in links:
        answer = client.get(f"{PAGE}/oszczednosci/z-czego/?co={what}")
        rows = answer.context["report"].rows
        assert len(rows) == counted[what], what
        if what == "costs":
            assert answer.context["report"].totals["cost"] == sum(
                m.cost for m in told.months if m.cost
            )
        cards = [row.links["number"] for row in rows if row.links]
        if what not in ("prints", "costs", "stopped"):
            assert len(cards) == len(rows)
            card = client.get(cards[0])
            assert card.status_code == 200
            assert card.context["rows"], what
    for table in ("miary", "krzywa", "miesiace"):
        for form in ("xlsx", "pdf", "csv"):
            file = client.get(f"{PAGE}/oszczednosci/?tabela={table}&forma={form}")
            assert file.headers["Content-Disposition"].startswith("attachment"), table
    assert client.get(f"{PAGE}/oszczednosci/?tabela=inna").status_code == 409
    english = {"accept-language": "en"}
    curve = client.get(f"{PAGE}/oszczednosci/?tabela=krzywa", headers=english).context["report"]
    assert (curve.title, curve.columns[0].label) == (
        "How many papers are still on their way",
        "After working hours",
    )
    assert client.get(f"{PAGE}/oszczednosci/z-czego/?co=inne").status_code == 409
    # Of a month alone there is one cost and too few days: figures, and the reason instead of an interval.
    month = client.get(f"{PAGE}/oszczednosci/?od=2026-05&do=2026-05").context["lines"]
    assert {x.c.measure: x.change_limits for x in month}["cost"].startswith("za mało obserwacji")
    statement = client.get(f"{PAGE}/oszczednosci/zestawienie/?od=2026-05&do=2026-05")
    said = " ".join(PdfReader(io.BytesIO(statement.content)).pages[0].extract_text().split())
    assert "razem 4 137,00 zł; przed zmianą 4 600,00 zł, czyli o 463,00 zł mniej" in said
    assert "Przez 12 miesięcy (06.2025 – 05.2026, z kosztem: 5): obietnica" in said
    assert client.get(f"{PAGE}/umowy/karta/").content.startswith(b"%PDF")
    office = client.get("/oszczednosci/").content.decode()
    assert PALARNIA.name in office
    assert 'aria-labelledby="zmiany-tytul' in office
    _pictures_and_files_open(client, told)


def _pictures_and_files_open(client: Client, told: Any) -> None:
    """Parts of the pictures are links; Excel has the papers as a second sheet; the office's pages leave as files."""
    page = client.get(f"{PAGE}/oszczednosci/?od=2026-01&do=2026-11").content.decode()
    parts = re.findall(r'<a href="([^"]+)" aria-label=', page)
    assert len(parts) >= 5 + len(told.months)
    for address in parts:
        assert client.get(address.replace("&amp;", "&")).context["report"].rows, address
    data = client.get(f"{PAGE}/oszczednosci/?tabela=miary&forma=xlsx").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    measures, papers = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert measures[0][0] == "Oszczędności"
    heads = next(row for row in measures if row[0] == "Miara")
    (cycle,) = (row for row in measures if row[0] == "czas obiegu dokumentu")
    read = dict(zip(heads, cycle, strict=True))
    assert (read["Jednostka"], read["Przed"], read["Jednostka zmiany"]) == ("h", 46.0, "%")
    assert read["Teraz"] == pytest.approx(told.of("cycle").now.value, abs=0.005)
    assert read["Zmiana"] == pytest.approx(100 * told.of("cycle").change.value, abs=0.005)
    assert sum(row[0].startswith("ZZ/") for row in papers) == len(told.papers)
    office = client.get("/oszczednosci/").content.decode()
    behind = re.findall(rf'href="({PAGE}/oszczednosci/z-czego/[^"]+)"', office)
    assert len(behind) == 3
    papers_of_year, lying, costs = (
        client.get(address.replace("&amp;", "&")).context["report"] for address in behind
    )
    assert len(papers_of_year.rows) == len(told.papers)
    assert len(lying.rows) == told.of("cycle").censored
    assert len(costs.rows) == told.of("cost").n
    taken = Printout.objects.using("owner").count()
    for address in ("/oszczednosci/", "/obieg/"):
        file = client.get(f"{address}?forma=xlsx")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0)
        assert [PALARNIA.name, PALARNIA.nip] in [row[:2] for row in sheet.to_python()]
        assert client.get(f"{address}?forma=exe").status_code == 409
    assert Printout.objects.using("owner").count() == taken + 2
    # Measuring is no work of the house: what was printed here in this test counts as nobody's prints.
    made = Printout.objects.using("owner").exclude(department="")
    assert made.filter(form="pdf").count() >= 4
    assert set(made.values_list("department", flat=True)) == {"controlling"}
    now = client.get(f"{PAGE}/oszczednosci/?od=2026-01&do=2026-11").context["told"]
    assert now.of("prints").now == told.of("prints").now


def _every_month_and_every_point_of_the_curve_opens(firm: Any, told: Any) -> None:
    """Figures of the two tables lead to lists; each list is as long as its figure says."""
    link = company_link(firm.nip)
    with company_scope(firm.id):
        months, curve = months_report(firm, told, link), curve_report(firm, told, link)
        for line, row in zip(told.months, months.rows, strict=True):
            asked = {
                parse_qs(urlsplit(url).query)["co"][0]: row.cells[cell]
                for cell, url in row.links.items()
                if cell not in ("mean", "cost")
            }
            assert {urlsplit(url).query.partition("&")[0] for url in row.links.values()} == {
                f"miesiac={line.month[0]}-{line.month[1]:02}"
            }
            papers = facts.cohort(first=line.month, last=line.month, as_of=NOW)
            for what, figure in asked.items():
                if what in ("prints", "downloads"):
                    on_paper = what == "prints"
                    found = printouts_of(line.month, line.month, as_of=NOW, on_paper=on_paper)
                else:
                    found = facts.chosen(papers, what)
                assert len(found) == figure, (line.month, what)
        assert len(curve.rows) > 10
        for row in curve.rows:
            asked = parse_qs(urlsplit(row.links["at_risk"]).query)
            assert asked["co"] == ["at_risk"]
            seen = facts.chosen(told.papers, "at_risk", hours=float(asked["godzin"][0]))
            assert len(seen) == row.cells["at_risk"]


def _the_statement_says_what_the_page_opens(text: str, told: Any, link: Link) -> None:
    """Each figure of the printed statement stands on the page, where it opens."""
    plain = " ".join(text.split())
    for line in lines_of(told, link):
        for figure in (line.before, line.now, line.change, str(line.c.n)):
            assert " ".join(figure.split()) in plain, (line.name, figure)
    for month in told.months:
        assert f"{month.month[1]:02}.{month.month[0]} {month.papers}" in plain


def _nobody_else_sees(people: dict[str, Any]) -> None:
    for role in ("accountant", "approver", "auditor"):
        client = signed_in(people[role])
        assert client.get(f"{PAGE}/oszczednosci/").status_code == 403
        assert PALARNIA.name not in client.get("/oszczednosci/").content.decode()
    owner = signed_in(people["owner"])
    assert owner.get(f"{PAGE}/oszczednosci/").status_code == 200
    mine = owner.get("/oszczednosci/")
    assert [line.company.name for line in mine.context["lines"]] == [PALARNIA.name], "his own firm"
    # What the accountant sees of her minutes is hers; the manager has none at most papers.
    mine = signed_in(people["accountant"]).get(f"{PAGE}/moj-czas/?od=2026-01&do=2026-11")
    assert mine.context["lines"]
    assert mine.context["sums"] is None


def golden(name: str, text: str) -> None:
    """Compare with the kept file; a missing one is written, and fails so that someone looks at it."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path} is new: look at it and keep it")
    assert text == path.read_text(encoding="utf-8")
