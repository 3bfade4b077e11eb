"""Papers that no department owns go by conditions, limits and links as invoices do."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.papers import drop, ids, later
from tests.scenarios.test_intake import TYPED
from zaplecze.documents.api import describe_paper, document
from zaplecze.documents.kinds.commands import define_kind
from zaplecze.documents.kinds.rules import Field, FieldType
from zaplecze.documents.procedures import PAPERS
from zaplecze.formats.containers.tests.samples import PDF, PNG
from zaplecze.ledger.api import NewRate, save_rates
from zaplecze.office.web.card import card_rows
from zaplecze.platform.models import User
from zaplecze.purchasing.api import describe_invoice
from zaplecze.workflow.api import (
    BadCondition,
    FourEyes,
    OverLimit,
    Step,
    add_limit,
    ask_description,
    open_task,
    read_condition,
    save_procedure,
    take_step,
    withdraw_case,
    write_condition,
)
from zaplecze.workflow.jobs import run_clock

CONTRACT = {"issue_date": "2026-09-01", "partner_name": "Kamienica Wrzos", "subject": "najem"}
(PAPER, _) = PAPERS


@pytest.fixture
def clerk(company: Any, make_person: Any) -> User:
    return make_person(company, "accountant")


@pytest.fixture
def boss(company: Any, make_person: Any) -> User:
    return make_person(company, "approver")


def described(company: Any, clerk: User, kind: str, values: dict[str, str], name: str) -> int:
    """A paper with a text of its own, described an hour after it came."""
    (paper,) = ids(drop(company, (f"{name}.pdf", PDF + name.encode())))
    describe_paper(document_id=paper, kind=kind, values=values, by=clerk.id, at=later(1))
    return paper


def accept(paper: int, person: User) -> None:
    task = open_task(document_id=paper)
    assert task is not None
    take_step(task_id=task.id, verdict="accepted", by=person.id, at=later(2))


def wish(behind: Any, company: Any, clerk: User) -> str:
    """A kind of the company's own, with an amount; its code."""
    with behind(company):
        row = define_kind(
            label="wniosek o zakup",
            fields=(
                Field("wartosc", "Wartość", FieldType.AMOUNT),
                Field("pilne", "Pilne", FieldType.FLAG),
                Field("dzial", "Dział", FieldType.CHOICE, choices=("sklep", "biuro")),
            ),
            personal=False,
            by=clerk.id,
            at=later(0),
        )
    return f"own-{row.pk}"


def test_a_kind_is_named_in_a_condition_as_on_the_screen(
    company: Any, behind: Any, clerk: User
) -> None:
    own = wish(behind, company, clerk)
    with behind(company):
        facts = PAPER.facts
        condition = read_condition('rodzaj = Umowa lub rodzaj = "wniosek o zakup"', facts)
        assert condition is not None
        assert condition.holds({"kind": "contract"})
        assert condition.holds({"kind": own})
        assert not condition.holds({"kind": "letter"})
        assert write_condition(condition, facts) == 'rodzaj = umowa lub rodzaj = "wniosek o zakup"'
        with pytest.raises(BadCondition, match=r"rodzaj nie bywa „umova”; bywa: .*umowa"):
            read_condition("rodzaj = umova", facts)
        with pytest.raises(BadCondition, match="bywa: sklep, biuro"):
            read_condition("dział = magazyn", facts)
        assert read_condition("wartość > 100 i pilne = tak", facts) is not None


def test_papers_go_by_amount_kind_and_field(company: Any, behind: Any, clerk: User) -> None:
    own = wish(behind, company, clerk)
    with behind(company):
        when = read_condition("kwota > 5000 lub pilne = tak", PAPER.facts)
        steps = (
            Step("opis", "describe", 8),
            Step("akceptacja", "approve", 8, when),
            Step("do akt", "file", 8),
        )
        save_procedure(kind="paper", steps=steps, at=later(0))
        ways = {
            "tani": (own, {"wartosc": "120,00"}, "do akt"),
            "drogi": (own, {"wartosc": "9 999,00"}, "akceptacja"),
            "pilny": (own, {"wartosc": "120,00", "pilne": "yes"}, "akceptacja"),
            "bez kwoty": (own, {"dzial": "biuro"}, "akceptacja"),
            "pismo": ("letter", {**CONTRACT, "partner_name": "Urząd"}, "do akt"),
            "umowa": ("contract", {**CONTRACT, "gross": "5 200"}, "akceptacja"),
        }
        for name, (kind, values, step) in ways.items():
            paper = described(company, clerk, kind, values, name)
            task = open_task(document_id=paper)
            assert task is not None
            assert task.step == step, name
        assert document(paper).gross == Decimal(5200)


