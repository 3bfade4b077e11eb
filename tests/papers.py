"""Papers for scenarios: invoices of firms that don't exist, and statements of their bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.plugin import AT, DAIRY
from zaplecze.config.demo_papers import Firm, Item, Movement, make_invoice, make_statement
from zaplecze.documents.api import Channel, NewPaper, Received
from zaplecze.formats import fa3
from zaplecze.formats.fa3 import Rate
from zaplecze.office.intake import receive
from zaplecze.platform.events import Stamp

US = Firm(
    "Mleczarnia Łaciata sp. z o.o.",
    DAIRY,
    "ul. Łąkowa 1",
    "00-000 Zmyślin",
    "90000000000000000000000101",
)
SUPPLIER = Firm(
    "Drukarnia Kropka",
    "9990012052",
    "ul. Farbowa 2",
    "00-000 Zmyślin",
    "36000000000000000000000103",
)
OTHER = Firm(
    "Przewozy Wicher", "9990013063", "ul. Kołowa 8", "00-000 Zmyślin", "09000000000000000000000104"
)
CUSTOMER = Firm(
    "Teatr Cieni", "9990017032", "ul. Kurtynowa 3", "00-000 Zmyślin", "25000000000000000000000107"
)
DAY = date(2026, 9, 14)


def cost(
    number: str, *, net: str = "1000.00", day: date = DAY, seller: Firm = SUPPLIER, **more: Any
) -> fa3.Invoice:
    """A cost invoice of ours over ``net`` and 23 % VAT."""
    return make_invoice(
        seller, US, number=number, day=day, items=[Item("Druk ulotek", 1, net)], **more
    )


def sold(number: str, *, net: str = "2000.00", day: date = DAY, **more: Any) -> fa3.Invoice:
    """A sales invoice of ours."""
    return make_invoice(US, CUSTOMER, number=number, day=day, items=[Item("Sery", 1, net)], **more)


def mixed(number: str) -> fa3.Invoice:
    """A cost invoice at three rates."""
    items = [
        Item("Papier", 3, "33.33"),
        Item("Książki", 7, "19.99", Rate.R5),
        Item("Jabłka", 2, "4.15", Rate.R8),
    ]
    return make_invoice(SUPPLIER, US, number=number, day=DAY, items=items)


def drop(
    company: Any, *papers: fa3.Invoice | tuple[str, bytes], by: Any = None, at: datetime = AT
) -> list[Received]:
    """Drop papers into a company's inbox."""
    files = [
        NewPaper(*p)
        if isinstance(p, tuple)
        else NewPaper(f"{p.number.replace('/', '-')}.xml", fa3.write(p))
        for p in papers
    ]
    stamp = Stamp(by.id if by else None, at)
    return receive(company.id, files, channel=Channel.UPLOAD, stamp=stamp)


def statement(
    *movements: Movement, number: int = 1, opening: str = "10000.00", account: str = US.account
) -> tuple[str, bytes]:
    """A statement of our account."""
    data = make_statement(account, number=number, opening=Decimal(opening), movements=movements)
    return f"wyciag-{number}.sta", data


def paid(
    invoice: fa3.Invoice,
    *,
    title: str = "",
    amount: Decimal | None = None,
    day: date = date(2026, 9, 21),
) -> Movement:
    """The payment of an invoice: ours out, the customer's in."""
    ours = invoice.buyer.nip == US.nip
    other = {SUPPLIER.nip: SUPPLIER, OTHER.nip: OTHER, CUSTOMER.nip: CUSTOMER}[
        invoice.seller.nip if ours else invoice.buyer.nip or ""
    ]
    money = invoice.gross if amount is None else amount
    return Movement(
        day,
        -money if ours else money,
        other.name,
        other.account,
        title or f"faktura {invoice.number}",
    )


def ids(received: Sequence[Received]) -> list[int]:
    """Ids of the documents, all of which were taken in."""
    assert all(r.document_id for r in received), received
    return [r.document_id for r in received if r.document_id]


def later(hours: float) -> datetime:
    """Hours after the scenario began."""
    return AT + timedelta(hours=hours)


def changed(invoice: fa3.Invoice, **facts: Any) -> fa3.Invoice:
    """The same invoice but for some facts."""
    return replace(invoice, **facts)
