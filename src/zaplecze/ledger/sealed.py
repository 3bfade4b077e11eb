"""Posted entries as they were hashed, read back in the order of the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from zaplecze.ledger.rules import NewEntry, NewLine, canonical_entry, entry_link
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import current_company_id

CHUNK = 2000

_SQL = b"""
SELECT e.seq, e.hash, j.code, e.number, e.diary_number, e.posting_date, e.responsible_id,
       e.year, e.month, e.voucher_kind, e.voucher_number, e.operation_date, e.document_date, e.text,
       e.partner_id, e.document_id, e.ksef_number, e.reverses_id,
       a.number, l.debit, l.credit, l.partner_id, coalesce(c.code, ''), coalesce(p.code, ''),
       l.text, l.currency, l.currency_amount
FROM ledger_entry e
JOIN ledger_journal j ON j.company_id = e.company_id AND j.id = e.journal_id
JOIN ledger_line l ON l.company_id = e.company_id AND l.entry_id = e.id
JOIN ledger_account a ON a.company_id = e.company_id AND a.id = l.account_id
LEFT JOIN ledger_costcenter c ON c.company_id = e.company_id AND c.id = l.cost_center_id
LEFT JOIN ledger_project p ON p.company_id = e.company_id AND p.id = l.project_id
WHERE e.company_id = %s AND e.seq > %s AND e.seq <= %s
ORDER BY e.seq, l.no
"""


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry with its stored hash and everything that the hash covers."""

    seq: int
    hash: bytes
    number: int
    diary_number: int
    posting_date: date
    responsible_id: int | None
    entry: NewEntry

    @property
    def label(self) -> str:
        """As people write it: ZK/12/2026."""
        return f"{self.entry.journal}/{self.number}/{self.entry.year}"

    @property
    def text(self) -> str:
        """The canonical text, which the hash covers."""
        return canonical_entry(
            company_id=current_company_id(),
            seq=self.seq,
            journal=self.entry.journal,
            number=self.number,
            diary_number=self.diary_number,
            posting_date=self.posting_date,
            responsible_id=self.responsible_id,
            entry=self.entry,
        )

    def link_after(self, previous: bytes) -> bytes:
        """The hash that the entry must have behind ``previous``."""
        return entry_link(previous, self.text)


def sealed_entries() -> Iterator[SealedEntry]:
    """Every posted entry of the open company in the order of the chain, a chunk in memory at a time."""
    after = 0
    while True:
        with server_cursor() as cursor:
            cursor.execute(_SQL, (current_company_id(), after, after + CHUNK))
            rows = cursor.fetchall()
        for _, lines in groupby(rows, key=itemgetter(0)):
            yield _sealed(list(lines))
        after += CHUNK
        if not rows and not _more(after - CHUNK):
            return


def _more(after: int) -> bool:
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT EXISTS (SELECT 1 FROM ledger_entry WHERE company_id = %s AND seq > %s)",
            (current_company_id(), after),
        )
        row = cursor.fetchone()
    return row is not None and bool(row[0])


def _sealed(rows: list[tuple[Any, ...]]) -> SealedEntry:
    seq, link, journal, number, diary, posting_date, responsible, *rest = rows[0]
    year, month, kind, voucher, operation, document, text, partner, paper, ksef, reverses = rest[
        :11
    ]
    return SealedEntry(
        seq,
        bytes(link),
        number,
        diary,
        posting_date,
        responsible,
        NewEntry(
            journal=journal,
            year=year,
            month=month,
            voucher_kind=kind,
            voucher_number=voucher,
            operation_date=operation,
            document_date=document,
            text=text,
            partner_id=partner,
            document_id=paper,
            ksef_number=ksef,
            reverses_id=reverses,
            lines=tuple(
                NewLine(
                    account=row[18],
                    debit=row[19],
                    credit=row[20],
                    partner_id=row[21],
                    cost_center=row[22],
                    project=row[23],
                    text=row[24],
                    currency=row[25],
                    currency_amount=row[26],
                )
                for row in rows
            ),
        ),
    )
