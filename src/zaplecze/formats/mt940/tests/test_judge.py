"""Another reader's word: the library mt-940 finds the same movements with the same amounts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import mt940 as other
import pytest

from zaplecze.formats import mt940
from zaplecze.formats.mt940.tests.statements import (
    ANGLE,
    CARET,
    LABELS,
    PLAIN,
    QUESTION,
    SPLIT,
    TILDE,
)
from zaplecze.formats.mt940.tests.test_samples import NO_SAMPLES, SAMPLES, polish_samples


def our_amounts(data: bytes) -> list[Decimal]:
    return sorted(line.amount for s in mt940.read(data) for line in s.lines)


def their_amounts(data: bytes) -> list[Decimal]:
    # Letters don't matter here, so any code page of one byte will do.
    read = other.parse(data.decode("latin-1"))
    return sorted(t.data["amount"].amount for t in read.transactions if "amount" in t.data)


@pytest.mark.parametrize("text", [ANGLE, CARET, LABELS, PLAIN, QUESTION, SPLIT, TILDE])
def test_our_own_statements_say_the_same_to_both(text: str) -> None:
    ours = our_amounts(text.encode())
    assert ours
    assert ours == their_amounts(text.encode())


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=NO_SAMPLES)
@pytest.mark.parametrize("path", polish_samples(), ids=lambda p: p.name)
def test_polish_samples_say_the_same_to_both(path: Path) -> None:
    data = path.read_bytes()
    assert our_amounts(data) == their_amounts(data)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=NO_SAMPLES)
def test_foreign_samples_that_both_read_say_the_same() -> None:
    compared = 0
    for path in sorted((SAMPLES / "mt940-foreign").glob("*")):
        data = path.read_bytes()
        try:
            ours = our_amounts(data)
            theirs = their_amounts(data)
        except (mt940.Mt940Error, RuntimeError):
            continue
        compared += 1
        assert ours == theirs, path.name
    assert compared >= 20
