"""Papers are kept as long as the law asks, and go by a protocol of two people; their card tells of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from tests.papers import cost, drop, ids, later, sold
from tests.plugin import AT
from zaplecze.documents.api import (
    describe_paper,
    document,
    erase_confirmed,
    file_of,
    found,
    index_waiting,
    is_personal,
    versions_of,
)
from zaplecze.documents.keeping import commands
from zaplecze.documents.keeping.models import Destruction, Folder, Hold, Mention
from zaplecze.documents.keeping.queries import (
    access_log,
    kept,
    papers_due,
    unseen_mentions,
)
from zaplecze.documents.readings.models import Reading
from zaplecze.documents.sheets.commands import (
    CannotArrange,
    arrange_pages,
    restore_version,
    split_paper,
)
from zaplecze.documents.sheets.rules import Placed
from zaplecze.formats.sheets.tests.test_sheets import scan
from zaplecze.office.books import export_books
from zaplecze.office.books.verify_books import Books
from zaplecze.office.verify import verify
from zaplecze.office.web.card import card_rows
from zaplecze.platform.events import Stamp
from zaplecze.platform.files import file_path
from zaplecze.platform.models import Event
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

OLD = date(2025, 10, 6)
LATER = datetime(2032, 11, 3, 9, 0, tzinfo=UTC)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def close_case(document_id: int) -> None:
    """Arrange a paper whose circulation is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_task SET closed_at = opened_at WHERE document_id = %s", [document_id]
        )
        cursor.execute(
            "UPDATE workflow_case SET state = 'rejected', closed_at = opened_at WHERE document_id = %s",
            [document_id],
        )


@pytest.fixture
def old_papers(company: Any, make_person: Any) -> tuple[Any, Any, Any, list[int]]:
    """Two invoices of 2025 whose circulation is over, one that circulates, one of 2026; and two people."""
    first, second = make_person(company, "accountant"), make_person(company, "owner")
    made = ids(
        drop(company, *(cost(f"STARA/{n}", day=OLD) for n in (1, 2, 3)), cost("NOWA/1"), by=first)
    )
    with company_scope(company.id):
        close_case(made[0])
        close_case(made[1])
        close_case(made[3])
        index_waiting()
    return company, first, second, made


def test_what_is_due_goes_by_a_protocol_of_two_people(old_papers: Any, tmp_path: Any) -> None:
    company, first, second, (one, two, three, new) = old_papers
    with company_scope(company.id):
        due = papers_due(on=LATER.date())
        assert [(k.document.number, bool(k.obstacle)) for k in due] == [
            ("STARA/1", False),
            ("STARA/2", False),
            ("STARA/3", True),
        ]
        for kept_back, why in ((new, "31.12.2032"), (three, "obieg")):
            with pytest.raises(Refusal, match=why):
                commands.propose_destruction(
                    document_ids=[one, kept_back], reason="porządki", by=first.pk, at=LATER
                )
        made = commands.propose_destruction(
            document_ids=[one, two], reason="porządki", by=first.pk, at=LATER
        )
        with pytest.raises(Refusal, match="innym protokole"):
            commands.propose_destruction(document_ids=[one], reason="x", by=first.pk, at=LATER)
        with pytest.raises(Refusal, match="druga osoba"):
            commands.confirm_destruction(destruction_id=made.pk, by=first.pk, at=LATER)
        # A hold put in between stops it; lifted, it goes on.
        commands.hold_paper(document_id=two, reason="spór z dostawcą", by=second.pk, at=LATER)
        with pytest.raises(Refusal, match="spór"):
            commands.confirm_destruction(destruction_id=made.pk, by=second.pk, at=LATER)
        commands.lift_hold(document_id=two, reason="ugoda", by=second.pk, at=LATER)
        paths = [file_path(p.file_sha256) for i in (one, two) if (p := document(i))]
        assert all(p.exists() for p in paths)
    with company_scope(company.id):
        commands.confirm_destruction(destruction_id=made.pk, by=second.pk, at=LATER)
        assert all(p.exists() for p in paths)  # nothing goes before it is safely written
    assert not any(p.exists() for p in paths)
    with company_scope(company.id):
        stays = document(one)
        assert stays is not None and stays.number == "STARA/1" and len(stays.file_sha256) == 64
        assert [f.document.number for f in found(text="STARA/1").rows] == ["STARA/1"]
        assert [f.document.number for f in found(text="ulotki").rows] == ["NOWA/1", "STARA/3"]
        assert [k.document.number for k in papers_due(on=LATER.date())] == ["STARA/3"]
        assert "zniszczono protokołem 1/2032" in card_rows(one)[-1].text
    assert verify() == []
    with company_scope(company.id):
        export_books(out=tmp_path / "ksiegi", stamp=Stamp(first.pk, LATER))
    # The books leave without the destroyed bytes, and their verifier knows why; any other gap it still finds.
    assert Books(tmp_path / "ksiegi").verify() == []
    (lost, *_) = sorted((tmp_path / "ksiegi" / "documents").glob("*/*"))
    lost.unlink()
    assert [m for _, m in Books(tmp_path / "ksiegi").verify()] == ["brakuje dokumentu"]
    client = signed_in(first)
    base = f"/f/{company.nip}"
    assert client.get(f"{base}/dokumenty/{one}/plik/").status_code == 409
    page = client.get(f"{base}/dokument/{one}/")
    assert page.status_code == 200 and "1/2032" in page.content.decode()
    assert client.get(f"{base}/dokumenty/{one}/teczka/").status_code == 200
    pdf = client.get(f"{base}/dokumenty/przechowywanie/{made.pk}/?forma=pdf").content
    assert pdf.startswith(b"%PDF") and b"pdfaid" in pdf
    # What was rejected and destroyed may be entered anew; that it was here before is told.
    (again,) = drop(company, cost("STARA/1", day=OLD))
    assert (again.outcome, again.code) == ("waiting", "documents.replaces")


