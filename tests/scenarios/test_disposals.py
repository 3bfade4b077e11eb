"""How assets end: what the books lose, what tax takes, and where the gain or the loss stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.lineage import walk
from zaplecze.assets.api import (
    CannotDepreciate,
    Gone,
    Method,
    NewAsset,
    Plan,
    dispose_of_asset,
    next_month,
    post_depreciation,
    register_asset,
)
from zaplecze.assets.models import Asset
from zaplecze.ledger.api import NewEntry, NewLine, add_usual_account, post_entries
from zaplecze.ledger.models import Account
from zaplecze.office.lineage import Tracer
from zaplecze.platform.models import User
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.statements.api import cash_flow, year_statements
from zaplecze.tax.cit_year import worksheet
from zaplecze.tax.kr_pd import reconciliation_of

AT = datetime(2027, 4, 30, 8, 30, tzinfo=UTC)
D = Decimal
BOUGHT, SOLD = date(2026, 1, 5), date(2026, 3, 31)


def machine(tax: Plan, balance: Plan, **more: Any) -> NewAsset:
    return NewAsset(
        name="Maszyna", acquired_on=BOUGHT, in_use_on=BOUGHT, account="010-02", depreciation_account="070-02",
        kst="441", tax=tax, balance=balance, **more,
    )  # fmt: skip


def linear(value: str, rate: int, **more: Any) -> Plan:
    return Plan(Method.LINEAR, D(value), D(rate), (2026, 2), **more)


AT_ONCE = Plan(Method.ONE_OFF, D("24000.00"), D(100), (2026, 1))
SLOWLY = linear("24000.00", 20)


def posted(month: int, debit: str, credit: str, amount: str, *, year: int = 2026) -> NewEntry:
    """An entry of two lines."""
    day = date(year, month, 5)
    lines = (NewLine(debit, debit=D(amount)), NewLine(credit, credit=D(amount)))
    text = f"{debit}/{credit}"
    return NewEntry("PK", year, month, "PK", f"{text}/{month}/{year}", day, day, text, lines)


def taken_in(company: Any, new: NewAsset, upto: tuple[int, int]) -> int:
    """Bought for money, registered, depreciated up to a month."""
    post_entries([posted(1, new.account, "131", str(new.balance.value))], by=company.anna, at=AT)
    asset = register_asset(new, by=company.anna, at=AT)
    while (month := next_month()) and month <= upto:
        post_depreciation(month=month, by=company.anna, at=AT)
    return int(asset.pk)


def gone(
    company: Any, asset_id: int, reason: Gone = Gone.SOLD, on: date = SOLD, **more: Any
) -> Asset:
    dispose_of_asset(asset_id=asset_id, on=on, reason=reason, by=company.anna, at=AT, **more)
    return Asset.objects.get(id=asset_id)


def told(year: int = 2026) -> tuple[Decimal, dict[str, Decimal]]:
    """The year's income for tax, and the fields of RPD that say anything."""
    sheet = worksheet(year)
    fields = {d.field: d.amount for d in sheet.differences if d.amount}
    assert tuple(d.amount for d in sheet.differences) == reconciliation_of(year).values()
    assert min(fields.values(), default=D(0)) >= 0
    tracer = Tracer(at=AT)
    for field, amount in fields.items():
        assert tracer.trace(f"cit/{year}/{field}").amount == amount
    return sheet.income, fields


@pytest.fixture
def firm(company: Any, make_person: Any) -> Any:
    company.anna = make_person(company, "accountant").id
    with company_scope(company.id):
        yield company


def test_a_sale_deducts_what_tax_had_left_and_no_more(firm: Any) -> None:
    """24 000 at once for tax in January; the books took 2 x 400 by March and lose 23 200: tax took 24 000 in all.

    Before the sale K_8 is 24 000 - 800 = 23 200. With it the books cost 24 000 too, so no difference is left.
    """
    asset_id = taken_in(firm, machine(AT_ONCE, SLOWLY), (2026, 3))
    assert told() == (D("-24000.00"), {"K_8": D("23200.00")})
    end = gone(firm, asset_id)
    assert told() == (D("-24000.00"), {})
    assert (end.gone_net, end.gone_tax_net, end.gone_tax_cost) == (D("23200.00"), 0, 0)


