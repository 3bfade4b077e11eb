"""What no invoice tells: opening balance, wages, income tax, and where the bank's other lines belong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zaplecze.assets.api import Method, NewAsset
from zaplecze.assets.api import Plan as DepreciationPlan
from zaplecze.ledger.api import (
    LAST_WORKING,
    NewEntry,
    NewLine,
    Plan,
    Rhythm,
    SplitPart,
    Template,
)
from zaplecze.platform.periods import last_day

D = Decimal
GROSS_WAGES = D("46200.00")
EMPLOYEE_ZUS, EMPLOYEE_TAX, EMPLOYER_ZUS = D("6333.91"), D("3980.00"), D("9461.76")
HEALTH = D("3587.95")
NET_WAGES = GROSS_WAGES - EMPLOYEE_ZUS - HEALTH - EMPLOYEE_TAX
ZUS = EMPLOYEE_ZUS + HEALTH + EMPLOYER_ZUS
CIT_ADVANCE = D("4500.00")
BANK_FEE = D("45.00")
GARAGE_RENT = D("650.00")
POLICY, POLICY_MONTH = D("3600.00"), 4
OPENING_BANK = D("148320.55")

# Title of a bank line that no open item explains -> account.
BOOKED = {
    "Wynagrodzenia": "230",
    "Składki ZUS": "229",
    "Zaliczki PIT": "225",
    "Podatek VAT": "223",
    "Zaliczka CIT": "224",
    "Opłata": "402-08",
    "Czynsz garażu": "240",
    "Polisa": "640",
}


def opening(year: int) -> list[NewLine]:
    """What the books before held on the last day of the year before."""
    return [
        NewLine("010-01", debit=D("420000.00")),
        NewLine("010-02", debit=D("186000.00")),
        NewLine("010-03", debit=D("96000.00")),
        NewLine("070-01", credit=D("52500.00")),
        NewLine("070-02", credit=D("74400.00")),
        NewLine("070-03", credit=D("38400.00")),
        NewLine("131", debit=OPENING_BANK),
        NewLine("310", debit=D("31250.00")),
        NewLine("801", credit=D("200000.00")),
        NewLine("803", credit=D("368270.55")),
        NewLine("820", credit=D("112000.00")),
        NewLine("229", credit=ZUS),
        NewLine("225", credit=EMPLOYEE_TAX),
        NewLine("230", credit=NET_WAGES),
        NewLine("240", debit=ZUS + EMPLOYEE_TAX + NET_WAGES - D("36000.00"), item_number="kaucja"),
    ]


def assets(year: int) -> list[NewAsset]:
    """What the opening balance holds on 010 and 070; the furnaces wear slower in the balance sheet than for tax."""
    kinds = (
        ("Hala przy Szklanej", "1", "01", "420000.00", "52500.00", "2.5", "2.5"),
        ("Piece szklarskie", "513", "02", "186000.00", "74400.00", "10", "14"),
        ("Samochód dostawczy", "743", "03", "96000.00", "38400.00", "20", "20"),
    )
    bought = date(year - 3, 6, 10)

    def plan(value: str, taken: str, rate: str) -> DepreciationPlan:
        return DepreciationPlan(Method.LINEAR, D(value), D(rate), (year, 1), taken=D(taken))

    return [
        NewAsset(
            name=name,
            acquired_on=bought,
            in_use_on=bought,
            account=f"010-{account}",
            depreciation_account=f"070-{account}",
            kst=kst,
            cost_center="PROD",
            balance=plan(value, taken, rate),
            tax=plan(value, taken, tax_rate),
        )
        for name, kst, account, value, taken, rate, tax_rate in kinds
    ]


def garage() -> Template:
    """The rent of a garage, by a contract without invoices: on the last working day of each month."""
    return Template(
        name="Czynsz garażu",
        text="Czynsz garażu",
        lines=(
            NewLine("402-04", debit=GARAGE_RENT, cost_center="HANDEL"),
            NewLine("240", credit=GARAGE_RENT, text="czynsz garażu"),
        ),
        rhythm=Rhythm.MONTHLY,
        day=LAST_WORKING,
        first=(2020, 1),
    )


def area() -> list[SplitPart]:
    """Square metres of the works, by cost center."""
    return [
        SplitPart(D(meters), cost_center=center)
        for center, meters in (("PROD", 640), ("HANDEL", 110), ("ZARZAD", 70))
    ]


def policy(year: int) -> Plan:
    """What the insurance policy covers: twelve months, of which three belong to the next year."""
    return Plan(
        date(year, POLICY_MONTH, 1),
        last_day((year + 1, POLICY_MONTH - 1)),
        target="409-03",
        cost_center="ZARZAD",
        text="Polisa majątkowa",
    )


def wages(year: int, month: int) -> NewEntry:
    """Lista płac with what the employer pays on top (net pay, ZUS, tax), PLN."""
    day = last_day((year, month))
    lines = (
        NewLine("404", debit=GROSS_WAGES, cost_center="PROD", text="wynagrodzenia brutto"),
        NewLine("405", debit=EMPLOYER_ZUS, cost_center="PROD", text="składki pracodawcy"),
        NewLine("230", credit=NET_WAGES, text="do wypłaty"),
        NewLine("229", credit=ZUS, text="składki ZUS"),
        NewLine("225", credit=EMPLOYEE_TAX, text="zaliczki na podatek"),
    )
    return _entry("LP", f"LP/{month:02}/{year}", day, f"Lista płac {month:02}.{year}", lines)


def income_tax(year: int, month: int) -> NewEntry:
    """The month's advance of CIT."""
    day = last_day((year, month))
    lines = NewLine("870", debit=CIT_ADVANCE), NewLine("224", credit=CIT_ADVANCE)
    return _entry("PK", f"CIT/{month:02}/{year}", day, f"Zaliczka CIT {month:02}.{year}", lines)


def _entry(kind: str, number: str, day: date, text: str, lines: tuple[NewLine, ...]) -> NewEntry:
    return NewEntry("PK", day.year, day.month, kind, number, day, day, text, lines)
