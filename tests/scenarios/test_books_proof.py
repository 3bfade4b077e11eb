"""Exported books prove themselves: every change anywhere in the folder is found, and found in its place."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.papers import SUPPLIER, cost, drop, later, mixed, paid, sold, statement
from tests.plugin import AT
from zaplecze.ledger.api import Entry, close_month, reverse_entry, trial_balance
from zaplecze.office.books import Exported, FolderTaken, export_books, export_plain_text
from zaplecze.office.books.asked import ask_books, books_exports, books_zip, make_books
from zaplecze.office.books.verify_books import Books, canonical, root_of
from zaplecze.office.jobs import write_books
from zaplecze.office.models import BooksExport
from zaplecze.office.verify import verify
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Event, Printout
from zaplecze.platform.receipts import keep_receipt
from zaplecze.platform.scope import company_scope
from zaplecze.tax.api import build_jpk, filings

MONTH = 24 * 31
MONTHS = (f"{AT:%Y-%m}", f"{later(MONTH):%Y-%m}")


@pytest.fixture
def exported(straight: Any, make_person: Any, tmp_path: Path) -> Exported:
    """Two months of a firm: purchases, a sale, a statement, a filed JPK with its UPO, a seal, a storno."""
    first = [cost(f"DK/{n}", net=f"{n}17.31") for n in range(1, 7)]
    drop(straight, *first, sold("S/1"), mixed("DK/90"))
    drop(straight, statement(paid(first[0]), paid(first[1])), at=later(24))
    closer = make_person(straight, "accountant").id
    with company_scope(straight.id):
        build_jpk(year=2026, month=9, by=closer, at=later(25))
        (filing,) = filings(year=2026, month=9)
        upo = b"<UPO><NumerReferencyjny>a1</NumerReferencyjny></UPO>"
        keep_receipt(filed_sha256=filing.file_sha256, data=upo, by=closer, at=later(26))
        close_month(month=(2026, 9), by=closer, at=later(26))
    october = AT.date() + timedelta(days=20)
    papers = (cost(f"DK/{n}", day=october) for n in range(20, 25))
    drop(straight, *papers, at=later(MONTH))
    with company_scope(straight.id):
        entry = Entry.objects.filter(company=straight).order_by("-seq")[2]
        at = later(MONTH)
        reverse_entry(entry_id=entry.pk, on=at.date(), reason="złe konto", by=None, at=at)
    with company_scope(straight.id):
        return export_books(tmp_path / "ksiegi", stamp=Stamp(None, later(MONTH + 1)))


def findings(folder: Path, root: str | None = None) -> list[tuple[str, str]]:
    return Books(folder).verify(root)


def test_the_auditor_needs_nothing_but_python(exported: Exported) -> None:
    run = [sys.executable, "-I", "-S", exported.folder / "verify_books.py", exported.folder]
    done = subprocess.run(
        [*run, "--root", exported.root], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == (
        f"NIENARUSZONE: zapisów {exported.entries}, zdarzeń {exported.events}, "
        f"dokumentów {exported.documents}; znalezisk 0\n"
    )
    other = subprocess.run([*run, "--root", "0" * 64], capture_output=True, text=True, check=False)
    assert other.returncode == 1
    assert "nie jest tym, który podano" in other.stdout
    source = (exported.folder / "verify_books.py").read_text()
    assert len(source.splitlines()) < 300
    imported = re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE)
    assert set(imported) <= sys.stdlib_module_names


def test_a_second_reading_agrees(exported: Exported, straight: Any) -> None:
    """Written from the description alone, another way round: whole files, expressions, decimals."""
    folder = exported.folder
    entries = "".join(p.read_text() for p in sorted((folder / "entries").iterdir()))
    events = "".join(p.read_text() for p in sorted((folder / "events").iterdir()))
    chains = (("entries", entries, exported.entries), ("events", events, exported.events))
    for name, text, count in chains:
        link = b"\0" * 32
        records = re.findall(r"([0-9a-f]{64}) (.*)\n", text)
        for stated, content in records:
            link = hashlib.new("sha256", link + content.encode("utf-8")).digest()
            assert link == bytes.fromhex(stated)
        assert len(records) == count
        manifest = json.loads((folder / "books.json").read_text())
        assert manifest["chains"][name]["head"] == link.hex()
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    line = r"\x1e\d+\x1f([\d-]+)\x1f([\d.-]+)\x1f([\d.-]+)\x1f"
    for account, debit, credit in re.findall(line, entries):
        sums[account][0] += Decimal(debit)
        sums[account][1] += Decimal(credit)
    with company_scope(straight.id):
        rows = trial_balance(first=(2000, 1), last=(2099, 12))
    assert {r.account: [r.debit, r.credit] for r in rows} == sums
    # What the entries call "202" and "3" has a name: the chart and the partners, read by another hand.
    with (folder / "accounts.txt").open(newline="") as file:
        chart = {
            row[0]: row[1:] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    assert sums.keys() <= chart.keys()
    assert chart["202"] == [
        "Rozrachunki z dostawcami", "balance", "1", "BABI5", "BPBIII3d_D12", ""
    ]  # fmt: skip
    with (folder / "partners.txt").open(newline="") as file:
        firms = {
            row[0]: row[1:4] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    named = set(re.findall(r"\x1e\d+\x1f202(?:\x1f[^\x1f\x1e]*){4}\x1f(\d+)\x1f", entries))
    assert ["PL", SUPPLIER.nip, SUPPLIER.name] in [firms[one] for one in named]
    manifest = json.loads((folder / "books.json").read_text())
    for name, sha in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha
    assert {"accounts.txt", "partners.txt"} < manifest["files"].keys()
    assert set(re.findall(r'"file_sha256":"([0-9a-f]{64})"', events)) == {
        p.name for p in (folder / "documents").rglob("*") if p.is_file()
    }


def test_the_export_is_told_counted_and_whole(exported: Exported, straight: Any) -> None:
    with company_scope(straight.id):
        told = Event.objects.filter(company=straight, code="office.books.exported").get()
        assert told.data["root"] == exported.root
        assert Printout.objects.filter(company=straight, form="folder").count() == 1
        with pytest.raises(FolderTaken):
            export_books(exported.folder, stamp=Stamp(None, later(MONTH + 2)))
        again = export_books(
            exported.folder.with_name("drugi"), stamp=Stamp(None, later(MONTH + 2))
        )
    assert again.entries == exported.entries
    assert again.events == exported.events + 1
    assert findings(again.folder, again.root) == []
    assert verify() == []
    assert sorted(p.name for p in exported.folder.parent.iterdir()) == ["drugi", "ksiegi"]


def flip(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def put_in(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.randint(1, 40)) + data[at:]


def take_out(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randint(1, 40) :]


ANY_FILE = (flip, cut, put_in, take_out)


def line_taken_out(rng: random.Random, lines: list[bytes]) -> int:
    at = rng.randrange(len(lines))
    del lines[at]
    return at


def line_twice(rng: random.Random, lines: list[bytes]) -> int:
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])
    return at + 1


def lines_swapped(rng: random.Random, lines: list[bytes]) -> int:
    at = rng.randrange(len(lines) - 1)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return at


def line_renumbered(rng: random.Random, lines: list[bytes]) -> int:
    """The record gets another number and the right hash for it, as a forger would write it."""
    at = rng.randrange(len(lines))
    separator = b"\x1f" if b"\x1f" in lines[at] else b"|"
    company, seq, rest = lines[at][65:-1].split(separator, 2)
    text = separator.join((company, str(int(seq) + 1).encode(), rest))
    before = bytes.fromhex(lines[at - 1][:64].decode()) if at else bytes(32)
    link = hashlib.sha256(before + text).hexdigest().encode()
    lines[at] = link + b" " + text + b"\n"
    return at


def amount_changed(rng: random.Random, lines: list[bytes]) -> int:
    """One amount raised by a grosz, the record's own hash made right."""
    at = rng.randrange(len(lines))
    text = re.sub(rb"\.(\d)0\x1f", b".\\g<1>1\x1f", lines[at][65:-1], count=1)
    if text == lines[at][65:-1]:
        text += b" "
    before = bytes.fromhex(lines[at - 1][:64].decode()) if at else bytes(32)
    lines[at] = hashlib.sha256(before + text).hexdigest().encode() + b" " + text + b"\n"
    return at


