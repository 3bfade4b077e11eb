"""What the schema can't see of a register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zaplecze.formats.jpk_st_kr_1.types import Asset, Register


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the asset it is of, and the next step; what only ``warns`` does not stop the file."""

    code: str
    message_pl: str
    warns: bool = False


def check(register: Register) -> list[Finding]:
    """Check values: numbers once, totals within values, days in order."""
    found: list[Finding] = []
    if not register.assets:
        found.append(Finding("STKR-EMPTY", "Ewidencja jest pusta: nie ma czego wysyłać."))
    numbers: set[str] = set()
    for asset in register.assets:
        if asset.number in numbers:
            found.append(Finding("STKR-TWICE", f"Numer {asset.number} stoi dwa razy."))
        numbers.add(asset.number)
        found += _asset(asset, register)
    return found


def _asset(a: Asset, register: Register) -> Iterator[Finding]:
    where = f"{a.number} {a.name}"
    if a.in_use_on < a.acquired_on:
        yield Finding("STKR-DAYS", f"{where}: przyjęty przed nabyciem.")
    if a.in_use_on > register.header.year_last:
        yield Finding("STKR-LATER", f"{where}: przyjęty po końcu roku.")
    if a.tax_total > a.tax_value + a.tax_change:
        yield Finding("STKR-OVER", f"{where}: umorzenie podatkowe przekracza wartość.")
    if a.total > a.value + a.change:
        yield Finding("STKR-OVER", f"{where}: umorzenie przekracza wartość.")
    if a.tax_year > a.tax_total or a.year > a.total:
        yield Finding("STKR-YEAR", f"{where}: odpis roku przekracza odpisy narastająco.")
    if a.refused > a.tax_year:
        yield Finding("STKR-REFUSED", f"{where}: część nieuznana przekracza odpis roku.")
    if not a.intangible and not a.kst:
        yield Finding("STKR-KST", f"{where}: brak KŚT; podaj symbol na karcie środka.", warns=True)
