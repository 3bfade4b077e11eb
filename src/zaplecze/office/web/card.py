"""The circulation card in words: what each event of a paper says to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaplecze.documents.api import Document
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Company
from zaplecze.platform.report import Column, Report, Row
from zaplecze.workflow.api import circulation_card

VERDICTS = {
    "accepted": "wykonano",
    "rejected": "odrzucono",
    "returned": "zwrócono",
    "withdrawn": "wycofano",
}
APPROVALS = {**VERDICTS, "accepted": "zaakceptowano"}
ENDS = {"done": "obieg zakończony", "rejected": "obieg zakończony odrzuceniem"}
VIA = {"mail": " odnośnikiem z e-maila", "bulk": " zbiorczo"}
CHANNELS = {
    "upload": "wgrany przez przeglądarkę",
    "folder": "z folderu",
    "demo": "papier pokazowy",
    "camera": "aparat telefonu",
    "mail": "z poczty",
    "api": "przez API",
    "ksef": "z KSeF",
    "pages": "wydzielony ze skanu",
}

Data = Mapping[str, Any]


def _received(data: Data) -> str:
    text = f"przyjęto do skrzynki ({CHANNELS.get(data['channel'], data['channel'])})"
    findings = data.get("findings") or []
    return f"{text}; uwagi kontroli: {', '.join(findings)}" if findings else text


def _opened(data: Data) -> str:
    step = f", pierwszy krok: {data['step']}" if data["step"] else ", bez udziału ludzi"
    return f"rozpoczęto obieg wg procedury, wersja {data['version']}{step}"


def _taken(data: Data) -> str:
    words = APPROVALS if data["kind"] == "approve" else VERDICTS
    text = f"{data['step']}: {words[data['verdict']]}{VIA.get(data.get('via', ''), '')}"
    if data.get("on_behalf_of"):
        text += " w zastępstwie"
    if data.get("missing"):
        text += f", brakuje głosów: {data['missing']}"
    if data["reason"]:
        text += f", powód: {data['reason']}"
    return f"{text}; dalej: {data['next_step']}" if data["next_step"] else text


def _posted(data: Data) -> str:
    return f"zaksięgowano: {data['journal']}/{data['number']}/{data['year']}, {data['amount']} zł"


def _vat(data: Data) -> str:
    register = {"sales": "sprzedaży", "purchase": "zakupu"}[data["register"]]
    return f"wpisano do rejestru VAT {register} za {data['month']:02}.{data['year']}"


WORDS: Mapping[str, Callable[[Data], str]] = {
    "documents.document.received": _received,
    "documents.document.described": lambda d: f"opisano jako: {d['label']}, {d['number']}",
    "documents.pages.arranged": lambda d: (
        f"ułożono strony: wersja {d['version']}, stron {d['pages']}"
    ),
    "documents.pages.split": lambda d: (
        f"wydzielono dokumenty nr {', '.join(str(n) for n in d['parts'])}"
    ),
    "documents.pages.joined": lambda d: f"dołączono strony dokumentu nr {d['joined_id']}",
    "workflow.case.opened": _opened,
    "workflow.step.taken": _taken,
    "workflow.case.closed": lambda d: ENDS.get(d["state"], "obieg zakończony wycofaniem"),
    "workflow.task.delegated": lambda d: (
        f"{d['step']}: przekazano innej osobie" + (f", powód: {d['reason']}" if d["reason"] else "")
    ),
    "workflow.consultation.asked": lambda d: f"{d['step']}: pytanie: {d['question']}",
    "workflow.consultation.answered": lambda d: f"{d['step']}: odpowiedź: {d['answer']}",
    "workflow.task.reminded": lambda d: f"{d['step']}: przypomniano o terminie",
    "workflow.task.escalated": lambda d: f"{d['step']}: po terminie, sprawa trafiła też wyżej",
    "workflow.link.sent": lambda d: f"{d['step']}: wysłano odnośnik na {d['address']}",
    "workflow.description.asked": lambda d: f"poproszono o opis: {d['address']}",
    "workflow.description.given": lambda d: f"opis przysłany przez: {d['name']}, {d['address']}",
    "ledger.draft.coded": lambda d: "zadekretowano",
    "ledger.entry.posted": _posted,
    "ledger.entry.reversed": lambda d: f"storno zapisu: {d['reason']}",
    "ledger.accrual.planned": lambda d: (
        f"zaplanowano {d['accrual']}: {d['amount']} zł od {d['first']}, rat {d['instalments']}"
    ),
    "ledger.item.settled": lambda d: f"rozliczono {d['amount']} zł",
    "tax.vat.recorded": _vat,
    "payments.statement.taken": lambda d: (
        f"wczytano wyciąg: {d['lines']} operacji, pewne {d['certain']}, do potwierdzenia {d['doubtful']}"
    ),
    "payments.line.posted": lambda d: f"zaksięgowano operację bankową {d['amount']} zł",
}


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of the card: ``seq`` is the event's number, ``hours`` are working hours since the line before."""

    no: int
    seq: int
    at: datetime
    by: str
    text: str
    hours: float
    verdict: str


def card_rows(document_id: int) -> list[CardRow]:
    """The card of a paper. An event that has no words yet shows its code: nothing is left out."""
    rows = []
    for no, line in enumerate(circulation_card(document_id=document_id), 1):
        words = WORDS.get(line.code)
        text = words(line.data) if words else line.code
        rows.append(
            CardRow(
                no,
                line.seq,
                line.at,
                line.by,
                text,
                line.hours,
                str(line.data.get("verdict", "")),
            )
        )
    return rows


def card_report(company: Company, paper: Document, rows: list[CardRow]) -> Report:
    """The card as a printout."""
    return Report(
        code="circulation-card",
        title=f"Karta obiegu dokumentu {paper.number}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"od {paper.received_at.astimezone(WARSAW):%d.%m.%Y}",
        columns=(
            Column("no", "Lp.", "int"),
            Column("at", "Kiedy", "text"),
            Column("by", "Kto", "text"),
            Column("text", "Co", "text"),
            Column("hours", "Godziny robocze", "text"),
        ),
        rows=tuple(
            Row(
                {
                    "no": r.no,
                    "at": f"{r.at.astimezone(WARSAW):%d.%m.%Y %H:%M}",
                    "by": r.by,
                    "text": r.text,
                    "hours": f"{r.hours:.1f}".replace(".", ","),
                }
            )
            for r in rows
        ),
        totals={},
        landscape=False,
    )
