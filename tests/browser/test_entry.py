"""A voucher by a scheme, a split row and a pasted block, keys counted by the page itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_keys import MOST_KEYS, count_keys, keys
from tests.browser.test_seven_points import COMPANY, fine

pytestmark = pytest.mark.browser
BOOKS = f"{COMPANY}/ksiegi"
# What a spreadsheet puts on the clipboard; HURT is no cost center of the firm.
BLOCK = "402-99\\tHANDEL\\t1 234,50\\t\\r\\n240\\tHURT\\t\\t1 234,50\\r\\n"
PASTE = f"""() => {{
  const carried = new DataTransfer();
  carried.setData("text/plain", "{BLOCK}");
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {{ clipboardData: carried, bubbles: true, cancelable: true }}));
}}"""


def rows(page: Any) -> list[tuple[str, ...]]:
    """The grid as it stands: account, cost center, Wn, Ma."""
    return [
        tuple(
            row.locator(f"[name={name}]").input_value()
            for name in ("account", "center", "debit", "credit")
        )
        for row in page.locator("table.grid tbody tr").all()
    ]


def keep_scheme(page: Any) -> None:
    """Składki: Wn 405, Ma 229, over an amount asked at use."""
    page.goto(f"{BOOKS}/schematy/nowy/")
    page.fill("[name=code]", "ZUS")
    page.fill("[name=name]", "Składki")
    page.fill("[name=parameters]", "kwota = Kwota składek")
    for n, (account, side, formula) in enumerate((("405", "Wn", "kwota *"), ("229", "Ma", "="))):
        page.locator("[name=account]").nth(n).fill(account)
        page.locator("[name=side]").nth(n).select_option(side)
        page.locator("[name=formula]").nth(n).fill(formula)
    page.locator("[name=account]").nth(2).fill("")
    page.locator("[name=formula]").nth(2).fill("")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("td [role=alert]:has-text('znak 8')")
    fine(page)
    page.locator("[name=formula]").first.fill("kwota")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zapisano schemat ZUS")
    fine(page)


def test_a_voucher_by_a_scheme_takes_twelve_keys_at_most(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    keep_scheme(page)
    page.goto(f"{BOOKS}/pk/")
    count_keys(page)
    page.keyboard.press("F9")
    page.keyboard.press("Enter")
    page.keyboard.type("1000")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=schemat ZUS, wersja 1, wiersz 1")
    assert rows(page) == [("405", "", "1000,00", ""), ("229", "", "", "1000,00")]
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zaksięgowano")
    assert keys(page) == 9 <= MOST_KEYS, "F9, Enter, 1000, Enter, Ctrl Enter"


def test_a_row_is_split_and_a_block_is_pasted(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    page.goto(f"{BOOKS}/pk/")
    page.locator("[name=account]").first.focus()
    page.evaluate(PASTE)
    assert rows(page) == [("402-99", "HANDEL", "1 234,50", ""), ("240", "", "", "1 234,50")]
    assert page.locator("[data-pasted]").inner_text() == "Nie ma na liście: HURT"
    page.locator("[name=account]").first.focus()
    page.keyboard.press("F4")
    page.locator("#podziel label input").fill("HANDEL 30%; PROD 80%")
    page.wait_for_selector("#podziel li:has-text('Procenty dają 110')")
    page.keyboard.press("Enter")
    assert len(rows(page)) == 2
    page.locator("#podziel label input").fill("HANDEL 30%; PROD reszta")
    page.wait_for_selector("#podziel li:has-text('402-99 PROD 864,15')")
    fine(page)
    page.keyboard.press("Enter")
    assert rows(page) == [
        ("402-99", "HANDEL", "370,35", ""),
        ("402-99", "PROD", "864,15", ""),
        ("240", "", "", "1 234,50"),
    ]
    assert page.locator("[data-difference]").inner_text() == "strony się równają"
    # A kept split, taken with Ctrl Enter, is proposed for the account from now on.
    kept = page.context.new_page()
    kept.goto(f"{BOOKS}/podzielniki/")
    form = kept.locator("form[action$='podzielniki/zapisz/']")
    form.locator("[name=code]").fill("POL")
    form.locator("[name=name]").fill("Po połowie")
    form.locator("[name=parts]").fill("HANDEL 50%; PROD reszta")
    form.get_by_role("button", name="Zapisz podzielnik").click()
    kept.wait_for_selector("text=Zapisano podzielnik")
    page.locator("[name=account]").nth(1).focus()
    page.keyboard.press("F4")
    page.wait_for_selector("#podziel li:has-text('POL Po połowie')")
    with page.expect_response("**/podzielniki/pamietaj/"):
        page.keyboard.press("Control+Enter")
    assert len(rows(page)) == 4
    kept.reload()
    assert kept.locator("tr", has_text="402-99").inner_text().split() == ["–", "402-99", "POL", "×"]
    page.fill("[name=text]", "Podzielone")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=podzielnik wpisany: 30% z 1 234,50")


def test_the_pages_of_entry_are_fine(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    for path in ("schematy/", "podzielniki/", "krag/", "rmk/", "cykliczne/nowy/", "cykliczne/"):
        page.goto(f"{BOOKS}/{path}")
        fine(page)
    page.goto(f"{BOOKS}/pk/")
    page.fill("[name=text]", "Polisa")
    for n, (account, side) in enumerate((("640", "debit"), ("240", "credit"))):
        page.locator("[name=account]").nth(n).fill(account)
        page.locator(f"[name={side}]").nth(n).fill("1200")
    page.keyboard.press("Control+s")
    page.get_by_role("link", name="wiersz 1 (640)").click()
    page.fill("[name=target]", "409-03")
    fine(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zaplanowano RMK/")
    assert page.locator("svg.bars rect").count() == 12
    fine(page)
