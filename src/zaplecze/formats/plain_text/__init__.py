"""Books as plain text for Beancount and hledger: other people's programs as judges of ours.

`beancount(books)` and `hledger(books)` give the text piece by piece. Amounts are PLN, debit positive.
"""

from zaplecze.formats.plain_text.types import Books, TextAccount, TextEntry, TextLine, TextPrice
from zaplecze.formats.plain_text.write import beancount, hledger

__all__ = ["Books", "TextAccount", "TextEntry", "TextLine", "TextPrice", "beancount", "hledger"]
