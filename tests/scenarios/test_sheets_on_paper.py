"""One entry, asset, month, chart and JPK preview on paper and in Excel, and the page of what was printed."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.papers import DAY, cost, drop, paid, sold, statement
from tests.plugin import AT
from zaplecze.assets.api import Method, NewAsset, register_asset
from zaplecze.assets.api import Plan as DepreciationPlan
from zaplecze.ledger.api import appoint_overseer, trial_balance_report
from zaplecze.ledger.models import Entry
from zaplecze.office.web.card import WORDS
from zaplecze.office.web.printouts import KINDS
from zaplecze.platform.models import Printout
from zaplecze.platform.scope import company_scope
from zaplecze.tax.models import VatRow
from zaplecze.tax.reports import tax_number, vat_register_report

SOURCE = Path(__file__).resolve().parents[2] / "src" / "zaplecze"


def sheets(data: bytes) -> str:
    """All texts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))


@pytest.fixture
def client_of(straight: Any, make_person: Any) -> Any:
    """A signed-in manager of a company with a sale that was paid and an asset."""
    person = make_person(straight, "manager")
    invoice = sold("S/107")
    drop(straight, invoice)
    drop(straight, statement(paid(invoice)))
    plan = DepreciationPlan(Method.LINEAR, Decimal(1200), Decimal(20), (2026, 10))
    with company_scope(straight.id):
        appoint_overseer(person_id=person.id, by=person.id, at=AT)
        asset = register_asset(
            NewAsset("Piec", DAY, DAY, account="010-02", depreciation_account="070-02", tax=plan, balance=plan),
            by=person.id,
            at=AT,
        )  # fmt: skip
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, f"/f/{straight.nip}", asset.pk


def test_each_has_its_sheet_and_its_workbook(straight: Any, client_of: Any) -> None:
    client, base, asset_id = client_of
    with company_scope(straight.id):
        bank = Entry.objects.filter(journal__code="BK").get()
        printed = Printout.objects.count()
    places = {
        f"ksiegi/zapis/{bank.pk}/": ("Odpowiada za zapis", "(automat)", "Dekret", "201", bank.text),
        f"srodki/{asset_id}/": ("Karta środka trwałego", "Piec", "1 200,00 zł", "Plan amortyzacji"),
        "ksiegi/okresy/2026/9/": (
            "Lista przed zamknięciem",
            "zamknij najpierw|Nic nie stoi|uwaga|blokuje",
        ),
        "ksiegi/plan-kont/": (
            "Plan kont",
            "Rachunek bieżący|Rachunki bankowe|131",
            "BABIII1c1_SPKR",
        ),
        "vat/jpk/?miesiac=2026-09": ("podgląd pliku", "S/107", "K_19 netto", "P_38"),
    }
    for place, words in places.items():
        joint = "&" if "?" in place else "?"
        pdf = client.get(f"{base}/{place}{joint}forma=pdf")
        assert pdf.content[:5] == b"%PDF-", place
        book = client.get(f"{base}/{place}{joint}forma=xlsx")
        text = sheets(book.content).replace("\u00a0", " ")
        for word in words:
            assert re.search(word if "|" in word else re.escape(word), text), (place, word)
        assert client.get(f"{base}/{place}{joint}forma=exe").status_code == 409
        page = client.get(f"{base}/{place}").content.decode()
        assert "forma=pdf" in page, place
    with company_scope(straight.id):
        kept = Printout.objects.order_by("id")[printed:]
        assert len(kept) == 2 * len(places)
        assert {p.kind for p in kept} == {
            "voucher",
            "asset-card",
            "month-closing",
            "chart",
            "jpk-v7m",
        }
        assert all(p.period for p in kept)


def test_an_entry_names_whom_its_lines_are_about(straight: Any, client_of: Any) -> None:
    """The bank's entry has no partner of its own: its line on 201 has."""
    client, base, _ = client_of
    with company_scope(straight.id):
        bank = Entry.objects.filter(journal__code="BK").get()
        sale = Entry.objects.exclude(pk=bank.pk).order_by("seq").first()
    assert bank.partner_id is None
    name = sold("S/107").buyer.identity.name
    page = client.get(f"{base}/ksiegi/zapis/{bank.pk}/").content.decode()
    assert page.count(name) >= 2
    assert sale is not None
    assert name in client.get(f"{base}/ksiegi/zapis/{sale.pk}/").content.decode()


