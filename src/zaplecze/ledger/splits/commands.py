"""Writes of splits: keys with dated weights, splits, defaults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zaplecze.ledger.commands.plan import CODE_FORM
from zaplecze.ledger.events import SplitKept
from zaplecze.ledger.models import (
    Account,
    CostCenter,
    CostSplit,
    Project,
    SplitDefault,
    SplitKey,
    SplitMethod,
    SplitWeight,
)
from zaplecze.ledger.rules import clean
from zaplecze.ledger.splits.queries import parts_as_data
from zaplecze.ledger.splits.rules import KEY, CannotSplit, Part, check_parts
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.scope import current_company_id


def keep_key(
    *,
    code: str,
    name: str,
    unit: str,
    valid_from: date,
    parts: Sequence[Part],
    by: int,
    at: datetime,
) -> SplitKey:
    """Keep a key, with its weights from a day on: those of an earlier day hold up to it. Raises `CannotSplit`."""
    lock_company()
    company_id = current_company_id()
    code, name = _code(code), _name(name)
    check_parts(KEY, parts)
    centers, projects = _ids(parts)
    key, _ = SplitKey.objects.update_or_create(
        company_id=company_id, code=code, defaults={"name": name, "unit": clean(unit.strip(), 20)}
    )
    SplitWeight.objects.filter(company_id=company_id, key=key, valid_from=valid_from).delete()
    SplitWeight.objects.bulk_create(
        SplitWeight(
            company_id=company_id,
            key=key,
            valid_from=valid_from,
            cost_center_id=centers.get(part.cost_center),
            project_id=projects.get(part.project),
            account=part.account,
            weight=part.value or 0,
        )
        for part in parts
    )
    _record(f"klucz {code}", f"wartości od {valid_from:%d.%m.%Y}", by, at)
    return key


def keep_split(
    *,
    code: str,
    name: str,
    method: str,
    parts: Sequence[Part] = (),
    key: str = "",
    closed: bool = False,
    by: int,
    at: datetime,
) -> CostSplit:
    """Keep a split by percent or amount with its parts, or by a key; raises `CannotSplit`."""
    lock_company()
    company_id = current_company_id()
    code, name = _code(code), _name(name)
    if method not in SplitMethod.values:
        raise CannotSplit("Wybierz: procentowo, kwotowo albo kluczem.")
    found = None
    if method == KEY:
        found = SplitKey.objects.filter(company_id=company_id, code=key).first()
        if found is None:
            raise CannotSplit(f"Nie ma klucza {key or '(pusty)'}. Dodaj go najpierw.")
    else:
        check_parts(method, parts)
        _ids(parts)
    kept, _ = CostSplit.objects.update_or_create(
        company_id=company_id,
        code=code,
        defaults={
            "name": name,
            "method": method,
            "key": found,
            "parts": [] if method == KEY else parts_as_data(parts),
            "closed": closed,
        },
    )
    _record(f"podzielnik {code}", "nieużywany" if closed else "zapisano", by, at)
    return kept


def remember_split(
    *, split: str, partner_id: int | None, account: str, by: int, at: datetime
) -> SplitDefault:
    """Use a split for this partner, this account or both from now on, in place of the one before."""
    lock_company()
    company_id = current_company_id()
    found = CostSplit.objects.filter(company_id=company_id, code=split, closed=False).first()
    if found is None:
        raise CannotSplit("Zapamiętać można zapisany podzielnik. Zapisz go najpierw.")
    if partner_id is None and not account:
        raise CannotSplit("Podaj kontrahenta albo konto, dla którego pamiętać podzielnik.")
    if account and not Account.objects.filter(company_id=company_id, number=account).exists():
        raise CannotSplit(f"Nie ma konta {account}. Wybierz z planu kont (F2).")
    kept, _ = SplitDefault.objects.update_or_create(
        company_id=company_id, partner_id=partner_id, account=account, defaults={"split": found}
    )
    _record(
        f"domyślny podzielnik {split}",
        f"kontrahent {partner_id or '–'}, konto {account or '–'}",
        by,
        at,
    )
    return kept


def forget_split(*, default_id: int, by: int, at: datetime) -> None:
    """Take a default away; raises `CannotSplit` where there is none."""
    lock_company()
    found = SplitDefault.objects.select_related("split").filter(
        company_id=current_company_id(), id=default_id
    ).first()  # fmt: skip
    if found is None:
        raise CannotSplit("Nie ma takiego ustawienia. Odśwież stronę.")
    _record(f"domyślny podzielnik {found.split.code}", "zapomniano", by, at)
    found.delete()


def _ids(parts: Sequence[Part]) -> tuple[dict[str, int], dict[str, int]]:
    """Ids of the cost centers and projects that parts name; refuses what the company lacks or closed."""
    company_id = current_company_id()
    centers = dict(
        CostCenter.objects.filter(company_id=company_id, closed=False).values_list("code", "id")
    )
    projects = dict(
        Project.objects.filter(company_id=company_id, closed=False).values_list("code", "id")
    )
    accounts = set(
        Account.objects.filter(
            company_id=company_id, blocked=False, number__in=[p.account for p in parts]
        ).values_list("number", flat=True)
    )
    for no, part in enumerate(parts, 1):
        for what, code, known in (
            ("MPK", part.cost_center, centers),
            ("projektu", part.project, projects),
            ("konta", part.account, accounts),
        ):
            if code and code not in known:
                raise CannotSplit(
                    f"Część {no}: nie ma {what} {code} albo nie jest już w użyciu. Wybierz inne."
                )
    return centers, projects


def _code(text: str) -> str:
    code = text.strip().upper()
    if not CODE_FORM.fullmatch(code):
        raise CannotSplit(f"Symbol „{code}” może mieć do 20 liter, cyfr i znaków / . _ -.")
    return code


def _name(text: str) -> str:
    name = clean(text.strip(), 120)
    if not name:
        raise CannotSplit("Podaj nazwę.")
    return name


def _record(what: str, how: str, by: int, at: datetime) -> None:
    record_events([SplitKept(what=what, how=how)], Stamp(by, at))
