"""The ways in that work by themselves: each file and message is taken once, none is lost, whatever breaks."""

from __future__ import annotations

import doctest
import random
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.imap_server import PASSWORD, Account, imap_server
from tests.papers import cost, later
from tests.plugin import MILL
from zaplecze.documents.api import (
    Document,
    Intake,
    NewMailbox,
    Outcome,
    intake_log,
    mailboxes,
    make_api_key,
    revoke_api_key,
    save_mailbox,
)
from zaplecze.documents.models import TakenMessage
from zaplecze.formats import fa3
from zaplecze.formats.containers.tests.samples import PDF, PNG, container, mail, spoilt, zipped
from zaplecze.office.audit import run_audits
from zaplecze.office.channels import folder as folders
from zaplecze.office.channels import imap, take_folder, take_mail
from zaplecze.office.channels import mailbox as mail_channel
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.secrets import CannotUnseal, seal, unseal


def nothing() -> None:
    """No pause: nothing else writes into the folder."""


def take(company: Any, folder: Path, pause: Any = nothing) -> folders.FolderVisit:
    return take_folder(company.id, folder, clock=lambda: later(0), pause=pause)


# ---- The watched folder.


def test_files_are_taken_when_they_settle_and_put_away(
    company: Any, behind: Any, tmp_path: Path
) -> None:
    inbox = tmp_path / company.nip
    inbox.mkdir()
    (inbox / "DK-1.xml").write_bytes(fa3.write(cost("DK/1")))
    (inbox / "program.pdf").write_bytes(b"MZ" + bytes(60) + b"PE\x00\x00")
    (inbox / "rosnie.pdf").write_bytes(PDF)
    (inbox / ".ukryty.xml").write_bytes(b"x")
    (inbox / "skaner" / "A").mkdir(parents=True)
    (inbox / "skaner" / "A" / "umowa.pdf").write_bytes(PDF + b"%umowa")
    (inbox / "pobierany.pdf.part").write_bytes(PDF)
    (inbox / "skrot.pdf").symlink_to(inbox / "rosnie.pdf")

    def someone_writes_on() -> None:
        with (inbox / "rosnie.pdf").open("ab") as file:
            file.write(b"%more")

    visit = take(company, inbox, someone_writes_on)
    assert visit == folders.FolderVisit(taken=2, refused=1, growing=1)
    day = "2026-09-28"
    assert (inbox / "done" / day / "DK-1.xml").exists()
    assert (inbox / "done" / day / "umowa.pdf").exists()
    assert (inbox / "refused" / day / "program.pdf").exists()
    reason = (inbox / "refused" / day / "program.pdf.txt").read_text()
    assert "program" in reason
    assert {p.name for p in inbox.iterdir() if p.is_file()} == {
        "rosnie.pdf", ".ukryty.xml", "pobierany.pdf.part", "skrot.pdf",
    }  # fmt: skip
    assert take(company, inbox).taken == 1
    with behind(company):
        assert [d.channel for d in Document.objects.all()] == ["folder"] * 3


def test_killed_before_moving_a_file_is_its_own_twin(
    company: Any, behind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "DK-1.xml").write_bytes(fa3.write(cost("DK/1")))

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(folders, "_put_away", killed)
        with pytest.raises(KeyboardInterrupt):
            take(company, tmp_path)
    assert take(company, tmp_path).taken == 1
    assert [p.name for p in tmp_path.rglob("*.xml")] == ["DK-1.xml"]
    with behind(company):
        assert Document.objects.count() == 1
        assert [line.outcome for line in intake_log()] == [Outcome.TWIN, Outcome.ACCEPTED]


def test_the_reasons_of_an_archives_parts_stand_beside_it(company: Any, tmp_path: Path) -> None:
    for _ in range(2):
        (tmp_path / "paczka.zip").write_bytes(zipped({"a.pdf": PDF, "b.pdf": b""}))
        assert take(company, tmp_path).taken == 1
    notes = sorted(p.name for p in tmp_path.rglob("*.txt"))
    assert notes == ["paczka (2).zip.txt", "paczka.zip.txt"]


