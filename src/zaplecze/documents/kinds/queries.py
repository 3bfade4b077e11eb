"""Reads of kinds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from zaplecze.documents.kinds.rules import BUILT_IN, CHOOSABLE, OWN, PAPER, Kind, fields_from
from zaplecze.documents.models import OwnKind
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import current_company_id

Rates = Callable[[str, date], Decimal | None]
_rates: list[Rates] = []


def ask_rates(rates: Rates) -> None:
    """Let a higher department say what a currency is worth about a day, in PLN for one; it knows the tables."""
    if rates not in _rates:
        _rates.append(rates)


def rough_value(currency: str, day: date) -> Decimal | None:
    """PLN for one unit of a currency, near enough to say whose authority covers an amount; None where unknown."""
    if currency == "PLN":
        return Decimal(1)
    return next((found for rates in _rates if (found := rates(currency, day)) is not None), None)


def own_kinds(*, with_retired: bool = False) -> list[Kind]:
    """Kinds that the open company defined, by name."""
    rows = ready_rows(OwnKind, "WHERE company_id = %s ORDER BY label", (current_company_id(),))
    return [kind_from(row) for row in rows if with_retired or not row.retired]


def kind_from(row: OwnKind) -> Kind:
    """The kind that a row keeps."""
    return Kind(
        f"{OWN}{row.pk}",
        row.label,
        PAPER,
        fields_from(row.fields),
        row.personal,
        fields_from(row.fields, gone=True),
        row.retired,
    )


def choosable_kinds(of: Kind | None = None) -> list[Kind]:
    """Kinds that a paper of the open company may be said to be; one that is ``of`` a retired kind may stay of it."""
    own = own_kinds(with_retired=of is not None and of.retired)
    return [*CHOOSABLE, *(k for k in own if not k.retired or k == of)]


def all_kinds() -> list[Kind]:
    """Every kind that a paper of the open company may be of, retired ones too."""
    return [*BUILT_IN.values(), *own_kinds(with_retired=True)]


def kind_of(code: str) -> Kind | None:
    """A kind by its code, retired ones too; None where the open company has no such."""
    if code in BUILT_IN:
        return BUILT_IN[code]
    number = code.removeprefix(OWN)
    if not code.startswith(OWN) or not number.isdecimal() or len(number) > 18:
        return None
    row = OwnKind.objects.filter(company_id=current_company_id(), id=int(number)).first()
    return kind_from(row) if row is not None else None
