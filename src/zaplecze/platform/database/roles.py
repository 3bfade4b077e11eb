"""The program's databases and their two roles.

``zaplecze_owner`` owns the schema and migrates it; ``zaplecze_app`` runs the web and the jobs,
owns nothing, may create nothing, and can't pass the wall between companies.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from zaplecze.platform.database.home import data_home, secret
from zaplecze.platform.database.problems import DatabaseProblem
from zaplecze.platform.database.server import ensure_running

DATABASE = "zaplecze"
OWNER = "zaplecze_owner"
APP = "zaplecze_app"
OLDEST_SERVER = 18
# Two processes may prepare the same server at once; any number that nobody else uses will do.
_ADVISORY_LOCK = 0x5A41504C


@dataclass(frozen=True, slots=True)
class Urls:
    """Connection URLs of one database: of its owner, and of the role without privileges."""

    owner: str
    app: str


def connect_urls(database: str | None = None) -> Urls:
    """Return the URLs of the program's database, made with its roles when they are missing.

    ``DATABASE_URL`` names any server by its owner (a superuser, or a role with CREATEROLE that
    owns the database); without it the embedded server is started. ``database`` names another
    database of the same server, such as a test's. Raises ``DatabaseProblem``.
    """
    outside = os.environ.get("DATABASE_URL", "").strip()
    if outside:
        parts = conninfo_to_dict(outside)
        name = database or str(parts.get("dbname") or DATABASE)
        return create_databases(outside, name, owner=None)
    return create_databases(ensure_running().dsn_owner, database or DATABASE)


def create_databases(admin_dsn: str, name: str, *, owner: str | None = OWNER) -> Urls:
    """Create roles and database where missing; safe to repeat and to call concurrently.

    ``admin_dsn`` connects a role that may do so. With ``owner=None`` that role itself remains the
    owner, as on a server named by ``DATABASE_URL``. Raises ``DatabaseProblem``.
    """
    home = data_home()
    admin = conninfo_to_dict(admin_dsn)
    if admin.get("user") == APP:
        raise DatabaseProblem(
            f"DATABASE_URL łączy się jako {APP}, rola bez uprawnień. "
            "Podaj w adresie właściciela bazy.",
            code="database.url-role",
        )
    roles = {APP: os.environ.get("ZAPLECZE_APP_PASSWORD") or secret(home, APP)}
    if owner is not None:
        roles[owner] = secret(home, owner)
    login = {} if owner is None else {"user": owner, "password": roles[owner]}
    urls = Urls(
        owner=_url(admin, dbname=name, **login),
        app=_url(admin, dbname=name, user=APP, password=roles[APP]),
    )
    try:
        with _connect(admin_dsn) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
            _check_server(connection)
            for role, password in roles.items():
                _ensure_role(connection, role, password, createdb=role == owner)
            _ensure_database(connection, name, owner)
            _close_to_others(_url(admin, dbname=name), name, owner)
            for role, url in ((OWNER, urls.owner), (APP, urls.app)):
                if role in roles and not _logs_in(url):
                    _set_password(connection, role, roles[role])
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseProblem(
            f"Rola z DATABASE_URL nie może przygotować bazy {name}: {error.diag.message_primary}. "
            "Podaj superużytkownika albo właściciela bazy z prawem CREATEROLE.",
            code="database.url-rights",
        ) from error
    return urls


def drop_database(name: str) -> None:
    """Drop a test's database and everyone's connections to it; only names in ``test_`` go."""
    if not name.startswith("test_"):
        raise DatabaseProblem(
            f"Bazy {name} nie usuwa program: usuwane są tylko bazy testów (test_...).",
            code="database.not-a-test",
        )
    outside = os.environ.get("DATABASE_URL", "").strip()
    with _connect(outside or ensure_running().dsn_owner) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _connect(dsn: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(dsn, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise DatabaseProblem(
            f"Brak połączenia z bazą danych: {str(error).strip()}. "
            "Sprawdź DATABASE_URL i czy serwer działa.",
            code="database.unreachable",
        ) from error


def _check_server(connection: psycopg.Connection[Any]) -> None:
    version = connection.info.server_version // 10000
    if version < OLDEST_SERVER:
        raise DatabaseProblem(
            f"Serwer to PostgreSQL {version}, potrzebny jest {OLDEST_SERVER} albo nowszy. "
            "Zaktualizuj serwer albo usuń DATABASE_URL, aby użyć wbudowanego.",
            code="database.server-old",
        )


def _ensure_role(
    connection: psycopg.Connection[Any], role: str, password: str, *, createdb: bool
) -> None:
    found = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    if found is None:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {}").format(
                sql.Identifier(role), sql.SQL("CREATEDB" if createdb else "NOCREATEDB")
            )
        )
        _set_password(connection, role, password)
    elif found[0]:
        raise DatabaseProblem(
            f"Rola {role} ma prawo omijania zabezpieczeń wierszy. Odbierz je: "
            f"ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS",
            code="database.role-too-strong",
        )


def _set_password(connection: psycopg.Connection[Any], role: str, password: str) -> None:
    """Set it as a SCRAM verifier: the password itself never reaches the server or its log."""
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(verifier))
    )


def _ensure_database(connection: psycopg.Connection[Any], name: str, owner: str | None) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    create = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
        sql.Identifier(name)
    )
    if owner is not None:
        create += sql.SQL(" OWNER {}").format(sql.Identifier(owner))
    connection.execute(create)


def _close_to_others(admin_url: str, name: str, owner: str | None) -> None:
    """Grant the runtime role entry and use of the schema, and take the rest from everyone."""
    database, app = sql.Identifier(name), sql.Identifier(APP)
    with _connect(admin_url) as connection:
        (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
        if encoding != "UTF8":
            raise DatabaseProblem(
                f"Baza {name} ma kodowanie {encoding}, potrzebne jest UTF8. "
                "Utwórz nową bazę i wskaż ją w DATABASE_URL.",
                code="database.encoding",
            )
        granted = connection.execute(
            "SELECT has_schema_privilege(%s, 'public', 'USAGE')"
            " AND NOT has_schema_privilege(%s, 'public', 'CREATE')"
            " AND NOT has_database_privilege(%s, %s, 'TEMP')",
            [APP, APP, APP, name],
        ).fetchone()
        if granted == (True,):
            return
        with connection.transaction():
            if owner is not None:
                connection.execute(
                    sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(owner))
                )
            for statement in (
                "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
                "GRANT CONNECT ON DATABASE {database} TO {app}",
                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                "GRANT USAGE ON SCHEMA public TO {app}",
            ):
                connection.execute(sql.SQL(statement).format(database=database, app=app))


def _logs_in(url: str) -> bool:
    """Whether the stored password still fits; after a lost secrets file it does not."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _url(parts: dict[str, Any], **changes: str) -> str:
    """Compose a URL; all parts as parameters, because a socket's folder can't be a host there."""
    chosen = {key: str(value) for key, value in {**parts, **changes}.items() if value is not None}
    return "postgresql:///?" + urlencode(chosen)


def secrets_path() -> Path:
    """Where the passwords are kept, for messages and backups."""
    return data_home() / "secrets.json"