# ---- Mailboxes.


@pytest.fixture
def post(tmp_path: Path) -> Iterator[tuple[Account, int, ssl.SSLContext]]:
    with imap_server(tmp_path) as server:
        yield server


def set_up(company: Any, behind: Any, port: int, **more: Any) -> int:
    settings = {"host": "127.0.0.1", "port": port, "security": "tls", "login": "faktury",
                "password": PASSWORD}  # fmt: skip
    with behind(company):
        return save_mailbox(settings=NewMailbox(**(settings | more)), by=None, at=later(0)).pk


def visit(company: Any, context: ssl.SSLContext) -> mail_channel.MailVisit:
    (found,) = take_mail(company.id, clock=lambda: later(1), context=context)
    return found


def test_names_of_folders_travel_as_the_standard_has_it() -> None:
    assert doctest.testmod(imap).failed == 0


def test_each_message_is_taken_once(company: Any, behind: Any, post: Any) -> None:
    account, port, context = post
    set_up(company, behind, port)
    account.put(mail({"DK-1.xml": fa3.write(cost("DK/1"))}, message_id="<1@a.example>"))
    account.put(mail({}, subject="Zapytanie", message_id="<2@a.example>"))
    assert visit(company, context).taken == 2
    assert visit(company, context).taken == 0
    account.put(b"zupelnie nie wiadomosc\x00\xff")
    assert visit(company, context).taken == 1
    with behind(company):
        assert TakenMessage.objects.count() == 3
        kinds = sorted(Document.objects.values_list("kind", flat=True))
        assert kinds == ["cost_invoice", "mail", "mail", "mail"]
        (box,) = mailboxes()
        assert (box.fault, box.last_uid) == ("", 3)
    # The mailbox is only read: nothing is marked, moved or deleted.
    assert not [c for c in account.commands if "STORE" in c or "EXPUNGE" in c or "SELECT" in c]
    assert all("PEEK" in c for c in account.commands if "BODY" in c)
    assert run_audits() == []


def test_other_numbers_of_the_server_bring_nothing_twice(
    company: Any, behind: Any, post: Any
) -> None:
    account, port, context = post
    set_up(company, behind, port)
    first = mail({"a.png": PNG}, message_id="<1@a.example>")
    account.put(first)
    visit(company, context)
    account.uid_validity = 8
    account.messages = {5: b"X-Moved: yes\n" + first, 6: mail({}, message_id="<3@a.example>")}
    assert visit(company, context).taken == 2
    with behind(company):
        assert Document.objects.count() == 3
        outcomes = TakenMessage.objects.order_by("id").values_list("outcome", flat=True)
        assert list(outcomes) == ["accepted", "twin", "accepted"]


