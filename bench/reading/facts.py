"""What stands on made-up invoices: parties, lines, sums, days, and the truth about them as data.

Seeded: the same generator state gives the same facts. Parties are invented, their numbers have valid checksums.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from stdnum import iban as iban_numbers
from stdnum.eu import vat as eu_vat

from bench.invoices import make_nip, make_nrb
from bench.reading.words import (
    CITIES,
    DE_NAMES,
    EN_NAMES,
    GOODS,
    MONTHS,
    NAMES,
    STREETS,
    TITLES,
    Labels,
    labels_of,
)

OWN_NIP = "9990010030"
OWN_NAME = "Pracownia Jarzębina sp. z o.o."
GROSZ = Decimal("0.01")
Truth = dict[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    """A firm on a paper; ``tax_id`` as stored: ten digits, or a foreign VAT number with its country."""

    name: str
    tax_id: str
    street: str
    city: str
    country: str = "PL"


@dataclass(slots=True)
class Line:
    """A line of an invoice; ``rate`` as printed ("23", "zw")."""

    name: str
    quantity: int
    price: Decimal
    rate: str
    net: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)


@dataclass(slots=True)
class Facts:
    """An invoice to print: ``data`` for a layout (texts only) and ``truth`` about what it says."""

    data: dict[str, object]
    truth: Truth
    language: str
    bands: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)


def cents(value: Decimal) -> Decimal:
    """To the grosz, half up."""
    return value.quantize(GROSZ, ROUND_HALF_UP)


def money(value: Decimal, style: str) -> str:
    """An amount as papers print it; the style is group and decimal sign: ``" ,"``, ``".,"``, ``",."``, ``","``."""
    whole, _, rest = f"{value:.2f}".lstrip("-").partition(".")
    groups = []
    while len(whole) > 3:
        whole, tail = whole[:-3], whole[-3:]
        groups.insert(0, tail)
    group, point = (style[0], style[1]) if len(style) == 2 else ("", style)
    return ("-" if value < 0 else "") + group.join([whole, *groups]) + point + rest


def spell_day(day: date, style: str, language: str) -> str:
    """A day as papers print it."""
    if style == "words":
        month = MONTHS[language][day.month - 1]
        return f"{day.day}{'.' if language == 'de' else ''} {month} {day.year}"
    if style == "us":
        return f"{MONTHS['en'][day.month - 1]} {day.day}, {day.year}"
    return day.strftime(style)


def spell_nip(nip: str, style: int) -> str:
    """A tax number in one of the spellings people use."""
    if not nip.isdigit():
        return nip if style % 2 else f"{nip[:2]} {nip[2:]}"
    return (
        nip,
        f"{nip[:3]}-{nip[3:6]}-{nip[6:8]}-{nip[8:]}",
        f"PL{nip}",
        f"{nip[:3]}-{nip[3:5]}-{nip[5:7]}-{nip[7:]}",
        f"PL {nip}",
    )[style % 5]


def spell_account(account: str, style: int) -> str:
    """An account in groups of four, with or without PL."""
    digits = account.removeprefix("PL") if account.startswith("PL") else account
    head = 2 if digits.isdigit() else 4
    rest = digits[head:]
    groups = " ".join([digits[:head], *(rest[i : i + 4] for i in range(0, len(rest), 4))])
    if not digits.isdigit():
        return groups
    return (groups, f"PL{groups}", f"PL {groups}", digits)[style % 4]


def polish_party(rng: random.Random) -> Party:
    """A seller of the country."""
    street = (
        f"{rng.choice(STREETS)} {rng.randint(1, 180)}{rng.choice(['', '', 'A', '/4', ' lok. 12'])}"
    )
    city = f"{rng.randint(0, 99):02d}-{rng.randint(1, 999):03d} {rng.choice(CITIES)}"
    return Party(rng.choice(NAMES), make_nip(rng), street, city)


def foreign_party(rng: random.Random, language: str) -> Party:
    """A seller from Germany, Austria, Ireland or the Netherlands, its VAT number with a valid checksum."""
    if language == "de":
        country = rng.choice(["DE", "DE", "AT"])
        return Party(
            rng.choice(DE_NAMES),
            foreign_tax_id(rng, country),
            f"{rng.choice(['Lindenweg', 'Mühlgasse', 'Am Anger', 'Hauptstraße'])} {rng.randint(1, 99)}",
            f"{rng.randint(10000, 99999)} {rng.choice(['Musterfeld', 'Erdachtstadt', 'Niederfiktion'])}",
            country,
        )
    country = rng.choice(["IE", "NL", "GB"])
    return Party(
        rng.choice(EN_NAMES),
        foreign_tax_id(rng, country),
        f"{rng.randint(1, 99)} {rng.choice(['Harbour Row', 'Mill Lane', 'Quill Street'])}",
        rng.choice(["Dreamford D02 XY45", "Nowhereton NW1 4ZZ", "Fabelstad 1011 AB"]),
        country,
    )


def foreign_tax_id(rng: random.Random, country: str) -> str:
    """A VAT number that passes the checksum of its country."""
    while True:
        digits = "".join(str(rng.randint(0, 9)) for _ in range(12))
        body = {
            "DE": digits[:9],
            "AT": "U" + digits[:8],
            "IE": digits[:7] + rng.choice("ABCDEFGHW"),
            "NL": digits[:9] + "B" + digits[9:11],
            "GB": digits[:9],
        }[country]
        number = country + body
        if digits[0] != "0" and (eu_vat.is_valid(number) if country != "GB" else _british_ok(body)):
            return number


def _british_ok(body: str) -> bool:
    from stdnum.gb import vat

    return bool(vat.is_valid(body))


def foreign_account(rng: random.Random, country: str) -> str:
    """An IBAN with valid check digits."""
    while True:
        digits = "".join(str(rng.randint(0, 9)) for _ in range(20))
        bban = {
            "DE": digits[:18],
            "AT": digits[:16],
            "IE": "FABL" + digits[:14],
            "NL": "FABL" + digits[:10],
            "GB": "FABL" + digits[:14],
        }[country]
        check = 98 - int(_letters_to_digits(f"{bban}{country}00")) % 97
        number = f"{country}{check:02d}{bban}"
        if iban_numbers.is_valid(number):
            return number


def _letters_to_digits(text: str) -> str:
    return "".join(str(int(c, 36)) for c in text)


def regon(rng: random.Random) -> str:
    """Nine digits with the checksum of REGON: a number that must not be taken for a NIP."""
    digits = [rng.randint(0, 9) for _ in range(8)]
    weights = (8, 9, 2, 3, 4, 5, 6, 7)
    check = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11 % 10
    return "".join(map(str, [*digits, check]))


def ksef_number(rng: random.Random, nip: str, day: date) -> str:
    """A KSeF number with its CRC-8."""
    body = f"{nip}-{day:%Y%m%d}-{rng.randrange(16**6):06X}-{rng.randrange(16**6):06X}"
    body = body[:26] + body[27:]
    crc = 0
    for byte in body.encode():
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07) & 0xFF if crc & 0x80 else crc << 1
    return f"{body}-{crc:02X}"


def invoice_number(rng: random.Random, day: date, language: str) -> str:
    """A number in one of the forms that firms use."""
    n = rng.randint(1, 4800)
    polish = (
        f"FV/{n}/{day.year}",
        f"{n}/{day.month:02d}/{day.year}",
        f"F-{n:05d}/{day:%y}/MAG",
        f"FS {n}/{day.month:02d}/{day.year}",
        f"FA/{day.year}/{day.month:02d}/{n:04d}",
        f"{day.year}{n:06d}",
        f"FV {n}/{day.year}",
        f"{n}/FVS/{day.year}",
    )
    foreign = (
        f"RE-{day.year}-{n:04d}",
        f"INV-{n:05d}",
        f"{day:%y}{n:06d}",
        f"{day.year}/{n}",
        f"R{n:06d}",
    )
    return rng.choice(polish if language == "pl" else foreign)


def make_facts(
    rng: random.Random,
    *,
    language: str = "pl",
    sales: bool = False,
    count: int | None = None,
    single_rate: bool = False,
    derived_due: bool = False,
) -> Facts:
    """An invoice of a made-up seller to our company, or of ours; ``count`` lines at one to three rates."""
    words = labels_of(language, rng)
    own = Party(OWN_NAME, OWN_NIP, "ul. Szypułkowa 4", "00-000 Zmyślin")
    other = polish_party(rng) if language == "pl" else foreign_party(rng, language)
    seller, buyer = (own, other) if sales else (other, own)
    day = date(2026, 1, 5) + timedelta(days=rng.randrange(300))
    sold = day - timedelta(days=rng.choice([0, 0, 1, 3, 9]))
    days_to_pay = rng.choice([7, 14, 14, 21, 30])
    due = day + timedelta(days=days_to_pay)
    currency = (
        "PLN"
        if language == "pl"
        else rng.choice(["EUR", "EUR", "EUR", "USD" if language == "en" else "EUR"])
    )
    lines = _lines(rng, language, seller.country, count, single_rate)
    bands: dict[str, tuple[Decimal, Decimal]] = {}
    for line in lines:
        net, vat = bands.get(line.rate, (Decimal(0), Decimal(0)))
        bands[line.rate] = net + line.net, vat + line.vat
    net = sum((b[0] for b in bands.values()), Decimal(0))
    vat = sum((b[1] for b in bands.values()), Decimal(0))
    if seller.country == "PL":
        account = "PL" + make_nrb(rng) if rng.random() < 0.2 else make_nrb(rng)
    else:
        account = foreign_account(rng, seller.country)
    number = invoice_number(rng, day, language)
    method = (
        rng.choice(["transfer", "transfer", "transfer", "cash", "card"])
        if not derived_due
        else "transfer"
    )
    truth: Truth = {
        "kind": "sales_invoice" if sales else "cost_invoice",
        "number": number,
        "issue_date": day.isoformat(),
        "sale_date": sold.isoformat(),
        "due_date": due.isoformat(),
        "seller_nip": seller.tax_id,
        "seller_name": seller.name,
        "buyer_nip": buyer.tax_id,
        "buyer_name": buyer.name,
        "account": account.removeprefix("PL") if account.startswith("PL") else account,
        "currency": currency,
        "net": str(net),
        "vat": str(vat),
        "gross": str(net + vat),
        "payment_method": method,
    }
    for rate, (n, v) in bands.items():
        truth[f"net_{rate}"], truth[f"vat_{rate}"] = str(n), str(v)
    ksef = ""
    if language == "pl" and rng.random() < 0.35:
        ksef = ksef_number(rng, seller.tax_id, day)
        truth["ksef_number"] = ksef
    data = _printed(
        rng, words, seller, buyer, truth, lines, bands,
        dates=(day, sold, due), derived=days_to_pay if derived_due else 0, account=account, ksef=ksef,
        language=language,
    )  # fmt: skip
    return Facts(data, truth, language, bands)


def _lines(
    rng: random.Random, language: str, country: str, count: int | None, single_rate: bool
) -> list[Line]:
    count = count or rng.choice([1, 1, 2, 3, 4, 6, 9])
    if country != "PL":
        rates = (
            ["0"]
            if rng.random() < 0.4
            else [{"DE": "19", "AT": "20", "IE": "23", "NL": "21", "GB": "20"}[country]]
        )
    elif single_rate:
        rates = [rng.choice(["23", "23", "8"])]
    else:
        rates = rng.choice(
            [["23"], ["23"], ["23", "8"], ["23", "5"], ["8"], ["23", "zw"], ["23", "8", "5"]]
        )
    lines = []
    for at in range(max(count, len(rates))):
        rate = rates[at % len(rates)]
        price = cents(Decimal(rng.randint(150, 240_000)) / 100 * rng.choice([1, 1, 1, 4]))
        line = Line(rng.choice(GOODS[language]), rng.choice([1, 1, 2, 5, 12]), price, rate)
        line.net = line.price * line.quantity
        line.vat = cents(line.net * Decimal(rate) / 100) if rate.isdigit() else Decimal("0.00")
        lines.append(line)
    return lines


def _printed(
    rng: random.Random,
    words: Labels,
    seller: Party,
    buyer: Party,
    truth: Truth,
    lines: list[Line],
    bands: dict[str, tuple[Decimal, Decimal]],
    *,
    dates: tuple[date, date, date],
    derived: int,
    account: str,
    ksef: str,
    language: str,
) -> dict[str, object]:
    """The texts of the paper, spelt in one style throughout, as one program prints them."""
    style = rng.choice(
        {
            "pl": [" ,", "\u00a0,", ",", " ,", ".,"],
            "de": [".,", ".,", " ,"],
            "en": [",.", ",.", "."],
        }[language]
    )
    day_style = rng.choice(
        {"pl": ["%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "words", "%d/%m/%Y"], "de": ["%d.%m.%Y", "%d.%m.%Y", "words"],
         "en": ["words", "us", "%Y-%m-%d", "%d/%m/%Y"]}[language]
    )  # fmt: skip
    nip_style, account_style = rng.randrange(5), rng.randrange(4)
    currency = truth["currency"]
    sign = rng.choice(
        {"PLN": ["PLN", "zł"], "EUR": ["EUR", "€", "EUR"], "USD": ["USD", "$"]}[currency]
    )

    def m(value: Decimal | str) -> str:
        return money(Decimal(value), style)

    def d(day: date) -> str:
        return spell_day(day, day_style, language)

    def percent(rate: str) -> str:
        return (
            f"{rate}%"
            if rate.isdigit() and not space
            else (f"{rate} %" if rate.isdigit() else rate)
        )

    space = rng.random() < 0.25
    day, sold, due = dates
    own_name = {"PL": words.nip}.get(seller.country, words.foreign_id)
    method = words.methods[truth["payment_method"]]
    net, vat, gross = truth["net"], truth["vat"], truth["gross"]
    rows = []
    for no, line in enumerate(lines, 1):
        rows.append([
            str(no), line.name, str(line.quantity), words.unit, m(line.price), m(line.net), percent(line.rate),
            m(line.vat), m(line.net + line.vat),
        ])  # fmt: skip
    due_text = words.days.format(n=derived) if derived else d(due)
    return {
        "labels": words.plain(),
        "title": rng.choice(TITLES[language]),
        "number": truth["number"],
        "issue": d(day), "sale": d(sold), "due": due_text,
        "place": f"{seller.city.split(' ', 1)[-1]}",
        "seller": {"name": seller.name, "lines": [seller.street, seller.city],
                   "id": spell_nip(seller.tax_id, nip_style),
                   "label": own_name, "regon": regon(rng), "krs": f"0000{rng.randint(100000, 999999)}",
                   "phone": f"tel. {rng.randint(500, 899)} {rng.randint(100, 999)} {rng.randint(100, 999)}"},
        "buyer": {"name": buyer.name, "lines": [buyer.street, buyer.city],
                  "id": spell_nip(buyer.tax_id, nip_style if language == "pl" else 2),
                  "label": words.nip if language == "pl" else words.foreign_id},
        "account": spell_account(account, account_style), "bank": rng.choice(["Bank Zmyślony S.A.", "Kasa Baśniowa"]),
        "method": method, "rows": rows,
        "bands": [[percent(r), m(n), m(v), m(n + v)] for r, (n, v) in bands.items()],
        "net": m(net), "vat": m(vat), "gross": m(gross), "sign": sign, "currency": currency,
        "ksef": ksef, "order": f"ZAM/{rng.randint(10, 9999)}/{day.year}",
        "ordered": d(day - timedelta(days=12)),
        "capital": money(Decimal(rng.choice(["50000", "5000", "1200000"])), style),
        "recipient": {"name": "Magazyn Wysyłkowy Grzęda", "id": spell_nip(make_nip(rng), nip_style)},
        "bdo": f"{rng.randint(1, 999999):09d}",
    }  # fmt: skip
