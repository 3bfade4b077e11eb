"""Rejestr VAT sprzedaży and zakupu, and the accounts of JPK_KR_PD, as reports."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_noop as noop

from zaplecze.formats.jpk_v7m_3 import REGISTER_LABELS, TAX_FIELDS
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import Month, month_code, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.tax.cit import RELIEF_ROWS, RPD_FIELDS, CitWorksheet, ReliefSums
from zaplecze.tax.kr_pd import BuiltBooks
from zaplecze.tax.models import Register, VatRow
from zaplecze.tax.queries import field_totals, received_days, vat_rows
from zaplecze.tax.rules import MARKS_SINCE

ZERO = Decimal("0.00")
TITLES = {"sales": noop("Rejestr VAT sprzedaży"), "purchase": noop("Rejestr VAT zakupu")}


def vat_register_report(
    company: Company, first: Month, last: Month, *, register: str, link: Link = no_link
) -> Report:
    """A VAT register: a row a document, net, VAT, gross and each K field in use; totals of all.

    A sale tells the day of the supply, a purchase the day on which its document came.
    """
    buys = register == Register.PURCHASE
    rows = vat_rows(register=register, first=first, last=last)
    fields = sorted(field_totals(rows), key=lambda k: int(k[2:]))
    marked = [Column("proof", "KSeF", "code")] if last >= MARKS_SINCE else []
    came = received_days(rows) if buys else {}
    out = []
    for no, r in enumerate(rows, 1):
        out.append(
            Row(
                {
                    "no": no,
                    "number": r.number,
                    "partner": r.partner_name,
                    "tax_id": tax_number(r.partner_country, r.partner_tax_id),
                    "issue_date": r.issue_date,
                    **({"received": came.get(r.pk)} if buys else {"sale_date": r.sale_date}),
                    **({"proof": proof_shown(r)} if marked else {}),
                    "net": r.net,
                    "vat": r.vat,
                    "gross": r.net + r.vat,
                    **{f: Decimal(r.amounts[f]) if f in r.amounts else None for f in fields},
                },
                links={
                    **cell_link(link, "no", "entry", entry_id=r.entry_id),
                    **cell_link(link, "number", "document", document_id=r.document_id),
                },
            )
        )
    net = sum((r.net for r in rows), ZERO)
    vat = sum((r.vat for r in rows), ZERO)
    totals = {"net": net, "vat": vat, "gross": net + vat, **field_totals(rows)}
    table = f"rejestr/{register}/{month_code(first)}/{month_code(last)}"
    return Report(
        code=f"vat-register-{register}",
        title=TITLES[register],
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("no", "Lp.", "int"),
            Column("number", "Dokument", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("tax_id", "NIP", "code"),
            Column("issue_date", "Wystawiono", "date"),
            Column("received", "Wpłynęło", "date")
            if buys
            else Column("sale_date", "Sprzedaż", "date"),
            *marked,
            Column("net", "Netto", "money"),
            Column("vat", "VAT", "money"),
            Column("gross", "Brutto", "money"),
            *map(field_column, fields),
        ),
        rows=tuple(out),
        totals=totals,
        total_links=sum_links(link, table, totals),
    )


def field_column(field: str) -> Column:
    """The column of a K field under the name of what it holds."""
    what = "VAT" if field in TAX_FIELDS else "netto"
    return Column(field, f"{field} {what}", "money", group=REGISTER_LABELS.get(field, ""))


def tax_number(country: str, tax_id: str) -> str:
    """A tax number as people write it: a foreign one begins with its country."""
    return (
        tax_id
        if country in ("", "PL") or tax_id.startswith(country)
        else f"{country} {tax_id}".strip()
    )


def proof_shown(row: VatRow) -> str:
    """The KSeF number or the mark (OFF, BFK, DI) of a row; months before the form that has them show no mark."""
    return row.ksef_number or (row.proof if (row.year, row.month) >= MARKS_SINCE else "")


def books_accounts_report(company: Company, built: BuiltBooks, link: Link = no_link) -> Report:
    """The accounts of a JPK_KR_PD file as a table, each with its tags, opening down to its card."""
    keys = (
        "opening_debit",
        "opening_credit",
        "debit",
        "credit",
        "closing_debit",
        "closing_credit",
    )
    header = built.books.header
    year = company.business_years.of_day(header.year_last).label
    totals = {key: sum((getattr(a, key) for a in built.books.accounts), ZERO) for key in keys}
    return Report(
        code="jpk-kr-pd",
        title="JPK_KR_PD: zestawienie obrotów i sald",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"{header.first:%d.%m.%Y} – {header.last:%d.%m.%Y}",
        columns=(
            Column("number", "Konto", "code"),
            Column("name", "Nazwa", "text"),
            Column("tags", "Znaczniki", "code"),
            Column("opening_debit", "Wn", "money", "Bilans otwarcia"),
            Column("opening_credit", "Ma", "money", "Bilans otwarcia"),
            Column("debit", "Wn", "money", "Obroty"),
            Column("credit", "Ma", "money", "Obroty"),
            Column("closing_debit", "Wn", "money", "Saldo"),
            Column("closing_credit", "Ma", "money", "Saldo"),
        ),
        rows=tuple(
            Row(
                {
                    "number": a.number,
                    "name": a.name,
                    "tags": " ".join(t for t in (a.tag_1, a.tag_2, a.tag_pd) if t),
                    **{key: getattr(a, key) for key in keys},
                },
                links={
                    **cell_link(
                        link, "number", "account_card", account=a.number.partition("-K")[0]
                    ),
                    **trace_links(
                        link,
                        {
                            key: f"krpd/{year}/{whose(a.number)}/{key}"
                            for key in keys
                            if getattr(a, key)
                        },
                    ),
                },
            )
            for a in built.books.accounts
        ),
        totals=totals,
        total_links=sum_links(link, f"krpd/{year}", totals),
        notes=(
            "Rozliczenie podatku dochodowego (RPD):",
            *(
                f"{field} {name}: {format_pln(amount)} zł"
                for (field, name), amount in zip(
                    RPD_FIELDS.items(), built.books.reconciliation.values(), strict=True
                )
            ),
        ),
    )


def whose(number: str) -> str:
    """An account of final entry as the lineage names it: ``201-K17`` is ``201/17``, ``131`` is ``131/*``."""
    account, _, partner = number.partition("-K")
    return f"{account}/{partner or '*'}"


def cit_report(company: Company, sheet: CitWorksheet, link: Link = no_link) -> Report:
    """The CIT worksheet: each difference with the accounts that make it, then base, rate and tax."""

    def opens(field: str, sign: int = 1, column: str = "amount") -> dict[str, str]:
        minus = "" if sign > 0 else "minus/"
        return trace_links(link, {column: f"{minus}cit/{sheet.year}/{field}"})

    first = {"name": "Zysk (strata) brutto", "amount": sheet.gross_result}
    rows = [Row(first, links=opens("gross"), kind="line")]
    for d in sheet.differences:
        kind = "trwała" if d.permanent else "przejściowa"
        rows.append(
            Row(
                {
                    "field": d.field,
                    "name": d.name,
                    "kind": kind,
                    "amount": d.sign * d.amount + ZERO,  # zero has no sign
                },
                links=opens(d.field, d.sign) if d.amount else {},
            )
        )
        rows += [
            Row(
                {"name": f"– {account} {name}", "part": amount},
                links={
                    **cell_link(link, "name", "account_card", account=account),
                    **opens(f"{d.field}.{account}", column="part"),
                },
            )
            for account, name, amount in d.accounts
        ]
        if d.accounts and d.entered:
            links = opens(f"{d.field}.wpisano", column="part")
            rows.append(Row({"name": "– wpisano w kalkulacji", "part": d.entered}, links=links))
    lowering = {"losses", "gifts", "advances", "claims", "debts_back", "relief_left"}
    ends = (
        ("income", "Dochód (strata) podatkowy", sheet.income),
        ("losses", "Odliczone straty z lat ubiegłych", ZERO - sheet.losses),
        ("gifts", "Odliczone darowizny", ZERO - sheet.gifts),
        *_relief_rows(sheet),
        ("base", "Podstawa opodatkowania (pełne złote)", sheet.base),
        ("tax", f"Podatek {sheet.rate} %", sheet.tax),
        ("advances", "Podatek zaksięgowany w roku", ZERO - sheet.advances),
        ("left", "Do zapłaty (nadpłata)", sheet.left),
    )
    rows += [
        Row(
            {"name": name, "amount": amount},
            links=opens(field, -1 if field in lowering else 1) if amount else {},
            kind="line",
        )
        for field, name, amount in ends
    ]
    return Report(
        code="cit",
        title="Kalkulacja podatku CIT",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"za rok {company.business_years.of_label(sheet.year).name}",
        columns=(
            Column("field", "Pole RPD", "code"),
            Column("name", "Treść", "text"),
            Column("kind", "Różnica", "text"),
            Column("part", "w tym", "money"),
            Column("amount", "Kwota", "money"),
        ),
        rows=tuple(rows),
        totals={},
        notes=(
            f"Stawka: {sheet.source}.",
            *(
                [
                    f"Zmniejszenie za złe długi, którego ten rok nie zmieścił: {format_pln(sheet.relief_over)} zł; "
                    "można je odliczyć w trzech następnych latach (art. 18f ustawy o CIT)."
                ]
                if sheet.relief_over
                else []
            ),
            *(
                [f"Strata po uldze na złe długi: {format_pln(sheet.loss)} zł (art. 18f)."]
                if sheet.loss and sheet.relief != ReliefSums()
                else []
            ),
        ),
        landscape=False,
    )


def _relief_rows(sheet: CitWorksheet) -> list[tuple[str, str, Decimal]]:
    """Relief for bad debts (art. 18f) where the year has any, and the loss that it makes."""
    rows = [
        (key, f"{name} (art. 18f)", sign * getattr(sheet.relief, key))
        for key, name, sign in RELIEF_ROWS
        if getattr(sheet.relief, key)
    ]
    if sheet.relief_left:
        rows.append(
            ("relief_left", "Zmniejszenie za złe długi z lat ubiegłych", -sheet.relief_left)
        )
    return rows
