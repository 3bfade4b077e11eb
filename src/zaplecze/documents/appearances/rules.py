"""Twins: the same invoice by KSeF, by mail and as a scan is one paper with several appearances.

A pure rule. Two appearances are the *same* invoice where their KSeF number is one, or where seller, number, day,
gross and currency agree; one of these may be misread if it looks as a misreading does and all the others agree.
What really is another invoice never joins: the next number, the same rent a month later, a second original of KSeF.
Near misses are shown to a person.

Legal basis: the same invoice may be posted and deducted once (VAT Act art. 86 ust. 10b; Accounting Act art. 20).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from zaplecze.formats.numbers import nip_ok

#: What facts come from, strongest first: KSeF's XML, XML by another way, Factur-X, text of a PDF, a scan, a person.
ORIGINS = ("ksef", "xml", "facturx", "text", "scan", "typed")
#: Channels whose facts are data, not a reading: they are never misread.
EXACT_CHANNELS = frozenset({"ksef", "xml", "facturx", "api"})
#: From this confidence on a field is not taken for misread (the reading's own mark of certainty).
CERTAIN = 0.95
_LOOKALIKES = str.maketrans({
    "O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "G": "6", "T": "7",
})  # fmt: skip
#: Figures that scans and tired eyes take for each other.
_ALIKE = frozenset(
    map(
        frozenset,
        (
            [
                "08",
                "06",
                "09",
                "17",
                "38",
                "35",
                "56",
                "68",
                "58",
                "14",
                "27",
                "49",
                "79",
                "39",
                "89",
                "23",
            ]
        ),
    )
)
#: Series that mean no more than "invoice": "FV 7/2026" and "7/2026" may be one number.
_SERIES = re.compile(r"^(?:FVS|FV|FA|FS|F)-")
_WORDS = re.compile(r"^(?:(?:FAKTURA|INVOICE|RECHNUNG|VAT|NUMER|NR|NO)\b[ .:]*)+")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One way in which an invoice arrived.

    ``gross`` is signed (a correction may be negative), ``ksef_number`` empty where unknown. ``confidences`` of fields
    that were read (``number``, ``gross``, ``issue_date``, ``seller_nip``); a missing one is certain.
    """

    seller_nip: str
    number: str
    gross: Decimal | None
    currency: str
    issue_date: date | None
    ksef_number: str = ""
    channel: str = ""
    confidences: Mapping[str, float] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """True where the facts are data and nobody read or typed them."""
        return self.channel in EXACT_CHANNELS

    def may_be_misread(self, name: str) -> bool:
        """True where the field was read from a picture or text and isn't certain beyond doubt."""
        return not self.exact and self.confidences.get(name, 1.0) < CERTAIN


@dataclass(frozen=True, slots=True)
class Twin:
    """``kind`` is ``same`` (one paper, one more appearance) or ``near`` (a person decides); ``why`` in Polish."""

    kind: str
    candidate: Appearance
    why: str

    @property
    def same(self) -> bool:
        """True where the appearance joins the candidate by itself."""
        return self.kind == "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two readings of one invoice give differently, in Polish, with both values as they are shown."""

    name: str
    leading: str
    other: str


def strength(origin: str) -> int:
    """Place among `ORIGINS`, 0 the strongest; what isn't known stands last."""
    return ORIGINS.index(origin) if origin in ORIGINS else len(ORIGINS)


def differences(leading: Appearance, other: Appearance) -> list[Difference]:
    """What the readings of one invoice say differently; what one of them doesn't know is no difference."""
    found = []
    for name, label in _POLISH.items():
        mine, theirs = getattr(leading, name), getattr(other, name)
        if mine in ("", None) or theirs in ("", None) or _equal(name, mine, theirs):
            continue
        found.append(Difference(label, _said(leading, name), _said(other, name)))
    return found


@lru_cache(16_384)
def plain_number(number: str) -> str:
    """A number without case, blanks, signs between its parts and leading zeros: ``fv 007/2026`` -> ``FV-7-2026``.

    Parts stay apart: 1/12 and 11/2 are two numbers.
    """
    text = re.sub(r"\s+", "", _WORDS.sub("", number.upper().strip()))
    parts = [
        p
        for p in re.split(r"[^0-9A-ZĄĆĘŁŃÓŚŹŻ]+|(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[0-9])", text)
        if p
    ]
    return "-".join(p.lstrip("0") or "0" if p.isdigit() else p for p in parts)


