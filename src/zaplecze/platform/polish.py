"""Polish alphabetical order and search without diacritics, the same as in ``sql/polish.sql``; forms of counts.

The program must sort like a Polish dictionary on any machine, also where neither the operating
system nor PostgreSQL knows Polish. So the order is the program's own, spelled out twice: here for
lists in memory, in SQL for ``ORDER BY polish_order(name)`` and indexes on it. A test compares both.

Text is expected composed (Unicode NFC), as browsers and the readers of papers deliver it.
"""

from __future__ import annotations

# Letters that only foreign names have stand with the Polish letter they are made of.
_FOREIGN = {
    "a": "ÀÁÂÃÄÅàáâãäåĀāĂă",
    "c": "ÇçĈĉĊċČč",
    "d": "ÐðĎďĐđ",
    "e": "ÈÉÊËèéêëĒēĔĕĖėĚě",
    "g": "ĜĝĞğĠġĢģ",
    "h": "ĤĥĦħ",
    "i": "ÌÍÎÏìíîïĨĩĪīĬĭĮįİı",
    "j": "Ĵĵ",
    "k": "Ķķĸ",
    "l": "ĹĺĻļĽľĿŀ",
    "n": "ÑñŅņŇňŉŊŋ",
    "o": "ÒÔÕÖØòôõöøŌōŎŏŐő",
    "r": "ŔŕŖŗŘř",
    "s": "ŜŝŞşŠšſȘș",
    "t": "ŢţŤťŦŧȚț",
    "u": "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų",
    "w": "Ŵŵ",
    "y": "ÝýÿŶŷŸ",
    "z": "Žž",
}
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZĄĆĘŁŃÓŚŹŻ"
_SPACES = "\t\n\r\u00a0\u2007\u202f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014"
_BASE = str.maketrans(
    {letter: letter.lower() for letter in _UPPER}
    | {letter: base for base, letters in _FOREIGN.items() for letter in letters}
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("ßẞ", "ss")
    | dict.fromkeys("Ææ", "ae")
    | dict.fromkeys("Œœ", "oe")
    | dict.fromkeys("Þþ", "th")
    | dict.fromkeys("Ĳĳ", "ij")
)
_WITHOUT_DIACRITICS = str.maketrans("ąćęłńóśźż", "acelnoszz")

# Quotation marks don't count: "ALFA" stands with ALFA. Other signs come before the digits.
_IGNORED = "\"'`´‘’‚“”„«»‹›"
_SIGNS = ":;<=>?@[\\]^_{|}~"
# A Polish letter follows its plain one with anything after it, as the last characters of all do.
_LAST, _LAST_BUT_ONE = "\U0010ffff", "\U0010fffe"
_RANKS = str.maketrans(
    dict.fromkeys(_IGNORED, "")
    | dict.fromkeys(_SIGNS, "/")
    | {letter: letter.translate(_WITHOUT_DIACRITICS) + _LAST for letter in "ąćęłńóśż"}
    | {"ź": "z" + _LAST_BUT_ONE}
)
# Keeps the key below what a PostgreSQL index takes (2,704 bytes).
_SIGNIFICANT = 256


def polish_order(name: str) -> bytes:
    """Return a sort key: digits, then a ą b c ć ... z ź ż, in whatever case.

    Spaces come before signs and both before digits; letters of other alphabets come last. Names
    that differ in case or foreign diacritics only are ordered by code point, so that the order is
    total. The first 256 characters count.

    >>> sorted(["zebra", "Ćma", "cytryna", "ósmy", "osa", "łan", "1 maja", "Las"], key=polish_order)
    ['1 maja', 'cytryna', 'Ćma', 'Las', 'łan', 'osa', 'ósmy', 'zebra']
    """
    counted = name[:_SIGNIFICANT]
    return f"{_base(counted).translate(_RANKS)}\x01{counted}".encode()


def polish_fold(text: str) -> str:
    """Return text as search compares it: lower case, no diacritics, plain spaces and hyphens.

    >>> polish_fold("Zażółć gęślą jaźń – Müller & Straße")
    'zazolc gesla jazn - muller & strasse'
    """
    return _base(text).translate(_WITHOUT_DIACRITICS)


def _base(text: str) -> str:
    """Lower case; foreign letters plain; Polish ones kept."""
    return text.translate(_BASE)


def counted(count: int, one: str, few: str, many: str) -> str:
    """A count with its noun in the form that Polish asks for; ``few`` is that of 2 to 4, 22 to 24 and so on.

    For messages that no catalogue translates; screens have ``ngettext``.

    >>> [counted(n, "dokument", "dokumenty", "dokumentów") for n in (1, 3, 5, 12, 22, 101)]
    ['1 dokument', '3 dokumenty', '5 dokumentów', '12 dokumentów', '22 dokumenty', '101 dokumentów']
    """
    small, rest = abs(count) % 10, abs(count) % 100
    if abs(count) == 1:
        form = one
    elif 2 <= small <= 4 and not 12 <= rest <= 14:
        form = few
    else:
        form = many
    return f"{count} {form}"
