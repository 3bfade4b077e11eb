"""What letters could be written, as reports: reminders of a day, interest up to a day, balances to confirm.

A row is one currency of one letter; what it is owed in is never added up across currencies, only its zlotys in the
books are. Each amount opens into its items.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from zaplecze.partners.api import partner_names
from zaplecze.payments.collections.proposals import (
    asked_for,
    balances,
    interest_due,
    proposed_reminders,
)
from zaplecze.payments.collections.queries import side_items
from zaplecze.payments.collections.rates import KIND_NAMES, InterestKind
from zaplecze.payments.collections.rules import sums_by_currency
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.money import ZERO
from zaplecze.platform.report import Column, Report, Row

# In an address: all partners.
ALL_PARTNERS = "razem"
IN_BOOKS = "total"


def reminders_report(company: Company, *, day: date, link: Link = no_link) -> Report:
    """Monity do wystawienia: who would be reminded on ``day``, at which level, of how much in each currency."""
    proposed = proposed_reminders(day=day)
    items = {i.id: i for i in side_items(day=day)}
    names = partner_names(p.partner_id for p in proposed)
    when = day.isoformat()
    rows = [
        Row(
            {
                "partner": names.get(p.partner_id, ""),
                "letter": f"{p.level.no}. {p.level.name}",
                "count": sum(items[i].unit == currency for i in p.item_ids),
                "currency": currency,
                "own": amount,
                "total": sum((items[i].left for i in p.item_ids if items[i].unit == currency), ZERO),
            },
            links={
                **_partner_link(link, p.partner_id, day),
                **trace_links(
                    link,
                    {
                        "own": f"monit/{when}/{p.partner_id}/{p.level.no}/{currency}",
                        "total": f"monit/{when}/{p.partner_id}/{p.level.no}/{currency}-pln",
                    },
                ),
            },
        )
        for p in proposed
        for currency, amount in p.sums
    ]  # fmt: skip
    own = sums_by_currency(pair for p in proposed for pair in p.sums)
    totals = {"total": sum((p.total for p in proposed), ZERO)}
    return Report(
        code="reminders",
        title="Monity do wystawienia",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"na dzień {day:%d.%m.%Y}",
        columns=(
            Column("partner", "Kontrahent", "text"),
            Column("letter", "Pismo", "text"),
            Column("count", "Pozycje", "int"),
            *_money_columns("Do zapłaty"),
        ),
        rows=(*rows, *_sum_rows(own, f"monit/{when}/{ALL_PARTNERS}/0", link)),
        totals=totals,
        total_links=sum_links(link, f"monity/{when}", totals),
    )


def interest_report(
    company: Company, *, kind: InterestKind, upto: date, link: Link = no_link
) -> Report:
    """Odsetki do naliczenia: what notes would charge up to a day, line by line under each partner and currency."""
    due = interest_due(kind=kind, upto=upto)
    names = partner_names(d.partner_id for d in due)
    when = upto.isoformat()
    rows: list[Row] = []
    refused: list[str] = []
    for d in due:
        name = names.get(d.partner_id, "")
        if d.refusal:
            refused.append(f"{name}: {d.refusal}")
        key = f"odsetki/{kind}/{when}/{d.partner_id}/{d.currency}"
        rows.append(Row({"partner": name, "currency": d.currency}, kind="group"))
        rows += [
            Row(
                {
                    "partner": name,
                    "number": x.number,
                    "principal": x.principal,
                    "first": x.first,
                    "last": x.last,
                    "days": x.days,
                    "rate": f"{x.rate:f}".replace(".", ","),
                    "currency": d.currency,
                    "own": x.amount,
                },
                links={
                    **_partner_link(link, d.partner_id, upto),
                    **trace_links(link, {"own": f"{key}/{no}"} if x.amount else {}),
                },
            )
            for no, x in enumerate(d.lines, 1)
        ]  # fmt: skip
        rows.append(
            Row(
                {"partner": f"Razem {name}", "currency": d.currency, "own": d.total},
                links=trace_links(link, {"own": key}),
                kind="sum",
            )
        )
    own = sums_by_currency((d.currency, d.total) for d in due)
    return Report(
        code="interest",
        title="Odsetki do naliczenia",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"do {upto:%d.%m.%Y}, {KIND_NAMES[kind]}",
        columns=(
            Column("partner", "Kontrahent", "text"),
            Column("number", "Dokument", "code"),
            Column("principal", "Kwota", "money", foreign=True),
            Column("first", "Od", "date"),
            Column("last", "Do", "date"),
            Column("days", "Dni", "int"),
            Column("rate", "Stawka, %", "text"),
            Column("currency", "Waluta", "code"),
            Column("own", "Odsetki", "money", foreign=True),
        ),
        rows=(*rows, *_sum_rows(own, f"odsetki/{kind}/{when}/{ALL_PARTNERS}", link)),
        totals={},
        notes=tuple(refused),
    )


def balances_report(company: Company, *, day: date, link: Link = no_link) -> Report:
    """Salda do potwierdzenia: whom nobody asked yet about the end of ``day``, by currency, Wn positive."""
    asked = asked_for(day=day)
    found = [b for b in balances(day=day) if b.partner_id not in asked]
    names = partner_names(b.partner_id for b in found)
    when = day.isoformat()
    rows = []
    for b in found:
        # A currency that cancels out is a balance of nothing, and is confirmed too.
        for currency, amount in b.sums or (("PLN", ZERO),):
            key = f"saldo/{when}/{b.partner_id}/{currency}"
            inside = [i for i in b.items if i.unit == currency]
            rows.append(
                Row(
                    {
                        "partner": names.get(b.partner_id, ""),
                        "count": len(inside),
                        "currency": currency,
                        "own": amount,
                        "total": sum((i.left if i.is_debit else -i.left for i in inside), ZERO),
                    },
                    links={
                        **_partner_link(link, b.partner_id, day),
                        **(trace_links(link, {"own": key, "total": f"{key}-pln"}) if inside else {}),
                    },
                )
            )  # fmt: skip
    own = sums_by_currency(pair for b in found for pair in b.sums)
    totals = {"total": sum((b.total for b in found), ZERO)}
    return Report(
        code="balances",
        title="Salda do potwierdzenia",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"na dzień {day:%d.%m.%Y}",
        columns=(
            Column("partner", "Kontrahent", "text"),
            Column("count", "Pozycje", "int"),
            *_money_columns("Saldo, należność dodatnia"),
        ),
        rows=(*rows, *_sum_rows(own, f"saldo/{when}/{ALL_PARTNERS}", link)),
        totals=totals,
        total_links=sum_links(link, f"salda/{when}", totals),
    )


def _money_columns(label: str) -> tuple[Column, ...]:
    return (
        Column("currency", "Waluta", "code"),
        Column("own", label, "money", foreign=True),
        Column("total", "W księgach, zł", "money"),
    )


def _sum_rows(own: Sequence[tuple[str, Decimal]], base: str, link: Link) -> Iterable[Row]:
    """A sum for each currency, opened by the address of all partners."""
    return [
        Row(
            {"partner": f"Razem {currency}", "currency": currency, "own": amount},
            links=trace_links(link, {"own": f"{base}/{currency}"}),
            kind="sum",
        )
        for currency, amount in own
    ]


def _partner_link(link: Link, partner_id: int, day: date) -> dict[str, str]:
    made = cell_link(link, "partner", "collection_partner", partner_id=partner_id)
    return {key: f"{url}?dzien={day.isoformat()}" for key, url in made.items()}