RECORDS: tuple[Callable[[random.Random, list[bytes]], int], ...] = (
    line_taken_out, line_twice, lines_swapped, line_renumbered, amount_changed,
)  # fmt: skip


def near(name: str, line: int) -> set[str]:
    """Where a fault of a line shows: there, or where the chain should have gone on behind it."""
    kind, month = name.split("/")
    after = {f"{kind}/{m}.txt, wiersz 1" for m in MONTHS if f"{m}.txt" > month}
    return {f"{name}, wiersz {line}", f"{name}, wiersz {line + 1}", f"{kind}/"} | after


def files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file())


def test_any_change_of_any_file_is_found(exported: Exported) -> None:
    rng = random.Random(20)
    for path in files(exported.folder):
        data = path.read_bytes()
        name = path.relative_to(exported.folder).as_posix()
        kind = name.split("/")[0]
        for _ in range(120):
            change = rng.choice(ANY_FILE)
            changed = change(rng, data)
            if changed == data:
                continue
            path.write_bytes(changed)
            places = [place for place, _ in findings(exported.folder)]
            assert places, (name, change)
            if kind in {"entries", "events"}:
                faulty = _first_difference(data, changed)
                assert near(name, faulty) & set(places), (name, change, faulty, places)
            else:
                assert any(p.startswith(name) for p in places), (name, change, places)
        path.write_bytes(data)
    assert findings(exported.folder, exported.root) == []


