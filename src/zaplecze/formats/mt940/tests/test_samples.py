from __future__ import annotations

from pathlib import Path

import pytest

from zaplecze.formats import mt940

SAMPLES = Path(__file__).resolve().parents[5].parent / "shared" / "standards" / "bank" / "samples"


def polish_samples() -> list[Path]:
    return [p for group in ("mt940-pl", "mt940-mbank") for p in sorted((SAMPLES / group).glob("*"))]


NO_SAMPLES = "samples of other people are not here"
# Shortened by their publisher: their lines don't give the closing balance.
DO_NOT_ADD_UP = {"ing_tilde_cp852.sta"}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=NO_SAMPLES)
@pytest.mark.parametrize("path", polish_samples(), ids=lambda p: p.name)
def test_every_polish_sample_is_read_whole(path: Path) -> None:
    data = path.read_bytes()
    statements = mt940.read(data)
    lines = [line for s in statements for line in s.lines]
    assert len(lines) == data.count(b"\n:61:")
    assert all("\ufffd" not in line.raw for line in lines)
    assert all(line.title for line in lines if "\n" in line.raw)
    sums = {f.code for s in statements for f in mt940.check(s)} & {"MT940-SUM-01"}
    assert bool(sums) == (path.name in DO_NOT_ADD_UP)
    prints = [mt940.fingerprint(s, line) for s in statements for line in s.lines]
    assert len(set(prints)) == len(prints)
    again = mt940.read(data)
    assert prints == [mt940.fingerprint(s, line) for s in again for line in s.lines]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=NO_SAMPLES)
def test_foreign_samples_are_read_or_refused_with_a_place() -> None:
    read = 0
    for path in sorted((SAMPLES / "mt940-foreign").glob("*")):
        data = path.read_bytes()
        try:
            statements = mt940.read(data)
        except mt940.Mt940Error as refusal:
            assert refusal.line is not None, path.name
            continue
        read += 1
        assert sum(len(s.lines) for s in statements) == data.count(b":61:"), path.name
        prints = [mt940.fingerprint(s, line) for s in statements for line in s.lines]
        assert len(set(prints)) == len(prints), path.name
    assert read >= 20
