"""An office that the same invoice reaches by mail, as a scan and from KSeF."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.papers import DAY, SUPPLIER, drop, ids, later
from tests.scenarios.test_intake import TYPED, decide, same_as_typed
from zaplecze.documents.api import (
    Appearance,
    Channel,
    Document,
    NewPaper,
    Outcome,
    describe_paper,
    document,
    match_twins,
)
from zaplecze.formats import fa3
from zaplecze.formats.containers.tests.samples import PDF
from zaplecze.formats.sheets.tests.test_sheets import scan
from zaplecze.office import posting
from zaplecze.office.intake import receive
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice
from zaplecze.workflow.api import open_task

KSEF = "9990012052-20260914-0000ABC0FFEE-05"
NAME = f"{KSEF}.xml"
SEEN = Appearance(
    seller_nip=SUPPLIER.nip,
    number="P/77",
    gross=Decimal("1338.00"),
    currency="PLN",
    issue_date=DAY,
    channel="scan",
    confidences={"number": 0.9, "gross": 0.9},
)


def from_ksef(company: Any, *, at: float = 0) -> Any:
    """The XML as KSeF gives it out, its number in its name."""
    (got,) = receive(
        company.id,
        [NewPaper(NAME, fa3.write(same_as_typed()))],
        channel=Channel.KSEF,
        stamp=Stamp(None, later(at)),
    )
    return got


class Office:
    """A company with a clerk and her boss, and how the one invoice reaches them."""

    def __init__(self, company: Any, make_person: Any) -> None:
        self.company = company
        self.clerk, self.boss = make_person(company, "accountant"), make_person(company, "approver")
        self.hour = 0.0

    def next(self) -> float:
        self.hour += 0.5
        return self.hour

    def mail(self) -> int:
        """A PDF that came by mail; the clerk types what it says."""
        (paper,) = ids(drop(self.company, ("faktura.pdf", PDF), at=later(self.next())))
        with company_scope(self.company.id):
            describe_paper(
                document_id=paper, kind="cost_invoice", values=TYPED,
                by=self.clerk.id, at=later(self.next()),
            )  # fmt: skip
        return paper

    def scan(self) -> int:
        """A scan that the program reads."""
        (paper,) = ids(drop(self.company, ("skan.pdf", scan("red")), at=later(self.next())))
        with company_scope(self.company.id):
            match_twins(document_id=paper, seen=SEEN, by=None, at=later(self.next()))
        return paper

    def ksef(self) -> int:
        got = from_ksef(self.company, at=self.next())
        assert got.document_id is not None
        return int(got.document_id)

    def book(self, paper: int) -> None:
        """Describe, approve, code and post, from wherever the paper stands."""
        clerk, boss = self.clerk, self.boss
        if (task := open_task(document_id=paper)) and task.kind == "describe":
            describe_invoice(
                document_id=paper, cost_center="HANDEL", purpose="plakaty",
                by=clerk.id, at=later(self.next()),
            )  # fmt: skip
        decide(paper, boss, hours=self.next())
        found = document(paper)
        lying = posting.on_the_desk(found)
        assert lying.proposal is not None
        posting.save(found, lying.proposal)
        posting.code(found, by=clerk.id, at=later(self.next()))
        posting.post(found, by=clerk.id, at=later(self.next()))


def near_pair(house: Office) -> tuple[int, int]:
    """A typed invoice whose number lacks a letter, and its XML."""
    (typed,) = ids(drop(house.company, ("faktura.pdf", PDF)))
    with company_scope(house.company.id):
        describe_paper(
            document_id=typed, kind="cost_invoice", values=TYPED | {"number": "P/7"},
            by=house.clerk.id, at=later(1),
        )  # fmt: skip
    got = from_ksef(house.company, at=2)
    assert (got.outcome, got.code) == (Outcome.WAITING, "documents.near-twin")
    return typed, got.document_id


def leading() -> Document:
    """The one paper of the invoice that leads."""
    (paper,) = Document.objects.filter(lead_id=None).exclude(kind="bank_statement")
    return paper
