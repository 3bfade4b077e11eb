"""Words, amounts and days of letters in the language that is switched on: Polish or English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaplecze.formats.numbers import format_account
from zaplecze.payments.collections.keeping import Facts
from zaplecze.payments.collections.models import CollectionLetter, LetterKind
from zaplecze.payments.collections.rates import InterestKind
from zaplecze.platform.money import format_pln

POLISH, ENGLISH = "pl", "en"
LANGUAGES = (POLISH, ENGLISH)
BOTH = "both"
NRB_LENGTH = 26
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language_of(letter: CollectionLetter) -> str:
    """The language of a letter: English to a partner from abroad, else Polish; a set-off is Polish."""
    country = letter.facts["to"].get("country", "PL")
    return POLISH if country == "PL" or letter.kind == LetterKind.SETOFF else ENGLISH


def money(amount: Decimal) -> str:
    """An amount: ``1 234,50``, in English ``1,234.50``."""
    return f"{amount:,.2f}" if get_language() == ENGLISH else format_pln(amount)


def number(text: str, places: int | None = None) -> str:
    """A rate or a per cent from facts, with ``places`` where they are set."""
    shown = text if places is None else f"{Decimal(text):.{places}f}"
    return shown if get_language() == ENGLISH else shown.replace(".", ",")


def day(text: str | date) -> str:
    """A day: ``30.09.2026``, in English ``30 Sep 2026``, which nobody reads the other way round; a dash for none."""
    if not text:
        return "–"
    found = date.fromisoformat(text) if isinstance(text, str) else text
    if get_language() == ENGLISH:
        return f"{found.day}\u00a0{MONTHS[found.month - 1]}\u00a0{found.year}"
    return f"{found:%d.%m.%Y}"


def unit(currency: str) -> str:
    """A currency as it stands beside an amount."""
    return "zł" if currency == "PLN" and get_language() != ENGLISH else currency


def owed(amount: Decimal, currency: str) -> str:
    """An amount with its currency: ``12,50 zł``, in English ``PLN 12.50``."""
    if get_language() == ENGLISH:
        return f"{currency} {money(amount)}"
    return f"{money(amount)} {unit(currency)}"


def account(facts: Facts, currency: str) -> str:
    """The account to pay a currency to; abroad it is an IBAN. Empty where the company has none."""
    found = (facts.get("accounts") or {}).get(currency, "")
    if found and get_language() == ENGLISH and len(found) == NRB_LENGTH and found.isdecimal():
        found = f"PL{found}"
    return format_account(found) if found else ""


def by_currency(items: Sequence[Facts]) -> list[tuple[str, list[Facts]]]:
    """Items under their currencies, zlotys first."""
    found: dict[str, list[Facts]] = {}
    for item in items:
        found.setdefault(item["currency"], []).append(item)
    return sorted(found.items(), key=lambda pair: (pair[0] != "PLN", pair[0]))


def interest_name(facts: Facts) -> str:
    """Which interest a note charges."""
    return {
        InterestKind.DELAY: _("odsetki ustawowe za opóźnienie (art. 481 k.c.)"),
        InterestKind.TRADE: _("odsetki ustawowe za opóźnienie w transakcjach handlowych"),
        InterestKind.TRADE_MEDICAL: _(
            "odsetki w transakcjach handlowych, dłużnik publiczny podmiot leczniczy"
        ),
    }[InterestKind(facts["kind"])]
