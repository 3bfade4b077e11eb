"""The pictures of the flow in a browser: read by axe, opened by keyboard, with the table one key away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_seven_points import COMPANY, fine

pytestmark = pytest.mark.browser
FLOW = f"{COMPANY}/controlling/obieg/"


def test_the_flow_map_is_read_and_opened_without_a_mouse(sign_in: Any) -> None:
    page = sign_in("kierownik")
    page.goto(FLOW)
    fine(page)
    page.keyboard.press("t")
    assert page.evaluate("location.hash") == "#tabela"
    assert page.evaluate("document.querySelector('#tabela').getBoundingClientRect().top") < 820
    with page.expect_download() as download:
        page.keyboard.press("e")
    assert download.value.suggested_filename.endswith(".xlsx")
    arrow = page.locator("svg.flow-map a[href*='co=strzalka']").last
    said = arrow.get_attribute("aria-label")
    arrow.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/obieg/dokumenty/**")
    fine(page)
    assert page.locator("h1").inner_text() in said
    page.locator("td a[href*='#z']").first.click()
    page.wait_for_url("**/karta/#z*")
    assert page.locator("li:target").count() == 1


def test_no_label_of_the_map_covers_another(sign_in: Any) -> None:
    page = sign_in("kierownik")
    page.goto(f"{FLOW}?strzalki=wszystko")
    boxes = page.eval_on_selector_all(
        "svg.flow-map:not(.legend) text",
        "all => all.map(e => { const b = e.getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom, e.textContent]; })",
    )
    assert len(boxes) > 20
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1
            assert apart or one[3] <= other[1] + 4 or other[3] <= one[1] + 4, (one, other)


def test_every_picture_passes_axe(sign_in: Any) -> None:
    page = sign_in("kierownik")
    for name in ("warianty/", "gardla/", "zgodnosc/", "praca/", "gdyby/"):
        page.goto(FLOW + name)
        fine(page)
    page.goto("/obieg/")
    fine(page)
    page.emulate_media(color_scheme="dark")
    page.goto(FLOW)
    fine(page)


def test_the_pictures_fit_a_phone(sign_in: Any) -> None:
    page = sign_in("kierownik", width=390, height=800)
    for name in ("", "gardla/", "gdyby/"):
        page.goto(FLOW + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
