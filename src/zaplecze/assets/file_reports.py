"""JPK_ST_KR as tables, before it is filed: every field that the file has, and the way from its sums to the books."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.assets.filing import BuiltRegister
from zaplecze.assets.models import Acquired, Asset, Gone
from zaplecze.assets.plans import accounts_at, planned_assets
from zaplecze.formats import jpk_st_kr_1
from zaplecze.ledger.api import BEGINNING, LinesOf, trial_balance
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import month_code
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import business_years

ZERO = Decimal("0.00")
# Amounts of the file: attribute, field and name, group.
AMOUNTS: tuple[tuple[str, str, str], ...] = (
    ("tax_value", "E_12 wartość", "Podatkowo"),
    ("tax_change", "E_15 zmiana", "Podatkowo"),
    ("refused", "E_18 nieuznane", "Podatkowo"),
    ("tax_year", "E_19 w roku", "Podatkowo"),
    ("tax_total", "E_20 razem", "Podatkowo"),
    ("value", "E_21 wartość", "Bilansowo"),
    ("change", "E_24 zmiana", "Bilansowo"),
    ("year", "E_26 w roku", "Bilansowo"),
    ("total", "E_27 razem", "Bilansowo"),
)
# What words of the file mean.
METHODS = {"L": "liniowa", "D": "degresywna", "J": "jednorazowa", "X": "bez odpisów"}
FREQUENCIES = {"M": "miesięcznie", "S": "sezonowo", "J": "jednorazowo", "X": "bez odpisów"}


def file_report(company: Company, built: BuiltRegister, link: Link = no_link) -> Report:
    """The amounts of the file under the numbers of its fields, each asset opening its card."""
    ids = _ids(company)
    assets = built.register.assets
    year = _year(built)
    end = month_code(year.ends)
    totals = {key: sum((getattr(a, key) for a in assets), ZERO) for key, _, _ in AMOUNTS}
    return _report(
        company,
        built,
        code="jpk-st-kr",
        title="JPK_ST_KR: ewidencja środków trwałych",
        columns=(
            Column("number", "E_1 numer", "code"),
            Column("name", "E_7 nazwa", "text"),
            *(Column(key, label, "money", group) for key, label, group in AMOUNTS),
        ),
        rows=[
            Row(
                {
                    "number": a.number,
                    "name": a.name,
                    **{key: getattr(a, key) for key, _, _ in AMOUNTS},
                },
                links={
                    **_card(link, ids, a),
                    **trace_links(
                        link,
                        {
                            key: f"srodek/{ids.get(a.number)}/{end}/E_{key}"
                            for key, _, _ in AMOUNTS
                            if getattr(a, key)
                        },
                    ),
                },
            )
            for a in assets
        ],
        totals=totals,
        total_links=sum_links(link, f"st-kr/{year.label}", totals),
    )


def facts_report(company: Company, built: BuiltRegister, link: Link = no_link) -> Report:
    """All fields that are no sums: days, vouchers, kinds, methods, rates, striking off."""
    ids = _ids(company)
    fields = (
        Column("number", "E_1 numer", "code"),
        Column("name", "E_7 nazwa", "text"),
        Column("tangible", "E_2 nabyty", "date", "Nabycie"),
        Column("intangible", "E_3 WNiP nabyta", "date", "Nabycie"),
        Column("in_use_on", "E_4 w używaniu", "date", "Nabycie"),
        Column("voucher", "E_5 dokument", "code", "Nabycie"),
        Column("acquired", "E_6 nabycie", "text", "Nabycie"),
        Column("kst", "E_8 KŚT", "code"),
        Column("method", "E_9 metoda", "text", "Podatkowo"),
        Column("rate", "E_10A stawka", "code", "Podatkowo"),
        Column("rate_amount", "E_10B kwotowo", "code", "Podatkowo"),
        Column("applied", "E_11 po korekcie", "code", "Podatkowo"),
        Column("frequency", "E_17 odpis", "text", "Podatkowo"),
        Column("balance_rate", "E_25A stawka", "code", "Bilansowo"),
        Column("balance_amount", "E_25B kwotowo", "code", "Bilansowo"),
        Column("struck", "E_28 dzień", "date", "Wykreślenie"),
        Column("reason", "E_29 przyczyna", "text", "Wykreślenie"),
        Column("gone", "E_30 dokument", "code", "Wykreślenie"),
        Column("reclassified", "E_32", "text"),
    )
    rows = [Row(_facts(a), links=_card(link, ids, a)) for a in built.register.assets]
    return _report(
        company,
        built,
        code="jpk-st-kr-facts",
        title="JPK_ST_KR: dane i stawki",
        columns=fields,
        rows=rows,
        notes=(
            "E_13, E_14, E_16, E_22, E_23, E_31 (aktualizacje wartości, przekształcenia) program zostawia puste.",
        ),
    )


def _facts(a: jpk_st_kr_1.Asset) -> dict[str, object]:
    struck = a.struck
    return {
        "number": a.number,
        "name": a.name,
        "tangible": None if a.intangible else a.acquired_on,
        "intangible": a.acquired_on if a.intangible else None,
        "in_use_on": a.in_use_on,
        "voucher": a.voucher,
        "acquired": f"{a.acquired} {Acquired(a.acquired).label}",
        "kst": a.kst,
        "method": f"{a.method} {METHODS[a.method]}",
        "rate": _rate(a.rate),
        "rate_amount": format_pln(a.rate_amount),
        "applied": None if a.applied_rate is None else _rate(a.applied_rate),
        "frequency": f"{a.frequency} {FREQUENCIES[a.frequency]}",
        "balance_rate": _rate(a.balance_rate),
        "balance_amount": format_pln(a.balance_rate_amount),
        "struck": struck.on if struck else None,
        "reason": f"{struck.reason} {Gone(struck.reason).label}" if struck else None,
        "gone": struck.voucher if struck else None,
        "reclassified": "1 tak" if a.reclassified else "2 nie",
    }


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of the bridge: its words, what it adds to value and depreciation, and where each leads."""

    text: str
    value: Decimal | None
    taken: Decimal | None
    value_key: str = ""
    taken_key: str = ""
    asset_id: int | None = None
    sums: bool = False


