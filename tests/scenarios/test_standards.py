"""Invoices by other people, end to end: the file, the register, the books and JPK say one amount to the grosz."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.plugin import AT, DAIRY, MILL
from zaplecze.documents.api import (
    Channel,
    DocumentKind,
    NewPaper,
    Outcome,
    document,
    documents_by_id,
    invoice_of,
    tell_apart,
    twins_of,
)
from zaplecze.formats import fa3, jpk_v7m_3
from zaplecze.ledger.api import (
    CannotPost,
    NewRate,
    entries_of,
    entry_lines,
    save_rates,
    trial_balance,
)
from zaplecze.office import posting
from zaplecze.office.audit import run_audits
from zaplecze.office.intake import receive
from zaplecze.office.verify import verify
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice
from zaplecze.tax.api import pln_totals, preview_jpk, rate_for, vat_rows
from zaplecze.workflow.api import open_task, take_step

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "standards" / "fa3" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="samples of other people are not here")
ZERO = Decimal(0)


def invoices() -> list[tuple[Path, fa3.Invoice]]:
    found = []
    for path in sorted(SAMPLES.rglob("*.xml")):
        try:
            found.append((path, fa3.read(path.read_bytes())))
        except fa3.Fa3Error:
            continue
    return found


def papers_of(nip: str, side: str) -> list[NewPaper]:
    """Every invoice as one of this company's own: its NIP stands in for the seller's or the buyer's."""
    papers = []
    for path, invoice in invoices():
        old = invoice.seller.nip if side == "sales" else invoice.buyer.nip
        if old:
            data = path.read_bytes().replace(f">{old}<".encode(), f">{nip}<".encode())
            papers.append(NewPaper(path.name, data))
    return papers


def test_every_amount_is_one_amount(make_company: Any, make_person: Any) -> None:
    kinds: set[fa3.Kind] = set()
    currencies: set[str] = set()
    waiting: Counter[str] = Counter()
    posted = 0
    save_rates(_rates())
    for nip, side in ((DAIRY, "sales"), (MILL, "purchase")):
        company = make_company(nip=nip, straight_through=True)
        papers = papers_of(nip, side)
        results = receive(company.id, papers, channel=Channel.FOLDER, stamp=Stamp(None, AT))
        assert {r.outcome for r in results} <= {Outcome.ACCEPTED, Outcome.WAITING, Outcome.TWIN}, [
            (r.name, r.message) for r in results if r.outcome == Outcome.REFUSED
        ]
        waits = [r for r in results if r.outcome == Outcome.WAITING]
        waiting.update(r.code for r in waits)
        clerk, boss, owner = (
            make_person(company, role) for role in ("accountant", "approver", "owner")
        )
        with company_scope(company.id):
            for result in waits:
                _by_hand(result.document_id, clerk.id, (boss.id, owner.id))
        with company_scope(company.id):
            documents = documents_by_id(r.document_id for r in results)
            for found in documents.values():
                entries = entries_of(document_id=found.id)
                if not entries:
                    continue
                posted += 1
                invoice = invoice_of(found)
                kinds.add(invoice.kind)
                currencies.add(invoice.currency)
                _agree(found.id, invoice)
            months = {(r.year, r.month) for r in _all_rows()}
            for year, month in sorted(months):
                if (year, month) < (2026, 2):
                    continue
                built = preview_jpk(year=year, month=month, at=AT)
                controls = jpk_v7m_3.control_totals(built.jpk.sales, built.jpk.purchases)
                assert controls.purchase_tax == sum(
                    (r.vat for r in _all_rows("purchase") if (r.year, r.month) == (year, month)),
                    ZERO,
                )
                sold = [r for r in _all_rows("sales") if (r.year, r.month) == (year, month)]
                assert controls.sales_tax == sum(
                    (r.vat for r in sold if r.document_type != "FP"), ZERO
                )
            balance = trial_balance(first=(2000, 1), last=(2099, 12))
            assert sum(b.debit for b in balance) == sum(b.credit for b in balance)
        assert verify(company.id) == []
        assert run_audits(company.id) == []
    # Enough to mean something: most kinds, currencies too.
    assert posted >= 50, waiting
    assert {fa3.Kind.VAT, fa3.Kind.CORRECTION, fa3.Kind.ADVANCE} <= kinds
    assert "EUR" in currencies


