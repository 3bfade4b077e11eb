"""e-Sprawozdanie of a year: the filled statements and the entity's texts as a file of the ministry's form.

Looked at first, then built, kept and told of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from zaplecze.formats import e_sprawozdanie_1_2 as sf
from zaplecze.formats.e_sprawozdanie_1_2 import (
    Address,
    Difference,
    FinancialStatement,
    Finding,
    Introduction,
    Kind,
    Position,
    Variant,
)
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.models import Company, Seat
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.statements.events import StatementFileBuilt
from zaplecze.statements.models import StatementFiling, StatementTexts
from zaplecze.statements.queries import YearStatements, year_statements
from zaplecze.statements.rules import Statement

KINDS = {"1": Kind.OTHER, "4": Kind.MICRO, "5": Kind.SMALL}
VARIANTS = {"by-nature": Variant.BY_NATURE, "by-function": Variant.BY_FUNCTION}
SHOWN = 3


class StatementStopped(Refusal):
    """The file can't be built; the message tells the first faults."""

    code = "statements.file-refused"


class NoSeat(Refusal):
    """The company's seat isn't known, and the file needs it."""

    code = "statements.no-seat"


@dataclass(frozen=True, slots=True)
class BuiltStatement:
    """A file with its findings; ``data`` is empty where they stop it."""

    filled: YearStatements
    content: FinancialStatement
    findings: tuple[Finding, ...]
    data: bytes


def texts_of(year: int) -> StatementTexts:
    """The texts of a year: those entered, else the ones of the newest year before, else empty ones."""
    rows = StatementTexts.objects.filter(company_id=current_company_id(), year__lte=year)
    found = rows.order_by("-year").first()
    if found is None:
        return StatementTexts(company_id=current_company_id(), year=year)
    if found.year != year:
        found.pk, found.year, found.notes = None, year, ""
        found._state.adding = True
    return found


def preview_statement(*, year: int, annex: str, variant: str, at: datetime) -> BuiltStatement:
    """The file of a year as it would be now; writes nothing. Raises `NoSeat` where the address isn't known."""
    company = Company.objects.get(id=current_company_id())
    seat = Seat.objects.filter(company=company).first()
    if seat is None:
        raise NoSeat("Podaj siedzibę firmy (Dane firmy): e-Sprawozdanie wymaga adresu.")
    filled = year_statements(year=year, annex=annex, variant=variant)
    texts = texts_of(year)
    other = KINDS[annex] is Kind.OTHER
    content = financial_statement(
        company,
        filled,
        seat=Address(
            seat.voivodeship, seat.county, seat.commune, seat.town, seat.house, seat.postal_code,
            seat.town, seat.street, seat.flat,
        ),
        krs=seat.krs,
        introduction=Introduction(
            valuation=texts.valuation,
            result=texts.result,
            presentation=texts.presentation,
            remaining=texts.remaining,
            going_concern=texts.going_concern,
            no_threats=not texts.threats.strip(),
            threats=texts.threats,
            pkd=(seat.pkd,) if other and seat.pkd else (),
            simplified="" if other else texts.simplified,
        ),
        notes=(texts.notes,) if texts.notes.strip() else (),
        on=at.astimezone(WARSAW).date(),
    )  # fmt: skip
    findings = (*_of_the_books(filled), *sf.check(content))
    return BuiltStatement(filled, content, findings, b"" if findings else sf.build(content))


def build_statement(
    *, year: int, annex: str, variant: str, by: int | None, at: datetime
) -> BuiltStatement:
    """Build the file of a year for filing and keep it; a file that says the same is not kept twice.

    Raises `StatementStopped` where findings stop it, `NoSeat` where the company's address isn't known.
    """
    lock_company()
    built = preview_statement(year=year, annex=annex, variant=variant, at=at)
    if not built.data:
        told = " ".join(f.message_pl for f in built.findings[:SHOWN])
        raise StatementStopped(f"e-Sprawozdanie nie powstało: {told}")
    earlier = statement_filings(year)
    if earlier and not changes_since_filing(built):
        return replace(built, data=read_file(earlier[0].file_sha256))
    sha = sha256_hex(built.data)
    store_file(NewFile(built.data, sha, "application/xml"))
    StatementFiling.objects.create(
        company_id=current_company_id(),
        year=year,
        annex=annex,
        variant=built.filled.variant,
        file_sha256=sha,
        built_at=at,
        built_by_id=by,
    )
    told_of = StatementFileBuilt(
        year=year, annex=annex, variant=built.filled.variant, file_sha256=sha
    )
    record_events([told_of], Stamp(by, at))
    return built


def statement_filings(year: int | None = None) -> list[StatementFiling]:
    """Files (of a year) that were built for filing, the newest first."""
    rows = StatementFiling.objects.filter(company_id=current_company_id())
    return list((rows if year is None else rows.filter(year=year)).order_by("-id"))


def changes_since_filing(built: BuiltStatement) -> list[Difference]:
    """What the statement says now in another way than the newest file of the year; nothing where there is none."""
    earlier = statement_filings(built.filled.year)
    if not earlier:
        return []
    try:
        before = sf.read(read_file(earlier[0].file_sha256))
    except sf.StatementError as error:
        return [Difference("poprzedni plik", "nie da się odczytać", str(error), "")]
    return sf.diff(before, built.content)


def financial_statement(
    company: Company,
    filled: YearStatements,
    *,
    seat: Address,
    krs: str,
    introduction: Introduction,
    notes: tuple[str, ...],
    on: date,
) -> FinancialStatement:
    """The content of a file for `build`, of a business year; ``on`` is the day the statements were prepared."""
    year = company.business_years.of_label(filled.year)
    return FinancialStatement(
        kind=KINDS[filled.annex],
        variant=VARIANTS[filled.variant],
        first_day=year.first_day,
        last_day=year.last_day,
        prepared_on=on,
        name=company.name,
        nip=company.nip,
        krs=krs,
        seat=seat,
        introduction=introduction,
        assets=_positions(filled.assets),
        liabilities=_positions(filled.liabilities),
        result=_positions(filled.result),
        notes=notes,
    )


def _positions(statement: Statement) -> tuple[Position, ...]:
    return tuple(Position(f.code, f.amount, f.previous) for f in statement.figures)


def _of_the_books(filled: YearStatements) -> list[Finding]:
    found = [
        Finding(
            "account",
            f"Konto {b.account} nie ma wiersza w sprawozdaniu: popraw jego znacznik S_12_1.",
        )
        for b in filled.misplaced
    ]
    if filled.unsettled:
        found.append(
            Finding("unsettled", f"Koszty rodzajowe nierozliczone kontem 490: {filled.unsettled} zł.")
        )  # fmt: skip
    return found