def test_what_was_printed_is_listed_by_month_and_kind(
    straight: Any, client_of: Any, make_person: Any
) -> None:
    client, base, _ = client_of
    client.get(f"{base}/ksiegi/zestawienie/?od=2026-09&do=2026-09&forma=csv")
    client.get(f"{base}/ksiegi/plan-kont/?forma=xlsx")
    with company_scope(straight.id):
        month = f"{Printout.objects.latest('id').at:%Y-%m}"
    page = client.get(f"{base}/wydruki/?miesiac={month}").content.decode()
    assert "Zestawienie obrotów i sald" in page
    assert "09.2026" in page
    one = client.get(f"{base}/wydruki/?miesiac={month}&rodzaj=chart").content.decode()
    assert "<td>Zestawienie obrotów i sald</td>" not in one
    assert "xlsx" in one
    assert (
        "xlsx"
        not in client.get(f"{base}/wydruki/?miesiac=2020-01")
        .content.decode()
        .split("<tbody>")[1]
        .split("</tbody>")[0]
    )
    assert client.get(f"{base}/wydruki/?miesiac={month}&forma=pdf").content[:5] == b"%PDF-"
    other = Client()
    other.force_login(
        make_person(straight, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert other.get(f"{base}/wydruki/").status_code == 403


def test_what_the_command_line_takes_out_is_kept_too(
    straight: Any, client_of: Any, tmp_path: Path
) -> None:
    """Reports in every form and exports of every kind, each with its period; nobody has signed in."""
    from zaplecze.config.cli.main import run

    firm, month = ("--company", straight.nip), ("--period", "2026-09")
    out = ("--out", str(tmp_path / "plik"))
    commands = {
        ("trial-balance", "csv", "09.2026"): (
            "report",
            "trial-balance",
            *firm,
            *month,
            "--format",
            "csv",
            *out,
        ),
        ("journal", "json", "09.2026"): (
            "report",
            "journal",
            *firm,
            *month,
            "--format",
            "json",
            *out,
        ),
        ("jpk-v7m", "xml", "2026-09"): ("export", "jpk-v7m", *firm, *month, *out),
        ("books-text", "beancoun", ""): ("export", "beancount", *firm, *out),
        ("log", "xes", "09.2026"): ("export", "xes", *firm, *month, *out),
    }
    for command in commands.values():
        assert run(command) == 0
    with company_scope(straight.id):
        kept = Printout.objects.filter(by=None).values_list("kind", "form", "period")
        assert set(kept) == set(commands)


def test_a_purchase_tells_when_it_came_and_a_foreign_number_its_country(straight: Any) -> None:
    drop(straight, cost("Z/9"))
    with company_scope(straight.id):
        months = {"first": (2026, 9), "last": (2026, 9)}
        bought = vat_register_report(straight, register="purchase", **months)
        told = vat_register_report(straight, register="sales", **months)
        (row,) = VatRow.objects.filter(register="purchase")
        labels = {c.key: (c.group, c.label) for c in bought.columns}
        assert "sale_date" not in labels
        assert labels["received"] == ("", "Wpłynęło")
        assert labels["K_43"] == ("Pozostałe nabycia", "K_43 VAT")
        assert [r.cells["received"] for r in bought.rows] == [AT.date()]
        assert "received" not in {c.key for c in told.columns}
    assert tax_number("DE", "999000333") == "DE 999000333"
    assert tax_number("PL", row.partner_tax_id) == row.partner_tax_id
    assert tax_number("NO", "NO999000444") == "NO999000444"


def test_amounts_of_the_circulation_card_are_written_as_people_write_them() -> None:
    assert WORDS["ledger.item.settled"]({"amount": "33545.79"}) == "rozliczono 33\u00a0545,79 zł"


def test_a_period_across_years_says_what_the_year_to_date_is_of(company: Any) -> None:
    with company_scope(company.id):
        across = trial_balance_report(company, (2025, 11), (2026, 2))
        inside = trial_balance_report(company, (2026, 1), (2026, 2))
    assert "roku 2026" in across.notes[0]
    assert inside.notes == ()


def test_every_kind_of_printout_has_a_name() -> None:
    """The code of each report of the program is one that the page of printouts can name."""
    codes, families = set(), set()
    for path in (p for p in SOURCE.rglob("*.py") if "tests" not in p.parts):
        text = path.read_text(encoding="utf-8")
        families |= set(re.findall(r"Report\(\s*code=f\"([a-z-]+)\{", text))
        codes |= set(re.findall(r"Report\(\s*code=\"([a-z-]+)\"", text))
        codes |= set(re.findall(r"record_printout[^\n]*\n?[^\n]*kind=\"([a-z0-9-]+)\"", text))
    assert len(codes) > 30
    secondary = {
        c for c in codes if c.startswith(("savings-", "sla-"))
    }  # further sheets of a workbook
    assert codes - secondary <= KINDS.keys()
    # Where a part of the code is a register or a kind of letter, at least one is known.
    assert all(any(k.startswith(c) for k in KINDS) for c in families)
