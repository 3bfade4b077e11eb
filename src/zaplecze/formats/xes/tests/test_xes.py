"""XES: what is written is read back, and what is no log is refused by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.formats.xes import Log, LogEvent, Trace, XesError, read, write

AT = datetime(2026, 9, 1, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=20
)
moments = st.datetimes(timezones=st.just(UTC))
values: st.SearchStrategy[Any] = st.one_of(
    text, st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), moments
)
attributes = st.dictionaries(text.map(lambda t: f"x:{t}"), values, max_size=3)
events = st.builds(LogEvent, text, moments, attributes)
logs = st.builds(
    Log, text, st.lists(st.builds(Trace, text, st.lists(events, max_size=3).map(tuple), attributes)).map(tuple)
)  # fmt: skip


@given(logs)
@settings(max_examples=30)
def test_what_is_written_is_read_back(log: Log) -> None:
    assert read(write(log)) == log


def test_a_small_log_word_by_word() -> None:
    log = Log("próba", (Trace("1", (LogEvent("opis", AT, {"org:resource": "osoba 1", "n": 3}),)),))
    text = write(log).decode()
    assert '<string key="concept:name" value="opis"/>' in text
    assert '<date key="time:timestamp" value="2026-09-01T10:00:00.123456+02:00"/>' in text
    assert '<int key="n" value="3"/>' in text
    assert 'xes.version="1849-2016"' in text
    assert "concept:name" in text.split("</global>")[0]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<log><trace>", "XES-XML"),
        ("<logs/>", "XES-LOG"),
        ("<log><trace><event/></trace></log>", "XES-ACTIVITY"),
        (
            '<log><trace><event><string key="concept:name" value="a"/></event></trace></log>',
            "XES-MOMENT",
        ),
        ('<log><int key="n" value="trzy"/></log>', "XES-VALUE"),
        ('<log><boolean key="n" value="tak"/></log>', "XES-VALUE"),
        ('<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log/>', "XES-XML"),
    ],
)
def test_what_is_no_log_is_refused(body: str, code: str) -> None:
    with pytest.raises(XesError) as found:
        read(body.encode())
    assert found.value.code == code


def test_a_moment_without_a_zone_and_no_number_are_refused() -> None:
    bare = datetime(2026, 9, 1)  # noqa: DTZ001
    for event, code in (
        (LogEvent("a", bare), "XES-MOMENT"),
        (LogEvent("a", AT, {"n": float("inf")}), "XES-NUMBER"),
    ):
        with pytest.raises(XesError, match=code):
            write(Log("x", (Trace("1", (event,)),)))


def test_what_xml_can_t_hold_is_marked() -> None:
    log = read(write(Log("a\x00b", ())))
    assert log.name == "a\ufffdb"
