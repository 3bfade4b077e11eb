"""Assets that become other assets, go to another group, or whose price is corrected after the sale."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.lineage import figures_of, walk
from tests.scenarios.test_disposals import AT, SLOWLY, firm, gone, machine, posted, taken_in, told
from zaplecze.assets.api import (
    CannotDepreciate,
    Drive,
    Gone,
    agreement_report,
    correct_proceeds,
    month_rows,
    post_depreciation,
    preview_register,
    regroup_asset,
)
from zaplecze.assets.models import Asset, AssetChange
from zaplecze.config.demo_year import SEAT
from zaplecze.formats import jpk_st_kr_1
from zaplecze.ledger.api import entry_lines, post_entries, trial_balance
from zaplecze.ledger.models import Account
from zaplecze.office.lineage import Tracer
from zaplecze.platform.models import Seat, User
from zaplecze.statements.api import cash_flow, year_statements

__all__ = ["firm"]
D = Decimal
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 15)
SCHEMA = Path(__file__).resolve().parents[3] / "shared/standards/jpk/xsd/Schemat_JPK_ST_KR(1).xsd"


def lines(entry_id: int | None) -> list[tuple[str, Decimal]]:
    assert entry_id is not None
    return [(n.account.number, n.debit - n.credit) for n in entry_lines(entry_id)]


def result() -> tuple[Decimal, ...]:
    """D.I and E.I of the year: gain and loss on what went."""
    filled = year_statements(year=2026).result
    return filled.amount("D.I"), filled.amount("E.I")


def balance(account: str) -> Decimal:
    rows = trial_balance(first=(2026, 1), last=(2026, 12))
    return sum(
        (r.closing_debit - r.closing_credit for r in rows if r.account == account), D("0.00")
    )


def corrected(company: Any, asset_id: int, difference: str, *, on: date = APRIL) -> AssetChange:
    """The corrective invoice on 762, and the result of the sale after it."""
    day = posted(on.month, "131", "762", difference, year=on.year)
    post_entries([day], by=company.anna, at=AT)
    return correct_proceeds(
        asset_id=asset_id, on=on, difference=D(difference), text=f"KOR {difference}", by=company.anna, at=AT
    )  # fmt: skip


def test_a_machine_becomes_goods_without_any_result(firm: Any) -> None:
    """24 000, of which 800 were taken: 23 200 stand on 330. No cost, no difference of tax, no money moved."""
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    with pytest.raises(CannotDepreciate, match="Podaj konto bilansowe"):
        gone(firm, asset_id, Gone.RECLASSIFIED)
    with pytest.raises(CannotDepreciate, match="Podaj konto bilansowe"):
        gone(firm, asset_id, Gone.RECLASSIFIED, to_account="763")
    with pytest.raises(CannotDepreciate, match="tylko przekwalifikowanie"):
        gone(firm, asset_id, Gone.STOLEN, to_account="330")
    end = gone(firm, asset_id, Gone.RECLASSIFIED, to_account="330")
    assert lines(end.gone_entry_id) == [
        ("070-02", D("800.00")), ("330", D("23200.00")), ("010-02", D("-24000.00")),
    ]  # fmt: skip
    assert (end.gone_net, end.gone_tax_net, end.gone_tax_cost) == (D("23200.00"), D("23200.00"), 0)
    assert told() == (D("-800.00"), {})
    assert result() == (0, 0)
    flow = cash_flow(year=2026)
    told_lines = {code: flow.amount(code) for code in ("A.II.4", "A.II.6", "B.II.1", "D")}
    assert told_lines == {
        "A.II.4": D("0.00"), "A.II.6": D("0.00"), "B.II.1": D("24000.00"), "D": D("-24000.00"),
    }  # fmt: skip
    assert flow.difference == 0
    walk(Tracer(at=AT), [(f"przeplywy/2026/{code}", a) for code, a in told_lines.items()])


def test_a_machine_goes_to_another_group_and_is_depreciated_there(firm: Any) -> None:
    """In March value and the 800 taken move; April's 400 go to the new account; the register agrees all the time."""
    Seat.objects.create(company=firm, **SEAT)
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    more = {"asset_id": asset_id, "text": "zmiana przeznaczenia", "by": firm.anna, "at": AT}
    other = {"account": "010-04", "depreciation_account": "070-04"}
    with pytest.raises(CannotDepreciate, match="nie wcześniejszy niż ten miesiąc"):
        regroup_asset(on=date(2026, 2, 28), **other, **more)
    with pytest.raises(CannotDepreciate, match="konta bilansowego „763”"):
        regroup_asset(on=MARCH, account="763", depreciation_account="070-04", **more)
    with pytest.raises(CannotDepreciate, match="Nic się nie zmienia"):
        regroup_asset(on=MARCH, account="010-02", depreciation_account="070-02", **more)
    change = regroup_asset(on=MARCH, kst="809", **other, **more)
    assert lines(change.entry_id) == [
        ("010-04", D("24000.00")), ("010-02", D("-24000.00")), ("070-02", D("800.00")), ("070-04", D("-800.00")),
    ]  # fmt: skip
    post_depreciation(month=(2026, 4), by=firm.anna, at=AT)
    assert [balance(a) for a in ("010-02", "070-02", "010-04", "070-04")] == [
        0, 0, D("24000.00"), D("-1200.00"),
    ]  # fmt: skip
    for month in ((2026, 2), (2026, 3), (2026, 4)):
        report = agreement_report(firm, month)
        assert {r.cells["difference"] for r in report.rows} == {0}, month
        walk(Tracer(at=AT), figures_of(f"uzgodnienie/2026-{month[1]:02}", at=AT))
    assert result() == (0, 0)
    built = preview_register(year=2026, at=AT)
    (asset,) = built.register.assets
    assert (asset.reclassified, asset.kst, asset.struck) == (True, "809", None)
    if SCHEMA.exists():
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.parse(io.BytesIO(built.data)))
    assert jpk_st_kr_1.read(io.BytesIO(built.data)).assets == built.register.assets
    (later,) = preview_register(year=2027, at=AT).register.assets
    assert not later.reclassified, "E_32 tells the year of the change alone"


