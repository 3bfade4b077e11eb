"""Text to terms and questions to clauses, pure: the same way for what is kept and for what is asked.

A term is a folded word (lower case, no diacritics), ``#`` and a number without its signs, ``=`` and an amount, or
``!`` and a PESEL, which only a question that is written down asks for.

>>> sorted(number_terms("FV/2026/09/123"))
['#fv202609123']
>>> [c.terms for c in clauses("1 234,56 FV/7", str)]
[('=1234.56',), ('#fv7',)]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from zaplecze.formats.numbers import pesel_ok
from zaplecze.platform.polish import polish_fold

Lemma = Callable[[str], str]
"""A word as written, to its base form."""
Restored = Callable[[str], Collection[str]]
"""A word written without diacritics, to the base forms of all words that it may be."""

TERM_LENGTH = 48
WORDS_A_PAPER = 4_000
ASKED = 8
IN_NUMBER, IN_FACTS, IN_TEXT = 3, 2, 1
PREFIX = 3

_WORD = re.compile(r"[^\W_]+")
_AMOUNT = re.compile(
    r"(?<![\w,./-])-?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d{1,2})?|\d+[.,]\d{2})(?![\w/]|[.,-]\d)"
)
_WHOLE = re.compile(r"\d{1,12}")


def plain_words(text: str) -> list[str]:
    """Words as written, in order, doubled ones too."""
    return _WORD.findall(text)


def no_other(_word: str) -> Collection[str]:
    """No further base forms: what is kept has the words as they are written."""
    return ()


def word_terms(text: str, lemma: Lemma) -> set[str]:
    """Every word folded, and its base form folded; signs of one character say nothing, a PESEL is no word."""
    terms: set[str] = set()
    for word in dict.fromkeys(plain_words(text)):
        if len(terms) >= WORDS_A_PAPER:
            break
        if pesel_ok(word):
            continue
        terms |= _forms(word, lemma)
    return terms


@lru_cache(maxsize=50_000)
def _forms(word: str, lemma: Lemma) -> frozenset[str]:
    """Remembered: names of partners, months and kinds stand on thousands of papers."""
    if len(word) < 2:
        return frozenset()
    forms = {polish_fold(word)[:TERM_LENGTH]}
    if word.isalpha():
        forms.add(polish_fold(lemma(word))[:TERM_LENGTH])
    return frozenset(forms)


def compact(text: str) -> str:
    """A number without signs and case: what people leave out when they type it."""
    return "".join(_WORD.findall(polish_fold(text)))


def number_terms(*numbers: str) -> set[str]:
    """The terms of numbers: of an invoice, of KSeF, a NIP, a registered letter."""
    return {f"!{c}" if pesel_ok(c) else f"#{c}"[:TERM_LENGTH] for n in numbers if (c := compact(n))}


def amount_term(amount: Decimal) -> str:
    """The term of an amount, whatever its sign: people look for 100,00 on a correction too."""
    return f"={abs(amount):.2f}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a paper without its text; ``words`` are names, ``days`` are found as typed."""

    numbers: tuple[str, ...]
    words: str
    amounts: tuple[Decimal, ...] = ()
    days: tuple[date, ...] = ()


def fact_terms(facts: Facts, lemma: Lemma) -> dict[str, int]:
    """Terms of the facts with their weights."""
    parts = " ".join((facts.words, *facts.numbers))
    found = dict.fromkeys(word_terms(parts, lemma), IN_FACTS)
    numbers = number_terms(*facts.numbers)
    for day in facts.days:
        numbers |= {f"#{day:%d%m%Y}", f"#{day:%Y%m%d}"}
    numbers |= {amount_term(a) for a in facts.amounts if a}
    return found | dict.fromkeys(numbers, IN_NUMBER)


def paper_terms(facts: Facts, text: str, lemma: Lemma) -> dict[str, int]:
    """Terms of the facts and of the text; a term of both keeps the facts' weight."""
    found = dict.fromkeys(word_terms(text, lemma), IN_TEXT)
    for amount in _AMOUNT.findall(text)[:WORDS_A_PAPER]:
        found[amount_term(_read(amount))] = IN_TEXT
    for chunk in text.split()[:WORDS_A_PAPER]:
        if _is_number(chunk) and len(chunk) <= TERM_LENGTH:
            found.update(dict.fromkeys(number_terms(chunk), IN_TEXT))
    return found | fact_terms(facts, lemma)


def _read(text: str) -> Decimal:
    plain = re.sub(r"[ \u00a0\u202f]", "", text).replace(",", ".")
    return Decimal(plain)


