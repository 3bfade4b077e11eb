"""The ground of all tests: a PostgreSQL of their own, empty at the start of each test that asks for it.

Loaded before Django's settings (``-p tests.plugin`` in pyproject.toml), because they read the environment. The
server is the program's own embedded one in a folder of the tests; each worker process has its own database.
Tests run as the program's unprivileged role; the alias ``owner`` is for arranging.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid():08x}")[:8]
DATABASE = f"test_{RUN}_{WORKER}"
CHECKOUT = hashlib.sha256(f"{Path(__file__).resolve()} {os.getuid()}".encode()).hexdigest()[:10]
HOME = Path(
    os.environ.get("ZAPLECZE_TEST_DATA", "")
    or Path(tempfile.gettempdir()) / f"zaplecze-test-{CHECKOUT}"
)
# A test's data is worth nothing after a crash.
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"
AT = datetime(2026, 9, 28, 8, 30, tzinfo=UTC)
DAIRY, MILL = "9990010030", "9990011041"


def _set_environment() -> None:
    # Programs that tests start would compile everything again where bytecode isn't kept.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ["ZAPLECZE_DATA"] = str(HOME)
    from zaplecze.platform import embedded

    home = embedded.data_home()
    local = home / "local.conf"
    if not local.exists():
        local.write_text(FAST)
        local.chmod(0o644)
    urls = embedded.connect_urls(DATABASE)
    files = home / f"files-{DATABASE}"
    files.mkdir(exist_ok=True)
    os.environ |= {
        "ZAPLECZE_APP_URL": urls.app,
        "ZAPLECZE_OWNER_URL": urls.owner,
        "ZAPLECZE_FILES": str(files),
        "ZAPLECZE_SECRET_KEY": "tests only",
        "ZAPLECZE_NBP_API": "",
        "ZAPLECZE_INNER_NETWORKS": "127.0.0.1, ::1",
    }


_set_environment()


def pytest_configure(config: pytest.Config) -> None:
    """Sign-in costs no half second; properties try fifty examples, and none fails because the machine is busy."""
    import hypothesis
    from django.conf import settings

    hypothesis.settings.register_profile(
        "suite",
        max_examples=50,
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("suite")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing: each process drops its database, the last one of all stops the server."""
    from django.db import connections

    from zaplecze.platform import embedded

    connections.close_all()
    superuser = _superuser()
    if superuser is not None:
        superuser.close()
    embedded.drop_database(DATABASE)
    shutil.rmtree(os.environ["ZAPLECZE_FILES"], ignore_errors=True)
    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL"):
        return
    with psycopg.connect(embedded.ensure_running().dsn_owner) as connection:
        others = connection.execute(
            "SELECT count(*) FROM pg_database WHERE datname LIKE 'test\\_%'"
        ).fetchone()
    if others == (0,):
        embedded.stop()


@pytest.fixture(scope="session")
def _shaped(django_db_blocker: Any) -> Iterator[None]:
    from django.db import connections

    from zaplecze.platform.schema import prepare

    with django_db_blocker.unblock():
        prepare()
        yield
        connections.close_all()


# Rows go one by one, without keys and guards in the way: a test leaves hundreds, and TRUNCATE makes a new file for
# each of 130 tables and their indexes. Numbers begin again.
EMPTY = """
DO $$
DECLARE
  names text[] := string_to_array('{tables}', ',');
  name text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  PERFORM setval(s.oid::regclass, 1, false)
  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid JOIN pg_class t ON t.oid = d.refobjid
  WHERE s.relkind = 'S' AND t.relname = ANY (names);
END $$
"""
# What was deleted still takes room: so often the tables are made new.
AFRESH = 50
_emptied = count(1)


def empty_database() -> None:
    """No row stays in any table of the program."""
    from django.apps import apps
    from django.db import connections

    tables = [
        m._meta.db_table
        for m in apps.get_models()
        if m._meta.managed and m._meta.app_label not in ("contenttypes", "procrastinate")
    ]
    # Jobs too: ids of companies begin again, and another test's job would be of the next one's company.
    tables.append("procrastinate_jobs")
    superuser = _superuser()
    if superuser is not None and next(_emptied) % AFRESH:
        superuser.execute(EMPTY.format(tables=",".join(tables)).encode())
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


@cache
def _superuser() -> psycopg.Connection[Any] | None:
    """The embedded server's owner in the tests' database; a server of others has none for us."""
    from zaplecze.platform import embedded

    if os.environ.get("DATABASE_URL"):
        return None
    dsn = make_conninfo(embedded.ensure_running().dsn_owner, dbname=DATABASE)
    return psycopg.connect(dsn, autocommit=True)


@pytest.fixture
def database(_shaped: None) -> Iterator[None]:
    """An empty database; what a test writes is committed, and gone after it."""
    yield
    empty_database()


CompanyMaker = Callable[..., Any]


@pytest.fixture
def make_company(database: None) -> CompanyMaker:
    """``make_company(nip=..., straight_through=...)`` opens a company in every department."""
    from zaplecze.office.opening import open_company

    def make(nip: str = DAIRY, **details: Any) -> Any:
        details = {
            "name": f"Firma {nip}",
            "at": AT,
            "email": "jpk@example.com",
            "tax_office": "1471",
        } | details
        return open_company(nip=nip, **details)

    return make


@pytest.fixture
def company(make_company: CompanyMaker) -> Any:
    """A company where people take every step."""
    return make_company()


@pytest.fixture
def straight(make_company: CompanyMaker) -> Any:
    """A company whose certain papers book themselves."""
    return make_company(straight_through=True)


@pytest.fixture
def make_person(database: None) -> Callable[..., Any]:
    """``make_person(company, "accountant")`` gives a user with that role; called twice, two people."""
    from zaplecze.platform.companies import add_person
    from zaplecze.platform.models import Role, User

    def make(company: Any, *roles: str, email: str = "") -> Any:
        number = User.objects.count() + 1
        return add_person(
            company_id=company.id,
            email=email or f"osoba{number}@example.com",
            full_name=f"Osoba {number}",
            roles=tuple(Role(r) for r in roles),
            password="hasło do testów",
        )

    return make


@pytest.fixture
def behind() -> Callable[[Any], AbstractContextManager[None]]:
    """``with behind(company):`` opens its wall."""
    from zaplecze.platform.scope import company_scope

    return lambda company: company_scope(company.id)