def test_a_machine_becomes_an_investment_without_any_flow(firm: Any) -> None:
    """23 200 go to investment property (041): bought as a machine for 24 000, no property bought."""
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    account = Account.objects.create(
        company_id=firm.id, number="041", name="Nieruchomości inwestycyjne", kind="balance", tag_1="BAAIV1_W"
    )  # fmt: skip
    gone(firm, asset_id, Gone.RECLASSIFIED, to_account=account.number)
    flow = cash_flow(year=2026)
    told_lines = {code: flow.amount(code) for code in ("B.I", "B.II.1", "B.II.2", "D")}
    assert told_lines == {"B.I": 0, "B.II.1": 24000, "B.II.2": 0, "D": -24000}
    assert flow.difference == 0
    walk(Tracer(at=AT), [(f"przeplywy/2026/{code}", a) for code, a in told_lines.items()])


def test_a_machine_that_becomes_a_car_keeps_the_limit_of_its_drive(firm: Any) -> None:
    """Of 240 000 tax accepts 100 000 (art. 16 ust. 1 pkt 4 lit. c, taken into use in 2026)."""
    dear = {"value": D("240000.00")}
    asset_id = taken_in(firm, machine(replace(SLOWLY, **dear), replace(SLOWLY, **dear)), (2026, 3))
    move = {
        "asset_id": asset_id, "on": MARCH, "account": "010-04", "depreciation_account": "070-04",
        "text": "auto osobowe", "by": firm.anna, "at": AT,
    }  # fmt: skip
    with pytest.raises(CannotDepreciate, match="nie ma podgrupy 75"):
        regroup_asset(kst="759", **move)
    with pytest.raises(CannotDepreciate, match="podaj napęd auta"):
        regroup_asset(kst="741", **move)
    regroup_asset(kst="741", drive=Drive.OTHER, **move)
    (row,) = month_rows((2026, 4))
    taken = row.tax
    assert (taken.amount, taken.refused) == (D("4000.00"), D("2333.33"))


