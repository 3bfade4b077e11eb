"""Changes of the chart and of the dimensions: accounts, cost centres, projects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from zaplecze.ledger.charts import CHART
from zaplecze.ledger.events import ChartChanged
from zaplecze.ledger.models import Account, CostCenter, Line, OpenItem, Project
from zaplecze.ledger.rules import clean
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

ACCOUNT_FORM = re.compile(r"[0-9][0-9-]{1,19}")
CODE_FORM = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ0-9][A-ZĄĆĘŁŃÓŚŹŻ0-9/._-]{0,19}")
DIMENSIONS: Mapping[str, type[CostCenter] | type[Project]] = {
    "mpk": CostCenter,
    "projekty": Project,
}


class CannotChange(Refusal):
    """The chart or a dimension can't be changed so; the message names the account or code."""

    code = "ledger.chart"


def add_account(*, number: str, name: str, pattern: str, by: int, at: datetime) -> Account:
    """Add an account beside or below ``pattern``, whose kind, tags and settlement it takes.

    An analytic account has its synthetic number first: ``402-20``. Raises `CannotChange`.
    """
    lock_company()
    number = number.strip()
    if not ACCOUNT_FORM.fullmatch(number) or number.endswith("-") or "--" in number:
        raise CannotChange(
            f"Numer konta „{number}” może mieć tylko cyfry i pojedyncze myślniki, np. 402-20."
        )
    like = _account(pattern.strip())
    if number[:3] != like.number[:3]:
        raise CannotChange(
            f"Konto {number} nie należy do syntetyki {like.number[:3]}. "
            f"Zacznij numer od {like.number[:3]}- albo wybierz inne konto wzorcowe."
        )
    if Account.objects.filter(company_id=current_company_id(), number=number).exists():
        raise CannotChange(f"Konto {number} już jest w planie. Podaj inny numer.")
    made = Account.objects.create(
        company_id=current_company_id(),
        number=number,
        name=_name(name, 200),
        kind=like.kind,
        settles=like.settles,
        tag_1=like.tag_1,
        tag_2=like.tag_2,
        tag_pd=like.tag_pd,
    )
    _record(f"konto {number}", "dodano", by, at)
    return made


def add_usual_account(*, number: str, by: int | None, at: datetime) -> Account:
    """Add an account of the starting charts that the company's chart lacks, with its tags.

    Raises `CannotChange` for a number that no starting chart has, or that is taken.
    """
    lock_company()
    row = next((r for r in CHART if r.number == number), None)
    if row is None:
        raise CannotChange(f"Konta {number} nie ma w planach wzorcowych. Dodaj je w planie kont.")
    if Account.objects.filter(company_id=current_company_id(), number=number).exists():
        raise CannotChange(f"Konto {number} już jest w planie. Popraw jego znaczniki.")
    made = Account.objects.create(
        company_id=current_company_id(),
        number=row.number,
        name=row.name,
        kind=row.kind,
        settles=row.settles,
        tag_1=row.tag,
        tag_2=row.tag_2,
        tag_pd=row.pd,
    )
    _record(f"konto {number}", "dodano", by, at)
    return made


def change_account(
    *, number: str, name: str, settles: bool, blocked: bool, by: int, at: datetime
) -> Account:
    """Rename an account, make it a settlement account or an ordinary one, block it or let it be used.

    Raises `CannotChange` where the settlement flag would split what is posted already, or where an account with
    open items would be blocked.
    """
    lock_company()
    account = _account(number)
    lines = Line.objects.filter(company_id=account.company_id, account=account)
    if settles != account.settles and lines.exists():
        raise CannotChange(
            f"Na koncie {number} są już zapisy, więc jego rozrachunki mają zostać, jak są. "
            "Dodaj nowe konto i przeksięguj na nie saldo."
        )
    if blocked and not account.blocked and _owed(account):
        raise CannotChange(
            f"Konto {number} ma otwarte rozrachunki. Rozlicz je, potem zablokuj konto."
        )
    account.name, account.settles, account.blocked = _name(name, 200), settles, blocked
    account.save(update_fields=["name", "settles", "blocked"])
    _record(f"konto {number}", "zablokowano" if blocked else "zmieniono", by, at)
    return account


def add_dimension(*, what: str, symbol: str, name: str, by: int, at: datetime) -> None:
    """Add a cost centre (``mpk``) or a project (``projekty``); raises `CannotChange`."""
    lock_company()
    model = DIMENSIONS[what]
    symbol = symbol.strip().upper()
    if not CODE_FORM.fullmatch(symbol):
        raise CannotChange(
            f"Symbol „{symbol}” może mieć do 20 liter, cyfr i znaków / . _ -, bez odstępów."
        )
    if model.objects.filter(company_id=current_company_id(), code=symbol).exists():
        raise CannotChange(f"Symbol {symbol} już jest. Podaj inny.")
    model.objects.create(company_id=current_company_id(), code=symbol, name=_name(name, 120))
    _record(f"{what} {symbol}", "dodano", by, at)


def change_dimension(
    *, what: str, symbol: str, name: str, closed: bool, by: int, at: datetime
) -> None:
    """Rename a cost centre or project, close it for new entries or open it again; raises `CannotChange`."""
    lock_company()
    model = DIMENSIONS[what]
    changed = model.objects.filter(company_id=current_company_id(), code=symbol).update(
        name=_name(name, 120), closed=closed
    )
    if not changed:
        raise CannotChange(f"Nie ma symbolu {symbol}. Odśwież stronę.")
    _record(f"{what} {symbol}", "zamknięto" if closed else "zmieniono", by, at)


def _account(number: str) -> Account:
    found = Account.objects.filter(company_id=current_company_id(), number=number).first()
    if found is None:
        raise CannotChange(f"Nie ma konta {number or '(puste)'}. Wybierz konto z planu.")
    return found


def _owed(account: Account) -> bool:
    items = OpenItem.objects.filter(company_id=account.company_id, account=account)
    return items.exclude(settled=F("amount")).exists()


def _name(text: str, limit: int) -> str:
    name = clean(text.strip(), limit)
    if not name:
        raise CannotChange("Podaj nazwę.")
    return name


def _record(what: str, how: str, by: int | None, at: datetime) -> None:
    record_events([ChartChanged(what=what, how=how)], Stamp(by, at))
