"""The eye itself: what is faint is found wherever it is drawn, and only what was fine is passed over."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.looking import CONTRAST, Way, axe_violations

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="pl"><head><title>Próba</title><style>
  body {{ background: white; color: black }} .faint {{ color: #ccc }} .row:nth-child(2) b {{ color: #ddd }}
</style></head><body><main><h1>Nagłówek</h1>{}</main></body></html>"""


def look(page: Any, body: str, fine: set[Way]) -> list[str]:
    page.set_content(PAGE.format(body))
    return [found.partition(":")[0] for found in axe_violations(page, fine)]


def test_what_is_faint_is_found_again_and_again(chromium: Any) -> None:
    page = chromium.new_page()
    fine: set[Way] = set()
    assert look(page, "<p>czarne</p>", fine) == []
    assert fine
    for body in ("<p>czarne</p><p class=faint>blade</p>", "<p class=faint>inne</p>"):
        assert look(page, body, fine) == [CONTRAST]
    # A style of its own and a state make another way of drawing.
    assert look(page, "<p style='color: #ccc'>czarne</p>", fine) == [CONTRAST]
    assert look(page, "<p aria-current=page class=faint>blade</p>", fine) == [CONTRAST]
    # Rows of one table may differ by their parity.
    rows = "<table><tr class=row><td><b>raz</b><tr class=row><td><b>dwa</b></table>"
    assert look(page, rows, fine) == [CONTRAST]
    assert look(page, "<img src=x>", fine) == ["image-alt"]
    page.close()
