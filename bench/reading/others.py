"""Receipts with a NIP, and papers that are no invoices, which must not be filled in as if they were."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from bench.invoices import make_nrb
from bench.reading.facts import (
    OWN_NAME,
    OWN_NIP,
    Facts,
    cents,
    money,
    polish_party,
    spell_account,
    spell_day,
    spell_nip,
)
from bench.reading.words import GOODS

LETTERS = {"A": "23", "B": "8", "C": "5"}


def make_receipt(rng: random.Random) -> Facts:
    """A fiscal receipt with the buyer's NIP: gross lines by letter of rate, the tax inside them."""
    seller = polish_party(rng)
    day = date(2026, 1, 5) + timedelta(days=rng.randrange(300))
    letters = rng.choice([["A"], ["A"], ["A", "B"], ["B", "C"], ["A", "B", "C"]])
    gross_of = dict.fromkeys(letters, Decimal(0))
    rows = []
    for at in range(max(len(letters), rng.randint(1, 5))):
        letter = letters[at % len(letters)]
        price, count = Decimal(rng.randint(199, 9900)) / 100, rng.choice([1, 1, 2, 3])
        gross_of[letter] += price * count
        rows.append(
            [
                rng.choice(GOODS["pl"]),
                str(count),
                money(price, ","),
                money(price * count, ","),
                letter,
            ]
        )
    bands = {
        letter: (gross, cents(gross * Decimal(LETTERS[letter]) / (100 + Decimal(LETTERS[letter]))))
        for letter, gross in gross_of.items()
    }
    gross = sum(gross_of.values(), Decimal(0))
    vat = sum((v for _, v in bands.values()), Decimal(0))
    method = rng.choice(["cash", "card"])
    number = f"{rng.randint(1, 99999):06d}"
    truth = {
        "kind": "receipt", "number": number, "issue_date": day.isoformat(), "seller_nip": seller.tax_id,
        "seller_name": seller.name, "buyer_nip": OWN_NIP, "currency": "PLN", "net": f"{gross - vat:.2f}",
        "vat": str(vat),
        "gross": f"{gross:.2f}", "payment_method": method,
    }  # fmt: skip
    for letter, (band_gross, band_vat) in bands.items():
        truth[f"vat_{LETTERS[letter]}"] = str(band_vat)
        truth[f"net_{LETTERS[letter]}"] = str(band_gross - band_vat)
    spelling = rng.choice([0, 1, 3])
    rate = rng.choice(["{}%", "{},00%", "{},00 %"])
    data: dict[str, object] = {
        "seller": {
            "name": seller.name,
            "lines": [seller.street, seller.city],
            "id": spell_nip(seller.tax_id, spelling),
        },
        "buyer": {"id": spell_nip(OWN_NIP, rng.choice([0, 0, spelling]))},
        "number": number,
        "issue": spell_day(day, rng.choice(["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]), "pl"),
        "time": f"{rng.randint(7, 21):02d}:{rng.randint(0, 59):02d}",
        "till": f"#{rng.randint(1, 9)}",
        "rows": rows,
        "vat": money(vat, ","),
        "gross": money(gross, ","),
        "bands": [
            [k, rate.format(LETTERS[k]), money(v, ","), money(g, ",")]
            for k, (g, v) in bands.items()
        ],
        "method": {"cash": "Gotówka", "card": "Karta"}[method],
        "unique": f"ABC {rng.randint(10**9, 10**10 - 1)}",
    }
    return Facts(data, truth, "pl")


def make_other(rng: random.Random, kind: str) -> tuple[str, Facts]:
    """(layout, facts) of a paper of this kind; its truth is the kind alone."""
    sender, day = polish_party(rng), date(2026, 1, 5) + timedelta(days=rng.randrange(300))
    who = [
        sender.name,
        sender.street,
        sender.city,
        f"NIP {spell_nip(sender.tax_id, rng.randrange(5))}",
    ]
    us = [OWN_NAME, "ul. Szypułkowa 4", "00-000 Zmyślin", f"NIP {OWN_NIP}"]
    amount = money(Decimal(rng.randint(10_000, 9_000_000)) / 100, " ,")
    style = rng.choice(["%d.%m.%Y", "words", "%Y-%m-%d"])
    later = spell_day(day + timedelta(days=30), style, "pl")
    data: dict[str, object] = {
        "issue": spell_day(day, style, "pl"),
        "place": sender.city.split(" ", 1)[1],
        "sender": who,
        "recipient": us,
        "signed": "Zarząd",
        "number": f"{rng.randint(1, 900)}/{day.year}",
        "datelabel": "Data",
        "heads": [],
        "rows": [],
    }
    goods = [rng.choice(GOODS["pl"]) for _ in range(3)]
    if kind == "letter":
        data["subject"], data["paragraphs"] = rng.choice(
            [
                (
                    "Wezwanie do zapłaty",
                    [
                        f"Informujemy, że do dnia dzisiejszego nie wpłynęła zapłata "
                        f"za fakturę FV/{rng.randint(1, 99)}/2026 na kwotę {amount} zł brutto.",
                        f"Prosimy o wpłatę do {later} na rachunek {spell_account(make_nrb(rng), 0)}.",
                    ],
                ),
                (
                    "Dotyczy: zmiana cennika",
                    [
                        f"Uprzejmie informujemy, że od dnia {later} obowiązuje nowy cennik usług.",
                        f"Opłata miesięczna wyniesie {amount} zł netto.",
                    ],
                ),
                (
                    "Odpowiedź na reklamację",
                    [
                        f"W odpowiedzi na Państwa pismo z dnia {later} uznajemy reklamację "
                        f"i zwrócimy kwotę {amount} zł.",
                        "Za niedogodności przepraszamy.",
                    ],
                ),
            ]
        )
        return "letter", Facts(data, {"kind": kind}, "pl")
    if kind == "contract":
        data["subject"] = rng.choice(
            ["Umowa najmu lokalu", "Umowa o świadczenie usług", "Umowa zlecenia"]
        )
        data["paragraphs"] = [
            "Przedmiotem umowy jest świadczenie przez Wykonawcę na rzecz Zamawiającego usług "
            "określonych w załączniku nr 1.",
            f"Wynagrodzenie wynosi {amount} zł netto miesięcznie i zostanie powiększone "
            "o podatek VAT według stawki 23%.",
            f"Płatność następuje na podstawie faktury w terminie 14 dni "
            f"na rachunek {spell_account(make_nrb(rng), 0)}.",
            f"Umowa obowiązuje do dnia {later}. Wszelkie zmiany wymagają formy pisemnej pod rygorem nieważności.",
        ]
        return "contract", Facts(data, {"kind": kind}, "pl")
    data["paragraphs"] = [""]
    if kind == "bank_statement":
        data |= {
            "subject": "Wyciąg bankowy nr",
            "sender": ["Bank Zmyślony S.A.", f"Rachunek: {spell_account(make_nrb(rng), 0)}"],
            "datelabel": "Za okres do",
            "heads": ["Data", "Opis operacji", "Kwota", "Saldo po operacji"],
            "rows": [
                [
                    data["issue"],
                    f"Przelew przychodzący {g}",
                    amount,
                    money(Decimal(rng.randint(1, 10**7)) / 100, " ,"),
                ]
                for g in goods
            ],
            "paragraphs": [f"Saldo początkowe: {amount} PLN", f"Saldo końcowe: {amount} PLN"],
        }
    elif kind == "order":
        data |= {
            "subject": rng.choice(["Zamówienie nr", "Zamówienie zakupu"]),
            "heads": ["Lp.", "Towar", "Ilość", "Cena netto"],
            "rows": [[str(i), g, str(rng.randint(1, 40)), amount] for i, g in enumerate(goods, 1)],
            "paragraphs": [
                f"Prosimy o dostawę do {later}. Na fakturze prosimy podać numer zamówienia."
            ],
        }
    else:
        data |= {
            "subject": rng.choice(["Wydanie zewnętrzne WZ", "Dowód dostawy WZ"]),
            "heads": ["Lp.", "Towar", "Ilość wydana", "Jm"],
            "rows": [[str(i), g, str(rng.randint(1, 40)), "szt."] for i, g in enumerate(goods, 1)],
            "paragraphs": ["Wydał: ................   Odebrał: ................"],
        }
    return "sheet", Facts(data, {"kind": kind}, "pl")