def test_a_price_corrected_in_the_year_of_the_sale_is_its_price(firm: Any) -> None:
    """Sold for 30 000, worth 23 200: a gain of 6 800. 10 000 less is a loss of 3 200, 5 000 more a gain of 1 800."""
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    post_entries([posted(3, "131", "762", "30000.00")], by=firm.anna, at=AT)
    gone(firm, asset_id, proceeds=D("30000.00"))
    assert result() == (D("6800.00"), D("0.00"))
    less = corrected(firm, asset_id, "-10000.00")
    assert lines(less.entry_id) == [("762", D("-3200.00")), ("763", D("3200.00"))]
    assert (result(), less.voucher) == ((D("0.00"), D("3200.00")), "LT/2/2026")
    more = corrected(firm, asset_id, "5000.00", on=date(2026, 5, 15))
    assert lines(more.entry_id) == [("762", D("3200.00")), ("763", D("-3200.00"))]
    assert result() == (D("1800.00"), D("0.00"))
    plain = corrected(firm, asset_id, "100.00", on=date(2026, 6, 15))
    assert (plain.entry_id, result()) == (None, (D("1900.00"), D("0.00")))
    assert Asset.objects.get(id=asset_id).gone_proceeds == D("25100.00")
    flow = cash_flow(year=2026)
    assert (flow.difference, flow.amount("B.I.1")) == (0, D("25100.00"))
    for wrong, words in (("0", "ze znakiem minus"), ("-25100.01", "przekraczać ceny")):
        with pytest.raises(CannotDepreciate, match=words):
            correct_proceeds(
                asset_id=asset_id, on=APRIL, difference=D(wrong), text="KOR", by=firm.anna, at=AT
            )


def test_a_price_corrected_in_a_later_year_is_a_gain_or_a_loss_of_that_year(firm: Any) -> None:
    """The loss of 2026 is told. Of 2027: 500 less are a loss, 800 more then leave a gain of 300."""
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    post_entries([posted(3, "131", "762", "20000.00")], by=firm.anna, at=AT)
    gone(firm, asset_id, proceeds=D("20000.00"))
    loss = corrected(firm, asset_id, "-500.00", on=date(2027, 2, 10))
    assert lines(loss.entry_id) == [("762", D("-500.00")), ("763", D("500.00"))]
    gain = corrected(firm, asset_id, "800.00", on=date(2027, 3, 10))
    assert lines(gain.entry_id) == [("762", D("500.00")), ("763", D("-500.00"))]
    filled = year_statements(year=2027).result
    assert (filled.amount("D.I"), filled.amount("E.I")) == (D("300.00"), D("0.00"))
    assert result() == (D("0.00"), D("3200.00"))


def test_the_card_takes_it_and_says_what_is_wrong(firm: Any) -> None:
    asset_id = taken_in(firm, machine(SLOWLY, SLOWLY), (2026, 3))
    client = Client()
    client.force_login(
        User.objects.get(id=firm.anna),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    card = f"/f/{firm.nip}/srodki/{asset_id}/"

    def sent(door: str, **form: str) -> str:
        return client.post(f"{card}{door}/", form, follow=True).content.decode()

    move = {"dzien": "2026-03-31", "konto": "010-04", "umorzenie": "070-04", "kst": "809"}
    assert "Opisz zmianę" in sent("grupa", **move, opis="")
    sent("grupa", **move, opis="na wystawę")
    page = client.get(card).content.decode()
    for words in ("010-04, 070-04", "ZG/1/2026", "przeniesienie do innej grupy: na wystawę"):
        assert words in page
    assert "korekta ceny dotyczy tylko" in sent("cena", dzien="2026-04-15", kwota="-1", opis="KOR")
    end = {"dzien": "2026-03-31", "przyczyna": "A", "przychod": ""}
    assert "Podaj konto bilansowe" in sent("wykreslenie", **end, konto="")
    sent("wykreslenie", **end, konto="330")
    assert "330</dd>" in client.get(card).content.decode()
