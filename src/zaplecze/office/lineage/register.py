"""Figures of the register of assets: values, plans, what was posted, agreement with the books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.assets.api import (
    ChangeKind,
    Depreciation,
    Plan,
    PlannedAsset,
    accounts_at,
    planned_assets,
    posted_of,
    schedule,
)
from zaplecze.ledger.api import BEGINNING, LinesOf
from zaplecze.office.lineage.books import line_term
from zaplecze.office.lineage.figures import (
    ONE,
    Term,
    Trace,
    UnknownFigure,
    month_of,
    parts_of,
    traced,
)
from zaplecze.platform.periods import Month, month_code
from zaplecze.platform.scope import business_years

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

# Fields of JPK_ST_KR that sum what was posted: column of the instalment, in the year alone or since the start.
POSTED = {
    "E_refused": ("refused", True),
    "E_tax_year": ("tax", True),
    "E_tax_total": ("tax", False),
    "E_year": ("balance", True),
    "E_total": ("balance", False),
}
NAMES = {
    "value": "wartość z ulepszeniami",
    "taken": "umorzenie według planu",
    "net": "wartość netto",
    "balance": "rata bilansowa",
    "tax": "rata podatkowa",
    "refused": "rata niebędąca kosztem",
    "planned_balance": "raty bilansowe roku",
    "planned_tax": "raty podatkowe roku",
    "E_tax_value": "wartość podatkowa",
    "E_value": "wartość bilansowa",
    "E_change": "zmiany wartości bilansowej do końca roku",
    "E_tax_change": "zmiany wartości podatkowej do końca roku",
    "E_refused": "nieuznane w roku",
    "E_tax_year": "podatkowo w roku",
    "E_tax_total": "podatkowo razem",
    "E_year": "bilansowo w roku",
    "E_total": "bilansowo razem",
    "posted": "umorzenie zaksięgowane",
}


def asset(tracer: Tracer, rest: str) -> Trace:
    """``srodek/ID/RRRR-MM/POLE``: as at the end of a month, or of the year that it ends."""
    text, when, field = parts_of(rest, 3)
    month = month_of(when)
    own = next(p for p in _assets(tracer) if str(p.asset.pk) == text)
    if field not in NAMES:
        raise UnknownFigure(rest)
    title = f"{own.asset.number} {own.asset.name}, {NAMES[field]}, {when}"
    return traced(f"srodek/{rest}", title, _terms(tracer, own, month, field))


def _assets(tracer: Tracer) -> list[PlannedAsset]:
    return tracer.once(("assets",), planned_assets)


def _terms(tracer: Tracer, own: PlannedAsset, month: Month, field: str) -> list[Term]:
    if field in {"balance", "tax", "refused"}:
        return _instalment(tracer, own, month, field)
    of_year = business_years().of_month(month)
    if field in {"planned_balance", "planned_tax"}:
        what = field.removeprefix("planned_")
        plan = own.balance if what == "balance" else own.tax
        return [
            _month_term(own, i.month, what, i.amount)
            for i in schedule(plan)
            if of_year.begins <= i.month <= of_year.ends
        ]
    if field in POSTED:
        column, this_year = POSTED[field]
        return _posted(
            tracer, own, of_year.ends, column, since=of_year.begins if this_year else None
        )
    if field == "net":
        told = f"{own.asset.pk}/{month_code(month)}"
        value, taken = (asset(tracer, f"{told}/{part}") for part in ("value", "taken"))
        return [
            Term("wartość", value.amount, value.key),
            Term("umorzenie", -taken.amount, taken.key, -ONE),
        ]
    return {
        "value": lambda: [_acquired(own, own.balance), *_improved(own)],
        "E_change": lambda: _improved(own, of_year.last_day),
        "E_tax_change": lambda: _improved(own, of_year.last_day),
        "E_value": lambda: [_acquired(own, own.balance)],
        "E_tax_value": lambda: [_acquired(own, own.tax)],
        "posted": lambda: _posted(tracer, own, month, "balance", since=None),
        "taken": lambda: [
            _before(own.balance),
            *(_month_term(own, i.month, "balance", i.amount) for i in schedule(own.balance) if i.month <= month),
        ],
    }[field]()  # fmt: skip


def _acquired(own: PlannedAsset, plan: Plan) -> Term:
    label = f"wartość początkowa, {own.asset.voucher}"
    return Term(label, plan.value, document_id=own.asset.document_id)


def _improved(own: PlannedAsset, upto: date | None = None) -> list[Term]:
    """Improvements, and parts that went, of all times or up to a day."""
    kinds = {ChangeKind.IMPROVED, ChangeKind.REDUCED}
    return [
        Term(f"{c.voucher}, {c.text}", c.amount)
        for c in own.changes
        if c.kind in kinds and (upto is None or c.on <= upto)
    ]


def _before(plan: Plan) -> Term:
    return Term("umorzenie z poprzedniej ewidencji", plan.taken)


def _month_term(own: PlannedAsset, month: Month, what: str, amount: Decimal) -> Term:
    label = f"rata {month[1]:02}.{month[0]}"
    return Term(label, amount, f"srodek/{own.asset.pk}/{month_code(month)}/{what}")


def _rows(tracer: Tracer, own: PlannedAsset) -> list[Depreciation]:
    return tracer.once(("posted", own.asset.pk), lambda: posted_of(own.asset.pk))


def _instalment(tracer: Tracer, own: PlannedAsset, month: Month, field: str) -> list[Term]:
    """One instalment: as the plan has it, with the entry that posted it."""
    plan = own.balance if field == "balance" else own.tax
    found = next(i for i in schedule(plan) if i.month == month)
    amount = found.refused if field == "refused" else found.amount
    rows = [r for r in _rows(tracer, own) if (r.year, r.month) == month]
    entry = next((r.entry_id for r in rows if getattr(r, field) == amount), None)
    rate = f"{plan.rate.normalize():f} %".replace(".", ",")
    label = f"plan {plan.method.value}, {rate} od {plan.value}"
    return [Term(label, amount, entry_id=entry)]


def _posted(
    tracer: Tracer, own: PlannedAsset, upto: Month, column: str, *, since: Month | None
) -> list[Term]:
    """What entries took by the end of a month; of one year, or with what was taken before."""
    terms = [
        Term(f"rata {r.month:02}.{r.year}", getattr(r, column), entry_id=r.entry_id)
        for r in _rows(tracer, own)
        if (r.year, r.month) <= upto and (since is None or (r.year, r.month) >= since)
    ]
    if since is not None:
        return terms
    return [_before(own.tax if column == "tax" else own.balance), *terms]


def agreement(tracer: Tracer, rest: str) -> Trace:
    """``uzgodnienie/RRRR-MM/KONTO/KOLUMNA``: what the ``register`` says, what the ``books``, their ``difference``."""
    when, account, column = parts_of(rest, 3)
    month, key = month_of(when), f"uzgodnienie/{rest}"
    title = f"Uzgodnienie konta {account}, {when}"
    if column == "books":
        lines = LinesOf(account, BEGINNING, month)
        return traced(key, f"{title}, księgi", [line_term(tracer, "zapisy konta", lines)])
    if column == "register":
        terms = []
        for own in _assets(tracer):
            gone = own.asset.gone_on
            if gone and (gone.year, gone.month) <= month:
                continue
            held, taken = accounts_at(own, month)
            for holder, field, sign in (
                (held, "value", 1),
                (taken, "posted", -1),
            ):
                if holder == account:
                    found = asset(tracer, f"{own.asset.pk}/{when}/{field}")
                    terms.append(Term(found.title, sign * found.amount, found.key, ONE * sign))
        return traced(key, f"{title}, ewidencja", terms)
    if column != "difference":
        raise UnknownFigure(rest)
    books, kept = (agreement(tracer, f"{when}/{account}/{c}") for c in ("books", "register"))
    terms = [
        Term("księgi", books.amount, books.key),
        Term("ewidencja", -kept.amount, kept.key, -ONE),
    ]
    return traced(key, f"{title}, różnica", terms)
