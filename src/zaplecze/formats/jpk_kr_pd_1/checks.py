"""What the schema can't see: sides, sums, accounts, contractors, numbers, days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.formats.jpk_kr_pd_1.types import Account, Books, Controls, Entry
from zaplecze.formats.numbers import nip_ok, tax_office_ok

ZERO = Decimal("0.00")
NO_PERSON = frozenset({"", "program"})  # what stands for no person in D_9
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a file, with its place and the next step; what only ``warns`` does not stop it."""

    code: str
    message_pl: str
    warns: bool = False


def check(books: Books, stated: Controls | None = None) -> list[Finding]:
    """Check a file's values; with the ``stated`` control sums of a file that was read, those too.

    At most 20 findings of entries are told, so that one wrong habit does not fill the page.
    """
    accounts = {a.number: a for a in books.accounts}
    contractors = {c.code for c in books.contractors}
    sums: dict[str, list[Decimal]] = {}
    controls = Controls()
    found: list[Finding] = []
    number = nobodys = 0
    for entry in books.entries():
        controls = controls.with_entry(entry)
        found += _entry(entry, accounts, contractors)
        found += _days(entry, books)
        number = _number(entry, number, found)
        nobodys += entry.responsible in NO_PERSON
        for line in entry.lines:
            sides = sums.setdefault(line.account, [ZERO, ZERO])
            sides[0 if line.is_debit else 1] += line.amount
    shown = found[:SHOWN]
    if len(found) > SHOWN:
        shown.append(Finding("KRPD-MORE", f"Dalszych uwag do zapisów: {len(found) - SHOWN}.", True))
    return [
        *_header(books),
        *_people(nobodys),
        *_accounts(books.accounts, sums),
        *_sums(books, controls, stated),
        *shown,
    ]


def _header(books: Books) -> Iterator[Finding]:
    if not nip_ok(books.subject.nip):
        yield Finding("KRPD-NIP", f"NIP {books.subject.nip} jest błędny: popraw go w danych firmy.")
    if not tax_office_ok(books.header.tax_office):
        yield Finding(
            "KRPD-OFFICE",
            "Brak kodu urzędu skarbowego (cztery cyfry): uzupełnij go w „Dane firmy”.",
        )
    for no, amount in enumerate(books.reconciliation.values(), 1):
        if amount < 0:
            yield Finding(
                "KRPD-RPD",
                f"RPD: K_{no} jest ujemne ({amount} zł). Kwota ma zwykle własne pole: sprawdź w kalkulacji CIT, "
                "z których kont pochodzi.",
                warns=True,
            )


def _people(nobodys: int) -> Iterator[Finding]:
    """D_9 asks for data that identify the person who answers for an entry."""
    if nobodys:
        yield Finding(
            "KRPD-PERSON",
            f"Zapisy bez osoby odpowiedzialnej: {nobodys}. Wskaż w „Dane firmy”, kto odpowiada za zapisy, które "
            "program księguje sam, i zbuduj plik jeszcze raz (art. 14 ust. 4 ustawy o rachunkowości).",
            warns=True,
        )


def _entry(
    entry: Entry, accounts: Mapping[str, Account], contractors: set[str]
) -> Iterator[Finding]:
    where = f"Zapis {entry.number} ({entry.voucher})"
    debit = sum((n.amount for n in entry.lines if n.is_debit), ZERO)
    credit = sum((n.amount for n in entry.lines if not n.is_debit), ZERO)
    if debit != credit:
        yield Finding("KRPD-SIDES", f"{where}: Wn {debit} różni się od Ma {credit}.")
    for line in entry.lines:
        if line.account not in accounts:
            yield Finding(
                "KRPD-ACCOUNT", f"{where}: konta {line.account} nie ma w zestawieniu sald."
            )
        if line.currency and line.foreign is None:
            yield Finding("KRPD-CURRENCY", f"{where}: wiersz {line.no} ma walutę bez kwoty.")
    if entry.contractor and entry.contractor not in contractors:
        yield Finding("KRPD-CONTRACTOR", f"{where}: kontrahenta {entry.contractor} nie ma w pliku.")


def _days(entry: Entry, books: Books) -> Iterator[Finding]:
    header = books.header
    if not header.year_first <= entry.operation_date <= header.year_last:
        yield Finding(
            "KRPD-DAY",
            f"Zapis {entry.number}: operacja z {entry.operation_date} leży poza rokiem obrotowym.",
            warns=True,
        )


def _number(entry: Entry, before: int, found: list[Finding]) -> int:
    """Numbers that are plain go up by one; a journal's first entry may follow the opening's."""
    if not entry.number.isdecimal():
        return before
    number = int(entry.number)
    if before and number != before + 1:
        found.append(
            Finding(
                "KRPD-NUMBER", f"Po zapisie {before} stoi zapis {number}: brakuje numerów.", True
            )
        )
    return number


def _accounts(accounts: Iterable[Account], sums: Mapping[str, list[Decimal]]) -> Iterator[Finding]:
    opening = ZERO
    for a in accounts:
        opening += a.opening_debit - a.opening_credit
        debit, credit = sums.get(a.number, [ZERO, ZERO])
        if (debit, credit) != (a.debit, a.credit):
            yield Finding(
                "KRPD-TURNOVER",
                f"Konto {a.number}: obroty {a.debit} / {a.credit}, a w dzienniku {debit} / {credit}.",
            )
        balance = a.opening_debit - a.opening_credit + a.year_debit - a.year_credit
        if balance != a.closing_debit - a.closing_credit:
            yield Finding(
                "KRPD-CLOSING",
                f"Konto {a.number}: saldo {a.closing_debit} / {a.closing_credit} nie wynika z otwarcia "
                f"i obrotów ({balance}).",
            )
    if opening:
        yield Finding("KRPD-OPENING", f"Bilans otwarcia nie zgadza się o {opening} zł.")


def _sums(books: Books, controls: Controls, stated: Controls | None) -> Iterator[Finding]:
    if stated is not None and stated != controls:
        yield Finding(
            "KRPD-CTRL",
            f"Sumy kontrolne mówią o {stated.entries} zapisach i {stated.debit} / {stated.credit} zł, "
            f"a w pliku jest {controls.entries} i {controls.debit} / {controls.credit} zł.",
        )
    debit = sum((a.debit for a in books.accounts), ZERO)
    credit = sum((a.credit for a in books.accounts), ZERO)
    if (debit, credit) != (controls.debit, controls.credit):
        yield Finding(
            "KRPD-TOTALS",
            f"Obroty kont {debit} / {credit} różnią się od dziennika {controls.debit} / {controls.credit}.",
        )
