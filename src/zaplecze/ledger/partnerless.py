"""Items of settlement accounts that have no partner: nobody can be asked to confirm or to pay them.

They warn and stop nothing, since money of unknown payers has to stand somewhere (art. 17 ust. 1 pkt 2, art. 26 ust. 1
pkt 2 of the Accounting Act: settlements are kept by partner, and their balances confirmed).
"""

from __future__ import annotations

from django.db.models import F

from zaplecze.ledger.models import Account, Entry, OpenItem
from zaplecze.ledger.rules import NewEntry
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books


def accounts_without_partner(entry: NewEntry) -> list[str]:
    """Settlement accounts on which the entry would open an item that belongs to nobody, in order."""
    if entry.partner_id is not None:
        return []
    nobodys = {line.account for line in entry.lines if line.partner_id is None}
    rows = Account.objects.filter(
        company_id=current_company_id(), settles=True, number__in=nobodys
    ).order_by("number")
    return list(rows.values_list("number", flat=True))


def entries_without_partner(month: Month) -> list[Entry]:
    """A month's entries with an open item that belongs to nobody, oldest first."""
    company_id = current_company_id()
    year, number = in_books(month)
    entries = Entry.objects.filter(company_id=company_id, year=year, month=number)
    items = OpenItem.objects.filter(company_id=company_id, partner_id=None).exclude(
        settled=F("amount")
    )
    found = entries.filter(id__in=items.values("entry_id"))
    return list(found.select_related("journal").order_by("seq"))


def entry_of_nobody(entry_id: int) -> bool:
    """True where an open item of the entry belongs to nobody."""
    items = OpenItem.objects.filter(
        company_id=current_company_id(), entry_id=entry_id, partner_id=None
    )
    return items.exclude(settled=F("amount")).exists()
