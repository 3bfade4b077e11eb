"""Reads of splits: what each means on a day, and which is used for a line without being asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zaplecze.ledger.models import (
    CostCenter,
    CostSplit,
    Project,
    SplitDefault,
    SplitKey,
    SplitMethod,
    SplitWeight,
)
from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.ledger.splits.rules import CannotSplit, Part, read_parts, split_line
from zaplecze.platform.scope import current_company_id


def parts_as_data(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Parts as JSON keeps them; values as text."""
    return [
        {
            "value": None if p.value is None else str(p.value),
            "cost_center": p.cost_center,
            "project": p.project,
            "account": p.account,
        }
        for p in parts
    ]


def _parts_from_data(rows: Sequence[Mapping[str, Any]]) -> list[Part]:
    return [
        Part(
            None if row["value"] is None else Decimal(row["value"]),
            row["cost_center"],
            row["project"],
            row["account"],
        )
        for row in rows
    ]


def cost_splits(*, closed: bool = False) -> list[CostSplit]:
    """Splits by code."""
    rows = CostSplit.objects.select_related("key").filter(company_id=current_company_id())
    return list((rows if closed else rows.filter(closed=False)).order_by("code"))


def split_keys() -> list[SplitKey]:
    """Keys by code."""
    return list(SplitKey.objects.filter(company_id=current_company_id()).order_by("code"))


def weights_on(key: SplitKey, day: date) -> list[SplitWeight]:
    """The key's weights that hold on a day: those of the newest day not after it."""
    rows = SplitWeight.objects.filter(company_id=key.company_id, key=key)
    newest = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
    if newest is None:
        return []
    return list(
        rows.select_related("cost_center", "project")
        .filter(valid_from=newest.valid_from)
        .order_by("id")
    )


def all_weights(key: SplitKey) -> list[SplitWeight]:
    """Every weight of a key, the newest day first."""
    rows = SplitWeight.objects.select_related("cost_center", "project").filter(
        company_id=key.company_id, key=key
    )
    return list(rows.order_by("-valid_from", "id"))


def parts_of(split: CostSplit, day: date) -> list[Part]:
    """What a split shares over on a day; raises `CannotSplit` where its key has no weights then."""
    if split.method != SplitMethod.KEY:
        return _parts_from_data(split.parts)
    assert split.key is not None
    found = [
        Part(
            w.weight,
            w.cost_center.code if w.cost_center else "",
            w.project.code if w.project else "",
            w.account,
        )
        for w in weights_on(split.key, day)
    ]
    if not found:
        raise CannotSplit(
            f"Klucz {split.key.code} nie ma wartości na {day:%d.%m.%Y}. Dodaj je w podzielnikach."
        )
    return found


def used_codes() -> tuple[dict[str, str], dict[str, str]]:
    """Codes of cost centers and projects in use, by their capital letters."""
    company_id = current_company_id()
    centers = CostCenter.objects.filter(company_id=company_id, closed=False)
    used = Project.objects.filter(company_id=company_id, closed=False)
    return (
        {c.upper(): c for c in centers.values_list("code", flat=True)},
        {c.upper(): c for c in used.values_list("code", flat=True)},
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A split that could be used on a line, with the lines that it would make; or why it can't."""

    code: str
    name: str
    lines: tuple[NewLine, ...]
    refused: str = ""


def offers(line: NewLine, *, text: str, day: date) -> list[Offer]:
    """Saved splits whose code or name holds ``text``, tried on the line; or ``text`` itself read as parts."""
    wanted = text.strip().casefold()
    found = []
    for split in cost_splits():
        if wanted in f"{split.code} {split.name}".casefold():
            found.append(_offer(line, split, day))
    if found or not wanted:
        return found
    centers, used = used_codes()
    try:
        method, parts = read_parts(text, centers=centers, projects=used)
        lines = split_line(line, name="wpisany", method=method, parts=parts)
    except CannotSplit as refusal:
        return [Offer("", text, (), refusal.message)]
    return [Offer("", text, tuple(lines))]


def _offer(line: NewLine, split: CostSplit, day: date) -> Offer:
    try:
        lines = split_line(line, name=split.code, method=split.method, parts=parts_of(split, day))
    except CannotSplit as refusal:
        return Offer(split.code, split.name, (), refusal.message)
    return Offer(split.code, split.name, tuple(lines))


@dataclass(frozen=True, slots=True)
class Defaults:
    """Which splits are used without being asked: read once for many entries."""

    by_line: dict[tuple[int | None, str], CostSplit]

    def of(self, partner_id: int | None, account: str) -> CostSplit | None:
        """For the partner and account, then the partner, then the account."""
        for key in ((partner_id, account), (partner_id, ""), (None, account)):
            if key != (None, "") and key in self.by_line:
                return self.by_line[key]
        return None


def split_defaults() -> list[SplitDefault]:
    """Defaults in the order in which they were made."""
    rows = SplitDefault.objects.select_related("split").filter(company_id=current_company_id())
    return list(rows.order_by("id"))


def defaults() -> Defaults:
    """Defaults of splits in use."""
    return Defaults(
        {(d.partner_id, d.account): d.split for d in split_defaults() if not d.split.closed}
    )


def with_default_splits(entry: NewEntry, known: Defaults) -> NewEntry:
    """The entry with its cost lines shared by the defaults of its partner and accounts.

    A split that can't share the line (a key without weights on the day) leaves it whole, and says why.
    """
    if not known.by_line:
        return entry
    lines: list[NewLine] = []
    for line in entry.lines:
        split = known.of(entry.partner_id, line.account) if _is_cost(line.account) else None
        if split is None:
            lines.append(line)
            continue
        offer = _offer(line, split, entry.operation_date)
        lines += offer.lines or (replace(line, why=f"{line.why}; {offer.refused}"),)
    return replace(entry, lines=tuple(lines))


def _is_cost(account: str) -> bool:
    return account.startswith(("4", "5")) and not account.startswith("49")
