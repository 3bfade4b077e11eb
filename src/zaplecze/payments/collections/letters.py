"""Letters as they print, made of their frozen facts alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from zaplecze.formats.numbers import format_account
from zaplecze.payments.collections.keeping import Facts
from zaplecze.payments.collections.models import CollectionLetter, LetterKind, Outcome
from zaplecze.payments.collections.queries import LetterView
from zaplecze.payments.collections.setoff_letter import setoff_sections, setoff_title
from zaplecze.platform.letterhead import head_lines
from zaplecze.platform.money import ZERO, format_pln
from zaplecze.platform.printing import LetterSection, LetterSheet, LetterTable, letters_pdf

TITLES = {
    LetterKind.CONFIRMATION: "Potwierdzenie salda",
    LetterKind.INTEREST: "Nota odsetkowa",
}


def letter_title(letter: CollectionLetter) -> str:
    """The heading of a letter; a reminder's is the name of its level, a set-off's says whose will it is."""
    if letter.kind == LetterKind.REMINDER:
        return str(letter.facts["level"]["name"])
    if letter.kind == LetterKind.SETOFF:
        return setoff_title(letter)
    return TITLES[LetterKind(letter.kind)]


def letter_sheet(view: LetterView) -> LetterSheet:
    """A letter ready to print; a cancelled one says so."""
    letter = view.letter
    sections = {
        LetterKind.CONFIRMATION: _confirmation,
        LetterKind.REMINDER: _reminder,
        LetterKind.INTEREST: _note,
        LetterKind.SETOFF: setoff_sections,
    }[LetterKind(letter.kind)](letter)
    facts = letter.facts
    to = facts["to"]
    return LetterSheet(
        title=letter_title(letter),
        number=f"nr {letter.number}",
        day=f"{letter.day:%d.%m.%Y}",
        sender=head_lines(**{"address": "", **facts["from"]}),
        recipient=tuple(
            line
            for line in (to["name"], to["address"], to["tax_id"] and f"NIP {to['tax_id']}")
            if line
        ),
        sections=sections,
        stamp="ANULOWANO" if view.state == Outcome.CANCELLED else "",
    )


def print_letters(views: Sequence[LetterView], *, printed_by: str, printed_at: datetime) -> bytes:
    """Letters in one PDF/A."""
    return letters_pdf(
        [letter_sheet(v) for v in views], printed_by=printed_by, printed_at=printed_at
    )


def zip_letters(views: Sequence[LetterView], *, printed_by: str, printed_at: datetime) -> bytes:
    """Letters as a ZIP of PDF/A files, each named after its number."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for view in views:
            data = print_letters([view], printed_by=printed_by, printed_at=printed_at)
            archive.writestr(file_stem(view.letter) + ".pdf", data)
    return held.getvalue()


def file_stem(letter: CollectionLetter) -> str:
    """A letter's number as a file name: ``NO-3-2026``."""
    return letter.number.replace("/", "-")


def _money(text: str) -> str:
    return format_pln(Decimal(text))


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}" if text else "–"


def _own(item: Facts) -> str:
    """What is left of an item in its own currency, without a sign; letters of before knew the currency alone."""
    if item["currency"] == "PLN":
        return ""
    told = item.get("own")
    return f"{_money(told.lstrip('-'))} {item['currency']}" if told else str(item["currency"])


def _own_balances(items: Sequence[Facts]) -> tuple[str, ...]:
    """The balance of each foreign currency in words of its own."""
    sums: dict[str, Decimal] = {}
    for i in items:
        if i["currency"] != "PLN" and i.get("own"):
            sums[i["currency"]] = sums.get(i["currency"], ZERO) + Decimal(i["own"])
    told = [
        f"{format_pln(abs(a))} {code} {'na naszą korzyść' if a >= 0 else 'na Państwa korzyść'}"
        for code, a in sorted(sums.items())
    ]
    if not told:
        return ()
    return (
        f"W tym w walutach: {'; '.join(told)}. Kwoty w złotych są wartością tych pozycji w naszych księgach; "
        "o zapłacie rozstrzyga kwota w walucie.",
    )


