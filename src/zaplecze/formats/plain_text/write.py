"""Both writers.

Books are kept in PLN, so an account's own balance is its PLN. What it holds in a currency stands below it, in an
account of that currency, against one account of equity a currency: both measures can be recounted.

>>> beancount_account("202-1"), hledger_account("702")
('Liabilities:202-1', 'income:702')
>>> quoted('Śruba 1/2" \\\\ hak')
'"Śruba 1/2\\\\" \\\\\\\\ hak"'
>>> described("usługa; część | druga")
'usługa, część / druga'
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from zaplecze.formats.plain_text.types import Books, TextLine

# The five kinds of both programs, by group of the chart. Settlement accounts stand on either side.
KINDS = {
    "0": "Assets",
    "1": "Assets",
    "2": "Liabilities",
    "3": "Assets",
    "4": "Expenses",
    "5": "Expenses",
    "6": "Assets",
    "7": "Income",
    "8": "Equity",
    "9": "Assets",
}
DAY = timedelta(days=1)


def beancount_account(number: str) -> str:
    """Name of an account in Beancount."""
    return f"{KINDS[number[0]]}:{number}"


def hledger_account(number: str) -> str:
    """Name of an account in hledger."""
    return f"{KINDS[number[0]].lower()}:{number}"


def foreign_postings(account: str, equity: str, line: TextLine) -> str:
    """The two postings of a line's currency; nothing for a line of PLN."""
    if not line.foreign:
        return ""
    c = line.currency
    return f"    {account}:{c}  {line.foreign:.2f} {c}\n    {equity}:{c}  {-line.foreign:.2f} {c}\n"


def quoted(text: str) -> str:
    """A string of Beancount."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def described(text: str) -> str:
    """A description of hledger, where a semicolon begins a comment and a bar parts payee and note."""
    return text.replace(";", ",").replace("|", "/").strip()


def beancount(books: Books) -> Iterator[str]:
    """The books as a Beancount file; balances of a month's end stand at the next day's beginning."""
    yield f'option "title" {quoted(books.company)}\noption "operating_currency" "PLN"\n\n'
    for account in books.accounts:
        yield f"{books.opened} open {beancount_account(account.number)} PLN\n  name: {quoted(account.name)}\n"
    for number, currency in books.foreign:
        yield f"{books.opened} open {beancount_account(number)}:{currency} {currency}\n"
    for currency in sorted({currency for _, currency in books.foreign}):
        yield f"{books.opened} open Equity:Waluty:{currency} {currency}\n"
    for price in books.prices():
        yield f"{price.day} price {price.currency} {price.rate} PLN\n"
    for entry in books.entries():
        yield (
            f"\n{entry.day} * {quoted(entry.label)} {quoted(entry.text)}\n  voucher: {quoted(entry.voucher)}\n"
        )
        for line in entry.lines:
            own = beancount_account(line.account)
            yield f"  {own}  {line.amount:.2f} PLN\n"
            yield foreign_postings(own, "Equity:Waluty", line)
    for day, balances in sorted(books.closings.items()):
        yield "\n"
        for number, amount in sorted(balances.items()):
            yield f"{day + DAY} balance {beancount_account(number)}  {amount:.2f} ~ 0.00 PLN\n"
        for (number, currency), amount in sorted(books.foreign_closings.get(day, {}).items()):
            own = f"{beancount_account(number)}:{currency}"
            yield f"{day + DAY} balance {own}  {amount:.2f} ~ 0.00 {currency}\n"


def hledger(books: Books) -> Iterator[str]:
    """The books as an hledger journal; each month ends with an entry of nothing that asserts the balances."""
    yield f"; {described(books.company)}\ncommodity 1000.00 PLN\n"
    currencies = sorted({currency for _, currency in books.foreign})
    yield from (f"commodity 1000.00 {currency}\n" for currency in currencies)
    yield "\n"
    for account in books.accounts:
        yield f"account {hledger_account(account.number)}  ; {described(account.name)}\n"
    for number, currency in books.foreign:
        yield f"account {hledger_account(number)}:{currency}\n"
    yield from (f"account equity:waluty:{currency}\n" for currency in currencies)
    for price in books.prices():
        yield f"P {price.day} {price.currency} {price.rate} PLN\n"
    for entry in books.entries():
        yield f"\n{entry.day} * ({entry.label}) {described(entry.text)}  ; {described(entry.voucher)}\n"
        for line in entry.lines:
            own = hledger_account(line.account)
            yield f"    {own}  {line.amount:.2f} PLN\n"
            yield foreign_postings(own, "equity:waluty", line)
    for day, balances in sorted(books.closings.items()):
        yield f"\n{day} * Salda\n"
        for number, amount in sorted(balances.items()):
            yield f"    {hledger_account(number)}  0.00 PLN = {amount:.2f} PLN\n"
        for (number, currency), amount in sorted(books.foreign_closings.get(day, {}).items()):
            own = f"{hledger_account(number)}:{currency}"
            yield f"    {own}  0.00 {currency} = {amount:.2f} {currency}\n"
