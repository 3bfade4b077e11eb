"""Karta wymiaru, whole or a page of it, and a member's lines from the newest on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.ledger.card_reports import NO_SUMS, CardPage
from zaplecze.ledger.card_sums import CardSums
from zaplecze.ledger.dimensions.queries import (
    Dimension,
    MemberRow,
    member_lines,
    member_own_before,
    member_turnover,
    newest_lines,
    sums_of_first_lines,
)
from zaplecze.ledger.dimensions.reports import ONE, line_links, the_member
from zaplecze.ledger.queries import JournalRow
from zaplecze.platform.links import Link, cell_link, no_link, trace_links, word_part
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, month_code, period_label
from zaplecze.platform.report import Column, Report, Row

ZERO = Decimal("0.00")
OWN_COLUMNS = (
    Column("currency", "Waluta", "code"),
    Column("own", "Kwota w walucie", "money", foreign=True),
    Column("own_balance", "Saldo w walucie", "money", foreign=True),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A page of a card: its lines by account, the sums of all before it, the accounts that it goes on from and to.

    ``held`` is what each account had in currencies before the period.
    ``since`` and ``until`` bound the accounts without lines that stand on it too.
    """

    lines: dict[str, list[JournalRow]]
    before: dict[str, CardSums]
    held: dict[str, dict[str, Decimal]]
    since: str = ""
    until: str = ""
    goes_on: str = ""

    @property
    def foreign(self) -> bool:
        """Whether anything on it is in a currency."""
        own = (*self.held.values(), *(s.own for s in self.before.values()))
        return any(own) or any(n.currency != "PLN" for lines in self.lines.values() for n in lines)

    def own_before(self, account: str) -> dict[str, Decimal]:
        """What an account holds in currencies where the page begins, Wn positive."""
        own = dict(self.held.get(account, {}))
        for currency, amount in self.before.get(account, NO_SUMS).own.items():
            own[currency] = own.get(currency, ZERO) + amount
        return own

    def holds(self, row: MemberRow) -> bool:
        """Whether an account of the card stands on this page."""
        if row.account in self.lines:
            return True
        # Of accounts without lines in the period, those between the page's own.
        bare = not row.debit and not row.credit
        return bare and self.since < row.account and (not self.until or row.account < self.until)


def _part(
    lines: list[JournalRow],
    page: CardPage | None,
    before: dict[str, CardSums],
    held: dict[str, dict[str, Decimal]],
) -> _Part:
    """``lines`` hold one more than the page, where there is more."""
    shown = lines[: page.size] if page else lines
    after = lines[page.size].account if page and len(lines) > page.size else ""
    by_account: dict[str, list[JournalRow]] = {}
    for n in shown:
        by_account.setdefault(n.account, []).append(n)
    goes_on = after if shown and after == shown[-1].account else ""
    since = shown[0].account if before and shown else ""
    return _Part(by_account, before, held, since, after, goes_on)


def dimension_card_report(
    company: Company,
    first: Month,
    last: Month,
    *,
    dimension: Dimension,
    member: int,
    account: str = "",
    page: CardPage | None = None,
    link: Link = no_link,
) -> Report:
    """Karta wymiaru: a member's lines account by account, with opening and running balance of each (Wn positive).

    Where any line is in a currency, what is in them is told too, with its balance on each account.
    Of a ``page`` an account that begins before it is carried over from there, one that goes on is carried on.
    """
    known = the_member(dimension, member)
    turnover = member_turnover(
        dimension=dimension, first=first, last=last, account=account, member=member
    )
    start = page.start - 1 if page else 0
    found = member_lines(
        dimension=dimension, member=member, first=first, last=last, account=account,
        limit=page.size + 1 if page else None, offset=start,
    )  # fmt: skip
    sums = sums_of_first_lines(
        dimension=dimension, member=member, first=first, last=last, account=account, count=start
    )
    own = member_own_before(dimension=dimension, member=member, first=first, account=account)
    part = _part(found, page, sums, own)
    rows: list[Row] = []
    totals = {"debit": ZERO, "credit": ZERO}
    for r in turnover:
        if part.holds(r):
            lines = part.lines.get(r.account, [])
            totals["debit"] += sum((n.debit for n in lines), ZERO)
            totals["credit"] += sum((n.credit for n in lines), ZERO)
            ends = line_links(r, dimension, (first, last), link)
            rows += _account_rows(r, lines, part, ends, link)
    table = (
        f"karta-wymiaru/{dimension.value}/{member}/{month_code(first)}/{month_code(last)}/"
        f"{word_part(account)}"
    )
    return Report(
        code="dimension-card",
        title=f"{ONE[dimension]} {known.code} {known.name}: karta",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            *LINE_COLUMNS,
            Column("balance", "Saldo", "money"),
            *(OWN_COLUMNS if part.foreign else ()),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links={} if page else _sum_links(table, totals, link),
        total_label="Razem strona" if page else "",
        carried={
            "debit": sum((s.debit for s in sums.values()), ZERO),
            "credit": sum((s.credit for s in sums.values()), ZERO),
        }
        if sums
        else {},
        running_label="Od początku okresu",
        apart="" if page else "account",
    )


