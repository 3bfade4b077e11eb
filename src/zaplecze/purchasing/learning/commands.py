"""The company's rules of posting costs, its threshold, and counting how reliable guesses were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from zaplecze.ledger.api import accounts, cost_centers
from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.learning.models import ProposalPolicy, SayingCount
from zaplecze.purchasing.learning.queries import posted_invoices
from zaplecze.purchasing.learning.rules import measure
from zaplecze.purchasing.models import CostRule

_RULE = "purchasing.rule"
LOWEST, HIGHEST = Decimal("0.500"), Decimal("0.999")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdSet(Event):
    """The company said how sure a guess must be."""

    code: ClassVar[str] = "purchasing.threshold.set"
    threshold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRuleChanged(Event):
    """A rule of posting costs was added or taken away: its condition and where it leads."""

    code: ClassVar[str] = "purchasing.rule.changed"
    no: int
    supplier_tax_id: str
    word: str
    account: str
    cost_center: str
    removed: bool


def add_cost_rule(
    *, supplier_tax_id: str, word: str, account: str, cost_center: str, by: int, at: datetime
) -> CostRule:
    """Add a rule behind the others; refuses (`purchasing.rule`) one without a condition or an account to post to."""
    lock_company()
    company_id = current_company_id()
    tax_id = supplier_tax_id.strip().replace("-", "").replace(" ", "").removeprefix("PL")
    word, number = word.strip(), account.strip().split(" ")[0]
    if not tax_id and not word:
        raise Refusal("Reguła: podaj NIP dostawcy albo słowo z nazwy towaru.", code=_RULE)
    if not any(a.number == number and not a.blocked for a in accounts(text=number)):
        raise Refusal(f"Reguła: nie ma konta {number or '(puste)'}. Wybierz z planu.", code=_RULE)
    if cost_center and not any(c.code == cost_center and not c.closed for c in cost_centers()):
        raise Refusal(f"Reguła: nie ma MPK {cost_center}. Wybierz z listy.", code=_RULE)
    last = CostRule.objects.filter(company_id=company_id).order_by("-no").first()
    made = CostRule.objects.create(
        company_id=company_id,
        no=last.no + 1 if last else 1,
        supplier_tax_id=tax_id[:50],
        word=word[:60],
        account=number,
        cost_center=cost_center,
    )
    record_events([_changed(made, removed=False)], Stamp(by, at))
    return made


def remove_cost_rule(*, no: int, by: int, at: datetime) -> None:
    """Take a rule away; refuses (`purchasing.rule`) where it is gone already."""
    lock_company()
    rule = CostRule.objects.filter(company_id=current_company_id(), no=no).first()
    if rule is None:
        raise Refusal(f"Reguły nr {no} już nie ma. Odśwież stronę.", code=_RULE)
    record_events([_changed(rule, removed=True)], Stamp(by, at))
    rule.delete()


def _changed(rule: CostRule, *, removed: bool) -> CostRuleChanged:
    return CostRuleChanged(
        no=rule.no,
        supplier_tax_id=rule.supplier_tax_id,
        word=rule.word,
        account=rule.account,
        cost_center=rule.cost_center,
        removed=removed,
    )


def measure_reliability() -> int:
    """Count anew how often each kind of guess was right in the open company's past; returns how many were tried."""
    lock_company()
    company_id = current_company_id()
    counted = measure(posted_invoices()[::-1])
    SayingCount.objects.filter(company_id=company_id).delete()
    SayingCount.objects.bulk_create(
        SayingCount(
            company_id=company_id,
            level=saying.level,
            support=saying.support,
            agreement=saying.agreement,
            hits=tally.hits,
            tries=tally.tries,
        )
        for saying, tally in counted.items()
    )
    return sum(t.tries for t in counted.values())


def set_threshold(*, threshold: Decimal, by: int, at: datetime) -> None:
    """Say how sure a guess must be to be proposed, from 0.5 to 0.999; refuses (`purchasing.threshold`) others."""
    lock_company()
    if not LOWEST <= threshold <= HIGHEST:
        raise Refusal("Próg pewności: podaj od 50 do 99,9 procent.", code="purchasing.threshold")
    ProposalPolicy.objects.update_or_create(
        company_id=current_company_id(), defaults={"threshold": threshold}
    )
    record_events([ThresholdSet(threshold=str(threshold))], Stamp(by, at))
