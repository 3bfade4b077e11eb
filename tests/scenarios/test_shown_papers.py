"""What people see of a paper before they decide: its subject and newest version, no amount where there is none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.papers import drop, ids
from tests.scenarios.test_intake import TYPED
from zaplecze.documents.api import describe_paper, found, index_waiting
from zaplecze.documents.keeping.commands import add_version
from zaplecze.documents.kinds.commands import define_kind
from zaplecze.documents.kinds.rules import Field, FieldType
from zaplecze.documents.search.queries import Filters
from zaplecze.formats.containers.tests.samples import PNG
from zaplecze.office.web.card import card_rows, printouts_of
from zaplecze.workflow.api import Step, ask_description, open_task, save_procedure
from zaplecze.workflow.jobs import run_clock

LINK = re.compile(r"http://[^/]+(/odnosnik/\S+)")
LETTER = {
    "number": "UG.77",
    "issue_date": "2026-09-01",
    "partner_name": "Urząd Gminy",
    "subject": "podatek od nieruchomości",
}


class Office:
    """A firm whose papers are approved by mail, and its people's browsers."""

    def __init__(self, company: Any, make_person: Any, behind: Any, box: Any):
        self.company, self.behind, self.box = company, behind, box
        self.clerk, self.boss = make_person(company, "accountant"), make_person(company, "approver")
        self.now = timezone.now()
        steps = (
            Step("opis", "describe", 8),
            Step("zgoda", "approve", 8, mail=True),
            Step("akta", "file", 8),
        )
        with behind(company):
            save_procedure(kind="paper", steps=steps, at=self.now)

    def page(self, person: Any, path: str) -> str:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(f"/f/{self.company.nip}/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def mails(self) -> list[Any]:
        self.box.clear()
        run_clock(self.now)
        return list(self.box)

    def received(self, name: str, data: bytes) -> int:
        (paper,) = ids(drop(self.company, (name, data), at=self.now))
        return paper

    def describe(self, paper: int, kind: str, values: dict[str, str]) -> None:
        with self.behind(self.company):
            describe_paper(
                document_id=paper, kind=kind, values=values, by=self.clerk.id, at=self.now
            )


@pytest.fixture
def office(company: Any, make_person: Any, behind: Any, mailoutbox: Any, settings: Any) -> Office:
    settings.MAIL_READY = True
    cache.clear()
    return Office(company, make_person, behind, mailoutbox)


def test_what_somebody_outside_wrote_of_a_letter_is_kept_and_offered(office: Office) -> None:
    paper = office.received("pismo.txt", "Wezwanie do złożenia deklaracji".encode())
    with office.behind(office.company):
        ask_description(
            document_id=paper,
            address="zenon@obcy.example",
            name="Zenon Obcy",
            about="pismo",
            by=office.clerk.id,
            at=office.now,
        )
    (mail,) = office.mails()
    phone = Client()
    place = phone.get(LINK.search(mail.body)[1]).url  # type: ignore[index]
    asked = phone.get(place).content.decode()
    assert "Czego dotyczy dokument" in asked
    assert "zakup" not in asked
    assert phone.post(place, {"purpose": "podatek od hali"}).status_code == 200
    shown = office.page(office.clerk, f"dokument/{paper}/?kind=letter")
    assert 'value="podatek od hali"' in shown, "offered as the subject"
    for path in (f"dokument/{paper}/", f"dokumenty/{paper}/teczka/", f"dokument/{paper}/karta/"):
        assert "podatek od hali" in office.page(office.boss, path), path
    with office.behind(office.company):
        assert "podatek od hali" in card_rows(paper)[-1].text


def test_who_approves_sees_what_a_paper_is_about_and_no_amount_that_is_none(
    office: Office,
) -> None:
    with office.behind(office.company):
        own = define_kind(
            label="polisa",
            fields=(Field("skladka", "Składka", FieldType.AMOUNT), Field("do", "Ważna do", FieldType.DAY)),
            personal=False, by=office.clerk.id, at=office.now,
        )  # fmt: skip
    unknown = office.received("nieznany.txt", b"nikt jeszcze nie wie")
    letter = office.received("pismo.txt", b"w sprawie podatku")
    policy = office.received("polisa.png", PNG)
    office.describe(letter, "letter", LETTER)
    office.describe(policy, f"own-{own.pk}", {"skladka": "1234,5", "do": "2026-12-31"})
    hr = office.received("akta.txt", b"umowa o prac\xc4\x99")
    office.describe(
        hr, "hr", {"issue_date": "2026-09-01", "person": "Anna Zmyślona", "subject": "podwyżka"}
    )
    said = {m.subject.partition(" – ")[0]: m.body for m in office.mails()}
    assert (
        "czeka dokument UG.77 (pismo urzędowe: podatek od nieruchomości).\n"
        in said["Prosimy o decyzję: UG.77"]
    )
    assert (
        f"czeka dokument nr {policy} (polisa: Składka: 1\u00a0234,50, Ważna do: 31.12.2026), 1\u00a0234,50 zł brutto."
        in said[f"Prosimy o decyzję: nr {policy}"]
    )
    of_person = said[f"Prosimy o decyzję: nr {hr}"]
    assert "(dokument kadrowy)" in of_person
    assert "podwyżka" not in of_person
    waiting = office.page(office.boss, "akceptacje/")
    for words in (
        "podatek od nieruchomości",
        "pismo urzędowe",
        "polisa",
        "1\u00a0234,50 PLN",
        "Ważna do: 31.12.2026",
    ):
        assert words in waiting, words
    assert "0,00 PLN" not in waiting
    for path in (
        "?kolejka=describe",
        "?kolejka=approve",
        "dokumenty/",
        "szukaj/podpowiedzi/?q=UG.77",
    ):
        shown = office.page(office.clerk, path)
        assert re.search(r"\b0,00", shown) is None, path
    assert "nieznany" in office.page(office.clerk, "?kolejka=describe")
    typed = office.received("skan.txt", b"faktura na obrazie")
    office.describe(typed, "cost_invoice", TYPED)
    shown = office.page(office.clerk, "?kolejka=describe")
    assert "Dane z obrazu wpisał człowiek" in shown
    assert "documents.typed" not in shown
    facts = office.page(office.boss, f"dokument/{policy}/")
    assert "31.12.2026" in facts
    assert "2026-12-31" not in facts
    with office.behind(office.company):
        assert open_task(document_id=unknown) is not None


def test_a_new_version_is_what_the_page_a_link_and_the_search_show(office: Office) -> None:
    paper = office.received("pismo.txt", b"tekst pierwotny")
    office.describe(paper, "letter", LETTER)
    (mail,) = office.mails()
    phone = Client()
    old = phone.get(LINK.search(mail.body)[1]).url  # type: ignore[index]
    assert phone.get(old).status_code == 200
    with office.behind(office.company):
        add_version(
            document_id=paper,
            name="pismo-2.txt",
            data=b"aneks podpisany",
            note="podpisana",
            by=office.clerk.id,
            at=office.now,
        )
        index_waiting()
        assert [f.document.pk for f in found(text="aneks", filters=Filters()).rows] == [paper]
        assert [f.document.pk for f in found(text="pierwotny", filters=Filters()).rows] == [paper]
    assert phone.post(old, {"verdict": "accepted"}).status_code == 410, (
        "the older one's link is void"
    )
    (told,) = office.mails()
    assert told.subject.startswith("Nowa wersja dokumentu: UG.77")
    assert "dołączono wersję 2: podpisana." in told.body
    place = phone.get(LINK.search(told.body)[1]).url  # type: ignore[index]
    shown = phone.get(place).content.decode()
    assert "Najnowsza jest wersja 2" in shown
    assert "aneks podpisany" in shown
    assert phone.get(f"{place}plik/").content == b"aneks podpisany"
    page = office.page(office.boss, f"dokument/{paper}/")
    assert "Najnowsza jest wersja 2" in page
    assert "aneks podpisany" in page
    assert f"/dokumenty/{paper}/wersja/2/" in page
    assert "wersja 2" in office.page(office.boss, "akceptacje/")
    # What leaves in a ZIP stands on the paper's card too.
    client = Client()
    client.force_login(office.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/f/{office.company.nip}/dokumenty/zip/?id={paper}")
    index = b"".join(answer.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    assert "spis.csv" in index
    with office.behind(office.company):
        assert [p.what for p in printouts_of(paper)][-1] == "plik UG.77, w ZIP"
    assert "plik UG.77, w ZIP" in office.page(office.boss, f"dokument/{paper}/karta/")
