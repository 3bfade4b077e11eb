"""How long papers are kept, pure: categories with their periods as dated data, and the day a period ends.

A period is counted in whole calendar years; a paper may go from the day after `Keeping.until`. Where several acts
keep a paper, the longest period counts. What art. 74 counts from a business year begins with the calendar year after
the one in which it ends: the later of both readings of a business year that doesn't end in December.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from zaplecze.platform.business_years import CALENDAR_YEARS, BusinessYears
from zaplecze.platform.periods import month_after

TAX_DUE_MONTHS = 3


class Begins(Enum):
    """From when a period runs."""

    YEAR_AFTER = "od początku roku następującego po roku obrotowym"
    TAX_DUE = "od końca roku, w którym upłynął termin płatności podatku"
    APPROVED = "od początku roku następującego po roku obrotowym, w którym je zatwierdzono"
    YEAR_END = "od końca roku, w którym sprawa się zakończyła"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole years by an article; ``sure`` is False where the text of the act was not at hand when it was written."""

    years: int
    begins: Begins
    article: str
    since: date
    sure: bool = True

    @property
    def span(self) -> str:
        """The period in words: 5 lat od końca roku, w którym ..."""
        words = {1: "rok", 2: "lata", 3: "lata", 4: "lata"}
        return f"{self.years} {words.get(self.years, 'lat')} {self.begins.value}"

    def last_day(self, day: date, business: BusinessYears = CALENDAR_YEARS) -> date:
        """The last day of keeping for a paper of ``day`` in a company of these business years.

        Income tax of a year is due by the end of the third month after it (art. 27 ust. 1 of the CIT Act), and its
        limitation begins with the end of the calendar year of that day (art. 70 § 1 of the Tax Ordinance).

        >>> kept = Period(5, Begins.TAX_DUE, "", date(1998, 1, 1))
        >>> kept.last_day(date(2026, 3, 1)), kept.last_day(date(2026, 3, 1), BusinessYears((date(2025, 7, 1),)))
        (datetime.date(2032, 12, 31), datetime.date(2031, 12, 31))
        """
        if self.begins is Begins.YEAR_END:
            return date(day.year + self.years, 12, 31)
        ends = business.of_day(day).ends
        if self.begins is Begins.TAX_DUE:
            for _ in range(TAX_DUE_MONTHS):
                ends = month_after(ends)
        return date(ends[0] + self.years, 12, 31)


@dataclass(frozen=True, slots=True)
class Category:
    """How a sort of papers is kept; without periods it stays for ever.

    ``closed``: counts from a matter's end as people give it; ``asked`` says what day that is.
    """

    key: str
    sign: str
    label: str
    periods: tuple[Period, ...]
    closed: bool = False
    asked: str = "sprawa trwa: podaj dzień jej zakończenia w teczce"


_UOR = date(2019, 1, 1)
_TAX = (
    Period(
        5, Begins.TAX_DUE, "art. 86 § 1 w zw. z art. 70 § 1 Ordynacji podatkowej", date(1998, 1, 1)
    ),
    Period(5, Begins.TAX_DUE, "art. 112 ustawy o VAT", date(2014, 1, 1)),
)
# Sources: consolidated texts of the acts as cited in the project's facts; `sure` marks what is from memory.
CATEGORIES: dict[str, Category] = {
    c.key: c
    for c in (
        Category(
            "voucher", "B6", "dowody księgowe i faktury",
            (Period(5, Begins.YEAR_AFTER, "art. 74 ust. 2 pkt 8 i ust. 3 ustawy o rachunkowości", _UOR), *_TAX),
        ),
        Category(
            "books", "B6", "księgi rachunkowe i inwentaryzacja",
            (Period(5, Begins.YEAR_AFTER, "art. 74 ust. 2 pkt 1 i 7 i ust. 3 ustawy o rachunkowości", _UOR), *_TAX),
        ),
        Category(
            "statement", "B5", "zatwierdzone sprawozdania finansowe",
            (Period(5, Begins.APPROVED, "art. 74 ust. 1 ustawy o rachunkowości", _UOR, sure=False),),
            closed=True,
            asked="podaj w teczce dzień zatwierdzenia sprawozdania: od niego liczy się czas (art. 74 ust. 1)",
        ),
        Category(
            "contract", "B6", "umowy handlowe, kredyty, środki trwałe w budowie, roszczenia",
            (Period(5, Begins.YEAR_AFTER, "art. 74 ust. 2 pkt 4 ustawy o rachunkowości", _UOR, sure=False), *_TAX),
            closed=True,
        ),
        Category(
            "complaint", "B1", "rękojmia i reklamacje",
            (Period(1, Begins.YEAR_END, "art. 74 ust. 2 pkt 6 ustawy o rachunkowości", _UOR, sure=False),),
            closed=True,
        ),
        Category(
            "employee10", "B10", "akta pracownicze: zatrudnienie od 2019 roku",
            (Period(10, Begins.YEAR_END, "art. 94 pkt 9b Kodeksu pracy", _UOR, sure=False),),
            closed=True,
        ),
        Category(
            "employee50", "B50", "akta pracownicze: zatrudnienie przed 2019 rokiem",
            (
                Period(
                    50, Begins.YEAR_END,
                    "art. 51u ustawy o narodowym zasobie archiwalnym, art. 125a ustawy o emeryturach i rentach z FUS",
                    date(2005, 1, 1), sure=False,
                ),
            ),
            closed=True,
        ),
        Category(
            "letter", "B2", "korespondencja bez znaczenia podatkowego",
            (Period(2, Begins.YEAR_END, "instrukcja kancelaryjna firmy", _UOR),),
        ),
        Category("forever", "A", "akta spółki: wieczyście", ()),
    )
}  # fmt: skip

