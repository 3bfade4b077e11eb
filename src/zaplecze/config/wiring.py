"""Who hears of what, and who is asked: one line a route. Handlers run in the writer's transaction."""

from __future__ import annotations

from zaplecze.documents.api import (
    CostInvoiceRead,
    LeadingChanged,
    PaperFromAbroadDescribed,
    SalesInvoiceRead,
    StatementRead,
    TwinJoined,
    ask_before_destroying,
    ask_rates,
    ask_when_used,
)
from zaplecze.ledger import api as ledger
from zaplecze.ledger.api import EntryReversed, ItemSettled, check_before_closing
from zaplecze.office import closing, keeping
from zaplecze.office.automatic import POST, oversee_published, post_by_rule
from zaplecze.payments import api as payments
from zaplecze.platform.events import route
from zaplecze.purchasing import api as purchasing
from zaplecze.sales import api as sales
from zaplecze.tax import api as tax
from zaplecze.workflow.api import ProcedurePublished, ask_whether_booked, automatic


def wire() -> None:
    """Set every route and every check before closing; repeatable."""
    route(CostInvoiceRead, purchasing.take_cost_invoices)
    route(PaperFromAbroadDescribed, purchasing.take_papers_from_abroad)
    route(SalesInvoiceRead, sales.take_sales_invoices)
    route(StatementRead, payments.take_statements)
    route(EntryReversed, ledger.on_entry_reversed)
    route(EntryReversed, tax.on_entry_reversed)
    route(EntryReversed, purchasing.on_entry_reversed)
    route(EntryReversed, sales.on_entry_reversed)
    route(EntryReversed, payments.on_entry_reversed)
    route(ItemSettled, purchasing.on_items_settled)
    route(TwinJoined, ledger.on_twin_joined)
    route(LeadingChanged, ledger.on_leading_changed)
    route(LeadingChanged, tax.on_leading_changed)
    route(LeadingChanged, purchasing.on_leading_changed)
    route(LeadingChanged, sales.on_leading_changed)
    route(ProcedurePublished, oversee_published)
    check_before_closing(closing.unposted_papers)
    check_before_closing(closing.unposted_bank_lines)
    check_before_closing(closing.received_interest)
    check_before_closing(closing.depreciation_of_the_month)
    check_before_closing(ledger.accruals_of_the_month)
    check_before_closing(ledger.recurring_of_the_month)
    check_before_closing(ledger.circle_of_the_month)
    check_before_closing(closing.vat_of_the_month)
    check_before_closing(closing.bad_debts_of_the_month)
    ask_rates(ledger.rough_rate)
    ask_when_used(keeping.posted_on)
    ask_before_destroying(keeping.unsettled)
    ask_whether_booked(ledger.booked_papers)
    automatic(
        name="describe",
        label="opisz wg reguł dostawcy",
        kinds=frozenset({"describe"}),
        action=purchasing.describe_by_rule,
    )
    automatic(name=POST, label="zaksięguj wg reguł", kinds=frozenset({"code"}), action=post_by_rule)
