"""Savings in a browser: pictures, their tables one key away, minutes that the page counts by itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_seven_points import fine
from zaplecze.config.demo import JARZEBINA
from zaplecze.config.demo_circulation import PALARNIA

pytestmark = pytest.mark.browser
PAGE = f"/f/{PALARNIA.nip}/controlling"


def test_the_manager_looks_at_savings_and_at_the_tables_behind(sign_in: Any) -> None:
    page = sign_in("kierownik")
    page.goto(f"{PAGE}/oszczednosci/")
    assert page.locator("svg.chart").count() == 3
    fine(page)
    page.keyboard.press("2")
    page.wait_for_url("**/?tabela=miesiace")
    assert page.locator("tbody tr").count() >= 1
    page.keyboard.press("w")
    page.wait_for_url("**/oszczednosci/")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1360, "height": 820})
    with page.expect_download() as statement:
        page.keyboard.press("p")
    assert statement.value.suggested_filename.endswith(".pdf")
    for path in ("oszczednosci/przed/", "umowy/", "barometr/", "moj-czas/"):
        page.goto(f"{PAGE}/{path}")
        fine(page)
    page.goto("/oszczednosci/")
    fine(page)


def test_minutes_and_prints_are_counted_while_a_paper_is_read(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    where = f"/f/{JARZEBINA.nip}"
    page.goto(f"{where}/")
    page.locator("table[data-list] tbody tr.link a").first.click()
    page.wait_for_url("**/dokument/**")
    for step in range(5):
        page.mouse.move(200 + step, 300)
        page.wait_for_timeout(500)
    with page.expect_response("**/controlling/wydruk/") as printed:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert printed.value.status == 204
    page.goto(f"{where}/controlling/moj-czas/")
    # The report of leaving may come in behind the page that was gone to.
    page.wait_for_timeout(500)
    page.reload()
    assert page.locator("table[data-list] tbody tr.link").count() >= 1
