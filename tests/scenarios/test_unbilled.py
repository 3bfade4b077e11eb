"""Sales without an invoice: a report of a cash register with invoices to its receipts, and internal documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.papers import changed, drop, sold
from zaplecze.formats.jpk_v7m_3 import Severity
from zaplecze.ledger.api import entry_lines, open_items, reverse_entry, trial_balance
from zaplecze.office.audit import run_audits
from zaplecze.platform.money import round_half_up
from zaplecze.sales.api import CannotEnter, Unbilled, UnbilledSale, enter_unbilled
from zaplecze.sales.rules.unbilled import RATES, entry_of, faults, row_of
from zaplecze.sales.unbilled.commands import unbilled_documents
from zaplecze.tax.api import preview_jpk
from zaplecze.tax.marks import CannotMark, mark_row, rows_to_mark

D = Decimal
AT = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
REPORT = UnbilledSale(
    kind=Unbilled.REPORT,
    number="RF/9/2026",
    first=date(2026, 9, 1),
    last=date(2026, 9, 30),
    issued_on=date(2026, 9, 30),
    account="730-01",
    by_card=D("1000.00"),
    sums={
        "23": (D("5000.00"), D("1150.03")),
        "8": (D("100.00"), D("8.00")),
        "zw": (D("50.00"), D(0)),
    },
)
GIFT = UnbilledSale(
    kind=Unbilled.GIVEN,
    number="DW/1/2026",
    first=date(2026, 9, 10),
    last=date(2026, 9, 10),
    issued_on=date(2026, 9, 10),
    account="409-02",
    sums={"23": (D("100.00"), D("23.00"))},
)


def test_a_report_is_posted_as_money_against_revenue_and_tax() -> None:
    lines = [(n.account, n.debit - n.credit) for n in entry_of(REPORT).lines]
    # 5158.00 + 1150.03 gross is 6308.03 less the card; receipts round each their own tax.
    assert lines == [
        ("139", D("1000.00")),
        ("100", D("5308.03")),
        ("730-01", D("-5150.00")),
        ("222-1", D("-1150.03")),
        ("222-1", D("-8.00")),
    ]
    row = row_of(REPORT)
    assert (row.proof, row.document_type, row.net, row.vat) == (
        "DI",
        "RO",
        D("5150.00"),
        D("1158.03"),
    )
    assert row.amounts == {
        "K_19": D("5000.00"),
        "K_20": D("1150.03"),
        "K_17": D("100.00"),
        "K_18": D("8.00"),
        "K_10": D("50.00"),
    }
    # What was given away is no revenue: its tax is a cost.
    assert [(n.account, n.debit - n.credit) for n in entry_of(GIFT).lines] == [
        ("409-02", D("23.00")),
        ("222-1", D("-23.00")),
    ]
    assert row_of(GIFT).document_type == "WEW"


@settings(max_examples=40)
@given(
    sums=st.fixed_dictionaries(
        {},
        optional={
            rate: st.integers(-10_000_00, 10_000_00).map(
                lambda n, percent=percent: (
                    D(n) / 100,
                    round_half_up(D(n) / 100 * percent / 100),
                )
            )
            for rate, (_, _, percent) in RATES.items()
        },
    ),
    card=st.integers(0, 100),
    kind=st.sampled_from(Unbilled),
)
def test_what_passes_balances_and_its_tax_is_the_row_s(
    sums: dict[str, tuple[Decimal, Decimal]], card: int, kind: Unbilled
) -> None:
    gross = sum((net + vat for net, vat in sums.values()), D(0))
    by_card = D(0) if kind is Unbilled.GIVEN else round_half_up(max(gross, D(0)) * card / 100)
    sale = replace(REPORT, kind=kind, sums=sums, by_card=by_card)
    if faults(sale):
        return
    entry, row = entry_of(sale), row_of(sale)
    assert sum((n.debit - n.credit for n in entry.lines), D(0)) == 0
    assert -entry.turnover("222") == row.vat
    fields = {tax for _, tax, _ in RATES.values()}
    assert sum((a for name, a in row.amounts.items() if name in fields), D(0)) == row.vat


@pytest.mark.parametrize(
    ("sale", "told"),
    [
        (replace(REPORT, number=" "), "numer"),
        (replace(REPORT, first=date(2026, 10, 1)), "zamień"),
        (replace(REPORT, first=date(2026, 8, 31)), "dwa miesiące"),
        (replace(REPORT, issued_on=date(2026, 9, 29)), "datę"),
        (replace(REPORT, sums={}), "co najmniej jednej"),
        (replace(REPORT, sums={"zw": (D(10), D(2))}), "nie ma VAT"),
        (replace(REPORT, sums={"23": (D("1000.00"), D("234.00"))}), "około"),
        (replace(GIFT, sums={"23": (D("1000.00"), D("231.50"))}), "około"),
        (replace(REPORT, by_card=D("9999.00")), "kartą"),
        (replace(GIFT, by_card=D(1)), "nie ma zapłaty"),
        (replace(GIFT, sums={"zw": (D(10), D(0))}), "bez VAT"),
    ],
)
def test_what_can_not_be_so_is_told(sale: UnbilledSale, told: str) -> None:
    assert told in " ".join(faults(sale))
    assert faults(REPORT) == faults(GIFT) == []


def test_invoices_to_receipts_count_once_in_the_books_and_in_the_file(
    straight: Any, make_person: Any, behind: Any
) -> None:
    by = make_person(straight, "accountant").id
    drop(straight, changed(sold("FP/1", net="200.00"), to_receipt=True), sold("S/1", net="10.00"))
    with behind(straight):
        built = preview_jpk(year=2026, month=9, at=AT)
        # The invoice to a receipt is in the books, and no sum of the file has it yet: its report is missing.
        assert (built.sales_tax, built.ledger_sales_tax) == (D("2.30"), D("48.30"))
        posted = enter_unbilled(REPORT, by=by, at=AT)
        enter_unbilled(GIFT, by=by, at=AT)
        with pytest.raises(CannotEnter, match="już zaksięgowany"):
            enter_unbilled(REPORT, by=by, at=AT)
        built = preview_jpk(year=2026, month=9, at=AT)
        assert built.sales_tax == built.ledger_sales_tax == D("1183.33")
        assert [f for f in built.findings if f.severity is Severity.STOP] == []
        rows = {r.number: r for r in built.jpk.sales}
        told = rows["RF/9/2026"]
        assert (told.proof, told.document_type, told.partner_tax_id) == ("DI", "RO", "BRAK")
        assert rows["FP/1"].document_type == "FP"
        assert {i.number for i in open_items()} == {"S/1"}
        revenue = {
            r.account: -r.closing_debit + r.closing_credit
            for r in trial_balance(first=(2026, 9), last=(2026, 9))
        }
        assert (revenue["700-01"], revenue["730-01"]) == (D("10.00"), D("5150.00"))
        assert run_audits() == []

        reverse_entry(entry_id=posted.id, on=date(2026, 9, 30), reason="zły raport", by=by, at=AT)
        assert {i.number for i in open_items()} == {"S/1", "FP/1"}
        assert preview_jpk(year=2026, month=9, at=AT).sales_tax == D("25.30")
        assert [d.entry_id is None for d in unbilled_documents()] == [True, False]
        again = enter_unbilled(REPORT, by=by, at=AT, with_receipts=False)
        assert len(entry_lines(again.id)) == 5
        assert {i.number for i in open_items()} == {"S/1", "FP/1"}
        assert run_audits() == []


FORM = {
    "kind": "raport",
    "number": "RF/1",
    "first": "2026-09-01",
    "last": "2026-09-30",
    "issued_on": "2026-09-30",
    "net_23": "1 000,00",
    "vat_23": "230,00",
    "account": "730-01",
    "paid_to": "100",
}


def test_the_page_shows_the_entry_before_it_posts_it(
    company: Any, make_person: Any, behind: Any
) -> None:
    client = Client()
    client.force_login(
        make_person(company, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = f"/f/{company.nip}/sprzedaz/bez-faktury"
    shown = client.post(f"{page}/sprawdz/", FORM).content.decode()
    assert "K_19" in shown
    with behind(company):
        assert unbilled_documents() == []
    for wrong in ({"vat_23": "sto"}, {"vat_23": "100"}, {"last": "2026-02-30"}, {"kind": "x"}):
        assert "bad" in client.post(f"{page}/zaksieguj/", FORM | wrong).content.decode()
    assert (
        "nie ma konta 999"
        in client.post(f"{page}/zaksieguj/", FORM | {"account": "999"}).content.decode()
    )
    assert client.post(f"{page}/zaksieguj/", FORM).status_code == 302
    assert "RF/1" in client.get(f"{page}/").content.decode()


def test_a_row_gets_its_mark_and_its_kind_of_document(
    straight: Any, make_person: Any, behind: Any
) -> None:
    """An invoice of a failure of KSeF is OFF until its number comes; a purchase is of the kind that it is."""
    person = make_person(straight, "accountant")
    drop(straight, sold("S/1"), sold("S/2"))
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/f/{straight.nip}/vat/oznaczenia"

    def told() -> dict[str, tuple[str, str]]:
        rows = preview_jpk(year=2026, month=9, at=AT).jpk.sales
        return {r.number: (r.proof, r.document_type) for r in rows}

    with behind(straight):
        assert told() == {"S/1": ("BFK", ""), "S/2": ("BFK", "")}
        (row, other) = rows_to_mark((2026, 9))
    form = {"miesiac": "2026-09", "wiersz": row.pk, "oznaczenie": "OFF", "rodzaj": ""}
    assert client.post(f"{page}/zmien/", form).status_code == 302
    with behind(straight):
        assert told() == {"S/1": ("OFF", ""), "S/2": ("BFK", "")}
        # The row is another one now.
        with pytest.raises(CannotMark, match="już nie ma"):
            mark_row(row_id=row.pk, proof="BFK", document_type="", by=person.id, at=AT)
        for proof, kind, why in (
            ("NrKSeF", "", "nie ma numeru"),
            ("BFK", "RO", "rodzaju dowodu"),
            ("BFK", "MK", "rodzaju dowodu"),
            ("BFK", "", "już te"),
        ):
            with pytest.raises(CannotMark, match=why):
                mark_row(row_id=other.pk, proof=proof, document_type=kind, by=person.id, at=AT)
        mark_row(row_id=other.pk, proof="BFK", document_type="FP", by=person.id, at=AT)
        assert told() == {"S/1": ("OFF", ""), "S/2": ("BFK", "FP")}
        assert run_audits() == []
    assert "OFF" in client.get(f"{page}/?miesiac=2026-09").content.decode()
    for wrong in ({}, {"miesiac": "2026-09", "wiersz": "x"}, form | {"wiersz": 10**19}):
        assert client.post(f"{page}/zmien/", wrong).status_code == 302
