"""Polish messages for what the XML parser and the schema validator report.

libxml2 explains itself in English, in terms of the schema language. Here each type of error becomes
a sentence that names the element, the line, what is wrong and what to do next.
"""

import re
from collections.abc import Callable, Iterable
from typing import cast

from lxml import etree

from zaplecze.formats.fa3.errors import Problem

MAX_PROBLEMS = 20

_NEXT = "Popraw to miejsce i wczytaj plik ponownie; fakturę otrzymaną zwróć wystawcy do poprawy."
_EXPECTED = re.compile(r"\{[^}]*\}(\w+)")
_VALUE = re.compile(r"[Vv]alue '(.*)' (?:is|has|does)|: '(.*)' is not a valid value", re.DOTALL)
_ALLOWED = re.compile(r"set \{(.*)\}", re.DOTALL)
_LIMIT = re.compile(r"\((?:'([^']*)'|(\d+))\)|allowed (?:minimum|maximum) length of '(\d+)'")
_ATTRIBUTE = re.compile(r"attribute '([^']*)'")
_FIXED = re.compile(r"fixed value constraint '([^']*)'|fixed value '([^']*)'")

_AMOUNT = "kwoty z kropką i najwyżej dwoma miejscami po niej, bez spacji, np. 1234.56"
_DAY = "istniejącej daty RRRR-MM-DD"
_FORMATS = tuple(
    (re.compile(pattern), wanted)
    for pattern, wanted in (
        (r"NIP", "numeru NIP: 10 cyfr bez kresek i spacji"),
        (r"NrKSeFFa\w+", "numeru KSeF, np. 5250001009-20260817-0123456789AB-CD"),
        (r"NrVatUE", "numeru VAT UE bez prefiksu kraju: do 12 wielkich liter i cyfr"),
        (r"IDWew", "identyfikatora wewnętrznego: NIP, kreska i 5 cyfr"),
        (r"DataWytworzeniaFa|DataGodz\w+", "daty i godziny RRRR-MM-DDTGG:MM:SSZ"),
        (r"P_1|P_6\w*|P_22A|Data\w+|Termin", _DAY),
        (r"P_1[345]\w*|P_11\w*|Kwota\w*|Suma\w*|Do\w+|Wartosc\w+", _AMOUNT),
        (r"P_9\w+|P_10", "ceny z kropką i najwyżej ośmioma miejscami po niej, np. 12.345678"),
        (r"P_8B\w?|Kurs\w+", "liczby z kropką i najwyżej sześcioma miejscami po niej, np. 1.5"),
        (r"P_12Z?_XII|Udzial", "procentu od 0 do 100, np. 21"),
        (r"Nr[Ww]iersza\w*|P_NrWierszaNST", "liczby całkowitej większej od zera"),
        (r"KRS", "numeru KRS: 10 cyfr"),
        (r"REGON", "numeru REGON: 9 albo 14 cyfr"),
        (r"SWIFT", "kodu SWIFT: 8 albo 11 znaków"),
        (r"IPKSeF", "identyfikatora płatności: 3 cyfry i 10 liter lub cyfr"),
        (r"LinkDoPlatnosci", "adresu https z parametrem IPKSeF"),
        (r"Email\w*", "adresu e-mail"),
        (r"JST|GV|P_16|P_17|P_18A?|P_23|P_42_5", "wartości 1 (tak) albo 2 (nie)"),
    )
)


_REQUIRED = {
    "Faktura": ("Naglowek", "Podmiot1", "Podmiot2", "Fa"),
    "Naglowek": ("KodFormularza", "WariantFormularza", "DataWytworzeniaFa"),
    "Podmiot1": ("DaneIdentyfikacyjne", "Adres"),
    "Podmiot2": ("DaneIdentyfikacyjne", "JST", "GV"),
    "Podmiot3": ("DaneIdentyfikacyjne",),
    "PodmiotUpowazniony": ("DaneIdentyfikacyjne", "Adres", "RolaPU"),
    "Adres": ("KodKraju", "AdresL1"),
    "Fa": ("KodWaluty", "P_1", "P_2", "P_15", "Adnotacje", "RodzajFaktury"),
    "Adnotacje": (
        "P_16", "P_17", "P_18", "P_18A", "Zwolnienie", "NoweSrodkiTransportu", "P_23", "PMarzy",
    ),
    "DaneFaKorygowanej": ("DataWystFaKorygowanej", "NrFaKorygowanej"),
    "FaWiersz": ("NrWierszaFa",),
    "ZamowienieWiersz": ("NrWierszaZam",),
    "Zamowienie": ("WartoscZamowienia", "ZamowienieWiersz"),
    "DodatkowyOpis": ("Klucz", "Wartosc"),
    "RachunekBankowy": ("NrRB",),
    "RachunekBankowyFaktora": ("NrRB",),
    "TerminOpis": ("Ilosc", "Jednostka", "ZdarzeniePoczatkowe"),
}  # fmt: skip


