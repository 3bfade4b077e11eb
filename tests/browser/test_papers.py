"""Papers of any kind in a browser: a scan arranged and split by keys, described; a phone's shots."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from bench.reading import office as workshop
from bench.reading.facts import make_facts

from tests.browser.looking import axe_violations
from zaplecze.config.demo import JARZEBINA
from zaplecze.formats.sheets import Sheet, arrange, separator_sheet
from zaplecze.formats.sheets.tests.test_sheets import picture, scan

pytestmark = pytest.mark.browser
COMPANY = f"/f/{JARZEBINA.nip}"


def fine(page: Any) -> None:
    assert axe_violations(page) == [], page.url


def test_a_scan_is_arranged_split_and_described_by_keys(sign_in: Any, tmp_path: Path) -> None:
    whole = arrange(
        [scan("red", "lime"), separator_sheet(), scan("blue")],
        [Sheet(1), Sheet(2), Sheet(1, 0, 1), Sheet(1, 0, 2)],
    )
    (tmp_path / "skany.pdf").write_bytes(whole)
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/")
    page.set_input_files("#pliki", str(tmp_path / "skany.pdf"))
    page.wait_for_url("**/historia/**")
    page.get_by_role("link", name="otwórz dokument").click()
    page.wait_for_url("**/dokument/**")
    fine(page)
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("s")
    page.wait_for_url("**/strony/")
    fine(page)
    page.locator(".thumbs li").first.focus()
    page.keyboard.press("r")
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator("[name=turn]").nth(1).input_value() == "90"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zapisano wersję 1")
    page.get_by_role("button", name="Podziel przy stronach rozdzielających").click()
    page.wait_for_selector("text=Wydzielono 1 dokument")
    page.select_option("[name=kind]", "contract")
    page.wait_for_selector("[name=valid_to]")
    fine(page)
    page.fill("[name=issue_date]", "2026-09-01")
    page.fill("[name=partner_name]", "Kamienica Wrzos")
    page.fill("[name=subject]", "najem lokalu")
    here = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Opisano.")
    assert page.url != here, "the next paper that waits"
    page.goto(here)
    assert "umowa" in str(page.locator(".head").first.inner_text())


def test_a_near_miss_is_decided_by_keys(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/dokumenty/blizniaki/")
    assert "2026/17 i 2026/117" in page.locator("h3").first.inner_text()
    fine(page)
    page.locator("tbody a", has_text="2026/117").first.click()
    page.wait_for_selector("#podobne")
    fine(page)
    page.goto(f"{COMPANY}/dokumenty/blizniaki/")
    page.keyboard.press("j")
    page.wait_for_selector("text=Połączono: to jedna faktura")
    page.locator("tbody a", has_text="faktura 2026-117.pdf").first.click()
    page.wait_for_selector("text=Postać innego dokumentu")
    fine(page)
    page.get_by_role("link", name="2026/117 (nr").click()
    page.wait_for_selector("text=Postacie")
    assert "2026/17 (prowadząca: 2026/117)" in page.locator("main").inner_text()
    fine(page)


def test_a_paper_that_was_read_is_checked_beside_its_page_by_keys(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/?kolejka=describe")
    page.get_by_role("link", name="ogrodnik.pdf").click()
    page.wait_for_selector("text=Do sprawdzenia", timeout=60_000)  # the worker's reader comes by
    fine(page)
    focused = "document.activeElement.name"
    assert page.evaluate(focused) == "number", "what has to be done comes first"
    page.keyboard.type("2026-061")
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "issue_date"
    assert page.locator("rect.lit").get_attribute("data-at") == "issue_date"
    page.fill("[name=partner_nip]", "9990020012")
    page.wait_for_selector("text=zła suma kontrolna")
    page.fill("[name=partner_nip]", "9990020011")
    page.fill("[name=gross]", "975,00")
    page.wait_for_selector("text=różni się od sumy netto i VAT o 0,24")
    page.fill("[name=gross]", "975,24")
    page.wait_for_selector("text=Netto i VAT dają brutto.")
    page.keyboard.press("Alt+z")
    page.wait_for_selector(".viewer.large")
    page.locator("rect[data-at=account]").click()
    assert page.evaluate(focused) == "account"
    here = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=to następny, który czeka")
    assert page.url != here
    boss = sign_in("kierownik")
    boss.goto(f"{COMPANY}/dokumenty/odczyt/")
    fine(boss)
    boss.get_by_role("row", name="Numer").get_by_role("link").last.click()
    boss.wait_for_selector("text=2026-061")
    phone = sign_in("ksiegowa", width=390, height=800)
    phone.goto(f"{COMPANY}/?kolejka=describe")
    phone.get_by_role("link", name="NL-2207").click()
    phone.wait_for_selector("text=zakupu zagranicznego")
    fine(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


LETTER = """<?xml version="1.0" encoding="UTF-8"?><p:Pismo xmlns:p="http://crd.gov.pl/wzor/2020/01/01/1/">
<p:Temat>Wezwanie</p:Temat><p:Nadawca><p:Nazwa>Urząd Zmyślony</p:Nazwa></p:Nadawca></p:Pismo>""".encode()


def test_an_office_file_a_table_and_an_ended_way_can_be_read_by_all(
    sign_in: Any, tmp_path: Path
) -> None:
    facts = make_facts(random.Random(77), count=2)
    (tmp_path / "faktura.xlsx").write_bytes(workshop.as_xlsx(workshop.page_of("form", facts)))
    (tmp_path / "pismo.xml").write_bytes(LETTER)
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/")
    page.set_input_files("#pliki", [str(tmp_path / "faktura.xlsx"), str(tmp_path / "pismo.xml")])
    page.wait_for_url("**/historia/**")
    hrefs = [
        a.get_attribute("href") for a in page.get_by_role("link", name="otwórz dokument").all()
    ]
    sheet, letter = (h for h in hrefs if h)
    page.goto(sheet)
    page.wait_for_selector("svg.typed", timeout=60_000)
    page.wait_for_selector("text=Odczytano wszystko", timeout=60_000)
    page.focus("[name=gross]")
    assert page.locator("rect.lit").get_attribute("data-at") == "gross"
    lit, told = page.locator("rect.lit").bounding_box(), facts.truth["gross"].replace(".", ",")
    texts = page.locator("svg.typed text")
    inside = [
        t
        for t in texts.all()
        if (box := t.bounding_box())
        and abs(box["x"] - lit["x"]) < lit["width"]
        and lit["y"] <= box["y"] + box["height"] / 2 <= lit["y"] + lit["height"]
    ]
    assert [t.text_content().replace(" ", "") for t in inside] == [told], (
        "the lit place is the amount's"
    )
    fine(page)
    page.goto(letter)
    page.wait_for_selector("text=Urząd Zmyślony")
    fine(page)
    page.get_by_role("button", name="Wycofaj").click()
    page.fill("dialog[open] textarea", "pomyłka")
    page.keyboard.press("Tab")
    page.locator("dialog[open] button.danger, dialog[open] button.primary").first.click()
    page.wait_for_selector("text=Wznów obieg")
    fine(page)
    page.get_by_role("button", name="Wznów obieg").click()
    page.wait_for_selector("text=Co to za dokument")
    phone = sign_in("ksiegowa", width=390, height=800)
    phone.goto(sheet)
    phone.wait_for_selector("svg.typed")
    fine(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_shots_of_a_phone_become_one_paper(sign_in: Any, tmp_path: Path) -> None:
    for color in ("red", "blue"):
        (tmp_path / f"{color}.jpg").write_bytes(picture(color=color, form="JPEG"))
    page = sign_in("akceptujaca", width=390, height=800)
    page.goto(f"{COMPANY}/aparat/")
    for color in ("red", "blue"):
        page.set_input_files("#aparat", str(tmp_path / f"{color}.jpg"))
    page.wait_for_selector(".shots li:nth-child(2)")
    fine(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Wyślij").click()
    page.wait_for_url("**/historia/**")
    page.get_by_role("link", name="otwórz dokument").first.click()
    page.wait_for_selector(".look .leaf:nth-child(2) img")
