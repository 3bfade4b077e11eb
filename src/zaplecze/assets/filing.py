"""JPK_ST_KR(1) of a year: the register with what both plans took in it, as far as it was posted.

Looked at first, then built, kept and told of.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from zaplecze.assets.events import RegisterFileBuilt
from zaplecze.assets.kst import usual_rate
from zaplecze.assets.models import RegisterFiling
from zaplecze.assets.plans import PlannedAsset, kind_changed, planned_assets, posted_of
from zaplecze.assets.rules import Method, Plan
from zaplecze.formats import jpk_kr_pd_1, jpk_st_kr_1
from zaplecze.ledger.api import years_of_books
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.models import Company, Seat
from zaplecze.platform.periods import Month, month_after
from zaplecze.platform.receipts import FilingPurpose, filing_purpose, keeps
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, business_years, current_company_id

ZERO = Decimal("0.00")
METHODS = {
    Method.LINEAR: ("L", "M"),
    Method.DECLINING: ("D", "M"),
    Method.ONE_OFF: ("J", "J"),
    Method.SEASONAL: ("L", "S"),
    Method.NONE: ("X", "X"),
}


class RegisterStopped(Refusal):
    """The file can't be built; the message tells the first faults."""

    code = "assets.register-refused"


class NoSeat(Refusal):
    """The company's seat isn't known, and the file needs it."""

    code = "assets.no-seat"


@dataclass(frozen=True, slots=True)
class BuiltRegister:
    """A file with its findings; ``data`` is empty where they stop it."""

    register: jpk_st_kr_1.Register
    findings: tuple[jpk_st_kr_1.Finding, ...]
    data: bytes
    purpose: FilingPurpose


def build_register(
    *, year: int, by: int | None, at: datetime, filed_elsewhere: bool | None = None
) -> BuiltRegister:
    """Build the file of a year for filing and keep it; a file that says the same is not kept twice.

    Raises `RegisterStopped` where findings stop it, `NoSeat` where the company's address isn't known.
    """
    lock_company()
    built = preview_register(year=year, at=at, filed_elsewhere=filed_elsewhere)
    if not built.data:
        told = " ".join(f.message_pl for f in built.findings if not f.warns)
        raise RegisterStopped(f"JPK_ST_KR nie powstał: {told}")
    earlier = register_filings(year)
    if earlier and keeps(earlier[0], built.purpose) and not changes_since_filing(built):
        return replace(built, data=read_file(earlier[0].file_sha256))
    sha = sha256_hex(built.data)
    store_file(NewFile(built.data, sha, "application/xml"))
    RegisterFiling.objects.create(
        company_id=current_company_id(),
        year=year,
        purpose=built.purpose.number,
        file_sha256=sha,
        built_at=at,
        built_by_id=by,
    )
    record_events([RegisterFileBuilt(year=year, file_sha256=sha)], Stamp(by, at))
    return built


def register_filings(year: int | None = None) -> list[RegisterFiling]:
    """Files (of a year) that were built for filing, the newest first."""
    rows = RegisterFiling.objects.filter(company_id=current_company_id())
    return list((rows if year is None else rows.filter(year=year)).order_by("-id"))


def changes_since_filing(built: BuiltRegister) -> list[jpk_st_kr_1.Difference]:
    """What the register says now in another way than the newest file of the year; nothing where there is none.

    A kept file that can't be read is one difference, which tells why.
    """
    earlier = register_filings(business_years().of_day(built.register.header.year_last).label)
    if not earlier:
        return []
    try:
        before = jpk_st_kr_1.read(io.BytesIO(read_file(earlier[0].file_sha256)))
    except jpk_st_kr_1.StKrError as error:
        return [jpk_st_kr_1.Difference("poprzedni plik", "nie da się odczytać", str(error), "")]
    return jpk_st_kr_1.diff(before, built.register)


