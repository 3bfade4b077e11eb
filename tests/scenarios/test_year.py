"""The demo's year of a firm: more than six hundred papers, twelve months closed, figures that never change."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.plugin import AT
from zaplecze.config.demo_year import ZMIERZCH, keep_year
from zaplecze.documents.api import intake_log
from zaplecze.ledger.api import months_of_year, trial_balance
from zaplecze.ledger.reports import BALANCE_KEYS
from zaplecze.office.audit import run_audits
from zaplecze.office.verify import verify
from zaplecze.platform.scope import company_scope

YEAR = 2025
GOLDEN = Path(__file__).with_name("golden")
ZERO = Decimal(0)


@pytest.fixture
def zmierzch(make_company: Any, make_person: Any) -> Any:
    """The firm with its year kept and closed."""
    company = make_company(nip=ZMIERZCH.nip, name=ZMIERZCH.name, straight_through=True, at=AT)
    keeper = make_person(company, "accountant")
    keep_year(company.id, YEAR, by=keeper.pk)
    return company


def golden(name: str, text: str) -> None:
    """Compare with the kept file; a missing one is written, and fails so that someone looks at it."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path} is new: look at it and keep it")
    assert text == path.read_text(encoding="utf-8")


def table(rows: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()


def test_a_year_is_kept_closed_and_golden(zmierzch: Any) -> None:
    with company_scope(zmierzch.id):
        papers = intake_log(limit=2000)
        assert len(papers) >= 600
        assert not [p for p in papers if p.document_id is None]
        months = months_of_year(YEAR)
        assert {(m.month[1], m.state.value) for m in months} == {(n, "closed") for n in range(14)}
        before = trial_balance(first=(YEAR, 1), last=(YEAR, 12))
        after = {r.account: r for r in trial_balance(first=(YEAR, 1), last=(YEAR, 13))}
        next_year = {r.account: r for r in trial_balance(first=(YEAR + 1, 1), last=(YEAR + 1, 1))}
    for kind in ("opening_{}", "{}", "closing_{}"):
        sides = [sum(getattr(r, kind.format(side)) for r in before) for side in ("debit", "credit")]
        assert sides[0] == sides[1]
    result = sum(
        (r.debit - r.credit for r in before if r.account[0] in "457" or r.account.startswith("87")), ZERO
    )  # fmt: skip
    assert after["860"].closing_credit - after["860"].closing_debit == -result
    assert next_year["820"].opening_credit == after["820"].closing_credit - result
    golden(
        "trial-balance.csv",
        table([[r.account, r.name, *(getattr(r, key) for key in BALANCE_KEYS)] for r in before]),
    )
    assert (verify(zmierzch.id), run_audits(zmierzch.id)) == ([], [])
