"""Which paper people mean: by the number that its page shows (#853, with or without the sign) or by its own."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from zaplecze.documents.keeping.queries import papers_numbered
from zaplecze.documents.queries import documents_by_id
from zaplecze.documents.web.asked import asked_id
from zaplecze.platform.refusal import Refusal

NAMESAKES = 6
_PARTS = re.compile(r"[,;\n]+")


def asked_paper(text: str) -> int:
    """The id of the paper that was meant.

    ``#853`` is the paper whose page says so. Anything else is a paper's own number, or the shown one without its
    sign; where both fit, or namesakes do, the refusal tells the shown numbers to choose from.
    """
    plain = text.strip()
    shown = documents_by_id([i]) if (i := asked_id(plain.removeprefix("#"))) is not None else {}
    if plain.startswith("#") and shown:
        return next(iter(shown))
    found = {p.pk: p for p in papers_numbered(plain, limit=NAMESAKES)} if plain else {}
    found |= shown
    if not found:
        raise Refusal(
            _(
                "Nie ma dokumentu „%s”: wpisz numer z nagłówka jego strony (np. #12) albo numer z papieru."
            )
            % plain,
            code="documents.no-document",
        )
    if len(found) > 1:
        raise Refusal(
            _("„%(number)s” to: %(papers)s. Wpisz jeden z tych numerów ze znakiem #.")
            % {
                "number": plain,
                "papers": ", ".join(
                    f"#{p.pk} ({p.number}, {p.partner_name})" for p in found.values()
                ),
            },
            code="documents.namesakes",
        )
    return next(iter(found))


def asked_papers(text: str) -> tuple[int, ...]:
    """Ids of several papers: ``#12 #15``, ``12, FV/7/2026``; a number with spaces stands between commas."""
    found: list[int] = []
    for part in filter(None, (p.strip() for p in _PARTS.split(text))):
        whole = part if " " in part and papers_numbered(part, limit=1) else ""
        found += [asked_paper(p) for p in ([whole] if whole else part.split())]
    return tuple(dict.fromkeys(found))
