"""The wall between companies, built from the models and held by PostgreSQL.

For every model of a company's data: row-level security, forced; a policy that knows only the company named
in this transaction; composite foreign keys, so that a row can't point at another company's row; and grants
to the runtime role, which owns nothing. Run after each migration, as the owner of the tables.
`breaches` reads back what the database really holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper

from zaplecze.platform.models import Company, CompanyOwned, Membership

APP_ROLE = "zaplecze_app"

OPEN_COMPANY = "(SELECT NULLIF(current_setting('zaplecze.company', true), '')::bigint)"
OPEN_USER = "(SELECT NULLIF(current_setting('zaplecze.user', true), '')::bigint)"

# What may be asked beside the open company, each as a function of the owner's that gives ids, or yes and no.
LOOKUPS = """
CREATE OR REPLACE FUNCTION company_id_by_nip(wanted text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    AS $$ SELECT id FROM platform_company WHERE nip = wanted $$;
CREATE OR REPLACE FUNCTION all_company_ids() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    AS $$ SELECT id FROM platform_company ORDER BY id $$;
CREATE OR REPLACE FUNCTION works_anywhere(person bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    AS $$ SELECT EXISTS (SELECT 1 FROM platform_membership WHERE user_id = person) $$;
"""


def owned_models() -> list[type[models.Model]]:
    """Every table of companies' data."""
    return [m for m in apps.get_models() if issubclass(m, CompanyOwned)]


def build(cursor: CursorWrapper) -> None:
    """Put up the whole wall again; safe to repeat."""
    owned = owned_models()
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    cursor.execute(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    )
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
    cursor.execute(f"REVOKE ALL ON django_migrations FROM {APP_ROLE}")
    cursor.execute(f"GRANT SELECT ON django_migrations TO {APP_ROLE}")
    for model in owned:
        _wall(cursor, model)
    _office_tables(cursor)
    cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
    present = {name for (name,) in cursor.fetchall()}
    for statement in _composite_keys(owned, present):
        cursor.execute(statement)


def _wall(cursor: CursorWrapper, model: type[models.Model]) -> None:
    table = model._meta.db_table
    test = f"company_id = {OPEN_COMPANY}"
    read = f"{test} OR user_id = {OPEN_USER}" if model is Membership else test
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS company_wall ON {table}")
    cursor.execute(
        f"CREATE POLICY company_wall ON {table} TO {APP_ROLE} USING ({read}) WITH CHECK ({test})"
    )
    if getattr(model, "append_only", False):
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}")


def _office_tables(cursor: CursorWrapper) -> None:
    company = Company._meta.db_table
    cursor.execute(f"ALTER TABLE {company} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {company} FORCE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS company_wall ON {company}")
    cursor.execute(
        f"CREATE POLICY company_wall ON {company} TO {APP_ROLE} USING (id = {OPEN_COMPANY} OR id IN "
        f"(SELECT company_id FROM platform_membership WHERE user_id = {OPEN_USER}))"
    )
    cursor.execute(f"REVOKE INSERT, DELETE, TRUNCATE ON {company} FROM {APP_ROLE}")
    # The owner sees all rows: migrations, backups and the two lookups run as the owner.
    walled: list[type[models.Model]] = [*owned_models(), Company]
    for model in walled:
        table = model._meta.db_table
        cursor.execute(f"DROP POLICY IF EXISTS owner_sees_all ON {table}")
        cursor.execute(f"CREATE POLICY owner_sees_all ON {table} TO CURRENT_USER USING (true)")
    cursor.execute(LOOKUPS)


def _composite_keys(owned: list[type[models.Model]], present: set[str]) -> Iterator[str]:
    """``(company_id, x_id) -> (company_id, id)`` for each key from one owned table to another."""
    targets: set[str] = set()
    keys: list[str] = []
    for model in owned:
        table = model._meta.db_table
        for field in model._meta.local_fields:
            if not isinstance(field, models.ForeignKey) or field.related_model not in owned:
                continue
            target = field.related_model._meta.db_table
            targets.add(target)
            name = f"{table}_{field.column}_wall"[:63]
            if name not in present:
                keys.append(
                    f"ALTER TABLE {table} ADD CONSTRAINT {name} "
                    f"FOREIGN KEY (company_id, {field.column}) REFERENCES {target} (company_id, id)"
                )
    for target in sorted(targets):
        yield f"CREATE UNIQUE INDEX IF NOT EXISTS {target}_wall ON {target} (company_id, id)"
    yield from keys


def breaches(cursor: CursorWrapper) -> list[str]:
    """What the wall lacks, in words; an empty list is a whole wall."""
    found: list[str] = []
    tables = [m._meta.db_table for m in owned_models()] + [Company._meta.db_table]
    cursor.execute(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, "
        "  (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'company_wall') "
        "FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    )
    state = {name: (forced, policies) for name, forced, policies in cursor.fetchall()}
    for table in tables:
        forced, policies = state.get(table, (False, 0))
        if not forced:
            found.append(f"{table}: row-level security is not forced")
        if not policies:
            found.append(f"{table}: the policy company_wall is missing")
    cursor.execute(
        "SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
        "WHERE p.polname <> ALL(%s) OR p.polname = 'company_wall' "
        "  AND position('zaplecze.company' in pg_get_expr(p.polqual, p.polrelid)) = 0",
        (["company_wall", "owner_sees_all"],),
    )
    found += [f"{table}: policy {name} isn't the wall's" for table, name in cursor.fetchall()]
    cursor.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'company_id'"
    )
    found += [
        f"{table}: carries company_id, but no model of it is CompanyOwned"
        for (table,) in cursor.fetchall()
        if table not in tables
    ]
    cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", (APP_ROLE,))
    row = cursor.fetchone()
    if row is None or row[0]:
        found.append(f"role {APP_ROLE} is missing or may bypass the wall")
    for model in owned_models():
        if getattr(model, "append_only", False):
            table = model._meta.db_table
            cursor.execute(
                "SELECT has_table_privilege(%s, %s, 'UPDATE') OR has_table_privilege(%s, %s, 'DELETE')",
                (APP_ROLE, table, APP_ROLE, table),
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}: posted rows could be changed or deleted")
    return found
