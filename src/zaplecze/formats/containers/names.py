"""Names of files as senders wrote them, made safe to keep and to show."""

from __future__ import annotations

import unicodedata

LONGEST = 255
LONGEST_EXTENSION = 16
NAMELESS = "bez nazwy"
_FORBIDDEN = frozenset('<>:"|?*')


def safe_name(name: str) -> str:
    """The last part of a path: printable, no marks that turn the reading order, at most 255 characters.

    A name that is cut keeps its extension. The result is never empty, ``.`` or ``..``.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\skany\\\\faktura?.pdf"), safe_name("..")
    ('passwd', 'faktura_.pdf', 'bez nazwy')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    if not last.isascii():
        last = unicodedata.normalize("NFC", last)
    if not last.isprintable() or not _FORBIDDEN.isdisjoint(last):
        last = "".join("_" if not c.isprintable() or c in _FORBIDDEN else c for c in last)
    last = last.strip()
    if not last.strip("."):
        return NAMELESS
    if len(last) <= LONGEST:
        return last
    stem, dot, extension = last.rpartition(".")
    if not dot or len(extension) > LONGEST_EXTENSION:
        return last[:LONGEST]
    return f"{stem[: LONGEST - len(extension) - 1]}.{extension}"
