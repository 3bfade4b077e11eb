"""What the schema can't see of a register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zaplecze.formats.jpk_st_kr_1.types import Asset, Register
from zaplecze.formats.numbers import nip_ok, tax_office_ok


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the asset it is of, and the next step; what only ``warns`` does not stop the file."""

    code: str
    message_pl: str
    warns: bool = False


def check(register: Register) -> list[Finding]:
    """Check values: who files, numbers once, totals within values, days in order."""
    found = [*_header(register)]
    if not register.assets:
        found.append(Finding("STKR-EMPTY", "Ewidencja jest pusta: nie ma czego wysyłać."))
    numbers: set[str] = set()
    for asset in register.assets:
        if asset.number in numbers:
            found.append(
                Finding(
                    "STKR-TWICE",
                    f"Numer {asset.number} stoi dwa razy: nadaj jednemu ze środków inny.",
                )
            )
        numbers.add(asset.number)
        found += _asset(asset, register)
    return found


def _header(register: Register) -> Iterator[Finding]:
    if not nip_ok(register.subject.nip):
        yield Finding(
            "STKR-NIP", f"NIP {register.subject.nip} jest błędny: popraw go w danych firmy."
        )
    if not tax_office_ok(register.header.tax_office):
        yield Finding(
            "STKR-OFFICE",
            "Brak kodu urzędu skarbowego (cztery cyfry): uzupełnij go w „Dane firmy”.",
        )


def _asset(a: Asset, register: Register) -> Iterator[Finding]:
    where = f"{a.number} {a.name}"
    if a.in_use_on < a.acquired_on:
        yield Finding("STKR-DAYS", f"{where}: przyjęty przed nabyciem; popraw dni na karcie.")
    if a.in_use_on > register.header.year_last:
        yield Finding(
            "STKR-LATER", f"{where}: przyjęty po końcu roku; wybierz późniejszy rok pliku."
        )
    if a.tax_total > a.tax_value + a.tax_change:
        yield Finding(
            "STKR-OVER", f"{where}: umorzenie podatkowe przekracza wartość; sprawdź plan na karcie."
        )
    if a.total > a.value + a.change:
        yield Finding(
            "STKR-OVER", f"{where}: umorzenie przekracza wartość; sprawdź plan na karcie."
        )
    if a.tax_year > a.tax_total or a.year > a.total:
        yield Finding(
            "STKR-YEAR",
            f"{where}: odpis roku przekracza odpisy narastająco; sprawdź przejęte umorzenie.",
        )
    if a.refused > a.tax_year:
        yield Finding(
            "STKR-REFUSED",
            f"{where}: część nieuznana przekracza odpis roku; sprawdź wartość uznawaną podatkowo.",
        )
    if a.struck is not None and not a.in_use_on <= a.struck.on <= register.header.year_last:
        yield Finding(
            "STKR-STRUCK",
            f"{where}: wykreślony przed przyjęciem albo po końcu roku; popraw dzień wykreślenia.",
        )
    if not a.intangible and not a.kst:
        yield Finding("STKR-KST", f"{where}: brak KŚT; podaj symbol na karcie środka.", warns=True)
