"""How well papers are read, as people's confirmations prove it: never one number, each with the papers behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from zaplecze.documents.kinds.queries import all_kinds
from zaplecze.documents.kinds.rules import Kind
from zaplecze.documents.readings.models import (
    Confirmation,
    ConfirmedField,
    Reading,
    ReadingState,
)
from zaplecze.documents.readings.rules import Outcome
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month, first_day, month_after
from zaplecze.platform.scope import current_company_id

MOST_PAPERS = 200
READ = (Outcome.RIGHT, Outcome.CORRECTED, Outcome.REMOVED)
PRINTED = (Outcome.RIGHT, Outcome.CORRECTED, Outcome.TYPED)
WRONG = (Outcome.CORRECTED, Outcome.REMOVED)


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """Counts of a field in the confirmed papers of a kind.

    ``certain`` were filled in without a mark, ``certain_right`` of them stayed; ``printed`` are what the papers
    said by the person's word, ``found`` of them had been read right, ``missed`` had not been read at all.
    """

    key: str
    label: str
    certain: int
    certain_right: int
    printed: int
    found: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of certain values that stayed; None where none was certain."""
        return self.certain_right / self.certain if self.certain else None

    @property
    def certain_wrong(self) -> int:
        """Certain values that a person changed or removed."""
        return self.certain - self.certain_right

    @property
    def recall(self) -> float | None:
        """Share of printed values that were read right, certain or not."""
        return self.found / self.printed if self.printed else None


@dataclass(frozen=True, slots=True)
class KindQuality:
    """A kind: how many papers were read as it, confirmed as it, and left untouched."""

    code: str
    label: str
    read: int
    confirmed: int
    untouched: int
    fields: tuple[FieldQuality, ...]

    @property
    def straight(self) -> float | None:
        """Share of confirmed papers that nobody had to change."""
        return self.untouched / self.confirmed if self.confirmed else None


Months = tuple[Month, Month] | None
"""First and last month, both included; None for all time. A reading counts by the day it was read, a confirmation by
the day a person gave it.
"""


def _within(name: str, months: Months) -> Q:
    """Condition on a moment, in Polish months."""
    if months is None:
        return Q()
    begin = datetime.combine(first_day(months[0]), time(), WARSAW)
    end = datetime.combine(first_day(month_after(months[1])), time(), WARSAW)
    return Q(**{f"{name}__gte": begin, f"{name}__lt": end})


def reading_quality(months: Months = None) -> list[KindQuality]:
    """The open company's kinds with papers that were read or confirmed; kinds that nothing was read as come last."""
    company_id = current_company_id()
    read = Counter[str](
        dict(
            Reading.objects.filter(
                _within("read_at", months), company_id=company_id, state=ReadingState.READ
            )
            .values_list("kind")
            .annotate(n=Count("document_id", distinct=True))
        )
    )
    confirmed, untouched = Counter[str](), Counter[str]()
    rows = Confirmation.objects.filter(_within("at", months), company_id=company_id).values("kind")
    for row in rows.annotate(n=Count("id"), intact=Count("id", filter=Q(untouched=True))):
        confirmed[row["kind"]], untouched[row["kind"]] = row["n"], row["intact"]
    counts = _field_counts(company_id, months)
    kinds = {k.code: k for k in all_kinds()}
    found = [
        KindQuality(
            code,
            kinds[code].label if code in kinds else "nierozpoznane",
            read[code],
            confirmed[code],
            untouched[code],
            _fields(kinds.get(code), counts.get(code, {})),
        )
        for code in {*read, *confirmed}
    ]
    return sorted(found, key=lambda k: (not k.code, -k.confirmed, -k.read, k.label))


_Counts = dict[str, Counter[tuple[str, bool]]]


def _field_counts(company_id: int, months: Months) -> dict[str, _Counts]:
    found: dict[str, _Counts] = {}
    kept = _within("confirmation__at", months)
    rows = ConfirmedField.objects.filter(kept, company_id=company_id).values(
        "field", "certain", "outcome", kind=F("confirmation__kind")
    )
    for row in rows.annotate(n=Count("id")):
        by_field = found.setdefault(row["kind"], {})
        by_field.setdefault(row["field"], Counter())[row["outcome"], row["certain"]] += row["n"]
    return found


