"""What people type on the desk: each fault is refused with its place and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from zaplecze.ledger.api import NewLine, Proposal, clean
from zaplecze.platform.money import ZERO, parse_pln
from zaplecze.platform.periods import parse_month
from zaplecze.platform.refusal import Refusal

BY_HAND = "zmieniono ręcznie"
LINE_FIELDS = ("no", "account", "center", "debit", "credit")


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
    columns = [form.getlist(name) for name in LINE_FIELDS]
    if len({len(c) for c in columns}) != 1:
        raise Refusal("Tabela dekretu przyszła niepełna. Odśwież stronę.", code="office.grid")
    due = form.get("due", "")
    due_date = read_day(due, "Termin płatności") if due else None
    before = {str(no): line for no, line in enumerate(old.entry.lines, 1)}
    account = next((line.bank_account for line in old.entry.lines if line.bank_account), "")
    lines = []
    for number, cells in enumerate(zip(*columns, strict=True), 1):
        line = _line(number, dict(zip(LINE_FIELDS, cells, strict=True)), before)
        if line is not None:
            lines.append(replace(line, due_date=due_date, bank_account=account))
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


def _line(number: int, cells: Mapping[str, str], before: Mapping[str, NewLine]) -> NewLine | None:
    """A row of the grid; None for one left empty."""
    account = cells["account"].strip().split(" ")[0]
    debit, credit = _amount(cells["debit"], number, "Wn"), _amount(cells["credit"], number, "Ma")
    if not account and not debit and not credit:
        return None
    if not account:
        raise Refusal(f"Wiersz {number}: wybierz konto (F2).", code="ledger.account")
    center = cells["center"].strip()
    old = before.get(cells["no"])
    if old is None:
        return NewLine(account, debit=debit, credit=credit, cost_center=center, why=BY_HAND)
    same = (old.account, old.debit, old.credit, old.cost_center) == (account, debit, credit, center)
    if same:
        return old
    kept_amount = (old.debit, old.credit) == (debit, credit)
    return replace(
        old,
        account=account,
        debit=debit,
        credit=credit,
        cost_center=center,
        currency=old.currency if kept_amount else "PLN",
        currency_amount=old.currency_amount if kept_amount else None,
        why=BY_HAND,
    )


def _amount(text: str, number: int, side: str) -> Decimal:
    if not text.strip():
        return ZERO
    try:
        return parse_pln(text)
    except ValueError as error:
        raise Refusal(f"Wiersz {number}, {side}: {error}.", code="office.amount") from error
