"""Writing the correspondence book: every line has the next number of its year and direction, and stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zaplecze.documents.commands import receive_papers
from zaplecze.documents.correspondence.events import (
    LetterDelivered,
    LetterFileKept,
    LetterRegistered,
    LetterStruck,
    PaperOfLetter,
)
from zaplecze.documents.correspondence.models import Direction, Letter, LetterFile, LetterPaper, Way
from zaplecze.documents.correspondence.rules import tracking_fault
from zaplecze.documents.models import Channel, Document
from zaplecze.documents.unpacking import NewPaper
from zaplecze.formats.containers import file_type
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.series import take_numbers

MAX_FILE = 20_000_000
LONGEST_BACK = 366
"""Days that a line may be late: the book is kept as letters come."""


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter as it is written into the book; ``day`` is when it came or went."""

    direction: str
    day: date
    party: str
    subject: str
    way: str
    address: str = ""
    partner_id: int | None = None
    written_on: date | None = None
    sign: str = ""
    tracking: str = ""
    delivered_on: date | None = None
    answers: str = ""
    document_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewLetterFile:
    """A file to keep with a letter; ``evidence`` is a proof of sending or receipt (e-Doręczenia, post)."""

    name: str
    data: bytes
    evidence: bool = False


def register_letter(
    new: NewLetter, *, files: Sequence[NewLetterFile] = (), by: int, at: datetime
) -> Letter:
    """Write a letter into the book under the next number of its direction and year."""
    lock_company()
    _check(new, at.astimezone(WARSAW).date())
    company_id = current_company_id()
    answered = letter_by_label(new.answers) if new.answers.strip() else None
    if new.answers.strip() and answered is None:
        raise Refusal(
            f"Nie ma w dzienniku pisma {new.answers.strip()}: wpisz numer jak w dzienniku, np. P/12/2026.",
            code="documents.letter-answers",
        )
    (number,) = take_numbers(f"letter-{new.direction}-{new.day.year}")
    letter = Letter.objects.create(
        company_id=company_id,
        direction=new.direction,
        year=new.day.year,
        number=number,
        day=new.day,
        written_on=new.written_on,
        sign=_line(new.sign, 100),
        party=_line(new.party, 300),
        address=_line(new.address, 300),
        partner_id=new.partner_id,
        subject=_line(new.subject, 300),
        way=new.way,
        tracking=_line(new.tracking, 60),
        delivered_on=new.delivered_on,
        answers=answered,
        by_id=by,
        at=at,
    )
    events: list[Event] = [
        LetterRegistered(letter=letter.label, direction=new.direction, way=new.way)
    ]
    events += _attach(letter, new.document_ids)
    events += [_keep(letter, file, by, at) for file in files]
    record_events(events, Stamp(by, at))
    return letter


def attach_papers(*, letter_id: int, document_ids: Collection[int], by: int, at: datetime) -> None:
    """Say which papers of the archive a letter carried."""
    lock_company()
    letter = _standing(letter_id)
    record_events(_attach(letter, document_ids), Stamp(by, at))


def keep_letter_file(*, letter_id: int, file: NewLetterFile, by: int, at: datetime) -> None:
    """Keep a scan or a proof with a letter; it is stored as received, never opened as a page."""
    lock_company()
    letter = _standing(letter_id)
    record_events([_keep(letter, file, by, at)], Stamp(by, at))


def take_in(*, letter_id: int, file_id: int, by: int, at: datetime) -> int:
    """Receive a file that lies with a letter as a paper of the archive: read, searched, kept by its kind.

    Returns the paper's id; one that is here already is attached as it is. Raises `Refusal` for what is no paper.
    """
    lock_company()
    letter = _standing(letter_id)
    file = LetterFile.objects.filter(
        company_id=letter.company_id, letter=letter, id=file_id
    ).first()
    if file is None:
        raise Refusal("Nie ma takiego pliku: odśwież stronę.", code="documents.no-file")
    stamp = Stamp(by, at)
    nip = Company.objects.values_list("nip", flat=True).get(id=letter.company_id)
    paper = NewPaper(file.file_name, read_file(file.file_sha256), kind="letter")
    (received,) = receive_papers([paper], channel=Channel.UPLOAD, company_nip=nip, stamp=stamp)
    if received.document_id is None:
        raise Refusal(f"{file.file_name}: {received.message}", code=received.code)
    record_events(_attach(letter, [received.document_id]), stamp)
    return received.document_id


def note_delivery(*, letter_id: int, day: date, by: int, at: datetime) -> None:
    """Write down the day of delivery as the proof of receipt says."""
    lock_company()
    letter = _standing(letter_id)
    if day > at.astimezone(WARSAW).date() or (
        letter.direction == Direction.OUTGOING and day < letter.day
    ):
        raise Refusal(
            f"Pismo {letter.label} jest z {letter.day:%d.%m.%Y}: dzień doręczenia leży między tym dniem a dziś.",
            code="documents.letter-delivered",
        )
    letter.delivered_on = day
    letter.save(update_fields=["delivered_on"])
    record_events([LetterDelivered(letter=letter.label, day=day.isoformat())], Stamp(by, at))


