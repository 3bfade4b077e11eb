"""The corpus: papers made anew from a seed, each with the truth about it.

Half of them, with layouts of their own, is for tuning; the other half judges. No layout of invoices stands in both.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import typst

from bench.reading import office
from bench.reading.awkward import TRAPS, make_awkward
from bench.reading.cii import factur_x_xml
from bench.reading.facts import OWN_NIP, Facts, Truth, make_facts
from bench.reading.others import make_other, make_receipt
from bench.reading.wear import crumpled_receipt, encoded, photographed, rastered, scanned

LAYOUTS = Path(__file__).parent / "layouts"
FONTS = (
    "DejaVu Sans",
    "Libertinus Serif",
    "DejaVu Serif",
    "New Computer Modern",
    "DejaVu Sans Mono",
)
TUNING = ("classic", "modern", "letterhead", "strip", "din", "dense")
JUDGING = ("boxed", "cells", "bill", "service", "plain", "erp")
STACKED = {"modern", "service", "din", "plain"}
OTHERS = ("letter", "contract", "bank_statement", "order", "delivery_note")
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


@dataclass(frozen=True, slots=True)
class Made:
    """A paper of the corpus; ``sort`` is its row in the report, ``printed`` which of the ``truth`` stands on it."""

    name: str
    sort: str
    half: str
    media_type: str
    data: bytes
    truth: Truth
    printed: frozenset[str]
    own_nip: str = OWN_NIP


def typeset(sheet: str, look: str, facts: Facts, *, font: str, size: float) -> bytes:
    """The paper as a PDF with its text."""
    return bytes(
        typst.compile(
            input=str(LAYOUTS / f"{sheet}.typ"),
            root=str(LAYOUTS),
            format="pdf",
            sys_inputs={
                "data": json.dumps(facts.data, ensure_ascii=False), "look": look, "font": font, "size": str(size),
            },
            timestamp=0,
        )
    )  # fmt: skip


def printed_fields(look: str, facts: Facts) -> frozenset[str]:
    """Fields that a reader can find on the paper: with stacked sums the net of each rate isn't there."""
    names = set(facts.truth)
    rates = {n for n in names if n.startswith("net_")}
    if look in STACKED and len(rates) > 1:
        names -= rates
    if look == "din":
        names.discard("ksef_number")
    return frozenset(names)


#: How many papers of each sort make one size of the corpus, both halves together.
PLAN = (
    ("invoice, PDF text", 48),
    ("sales invoice, PDF text", 12),
    ("foreign invoice, PDF text", 24),
    ("awkward invoice, PDF text", 16),
    ("Factur-X", 8),
    ("Office invoice, text", 40),
    ("invoice, scan", 24),
    ("invoice, phone photo", 16),
    ("foreign invoice, scan", 8),
    ("receipt, scan", 12),
    ("receipt, phone photo", 12),
    ("other papers, PDF text", 20),
    ("other papers, scan", 6),
)


