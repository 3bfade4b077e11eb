"""The company's own postings as precedents, read from the books and the papers themselves: nothing is kept twice."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from zaplecze.documents.api import Document, DocumentKind, invoice_of, newest_documents
from zaplecze.ledger.api import PostedLine, accounts, lines_of_entries
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.learning.models import ProposalPolicy, SayingCount
from zaplecze.purchasing.learning.rules import (
    NEWEST,
    Agreement,
    Guesser,
    Judgement,
    Level,
    Place,
    PostedInvoice,
    Reliability,
    Saying,
    Tally,
    judge,
    measure,
    places_of_lines,
    rehearse,
)
from zaplecze.purchasing.models import CostInvoice, CostRule

THRESHOLD = Decimal("0.990")
# Accounts that tell what was bought: stocks, costs by nature and function, accruals, assets under construction.
_BOUGHT = ("08", "3", "4", "5", "6", "75", "76")
_COUNTERED = ("300", "490")
HISTORY = 2_000


def threshold() -> Decimal:
    """How sure a guess must be in the open company."""
    kept = ProposalPolicy.objects.filter(company_id=current_company_id()).first()
    return kept.threshold if kept is not None else THRESHOLD


def reliability() -> Reliability:
    """How often each kind of guess was right in the open company, as counted last."""
    rows = SayingCount.objects.filter(company_id=current_company_id())
    return {
        Saying(Level(r.level), r.support, Agreement(r.agreement)): Tally(r.hits, r.tries)
        for r in rows
    }


def posted_invoices(*, partner_id: int | None = None, limit: int = HISTORY) -> list[PostedInvoice]:
    """The newest cost invoices that stand posted, of one supplier or of all; the newest first.

    An entry that was taken back teaches nothing: its invoice has no entry any more.
    """
    papers = newest_documents(kind=DocumentKind.COST_INVOICE, partner_id=partner_id, limit=limit)
    rows = CostInvoice.objects.filter(
        company_id=current_company_id(), document_id__in=[p.id for p in papers]
    )
    purposes = {r.document_id: r.purpose for r in rows}
    entries = {r.document_id: r.entry_id for r in rows if r.entry_id is not None}
    posted = lines_of_entries(list(entries.values()))
    found: list[PostedInvoice] = []
    for paper in papers:
        lines = posted.get(entries.get(paper.id, 0), [])
        if not lines or paper.partner_id is None:
            continue
        places: dict[Place, Decimal] = {}
        for line in lines:
            if _tells(line.account, lines):
                place = (line.account, line.cost_center)
                places[place] = places.get(place, Decimal(0)) + line.amount
        if places:
            texts = _texts(paper, purposes.get(paper.id, ""))
            found.append(
                PostedInvoice(
                    paper.id,
                    paper.partner_id,
                    paper.number,
                    paper.day,
                    places_of_lines(texts, places),
                )
            )
    return found


def _tells(account: str, lines: Iterable[PostedLine]) -> bool:
    if not account.startswith(_BOUGHT) or account.startswith(_COUNTERED):
        return False
    # In the circle of 4 and 5 the account by nature tells; the one by function follows from it.
    return account[0] != "5" or all(line.account[0] != "4" for line in lines)


def _texts(paper: Document, purpose: str) -> list[tuple[str, Decimal]]:
    """(text, net in PLN or the invoice's currency) of the paper's lines; one of its purpose where it has none."""
    try:
        lines = invoice_of(paper).lines
    except ValueError:  # a paper without lines that a program can read
        lines = ()
    found = [
        (line.name, -net if line.before_correction else net)
        for line in lines
        if line.name and (net := line.net if line.net is not None else line.gross) is not None
    ]
    return found or [(purpose or paper.number, paper.net)]


def guesser_for(partner_id: int | None) -> Guesser:
    """What the open company's own postings of this supplier teach."""
    history = [] if partner_id is None else posted_invoices(partner_id=partner_id, limit=2 * NEWEST)
    usable = {a.number for a in accounts() if not a.blocked} if history else set()
    return Guesser(
        tuple(p for invoice in history for p in invoice.precedents if p.place[0] in usable),
        reliability() if history else {},
        float(threshold()),
    )


def held_out(*, share: float = 1 / 3) -> Judgement:
    """What guesses are worth: the newest ``share`` of the company's invoices, judged by what came before them."""
    history = posted_invoices()[::-1]
    split = len(history) - int(len(history) * share)
    known, later = history[:split], history[split:]
    trials, _ = rehearse(later, reliability=measure(known), known=known)
    return judge(trials, threshold=float(threshold()))


def cost_rules() -> list[CostRule]:
    """The company's rules in the order in which they are tried."""
    return list(CostRule.objects.filter(company_id=current_company_id()).order_by("no"))