def preview_register(
    *, year: int, at: datetime, filed_elsewhere: bool | None = None
) -> BuiltRegister:
    """The file of a year as it would be now; writes nothing. Raises `NoSeat` where the address isn't known.

    ``filed_elsewhere`` makes it a correction (`filing_purpose`).
    """
    company = Company.objects.get(id=current_company_id())
    seat = Seat.objects.filter(company=company).first()
    if seat is None:
        raise NoSeat("Podaj siedzibę firmy (Dane firmy): plik wymaga adresu.")
    of_year = business_year(year)
    purpose = filing_purpose(register_filings(year), elsewhere=filed_elsewhere)
    assets = [
        _asset(p, of_year)
        for p in planned_assets()
        if p.asset.in_use_on <= of_year.last_day
        and not (p.asset.gone_on and p.asset.gone_on < of_year.first_day)
    ]
    register = jpk_st_kr_1.Register(
        jpk_st_kr_1.Header(
            at, of_year.first_day, of_year.last_day, company.tax_office, purpose.number
        ),
        jpk_kr_pd_1.Subject(
            company.nip,
            company.name,
            jpk_kr_pd_1.Address(
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
        tuple(assets),
    )
    findings = (*_of_the_books(of_year), *jpk_st_kr_1.check(register))
    out = io.BytesIO()
    jpk_st_kr_1.write(register, out)
    stopped = any(not f.warns for f in findings)
    return BuiltRegister(register, findings, b"" if stopped else out.getvalue(), purpose)


def _of_the_books(year: BusinessYear) -> list[jpk_st_kr_1.Finding]:
    """A year that the books don't have: its depreciation was posted by another program, so that it would be zeros."""
    years = years_of_books()
    if not years or min(years) <= year.label <= max(years):
        return []
    first, last = (business_year(label).name for label in (min(years), max(years)))
    return [
        jpk_st_kr_1.Finding(
            "STKR-OUTSIDE",
            f"Roku {year.name} nie ma w księgach, więc odpisów tego roku też nie: złóż plik z programu, w którym był "
            f"prowadzony, a tu wybierz rok od {first} do {last}.",
        )
    ]


def _asset(p: PlannedAsset, year: BusinessYear) -> jpk_st_kr_1.Asset:
    a = p.asset
    rows = [r for r in posted_of(a.pk) if (r.year, r.month) <= year.ends]
    this = [r for r in rows if (r.year, r.month) >= year.begins]
    method, frequency = METHODS[p.tax.method]
    usual = usual_rate(a.kst) if a.kst else None
    listed = p.tax.rate if usual is None else usual
    struck = None
    if a.gone_on and year.first_day <= a.gone_on <= year.last_day:
        struck = jpk_st_kr_1.Struck(a.gone_on, a.gone, a.gone_voucher)
    return jpk_st_kr_1.Asset(
        number=a.number,
        intangible=a.intangible,
        acquired_on=a.acquired_on,
        in_use_on=a.in_use_on,
        voucher=a.voucher,
        acquired=a.acquired,
        name=a.name,
        kst=a.kst,
        method=method,
        rate=listed,
        rate_amount=p.tax.value if p.tax.method is Method.ONE_OFF else ZERO,
        applied_rate=p.tax.rate * p.tax.coefficient
        if p.tax.rate * p.tax.coefficient != listed
        else None,
        tax_value=p.tax.value,
        tax_change=_change(p.tax, year),
        frequency=frequency,
        refused=sum((r.refused for r in this), ZERO),
        tax_year=sum((r.tax for r in this), ZERO),
        tax_total=p.tax.taken + sum((r.tax for r in rows), ZERO),
        value=p.balance.value,
        change=_change(p.balance, year),
        balance_rate=p.balance.rate,
        balance_rate_amount=ZERO,
        year=sum((r.balance for r in this), ZERO),
        total=p.balance.taken + sum((r.balance for r in rows), ZERO),
        struck=struck,
        reclassified=kind_changed(p, year),
    )


def _change(plan: Plan, year: BusinessYear) -> Decimal:
    """What changed the value up to the end of a year; the last month's work counts in the plan from the next one."""
    end: Month = month_after(year.ends)
    return sum((i.amount for i in plan.improvements if i.since <= end), ZERO)
