"""Base forms of Polish words by simplemma, read from its packed dictionary: 70 MB and a second and a half, once.

The library compiles the rules of every language it knows when it is imported; that too waits for the first word.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies.dictionaries import StreamDictionaryFactory

_MARKED = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "źż"}
_MOST = 64  # spellings that are followed at once


@cache
def _dictionaries() -> StreamDictionaryFactory:
    from simplemma.strategies.dictionaries import StreamDictionaryFactory

    return StreamDictionaryFactory()


@cache
def _lemmatizer() -> Lemmatizer:
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_dictionaries()))


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """The base form; a word that the dictionary doesn't know stays as it is.

    >>> lemma("książek"), lemma("Usług")
    ('książka', 'usługa')
    """
    return _lemmatizer().lemmatize(word.lower(), lang="pl")


@lru_cache(maxsize=10_000)
def plain_lemmas(word: str) -> frozenset[str]:
    """Base forms of every word of the dictionary that looks like this without its diacritics.

    The dictionary is sorted, so spellings are followed letter by letter and given up as soon as no word begins so:
    some dozens of looks for a word, no second dictionary.

    >>> sorted(plain_lemmas("zrodel")), sorted(plain_lemmas("zadania"))
    (['źródło'], ['zadanie', 'żądanie'])
    """
    if not (word.isascii() and word.isalpha() and len(word) > 2):
        return frozenset()
    spellings = [""]
    for letter in word.lower():
        longer = [s + way for s in spellings for way in (letter, *_MARKED.get(letter, ""))]
        spellings = [s for s in longer if _begins_a_word(s)][:_MOST]
    known: Any = _dictionaries().get_dictionary("pl")
    return frozenset(lemma(s) for s in spellings if known.get(s) is not None)


def _begins_a_word(start: str) -> bool:
    from simplemma.strategies.dictionaries import frontcode

    # The stream's blocks are the library's own affair; its version is locked, and tests would tell.
    known: Any = _dictionaries().get_dictionary("pl")
    wanted = start.encode()
    block = bisect_left(known._firsts, wanted)
    if block < len(known._firsts) and known._firsts[block].startswith(wanted):
        return True
    if not block:
        return False
    for _, key, _ in frontcode._iter_records(known._data, *known._blocks[block - 1]):
        if key >= wanted:
            return bool(key.startswith(wanted))
    return False


def as_written(word: str) -> str:
    """No base form: what intake uses, so that taking a file in never waits for the dictionary."""
    return word
