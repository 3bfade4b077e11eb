"""Writes of partners: learnt from documents, never typed twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.formats.numbers import nip_ok
from zaplecze.partners.events import PartnerChanged
from zaplecze.partners.models import Partner, PartnerKind
from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

NIP_DIGITS = 10


@dataclass(frozen=True, slots=True)
class SeenPartner:
    """A partner as a document names it; ``accounts`` are NRB digits or IBANs, ``document_id`` the source."""

    country: str
    tax_id: str
    name: str
    address: str = ""
    email: str = ""
    accounts: tuple[str, ...] = ()
    document_id: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it in a company."""
        return self.country, self.tax_id


def learn_partners(seen: Sequence[SeenPartner], stamp: Stamp) -> dict[tuple[str, str], int]:
    """Keep partners not met before, and their accounts; returns ids by (country, tax id).

    A name or address that was kept is not overwritten: a document is no proof of a change.
    """
    company_id = current_company_id()
    first = {partner.key: partner for partner in reversed(seen)}
    keys = sorted(first)
    known = _known(keys)
    missing = [k for k in keys if k not in known]
    if missing:
        new = [first[k] for k in missing]
        rows = insert_rows(
            "partners_partner",
            {
                "company_id": ("bigint", [company_id] * len(new)),
                "country": ("text", [p.country for p in new]),
                "tax_id": ("text", [p.tax_id for p in new]),
                "name": ("text", [p.name for p in new]),
                "address": ("text", [p.address for p in new]),
                "email": ("text", [p.email for p in new]),
                "first_seen": ("timestamptz", [stamp.at] * len(new)),
            },
            tail="ON CONFLICT (company_id, country, tax_id) DO NOTHING RETURNING country, tax_id, id",
        )
        known.update({(country, tax_id): id_ for country, tax_id, id_ in rows})
    accounts = sorted({(p.key, a, p.document_id or 0) for p in seen for a in p.accounts})
    unique = {(key, number): document_id for key, number, document_id in reversed(accounts)}
    insert_rows(
        "partners_partneraccount",
        {
            "company_id": ("bigint", [company_id] * len(unique)),
            "partner_id": ("bigint", [known[key] for key, _ in unique]),
            "number": ("text", [number for _, number in unique]),
            "first_seen": ("timestamptz", [stamp.at] * len(unique)),
            "document_id": ("bigint", [d or None for d in unique.values()]),
        },
        tail="ON CONFLICT (company_id, number, partner_id) DO NOTHING",
    )
    return known


class CannotKeep(Refusal):
    """A partner can't be kept so; the message says what to change."""

    code = "partners.partner"


def add_partner(*, kind: str, symbol: str, name: str, by: int, at: datetime) -> Partner:
    """Add a partner by hand; ``symbol`` is a NIP or, of one without it, the company's own sign: ``PRAC-01``.

    Raises `CannotKeep` for a symbol that is taken, a kind that is not one, ten digits that are no NIP.
    """
    lock_company()
    _check_kind(kind)
    symbol, name = symbol.strip().upper().replace(" ", ""), name.strip()
    digits = symbol.replace("-", "")
    if digits.isdecimal() and len(digits) == NIP_DIGITS:
        symbol = digits
        if not nip_ok(digits):
            raise CannotKeep(f"NIP {symbol} ma złą sumę kontrolną. Sprawdź cyfry.")
    if not symbol.isprintable() or not symbol or not name:
        raise CannotKeep("Podaj NIP albo symbol i nazwę.")
    if Partner.objects.filter(company_id=current_company_id(), tax_id=symbol).exists():
        raise CannotKeep(f"{symbol} już jest w kartotece. Podaj inny symbol.")
    made = Partner.objects.create(
        company_id=current_company_id(),
        country="PL",
        tax_id=symbol[:50],
        name=name[:512],
        kind=kind,
        first_seen=at,
    )
    record_events([PartnerChanged(partner_id=made.id, kind=kind)], Stamp(by, at))
    return made


def change_kind(*, partner_id: int, kind: str, by: int, at: datetime) -> None:
    """Say what somebody is to the company; raises `CannotKeep`."""
    lock_company()
    _check_kind(kind)
    rows = Partner.objects.filter(company_id=current_company_id(), id=partner_id)
    if not rows.update(kind=kind):
        raise CannotKeep("Nie ma takiego kontrahenta. Odśwież stronę.")
    record_events([PartnerChanged(partner_id=partner_id, kind=kind)], Stamp(by, at))


def _check_kind(kind: str) -> None:
    if kind not in PartnerKind.values:
        raise CannotKeep("Wybierz rodzaj z listy.")


def _known(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT p.country, p.tax_id, p.id FROM partners_partner p "
            b"JOIN unnest(%s::text[], %s::text[]) AS k(country, tax_id) "
            b"ON p.country = k.country AND p.tax_id = k.tax_id WHERE p.company_id = %s",
            ([k[0] for k in keys], [k[1] for k in keys], current_company_id()),
        )
        return {(country, tax_id): id_ for country, tax_id, id_ in cursor.fetchall()}
