"""The wall between companies is PostgreSQL's, and it stands for every table."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests.papers import cost, drop, paid, sold, statement
from tests.plugin import DAIRY, MILL
from zaplecze.office.audit import run_audits
from zaplecze.platform import wall
from zaplecze.platform.models import Company
from zaplecze.platform.scope import company_scope

TABLES = [m._meta.db_table for m in wall.owned_models()]


@pytest.fixture
def two(make_company: Any, make_person: Any) -> tuple[Any, Any]:
    """Two companies with something in nearly every table."""
    companies = []
    for nip in (DAIRY, MILL):
        company = make_company(nip=nip, straight_through=True)
        make_person(company, "accountant")
        if nip == DAIRY:
            bought, sale = cost("DK/1"), sold("S/101")
            drop(company, bought, sale, statement(paid(bought), paid(sale)))
        companies.append(company)
    return companies[0], companies[1]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_the_tests_run_as_the_unprivileged_role(database: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("zaplecze_app", False, False)


def test_with_no_company_every_table_is_empty(two: Any) -> None:
    assert {t: count(t) for t in [*TABLES, "platform_company"]} == dict.fromkeys(
        [*TABLES, "platform_company"], 0
    )


def test_behind_one_wall_the_other_company_is_not_there(two: tuple[Any, Any]) -> None:
    for mine, other in (two, two[::-1]):
        with company_scope(mine.id), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT count(*) FROM {table} WHERE company_id = %s", [other.id])
                assert cursor.fetchone() == (0,), table
            assert list(Company.objects.values_list("id", flat=True)) == [mine.id]
    with company_scope(two[0].id):
        full = {t for t in TABLES if count(t)}
    assert {
        "ledger_line",
        "platform_event",
        "tax_vatrow",
        "payments_bankline",
        "documents_intake",
    } <= full


def test_nobody_writes_into_another_company(two: tuple[Any, Any]) -> None:
    mine, other = two
    insert = "INSERT INTO ledger_costcenter (company_id, code, name) VALUES (%s, 'X', 'X')"
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        company_scope(mine.id),
        connection.cursor() as cursor,
    ):
        cursor.execute(insert, [other.id])


def test_a_row_can_not_point_at_another_companys_row(two: tuple[Any, Any]) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_account WHERE company_id = %s LIMIT 1", [two[1].id])
        (foreign,) = cursor.fetchone()
        with pytest.raises(DatabaseError, match="_wall"), transaction.atomic(using="owner"):
            cursor.execute(
                "INSERT INTO ledger_balance (company_id, account_id, year, month, debit, credit) "
                "VALUES (%s, %s, 2026, 9, 1, 1)",
                [two[0].id, foreign],
            )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET text = 'inny'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_line SET debit = 1",
        "DELETE FROM ledger_line",
        "DELETE FROM platform_event",
        "UPDATE platform_event SET code = 'inny'",
        "DELETE FROM platform_printout",
        "UPDATE ledger_periodseal SET entries = 0",
        "UPDATE payments_collectionletter SET total = 0",
        "DELETE FROM platform_filingreceipt",
        "UPDATE workflow_decision SET verdict = 'accepted'",
        "TRUNCATE tax_vatrow",
        "DELETE FROM platform_company",
        "ALTER TABLE ledger_entry DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE obok (x int)",
        "SET ROLE zaplecze_owner",
    ],
)
def test_what_is_written_for_ever_stays(two: tuple[Any, Any], statement: str) -> None:
    with pytest.raises(DatabaseError), company_scope(two[0].id), connection.cursor() as cursor:
        cursor.execute(statement)


def test_four_eyes_are_the_databases(company: Any, make_person: Any, behind: Any) -> None:
    both = make_person(company, "accountant", "approver")
    drop(company, cost("DK/1"))
    decision = (
        "INSERT INTO workflow_decision (company_id, case_id, step, kind, verdict, reason, by_id, at) "
        "SELECT company_id, id, %s, %s, 'accepted', '', %s, now() FROM workflow_case"
    )
    with behind(company), connection.cursor() as cursor:
        cursor.execute(decision, ["opis", "describe", both.id])
    with (
        pytest.raises(DatabaseError, match="four eyes"),
        behind(company),
        connection.cursor() as cursor,
    ):
        cursor.execute(decision, ["akceptacja", "approve", both.id])


def test_the_whole_wall_stands(two: Any) -> None:
    with connection.cursor() as cursor:
        assert wall.breaches(cursor) == []
    assert run_audits() == []


@pytest.mark.parametrize(
    "breach",
    [
        "DROP POLICY company_wall ON ledger_line",
        "ALTER TABLE documents_document NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE tax_vatrow DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY hole ON payments_bankline TO zaplecze_app USING (true)",
        "GRANT UPDATE ON ledger_entry TO zaplecze_app",
    ],
)
def test_a_hole_in_the_wall_is_found(two: Any, breach: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(breach)
    try:
        with connection.cursor() as cursor:
            assert wall.breaches(cursor) != []
        assert [f.audit for f in run_audits()][:1] == ["wall"]
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP POLICY IF EXISTS hole ON payments_bankline")
            wall.build(cursor)
