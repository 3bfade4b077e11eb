"""Scans are split, turned, joined; photos become one paper; the file as received always stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.papers import cost, drop, ids, later
from zaplecze.documents.api import (
    Channel,
    Document,
    NewPaper,
    describe_paper,
    document,
    file_of,
    intake_log,
    related_papers,
    versions_of,
)
from zaplecze.documents.kinds.facts import facts_of
from zaplecze.documents.kinds.queries import choosable_kinds, own_kinds
from zaplecze.documents.sheets.commands import (
    CannotArrange,
    arrange_pages,
    join_papers,
    split_paper,
)
from zaplecze.documents.sheets.rules import Placed, PlanFault, as_is, plan_of, split_at
from zaplecze.formats.sheets import Sheet, arrange, page_count, separator_sheet
from zaplecze.formats.sheets.tests.test_sheets import BLUE, GREEN, RED, color_of, picture, scan
from zaplecze.office.audit import run_audits
from zaplecze.office.intake import receive
from zaplecze.office.web.card import card_rows
from zaplecze.platform.events import Stamp
from zaplecze.platform.files import read_file
from zaplecze.workflow.api import NotWaiting, case_of, open_task

PDF = "application/pdf"


def pages_of(document_id: int) -> list[tuple[int, ...]]:
    data = read_file(file_of(document(document_id)).sha256)
    return [color_of(data, n) for n in range(1, page_count(data, PDF) + 1)]


def test_a_plan_names_every_page_once() -> None:
    placed = [Placed(1, 2), Placed(2, 1, 90), Placed(3, 3, dropped=True)]
    assert plan_of(placed, pages=3) == (Sheet(2, 90), Sheet(1))
    for wrong in (placed[:2], [*placed, Placed(3, 1)], [Placed(n, n, 45) for n in (1, 2, 3)]):
        with pytest.raises(PlanFault):
            plan_of(wrong, pages=3)
    with pytest.raises(PlanFault, match="co najmniej jedną"):
        plan_of([Placed(1, 1, dropped=True)], pages=1)
    with pytest.raises(PlanFault):
        split_at(as_is(3), starts=[1])


def test_a_scan_of_many_papers_is_split_at_its_separators(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    parts = [scan("red", "lime"), separator_sheet(), scan("blue")]
    order = [Sheet(1), Sheet(2), Sheet(1, 0, 1), Sheet(1, 0, 2), Sheet(1, 0, 1)]
    whole = arrange(parts, order)
    (paper,) = ids(drop(company, ("skany.pdf", whole)))
    with behind(company):
        (other,) = split_paper(
            document_id=paper, starts=[2], use_separators=True, by=clerk.id, at=later(1)
        )[1:]
        assert pages_of(paper) == [RED]
        assert pages_of(other) == [BLUE]
        assert read_file(document(paper).file_sha256) == whole
        assert {(r.how, r.outward) for r in related_papers(paper)} == {("wydzielony", True)}
        assert open_task(document_id=other).kind == "describe"
        assert {line.channel for line in intake_log()} == {"upload", "pages"}
        assert any("wydzielono dokumenty nr" in row.text for row in card_rows(paper))
    assert run_audits() == []


def test_pages_are_arranged_until_the_paper_is_described(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    (paper,) = ids(drop(company, ("skan.pdf", scan("red", "lime", "blue"))))
    with behind(company):
        placed = [Placed(1, 3), Placed(2, 1, 180), Placed(3, 2, dropped=True)]
        assert arrange_pages(document_id=paper, placed=placed, by=clerk.id, at=later(1)) == 1
        assert pages_of(paper) == [GREEN, RED]
        with pytest.raises(CannotArrange, match="Nic nie zmieniono"):
            arrange_pages(
                document_id=paper, placed=[Placed(1, 1), Placed(2, 2)], by=clerk.id, at=later(1)
            )
        with pytest.raises(CannotArrange, match="zmieniły się"):
            arrange_pages(document_id=paper, placed=placed, by=clerk.id, at=later(1))
        assert [(v.no, v.pages) for v in versions_of(paper)] == [(1, 2)]
        describe_paper(document_id=paper, kind="other", values={}, by=clerk.id, at=later(2))
        with pytest.raises(NotWaiting):
            arrange_pages(
                document_id=paper, placed=[Placed(1, 2), Placed(2, 1)], by=clerk.id, at=later(3)
            )


def test_papers_are_joined(company: Any, behind: Any, make_person: Any) -> None:
    clerk = make_person(company, "accountant")
    one, two, invoice = ids(
        drop(company, ("1.pdf", scan("red")), ("2.png", picture(color="blue")), cost("DK/1"))
    )
    with behind(company):
        join_papers(document_id=one, other_id=two, by=clerk.id, at=later(1))
        assert pages_of(one) == [RED, BLUE]
        assert case_of(document_id=two).state == "rejected"
        with pytest.raises(CannotArrange, match="nie jest skanem"):
            join_papers(document_id=one, other_id=invoice, by=clerk.id, at=later(2))
        with pytest.raises(CannotArrange, match="Nie ma dokumentu"):
            join_papers(document_id=one, other_id=10**9, by=clerk.id, at=later(2))


@pytest.fixture
def clerk_at_work(company: Any, make_person: Any) -> Client:
    client = Client()
    person = make_person(company, "accountant")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_shots_of_a_phone_become_one_paper(
    company: Any, behind: Any, clerk_at_work: Client
) -> None:
    shots = [SimpleUploadedFile(f"{c}.jpg", picture(color=c, form="JPEG")) for c in ("red", "blue")]
    answer = clerk_at_work.post(
        f"/f/{company.nip}/aparat/wyslij/", {"files": shots, "kind": "receipt"}
    )
    assert answer.status_code == 302
    with behind(company):
        (paper,) = Document.objects.all()
        assert (paper.kind, paper.channel) == ("receipt", "camera")
        assert pages_of(paper.id) == [RED, BLUE]
    wrong = SimpleUploadedFile("list.docx", b"PK\x03\x04")
    clerk_at_work.post(f"/f/{company.nip}/aparat/wyslij/", {"files": [wrong]})
    with behind(company):
        assert Document.objects.count() == 1


def test_the_form_of_pages_and_the_picture_of_a_page(
    company: Any, behind: Any, clerk_at_work: Client
) -> None:
    (paper,) = ids(drop(company, ("skan.pdf", scan("red", "lime"))))
    base = f"/f/{company.nip}/dokumenty/{paper}"
    shown = clerk_at_work.get(f"{base}/strona/2/?rozmiar=mala")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert clerk_at_work.get(f"{base}/strona/3/").status_code == 404
    assert clerk_at_work.get(f"{base}/strona/1/?wersja=9").status_code == 404
    form = {"page": [1, 2], "place": [2, 1], "turn": [0, 0], "action": "save"}
    assert clerk_at_work.post(f"{base}/strony/uloz/", form).status_code == 302
    with behind(company):
        assert pages_of(paper) == [GREEN, RED]
    download = clerk_at_work.get(f"{base}/plik/?wersja=1")
    assert download.headers["Content-Disposition"] == 'attachment; filename="skan.pdf.w1.pdf"'
    for bad in ({"page": ["1"], "place": ["x"], "turn": ["0"]}, {"page": ["1"], "place": []}):
        clerk_at_work.post(f"{base}/strony/uloz/", bad)
    with behind(company):
        assert len(versions_of(paper)) == 1


def test_what_was_typed_comes_back_with_its_faults(
    company: Any, behind: Any, clerk_at_work: Client
) -> None:
    (paper,) = ids(drop(company, ("skan.png", picture())))
    typed = {"kind": "receipt", "issue_date": "2026-09-14", "gross": "dużo", "subject": "Papier"}
    answer = clerk_at_work.post(f"/f/{company.nip}/dokument/{paper}/rodzaj/", typed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "„Kwota”" in text
    assert 'value="Papier"' in text
    with behind(company):
        assert document(paper).kind == "other"
    good = typed | {"gross": "12,50"}
    clerk_at_work.post(f"/f/{company.nip}/dokument/{paper}/rodzaj/", good)
    with behind(company):
        assert document(paper).kind == "receipt"


def test_a_kind_of_ones_own_is_made_on_the_screen(company: Any, clerk_at_work: Client) -> None:
    base = f"/f/{company.nip}/dokumenty/rodzaje/"
    row = {"label": "Karta gwarancyjna", "key": ["", "", ""],
           "field": ["Numer seryjny", "Typ", ""], "type": ["text", "choice", "text"], "required": ["yes", "", ""],
           "choices": ["", "nowa, używana", ""], "kind": "", "action": "save"}  # fmt: skip
    assert clerk_at_work.post(f"{base}zapisz/", row).status_code == 302
    page = clerk_at_work.get(base).content.decode()
    assert "Karta gwarancyjna" in page
    assert "Numer seryjny" in page


def test_a_renamed_field_keeps_its_facts_and_a_retired_kind_comes_back(
    company: Any, behind: Any, clerk_at_work: Client
) -> None:
    base = f"/f/{company.nip}/dokumenty/rodzaje/"
    form = {"label": "Polisa", "key": ["", ""], "field": ["Składka", "Pojazd"], "type": ["amount", "text"],
            "required": ["", ""], "choices": ["", ""], "kind": "", "action": "save"}  # fmt: skip
    clerk_at_work.post(f"{base}zapisz/", form)
    with behind(company):
        (kind,) = own_kinds()
    sent = [
        NewPaper(f"{color}.png", picture(color=color), kind=kind.code) for color in ("red", "blue")
    ]
    stamp = Stamp(None, later(0))
    done, waiting = ids(receive(company.id, sent, channel=Channel.UPLOAD, stamp=stamp))
    typed = {"kind": kind.code, "skladka": "1 200,00", "pojazd": "furgon"}
    clerk_at_work.post(f"/f/{company.nip}/dokument/{done}/rodzaj/", typed)

    # One field gets another name, the other goes; then the kind is retired.
    changed = form | {
        "kind": kind.code,
        "key": ["skladka", "pojazd"],
        "field": ["Składka roczna", ""],
    }
    clerk_at_work.post(f"{base}zapisz/", changed)
    with behind(company):
        (kept,) = own_kinds()
        assert [(f.key, f.label) for f in kept.fields] == [("skladka", "Składka roczna")]
        assert [(f.key, f.label) for f in kept.gone] == [("pojazd", "Pojazd")]
        assert {"field.skladka", "field.pojazd"} <= set(facts_of([kept]))
    page = clerk_at_work.get(f"/f/{company.nip}/dokument/{done}/").content.decode()
    assert "Składka roczna" in page and "furgon" in page
    clerk_at_work.post(f"{base}zapisz/", changed | {"action": "retire"})
    with behind(company):
        assert own_kinds() == [] and kind.code not in {k.code for k in choosable_kinds()}
    # What waits may still be described as what it is.
    page = clerk_at_work.get(f"/f/{company.nip}/dokument/{waiting}/").content.decode()
    assert f'value="{kind.code}" selected' in page
    clerk_at_work.post(f"/f/{company.nip}/dokument/{waiting}/rodzaj/", typed)
    with behind(company):
        assert document(waiting).fields == {"skladka": "1200.00"}
    # It comes back, and the field by its name.
    again = changed | {"key": ["skladka", ""], "field": ["Składka roczna", "pojazd"]}
    clerk_at_work.post(f"{base}zapisz/", again)
    with behind(company):
        (back,) = own_kinds()
        assert [f.key for f in back.fields] == ["skladka", "pojazd"] and not back.gone


def test_no_other_form_passes_an_undescribed_paper_on(
    company: Any, behind: Any, clerk_at_work: Client
) -> None:
    (paper,) = ids(drop(company, ("skan.png", picture())))
    base = f"/f/{company.nip}/dokument/{paper}"
    with behind(company):
        task = open_task(document_id=paper)
    for place, form in (
        ("opis", {"center": "HANDEL", "purpose": "nic takiego"}),
        ("decyzja", {"task": task.id, "verdict": "accepted"}),
        ("dekretacja", {"action": "post"}),
        ("kurs", {"rate": "4,25"}),
    ):
        assert clerk_at_work.post(f"{base}/{place}/", form).status_code == 302
        with behind(company):
            assert open_task(document_id=paper) == task, place
