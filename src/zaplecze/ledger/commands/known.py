"""What the company has, as far as the entries name it: accounts, journals, cost centres, projects, months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zaplecze.ledger.rules import NewEntry
from zaplecze.platform.bulk import array_literal, server_cursor
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by number or code; ``settles`` are the accounts that keep open items, ``off`` those off balance.

    ``states`` are the months of the entries' years, with the first month of the books and the latest closed ones.
    """

    accounts: dict[str, int] = field(default_factory=dict)
    settles: set[str] = field(default_factory=set)
    off: set[str] = field(default_factory=set)
    journals: dict[str, int] = field(default_factory=dict)
    cost_centers: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    states: dict[tuple[int, int], str] = field(default_factory=dict)


# One question, since a single entry costs little more than its round trips.
_ASKED = b"""
SELECT 'account', number, id, CASE WHEN settles THEN 'settles' ELSE kind END, 0 FROM ledger_account
 WHERE company_id = %(company)s AND number = ANY(%(accounts)s::text[])
UNION ALL SELECT 'journal', code, id, '', 0 FROM ledger_journal
 WHERE company_id = %(company)s AND code = ANY(%(journals)s::text[])
UNION ALL SELECT 'cost center', code, id, '', 0 FROM ledger_costcenter
 WHERE company_id = %(company)s AND code = ANY(%(cost_centers)s::text[])
UNION ALL SELECT 'project', code, id, '', 0 FROM ledger_project
 WHERE company_id = %(company)s AND code = ANY(%(projects)s::text[])
UNION ALL SELECT 'month', state, year, '', month FROM ledger_period
 WHERE company_id = %(company)s AND year = ANY(%(years)s::smallint[])
UNION ALL (SELECT 'month', state, year, '', month FROM ledger_period
 WHERE company_id = %(company)s ORDER BY year, month LIMIT 1)
UNION ALL (SELECT 'month', state, year, '', month FROM ledger_period
 WHERE company_id = %(company)s AND state = 'closed' ORDER BY year DESC, month DESC LIMIT 1)
UNION ALL (SELECT 'month', state, year, '', month FROM ledger_period
 WHERE company_id = %(company)s AND state = 'closed' AND ledger_closes_year(month) ORDER BY year DESC LIMIT 1)
"""


def what_is_known(entries: Sequence[NewEntry]) -> Known:
    """Read what these entries name; what is missing in the answer, the company does not have."""
    lines = [line for entry in entries for line in entry.lines]
    asked = {
        "accounts": {line.account for line in lines},
        "journals": {entry.journal for entry in entries},
        "cost_centers": {line.cost_center for line in lines},
        "projects": {line.project for line in lines},
    }
    known = Known()
    with server_cursor() as cursor:
        cursor.execute(
            _ASKED,
            {
                "company": current_company_id(),
                "years": array_literal("smallint", sorted({entry.year for entry in entries})),
                **{name: array_literal("text", sorted(codes)) for name, codes in asked.items()},
            },
        )
        for what, code, id_, more, month in cursor.fetchall():
            match what:
                case "account":
                    known.accounts[code] = id_
                    if more == "settles":
                        known.settles.add(code)
                    elif more == "off":
                        known.off.add(code)
                case "journal":
                    known.journals[code] = id_
                case "cost center":
                    known.cost_centers[code] = id_
                case "project":
                    known.projects[code] = id_
                case _:
                    known.states[id_, month] = code
    return known
