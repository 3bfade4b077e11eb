"""Writes of payments: take statements from the inbox, match their lines, post and settle them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from zaplecze.documents.api import StatementRead
from zaplecze.formats import mt940
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    OpenItem,
    accounts,
    clean,
    items_by_id,
    items_of_entries,
    open_items,
    post_entries,
)
from zaplecze.partners.api import partners_by_account, partners_by_tax_id
from zaplecze.payments.events import LinePosted, StatementTaken
from zaplecze.payments.models import BankAccount, BankLine, LineState, Match, Statement
from zaplecze.payments.paid import Paid, settle_paid
from zaplecze.payments.procedures import KIND
from zaplecze.payments.rules import Finding, Money, Payable, match_lines, partner_by_words
from zaplecze.payments.values import Values, Worth
from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import NewCase, finish_steps, open_cases

ZERO = Decimal(0)
BANK = "131"
BANK_FOREIGN = "132"
UNEXPLAINED = "245"


def take_statements(events: Sequence[StatementRead], stamp: Stamp) -> None:
    """Route of `StatementRead`: keep the lines, match them; a straight-through company books the certain ones."""
    lock_company()
    company = Company.objects.get(id=current_company_id())
    for event in events:
        assert event.document_id is not None
        taken: list[Event] = []
        for statement in event.paper.statements:
            taken.append(_keep_statement(statement, event.document_id))
        record_events(taken, stamp)
        open_cases(kind=KIND, cases=[NewCase(document_id=event.document_id, facts={})], stamp=stamp)
        if company.straight_through:
            certain = BankLine.objects.filter(
                company_id=company.id,
                statement__document_id=event.document_id,
                state=LineState.CERTAIN,
            )
            _post_lines(list(certain.order_by("id")), stamp)
        waiting = _waiting(event.document_id)
        if waiting and company.straight_through:
            event.paper.wait(
                "payments.lines-waiting", f"Na potwierdzenie czeka {waiting} z operacji wyciągu."
            )
        _finish_whole([event.document_id], stamp)


def _keep_statement(statement: mt940.Statement, document_id: int) -> StatementTaken:
    company_id = current_company_id()
    account = _bank_account(statement)
    closing = statement.closing.amount if statement.closing is not None else None
    opening = statement.opening.amount if statement.opening is not None else None
    moved = sum((line.amount for line in statement.lines), ZERO)
    if opening is None:
        opening = closing - moved if closing is not None else ZERO
    days = [line.entry_date or line.value_date for line in statement.lines]
    days += [b.date for b in (statement.opening, statement.closing) if b is not None]
    kept = Statement.objects.create(
        company_id=company_id,
        document_id=document_id,
        bank_account=account,
        number=(statement.number or "bez numeru")[:40],
        first_day=min(days),
        last_day=max(days),
        opening=opening,
        closing=opening + moved if closing is None else closing,
    )
    prints = [mt940.fingerprint(statement, line) for line in statement.lines]
    known = set(
        BankLine.objects.filter(company_id=company_id, fingerprint__in=prints)
        .exclude(state=LineState.DOUBLE)
        .values_list("fingerprint", flat=True)
    )
    by_account, by_tax_id = partners_by_account(), partners_by_tax_id()
    rows = [
        BankLine(
            company_id=company_id,
            statement=kept,
            no=line.no,
            fingerprint=fingerprint,
            value_date=line.value_date,
            booking_date=line.entry_date or line.value_date,
            amount=line.amount,
            title=line.title,
            counterparty_name=(line.counterparty_name or "")[:512],
            counterparty_account=(line.counterparty_account or "")[:34],
            partner_id=partner_by_words(
                line.title,
                line.counterparty_name or "",
                line.counterparty_account or "",
                by_account,
                by_tax_id,
            ),
            state=LineState.DOUBLE if fingerprint in known else LineState.UNKNOWN,
        )
        for line, fingerprint in zip(statement.lines, prints, strict=True)
    ]
    rows = BankLine.objects.bulk_create(rows)
    fresh = [r for r in rows if r.state != LineState.DOUBLE]
    findings = _match(fresh, account.currency)
    return StatementTaken(
        document_id=document_id,
        account=account.number,
        number=kept.number,
        lines=len(rows),
        certain=sum(f.certain for f in findings),
        doubtful=sum(bool(f.parts) and not f.certain for f in findings),
        doubled=len(rows) - len(fresh),
    )


def _bank_account(statement: mt940.Statement) -> BankAccount:
    """The company's bank account, kept when its first statement comes."""
    foreign = statement.currency != "PLN"
    found, _ = BankAccount.objects.get_or_create(
        company_id=current_company_id(),
        number=statement.account[:34],
        defaults={
            "currency": statement.currency,
            "account": BANK_FOREIGN if foreign else BANK,
            "name": f"Rachunek {statement.currency}",
        },
    )
    return found


