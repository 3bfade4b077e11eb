"""The protocol of destruction as a PDF/A: what, why it may go, who proposed, who confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zaplecze.documents.keeping.models import Destruction, DestructionItem
from zaplecze.documents.kinds.queries import all_kinds
from zaplecze.platform.days import WARSAW
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.models import Company
from zaplecze.platform.printing import LetterSection, LetterSheet, LetterTable, letters_pdf


def protocol_pdf(
    company: Company,
    made: Destruction,
    items: Sequence[DestructionItem],
    *,
    printed_by: str,
    printed_at: datetime,
) -> bytes:
    """The protocol; a proposed or withdrawn one says so over its title."""
    return letters_pdf([_sheet(company, made, items)], printed_by=printed_by, printed_at=printed_at)


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(WARSAW):%d.%m.%Y %H:%M}" if at else "–"


def _sheet(company: Company, made: Destruction, items: Sequence[DestructionItem]) -> LetterSheet:
    stamp = "" if made.confirmed_at else "WYCOFANY" if made.withdrawn_at else "PROJEKT"
    steps = [
        ("Przygotował(a)", str(made.proposed_by), _moment(made.proposed_at)),
        ("Potwierdził(a)", str(made.confirmed_by or "–"), _moment(made.confirmed_at)),
        ("Usunięto bajty plików", "program", _moment(made.erased_at)),
    ]
    bases = sorted({i.basis for i in items})
    kinds = {k.code: k.label for k in all_kinds()}
    return LetterSheet(
        title="Protokół zniszczenia dokumentów",
        number=str(made),
        day=f"{made.proposed_at.astimezone(WARSAW):%d.%m.%Y}",
        sender=letterhead(company),
        recipient=(),
        sections=(
            LetterSection(
                paragraphs=(
                    f"Powód: {made.reason}.",
                    f"Dokumentów: {len(items)}. Skrót listy (SHA-256): {made.list_hash}.",
                )
            ),
            LetterSection("Kto i kiedy", table=LetterTable(("Czynność", "Kto", "Kiedy"), tuple(steps))),
            LetterSection("Podstawa", paragraphs=tuple(bases)),
            LetterSection(
                "Dokumenty",
                table=LetterTable(
                    ("Lp.", "Numer", "Rodzaj", "Przechowywano do", "SHA-256 pliku"),
                    tuple(
                        (
                            str(no),
                            i.number,
                            kinds.get(i.kind, i.kind),
                            f"{i.kept_until:%d.%m.%Y}",
                            f"{i.file_sha256[:32]} {i.file_sha256[32:]}",
                        )
                        for no, i in enumerate(items, 1)
                    ),
                    widths=(2, 8, 6, 7, 15),
                ),
                signatures=("przygotował(a)", "potwierdził(a)"),
            ),
        ),
        stamp=stamp,
    )  # fmt: skip
