"""Changes of the chart that are announced."""

from __future__ import annotations

from datetime import datetime

from zaplecze.ledger.events import AccountTagged
from zaplecze.ledger.models import Account
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id


def tag_account(
    *, number: str, tag_1: str, tag_2: str, tag_pd: str, by: int, at: datetime
) -> Account:
    """Give an account its JPK_KR_PD tags; whether they fit, the caller has asked. `Refusal` for no such account."""
    lock_company()
    account = Account.objects.filter(company_id=current_company_id(), number=number).first()
    if account is None:
        raise Refusal(f"Nie ma konta {number}. Odśwież plan kont.", code="ledger.account")
    before = (account.tag_1, account.tag_2, account.tag_pd)
    if before == (tag_1, tag_2, tag_pd):
        return account
    account.tag_1, account.tag_2, account.tag_pd = tag_1, tag_2, tag_pd
    account.save(update_fields=["tag_1", "tag_2", "tag_pd"])
    record_events(
        [
            AccountTagged(
                account=number, before="/".join(before), now="/".join((tag_1, tag_2, tag_pd))
            )
        ],
        Stamp(by, at),
    )
    return account
