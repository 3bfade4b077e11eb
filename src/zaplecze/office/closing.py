"""What of the departments' work holds up the closing of a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from zaplecze.assets.api import month_rows, posted_months
from zaplecze.documents.api import Document, Source, documents_by_id
from zaplecze.ledger.api import Blocker
from zaplecze.payments.api import receipts_to_book, waiting_lines
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month, calendar_month, is_ordinary, last_day, month_of
from zaplecze.platform.polish import counted
from zaplecze.platform.scope import business_years
from zaplecze.tax.api import Tax, filings, preview_jpk, vat_settled, waiting
from zaplecze.workflow.api import papers_waiting

NAMED = 5
BOOKED = frozenset(
    {"cost_invoice", "sales_invoice", "foreign_invoice", "customs_declaration", "receipt"}
)
BEFORE_POSTING = ("describe", "approve", "code")


def may_be_booked(paper: Document) -> bool:
    """True where a paper may end in the books: a kind that does, or one that nobody has described yet."""
    return paper.kind in BOOKED or (paper.source == Source.NONE and paper.kind != "mail")


def unposted_papers(month: Month, at: datetime) -> Iterator[Blocker]:
    """Papers of the month that circulate and are not in the books yet."""
    waiting = documents_by_id(papers_waiting(kinds=BEFORE_POSTING))
    late = [d for d in waiting.values() if month_of(d.day) == month and may_be_booked(d)]
    late.sort(key=lambda d: (d.day, d.id))
    for paper in late[:NAMED]:
        yield Blocker(
            f"dokończ obieg {paper.number} ({paper.partner_name})",
            "document",
            {"document_id": paper.id},
        )
    if len(late) > NAMED:
        yield Blocker(
            f"w obiegu jest jeszcze {counted(len(late) - NAMED, 'dokument', 'dokumenty', 'dokumentów')} miesiąca",
            "desk",
        )


def unposted_bank_lines(month: Month, at: datetime) -> Iterator[Blocker]:
    """Bank lines of the month that nobody posted."""
    counted = waiting_lines(month=month)
    for statement_id, (number, lines) in counted.items():
        yield Blocker(
            f"zaksięguj operacje bankowe z wyciągu {number}: {lines}",
            "statement",
            {"statement_id": statement_id},
        )


def received_interest(month: Month, at: datetime) -> Iterator[Blocker]:
    """Interest received by the month's end that still stands as accrued, outside of the year's tax."""
    if 1 <= month[1] <= 12 and receipts_to_book(day=last_day(month)):
        yield Blocker(
            "przenieś otrzymane odsetki na 750-01",
            "interest_notes",
            query=f"?dzien={last_day(month)}",
        )


def depreciation_of_the_month(month: Month, at: datetime) -> Iterator[Blocker]:
    """Assets that take something in the month, and its depreciation isn't posted."""
    if not 1 <= month[1] <= 12 or month in posted_months() or not month_rows(month):
        return
    query = f"?miesiac={month[0]}-{month[1]:02}"
    yield Blocker("zaksięguj amortyzację miesiąca", "depreciation", query=query)


def vat_of_the_month(month: Month, at: datetime) -> Iterator[Blocker]:
    """The VAT registers agree with the books, and JPK_V7M was built since."""
    year, number = month
    if not 1 <= number <= 12:
        return
    built = preview_jpk(year=year, month=number, at=at)
    query = f"?miesiac={year}-{number:02}"
    if (built.sales_tax, built.purchase_tax) != (
        built.ledger_sales_tax,
        built.ledger_purchase_tax,
    ):
        yield Blocker("uzgodnij rejestry VAT z kontami 221 i 222", "jpk", query=query)
    if built.sales_rows + built.purchase_rows and not filings(year=year, month=number):
        yield Blocker("JPK_V7M tego miesiąca nie pobrano do wysłania", "jpk", {}, query, warns=True)
    if any((built.sales_tax, built.purchase_tax)) and not vat_settled(year=year, month=number):
        yield Blocker("VAT miesiąca nie przeniesiono na konto 223", "jpk", {}, query, warns=True)


def bad_debts_of_the_month(month: Month, at: datetime) -> Iterator[Blocker]:
    """Relief for bad debts: what the law demands holds the month up, what it allows is only told.

    A debtor takes input tax back (art. 89b ust. 1), a creditor who used relief gives it back after payment (art. 89a
    ust. 4): both are duties. In the last month of the tax year income tax (art. 18f) is told of too, and may wait for
    the return.
    """
    if not is_ordinary(month):
        return
    year, number = calendar_month(month)
    today = at.astimezone(WARSAW).date()
    query = f"?miesiac={year}-{number:02}"
    found = [
        w for w in waiting(tax=Tax.VAT, period=(year, number), today=today) if w.open and w.amount
    ]
    for duty in (True, False):
        of_kind = [w for w in found if w.duty is duty]
        for w in of_kind[:NAMED]:
            what = "ujmij korektę VAT" if duty else "możesz skorygować VAT"
            told = f"{what}, złe długi: {w.invoice.number} ({w.invoice.partner_name})"
            yield Blocker(told, "bad_debts", {}, query, warns=not duty)
        if len(of_kind) > NAMED:
            told = f"korekt VAT za złe długi jest jeszcze {len(of_kind) - NAMED}"
            yield Blocker(told, "bad_debts", {}, query, warns=not duty)
    whole = business_years().of_month(month)
    if whole.ends == (year, number):
        asked = waiting(tax=Tax.CIT, period=(whole.label, 0), today=today)
        left = [w for w in asked if w.open and w.amount]
        if left:
            told = f"złe długi w CIT za {whole.name}: {len(left)} do rozstrzygnięcia"
            yield Blocker(told, "bad_debts_cit", {}, f"?rok={whole.label}", warns=True)
