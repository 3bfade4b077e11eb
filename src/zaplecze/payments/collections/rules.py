"""Rules of collections, pure: ageing, interest for delay, which reminder comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaplecze.payments.collections.rates import (
    InterestKind,
    compensation_eur,
    interest_rate,
    rate_changes,
)
from zaplecze.platform.days import next_working_day
from zaplecze.platform.money import ZERO, round_half_up
from zaplecze.platform.refusal import Refusal

DEFAULT_EDGES = (30, 60, 90, 180, 360)
DAYS_OF_YEAR = 365
ONE = Decimal(1)
# A note asks to be paid within so many days.
NOTE_PAID_IN = 7


def checked_edges(edges: Sequence[int]) -> tuple[int, ...]:
    """The last days of the buckets, rising; refuses what makes no buckets."""
    if not 1 <= len(edges) <= 8 or list(edges) != sorted(set(edges)) or min(edges) < 1:
        raise Refusal(
            "Granice wiekowania to od 1 do 8 rosnących liczb dni, np. 30, 60, 90.",
            code="payments.ageing-edges",
        )
    return tuple(edges)


def bucket_labels(edges: Sequence[int]) -> tuple[str, ...]:
    """Names of the buckets.

    >>> bucket_labels((30, 60))
    ('przed terminem', '1–30 dni', '31–60 dni', 'ponad 60 dni')
    """
    starts = (1, *(e + 1 for e in edges))
    between = tuple(f"{first}–{last} dni" for first, last in zip(starts, edges, strict=False))
    return ("przed terminem", *between, f"ponad {edges[-1]} dni")


def days_late(due: date | None, day: date) -> int:
    """Days from the due day to ``day``; 0 where it isn't late, or has no due day."""
    return max(0, (day - due).days) if due is not None else 0


def bucket_of(due: date | None, day: date, edges: Sequence[int]) -> int:
    """Index of the bucket: 0 is not due, the last one is beyond every edge.

    >>> [bucket_of(date(2026, 9, 1), date(2026, 9, d), (7, 14)) for d in (1, 2, 8, 9, 15, 16)]
    [0, 1, 1, 2, 2, 3]
    """
    late = days_late(due, day)
    return 0 if late == 0 else 1 + sum(late > edge for edge in edges)


@dataclass(frozen=True, slots=True)
class Aged:
    """What ageing needs of an open item: ``left`` is PLN and positive."""

    item_id: int
    partner_id: int | None
    due: date | None
    left: Decimal


@dataclass(frozen=True, slots=True)
class PartnerAge:
    """One partner's open amounts by bucket, PLN."""

    partner_id: int | None
    buckets: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """All that is open."""
        return sum(self.buckets, ZERO)

    @property
    def overdue(self) -> Decimal:
        """All that is late."""
        return sum(self.buckets[1:], ZERO)


def age_items(items: Iterable[Aged], *, day: date, edges: Sequence[int]) -> list[PartnerAge]:
    """Open amounts by partner and bucket, the largest total first."""
    sums: dict[int | None, list[Decimal]] = {}
    for item in items:
        row = sums.setdefault(item.partner_id, [ZERO] * (len(edges) + 2))
        row[bucket_of(item.due, day, edges)] += item.left
    made = [PartnerAge(partner_id, tuple(row)) for partner_id, row in sums.items()]
    return sorted(made, key=lambda age: (-age.total, age.partner_id or 0))


@dataclass(frozen=True, slots=True)
class Claim:
    """A receivable for interest: ``amount``, ``payments`` (day, amount), ``lowered`` by corrections (no interest).

    Amounts are in ``currency``, in which the claim and its interest are owed. ``charged_to`` is the last day that an
    earlier note has charged.
    """

    item_id: int
    number: str
    due: date
    amount: Decimal
    payments: tuple[tuple[date, Decimal], ...] = ()
    lowered: Decimal = ZERO
    charged_to: date | None = None
    compensated: bool = False
    currency: str = "PLN"


@dataclass(frozen=True, slots=True)
class InterestLine:
    """Interest of one principal over days of one rate; ``rate`` is percent a year, money the claim's currency."""

    item_id: int
    number: str
    principal: Decimal
    first: date
    last: date
    rate: Decimal
    paid: bool

    @property
    def days(self) -> int:
        """Days of delay, both ends included."""
        return (self.last - self.first).days + 1

    @property
    def amount(self) -> Decimal:
        """Principal x days x rate / 365, half a grosz up, line by line: the note adds up as it is printed."""
        return round_half_up(self.principal * self.days * self.rate / (100 * DAYS_OF_YEAR))


def first_late_day(due: date) -> date:
    """The day after the due day; a due day that is a Saturday or a holiday moves on (art. 115 of the Civil Code).

    >>> first_late_day(date(2026, 5, 1))  # Friday, a holiday; 2 and 3 May are a weekend
    datetime.date(2026, 5, 5)
    """
    return next_working_day(due) + timedelta(days=1)


