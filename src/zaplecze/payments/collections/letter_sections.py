"""What confirmations, reminders and interest notes say: a table and a sum for each currency."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaplecze.payments.collections.keeping import Facts
from zaplecze.payments.collections.letter_words import (
    ENGLISH,
    account,
    by_currency,
    day,
    interest_name,
    money,
    number,
    owed,
    unit,
)
from zaplecze.payments.collections.models import CollectionLetter
from zaplecze.platform.money import ZERO
from zaplecze.platform.printing import LetterSection, LetterTable

Sections = tuple[LetterSection, ...]
DOTS = "." * 25
# To tick by hand: hard spaces, since a line of text closes up common ones.
BOX = "\u00a0\u00a0\u00a0[\u00a0\u00a0\u00a0]"


def reminder(letter: CollectionLetter) -> Sections:
    """The text of the level, a table a currency, and where to pay by when."""
    facts = letter.facts
    text = str(facts["level"]["text"])
    if get_language() == ENGLISH:
        text = str(facts["level"].get("text_en") or "") or _(
            "Minął termin zapłaty poniższych należności. Prosimy o zapłatę."
        )
    tables = _tables(facts["items"], _reminder_table)
    pay = tuple(
        _pay_line(
            _("Prosimy o wpłatę %(sum)s do %(day)s na rachunek %(account)s."),
            _("Prosimy o wpłatę %(sum)s do %(day)s."),
            facts,
            (currency, amount),
            day(letter.as_of),
        )
        for currency, amount in _asked(letter)
    )
    ours = tuple(
        _("Od tej kwoty odejmujemy nasze wymagalne zobowiązania wobec Państwa: %(sum)s.")
        % {"sum": owed(amount, currency)}
        for currency, amount in _told_sums(facts, "back")
    )
    return (
        LetterSection(paragraphs=(text,)),
        *tables,
        LetterSection(paragraphs=(*ours, *pay), signatures=("", _("podpis osoby upoważnionej"))),
    )


def _reminder_table(items: Sequence[Facts], currency: str) -> LetterTable:
    total = sum((Decimal(i["owed"]) for i in items), ZERO)
    return LetterTable(
        heads=(
            _("Dokument"),
            _("Data"),
            _("Termin"),
            _("Kwota, %(unit)s") % {"unit": unit(currency)},
            _("Do zapłaty, %(unit)s") % {"unit": unit(currency)},
        ),
        rows=tuple(
            (
                i["number"],
                day(i["date"]),
                day(i["due"]),
                money(Decimal(i["amount"])),
                money(Decimal(i["owed"])),
            )
            for i in items
        ),
        right=(3, 4),
        total=(_("Razem"), "", "", "", money(total)),
        widths=(32, 16, 16, 18, 18),
    )


def confirmation(letter: CollectionLetter) -> Sections:
    """Our balance item by item, a table a currency, and the slip to send back (art. 26 ust. 1 pkt 2)."""
    facts = letter.facts
    until = day(letter.as_of)
    asked = (
        _(
            "Na podstawie art. 26 ust. 1 pkt 2 ustawy o rachunkowości prosimy o potwierdzenie sald rozrachunków na "
            "dzień %(day)s. W naszych księgach figurują następujące pozycje:"
        )
        % {"day": until},
    )
    balances = tuple(
        _("Saldo na dzień %(day)s: %(sum)s.") % {"day": until, "sum": _sided(amount, currency)}
        for currency, amount in _sums(letter)
    )
    # A debt in a currency is owed in it: the zlotys are only what our books say.
    foreign = any(i["currency"] != "PLN" for i in facts["items"])
    worth = (
        (
            _("Wartość wszystkich pozycji w naszych księgach: %(sum)s. O zapłacie rozstrzyga kwota w walucie.")
            % {"sum": _sided(letter.total, "PLN")},
        )
        if foreign
        else ()
    )  # fmt: skip
    answers = tuple(
        line
        for currency, amount in _sums(letter)
        for line in (
            _("Saldo %(sum)s:%(box)s zgodne%(box)s niezgodne")
            % {"sum": _sided(amount, currency), "box": BOX},
            _("Według naszych ksiąg: %(dots)s %(unit)s na korzyść %(dots)s")
            % {"dots": DOTS, "unit": unit(currency)},
        )
    )
    return (
        LetterSection(heading=_("A. Saldo według naszych ksiąg"), paragraphs=asked),
        *_tables(facts["items"], _balance_table),
        LetterSection(
            paragraphs=(
                *balances,
                *worth,
                _(
                    "Prosimy odesłać wypełniony odcinek B. Zgodę albo niezgodność prosimy potwierdzić podpisem osoby "
                    "upoważnionej."
                ),
            ),
            signatures=(_("data i podpis głównego księgowego"), _("pieczęć i podpis jednostki")),
        ),
        LetterSection(
            heading=_("B. Odpowiedź kontrahenta"),
            paragraphs=(
                _("Dotyczy pisma nr %(number)s, saldo na dzień %(day)s.")
                % {"number": letter.number, "day": until},
                *answers,
                _("Wyjaśnienie różnicy: %(dots)s") % {"dots": DOTS * 4},
            ),
            boxed=True,
            signatures=(_("data"), _("pieczęć i podpis osoby upoważnionej")),
        ),
    )


def _balance_table(items: Sequence[Facts], currency: str) -> LetterTable:
    sides = [(max(a, ZERO), max(-a, ZERO)) for a in (Decimal(i["owed"]) for i in items)]
    return LetterTable(
        heads=(
            _("Dokument"),
            _("Data"),
            _("Termin"),
            _("Na naszą korzyść, %(unit)s") % {"unit": unit(currency)},
            _("Na Państwa korzyść, %(unit)s") % {"unit": unit(currency)},
        ),
        rows=tuple(
            (
                i["number"],
                day(i["date"]),
                day(i["due"]),
                money(ours) if ours else "",
                money(theirs) if theirs else "",
            )
            for i, (ours, theirs) in zip(items, sides, strict=True)
        ),
        right=(3, 4),
        total=(_("Razem"), "", "", *(money(sum(side, ZERO)) for side in zip(*sides, strict=True))),
        widths=(24, 14, 14, 23, 25),
    )


def note(letter: CollectionLetter) -> Sections:
    """Interest line by line, the compensation, and what to pay where."""
    facts = letter.facts
    made = [
        LetterSection(
            paragraphs=(
                _("Obciążamy Państwa za zapłatę po terminie: %(interest)s, naliczone do %(day)s.")
                % {"interest": interest_name(facts), "day": day(letter.as_of)},
            ),
            table=_interest_table(facts["lines"], facts["currency"]),
        )
    ]
    if facts["compensations"]:
        made.append(
            LetterSection(
                heading=_(
                    "Rekompensata za koszty odzyskiwania należności (art. 10 ust. 1 ustawy z 8 marca 2013 r.)"
                ),
                table=_compensation_table(facts["compensations"]),
            )
        )
    pay = tuple(
        _pay_line(
            _("Do zapłaty do %(day)s: %(sum)s na rachunek %(account)s."),
            _("Do zapłaty do %(day)s: %(sum)s."),
            facts,
            pair,
            day(facts["pay_by"]),
        )
        for pair in _sums(letter)
    )
    rule = _(
        "Odsetki: kwota × dni × stawka / 365, każdy wiersz zaokrąglony do grosza. Nota nie podlega VAT."
    )
    worth = (
        (
            _(
                "W księgach wystawcy: %(sum)s, średni kurs NBP %(rate)s z %(day)s, tabela %(table)s (art. 30 ust. 2 "
                "ustawy o rachunkowości)."
            )
            % {
                "sum": owed(letter.total, "PLN"),
                "rate": number(facts["worth_rate"]["mid"], 4),
                "day": day(facts["worth_rate"]["day"]),
                "table": facts["worth_rate"]["table"] or "–",
            },
        )
        if facts["worth_rate"]
        else ()
    )  # fmt: skip
    made.append(
        LetterSection(
            paragraphs=(*pay, rule, *worth), signatures=("", _("podpis osoby upoważnionej"))
        )
    )
    return tuple(made)


def _interest_table(lines: Sequence[Facts], currency: str) -> LetterTable:
    return LetterTable(
        heads=(
            _("Dokument"),
            _("Kwota, %(unit)s") % {"unit": unit(currency)},
            _("Okres"),
            _("Dni"),
            _("Stawka"),
            _("Zapłacono"),
            _("Odsetki, %(unit)s") % {"unit": unit(currency)},
        ),
        rows=tuple(
            (
                x["number"],
                money(Decimal(x["principal"])),
                f"{day(x['first'])} – {day(x['last'])}",
                str(x["days"]),
                number(x["rate"]) + " %",
                _("tak") if x["paid"] else _("nie"),
                money(Decimal(x["amount"])),
            )
            for x in lines
        ),
        right=(1, 3, 4, 6),
        total=(
            _("Razem"), "", "", "", "", "",
            money(sum((Decimal(x["amount"]) for x in lines), ZERO)),
        ),
        widths=(22, 15, 24, 6, 10, 10, 13),
    )  # fmt: skip


def _compensation_table(extras: Sequence[Facts]) -> LetterTable:
    """In euro without a rate, or converted: all of a note's are one or the other."""
    converted = bool(extras[0]["rate"])
    total = money(sum((Decimal(x["amount"]) for x in extras), ZERO))
    if not converted:
        return LetterTable(
            heads=(_("Dokument"), _("Kwota, %(unit)s") % {"unit": "EUR"}),
            rows=tuple((x["number"], money(Decimal(x["amount"]))) for x in extras),
            right=(1,),
            total=(_("Razem"), total),
            widths=(80, 20),
        )
    return LetterTable(
        heads=(
            _("Dokument"),
            "EUR",
            _("Kurs NBP"),
            _("Z dnia"),
            _("Kwota, %(unit)s") % {"unit": unit("PLN")},
        ),
        rows=tuple(
            (
                x["number"],
                str(x["eur"]),
                number(x["rate"], 4),
                day(x["rate_day"]),
                money(Decimal(x["amount"])),
            )
            for x in extras
        ),
        right=(1, 2, 4),
        total=(_("Razem"), "", "", "", total),
        widths=(36, 12, 16, 18, 18),
    )


