"""What people type on the desk: each fault is refused with its place and the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from zaplecze.ledger.api import FIELDS, MORE, Proposal, clean, read_rows, typed_rows
from zaplecze.platform.periods import parse_month
from zaplecze.platform.refusal import Refusal


def read_rate(text: str) -> Decimal:
    """An exchange rate with up to six places: 4,2711."""
    try:
        rate = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        rate = Decimal(0)
    exponent = rate.as_tuple().exponent
    if (
        not rate.is_finite()
        or not 0 < rate < 100_000
        or (isinstance(exponent, int) and exponent < -6)
    ):
        raise Refusal(f"„{text}” nie jest kursem: wpisz np. 4,2711.", code="office.rate")
    return rate


def read_day(text: str, name: str) -> date:
    """A day from a date field."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            f"{name}: „{text}” nie jest datą. Wybierz dzień.", code="office.day"
        ) from error


def read_posting(form: QueryDict, old: Proposal) -> Proposal:
    """The proposal as a person changed it; what the form doesn't show is kept from ``old``."""
    rows = typed_rows({name: form.getlist(name) for name in (*FIELDS, *MORE)})
    due = form.get("due", "")
    lines = read_rows(
        rows,
        old=old.entry.lines,
        extended="partner" in form,
        due_date=read_day(due, "Termin płatności") if due else None,
        bank_account=next((line.bank_account for line in old.entry.lines if line.bank_account), ""),
    )
    text = clean(form.get("text", "").strip(), 512)
    year, month = parse_month(form.get("month", ""))
    entry = replace(
        old.entry,
        year=year,
        month=month,
        operation_date=read_day(form.get("operation", ""), "Data operacji"),
        text=text or old.entry.text,
        lines=tuple(lines),
    )
    vat_month = parse_month(vat) if (vat := form.get("vat_month", "")) else None
    return replace(old, entry=entry, vat_month=vat_month)
