"""JPK_KR_PD(1) of a business year of the open company: a pure function of its books.

Its months are told; the closing of result accounts is not, so that the result stays to be seen, and the opening
balance stands in S_4 and S_5 alone. RokDataOd and RokDataDo are the year's days; the tax year is the same (art. 8 of
the CIT Act), so RokPd stays empty.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from zaplecze.formats import jpk_kr_pd_1 as krpd
from zaplecze.ledger.api import BookEntry, FinalAccount, book_entries, final_accounts
from zaplecze.partners.api import Partner, partners
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.models import Company, Seat
from zaplecze.platform.periods import Month, first_day, last_day, month_of
from zaplecze.platform.receipts import FilingPurpose, filing_purpose, keeps
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, current_company_id, in_books
from zaplecze.tax.cit_year import worksheet
from zaplecze.tax.events import BooksFileBuilt
from zaplecze.tax.models import BooksFiling

ZERO = Decimal("0.00")
SHOWN = 3


class BooksStopped(Refusal):
    """The file can't be built; the message tells the first faults."""

    code = "tax.books-refused"


class NoSeat(Refusal):
    """The company's seat isn't known, and the file needs it."""

    code = "tax.no-seat"


@dataclass(frozen=True, slots=True)
class BuiltBooks:
    """A file with what it was checked for; ``data`` is empty where findings stop it."""

    books: krpd.Books
    controls: krpd.Controls
    findings: tuple[krpd.Finding, ...]
    data: bytes
    purpose: FilingPurpose

    @property
    def stopped(self) -> bool:
        """True where something has to be put right first."""
        return any(not f.warns for f in self.findings)


def preview_books(
    *,
    first: Month,
    last: Month,
    at: datetime,
    filed_elsewhere: bool | None = None,
    with_file: bool = True,
) -> BuiltBooks:
    """The file of some months of one year as it would be now; writes nothing.

    ``filed_elsewhere`` makes it a correction (`filing_purpose`).
    Raises `NoSeat` where the company's address isn't known, `Refusal` where the months are of two years.
    """
    first, last = in_books(first), in_books(last)
    if first[0] != last[0] or first > last:
        raise Refusal(
            "JPK_KR_PD obejmuje miesiące jednego roku obrotowego, od wcześniejszego.",
            code="tax.period",
        )
    earlier = books_filings(last[0], months=(first[1], last[1]))
    purpose = filing_purpose(earlier, elsewhere=filed_elsewhere)
    books = _books(first, last, at, purpose.number)
    findings = tuple(krpd.check(books))
    out = io.BytesIO()
    controls = krpd.write(books, out) if with_file else krpd.Controls()
    stopped = any(not f.warns for f in findings)
    return BuiltBooks(books, controls, findings, b"" if stopped else out.getvalue(), purpose)


def build_books(
    *,
    first: Month,
    last: Month,
    by: int | None,
    at: datetime,
    filed_elsewhere: bool | None = None,
) -> BuiltBooks:
    """Build the file for filing and keep it; a file that says the same is not kept twice.

    Raises `BooksStopped` where findings stop it, naming the first of them.
    """
    lock_company()
    first, last = in_books(first), in_books(last)
    built = preview_books(first=first, last=last, at=at, filed_elsewhere=filed_elsewhere)
    if built.stopped:
        stops = [f.message_pl for f in built.findings if not f.warns]
        raise BooksStopped("JPK_KR_PD nie powstał: " + " ".join(stops[:SHOWN]))
    earlier = newest_books_filing(built)
    if earlier and keeps(earlier, built.purpose) and not changes_since_filing(built):
        return replace(built, data=read_file(earlier.file_sha256))
    sha = sha256_hex(built.data)
    store_file(NewFile(built.data, sha, "application/xml"))
    BooksFiling.objects.create(
        company_id=current_company_id(),
        year=last[0],
        first=first[1],
        last=last[1],
        purpose=built.purpose.number,
        file_sha256=sha,
        built_at=at,
        built_by_id=by,
    )
    record_events(
        [BooksFileBuilt(year=last[0], first=first[1], last=last[1], file_sha256=sha)], Stamp(by, at)
    )
    return built


def books_filings(year: int, *, months: tuple[int, int] | None = None) -> list[BooksFiling]:
    """Files of a year (of these months, first and last) that were built for filing, the newest first."""
    rows = BooksFiling.objects.filter(company_id=current_company_id(), year=year)
    if months is not None:
        rows = rows.filter(first=months[0], last=months[1])
    return list(rows.order_by("-id"))


def all_books_filings() -> list[BooksFiling]:
    """Files of all years, the newest first."""
    return list(BooksFiling.objects.filter(company_id=current_company_id()).order_by("-id"))


