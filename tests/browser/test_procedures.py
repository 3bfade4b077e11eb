"""A procedure written beside its picture, an approval by mail, and many at once on a phone."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Office
from tests.browser.test_seven_points import COMPANY, TODAY, drop_files, fine
from zaplecze.config.demo import BURSZTYN, SHOP
from zaplecze.config.demo_papers import Item, invoice_file, make_invoice

pytestmark = pytest.mark.browser
STORE = f"/f/{BURSZTYN.nip}"
PHONE: dict[str, Any] = {"width": 390, "height": 820, "is_mobile": True, "has_touch": True}


def test_a_procedure_is_written_beside_its_picture(sign_in: Any) -> None:
    page = sign_in("kierownik")
    for path in (
        "zastepstwa/",
        "osoby/",
        "procedury/",
        "procedury/cost_invoice/proba/",
        "akceptacje/",
    ):
        page.goto(f"{COMPANY}/{path}")
        fine(page)
    page.goto(f"{COMPANY}/osoby/")
    page.get_by_role("link", name="Jagoda Zgoda").click()
    fine(page)
    page.goto(f"{STORE}/procedury/cost_invoice/wersje/")
    fine(page)
    page.goto(f"{COMPANY}/procedury/cost_invoice/")
    fine(page)
    assert page.locator("svg.flow rect.step").count() == 6
    page.fill("[name=when-2]", "kwota > dużo")
    page.wait_for_selector("#obraz .stop")
    assert "„dużo” nie jest kwotą" in page.inner_text("#obraz .stop")
    assert page.locator("#obraz .stop b").inner_text() == "zarząd"
    page.fill("[name=when-2]", "kwota > 7777")
    page.wait_for_selector("svg.flow text.mid:has-text('kwota > 7777')")
    page.keyboard.press("F8")
    page.wait_for_selector("svg.flow rect.step >> nth=6")
    page.fill("[name=key-6]", "archiwum")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Szkic zapisany")
    page.get_by_role("link", name="Wypróbuj na minionych").click()
    page.wait_for_selector("td:has-text('archiwum')")
    assert "inną drogą poszłoby: " in page.inner_text("main")


@pytest.fixture
def described(sign_in: Any, tmp_path: Path) -> tuple[str, str]:
    """Two invoices without a rate, described by a person: they wait for the manager of their cost center."""
    numbers = ("EU/701", "EU/702")
    paths = []
    for number in numbers:
        items = [Item("Tkaniny", 3, "11.50")]
        day = TODAY.replace(day=1)
        made = make_invoice(SHOP, BURSZTYN, number=number, day=day, items=items, currency="EUR")
        path = tmp_path / f"{number.replace('/', '-')}.xml"
        path.write_bytes(invoice_file(made))
        paths.append(path)
    clerk = sign_in("ksiegowa")
    drop_files(clerk, *paths, company=STORE)
    for number in numbers:
        clerk.goto(f"{STORE}/szukaj/?q={number}")
        clerk.get_by_role("link", name=number, exact=True).click()
        clerk.select_option("[name=center]", "HANDEL")
        clerk.fill("[name=purpose]", "tkaniny na wystawę")
        clerk.keyboard.press("Control+Enter")
        clerk.wait_for_selector("text=Opisano")
    return numbers


def link_for(office: Office, number: str) -> str:
    """The newest link about a paper, from the demo's folder of mail; the clock is told to go now."""
    folder = office.home / "poczta"
    more = {"ZAPLECZE_MAIL": f"file:{folder}", "ZAPLECZE_URL": office.base}
    command = [sys.executable, "-m", "zaplecze", "tell"]
    subprocess.run(command, env=office.environment | more, check=True, capture_output=True)
    for _ in range(50):
        for path in sorted(folder.glob("*"), reverse=True):
            text = path.read_text()
            if f"dokument {number}," in text and (
                found := re.search(r"http\S+/odnosnik/\S+", text)
            ):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(number)


def test_by_mail_and_many_at_once_on_a_phone(
    sign_in: Any, described: tuple[str, str], office: Office, chromium: Any
) -> None:
    first, second = described
    link = link_for(office, first)
    phone = chromium.new_context(viewport={"width": 390, "height": 820}, locale="pl-PL")
    page = phone.new_page()
    page.goto(link)
    fine(page)
    assert re.fullmatch(rf"{office.base}/odnosnik/otwarty/[0-9a-f]+/", page.url), (
        "the token is out of sight"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Akceptuj").click()
    page.wait_for_selector("text=Zaakceptowano")
    fine(page)
    page.goto(link)
    assert "już użyty" in page.inner_text("main")
    fine(page)
    phone.close()

    boss = sign_in("akceptujaca", **PHONE)
    boss.goto(f"{STORE}/akceptacje/")
    fine(boss)
    assert boss.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert boss.get_by_role("link", name=first, exact=True).count() == 0
    boss.get_by_label(f"Zaznacz {second}").check()
    boss.get_by_role("button", name="Sprawdź skutek").tap()
    boss.wait_for_selector("text=dalej: dekretacja")
    fine(boss)
    boss.get_by_role("button", name="Akceptuj 1").tap()
    boss.wait_for_selector("h1:has-text('Zaakceptowane')")
    boss.goto(f"{STORE}/akceptacje/")
    assert boss.get_by_role("link", name=second, exact=True).count() == 0
