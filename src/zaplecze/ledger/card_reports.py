"""Karta konta: of one account, whole or a page of it, and of all accounts of a range at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from zaplecze.ledger.card_sums import CardSums, sums_before_month, sums_of_first
from zaplecze.ledger.models import Account
from zaplecze.ledger.queries import (
    JournalRow,
    account_lines,
    accounts,
    opening_of,
    trial_balance,
)
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links, word_part
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, month_code, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Column, Report, Row

ZERO = Decimal("0.00")
NO_SUMS = CardSums(ZERO, ZERO, {})


@dataclass(frozen=True, slots=True)
class CardPage:
    """Lines of a card from the ``start``-th (from 1) on, at most ``size`` of them."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Card:
    """The lines of a card with what stands before them: in PLN since the account began, by currency too."""

    account: Account
    opening: Decimal
    own: dict[str, Decimal]
    before: CardSums
    lines: list[JournalRow]


def card_of(*, account: str, first: Month, last: Month, page: CardPage | None = None) -> Card:
    """Read a card, or a page of it; refuses an account that the company does not have."""
    found = next((a for a in accounts(text=account) if a.number == account), None)
    if found is None:
        raise Refusal(f"Nie ma konta {account}. Wybierz konto z planu kont.", code="ledger.account")
    before = NO_SUMS
    if page and page.start > 1:
        before = sums_of_first(account=account, first=first, last=last, count=page.start - 1)
    own = dict(sums_before_month(account=account, month=first).own)
    for currency, amount in before.own.items():
        own[currency] = own.get(currency, ZERO) + amount
    lines = account_lines(
        account=account,
        first=first,
        last=last,
        limit=page.size if page else None,
        offset=page.start - 1 if page else 0,
    )
    return Card(found, opening_of(account=account, before=first), own, before, lines)


def account_card_report(
    company: Company,
    first: Month,
    last: Month,
    *,
    account: str,
    link: Link = no_link,
    page: CardPage | None = None,
) -> Report:
    """Karta konta: opening balance, every line with the running balance (Wn positive), in its currency too."""
    card = card_of(account=account, first=first, last=last, page=page)
    foreign = _is_foreign(card)
    before, after = _rows(card, first, last, link, foreign=foreign, ends=page is None)
    totals = _turnover(card)
    carried = {}
    if page and page.start > 1:
        carried = {"debit": card.before.debit, "credit": card.before.credit}
    links: dict[str, str] = {}
    table = _table(account, first, last)
    if not page:
        links = {
            **_opens(link, table, "wn", totals["debit"], "debit"),
            **_opens(link, table, "ma", totals["credit"], "credit"),
        }
    return Report(
        code="account-card",
        title=f"Karta konta {card.account.number} {card.account.name}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=_columns(foreign=foreign),
        rows=(*before, *after),
        totals=totals,
        total_links=links,
        total_label="Razem strona" if page else "",
        carried=carried,
        running_label="Od początku okresu",
    )


def account_cards_report(
    company: Company,
    first: Month,
    last: Month,
    *,
    since: str = "",
    until: str = "",
    link: Link = no_link,
) -> Report:
    """Karty kont: of every account with a balance or a turnover, of numbers from ``since`` to ``until``.

    ``until`` takes in all that lies below it: to 201 is to 201-99.
    """
    cards = [
        card_of(account=b.account, first=first, last=last)
        for b in trial_balance(first=first, last=last)
        if b.account >= since
        and (not until or b.account <= until or b.account.startswith(until))
        and (b.opening_debit or b.opening_credit or b.debit or b.credit)
    ]
    foreign = any(_is_foreign(c) for c in cards)
    rows: list[Row] = []
    totals = {"debit": ZERO, "credit": ZERO}
    for card in cards:
        rows += _card_rows(card, first, last, link, foreign=foreign)
        for key, amount in _turnover(card).items():
            totals[key] += amount
    table = f"karty/{month_code(first)}/{month_code(last)}/{word_part(since)}/{word_part(until)}"
    return Report(
        code="account-cards",
        title="Karty kont" + (f" {since or '0'}–{until or '9'}" if since or until else ""),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(Column("account", "Konto", "code", once=True), *_columns(foreign=foreign)),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, table, totals),
        apart="account",
    )


