"""Base forms of Polish words by simplemma, read from its packed dictionary: 70 MB and a second and a half, once."""

from __future__ import annotations

from functools import cache, lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import StreamDictionaryFactory


@cache
def _lemmatizer() -> Lemmatizer:
    return Lemmatizer(
        lemmatization_strategy=DefaultStrategy(dictionary_factory=StreamDictionaryFactory())
    )


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """The base form; a word that the dictionary doesn't know stays as it is.

    >>> lemma("książek"), lemma("Usług")
    ('książka', 'usługa')
    """
    return _lemmatizer().lemmatize(word.lower(), lang="pl")


def as_written(word: str) -> str:
    """No base form: what intake uses, so that taking a file in never waits for the dictionary."""
    return word
