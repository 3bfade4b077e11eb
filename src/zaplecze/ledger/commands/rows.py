"""Entries as rows of the books' tables: columns of thousands, one statement a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zaplecze.ledger.commands.known import Known
from zaplecze.ledger.rules import NewEntry, NewLine, canonical_entry, entry_link
from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import current_company_id

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry with what posting gives it: its id and its numbers in the journal and the diary."""

    id: int
    number: int
    diary_number: int
    entry: NewEntry


@dataclass(slots=True)
class Book:
    """The chain and the turnovers while batches of entries go in; ``close`` writes what they add up to."""

    known: Known
    stamp: Stamp
    seq: int
    link: bytes
    turnover: dict[tuple[int, int, int], list[Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: [ZERO, ZERO])
    )

    def add(self, batch: Sequence[Numbered]) -> list[Decimal]:
        """Write a batch, chained to the one before; the amount of each entry, PLN."""
        known, stamp, company_id = self.known, self.stamp, current_company_id()
        posting_date = stamp.at.astimezone(WARSAW).date()
        first = self.seq + 1
        links = self._links(batch, company_id, posting_date)
        amounts = [self._amount(n.entry) for n in batch]
        size = len(batch)
        entries = [n.entry for n in batch]
        insert_rows(
            "ledger_entry",
            {
                "id": ("bigint", [n.id for n in batch]),
                "company_id": ("bigint", [company_id] * size),
                "journal_id": ("bigint", [known.journals[e.journal] for e in entries]),
                "year": ("smallint", [e.year for e in entries]),
                "month": ("smallint", [e.month for e in entries]),
                "number": ("int", [n.number for n in batch]),
                "diary_number": ("int", [n.diary_number for n in batch]),
                "seq": ("bigint", range(first, first + size)),
                "voucher_kind": ("text", [e.voucher_kind for e in entries]),
                "voucher_number": ("text", [e.voucher_number for e in entries]),
                "operation_date": ("date", [e.operation_date for e in entries]),
                "document_date": ("date", [e.document_date for e in entries]),
                "posting_date": ("date", [posting_date] * size),
                "posted_at": ("timestamptz", [stamp.at] * size),
                "responsible_id": ("bigint", [stamp.by] * size),
                "text": ("text", [e.text for e in entries]),
                "partner_id": ("bigint", [e.partner_id for e in entries]),
                "document_id": ("bigint", [e.document_id for e in entries]),
                "ksef_number": ("text", [e.ksef_number for e in entries]),
                "amount": ("numeric", amounts),
                "reverses_id": ("bigint", [e.reverses_id for e in entries]),
                "hash": ("bytea", links),
            },
        )
        placed = [(n, no, line) for n in batch for no, line in enumerate(n.entry.lines, 1)]
        self._insert_lines(placed, company_id)
        items = [(n, no, line) for n, no, line in placed if line.account in known.settles]
        self._insert_items(items, company_id)
        return amounts

    def _links(self, batch: Sequence[Numbered], company_id: int, posting_date: date) -> list[bytes]:
        links: list[bytes] = []
        for numbered in batch:
            self.seq += 1
            text = canonical_entry(
                company_id=company_id,
                seq=self.seq,
                journal=numbered.entry.journal,
                number=numbered.number,
                diary_number=numbered.diary_number,
                posting_date=posting_date,
                responsible_id=self.stamp.by,
                entry=numbered.entry,
            )
            self.link = entry_link(self.link, text)
            links.append(self.link)
        return links

    def _amount(self, entry: NewEntry) -> Decimal:
        total = ZERO
        for line in entry.lines:
            sides = self.turnover[self.known.accounts[line.account], entry.year, entry.month]
            sides[0] += line.debit
            sides[1] += line.credit
            total += line.debit
        return total

    def _insert_lines(self, placed: list[tuple[Numbered, int, NewLine]], company_id: int) -> None:
        known = self.known
        lines = [line for _, _, line in placed]
        insert_rows(
            "ledger_line",
            {
                "entry_id": ("bigint", [n.id for n, _, _ in placed]),
                "company_id": ("bigint", [company_id] * len(placed)),
                "no": ("smallint", [no for _, no, _ in placed]),
                "account_id": ("bigint", [known.accounts[line.account] for line in lines]),
                "debit": ("numeric", [line.debit for line in lines]),
                "credit": ("numeric", [line.credit for line in lines]),
                "currency": ("text", [line.currency for line in lines]),
                "currency_amount": ("numeric", [line.currency_amount for line in lines]),
                "partner_id": ("bigint", [line.partner_id for line in lines]),
                "cost_center_id": (
                    "bigint",
                    [known.cost_centers.get(line.cost_center) for line in lines],
                ),
                "project_id": ("bigint", [known.projects.get(line.project) for line in lines]),
                "text": ("text", [line.text for line in lines]),
            },
        )

    def _insert_items(self, placed: list[tuple[Numbered, int, NewLine]], company_id: int) -> None:
        """Each line of a settlement account opens an item."""
        lines = [line for _, _, line in placed]
        entries = [n.entry for n, _, _ in placed]
        signed = [line.debit - line.credit for line in lines]
        insert_rows(
            "ledger_openitem",
            {
                "company_id": ("bigint", [company_id] * len(placed)),
                "entry_id": ("bigint", [n.id for n, _, _ in placed]),
                "line_no": ("smallint", [no for _, no, _ in placed]),
                "account_id": ("bigint", [self.known.accounts[line.account] for line in lines]),
                "partner_id": (
                    "bigint",
                    [
                        line.partner_id or e.partner_id
                        for e, line in zip(entries, lines, strict=True)
                    ],
                ),
                "document_id": ("bigint", [e.document_id for e in entries]),
                "number": (
                    "text",
                    [
                        line.item_number or e.voucher_number
                        for e, line in zip(entries, lines, strict=True)
                    ],
                ),
                "ksef_number": ("text", [e.ksef_number for e in entries]),
                "document_date": (
                    "date",
                    [
                        line.item_date or e.document_date
                        for e, line in zip(entries, lines, strict=True)
                    ],
                ),
                "due_date": ("date", [line.due_date for line in lines]),
                "is_debit": ("boolean", [amount > 0 for amount in signed]),
                "currency": ("text", [line.currency for line in lines]),
                "currency_amount": (
                    "numeric",
                    [
                        None if line.currency_amount is None else abs(line.currency_amount)
                        for line in lines
                    ],
                ),
                "amount": ("numeric", [abs(amount) for amount in signed]),
                "settled": ("numeric", [ZERO] * len(placed)),
                "bank_account": ("text", [line.bank_account for line in lines]),
            },
        )

    def close(self) -> None:
        """Add the turnovers of all batches to the monthly balances."""
        keys = sorted(self.turnover)
        insert_rows(
            "ledger_balance",
            {
                "company_id": ("bigint", [current_company_id()] * len(keys)),
                "account_id": ("bigint", [account for account, _, _ in keys]),
                "year": ("smallint", [year for _, year, _ in keys]),
                "month": ("smallint", [month for _, _, month in keys]),
                "debit": ("numeric", [self.turnover[key][0] for key in keys]),
                "credit": ("numeric", [self.turnover[key][1] for key in keys]),
            },
            tail="ON CONFLICT (company_id, account_id, year, month) DO UPDATE SET "
            "debit = ledger_balance.debit + excluded.debit, "
            "credit = ledger_balance.credit + excluded.credit",
        )
