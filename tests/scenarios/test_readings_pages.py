"""The screen beside the page, as it is served: what is filled in, marked and asked first; what a key sends."""

from __future__ import annotations

import io
import re
from typing import Any

from python_calamine import CalamineWorkbook

from tests.isolation.test_doors import signed_in
from tests.papers import DAY, SUPPLIER, US, drop, ids, later
from tests.scenarios.test_readings import bill, confirm, events, read_all
from zaplecze.config.demo_scans import NORTHERN, foreign_pdf, invoice_pdf
from zaplecze.documents.api import document
from zaplecze.documents.readings.commands import read_waiting_papers
from zaplecze.documents.readings.reader import read_file_pages
from zaplecze.documents.sheets.queries import look_of


def fields_of(page: str) -> dict[str, str]:
    form = page.partition('id="pola"')[2].partition('class="actions')[0]
    form = re.sub(r'<input type="checkbox"(?![^>]* checked)[^>]*>', "", form)
    return {
        m[1]: m[2].replace("\xa0", " ") for m in re.finditer(r'name="(\w+)" value="([^"]*)"', form)
    }


def test_the_form_is_filled_in_and_the_key_goes_on_to_the_next(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    first, second = ids(
        drop(
            company, ("a.pdf", bill("DK/1")), ("b.pdf", foreign_pdf(NORTHERN, US, "NL-1", DAY))
        )
    )  # fmt: skip
    client, base = signed_in(clerk), f"/f/{company.nip}"
    state = f"{base}/dokumenty/{first}/odczyt/"
    assert client.get(state).json() == {"state": "waiting"}
    waiting = client.get(f"{base}/dokument/{first}/").content.decode()
    assert f'data-wait="{state}"' in waiting
    assert 'name="reading"' not in waiting, "nothing was shown that could be confirmed"
    read_all(company)
    assert client.get(state).json() == {"state": "read"}
    page = client.get(f"{base}/dokument/{first}/").content.decode()
    filled = fields_of(page)
    assert (filled["number"], filled["net_23"], filled["gross"]) == ("DK/1", "1 000,00", "1 338,00")
    assert 'option value="cost_invoice" selected' in page
    assert "sprawdź" not in page and "Odczytano wszystko" in page
    assert re.search(r'<rect class="sure" data-at="gross" x="\d+" y="\d+" width="\d+"', page)
    assert " style=" not in page and "onclick" not in page
    # A value that doesn't fit comes back as it was typed; nothing is written.
    bad = client.post(
        f"{base}/dokument/{first}/rodzaj/", filled | {"kind": "cost_invoice", "gross": "1 338,01"}
    ).content.decode()
    assert "sprawdź kwoty" in bad
    assert fields_of(bad)["gross"] == "1 338,01"
    answer = client.post(f"{base}/dokument/{first}/rodzaj/", filled | {"kind": "cost_invoice"})
    assert answer.url == f"{base}/dokument/{second}/"
    with behind(company):
        assert document(first).source == "typed"
        assert events("documents.reading-confirmed")[0]["corrected"] == []
    abroad = client.get(answer.url).content.decode()
    assert "zakupu zagranicznego" in abroad
    assert re.search(
        r'Do sprawdzenia <b>2</b>.*name="gross".*name="currency".*Odczytane<', abroad, re.S
    )
    assert '<rect class="doubtful" data-at="gross"' in abroad
    # Another kind is asked for: filled in as well, and told apart from the guess.
    as_cost = client.get(f"{answer.url}?kind=cost_invoice").content.decode()
    assert fields_of(as_cost)["number"] == "NL-1"
    assert "Papier wygląda na: faktura zagraniczna" in as_cost


def test_a_page_is_turned_by_a_key_and_read_again(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk = make_person(company, "accountant")
    (paper,) = ids(drop(company, ("a.pdf", bill("DK/1"))))
    read_all(company)
    client, base = signed_in(clerk), f"/f/{company.nip}"
    turned = client.post(f"{base}/dokumenty/{paper}/strony/obroc/", {"page": "1"})
    assert turned.url == f"{base}/dokument/{paper}/"
    for wrong in ("0", "2", "x", "9" * 9):
        assert (
            client.post(f"{base}/dokumenty/{paper}/strony/obroc/", {"page": wrong}).status_code
            == 302
        )
    state = f"{base}/dokumenty/{paper}/odczyt/"
    assert client.get(state).json() == {"state": "waiting"}
    assert read_waiting_papers([company.id], reader=read_file_pages, clock=lambda: later(1)) == 1
    again = client.post(f"{state}ponow/")
    assert again.url == turned.url
    assert client.get(state).json() == {"state": "waiting"}
    with behind(company):
        assert len(look_of(document(paper)).pages) == 1


def test_the_manager_sees_what_each_figure_was_counted_from(
    company: Any, behind: Any, make_person: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "manager")
    bare = invoice_pdf(SUPPLIER, US, "061", DAY, [], bare=True)
    (paper, other) = ids(drop(company, ("a.pdf", bill("2026-061", bare=True)), ("b.pdf", bare)))
    read_all(company)
    with behind(company):
        confirm(paper, clerk, number="2026-061", kind="cost_invoice")
    client, base = signed_in(boss), f"/f/{company.nip}/dokumenty/odczyt"
    page = client.get(f"{base}/").content.decode()
    assert "faktura kosztowa" in page
    assert "Precyzja pewnych" in page
    links = [
        a.replace("&amp;", "&") for a in re.findall(r'href="([^"]*odczyt/dokumenty/[^"]*)"', page)
    ]
    assert len(links) > 10
    missed = next(a for a in links if "pole=number" in a and "liczba=missed" in a)
    rows = client.get(missed).content.decode()
    assert f"dokument/{paper}/" in rows and "2026-061" in rows
    assert f"dokument/{other}/" not in rows
    # A month of its own: the same figures for September, none for August; every link keeps the month.
    of_month = client.get(f"{base}/?od=2026-09").content.decode()
    assert "liczba=missed&amp;od=2026-09&amp;do=2026-09" in of_month
    assert (
        client.get(f"{missed}&od=2026-09&do=2026-09").content.decode().count(f"dokument/{paper}/")
        == 1
    )
    assert f"dokument/{paper}/" not in client.get(f"{missed}&od=2026-08").content.decode()
    assert (
        "W tych miesiącach nic nie odczytano" in client.get(f"{base}/?do=2026-08").content.decode()
    )
    for wrong in ("?od=2026-10&do=2026-09", "?od=kiedyś", "?forma=doc"):
        assert client.get(f"{base}/{wrong}").status_code != 200
    sheet = client.get(f"{base}/?od=2026-09&forma=xlsx")
    table = (
        CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    )
    (heads,) = [n for n, row in enumerate(table) if "Precyzja pewnych" in row]
    number = next(row for row in table[heads:] if "Numer" in row)
    assert dict(zip(table[heads], number, strict=True))["Dopisane"] == 1
    assert client.get(f"{base}/dokumenty/?rodzaj=cost_invoice&liczba=accuracy").status_code == 404
    assert client.get(f"{base}/dokumenty/?rodzaj=x&pole=y&liczba=z").status_code == 404
    assert (
        client.post(f"{base}/zapomnij/", {"seller": SUPPLIER.nip, "lesson": "x"}).status_code == 302
    )
    with behind(company):
        assert len(events("documents.pattern-learned")) == 1
    client.post(f"{base}/zapomnij/", {"seller": SUPPLIER.nip})
    with behind(company):
        assert events("documents.pattern-forgotten") == [{"seller_nip": SUPPLIER.nip, "lessons": 1}]
    assert signed_in(clerk).get(f"{base}/").status_code == 403
