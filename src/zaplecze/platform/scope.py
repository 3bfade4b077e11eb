"""Inside which company the program works: the database's wall opens for one company at a time.

The two settings live for one transaction only, so a pooled connection can't carry a company over to the
next request. With no company set, row-level security yields no rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.business_years import BusinessYear, BusinessYears
from zaplecze.platform.periods import Month

_company: ContextVar[int | None] = ContextVar("company", default=None)
_user: ContextVar[int | None] = ContextVar("user", default=None)
# Business years of the open company, read once in a scope; empty until somebody asks.
_years: ContextVar[list[BusinessYears] | None] = ContextVar("years", default=None)


class NoCompany(RuntimeError):
    """Something asked for a company's data outside of `company_scope`."""


class OtherCompany(RuntimeError):
    """Something tried to open a second company inside the first one's transaction."""


def current_company_id() -> int:
    """Id of the company whose wall is open; refuses where none is."""
    company_id = _company.get()
    if company_id is None:
        raise NoCompany("no company is open: wrap the call in company_scope(company_id)")
    return company_id


def business_years() -> BusinessYears:
    """Business years of the open company; asked of the database at most once in a scope."""
    held = _years.get()
    if not held:
        with server_cursor() as cursor:
            cursor.execute(
                b"SELECT year_starts, founded FROM platform_company WHERE id = %s",
                [current_company_id()],
            )
            row = cursor.fetchone()
        years = BusinessYears(tuple(row[0]), row[1]) if row else BusinessYears()
        if held is None:
            return years
        held.append(years)
    return held[0]


def business_year(label: int) -> BusinessYear:
    """The open company's business year of a name; raises `NoYear` where there is none."""
    return business_years().of_label(label)


def in_books(month: Month) -> Month:
    """A month of the calendar as a month of the open company's books (see `BusinessYears.in_books`)."""
    return business_years().in_books(month)


def forget_business_years() -> None:
    """Ask the database again: for the command that changed them."""
    if held := _years.get():
        held.clear()


@contextmanager
def company_scope(
    company_id: int, *, user_id: int | None = None, years: BusinessYears | None = None
) -> Iterator[None]:
    """Open one company's wall for one transaction; all inside is saved together or not at all.

    ``years`` are its business years, where the caller has read them with the company already.
    """
    outer = _company.get()
    if outer is not None and outer != company_id:
        raise OtherCompany(f"company {outer} is open, {company_id} was asked for")
    # Inside a person's scope it is the same transaction: whatever ends it badly ends both.
    with transaction.atomic(savepoint=_user.get() is None or outer is not None):
        names = {"zaplecze.company": company_id}
        if user_id is not None and user_id != _user.get():
            names["zaplecze.user"] = user_id
        _set(names)
        token = _company.set(company_id)
        known = _years.get() if outer is not None else None
        held = _years.set(([] if years is None else [years]) if known is None else known)
        try:
            yield
        finally:
            _years.reset(held)
            _company.reset(token)


@contextmanager
def user_scope(user_id: int) -> Iterator[None]:
    """Show a person the companies she belongs to, and nothing inside them."""
    if _user.get() == user_id:
        yield
        return
    with transaction.atomic():
        _set({"zaplecze.user": user_id})
        token = _user.set(user_id)
        try:
            yield
        finally:
            _user.reset(token)


def _set(settings: Mapping[str, int]) -> None:
    with server_cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(['set_config(%s, %s, true)'] * len(settings))}".encode(),
            [part for name, value in settings.items() for part in (name, str(value))],
        )
