"""The circulation card in words: what each event of a paper says to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from zaplecze.documents.api import Document
from zaplecze.ledger.api import month_name
from zaplecze.platform.days import WARSAW
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.models import Company, Printout
from zaplecze.platform.money import format_pln
from zaplecze.platform.polish import counted
from zaplecze.platform.printing import LetterSection, LetterSheet, LetterTable, letters_pdf
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import circulation_card, names_of

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

ORIGINS = {
    "ksef": "XML z KSeF",
    "xml": "XML",
    "facturx": "Factur-X",
    "text": "tekst pliku",
    "scan": "odczyt skanu",
    "typed": "dane wpisane",
}
RELATIONS = {
    "annex": "załącznik do",
    "corrects": "poprawia",
    "answers": "odpowiedź na",
    "concerns": "dotyczy",
    "supersedes": "zastępuje",
}

PEOPLE = ("on_behalf_of", "giver", "receiver", "asked")
"""What events call people by whom the card names."""

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
        text += f" w zastępstwie ({data['on_behalf_of']})"
    if data.get("missing"):
        text += f", brakuje głosów: {data['missing']}"
    if data["reason"]:
        text += f", powód: {data['reason']}"
    return f"{text}; dalej: {data['next_step']}" if data["next_step"] else text


def _zloty(data: Data) -> str:
    """The amount of an event as people write it: 33 545,79 zł."""
    return f"{format_pln(Decimal(str(data['amount'])))} zł"


def _posted(data: Data) -> str:
    return f"zaksięgowano: {data['journal']}/{data['number']}/{data['year']}, {_zloty(data)}"


def _vat(data: Data) -> str:
    register = {"sales": "sprzedaży", "purchase": "zakupu"}[data["register"]]
    return f"wpisano do rejestru VAT {register} za {data['month']:02}.{data['year']}"


def _filed(data: Data) -> str:
    text = f"odłożono do teczki {data['symbol']} {data['title']}"
    return f"{text}; sprawa zakończona {data['since']}" if data["since"] else text


def _related(data: Data) -> str:
    word = RELATIONS.get(data["kind"], data["kind"])
    return f"{'usunięto powiązanie: ' if data['undone'] else ''}{word} {data['other_number']}"


def _joined(data: Data) -> str:
    if data["leads"]:
        return f"dołączono postać: dokument nr {data['other_id']} ({data['why']})"
    return f"to postać dokumentu nr {data['other_id']} ({data['why']})"


def _leading(data: Data) -> str:
    text = f"dane prowadzi postać: {ORIGINS.get(data['origin'], data['origin'])}"
    if data["ksef_number"]:
        text += f", numer KSeF {data['ksef_number']}"
    return f"{text}; inaczej niż dotąd: {', '.join(data['changed'])}" if data["changed"] else text


WORDS: Mapping[str, Callable[[Data], str]] = {
    "documents.document.received": _received,
    "documents.document.described": lambda d: f"opisano jako: {d['label']}, {d['number']}",
    "documents.paper-read": lambda d: (
        f"program odczytał papier: pól {len(d['fields'])}, pewnych {len(d['certain'])}"
    ),
    "documents.reading-confirmed": lambda d: (
        f"potwierdzono odczyt: pól {len(d['read'])}, zmieniono {len(d['corrected'])}"
    ),
    "documents.pattern-learned": lambda d: (
        f"poprawki nauczyły, gdzie stoją pola na papierach NIP {d['seller_nip']}"
    ),
    "documents.pages.arranged": lambda d: (
        f"ułożono strony: wersja {d['version']}, stron {d['pages']}"
    ),
    "documents.pages.split": lambda d: (
        f"wydzielono dokumenty nr {', '.join(str(n) for n in d['parts'])}"
    ),
    "documents.pages.joined": lambda d: f"dołączono strony dokumentu nr {d['joined_id']}",
    "documents.twin.joined": _joined,
    "documents.twin.parted": lambda d: (
        f"rozdzielono z dokumentem nr {d['other_id']}, powód: {d['reason']}"
    ),
    "documents.twin.different": lambda d: (
        f"to nie ta sama faktura co dokument nr {d['other_id']}"
        + (f", powód: {d['reason']}" if d["reason"] else "")
    ),
    "documents.twin.leading": _leading,
    "documents.paper.replaced": lambda d: (
        f"zastępuje wycofany albo odrzucony dokument nr {d['other_id']}"
        if d["leads"]
        else f"tę fakturę przyjęto ponownie jako dokument nr {d['other_id']}"
    ),
    "workflow.case.opened": _opened,
    "workflow.step.taken": _taken,
    "workflow.case.closed": lambda d: ENDS.get(d["state"], "obieg zakończony wycofaniem"),
    "workflow.task.delegated": lambda d: (
        f"{d['step']}: {d['giver']} przekazuje sprawę: {d['receiver']}"
        + (f", powód: {d['reason']}" if d["reason"] else "")
    ),
    "workflow.task.taken-back": lambda d: f"{d['step']}: cofnięto przekazanie: {d['receiver']}",
    "workflow.consultation.asked": lambda d: (
        f"{d['step']}: pytanie do: {d['asked']}: {d['question']}"
    ),
    "workflow.center.named": lambda d: (
        f"{d['step']}: podano MPK {d['center']}, pytany jest jego kierownik"
    ),
    "workflow.consultation.answered": lambda d: f"{d['step']}: odpowiedź: {d['answer']}",
    "workflow.task.reminded": lambda d: f"{d['step']}: przypomniano o terminie",
    "workflow.task.escalated": lambda d: f"{d['step']}: po terminie, sprawa trafiła też wyżej",
    "workflow.link.sent": lambda d: f"{d['step']}: wysłano odnośnik na {d['address']}",
    "workflow.description.asked": lambda d: f"poproszono o opis: {d['address']}",
    "workflow.description.given": lambda d: (
        f"opis przysłany przez: {d['name']}, {d['address']}: {d.get('text', '')}".rstrip(": ")
    ),
    "ledger.draft.coded": lambda d: "zadekretowano",
    "ledger.entry.posted": _posted,
    "ledger.entry.into-soft-month": lambda d: (
        f"zapis w miesiącu wstępnie zamkniętym {month_name((d['year'], d['month']))}"
    ),
    "ledger.entry.reversed": lambda d: f"storno zapisu: {d['reason']}",
    "ledger.accrual.planned": lambda d: (
        f"zaplanowano {d['accrual']}: {_zloty(d)} od {d['first']}, rat {d['instalments']}"
    ),
    "ledger.item.settled": lambda d: f"rozliczono {_zloty(d)}",
    "tax.vat.recorded": _vat,
    "payments.statement.taken": lambda d: (
        f"wczytano wyciąg: {counted(d['lines'], 'operację', 'operacje', 'operacji')}, "
        f"pewne {d['certain']}, do potwierdzenia {d['doubtful']}"
        f"pewne {d['certain']}, do potwierdzenia {d['doubtful']}"
    ),
    "payments.line.posted": lambda d: f"zaksięgowano operację bankową {_zloty(d)}",
    "documents.document.tagged": lambda d: (
        f"znaczniki: {', '.join(d['tags'])}" if d["tags"] else "zdjęto znaczniki"
    ),
    "documents.document.filed": _filed,
    "documents.document.related": _related,
    "documents.document.version-added": lambda d: (
        f"dodano wersję {d['number']}: {d['note']}; SHA-256 {d['file_sha256']}"
    ),
    "documents.document.note-written": lambda d: "napisano notatkę",
    "documents.document.personal-marked": lambda d: (
        f"oznaczono: {'zawiera' if d['personal'] else 'nie zawiera'} danych osobowych, powód: {d['reason']}"
    ),
    "documents.document.held": lambda d: f"wstrzymano zniszczenie, powód: {d['reason']}",
    "documents.document.hold-lifted": lambda d: f"zdjęto wstrzymanie, powód: {d['reason']}",
    "documents.document.destroyed": lambda d: (
        f"zniszczono protokołem {d['protocol']}; SHA-256 {', '.join(d['erased'])}; {d['basis']}"
    ),
    "documents.document.in-letter": lambda d: f"w dzienniku korespondencji: {d['letter']}",
}


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of the card, of one event: ``seq`` is its number, ``link`` its hash.

    ``hours`` are working hours since the line before.
    """

    no: int
    seq: int
    at: datetime
    by: str
    text: str
    hours: float
    verdict: str
    link: str


