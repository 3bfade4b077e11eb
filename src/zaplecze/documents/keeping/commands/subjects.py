"""The company's list of subjects and what it says of kinds of papers."""

from __future__ import annotations

import re

from zaplecze.documents.keeping.models import Folder, KindPolicy
from zaplecze.documents.keeping.rules import CATEGORIES, SUBJECTS
from zaplecze.documents.kinds.queries import kind_of
from zaplecze.platform.events import lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id


def begin_subjects() -> int:
    """Give the company the usual list of subjects; symbols that it has already stay. Returns how many are new."""
    lock_company()
    company_id = current_company_id()
    have = set(Folder.objects.filter(company_id=company_id).values_list("symbol", flat=True))
    new = [s for s in SUBJECTS if s.symbol not in have]
    Folder.objects.bulk_create(
        Folder(
            company_id=company_id,
            symbol=s.symbol,
            title=s.title,
            category=s.category,
            personal=s.personal,
        )
        for s in new
    )
    return len(new)


def add_folder(*, symbol: str, title: str, category: str, personal: bool) -> Folder:
    """Add a class to the list of subjects; its symbol goes on from a class that is there."""
    lock_company()
    symbol, title = symbol.strip(), " ".join(title.split())
    mine = Folder.objects.filter(company_id=current_company_id())
    if not re.fullmatch(r"[0-9]{1,8}", symbol):
        raise Refusal(
            f"Symbol „{symbol}”: wpisz same cyfry, najwyżej osiem, np. 331.",
            code="documents.folder-symbol",
        )
    if not title:
        raise Refusal("Wpisz hasło teczki.", code="documents.folder-title")
    if category not in CATEGORIES:
        raise Refusal("Wybierz kategorię przechowywania.", code="documents.folder-category")
    if mine.filter(symbol=symbol).exists():
        raise Refusal(f"Teczka {symbol} już jest na liście.", code="documents.folder-exists")
    if len(symbol) > 1 and not mine.filter(symbol=symbol[:-1]).exists():
        raise Refusal(
            f"Teczka {symbol} leży pod {symbol[:-1]}: najpierw dodaj tę.",
            code="documents.folder-parent",
        )
    return Folder.objects.create(
        company_id=current_company_id(),
        symbol=symbol,
        title=title[:120],
        category=category,
        personal=personal,
    )


def set_kind_policy(*, kind: str, category: str, personal: bool) -> None:
    """Say how a kind of paper is kept, and whether it holds personal data; an empty category leaves the law's."""
    lock_company()
    if kind_of(kind) is None:
        raise Refusal(f"Nie ma rodzaju „{kind}”: odśwież stronę.", code="documents.kind")
    if category and category not in CATEGORIES:
        raise Refusal("Wybierz kategorię przechowywania.", code="documents.folder-category")
    KindPolicy.objects.update_or_create(
        company_id=current_company_id(),
        kind=kind,
        defaults={"category": category, "personal": personal},
    )
