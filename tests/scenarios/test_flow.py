"""The flow of papers as the pages show it: read from the log of real steps, opened down to papers and events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests.papers import cost, drop, ids, later, paid, sold, statement
from tests.plugin import AT, MILL
from zaplecze.controlling.behind import figure
from zaplecze.controlling.folding import read_folded
from zaplecze.controlling.log import histories, read_log
from zaplecze.controlling.rules.at_once import (
    map_figures,
    rework_figures,
    totals,
    variant_figures,
)
from zaplecze.controlling.rules.clocks import between, clocks
from zaplecze.controlling.rules.conformance import judge
from zaplecze.controlling.rules.folds import micros
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.rules.loads import load_figures
from zaplecze.controlling.rules.replay import replay
from zaplecze.controlling.tests.test_at_once import assert_same
from zaplecze.formats import ocel_2, xes
from zaplecze.ledger.api import entries_of, reverse_entry
from zaplecze.office import posting
from zaplecze.platform.models import Company, Event, Printout
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice
from zaplecze.workflow.api import open_task, take_step

NOW = AT + timedelta(days=3)
PAGES = ("", "warianty/", "gardla/", "zgodnosc/", "praca/", "gdyby/")


def take(document_id: int, person: Any, hours: float, verdict: str = "accepted") -> None:
    task = open_task(document_id=document_id)
    assert task is not None
    reason = "" if verdict == "accepted" else "proszę poprawić"
    take_step(task_id=task.id, verdict=verdict, by=person.id, at=later(hours), reason=reason)


def describe(document_id: int, person: Any, hours: float) -> None:
    describe_invoice(
        document_id=document_id, cost_center="HANDEL", purpose="ulotki", by=person.id, at=later(hours)
    )  # fmt: skip


def book(document_id: int, person: Any, hours: float) -> None:
    from zaplecze.documents.api import document

    paper = document(document_id)
    assert paper is not None
    lying = posting.on_the_desk(paper)
    assert lying.proposal is not None
    posting.save(paper, lying.proposal)
    posting.code(paper, by=person.id, at=later(hours))
    posting.post(paper, by=person.id, at=later(hours))


@pytest.fixture
def people(company: Any, make_person: Any) -> dict[str, Any]:
    return {role: make_person(company, role) for role in ("accountant", "approver", "manager")}


@pytest.fixture
def walked(company: Any, people: dict[str, Any]) -> list[int]:
    """Paid; returned once and taken back after posting; waiting for approval; posted by the program."""
    clerk, boss = people["accountant"], people["approver"]
    first = cost("DK/1")
    papers = ids(drop(company, first, cost("DK/2"), cost("DK/3")))
    with company_scope(company.id):
        for n, paper in enumerate(papers):
            describe(paper, clerk, 1 + n / 2)
        take(papers[0], boss, 3)
        take(papers[1], boss, 3, "returned")
        describe(papers[1], clerk, 4)
        take(papers[1], boss, 5)
        book(papers[0], clerk, 5.5)
        book(papers[1], clerk, 6)
        (entry,) = entries_of(document_id=papers[1])
        at = later(24)
        reverse_entry(entry_id=entry.id, on=at.date(), reason="zły MPK", by=clerk.id, at=at)
    Company.objects.using("owner").filter(id=company.id).update(straight_through=True)
    drop(company, statement(paid(first)), at=later(48))
    papers += ids(drop(company, sold("S/1"), at=later(48)))
    Company.objects.using("owner").filter(id=company.id).update(straight_through=False)
    return papers


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_histories_are_read_from_the_log_of_what_people_did(
    company: Any, people: dict[str, Any], walked: list[int]
) -> None:
    with company_scope(company.id):
        log = read_log(kinds=("cost_invoice",), months=((2026, 9), (2026, 9)), as_of=NOW)
        seqs = set(Event.objects.values_list("seq", flat=True))
        assert histories(months=((2026, 8), (2026, 8)), as_of=NOW) == []
        assert [h.kind for h in histories(as_of=AT)] == ["cost_invoice"] * 3
        sales = histories(kinds=("sales_invoice",), as_of=NOW)
    first, second, third = log.histories
    ways = [[s.step for s in h.spans] for h in log.histories]
    assert ways == [
        ["opis", "akceptacja", "dekretacja", "zapłata"],
        ["opis", "akceptacja", "opis", "akceptacja", "dekretacja", "zapłata", "dekretacja"],
        ["opis", "akceptacja"],
    ]
    assert [h.activity for h in second.happenings] == [
        "receive", "opis", "akceptacja:returned", "opis", "akceptacja", "dekretacja", "reopen",
    ]  # fmt: skip
    assert [s.clock for s in first.spans] == [Clock.OURS, Clock.CLIENT, Clock.OURS, Clock.OUTSIDE]
    assert first.ended_at == later(48)
    assert (third.ended_at, third.version) == (None, 1)
    assert dict(first.facts)["gross_pln"] == "1230.00"
    for history in log.histories:
        read = clocks(history, NOW)
        assert sum(t.elapsed for t in read.by_clock.values()) == read.total.elapsed
        assert {s.opened_by for s in history.spans} <= seqs
        assert not {d.fault for d in judge(history, log.expected(history), NOW).deviations} - {
            "late"
        }
    assert clocks(first, NOW).by_clock[Clock.CLIENT].hours == pytest.approx(2)
    assert between(first.received_at, later(5.5)).hours == pytest.approx(5.5)
    # What the program posted, nobody was asked about.
    assert [h.activity for h in sales[0].happenings] == ["receive", "post"]
    assert sales[0].ended_at == sales[0].received_at
    for effect in replay(log.histories).papers:
        assert effect.spans == tuple(s for s in effect.history.spans if s.end is not None)


def test_folded_papers_give_the_figures_of_the_log_and_open_down_to_them(
    company: Any, walked: list[int]
) -> None:
    """The pages count folded papers, the lists behind them single ones: both say the same, count by count."""
    with company_scope(company.id):
        log, found = read_log(as_of=NOW), read_folded(as_of=NOW)
        assert (
            read_folded(kinds=("bank_statement",), months=((2026, 8), (2026, 8)), as_of=NOW).papers
            == 0
        )
        september = read_folded(kinds=("cost_invoice",), months=((2026, 9), (2026, 9)), as_of=NOW)
    assert september.papers == 3
    assert_same(found, log.histories, NOW)
    now = micros(NOW)

    def behind(what: str, **query: str) -> tuple[int, float]:
        opened = figure(what, query, log, NOW).behind
        return len(opened), sum(b.hours for b in opened)

    told = totals(found, now)
    assert behind("dokumenty")[0] == told.papers
    assert behind("dokumenty", stan="otwarte")[0] == told.open
    for clock, hours in told.by_clock.items():
        assert behind("zegar", zegar=clock)[1] == pytest.approx(hours)
    flow = map_figures(found)
    for arrow in flow.arrows.values():
        count, hours = behind("strzalka", a=arrow.source, b=arrow.target)
        assert (count, hours / count) == (arrow.count, pytest.approx(arrow.mean_hours))
    for activity, count in flow.activities.items():
        assert behind("czynnosc", czynnosc=activity)[0] == count
    for variant in variant_figures(found):
        assert behind("wariant", nr=str(variant.number))[0] == variant.count
    for load in load_figures(found, now):
        seen = behind("krok", krok=load.step, zegar=load.clock)
        assert seen == (load.count, pytest.approx(load.hours))
    loops = rework_figures(found, now)
    assert loops.loops
    for loop in loops.loops:
        seen = behind("petla", a=loop.source, b=loop.back_to)
        assert seen == (loop.count, pytest.approx(loop.hours))
    assert behind("dokumenty", stan="bez-zwrotu")[0] == loops.right_first


def links(page: str, root: Any) -> Iterator[tuple[str, str]]:
    """Addresses of the papers behind figures, with the figure where it is a plain count."""
    for a in root.xpath("//main//a[contains(@href, 'obieg/dokumenty/')]"):
        yield a.get("href"), "".join(a.itertext()).strip() if a.tag == "a" else ""


def test_every_figure_opens_down_to_its_papers_and_events(
    company: Any, people: dict[str, Any], walked: list[int], time_machine: Any
) -> None:
    time_machine.move_to(NOW)
    client = signed_in(people["accountant"])
    base = f"/f/{company.nip}/controlling/obieg/"
    found: dict[str, set[str]] = {}
    for page in PAGES:
        query = "?miesiac=2026-09&zmiana=pomin&krok=akceptacja" if page == "gdyby/" else ""
        answer = client.get(base + page + query)
        assert answer.status_code == 200, page
        root = html.fromstring(answer.content.decode())
        there = list(links(page, root))
        assert there, page
        for href, text in there:
            found.setdefault(href, set()).add(text)
    kinds = {parse_qs(urlsplit(href).query)["co"][0] for href in found}
    assert kinds >= {
        "dokumenty", "strzalka", "czynnosc", "wariant", "zegar", "krok", "petla", "odchylenie",
        "zgodnosc", "wiek", "pominiete",
    }  # fmt: skip
    cards: dict[str, str] = {}
    for href, texts in found.items():
        answer = client.get(href)
        assert answer.status_code == 200, href
        rows = html.fromstring(answer.content.decode()).xpath("//main//table/tbody/tr[td/a]")
        counts = {int(t) for t in texts if re.fullmatch(r"\d+", t)}
        papers = {row.xpath(".//a")[0].get("href") for row in rows}
        what = parse_qs(urlsplit(href).query)["co"][0]
        assert counts <= {len(rows)}, (what, href, counts, len(rows))
        for row in rows:
            for a in row.xpath(".//a"):
                address, _, anchor = a.get("href").partition("#")
                if address not in cards:
                    cards[address] = client.get(address).content.decode()
                assert not anchor or f'id="{anchor}"' in cards[address], a.get("href")
        assert len(papers) <= len(walked) + 1


def test_tables_and_logs_leave_as_files_and_are_counted(
    company: Any, people: dict[str, Any], walked: list[int], time_machine: Any
) -> None:
    time_machine.move_to(NOW)
    client = signed_in(people["accountant"])
    base = f"/f/{company.nip}/controlling/obieg/"
    for page in PAGES:
        answer = client.get(f"{base}{page}?forma=xlsx&miesiac=2026-09")
        assert answer.content[:2] == b"PK", page
    found = xes.read(client.get(f"{base}log/?format=xes").content)
    assert len(found.traces) == 5
    assert sum(e.activity == "opis" for t in found.traces for e in t.events) == 4
    objects = ocel_2.read(client.get(f"{base}log/?format=ocel&rodzaj=cost_invoice").content)
    assert {t.type for t in objects.things} == {"company", "person", "cost_invoice"}
    people_names = [p.full_name for p in people.values()]
    assert not [n for n in people_names if n.encode() in ocel_2.write(objects)]
    with company_scope(company.id):
        assert Printout.objects.count() == len(PAGES) + 2
    for wrong in (
        "?rodzaj=nic", "?strzalki=7", "gdyby/?zmiana=x", "gdyby/?zmiana=pomin&krok=nic",
        "gdyby/?zmiana=osoba&krok=opis&osob=0&miesiac=2026-09", "gdyby/?stawka=dużo", "gdyby/?miesiac=1",
        "dokumenty/?co=nic", "dokumenty/?stan=x", "dokumenty/?co=strzalka", "dokumenty/?co=wariant&nr=x",
        "dokumenty/?co=wiek&krok=opis&zegar=ours&klasa=9", "dokumenty/?co=zegar&zegar=x", "log/?format=exe",
    ):  # fmt: skip
        assert client.get(base + wrong).status_code == 409, wrong


def test_the_office_page_shows_who_leads_her_companies_in_so_many_queries(
    company: Any, people: dict[str, Any], walked: list[int], make_company: Any, make_person: Any,
    time_machine: Any,
) -> None:  # fmt: skip
    time_machine.move_to(NOW)
    other = make_company(nip=MILL, name="Młyn")
    client = signed_in(people["manager"])
    with CaptureQueriesContext(
        connection,
    ) as before:
        answer = client.get("/obieg/")
    text = answer.content.decode()
    assert company.name in text
    assert other.name not in text
    root = html.fromstring(text)
    row = root.xpath("//main//tbody/tr")[0]
    cells = [" ".join(td.text_content().split()) for td in row.xpath("td")]
    assert cells[1:3] == ["5", "2"]
    for a in row.xpath(".//a"):
        assert client.get(a.get("href")).status_code == 200, a.get("href")
    drop(company, *(cost(f"DK/1{n}") for n in range(8)), at=later(49))
    with CaptureQueriesContext(connection) as after:
        client.get("/obieg/")
    assert len(after) == len(before)
    assert signed_in(people["accountant"]).get("/obieg/").status_code == 403
    assert client.get("/obieg/?od=2026-09&do=2026-08").status_code == 409
    assert Client().get("/obieg/").status_code == 302


def test_the_forecast_opens_down_to_the_weeks_it_was_made_of(
    company: Any, people: dict[str, Any], time_machine: Any
) -> None:
    for week in range(6):
        papers = [cost(f"T/{week}/{n}") for n in range(1 + week % 3)]
        drop(company, *papers, at=AT + timedelta(weeks=week, days=5))  # Saturday: Monday's work
    time_machine.move_to(AT + timedelta(weeks=7, days=2))
    client = signed_in(people["accountant"])
    page = client.get(
        f"/f/{company.nip}/controlling/obieg/praca/?tabela=prognoza&od=2026-01&do=2026-01"
    )
    root = html.fromstring(page.content.decode())
    found = dict(links("", root))
    assert len(found) == 12  # six weeks of arrivals, and of descriptions
    for href, text in found.items():
        rows = html.fromstring(client.get(href).content.decode()).xpath("//main//tbody/tr[td/a]")
        assert len(rows) == int(text), href
    assert sorted(int(t) for t in found.values()) == sorted([1, 2, 3] * 4)
