from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zaplecze.platform.polish import polish_fold, polish_order

LETTERS = st.sampled_from(
    "aąbcćdeęfghijklłmnńoóprsśtuwyzźżAĄĆĘŁŃÓŚŹŻ0129 .-„”\"'–éüßÆœ\u00a0:@_жあ"
)
names = st.text(LETTERS, max_size=30) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20
)


def test_the_order_of_a_dictionary() -> None:
    ordered = [
        "1 maja", "3M", "Adam", "Ądra", "bez", "Cytryna", "ćma", "dom", "Ewa", "ęta", "las", "Łan", "nora",
        "Ńaba", "osa", "Ósmy", "sam", "Śnieg", "zebra", "Źrebię", "Żaba",
    ]  # fmt: skip
    assert sorted(sorted(ordered), key=polish_order) == ordered


def test_a_letter_decides_before_what_follows() -> None:
    assert sorted(["łz", "la", "lz", "ła"], key=polish_order) == ["la", "lz", "ła", "łz"]


def test_quotes_and_case_don_t_part_a_name() -> None:
    assert sorted(["„ALFA” s.c.", "Beta", "alfa sp.j."], key=polish_order)[2] == "Beta"


def test_search_without_diacritics() -> None:
    assert polish_fold("ŻÓŁĆ – Gęślą") == "zolc - gesla"


@pytest.fixture
def in_sql(database: None) -> Any:
    def ask(text: str) -> tuple[bytes, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT polish_order(%s), polish_fold(%s)", [text, text])
            order, fold = cursor.fetchone()
        return bytes(order), fold

    return ask


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=names)
def test_python_and_sql_are_twins(in_sql: Any, name: str) -> None:
    assert in_sql(name) == (polish_order(name), polish_fold(name))