def interest_lines(claim: Claim, *, kind: InterestKind, upto: date) -> list[InterestLine]:
    """Interest of a claim: each payment up to its day, the open rest up to ``upto``, split where rates change."""
    start = first_late_day(claim.due)
    if claim.charged_to is not None:
        start = max(start, claim.charged_to + timedelta(days=1))
    made: list[InterestLine] = []
    left = claim.amount - claim.lowered
    for day, amount in sorted(claim.payments):
        principal = min(amount, left)
        left -= principal
        made += _spans(claim, principal, start, min(day, upto), kind, paid=day <= upto)
    made += _spans(claim, left, start, upto, kind, paid=False)
    return made


def _spans(
    claim: Claim, principal: Decimal, first: date, last: date, kind: InterestKind, *, paid: bool
) -> list[InterestLine]:
    if principal <= 0 or last < first:
        return []
    starts = [first, *rate_changes(kind, first, last)]
    ends = [*(s - timedelta(days=1) for s in starts[1:]), last]
    return [
        InterestLine(claim.item_id, claim.number, principal, s, e, interest_rate(kind, s), paid)
        for s, e in zip(starts, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Compensation:
    """The lump sum for recovering one claim: ``eur`` euro, ``amount`` in ``currency``.

    ``rate`` (PLN for 1 EUR) and its ``rate_day`` where it was converted.
    """

    item_id: int
    number: str
    eur: int
    currency: str
    amount: Decimal
    rate: Decimal | None
    rate_day: date | None = None


def compensation(
    claim: Claim, *, eur_rate: Decimal, claim_rate: Decimal = ONE, in_euro: bool = False
) -> Compensation:
    """40, 70 or 100 EUR for one claim: in PLN at ``eur_rate`` (PLN for 1 EUR), half a grosz up, or as they are.

    Rates are NBP mid rates of the last working day of the month before the claim fell due (art. 10 ust. 1a of the
    Act of 8 March 2013). The steps of art. 10 ust. 1 are PLN: a claim in a currency is held against them at
    ``claim_rate`` of the same day, which the Act does not say (see `rates.OPEN_QUESTIONS`). Euro are left unconverted
    only for a claim in euro.
    """
    eur = compensation_eur(claim.amount * claim_rate)
    if in_euro and claim.currency == "EUR":
        return Compensation(claim.item_id, claim.number, eur, "EUR", Decimal(eur) + ZERO, None)
    amount = round_half_up(eur * eur_rate)
    return Compensation(claim.item_id, claim.number, eur, "PLN", amount, eur_rate)


Sums = tuple[tuple[str, Decimal], ...]


def sums_by_currency(amounts: Iterable[tuple[str, Decimal]]) -> Sums:
    """Sums by currency, zlotys first, then by code; what sums to nothing is left out.

    >>> sums_by_currency([("EUR", Decimal(2)), ("PLN", Decimal(1)), ("CZK", Decimal(0)), ("EUR", Decimal(3))])
    (('PLN', Decimal('1.00')), ('EUR', Decimal('5.00')))
    """
    found: dict[str, Decimal] = {}
    for currency, amount in amounts:
        found[currency] = found.get(currency, ZERO) + amount
    kept = ((currency, amount) for currency, amount in found.items() if amount)
    return tuple(sorted(kept, key=lambda pair: (pair[0] != "PLN", pair[0])))


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the company's policy: sent ``after_days`` of delay, asks to pay within ``pay_in_days``.

    ``name_en`` and ``text_en`` are what a letter in English says; empty, it says the same as the first step does.
    """

    no: int
    name: str
    after_days: int
    pay_in_days: int
    text: str
    name_en: str = ""
    text_en: str = ""


DEFAULT_LEVELS = (
    Level(
        1,
        "Przypomnienie o płatności",
        3,
        7,
        "Minął termin zapłaty poniższych należności. Być może przelew jest już w drodze: wtedy prosimy uznać "
        "to pismo za nieaktualne. Jeśli nie, prosimy o zapłatę.",
        "Payment reminder",
        "The amounts below are past their due date. Your transfer may already be on its way: if so, please disregard "
        "this letter. If not, please arrange for payment.",
    ),
    Level(
        2,
        "Wezwanie do zapłaty",
        14,
        7,
        "Mimo przypomnienia poniższe należności nie zostały zapłacone. Wzywamy do ich uregulowania w podanym "
        "terminie. Za każdy dzień opóźnienia przysługują nam odsetki ustawowe.",
        "Demand for payment",
        "Despite our reminder the amounts below remain unpaid. We demand that they be paid by the date given. "
        "Statutory interest is due to us for each day of delay.",
    ),
    Level(
        3,
        "Przedsądowe wezwanie do zapłaty",
        30,
        7,
        "Wzywamy po raz ostatni do zapłaty poniższych należności wraz z odsetkami ustawowymi za opóźnienie. Po "
        "bezskutecznym upływie podanego terminu skierujemy sprawę na drogę postępowania sądowego bez odrębnego "
        "zawiadomienia, co obciąży Państwa dodatkowo kosztami procesu. Pismo jest próbą polubownego zakończenia "
        "sporu (art. 187 § 1 pkt 3 k.p.c.).",
        "Final demand before court action",
        "We demand for the last time that the amounts below be paid, with statutory interest for delay. If the date "
        "given passes without payment, we shall bring the matter before a court without further notice, which will "
        "burden you with the costs of proceedings. This letter is an attempt to settle the dispute amicably "
        "(art. 187 § 1 point 3 of the Polish Code of Civil Procedure).",
    ),
)


def checked_levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels numbered from 1, each later than the one before; refuses others."""
    days = [level.after_days for level in levels]
    if not levels or [x.no for x in levels] != list(range(1, len(levels) + 1)):
        raise Refusal("Podaj co najmniej jeden stopień monitów.", code="payments.levels")
    if days != sorted(set(days)) or days[0] < 1 or any(x.pay_in_days < 1 for x in levels):
        raise Refusal(
            "Każdy następny stopień przypada później, a termin zapłaty to co najmniej jeden dzień: popraw dni.",
            code="payments.levels",
        )
    if blank := next((x for x in levels if not x.name.strip() or not x.text.strip()), None):
        raise Refusal(f"Stopień {blank.no} nie ma nazwy albo treści.", code="payments.levels")
    return tuple(levels)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A receivable for reminders; ``sent`` holds (level, last day to pay that the letter gave) of letters sent.

    ``left`` is owed in ``currency``; ``worth`` is what the books hold it at, PLN, where that is another amount.
    """

    item_id: int
    partner_id: int
    due: date
    left: Decimal
    sent: tuple[tuple[int, date], ...] = ()
    currency: str = "PLN"
    worth: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reminder to one partner at one level: ``sums`` by currency, ``total`` in the books (PLN).

    ``back`` is what we owe the partner ourselves and is due, as far as it meets the sums.
    """

    partner_id: int
    level: Level
    item_ids: tuple[int, ...]
    total: Decimal
    sums: Sums
    back: Sums = ()

    @property
    def asked(self) -> Sums:
        """What is left to ask for, by currency."""
        back = dict(self.back)
        return tuple((c, s - back.get(c, ZERO)) for c, s in self.sums if s > back.get(c, ZERO))


def next_level(item: Overdue, *, day: date, levels: Sequence[Level]) -> Level | None:
    """The next step for an item, one at a time and only after the term of the letter before has passed."""
    done = max((no for no, _ in item.sent), default=0)
    if any(term >= day for _, term in item.sent):
        return None
    level = next((x for x in levels if x.no > done), None)
    late = (day - next_working_day(item.due)).days
    return level if level is not None and late >= level.after_days else None


def propose_reminders(
    items: Iterable[Overdue],
    *,
    day: date,
    levels: Sequence[Level],
    held_items: Mapping[int, str],
    held_partners: Mapping[int, str],
    owed_back: Mapping[int, Sums] | None = None,
) -> list[Proposal]:
    """Letters to write on ``day``: one for a partner and level; whoever and whatever is held is left out.

    ``owed_back`` is what is due from us, by partner: it meets the sharpest letter first, and a letter that it meets
    whole isn't written.
    """
    found: dict[tuple[int, int], list[Overdue]] = {}
    for item in items:
        if item.item_id in held_items or item.partner_id in held_partners:
            continue
        level = next_level(item, day=day, levels=levels)
        if level is not None:
            found.setdefault((item.partner_id, level.no), []).append(item)
    by_no = {level.no: level for level in levels}
    ours = {partner_id: dict(sums) for partner_id, sums in (owed_back or {}).items()}
    made = []
    for (partner_id, no), group in sorted(found.items(), key=lambda kv: (-kv[0][1], kv[0][0])):
        sums = sums_by_currency((i.currency, i.left) for i in group)
        left = ours.get(partner_id, {})
        met = {c: min(s, left.get(c, ZERO)) for c, s in sums}
        for currency, amount in met.items():
            left[currency] = left.get(currency, ZERO) - amount
        proposal = Proposal(
            partner_id,
            by_no[no],
            tuple(i.item_id for i in group),
            sum((i.left if i.worth is None else i.worth for i in group), ZERO),
            sums,
            tuple((c, amount) for c, amount in met.items() if amount),
        )
        if proposal.asked:
            made.append(proposal)
    return made