def card_rows(document_id: int) -> list[CardRow]:
    """The card of a paper. An event that has no words yet shows its code: nothing is left out."""
    rows = []
    lines = circulation_card(document_id=document_id)
    named = names_of(
        {int(str(person)) for x in lines for key in PEOPLE if (person := x.data.get(key))}
    )
    for no, line in enumerate(lines, 1):
        words = WORDS.get(line.code)
        data = dict(line.data)
        for key in PEOPLE:
            if person := data.get(key):
                data[key] = named.get(int(str(person)), "–")
        rows.append(
            CardRow(
                no=no,
                seq=line.seq,
                at=line.at,
                by=line.by,
                text=words(data) if words else line.code,
                hours=line.hours,
                verdict=str(line.data.get("verdict", "")),
                link=line.link,
            )
        )
    return rows


def printouts_of(document_id: int) -> list[Printout]:
    """Every print and download of a paper and of its card, oldest first."""
    rows = Printout.objects.select_related("by").filter(
        company_id=current_company_id(), document_id=document_id
    )
    return list(rows.order_by("id"))


def card_pdf(
    company: Company,
    paper: Document,
    rows: Sequence[CardRow],
    prints: Sequence[Printout],
    *,
    printed_by: str,
    printed_at: datetime,
) -> bytes:
    """Karta obiegu as PDF/A: each step is an event of the log, with its place in the chain of hashes.

    What the paper is comes from its row, its counter of prints from the record of prints; the circulation from events
    alone: without an event there is no line.
    """
    return letters_pdf(
        [_sheet(company, paper, rows, prints)], printed_by=printed_by, printed_at=printed_at
    )


