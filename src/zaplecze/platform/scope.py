"""Inside which company the program works: the database's wall opens for one company at a time.

The two settings live for one transaction only, so a pooled connection can't carry a company over to the
next request. With no company set, row-level security yields no rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_company: ContextVar[int | None] = ContextVar("company", default=None)


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


@contextmanager
def company_scope(company_id: int, *, user_id: int | None = None) -> Iterator[None]:
    """Open one company's wall for one transaction; all inside is saved together or not at all."""
    outer = _company.get()
    if outer is not None and outer != company_id:
        raise OtherCompany(f"company {outer} is open, {company_id} was asked for")
    with transaction.atomic():
        _set("zaplecze.company", company_id)
        if user_id is not None:
            _set("zaplecze.user", user_id)
        token = _company.set(company_id)
        try:
            yield
        finally:
            _company.reset(token)


@contextmanager
def user_scope(user_id: int) -> Iterator[None]:
    """Show a person the companies she belongs to, and nothing inside them."""
    with transaction.atomic():
        _set("zaplecze.user", user_id)
        yield


def _set(name: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", (name, str(value)))
