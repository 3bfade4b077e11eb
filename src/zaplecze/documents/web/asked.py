"""What lists and forms of papers are asked for; a value that can't be read is refused with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from zaplecze.documents.kinds.queries import kind_of
from zaplecze.documents.models import Channel
from zaplecze.documents.search.queries import Filters
from zaplecze.partners.api import find_partners, partner_ids_by_tax_id
from zaplecze.platform.money import parse_pln
from zaplecze.platform.refusal import Refusal

ID_DIGITS = 19
PARTNERS = 50
STATES = {
    "describe": "do opisu",
    "approve": "do akceptacji",
    "code": "do dekretacji",
    "match": "do uzgodnienia",
    "pay": "do zapłaty",
    "file": "do akt",
    "open": "w obiegu",
    "done": "obieg zakończony",
    "rejected": "odrzucone",
    "withdrawn": "wycofane",
    "none": "bez obiegu",
}


def asked_id(text: str) -> int | None:
    """An id of a form; None for anything else."""
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) < ID_DIGITS else None


def asked_day(form: QueryDict | Mapping[str, str], name: str, label: str) -> date | None:
    """A day, None where the field is empty."""
    text = (form.get(name) or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            _("%(label)s: „%(text)s” nie jest datą. Wybierz dzień.")
            % {"label": label, "text": text},
            code="documents.day",
        ) from error


def _amount(form: QueryDict, name: str, label: str) -> Decimal | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_pln(text)
    except ValueError as error:
        raise Refusal(f"{label}: {error}.", code="documents.amount") from error


def asked_filters(form: QueryDict) -> Filters:
    """What a list of papers is narrowed by; words that the program doesn't know are left out."""
    kind, channel, state = (form.get(n, "") for n in ("rodzaj", "kanal", "stan"))
    partner = form.get("kontrahent", "").strip()
    return Filters(
        kind=kind if kind_of(kind) is not None else "",
        channel=channel if channel in Channel.values else "",
        state=state if state in STATES else "",
        partner_ids=_partners(partner) if partner else None,
        low=_amount(form, "kwota_od", _("Kwota od")),
        high=_amount(form, "kwota_do", _("Kwota do")),
        first=asked_day(form, "dzien_od", _("Wystawiono od")),
        last=asked_day(form, "dzien_do", _("Wystawiono do")),
        tag_id=asked_id(form.get("znacznik", "")),
        folder_id=asked_id(form.get("teczka", "")),
    )


def _partners(text: str) -> tuple[int, ...]:
    digits = text.replace("-", "").replace(" ", "")
    if digits.isdecimal():
        return tuple(partner_ids_by_tax_id(digits))
    return tuple(p.id for p in find_partners(text, limit=PARTNERS))