def _first_difference(before: bytes, after: bytes) -> int:
    """The line, counted from 1, in which two files part."""
    for at, (a, b) in enumerate(zip(before, after, strict=False)):
        if a != b:
            return before[:at].count(b"\n") + 1
    return before[: min(len(before), len(after))].count(b"\n") + 1


def test_any_change_of_the_records_is_found_where_it_is(exported: Exported) -> None:
    rng = random.Random(21)
    for kind in ("entries", "events"):
        months = sorted((exported.folder / kind).iterdir())
        assert len(months) == 2
        for path in months:
            data = path.read_bytes()
            for _ in range(1000):
                lines = data.splitlines(keepends=True)
                change = rng.choice(RECORDS)
                at = change(rng, lines)
                if path == months[1] and at == 0 and change in (line_renumbered, amount_changed):
                    continue  # their hash needs the last of the month before; a plain change by then
                path.write_bytes(b"".join(lines))
                places = [place for place, _ in findings(exported.folder)]
                assert near(f"{kind}/{path.name}", at + 1) & set(places), (change, at, places)
            path.write_bytes(data)
    assert findings(exported.folder, exported.root) == []


def test_files_taken_out_and_put_in_are_found(exported: Exported) -> None:
    folder = exported.folder
    for path in files(folder):
        if path.name == "books.json":
            continue
        data = path.read_bytes()
        path.unlink()
        name = path.relative_to(folder).as_posix()
        assert any(place.startswith(name) for place, _ in findings(folder)), name
        path.write_bytes(data)
    strangers = ("nowy.txt", "entries/2030-01.txt", "events/x", "documents/2030-01/x")
    for name in (*strangers, f"documents/{MONTHS[0]}/x"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
        assert findings(folder), name
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    assert findings(folder, exported.root) == []


def test_a_file_replaced_by_a_folder_of_its_name_is_told(exported: Exported) -> None:
    """Nothing that lies there stops the verifier half-way."""
    for path in list(files(exported.folder)):
        if path.name == "books.json":
            continue
        data, name = path.read_bytes(), path.relative_to(exported.folder).as_posix()
        path.unlink()
        path.mkdir()
        assert any(place.startswith(name) for place, _ in findings(exported.folder)), name
        path.rmdir()
        path.write_bytes(data)
    assert findings(exported.folder, exported.root) == []


@pytest.mark.parametrize(("name", "row"), [("accounts.txt", "202"), ("partners.txt", "1")])
def test_what_entries_name_has_its_row(exported: Exported, name: str, row: str) -> None:
    """Even where the forger puts the new hash of the file into a new list of contents."""
    folder = exported.folder
    lines = (folder / name).read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if line.split(b"\t")[0] != row.encode()]
    assert len(kept) == len(lines) - 1
    (folder / name).write_bytes(b"".join(kept))
    manifest = json.loads((folder / "books.json").read_bytes())
    manifest["files"][name] = hashlib.sha256(b"".join(kept)).hexdigest()
    manifest["root"] = root_of(manifest)
    (folder / "books.json").write_bytes(canonical(manifest))
    assert findings(folder) == [(name, f"brakuje wiersza {row}, który zapisy wymieniają")]