def test_a_part_of_a_scan_goes_with_the_scan_and_may_come_again(
    company: Any, make_person: Any
) -> None:
    first, second = make_person(company, "accountant"), make_person(company, "owner")
    pile = scan("red", "blue", "green")
    (whole,) = ids(drop(company, ("plik.pdf", pile), by=first))
    with company_scope(company.id):
        # The first page is turned, the last one left out, and the second begins a paper of its own.
        placed = [Placed(1, 1, 180), Placed(2, 2), Placed(3, 3, dropped=True)]
        asked = {"document_id": whole, "by": first.pk, "at": later(1)}
        with pytest.raises(CannotArrange, match="Strona 3 ma zaczynać dokument"):
            split_paper(starts=[3], placed=placed, **asked)
        (part,) = split_paper(starts=[2], placed=placed, **asked)
        assert [(v.pages, v.plan) for v in versions_of(whole)] == [
            (1, [{"page": 1, "turn": 180, "source": 0}])
        ]
        # A page that was left out by mistake is there again.
        restore_version(document_id=whole, version=0, by=first.pk, at=later(2))
        assert [v.pages for v in versions_of(whole)] == [3, 1]
        with pytest.raises(CannotArrange, match="wcześniejszą"):
            restore_version(document_id=whole, version=2, by=first.pk, at=later(2))
        close_case(whole)
        close_case(part)
        commands.set_kind_policy(kind="other", category="letter", personal=False)
        with pytest.raises(Refusal, match=f"też w dokumencie nr {whole}: zniszcz je razem"):
            commands.propose_destruction(
                document_ids=[part], reason="porządki", by=first.pk, at=LATER
            )
        made = commands.propose_destruction(
            document_ids=[whole, part], reason="porządki", by=first.pk, at=LATER
        )
    assert drop(company, ("plik.pdf", pile))[0].outcome == "twin"
    with company_scope(company.id):
        commands.confirm_destruction(destruction_id=made.pk, by=second.pk, at=LATER)
    (again,) = drop(company, ("plik.pdf", pile))
    assert again.document_id not in (None, whole, part)
    with company_scope(company.id):
        kept_again = document(again.document_id)
        assert kept_again is not None and file_path(kept_again.file_sha256).exists()
        assert erase_confirmed(company_id=company.id, at=LATER) == 0
    assert drop(company, ("plik.pdf", pile))[0].document_id == again.document_id


def test_erasing_that_was_cut_off_is_finished_and_other_owners_keep_their_bytes(
    old_papers: Any,
) -> None:
    company, first, second, (one, two, three, _new) = old_papers
    with company_scope(company.id):
        paper = document(one)
        assert paper is not None
        data = file_path(paper.file_sha256).read_bytes()
        commands.add_version(
            document_id=three,
            name="kopia.xml",
            data=data,
            note="ta sama treść",
            by=first.pk,
            at=LATER,
        )
        made = commands.propose_destruction(
            document_ids=[one, two], reason="porządki", by=first.pk, at=LATER
        )
        Destruction.objects.filter(id=made.pk).update(confirmed_by=second, confirmed_at=LATER)
    assert erase_confirmed(company_id=company.id, at=LATER) == 1
    assert erase_confirmed(company_id=company.id, at=LATER) == 0
    with company_scope(company.id):
        assert file_path(paper.file_sha256).exists()
        assert Destruction.objects.get(id=made.pk).erased_at == LATER