@lru_cache(16_384)
def bare_number(number: str) -> str:
    """A number as a poor scan may show it: look-alike letters as figures, nothing between, no leading zeros."""
    text = _WORDS.sub("", number.upper().strip()).translate(_LOOKALIKES)
    parts = [p.lstrip("0") for p in re.split(r"[^0-9A-Z]+|(?<=[A-Z])(?=[0-9])", text)]
    return "".join(parts)


def find_twin(new: Appearance, candidates: Iterable[Appearance]) -> Twin | None:
    """The twin of an appearance among candidates (of one company): the same one if there is, else the nearest.

    Where two different invoices would both be the same, nothing joins: both are near.
    """
    twins = [t for c in candidates if (t := compare(new, c)) is not None]
    same = [t for t in twins if t.same]
    if same:
        first = same[0]
        others = [t for t in same[1:] if not _one_invoice(first.candidate, t.candidate)]
        if others and not any(
            new.ksef_number and t.candidate.ksef_number == new.ksef_number for t in same
        ):
            return Twin(
                "near",
                first.candidate,
                f"{first.why}; pasuje też faktura {others[0].candidate.number}",
            )
        return first
    return twins[0] if twins else None


def compare(new: Appearance, old: Appearance) -> Twin | None:
    """What two appearances are to each other; None where they have nothing to do with each other."""
    if new.ksef_number and old.ksef_number:
        return _by_ksef(new, old)
    agree, misread, differ = _compared(new, old)
    if not differ and not misread:
        return _whole(old, agree)
    if len(differ) + len(misread) != 1:
        return None
    name = (misread + differ)[0]
    if misread and {"seller_nip", "number", "gross", "issue_date"} - {name} <= set(agree):
        why = f"zgadza się wszystko poza polem {_POLISH[name]}, które odczytano niepewnie"
        return Twin("same", old, why)
    if len(agree) < 3 or not _worth_asking(name, new, old):
        return None
    values = f"{_said(new, name)} i {_said(old, name)}"
    return Twin("near", old, f"różni się tylko {_POLISH[name]}: {values}")


def _worth_asking(name: str, new: Appearance, old: Appearance) -> bool:
    """Whether two appearances that differ in one field may be one invoice at all.

    Of two exact ones the field can't be misread: FV/12 and FV/13 of one day and amount are two invoices.
    """
    if new.exact and old.exact and name in ("number", "seller_nip"):
        return False
    return name != "number" or _near_number(new.number, old.number)


def _by_ksef(new: Appearance, old: Appearance) -> Twin | None:
    """Where both have a KSeF number, it alone decides; of exact ones with other numbers a file's name told a lie."""
    one_number = plain_number(new.number) == plain_number(old.number)
    if new.ksef_number == old.ksef_number:
        if new.exact and old.exact and not one_number:
            return Twin(
                "near", old, f"ten sam numer KSeF {new.ksef_number}, ale inny numer faktury"
            )
        return Twin("same", old, f"ten sam numer KSeF {new.ksef_number}")
    if one_number and new.seller_nip == old.seller_nip:
        why = "ten sam numer faktury, ale dwa numery KSeF: sprzedawca wysłał ją dwa razy"
        return Twin("near", old, why)
    return None


_POLISH = {
    "seller_nip": "NIP sprzedawcy",
    "number": "numer",
    "gross": "kwota brutto",
    "issue_date": "data wystawienia",
    "currency": "waluta",
}


def _whole(old: Appearance, agree: Sequence[str]) -> Twin | None:
    """Nothing speaks against it; with a field unknown on one side the others have to be enough."""
    if {"seller_nip", "number", "gross", "issue_date"} <= set(agree):
        return Twin("same", old, "ten sam sprzedawca, numer, kwota i data")
    if {"seller_nip", "number", "issue_date"} <= set(agree):
        return Twin("same", old, "ten sam sprzedawca, numer i data; kwoty nie odczytano")
    if {"seller_nip", "number"} <= set(agree):
        return Twin("near", old, "ten sam sprzedawca i numer, brak daty do porównania")
    if {"number", "gross", "issue_date"} <= set(agree):
        return Twin("near", old, "ten sam numer, kwota i data, brak NIP sprzedawcy do porównania")
    return None