def test_a_forged_entry_of_a_sealed_month_breaks_its_seal(exported: Exported) -> None:
    """A forger mends both chains, the balances and the root, but leaves the seal as he finds it: it tells on him."""
    folder = exported.folder
    link = bytes(32)
    for path in sorted((folder / "entries").iterdir()):
        lines = []
        for raw in path.read_bytes().splitlines():
            text = re.sub(rb"\.31\x1f", b".30\x1f", raw[65:])
            link = hashlib.sha256(link + text).digest()
            lines.append(link.hex().encode() + b" " + text + b"\n")
        path.write_bytes(b"".join(lines))
    manifest = json.loads((folder / "books.json").read_bytes())
    manifest["chains"]["entries"]["head"] = link.hex()
    manifest["root"] = root_of(manifest)
    (folder / "books.json").write_bytes(canonical(manifest))
    told = [text for _, text in findings(folder)]
    assert any("pieczęć miesiąca 2026-09 nie zgadza się" in text for text in told), told


def test_who_makes_all_anew_has_another_root(exported: Exported) -> None:
    """A forger who mends every hash is known by the root that was given apart from the folder."""
    folder = exported.folder
    path = folder / "books.json"
    manifest = json.loads(path.read_bytes())
    manifest["company"]["name"] = "Inna nazwa"
    manifest["root"] = root_of(manifest)
    path.write_bytes(canonical(manifest))
    assert findings(folder) == []
    assert [place for place, _ in findings(folder, exported.root)] == ["books.json"]


@pytest.mark.parametrize(
    ("form", "judge"),
    [("beancount", ["bean-check"]), ("hledger", ["hledger", "check", "--strict", "-f"])],
)
def test_other_programs_recount_our_balances(
    exported: Exported, straight: Any, tmp_path: Path, form: str, judge: list[str]
) -> None:
    if form == "hledger" and shutil.which(judge[0]) is None:
        pytest.skip(f"{judge[0]} is not installed")
    # bean-check lies beside this Python.
    program = shutil.which(judge[0]) or str(Path(sys.executable).with_name(judge[0]))
    out = tmp_path / f"ksiegi.{form}"
    with company_scope(straight.id):
        assert export_plain_text(form, out) == exported.entries
    done = subprocess.run([program, *judge[1:], out], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    text = out.read_text()
    last = re.search(r"(\d)(?: ~ 0\.00)? PLN\n\Z", text)
    assert last is not None
    other = str((int(last[1]) + 1) % 10)
    wrong = text[: last.start(1)] + other + text[last.end(1) :]
    out.write_text(wrong)
    done = subprocess.run([program, *judge[1:], out], check=False, capture_output=True, text=True)
    assert done.returncode != 0


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b"\xff", b'{"company": 1}', b'{"chains": {"entries": 5}}']
)
def test_a_spoilt_list_of_contents_is_told(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "books.json").write_bytes(text)
    assert [place for place, _ in findings(tmp_path)] == ["books.json"]


def test_books_are_asked_for_on_a_screen_and_written_by_the_worker(
    straight: Any, make_person: Any, tmp_path: Path
) -> None:
    drop(straight, cost("DK/1"))
    person = make_person(straight, "accountant")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/f/{straight.nip}/wydania/"
    for expected in (1, 1):  # a second request finds the first one waiting
        client.post(page + "zamow/")
        with company_scope(straight.id):
            assert BooksExport.objects.count() == expected
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'zaplecze.office.jobs.write_books' "
            "AND (args->>'company_id')::bigint = %s",
            [straight.id],
        )
        ((args,),) = cursor.fetchall()
    wanted = json.loads(args) if isinstance(args, str) else args
    assert client.get(f"{page}{wanted['export_id']}/zip/").status_code == 404
    write_books(**wanted)
    write_books(**wanted)  # a job that runs twice changes nothing
    with company_scope(straight.id):
        (done,) = books_exports()
        told = Event.objects.get(code="office.books.exported")
        assert (done.state, done.root, told.by_id) == ("ready", told.data["root"], person.id)
    assert done.root in client.get(page).content.decode()
    answer = client.get(f"{page}{done.pk}/zip/")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert len(data) == done.size
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    assert findings(tmp_path / "ksiegi", done.root) == []
    with company_scope(straight.id):
        assert Printout.objects.filter(form="zip", by=person, what__contains=done.root).count() == 1
        again = ask_books(by=None, at=later(1))
    make_books(company_id=straight.id, export_id=again.pk, at=later(2))
    with company_scope(straight.id):
        assert [e.state for e in books_exports()] == ["ready", "gone"]
    assert client.get(f"{page}{done.pk}/zip/").status_code == 404
    files_left = [p.name for p in books_zip(again).parent.iterdir()]
    assert files_left == [f"{again.pk}.zip"]
