"""Papers of the demo office: invoices and a statement of firms that don't exist (tax numbers from 999)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from zaplecze.formats import fa3
from zaplecze.formats.fa3 import (
    Address,
    Annotations,
    BankAccount,
    Buyer,
    CorrectedInvoice,
    Correction,
    CorrectionEffect,
    Identity,
    Invoice,
    Kind,
    Line,
    Payment,
    PaymentForm,
    PaymentTerm,
    Rate,
    RateTotal,
    Seller,
    to_grosze,
)


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm of the demo: name, NIP, street, town, account (26 digits)."""

    name: str
    nip: str
    street: str
    town: str
    account: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an invoice: name, quantity, net price in its currency, rate."""

    name: str
    quantity: int
    price: str
    rate: Rate = Rate.R23


def make_invoice(
    seller: Firm,
    buyer: Firm,
    *,
    number: str,
    day: date,
    items: Sequence[Item],
    due_days: int = 14,
    currency: str = "PLN",
    corrects: tuple[str, date] | None = None,
    raises: bool = False,
    rate: Decimal = Decimal("4.25"),
) -> Invoice:
    """An invoice that passes its checks; ``rate`` (PLN for one of ``currency``) tells its VAT in PLN.

    A correction takes its items' quantities with a minus, unless it ``raises`` what it corrects.
    """
    sign = -1 if corrects and not raises else 1
    lines = tuple(
        Line(
            number=no,
            name=item.name,
            unit="szt.",
            quantity=Decimal(sign * item.quantity),
            price_net=Decimal(item.price),
            net=sign * item.quantity * Decimal(item.price),
            rate=item.rate,
        )
        for no, item in enumerate(items, 1)
    )
    totals = []
    for band in dict.fromkeys(item.rate.band for item in items):
        of_band = [line for line in lines if line.rate is not None and line.rate.band is band]
        net = sum((line.net or Decimal(0) for line in of_band), Decimal(0))
        percent = of_band[0].rate.percent if of_band[0].rate is not None else Decimal(0)
        vat = to_grosze(net * percent / 100)
        in_pln = to_grosze(vat * rate) if currency != "PLN" and band.bears_vat else None
        totals.append(RateTotal(band, net, vat, in_pln))
    gross = sum((t.net + t.vat for t in totals), Decimal(0))
    correction = None
    if corrects:
        correction = Correction(
            invoices=(CorrectedInvoice(corrects[1], corrects[0]),),
            reason="podwyższenie ceny" if raises else "zwrot części towaru",
            effect=CorrectionEffect.AS_CORRECTION,
        )
    return Invoice(
        created_at=datetime.combine(day, time(9), UTC),
        seller=Seller(
            Identity(name=seller.name, nip=seller.nip), Address("PL", seller.street, seller.town)
        ),
        buyer=Buyer(
            Identity(name=buyer.name, nip=buyer.nip), Address("PL", buyer.street, buyer.town)
        ),
        currency=currency,
        issued_on=day,
        number=number,
        gross=gross,
        annotations=Annotations(),
        kind=Kind.CORRECTION if corrects else Kind.VAT,
        sold_on=day,
        totals=tuple(totals),
        correction=correction,
        lines=lines,
        payment=Payment(
            terms=(PaymentTerm(day + timedelta(days=due_days)),),
            form=PaymentForm.TRANSFER,
            accounts=(BankAccount(seller.account),),
        ),
    )


def invoice_file(invoice: Invoice) -> bytes:
    """The invoice as the XML that KSeF would hand out."""
    return fa3.write(invoice)


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of a statement: signed amount, who, account, title."""

    day: date
    amount: Decimal
    who: str
    account: str
    title: str


def make_statement(
    account: str,
    *,
    number: int,
    opening: Decimal,
    movements: Sequence[Movement],
    currency: str = "PLN",
) -> bytes:
    """An MT940 statement with sub-fields after ``~`` in CP1250, as Polish banks send it."""
    first, last = movements[0].day, movements[-1].day
    closing = opening + sum((m.amount for m in movements), Decimal(0))
    out = [
        f":20:DEMO{number:04d}",
        f":25:/PL{account}",
        f":28C:{number:05d}",
        f":60F:{_balance(first, opening, currency)}",
    ]
    for no, m in enumerate(movements, 1):
        sign = "C" if m.amount > 0 else "D"
        out.append(
            f":61:{m.day:%y%m%d}{m.day:%m%d}{sign}{_amount(m.amount)}NTRFNONREF//{m.day:%Y%m%d}{no:06d}"
        )
        out.append(":86:020")
        title = [m.title[i : i + 27] for i in range(0, len(m.title), 27)][:6]
        out.append("~00PRZELEW" if m.account else "~00OPŁATA")
        out += [f"~{20 + i}{part}" for i, part in enumerate(title)]
        if m.account:
            out += [f"~30{m.account[2:10]}", f"~31{m.account[10:]}", f"~38PL{m.account}"]
        out += [f"~32{m.who[:27]}", f"~33{m.who[27:54]}"]
    out += [f":62F:{_balance(last, closing, currency)}", "-"]
    return "\r\n".join([*out, ""]).encode("cp1250")


def _balance(day: date, amount: Decimal, currency: str) -> str:
    return f"{'C' if amount >= 0 else 'D'}{day:%y%m%d}{currency}{_amount(amount)}"


def _amount(amount: Decimal) -> str:
    return f"{abs(amount):.2f}".replace(".", ",")
