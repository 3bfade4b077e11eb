"""A month of the books on paper: its state, its checklist, its seals and reopenings (art. 12, 25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zaplecze.ledger.checklist import Blocker
from zaplecze.ledger.models import PeriodReopening, PeriodSeal
from zaplecze.ledger.months import MonthState
from zaplecze.platform.days import WARSAW
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import period_label
from zaplecze.platform.printing import Dossier
from zaplecze.platform.report import Column, Report, Row

CODE = "month-closing"


def month_dossier(
    company: Company,
    month: MonthState,
    blockers: Sequence[Blocker],
    history: Sequence[PeriodSeal | PeriodReopening],
    *,
    day: str,
) -> Dossier:
    """Zamknięcie miesiąca: the checklist as it stands on ``day``, every seal with its root, every reopening."""
    period = period_label(month.month, month.month)
    facts = [
        ("Stan", str(month.state.label)),
        ("Zapisów", str(month.entries)),
        ("Obroty", f"{format_pln(month.amount)} zł"),
    ]
    if month.seal is not None:
        facts += [
            (
                "Pieczęć",
                f"nr {month.seal.no}, {_moment(month.seal.at)}, {month.seal.by or 'program'}",
            ),
            (
                "Zapisów pod pieczęcią",
                f"{month.seal.entries}, ostatni w łańcuchu {month.seal.last_seq}",
            ),
            ("Korzeń (SHA-256)", f"{month.seal.root_hex[:32]} {month.seal.root_hex[32:]}"),
        ]
    checklist = Report(
        code=CODE,
        title="Lista przed zamknięciem",
        columns=(
            Column("weight", "Waga", "text"),
            Column("what", "Do zrobienia", "text", width=60),
        ),
        rows=tuple(
            Row({"weight": "uwaga" if b.warns else "blokuje", "what": b.what}) for b in blockers
        ),
        totals={},
        notes=() if blockers else (_nothing(month),),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
    )
    told = Report(
        code=CODE,
        title="Zamknięcia i otwarcia",
        columns=(
            Column("at", "Kiedy", "text"),
            Column("what", "Co", "text", width=60),
            Column("by", "Kto", "text"),
        ),
        rows=tuple(_told(h) for h in history),
        totals={},
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
    )
    return Dossier(
        code=CODE,
        title="Zamknięcie miesiąca",
        number=month.name,
        day=day,
        company_name=company.name,
        company_nip=company.nip,
        sender=letterhead(company),
        facts=tuple(facts),
        parts=(checklist, told) if history else (checklist,),
        paragraphs=(
            "Korzeń obejmuje skróty wszystkich zapisów miesiąca w łańcuchu: sprawdza go polecenie zaplecze verify, a "
            "poza programem verify_books.py z wydanych ksiąg.",
        )
        if month.seal is not None
        else (),
        signatures=("Sporządził", "Zatwierdził"),
        period=period,
    )


def _nothing(month: MonthState) -> str:
    closed = month.state == "closed"
    return "Miesiąc jest zamknięty." if closed else "Nic nie stoi na przeszkodzie."


def _told(one: PeriodSeal | PeriodReopening) -> Row:
    if isinstance(one, PeriodSeal):
        root = f"{one.root_hex[:32]} {one.root_hex[32:]}"
        what = f"zamknięcie, pieczęć nr {one.no}, zapisów {one.entries}, korzeń {root}"
        return Row({"at": _moment(one.at), "what": what, "by": str(one.by or "program")})
    agreed = one.agreed_at is not None and f"zgoda {one.agreed_by} {_moment(one.agreed_at)}"
    return Row(
        {
            "at": _moment(one.asked_at),
            "what": f"otwarcie: {one.reason}; {agreed or 'czeka na zgodę'}",
            "by": str(one.asked_by),
        }
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(WARSAW):%d.%m.%Y %H:%M}"
