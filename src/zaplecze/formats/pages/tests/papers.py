"""Papers for the tests of reading, out of the corpus's own workshop."""

from __future__ import annotations

import io
import random

import pypdfium2 as pdfium
from bench.reading.corpus import Made, typeset
from bench.reading.facts import OWN_NIP, Facts, make_facts

from zaplecze.formats.pages import CERTAIN, ReadPages, read_pages

PDF = "application/pdf"


def invoice(
    look: str, *, seed: int = 7, font: str = "DejaVu Sans", **facts: object
) -> tuple[bytes, Facts]:
    """An invoice in this layout as a PDF with text, and the truth."""
    made = make_facts(random.Random(seed), **facts)  # type: ignore[arg-type]
    return typeset("invoices", look, made, font=font, size=8.0), made


def read(data: bytes, media_type: str = PDF, **more: object) -> ReadPages:
    """As our company reads it."""
    return read_pages(data, media_type, own_nip=OWN_NIP, **more)  # type: ignore[arg-type]


def certain(paper: ReadPages) -> dict[str, str]:
    """What fills in by itself."""
    return {f.name: f.value for f in paper.fields if f.confidence >= CERTAIN}


def wrong(paper: ReadPages, truth: dict[str, str]) -> dict[str, tuple[str, str | None]]:
    """Certain fields that aren't true."""
    return {n: (v, truth.get(n)) for n, v in certain(paper).items() if truth.get(n) != v}


def with_file(pdf: bytes, name: str, content: bytes) -> bytes:
    """The PDF with a file inside."""
    document = pdfium.PdfDocument(pdf)
    document.new_attachment(name).set_data(content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


__all__ = ["OWN_NIP", "PDF", "Made", "certain", "invoice", "read", "with_file", "wrong"]
