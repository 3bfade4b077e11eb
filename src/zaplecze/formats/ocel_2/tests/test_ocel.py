"""OCEL 2.0: what is written is read back, and what doesn't hold together is refused by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.formats.ocel_2 import ObjectEvent, ObjectLog, OcelError, Relation, Thing, read, write

AT = datetime(2026, 9, 1, 10, tzinfo=UTC)
LOG = ObjectLog(
    (
        Thing("p1", "faktura", AT, {"wersja": 2, "kwota": 1.5}, (Relation("f1", "firma"),)),
        Thing("f1", "firma", AT),
    ),
    (
        ObjectEvent("e1", "opis", AT, {"zwrot": False}, (Relation("p1", "dokument"),)),
        ObjectEvent("e2", "opis", AT, {"kiedy": AT, "zwrot": True}),
    ),
)


def test_what_is_written_is_read_back() -> None:
    found = read(write(LOG))
    assert found.events == LOG.events
    assert found.things[0] == LOG.things[0]
    # A thing without attributes has nothing that holds from a moment on.
    assert found.things[1].id == "f1"


def test_types_are_declared() -> None:
    whole = json.loads(write(LOG))
    assert whole["eventTypes"] == [
        {"name": "opis", "attributes": [{"name": "kiedy", "type": "time"}, {"name": "zwrot", "type": "boolean"}]}
    ]  # fmt: skip
    assert [t["name"] for t in whole["objectTypes"]] == ["faktura", "firma"]
    assert whole["events"][0]["relationships"] == [{"objectId": "p1", "qualifier": "dokument"}]


@given(
    st.lists(
        st.tuples(st.text(max_size=5), st.floats(allow_nan=False, allow_infinity=False)), max_size=5
    )
)
@settings(max_examples=30)
def test_any_values_come_back(found: list[tuple[str, float]]) -> None:
    events = tuple(
        ObjectEvent(str(n), kind, AT, {"x": value}) for n, (kind, value) in enumerate(found)
    )
    assert read(write(ObjectLog((), events))).events == events


@pytest.mark.parametrize(
    ("log", "code"),
    [
        (ObjectLog((Thing("a", "x", AT), Thing("a", "y", AT)), ()), "OCEL-TWIN"),
        (ObjectLog((), (ObjectEvent("e", "x", AT, {}, (Relation("a", "q"),)),)), "OCEL-OBJECT"),
        (
            ObjectLog((), (ObjectEvent("e", "x", AT, {"n": 1}), ObjectEvent("f", "x", AT, {"n": "1"}))),
            "OCEL-TYPE",
        ),
        (ObjectLog((), (ObjectEvent("e", "x", datetime(2026, 1, 1)),)), "OCEL-MOMENT"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(log: ObjectLog, code: str) -> None:
    with pytest.raises(OcelError) as found:
        write(log)
    assert found.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "OCEL-JSON"),
        (b"[]", "OCEL-FORM"),
        (b"[" * 100_000, "OCEL-JSON"),
        (
            b'{"objectTypes": [], "eventTypes": [], "objects": [{"id": "a"}], "events": []}',
            "OCEL-FORM",
        ),
        (
            b'{"objectTypes": [], "eventTypes": [], "objects": [], "events":'
            b' [{"id": "a", "type": "b", "time": "wczoraj"}]}',
            "OCEL-FORM",
        ),
    ],
)
def test_what_is_no_log_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(OcelError) as found:
        read(data)
    assert found.value.code == code


def test_an_event_of_another_log_reads_without_its_own_attributes() -> None:
    whole: dict[str, Any] = json.loads(write(LOG))
    del whole["events"][0]["attributes"]
    whole["events"][0]["time"] = "2026-09-01T10:00:00Z"
    assert read(json.dumps(whole).encode()).events[0].at == AT
