"""How many keys an accountant presses, counted by the page itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_seven_points import COMPANY, TODAY, drop_files, fine, open_document
from zaplecze.config.demo import JARZEBINA, PRINTER
from zaplecze.config.demo_papers import Item, invoice_file, make_invoice

pytestmark = pytest.mark.browser
MOST_KEYS = 12
COUNT = """
  addEventListener("keydown", () => {
    sessionStorage.setItem("keys", String(Number(sessionStorage.getItem("keys") || 0) + 1));
  }, true);
"""


def count_keys(page: Any, *, reload: bool = True) -> None:
    """Count every keydown from here on, modifiers too, over all pages that follow."""
    page.add_init_script(COUNT)
    if reload:
        page.reload()
    else:
        page.evaluate(COUNT)
    page.evaluate("sessionStorage.setItem('keys', '0')")


def keys(page: Any) -> int:
    return int(page.evaluate("sessionStorage.getItem('keys')"))


@pytest.fixture
def known_invoice(sign_in: Any, tmp_path: Path) -> str:
    """A cost invoice of a supplier that is known, described and accepted: the accountant's turn."""
    number = "KL/901"
    path = tmp_path / "koszt.xml"
    items = [Item("Wizytówki", 1, "100.00")]
    path.write_bytes(
        invoice_file(
            make_invoice(PRINTER, JARZEBINA, number=number, day=TODAY.replace(day=1), items=items)
        )
    )
    clerk = sign_in("ksiegowa")
    drop_files(clerk, path)
    open_document(clerk, number)
    clerk.select_option("[name=center]", "HANDEL")
    clerk.fill("[name=purpose]", "wizytówki")
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_selector("text=Opisano")
    boss = sign_in("akceptujaca")
    open_document(boss, number)
    boss.keyboard.press("a")
    boss.wait_for_selector("text=Zaakceptowano")
    return number


def test_a_known_cost_invoice_takes_twelve_keys_at_most(sign_in: Any, known_invoice: str) -> None:
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/?kolejka=code")
    page.locator("tr.link a", has_text=known_invoice).first.focus()
    count_keys(page, reload=False)
    page.keyboard.press("Enter")
    page.wait_for_url("**/dokument/**")
    fine(page)
    # The accounts of the supplier's last document, then coded and posted.
    page.keyboard.press("Control+l")
    page.wait_for_selector("text=Wstawiono konta z ostatniego dokumentu")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector("text=Zaksięgowano")
    assert 0 < keys(page) <= MOST_KEYS
    assert keys(page) == 6, "Enter, Ctrl L, Ctrl Shift Enter: each key down counts"


def test_a_page_is_reached_by_typing_a_part_of_its_name(sign_in: Any) -> None:
    """Without Polish letters, from any page, by keys alone."""
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/")
    page.keyboard.press("/")
    page.keyboard.type("ksieg glow")
    page.wait_for_selector("#strony a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ksiegi/glowna/**")


def test_a_voucher_is_typed_without_the_mouse(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/ksiegi/pk/")
    fine(page)
    count_keys(page)
    page.locator("[name=text]").focus()
    page.keyboard.type("Odsetki")
    page.locator("[name=account]").first.focus()
    page.keyboard.type("751-01")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("12,50")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    # Enter went over project, partner and currency to the next line's account.
    assert page.evaluate("document.activeElement.name") == "account"
    page.keyboard.type("240")
    for _ in range(3):
        page.keyboard.press("Enter")
    page.keyboard.press("=")
    assert page.evaluate("document.activeElement.value") == "12,50"
    assert page.locator("[data-difference]").inner_text() == "strony się równają"
    typed = len("Odsetki751-0112,50240")
    assert keys(page) == typed + 8
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zaksięgowano")
    fine(page)


def test_the_pages_of_the_buffer_and_the_chart_are_fine(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/ksiegi/pk/")
    page.fill("[name=text]", "Próba")
    page.locator("[name=account]").first.fill("100")
    page.locator("[name=debit]").first.fill("x")
    page.keyboard.press("Control+s")
    page.wait_for_selector("[role=alert]")
    fine(page)
    page.locator("[name=debit]").first.fill("5")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Zapisano w buforze")
    page.goto(f"{COMPANY}/bufor/")
    fine(page)
    page.locator("tr", has_text="Próba").locator("input").check()
    page.get_by_role("button", name="Zadekretuj", exact=True).click()
    page.wait_for_selector("h1:has-text('Skutek')")
    assert "dodaj konto przeciwstawne" in page.inner_text("main")
    fine(page)
    for path in (
        "ksiegi/plan-kont/?konto=402-01",
        "ksiegi/wymiary/mpk/",
        "ksiegi/import/",
        "kontrahenci/",
    ):
        page.goto(f"{COMPANY}/{path}")
        fine(page)