def syntax_problem(error: etree.XMLSyntaxError) -> Problem:
    """The file is not well-formed XML."""
    line = error.lineno
    entries = list(cast("Iterable[etree._LogEntry]", error.error_log))
    kind = entries[-1].type_name if entries else ""
    reason = _SYNTAX.get(kind, "nie jest poprawnym plikiem XML")
    return Problem(
        "FA3-XML-SYNTAX",
        f"Plik {reason} (wiersz {line}). Pobierz go jeszcze raz z KSeF; jeżeli przyszedł inną "
        "drogą, poproś wystawcę o cały plik.",
        line,
    )


_SYNTAX = {
    "ERR_TAG_NAME_MISMATCH": "ma niezgodne znaczniki otwierające i zamykające",
    "ERR_TAG_NOT_FINISHED": "jest ucięty: nie wszystkie znaczniki są zamknięte",
    "ERR_DOCUMENT_END": "ma dopisaną treść po końcu dokumentu",
    "ERR_DOCUMENT_EMPTY": "nie zawiera dokumentu XML",
    "ERR_INVALID_ENCODING": "nie jest zapisany w UTF-8",
    "ERR_INVALID_CHAR": "zawiera znaki, których XML nie dopuszcza",
    "ERR_UNDECLARED_ENTITY": "używa encji, których e-Faktura nie może mieć",
    "ERR_LT_REQUIRED": "nie jest poprawnym plikiem XML",
    "I18N_CONV_FAILED": "nie jest zapisany w UTF-8",
}


def problems_of(entries: Iterable[etree._LogEntry], root: etree._Element) -> tuple[Problem, ...]:
    """Up to 20 problems; a value reported by several rules of its type is told once."""
    problems: list[Problem] = []
    told: set[str] = set()
    for entry in entries:
        path = entry.path or ""
        if path in told and entry.type_name != "SCHEMAV_ELEMENT_CONTENT":
            continue
        told.add(path)
        problems.append(_problem(entry, root))
        if len(problems) == MAX_PROBLEMS:
            break
    return tuple(problems)


def line_of(element: etree._Element) -> int:
    """Line of an element in the file; 0 when it was not parsed from one."""
    return cast("int | None", element.sourceline) or 0


def element_path(element: etree._Element) -> str:
    """Readable path of local names: `Faktura/Fa/FaWiersz[2]/P_11`; numbers where it repeats."""
    steps: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        name = etree.QName(node).localname
        parent = node.getparent()
        if parent is not None:
            twins = parent.findall(node.tag)
            if len(twins) > 1:
                name = f"{name}[{twins.index(node) + 1}]"
        steps.append(name)
        node = parent
    return "/".join(reversed(steps))


def _problem(entry: etree._LogEntry, root: etree._Element) -> Problem:
    found = root.getroottree().xpath(entry.path) if entry.path else []
    element = found[0] if isinstance(found, list) and found else root
    if not isinstance(element, etree._Element):
        element = root
    path = element_path(element)
    line = entry.line or line_of(element)
    code, what = _CODES.get(entry.type_name, ("FA3-XSD-OTHER", _other))
    return Problem(
        code, f"{path}, wiersz {line}: {what(entry.message, element)} {_NEXT}", line, path
    )


def _other(message: str, element: etree._Element) -> str:
    return "treść jest niezgodna ze schematem FA(3)."


def _missing(parent: etree._Element) -> str:
    """Compulsory children `parent` lacks; libxml2 lists at most ten candidates, optional first."""
    present = {etree.QName(child).localname for child in parent}
    required = _REQUIRED.get(etree.QName(parent).localname, ())
    return ", ".join(name for name in required if name not in present)


def _content(message: str, element: etree._Element) -> str:
    expected = ", ".join(_EXPECTED.findall(message.partition("Expected is")[2]))
    if "Missing child" in message:
        missing = _missing(element)
        if missing:
            return f"brakuje elementu {missing}."
        return f"brakuje elementu; należy dodać jeden z: {expected}."
    parent = element.getparent()
    missing = _missing(parent) if parent is not None else ""
    if missing:
        return f"elementu nie powinno być w tym miejscu; przed nim brakuje: {missing}."
    if expected:
        return f"elementu nie powinno być w tym miejscu; tu może stać: {expected}."
    return "elementu nie powinno tu być; należy go usunąć albo przenieść."


def _found(message: str, element: etree._Element) -> str:
    match = _VALUE.search(message)
    value = next((group for group in match.groups() if group is not None), "") if match else ""
    value = value or (element.text or "")
    return value if len(value) <= 60 else value[:57] + "..."


def _format(message: str, element: etree._Element) -> str:
    value = _found(message, element).strip()
    name = etree.QName(element).localname
    known = next((wanted for pattern, wanted in _FORMATS if pattern.fullmatch(name)), None)
    wanted = f"; oczekiwano {known}" if known else ""
    if not value:
        return f"wartość jest pusta{wanted}."
    return f"wartość „{value}” ma zły format{wanted}."


