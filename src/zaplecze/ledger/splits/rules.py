"""Cost splits, pure: one line into parts by percent, amount or key; no grosz lost, none invented.

The rounding is the largest remainder (`platform.money.split_largest_remainder`): each part is cut down to the
grosz and the grosze left go to the parts that were cut most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zaplecze.ledger.circle.rules import SETTLED, is_cost
from zaplecze.ledger.rules import NewLine
from zaplecze.platform.money import GROSZ, format_pln, split_largest_remainder
from zaplecze.platform.refusal import Refusal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
MOST_PARTS = 200
PERCENT, AMOUNT, KEY = "percent", "amount", "key"
REST = "reszta"
LONGEST = 4_000
LARGEST = Decimal("1e9")
# After runs of spaces became one, so that a long text costs no more than its length.
_PART = re.compile(
    r"(?P<what>\S+) (?P<value>[0-9][0-9 ]*(?:[.,][0-9]{1,4})?%?|reszta)", re.IGNORECASE
)


class CannotSplit(Refusal):
    """A split can't be kept or used; the message names the part."""

    code = "ledger.split"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a split; empty fields keep what the line has. ``value`` is percent, PLN or the key's weight.

    None is the rest: allowed once, by percent and by amount. An ``account`` of group 5 on a line of group 4 doesn't
    take its place: the part stays a cost by nature, and goes on to that account through 490.
    """

    value: Decimal | None
    cost_center: str = ""
    project: str = ""
    account: str = ""


def check_parts(method: str, parts: Sequence[Part]) -> None:
    """Refuse parts that could never share a line."""
    if not 1 <= len(parts) <= MOST_PARTS:
        raise CannotSplit(f"Podaj od 1 do {MOST_PARTS} części.")
    if sum(part.value is None for part in parts) > (0 if method == KEY else 1):
        raise CannotSplit("Reszta może być jedna, a przy kluczu żadna. Wpisz wartości części.")
    for no, part in enumerate(parts, 1):
        if part.value is not None and not 0 <= part.value < LARGEST:
            raise CannotSplit(f"Część {no}: wpisz wartość od 0 do miliarda.")
        if method == AMOUNT and part.value is not None and part.value % GROSZ:
            raise CannotSplit(f"Część {no}: kwota ma ułamek grosza. Zaokrąglij ją.")
    given = sum((part.value for part in parts if part.value is not None), ZERO)
    rest = any(part.value is None for part in parts)
    if method == PERCENT and not (given == HUNDRED or (rest and given < HUNDRED)):
        raise CannotSplit(f"Procenty dają {given}, a mają dać 100. Popraw albo dodaj resztę.")
    if method == KEY and not given:
        raise CannotSplit("Klucz ma same zera. Podaj jego wartości.")


def share(amount: Decimal, method: str, parts: Sequence[Part]) -> list[Decimal]:
    """What of ``amount`` (PLN, whole grosze) each part takes; the parts always sum to the amount.

    By amount the parts are taken as they stand, and the rest, or the last part, must fit what is left.
    """
    check_parts(method, parts)
    if method != AMOUNT:
        given = sum((part.value for part in parts if part.value is not None), ZERO)
        return split_largest_remainder(
            amount, [HUNDRED - given if part.value is None else part.value for part in parts]
        )
    sign = -1 if amount < 0 else 1
    left = abs(amount) - sum((part.value for part in parts if part.value is not None), ZERO)
    rest = any(part.value is None for part in parts)
    if left < 0 or (left and not rest):
        raise CannotSplit(
            f"Kwoty części różnią się od kwoty wiersza o {abs(left)} zł. Popraw je albo dodaj resztę."
        )
    return [sign * (left if part.value is None else part.value) for part in parts]


def split_line(line: NewLine, *, name: str, method: str, parts: Sequence[Part]) -> list[NewLine]:
    """The line as its parts, each with its reason; parts of nothing fall away. Raises `CannotSplit`."""
    debits = share(line.debit, method, parts) if line.debit else [ZERO] * len(parts)
    credits_ = share(line.credit, method, parts) if line.credit else [ZERO] * len(parts)
    if not line.debit and not line.credit:
        raise CannotSplit("Wiersz nie ma kwoty. Wpisz ją, potem podziel.")
    amounts: list[Decimal | None] = [None] * len(parts)
    if line.currency_amount is not None:
        pln = [abs(d or c) for d, c in zip(debits, credits_, strict=True)]
        amounts = list(split_largest_remainder(line.currency_amount, pln))
    made, places = [], []
    for part, debit, credit, in_currency in zip(parts, debits, credits_, amounts, strict=True):
        if not debit and not credit:
            continue
        onward = is_cost(line.account) and part.account.startswith("5")
        one = replace(
            line,
            account=line.account if onward else part.account or line.account,
            debit=debit,
            credit=credit,
            currency_amount=in_currency,
            cost_center=part.cost_center or line.cost_center,
            project=part.project or line.project,
            why=f"podzielnik {name}: {_reason(method, part)} z {format_pln(line.debit or line.credit)}",
        )
        made.append(one)
        if onward:
            places.append(
                NewLine(
                    part.account,
                    debit=debit - credit,
                    cost_center=one.cost_center,
                    project=one.project,
                    why=one.why,
                )
            )
    total = sum((place.debit for place in places), ZERO)
    if total:
        places.append(
            NewLine(SETTLED, credit=total, why=f"podzielnik {name}: przez konto {SETTLED}")
        )
    return made + places


def _reason(method: str, part: Part) -> str:
    if part.value is None:
        return REST
    value = f"{part.value.normalize():f}".replace(".", ",")
    return (
        f"{value}%" if method == PERCENT else f"klucz {value}" if method == KEY else f"{value} zł"
    )


def read_parts(
    text: str, *, centers: Mapping[str, str], projects: Mapping[str, str]
) -> tuple[str, list[Part]]:
    """Parts as people type them: ``HANDEL 30%; PROD reszta``; a name is a cost center, a project or both
    (``PROD|P-1``), an account after ``@`` (``PROD@550``).

    ``centers`` and ``projects`` are what the company uses, by code in capital letters. Raises `CannotSplit`.
    """
    if len(text) > LONGEST:
        raise CannotSplit(f"Części mają więcej niż {LONGEST} znaków. Zrób z nich klucz.")
    parts: list[Part] = []
    percents = 0
    for no, piece in enumerate((p.strip() for p in text.split(";") if p.strip()), 1):
        found = _PART.fullmatch(" ".join(piece.split()).replace(" %", "%"))
        if found is None:
            raise CannotSplit(f"Część {no}: „{piece}”. Wpisz np. HANDEL 30%; PROD reszta.")
        value = found["value"].replace(" ", "").replace(",", ".")
        percents += value.endswith("%")
        parts.append(
            replace(
                _named(no, found["what"], centers, projects),
                value=None if value.lower() == REST else Decimal(value.rstrip("%")),
            )
        )
    if percents not in (0, sum(part.value is not None for part in parts)):
        raise CannotSplit("Podaj same procenty albo same kwoty.")
    method = PERCENT if percents else AMOUNT
    check_parts(method, parts)
    return method, parts


def _named(no: int, what: str, centers: Mapping[str, str], projects: Mapping[str, str]) -> Part:
    names, _, account = what.partition("@")
    part = Part(ZERO, account=account)
    for name in filter(None, (n.strip().upper() for n in names.split("|"))):
        if name in centers:
            part = replace(part, cost_center=centers[name])
        elif name in projects:
            part = replace(part, project=projects[name])
        else:
            raise CannotSplit(f"Część {no}: nie ma MPK ani projektu {name}. Wybierz z kartoteki.")
    return part