def _confirmation(letter: CollectionLetter) -> tuple[LetterSection, ...]:
    items = letter.facts["items"]
    receivable = sum((Decimal(i["left"]) for i in items if Decimal(i["left"]) > 0), ZERO)
    payable = -sum((Decimal(i["left"]) for i in items if Decimal(i["left"]) < 0), ZERO)
    # A debt in a currency is owed in it: the zlotys beside it are only what our books say.
    foreign = any(i["currency"] != "PLN" for i in items)
    rows = tuple(
        (
            i["number"],
            _day(i["date"]),
            _day(i["due"]),
            *([_own(i)] if foreign else []),
            _money(i["left"]) if Decimal(i["left"]) > 0 else "",
            _money(i["left"].lstrip("-")) if Decimal(i["left"]) < 0 else "",
        )
        for i in items
    )
    day = f"{letter.as_of:%d.%m.%Y}"
    side = "na naszą korzyść" if letter.total >= 0 else "na Państwa korzyść"
    own = ("W walucie",) if foreign else ()
    table = LetterTable(
        heads=(
            "Dokument",
            "Data",
            "Termin",
            *own,
            "Na naszą korzyść, zł",
            "Na Państwa korzyść, zł",
        ),
        rows=rows,
        right=(3, 4, 5) if foreign else (3, 4),
        total=("Razem", "", "", *("" for _ in own), format_pln(receivable), format_pln(payable)),
    )
    return (
        LetterSection(
            heading="A. Saldo według naszych ksiąg",
            paragraphs=(
                f"Na podstawie art. 26 ust. 1 pkt 2 ustawy o rachunkowości prosimy o potwierdzenie sald rozrachunków "
                f"na dzień {day}. W naszych księgach figurują następujące pozycje:",
            ),
            table=table,
        ),
        LetterSection(
            paragraphs=(
                f"Saldo na dzień {day}: {format_pln(abs(letter.total))} zł {side}.",
                *_own_balances(items),
                "Prosimy odesłać wypełniony odcinek B. Zgodę albo niezgodność prosimy potwierdzić podpisem osoby "
                "upoważnionej.",
            ),
            signatures=("data i podpis głównego księgowego", "pieczęć i podpis jednostki"),
        ),
        LetterSection(
            heading="B. Odpowiedź kontrahenta",
            paragraphs=(
                f"Dotyczy pisma nr {letter.number}, saldo na dzień {day}: {format_pln(abs(letter.total))} zł {side}.",
                "[  ]  Saldo zgodne.",
                "[  ]  Saldo niezgodne. Według naszych ksiąg wynosi ......................... zł na korzyść "
                "............................. . Wyjaśnienie różnicy:",
                "..............................................................................................................",
            ),
            boxed=True,
            signatures=("data", "pieczęć i podpis osoby upoważnionej"),
        ),
    )


def _reminder(letter: CollectionLetter) -> tuple[LetterSection, ...]:
    facts = letter.facts
    rows = tuple(
        (i["number"], _day(i["date"]), _day(i["due"]), _money(i["amount"]), _money(i["left"]))
        for i in facts["items"]
    )
    pay = f"Prosimy o wpłatę {format_pln(letter.total)} zł do {letter.as_of:%d.%m.%Y}"
    account = format_account(facts["account"] or "")
    return (
        LetterSection(
            paragraphs=(facts["level"]["text"],),
            table=LetterTable(
                heads=("Dokument", "Data", "Termin", "Kwota, zł", "Do zapłaty, zł"),
                rows=rows,
                right=(3, 4),
                total=("Razem", "", "", "", format_pln(letter.total)),
            ),
        ),
        LetterSection(
            paragraphs=((f"{pay} na rachunek {account}." if account else f"{pay}."),),
            signatures=("", "podpis osoby upoważnionej"),
        ),
    )


def _note(letter: CollectionLetter) -> tuple[LetterSection, ...]:
    facts = letter.facts
    rows = tuple(
        (
            x["number"],
            _money(x["principal"]),
            f"{_day(x['first'])} – {_day(x['last'])}",
            str(x["days"]),
            x["rate"].replace(".", ",") + " %",
            "tak" if x["paid"] else "nie",
            _money(x["amount"]),
        )
        for x in facts["lines"]
    )
    interest = sum((Decimal(x["amount"]) for x in facts["lines"]), ZERO)
    made = [
        LetterSection(
            paragraphs=(
                f"Obciążamy Państwa za zapłatę po terminie: {facts['interest']}, "
                f"naliczone do {letter.as_of:%d.%m.%Y}.",
            ),
            table=LetterTable(
                heads=(
                    "Dokument",
                    "Kwota, zł",
                    "Okres",
                    "Dni",
                    "Stawka",
                    "Zapłacono",
                    "Odsetki, zł",
                ),
                rows=rows,
                right=(1, 3, 4, 6),
                total=("Razem", "", "", "", "", "", format_pln(interest)),
            ),
        )
    ]
    if facts["compensations"]:
        extra = sum((Decimal(x["amount"]) for x in facts["compensations"]), ZERO)
        made.append(
            LetterSection(
                heading="Rekompensata za koszty odzyskiwania należności (art. 10 ust. 1 ustawy z 8 marca 2013 r.)",
                table=LetterTable(
                    heads=("Dokument", "EUR", "Kurs NBP", "Z dnia", "Kwota, zł"),
                    rows=tuple(
                        (
                            x["number"],
                            str(x["eur"]),
                            f"{Decimal(x['rate']):.4f}".replace(".", ","),
                            _day(x["rate_day"]),
                            _money(x["amount"]),
                        )
                        for x in facts["compensations"]
                    ),
                    right=(1, 2, 4),
                    total=("Razem", "", "", "", format_pln(extra)),
                ),
            )
        )
    account = f" na rachunek {format_account(facts['account'])}" if facts["account"] else ""
    made.append(
        LetterSection(
            paragraphs=(
                f"Do zapłaty: {format_pln(letter.total)} zł{account}.",
                "Odsetki: kwota × dni × stawka / 365, każdy wiersz zaokrąglony do grosza. Nota nie podlega VAT.",
            ),
            signatures=("", "podpis osoby upoważnionej"),
        )
    )
    return tuple(made)
