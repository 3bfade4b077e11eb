"""Statements of fictional firms, in the dialects of Polish banks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

OWN = "90000000000000000000000101"
OTHER = "36000000000000000000000103"

TILDE = f"""\
:20:WYCIAG7
:25:/PL{OWN}
:28C:00007/001
:60F:C260630PLN15000,00
:61:2607010701C450,00N062NONREF//BR20260701001
:86:020~00B062~20CZYNSZ LOKAL 15A LIPIEC 202~216 FAKTURA S/41~22~23
~3000000000~310000000000000103~32TEATR CIENI~33I ŚWIATŁA~38PL{OTHER}
:61:2607020702D89,99N152NONREF//BR20260702017
:86:073~00B152~20OPŁATA ZA PRĄD~32ENERGIA ZMYŚLONA SA
:62F:C260731PLN15360,01
-
"""
PKO = TILDE.replace("~22~23", "~22\u00ff\n~23\u00ff")
ANGLE = TILDE.replace("~", "<")
QUESTION = TILDE.replace("~", "?")
CARET = TILDE.replace("~", "^")
NAME_IN_27 = f"""\
:20:W1
:25:{OWN}
:28C:1
:60F:C260701PLN0,00
:61:2607100710C10,00NTRFNONREF//X1
:86:020<00PRZELEW<20FAKTURA 12/2026<27PRACOWNIA SZKŁA I ŚWIATŁA<28UL. ZMYŚLONA 4<38PL{OTHER}
:61:2607100710D10,00NTRFNONREF//X2
:86:020<00OPŁATA<20PIERWSZA<21DRUGA<22TRZECIA<23CZWARTA<24PIĄTA<25SZÓSTA<26SIÓDMA<27ÓSMA
:62F:C260731PLN0,00
"""
LABELS = f"""\
\x01
:20:ST260604CYC/1
:25:{OWN}
:28C:107/1
:60F:C260604PLN0,00
:61:2606040604CN697,18NTRFNONREF//EL004391-000970
911-TRANSAKCJA
:86:911 TRANSAKCJA; ID IPH: XX000000000014; Z RACH.: \n{OTHER}; OD: TEATR CIENI I ŚWIATŁA SP. Z O.O.\x20
UL. KURTYNOWA 3 00-000 WYMYŚLNO; TYT.: ZAPŁATA ZA S/41; DATA STEMPLA:\x20
02.06.2026; TNR: 154961063737599.110001
:62F:C260604PLN697,18
"""
PLAIN = f"""\
:20:W1
:25:{OWN}
:28C:1/2026
:60F:C260701PLN500,00
:61:260710C300,00NTRFREF123456
:86:PRZELEW PRZYCHODZĄCY KOWAL
I SPÓŁKA FAKTURA 17
:62F:C260731PLN800,00
"""
SPLIT = f"""\
:20:W1
:25:PL{OWN}
:28C:1
:60F:C260701PLN0,00
:61:2607100710C123,00N062NONREF//X1
:86:020~00MPP~20/VAT/23,00/IDC/9990010030/I~21NV/FV/17/26/TXT/za usługę
:62F:C260731PLN123,00
"""


@dataclass(frozen=True, slots=True)
class Move:
    """A movement to write."""

    value: date
    entry: date | None
    amount: Decimal
    title: str
    name: str
    account: str
    reference: str


def render(moves: Sequence[Move], *, opening: Decimal = Decimal(0), number: str = "1") -> str:
    """A statement in the ~ dialect that says what the moves say."""
    closing = opening + sum((m.amount for m in moves), Decimal(0))
    out = [":20:X", f":25:PL{OWN}", f":28C:{number}", f":60F:{_balance(opening)}"]
    for m in moves:
        entry = f"{m.entry:%m%d}" if m.entry else ""
        side = "C" if m.amount >= 0 else "D"
        out.append(f":61:{m.value:%y%m%d}{entry}{side}{_text(m.amount)}NTRFNONREF//{m.reference}")
        titles = "".join(
            f"~{20 + i // 27}{m.title[i : i + 27]}\n" for i in range(0, len(m.title), 27)
        )
        out.append(f":86:020~00X\n{titles}~32{m.name}\n~38{m.account}")
    out.append(f":62F:{_balance(closing)}")
    return "\r\n".join(out).replace("\n\n", "\n")


def _balance(amount: Decimal) -> str:
    return f"{'C' if amount >= 0 else 'D'}260701PLN{_text(amount)}"


def _text(amount: Decimal) -> str:
    return f"{abs(amount):.2f}".replace(".", ",")
