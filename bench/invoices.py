"""Seeded FA(3) invoices of a made-up company: half sales, half purchases, a few corrections.

Strings, not trees, so that making them costs little beside reading them. All parties are invented; their
numbers have valid checksums.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.sax.saxutils import escape

COMPANY_NIP = "5260250274"
COMPANY_NAME = "Mlecz i Oset sp. z o.o."
RATES = (("23", "1", 70), ("8", "2", 18), ("5", "3", 8), ("0 KR", "6_1", 4))
GOODS = ("Papier ksero A4", "Usługa transportowa", "Serwis drukarek", "Śruby nierdzewne M6", "Kawa ziarnista",
         "Najem magazynu", "Hosting serwera", "Części zamienne", "Projekt ulotki", "Paliwo ON")  # fmt: skip
GROSZ = Decimal("0.01")
NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def make_nip(rng: random.Random) -> str:
    """A number with a valid checksum."""
    while True:
        digits = [rng.randint(1, 9) for _ in range(9)]
        check = sum(d * w for d, w in zip(digits, NIP_WEIGHTS, strict=True)) % 11
        if check != 10:
            return "".join(map(str, [*digits, check]))


def make_nrb(rng: random.Random) -> str:
    """A Polish account number with valid check digits."""
    body = "".join(str(rng.randint(0, 9)) for _ in range(24))
    return f"{98 - int(body + '252100') % 97:02d}{body}"


def invoices(
    count: int, *, seed: int = 1, year: int = 2026, months: int = 10
) -> Iterator[tuple[str, bytes]]:
    """``count`` pairs of file name and XML bytes; the same seed gives the same files."""
    rng = random.Random(seed)
    partners = [
        (make_nip(rng), f"Dostawca Łąkowy nr {i} sp. z o.o.", make_nrb(rng)) for i in range(200)
    ]
    own_account = make_nrb(rng)
    first = date(year, 2, 1)
    days = months * 28
    for number in range(1, count + 1):
        partner = partners[min(int(rng.expovariate(1 / 40)), 199)]
        day = first + timedelta(days=rng.randrange(days))
        sale = rng.random() < 0.5
        correction = rng.random() < 0.02
        yield (
            f"faktura-{number:06d}.xml",
            _xml(rng, number, partner, own_account, day, sale, correction),
        )


def write_folder(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write ``count`` invoices into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in invoices(count, seed=seed):
        (folder / name).write_bytes(data)


def _xml(
    rng: random.Random,
    number: int,
    partner: tuple[str, str, str],
    own_account: str,
    day: date,
    sale: bool,
    correction: bool,
) -> bytes:
    company = (COMPANY_NIP, COMPANY_NAME, own_account)
    seller, buyer = (company, partner) if sale else (partner, company)
    totals: dict[str, list[Decimal]] = {}
    rows = []
    for line in range(1, rng.randint(1, 3) + 1):
        rate, band, _ = rng.choices(RATES, weights=[r[2] for r in RATES])[0]
        quantity = rng.randint(1, 20)
        price = Decimal(rng.randint(500, 40_000)) / 100
        net = price * quantity
        if correction:
            net = -net
        totals.setdefault(band, [Decimal(0), Decimal(0)])
        totals[band][0] += net
        totals[band][1] += (net * Decimal(rate.split()[0]) / 100).quantize(GROSZ, ROUND_HALF_UP)
        sign = "-" if correction else ""
        rows.append(
            f"<FaWiersz><NrWierszaFa>{line}</NrWierszaFa><P_7>{escape(rng.choice(GOODS))}</P_7>"
            f"<P_8A>szt.</P_8A><P_8B>{sign}{quantity}</P_8B><P_9A>{price}</P_9A><P_11>{net}</P_11>"
            f"<P_12>{rate}</P_12></FaWiersz>"
        )
    sums = "".join(
        f"<P_13_{band}>{net}</P_13_{band}>"
        + ("" if band == "6_1" else f"<P_14_{band}>{vat}</P_14_{band}>")
        for band, (net, vat) in sorted(totals.items())
    )
    gross = sum((net + vat for net, vat in totals.values()), Decimal(0))
    kind = "KOR" if correction else "VAT"
    prefix = "FS" if sale else "FZ"
    corrected = (
        f"<PrzyczynaKorekty>zwrot towaru</PrzyczynaKorekty><TypKorekty>2</TypKorekty><DaneFaKorygowanej>"
        f"<DataWystFaKorygowanej>{day}</DataWystFaKorygowanej><NrFaKorygowanej>{prefix}/{number}/P</NrFaKorygowanej>"
        "<NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"
        if correction
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Naglowek>'
        '<KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza>'
        f"<WariantFormularza>3</WariantFormularza><DataWytworzeniaFa>{day}T10:00:00Z</DataWytworzeniaFa></Naglowek>"
        f"<Podmiot1><DaneIdentyfikacyjne><NIP>{seller[0]}</NIP><Nazwa>{escape(seller[1])}</Nazwa>"
        "</DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>ul. Łąkowa 1</AdresL1>"
        "<AdresL2>00-001 Warszawa</AdresL2></Adres></Podmiot1>"
        f"<Podmiot2><DaneIdentyfikacyjne><NIP>{buyer[0]}</NIP><Nazwa>{escape(buyer[1])}</Nazwa>"
        "</DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>ul. Polna 2</AdresL1>"
        "<AdresL2>30-002 Kraków</AdresL2></Adres><JST>2</JST><GV>2</GV></Podmiot2>"
        f"<Fa><KodWaluty>PLN</KodWaluty><P_1>{day}</P_1><P_2>{prefix}/{number}/{day:%m/%Y}</P_2><P_6>{day}</P_6>"
        f"{sums}<P_15>{gross}</P_15>"
        "<Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A><Zwolnienie><P_19N>1</P_19N>"
        "</Zwolnienie><NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu><P_23>2</P_23>"
        "<PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>"
        f"<RodzajFaktury>{kind}</RodzajFaktury>{corrected}{''.join(rows)}"
        f"<Platnosc><TerminPlatnosci><Termin>{day + timedelta(days=14)}</Termin></TerminPlatnosci>"
        f"<FormaPlatnosci>6</FormaPlatnosci><RachunekBankowy><NrRB>{seller[2]}</NrRB></RachunekBankowy></Platnosc>"
        "</Fa></Faktura>"
    ).encode()