KIND_CATEGORIES = {
    "cost_invoice": "voucher",
    "foreign_invoice": "voucher",
    "customs_declaration": "voucher",
    "sales_invoice": "voucher",
    "bank_statement": "voucher",
    "paper_statement": "voucher",
    "receipt": "voucher",
}
"""Where the law says it of the kind itself; other kinds are filed by people."""
VOUCHER = "voucher"
"""What any paper is that an entry rests on (art. 20 ust. 2 of the Accounting Act), whatever its kind."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when a paper is kept (the last day; None: for ever, or not known) and why."""

    until: date | None
    category: Category | None
    basis: str
    sure: bool = True

    def due(self, on: date) -> bool:
        """True where the time of keeping is over on a day."""
        return self.until is not None and on > self.until


def keeping_of(
    *,
    category: str,
    day: date | None,
    closed_on: date | None,
    used_on: date | None,
    business: BusinessYears = CALENDAR_YEARS,
) -> Keeping:
    """How long a paper is kept in a company of these business years.

    ``day`` is the latest day that it names itself, ``used_on`` the latest month that it was posted in, ``closed_on``
    the end of its matter as people gave it. What has no category, or no end yet, is kept.
    """
    known = CATEGORIES.get(category)
    if known is None:
        return Keeping(None, None, "bez kategorii: załóż do teczki")
    if not known.periods:
        return Keeping(None, known, "wieczyście")
    days = [d for d in ((closed_on,) if known.closed else (day, closed_on)) if d]
    if not days:
        return Keeping(None, known, known.asked)
    latest = max([*days, *([used_on] if used_on else [])])
    last = max(p.last_day(latest, business) for p in known.periods)
    deciding = [p for p in known.periods if p.last_day(latest, business) == last]
    spans: dict[str, list[str]] = {}
    for period in deciding:
        spans.setdefault(period.span, []).append(period.article)
    basis = "; ".join(f"{span}: {', '.join(articles)}" for span, articles in spans.items())
    return Keeping(last, known, basis, all(p.sure for p in deciding))


def longer(own: Keeping, law: Keeping) -> Keeping:
    """What a folder or the company's policy says of a paper, unless the law asks for more.

    The period by law is the least: filing a voucher among letters shortens nothing. A paper that stays for ever, or
    whose matter has not ended yet, is kept longest of all.
    """
    if own.category is None or law.category is None:
        return own if law.category is None else law
    if own.until is None or (law.until is not None and own.until >= law.until):
        return own
    shorter = f"krócej mówi kategoria {own.category.sign}, {own.category.label}"
    return replace(law, basis=f"{law.basis} ({shorter})")


@dataclass(frozen=True, slots=True)
class Subject:
    """A line of the list of subjects that a company begins with."""

    symbol: str
    title: str
    category: str
    personal: bool = False


SUBJECTS = (
    Subject("0", "Zarządzanie", "forever"),
    Subject("00", "Umowa spółki, uchwały, rejestry", "forever"),
    Subject("01", "Pełnomocnictwa", "contract"),
    Subject("1", "Kadry", "employee10", personal=True),
    Subject("10", "Akta osobowe", "employee10", personal=True),
    Subject("11", "Akta osobowe sprzed 2019 roku", "employee50", personal=True),
    Subject("12", "Listy płac i karty wynagrodzeń", "employee10", personal=True),
    Subject("13", "Umowy cywilnoprawne", "employee10", personal=True),
    Subject("2", "Administracja", "letter"),
    Subject("20", "Korespondencja ogólna", "letter"),
    Subject("21", "Najem, media, wyposażenie", "contract"),
    Subject("3", "Finanse i księgowość", "voucher"),
    Subject("30", "Faktury zakupu", "voucher"),
    Subject("31", "Faktury sprzedaży", "voucher"),
    Subject("32", "Wyciągi bankowe i kasa", "voucher"),
    Subject("33", "Księgi i inwentaryzacja", "books"),
    Subject("34", "Sprawozdania finansowe", "statement"),
    Subject("35", "Podatki i kontrole", "voucher"),
    Subject("36", "Środki trwałe", "contract"),
    Subject("4", "Umowy", "contract"),
    Subject("40", "Umowy z dostawcami", "contract"),
    Subject("41", "Umowy z odbiorcami", "contract"),
    Subject("42", "Kredyty, leasing, ubezpieczenia", "contract"),
    Subject("5", "Reklamacje i spory", "complaint"),
    Subject("50", "Reklamacje", "complaint"),
    Subject("51", "Spory sądowe", "contract"),
)

_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]+@[\w-]+\.[\w.-]*\w|[\w-]+(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w-]+)?)")


def mentions(text: str, people: Iterable[tuple[int, str, str]]) -> set[int]:
    """Ids of the people that a note calls on: ``@Name Surname``, ``@Surname`` or ``@their@address``.

    ``people`` are (id, full name, e-mail). A word that fits nobody, or more than one person, calls on nobody.

    >>> mentions("@Wilk sprawdź", [(1, "Anna Wilk", "a@example.com"), (2, "Jan Las", "j@example.com")])
    {1}
    """
    known = list(people)
    found: set[int] = set()
    for words in _MENTION.findall(text):
        for asked in (words, words.partition(" ")[0]):
            plain = asked.casefold()
            fitting = {
                id_
                for id_, name, email in known
                if plain in (email.casefold(), name.casefold(), *name.casefold().split())
            }
            if len(fitting) == 1:
                found |= fitting
                break
    return found
