"""Karta środka trwałego on paper: facts, both plans by year, what changed, what was posted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zaplecze.assets.models import Asset, Depreciation
from zaplecze.assets.plans import PlannedAsset
from zaplecze.assets.rules import schedule
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.printing import Dossier
from zaplecze.platform.report import Column, ColumnKind, Report, Row
from zaplecze.platform.scope import business_years

ZERO = Decimal("0.00")
CODE = "asset-card"


def plan_years(planned: PlannedAsset) -> list[tuple[str, list[Decimal]]]:
    """What both plans take by business year, in order and by name, PLN: the balance sheet's, then tax."""
    known = business_years()
    years: dict[BusinessYear, list[Decimal]] = {}
    for column, one in enumerate((planned.balance, planned.tax)):
        for i in schedule(one):
            years.setdefault(known.of_month(i.month), [ZERO, ZERO])[column] += i.amount
    return [(year.name, years[year]) for year in sorted(years, key=lambda year: year.begins)]


def asset_dossier(
    company: Company, planned: PlannedAsset, posted: Sequence[Depreciation], *, day: str
) -> Dossier:
    """The card of an asset as it stands on ``day``."""
    asset = planned.asset
    years = plan_years(planned)
    parts = [
        _table(
            company,
            "Plan amortyzacji",
            (
                ("year", "Rok", "code"),
                ("balance", "Bilansowa", "money"),
                ("tax", "Podatkowa", "money"),
            ),
            [{"year": y, "balance": b, "tax": t} for y, (b, t) in years],
            day,
        )
    ]
    if planned.changes:
        changes = [
            {
                "on": c.on,
                "voucher": c.voucher,
                "what": f"{c.get_kind_display()}: {c.text}",
                "amount": c.amount,
            }
            for c in planned.changes
        ]
        columns: tuple[tuple[str, str, ColumnKind], ...] = (
            ("on", "Dzień", "date"),
            ("voucher", "Dokument", "code"),
            ("what", "Co", "text"),
            ("amount", "Kwota", "money"),
        )
        parts.append(_table(company, "Zmiany", columns, changes, day, summed=False))
    if posted:
        taken = [
            {
                "month": f"{d.month:02}.{d.year}",
                "balance": d.balance,
                "tax": d.tax,
                "refused": d.refused,
            }
            for d in posted
        ]
        parts.append(
            _table(
                company,
                "Zaksięgowane odpisy",
                (
                    ("month", "Miesiąc", "code"),
                    ("balance", "Bilansowa", "money"),
                    ("tax", "Podatkowa", "money"),
                    ("refused", "Nie jest kosztem", "money"),
                ),
                taken,
                day,
            )
        )
    return Dossier(
        code=CODE,
        title="Karta środka trwałego",
        number=str(asset),
        day=f"stan na {day}",
        company_name=company.name,
        company_nip=company.nip,
        sender=letterhead(company),
        facts=tuple(_facts(planned)),
        parts=tuple(parts),
        signatures=("Sporządził",),
        period=day,
    )


def _facts(planned: PlannedAsset) -> list[tuple[str, str]]:
    asset: Asset = planned.asset
    accounts = f"{asset.account}, {asset.depreciation_account}, {asset.cost_account}"
    facts = [
        ("Dokument przyjęcia", asset.voucher),
        ("KŚT", asset.kst),
        ("Nabyty", f"{asset.acquired_on:%d.%m.%Y}, {asset.get_acquired_display()}"),
        ("Przyjęty", f"{asset.in_use_on:%d.%m.%Y}"),
        ("Konta", f"{accounts} {asset.cost_center}".strip()),
        ("Miejsce, osoba", f"{asset.place} {asset.responsible}".strip() or "–"),
        ("Wartość bilansowa z ulepszeniami", f"{format_pln(planned.value(planned.balance))} zł"),
        ("Wartość podatkowa z ulepszeniami", f"{format_pln(planned.value(planned.tax))} zł"),
    ]
    if asset.gone_on is not None:
        facts.append(
            (
                "Wykreślony",
                f"{asset.gone_on:%d.%m.%Y}, {asset.get_gone_display()}, {asset.gone_voucher}",
            )
        )
    if asset.gone_account:
        facts.append(("Konto po przekwalifikowaniu", asset.gone_account))
    amounts = (
        ("Netto bilansowo", asset.gone_net),
        ("Netto podatkowo", asset.gone_tax_net),
        ("Koszt podatkowy", asset.gone_tax_cost),
        ("Przychód ze zbycia", asset.gone_proceeds),
    )
    return [*facts, *((n, f"{format_pln(a)} zł") for n, a in amounts if a is not None)]


def _table(
    company: Company,
    title: str,
    columns: Sequence[tuple[str, str, ColumnKind]],
    rows: Sequence[dict[str, object]],
    day: str,
    *,
    summed: bool = True,
) -> Report:
    money = [key for key, _, kind in columns if kind == "money"] if summed else []
    made = tuple(Row(cells) for cells in rows)
    return Report(
        code=CODE,
        title=title,
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"stan na {day}",
        columns=tuple(Column(*c) for c in columns),
        rows=made,
        totals={key: sum((Decimal(str(r.cells[key] or 0)) for r in made), ZERO) for key in money},
    )
