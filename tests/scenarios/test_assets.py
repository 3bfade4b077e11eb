"""The life of a machine and of a car: taken into use, improved, depreciated by month, struck off; and its file."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from lxml import etree

from tests.plugin import AT
from zaplecze.assets.api import (
    CannotDepreciate,
    ChangeKind,
    Drive,
    Gone,
    Method,
    NewAsset,
    Plan,
    agreement_report,
    change_asset,
    dispose_of_asset,
    first_month,
    next_month,
    plan_report,
    planned_assets,
    post_depreciation,
    posted_months,
    preview_register,
    register_asset,
    register_report,
    schedule,
)
from zaplecze.config.demo_year import SEAT
from zaplecze.formats import jpk_st_kr_1
from zaplecze.ledger.api import NewEntry, NewLine, entry_lines, post_entries, trial_balance
from zaplecze.platform.models import Seat
from zaplecze.platform.printing import to_json
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import check_totals
from zaplecze.platform.scope import company_scope
from zaplecze.tax.cit_year import worksheet

D = Decimal
DAY = date(2026, 1, 15)
AFTER_THE_YEAR = AT + timedelta(days=150)
SCHEMA = Path(__file__).resolve().parents[3] / "shared/standards/jpk/xsd/Schemat_JPK_ST_KR(1).xsd"


def plan(value: str, rate: int, *, method: Method = Method.LINEAR, **more: Any) -> Plan:
    return Plan(method, D(value), D(rate), first_month(method, (2026, 1)), **more)


def machine(**more: Any) -> NewAsset:
    """12 000 over five years in the balance sheet, in half that time for tax."""
    facts: dict[str, Any] = {
        "name": "Piec szklarski",
        "acquired_on": DAY,
        "in_use_on": DAY,
        "account": "010-02",
        "depreciation_account": "070-02",
        "kst": "513",
        "cost_center": "PROD",
        "balance": plan("12000.00", 20),
        "tax": plan("12000.00", 20, method=Method.DECLINING, coefficient=D(2)),
    }
    return NewAsset(**(facts | more))


def car() -> NewAsset:
    limited = plan("200000.00", 20, deductible=D("100000.00"))
    return machine(
        name="Samochód",
        account="010-03",
        depreciation_account="070-03",
        kst="741",
        balance=plan("200000.00", 20),
        tax=limited,
    )


def bought(*assets: NewAsset) -> NewEntry:
    """What the invoices posted: the values on their accounts."""
    lines = [NewLine(a.account, debit=a.balance.value) for a in assets]
    total = sum((a.balance.value for a in assets), D(0))
    return NewEntry(
        "PK", 2026, 1, "FV", "FV/1", DAY, DAY, "Zakup", (*lines, NewLine("202", credit=total))
    )


@pytest.fixture
def firm(company: Any, make_person: Any) -> Any:
    company.anna = make_person(company, "accountant").id
    with company_scope(company.id):
        Seat.objects.create(company_id=company.id, **SEAT)
        post_entries([bought(machine(), car())], by=company.anna, at=AT)
        company.machine = register_asset(machine(), by=company.anna, at=AT).pk
        company.car = register_asset(car(), by=company.anna, at=AT).pk
    return company


def test_a_month_is_posted_once_and_tells_tax_apart(firm: Any) -> None:
    """Machine 200 against 400 for tax; car 3333.33 of which half is no cost: off balance, so CIT finds both."""
    with company_scope(firm.id):
        assert next_month() == (2026, 2)
        posted = post_depreciation(month=(2026, 2), by=firm.anna, at=AT)
        assert posted is not None
        assert post_depreciation(month=(2026, 2), by=firm.anna, at=AT) is None
        lines = {
            (n.account.number, n.text[:12]): n.debit - n.credit for n in entry_lines(posted.id)
        }
        assert lines == {
            ("400", ""): D("3533.33"),
            ("070-02", ""): D("-200.00"),
            ("070-03", ""): D("-3333.33"),
            ("091", "nie jest kos"): D("1666.67"),
            ("095", "koszt podatk"): D("200.00"),
            ("099", "nie jest kos"): D("-1666.67"),
            ("099", "koszt podatk"): D("-200.00"),
        }
        with pytest.raises(CannotDepreciate, match=r"za 03\.2026"):
            post_depreciation(month=(2026, 4), by=firm.anna, at=AT)
        told = {d.field: d.amount for d in worksheet(2026).differences if d.amount}
        assert told == {"K_4": D("1666.67"), "K_8": D("200.00")}


def test_the_register_agrees_with_the_books(firm: Any) -> None:
    with company_scope(firm.id):
        for month in (2, 3):
            post_depreciation(month=(2026, month), by=firm.anna, at=AT)
        agreement = agreement_report(firm, (2026, 3))
        assert {row.cells["difference"] for row in agreement.rows} == {D("0.00")}
        register = register_report(firm, (2026, 3))
        assert register.totals == {
            "value": D("212000.00"),
            "taken": D("7066.66"),
            "net": D("204933.34"),
        }
        for report in (register, agreement, plan_report(firm, 2026)):
            check_totals(report)
        # Both plans end with their sum in files too: 2 200 and 11 x 3 333.33; 4 400 and the same.
        sums = [
            row
            for row in json.loads(to_json(plan_report(firm, 2026)))["rows"]
            if row["name"] == "Razem"
        ]
        assert [(row["purpose"], row["year"]) for row in sums] == [
            ("bilansowa", "38866.63"),
            ("podatkowa", "41066.63"),
        ]


def test_an_improvement_works_from_the_next_month(firm: Any) -> None:
    with company_scope(firm.id):
        post_depreciation(month=(2026, 2), by=firm.anna, at=AT)
        with pytest.raises(CannotDepreciate, match=r"02\.2026 jest zaksięgowana"):
            change_asset(
                asset_id=firm.machine, kind=ChangeKind.IMPROVED, on=DAY, text="palnik",
                amount=D("6000.00"), by=firm.anna, at=AT,
            )  # fmt: skip
        change = change_asset(
            asset_id=firm.machine, kind=ChangeKind.IMPROVED, on=date(2026, 2, 20), text="palnik",
            amount=D("6000.00"), by=firm.anna, at=AT,
        )  # fmt: skip
        assert change.voucher == "ZW/1/2026"
        posted = post_depreciation(month=(2026, 3), by=firm.anna, at=AT)
        assert posted is not None
        taken = {n.account.number: n.credit for n in entry_lines(posted.id) if n.credit}
        assert taken["070-02"] == D("300.00")


def test_a_machine_is_struck_off_with_what_was_left(firm: Any) -> None:
    gone_on = date(2026, 3, 10)
    with company_scope(firm.id):
        post_depreciation(month=(2026, 2), by=firm.anna, at=AT)
        with pytest.raises(CannotDepreciate, match="Najpierw zaksięguj"):
            dispose_of_asset(
                asset_id=firm.machine, on=gone_on, reason=Gone.SOLD, by=firm.anna, at=AT
            )
        post_depreciation(month=(2026, 3), by=firm.anna, at=AT)
        dispose_of_asset(asset_id=firm.machine, on=gone_on, reason=Gone.SOLD, by=firm.anna, at=AT)
        rows = {r.account: r for r in trial_balance(first=(2026, 1), last=(2026, 3))}
        assert rows["010-02"].closing_debit == rows["070-02"].closing_credit == 0
        assert rows["763"].debit == D("11600.00")
        with pytest.raises(CannotDepreciate, match="wykreślono"):
            dispose_of_asset(
                asset_id=firm.machine, on=gone_on, reason=Gone.SOLD, by=firm.anna, at=AT
            )
        posted = post_depreciation(month=(2026, 4), by=firm.anna, at=AT)
        assert posted is not None
        assert "070-02" not in {n.account.number for n in entry_lines(posted.id)}
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        company_scope(firm.id),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM assets_depreciation")


def small(name: str, month: int) -> NewAsset:
    """A thing of 900 that is written off at once, in the month of use."""
    day = date(2026, month, 5)
    at_once = Plan(Method.ONE_OFF, D("900.00"), D(0), (2026, month))
    return machine(
        name=name, acquired_on=day, in_use_on=day, balance=at_once, tax=at_once, number=name
    )


def test_months_in_which_nothing_is_taken_are_passed(company: Any, make_person: Any) -> None:
    anna = make_person(company, "accountant").id
    with company_scope(company.id):
        register_asset(small("Stół", 1), by=anna, at=AT)
        lamp = register_asset(small("Lampa", 5), by=anna, at=AT)
        with pytest.raises(CannotDepreciate, match=r"za 01\.2026"):
            post_depreciation(month=(2026, 5), by=anna, at=AT)
        assert post_depreciation(month=(2026, 1), by=anna, at=AT)
        with pytest.raises(CannotDepreciate, match="żaden plan"):
            post_depreciation(month=(2026, 2), by=anna, at=AT)
        assert next_month() == (2026, 5)
        assert post_depreciation(month=(2026, 5), by=anna, at=AT)
        assert next_month() is None
        # Nothing is left of the lamp, so its end waits for no depreciation.
        dispose_of_asset(asset_id=lamp.pk, on=date(2026, 8, 1), reason=Gone.OTHER, by=anna, at=AT)
        with pytest.raises(CannotDepreciate, match="dotychczasowe umorzenie"):
            register_asset(small("Krzesło", 3), by=anna, at=AT)


def test_an_asset_does_not_go_before_what_was_posted_of_it(firm: Any) -> None:
    with company_scope(firm.id):
        for month in (2, 3):
            post_depreciation(month=(2026, month), by=firm.anna, at=AT)
        with pytest.raises(CannotDepreciate, match=r"zaksięgowaną amortyzację za 03\.2026"):
            dispose_of_asset(
                asset_id=firm.car, on=date(2026, 2, 27), reason=Gone.STOLEN, by=firm.anna, at=AT
            )


def test_a_file_of_a_year_leaves_later_improvements_out(firm: Any) -> None:
    with company_scope(firm.id):
        for month in range(2, 13):
            post_depreciation(month=(2026, month), by=firm.anna, at=AFTER_THE_YEAR)
        for day, amount in ((date(2026, 12, 20), "100.00"), (date(2027, 2, 1), "6000.00")):
            change_asset(
                asset_id=firm.machine, kind=ChangeKind.IMPROVED, on=day, text="palnik",
                amount=D(amount), by=firm.anna, at=AFTER_THE_YEAR,
            )  # fmt: skip
        furnace = preview_register(year=2026, at=AT).register.assets[0]
        assert (furnace.change, furnace.tax_change) == (D("100.00"), D("100.00"))


def test_the_register_as_jpk_st_kr(firm: Any) -> None:
    with company_scope(firm.id):
        for month in range(2, 13):
            post_depreciation(month=(2026, month), by=firm.anna, at=AFTER_THE_YEAR)
        built = preview_register(year=2026, at=AT + timedelta(days=200))
    assert built.findings == ()
    furnace, car_row = built.register.assets
    assert (furnace.method, furnace.tax_year, furnace.year) == ("D", D("4400.00"), D("2200.00"))
    assert car_row.refused == D("18333.32")
    assert jpk_st_kr_1.read(io.BytesIO(built.data)).assets == built.register.assets
    if SCHEMA.exists():
        schema = etree.XMLSchema(etree.parse(SCHEMA))
        schema.assertValid(etree.fromstring(built.data))
    assert re.search(rb"<E_17>M</E_17>", built.data)


def test_what_makes_no_sense_is_refused(firm: Any) -> None:
    unlimited = replace(car(), tax=replace(car().tax, deductible=None))
    with company_scope(firm.id):
        for wrong, told in (
            (machine(account="999"), "Nie ma konta 999"),
            (machine(in_use_on=date(2025, 1, 1)), "przed nabyciem"),
            (machine(balance=plan("0.00", 20)), "Plan bilansowy"),
            (machine(name=" "), "Podaj nazwę"),
            (machine(number="ST/0001"), "już zajęty"),
            (machine(kst="5"), "trzy cyfry"),
            (machine(intangible=True), "nie mają symbolu"),
            (machine(kst="101", tax=plan("12000.00", 100, method=Method.ONE_OFF)), "jednorazowo"),
            (unlimited, "podaj napęd"),
            (replace(car(), tax=replace(car().tax, deductible=D("100000.01"))), "podaj napęd"),
            (
                replace(
                    car(), drive=Drive.OTHER, tax=replace(car().tax, deductible=D("150000.00"))
                ),
                "najwyżej 100",
            ),
        ):
            with pytest.raises(Refusal, match=told):
                register_asset(wrong, by=firm.anna, at=AT)
        limited = register_asset(replace(unlimited, drive=Drive.LOW), by=firm.anna, at=AT)
        (planned,) = planned_assets(numbers=[limited.number])
        assert (planned.tax.deductible, planned.balance.deductible) == (150_000, None)
        # A car under the limit that grows over it: the limit is kept from then on.
        cheap = replace(car(), balance=plan("90000.00", 20), tax=plan("90000.00", 20))
        grown = register_asset(cheap, by=firm.anna, at=AT)
        better = {
            "asset_id": grown.pk, "kind": ChangeKind.IMPROVED, "on": date(2026, 3, 5), "text": "zabudowa",
            "amount": D("30000.00"), "by": firm.anna, "at": AT,
        }  # fmt: skip
        with pytest.raises(Refusal, match="podaj napęd"):
            change_asset(**better)
        change_asset(**better, drive=Drive.OTHER)
        (planned,) = planned_assets(numbers=[grown.number])
        assert planned.tax.deductible == 100_000
        refused = {i.month: i.refused for i in schedule(planned.tax)}
        assert (refused[2026, 3], refused[2026, 4]) == (0, D("333.33"))  # 2 000 of which 20 of 120
        assert posted_months() == []