def _account_rows(
    r: MemberRow,
    lines: list[JournalRow],
    part: _Part,
    ends: dict[str, str],
    link: Link,
) -> list[Row]:
    """An account of the card, from its opening or where the page before left it, to its end or the page's."""
    carried = part.before.get(r.account, NO_SUMS)
    balance = r.opening + carried.debit - carried.credit
    own = part.own_before(r.account)
    rows = [Row({"account": r.account, "text": r.name}, kind="group")]
    if carried is not NO_SUMS:
        rows += _balance_rows(r.account, "Z przeniesienia", balance, own)
    elif r.opening or any(own.values()):
        url = ends.get("opening_debit") or ends.get("opening_credit", "")
        rows += _balance_rows(r.account, "Saldo na początek okresu", balance, own, url)
    for n in lines:
        balance += n.debit - n.credit
        told: dict[str, object] = {"balance": balance}
        if n.currency != "PLN":
            own[n.currency] = own.get(n.currency, ZERO) + n.own_amount
            told |= {"currency": n.currency, "own": n.own_amount, "own_balance": own[n.currency]}
        rows.append(_line(n, link, **told))
    if r.account == part.goes_on:
        return [*rows, *_balance_rows(r.account, "Do przeniesienia", balance, own)]
    cells = {"text": f"Razem konto {r.account}", "debit": r.debit, "credit": r.credit}
    links = {key: url for key, url in ends.items() if key in {"debit", "credit"}}
    rows.append(Row({"account": r.account, **cells}, links=links, kind="sum"))
    url = ends.get("closing_debit") or ends.get("closing_credit", "")
    return [*rows, *_balance_rows(r.account, "Saldo końcowe", r.closing, own, url)]


def _balance_rows(
    account: str, text: str, balance: Decimal, own: dict[str, Decimal], url: str = ""
) -> list[Row]:
    """What an account holds at a place of the card, and a row for each currency's balance."""
    told = {"account": account, "text": text, "balance": balance}
    return [
        Row(told, links=_positive(url, "balance"), balance=True),
        *(
            Row(
                {
                    "account": account,
                    "text": "w walucie",
                    "currency": currency,
                    "own_balance": amount,
                },
                balance=True,
            )
            for currency, amount in sorted(own.items())
            if amount
        ),
    ]


LINE_COLUMNS = (
    Column("operation_date", "Data", "date"),
    Column("entry", "Zapis", "code"),
    Column("voucher", "Dowód", "code"),
    Column("account", "Konto", "code"),
    Column("text", "Opis", "text"),
    Column("debit", "Wn", "money"),
    Column("credit", "Ma", "money"),
)


def _positive(url: str, column: str) -> dict[str, str]:
    """A balance told with Wn positive opens the lines themselves, not their opposite."""
    return {column: url.replace("minus/", "", 1)} if url else {}


def _line(n: JournalRow, link: Link, **more: object) -> Row:
    return Row(
        {
            "operation_date": n.operation_date,
            "entry": f"{n.journal}/{n.number}/{n.year}",
            "voucher": n.voucher_number,
            "account": n.account,
            "text": n.text,
            "debit": n.debit,
            "credit": n.credit,
            **more,
        },
        links={
            **cell_link(link, "entry", "entry", entry_id=n.entry_id),
            **cell_link(link, "voucher", "document", document_id=n.document_id),
            **cell_link(link, "account", "account_card", account=n.account),
        },
    )


def newest_report(
    company: Company,
    *,
    dimension: Dimension,
    member: int,
    lines: list[JournalRow] | None = None,
    link: Link = no_link,
) -> Report:
    """Zapisy od najnowszego: a member's lines on all accounts; ``lines`` where only a page of them is shown."""
    known = the_member(dimension, member)
    shown = newest_lines(dimension=dimension, member=member, limit=None) if lines is None else lines
    totals = {
        "debit": sum((n.debit for n in shown), ZERO),
        "credit": sum((n.credit for n in shown), ZERO),
    }
    return Report(
        code="dimension-lines",
        title=f"{ONE[dimension]} {known.code} {known.name}: zapisy",
        company_name=company.name,
        company_nip=company.nip,
        period_label="od najnowszego",
        columns=LINE_COLUMNS,
        rows=tuple(_line(n, link) for n in shown),
        totals=totals if lines is None else {},
        total_links=_sum_links(f"zapisy-wymiaru/{dimension.value}/{member}", totals, link)
        if lines is None
        else {},
    )


def _sum_links(table: str, sums: dict[str, Decimal], link: Link) -> dict[str, str]:
    return trace_links(link, {key: f"suma/{table}/{key}" for key, a in sums.items() if a})