def _is_number(chunk: str) -> bool:
    """A digit, and something beside it: 7 alone or a plain word is no number of a paper."""
    return any(c.isdigit() for c in chunk) and len(compact(chunk)) > 1


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a question that a paper must answer: one of ``terms`` stands in it.

    ``prefix``: a term may go on behind what was typed.
    """

    terms: tuple[str, ...]
    prefix: bool = False


def clauses(
    text: str, lemma: Lemma, restored: Restored = no_other, *, personal: bool = False
) -> list[Clause]:
    """A question as typed, at most eight parts: numbers whole, words by their base form.

    ``restored`` tells what a word typed without diacritics may be. ``personal``: a PESEL is asked for too.
    """
    rest, found = text, []
    for amount in _AMOUNT.findall(text):
        rest = rest.replace(amount, " ", 1)
        terms = [amount_term(_read(amount))]
        if "," not in amount:
            terms.append(f"#{compact(amount)}")
        found.append(Clause(tuple(terms)))
    for chunk in rest.split():
        found += _chunk(chunk, lemma, restored, personal)
    return list(dict.fromkeys(found))[:ASKED]


def _chunk(chunk: str, lemma: Lemma, restored: Restored, personal: bool) -> Iterable[Clause]:
    if any(c.isdigit() for c in chunk):
        plain = compact(chunk)
        terms = [f"#{plain}"[:TERM_LENGTH]]
        if personal:
            terms += number_terms(plain) - set(terms)
        if _WHOLE.fullmatch(chunk):
            terms.append(amount_term(Decimal(chunk)))
        if plain_words(chunk) == [chunk]:
            terms.append(plain[:TERM_LENGTH])
        yield Clause(tuple(terms))
        return
    for word in plain_words(chunk):
        if forms := _asked_forms(word, lemma, restored):
            yield Clause(tuple(sorted(forms)))


def _asked_forms(word: str, lemma: Lemma, restored: Restored) -> frozenset[str]:
    return _forms(word, lemma) | {polish_fold(r)[:TERM_LENGTH] for r in restored(word)}


def asks_for_person(text: str) -> bool:
    """Whether a question names a PESEL: whoever sees its answers is written down."""
    return any(pesel_ok(compact(chunk)) for chunk in text.split())


def looser(
    text: str, asked: Sequence[Clause], lemma: Lemma, restored: Restored = no_other
) -> list[list[Clause]]:
    """What to ask where nothing answers: first the beginnings of numbers and words, then numbers by their parts."""
    begun = [_begun(c) for c in asked]
    parts: list[Clause] = []
    for word in plain_words(text):
        if word.isdigit():
            parts.append(Clause((word[:TERM_LENGTH],)))
        elif forms := _asked_forms(word, lemma, restored):
            parts.append(Clause(tuple(sorted(forms))))
    return [begun, list(dict.fromkeys(parts))[:ASKED]]


def _begun(clause: Clause) -> Clause:
    longest = [t for t in clause.terms if len(t) >= PREFIX and t[0] not in "=!"]
    return Clause(tuple(longest), prefix=True) if longest else clause


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text; ``hit`` pieces are what was asked for."""

    text: str
    hit: bool


EXCERPT = 160
SEARCHED = 20_000
_HEAD = 3
_MARKED = str.maketrans(
    {
        "a": "[aą]",
        "c": "[cć]",
        "e": "[eę]",
        "l": "[lł]",
        "n": "[nń]",
        "o": "[oó]",
        "s": "[sś]",
        "z": "[zźż]",
    }
)


def excerpt(body: str, asked: Sequence[Clause], lemma: Lemma) -> list[Excerpt]:
    """The place in ``body`` around the first hit, in pieces; empty where its beginning holds none.

    Pieces are plain text: whoever shows them escapes them.
    """
    body = body[:SEARCHED]
    spans = sorted(_hits(body, asked, lemma))
    if not spans:
        return []
    start = max(0, spans[0][0] - EXCERPT // 3)
    start = body.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(body), start + EXCERPT)
    pieces, at = [Excerpt("… ", hit=False)] if start else [], start
    for low, high in spans:
        if at <= low and high <= end:
            pieces += [Excerpt(body[at:low], hit=False), Excerpt(body[low:high], hit=True)]
            at = high
    pieces.append(Excerpt(body[at:end] + (" …" if end < len(body) else ""), hit=False))
    return [p for p in pieces if p.text]


def _hits(body: str, asked: Sequence[Clause], lemma: Lemma) -> Iterable[tuple[int, int]]:
    exact = {t for c in asked if not c.prefix for t in c.terms}
    begun = tuple(t for c in asked if c.prefix for t in c.terms)
    amounts = {t for t in exact if t.startswith("=")}
    # Only words that begin like a term are looked at: a text has hundreds, and a page has dozens of texts.
    heads = {t.lstrip("#")[:_HEAD] for t in {*exact, *begun} - amounts}
    if heads:
        begins = "|".join(sorted(re.escape(h).translate(_MARKED) for h in heads))
        for place in re.finditer(rf"(?<!\w)(?:{begins})[\w/.-]*\w|(?<!\w)(?:{begins})", body, re.I):
            word = place.group()
            forms = _forms(word, lemma) | number_terms(word)
            for plain in plain_words(word)[:1]:
                if word != plain and forms.isdisjoint(exact) and not _begins(forms, begun):
                    forms = _forms(plain, lemma)
                    if not forms.isdisjoint(exact) or _begins(forms, begun):
                        yield place.start(), place.start() + len(plain)
                        forms = frozenset()
            if not forms.isdisjoint(exact) or _begins(forms, begun):
                yield place.span()
    if amounts:
        for place in _AMOUNT.finditer(body):
            if amount_term(_read(place.group())) in amounts:
                yield place.span()


def _begins(forms: Iterable[str], begun: tuple[str, ...]) -> bool:
    return bool(begun) and any(f.startswith(begun) for f in forms)