def test_the_database_itself_holds_the_protocol(old_papers: Any) -> None:
    company, first, second, (one, two, _three, _new) = old_papers
    with company_scope(company.id):
        made = commands.propose_destruction(
            document_ids=[one], reason="porządki", by=first.pk, at=LATER
        )
        mine = Destruction.objects.filter(id=made.pk)

        def refused(change: Any, *errors: type[Exception]) -> None:
            with pytest.raises(errors or IntegrityError), transaction.atomic():
                change()

        refused(lambda: mine.update(confirmed_by=first, confirmed_at=LATER))
        refused(lambda: mine.update(proposed_by=second))
        refused(lambda: mine.update(list_hash="0" * 64))
        refused(mine.delete)
        refused(lambda: made.items.update(document_id=two), ProgrammingError)
        hold = Hold.objects.create(
            company=company, document_id=one, reason="sąd", by=second, at=LATER
        )
        refused(lambda: mine.update(confirmed_by=second, confirmed_at=LATER))
        Hold.objects.filter(id=hold.pk).update(lifted_by=second, lifted_at=LATER)
        commands.withdraw_destruction(destruction_id=made.pk, by=second.pk, at=LATER)
        refused(lambda: mine.update(confirmed_by=second, confirmed_at=LATER))
        # Withdrawn, its papers may be listed again; the number isn't used twice.
        assert (
            commands.propose_destruction(
                document_ids=[one], reason="x", by=first.pk, at=LATER
            ).number
            == 2
        )


def test_a_paper_that_money_is_owed_by_stays(straight: Any, make_person: Any) -> None:
    person = make_person(straight, "accountant")
    (owed,) = ids(drop(straight, sold("S/1"), by=person))
    far = datetime(2040, 1, 2, 9, 0, tzinfo=UTC)
    with company_scope(straight.id):
        (kept_back,) = papers_due(on=far.date())
        assert "rozrachunek" in kept_back.obstacle
        with pytest.raises(Refusal, match="rozrachunek"):
            commands.propose_destruction(document_ids=[owed], reason="x", by=person.pk, at=far)


def test_what_people_put_beside_a_paper_stands_on_its_card(company: Any, make_person: Any) -> None:
    anna, jan = make_person(company, "accountant"), make_person(company, "owner")
    one, two = ids(drop(company, cost("A/1"), cost("A/2"), by=anna))
    client = signed_in(anna)
    base = f"/f/{company.nip}/dokumenty"

    def keep(action: str, **fields: Any) -> None:
        answer = client.post(f"{base}/{one}/teczka/zapisz/", {"action": action} | fields)
        assert answer.status_code == 302

    with company_scope(company.id):
        assert commands.begin_subjects() > 20
        assert commands.begin_subjects() == 0
        folder = Folder.objects.get(symbol="10")
    keep("tags", tags="Pilne, druk; pilne")
    keep("relate", kind="annex", other="A/2")
    keep("note", text=f"@{jan.email} sprawdź ceny")
    keep("file", folder=str(folder.pk), since="2026-09-15")
    keep("version", file=SimpleUploadedFile("podpisana.pdf", b"%PDF-1.7 x"), note="podpisana")
    keep("hold", reason="kontrola")
    with company_scope(company.id):
        paper = document(one)
        assert paper is not None
        all_of_it = kept(paper)
        assert [t.name for t in all_of_it.tags] == ["druk", "pilne"]
        assert all_of_it.personal and is_personal(paper)
        assert all_of_it.keeping.until == date(2036, 12, 31) and not all_of_it.keeping.sure
        assert [(r.other.number, r.back) for r in all_of_it.relations if r.other] == [
            ("A/2", False)
        ]
        assert [(v.number, v.file_name) for v in all_of_it.versions] == [(2, "podpisana.pdf")]
        ((mention, _),) = unseen_mentions(jan.pk)
        assert unseen_mentions(anna.pk) == []
        texts = " | ".join(row.text for row in card_rows(one))
        for words in (
            "znaczniki: druk, pilne",
            "załącznik do A/2",
            "teczki 10",
            "wersję 2: podpisana",
            "notatkę",
            "kontrola",
        ):
            assert words in texts, words
        # The note's words stay with the note: the log, which nobody can change, holds none of them.
        assert "ceny" not in json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert signed_in(jan).post(f"{base}/wzmianki/{mention.pk}/").status_code == 302
    with company_scope(company.id):
        assert Mention.objects.get(id=mention.pk).seen_at is not None
        # Somebody's word goes before the folder's.
        commands.mark_personal(
            document_id=one, personal=False, reason="zanonimizowany", by=anna.pk, at=AT
        )
        assert not is_personal(paper)
    back = client.get(f"{base}/{two}/teczka/").content.decode()
    assert "ten dokument" in back