def test_a_later_year_gives_back_what_tax_took_before(firm: Any) -> None:
    """The books took 11 x 400 in 2026, tax is 19 600 ahead; in March 2027 they take 1 200 and lose 18 400."""
    asset_id = taken_in(firm, machine(AT_ONCE, SLOWLY), (2027, 3))
    assert told() == (D("-24000.00"), {"K_8": D("19600.00")})
    gone(firm, asset_id, on=date(2027, 3, 31))
    assert told(2027) == (D("0.00"), {"K_5": D("19600.00")})


def test_tax_slower_than_the_books_takes_the_rest_at_the_end(firm: Any) -> None:
    """1 200 at once in the books of 2026, 10 % a year for tax: 110 of 2026 (K_5 1 090), 30 + 1 060 of 2027 (K_6)."""
    books = Plan(Method.ONE_OFF, D("1200.00"), D(100), (2026, 1))
    asset_id = taken_in(firm, machine(linear("1200.00", 10), books), (2027, 3))
    assert told() == (D("-110.00"), {"K_5": D("1090.00")})
    assert told(2027) == (D("-30.00"), {"K_6": D("30.00")})
    end = gone(firm, asset_id, Gone.OTHER, on=date(2027, 3, 31))
    assert told(2027) == (D("-1090.00"), {"K_6": D("1090.00")})
    assert end.gone_tax_cost == D("1060.00")


@pytest.mark.parametrize(
    ("reason", "tax_cost", "cost", "fields"),
    [
        (Gone.SOLD, True, "-118000.00", {"K_4": D("2000.00")}),
        (Gone.STOLEN, True, "-118000.00", {"K_4": D("2000.00")}),
        (Gone.STOLEN, False, "-2000.00", {"K_4": D("118000.00")}),
        (Gone.GIVEN, True, "-2000.00", {"K_4": D("118000.00")}),
        (Gone.RECLASSIFIED, True, "-2000.00", {"K_4": D("2000.00")}),
    ],
)
def test_a_car_over_the_limit(
    firm: Any, reason: Gone, tax_cost: bool, cost: str, fields: dict[str, Decimal]
) -> None:
    """120 000 at 20 % a year, half of it accepted: two months take 4 000, of which 2 000 is no cost for ever.

    Its end costs 120 000 - 4 000 = 116 000 in both: the refused depreciation is no cost at the sale either, the rest
    is (art. 16h ust. 1 pkt 1), so that tax takes 2 000 + 116 000 of the 120 000 that the books lose. A gift and a
    car without insurance cost 2 000; 118 000 never do. What becomes goods costs nothing yet, in the books as for tax.
    """
    limited = linear("120000.00", 20, deductible=D("60000.00"))
    asset_id = taken_in(firm, machine(limited, linear("120000.00", 20)), (2026, 3))
    assert told() == (D("-2000.00"), {"K_4": D("2000.00")})
    gone(
        firm,
        asset_id,
        reason,
        tax_cost=tax_cost,
        to_account="330" if reason is Gone.RECLASSIFIED else "",
    )
    assert told() == (D(cost), fields)