def _compared(new: Appearance, old: Appearance) -> tuple[list[str], list[str], list[str]]:
    """Fields that agree, that differ as a misreading would, and that really differ; unknown ones are in none."""
    agree: list[str] = []
    misread: list[str] = []
    differ: list[str] = []
    for name in ("seller_nip", "number", "gross", "issue_date", "currency"):
        mine, theirs = getattr(new, name), getattr(old, name)
        if mine in ("", None) or theirs in ("", None):
            continue
        if _equal(name, mine, theirs):
            agree.append(name)
        elif (new.may_be_misread(name) or old.may_be_misread(name)) and _looks_misread(
            name, new, old
        ):
            misread.append(name)
        else:
            differ.append(name)
    return agree, misread, differ


def _equal(name: str, mine: object, theirs: object) -> bool:
    if name == "number":
        return plain_number(str(mine)) == plain_number(str(theirs))
    return mine == theirs


def _looks_misread(name: str, new: Appearance, old: Appearance) -> bool:
    """The two spellings differ as a reading differs from the paper, and not as two papers differ."""
    if name == "number":
        return _number_misread(new, old)
    if name == "gross":
        return _figures_misread(f"{new.gross:.2f}", f"{old.gross:.2f}")
    if name == "issue_date":
        return _day_misread(new.issue_date, old.issue_date)
    if name == "seller_nip":
        # A NIP whose check digit fails is misread beyond doubt; two that pass are two firms.
        return (
            nip_ok(new.seller_nip) != nip_ok(old.seller_nip)
            and Levenshtein.distance(new.seller_nip, old.seller_nip) <= 2
        )
    return False


def _number_misread(new: Appearance, old: Appearance) -> bool:
    """Letters seen for figures, lost signs between parts, a lost "FV".

    Never one figure for another: so looks the next invoice of the day, and nothing could prove which it is.
    """
    a, b = (_SERIES.sub("", plain_number(_as_figures(x.number))) for x in (new, old))
    if a.replace("-", "") != b.replace("-", "") or len(a) < 2:
        return False
    # 1/12 and 11/2 have the same figures: of two ways to part them one must only lack what the other has.
    cuts_a, cuts_b = _cuts(a), _cuts(b)
    return cuts_a <= cuts_b or cuts_b <= cuts_a


def _as_figures(number: str) -> str:
    """Look-alike letters as figures in parts that hold a figure: ``l55/O7`` -> ``155/07``; ``MAG`` stays."""
    text = _WORDS.sub("", number.upper().strip())
    return re.sub(r"[0-9A-Z]*[0-9][0-9A-Z]*", lambda m: m.group().translate(_LOOKALIKES), text)


def _cuts(plain: str) -> set[int]:
    """Where a number is parted, counted from its end, since zeros at its head may be lost."""
    cuts, seen = set(), 0
    for char in reversed(plain):
        if char == "-":
            cuts.add(seen)
        else:
            seen += 1
    return cuts


def _figures_misread(a: str, b: str) -> bool:
    if len(a) != len(b):
        return False
    pairs = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    return len(pairs) == 1 and frozenset(pairs[0]) in _ALIKE


def _day_misread(a: date | None, b: date | None) -> bool:
    """One figure of the day of the month taken for its look-alike. Another month is another rent."""
    if a is None or b is None or (a.year, a.month) != (b.year, b.month):
        return False
    return _figures_misread(f"{a.day:02d}", f"{b.day:02d}")


def _near_number(a: str, b: str) -> bool:
    """Close enough to ask a person: one sign apart, or one inside the other."""
    x, y = bare_number(a), bare_number(b)
    if not x or not y:
        return False
    return Levenshtein.distance(x, y) <= 1 or (
        min(len(x), len(y)) >= 3 and (x.endswith(y) or y.endswith(x))
    )


def _said(appearance: Appearance, name: str) -> str:
    value = getattr(appearance, name)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def _one_invoice(a: Appearance, b: Appearance) -> bool:
    """Two candidates that are appearances of one invoice themselves."""
    twin = compare(a, b)
    return twin is not None and twin.same