def _card_rows(card: Card, first: Month, last: Month, link: Link, *, foreign: bool) -> list[Row]:
    """A card under its heading: its account on each row (art. 13 ust. 4 pkt 1), its turnovers before the end."""
    number = card.account.number
    table = _table(number, first, last)
    sums = _turnover(card)
    before, after = _rows(card, first, last, link, foreign=foreign)
    turnover = Row(
        {"text": "Obroty okresu", **sums},
        links={
            **_opens(link, table, "wn", sums["debit"], "debit"),
            **_opens(link, table, "ma", sums["credit"], "credit"),
        },
        kind="sum",
    )
    return [
        Row({"account": number, "text": card.account.name}, kind="group"),
        *(
            replace(row, cells={"account": number, **row.cells}, continues=True)
            for row in (*before, turnover, *after)
        ),
    ]


def _turnover(card: Card) -> dict[str, Decimal]:
    """Wn and Ma of the card's lines, PLN."""
    return {
        "debit": sum((r.debit for r in card.lines), ZERO),
        "credit": sum((r.credit for r in card.lines), ZERO),
    }


def _is_foreign(card: Card) -> bool:
    return any(card.own.values()) or any(n.currency != "PLN" for n in card.lines)


def _columns(*, foreign: bool) -> tuple[Column, ...]:
    own = (
        Column("currency", "Waluta", "code"),
        Column("own", "Kwota w walucie", "money", foreign=True),
        Column("own_balance", "Saldo w walucie", "money", foreign=True),
    )
    return (
        Column("operation_date", "Data", "date"),
        Column("entry", "Zapis", "code"),
        Column("voucher", "Dowód", "code"),
        Column("text", "Opis", "text"),
        Column("debit", "Wn", "money"),
        Column("credit", "Ma", "money"),
        Column("balance", "Saldo", "money"),
        *(own if foreign else ()),
    )


def _opens(
    link: Link, table: str, place: str, amount: Decimal, column: str = "balance"
) -> dict[str, str]:
    return trace_links(link, {column: f"{table}/{place}"} if amount else {})


def _table(account: str, first: Month, last: Month) -> str:
    return f"karta/{month_code(first)}/{month_code(last)}/{account}"


def _rows(
    card: Card, first: Month, last: Month, link: Link, *, foreign: bool, ends: bool = True
) -> tuple[list[Row], list[Row]]:
    """Opening with lines, and closing; of a page, which doesn't end the period, what it begins and ends with."""
    table = _table(card.account.number, first, last)

    def opens(place: str, amount: Decimal) -> dict[str, str]:
        return _opens(link, table, place, amount)

    paged = card.before != NO_SUMS
    balance = card.opening + card.before.debit - card.before.credit
    own = dict(card.own)
    rows = [
        Row(
            {"text": "Saldo z przeniesienia" if paged else "Saldo początkowe", "balance": balance},
            links={} if paged else opens("bo", balance),
            balance=True,
        ),
        *_own_rows(own, foreign=foreign),
    ]
    for r in card.lines:
        balance += r.debit - r.credit
        told: dict[str, object] = {}
        if foreign and r.currency != "PLN":
            own[r.currency] = own.get(r.currency, ZERO) + r.own_amount
            told = {"currency": r.currency, "own": r.own_amount, "own_balance": own[r.currency]}
        rows.append(
            Row(
                {
                    "operation_date": r.operation_date,
                    "entry": f"{r.journal}/{r.number}/{r.year}",
                    "voucher": r.voucher_number,
                    "text": r.text,
                    "debit": r.debit,
                    "credit": r.credit,
                    "balance": balance,
                    **told,
                },
                links={
                    **cell_link(link, "entry", "entry", entry_id=r.entry_id),
                    **cell_link(link, "voucher", "document", document_id=r.document_id),
                    **opens(f"{r.entry_id}.{r.line_no}", balance),
                },
            )
        )
    end = Row(
        {"text": "Saldo końcowe" if ends else "Saldo na końcu strony", "balance": balance},
        links=opens("koniec", balance) if ends else {},
        balance=True,
    )
    return rows, [end, *_own_rows(own, foreign=foreign)]


def _own_rows(own: dict[str, Decimal], *, foreign: bool) -> list[Row]:
    """A row for each currency's balance."""
    return [
        Row({"text": "w walucie", "currency": currency, "own_balance": amount}, balance=True)
        for currency, amount in sorted(own.items())
        if foreign and amount
    ]
