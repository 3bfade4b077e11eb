"""Writes of partners: learnt from documents, never typed twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import current_company_id


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


def _known(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT p.country, p.tax_id, p.id FROM partners_partner p "
            b"JOIN unnest(%s::text[], %s::text[]) AS k(country, tax_id) "
            b"ON p.country = k.country AND p.tax_id = k.tax_id WHERE p.company_id = %s",
            ([k[0] for k in keys], [k[1] for k in keys], current_company_id()),
        )
        return {(country, tax_id): id_ for country, tax_id, id_ in cursor.fetchall()}
