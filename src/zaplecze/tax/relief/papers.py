"""What registers and books say of an invoice whose item may be a bad debt, and what keeps it out of relief."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.ledger.api import taxed_result
from zaplecze.platform.money import ZERO
from zaplecze.platform.scope import current_company_id
from zaplecze.tax.models import Register, VatRow
from zaplecze.tax.relief.rules import (
    CREDITOR_BASES,
    CREDITOR_TAXES,
    INPUT,
    VALUE,
    Side,
    Tax,
    too_old,
)

SELF_CHARGED = frozenset({"K_24", "K_28", "K_30", "K_32"})
RELATED = "TP"
CASH_METHOD = "MK"
NOBODY = frozenset({"", "BRAK"})


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as its register's rows tell it; ``amounts`` are what relief moves of the whole of it (PLN)."""

    entry_id: int
    document_id: int | None
    country: str
    tax_id: str
    partner_name: str
    number: str
    issued: date
    sold: date | None
    proof: str
    ksef_number: str
    gross: Decimal
    amounts: Mapping[str, Decimal]
    related: bool = False
    cash_method: bool = False
    margin: bool = False
    self_charged: bool = False

    @property
    def anonymous(self) -> bool:
        """True where the other party has no tax number: a consumer, or somebody who isn't a VAT payer."""
        return self.tax_id in NOBODY

    @property
    def polish(self) -> bool:
        """True for a party with a Polish tax number."""
        return self.country in {"", "PL"} and not self.anonymous


def invoices(*, tax: Tax, side: Side, entry_ids: Collection[int]) -> dict[int, Invoice]:
    """Invoices by entry; entries that no register tells of are left out."""
    register = Register.SALES if side is Side.CREDITOR else Register.PURCHASE
    rows = VatRow.objects.filter(company_id=current_company_id(), entry_id__in=list(entry_ids))
    grouped: dict[int, list[VatRow]] = {}
    for row in rows.order_by("id"):
        grouped.setdefault(row.entry_id, []).append(row)
    values = taxed_result(entry_ids) if tax is Tax.CIT else {}
    found = {}
    for entry_id, all_rows in grouped.items():
        mine = [r for r in all_rows if r.register == register]
        if not mine:
            continue
        fields: dict[str, Decimal] = {}
        for r in mine:
            for name, amount in r.amounts.items():
                fields[name] = fields.get(name, ZERO) + Decimal(amount)
        last = mine[-1]
        found[entry_id] = Invoice(
            entry_id=entry_id,
            document_id=last.document_id,
            country=last.partner_country,
            tax_id=last.partner_tax_id,
            partner_name=last.partner_name,
            number=last.number,
            issued=last.issue_date,
            sold=last.sale_date,
            proof=last.proof,
            ksef_number=last.ksef_number,
            gross=sum((r.net + r.vat for r in mine), ZERO),
            amounts=_measured(tax, side, fields, values.get(entry_id, ZERO)),
            related=RELATED in last.procedures,
            cash_method=last.document_type == CASH_METHOD,
            margin=last.margin is not None,
            self_charged=any(SELF_CHARGED & r.amounts.keys() for r in all_rows),
        )
    return found


def _measured(
    tax: Tax, side: Side, fields: Mapping[str, Decimal], value: Decimal
) -> dict[str, Decimal]:
    """What relief moves of the whole invoice; nothing where it has nothing to move."""
    if tax is Tax.CIT:
        value = value if side is Side.CREDITOR else -value
        return {VALUE: value} if value > 0 else {}
    if side is Side.DEBTOR:
        deducted = fields.get("K_41", ZERO) + fields.get("K_43", ZERO)
        return {INPUT: deducted} if deducted > 0 else {}
    kept: dict[str, Decimal] = {}
    for base, paired in zip(CREDITOR_BASES, CREDITOR_TAXES, strict=True):
        if fields.get(paired, ZERO) > 0:
            kept |= {base: fields.get(base, ZERO), paired: fields[paired]}
    return kept


def hindrance(tax: Tax, side: Side, invoice: Invoice, bad: date) -> str:
    """What keeps an invoice out of relief, in Polish; nothing where it may be relieved."""
    if invoice.related and (tax is Tax.CIT or side is Side.CREDITOR):
        act = "art. 18f ustawy o CIT" if tax is Tax.CIT else "art. 89a ust. 7"
        return f"strony są powiązane (TP): {act} wyłącza ulgę"
    if tax is Tax.CIT:
        if not invoice.polish:
            return "druga strona nie ma polskiego NIP: art. 18f dotyczy transakcji przedsiębiorców w Polsce"
    elif invoice.margin:
        return "procedura marży: policz podatek od nieotrzymanej marży ręcznie"
    elif side is Side.DEBTOR and invoice.cash_method:
        return "metoda kasowa sprzedawcy (MK): podatek odlicza się dopiero po zapłacie"
    if side is Side.CREDITOR and too_old(tax, invoice.issued, bad):
        years = "2 lata" if tax is Tax.CIT else "3 lata"
        return f"minęły {years} od końca roku wystawienia"
    return ""


def doubt(tax: Tax, side: Side, invoice: Invoice) -> bool:
    """True where a creditor has to say why a party without a tax number may be relieved (art. 89a ust. 2a)."""
    return tax is Tax.VAT and side is Side.CREDITOR and invoice.anonymous


def register_terms(*, entry_id: int, fields: Collection[str]) -> list[tuple[str, Decimal]]:
    """What the registers' rows of an invoice have of K fields: name of each field, PLN."""
    rows = VatRow.objects.filter(company_id=current_company_id(), entry_id=entry_id).order_by("id")
    return [
        (f"{field}, {r.number}", Decimal(r.amounts[field]))
        for r in rows
        for field in fields
        if field in r.amounts
    ]
