"""Relief for bad debts as a table: what a period moved, and beside it what still waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop as noop

from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month, month_code, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import business_year
from zaplecze.tax.relief.models import ReliefMove
from zaplecze.tax.relief.queries import Waiting, moves_of, standing_moves, waiting
from zaplecze.tax.relief.rules import LAWS, Side, Step, Tax, base_of, tax_of

TITLES = {Tax.VAT: noop("Ulga na złe długi w VAT"), Tax.CIT: noop("Ulga na złe długi w CIT")}
SIDES = {Side.CREDITOR: "wierzyciel", Side.DEBTOR: "dłużnik"}
STEPS = {Step.TAKEN: "brak zapłaty", Step.RETURNED: "zapłata"}


def effect(tax: Tax, side: Side) -> int:
    """The sign in which a movement works on what is declared: on the tax in VAT, on the base in income tax."""
    return 1 if tax is Tax.CIT and side is Side.DEBTOR else -1


def moved_base(move: ReliefMove) -> Decimal:
    """The base that a movement took out of VAT, PLN."""
    return base_of(Side(move.side), _amounts(move)) if move.tax == Tax.VAT else ZERO


def moved_amount(move: ReliefMove) -> Decimal:
    """The tax, or the value of an income tax, that a movement took out, PLN."""
    amounts = _amounts(move)
    return tax_of(Side(move.side), amounts) if move.tax == Tax.VAT else sum(amounts.values(), ZERO)


def _amounts(move: ReliefMove) -> dict[str, Decimal]:
    return {name: Decimal(amount) for name, amount in move.amounts.items()}


def relief_report(
    company: Company, tax: Tax, period: Month, *, today: date, link: Link = no_link
) -> Report:
    """What a month (in VAT) or a year (in income tax) moved; what waits stands aside, in no total."""
    rows = [_moved(m, link) for m in standing_moves(moves_of(tax=tax, period=period))]
    rows += [
        _waits(w, period, link)
        for w in waiting(tax=tax, period=period, today=today)
        if not w.hindrance
    ]
    keys = ("base", "amount") if tax is Tax.VAT else ("amount",)
    counted = [r for r in rows if r.kind == "row"]
    totals = {k: sum((Decimal(str(r.cells.get(k) or ZERO)) for r in counted), ZERO) for k in keys}
    place = month_code(period) if tax is Tax.VAT else str(period[0])
    label = (
        period_label(period, period) if tax is Tax.VAT else f"rok {business_year(period[0]).name}"
    )
    return Report(
        code=f"bad-debts-{tax}",
        title=TITLES[tax],
        company_name=company.name,
        company_nip=company.nip,
        period_label=label,
        columns=(
            Column("side", "Strona", "text"),
            Column("number", "Dokument", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("step", "Powód", "text"),
            Column("day", "Termin albo zapłata", "date"),
            Column("change", "Kwota brutto", "money"),
            *((Column("base", "Podstawa w JPK", "money"),) if tax is Tax.VAT else ()),
            Column("amount", "VAT w JPK" if tax is Tax.VAT else "Zmiana podstawy", "money"),
            Column("state", "Stan", "text"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"ulga/{tax}/{place}", totals),
        notes=(
            f"Podstawa: {LAWS[tax][-1].source}.",
            "Sumy liczą to, co ujęto; co czeka na decyzję, stoi obok.",
        ),
    )


def _moved(move: ReliefMove, link: Link) -> Row:
    tax, side = Tax(move.tax), Side(move.side)
    sign = effect(tax, side)
    base, amount = moved_base(move), moved_amount(move)
    return Row(
        {
            **_told(side, move.number, move.partner_name, Step(move.step), move.day),
            "change": move.change,
            **({"base": sign * base} if base else {}),
            "amount": sign * amount,
            "state": "ujęta",
        },
        links={
            **cell_link(link, "number", "document", document_id=move.document_id),
            **cell_link(link, "state", "entry", entry_id=move.entry_id),
            **trace_links(link, traced_by(f"ulga/{move.pk}", sign, base, amount)),
        },
    )


def traced_by(key: str, sign: int, base: Decimal, amount: Decimal) -> dict[str, str]:
    """Addresses of a movement's figures by column."""
    minus = "" if sign > 0 else "minus/"
    return {
        "change": f"{key}/brutto",
        **({"base": f"{minus}{key}/podstawa"} if base else {}),
        **({"amount": f"{minus}{key}/kwota"} if amount else {}),
    }


def waiting_key(w: Waiting, period: Month) -> str:
    """The address of what a period lacks."""
    place = month_code(period) if w.tax is Tax.VAT else str(period[0])
    return f"ulga-czeka/{w.tax}/{place}/{w.key}"


def waiting_trace(w: Waiting, period: Month) -> str:
    """The address of its amount, as it works on what is declared."""
    minus = "" if effect(w.tax, w.side) > 0 else "minus/"
    return f"{minus}{waiting_key(w, period)}/kwota"


def _waits(w: Waiting, period: Month, link: Link) -> Row:
    move, sign = w.proposal.move, effect(w.tax, w.side)
    return Row(
        {
            **_told(w.side, w.invoice.number, w.invoice.partner_name, move.step, move.day),
            "change": move.change,
            **({"base": sign * w.base} if w.base else {}),
            "amount": sign * w.amount,
            "state": "można jeszcze zapłacić" if w.early else "czeka",
        },
        links=trace_links(link, traced_by(waiting_key(w, period), sign, w.base, w.amount)),
        kind="aside",
    )


def _told(side: Side, number: str, partner: str, step: Step, day: date) -> dict[str, object]:
    return {
        "side": SIDES[side],
        "number": number,
        "partner": partner,
        "step": STEPS[step],
        "day": day,
    }
