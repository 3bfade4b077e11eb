"""The examples in the rules are true."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from zaplecze.ledger import month_rules
from zaplecze.ledger.accruals import rules as accruals
from zaplecze.ledger.circle import rules as circle
from zaplecze.ledger.recurring import rules as recurring
from zaplecze.ledger.schemes import formula


@pytest.mark.parametrize("module", [accruals, circle, recurring, formula, month_rules])
def test_examples(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0
