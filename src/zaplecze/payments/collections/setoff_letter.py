"""The letter of a set-off: our statement (art. 498-499 of the Civil Code), or a compensation that all sign."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zaplecze.payments.collections.models import CollectionLetter
from zaplecze.platform.money import ZERO, format_pln
from zaplecze.platform.printing import LetterSection, LetterTable

STATEMENT = "Oświadczenie o potrąceniu"
AGREEMENT = "Kompensata wzajemnych wierzytelności"


def setoff_title(letter: CollectionLetter) -> str:
    """What the letter is called."""
    return AGREEMENT if letter.facts["by_agreement"] else STATEMENT


def setoff_sections(letter: CollectionLetter) -> tuple[LetterSection, ...]:
    """What it says: the ground, claims of both sides with what is left of them, the amount, signatures."""
    facts = letter.facts
    unit = "zł" if facts["currency"] == "PLN" else facts["currency"]
    amount = f"{format_pln(Decimal(facts['amount']))} {unit}"
    other = facts["other"]
    ours = f"A. Należności od: {facts['to']['name']}"
    theirs = f"B. Zobowiązania wobec: {(other or facts['to'])['name']}"
    return (
        LetterSection(paragraphs=_ground(letter, amount)),
        LetterSection(heading=ours, table=_table(facts["receivables"], unit)),
        LetterSection(heading=theirs, table=_table(facts["payables"], unit)),
        LetterSection(paragraphs=_ending(letter, amount), signatures=_signatures(facts)),
    )


def _ground(letter: CollectionLetter, amount: str) -> tuple[str, ...]:
    facts = letter.facts
    day = f"{letter.day:%d.%m.%Y}"
    if not facts["by_agreement"]:
        return (
            "Na podstawie art. 498 i 499 Kodeksu cywilnego oświadczamy, że potrącamy nasze wierzytelności "
            f"z tabeli A z Państwa wierzytelnościami wobec nas z tabeli B, do kwoty {amount}.",
            f"Wierzytelności umarzają się nawzajem do wysokości wierzytelności niższej (art. 498 § 2). Potrącenie "
            f"działa wstecz od chwili, kiedy stało się możliwe (art. 499): najwcześniej od {_day(facts['since'])}.",
        )
    who = f"{facts['from']['name']} i {facts['to']['name']}"
    if facts["other"]:
        other = facts["other"]
        named = ", NIP " + other["tax_id"] if other["tax_id"] else ""
        who = f"{facts['from']['name']}, {facts['to']['name']} oraz {other['name']}{named}"
    return (
        f"Strony: {who}, na podstawie art. 353(1) Kodeksu cywilnego zgodnie umarzają z dniem {day} wierzytelności "
        f"z tabel A i B do kwoty {amount}.",
    )


def _ending(letter: CollectionLetter, amount: str) -> tuple[str, ...]:
    facts = letter.facts
    told = f"Potrącono {amount}. Dowód księgowy nr {letter.number}, zapis {facts['entry']}."
    if facts["currency"] == "PLN":
        return (told,)
    worth = format_pln(letter.total)
    return (
        told,
        f"Wartość w księgach: {worth} zł, kurs {facts['rate']} "
        "(art. 30 ust. 2 ustawy o rachunkowości).",
    )


def _signatures(facts: dict[str, Any]) -> tuple[str, str]:
    if not facts["by_agreement"]:
        return ("", "podpis osoby upoważnionej")
    others = " i ".join(p["name"] for p in (facts["to"], facts["other"]) if p)
    return (f"za {facts['from']['name']}", f"za {others}")


def _table(rows: list[dict[str, str]], unit: str) -> LetterTable:
    def total(key: str) -> str:
        return format_pln(sum((Decimal(r[key]) for r in rows), ZERO))

    return LetterTable(
        heads=("Dokument", "Data", "Termin", f"Było ({unit})", "Potrącono", "Zostaje"),
        rows=tuple(
            (
                r["number"],
                _day(r["date"]),
                _day(r["due"]),
                *(format_pln(Decimal(r[key])) for key in ("left", "set_off", "rest")),
            )
            for r in rows
        ),
        right=(3, 4, 5),
        total=("Razem", "", "", total("left"), total("set_off"), total("rest")),
    )  # fmt: skip


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}" if text else "–"