def test_gain_and_loss_stand_apart_and_the_cash_flow_tells_what_was_paid(firm: Any) -> None:
    """Two machines of 24 000, bought for cash; each is worth 23 200 when it goes in March. A third is stolen.

    One brings 30 000: D.I is 6 800. One brings 20 000: E.I is 3 200, and the stolen one's 23 200. A gift of a fourth,
    23 200 too, is another cost (E.III). Proceeds: 30 000 + 20 000 = 50 000. Bought: 4 x 24 000 = 96 000.
    A.II.4 is -6 800 + 26 400 + 23 200; cash fell by 96 000 - 50 000.
    """
    ids = [taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 1)) for _ in range(4)]
    for month in (2, 3):
        post_depreciation(month=(2026, month), by=firm.anna, at=AT)
    post_entries([posted(3, "131", "762", "50000.00")], by=firm.anna, at=AT)
    gone(firm, ids[0], proceeds=D("30000.00"))
    gone(firm, ids[1], proceeds=D("20000.00"))
    gone(firm, ids[2], Gone.STOLEN)
    gone(firm, ids[3], Gone.GIVEN)
    result = year_statements(year=2026).result
    assert [result.amount(c) for c in ("D.I", "E.I", "E.III")] == [
        D("6800.00"),
        D("26400.00"),
        D("23200.00"),
    ]
    other_form = year_statements(year=2026, variant="by-function").result
    assert [other_form.amount(c) for c in ("G.I", "H.I")] == [D("6800.00"), D("26400.00")]
    flow = cash_flow(year=2026)
    assert flow.difference == 0
    told = {code: flow.amount(code) for code in ("A.II.4", "A.III", "B.I.1", "B.II.1", "D")}
    assert told == {
        "A.II.4": D("42800.00"),
        "A.III": D("0.00"),
        "B.I.1": D("50000.00"),
        "B.II.1": D("96000.00"),
        "D": D("-46000.00"),
    }
    walked = walk(
        Tracer(at=AT), [(f"przeplywy/2026/{code}", amount) for code, amount in told.items()]
    )
    assert walked["lines"] > 8


def test_a_chart_of_before_keeps_its_accounts(firm: Any) -> None:
    """Without 094, 095, 762 and 763: 761 and 092 take it, K_8 tells what 092 has below zero."""
    Account.objects.filter(number__in=["094", "095", "762", "763"]).delete()
    asset_id = taken_in(firm, machine(AT_ONCE, SLOWLY), (2026, 3))
    assert told() == (D("-24000.00"), {"K_8": D("23200.00")})
    gone(firm, asset_id, proceeds=D("5.00"))
    assert told() == (D("-24000.00"), {})
    assert year_statements(year=2026).result.amount("E.III") == D("23200.00")
    flow = cash_flow(year=2026)
    assert (flow.difference, flow.amount("B.II.1"), flow.amount("A.II.4")) == (
        0,
        D("24000.00"),
        D("23200.00"),
    )


def test_the_usual_accounts_are_added_where_a_person_wants_them(firm: Any) -> None:
    Account.objects.filter(number__in=["095", "763"]).delete()
    for number in ("095", "763"):
        add_usual_account(number=number, by=firm.anna, at=AT)
    net = Account.objects.get(number="763")
    assert (net.kind, net.tag_1, net.tag_pd) == ("result", "RPEI_RKHI_POZ", "")
    for number, words in (("763", "już jest"), ("999", "planach wzorcowych")):
        with pytest.raises(Refusal, match=words):
            add_usual_account(number=number, by=firm.anna, at=AT)


def test_the_page_asks_for_the_proceeds_of_a_sale_and_shows_what_became_of_it(firm: Any) -> None:
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    client = Client()
    client.force_login(
        User.objects.get(id=firm.anna),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    card = f"/f/{firm.nip}/srodki/{asset_id}/"
    form = {"dzien": "2026-03-31", "przyczyna": "S"}
    answer = client.post(f"{card}wykreslenie/", form, follow=True)
    assert "Podaj przychód ze zbycia" in answer.content.decode()
    client.post(f"{card}wykreslenie/", form | {"przychod": "25 000,50", "niekoszt": "on"})
    shown = client.get(card).content.decode().replace("\u00a0", " ")
    for words in ("23 200,00", "25 000,50", "LT/1/2026", "Koszt podatkowy</dt><dd>0,00"):
        assert words in shown, words


def test_only_what_was_sold_has_proceeds(firm: Any) -> None:
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    with pytest.raises(CannotDepreciate, match="Przychód ma tylko sprzedaż"):
        gone(firm, asset_id, Gone.STOLEN, proceeds=D("1.00"))
