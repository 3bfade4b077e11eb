"""Seeded entries of a made-up company: purchases and sales of four lines, and the company that keeps them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bench.invoices import make_nip
from zaplecze.ledger.api import NewEntry, NewLine, accounts
from zaplecze.office.opening import open_company
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import company_scope

AT = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
GROSZ = Decimal("0.01")
PARTNERS = 200


@dataclass(frozen=True)
class Firm:
    """A company with its partners, the busiest first, and its cost accounts."""

    id: int
    partners: Sequence[int]
    costs: Sequence[str]


def new_firm(seed: int) -> Firm:
    """A company of its own."""
    rng = random.Random(seed)
    company = open_company(nip=make_nip(rng), name=f"Pomiar {seed}", at=AT)
    with company_scope(company.id):
        seen = [SeenPartner("PL", make_nip(rng), f"Kontrahent Łąkowy {n}") for n in range(PARTNERS)]
        partners = sorted(learn_partners(seen, Stamp(None, AT)).values())
        costs = [a.number for a in accounts() if a.number.startswith("40")]
    return Firm(company.id, partners, costs)


def entries(firm: Firm, count: int, *, seed: int) -> Iterator[NewEntry]:
    """``count`` balanced entries of four lines over twelve months; the same seed gives the same ones."""
    rng = random.Random(seed)
    for number in range(1, count + 1):
        day = date(2026, 1, 1) + timedelta(days=rng.randrange(364))
        first, second = (
            Decimal(rng.randint(500, 500_000)) / 100,
            Decimal(rng.randint(500, 50_000)) / 100,
        )
        vat = ((first + second) * 23 / 100).quantize(GROSZ, ROUND_HALF_UP)
        partner = firm.partners[min(int(rng.expovariate(1 / 40)), PARTNERS - 1)]
        due = day + timedelta(days=14)
        total = first + second + vat
        if number % 2:
            journal = "ZK"
            lines = (
                NewLine(rng.choice(firm.costs), debit=first, text="Usługa", cost_center="ZARZAD"),
                NewLine(rng.choice(firm.costs), debit=second, text="Przesyłka"),
                NewLine("221-1", debit=vat),
                NewLine("202", credit=total, partner_id=partner, due_date=due),
            )
        else:
            journal = "SP"
            lines = (
                NewLine("201", debit=total, partner_id=partner, due_date=due),
                NewLine("700-01", credit=first),
                NewLine("700-01", credit=second),
                NewLine("222-1", credit=vat),
            )
        yield NewEntry(
            journal,
            day.year,
            day.month,
            "FV",
            f"F/{seed}/{number}/{day:%m}",
            day,
            day,
            "Faktura za usługi",
            lines,
            partner_id=partner,
        )