def _fields(kind: Kind | None, counts: _Counts) -> tuple[FieldQuality, ...]:
    labels = {"kind": "Rodzaj"} | ({f.key: f.label for f in kind.fields} if kind else {})
    return tuple(
        FieldQuality(
            key,
            labels[key],
            certain=sum(counts[key][o, True] for o in READ),
            certain_right=counts[key][Outcome.RIGHT, True],
            printed=sum(counts[key][o, sure] for o in PRINTED for sure in (True, False)),
            found=counts[key][Outcome.RIGHT, True] + counts[key][Outcome.RIGHT, False],
            missed=counts[key][Outcome.TYPED, False],
        )
        for key in labels
        if key in counts
    )


@dataclass(frozen=True, slots=True)
class CountedPaper:
    """A paper behind a figure: what was read and what was confirmed, where the figure is of a field."""

    document_id: int
    number: str
    partner: str
    at: datetime
    read: str = ""
    confirmed: str = ""


FIGURES: dict[str, tuple[Collection[Outcome], bool | None]] = {
    "certain": (READ, True),
    "certain_right": ((Outcome.RIGHT,), True),
    "certain_wrong": (WRONG, True),
    "printed": (PRINTED, None),
    "found": ((Outcome.RIGHT,), None),
    "missed": ((Outcome.TYPED,), None),
}
"""Figures of a field: which outcomes count, and whether only certain values do."""


def counted_papers(
    *, kind: str, figure: str, field: str = "", months: Months = None
) -> list[CountedPaper]:
    """The newest papers (at most `MOST_PAPERS`) that a figure was counted from; raises KeyError for no figure.

    Figures of a kind are ``read``, ``confirmed`` and ``untouched``, those of a field stand in `FIGURES`.
    """
    company_id = current_company_id()
    if field:
        outcomes, certain = FIGURES[figure]
        rows = ConfirmedField.objects.select_related("confirmation__document").filter(
            _within("confirmation__at", months),
            company_id=company_id,
            confirmation__kind=kind,
            field=field,
            outcome__in=outcomes,
        )
        if certain is not None:
            rows = rows.filter(certain=certain)
        return [
            CountedPaper(
                r.confirmation.document_id,
                r.confirmation.document.number,
                r.confirmation.document.partner_name,
                r.confirmation.at,
                r.read,
                r.confirmed,
            )
            for r in rows.order_by("-id")[:MOST_PAPERS]
        ]
    if figure == "read":
        readings = Reading.objects.select_related("document").filter(
            _within("read_at", months), company_id=company_id, kind=kind, state=ReadingState.READ
        )
        newest = {
            r.document_id: CountedPaper(
                r.document_id, r.document.number, r.document.partner_name, r.read_at
            )
            for r in readings.order_by("-id")[:MOST_PAPERS]
            if r.read_at is not None
        }  # a paper whose pages were arranged was read more than once
        return list(newest.values())
    if figure not in ("confirmed", "untouched"):
        raise KeyError(figure)
    kept = Confirmation.objects.select_related("document").filter(
        _within("at", months), company_id=company_id, kind=kind
    )
    if figure == "untouched":
        kept = kept.filter(untouched=True)
    return [
        CountedPaper(c.document_id, c.document.number, c.document.partner_name, c.at)
        for c in kept.order_by("-id")[:MOST_PAPERS]
    ]


@dataclass(frozen=True, slots=True)
class CorrectedFields:
    """Fields of a month's confirmations: papers, values that were read, values that people changed or removed."""

    papers: int
    read: int
    corrected: int


def corrected_fields(months: Sequence[Month]) -> dict[Month, CorrectedFields]:
    """What people corrected of readings in these months of the open company, by the day they confirmed it."""
    if not months:
        return {}
    begin = datetime.combine(first_day(min(months)), time(), WARSAW)
    end = datetime.combine(first_day(month_after(max(months))), time(), WARSAW)
    rows = (
        ConfirmedField.objects.filter(
            company_id=current_company_id(), confirmation__at__gte=begin, confirmation__at__lt=end
        )
        .annotate(month=TruncMonth("confirmation__at", tzinfo=WARSAW))
        .values("month")
        .annotate(
            papers=Count("confirmation_id", distinct=True),
            was_read=Count("id", filter=Q(outcome__in=READ)),
            wrong=Count("id", filter=Q(outcome__in=WRONG)),
        )
    )
    found = {
        (r["month"].year, r["month"].month): CorrectedFields(r["papers"], r["was_read"], r["wrong"])
        for r in rows
    }
    return {month: found.get(month, CorrectedFields(0, 0, 0)) for month in months}