def _by_hand(document_id: int | None, clerk: int, approvers: tuple[int, int]) -> None:
    """People look at what is doubtful and post it; what a check stopped stays where it is."""
    assert document_id is not None
    paper = document(document_id)
    assert paper is not None
    if any(f["severity"] == "STOP" for f in paper.findings):
        assert posting.on_the_desk(paper).refusal is not None
        return
    for pair in twins_of(paper).pairs:
        # Made-up samples use one number twice; whoever looks says that they are two invoices.
        tell_apart(document_id=document_id, other_id=pair.other.pk, by=clerk, at=AT)
    if paper.kind == DocumentKind.COST_INVOICE:
        describe_invoice(
            document_id=document_id, cost_center="HANDEL", purpose="próba", by=clerk, at=AT
        )
        for approver in approvers:
            task = open_task(document_id=document_id)
            if task is not None and task.kind == "approve":
                take_step(task_id=task.id, verdict="accepted", by=approver, at=AT)
    lying = posting.on_the_desk(paper)
    assert lying.proposal is not None, (paper.number, lying.refusal)
    if not lying.proposal.entry.lines:
        posting.close_without_posting(paper, by=clerk, at=AT)
        return
    posting.save(paper, lying.proposal)
    posting.code(paper, by=clerk, at=AT)
    try:
        posting.post(paper, by=clerk, at=AT)
    except CannotPost as refusal:  # a sample of a year before the first one of the books
        assert "księgi zaczynają się w" in refusal.message, refusal.message


def _rates() -> list[NewRate]:
    path = SAMPLES.parents[1] / "nbp" / "table_A_mid_2025-12_2026-10.csv"
    with path.open(encoding="utf-8") as source:
        return [
            NewRate(r["currency"], date.fromisoformat(r["publication_date"]), Decimal(r["mid"]), "")
            for r in csv.DictReader(source)
        ]


def _all_rows(register: str = "") -> list[Any]:
    names = [register] if register else ["sales", "purchase"]
    return [r for n in names for r in vat_rows(register=n, first=(2000, 1), last=(2099, 12))]


def _agree(document_id: int, invoice: fa3.Invoice) -> None:
    """Invoice, register row and entry of one document."""
    totals = pln_totals(invoice, rate_for(invoice))
    net, vat = sum((t.net for t in totals), ZERO), sum((t.vat for t in totals), ZERO)
    rows = [r for r in _all_rows() if r.document_id == document_id]
    assert sum((r.net for r in rows), ZERO) == net, invoice.number
    assert sum((r.vat for r in rows), ZERO) == vat, invoice.number
    for row in rows:
        tax = [k for k in row.amounts if k in ("K_16", "K_18", "K_20", "K_41", "K_43")]
        assert sum((Decimal(row.amounts[k]) for k in tax), ZERO) == row.vat, invoice.number
    (entry,) = entries_of(document_id=document_id)
    lines = entry_lines(entry.id)
    booked = sum((x.debit - x.credit for x in lines if x.account.number.startswith("22")), ZERO)
    assert abs(booked) == abs(vat), invoice.number
    gross = sum((x.debit - x.credit for x in lines if x.account.number in ("201", "202")), ZERO)
    due = invoice.gross if invoice.currency == "PLN" else net + vat
    assert abs(gross) == abs(due), invoice.number
    # An invoice priced gross may owe a grosz more or less than its totals.
    assert abs(due - net - vat) <= Decimal("0.01"), invoice.number