def _match(lines: Sequence[BankLine], currency: str) -> list[Finding]:
    """Match lines with what is open now in their currency; keeps proposals and states."""
    company_id = current_company_id()
    payables = [
        Payable(i.id, i.number, i.ksef_number, i.partner_id, i.is_debit, i.currency_left)
        for i in open_items()
        if i.currency == currency and i.currency_left
    ]
    findings = match_lines(
        [Money(line.id, line.amount, line.title, line.partner_id) for line in lines], payables
    )
    by_id = {line.id: line for line in lines}
    for finding in findings:
        line = by_id[finding.line_id]
        if finding.parts:
            line.state = LineState.CERTAIN if finding.certain else LineState.DOUBTFUL
    BankLine.objects.bulk_update(lines, ["state"])
    Match.objects.bulk_create(
        Match(
            company_id=company_id,
            line_id=f.line_id,
            item_id=part.item_id,
            amount=part.amount,
            certain=f.certain,
            why=f.why[:300],
        )
        for f in findings
        for part in f.parts
    )
    return findings


def confirm_lines(*, line_ids: Sequence[int], by: int, at: datetime) -> int:
    """Post lines with the items proposed for them, and settle those; returns how many lines were posted."""
    lock_company()
    lines = list(
        BankLine.objects.filter(
            company_id=current_company_id(),
            id__in=list(line_ids),
            state__in=(LineState.CERTAIN, LineState.DOUBTFUL),
        ).order_by("id")
    )
    if not lines:
        raise Refusal(
            "Żadna z zaznaczonych operacji nie czeka na potwierdzenie. Odśwież wyciąg.",
            code="payments.not-waiting",
        )
    stamp = Stamp(by, at)
    _post_lines(lines, stamp)
    _finish_whole([line.statement.document_id for line in lines], stamp)
    return len(lines)


def book_line(*, line_id: int, account: str, text: str, by: int, at: datetime) -> None:
    """Post a line against an account of the chart: bank charges, taxes, transfers between own accounts."""
    lock_company()
    line = _waiting_line(line_id)
    if not any(a.number == account for a in accounts(text=account)):
        raise Refusal(f"Nie ma konta {account}. Wybierz konto z planu (F2).", code="ledger.account")
    Match.objects.filter(company_id=line.company_id, line_id=line.id).delete()
    stamp = Stamp(by, at)
    _post_lines([line], stamp, account=account, text=text)
    _finish_whole([line.statement.document_id], stamp)


def choose_item(*, line_id: int, item_id: int) -> None:
    """Say which open item a line pays, in place of what was proposed; posting is a step of its own."""
    lock_company()
    line = _waiting_line(line_id)
    item = items_by_id([item_id]).get(item_id)
    own = line.statement.bank_account.currency
    if item is None or item.settled == item.amount:
        raise Refusal("Ta pozycja nie jest już otwarta. Odśwież wyciąg.", code="payments.item")
    if item.is_debit != (line.amount > 0):
        raise Refusal(
            "Wpływ rozlicza należność, a wypłata zobowiązanie: wybierz pozycję po drugiej stronie.",
            code="payments.side",
        )
    Match.objects.filter(company_id=line.company_id, line_id=line.id).delete()
    Match.objects.create(
        company_id=line.company_id,
        line=line,
        item_id=item_id,
        # Money of one currency may pay an item of another; how far it reaches is seen when it is settled.
        amount=abs(line.amount)
        if item.currency != own
        else min(abs(line.amount), item.currency_left),
        certain=False,
        why="wybrano ręcznie",
    )
    line.state = LineState.DOUBTFUL
    line.save(update_fields=["state"])


def _waiting_line(line_id: int) -> BankLine:
    line = (
        BankLine.objects.select_related("statement__bank_account")
        .filter(company_id=current_company_id(), id=line_id)
        .first()
    )
    if line is None or line.state in (LineState.POSTED, LineState.DOUBLE):
        raise Refusal("Ta operacja jest już zaksięgowana. Odśwież wyciąg.", code="payments.posted")
    return line


