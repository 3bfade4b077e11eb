"""Reads of payments: statements and their lines with what each pays."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from zaplecze.ledger.api import OpenItem, items_by_id
from zaplecze.payments.models import BankLine, LineState, Match, Statement
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month, first_day, last_day
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class LineView:
    """A bank line with its proposals: each match with its open item."""

    line: BankLine
    matches: list[tuple[Match, OpenItem]]


def statements() -> list[Statement]:
    """Statements of the open company, newest first."""
    return list(
        Statement.objects.select_related("bank_account")
        .filter(company_id=current_company_id())
        .order_by("-last_day", "-id")
    )


def statement(statement_id: int) -> Statement | None:
    """One statement of the open company."""
    return (
        Statement.objects.select_related("bank_account")
        .filter(company_id=current_company_id(), id=statement_id)
        .first()
    )


def statements_of(*, document_id: int) -> list[Statement]:
    """The statements that a file held."""
    return [s for s in statements() if s.document_id == document_id]


def waiting_line_count(*, most: int = 1_000) -> int:
    """How many bank lines are not posted yet, counted to ``most`` and no further: it stands beside every page."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT count(*) FROM (SELECT 1 FROM payments_bankline WHERE company_id = %s "
            b"AND state IN ('certain', 'doubtful', 'unknown') LIMIT %s) l",
            (current_company_id(), most),
        )
        row = cursor.fetchone()
    return row[0] if row else 0


def waiting_by_statement() -> dict[int, int]:
    """How many lines of each statement are not posted yet."""
    counts: dict[int, int] = {}
    rows = BankLine.objects.filter(company_id=current_company_id()).exclude(
        state__in=(LineState.POSTED, LineState.DOUBLE)
    )
    for statement_id in rows.values_list("statement_id", flat=True):
        counts[statement_id] = counts.get(statement_id, 0) + 1
    return counts


def waiting_lines(*, month: Month) -> dict[int, tuple[str, int]]:
    """How many lines booked by the bank in a month are not posted: statement id to its number and the count."""
    rows = (
        BankLine.objects.filter(
            company_id=current_company_id(),
            booking_date__gte=first_day(month),
            booking_date__lte=last_day(month),
        )
        .exclude(state__in=(LineState.POSTED, LineState.DOUBLE))
        .values_list("statement_id", "statement__number")
        .annotate(lines=Count("id"))
        .order_by("statement_id")
    )
    return {statement_id: (number, lines) for statement_id, number, lines in rows}


def statement_lines(statement_id: int) -> list[LineView]:
    """A statement's lines in order with their proposals."""
    company_id = current_company_id()
    lines = list(
        BankLine.objects.filter(company_id=company_id, statement_id=statement_id).order_by("no")
    )
    matches = list(Match.objects.filter(company_id=company_id, line_id__in=[x.id for x in lines]))
    items = items_by_id([m.item_id for m in matches])
    by_line: dict[int, list[tuple[Match, OpenItem]]] = {}
    for match in matches:
        by_line.setdefault(match.line_id, []).append((match, items[match.item_id]))
    return [LineView(x, by_line.get(x.id, [])) for x in lines]
