"""Papers with a text layer: layouts of three languages are read whole; what is doubtful is never certain."""

from __future__ import annotations

import random

import pytest
from bench.reading.awkward import make_awkward
from bench.reading.corpus import typeset
from bench.reading.judge import NEEDED
from bench.reading.others import make_other

from zaplecze.formats.pages import CERTAIN, Place
from zaplecze.formats.pages.tests.papers import OWN_NIP, certain, invoice, read, wrong


@pytest.mark.parametrize(
    ("look", "seed", "language"),
    [("classic", 1, "pl"), ("boxed", 2, "pl"), ("modern", 3, "pl"), ("erp", 4, "pl"), ("bill", 5, "pl"),
     ("din", 6, "de"), ("plain", 7, "en")],
)  # fmt: skip
def test_an_invoice_is_read_whole_and_nothing_certain_is_wrong(
    look: str, seed: int, language: str
) -> None:
    data, facts = invoice(look, seed=seed, language=language)
    paper = read(data)
    assert wrong(paper, facts.truth) == {}
    needed = set(NEEDED) - ({"issue_date"} if language != "pl" else set())
    assert needed <= set(certain(paper)), set(NEEDED) - set(certain(paper))
    assert paper.source == "text" and paper.notes == ()


def test_a_place_holds_the_value_that_was_read_there() -> None:
    data, facts = invoice("classic")
    paper = read(data)
    gross = paper.field("gross")
    assert gross is not None and gross.place is not None
    inside = [w.text for w in paper.words if _within(w.place, gross.place)]
    assert "".join(inside).replace(" ", "").replace("\u00a0", "").replace(".", "").replace(
        ",", ""
    ) == facts.truth["gross"].replace(".", "")


def _within(word: Place, place: Place) -> bool:
    middle = (word.y0 + word.y1) / 2
    return (
        word.page == place.page
        and place.y0 <= middle <= place.y1
        and place.x0 - 0.001 <= word.x0
        and word.x1 <= place.x1 + 0.001
    )


def test_sales_are_told_from_purchases_by_our_nip() -> None:
    data, facts = invoice("boxed", sales=True)
    assert read(data).kind == "sales_invoice"
    assert facts.truth["seller_nip"] == OWN_NIP


@pytest.mark.parametrize("trap", ["foreign", "paid", "balance", "accounts", "period"])
def test_traps_make_doubts_not_mistakes(trap: str) -> None:
    facts = make_awkward(random.Random(f"trap {trap}"), trap)
    paper = read(typeset("awkward", "first", facts, font="DejaVu Sans", size=9))
    assert wrong(paper, facts.truth) == {}
    assert certain(paper)["gross"] == facts.truth["gross"]


@pytest.mark.parametrize("kind", ["letter", "contract", "bank_statement", "order", "delivery_note"])
def test_what_is_no_invoice_fills_in_nothing(kind: str) -> None:
    sheet, facts = make_other(random.Random(5), kind)
    paper = read(typeset("others", sheet, facts, font="DejaVu Serif", size=10))
    assert paper.kind == kind
    assert [f for f in paper.fields if f.confidence >= CERTAIN and f.name != "kind"] == []
    assert paper.field("gross") is None


def test_a_sum_that_does_not_agree_is_doubtful() -> None:
    _, facts = invoice("classic", count=1, single_rate=True)
    facts.data["gross"] = "99 999,99"
    facts.data["bands"] = [[b[0], b[1], b[2], "99 999,99"] for b in facts.data["bands"]]  # type: ignore[attr-defined]
    facts.data["rows"] = [[*r[:8], "99 999,99"] for r in facts.data["rows"]]  # type: ignore[attr-defined]
    paper = read(typeset("invoices", "classic", facts, font="DejaVu Sans", size=8))
    assert {"net", "vat", "gross"} & set(certain(paper)) == set()


def test_days_out_of_order_are_doubtful() -> None:
    _, facts = invoice("boxed")
    facts.data["due"] = "14.03.2019"
    paper = read(typeset("invoices", "boxed", facts, font="DejaVu Sans", size=8))
    assert {"due_date", "issue_date"} & set(certain(paper)) == set()
    due = paper.field("due_date")
    assert due is not None and "nie zgadza się z dniem wystawienia" in due.why


def test_a_correction_marks_its_amounts() -> None:
    _, facts = invoice("classic")
    facts.data["title"] = "Faktura korygująca"
    paper = read(typeset("invoices", "classic", facts, font="DejaVu Sans", size=8))
    gross = paper.field("gross")
    assert gross is not None and gross.confidence < CERTAIN and "korygująca" in gross.why


def test_our_number_alone_makes_no_seller() -> None:
    data, _ = invoice("boxed")
    assert read(data).field("seller_nip") != read(data).field("buyer_nip")


def test_a_number_that_may_go_on_in_the_next_line_is_doubtful() -> None:
    _, facts = invoice("boxed")
    facts.data["number"] = "F-02332/26/"
    paper = read(typeset("invoices", "boxed", facts, font="DejaVu Sans", size=8))
    number = paper.field("number")
    assert number is not None and number.confidence < CERTAIN and "ciąg dalszy" in number.why


@pytest.mark.parametrize("seed", range(4))
def test_sides_that_no_heading_tells_are_not_certain(seed: int) -> None:
    """A sales invoice whose seller has no heading must not become a purchase from the customer."""
    data, facts = invoice("bill", seed=seed, sales=True)
    assert wrong(read(data), facts.truth) == {}
