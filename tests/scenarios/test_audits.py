"""The audits of seals, set-offs and filings see what they are there for; the database alone refuses most of it."""

from __future__ import annotations

from typing import Any

from django.db import connections

from tests.papers import SUPPLIER, US, cost, drop, later
from tests.plugin import AT
from zaplecze.config.demo_papers import Item, make_invoice
from zaplecze.ledger.api import close_month
from zaplecze.office.audit import run_audits
from zaplecze.payments.api import make_setoff, proposed_setoffs
from zaplecze.platform.receipts import keep_receipt
from zaplecze.tax.api import build_jpk, filings


def test_audits_find_what_was_forged_behind_the_program(
    straight: Any, behind: Any, make_person: Any
) -> None:
    day = AT.date().replace(day=14)
    sale = make_invoice(US, SUPPLIER, number="S/1", day=day, items=[Item("Sery", 1, "900.00")])
    drop(straight, sale, cost("DK/1"))
    closer = make_person(straight, "accountant").id
    with behind(straight):
        (one,) = proposed_setoffs(on=AT.date())
        made = make_setoff(partner_id=one.partner_id, on=AT.date(), by=None, at=AT)
        build_jpk(year=2026, month=9, by=None, at=AT)
        (filing,) = filings(year=2026, month=9)
        upo = b"<UPO><NumerReferencyjny>1</NumerReferencyjny></UPO>"
        receipt = keep_receipt(filed_sha256=filing.file_sha256, data=upo, by=None, at=AT)
        close_month(month=(2026, 9), by=closer, at=later(24 * 30))
    assert run_audits(straight.id) == []
    forged = (
        # As the owner of the tables, whom no trigger of the program stops.
        ("15-setoffs", "UPDATE payments_collectionletter SET total = total - 1 WHERE id = %s", made.pk),
        ("16-seals", "UPDATE ledger_periodseal SET root = sha256('') WHERE company_id = %s", straight.id),
        ("17-filings", "DELETE FROM platform_storedfile WHERE sha256 = %s", receipt.file_sha256),
    )  # fmt: skip
    for _, sql, value in forged:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"SET zaplecze.company = '{straight.id}'")
            cursor.execute(sql, [value])
            assert cursor.rowcount == 1, sql
    assert {f.audit for f in run_audits(straight.id)} == {name for name, _, _ in forged}
