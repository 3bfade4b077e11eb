"""Which open items a bank line pays, pure.

Certain is only what leaves no other reading: a document's number or KSeF number in the title together with
the exact amount, or the partner's own account with one open item of exactly this amount. Anything else is a
proposal for a person, with its reason, or nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zaplecze.platform.polish import counted

ZERO = Decimal(0)
MAX_WORDS = 5
_KSEF = re.compile(r"[0-9]{10}-[0-9]{8}-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}")
_SPLIT = re.compile(r"[\s,;:|]+")
_JUNK = re.compile(r"[^0-9A-ZĄĆĘŁŃÓŚŹŻ]+")
_NIP = re.compile(r"(?<![0-9])[0-9]{10}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Payable:
    """An open item as matching sees it: ``left`` (positive) in the bank account's currency; money in pays debits."""

    id: int
    number: str
    ksef_number: str
    partner_id: int | None
    is_debit: bool
    left: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """A bank line as matching sees it: signed amount in the account's currency, words, who."""

    id: int
    amount: Decimal
    title: str
    partner_id: int | None
    invoice_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """This much of the line pays this item."""

    item_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """What a line pays; without parts nothing was found."""

    line_id: int
    parts: tuple[Part, ...] = ()
    certain: bool = False
    why: str = ""


