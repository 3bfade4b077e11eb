"""``setoff``: claims that meet, listed or set off."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zaplecze.config.cli.told import show
from zaplecze.partners.api import partners, partners_by_tax_id
from zaplecze.payments.api import make_setoff, proposed_setoffs
from zaplecze.platform.money import format_pln, parse_pln
from zaplecze.platform.refusal import Refusal


def setoff(options: argparse.Namespace, *, on: date, at: datetime) -> int:
    """List what could be set off on a day, or with ``--partner`` make it; in the company's scope."""
    if not options.partner:
        show(options, *_proposed(on))
        return 0
    letter = make_setoff(
        partner_id=partner_by_tax_id(options.partner),
        other_id=partner_by_tax_id(options.other) if options.other else None,
        currency=options.currency,
        by_agreement=options.by_agreement,
        amount=_amount(options.amount) if options.amount else None,
        on=on,
        by=None,
        at=at,
    )
    data = {
        "number": letter.number,
        "partner": letter.partner_name,
        "total": str(letter.total),
        "entry": letter.entry_id,
    }
    show(options, data, f"{letter.number}: {letter.partner_name}, {format_pln(letter.total)} zł")
    return 0


def _proposed(on: date) -> tuple[list[dict[str, Any]], str]:
    found = proposed_setoffs(on=on)
    data = [
        {"partner": p.partner_name, "currency": p.currency, "amount": str(p.amount)} for p in found
    ]
    lines = [f"{p.partner_name}: {format_pln(p.amount)} {p.currency}" for p in found]
    return data, "\n".join(lines) or "Nie ma czego kompensować."


def partner_by_tax_id(text: str) -> int:
    """Id of the partner with this tax number, one from abroad with or without its country; refuses an unknown one."""
    plain = text.replace("-", "").replace(" ", "").removeprefix("PL")
    known = partners_by_tax_id()
    found = known.get(plain)
    if found is None and plain[:2].isalpha() and (abroad := known.get(plain[2:])) is not None:
        found = abroad if partners([abroad])[abroad].country == plain[:2] else None
    if found is None:
        raise Refusal(
            f"Nie ma kontrahenta o numerze {text}: sprawdź NIP w kartotece kontrahentów.",
            code="cli.no-partner",
        )
    return found


def _amount(text: str) -> Decimal:
    try:
        return parse_pln(text)
    except ValueError as error:
        raise Refusal(f"--amount: {error}.", code="cli.amount") from error
