from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zaplecze.platform.bulk import array_literal, insert_rows, server_cursor
from zaplecze.platform.events import canonical
from zaplecze.platform.files import (
    FileWriter,
    NewFile,
    erase_file,
    file_path,
    read_file,
    sha256_hex,
    store_file,
)
from zaplecze.platform.models import StoredFile
from zaplecze.platform.scope import NoCompany, OtherCompany, company_scope
from zaplecze.platform.series import take_numbers

quiet = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hostile = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40
) | st.sampled_from(
    [
        "NULL",
        "null",
        '"',
        "\\",
        '\\"',
        "{}",
        "{a,b}",
        ",",
        " ",
        "",
        "'; DROP TABLE x; --",
        "a\nb",
        "\t",
    ]
)


def through(kind: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x FROM unnest(%s::{kind}[]) WITH ORDINALITY AS u(x, n) ORDER BY n",
            [array_literal(kind, values)],
        )
        return [row[0] for row in cursor.fetchall()]


@quiet
@given(values=st.lists(st.none() | hostile, max_size=8))
def test_texts_come_through_as_they_are(database: None, values: list[str | None]) -> None:
    assert through("text", values) == values


@quiet
@given(values=st.lists(st.none() | st.decimals("-9999999.99", "9999999.99", places=2), max_size=8))
def test_amounts_come_through_as_they_are(database: None, values: list[Decimal | None]) -> None:
    assert through("numeric", values) == values


@quiet
@given(
    values=st.lists(st.none() | st.binary(max_size=40), max_size=5),
    flags=st.lists(st.booleans(), max_size=4),
)
def test_bytes_and_flags_come_through(
    database: None, values: list[bytes | None], flags: list[bool]
) -> None:
    assert [None if v is None else bytes(v) for v in through("bytea", values)] == values
    assert through("boolean", flags) == flags


def test_moments_come_through(database: None) -> None:
    moment = datetime(2026, 9, 28, 8, 30, 0, 123456, tzinfo=UTC)
    assert through("timestamptz", [moment, None]) == [moment, None]


def test_canonical_json_is_one_text_for_one_fact() -> None:
    assert canonical({"b": Decimal("1.10"), "a": "ż"}) == '{"a":"ż","b":"1.10"}'
    assert canonical({"a": "ż", "b": Decimal("1.10")}) == canonical(
        {"b": Decimal("1.10"), "a": "ż"}
    )


def test_a_refused_transaction_gives_its_numbers_back(company: Any) -> None:
    with company_scope(company.id):
        assert list(take_numbers("próba", 3)) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError), company_scope(company.id):
        take_numbers("próba", 2)
        raise ZeroDivisionError
    with company_scope(company.id):
        assert list(take_numbers("próba")) == [4]


def test_one_transaction_opens_one_wall(make_company: Any) -> None:
    one, two = make_company(), make_company(nip="9990011041")
    with company_scope(one.id), pytest.raises(OtherCompany), company_scope(two.id):
        pass
    with pytest.raises(NoCompany):
        take_numbers("próba")


def test_files_are_kept_once_under_their_content(company: Any) -> None:
    data = b"papier"
    file = NewFile(data, sha256_hex(data), "text/plain")
    folder = Path(django_settings.ZAPLECZE_FILES) / str(company.id)
    before = names_under(folder)
    with company_scope(company.id):
        store_file(file)
        store_file(file)
        assert read_file(file.sha256) == data
        assert StoredFile.objects.filter(company=company).count() == 1
    assert names_under(folder) - before == {file.sha256}


def names_under(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_many_files_are_all_durable_before_the_end(company: Any) -> None:
    files = [
        NewFile(d, sha256_hex(d), "text/plain") for d in (f"papier {n}".encode() for n in range(57))
    ]
    with company_scope(company.id):
        FileWriter(files).wait()
        assert [read_file(f.sha256) for f in files] == [f.data for f in files]


def test_half_a_file_and_an_erased_one_are_written_anew(company: Any) -> None:
    data = b"papier"
    file = NewFile(data, sha256_hex(data), "text/plain")
    with company_scope(company.id):
        path = file_path(file.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"pap")  # what a crash may leave: a name without its row
        store_file(file)
        assert read_file(file.sha256) == data
        assert erase_file(file.sha256)
        store_file(file)
        assert read_file(file.sha256) == data


def test_a_disk_that_fails_fails_the_transaction(
    company: Any, settings: Any, tmp_path: Path
) -> None:
    broken = tmp_path / "plik"
    broken.write_text("to nie folder")
    settings.ZAPLECZE_FILES = str(broken)
    data = b"papier"
    with pytest.raises(OSError), company_scope(company.id):
        store_file(NewFile(data, sha256_hex(data), "text/plain"))
    with company_scope(company.id):
        assert not StoredFile.objects.filter(company=company).exists()


def test_a_changed_file_is_not_handed_out(company: Any) -> None:
    data = b"papier"
    sha = sha256_hex(data)
    with company_scope(company.id):
        store_file(NewFile(data, sha, "text/plain"))
        path = Path(django_settings.ZAPLECZE_FILES) / str(company.id) / sha[:2] / sha
        path.chmod(0o600)
        path.write_bytes(b"podmiana")
        with pytest.raises(ValueError, match="uszkodzony"):
            read_file(sha)


def test_rows_go_in_by_columns(company: Any) -> None:
    with company_scope(company.id), server_cursor() as cursor:
        insert_rows(
            "ledger_costcenter",
            {
                "company_id": ("bigint", [company.id] * 2),
                "code": ("text", ['"X"', "Y\\"]),
                "name": ("text", ["pierwsze", "drugie"]),
            },
        )
        cursor.execute(
            b"SELECT code FROM ledger_costcenter WHERE name IN ('pierwsze', 'drugie') ORDER BY code"
        )
        assert cursor.fetchall() == [('"X"',), ("Y\\",)]
