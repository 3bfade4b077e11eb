"""``python -m bench.writer COMPANY SEED COUNT START``: posts entries one by one from START; prints when it ended."""

from __future__ import annotations

import sys
import time


def main() -> None:
    """Post and tell the time."""
    from zaplecze.config.cli.environment import prepare_django

    prepare_django(owner=False)
    from bench.entries import AT, Firm, entries
    from zaplecze.ledger.api import accounts, post_entries
    from zaplecze.partners.api import Partner
    from zaplecze.platform.scope import company_scope

    company, seed, count, start = (float(a) for a in sys.argv[1:])
    with company_scope(int(company)):
        partners = list(
            Partner.objects.filter(company_id=int(company))
            .order_by("id")
            .values_list("id", flat=True)
        )
        costs = [a.number for a in accounts() if a.number.startswith("40")]
    firm = Firm(int(company), partners, costs)
    ready = list(entries(firm, int(count), seed=int(seed)))
    time.sleep(max(start - time.time(), 0))
    for entry in ready:
        with company_scope(firm.id):
            post_entries([entry], by=None, at=AT)
    print(time.time())


if __name__ == "__main__":
    main()
