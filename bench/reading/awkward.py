"""Traps: a second currency, a part that is paid, an old balance, two accounts, days of periods and contracts."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from bench.invoices import make_nrb
from bench.reading.facts import Facts, cents, make_facts, money, spell_account

TRAPS = ("foreign", "paid", "balance", "accounts", "period", "paid", "balance", "foreign")


def make_awkward(rng: random.Random, trap: str) -> Facts:
    """An invoice with one trap on it; the truth stays that of the invoice itself."""
    facts = make_facts(rng, count=rng.choice([1, 2, 4]))
    truth = facts.truth
    net, vat, gross = (Decimal(truth[n]) for n in ("net", "vat", "gross"))
    day = date.fromisoformat(truth["issue_date"])
    extra: dict[str, object] = {}
    if trap == "foreign":
        truth["currency"] = "EUR"
        facts.data |= {"currency": "EUR", "sign": "EUR"}
        rate = Decimal(rng.randint(41500, 43900)) / 10000
        extra["foreign"] = {
            "day": f"{day - timedelta(days=1):%d.%m.%Y}",
            "rate": f"{rate}".replace(".", ","),
            "net": money(cents(net * rate), " ,"),
            "vat": money(cents(vat * rate), " ,"),
            "gross": money(cents(net * rate) + cents(vat * rate), " ,"),
        }
    elif trap == "paid":
        part = cents(gross / 3)
        extra["paid"] = {"part": money(part, " ,"), "rest": money(gross - part, " ,")}
    elif trap == "balance":
        old = Decimal(rng.randint(1000, 90_000)) / 100
        extra["balance"] = {"old": money(old, " ,"), "whole": money(gross + old, " ,")}
    elif trap == "accounts":
        accounts = [spell_account(make_nrb(rng), 0), spell_account(make_nrb(rng), 1)]
        extra["accounts"] = accounts
        # For an invoice in PLN the account named so is the one to pay to.
        truth["account"] = accounts[0].replace(" ", "")
    else:
        start = day.replace(day=1) - timedelta(days=31)
        extra["period"] = [
            f"{d:%d.%m.%Y}"
            for d in (start, start + timedelta(days=29), start - timedelta(days=400))
        ]
    facts.data["trap"] = extra
    truth.pop("ksef_number", None)
    return facts
