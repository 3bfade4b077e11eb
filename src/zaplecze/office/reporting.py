"""Every table report by its code, for the command line and the web."""

from __future__ import annotations

from datetime import date

from zaplecze.ledger.api import (
    account_card_report,
    journal_report,
    open_items_report,
    trial_balance_report,
)
from zaplecze.payments.api import ageing_report
from zaplecze.platform.links import Link, no_link
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.scope import current_company_id
from zaplecze.tax.api import vat_register_report


def build_report(
    code: str,
    first: Month,
    last: Month,
    *,
    on: date,
    account: str | None = None,
    register: str = "sales",
    side: str = "receivables",
    link: Link = no_link,
) -> Report:
    """The open company's report; ``account`` is for ``account-card``, ``register`` for ``vat-register``.

    ``ageing`` is as of ``on``; ``side`` is receivables or payables.
    """
    company = Company.objects.get(id=current_company_id())
    match code:
        case "trial-balance":
            return trial_balance_report(company, first, last, link)
        case "journal":
            return journal_report(company, first, last, link)
        case "account-card":
            if not account:
                raise Refusal("Podaj konto: --account 201.", code="ledger.account")
            return account_card_report(company, first, last, account=account, link=link)
        case "vat-register":
            return vat_register_report(company, first, last, register=register, link=link)
        case "open-items":
            return open_items_report(company, first, last, link, on=on)
        case "ageing":
            return ageing_report(company, day=on, receivables=side == "receivables", link=link)
    raise Refusal(f"Nie ma raportu {code}.", code="office.report")
