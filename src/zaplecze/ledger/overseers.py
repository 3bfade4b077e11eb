"""The person who answers for an entry: who posted it, or who oversees what the program posts by itself.

Accounting Act art. 14 ust. 4 and art. 20 ust. 5; the field D_9 of JPK_KR_PD(1) names a person too. A posted entry
keeps who posted it, and nobody where the program did: its chain and its row know nothing of overseers, who are
told by the moment of posting.
"""

from __future__ import annotations

from zaplecze.ledger.models import Entry, Overseer
from zaplecze.platform.scope import current_company_id

NOBODY = "program"
AUTOMATIC = " (automat)"

# Joined to entries named e: at most one row each, none where a person posted. Needs %(company)s.
RESPONSIBLE = f"coalesce(u.full_name, o.full_name || '{AUTOMATIC}', '{NOBODY}')"
RESPONSIBLE_JOINS = """
LEFT JOIN platform_user u ON u.id = e.responsible_id
LEFT JOIN (
    SELECT p.full_name, v.since, v.until
    FROM (SELECT person_id, coalesce(lead(since) OVER w, 'infinity') AS until,
                 CASE WHEN row_number() OVER w = 1 THEN '-infinity' ELSE since END AS since
          FROM ledger_overseer WHERE company_id = %(company)s WINDOW w AS (ORDER BY since)) v
    JOIN platform_user p ON p.id = v.person_id
) o ON e.responsible_id IS NULL AND e.posted_at >= o.since AND e.posted_at < o.until
"""


def overseers() -> list[Overseer]:
    """Everybody who was appointed in the open company, the newest first."""
    rows = Overseer.objects.select_related("person", "appointed_by")
    return list(rows.filter(company_id=current_company_id()).order_by("-since"))


def responsible_for(entry: Entry) -> str:
    """Who answers for an entry, by name; ``program`` where nobody was ever appointed."""
    if entry.responsible is not None:
        return str(entry.responsible)
    known = overseers()
    if not known:
        return NOBODY
    in_force = next((o for o in known if o.since <= entry.posted_at), known[-1])
    return f"{in_force.person}{AUTOMATIC}"


def entries_of_nobody(*, year: int) -> int:
    """How many entries of a year name no person: the program posted them and nobody was appointed."""
    company_id = current_company_id()
    if Overseer.objects.filter(company_id=company_id).exists():
        return 0
    return Entry.objects.filter(company_id=company_id, year=year, responsible__isnull=True).count()