def bridge_report(company: Company, built: BuiltRegister, link: Link = no_link) -> Report:
    """From the sums of the file to the accounts at the end of its year: improvements, what was struck off."""
    steps = list(_steps(company, built))
    rows = [
        Row(
            {"text": s.text, "value": s.value, "taken": s.taken},
            links={
                **(cell_link(link, "text", "asset", asset_id=s.asset_id) if s.asset_id else {}),
                **trace_links(
                    link,
                    {
                        **({"value": s.value_key} if s.value and s.value_key else {}),
                        **({"taken": s.taken_key} if s.taken and s.taken_key else {}),
                    },
                ),
            },
            kind="line" if s.sums else "row",
        )
        for s in steps
    ]
    return _report(
        company,
        built,
        code="jpk-st-kr-bridge",
        title="JPK_ST_KR: uzgodnienie z księgami",
        columns=(
            Column("text", "Treść", "text"),
            Column("value", "Wartość początkowa", "money"),
            Column("taken", "Umorzenie", "money"),
        ),
        rows=rows,
    )


def _sum(text: str, value: Decimal, taken: Decimal, key: str) -> _Step:
    return _Step(text, value, taken, f"{key}/value", f"{key}/taken", sums=True)


def _steps(company: Company, built: BuiltRegister) -> Iterable[_Step]:
    of_year = _year(built)
    year, last = of_year.label, of_year.last
    end = month_code(last)
    assets = built.register.assets
    kept = {a.number: a for a in Asset.objects.filter(company=company)}
    value = sum((a.value for a in assets), ZERO)
    change = sum((a.change for a in assets), ZERO)
    total = sum((a.total for a in assets), ZERO)
    yield _Step(
        "Plik: E_21, E_27", value, total, f"suma/st-kr/{year}/value", f"suma/st-kr/{year}/total"
    )
    if change:
        yield _Step("Zmiany wartości: E_24", change, None, f"suma/st-kr/{year}/change")
    for a in assets:
        if a.struck is None:
            continue
        own = f"minus/srodek/{kept[a.number].pk}/{end}"
        words = f"Wykreślony {a.struck.on:%d.%m.%Y}: {a.number} {a.name}"
        yield _Step(
            words,
            -(a.value + a.change) + ZERO,
            -a.total + ZERO,
            f"{own}/value",
            f"{own}/E_total",
            kept[a.number].pk,
        )
        value, change, total = value - a.value, change - a.change, total - a.total
    yield _sum("Ewidencja na koniec roku", value + change, total, f"most/{year}/ewidencja")
    places = [accounts_at(p, of_year.ends) for p in planned_assets()]
    holding, taking = ({place[n] for place in places} for n in (0, 1))
    books_value = books_taken = ZERO
    for row in trial_balance(first=of_year.first, last=last):
        balance = row.closing_debit - row.closing_credit
        key = f"linie/{LinesOf(row.account, BEGINNING, last).key}"
        if row.account in holding and balance:
            books_value += balance
            yield _Step(f"Konto {row.account} {row.name}", balance, None, key)
        elif row.account in taking and balance:
            books_taken -= balance
            yield _Step(f"Konto {row.account} {row.name}", None, -balance, "", f"minus/{key}")
    yield _sum("Księgi na koniec roku", books_value, books_taken, f"most/{year}/ksiegi")
    yield _sum("Różnica", books_value - value - change, books_taken - total, f"most/{year}/roznica")


def _year(built: BuiltRegister) -> BusinessYear:
    return business_years().of_day(built.register.header.year_last)


def _ids(company: Company) -> dict[str, int]:
    return dict(Asset.objects.filter(company=company).values_list("number", "id"))


def _card(link: Link, ids: dict[str, int], a: jpk_st_kr_1.Asset) -> dict[str, str]:
    return cell_link(link, "number", "asset", asset_id=ids.get(a.number))


def _rate(rate: Decimal) -> str:
    return f"{rate:.2f}\u00a0%".replace(".", ",")


def _report(
    company: Company,
    built: BuiltRegister,
    *,
    code: str,
    title: str,
    columns: tuple[Column, ...],
    rows: list[Row],
    totals: dict[str, Decimal] | None = None,
    total_links: dict[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Report:
    header = built.register.header
    return Report(
        code=code,
        title=title,
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"{header.year_first:%d.%m.%Y} – {header.year_last:%d.%m.%Y}",
        columns=columns,
        rows=tuple(rows),
        totals=totals or {},
        total_links=total_links or {},
        notes=notes,
    )


TABLES = {"kwoty": file_report, "dane": facts_report, "most": bridge_report}