def _post_lines(
    lines: Sequence[BankLine], stamp: Stamp, *, account: str = UNEXPLAINED, text: str = ""
) -> None:
    """One entry a line: the bank against the matched items' accounts, what is left against ``account``."""
    if not lines:
        return
    company_id = current_company_id()
    matches: dict[int, list[Match]] = {}
    for match in Match.objects.filter(
        company_id=company_id, line_id__in=[x.id for x in lines]
    ).order_by("id"):
        matches.setdefault(match.line_id, []).append(match)
    items = items_by_id([m.item_id for found in matches.values() for m in found])
    numbers = {a.id: a.number for a in accounts()}
    statements = {
        s.id: s
        for s in Statement.objects.select_related("bank_account").filter(
            company_id=company_id, id__in={x.statement_id for x in lines}
        )
    }
    left = {i: item.currency_left for i, item in items.items()}
    values = Values()
    entries: list[NewEntry] = []
    plans: list[list[tuple[int, int, Decimal]]] = []
    for line in lines:
        statement = statements[line.statement_id]
        own = statement.bank_account
        price = values.of(line, own)
        incoming = line.amount > 0
        remaining = abs(line.amount)
        sides: list[NewLine] = [_side(own.account, incoming, price.whole, text="", why=price.why)]
        plan: list[tuple[int, int, Decimal]] = []
        for match, part in _parts(matches.get(line.id, []), remaining, own.currency, items, left):
            item = items[match.item_id]
            remaining -= part
            sides.append(
                _side(
                    numbers[item.account_id],
                    not incoming,
                    price.take(part),
                    text=clean(item.number, 256),
                    partner_id=item.partner_id,
                    why=match.why,
                )
            )
            plan.append((len(sides), match.item_id, part))
        if remaining:
            sides.append(
                _side(
                    account,
                    not incoming,
                    price.take(remaining),
                    text="",
                    partner_id=line.partner_id,
                    why="",
                )
            )
        entries.append(_entry(line, statement, tuple(sides), text))
        plans.append(plan)
    posted = post_entries(entries, by=stamp.by, at=stamp.at)
    opened = items_of_entries([p.id for p in posted])
    paid: list[Paid] = []
    for line, entry, plan in zip(lines, posted, plans, strict=True):
        line.state, line.entry_id = LineState.POSTED, entry.id
        own = statements[line.statement_id].bank_account
        paid += [
            Paid(items[item_id], opened[entry.id, no], part, own.currency, line.booking_date)
            for no, item_id, part in plan
        ]
    BankLine.objects.bulk_update(lines, ["state", "entry_id"])
    settle_paid(paid, stamp)
    record_events(
        [
            LinePosted(
                document_id=statements[x.statement_id].document_id,
                line_id=x.id,
                entry_id=p.id,
                amount=x.amount,
            )
            for x, p in zip(lines, posted, strict=True)
        ],
        stamp,
    )


def _parts(
    matches: Sequence[Match],
    amount: Decimal,
    currency: str,
    items: Mapping[int, OpenItem],
    left: dict[int, Decimal],
) -> Iterator[tuple[Match, Decimal]]:
    """How much of a line each match takes, as far as line and item reach; ``left`` is kept down."""
    for match in matches:
        same = items[match.item_id].currency == currency
        part = min(match.amount, amount, left[match.item_id] if same else amount)
        if part > 0:
            amount -= part
            if same:
                left[match.item_id] -= part
            yield match, part


def _side(
    account: str,
    debit: bool,
    amount: Worth,
    *,
    text: str,
    why: str,
    partner_id: int | None = None,
) -> NewLine:
    return NewLine(
        account,
        debit=amount.pln if debit else ZERO,
        credit=ZERO if debit else amount.pln,
        currency=amount.currency,
        currency_amount=amount.own,
        text=text,
        partner_id=partner_id,
        why=why,
    )


def _entry(line: BankLine, statement: Statement, sides: tuple[NewLine, ...], text: str) -> NewEntry:
    day: date = line.booking_date
    words = text or " ".join(line.title.split()) or line.counterparty_name or "operacja bankowa"
    return NewEntry(
        journal="BK",
        year=day.year,
        month=day.month,
        voucher_kind="WB",
        voucher_number=clean(f"{statement.number}/{line.no}", 256),
        operation_date=day,
        document_date=day,
        text=clean(words, 512),
        lines=sides,
        partner_id=line.partner_id,
        document_id=statement.document_id,
    )


def _waiting(document_id: int) -> int:
    return (
        BankLine.objects.filter(company_id=current_company_id(), statement__document_id=document_id)
        .exclude(state__in=(LineState.POSTED, LineState.DOUBLE))
        .count()
    )


def _finish_whole(document_ids: Sequence[int], stamp: Stamp) -> None:
    """A statement with no line left to post needs nobody any more."""
    done = [d for d in dict.fromkeys(document_ids) if not _waiting(d)]
    finish_steps(kind="match", document_ids=done, stamp=stamp)