@dataclass(slots=True)
class _Open:
    """Open items by what a title can name, kept down as lines take from them."""

    left: dict[int, Decimal]
    by_number: dict[str, list[Payable]] = field(default_factory=lambda: defaultdict(list))
    by_ksef: dict[str, Payable] = field(default_factory=dict)
    by_partner: dict[int, list[Payable]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[Decimal, list[Payable]] = field(default_factory=lambda: defaultdict(list))


def plain_number(number: str) -> str:
    """A document's number as it may stand in a title: capitals and digits only."""
    return _JUNK.sub("", number.upper())


def match_lines(lines: Sequence[Money], items: Sequence[Payable]) -> list[Finding]:
    """A finding for each line, in order; no grosz of an item is given to two certain lines."""
    sides = {
        True: _index([i for i in items if i.is_debit]),
        False: _index([i for i in items if not i.is_debit]),
    }
    found: list[Finding] = []
    for line in lines:
        finding = _match(line, sides[line.amount > 0])
        if finding.certain:
            for part in finding.parts:
                sides[line.amount > 0].left[part.item_id] -= part.amount
        found.append(finding)
    return found


def _index(items: Sequence[Payable]) -> _Open:
    index = _Open({i.id: i.left for i in items})
    for item in items:
        plain = plain_number(item.number)
        if len(plain) >= 3 and any(c.isdigit() for c in plain):
            index.by_number[plain].append(item)
        if item.ksef_number:
            index.by_ksef[item.ksef_number] = item
        if item.partner_id is not None:
            index.by_partner[item.partner_id].append(item)
        index.by_amount[item.left].append(item)
    return index


def _match(line: Money, index: _Open) -> Finding:
    amount = abs(line.amount)
    named, how = _named(line, index)
    if named:
        total = sum((index.left[i.id] for i in named), ZERO)
        strangers = [
            i
            for i in named
            if line.partner_id is not None and i.partner_id not in (None, line.partner_id)
        ]
        numbers = ", ".join(i.number for i in named)[:160]
        if total == amount and not strangers:
            parts = tuple(Part(i.id, index.left[i.id]) for i in named)
            return Finding(line.id, parts, True, f"{how}: {numbers}, kwota się zgadza")
        if strangers:
            return Finding(
                line.id,
                _spread(named, amount, index),
                False,
                f"{how}: {numbers}, ale rachunek należy do innego kontrahenta",
            )
        return Finding(
            line.id,
            _spread(named, amount, index),
            False,
            f"{how}: {numbers}, kwota inna niż otwarta ({total})",
        )
    if line.partner_id is not None:
        return _match_partner(line, line.partner_id, amount, index)
    same = [i for i in index.by_amount.get(amount, []) if index.left[i.id] == amount]
    if len(same) == 1:
        return Finding(
            line.id,
            (Part(same[0].id, amount),),
            False,
            f"jedyna otwarta pozycja na tę kwotę: {same[0].number}; rachunek nieznany",
        )
    return Finding(line.id)


def _match_partner(line: Money, partner_id: int, amount: Decimal, index: _Open) -> Finding:
    """What the partner behind the account may be paying."""
    own = [i for i in index.by_partner.get(partner_id, []) if index.left[i.id] > 0]
    exact = [i for i in own if index.left[i.id] == amount]
    if len(exact) == 1:
        return Finding(
            line.id,
            (Part(exact[0].id, amount),),
            True,
            f"rachunek kontrahenta i jedyna otwarta pozycja na tę kwotę: {exact[0].number}",
        )
    if exact:
        return Finding(
            line.id,
            (Part(exact[0].id, amount),),
            False,
            f"rachunek kontrahenta, {counted(len(exact), 'pozycja', 'pozycje', 'pozycji')} na tę kwotę: "
            "wybrano najstarszą",
        )
    if own and sum((index.left[i.id] for i in own), ZERO) == amount:
        return Finding(
            line.id,
            tuple(Part(i.id, index.left[i.id]) for i in own),
            False,
            "suma wszystkich otwartych pozycji kontrahenta",
        )
    if own:
        return Finding(
            line.id,
            _spread(own, amount, index),
            False,
            "rachunek kontrahenta, kwota inna: od najstarszej pozycji",
        )
    return Finding(line.id)


def _named(line: Money, index: _Open) -> tuple[list[Payable], str]:
    """Items whose KSeF number or own number the title names."""
    title = line.title.upper()
    by_ksef = [index.by_ksef[k] for k in dict.fromkeys(_KSEF.findall(title)) if k in index.by_ksef]
    by_ksef = [i for i in by_ksef if index.left[i.id] > 0]
    if by_ksef:
        return by_ksef, "numer KSeF w tytule"
    found: dict[int, Payable] = {}
    words = [w for w in (plain_number(w) for w in _SPLIT.split(title)) if w]
    candidates = [plain_number(n) for n in line.invoice_numbers]
    start = 0
    while start < len(words):
        step = 1
        for size in range(min(MAX_WORDS, len(words) - start), 0, -1):
            word = "".join(words[start : start + size])
            if word in index.by_number:
                candidates.append(word)
                step = size
                break
        start += step
    for word in candidates:
        hits = [i for i in index.by_number.get(word, []) if index.left[i.id] > 0]
        if line.partner_id is not None:
            hits = [i for i in hits if i.partner_id == line.partner_id] or hits
        if len(hits) > 1:
            hits = [i for i in hits if index.left[i.id] == abs(line.amount)] or hits
        if len(hits) == 1:
            found[hits[0].id] = hits[0]
    return list(found.values()), "numer dokumentu w tytule"


def _spread(items: Sequence[Payable], amount: Decimal, index: _Open) -> tuple[Part, ...]:
    """Give the amount to the items in order, as far as it reaches."""
    parts = []
    for item in items:
        part = min(index.left[item.id], amount)
        if part > 0:
            parts.append(Part(item.id, part))
            amount -= part
    return tuple(parts)


def partner_by_words(
    title: str, name: str, account: str, accounts: Mapping[str, int], tax_ids: Mapping[str, int]
) -> int | None:
    """The partner behind a line: by the account's number, else by a NIP in the title."""
    found = accounts.get(account) or accounts.get(f"PL{account}")
    if found is None and account.startswith("PL"):
        found = accounts.get(account[2:])
    if found is None:
        nips = {n for n in _NIP.findall(f"{title} {name}") if n in tax_ids}
        found = tax_ids[nips.pop()] if len(nips) == 1 else None
    return found