def newest_books_filing(built: BuiltBooks) -> BooksFiling | None:
    """The newest file of the same months."""
    header = built.books.header
    (year, first), (_, last) = (in_books(month_of(day)) for day in (header.first, header.last))
    return next(iter(books_filings(year, months=(first, last))), None)


def changes_since_filing(built: BuiltBooks) -> list[krpd.Difference]:
    """What the books say now in another way than the newest file of the same months; nothing where there is none.

    A kept file that can't be read is one difference, which tells why.
    """
    earlier = newest_books_filing(built)
    if earlier is None:
        return []
    try:
        before, _ = krpd.read(io.BytesIO(read_file(earlier.file_sha256)))
    except krpd.KrPdError as error:
        return [krpd.Difference("poprzedni plik", "nie da się odczytać", error.message_pl, "")]
    return krpd.diff(before, built.books)


def controls_of(built: BuiltBooks) -> krpd.Controls:
    """The control sums of a file, written or not."""
    controls = krpd.Controls()
    for entry in built.books.entries():
        controls = controls.with_entry(entry)
    return controls


def reconciliation_of(year: int) -> krpd.Reconciliation:
    """K_1 to K_8 as the year's CIT worksheet has them."""
    return krpd.Reconciliation(*(d.amount for d in worksheet(year).differences))


def _books(first: Month, last: Month, at: datetime, purpose: int) -> krpd.Books:
    company = Company.objects.get(id=current_company_id())
    seat = Seat.objects.filter(company=company).first()
    if seat is None:
        raise NoSeat("Podaj siedzibę firmy (Dane firmy): JPK_KR_PD wymaga pełnego adresu.")
    rows = final_accounts(first=first, last=last)
    entries = list(book_entries(first=first, last=last))
    wanted = {r.partner_id for r in rows} | {e.partner_id for e in entries}
    known = partners(wanted)
    year = business_year(last[0])
    return krpd.Books(
        krpd.Header(
            at,
            max(first_day(first), year.first_day),
            last_day(last),
            year.first_day,
            year.last_day,
            company.tax_office,
            purpose,
        ),
        krpd.Subject(
            company.nip,
            company.name,
            krpd.Address(
                seat.voivodeship,
                seat.county,
                seat.commune,
                seat.house,
                seat.town,
                seat.postal_code,
                seat.street,
                seat.flat,
            ),
        ),
        tuple(
            krpd.Contractor(_code(partner_id), p.country, p.tax_id)
            for partner_id, p in sorted(known.items())
        ),
        tuple(_account(r, known) for r in rows),
        lambda: _entries(entries),
        reconciliation_of(year.label),
    )


def _code(partner_id: int | None) -> str:
    return f"K{partner_id}"


def _final(account: str, partner_id: int | None) -> str:
    return account if partner_id is None else f"{account}-{_code(partner_id)}"


def _account(row: FinalAccount, known: dict[int, Partner]) -> krpd.Account:
    closing = row.opening + row.year_debit - row.year_credit
    partner = known.get(row.partner_id or 0)
    return krpd.Account(
        number=_final(row.account, row.partner_id),
        name=f"{row.name} – {partner.name}" if partner else row.name,
        parent=row.account if partner else row.account.partition("-")[0],
        opening_debit=max(row.opening, ZERO),
        opening_credit=max(-row.opening, ZERO),
        debit=row.debit,
        credit=row.credit,
        year_debit=row.year_debit,
        year_credit=row.year_credit,
        closing_debit=max(closing, ZERO),
        closing_credit=max(-closing, ZERO),
        tag_1=row.tag_1,
        tag_2=row.tag_2,
        tag_pd=row.tag_pd,
    )


def _entries(entries: list[BookEntry]) -> Iterator[krpd.Entry]:
    for e in entries:
        yield krpd.Entry(
            number=str(e.diary_number),
            journal=e.journal,
            voucher=e.voucher_number,
            kind=e.voucher_kind,
            operation_date=e.operation_date,
            document_date=e.document_date,
            posting_date=e.posting_date,
            responsible=e.responsible,
            text=e.text,
            amount=e.amount,
            contractor="" if e.partner_id is None else _code(e.partner_id),
            ksef_number=e.ksef_number,
            lines=tuple(
                krpd.Line(
                    no=str(n.no),
                    text=n.text or e.text,
                    account=_final(n.account, n.partner_id),
                    is_debit=n.debit != 0,
                    amount=n.debit or n.credit,
                    foreign=n.currency_amount if n.currency != "PLN" else None,
                    currency=n.currency if n.currency != "PLN" else "",
                )
                for n in e.lines
            ),
        )
