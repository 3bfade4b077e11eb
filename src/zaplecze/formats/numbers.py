"""Identifiers of Polish trade: checksums, one plain form, one readable form.

Pure and cached; a bad value is False, never an exception. The `*_ok` functions take the plain form
(no spaces or dashes, as stored); people's spelling goes through the `normalise_*` functions first.
"""

import re
from functools import lru_cache

from stdnum import iban
from stdnum.pl import nip, pesel, regon

CACHE = 16_384

_NIP = re.compile(r"[1-9][0-9]{9}")
_REGON = re.compile(r"[0-9]{9}(?:[0-9]{5})?")
_PESEL = re.compile(r"[0-9]{11}")
_NRB = re.compile(r"[0-9]{26}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")
_KSEF = re.compile(
    r"(?:[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}|M[0-9]{9}|[A-Z]{3}[0-9]{7})"
    r"-(?:20[2-9][0-9]|2[1-9][0-9]{2}|[3-9][0-9]{3})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}"
)
# Tax offices: two digits of the voivodeship (TERYT, even from 02 to 32), two of the office.
_OFFICE = re.compile(r"(?:0[2468]|[12][02468]|3[02])[0-9]{2}")
_BLANKS = re.compile(r"[\s\-\u2010-\u2015.]+")


def _crc8_table() -> tuple[int, ...]:
    """CRC-8 with polynomial 0x07, one step per byte."""
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07) & 0xFF if crc & 0x80 else crc << 1
        table.append(crc)
    return tuple(table)


_CRC8 = _crc8_table()


def tax_office_ok(code: str) -> bool:
    """True for four digits that a tax office's code (KodUrzedu) may have; whether there is one isn't known here."""
    return _OFFICE.fullmatch(code) is not None


@lru_cache(CACHE)
def nip_ok(value: str) -> bool:
    """Ten digits, the first not zero, the last a checksum modulo 11."""
    return _NIP.fullmatch(value) is not None and nip.is_valid(value)


@lru_cache(CACHE)
def regon_ok(value: str) -> bool:
    """Nine or fourteen digits with their checksums."""
    return _REGON.fullmatch(value) is not None and regon.is_valid(value)


@lru_cache(CACHE)
def pesel_ok(value: str) -> bool:
    """Eleven digits: a birth date that exists and a checksum modulo 10."""
    return _PESEL.fullmatch(value) is not None and pesel.is_valid(value)


@lru_cache(CACHE)
def nrb_ok(value: str) -> bool:
    """Polish account number: 26 digits, MOD-97 as the IBAN with PL."""
    # "2521" is PL in the IBAN's letter values (P=25, L=21), check digits moved to the end.
    return _NRB.fullmatch(value) is not None and int(f"{value[2:]}2521{value[:2]}") % 97 == 1


@lru_cache(CACHE)
def iban_ok(value: str) -> bool:
    """IBAN of any country: length and structure of that country, MOD-97."""
    if _IBAN.fullmatch(value) is None:
        return False
    if value.startswith("PL"):
        return nrb_ok(value[2:])
    return iban.is_valid(value)


@lru_cache(CACHE)
def ksef_number_ok(value: str) -> bool:
    """KSeF number: NIP-YYYYMMDD-12 hex-2 hex, the last two a CRC-8 (0x07, start 0) of the first 32.

    The older form of 36 characters has a dash in the middle of the twelve; its checksum is accepted
    over the number with and without that dash.
    """
    if _KSEF.fullmatch(value) is None:
        return False
    body, check = value[:-3], int(value[-2:], 16)
    if len(value) == 35:
        return _crc8(body) == check
    return check in {_crc8(body), _crc8(body[:26] + body[27:])}


def _crc8(text: str) -> int:
    crc = 0
    for byte in text.encode("ascii"):
        crc = _CRC8[crc ^ byte]
    return crc


def normalise_nip(value: str) -> str:
    """The ten digits of a NIP written with dashes, spaces or the prefix PL; else as it came.

    Only the spelling is changed: whether the result is a NIP is for `nip_ok` to say.
    """
    plain = _BLANKS.sub("", value).upper()
    return plain.removeprefix("PL") if re.fullmatch(r"PL[0-9]{10}", plain) else plain


def format_nip(value: str) -> str:
    """`5250001009` -> `525-000-10-09`; anything but ten digits comes back unchanged."""
    if len(value) != 10 or not value.isdigit():
        return value
    return f"{value[:3]}-{value[3:6]}-{value[6:8]}-{value[8:]}"


def normalise_account(value: str) -> str:
    """An account number without spaces and dashes, letters upper-case."""
    return _BLANKS.sub("", value).upper()


def format_account(value: str) -> str:
    """Groups of four as printed in Poland: an NRB as `61 1090 1014 ...`, an IBAN as `PL61 1090`."""
    head = 2 if value[:2].isdigit() else 4
    rest = value[head:]
    return " ".join([value[:head], *(rest[i : i + 4] for i in range(0, len(rest), 4))])
