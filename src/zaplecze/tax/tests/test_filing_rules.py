from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zaplecze.formats import jpk_v7m_3
from zaplecze.platform.events import Stamp
from zaplecze.platform.files import sha256_hex
from zaplecze.platform.receipts import keep_receipt
from zaplecze.tax.api import (
    JpkStopped,
    NewVatRow,
    RegisterRow,
    build_jpk,
    filings,
    preview_jpk,
    record_vat,
)

AT = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 21, 9, 30, tzinfo=UTC)
OCTOBER = {"year": 2026, "month": 10}
SEPTEMBER = {"year": 2026, "month": 9}


def row(
    register: str = "sales",
    *,
    number: str = "S/1",
    document: int = 1,
    month: int = 9,
    sign: int = 1,
    **k: str,
) -> NewVatRow:
    amounts = {name: sign * Decimal(amount) for name, amount in k.items()}
    net = sum((v for n, v in amounts.items() if n in ("K_19", "K_42", "K_10")), Decimal("0.00"))
    return NewVatRow(
        row=RegisterRow(
            register=register,
            year=2026,
            month=month,
            net=net,
            vat=sum(amounts.values(), Decimal("0.00")) - net,
            amounts=amounts,
            proof="BFK",
            ksef_number="",
            document_type="",
            gtu=(),
            procedures=(),
        ),
        document_id=document,
        entry_id=document,
        partner_country="PL",
        partner_tax_id="9990017032",
        partner_name="Teatr  Cieni",
        number=number,
        issue_date=date(2026, month, 14),
        sale_date=None,
    )


SOLD = {"K_19": "100.00", "K_20": "23.00"}
BOUGHT = {"K_42": "1000.00", "K_43": "230.00"}


def record(*rows: NewVatRow) -> None:
    record_vat(list(rows), Stamp(None, AT))


def codes(built: Any) -> set[str]:
    return {f.code for f in built.findings}


def test_the_month_is_built_kept_and_read_again(company: Any, behind: Any) -> None:
    with behind(company):
        record(row(**SOLD), row("purchase", number="D/1", document=2, **BOUGHT))
        built = build_jpk(**SEPTEMBER, at=AT)
        assert (built.sales_rows, built.sales_tax) == (1, Decimal("23.00"))
        assert (built.purchase_rows, built.purchase_tax) == (1, Decimal("230.00"))
        assert built.declaration.amounts["P_53"] == 207
        assert jpk_v7m_3.read(built.data) == built.jpk
        assert len(filings(**SEPTEMBER)) == 1


def test_the_same_content_is_kept_once_and_a_change_of_what_was_sent_is_a_correction(
    company: Any, behind: Any
) -> None:
    """A second file is a first one still, until the first has its UPO."""
    upo = b"<Potwierdzenie><NumerReferencyjny>a1</NumerReferencyjny></Potwierdzenie>"
    with behind(company):
        record(row(**SOLD))
        first = build_jpk(**SEPTEMBER, at=AT)
        assert build_jpk(**SEPTEMBER, at=LATER).data == first.data
        assert len(filings(**SEPTEMBER)) == 1
        record(row(number="S/2", document=2, **SOLD))
        second = build_jpk(**SEPTEMBER, at=LATER)
        keep_receipt(filed_sha256=sha256_hex(second.data), data=upo, by=None, at=LATER)
        record(row(number="S/3", document=3, **SOLD))
        third = build_jpk(**SEPTEMBER, at=LATER)
        purposes = [built.jpk.header.purpose for built in (first, second, third)]
        assert purposes == [1, 1, 2]
        assert build_jpk(**OCTOBER, at=LATER).jpk.header.purpose == 1
        assert [f.purpose for f in filings(**SEPTEMBER)] == [2, 1, 1]


def test_a_preview_writes_nothing(company: Any, behind: Any) -> None:
    with behind(company):
        record(row(**SOLD))
        assert preview_jpk(**SEPTEMBER, at=AT).data
        assert filings(**SEPTEMBER) == []


def test_a_surplus_goes_on_to_the_next_month(company: Any, behind: Any) -> None:
    with behind(company):
        record(row("purchase", **BOUGHT), row(month=10, document=2, **SOLD))
        alone = preview_jpk(**OCTOBER, at=AT)
        assert alone.declaration.amounts["P_51"] == 23
        assert "JPK-CARRY-01" in codes(alone)
        build_jpk(**SEPTEMBER, at=AT, carried_over=70)
        after = preview_jpk(**OCTOBER, at=AT)
        assert after.declaration.amounts["P_39"] == 300
        assert after.declaration.amounts["P_62"] == 277
        assert "JPK-CARRY-01" not in codes(after)


