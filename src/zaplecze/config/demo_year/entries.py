"""What no invoice tells: opening balance, wages, income tax, and where the bank's other lines belong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zaplecze.config.demo_year.firm import CLOUD
from zaplecze.ledger.api import (
    LAST_WORKING,
    NewEntry,
    NewLine,
    Plan,
    Rhythm,
    SchemeLine,
    SplitPart,
    Template,
)
from zaplecze.platform.periods import last_day
from zaplecze.purchasing.api import Bought, ForeignPurchase

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
OPENING_BANK, OPENING_EURO = D("648320.55"), D("2000.00")
OPENING_EURO_PLN = D("8550.00")
FINE, FINE_MONTH = D("500.00"), 6
AUDIT_RESERVE = D("6000.00")
COUNTED = D("5550.00")  # more materials on the shelf than on account 310
CLOUD_FEE = D("240.00")  # EUR a quarter
MISTAKE = D("1200.00")

TO_VAT_ACCOUNT = D("4002.00")  # VAT of the invoice that was paid in two parts by law
PLACES = {"PROD": "501", "HANDEL": "527", "ZARZAD": "550"}
ASSET_SOLD = (
    SchemeLine("201", "Wn", "brutto", partner=True),
    SchemeLine("762", "Ma", "netto"),
    SchemeLine("222-1", "Ma", "="),
)

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
    "Mandat": "761",
    "Na rachunek VAT": "133",
    "Z rachunku VAT": "133",
    "Na poczet faktur": "201",
}


def opening(year: int) -> list[NewLine]:
    """What the books before held on the last day of the year before."""
    return [
        NewLine("010-01", debit=D("420000.00")),
        NewLine("010-02", debit=D("186000.00")),
        NewLine("010-03", debit=D("267000.00")),
        NewLine("070-01", credit=D("52500.00")),
        NewLine("070-02", credit=D("74400.00")),
        NewLine("070-03", credit=D("72600.00")),
        NewLine("131", debit=OPENING_BANK),
        NewLine("132", debit=OPENING_EURO_PLN, currency="EUR", currency_amount=OPENING_EURO),
        NewLine("310", debit=D("31250.00")),
        NewLine("801", credit=D("200000.00")),
        NewLine("803", credit=D("1013620.55")),
        NewLine("820", credit=D("112000.00")),
        NewLine("229", credit=ZUS),
        NewLine("225", credit=EMPLOYEE_TAX),
        NewLine("230", credit=NET_WAGES),
        NewLine("240", debit=ZUS + EMPLOYEE_TAX + NET_WAGES - D("36000.00"), item_number="kaucja"),
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


def fine(year: int) -> NewEntry:
    """A fine is no cost for tax (art. 16 ust. 1 pkt 19 of the CIT Act): off balance, for the worksheet."""
    lines = NewLine("091", debit=FINE), NewLine("099", credit=FINE)
    day = last_day((year, FINE_MONTH))
    return _entry("PK", f"NKUP/{year}", day, "Mandat: koszt niepodatkowy", lines)


def mistake(year: int) -> NewEntry:
    """Posted in April, taken back in May."""
    lines = (
        NewLine("402-03", debit=MISTAKE, cost_center="HANDEL"),
        NewLine("240", credit=MISTAKE, text="reklama w gazecie"),
    )
    return _entry("PK", f"REK/{year}", date(year, 4, 22), "Reklama w gazecie (zaliczka)", lines)


def stock_count(year: int) -> NewEntry:
    """What the count of 31 December found on the shelves isn't used up (art. 17 ust. 2 pkt 4)."""
    lines = NewLine("310", debit=COUNTED), NewLine("401-04", debit=-COUNTED, cost_center="PROD")
    text = "Korekta kosztów o stan materiałów z inwentaryzacji"
    return _entry("PK", f"INW/{year}", last_day((year, 12)), text, lines)


def audit_reserve(year: int) -> NewEntry:
    """The audit of the year costs the year, and tax in the next one (art. 39 ust. 2; CIT Act art. 15 ust. 4e)."""
    lines = (
        NewLine("402-06", debit=AUDIT_RESERVE, cost_center="ZARZAD"),
        NewLine("641", credit=AUDIT_RESERVE),
        NewLine("092", debit=AUDIT_RESERVE),
        NewLine("099", credit=AUDIT_RESERVE),
    )
    text = "Rezerwa na badanie sprawozdania"
    return _entry("PK", f"RMKB/{year}", last_day((year, 12)), text, lines)


def tax_of_the_year(year: int, left: Decimal) -> NewEntry:
    """What the worksheet says beyond the advances; in red where it says less."""
    lines = NewLine("870", debit=left), NewLine("224", credit=left)
    return _entry("PK", f"CIT-8/{year}", last_day((year, 12)), f"Podatek CIT za {year}", lines)


def cloud(year: int, month: int) -> ForeignPurchase:
    """Import of services (art. 28b): a program in the cloud from another country of the Union."""
    day = date(year, month, 5)
    return ForeignPurchase(
        kind=Bought.UNION_SERVICES,
        country=CLOUD.nip[:2],
        tax_id=CLOUD.nip[2:],
        supplier=CLOUD.name,
        number=f"LS-{month:02}-{year}",
        issued_on=day,
        supplied_on=day,
        due_on=date(year, month, 26),
        currency="EUR",
        net=CLOUD_FEE,
        vat_rate=D(23),
        account="402-05",
        cost_center="ZARZAD",
        text="Program w chmurze",
    )


def _entry(kind: str, number: str, day: date, text: str, lines: tuple[NewLine, ...]) -> NewEntry:
    return NewEntry("PK", day.year, day.month, kind, number, day, day, text, lines)
