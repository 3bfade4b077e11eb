"""The number tables in the docstrings are true."""

import doctest

from zaplecze.formats.fa3 import amounts


def test_rounding_tables() -> None:
    result = doctest.testmod(amounts)
    assert result.failed == 0
    assert result.attempted >= 3
