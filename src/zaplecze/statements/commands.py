"""Writes of statements: a version that is kept, an adjustment of the cash flow."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from zaplecze.ledger.api import tag_account
from zaplecze.platform.events import Stamp, canonical, lock_company, record_events
from zaplecze.platform.files import NewFile, sha256_hex, store_file
from zaplecze.platform.money import format_pln
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, current_company_id
from zaplecze.statements.cash_table import indirect_lines
from zaplecze.statements.events import EquityNotesKept, StatementsPrepared
from zaplecze.statements.facts import require_year
from zaplecze.statements.models import CashAdjustment, EquityNotes, Prepared
from zaplecze.statements.movements import year_movements
from zaplecze.statements.queries import year_statements
from zaplecze.statements.tags import PD_OFF, PD_TAGS, TAGS
from zaplecze.statements.versions import figures_of, newest_version


class CannotPrepare(Refusal):
    """The statements can't be kept as they are; the message names accounts and the next step."""

    code = "statements.cannot-prepare"


def prepare_statements(
    *, year: int, annex: str, variant: str, by: int | None, at: datetime
) -> Prepared:
    """Keep a year's statements as they are now; the same figures are not kept twice.

    Raises `CannotPrepare` where the balance sheet doesn't balance or an account has no line.
    """
    lock_company()
    filled = year_statements(year=year, annex=annex, variant=variant)
    if filled.misplaced:
        named = ", ".join(sorted({b.account for b in filled.misplaced})[:5])
        raise CannotPrepare(
            f"Konta bez wiersza w sprawozdaniu: {named}. Popraw ich znaczniki S_12_1 w planie kont."
        )
    if filled.unsettled:
        raise CannotPrepare(
            f"Koszty rodzajowe nierozliczone kontem 490: {filled.unsettled} zł. "
            "Rozlicz je albo wybierz wariant porównawczy."
        )
    if filled.assets.total != filled.liabilities.total:
        difference = filled.assets.total - filled.liabilities.total
        raise CannotPrepare(
            f"Aktywa różnią się od pasywów o {difference} zł: sprawdź znaczniki kont."
        )
    text = canonical(figures_of(filled))
    sha = sha256_hex(text.encode())
    newest = newest_version(year)
    if newest is not None and (newest.file_sha256, newest.annex, newest.variant) == (
        sha,
        annex,
        filled.variant,
    ):
        return newest
    store_file(NewFile(text.encode(), sha, "application/json"))
    kept = Prepared.objects.create(
        company_id=current_company_id(),
        year=year,
        no=1 if newest is None else newest.no + 1,
        annex=annex,
        variant=filled.variant,
        file_sha256=sha,
        prepared_at=at,
        prepared_by_id=by,
    )
    record_events([StatementsPrepared(year=year, no=kept.no, file_sha256=sha)], Stamp(by, at))
    return kept


def set_tags(*, number: str, tag_1: str, tag_2: str, tag_pd: str, by: int, at: datetime) -> None:
    """Give an account tags that the schema knows; raises `Refusal` for one that it doesn't."""
    for tag in (tag_1, *filter(None, (tag_2,))):
        if tag not in TAGS:
            raise Refusal(
                f"Konto {number}: znacznika {tag or '(pusty)'} nie ma w schemacie. Wybierz z listy.",
                code="statements.tag",
            )
    if tag_pd and tag_pd not in PD_TAGS and tag_pd not in PD_OFF:
        raise Refusal(
            f"Konto {number}: znacznika podatkowego {tag_pd} nie ma w schemacie.",
            code="statements.tag",
        )
    tag_account(number=number, tag_1=tag_1, tag_2=tag_2, tag_pd=tag_pd, by=by, at=at)


def adjust_cash_flow(
    *, year: int, from_line: str, to_line: str, amount: Decimal, reason: str
) -> CashAdjustment:
    """Move an amount from one line of the year's cash flow to another, and say why."""
    lock_company()
    require_year(year)
    known = {code for code, _ in indirect_lines()}
    for line in (from_line, to_line):
        if line not in known:
            raise Refusal(
                f"Przesunięcie nie może dotyczyć wiersza {line}: sumy liczą się same. Wybierz wiersz z listy.",
                code="statements.line",
            )
    if not reason.strip() or not amount:
        raise Refusal("Podaj kwotę i powód przesunięcia.", code="statements.reason")
    return CashAdjustment.objects.create(
        company_id=current_company_id(),
        year=year,
        from_line=from_line,
        to_line=to_line,
        amount=amount,
        reason=reason.strip(),
    )


def keep_equity_notes(
    *, year: int, policy: Decimal, errors: Decimal, payout: Decimal, by: int | None, at: datetime
) -> EquityNotes:
    """Keep what the books don't tell of a year's changes in equity (`EquityNotes`).

    Raises `Refusal` for a payout below zero, and for corrections that no entries on the result of years before hold.
    """
    lock_company()
    if payout < 0:
        raise Refusal(
            "Proponowane wypłaty wpisz jako kwotę bez minusa.", code="statements.equity-payout"
        )
    require_year(year)
    changes = [c.amount for c in year_movements(year).equity["5"]]
    for sign, side in ((1, "zwiększają"), (-1, "zmniejszają")):
        told = sum((max(sign * a, Decimal(0)) for a in (policy, errors)), Decimal(0))
        posted = sum((max(sign * a, Decimal(0)) for a in changes), Decimal(0))
        if told > posted:
            raise Refusal(
                f"Korekty {format_pln(told)} {side} wynik lat ubiegłych, a zapisy {business_year(year).name} na jego "
                f"kontach (820) mają po tej stronie {format_pln(posted)}. Zaksięguj korektę (art. 54 ust. 3) "
                "albo popraw kwotę.",
                code="statements.equity-corrections",
            )
    kept, _ = EquityNotes.objects.update_or_create(
        company_id=current_company_id(),
        year=year,
        defaults={"policy": policy, "errors": errors, "payout": payout},
    )
    told_of = EquityNotesKept(year=year, policy=policy, errors=errors, payout=payout)
    record_events([told_of], Stamp(by, at))
    return kept


def drop_adjustment(*, adjustment_id: int) -> None:
    """Take an adjustment out again."""
    lock_company()
    CashAdjustment.objects.filter(company_id=current_company_id(), id=adjustment_id).delete()
