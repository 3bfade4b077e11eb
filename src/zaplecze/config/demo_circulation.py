"""A firm of the demo with a baseline and eleven months of circulation, taken by the program's own commands.

In the first months people take every step; then certain papers book themselves, and what still needs people goes
faster. Only what had happened by the moment given is done, so some papers are still on their way.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from zaplecze.config.demo_papers import (
    Firm,
    Item,
    Movement,
    invoice_file,
    make_invoice,
    make_statement,
)
from zaplecze.controlling.api import (
    WHOLE,
    Clock,
    Estimate,
    Source,
    answer_barometer,
    close_barometer,
    keep_agreement,
    keep_baseline,
    keep_cost,
    open_barometer,
)
from zaplecze.documents.api import Channel, NewPaper, document
from zaplecze.ledger.api import (
    NewRate,
    entries_of,
    exchange_rate,
    open_items,
    reverse_entry,
    save_rates,
)
from zaplecze.office import posting
from zaplecze.office.intake import receive
from zaplecze.payments.api import book_line, confirm_lines, statement_lines, statements
from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.days import WARSAW, add_working_hours, next_working_day, working_day_before
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.scope import company_scope, current_company_id
from zaplecze.purchasing.api import CostRule, describe_invoice
from zaplecze.workflow.api import open_task, take_step

PALARNIA = Firm(
    "Palarnia Gawra sp. z o.o.",
    "9990020376",
    "ul. Ziarnista 3",
    "00-000 Zmyślin",
    "62000000000000000000000120",
)
GREENS = Firm(
    "Import Zielone Ziarno sp. z o.o.",
    "9990020749",
    "ul. Portowa 8",
    "00-000 Wymyślno",
    "35000000000000000000000121",
)
MONTHS = 11
BY_HAND_MONTHS = 3
BATCH_DAYS = (5, 19)
FIRST_FA3 = datetime(2025, 9, 1, 9, tzinfo=UTC)
RATE = Decimal("4.2655")
EURO_ACCOUNT = "35000000000000000000000122"
LOANS = {"PLN": (PALARNIA.account, Decimal(150_000)), "EUR": (EURO_ACCOUNT, Decimal(40_000))}
LOAN = "Pożyczka od wspólnika"
BEFORE = {
    "volume": 9.0,
    "cycle": 46.0,
    "touch": 17.0,
    "prints": 2.2,
    "errors": 0.14,
    "straight": 0.0,
    "cost": 4_600.0,
}


@dataclass(frozen=True, slots=True)
class People:
    """Who takes which step; ids of users."""

    owner: int
    approver: int
    keeper: int
    manager: int
    auditor: int


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper of the story; ``hours`` are the working hours until each of its three steps is taken."""

    number: str
    currency: str
    hours: tuple[float, float, float]
    returned: bool
    taken_back: bool