def _choice(message: str, element: etree._Element) -> str:
    value = _found(message, element)
    match = _ALLOWED.search(message)
    allowed = [text.strip().strip("'") for text in match[1].split(", ")] if match else []
    if len(allowed) > 20:  # countries, currencies
        return f"wartość „{value}” jest spoza listy kodów dozwolonych dla tego elementu."
    return f"wartość „{value}” jest niedozwolona; dozwolone: {', '.join(allowed)}."


def _limit(message: str) -> str:
    found = [group for match in _LIMIT.finditer(message) for group in match.groups() if group]
    return found[-1] if found else "?"


def _below(message: str, element: etree._Element) -> str:
    return f"wartość „{_found(message, element)}” jest mniejsza niż dozwolona {_limit(message)}."


def _above(message: str, element: etree._Element) -> str:
    return f"wartość „{_found(message, element)}” jest większa niż dozwolona {_limit(message)}."


def _too_short(message: str, element: etree._Element) -> str:
    if not (element.text or "").strip():
        return "element jest pusty; należy wpisać wartość albo usunąć element."
    return f"tekst jest krótszy niż {_limit(message)} znaków."


def _too_long(message: str, element: etree._Element) -> str:
    return f"tekst jest dłuższy niż {_limit(message)} znaków."


def _digits(message: str, element: etree._Element) -> str:
    return f"liczba „{_found(message, element)}” ma za dużo cyfr."


def _fraction(message: str, element: etree._Element) -> str:
    return f"liczba „{_found(message, element)}” ma za dużo miejsc po kropce."


def _stray_text(message: str, element: etree._Element) -> str:
    return "element zawiera sam tekst, a powinien zawierać elementy podrzędne."


def _stray_element(message: str, element: etree._Element) -> str:
    return "element powinien zawierać tylko wartość, a zawiera inne elementy."


def _stray_attribute(message: str, element: etree._Element) -> str:
    match = _ATTRIBUTE.search(message)
    return f"atrybut {match[1] if match else ''} jest niedozwolony; należy go usunąć."


def _missing_attribute(message: str, element: etree._Element) -> str:
    match = _ATTRIBUTE.search(message)
    return f"brakuje atrybutu {match[1] if match else ''}."


def _fixed(message: str, element: etree._Element) -> str:
    match = _FIXED.search(message)
    wanted = next((group for group in match.groups() if group), "") if match else ""
    return f"wartość jest niezgodna ze stałą wartością „{wanted}” wymaganą przez schemat."


_CODES: dict[str, tuple[str, Callable[[str, etree._Element], str]]] = {
    "SCHEMAV_ELEMENT_CONTENT": ("FA3-XSD-ELEMENT", _content),
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": ("FA3-XSD-FORMAT", _format),
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": ("FA3-XSD-FORMAT", _format),
    "SCHEMAV_CVC_PATTERN_VALID": ("FA3-XSD-FORMAT", _format),
    "SCHEMAV_CVC_ENUMERATION_VALID": ("FA3-XSD-VALUE", _choice),
    "SCHEMAV_CVC_MININCLUSIVE_VALID": ("FA3-XSD-RANGE", _below),
    "SCHEMAV_CVC_MINEXCLUSIVE_VALID": ("FA3-XSD-RANGE", _below),
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": ("FA3-XSD-RANGE", _above),
    "SCHEMAV_CVC_MAXEXCLUSIVE_VALID": ("FA3-XSD-RANGE", _above),
    "SCHEMAV_CVC_MINLENGTH_VALID": ("FA3-XSD-LENGTH", _too_short),
    "SCHEMAV_CVC_MAXLENGTH_VALID": ("FA3-XSD-LENGTH", _too_long),
    "SCHEMAV_CVC_TOTALDIGITS_VALID": ("FA3-XSD-FORMAT", _digits),
    "SCHEMAV_CVC_FRACTIONDIGITS_VALID": ("FA3-XSD-FORMAT", _fraction),
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": ("FA3-XSD-TEXT", _stray_text),
    "SCHEMAV_CVC_TYPE_3_1_2": ("FA3-XSD-TEXT", _stray_element),
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": ("FA3-XSD-ATTRIBUTE", _stray_attribute),
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": ("FA3-XSD-ATTRIBUTE", _stray_attribute),
    "SCHEMAV_CVC_TYPE_3_1_1": ("FA3-XSD-ATTRIBUTE", _stray_attribute),
    "SCHEMAV_CVC_COMPLEX_TYPE_4": ("FA3-XSD-ATTRIBUTE", _missing_attribute),
    "SCHEMAV_CVC_AU": ("FA3-XSD-ATTRIBUTE", _fixed),
    "SCHEMAV_CVC_ELT_5_2_2_2_1": ("FA3-XSD-VALUE", _fixed),
    "SCHEMAV_CVC_ELT_5_2_2_2_2": ("FA3-XSD-VALUE", _fixed),
}