@pytest.mark.parametrize("where", ["receive", "note_message"])
def test_killed_in_the_middle_a_message_is_neither_lost_nor_doubled(
    where: str, company: Any, behind: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, port, context = post
    set_up(company, behind, port)
    for n in range(3):
        account.put(mail({f"{n}.png": PNG + bytes([n])}, message_id=f"<{n}@a.example>"))
    real = getattr(mail_channel, where)
    calls = []

    def killed(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        answer = real(*arguments, **named)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(mail_channel, where, killed)
        with pytest.raises(KeyboardInterrupt):
            visit(company, context)
    with behind(company):
        assert Document.objects.count() == 2
    assert visit(company, context).taken == 2
    with behind(company):
        assert Document.objects.count() == 6
        assert Intake.objects.count() == 6


def test_a_line_that_breaks_is_taken_up_again(company: Any, behind: Any, post: Any) -> None:
    account, port, context = post
    set_up(company, behind, port)
    account.put(mail({"a.png": PNG}, message_id="<1@a.example>"))
    account.hang_up_at = account.put(mail({}, message_id="<2@a.example>"))
    broken = visit(company, context)
    assert broken.taken == 1
    assert broken.fault
    with behind(company):
        assert mailboxes()[0].fault == broken.fault
    account.hang_up_at = None
    assert visit(company, context) == mail_channel.MailVisit(broken.mailbox, 1, "")


def test_a_message_too_big_to_take_is_named(company: Any, behind: Any, post: Any) -> None:
    account, port, context = post
    set_up(company, behind, port)
    account.lies_of_size[account.put(mail({}))] = 90_000_000
    assert visit(company, context).taken == 1
    with behind(company):
        (line,) = intake_log()
        assert (line.outcome, line.code) == (Outcome.REFUSED, "documents.too-big")
        assert "90 MB" in line.message


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"password": "inne"}, "nie przyjął"),
        ({"folder": "Faktury"}, "nie ma folderu"),
        ({"port": 1}, "Nie da się połączyć"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why(
    more: dict[str, Any], says: str, company: Any, behind: Any, post: Any
) -> None:
    _, port, context = post
    set_up(company, behind, **({"port": port} | more))
    assert says in visit(company, context).fault


@pytest.mark.parametrize("listens", [True, False])
def test_the_inner_network_is_not_felt_out(
    listens: bool, company: Any, behind: Any, post: Any, settings: Any
) -> None:
    """Whatever listens there or doesn't, whoever sets a mailbox up hears the same."""
    account, port, context = post
    settings.ZAPLECZE_INNER_NETWORKS = ()
    port = port if listens else 1
    set_up(company, behind, port)
    assert visit(company, context).fault == (
        f"Nie da się połączyć z 127.0.0.1:{port}. Sprawdź nazwę serwera i port; adres w sieci wewnętrznej "
        "otwiera administrator (ZAPLECZE_INNER_NETWORKS)."
    )
    assert account.commands == []


def test_a_certificate_nobody_trusts_is_refused(company: Any, behind: Any, post: Any) -> None:
    account, port, _ = post
    set_up(company, behind, port)
    assert "Certyfikat" in visit(company, ssl.create_default_context()).fault
    assert account.commands == []


def test_random_mails_all_end_in_the_log(company: Any, behind: Any, post: Any) -> None:
    account, port, context = post
    set_up(company, behind, port)
    chance = random.Random(5)
    for _ in range(25):
        message = container(chance)
        account.put(spoilt(message, chance) if chance.random() < 0.5 else message)
    assert visit(company, context) == mail_channel.MailVisit("faktury@127.0.0.1/INBOX", 25, "")
    with behind(company):
        assert TakenMessage.objects.count() == 25
        assert not Intake.objects.filter(outcome="refused", message="").exists()
    assert run_audits() == []


def test_a_seal_opens_only_behind_its_own_wall(
    company: Any, make_company: Any, behind: Any
) -> None:
    other = make_company(nip=MILL)
    with behind(company):
        sealed = seal("tajne", "mailbox")
        assert b"tajne" not in sealed
        assert unseal(sealed, "mailbox") == "tajne"
        with pytest.raises(CannotUnseal):
            unseal(sealed, "other")
    with behind(other), pytest.raises(CannotUnseal):
        unseal(sealed, "mailbox")


def test_settings_that_cannot_work_are_refused(company: Any, behind: Any) -> None:
    with behind(company), pytest.raises(Refusal, match=r"IMAP.*Port.*hasło"):
        save_mailbox(
            settings=NewMailbox("zły serwer\r\nA", 0, "tls", "ja", ""), by=None, at=later(0)
        )


def test_an_audit_finds_what_was_lost_without_a_word(company: Any, behind: Any, post: Any) -> None:
    account, port, context = post
    set_up(company, behind, port)
    account.put(mail({"a.png": PNG}))
    visit(company, context)
    assert run_audits() == []
    Intake.objects.using("owner").filter(company_id=company.id).update(file_sha256="0" * 64)
    assert [f.audit for f in run_audits()] == ["19-intake-tells"]
    TakenMessage.objects.using("owner").filter(company_id=company.id).delete()
    assert run_audits() == []
    Intake.objects.using("owner").filter(company_id=company.id).update(document_id=None)
    assert "19-intake-tells" in [f.audit for f in run_audits()]


# ---- The API.


@pytest.fixture
def door(company: Any, behind: Any, make_person: Any) -> tuple[str, int]:
    with behind(company):
        row, secret = make_api_key(name="sklep", by=make_person(company, "owner").id, at=later(0))
    return secret, row.pk


def send(client: Any, company: Any, secret: str, *files: tuple[str, bytes], **more: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    headers = {"Authorization": f"Bearer {secret}", **more.pop("headers", {})}
    return client.post(
        f"/api/f/{company.nip}/documents",
        {"files": [SimpleUploadedFile(n, d) for n, d in files], **more},
        headers=headers,
    )


def test_a_machine_sends_papers(company: Any, client: Any, door: Any) -> None:
    secret, _ = door
    files = (("DK-1.xml", fa3.write(cost("DK/1"))), ("x.zip", zipped({"a.pdf": PDF, "b": b""})))
    answer = send(client, company, secret, *files, kind="contract")
    assert answer.status_code == 201
    first, second = answer.json()["results"]
    assert (first["outcome"], second["outcome"]) == ("accepted", "opened")
    assert [p["code"] for p in second["parts"]] == ["", "container.empty"]
    headers = {"Authorization": f"Bearer {secret}"}
    paper = client.get(
        f"/api/f/{company.nip}/documents/{first['document']}", headers=headers
    ).json()
    assert (paper["number"], paper["gross"], paper["kind"]) == ("DK/1", "1230.00", "cost_invoice")
    part = second["parts"][0]["document"]
    got = client.get(f"/api/f/{company.nip}/documents/{part}", headers=headers).json()
    assert got["kind"] == "contract"
    kinds = client.get(f"/api/f/{company.nip}/kinds", headers=headers).json()
    assert {"code": "receipt", "label": "paragon"} in kinds


def test_a_call_repeated_changes_nothing(company: Any, client: Any, door: Any, behind: Any) -> None:
    secret, _ = door
    once = {"headers": {"Idempotency-Key": "zamowienie-17"}}
    first = send(client, company, secret, ("a.pdf", PDF), **once)
    again = send(
        client, company, secret, ("a.pdf", PDF), headers={"Idempotency-Key": "zamowienie-17"}
    )
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    other = send(
        client, company, secret, ("b.png", PNG), headers={"Idempotency-Key": "zamowienie-17"}
    )
    assert (other.status_code, other.json()["code"]) == (409, "api.idempotency-key")
    with behind(company):
        assert Intake.objects.count() == 1


def test_a_key_opens_one_door(
    company: Any, make_company: Any, client: Any, door: Any, behind: Any, make_person: Any
) -> None:
    secret, key_id = door
    other = make_company(nip=MILL)
    assert send(client, other, secret, ("a.pdf", PDF)).status_code == 401
    assert send(client, company, "zpl_zły", ("a.pdf", PDF)).status_code == 401
    assert client.post(f"/api/f/{company.nip}/documents").status_code == 401
    assert client.get("/api/f/0000000000/kinds").status_code == 401
    with behind(company):
        revoke_api_key(key_id=key_id, by=make_person(company, "owner").id, at=later(1))
    assert send(client, company, secret, ("a.pdf", PDF)).status_code == 401
    with behind(company):
        assert Intake.objects.count() == 0
        assert secret not in str(list(mailboxes()))


def test_a_request_that_says_too_little_is_told_why(company: Any, client: Any, door: Any) -> None:
    secret, _ = door
    empty = send(client, company, secret)
    assert (empty.status_code, empty.json()["code"]) == (422, "api.request")
    unknown = send(client, company, secret, ("a.pdf", PDF), kind="own-99")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "documents.kind")


def test_the_api_describes_itself(client: Any) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/f/{nip}/documents", "/api/f/{nip}/documents/{document_id}", "/api/f/{nip}/kinds",
    }  # fmt: skip
    assert described["components"]["securitySchemes"]["CompanyKey"]["scheme"] == "bearer"
