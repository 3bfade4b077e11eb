"""Counters that processes share: counted once each whoever counts, gone when their time is over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from zaplecze.platform.models import SharedValue
from zaplecze.platform.shared_cache import SharedCache, sweep_shared


def test_values_live_until_their_time_and_are_swept(database: None) -> None:
    assert isinstance(cache._connections["default"], SharedCache)  # type: ignore[attr-defined]
    assert cache.get("nic", 7) == 7
    assert cache.add("drzwi:203.0.113.9", 1, 60)
    assert not cache.add("drzwi:203.0.113.9", 9, 60), "one lives there"
    assert (cache.incr("drzwi:203.0.113.9", 4), cache.get("drzwi:203.0.113.9")) == (5, 5)
    cache.set("lista", [1.5, 2.5], None)
    cache.set("krótko", "x", 0)
    assert cache.get("lista") == [1.5, 2.5]
    assert cache.get("krótko") is None
    with pytest.raises(ValueError, match="krótko"):
        cache.incr("krótko")
    assert cache.add("krótko", "y", -1), "what is over stands in nobody's way"
    assert not any(
        "203.0.113.9" in key for key in SharedValue.objects.values_list("key", flat=True)
    )
    assert sweep_shared() == 1
    assert SharedValue.objects.count() == 2
    assert cache.touch("lista", 0) and not cache.touch("lista", 60)
    assert cache.delete("drzwi:203.0.113.9") and not cache.delete("drzwi:203.0.113.9")


def test_many_count_at_once_and_none_is_lost(database: None) -> None:
    def knock(_: int) -> tuple[bool, int]:
        try:
            return cache.add("drzwi", 0, 60), cache.incr("drzwi")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        knocks = list(pool.map(knock, range(24)))
    assert sum(first for first, _ in knocks) == 1
    assert sorted(count for _, count in knocks) == list(range(1, 25))
    connection.close()


def test_wrong_passwords_are_counted_in_the_database(database: None) -> None:
    wrong = {"login": "kto@zaplecze.example", "password": "nie to haslo"}
    pages = [Client().post("/konto/", wrong).content.decode() for _ in range(6)]
    assert "Zbyt wiele" not in pages[0]
    assert "Zbyt wiele" in pages[-1], "five in five minutes, whichever process answers"
    assert SharedValue.objects.exists()
