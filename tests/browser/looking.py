"""What axe finds wrong on a page (WCAG 2.2 AA and best practices), looked at once for each way of drawing.

Nearly all of axe's time goes into contrast, element by element; and what is drawn the same on fifty pages has the
same contrast on each. So every page is read by all rules but this one, and contrast is asked for each element that
stands, by its tags, classes and states up to the root, as none stood before in the same colors and width.
"""

from __future__ import annotations

from typing import Any

CONTRAST = "color-contrast"

# Elements with a text of their own (axe passes over one letter): the first of each way of drawing.
WAYS = """() => {
  const state = n => [...n.attributes]
    .filter(a => /^(aria-|data-|type$|open$|disabled$|checked$|hidden$|href$)/.test(a.name))
    .map(a => a.name + (/^(aria-current|aria-pressed|aria-selected|aria-invalid|type)$/.test(a.name) ? a.value : ""));
  const step = n => [n.tagName, n.className.baseVal ?? n.className, n.getAttribute("style") ?? "", ...state(n),
    /^(TR|LI|TD|TH)$/.test(n.tagName) ? [...n.parentElement.children].indexOf(n) % 2 : ""].join(" ");
  const told = n => [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim().length > 1)
    || /^(INPUT|SELECT|TEXTAREA)$/.test(n.tagName);
  const known = new Map([[document.documentElement, step(document.documentElement)]]);
  window.ways = new Map();
  for (const n of document.querySelectorAll("html *")) {
    known.set(n, known.get(n.parentElement) + ">" + step(n));
    if (told(n) && n.checkVisibility() && !window.ways.has(known.get(n))) window.ways.set(known.get(n), n);
  }
  return [matchMedia("(prefers-color-scheme: dark)").matches, innerWidth, [...window.ways.keys()]];
}"""
MARK = "ways => ways.forEach((w, i) => window.ways.get(w).setAttribute('data-way', i))"
UNMARK = "() => document.querySelectorAll('[data-way]').forEach(n => n.removeAttribute('data-way'))"
# What axe can't tell of one element (a picture behind it) is neither wrong nor fine: the next one is looked at.
CONTRAST_OF_MARKED = f"""() => axe.run({{include: [["[data-way]"]]}}, {{
    elementRef: true, resultTypes: ["violations", "passes"],
    runOnly: {{type: "rule", values: ["{CONTRAST}"]}}}})
  .then(told => [
    told.violations.map(v => ({{id: v.id, nodes: v.nodes.map(n => ({{target: n.target}}))}})),
    told.passes.flatMap(p => p.nodes).map(n => n.element.dataset.way).filter(Boolean).map(Number)])"""
ALL_BUT_CONTRAST = {"resultTypes": ["violations"], "rules": {CONTRAST: {"enabled": False}}}
# Brings axe into the page and asks it next to nothing.
NO_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["document-title"]},
}

Way = tuple[bool, int, str]
FINE: set[Way] = set()
"""Ways of drawing that the tests of this process have found fine."""


def axe_violations(page: Any, fine: set[Way] = FINE, *, drawn_only: bool = False) -> list[str]:
    """What is wrong, in words; ways of drawing that pass go into ``fine`` and aren't looked at again.

    ``drawn_only``: the page was read in other colors, so nothing but its contrast is new.
    """
    from axe_playwright_python.sync_playwright import Axe

    options = NO_RULES if drawn_only else ALL_BUT_CONTRAST
    wrong = list(Axe().run(page, options=options).response["violations"])
    dark, width, ways = page.evaluate(WAYS)
    fresh = [w for w in ways if (dark, width, w) not in fine]
    if fresh:
        page.evaluate(MARK, fresh)
        faint, passed = page.evaluate(CONTRAST_OF_MARKED)
        page.evaluate(UNMARK)
        wrong += faint
        fine |= {(dark, width, fresh[n]) for n in passed}
    return [f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in wrong]
