"""JPK_V7M from the registers: looked at first, then built, kept and told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from zaplecze.formats import jpk_v7m_3
from zaplecze.formats.jpk_v7m_3 import (
    BadDebt,
    Declaration,
    Finding,
    Header,
    Jpk,
    PurchaseRow,
    SalesRow,
    Severity,
)
from zaplecze.ledger.api import VAT_SETTLED, month_sides, trial_balance, turnover_of_kind
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.models import Company
from zaplecze.platform.money import round_to_zloty
from zaplecze.platform.receipts import FilingPurpose, filing_purpose, keeps
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.tax.commands import standing_rows
from zaplecze.tax.events import JpkBuilt
from zaplecze.tax.models import Filing, Register, VatRow
from zaplecze.tax.queries import filings, vat_rows
from zaplecze.tax.relief.queries import today_of, waiting
from zaplecze.tax.relief.rules import Tax
from zaplecze.tax.rules import IMPORTED

ZERO = Decimal("0.00")
INPUT_VAT, OUTPUT_VAT, VAT_OFFICE = "221", "222", "223"
SHOWN_FAULTS = 3


class JpkStopped(Refusal):
    """The file can't be built; the message names the first faults."""

    code = "tax.jpk-refused"


@dataclass(frozen=True, slots=True)
class BuiltJpk:
    """A month's file with its control totals and what the ledger's VAT accounts say of the month (PLN).

    ``data`` is empty where findings stop the file.
    """

    data: bytes
    jpk: Jpk
    declaration: Declaration
    findings: tuple[Finding, ...]
    purpose: FilingPurpose
    sales_rows: int
    sales_tax: Decimal
    purchase_rows: int
    purchase_tax: Decimal
    ledger_sales_tax: Decimal
    ledger_purchase_tax: Decimal


def preview_jpk(
    *,
    year: int,
    month: int,
    at: datetime,
    carried_over: int | None = None,
    filed_elsewhere: bool | None = None,
) -> BuiltJpk:
    """The month's file as it would be built now; writes nothing.

    ``filed_elsewhere`` makes it a correction (`filing_purpose`). ``carried_over`` is P_39 in whole zlotys; without
    it, P_62 of the newest file of the month before.
    """
    company = Company.objects.get(id=current_company_id())
    sales = _sales(vat_rows(register=Register.SALES, first=(year, month), last=(year, month)))
    purchases = _purchases(
        vat_rows(register=Register.PURCHASE, first=(year, month), last=(year, month))
    )
    carried, doubts = _carried_over(year, month, carried_over)
    purpose = filing_purpose(filings(year=year, month=month), elsewhere=filed_elsewhere)
    declaration = jpk_v7m_3.declaration_from(sales, purchases, carried_over=carried)
    jpk = Jpk(
        Header(
            nip=company.nip,
            full_name=company.name,
            email=company.email,
            tax_office=company.tax_office,
            year=year,
            month=month,
            made_at=at,
            purpose=purpose.number,
        ),
        sales,
        purchases,
        declaration,
    )
    totals = jpk_v7m_3.control_totals(sales, purchases)
    books_in, books_out = _books(year, month)
    findings = [*jpk_v7m_3.check(jpk), *doubts]
    for name, in_file, in_books in (
        ("należny", totals.sales_tax, books_out),
        ("naliczony", totals.purchase_tax, books_in),
    ):
        if in_file != in_books:
            findings.append(
                Finding(
                    "JPK-LEDGER-01",
                    Severity.MARK,
                    f"Podatek {name} w ewidencji to {in_file} zł, a na kontach za ten miesiąc {in_books} zł. "
                    "Bywa tak, gdy miesiąc VAT jest inny niż miesiąc ksiąg; sprawdź, które to dokumenty.",
                )
            )
    findings += _relief_lacking(year, month, at)
    stopped = any(f.severity is Severity.STOP for f in findings)
    return BuiltJpk(
        data=b"" if stopped else jpk_v7m_3.build(jpk),
        jpk=jpk,
        declaration=declaration,
        findings=tuple(findings),
        purpose=purpose,
        sales_rows=totals.sales_rows,
        sales_tax=totals.sales_tax,
        purchase_rows=totals.purchase_rows,
        purchase_tax=totals.purchase_tax,
        ledger_sales_tax=books_out,
        ledger_purchase_tax=books_in,
    )


