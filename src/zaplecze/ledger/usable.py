"""Accounts, cost centers and projects that new entries may use: known, not blocked, not closed."""

from __future__ import annotations

from zaplecze.ledger.commands.posting import CannotPost
from zaplecze.ledger.models import Account, CostCenter, Project
from zaplecze.ledger.rules import NewEntry
from zaplecze.platform.scope import current_company_id


def usable_ids(entry: NewEntry) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Ids of accounts, cost centres and projects; refuses what the company lacks or uses no more."""
    company_id = current_company_id()
    accounts = {
        number: (id_, blocked)
        for number, id_, blocked in Account.objects.filter(company_id=company_id).values_list(
            "number", "id", "blocked"
        )
    }
    centers = _codes(CostCenter)
    projects = _codes(Project)
    for no, line in enumerate(entry.lines, 1):
        if line.account not in accounts:
            raise CannotPost(
                f"Wiersz {no}: nie ma konta {line.account or '(puste)'}. Wybierz konto z planu (F2).",
                code="ledger.account",
            )
        if accounts[line.account][1]:
            raise CannotPost(
                f"Wiersz {no}: konto {line.account} jest zablokowane. Wybierz inne (F2).",
                code="ledger.account-blocked",
            )
        if line.cost_center and not _usable(centers, line.cost_center):
            raise CannotPost(
                f"Wiersz {no}: nie ma miejsca kosztów {line.cost_center} albo jest zamknięte. "
                "Wybierz inne.",
                code="ledger.cost-center",
            )
        if line.project and not _usable(projects, line.project):
            raise CannotPost(
                f"Wiersz {no}: nie ma projektu {line.project} albo jest zamknięty. Wybierz inny.",
                code="ledger.project",
            )
    return (
        {number: id_ for number, (id_, _) in accounts.items()},
        {code: id_ for code, (id_, _) in centers.items()},
        {code: id_ for code, (id_, _) in projects.items()},
    )


def _codes(model: type[CostCenter] | type[Project]) -> dict[str, tuple[int, bool]]:
    rows = model.objects.filter(company_id=current_company_id())
    return {code: (id_, closed) for code, id_, closed in rows.values_list("code", "id", "closed")}


def _usable(known: dict[str, tuple[int, bool]], code: str) -> bool:
    return code in known and not known[code][1]
