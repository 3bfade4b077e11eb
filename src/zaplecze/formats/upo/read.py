"""Reading: what a receipt says, whatever the version of its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lxml import etree

ROOTS = frozenset({"Potwierdzenie", "UPO", "UrzedowePoswiadczenieOdbioru"})
PDF = b"%PDF-"


class UpoError(ValueError):
    """Not a receipt; ``code`` is stable, the message Polish."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says; empty where it doesn't, and all but the type empty for a PDF."""

    media_type: str
    reference: str = ""
    received_on: date | None = None
    form: str = ""
    tax_id: str = ""


def read(data: bytes) -> Receipt:
    """Read a receipt, XML or PDF; raises `UpoError` for anything else."""
    if data.startswith(PDF):
        return Receipt("application/pdf")
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise UpoError("UPO-FORM", "UPO to plik XML albo PDF z bramki urzędu: wybierz inny plik.")
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UpoError("UPO-XML", f"Plik UPO jest uszkodzony: {error.msg}.") from error
    if etree.QName(root).localname not in ROOTS:
        raise UpoError(
            "UPO-ROOT",
            f"To nie jest UPO, lecz {etree.QName(root).localname}: pobierz poświadczenie z bramki urzędu.",
        )
    reference = _first(root, "NumerReferencyjny")
    if not reference:
        raise UpoError("UPO-FIELD", "UPO nie ma numeru referencyjnego: pobierz je jeszcze raz.")
    return Receipt(
        "application/xml",
        reference,
        _day(_first(root, "DataWplyniecia")),
        _first(root, "KodFormularza") or _first(root, "NazwaStrukturyLogicznej"),
        _first(root, "NIP") or _first(root, "TIN") or _first(root, "IdentyfikatorPodatkowyPodmiotu"),
    )  # fmt: skip


def _first(root: etree._Element, name: str) -> str:
    """The text of the first element of a name in any namespace."""
    found = next(root.iter(f"{{*}}{name}"), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise UpoError(
            "UPO-FIELD", f"Data wpłynięcia „{text}” nie jest datą: pobierz UPO jeszcze raz."
        ) from error
