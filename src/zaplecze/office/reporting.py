"""Every table report by its code, for the command line and the web."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from zaplecze.ledger.api import (
    Choice,
    Dimension,
    account_card_report,
    dimension_card_report,
    dimension_report,
    general_ledger_report,
    journal_report,
    member_by_code,
    open_items_report,
    trial_balance_report,
)
from zaplecze.payments.api import (
    InterestKind,
    LetterKind,
    ageing_report,
    balances_report,
    interest_report,
    letters_report,
    register_of_letters,
    reminders_report,
)
from zaplecze.platform.links import Link, no_link
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.scope import current_company_id, in_books
from zaplecze.statements.api import (
    balance_sheet_report,
    cash_flow,
    cash_flow_report,
    equity,
    equity_report,
    income_report,
    year_statements,
)
from zaplecze.tax.api import Tax, relief_report, vat_register_report


def build_report(
    code: str,
    first: Month,
    last: Month,
    *,
    on: date,
    account: str | None = None,
    register: str = "sales",
    side: str = "receivables",
    interest: str = InterestKind.TRADE,
    letters: str = LetterKind.REMINDER,
    dimension: str = Dimension.PARTNER,
    by_member: bool = False,
    member: str = "",
    link: Link = no_link,
) -> Report:
    """The open company's report; ``account`` is for ``account-card``, ``register`` for ``vat-register``.

    Those of collections are as of ``on``: ``side`` is receivables or payables, ``interest`` its kind, ``letters`` the
    kind of a register. Of a dimension ``member`` is a part of a code or a name; a card needs all of a code.
    ``bad-debts`` is of the last month and ``bad-debts-cit`` of its business year, with what waits on ``on``.
    """
    company = Company.objects.get(id=current_company_id())
    year = in_books(last)[0]
    makers: dict[str, Callable[[], Report]] = {
        "trial-balance": lambda: trial_balance_report(company, first, last, link),
        "synthetic": lambda: trial_balance_report(company, first, last, link, level="synthetic"),
        "general-ledger": lambda: general_ledger_report(company, first, last, link),
        "journal": lambda: journal_report(company, first, last, link),
        "account-card": lambda: account_card_report(
            company, first, last, account=_needed(account), link=link
        ),
        "vat-register": lambda: vat_register_report(
            company, first, last, register=register, link=link
        ),
        "open-items": lambda: open_items_report(company, first, last, link, on=on),
        "ageing": lambda: ageing_report(
            company, day=on, receivables=side == "receivables", link=link
        ),
        "reminders": lambda: reminders_report(company, day=on, link=link),
        "interest": lambda: interest_report(
            company, kind=InterestKind(interest), upto=on, link=link
        ),
        "balances": lambda: balances_report(company, day=on, link=link),
        "letters": lambda: letters_report(
            company,
            register_of_letters(kind=letters, state="", text="", on=on),
            kind=letters,
            on=on,
            link=link,
        ),
        "dimension-turnover": lambda: dimension_report(
            company,
            Choice(
                Dimension(dimension),
                "wymiar" if by_member else "konto",
                first,
                last,
                account=account or "",
                who=member,
            ),
            link,
        ),
        "dimension-card": lambda: dimension_card_report(
            company,
            first,
            last,
            dimension=Dimension(dimension),
            member=member_by_code(Dimension(dimension), member).id,
            account=account or "",
            link=link,
        ),
        "bad-debts": lambda: relief_report(company, Tax.VAT, last, today=on, link=link),
        "bad-debts-cit": lambda: relief_report(company, Tax.CIT, (year, 0), today=on, link=link),
        "balance-sheet": lambda: balance_sheet_report(company, year_statements(year=year), link),
        "income": lambda: income_report(company, year_statements(year=year), link),
        "cash-flow": lambda: cash_flow_report(company, cash_flow(year=year), year, link),
        "equity": lambda: equity_report(company, equity(year=year), year, link),
    }
    if code not in makers:
        raise Refusal(f"Nie ma raportu {code}.", code="office.report")
    return makers[code]()


def _needed(account: str | None) -> str:
    if not account:
        raise Refusal("Podaj konto: --account 201.", code="ledger.account")
    return account