class _Story:
    """What happens in the firm, in the order of its moments, and nothing after ``until``."""

    def __init__(self, company_id: int, people: People, until: datetime) -> None:
        self.company_id = company_id
        self.people = people
        self.until = until
        self.seconds: dict[tuple[int, int, date], int] = {}
        self._back: set[int] = set()
        self._banked: dict[str, tuple[int, Decimal]] = {}
        self._draw = random.Random(11)  # noqa: S311 - a story, not a secret
        self._planned = 0
        self._queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []

    def plan(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """Do ``act`` at a moment, unless that is still to come."""
        self._planned += 1
        if at <= self.until:
            heapq.heappush(self._queue, (at, self._planned, act))

    def run(self) -> None:
        """Do all that was planned, and what follows from it."""
        while self._queue:
            at, _, act = heapq.heappop(self._queue)
            act(at)

    def take_in(self, papers: Sequence[_Paper], straight: bool, at: datetime) -> None:
        """The post of a day; what doesn't book itself goes its way."""
        Company.objects.filter(id=self.company_id).update(straight_through=straight)
        files = [NewPaper(f"{p.number.replace('/', '-')}.xml", _file(p, at)) for p in papers]
        received = receive(self.company_id, files, channel=Channel.DEMO, stamp=Stamp(None, at))
        for paper, result in zip(papers, received, strict=True):
            assert result.document_id is not None, result
            document_id = result.document_id
            task = open_task(document_id=document_id)
            if task is not None and task.kind == "describe":
                self._after(at, paper.hours[0], partial(self.describe, paper, document_id))
                self.sit(self.people.manager, document_id, at, 60)  # who looks into the post
            else:  # somebody glances at what booked itself
                turn = (self.people.keeper, self.people.approver, self.people.manager)
                self.sit(turn[document_id % 3], document_id, at, 45)

    def _after(self, at: datetime, hours: float, act: Callable[[datetime], None]) -> None:
        self.plan(add_working_hours(at, hours), act)

    def sit(self, person: int, document_id: int, at: datetime, seconds: float) -> None:
        """Somebody had the paper before her for about so long."""
        key = (person, document_id, at.astimezone(WARSAW).date())
        self.seconds[key] = self.seconds.get(key, 0) + round(seconds * self._draw.uniform(0.5, 1.6))

    def describe(self, paper: _Paper, document_id: int, at: datetime) -> None:
        """The accountant says whose cost it is; the approver decides later."""
        describe_invoice(
            document_id=document_id,
            cost_center="HANDEL",
            purpose="ziarno zielone, palarnia",
            by=self.people.keeper,
            at=at,
        )
        self.sit(self.people.keeper, document_id, at, 190)
        self._after(at, paper.hours[1], partial(self.approve, paper, document_id))

    def approve(self, paper: _Paper, document_id: int, at: datetime) -> None:
        """The approver accepts, or once sends the paper back."""
        task = open_task(document_id=document_id)
        assert task is not None
        back = paper.returned and document_id not in self._back
        take_step(
            task_id=task.id,
            verdict="returned" if back else "accepted",
            reason="Zły MPK: to koszt sklepu przy palarni." if back else "",
            by=self.people.approver,
            at=at,
        )
        self.sit(self.people.approver, document_id, at, 110)
        if back:
            self._back.add(document_id)
        following = self.describe if back else self.book
        self._after(at, paper.hours[0 if back else 2], partial(following, paper, document_id))

    def book(self, paper: _Paper, document_id: int, at: datetime) -> None:
        """The accountant posts it, at a rate where it is in euro."""
        found = document(document_id)
        assert found is not None
        if paper.currency != "PLN":
            posting.set_rate(found, RATE)
        lying = posting.on_the_desk(found)
        assert lying.proposal is not None
        posting.save(found, lying.proposal)
        posting.code(found, by=self.people.keeper, at=at)
        posting.post(found, by=self.people.keeper, at=at)
        self.sit(self.people.keeper, document_id, at, 220)
        if paper.taken_back and document_id not in self._back:
            self._back.add(document_id)
            self._after(at, 20, partial(self.take_back, paper, document_id))

    def take_back(self, paper: _Paper, document_id: int, at: datetime) -> None:
        """The manager finds a mistake: storno, and the paper is posted again."""
        entry = max(entries_of(document_id=document_id), key=lambda e: e.id)
        reverse_entry(
            entry_id=entry.id,
            on=at.astimezone(WARSAW).date(),
            reason="zły kurs na fakturze",
            by=self.people.manager,
            at=at,
        )
        self.sit(self.people.manager, document_id, at, 240)
        self._after(at, 6, partial(self.book, paper, document_id))

    def pay(self, day: date, at: datetime) -> None:
        """The bank's statements of a month whose last transfers, all of one day, pay what was posted by then."""
        owed = [i for i in open_items() if not i.is_debit and i.number.startswith("ZZ/")]
        for currency in LOANS:
            moved = [
                Movement(day, -i.currency_left, GREENS.name, GREENS.account, f"Faktura {i.number}")
                for i in owed
                if i.currency == currency
            ]
            if moved:
                self._statement(currency, moved, day, at)

    def _statement(self, currency: str, moved: list[Movement], day: date, at: datetime) -> None:
        account, loan = LOANS[currency]
        number, opening = self._banked.get(currency, (0, Decimal(0)))
        if not number:
            moved = [Movement(day, loan, "Wspólnik", "", LOAN), *moved]
        closing = opening + sum((m.amount for m in moved), Decimal(0))
        self._banked[currency] = number + 1, closing
        data = make_statement(
            account, number=number + 1, opening=opening, movements=moved, currency=currency
        )
        paper = NewPaper(f"wyciag-{currency}-{number + 1:02}.sta", data)
        receive(self.company_id, [paper], channel=Channel.DEMO, stamp=Stamp(None, at))
        newest = max(statements(), key=lambda s: s.id)
        waiting = [v for v in statement_lines(newest.id) if v.line.entry_id is None]
        for view in waiting:
            if view.line.title == LOAN:
                book_line(
                    line_id=view.line.id, account="240", text=LOAN, by=self.people.keeper, at=at
                )
        matched = [v.line.id for v in waiting if v.matches]
        if matched:
            confirm_lines(line_ids=matched, by=self.people.keeper, at=at)


def keep_circulation(company_id: int, people: People, at: datetime) -> None:
    """Fill a company with a baseline and its circulation up to ``at``, costs, prints, agreements and a survey."""
    months = months_before(at)
    story = _Story(company_id, people, at)
    for number, month in enumerate(months):
        straight = number >= BY_HAND_MONTHS
        for batch, day in enumerate(BATCH_DAYS):
            opens = datetime.combine(next_working_day(date(*month, day)), time(9, 10), WARSAW)
            papers = _papers(number, batch, month)
            story.plan(opens, partial(story.take_in, papers, straight))
        _pay_day(story, month)
    # The newest post, so that papers are on their way whenever one looks.
    newest = working_day_before(at.astimezone(WARSAW).date())
    fresh = [replace(p, number=f"{p.number}/N") for p in _papers(0, 2, months[-1])]
    story.plan(datetime.combine(newest, time(14, 40), WARSAW), partial(story.take_in, fresh, False))
    begins = datetime.combine(date(*months[0], 1), time(8, 5), WARSAW)
    with company_scope(company_id):
        _promise(people, begins)
        story.run()
        _count(company_id, story, months, at)
        _survey(people, at)


def _pay_day(story: _Story, month: Month) -> None:
    """All transfers of a month leave on its last working day; the statements come on the next one."""
    day = last_day(month)
    day = working_day_before(day + timedelta(days=1))
    story.plan(
        datetime.combine(next_working_day(day + timedelta(days=1)), time(13), WARSAW),
        partial(story.pay, day),
    )
    if exchange_rate(currency="EUR", before=day) is None:
        table = f"ZMYŚLONA {month[1]:02}/{month[0]}"
        save_rates([NewRate("EUR", working_day_before(day), RATE, table)])


def months_before(at: datetime) -> list[Month]:
    """The eleven months up to that of ``at``."""
    here = at.astimezone(WARSAW)
    last = here.year * 12 + here.month - 1
    return [(n // 12, n % 12 + 1) for n in range(last - MONTHS + 1, last + 1)]


def _promise(people: People, at: datetime) -> None:
    """What was before, and what is promised from now on."""
    CostRule.objects.create(
        company_id=current_company_id(),
        no=1,
        supplier_tax_id=GREENS.nip,
        word="",
        account="402-01",
        cost_center="HANDEL",
    )
    keep_baseline(
        figures={measure: Estimate(value, 0.0, 0) for measure, value in BEFORE.items()},
        source=Source.TYPED,
        by=people.manager,
        at=at,
        note="z umowy i wykazu poprzedniego biura",
    )
    for work, hours, share in ((WHOLE, "16", "0.90"), ("code", "12", "0.95")):
        keep_agreement(
            kind="cost_invoice",
            work=work,
            clock=Clock.OURS,
            owner_id=people.manager,
            hours=Decimal(hours),
            share=Decimal(share),
            by=people.manager,
            at=at,
        )


def _papers(number: int, batch: int, month: Month) -> list[_Paper]:
    """A day's post: at first six papers for people, later mostly such as book themselves."""
    draw = random.Random(100 * number + batch)  # noqa: S311 - a story, not a secret
    pace = 1.0 if number < BY_HAND_MONTHS else 0.55
    found = []
    for no in range(5):
        hand = number < BY_HAND_MONTHS or no == 0
        hours = (draw.uniform(2, 14), draw.uniform(3, 26), draw.uniform(2, 16))
        found.append(
            _Paper(
                number=f"ZZ/{month[1]:02}/{batch + 1}{no}/{month[0]}",
                currency="EUR" if hand and no == 0 else "PLN",
                hours=(hours[0] * pace, hours[1] * pace, hours[2] * pace),
                returned=hand and (number + batch + no) % 8 == 3,
                taken_back=hand and (number, batch, no) in {(1, 0, 2), (6, 1, 0)},
            )
        )
    return found


def _file(paper: _Paper, at: datetime) -> bytes:
    """The invoice as it came; FA(3) knows no moment before September 2025."""
    day = at.astimezone(WARSAW).date() - timedelta(days=2)
    invoice = make_invoice(
        GREENS,
        PALARNIA,
        number=paper.number,
        day=day,
        items=[Item("Kawa zielona, worek 30 kg", 2 + len(paper.number) % 4, "311.00")],
        currency=paper.currency,
    )
    return invoice_file(replace(invoice, created_at=max(invoice.created_at, FIRST_FA3)))


def _count(company_id: int, story: _Story, months: Sequence[Month], at: datetime) -> None:
    """Minutes at papers, prints and what the months cost."""
    rows = sorted(story.seconds.items())
    insert_rows(
        "controlling_effort",
        {
            "company_id": ("bigint", [company_id] * len(rows)),
            "user_id": ("bigint", [who for (who, _, _), _ in rows]),
            "document_id": ("bigint", [paper for (_, paper, _), _ in rows]),
            "day": ("date", [day for (_, _, day), _ in rows]),
            "seconds": ("integer", [seconds for _, seconds in rows]),
            "last_at": (
                "timestamptz",
                [datetime.combine(d, time(8), WARSAW) for (_, _, d), _ in rows],
            ),
        },
    )
    prints: list[datetime] = []
    for number, (year, month) in enumerate(months):
        first = datetime.combine(next_working_day(date(year, month, 1)), time(12), WARSAW)
        hours = [6.5 * n for n in range(max(5, 17 - number))]
        prints += [m for m in (add_working_hours(first, h) for h in hours) if m <= at]
        if (year, month) < months[-1]:
            cost = Decimal(4480 - 95 * number + 37 * (number % 3))
            closing = datetime.combine(
                next_working_day(date(*months[number + 1], 2)), time(14), WARSAW
            )
            if closing <= at:
                keep_cost(month=(year, month), amount=cost, by=story.people.manager, at=closing)
    insert_rows(
        "platform_printout",
        {
            "company_id": ("bigint", [company_id] * len(prints)),
            "at": ("timestamptz", prints),
            "by_id": ("bigint", [story.people.keeper] * len(prints)),
            "what": ("text", ["Zestawienie obrotów i sald"] * len(prints)),
            "form": ("text", ["pdf"] * len(prints)),
        },
    )


def _survey(people: People, at: datetime) -> None:
    """A round that five people answered, and one that is open."""
    begun = at - timedelta(days=40)
    open_barometer(by=people.manager, at=begun)
    draw = random.Random(3)  # noqa: S311 - a story, not a secret
    for person in (people.owner, people.approver, people.keeper, people.manager, people.auditor):
        marks = [min(5, max(1, round(draw.gauss(mean, 0.9)))) for mean in _PAINS]
        answer_barometer(marks=marks, by=person)
    close_barometer(by=people.manager, at=begun + timedelta(days=7))
    open_barometer(by=people.manager, at=at - timedelta(days=2))


_PAINS = (2, 3, 3, 4, 4, 4, 3, 3, 2, 2, 2, 2)