def strike_letter(*, letter_id: int, reason: str, by: int, at: datetime) -> None:
    """Strike a mistaken line out, with the reason; the number stays taken and the line readable."""
    lock_company()
    letter = _standing(letter_id)
    reason = _line(reason, 300)
    if not reason:
        raise Refusal("Podaj powód skreślenia.", code="documents.letter-reason")
    letter.struck_at, letter.struck_by_id, letter.struck_reason = at, by, reason
    letter.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    record_events([LetterStruck(letter=letter.label, reason=reason)], Stamp(by, at))


def letter_by_label(label: str) -> Letter | None:
    """A line of the book by its number as people write it: P/12/2026."""
    parts = label.strip().upper().split("/")
    directions = {"P": Direction.INCOMING, "W": Direction.OUTGOING}
    if len(parts) != 3 or parts[0] not in directions:
        return None
    if not all(p.isdecimal() and len(p) < 9 for p in parts[1:]) or int(parts[2]) > 9_999:
        return None
    return Letter.objects.filter(
        company_id=current_company_id(),
        direction=directions[parts[0]],
        number=int(parts[1]),
        year=int(parts[2]),
    ).first()


def _check(new: NewLetter, today: date) -> None:
    def refuse(message: str, code: str) -> Refusal:
        return Refusal(message, code=f"documents.letter-{code}")

    if new.direction not in Direction.values:
        raise refuse("Wybierz: przychodzące albo wychodzące.", "direction")
    if new.way not in Way.values:
        raise refuse("Wybierz sposób doręczenia.", "way")
    if not new.party.strip():
        raise refuse("Wpisz nadawcę albo adresata.", "party")
    if not new.subject.strip():
        raise refuse("Wpisz, czego pismo dotyczy.", "subject")
    if new.day > today or (today - new.day).days > LONGEST_BACK:
        raise refuse(
            f"Dzień {new.day:%d.%m.%Y}: dziennik przyjmuje dni od roku wstecz do dziś.", "day"
        )
    if new.written_on and new.written_on > new.day:
        raise refuse("Data pisma jest późniejsza niż dzień wpływu albo wysłania.", "written")
    if new.delivered_on and not (
        new.delivered_on <= today
        and (new.direction == Direction.INCOMING or new.day <= new.delivered_on)
    ):
        raise refuse("Dzień doręczenia nie pasuje do dnia wysłania.", "delivered")
    tracking = new.tracking.strip() if new.way in (Way.REGISTERED, Way.RECEIPT) else ""
    if tracking and (fault := tracking_fault(tracking)):
        raise refuse(f"R-numer „{tracking}”: {fault}.", "tracking")


def _attach(letter: Letter, document_ids: Collection[int]) -> list[Event]:
    ids = sorted(set(document_ids))
    known = Document.objects.filter(company_id=letter.company_id, id__in=ids)
    if known.count() != len(ids):
        raise Refusal(
            "Nie ma któregoś z dokumentów: podaj numery z nagłówków ich stron (np. #12).",
            code="documents.no-document",
        )
    there = set(
        LetterPaper.objects.filter(company_id=letter.company_id, letter=letter).values_list(
            "document_id", flat=True
        )
    )
    new = [i for i in ids if i not in there]
    LetterPaper.objects.bulk_create(
        LetterPaper(company_id=letter.company_id, letter=letter, document_id=i) for i in new
    )
    return [
        PaperOfLetter(document_id=i, letter=letter.label, direction=letter.direction) for i in new
    ]


def _keep(letter: Letter, file: NewLetterFile, by: int, at: datetime) -> Event:
    name = file.name.replace("\\", "/").rpartition("/")[2]
    name = "".join(c if c.isprintable() else "_" for c in name)[:255] or "bez nazwy"
    if not file.data:
        raise Refusal(f"Plik {name} jest pusty: wybierz inny.", code="documents.empty-file")
    if len(file.data) > MAX_FILE:
        raise Refusal(
            f"Plik {name} ma ponad {MAX_FILE // 1_000_000} MB. Zmniejsz go.",
            code="documents.too-big",
        )
    sha = sha256_hex(file.data)
    kept = LetterFile.objects.filter(company_id=letter.company_id, letter=letter)
    if kept.filter(file_sha256=sha).exists():
        raise Refusal(f"Plik {name} jest już przy tym piśmie.", code="documents.same-version")
    store_file(NewFile(file.data, sha, file_type(file.data).media_type))
    LetterFile.objects.create(
        company_id=letter.company_id,
        letter=letter,
        file_sha256=sha,
        file_name=name,
        evidence=file.evidence,
        by_id=by,
        at=at,
    )
    return LetterFileKept(letter=letter.label, file_sha256=sha, evidence=file.evidence)


def _standing(letter_id: int) -> Letter:
    letter = Letter.objects.filter(company_id=current_company_id(), id=letter_id).first()
    if letter is None:
        raise Refusal("Nie ma takiego pisma: odśwież dziennik.", code="documents.no-letter")
    if letter.struck_at:
        raise Refusal(f"Pismo {letter.label} jest skreślone.", code="documents.letter-struck")
    return letter


def _line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]
