"""The correspondence book: numbers without gaps, lines that stay, proofs as they were received."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.test import Client

from tests.papers import cost, drop, ids
from tests.plugin import AT, MILL
from zaplecze.documents.correspondence.commands import (
    NewLetter,
    NewLetterFile,
    _check,
    note_delivery,
    register_letter,
    strike_letter,
)
from zaplecze.documents.correspondence.models import Letter
from zaplecze.documents.correspondence.queries import (
    letter_view,
    letters,
    letters_of_paper,
    letters_with,
)
from zaplecze.documents.queries import file_of
from zaplecze.formats.sheets.tests.test_sheets import scan
from zaplecze.office.audit import run_audits
from zaplecze.office.web.card import card_rows
from zaplecze.platform.days import WARSAW
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

TODAY = AT.date()
CAME = NewLetter("in", TODAY, "Urząd Skarbowy w Zmyślinie", "wezwanie do wyjaśnień", "registered")


def came(**facts: Any) -> NewLetter:
    return replace(CAME, **facts)


def test_numbers_run_without_gaps_by_direction_and_year(
    company: Any, make_company: Any, make_person: Any
) -> None:
    person = make_person(company, "accountant")
    other = make_company(nip=MILL)
    with company_scope(company.id):

        def write(new: NewLetter) -> str:
            return register_letter(new, by=person.pk, at=AT).label

        assert [write(CAME), write(CAME)] == ["P/1/2026", "P/2/2026"]
        assert write(came(direction="out", answers="p/2/2026")) == "W/1/2026"
        assert write(came(day=date(2025, 12, 31))) == "P/1/2025"
        # A refused line gives its number back, also where it is refused last.
        for wrong in (
            came(answers="P/9/2026"),
            came(document_ids=(99,)),
            came(tracking="RR123456784PL"),
        ):
            with pytest.raises(Refusal), transaction.atomic():
                write(wrong)
        with pytest.raises(Refusal), transaction.atomic():
            register_letter(CAME, files=[NewLetterFile("pusty", b"")], by=person.pk, at=AT)
        assert write(CAME) == "P/3/2026"
        (answer,) = letters(direction="out", first=TODAY, last=TODAY)
        view = letter_view(answer.answers_id or 0)
        assert view is not None and [a.label for a in view.answers] == ["W/1/2026"]
    with company_scope(other.id):
        assert register_letter(CAME, by=person.pk, at=AT).label == "P/1/2026"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"direction": "x"}, "przychodzące"),
        ({"way": "gołąb"}, "sposób"),
        ({"party": "  "}, "nadawcę"),
        ({"subject": ""}, "dotyczy"),
        ({"day": date(2026, 9, 29)}, "29.09.2026"),
        ({"day": date(2024, 1, 1)}, "01.01.2024"),
        ({"written_on": date(2026, 9, 30)}, "Data pisma"),
        ({"direction": "out", "delivered_on": date(2026, 9, 1)}, "doręczenia"),
    ],
)
def test_a_line_with_a_fault_is_refused_with_its_place(fault: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        _check(came(**fault), TODAY)


def test_a_line_stays_whatever_happens(company: Any, make_person: Any) -> None:
    person = make_person(company, "accountant")
    (paper,) = ids(drop(company, cost("A/1"), by=person))
    with company_scope(company.id):
        made = register_letter(came(document_ids=(paper,)), by=person.pk, at=AT)
        assert [x.label for x in letters_of_paper(paper)] == ["P/1/2026"]
        assert "P/1/2026" in card_rows(paper)[-1].text
        note_delivery(letter_id=made.pk, day=TODAY, by=person.pk, at=AT)
        with pytest.raises(Refusal, match="powód"):
            strike_letter(letter_id=made.pk, reason=" ", by=person.pk, at=AT)
        strike_letter(letter_id=made.pk, reason="wpisane dwa razy", by=person.pk, at=AT)
        with pytest.raises(Refusal, match="skreślone"):
            note_delivery(letter_id=made.pk, day=TODAY, by=person.pk, at=AT)
        mine = Letter.objects.filter(id=made.pk)
        for change in (mine.delete, lambda: mine.update(subject="inny")):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()
        standing = register_letter(CAME, by=person.pk, at=AT)
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(id=standing.pk).update(number=7)


def test_the_book_on_the_screen_and_printed(company: Any, make_person: Any) -> None:
    client = Client()
    client.force_login(
        make_person(company, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    base = f"/f/{company.nip}/dokumenty/dziennik/"
    today = datetime.now(WARSAW).date()
    form = {
        "direction": "in",
        "day": today.isoformat(),
        "party": "Urząd <b>",
        "subject": "decyzja",
        "way": "e_delivery",
        "address": "AE:PL-00000-00000-AAAAA-00",
        "evidence": "1",
        "files": SimpleUploadedFile("dowod.xml", b"<dowod/>"),
    }
    answer = client.post(f"{base}wpisz/", form)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "P/1/" in page and "dowod.xml" in page and "Urząd &lt;b&gt;" in page
    with company_scope(company.id):
        (made,) = letters(direction="in", first=today, last=today)
        view = letter_view(made.pk)
        assert view is not None
        (file,) = view.files
        assert file.evidence
    kept = client.get(f"{base}plik/{file.pk}/")
    assert kept.content == b"<dowod/>" and kept.headers["Content-Disposition"].startswith(
        "attachment"
    )
    month = f"{today:%Y-%m}"
    whole = {"od": month, "do": month}
    assert "decyzja" in client.get(base, whole).content.decode()
    assert client.get(base, whole | {"forma": "pdf"}).content.startswith(b"%PDF")
    assert client.get(base, whole | {"forma": "xlsx"}).content.startswith(b"PK")
    assert "decyzja" in client.get(base, whole | {"forma": "csv"}).content.decode("utf-8-sig")


def test_a_letter_is_found_among_papers_and_its_scan_becomes_one(
    company: Any, make_person: Any
) -> None:
    person = make_person(company, "accountant")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    base = f"/f/{company.nip}/dokumenty"
    with company_scope(company.id):
        pile = scan("red", "blue")
        line = register_letter(CAME, files=[NewLetterFile("skan.pdf", pile)], by=person.pk, at=AT)
        register_letter(came(subject="ulotka"), by=person.pk, at=AT)
        for words in ("wezwanie", "p/1/2026", "WYJASNIEN skarbowy"):
            assert [found.label for found in letters_with(words, limit=5)] == ["P/1/2026"], words
        assert letters_with("wezwanie ulotka", limit=5) == letters_with("%", limit=5) == []
        view = letter_view(line.pk)
        assert view is not None
        (file,) = view.files
    assert "P/1/2026" in client.get(f"{base}/?q=wezwanie").content.decode()
    for _ in range(2):  # the same twice does nothing twice
        asked = {"action": "take", "file": file.pk}
        assert client.post(f"{base}/dziennik/{line.pk}/zapisz/", asked).status_code == 302
    with company_scope(company.id):
        view = letter_view(line.pk)
        assert view is not None
        (paper,) = view.papers
        assert (paper.kind, paper.file_sha256) == ("letter", file.file_sha256)
        # Its type is known now, so its pages can be drawn.
        assert file_of(paper).media_type == "application/pdf"
        assert letters_of_paper(paper.pk) == [line]


def test_a_gap_in_the_book_is_found_by_the_audit(company: Any, make_person: Any) -> None:
    person = make_person(company, "accountant")
    with company_scope(company.id):
        register_letter(CAME, by=person.pk, at=AT)
        made = register_letter(CAME, by=person.pk, at=AT)
    assert run_audits(company.id) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE documents_letter DISABLE TRIGGER letter_guard")
        cursor.execute("UPDATE documents_letter SET number = 3 WHERE id = %s", [made.pk])
        cursor.execute("ALTER TABLE documents_letter ENABLE TRIGGER letter_guard")
    assert [f.audit for f in run_audits(company.id)] == ["20-letter-numbers"]