def test_whoever_opens_personal_data_is_written_down(company: Any, make_person: Any) -> None:
    anna, boss = make_person(company, "accountant"), make_person(company, "manager")
    one, two = ids(drop(company, cost("A/1"), cost("A/2"), by=anna))
    with company_scope(company.id):
        commands.mark_personal(document_id=one, personal=True, reason="PESEL", by=anna.pk, at=AT)
    client = signed_in(anna)
    base = f"/f/{company.nip}"
    for place in (
        f"dokument/{one}/",
        f"dokumenty/{one}/plik/",
        f"dokumenty/{one}/teczka/",
        f"dokument/{two}/",
    ):
        assert client.get(f"{base}/{place}").status_code == 200
    with company_scope(company.id):
        assert [(a.access.by.pk, a.access.document_id, a.access.how) for a in access_log()] == [
            (anna.pk, one, "teczka"),
            (anna.pk, one, "plik"),
            (anna.pk, one, "dokument"),
        ]
    assert client.get(f"{base}/dokumenty/dostep/").status_code == 403
    page = signed_in(boss).get(f"{base}/dokumenty/dostep/")
    assert page.status_code == 200 and "A/1" in page.content.decode()


def test_the_card_is_made_of_events_alone(company: Any, make_person: Any) -> None:
    anna = make_person(company, "accountant")
    (one,) = ids(drop(company, cost("A/1"), by=anna))
    client = signed_in(anna)
    client.get(f"/f/{company.nip}/dokumenty/{one}/plik/")
    pdf = client.get(f"/f/{company.nip}/dokument/{one}/karta/?forma=pdf").content
    assert b"pdfaid" in pdf
    with company_scope(company.id):
        rows = card_rows(one)
        assert [r.seq for r in rows] == list(
            Event.objects.filter(document_id=one).order_by("seq").values_list("seq", flat=True)
        )
        assert all(len(r.link) == 64 for r in rows)

    def text(data: bytes) -> str:
        with pypdfium2.PdfDocument(data) as file:
            return " ".join(p.get_textpage().get_text_range() for p in file)

    before = text(pdf)
    gone = rows[-1]
    assert gone.text.split()[0] in before and gone.link[:32] in before
    assert "plik A/1" in before and "Karta obiegu dokumentu A/1" in before
    Event.objects.using("owner").filter(company_id=company.id, seq=gone.seq).delete()
    after = text(client.get(f"/f/{company.nip}/dokument/{one}/karta/?forma=pdf").content)
    assert gone.link[:32] not in after
    with company_scope(company.id):
        assert len(card_rows(one)) == len(rows) - 1


def test_a_described_scan_is_found_watched_and_destroyed_with_its_arranged_pages(
    company: Any, make_person: Any
) -> None:
    anna, boss = make_person(company, "accountant"), make_person(company, "owner")
    (paper,) = ids(drop(company, ("akta.pdf", scan("red", "blue")), by=anna))
    with company_scope(company.id):
        arrange_pages(
            document_id=paper, placed=[Placed(1, 2), Placed(2, 1)], by=anna.pk, at=later(1)
        )
        typed = {"issue_date": "2025-10-06", "person": "Zofia Zmyślona", "subject": "świadectwo"}
        describe_paper(document_id=paper, kind="hr", values=typed, by=anna.pk, at=later(2))
        assert [f.document.pk for f in found(text="swiadectwo").rows] == [paper]
        described = document(paper)
        assert described is not None and is_personal(described)  # its kind says so
        close_case(paper)
        commands.set_kind_policy(kind="hr", category="letter", personal=False)
        kept_files = {file_of(described, version=v).sha256 for v in (0, None)}
        assert Reading.objects.filter(document_id=paper).count() == 2
    client = signed_in(anna)
    base = f"/f/{company.nip}"
    places = (f"dokument/{paper}/", f"dokumenty/{paper}/strony/", f"dokumenty/{paper}/strona/1/",
              f"dokumenty/{paper}/plik/?wersja=1")  # fmt: skip
    for place in places:
        assert client.get(f"{base}/{place}").status_code == 200, place
    assert "teczka/" in client.get(f"{base}/{places[0]}").content.decode()
    with company_scope(company.id):
        hows = [line.access.how for line in access_log(document_id=paper)]
        assert hows == ["dokument", "plik", "strona 1", "strony", "dokument"]
        paths = [file_path(sha) for sha in kept_files]
        made = commands.propose_destruction(
            document_ids=[paper], reason="porządki", by=anna.pk, at=LATER
        )
    assert len(paths) == 2 and all(p.exists() for p in paths)
    with company_scope(company.id):
        commands.confirm_destruction(destruction_id=made.pk, by=boss.pk, at=LATER)
    assert not any(p.exists() for p in paths)
    with company_scope(company.id):
        assert not Reading.objects.filter(document_id=paper).exists()
    assert [client.get(f"{base}/{place}").status_code for place in places] == [200, 409, 409, 409]
    assert "1/2032" in client.get(f"{base}/{places[0]}").content.decode()
