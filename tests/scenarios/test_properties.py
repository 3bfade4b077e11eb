"""Whatever sequence of commands is accepted, the books stay books."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.papers import DAY, US, drop, later
from zaplecze.config.demo_papers import Firm, Item, Movement, make_invoice, make_statement
from zaplecze.documents.api import Document, Outcome
from zaplecze.formats import fa3
from zaplecze.ledger.api import (
    Entry,
    OpenItem,
    journal,
    open_items,
    reverse_entry,
    settle_items,
    trial_balance,
    undo_settlement,
)
from zaplecze.office import posting
from zaplecze.office.audit import run_audits
from zaplecze.office.opening import open_company
from zaplecze.office.verify import verify
from zaplecze.payments.api import BankLine, LineState, book_line, choose_item, confirm_lines
from zaplecze.platform.companies import add_person
from zaplecze.platform.models import Role
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.workflow.api import Task

EVER = {"first": (2000, 1), "last": (2099, 12)}
ACCOUNTS = ("36000000000000000000000103", "09000000000000000000000104")
WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
nets = st.decimals("0.01", "99999.99", places=2).map(str)
rates = st.sampled_from([fa3.Rate.R23, fa3.Rate.R8, fa3.Rate.R5, fa3.Rate.ZERO_DOMESTIC])
goods = st.builds(Item, st.sampled_from(["Druk", "Sery"]), st.integers(1, 9), nets, rates)
items = st.lists(goods, min_size=1, max_size=4)
picks = st.integers(0, 10_000)


def some_nip(rng: random.Random) -> str:
    while True:
        digits = [9, 9, 9, *(rng.randint(0, 9) for _ in range(6))]
        check = sum(d * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


class Books(RuleBasedStateMachine):
    """A company whose certain papers book themselves, and a bookkeeper who does the rest at random."""

    @initialize(straight=st.booleans())
    def open(self, straight: bool) -> None:
        rng = random.Random()
        self.firm = Firm("Firma", some_nip(rng), "ul. Zmyślona 1", "00-000 Zmyślin", US.account)
        self.others = [
            Firm(f"Kontrahent {n}", some_nip(rng), "ul. Inna 2", "00-000 Zmyślin", account)
            for n, account in enumerate(ACCOUNTS)
        ]
        self.company = open_company(
            nip=self.firm.nip, name="Firma", at=later(0), straight_through=straight
        )
        self.person = add_person(
            company_id=self.company.id,
            email=f"{self.firm.nip}@example.com",
            full_name="Osoba",
            roles=(Role.ACCOUNTANT,),
            password=None,
        )
        self.papers: list[tuple[str, bytes]] = []
        self.hours = 1.0
        self.number = 0

    def scope(self) -> Any:
        self.hours += 1
        return company_scope(self.company.id)

    def take(self, name: str, data: bytes) -> None:
        self.papers.append((name, data))
        (result,) = drop(self.company, (name, data), at=later(self.hours))
        assert result.outcome in (Outcome.ACCEPTED, Outcome.WAITING), result

    @rule(
        items=items,
        other=st.integers(0, 1),
        sale=st.booleans(),
        days=st.integers(0, 60),
        back=st.booleans(),
    )
    def receive_invoice(
        self, items: list[Item], other: int, sale: bool, days: int, back: bool
    ) -> None:
        self.number += 1
        sides = (self.firm, self.others[other]) if sale else (self.others[other], self.firm)
        invoice = make_invoice(
            *sides,
            number=f"FV/{self.number:04}",
            day=DAY - timedelta(days=days),
            items=items,
            corrects=("FV/0000", date(2026, 3, 2)) if back else None,
        )
        self.take(f"{self.number}.xml", fa3.write(invoice))

    @precondition(lambda self: self.papers)
    @rule(pick=picks)
    def receive_the_same_again(self, pick: int) -> None:
        name, data = self.papers[pick % len(self.papers)]
        before = self.everything()
        (result,) = drop(self.company, (f"kopia {name}", data), at=later(self.hours))
        assert result.outcome == Outcome.TWIN
        assert self.everything() == before

    def everything(self) -> tuple[int, ...]:
        with company_scope(self.company.id):
            mine = {"company_id": self.company.id}
            return tuple(
                m.objects.filter(**mine).count()
                for m in (Document, Entry, OpenItem, Task, BankLine)
            )

    @rule(pick=picks, share=st.sampled_from(["0.5", "1", "1", "1", "1.5"]), named=st.booleans())
    def receive_statement(self, pick: int, share: str, named: bool) -> None:
        with company_scope(self.company.id):
            opened = open_items()
        amount, title = Decimal("-17.00"), "opłata"
        if opened:
            item = opened[pick % len(opened)]
            part = max((item.left * Decimal(share)).quantize(Decimal("0.01")), Decimal("0.01"))
            amount, title = (part if item.is_debit else -part), item.number if named else "przelew"
        self.number += 1
        move = Movement(DAY, amount, "Ktoś", self.others[pick % 2].account, title)
        data = make_statement(
            self.firm.account, number=self.number, opening=Decimal(0), movements=[move]
        )
        self.take(
            f"{self.number}.sta", data.replace(b"NONREF//", f"NONREF//{self.number}X".encode())
        )

    @rule(pick=picks)
    def post_a_waiting_paper(self, pick: int) -> None:
        with self.scope():
            waiting = list(Task.objects.filter(company=self.company, kind="code", closed_at=None))
            if not waiting:
                return
            paper = Document.objects.get(
                company=self.company, id=waiting[pick % len(waiting)].document_id
            )
            lying = posting.on_the_desk(paper)
            if lying.proposal is None or not lying.proposal.entry.lines:
                return
            posting.save(paper, lying.proposal)
            posting.code(paper, by=self.person.id, at=later(self.hours))
            posting.post(paper, by=self.person.id, at=later(self.hours))

    @rule(pick=picks)
    def reverse_an_entry(self, pick: int) -> None:
        with company_scope(self.company.id):
            entries = list(Entry.objects.filter(company=self.company).order_by("id"))
        if entries:
            self.attempt(
                reverse_entry, entry_id=entries[pick % len(entries)].id, on=DAY, reason="pomyłka"
            )

    @rule(pick=picks, action=st.sampled_from(["confirm", "book", "choose"]))
    def treat_a_bank_line(self, pick: int, action: str) -> None:
        with company_scope(self.company.id):
            open_states = [LineState.CERTAIN, LineState.DOUBTFUL, LineState.UNKNOWN]
            lines = list(BankLine.objects.filter(company=self.company, state__in=open_states))
            opened = open_items()
        if not lines:
            return
        line = lines[pick % len(lines)]
        if action == "confirm":
            self.attempt(confirm_lines, line_ids=[line.id])
        elif action == "book":
            self.attempt(book_line, line_id=line.id, account="402-08", text="opłata")
        elif opened:
            with self.scope():
                try:
                    choose_item(line_id=line.id, item_id=opened[pick % len(opened)].id)
                except Refusal:
                    return

    @rule(pick=picks, size=st.integers(2, 4))
    def settle_some(self, pick: int, size: int) -> None:
        with company_scope(self.company.id):
            opened = [i.id for i in open_items()]
        if len(opened) >= size:
            start = pick % (len(opened) - size + 1)
            self.attempt(settle_items, groups=[opened[start : start + size]], on=DAY)

    @rule(pick=picks)
    def take_a_settlement_back(self, pick: int) -> None:
        with company_scope(self.company.id):
            settled = list(
                OpenItem.objects.filter(company=self.company, settled__gt=0).order_by("id")
            )
        if settled:
            self.attempt(undo_settlement, item_id=settled[pick % len(settled)].id, on=DAY)

    def attempt(self, command: Any, **facts: Any) -> None:
        """Accepted or refused; a refusal changes nothing."""
        before = self.everything()
        try:
            with self.scope():
                command(**facts, by=self.person.id, at=later(self.hours))
        except Refusal as refusal:
            assert refusal.message
            assert self.everything() == before

    @invariant()
    def sides_are_equal(self) -> None:
        if not hasattr(self, "company"):
            return
        with company_scope(self.company.id):
            rows = trial_balance(**EVER)
            assert sum(r.debit for r in rows) == sum(r.credit for r in rows)

    def teardown(self) -> None:
        if not hasattr(self, "company"):
            return
        assert run_audits(self.company.id) == []
        assert verify(self.company.id) == []
        with company_scope(self.company.id):
            recount: dict[str, Decimal] = {}
            for line in journal(**EVER):
                recount[line.account] = (
                    recount.get(line.account, Decimal(0)) + line.debit - line.credit
                )
            kept = {r.account: r.closing_debit - r.closing_credit for r in trial_balance(**EVER)}
            assert kept == recount


def test_any_sequence_of_commands_leaves_whole_books(database: None) -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
