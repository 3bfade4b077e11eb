"""A posted entry with whom its lines are about, and as a voucher on paper (Accounting Act art. 21 and 23)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.ledger.models import Entry, Line
from zaplecze.ledger.month_rules import month_name
from zaplecze.ledger.overseers import responsible_for
from zaplecze.ledger.queries import entry_lines
from zaplecze.partners.api import partner_names
from zaplecze.platform.days import WARSAW
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import period_label
from zaplecze.platform.printing import Dossier
from zaplecze.platform.report import Column, Report, Row

ORDER = "PK"
CODE = "voucher"
SIGNATURES = ("Sporządził", "Sprawdził i zakwalifikował do ujęcia w księgach", "Zatwierdził")


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of an entry and its partner or employee by name; empty where it names none."""

    line: Line
    partner: str


def told_lines(entry: Entry) -> list[ToldLine]:
    """The entry's lines in order; a settlement account without a partner of its own has the entry's."""
    lines = entry_lines(entry.pk)
    ids = {line.no: _partner_id(entry, line) for line in lines}
    names = partner_names(ids.values())
    return [ToldLine(line, names.get(ids[line.no] or 0, "")) for line in lines]


def _partner_id(entry: Entry, line: Line) -> int | None:
    if line.partner_id is not None:
        return line.partner_id
    return entry.partner_id if line.account.settles else None


def told_partner(entry: Entry, lines: list[ToldLine]) -> str:
    """Whom an entry is about: its own partner, else that of its lines, or how many they name."""
    if entry.partner_id is not None:
        return partner_names([entry.partner_id]).get(entry.partner_id, "")
    names = list(dict.fromkeys(one.partner for one in lines if one.partner))
    return names[0] if len(names) == 1 else f"w wierszach: {len(names)}" if names else ""


def label_of(entry: Entry) -> str:
    """An entry as people write it: ``PK/12/2026``."""
    return f"{entry.journal.code}/{entry.number}/{entry.year}"


def entry_dossier(company: Company, entry: Entry, reversed_by: Entry | None) -> Dossier:
    """The entry as a voucher: a PK as polecenie księgowania, any other as the printout of its entry."""
    lines = told_lines(entry)
    title = "Polecenie księgowania" if entry.voucher_kind == ORDER else "Zapis księgowy"
    month = period_label((entry.year, entry.month), (entry.year, entry.month))
    posted = entry.posted_at.astimezone(WARSAW)
    responsible = responsible_for(entry)
    facts = [
        ("Dowód", f"{entry.voucher_kind} {entry.voucher_number}"),
        ("Zapis w dzienniku", f"{label_of(entry)}, numer w dzienniku głównym {entry.diary_number}"),
        ("Opis operacji", entry.text),
        ("Kontrahent", told_partner(entry, lines) or "–"),
        ("Data operacji", f"{entry.operation_date:%d.%m.%Y}"),
        ("Data dokumentu", f"{entry.document_date:%d.%m.%Y}"),
        ("Data księgowania", f"{entry.posting_date:%d.%m.%Y} {posted:%H:%M}"),
        ("Miesiąc ksiąg", month_name((entry.year, entry.month))),
        ("Wartość", f"{format_pln(entry.amount)} zł"),
        ("Odpowiada za zapis", responsible),
    ]
    if entry.ksef_number:
        facts.append(("Numer KSeF", entry.ksef_number))
    if entry.reverses_id is not None:
        facts.append(
            (
                "Storno zapisu",
                label_of(Entry.objects.select_related("journal").get(pk=entry.reverses_id)),
            )
        )
    if reversed_by is not None:
        facts.append(("Wystornowany zapisem", label_of(reversed_by)))
    return Dossier(
        code=CODE,
        title=title,
        number=label_of(entry),
        day=f"{entry.operation_date:%d.%m.%Y}",
        company_name=company.name,
        company_nip=company.nip,
        sender=letterhead(company),
        facts=tuple(facts),
        parts=(_decree(company, lines, month),),
        paragraphs=(f"Zaksięgowano w programie: {responsible}, {posted:%d.%m.%Y %H:%M}.",),
        signatures=SIGNATURES,
        period=month,
    )


def _decree(company: Company, lines: list[ToldLine], month: str) -> Report:
    """Dekret: the lines with what they name, Wn and Ma."""
    foreign = any(one.line.currency_amount is not None for one in lines)
    rows = tuple(
        Row(
            {
                "no": one.line.no,
                "account": one.line.account.number,
                "name": one.line.account.name,
                "text": _about(one),
                **({"own": _own(one.line)} if foreign else {}),
                "debit": one.line.debit or None,
                "credit": one.line.credit or None,
            }
        )
        for one in lines
    )
    zero = Decimal("0.00")
    return Report(
        code=CODE,
        title="Dekret",
        company_name=company.name,
        company_nip=company.nip,
        period_label=month,
        columns=(
            Column("no", "Lp.", "int"),
            Column("account", "Konto", "code"),
            Column("name", "Nazwa konta", "text"),
            Column("text", "Czego dotyczy", "text"),
            *((Column("own", "W walucie", "text"),) if foreign else ()),
            Column("debit", "Wn", "money"),
            Column("credit", "Ma", "money"),
        ),
        rows=rows,
        totals={
            "debit": sum((one.line.debit for one in lines), zero),
            "credit": sum((one.line.credit for one in lines), zero),
        },
    )


def _about(one: ToldLine) -> str:
    line = one.line
    places = (
        f"MPK {line.cost_center.code}" if line.cost_center else "",
        f"projekt {line.project.code}" if line.project else "",
    )
    return ", ".join(part for part in (one.partner, line.text, *places) if part)


def _own(line: Line) -> str:
    return (
        ""
        if line.currency_amount is None
        else f"{format_pln(line.currency_amount)} {line.currency}"
    )
