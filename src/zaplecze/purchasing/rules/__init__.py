"""How a cost invoice is posted, pure: the company's rules first, then the default of its kind, each with its reason.

The circle of the entry: Wn costs (net), Wn 221 input VAT, Ma 202 supplier (gross).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zaplecze.formats import fa3
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.purchasing.learning.rules import NOBODY, Guesser
from zaplecze.tax.rules import (
    DEDUCTIBLE,
    PlnTotal,
    grosz_difference,
    self_charged,
    subject,
    tax_point,
    voucher_kind,
)

ZERO = Decimal(0)
GROSZ = Decimal("0.01")

PAYABLES = "202"
INPUT_VAT = "221-1"
REVERSE_VAT = "222-2"
COSTS_DEFAULT = "402-99"
ADVANCES_PAID = "300"
ROUNDING = "761"


@dataclass(frozen=True, slots=True)
class Rule:
    """A company's rule, in the order of ``no``: supplier, word in the line's name, or both."""

    no: int
    supplier_tax_id: str
    word: str
    account: str
    cost_center: str

    def fits(self, tax_id: str, name: str) -> bool:
        """True where both conditions that are set hold."""
        return (not self.supplier_tax_id or self.supplier_tax_id == tax_id) and (
            not self.word or self.word.casefold() in name.casefold()
        )


def propose(
    invoice: fa3.Invoice,
    totals: Sequence[PlnTotal],
    rules: Sequence[Rule],
    *,
    document_id: int,
    partner_id: int | None,
    ksef_number: str,
    cost_center: str = "",
    purpose: str = "",
    bank_account: str = "",
    advances: Decimal = ZERO,
    guesser: Guesser = NOBODY,
) -> NewEntry:
    """The entry proposed for a cost invoice, lines with their reasons; amounts in PLN.

    A line goes where the company's first fitting rule says; else where its own history does, if that is sure
    enough; else to the default account, and the reason says that the program doesn't know.
    ``advances`` is the net amount of posted advance invoices that a settlement (ROZ) turns into costs.
    """
    day = tax_point(invoice)
    if invoice.kind.is_correction:
        day = invoice.issued_on
    net = sum((t.gross if t.band not in DEDUCTIBLE else t.net for t in totals), ZERO)
    vat = sum((t.vat for t in totals if t.band in DEDUCTIBLE), ZERO)
    foreign = invoice.currency != "PLN"
    lines: list[NewLine] = []
    for account, center, amount, why in _costs(invoice, net + advances, rules, guesser):
        lines.append(NewLine(account, debit=amount, cost_center=cost_center or center, why=why))
    if vat:
        lines.append(NewLine(INPUT_VAT, debit=vat, why="podatek z faktury, odliczenie pełne"))
    if advances:
        lines.append(NewLine(ADVANCES_PAID, credit=advances, why="rozliczenie faktur zaliczkowych"))
    _, own_tax = self_charged(totals)
    if own_tax:
        lines += [
            NewLine(INPUT_VAT, debit=own_tax, why="odwrotne obciążenie: podatek do odliczenia"),
            NewLine(
                REVERSE_VAT, credit=own_tax, why="odwrotne obciążenie: podatek należny nabywcy"
            ),
        ]
    rounding = grosz_difference(invoice, totals)
    if rounding:
        lines.append(NewLine(ROUNDING, debit=rounding, why="grosze zaokrąglenia faktury"))
    gross = net + vat + rounding
    if gross:
        lines.append(
            NewLine(
                PAYABLES,
                credit=gross,
                partner_id=partner_id,
                due_date=invoice.due_on,
                bank_account=bank_account,
                currency=invoice.currency,
                currency_amount=invoice.gross if foreign else None,
                why=_why_due(invoice.due_on),
            )
        )
    return NewEntry(
        journal="ZK",
        year=day.year,
        month=day.month,
        voucher_kind=voucher_kind(invoice),
        voucher_number=clean(invoice.number, 256),
        operation_date=day,
        document_date=invoice.issued_on,
        text=clean(purpose or f"{subject(invoice)} – {invoice.seller.name}", 512),
        lines=tuple(lines),
        partner_id=partner_id,
        document_id=document_id,
        ksef_number=ksef_number,
    )


def _why_due(due: date | None) -> str:
    return f"rozrachunek z dostawcą, termin {due:%d.%m.%Y}" if due else "rozrachunek z dostawcą"


def _costs(
    invoice: fa3.Invoice, net: Decimal, rules: Sequence[Rule], guesser: Guesser
) -> list[tuple[str, str, Decimal, str]]:
    """Share the net amount over accounts: (account, cost centre, PLN, why), summing exactly to ``net``."""
    if not net:
        return []
    if invoice.kind.is_advance:
        return [(ADVANCES_PAID, "", net, "zaliczka: koszt powstanie z fakturą rozliczającą")]
    tax_id = invoice.seller.nip
    weights: dict[tuple[str, str], Decimal] = {}
    reasons: dict[tuple[str, str], str] = {}
    for line in invoice.lines:
        value = line.net if line.net is not None else line.gross
        if value is None:
            continue
        account, center, why = _choice(tax_id, line.name or "", rules, guesser)
        reasons.setdefault((account, center), why)
        weights[account, center] = weights.get((account, center), ZERO) + (
            -value if line.before_correction else value
        )
    total = sum(weights.values(), ZERO)
    if len(weights) == 1:
        ((account, center),) = weights
        return [(account, center, net, reasons[account, center])]
    if not total or any(w / total < 0 for w in weights.values()):
        account, center, why = _choice(tax_id, "", rules, guesser)
        return [(account, center, net, why)]
    shares: list[tuple[str, str, Decimal, str]] = []
    left = net
    keys = [k for k, w in weights.items() if w]
    for account, center in keys[:-1]:
        part = (net * weights[account, center] / total).quantize(GROSZ, rounding=ROUND_HALF_UP)
        left -= part
        if part:
            shares.append((account, center, part, reasons[account, center]))
    account, center = keys[-1]
    if left:
        shares.append((account, center, left, reasons[account, center]))
    return shares


def _choice(
    tax_id: str, name: str, rules: Sequence[Rule], guesser: Guesser
) -> tuple[str, str, str]:
    """(account, cost centre, why) of a line: rule, then history, then the default."""
    rule = next((r for r in rules if r.fits(tax_id, name)), None)
    if rule is not None:
        parts = []
        if rule.supplier_tax_id:
            parts.append("ten dostawca")
        if rule.word:
            parts.append(f"słowo „{rule.word}”")
        return rule.account, rule.cost_center, f"reguła firmy nr {rule.no}: {', '.join(parts)}"
    made = guesser(name)
    if made is None:
        return COSTS_DEFAULT, "", "domyślne konto kosztów: żadna reguła firmy nie pasuje"
    if not guesser.proposes(made):
        return COSTS_DEFAULT, "", f"nie wiem, więc konto domyślne; może {made.place[0]}: {made.why}"
    return *made.place, made.why
