"""Invoices with what is easily taken for a twin, and how each channel shows them: for tests and for `bench.twins`."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bench.invoices import make_nip
from zaplecze.documents.appearances.rules import Appearance, plain_number


def make_invoices(rng: random.Random, count: int = 3000) -> list[Appearance]:
    """With what is easily taken for a twin: rents, neighbours of a day, corrections, numbers that begin anew."""
    sellers = [make_nip(rng) for _ in range(150)]
    made: list[Appearance] = []
    while len(made) < count * 11 // 10:
        nip, day = rng.choice(sellers), date(2026, 1, 1) + timedelta(days=rng.randrange(300))
        n, gross = rng.randint(1, 900), Decimal(rng.randint(1000, 900_000)) / 100
        form = rng.choice(
            [
                "FV/{n}/{y}",
                "{n}/{m:02d}/{y}",
                "F-{n:05d}/{s}/MAG",
                "FS {n}/{m:02d}/{y}",
                "{n}",
                "{y}{n:06d}",
            ]
        )
        sort = rng.random()
        if sort < 0.08:  # a rent: same amount, each month
            for month in range(1, 11):
                number = form.format(
                    n=1 if rng.random() < 0.5 else n + month, m=month, y=2026, s=26
                )
                made.append(
                    Appearance(nip, number, gross, "PLN", date(2026, month, min(day.day, 28)))
                )
        elif sort < 0.3:  # neighbours of one day and one amount
            for step in range(rng.randint(2, 4)):
                made.append(
                    Appearance(
                        nip, form.format(n=n + step, m=day.month, y=2026, s=26), gross, "PLN", day
                    )
                )
        elif sort < 0.4:  # a correction to nothing, on the same day
            first = Appearance(nip, form.format(n=n, m=day.month, y=2026, s=26), gross, "PLN", day)
            made += [
                first,
                replace(first, number=f"{first.number}/K"),
                replace(first, number=f"KOR {first.number}", gross=-gross),
            ]
        else:
            made.append(
                Appearance(
                    nip,
                    form.format(n=n, m=day.month, y=2026, s=26),
                    gross,
                    rng.choice(["PLN", "PLN", "EUR"]),
                    day,
                )
            )
    unique = {(a.seller_nip, plain_number(a.number), a.issue_date): a for a in made}
    return list(unique.values())[:count]


def appear(rng: random.Random, invoice: Appearance, channel: str) -> Appearance:
    """As the channel shows it; scans misread now and then, and know it."""
    if channel == "ksef":
        return replace(
            invoice,
            channel=channel,
            ksef_number=f"K-{invoice.seller_nip}-{invoice.number}-{invoice.issue_date}",
        )
    number = rng.choice(
        [
            invoice.number,
            invoice.number.replace("/", " / "),
            invoice.number.lower(),
            f"Faktura {invoice.number}",
        ]
    )
    out = replace(invoice, number=number, channel=channel)
    if channel == "scan" and rng.random() < 0.06:
        assert out.gross is not None and out.issue_date is not None
        field = rng.choice(["number", "number", "gross", "issue_date"])
        if field == "number":
            out = replace(out, number=out.number.replace("0", "O", 1).replace("1", "l", 1))
        elif field == "gross":
            out = replace(
                out,
                gross=None if rng.random() < 0.5 else Decimal(str(out.gross).replace("3", "8", 1)),
            )
        elif rng.random() < 0.7:
            day = out.issue_date.day
            wrong = {3: 8, 5: 6, 8: 6, 11: 17, 13: 18, 14: 11, 21: 27, 23: 28, 25: 26}.get(day, day)
            out = replace(out, issue_date=out.issue_date.replace(day=wrong))
        out = replace(out, confidences={field: 0.8})
    return out