def test_a_surplus_of_december_goes_on_to_january(company: Any, behind: Any) -> None:
    with behind(company):
        record(row("purchase", month=12, **BOUGHT))
        build_jpk(year=2026, month=12, at=AT)
        after = preview_jpk(year=2027, month=1, at=AT)
        assert after.declaration.amounts["P_39"] == 230


@pytest.mark.parametrize(
    ("signs", "left"), [((1, -1), 0), ((1, -1, 1), 1), ((1, 1), 2), ((1, -1, -1), 1)]
)
def test_a_row_and_its_storno_stay_out_together(
    company: Any, behind: Any, signs: tuple[int, ...], left: int
) -> None:
    with behind(company):
        record(*[row(sign=sign, **SOLD) for sign in signs])
        built = preview_jpk(**SEPTEMBER, at=AT)
        assert built.sales_rows == left
        assert built.sales_tax == 23 * sum(signs)


def test_a_storno_of_a_shift_between_rates_stays_out_too(company: Any, behind: Any) -> None:
    # Nothing in net or tax, but the fields move.
    shift = {"K_10": "100.00", "K_19": "-100.00", "K_20": "0.00"}
    with behind(company):
        record(row(**shift), row(sign=-1, **shift))
        assert preview_jpk(**SEPTEMBER, at=AT).sales_rows == 0


def test_a_correction_of_another_document_stays(company: Any, behind: Any) -> None:
    with behind(company):
        record(row(**SOLD), row(number="K/1", document=2, sign=-1, **SOLD))
        assert preview_jpk(**SEPTEMBER, at=AT).sales_rows == 2


def test_zero_sales_stay_and_purchases_without_fields_stay_out(company: Any, behind: Any) -> None:
    with behind(company):
        record(
            row(K_19="0.00", K_20="0.00"),
            row(number="S/2", document=2, K_19="0.00", K_20="0.00"),
            row("purchase", number="D/1", document=3),
        )
        built = preview_jpk(**SEPTEMBER, at=AT)
        assert (built.sales_rows, built.purchase_rows) == (2, 0)


def test_tax_that_the_books_do_not_have_is_marked(company: Any, behind: Any) -> None:
    with behind(company):
        assert "JPK-LEDGER-01" not in codes(preview_jpk(**SEPTEMBER, at=AT))
        record(row(**SOLD))
        built = preview_jpk(**SEPTEMBER, at=AT)
        assert "JPK-LEDGER-01" in codes(built)
        assert (built.sales_tax, built.ledger_sales_tax) == (Decimal("23.00"), 0)
        assert built.data


@pytest.mark.parametrize(
    ("missing", "code", "named"),
    [("email", "JPK-EMAIL", "e-mail"), ("tax_office", "JPK-OFFICE", "urzędu")],
)
def test_what_the_company_lacks_stops_the_file_and_is_named(
    make_company: Any, behind: Any, missing: str, code: str, named: str
) -> None:
    with behind(make_company(**{missing: ""})):
        record(row(**SOLD))
        built = preview_jpk(**SEPTEMBER, at=AT)
        assert built.data == b""
        assert code in codes(built)
        with pytest.raises(JpkStopped, match=named) as caught:
            build_jpk(**SEPTEMBER, at=AT)
        assert caught.value.code == "tax.jpk-refused"
        assert filings(**SEPTEMBER) == []


def test_rows_of_another_company_are_not_seen(make_company: Any, behind: Any) -> None:
    mine, theirs = make_company(), make_company(nip="9990011041")
    with behind(theirs):
        record(row(**SOLD))
    with behind(mine):
        assert preview_jpk(**SEPTEMBER, at=AT).sales_rows == 0


def test_rows_keep_what_the_register_says(company: Any, behind: Any) -> None:
    with behind(company):
        record(replace(row(**SOLD), partner_tax_id="", sale_date=date(2026, 9, 14)))
        (sale,) = preview_jpk(**SEPTEMBER, at=AT).jpk.sales
    assert (sale.partner_tax_id, sale.partner_name) == ("BRAK", "Teatr Cieni")
    # The day of sale stands only where it is not the day of issue.
    assert sale.sale_date is None
