"""Papers of the demo office that come as PDF, scan and photo: the worker reads them, not the set-up."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import typst
from PIL import Image

from zaplecze.config.demo_papers import Firm
from zaplecze.formats.numbers import format_nip
from zaplecze.formats.pdfium import LOCK
from zaplecze.platform.money import format_pln

TEMPLATE = Path(__file__).with_name("papers.typ")
_SCAN_DPI, _SCAN_QUALITY = 200, 70
GROSZ = Decimal("0.01")

GARDENER = Firm(
    "Ogrody Bratek sp. z o.o.",
    "9990020011",
    "ul. Rabatowa 7",
    "00-000 Zmyślin",
    "68000000000000000000000109",
)
TOOLS = Firm("Narzędzia Dłuto s.c.", "9990020028", "ul. Wiórowa 3", "00-000 Wymyślno", "")
STRANGER = Firm("Cukiernia Beza sp.j.", "9990020034", "ul. Lukrowa 1", "00-000 Zmyślin", "")
NORTHERN = Firm("Nordlicht Farben GmbH", "DE999000105", "Erfundene Str. 5", "00000 Nirgendwo", "")
OFFICE = Firm("Urząd Miejski w Zmyślinie", "", "Rynek 1", "00-000 Zmyślin", "")


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper as it lies on the desk: name of its file, bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Bought:
    """A line: what, how many, net price, rate in percent."""

    what: str
    count: int
    price: str
    rate: int = 23


def demo_scans(us: Firm, printer: Firm, carrier: Firm, *, today: date, year: int) -> list[Scan]:
    """What an office gets: text and scan, known supplier and new, receipt, abroad, letter, mistake."""
    day = today - timedelta(days=4)
    plates = [Bought("Plakaty B1", 120, "9.80"), Bought("Programy, 16 stron", 300, "2.15", 8)]
    garden = [Bought("Drzewka w donicach do scenografii", 14, "64.50", 8)]
    removal = [
        Bought("Przewóz kostiumów", 2, "415.00"),
        Bought("Ubezpieczenie przewozu", 1, "38.00"),
    ]
    return [
        Scan("faktura drukarni.pdf", invoice_pdf(printer, us, f"DK/958/{year}", day, plates)),
        Scan("skan0017.pdf", scanned(invoice_pdf(carrier, us, f"W/2345/{year}", day, removal), turn=0.6)),
        Scan("ogrodnik.pdf", invoice_pdf(GARDENER, us, f"{year}-{day:%m}-061", day, garden, bare=True)),
        Scan("paragon.jpg", scanned(receipt_pdf(TOOLS, us, "004711", day), turn=-0.8, photo=True)),
        Scan("Invoice NL-2207.pdf", foreign_pdf(NORTHERN, us, f"NL-2207-{year}", day)),
        Scan("pismo z urzedu.pdf", letter_pdf(OFFICE, us, f"OG.3131.{day:%m}.{year}", day)),
        Scan(
            "faktura (1).pdf",
            invoice_pdf(printer, STRANGER, f"DK/961/{year}", day, [Bought("Pudełka na torty", 500, "1.10")]),
        ),
    ]  # fmt: skip


def invoice_pdf(
    seller: Firm,
    buyer: Firm,
    number: str,
    day: date,
    items: Sequence[Bought],
    *,
    bare: bool = False,
    due_days: int = 14,
) -> bytes:
    """An invoice as a PDF with its text; a ``bare`` number stands under the title, without a word before it."""
    nets: dict[int, Decimal] = {}
    lines = []
    for no, item in enumerate(items, 1):
        net = item.count * Decimal(item.price)
        nets[item.rate] = nets.get(item.rate, Decimal(0)) + net
        lines.append(
            [f"{no}", item.what, f"{item.count}", _pln(Decimal(item.price)), f"{item.rate} %", _pln(net)]
        )  # fmt: skip
    bands, total = [], [Decimal(0)] * 3
    for rate, net in nets.items():
        vat = (net * rate / 100).quantize(GROSZ, ROUND_HALF_UP)
        bands.append([f"{rate} %", _pln(net), _pln(vat), _pln(net + vat)])
        total = [a + b for a, b in zip(total, (net, vat, net + vat), strict=True)]
    return _typeset(
        look="invoice",
        seller=seller,
        buyer=buyer,
        number=number,
        issued=f"{day:%d.%m.%Y}",
        sold=f"{day:%d.%m.%Y}",
        due=f"{day + timedelta(days=due_days):%d.%m.%Y}",
        items=lines,
        bands=bands,
        total=[_pln(t) for t in total],
        account=_grouped(seller.account),
        bare=bare,
    )


def receipt_pdf(seller: Firm, buyer: Firm, number: str, day: date) -> bytes:
    """A till's receipt with the buyer's NIP."""
    return _typeset(
        look="till",
        seller=seller,
        buyer=buyer,
        number=number,
        issued=f"{day:%Y-%m-%d}",
        items=[["Pędzel płaski", "4", "14,50", "58,00"], ["Farba 2,5 l", "1", "86,90", "86,90"]],
        total=["117,80", "27,10", "144,90"],
        plain=True,
    )


PAINT = (("Stage paint, black", "12", "418.80"), ("Shipping", "1", "39.00"))


def foreign_pdf(
    seller: Firm,
    buyer: Firm,
    number: str,
    day: date,
    *,
    items: Sequence[tuple[str, str, str]] = PAINT,
    total: str = "457.80",
) -> bytes:
    """An invoice of a firm abroad, in euros, without Polish VAT."""
    return _typeset(
        look="foreign",
        seller=seller,
        buyer=buyer,
        number=number,
        issued=f"{day:%d.%m.%Y}",
        due=f"{day + timedelta(days=30):%d.%m.%Y}",
        items=[list(item) for item in items],
        total=[total, "0.00", total],
        account="DE78 0000 0000 0000 0001 17",
        plain=True,
    )


def letter_pdf(seller: Firm, buyer: Firm, number: str, day: date) -> bytes:
    """A letter of an office."""
    return _typeset(
        look="letter",
        seller=seller,
        buyer=buyer,
        number=number,
        issued=f"{day:%d.%m.%Y}",
        subject="Dotyczy: opłaty za zajęcie pasa drogowego na czas montażu dekoracji",
        paragraphs=[
            "Szanowni Państwo, w odpowiedzi na wniosek informujemy, że zajęcie pasa drogowego jest możliwe "
            "w podanym czasie.",
            "Uprzejmie prosimy o wpłatę 320,00 zł w ciągu 14 dni od doręczenia tego pisma.",
        ],
        signed="Filomena Pieczątka, referent",
    )


def _typeset(*, seller: Firm, buyer: Firm, plain: bool = False, **data: Any) -> bytes:
    def side(firm: Firm) -> dict[str, Any]:
        whole = firm.nip if plain or not firm.nip.isdecimal() else format_nip(firm.nip)
        return {"lines": [firm.name, firm.street, firm.town], "id": whole}

    content = {"seller": side(seller), "buyer": side(buyer), **data}
    return bytes(
        typst.compile(
            input=str(TEMPLATE),
            root=str(TEMPLATE.parent),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
            timestamp=0,
            pdf_tags=False,
        )
    )


def scanned(pdf: bytes, *, turn: float, photo: bool = False) -> bytes:
    """The first page as a scanner sends it: a little askew, grainy, gray; a JPEG, or one in a PDF."""
    with LOCK, pdfium.PdfDocument(pdf) as document:
        page = document[0].render(scale=_SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
    askew = page.rotate(turn, resample=Image.Resampling.BILINEAR, expand=photo, fillcolor=255)
    ink = np.asarray(askew, np.float32)
    grain = np.random.default_rng(7).normal(0, 4, ink.shape).astype(np.float32)
    worn = Image.fromarray(np.clip(ink * 0.92 + 10 + grain, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    if photo:
        worn.save(out, "JPEG", quality=_SCAN_QUALITY)
    else:
        worn.save(out, "PDF", resolution=_SCAN_DPI, quality=_SCAN_QUALITY)
    return out.getvalue()


def _pln(amount: Decimal) -> str:
    return format_pln(amount).replace("\u2212", "-")


def _grouped(account: str) -> str:
    return " ".join([account[:2], *(account[i : i + 4] for i in range(2, len(account), 4))])
