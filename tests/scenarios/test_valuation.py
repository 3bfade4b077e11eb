"""Euro at the end of a year: what outflows realised, the valuation, its way back, and who reads of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client

from tests.euro import (
    balances,
    entry,
    nordwind,
    numbers,
    paid_in,
    post,
    receivable,
    settle,
    side,
    sound,
)
from tests.lineage import figures_of, walk
from tests.papers import later
from zaplecze.ledger.api import (
    Dimension,
    NewEntry,
    NewRate,
    dimension_card_report,
    entries_of_kind,
    open_items,
    post_entries,
    realised_differences,
    realised_report,
    reverse_entry,
    save_rates,
    set_business_year,
    trial_balance,
    undo_settlement,
    valuation_report,
    value_currencies,
)
from zaplecze.ledger.card_reports import CardPage
from zaplecze.office.lineage import Tracer
from zaplecze.platform.business_years import YearKind
from zaplecze.platform.refusal import Refusal

ZERO = D(0)


@pytest.fixture
def partner(company: Any, behind: Any) -> int:
    with behind(company):
        return nordwind()


@pytest.fixture
def person(company: Any, make_person: Any) -> Any:
    return make_person(company, "accountant")


def october() -> dict[str, D]:
    rows = trial_balance(first=(2026, 10), last=(2026, 10))
    return {r.account: r.closing_debit - r.closing_credit for r in rows}


def september_end() -> None:
    save_rates([NewRate("EUR", date(2026, 9, 30), D("4.50"), "190/A/NBP/2026")])


def payable(no: str, pln: str, own: str, partner: int) -> NewEntry:
    day = date(2026, 9, 2)
    return entry(
        no,
        day,
        partner,
        side("402-01", pln, debit=True, partner=partner),
        side("202", pln, own, debit=False, partner=partner),
    )


def test_the_year_end_is_valued_once_and_taken_back_next_month(
    company: Any, behind: Any, partner: int, person: Any
) -> None:
    """At 4.50: 60 EUR owed to us are 270.00 (booked 258.00), 40 in bank 180.00 (172.00), 10 owed 45.00 (43.00)."""
    september_end()
    with behind(company):
        post(
            receivable("FS/1", "430.00", "100.00", partner),
            paid_in("WB/1", "172.00", "40.00", partner),
            payable("FK/1", "43.00", "10.00", partner),
        )
        settle("FS/1", "WB/1")
        report = valuation_report(company, (2026, 9))
        assert report.totals["difference"] == D("18.00")
        args: dict[str, Any] = {
            "month": (2026, 9),
            "reverse": True,
            "by": person.id,
            "at": later(1),
        }
        assert len(value_currencies(**args)) == 2
        assert value_currencies(**args) == []
        kept = balances()
        assert (kept["208"], kept["132"], kept["209"]) == (D("12.00"), D("180.00"), D("-2.00"))
        assert (kept["750-03"], kept["751-03"]) == (D("-20.00"), D("2.00"))
        kept = october()
        assert (kept["208"], kept["132"], kept["209"]) == (ZERO, D("172.00"), ZERO)
        sound(company)
        # A paper of September that comes later: only what is new is valued.
        post(receivable("FS/2", "43.00", "10.00", partner))
        value_currencies(**args)
        assert (balances()["208"], october()["208"]) == (D("14.00"), ZERO)


def money_in_and_out(partner: int) -> None:
    """100 EUR come in at 4.00, 100 at 4.20; 150 go out at the rate of the day before, 4.40; 50 stay."""
    for no, own, pln, debit in (
        ("WB/1", "100.00", "400.00", True),
        ("WB/2", "100.00", "420.00", True),
        ("WB/3", "150.00", "660.00", False),
    ):
        post(
            entry(
                no,
                date(2026, 9, int(no[-1])),
                partner,
                side("132", pln, own, debit=debit, partner=partner),
                side("139", pln, debit=not debit, partner=partner),
            )
        )


def test_what_outflows_realised_is_posted_before_the_valuation_and_stays(
    company: Any, behind: Any, partner: int, person: Any
) -> None:
    """150 EUR cost 400.00 + 210.00 and went out at 660.00: 50.00 realised. The 50 left cost 210.00, worth 225.00."""
    september_end()
    save_rates([NewRate("EUR", date(2026, 10, 30), D("4.40"), "212/A/NBP/2026")])
    args: dict[str, Any] = {"month": (2026, 9), "reverse": True, "by": person.id, "at": later(1)}
    with behind(company):
        money_in_and_out(partner)
        before = valuation_report(company, (2026, 9))
        assert before.rows[-1].cells["realised"] == D("50.00")
        assert [p.label for p in value_currencies(**args)] == [
            "PK/4/2026",
            "PK/5/2026",
            "PK/6/2026",
        ]
        assert value_currencies(**args) == []
        kept = balances()
        assert (kept["132"], kept["750-02"], kept["750-03"]) == (
            D("225.00"),
            D("-50.00"),
            D("-15.00"),
        )
        after = valuation_report(company, (2026, 9))
        (row,) = [r for r in after.rows if r.kind == "row"]
        told = [row.cells[k] for k in ("own", "booked", "realised", "worth", "difference")]
        assert told == [D("50.00"), D("160.00"), D("50.00"), D("225.00"), D("15.00")]
        assert after.totals == before.totals
        assert [after.rows[-1].cells[k] for k in ("realised", "difference")] == [ZERO, ZERO]
        report = realised_report(company, (2026, 9), (2026, 9))
        assert (report.totals["gain"], report.totals["loss"]) == (D("50.00"), ZERO)
        walk(Tracer(at=later(1)), figures_of("wycena/2026-09", at=later(1)))
        walk(Tracer(at=later(1)), figures_of("kursowe/2026-09/2026-09", at=later(1)))
        # The last 50 go out in October at 4.50: 15.00 are realised then, and nothing is left to value or to reverse.
        out = entry(
            "WB/4",
            date(2026, 10, 5),
            partner,
            side("132", "225.00", "50.00", debit=False, partner=partner),
            side("139", "225.00", debit=True, partner=partner),
        )
        post_entries([out], by=None, at=later(24 * 10))
        october_end = {**args, "month": (2026, 10), "at": later(24 * 40)}
        assert len(value_currencies(**october_end)) == 1
        assert (october()["132"], october()["750-02"], october()["750-03"]) == (
            ZERO,
            D("-65.00"),
            ZERO,
        )
        assert value_currencies(**october_end) == []
        assert not valuation_report(company, (2026, 11)).totals["booked"]
        sound(company)


def test_the_card_of_a_partner_tells_his_currency(company: Any, behind: Any, partner: int) -> None:
    """100 EUR owed in September, 40 paid in October: 60 are left, on the card with the account of each row."""
    with behind(company):
        post(receivable("FS/1", "430.00", "100.00", partner))
        later_on = paid_in("WB/1", "176.00", "40.00", partner, day=date(2026, 10, 5))
        post_entries([later_on], by=None, at=later(24 * 10))
        card = dimension_card_report(
            company,
            (2026, 10),
            (2026, 10),
            dimension=Dimension.PARTNER,
            member=partner,
            account="201",
        )
    told = [
        (r.cells["account"], r.cells["text"], r.cells.get("own"), r.cells.get("own_balance"))
        for r in card.rows
        if r.kind == "row"
    ]
    assert told == [
        ("201", "Saldo na początek okresu", None, None),
        ("201", "w walucie", None, D("100.00")),
        ("201", "Zapis WB/1", D("-40.00"), D("60.00")),
        ("201", "Saldo końcowe", None, None),
        ("201", "w walucie", None, D("60.00")),
    ]


def test_the_card_of_a_partner_carries_his_currency_from_page_to_page(
    company: Any, behind: Any, partner: int
) -> None:
    """100 EUR owed and 40 paid stand on two pages: the second goes on from 100, and ends with 60."""
    with behind(company):
        post(receivable("FS/1", "430.00", "100.00", partner))
        post(paid_in("WB/1", "176.00", "40.00", partner, day=date(2026, 9, 5)))
        pages = [
            dimension_card_report(
                company,
                (2026, 9),
                (2026, 9),
                dimension=Dimension.PARTNER,
                member=partner,
                account="201",
                page=CardPage(start, 1),
            )
            for start in (1, 2)
        ]
    told = [
        [(r.cells["text"], r.cells.get("own_balance")) for r in page.rows if r.kind == "row"]
        for page in pages
    ]
    assert told == [
        [
            ("Zapis FS/1", D("100.00")),
            ("Do przeniesienia", None),
            ("w walucie", D("100.00")),
        ],
        [
            ("Z przeniesienia", None),
            ("w walucie", D("100.00")),
            ("Zapis WB/1", D("60.00")),
            ("Saldo końcowe", None),
            ("w walucie", D("60.00")),
        ],
    ]


def test_a_business_year_from_july_realises_under_its_name(
    company: Any, behind: Any, partner: int, person: Any
) -> None:
    """September 2026 is a month of 2026/2027: its outflows are found, and the vouchers are numbered in that year."""
    september_end()
    with behind(company):
        set_business_year(
            first=date(2026, 7, 1),
            last=date(2027, 6, 30),
            kind=YearKind.STANDING,
            by=None,
            at=later(0),
        )
        money_in_and_out(partner)
        args: dict[str, Any] = {"month": (2026, 9), "by": person.id, "at": later(1)}
        posted = value_currencies(**args, reverse=False)
        assert [p.label for p in posted] == ["PK/4/2027", "PK/5/2027"]
        kinds = [entries_of_kind(k, year=2027) for k in ("RKW", "WW")]
        assert [[e.voucher_number for e in of] for of in kinds] == [["RKW/1/2027"], ["WW/1/2027"]]
        kept = balances()
        assert (kept["132"], kept["750-02"], kept["750-03"]) == (
            D("225.00"),
            D("-50.00"),
            D("-15.00"),
        )
        assert value_currencies(**args, reverse=True) == []
        sound(company)


def test_a_storno_is_no_outflow_of_own_money(
    company: Any, behind: Any, partner: int, person: Any
) -> None:
    """An inflow that was taken back never came in: the oldest lot stays, and nothing is realised."""
    september_end()
    with behind(company):
        post(paid_in("WB/1", "400.00", "100.00", partner, day=date(2026, 9, 1)))
        post(paid_in("WB/2", "430.00", "100.00", partner, day=date(2026, 9, 2)))
        wrong = entries_of_kind("PK", year=2026)[-1]
        reverse_entry(
            entry_id=wrong.id, on=date(2026, 9, 3), reason="pomyłka", by=None, at=later(1)
        )
        report = valuation_report(company, (2026, 9))
        (row,) = [r for r in report.rows if r.cells.get("account") == "132"]
        assert (row.cells["booked"], row.cells["difference"]) == (D("400.00"), D("50.00"))
        assert "realised" not in {c.key for c in report.columns}


def test_a_valuation_that_stays_is_carried_into_the_next(
    company: Any, behind: Any, partner: int, person: Any
) -> None:
    september_end()
    save_rates([NewRate("EUR", date(2026, 10, 30), D("4.40"), "212/A/NBP/2026")])
    with behind(company):
        post(receivable("FS/1", "430.00", "100.00", partner))
        value_currencies(month=(2026, 9), reverse=False, by=person.id, at=later(1))
        value_currencies(month=(2026, 10), reverse=False, by=person.id, at=later(24 * 40))
        kept = october()  # 450.00, then 440.00
        assert (kept["208"], kept["750-03"], kept["751-03"]) == (
            D("10.00"),
            D("-20.00"),
            D("10.00"),
        )
        assert (kept["201"], open_items()[0].left) == (D("430.00"), D("430.00"))
        sound(company)


def test_a_valuation_needs_the_rate_of_its_day(
    company: Any, behind: Any, partner: int, person: Any
) -> None:
    with behind(company):
        post(receivable("FS/1", "430.00", "100.00", partner))
        with pytest.raises(Refusal) as missing:
            value_currencies(month=(2026, 9), reverse=True, by=person.id, at=later(1))
        assert missing.value.code == "ledger.no-rate"
        assert "30.09.2026" in missing.value.message


def test_realised_differences_are_reported_with_both_rates_while_they_stand(
    company: Any, behind: Any, partner: int
) -> None:
    with behind(company):
        post(
            receivable("FS/1", "430.00", "100.00", partner),
            paid_in("WB/1", "420.00", "100.00", partner),
        )
        settle("FS/1", "WB/1")
        (row,) = realised_report(company, (2026, 9), (2026, 9)).rows
        assert (row.cells["debit_rate"], row.cells["credit_rate"]) == ("4,3000", "4,2000")
        assert (row.cells["gain"], row.cells["loss"]) == (None, D("10.00"))
        undo_settlement(item_id=numbers()["FS/1"], on=date(2026, 9, 21), by=None, at=later(2))
        assert realised_differences(first=(2026, 9), last=(2026, 9)) == []


def test_the_pages_show_the_effect_and_the_valuation(
    company: Any, behind: Any, partner: int, person: Any
) -> None:
    september_end()
    with behind(company):
        post(
            receivable("FS/1", "430.00", "100.00", partner),
            receivable("FS/2", "420.00", "100.00", partner),
            paid_in("WB/1", "420.00", "100.00", partner),
        )
        ids_ = numbers()
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    books = f"/f/{company.nip}/ksiegi"
    ticked = {"item": [ids_["FS/1"], ids_["WB/1"]]}
    shown = client.post(f"{books}/rozrachunki/podglad/", ticked).content.decode()
    assert "\u221210,00" in shown
    assert 'value="2026-09-20"' in shown
    client.post(f"{books}/rozrachunki/rozlicz/", {**ticked, "day": "2026-09-20"})
    month = {"od": "2026-09", "do": "2026-09"}
    text = client.get(f"{books}/waluty/roznice/", month).content.decode()
    assert "4,3000" in text
    assert "FS/1" in text
    text = client.get(f"{books}/waluty/wycena/", month).content.decode()
    assert "190/A/NBP/2026" in text
    assert "Zaksięguj wycenę" in text
    client.post(f"{books}/waluty/wycena/zaksieguj/", {"miesiac": "2026-09", "potem": "zostaw"})
    with behind(company):
        assert (balances()["208"], balances()["132"]) == (D("30.00"), D("450.00"))
    text = client.get(f"{books}/waluty/wycena/", month).content.decode()
    assert "Zaksięguj wycenę" not in text
