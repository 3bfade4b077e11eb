"""Whose invoice is it: appearances compared with those that the database knows, one question for a whole intake."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zaplecze.documents.appearances.choosing import NOTHING, Match, key_numbers, match
from zaplecze.documents.appearances.ended import ended_ids
from zaplecze.documents.appearances.models import NearState, PaperAppearance
from zaplecze.documents.appearances.rules import Appearance
from zaplecze.documents.models import INVOICES, Document, Source
from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, canonical
from zaplecze.platform.scope import current_company_id

KEY_COLUMNS = {
    "ksef": "ksef_key",
    "nip-number": "number_key",
    "nip-bare": "bare_key",
    "nip-gross-day": "day_key",
    "number-gross-day": "loose_key",
}
"""Column of each blocking key of the rule."""
READ_OR_TYPED = "origin IN ('text', 'scan', 'typed')"
"""What isn't exact: the condition of the smaller indexes."""

_COLUMNS = (
    "id, document_id, paper_id, origin, seller_nip, number, gross, currency, issue_date, ksef_number, "
    "confidences::text, ksef_key, number_key, bare_key, day_key, loose_key"
)


_ALL_ARMS = {name: f"{column} = ANY(%s::bigint[])" for name, column in KEY_COLUMNS.items()}
# An exact appearance meets exact ones by seller and number alone; whatever else agrees, they are two invoices.
_EXACT_ARMS = {
    name: arm if name in {"ksef", "nip-number"} else f"({READ_OR_TYPED} AND {arm})"
    for name, arm in _ALL_ARMS.items()
}


@dataclass(frozen=True, slots=True)
class Known:
    """An appearance in the database; ``described`` says that its paper's facts are known as an invoice's."""

    document_id: int
    paper_id: int
    described: bool
    appearance: Appearance


@dataclass(frozen=True, slots=True)
class Arrival:
    """An appearance to be written: of ``document_id``, belonging to ``paper_id``; ``why`` it joined another's."""

    document_id: int
    paper_id: int
    channel: str
    appearance: Appearance
    keys: Mapping[str, int]
    why: str = ""


class Matcher:
    """Appearances of one intake against those known and against each other, by their keys."""

    def __init__(
        self, keys: Sequence[Mapping[str, int]], *, exact: bool = False, but: Iterable[int] = ()
    ) -> None:
        """Ask for candidates of all ``keys`` at once; ``but``: leave out appearances of these documents.

        ``exact`` says that all of them are exact, which asks less.
        """
        self._by_key: dict[int, list[Known]] = {}
        self._moved: dict[int, Known] = {}
        left_out = set(but)
        papers: set[int] = set()
        for known, numbers in _candidates(keys, _EXACT_ARMS if exact else _ALL_ARMS):
            if known.document_id not in left_out:
                self.add(known, numbers)
                papers.add(known.paper_id)
        self._ended = ended_ids(papers)
        self._apart = told_apart(papers) if papers else {}

    def add(self, known: Known, keys: Iterable[int]) -> None:
        """Make an appearance findable for those that come after it."""
        for key in keys:
            self._by_key.setdefault(key, []).append(known)

    def move(self, paper_id: int, home: Known) -> None:
        """From now on what belonged to a paper belongs to the paper of ``home``."""
        self._moved[paper_id] = home

    def find(
        self, new: Appearance, keys: Mapping[str, int], *, paper_id: int = 0
    ) -> tuple[Match, dict[int, Known]]:
        """What an appearance (of ``paper_id``, where it is a paper already) is, and the papers that were compared."""
        found: dict[int, Known] = {}
        for key in keys.values():
            for known in self._by_key.get(key, ()):
                found.setdefault(known.document_id, known)
        if not found:
            return NOTHING, {}
        apart = self._apart.get(paper_id, frozenset()) | {paper_id}
        others = [
            (home.paper_id, home, k.appearance)
            for k in found.values()
            if (home := self._moved.get(k.paper_id, k)).paper_id not in apart
            and home.paper_id not in self._ended
        ]
        matched = match(new, [(paper, appearance) for paper, _, appearance in others])
        return matched, {paper: home for paper, home, _ in others}


def _candidates(
    keys: Sequence[Mapping[str, int]], arms: Mapping[str, str]
) -> Iterator[tuple[Known, list[int]]]:
    """Appearances that share a key, in the order in which they were written, with their own keys."""
    asked = {name: sorted({k[name] for k in keys if name in k}) for name in arms}
    tests = " OR ".join(arm for name, arm in arms.items() if asked[name])
    if not tests:
        return
    # One table alone: where nobody has gathered its statistics yet it is read once, not once a key.
    statement = (
        f"SELECT {_COLUMNS} FROM documents_paperappearance WHERE company_id = %s AND ({tests})"
    )
    with server_cursor() as cursor:
        cursor.execute(
            statement.encode(), [current_company_id(), *(a for a in asked.values() if a)]
        )
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    described = _described({row[1] for row in rows.values()})
    for _, row in sorted(rows.items()):
        document_id, paper_id, origin, nip, number, gross, currency, day, ksef, confidences = row[
            :10
        ]
        appearance = Appearance(
            seller_nip=nip,
            number=number,
            gross=gross,
            currency=currency,
            issue_date=day,
            ksef_number=ksef,
            channel=origin,
            confidences=json.loads(confidences),
        )
        known = Known(document_id, paper_id, paper_id in described, appearance)
        yield known, [k for k in row[10:] if k is not None]


