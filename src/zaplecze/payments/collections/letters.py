"""Letters as they print, made of their frozen facts alone, in Polish or English."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from zaplecze.payments.collections.letter_sections import confirmation, note, reminder
from zaplecze.payments.collections.letter_words import BOTH, ENGLISH, POLISH, day, language_of
from zaplecze.payments.collections.models import CollectionLetter, LetterKind, Outcome
from zaplecze.payments.collections.queries import LetterView
from zaplecze.payments.collections.setoff_letter import setoff_sections, setoff_title
from zaplecze.platform.printing import LetterSheet, letters_pdf

SECTIONS = {
    LetterKind.CONFIRMATION: confirmation,
    LetterKind.REMINDER: reminder,
    LetterKind.INTEREST: note,
    LetterKind.SETOFF: setoff_sections,
}


def letter_title(letter: CollectionLetter, language: str = POLISH) -> str:
    """The heading of a letter; a reminder's is the name of its level, a set-off's says whose will it is."""
    if letter.kind == LetterKind.SETOFF:
        return setoff_title(letter)
    with override(language):
        if letter.kind == LetterKind.CONFIRMATION:
            return _("Potwierdzenie salda")
        if letter.kind == LetterKind.INTEREST:
            return _("Nota odsetkowa")
        level = letter.facts["level"]
        if language == ENGLISH:
            return str(level.get("name_en") or _("Przypomnienie o płatności"))
        return str(level["name"])


def letter_sheet(view: LetterView, language: str = "") -> LetterSheet:
    """A letter ready to print, in the partner's language where none is asked for; a cancelled one says so."""
    letter = view.letter
    language = language or language_of(letter)
    to = letter.facts["to"]
    with override(language):
        identifier = _identifier(to.get("country", "PL"), to["tax_id"], language)
        ours = letter.facts["from"]
        return LetterSheet(
            title=letter_title(letter, language),
            number=_("nr %(number)s") % {"number": letter.number},
            day=day(letter.day),
            sender=tuple(
                line
                for line in (
                    ours["name"],
                    ours.get("address", ""),
                    _identifier("PL", ours["nip"], language),
                )
                if line
            ),
            recipient=tuple(
                line for line in (to["name"], to["address"], to["tax_id"] and identifier) if line
            ),
            sections=SECTIONS[LetterKind(letter.kind)](letter),
            stamp=_("ANULOWANO") if view.state == Outcome.CANCELLED else "",
            language=language,
        )


def _identifier(country: str, tax_id: str, language: str) -> str:
    """A tax number under its name; in English with its country, where that is known abroad."""
    abroad = country != "PL" or language == ENGLISH
    return _("NIP %(number)s") % {"number": f"{country}{tax_id}" if abroad else tax_id}


def letter_sheets(view: LetterView, language: str = "") -> tuple[LetterSheet, ...]:
    """The sheets of a letter: one, or with ``both`` Polish and English, each on a page of its own."""
    if language == BOTH:
        return tuple(letter_sheet(view, one) for one in (POLISH, ENGLISH))
    return (letter_sheet(view, language),)


def print_letters(
    views: Sequence[LetterView], *, printed_by: str, printed_at: datetime, language: str = ""
) -> bytes:
    """Letters in one PDF/A, each in its partner's language; ``language`` is another: pl, en or both."""
    sheets = [sheet for v in views for sheet in letter_sheets(v, language)]
    return letters_pdf(sheets, printed_by=printed_by, printed_at=printed_at)


def zip_letters(views: Sequence[LetterView], *, printed_by: str, printed_at: datetime) -> bytes:
    """Letters as a ZIP of PDF/A files, each named after its number."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for view in views:
            data = print_letters([view], printed_by=printed_by, printed_at=printed_at)
            archive.writestr(file_stem(view.letter) + ".pdf", data)
    return held.getvalue()


def file_stem(letter: CollectionLetter) -> str:
    """A letter's number as a file name: ``NO-3-2026``."""
    return letter.number.replace("/", "-")