def _sheet(
    company: Company, paper: Document, rows: Sequence[CardRow], prints: Sequence[Printout]
) -> LetterSheet:
    total = sum(r.hours for r in rows)
    facts = [
        ("Rodzaj", paper.get_kind_display()),
        ("Kontrahent", paper.partner_name or "–"),
        *(
            [("Brutto", f"{format_pln(gross)} {paper.currency}")]
            if (gross := paper.known_gross) is not None
            else []
        ),
        ("Numer KSeF", paper.ksef_number or "–"),
        ("Plik", paper.file_name),
        ("SHA-256 pliku", _broken(paper.file_sha256)),
        ("Czas roboczy", f"{_hours(total)} h od pierwszego do ostatniego wpisu"),
        ("Wydruki i pobrania", str(len(prints))),
    ]
    steps = LetterTable(
        ("Lp.", "Kiedy", "Kto", "Co", "Godz. rob."),
        tuple((str(r.no), _moment(r.at), r.by, r.text, _hours(r.hours)) for r in rows),
        right=(4,),
        widths=(2, 7, 7, 22, 4),
    )
    links = LetterTable(
        ("Lp.", "Zdarzenie nr", "Skrót łańcucha (SHA-256)"),
        tuple((str(r.no), str(r.seq), _broken(r.link)) for r in rows),
        widths=(2, 6, 34),
    )
    sections = [
        LetterSection(table=LetterTable(("Dokument", ""), tuple(facts), widths=(1, 3))),
        LetterSection("Droga dokumentu", table=steps),
        LetterSection(
            "Skróty zdarzeń",
            paragraphs=(
                "Każdy skrót obejmuje treść zdarzenia i skrót poprzedniego; program sprawdza cały łańcuch "
                "poleceniem zaplecze verify.",
            ),
            table=links,
        ),
    ]
    if prints:
        printed = tuple(
            (str(no), _moment(p.at), str(p.by or "program"), f"{p.what} ({p.form})")
            for no, p in enumerate(prints, 1)
        )
        sections.append(
            LetterSection(
                "Wydruki i pobrania",
                table=LetterTable(("Lp.", "Kiedy", "Kto", "Co"), printed, widths=(2, 7, 8, 25)),
            )
        )
    return LetterSheet(
        title="Karta obiegu dokumentu",
        number=paper.number,
        day=f"przyjęto {paper.received_at.astimezone(WARSAW):%d.%m.%Y}",
        sender=letterhead(company),
        recipient=(),
        sections=tuple(sections),
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(WARSAW):%d.%m.%Y %H:%M}"


def _hours(hours: float) -> str:
    return f"{hours:.1f}".replace(".", ",")


def _broken(digits: str) -> str:
    """A hash in two parts, which a column breaks between."""
    return f"{digits[:32]} {digits[32:]}"
