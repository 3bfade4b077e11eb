"""Entries from a table that people made: all of a file into the buffer or nothing of it, the same file once.

Reading decides nothing: a plan shows every row with its fault. Rows of one journal and voucher are one entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.drafts import Proposal, save_draft
from zaplecze.ledger.models import (
    Account,
    CostCenter,
    EntryImport,
    Journal,
    Project,
)
from zaplecze.ledger.month_rules import OPEN, BookMonths
from zaplecze.ledger.months import book_months
from zaplecze.ledger.rules import NewEntry, NewLine, clean, faults
from zaplecze.ledger.typed_rates import far_off, table_amounts, with_rate_told
from zaplecze.partners.api import partners_by_tax_id
from zaplecze.platform.currencies import is_currency
from zaplecze.platform.events import lock_company
from zaplecze.platform.files import sha256_hex
from zaplecze.platform.periods import month_of
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.tables import TableRow, amount_of, day_of, read_table

HEADINGS = ("dowód", "data", "opis", "konto", "wn", "ma")
MORE = (
    "dziennik",
    "data dowodu",
    "nip",
    "mpk",
    "projekt",
    "waluta",
    "kwota w walucie",
    "termin",
    "treść",
)
EXAMPLE = """dowód;data;opis;konto;wn;ma;dziennik;data dowodu;nip;mpk;projekt;waluta;kwota w walucie;termin;treść
LP/01;31.01.2026;Lista płac za styczeń;404;10 000,00;;PK;;;ZARZAD;;;;;Wynagrodzenia brutto
LP/01;31.01.2026;Lista płac za styczeń;230;;7 800,00;PK;;;;;;;;Do wypłaty
LP/01;31.01.2026;Lista płac za styczeń;225;;900,00;PK;;;;;;;;Zaliczka na podatek
LP/01;31.01.2026;Lista płac za styczeń;229;;1 300,00;PK;;;;;;;;Składki
"""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of the file; ``fault`` names the column and what is wrong with it, empty where the row is fit.

    A ``warning`` stops nothing: the amount in PLN is far from the table of the working day before.
    """

    number: int
    journal: str
    voucher: str
    day: date | None
    document_day: date | None
    text: str
    line: NewLine
    fault: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would put into the buffer; ``earlier`` tells when the same file was taken in."""

    rows: tuple[ImportRow, ...]
    entries: tuple[NewEntry, ...]
    earlier: datetime | None

    @property
    def faults(self) -> int:
        """How many rows have to be put right first."""
        return sum(bool(row.fault) for row in self.rows)

    @property
    def warnings(self) -> int:
        """How many rows should be looked at once more."""
        return sum(bool(row.warning) for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Company:
    accounts: dict[str, bool]
    centers: set[str]
    projects: set[str]
    journals: set[str]
    partners: dict[str, int]
    months: BookMonths


def plan_import(name: str, data: bytes) -> ImportPlan:
    """Read a table and check it against the open company; writes nothing. Raises `TableRefused`."""
    known = _company()
    rows = _with_tables([_read(row, known) for row in read_table(name, data, headings=HEADINGS)])
    groups: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(rows):
        groups.setdefault((row.journal, row.voucher), []).append(at)
    entries = []
    for places in groups.values():
        entry, fault = _entry([rows[at] for at in places])
        if entry is not None:
            entries.append(entry)
        elif fault:
            rows[places[0]] = replace(rows[places[0]], fault=fault)
    seen = EntryImport.objects.filter(company_id=current_company_id(), sha=sha256_hex(data)).first()
    return ImportPlan(tuple(rows), tuple(entries), seen.at if seen else None)


def _with_tables(rows: list[ImportRow]) -> list[ImportRow]:
    """Rows in a currency with the table that made their amount, or a warning where they are far from it."""
    foreign = [(r.line, r.day) for r in rows if r.day and r.line.currency_amount]
    tables = iter(table_amounts(foreign))
    return [
        replace(r, line=with_rate_told(r.line, table), warning=far_off(r.line, table))
        if r.day and r.line.currency_amount and (table := next(tables)) is not None
        else r
        for r in rows
    ]


def import_entries(*, name: str, data: bytes, by: int, at: datetime) -> int:
    """Put a file's entries into the buffer, all or none; how many. The same bytes a second time do nothing: 0.

    Raises `Refusal` where the plan has faults.
    """
    lock_company()
    plan = plan_import(name, data)
    if plan.earlier is not None:
        return 0
    if plan.faults or not plan.entries:
        first = next(
            (f"wiersz {r.number}: {r.fault}" for r in plan.rows if r.fault), "brak wierszy"
        )
        raise Refusal(
            f"Plik ma błędy ({plan.faults}), pierwszy: {first}. Nic nie wczytano.",
            code="ledger.import",
        )
    for entry in plan.entries:
        save_draft(Proposal(entry))
    EntryImport.objects.create(
        company_id=current_company_id(),
        sha=sha256_hex(data),
        name=name[:255],
        at=at,
        by_id=by,
        entries=len(plan.entries),
    )
    return len(plan.entries)


def _company() -> _Company:
    own = {"company_id": current_company_id()}
    return _Company(
        accounts=dict(Account.objects.filter(**own).values_list("number", "blocked")),
        centers=set(CostCenter.objects.filter(**own, closed=False).values_list("code", flat=True)),
        projects=set(Project.objects.filter(**own, closed=False).values_list("code", flat=True)),
        journals=set(Journal.objects.filter(**own).values_list("code", flat=True)),
        partners=partners_by_tax_id(),
        months=book_months(),
    )


def _read(row: TableRow, known: _Company) -> ImportRow:
    found: list[str] = []

    def amount(column: str) -> Decimal:
        try:
            return amount_of(row.text(column))
        except ValueError as error:
            found.append(f"kolumna {column}: {error}")
            return Decimal("0.00")

    def day(column: str) -> date | None:
        try:
            return day_of(row.text(column))
        except ValueError as error:
            found.append(f"kolumna {column}: {error}")
            return None

    tax_id = row.text("nip").replace("-", "").replace(" ", "")
    foreign = row.text("waluta").upper() not in ("", "PLN")
    on = day("data")
    read = ImportRow(
        number=row.number,
        journal=row.text("dziennik").upper() or "PK",
        voucher=clean(row.text("dowód"), 256),
        day=on,
        document_day=day("data dowodu") or on,
        text=clean(row.text("opis"), 512),
        line=NewLine(
            row.text("konto"),
            debit=amount("wn"),
            credit=amount("ma"),
            partner_id=known.partners.get(tax_id),
            cost_center=row.text("mpk"),
            project=row.text("projekt"),
            text=clean(row.text("treść"), 256),
            currency=row.text("waluta").upper() if foreign else "PLN",
            currency_amount=amount("kwota w walucie") if foreign else None,
            due_date=day("termin"),
        ),
    )
    found += _faults(read, known)
    if tax_id and tax_id not in known.partners:
        found.append(f"kolumna nip: nie ma kontrahenta {tax_id} w kartotece")
    return replace(read, fault="; ".join(found))


def _faults(row: ImportRow, known: _Company) -> Iterator[str]:
    line = row.line
    if not row.voucher:
        yield "kolumna dowód: wpisz numer"
    if row.day is None:
        yield "kolumna data: wpisz dzień operacji"
    elif known.months.state(known.months.years.in_books(month_of(row.day))) != OPEN:
        yield f"kolumna data: miesiąc {row.day:%m.%Y} jest zamknięty"
    if line.account not in known.accounts:
        yield f"kolumna konto: nie ma konta {line.account or '(puste)'}"
    elif known.accounts[line.account]:
        yield f"kolumna konto: konto {line.account} jest zablokowane"
    if (line.debit != 0) == (line.credit != 0):
        yield "kolumny wn, ma: kwota ma stać po jednej stronie"
    if line.cost_center and line.cost_center not in known.centers:
        yield f"kolumna mpk: nie ma {line.cost_center} albo jest zamknięte"
    if line.project and line.project not in known.projects:
        yield f"kolumna projekt: nie ma {line.project} albo jest zamknięty"
    if row.journal not in known.journals:
        yield f"kolumna dziennik: nie ma dziennika {row.journal}"
    if not is_currency(line.currency):
        yield f"kolumna waluta: „{line.currency}” nie jest kodem ISO 4217, np. EUR"
    elif line.currency != "PLN" and not line.currency_amount:
        yield "kolumny waluta, kwota w walucie: podaj obie, np. EUR i 100,00"


def _entry(rows: Sequence[ImportRow]) -> tuple[NewEntry | None, str]:
    """The entry of a voucher's rows, or what is wrong with the whole; neither where a row has a fault."""
    head = rows[0]
    if head.day is None or head.document_day is None or any(row.fault for row in rows):
        return None, ""
    for row in rows:
        if (row.day, row.document_day, row.text) != (head.day, head.document_day, head.text):
            return None, f"dowód {head.voucher}: w wierszu {row.number} jest inna data albo opis"
    partners = {row.line.partner_id for row in rows if row.line.partner_id is not None}
    entry = NewEntry(
        journal=head.journal,
        year=head.day.year,
        month=head.day.month,
        voucher_kind="PK",
        voucher_number=head.voucher,
        operation_date=head.day,
        document_date=head.document_day,
        text=head.text,
        lines=tuple(row.line for row in rows),
        partner_id=partners.pop() if len(partners) == 1 else None,
    )
    found = faults(entry)
    return (None, f"dowód {head.voucher}: {found[0].message}") if found else (entry, "")