def corpus(
    seed: int = 1, *, halves: tuple[str, ...] = ("tuning", "judging"), text_times: int = 1
) -> Iterator[Made]:
    """The papers one by one; ``text_times`` makes that many times more of those that need no OCR."""
    for sort, count in PLAN:
        times = text_times if "text" in sort else 1
        for at in range(count * times):
            half = ("tuning", "judging")[at % 2]
            if half in halves:
                rng = random.Random(f"{seed}/{sort}/{at}")
                yield _MAKERS[sort](rng, sort, half, at // 2)


def _look(half: str, at: int) -> str:
    looks = TUNING if half == "tuning" else JUDGING
    return looks[at % len(looks)]


def _typeset_invoice(rng: random.Random, look: str, facts: Facts) -> bytes:
    font = rng.choice(FONTS)
    small = look in {"cells", "erp", "classic", "boxed"} or font == "DejaVu Sans Mono"
    return typeset(
        "invoices", look, facts, font=font, size=rng.choice([7.5, 8] if small else [8.5, 9, 9.5])
    )


def _facts(rng: random.Random, sort: str, look: str) -> Facts:
    if "foreign" in sort:
        return make_facts(rng, language=rng.choice(["de", "en"]))
    return make_facts(
        rng, sales="sales" in sort, derived_due=rng.random() < 0.08, count=rng.choice([1, 2, 3, 5])
    )


def _text(rng: random.Random, sort: str, half: str, at: int) -> Made:
    look = _look(half, at)
    facts = _facts(rng, sort, look)
    pdf = _typeset_invoice(rng, look, facts)
    return Made(
        f"{sort} {at} {look}", sort, half, PDF, pdf, facts.truth, printed_fields(look, facts)
    )


def _awkward(rng: random.Random, sort: str, half: str, at: int) -> Made:
    look = "first" if half == "tuning" else "second"
    trap = TRAPS[at % len(TRAPS)]
    facts = make_awkward(rng, trap)
    pdf = typeset("awkward", look, facts, font=rng.choice(FONTS), size=9)
    return Made(f"{sort} {at} {trap}", sort, half, PDF, pdf, facts.truth, frozenset(facts.truth))


def _factur_x(rng: random.Random, sort: str, half: str, at: int) -> Made:
    look = _look(half, at)
    facts = make_facts(rng, language=rng.choice(["de", "en"]))
    pdf = pdfium.PdfDocument(_typeset_invoice(rng, look, facts))
    name = rng.choice(["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"])
    pdf.new_attachment(name).set_data(factur_x_xml(facts))
    return Made(
        f"{sort} {at} {look}", sort, half, PDF, _saved(pdf), facts.truth, frozenset(facts.truth)
    )


def _office(rng: random.Random, sort: str, half: str, at: int) -> Made:
    layouts = office.TUNING if half == "tuning" else office.JUDGING
    formats = list(office.WRITERS)
    layout, media_type = layouts[at % len(layouts)], formats[at // len(layouts) % len(formats)]
    facts = make_facts(rng, count=rng.choice([1, 2, 3, 5]))
    data = office.WRITERS[media_type](office.page_of(layout, facts))
    name = f"{sort} {at} {layout} {media_type.rpartition('.')[2]}"
    return Made(name, sort, half, media_type, data, facts.truth, frozenset(facts.truth))


def _saved(pdf: pdfium.PdfDocument) -> bytes:
    import io

    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    return out.getvalue()


def _scan(rng: random.Random, sort: str, half: str, at: int) -> Made:
    look = _look(half, at)
    facts = _facts(rng, sort, look)
    pages = rastered(_typeset_invoice(rng, look, facts), dpi=rng.choice([200, 240, 300]))
    pictures = [scanned(p, rng, rough=at % 3 == 2) for p in pages]
    return Made(
        f"{sort} {at} {look}",
        sort,
        half,
        PDF,
        pictures_pdf([encoded(p, quality=rng.choice([75, 88])) for p in pictures]),
        facts.truth,
        printed_fields(look, facts),
    )


def pictures_pdf(pictures: list[bytes]) -> bytes:
    """A PDF of JPEG pages, as scanners send them."""
    import io

    from PIL import Image

    opened = [Image.open(io.BytesIO(p)).convert("L") for p in pictures]
    out = io.BytesIO()
    opened[0].save(out, "PDF", save_all=True, append_images=opened[1:], resolution=240, quality=85)
    return out.getvalue()


def _photo(rng: random.Random, sort: str, half: str, at: int) -> Made:
    look = _look(half, at)
    if look == "bill":
        look = "boxed"  # a photo is of one page
    facts = _facts(rng, sort, look)
    page = rastered(_typeset_invoice(rng, look, facts), dpi=230)[0]
    shot = photographed(page, rng, hard=at % 3 == 2)
    return Made(
        f"{sort} {at} {look}",
        sort,
        half,
        JPEG,
        encoded(shot, quality=rng.choice([70, 85])),
        facts.truth,
        printed_fields(look, facts),
    )


def _receipt(rng: random.Random, sort: str, half: str, at: int) -> Made:
    look = "till-a" if half == "tuning" else "till-b"
    facts = make_receipt(rng)
    pdf = typeset(
        "others",
        look,
        facts,
        font=rng.choice(["DejaVu Sans Mono", "DejaVu Sans Mono", "DejaVu Sans"]),
        size=7.5,
    )
    page = crumpled_receipt(rastered(pdf, dpi=220)[0], rng)
    shot = (
        photographed(page, rng, hard=at % 3 == 2)
        if "photo" in sort
        else scanned(page, rng, rough=at % 3 == 2)
    )
    return Made(
        f"{sort} {at} {look}",
        sort,
        half,
        JPEG,
        encoded(shot, quality=85),
        facts.truth,
        frozenset(facts.truth),
    )


def _other(rng: random.Random, sort: str, half: str, at: int) -> Made:
    kind = OTHERS[at % len(OTHERS)]
    sheet, facts = make_other(rng, kind)
    data = typeset("others", sheet, facts, font=rng.choice(FONTS), size=10)
    if "scan" in sort:
        data = pictures_pdf(
            [encoded(scanned(p, rng, rough=False), quality=80) for p in rastered(data, dpi=200)]
        )
    return Made(f"{sort} {at} {kind}", sort, half, PDF, data, facts.truth, frozenset(facts.truth))


_MAKERS: dict[str, Callable[[random.Random, str, str, int], Made]] = {
    "invoice, PDF text": _text,
    "sales invoice, PDF text": _text,
    "foreign invoice, PDF text": _text,
    "awkward invoice, PDF text": _awkward,
    "Factur-X": _factur_x,
    "Office invoice, text": _office,
    "invoice, scan": _scan,
    "invoice, phone photo": _photo,
    "foreign invoice, scan": _scan,
    "receipt, scan": _receipt,
    "receipt, phone photo": _receipt,
    "other papers, PDF text": _other,
    "other papers, scan": _other,
}


def fingerprint(made: Made) -> int:
    """Of the bytes, to keep what OCR saw of them."""
    return zlib.crc32(made.data)