def _described(paper_ids: Collection[int]) -> set[int]:
    """Papers whose facts are known as an invoice's."""
    if not paper_ids:
        return set()
    rows = Document.objects.filter(
        company_id=current_company_id(), id__in=paper_ids, kind__in=INVOICES
    ).exclude(source=Source.NONE)
    return set(rows.values_list("id", flat=True))


def told_apart(papers: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each of the papers (and those said to be others) the papers that a person said are different."""
    ids = list(papers)
    found: dict[int, set[int]] = {}
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT first_id, second_id FROM documents_neartwin WHERE company_id = %s AND state = %s "
            b"AND (first_id = ANY(%s::bigint[]) OR second_id = ANY(%s::bigint[]))",
            (current_company_id(), NearState.DIFFERENT.value, ids, ids),
        )
        for first, second in cursor.fetchall():
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
    return {k: frozenset(v) for k, v in found.items()}


def appearance_of_row(row: PaperAppearance) -> Appearance:
    """An appearance as the rule compares it."""
    return Appearance(
        seller_nip=row.seller_nip,
        number=row.number,
        gross=row.gross,
        currency=row.currency,
        issue_date=row.issue_date,
        ksef_number=row.ksef_number,
        channel=row.origin,
        confidences=row.confidences,
    )


def keep_appearances(arrivals: Sequence[Arrival], stamp: Stamp) -> None:
    """Write appearances, in one statement."""
    count = len(arrivals)
    seen = [a.appearance for a in arrivals]
    insert_rows(
        "documents_paperappearance",
        {
            "company_id": ("bigint", [current_company_id()] * count),
            "document_id": ("bigint", [a.document_id for a in arrivals]),
            "paper_id": ("bigint", [a.paper_id for a in arrivals]),
            "channel": ("text", [a.channel for a in arrivals]),
            "day": ("date", [stamp.at.astimezone(WARSAW).date()] * count),
            "origin": ("text", [s.channel for s in seen]),
            "seller_nip": ("text", [s.seller_nip[:30] for s in seen]),
            "number": ("text", [s.number[:256] for s in seen]),
            "gross": ("numeric", [s.gross for s in seen]),
            "currency": ("text", [s.currency for s in seen]),
            "issue_date": ("date", [s.issue_date for s in seen]),
            "ksef_number": ("text", [s.ksef_number for s in seen]),
            "confidences": ("jsonb", [canonical(dict(s.confidences)) for s in seen]),
            **{
                column: ("bigint", [a.keys.get(name) for a in arrivals])
                for name, column in KEY_COLUMNS.items()
            },
            "joined_at": (
                "timestamptz",
                [stamp.at if a.paper_id != a.document_id else None for a in arrivals],
            ),
            "joined_by_id": (
                "bigint",
                [stamp.by if a.paper_id != a.document_id else None for a in arrivals],
            ),
            "joined_why": ("text", [a.why[:500] for a in arrivals]),
        },
    )


def keep_near(pairs: Iterable[tuple[int, int, str]], stamp: Stamp) -> None:
    """Write near misses as (paper, paper, why); what was decided or asked before stays as it is."""
    rows = sorted({(min(a, b), max(a, b)): why for a, b, why in pairs}.items())
    insert_rows(
        "documents_neartwin",
        {
            "company_id": ("bigint", [current_company_id()] * len(rows)),
            "first_id": ("bigint", [pair[0] for pair, _ in rows]),
            "second_id": ("bigint", [pair[1] for pair, _ in rows]),
            "why": ("text", [why[:500] for _, why in rows]),
            "found_at": ("timestamptz", [stamp.at] * len(rows)),
        },
        tail="ON CONFLICT (company_id, first_id, second_id) DO NOTHING",
    )


def write_appearance(
    *, document_id: int, paper_id: int, channel: str, seen: Appearance, stamp: Stamp
) -> None:
    """Write the one appearance of a document, or what it says now where it was read or described again."""
    rows = PaperAppearance.objects.filter(company_id=current_company_id(), document_id=document_id)
    numbers = key_numbers(seen)
    if not rows.exists():
        keep_appearances([Arrival(document_id, paper_id, channel, seen, numbers)], stamp)
        return
    rows.update(
        origin=seen.channel,
        seller_nip=seen.seller_nip[:30],
        number=seen.number[:256],
        gross=seen.gross,
        currency=seen.currency,
        issue_date=seen.issue_date,
        ksef_number=seen.ksef_number,
        confidences=dict(seen.confidences),
        **{column: numbers.get(name) for name, column in KEY_COLUMNS.items()},
    )