def test_a_limit_is_in_zloty_whatever_the_currency(
    company: Any, behind: Any, clerk: User, boss: User, make_person: Any
) -> None:
    owner = make_person(company, "owner")
    own = wish(behind, company, clerk)
    with behind(company):
        add_limit(
            person=boss.id,
            role="",
            up_to=Decimal(20_000),
            first_day=date(2026, 9, 1),
            last_day=None,
            by=owner.id,
            at=later(0),
        )
        save_rates([NewRate("EUR", date(2026, 8, 31), Decimal("4.30"), "168/A/NBP/2026")])
        over = [
            described(company, clerk, "contract", {**CONTRACT, **more}, name)
            for name, more in {
                "złote": {"gross": "25 000"},
                "euro": {"gross": "10 000", "currency": "EUR"},
                "bez kursu": {"gross": "1", "currency": "USD"},
                "bez kwoty": {},
            }.items()
        ]
        over.append(described(company, clerk, own, {"wartosc": "20 000,01"}, "wniosek"))
        for paper in over:
            with pytest.raises(OverLimit):
                accept(paper, boss)
        for name, more in {
            "mało": {"gross": "20 000"},
            "mało euro": {"gross": "4 000", "currency": "EUR"},
        }.items():
            accept(described(company, clerk, "contract", {**CONTRACT, **more}, name), boss)
        accept(described(company, clerk, "letter", CONTRACT, "pismo"), boss)


def test_whoever_brought_a_paper_in_does_not_approve_it(
    company: Any, behind: Any, clerk: User, boss: User
) -> None:
    (paper,) = ids(drop(company, ("umowa.pdf", PDF), by=boss))
    with behind(company):
        describe_paper(
            document_id=paper, kind="contract", values=CONTRACT, by=clerk.id, at=later(1)
        )
        with pytest.raises(FourEyes):
            accept(paper, boss)


def test_a_paper_is_withdrawn_until_it_is_filed(company: Any, behind: Any, clerk: User) -> None:
    (paper,) = ids(drop(company, ("skan.png", PNG), by=clerk))
    with behind(company):
        withdraw_case(document_id=paper, reason="nie nasz", by=clerk.id, at=later(1))
        assert open_task(document_id=paper) is None
        assert card_rows(paper)[-1].text == "obieg zakończony wycofaniem"


def test_the_paper_itself_stands_behind_a_link(
    company: Any, behind: Any, clerk: User, boss: User, mailoutbox: Any, settings: Any
) -> None:
    settings.MAIL_READY, now = True, timezone.now()
    picture = io.BytesIO()
    Image.new("L", (210, 297), 255).save(picture, "PNG")
    scan = picture.getvalue()
    cache.clear()

    def follow() -> tuple[Client, str]:
        mailoutbox.clear()
        run_clock(now)
        (mail,) = mailoutbox
        assert "None" not in mail.body
        assert ", ." not in mail.body
        client = Client()
        entered = client.get(str(re.search(r"http://[^/]+(/odnosnik/\S+)", mail.body)[1]))  # type: ignore[index]
        return client, entered.headers["Location"]

    def shows_the_scan(client: Client, place: str) -> None:
        page = client.get(place)
        assert page.status_code == 200
        assert f"{place}strona/1/" in page.content.decode()
        picture = client.get(f"{place}strona/1/")
        assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
        assert client.get(f"{place}strona/9/").status_code == 404
        file = client.get(f"{place}plik/")
        assert file.content == scan
        assert file.headers["Content-Disposition"].startswith("attachment")

    (paper,) = ids(drop(company, ("skan.png", scan), at=now))
    with behind(company):
        steps = (Step("opis", "describe", 8), Step("akceptacja", "approve", 8, mail=True))
        save_procedure(kind="cost_invoice", steps=(*steps, Step("kod", "code", 8)), at=now)
        ask_description(
            document_id=paper,
            address="zenon@obcy.example",
            name="Zenon Obcy",
            about="skan.png",
            by=clerk.id,
            at=now,
        )
    asked, place = follow()
    shows_the_scan(asked, place)
    assert Client().get(f"{place}plik/").status_code == 404, "nothing without a link"
    with behind(company):
        describe_paper(document_id=paper, kind="cost_invoice", values=TYPED, by=clerk.id, at=now)
        describe_invoice(
            document_id=paper, cost_center="PROD", purpose="plakaty", by=clerk.id, at=now
        )
    assert asked.get(f"{place}plik/").status_code == 410, "the question is answered"
    decides, place = follow()
    shows_the_scan(decides, place)
    assert "wg faktury" not in decides.get(place).content.decode(), "nothing made up"