def build_jpk(
    *,
    year: int,
    month: int,
    at: datetime,
    by: int | None = None,
    carried_over: int | None = None,
    filed_elsewhere: bool | None = None,
) -> BuiltJpk:
    """Build the month's file for filing and keep it; a file with the same content is not kept twice.

    Raises `JpkStopped` where findings stop it.
    """
    lock_company()
    built = preview_jpk(
        year=year, month=month, at=at, carried_over=carried_over, filed_elsewhere=filed_elsewhere
    )
    stops = [f for f in built.findings if f.severity is Severity.STOP]
    if stops:
        more = f" (i jeszcze {len(stops) - SHOWN_FAULTS})" if len(stops) > SHOWN_FAULTS else ""
        raise JpkStopped(
            "JPK nie powstał: " + " ".join(f.message_pl for f in stops[:SHOWN_FAULTS]) + more
        )
    earlier = filings(year=year, month=month)
    if earlier:
        kept = _kept(earlier[0])
        if kept is not None and keeps(earlier[0], built.purpose) and _same(kept, built.jpk):
            return replace(built, data=read_file(earlier[0].file_sha256))
    sha = sha256_hex(built.data)
    store_file(NewFile(built.data, sha, "application/xml"))
    Filing.objects.create(
        company_id=current_company_id(),
        year=year,
        month=month,
        purpose=built.purpose.number,
        file_sha256=sha,
        built_at=at,
        built_by_id=by,
    )
    record_events([JpkBuilt(year=year, month=month, file_sha256=sha)], Stamp(by, at))
    return built


def changes_since_filing(built: BuiltJpk) -> list[jpk_v7m_3.Difference]:
    """Rows that are not what they were in the newest file of the month; nothing where there is none.

    Raises `JpkError` for a kept file that can't be read.
    """
    header = built.jpk.header
    earlier = filings(year=header.year, month=header.month)
    if not earlier:
        return []
    return jpk_v7m_3.diff(jpk_v7m_3.read(read_file(earlier[0].file_sha256)), built.jpk)


def _kept(filing: Filing) -> Jpk | None:
    """What a kept file says; nothing where it can't be read."""
    try:
        return jpk_v7m_3.read(read_file(filing.file_sha256))
    except jpk_v7m_3.JpkError:
        return None


def _same(kept: Jpk, built: Jpk) -> bool:
    """True where nothing but the moment and the purpose is new."""
    header = replace(built.header, made_at=kept.header.made_at, purpose=kept.header.purpose)
    return replace(built, header=header) == kept


@dataclass(frozen=True, slots=True)
class Carried:
    """P_39 in whole zlotys with where it comes from: a kept file, or Wn of 223 in the opening of the books (PLN).

    ``year`` is the business year; ``unread`` is a kept file that says nothing any more.
    """

    amount: int
    year: int
    filing: Filing | None = None
    opened: Decimal = ZERO
    unread: Filing | None = None


def carried_over(*, year: int, month: int, known: int | None = None) -> Carried:
    """The surplus that lowers the month's tax (art. 87 ust. 1 of the VAT Act).

    It is P_62 of the newest file of the month before. Where books begin with this month, a surplus stands in their
    opening. ``known`` is the newest file (its id) that there was then; without it, all count.
    """
    of_year = business_years().of_month((year, month))
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    earlier = [f for f in filings(year=before[0], month=before[1]) if known is None or f.pk < known]
    if earlier:
        kept = _kept(earlier[0])
        if kept is None:
            return Carried(0, of_year.label, unread=earlier[0])
        declared = kept.declaration
        amount = declared.amounts.get("P_62", 0) if declared is not None else 0
        return Carried(amount, of_year.label, earlier[0])
    began = VatRow.objects.filter(company_id=current_company_id()).filter(
        Q(year__lt=year) | Q(year=year, month__lt=month)
    )
    sides = [s for s in month_sides(account=VAT_OFFICE) if s.month == of_year.opening]
    opened = sum((s.debit - s.credit for s in sides), ZERO)
    if opened <= 0 or began.exists():
        return Carried(0, of_year.label)
    return Carried(int(round_to_zloty(opened)), of_year.label, None, opened)


def _carried_over(year: int, month: int, given: int | None) -> tuple[int, list[Finding]]:
    """P_39, and doubts about it."""
    if given is not None:
        return given, []
    found = carried_over(year=year, month=month)
    if found.filing is not None:
        return found.amount, []
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    if found.unread is not None:
        text = (
            f"Zachowanego JPK za {before[1]:02}.{before[0]} nie da się odczytać, więc P_39 (nadwyżka) to 0: "
            "zbuduj tamten plik jeszcze raz."
        )
        return 0, [Finding("JPK-CARRY-02", Severity.WARN, text)]
    told = f"Nie ma tu JPK za {before[1]:02}.{before[0]}, więc P_39 (nadwyżka z poprzedniej deklaracji) to "
    source = (
        f"{found.amount}: tyle jest po stronie Wn konta {VAT_OFFICE} w bilansie otwarcia"
        if found.amount
        else "0"
    )
    text = f"{told}{source}; sprawdź P_62 tamtej deklaracji."
    return found.amount, [Finding("JPK-CARRY-01", Severity.WARN, text)]


