"""Which papers stand in the books: higher departments know, circulation asks before it ends or repeats a way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

Booked = Callable[[Sequence[int]], Collection[int]]
_booked: list[Booked] = []


def ask_whether_booked(booked: Booked) -> None:
    """Let a higher department say which papers stand in the books."""
    if booked not in _booked:
        _booked.append(booked)


def booked_ids(document_ids: Sequence[int]) -> set[int]:
    """Which of these papers stand in the books."""
    return {i for asked in _booked for i in asked(document_ids)} if document_ids else set()