def _sums(letter: CollectionLetter) -> list[tuple[str, Decimal]]:
    """Sums by currency; a balance in which all cancels out is a balance of nothing."""
    return _told_sums(letter.facts, "sums") or [("PLN", ZERO)]


def _asked(letter: CollectionLetter) -> list[tuple[str, Decimal]]:
    """What a reminder asks for by currency: its sums without what is due from us."""
    return _told_sums(letter.facts, "asked") or _sums(letter)


def _told_sums(facts: Facts, key: str) -> list[tuple[str, Decimal]]:
    return [(currency, Decimal(amount)) for currency, amount in facts.get(key, ())]


def _tables(
    items: Sequence[Facts], make: Callable[[Sequence[Facts], str], LetterTable]
) -> Sections:
    """A table a currency, each headed by it where there is more than one or it isn't the zloty."""
    groups = by_currency(items)
    return tuple(
        LetterSection(
            heading=""
            if len(groups) == 1
            else _("Pozycje w %(currency)s") % {"currency": currency},
            table=make(rows, currency),
        )
        for currency, rows in groups
    )


def _sided(amount: Decimal, currency: str) -> str:
    """A balance with whose favor it is in."""
    shown = owed(abs(amount), currency)
    if amount >= 0:
        return _("%(sum)s na naszą korzyść") % {"sum": shown}
    return _("%(sum)s na Państwa korzyść") % {"sum": shown}


def _pay_line(onto: str, plain: str, facts: Facts, sum_: tuple[str, Decimal], until: str) -> str:
    currency, amount = sum_
    number_of = account(facts, currency)
    text = onto if number_of else plain
    return text % {"sum": owed(amount, currency), "day": until, "account": number_of}