def _relief_lacking(year: int, month: int, at: datetime) -> list[Finding]:
    """A warning of relief for bad debts that is a duty of the month and nobody has decided."""
    found = waiting(tax=Tax.VAT, period=(year, month), today=today_of(at))
    duties = [w.invoice.number for w in found if w.open and w.duty]
    if not duties:
        return []
    more = f" i jeszcze {len(duties) - SHOWN_FAULTS}" if len(duties) > SHOWN_FAULTS else ""
    text = (
        f"Brakuje obowiązkowych korekt za złe długi (art. 89a ust. 4, 89b ust. 1): {', '.join(duties[:SHOWN_FAULTS])}"
        f"{more}. Ujmij je w „Złe długi” albo odmów z powodem."
    )
    return [Finding("JPK-RELIEF-01", Severity.WARN, text)]


def _books(year: int, month: int) -> tuple[Decimal, Decimal]:
    """Input and output VAT of the month on the ledger's accounts, PLN, before it is moved to the tax office's."""
    turnover = {
        r.account: r.debit - r.credit
        for r in trial_balance(first=(year, month), last=(year, month))
    }
    for account, (debit, credit) in turnover_of_kind(VAT_SETTLED, month=(year, month)).items():
        turnover[account] -= debit - credit
    bought = sum((wn for account, wn in turnover.items() if account.startswith(INPUT_VAT)), ZERO)
    sold = sum((-wn for account, wn in turnover.items() if account.startswith(OUTPUT_VAT)), ZERO)
    return bought, sold


def _amounts(row: VatRow) -> dict[str, Decimal]:
    return {name: Decimal(amount) for name, amount in row.amounts.items()}


def told_rows(*, register: str, year: int, month: int) -> list[VatRow]:
    """The register's rows that the month's file tells, in its order."""
    rows = vat_rows(register=register, first=(year, month), last=(year, month))
    return _told_sales(rows) if register == Register.SALES else _told_purchases(rows)


def _told_sales(rows: Sequence[VatRow]) -> list[VatRow]:
    """Rows of sales; those settled wholly outside of JPK_V7M (no field, no margin) stay out."""
    return [r for r in standing_rows(rows) if r.amounts or r.margin is not None]


def _told_purchases(rows: Sequence[VatRow]) -> list[VatRow]:
    """Rows of purchases with tax to deduct; exempt ones and those with no right to deduct stay out."""
    return [r for r in standing_rows(rows) if r.amounts]


def _sales(rows: Sequence[VatRow]) -> tuple[SalesRow, ...]:
    return tuple(
        SalesRow(
            no=no,
            partner_country=r.partner_country,
            partner_tax_id=r.partner_tax_id or "BRAK",
            partner_name=_name(r.partner_name),
            number=_name(r.number)[:256],
            issue_date=r.issue_date,
            sale_date=r.sale_date if r.sale_date != r.issue_date else None,
            proof=r.proof,
            ksef_number=r.ksef_number,
            document_type=r.document_type,
            gtu=tuple(r.gtu),
            procedures=tuple(r.procedures),
            bad_debt=_bad_debt(r),
            amounts=_amounts(r),
            margin=r.margin,
        )
        for no, r in enumerate(_told_sales(rows), 1)
    )


def _purchases(rows: Sequence[VatRow]) -> tuple[PurchaseRow, ...]:
    return tuple(
        PurchaseRow(
            no=no,
            partner_country=r.partner_country,
            partner_tax_id=r.partner_tax_id or "BRAK",
            partner_name=_name(r.partner_name),
            number=_name(r.number)[:256],
            issue_date=r.issue_date,
            # Optional, and the day of taking in may be later than that of receipt, from which tax is deducted.
            received=None,
            proof=r.proof,
            ksef_number=r.ksef_number,
            document_type=r.document_type,
            amounts=_amounts(r),
            margin=r.margin,
            imported=IMPORTED in r.procedures,
        )
        for no, r in enumerate(_told_purchases(rows), 1)
    )


def _bad_debt(row: VatRow) -> BadDebt | None:
    if row.relief_due is None and row.relief_paid is None:
        return None
    return BadDebt(row.relief_due, row.relief_paid)


def _name(text: str) -> str:
    """Single spaces, as the form writes and reads it."""
    return " ".join(text.split())[:512] or "BRAK"
