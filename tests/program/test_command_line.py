"""The command line as other programs use it: JSON with stable keys, exit codes, files."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.papers import US, cost, paid, sold, statement
from tests.program.conftest import Program, write_papers
from zaplecze.formats import fa3

NIP = US.nip


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bought, sale = cost("DK/1"), sold("S/101")
    return write_papers(
        tmp_path_factory.mktemp("papiery"),
        [
            ("a-koszt.xml", fa3.write(bought)),
            ("b-sprzedaz.xml", fa3.write(sale)),
            ("c-kopia.xml", fa3.write(bought)),
            ("d-zepsuta.xml", fa3.write(bought).replace(b"<P_2>", b"<P_2x>")),
            ("e-wyciag.sta", statement(paid(bought), paid(sale))[1]),
        ],
    )


@pytest.fixture(scope="module")
def office(program: Program, papers: Path) -> tuple[Program, list[dict[str, Any]]]:
    """A company with papers taken in."""
    made = program.json(
        "company", "add", "--nip", NIP, "--name", US.name, "--straight-through",
        "--email", "jpk@example.com", "--tax-office", "1471",
    )  # fmt: skip
    assert made == {"nip": NIP, "name": US.name, "straight_through": True}
    return program, program.json("import", "--company", NIP, str(papers))


def test_import_tells_what_became_of_each_file(
    office: tuple[Program, list[dict[str, Any]]],
) -> None:
    _, rows = office
    keys = {"path", "status", "document", "code", "message"}
    assert [set(r) for r in rows] == [keys | {"parts"}] * 5
    assert [(Path(r["path"]).name, r["status"], r["code"]) for r in rows] == [
        ("a-koszt.xml", "accepted", ""),
        ("b-sprzedaz.xml", "accepted", ""),
        ("c-kopia.xml", "twin", "documents.twin"),
        ("d-zepsuta.xml", "refused", "FA3-XML-SYNTAX"),
        ("e-wyciag.sta", "accepted", ""),
    ]
    assert rows[2]["document"] == rows[0]["document"]
    assert rows[3]["document"] is None


def test_the_same_folder_again_changes_nothing(office: tuple[Program, Any], papers: Path) -> None:
    program, _ = office
    before = report(program, "trial-balance")
    again = program.json("import", "--company", NIP, str(papers))
    assert [r["status"] for r in again] == ["twin", "twin", "twin", "refused", "twin"]
    assert report(program, "trial-balance") == before


def report(program: Program, name: str, *more: str) -> dict[str, Any]:
    return program.json(
        "report", name, "--company", NIP, "--period", "2026-01", "--to", "2026-12", *more
    )


def test_trial_balance(office: tuple[Program, Any]) -> None:
    found = report(office[0], "trial-balance")
    assert set(found["rows"][0]) == {
        "account", "name", "opening_debit", "opening_credit", "debit", "credit", "year_debit", "year_credit",
        "closing_debit", "closing_credit",
    }  # fmt: skip
    rows = {r["account"]: r for r in found["rows"]}
    assert rows["221-1"]["debit"] == "230.00"
    assert rows["222-1"]["credit"] == "460.00"
    assert (rows["131"]["debit"], rows["131"]["credit"]) == ("2460.00", "1230.00")
    assert found["totals"]["debit"] == found["totals"]["credit"]
    for key, total in found["totals"].items():
        assert Decimal(total) == sum(Decimal(r[key]) for r in found["rows"])


def test_letters_of_collections(office: tuple[Program, Any]) -> None:
    """Balances of a day before all was paid could be confirmed."""
    program, _ = office
    asked = ("--company", NIP, "--as-of", "2026-09-18", "--on", "2026-09-18")
    told = program.json("collect", "confirmations", *asked, "--dry-run")
    assert [(r["number"], r["sums"]) for r in told] == [
        (None, {"PLN": "-1230.00"}),
        (None, {"PLN": "2460.00"}),
    ]


def test_the_other_reports(office: tuple[Program, Any]) -> None:
    program, _ = office
    assert len(report(program, "journal")["rows"]) == 10
    card = report(program, "account-card", "--account", "202")["rows"]
    assert (card[0]["text"], card[-1]["text"]) == ("Saldo początkowe", "Saldo końcowe")
    assert (card[0]["balance"], card[-1]["balance"]) == ("0.00", "0.00")
    assert report(program, "vat-register", "--register", "purchase")["totals"]["vat"] == "230.00"
    assert report(program, "vat-register")["totals"]["vat"] == "460.00"
    assert report(program, "open-items")["rows"] == []


@pytest.mark.parametrize(
    ("form", "start"), [("xlsx", b"PK"), ("pdf", b"%PDF-"), ("csv", b"\xef\xbb\xbf")]
)
def test_reports_as_files(
    office: tuple[Program, Any], tmp_path: Path, form: str, start: bytes
) -> None:
    out = tmp_path / f"zestawienie.{form}"
    office[0].run(
        "report",
        "trial-balance",
        "--company",
        NIP,
        "--period",
        "2026-09",
        "--format",
        form,
        "--out",
        str(out),
    )
    assert out.read_bytes().startswith(start)


def test_a_report_as_text(office: tuple[Program, Any]) -> None:
    text = office[0].run("report", "trial-balance", "--company", NIP, "--period", "2026-09")
    assert "Zestawienie obrotów i sald" in text
    assert "VAT naliczony" in text


def test_jpk(office: tuple[Program, Any], tmp_path: Path) -> None:
    out = tmp_path / "jpk.xml"
    told = office[0].json(
        "export", "jpk-v7m", "--company", NIP, "--period", "2026-09", "--out", str(out)
    )
    assert told == {
        "out": str(out), "sales_rows": 1, "sales_tax": "460.00", "purchase_rows": 1, "purchase_tax": "230.00",
    }  # fmt: skip
    tree = etree.parse(out)
    assert tree.findtext(".//{*}P_51") == "230"
    xmllint = subprocess.run(["xmllint", "--noout", str(out)], check=False, capture_output=True)
    assert xmllint.returncode == 0


def test_books_with_their_proof(office: tuple[Program, Any], tmp_path: Path) -> None:
    out = tmp_path / "ksiegi"
    told = office[0].json("export", "books", "--company", NIP, "--out", str(out))
    assert told["documents"] == sum(p.is_file() for p in (out / "documents").rglob("*")) >= 3
    run = [sys.executable, "-I", str(out / "verify_books.py"), str(out), "--root", told["root"]]
    done = subprocess.run(run, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert f"NIENARUSZONE: zapisów {told['entries']}" in done.stdout


def test_verify_and_audit(office: tuple[Program, Any]) -> None:
    assert office[0].json("verify", "--company", NIP) == {"ok": True, "faults": []}
    assert office[0].json("verify") == {"ok": True, "faults": []}
    assert office[0].json("audit") == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "--company", "9990010041", "/nie/ma"), "platform.no-company"),
        (("import", "--company", NIP, "/nie/ma"), "cli.file"),
        (("company", "add", "--nip", "1234567890", "--name", "X"), "platform.nip"),
        (("company", "add", "--nip", NIP, "--name", "X"), "platform.company-exists"),
        (
            (
                "company",
                "year",
                "--nip",
                NIP,
                "--year-from",
                "2026-07-02",
                "--year-to",
                "2027-06-30",
            ),
            "platform.business-year",
        ),
        (("report", "journal", "--company", NIP, "--period", "wrzesień"), "platform.month"),
        (
            ("report", "journal", "--company", NIP, "--period", "2026-09", "--to", "2026-08"),
            "platform.period",
        ),
        (("report", "account-card", "--company", NIP, "--period", "2026-09"), "ledger.account"),
        (
            ("report", "journal", "--company", NIP, "--period", "2026-09", "--format", "pdf"),
            "cli.out",
        ),
        (
            ("export", "jpk-v7m", "--company", NIP, "--period", "2026-01", "--out", "x"),
            "tax.jpk-refused",
        ),
        (("export", "jpk-v7m", "--company", NIP, "--out", "x"), "cli.no-period"),
        (("rates", "/nie/ma"), "cli.file"),
        (
            (
                "company",
                "person",
                "--nip",
                NIP,
                "--email",
                "a@b.example",
                "--name",
                "A",
                "--role",
                "x",
            ),
            "platform.role",
        ),
    ],
)
def test_a_refusal_is_clear(
    office: tuple[Program, Any], arguments: tuple[str, ...], code: str
) -> None:
    told = office[0].json(*arguments, code=2)
    assert set(told["error"]) == {"code", "message"}
    assert told["error"]["code"] == code
    assert told["error"]["message"].endswith((".", "…", "201."))


def test_a_refusal_in_words(program: Program) -> None:
    process = program.start("import", "--company", "1", "x")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert "Nie ma firmy o NIP 1" in err


def test_rates_from_a_file(office: tuple[Program, Any], tmp_path: Path) -> None:
    path = tmp_path / "kursy.csv"
    path.write_text(
        "date,currency,mid,table\n2026-09-11,EUR,4.2711,177/A/NBP/2026\n", encoding="utf-8"
    )
    assert office[0].json("rates", str(path)) == {"read": 1, "added": 1}
    assert office[0].json("rates", str(path)) == {"read": 1, "added": 0}
    path.write_text("date,currency,mid\n2026-13-11,EUR,4.27\n", encoding="utf-8")
    told = office[0].json("rates", str(path), code=2)
    assert "wiersz 2" in told["error"]["message"]


def test_the_books_agree_with_hledger(office: tuple[Program, Any], tmp_path: Path) -> None:
    """Another accounting program adds the same journal up to the same balances."""
    import shutil

    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed")
    lines = report(office[0], "journal")["rows"]
    text: list[str] = []
    for entry in dict.fromkeys(r["entry"] for r in lines):
        mine = [r for r in lines if r["entry"] == entry]
        text.append(f"{mine[0]['operation_date']} {entry}")
        for r in mine:
            amount = Decimal(r["debit"] or 0) - Decimal(r["credit"] or 0)
            text.append(f"    konto:{r['account']}    {amount} PLN")
        text.append("")
    path = tmp_path / "books.journal"
    path.write_text("\n".join(text), encoding="utf-8")
    told = subprocess.run(
        ["hledger", "-f", str(path), "balance", "--flat", "--no-total", "-E", "-O", "json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    theirs = {
        row[0].removeprefix("konto:"): Decimal(str(row[3][0]["aquantity"]["decimalMantissa"]))
        / 10 ** row[3][0]["aquantity"]["decimalPlaces"]
        if row[3]
        else Decimal(0)
        for row in json.loads(told.stdout)[0]
    }
    ours = {
        r["account"]: Decimal(r["closing_debit"]) - Decimal(r["closing_credit"])
        for r in report(office[0], "trial-balance")["rows"]
    }
    assert theirs == ours


def test_the_event_log_leaves_for_other_programs(
    office: tuple[Program, list[dict[str, Any]]], tmp_path: Path
) -> None:
    program, _ = office
    out = tmp_path / "log.xes"
    told = program.json("export", "xes", "--company", NIP, "--out", str(out))
    assert told == {"out": str(out), "documents": 3, "events": 7}
    activities = etree.parse(out).xpath("//*[local-name()='event']/*[@key='concept:name']/@value")
    assert activities.count("receive") == 3
