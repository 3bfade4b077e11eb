"""Reads of the correspondence book, and the book as a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zaplecze.documents.correspondence.models import Direction, Letter, LetterFile, LetterPaper
from zaplecze.documents.models import Document
from zaplecze.platform.links import Link
from zaplecze.platform.models import Company
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class LetterView:
    """A line with what belongs to it."""

    letter: Letter
    papers: list[Document]
    files: list[LetterFile]
    answers: list[Letter]


def letters(
    *, direction: str, first: date, last: date, text: str = "", before: int | None = None,
    limit: int | None = None,
) -> list[Letter]:  # fmt: skip
    """Lines of the book with a day between two days, newest number first; ``before`` is a line's id."""
    rows = Letter.objects.select_related("by", "answers").filter(
        company_id=current_company_id(), direction=direction, day__gte=first, day__lte=last
    )
    if text:
        rows = rows.filter(
            Q(party__icontains=text)
            | Q(subject__icontains=text)
            | Q(tracking__icontains=text)
            | Q(sign__icontains=text)
        )
    if before is not None:
        rows = rows.filter(id__lt=before)
    ordered = rows.order_by("-id")
    return list(ordered if limit is None else ordered[:limit])


_MARKED, _PLAIN = "ąćęłńóśźż", "acelnoszz"
MOST_WORDS = 6


def letters_with(text: str, *, limit: int) -> list[Letter]:
    """The newest lines of the book, of all years, that hold every word; marks over letters don't count.

    A word may be the line's own number (P/12/2026), a part of the other side's name or address, of the subject, the
    sign or the number of sending.
    """
    words = text.replace("\x00", " ").casefold().translate(str.maketrans(_MARKED, _PLAIN)).split()[:MOST_WORDS]
    if not words:
        return []
    label = "CASE direction WHEN 'in' THEN 'p/' ELSE 'w/' END || number || '/' || year"
    told = f"concat_ws(' ', {label}, party, address, subject, sign, tracking)"
    held = f"translate(lower({told}), '{_MARKED}', '{_PLAIN}')"
    test = " AND ".join([f"strpos({held}, %s) > 0"] * len(words))
    return ready_rows(
        Letter,
        f"WHERE t.company_id = %s AND {test} ORDER BY t.id DESC LIMIT %s",
        [current_company_id(), *words, limit],
        planned=False,
    )


def letter_view(letter_id: int) -> LetterView | None:
    """One line with its papers, files and the letters that answer it."""
    company_id = current_company_id()
    rows = Letter.objects.select_related("by", "struck_by", "answers")
    letter = rows.filter(company_id=company_id, id=letter_id).first()
    if letter is None:
        return None
    papers = LetterPaper.objects.filter(company_id=company_id, letter=letter)
    files = LetterFile.objects.select_related("by").filter(company_id=company_id, letter=letter)
    return LetterView(
        letter,
        list(
            Document.objects.filter(
                company_id=company_id, id__in=papers.values("document_id")
            ).order_by("id")
        ),
        list(files.order_by("id")),
        list(Letter.objects.filter(company_id=company_id, answers=letter).order_by("id")),
    )


def letter_file(file_id: int) -> LetterFile | None:
    """A file of a letter."""
    return LetterFile.objects.filter(company_id=current_company_id(), id=file_id).first()


def letters_of_paper(document_id: int) -> list[Letter]:
    """The letters that a paper came or went with."""
    company_id = current_company_id()
    ids = LetterPaper.objects.filter(company_id=company_id, document_id=document_id)
    rows = Letter.objects.filter(company_id=company_id, id__in=ids.values("letter_id"))
    return list(rows.order_by("id"))


def book_report(
    company: Company, rows: list[Letter], *, direction: str, first: date, last: date, link: Link
) -> Report:
    """Dziennik podawczy as a table, oldest number first; struck lines stand with their reason."""
    incoming = direction == Direction.INCOMING
    return Report(
        code=f"letters-{direction}",
        title=f"Dziennik korespondencji: {'pisma przychodzące' if incoming else 'pisma wychodzące'}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"{first:%d.%m.%Y} – {last:%d.%m.%Y}",
        columns=(
            Column("label", "Numer", "code"),
            Column("day", "Wpłynęło" if incoming else "Wysłano", "date"),
            Column("party", "Nadawca" if incoming else "Adresat", "text"),
            Column("subject", "Czego dotyczy", "text"),
            Column("sign", "Znak i data pisma", "text"),
            Column("way", "Sposób", "text"),
            Column("tracking", "Numer nadania", "code"),
            Column("delivered", "Doręczono", "date"),
            Column("by", "Wpisał(a)", "text"),
        ),
        rows=tuple(_row(letter, link) for letter in sorted(rows, key=lambda r: r.id)),
        totals={},
    )


def _row(letter: Letter, link: Link) -> Row:
    subject = letter.subject
    if letter.answers:
        subject += f" (odpowiedź na {letter.answers.label})"
    if letter.struck_at:
        subject = f"SKREŚLONE: {letter.struck_reason}. {subject}"
    written = f"{letter.written_on:%d.%m.%Y}" if letter.written_on else ""
    return Row(
        {
            "label": letter.label,
            "day": letter.day,
            "party": ", ".join(p for p in (letter.party, letter.address) if p),
            "subject": subject,
            "sign": " ".join(p for p in (letter.sign, written) if p),
            "way": letter.get_way_display(),
            "tracking": letter.tracking,
            "delivered": letter.delivered_on,
            "by": letter.by.full_name,
        },
        links={"label": link("letter", post_id=letter.id)},
    )
