"""Reads of partners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zaplecze.partners.models import Partner, PartnerAccount
from zaplecze.platform.scope import current_company_id


def partner_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id."""
    wanted = {i for i in ids if i is not None}
    return dict(
        Partner.objects.filter(company_id=current_company_id(), id__in=wanted).values_list(
            "id", "name"
        )
    )


def partners(ids: Iterable[int | None]) -> dict[int, Partner]:
    """Partners by id."""
    wanted = {i for i in ids if i is not None}
    return Partner.objects.filter(company_id=current_company_id()).in_bulk(wanted)


def all_partners() -> Iterator[Partner]:
    """Every partner of the open company, by id, in batches."""
    yield from Partner.objects.filter(company_id=current_company_id()).order_by("id").iterator(2000)


def partners_by_account() -> dict[str, int]:
    """Partner id by bank account number (NRB digits or IBAN); an account of two partners is left out."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    rows = PartnerAccount.objects.filter(company_id=current_company_id())
    for number, partner_id in rows.values_list("number", "partner_id"):
        if found.setdefault(number, partner_id) != partner_id:
            shared.add(number)
    return {number: id_ for number, id_ in found.items() if number not in shared}


def partners_by_tax_id() -> dict[str, int]:
    """Partner id by tax number, whatever the country."""
    rows = Partner.objects.filter(company_id=current_company_id())
    return dict(rows.values_list("tax_id", "id"))


def partner_ids_by_tax_id(tax_id: str) -> list[int]:
    """Ids of partners with this tax number."""
    rows = Partner.objects.filter(company_id=current_company_id(), tax_id=tax_id)
    return list(rows.values_list("id", flat=True))


def find_partners(text: str, *, kind: str = "", limit: int) -> list[Partner]:
    """Partners whose tax number starts with ``text`` or whose name holds it, by name; of one kind where asked."""
    rows = Partner.objects.filter(company_id=current_company_id())
    if text:
        rows = rows.filter(tax_id__startswith=text) | rows.filter(name__icontains=text)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("name", "id")[:limit])
