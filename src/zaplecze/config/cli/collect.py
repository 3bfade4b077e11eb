"""``collect``: letters of collections, told with ``--dry-run`` or made; received interest, moved."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from zaplecze.config.cli.setoff import partner_by_tax_id
from zaplecze.config.cli.told import show
from zaplecze.partners.api import partner_names
from zaplecze.payments.api import (
    InterestKind,
    LetterView,
    asked_for,
    balances,
    book_received_interest,
    interest_due,
    letters,
    make_confirmations,
    make_interest_note,
    make_reminders,
    print_letters,
    proposed_reminders,
)
from zaplecze.platform.days import WARSAW
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import parse_month
from zaplecze.platform.polish import counted
from zaplecze.platform.printouts import keep_printout
from zaplecze.platform.refusal import Refusal

Sums = Sequence[tuple[str, Decimal]]


def collect(options: argparse.Namespace, *, on: date, as_of: date, at: datetime) -> int:
    """Tell (``--dry-run``) or make what ``options.collect`` names, in the company's scope; all of it or nothing.

    ``on`` is the day of the letters, ``as_of`` the last day of interest or the day of the balances. Letters that were
    made go to ``--out`` as one PDF/A, which is recorded as a printout.
    """
    if options.collect == "received":
        return _received(options, at=at)
    if on > at.astimezone(WARSAW).date() and not options.dry_run:
        raise Refusal(
            f"Pismo z {on:%d.%m.%Y} byłoby z przyszłą datą: podaj --on do dziś albo --dry-run.",
            code="cli.future",
        )
    whom = {partner_by_tax_id(text) for text in options.partner or ()}
    make = {"reminders": _reminders, "notes": _notes, "confirmations": _confirmations}
    with transaction.atomic():
        rows = make[options.collect](options, whom=whom, on=on, as_of=as_of, at=at)
    made = [row["id"] for row in rows if row.get("id")]
    if options.out and made:
        _print(options.out, made, at=at)
    data = [{key: value for key, value in row.items() if key != "id"} for row in rows]
    lines = [_line(row) for row in data]
    show(options, data, "\n".join(lines) or "Nie ma pism do wystawienia.")
    return 0


def _reminders(
    options: argparse.Namespace, *, whom: set[int], on: date, as_of: date, at: datetime
) -> list[dict[str, Any]]:
    proposed = [p for p in proposed_reminders(day=on) if not whom or p.partner_id in whom]
    if options.dry_run or not proposed:
        names = partner_names(p.partner_id for p in proposed)
        return [
            _row(names[p.partner_id], p.sums, p.total, level=p.level.no, name=p.level.name)
            for p in proposed
        ]
    picks = [(p.partner_id, p.level.no) for p in proposed]
    made = make_reminders(picks=picks, on=on, by=None, at=at)
    return _made([x.pk for x in made])


def _notes(
    options: argparse.Namespace, *, whom: set[int], on: date, as_of: date, at: datetime
) -> list[dict[str, Any]]:
    """One for each partner and currency; whom the tables of rates don't reach is told with the reason."""
    kind = InterestKind(options.interest)
    due = [
        d
        for d in interest_due(kind=kind, upto=as_of)
        if (not whom or d.partner_id in whom) and options.currency in (None, d.currency)
    ]
    names = partner_names(d.partner_id for d in due)
    refused = [
        {"number": None, "partner": names[d.partner_id], "refused": d.refusal}
        for d in due
        if d.refusal
    ]
    clear = [d for d in due if not d.refusal]
    if options.dry_run:
        told = [_row(names[d.partner_id], [(d.currency, d.total)], None) for d in clear]
        return [*told, *refused]
    made = [
        make_interest_note(
            partner_id=d.partner_id,
            kind=kind,
            upto=as_of,
            currency=d.currency,
            with_compensation=options.compensation != "none",
            compensation_in_pln=options.compensation == "pln",
            on=on,
            by=None,
            at=at,
        ).pk
        for d in clear
    ]
    return [*_made(made), *refused]


def _confirmations(
    options: argparse.Namespace, *, whom: set[int], on: date, as_of: date, at: datetime
) -> list[dict[str, Any]]:
    asked = asked_for(day=as_of)
    found = [
        b
        for b in balances(day=as_of)
        if b.partner_id not in asked and (not whom or b.partner_id in whom)
    ]
    if options.dry_run or not found:
        names = partner_names(b.partner_id for b in found)
        return [_row(names[b.partner_id], b.sums, b.total) for b in found]
    ids = [b.partner_id for b in found]
    made = make_confirmations(as_of=as_of, partner_ids=ids, on=on, by=None, at=at)
    return _made([x.pk for x in made])


def _received(options: argparse.Namespace, *, at: datetime) -> int:
    if options.period is None:
        raise Refusal("Podaj miesiąc: --period RRRR-MM.", code="cli.no-period")
    moved = book_received_interest(month=parse_month(options.period), by=None, at=at)
    data = [
        {"number": m.letter.number, "amount": str(m.amount), "entry": m.entry_id} for m in moved
    ]
    show(options, data, "\n".join(f"{m.letter.number}: {format_pln(m.amount)} zł" for m in moved))
    return 0


def _made(ids: list[int]) -> list[dict[str, Any]]:
    """Letters as they were made, in the order of their numbers."""
    return [
        {
            "id": v.letter.pk,
            **_row(v.letter.partner_name, v.sums, v.letter.total, number=v.letter.number),
            **({"level": v.letter.level} if v.letter.level else {}),
            **({"entry": v.letter.entry_id} if v.letter.entry_id else {}),
        }
        for v in _views(ids)
    ]


def _views(ids: list[int]) -> list[LetterView]:
    return sorted(letters(ids=ids), key=lambda v: v.letter.pk)


def _row(
    partner: str, sums: Sums, total: Decimal | None, *, number: str | None = None, **more: Any
) -> dict[str, Any]:
    """``total`` is PLN in the books; of interest that isn't posted yet nobody knows it."""
    return {
        "number": number,
        "partner": partner,
        **more,
        "sums": {currency: str(amount) for currency, amount in sums},
        "total": None if total is None else str(total),
    }


def _line(row: dict[str, Any]) -> str:
    head = " ".join(x for x in (row["number"], row["partner"]) if x)
    if refused := row.get("refused"):
        return f"{head}: {refused}"
    told = ", ".join(f"{format_pln(Decimal(a))} {c}" for c, a in row["sums"].items())
    return f"{head}: {told or format_pln(Decimal(0))}"


def _print(path: Path, ids: list[int], *, at: datetime) -> None:
    views = _views(ids)
    path.write_bytes(print_letters(views, printed_by="zaplecze", printed_at=at))
    what = counted(len(views), "pismo", "pisma", "pism")
    keep_printout(what=f"Windykacja: {what}", form="pdf", kind="letters", by=None, at=at)
