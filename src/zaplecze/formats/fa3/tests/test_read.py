"""Goal: what is not a valid FA(3) is refused in Polish, naming code, element and line.

Method: damage one place of a golden file; samples of others are judged against the schema itself.
"""

import doctest
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from zaplecze.formats import travel
from zaplecze.formats.fa3 import (
    Address,
    Band,
    Fa3Error,
    IdScheme,
    Kind,
    PartyRole,
    Rate,
    TaxId,
    read,
)
from zaplecze.formats.fa3.grammar import NAMESPACE
from zaplecze.formats.fa3.read import read_tree
from zaplecze.formats.fa3.schema import schema
from zaplecze.formats.fa3.tests.helpers import SHARED, sample_params
from zaplecze.formats.fa3.tests.invoices import ALL, KSEF_FIRST, golden

GOOD = golden("vat_multi_rate")


def damaged(old: str, new: str, *, name: str = "vat_multi_rate") -> bytes:
    """A golden file with the first `old` replaced."""
    text = golden(name).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def refusal(data: bytes) -> Fa3Error:
    with pytest.raises(Fa3Error) as caught:
        read(data)
    return caught.value


# --- what is read -------------------------------------------------------------------------------


def test_the_main_facts_of_an_invoice() -> None:
    invoice = read(GOOD)
    assert invoice.number == "FV/1/03/2026"
    assert invoice.kind is Kind.VAT
    assert invoice.issued_on == date(2026, 3, 31)
    assert invoice.created_at == datetime(2026, 3, 31, 10, tzinfo=UTC)
    assert invoice.seller.nip == "9990001373"
    assert invoice.seller.address == Address("PL", "ul. Zbożowa 1", "00-000 Żytnie")
    assert invoice.buyer.name == 'Piekarnia "Bułka & Syn" s.c.'
    assert invoice.gross == Decimal("3539.53")
    assert invoice.net + invoice.vat == invoice.gross
    assert invoice.due_on == date(2026, 4, 14)
    total = invoice.total(Band.S5)
    assert total is not None
    assert (total.net, total.vat, total.vat_pln) == (Decimal("3000.50"), Decimal("150.03"), None)
    assert invoice.total(Band.OSS) is None
    assert [line.rate for line in invoice.lines] == [
        Rate.R23,
        Rate.R8,
        Rate.R5,
        Rate.ZERO_DOMESTIC,
    ]
    assert invoice.lines[2].quantity == Decimal("1500.25")


def test_a_correction_tells_what_it_corrects() -> None:
    correction = read(golden("kor_states")).correction
    assert correction is not None
    assert [item.ksef_number for item in correction.invoices] == [KSEF_FIRST]
    assert [line.before_correction for line in read(golden("kor_states")).lines] == [True, False]


def test_an_identifier_is_scheme_country_and_value() -> None:
    invoice = read(golden("everything"))
    assert [party.tax_id for party in invoice.third_parties] == [
        TaxId(IdScheme.NIP, "PL", "9980002744"),
        TaxId(IdScheme.INTERNAL, "PL", "9980001377-00001"),
        TaxId(IdScheme.VAT_EU, "DE", "999999999"),
        TaxId(IdScheme.OTHER, "NO", "999"),
        None,
        TaxId(IdScheme.NIP, "PL", "9980004111"),
    ]
    assert invoice.third_parties[1].role is PartyRole.LOCAL_GOVERNMENT_RECIPIENT
    assert invoice.third_parties[5].other_role == "Spedytor"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + GOOD,
        b"\r\n  " + GOOD + b"\n\n",
        b"\n\xef\xbb\xbf\n" + GOOD,
        GOOD.replace(b'encoding="UTF-8"', b"encoding='utf-8'"),
        GOOD.replace(b'<?xml version="1.0" encoding="UTF-8"?>\n', b""),
        GOOD.replace(b"<Faktura ", b"<!-- uwaga --><?xml-stylesheet href='x'?><Faktura "),
        GOOD.replace(b"<P_15>3539.53<", b"<P_15> \n3539.53\t<"),
        GOOD.replace("Młyn Pod Lasem".encode(), "\n Młyn \t Pod  Lasem".encode()),
        GOOD.replace(b"FV/1/03/2026", b"<![CDATA[FV/1/03/2026]]>"),
    ],
    ids=["bom", "blanks", "blanks-bom", "apostrophes", "no-declaration", "comments",
         "blanks-in-amount", "blanks-in-name", "cdata"],
)  # fmt: skip
def test_harmless_differences_of_spelling_are_read_alike(data: bytes) -> None:
    assert read(data) == read(GOOD)


def test_a_no_break_space_is_not_a_blank() -> None:
    assert read(damaged("Otręby", "Otręby\u00a0\u00a0II")).lines[1].name == "Otręby\u00a0\u00a0II"


def test_a_fraction_finer_than_a_microsecond_is_cut() -> None:
    data = damaged("10:00:00Z", "10:00:00.1234567+02:00")
    assert read(data).created_at.isoformat() == "2026-03-31T10:00:00.123456+02:00"


def test_an_element_without_a_field_is_kept_as_an_extra() -> None:
    """No valid document has one; a later version of the schema may."""
    root = etree.fromstring(damaged("<RodzajFaktury>", "<Nowosc><A>1</A></Nowosc><RodzajFaktury>"))
    invoice = read_tree(root)
    assert [(extra.path, extra.text) for extra in invoice.extras] == [("Faktura/Fa/Nowosc/A", "1")]
    assert invoice.extras[0].line > 30


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code", "element", "words"),
    [
        ("<P_15>3539.53</P_15>\n", "", "FA3-XSD-ELEMENT", "Faktura/Fa/Adnotacje", "brakuje: P_15"),
        ("<JST>2</JST>\n", "", "FA3-XSD-ELEMENT", "Faktura/Podmiot2/GV", "brakuje: JST"),
        ("<GV>2</GV>\n", "", "FA3-XSD-ELEMENT", "Faktura/Podmiot2", "brakuje elementu GV"),
        ("<P_2>", "<P_3>x</P_3><P_2>", "FA3-XSD-ELEMENT", "Faktura/Fa/P_3", "tu może stać: "),
        ("<P_15>3539.53<", "<P_15>3539,53<", "FA3-XSD-FORMAT", "Faktura/Fa/P_15", "„3539,53”"),
        ("<P_15>3539.53<", "<P_15><", "FA3-XSD-FORMAT", "Faktura/Fa/P_15", "wartość jest pusta"),
        ("<P_1>2026-03-31<", "<P_1>2026-02-30<", "FA3-XSD-FORMAT", "Faktura/Fa/P_1", "RRRR-MM-DD"),
        ("<P_1>2026-03-31<", "<P_1>31.03.2026<", "FA3-XSD-FORMAT", "Faktura/Fa/P_1", "RRRR-MM-DD"),
        ("<P_1>2026-03-31<", "<P_1>1999-01-01<", "FA3-XSD-RANGE", "Faktura/Fa/P_1", "mniejsza"),
        ("<P_1>2026-03-31<", "<P_1>2060-01-01<", "FA3-XSD-RANGE", "Faktura/Fa/P_1", "większa"),
        ("<NIP>9990001373<", "<NIP>999-000-13-73<", "FA3-XSD-FORMAT",
         "Faktura/Podmiot1/DaneIdentyfikacyjne/NIP", "10 cyfr"),
        ("<KodWaluty>PLN<", "<KodWaluty>ZŁ<", "FA3-XSD-VALUE", "Faktura/Fa/KodWaluty", "spoza"),
        ("<P_16>2<", "<P_16>3<", "FA3-XSD-VALUE", "Faktura/Fa/Adnotacje/P_16", "dozwolone: 1, 2"),
        ("<P_12>8<", "<P_12>9<", "FA3-XSD-VALUE", "Faktura/Fa/FaWiersz[2]/P_12", "0 WDT"),
        ("<P_7>Otręby<", "<P_7> <", "FA3-XSD-LENGTH", "Faktura/Fa/FaWiersz[2]/P_7", "pusty"),
        ("<P_2>FV/1/03/2026<", f"<P_2>{'9' * 300}<", "FA3-XSD-LENGTH", "Faktura/Fa/P_2", "256"),
        ("<NrWierszaFa>1<", "<NrWierszaFa>0<", "FA3-XSD-RANGE",
         "Faktura/Fa/FaWiersz[1]/NrWierszaFa", "mniejsza"),
        ("<Platnosc>", "<Platnosc>tekst", "FA3-XSD-TEXT", "Faktura/Fa/Platnosc", "sam tekst"),
        ("<P_2>FV", "<P_2><b/>FV", "FA3-XSD-TEXT", "Faktura/Fa/P_2", "inne elementy"),
        ("<P_2>", '<P_2 nowy="1">', "FA3-XSD-ATTRIBUTE", "Faktura/Fa/P_2", "nowy"),
        (' wersjaSchemy="1-0E"', "", "FA3-XSD-ATTRIBUTE",
         "Faktura/Naglowek/KodFormularza", "wersjaSchemy"),
        ('"FA (3)"', '"FA (2)"', "FA3-XSD-ATTRIBUTE", "Faktura/Naglowek/KodFormularza", "FA (3)"),
        ("10:00:00Z<", "24:00:00Z<", "FA3-VALUE", "Faktura/Naglowek/DataWytworzeniaFa", "24:00"),
        ("2026-03-31T10:00:00Z<", "2025-08-31T10:00:00Z<", "FA3-XSD-RANGE",
         "Faktura/Naglowek/DataWytworzeniaFa", "2025-09-01"),
    ],
)  # fmt: skip
def test_a_damaged_invoice_is_refused_with_code_element_and_line(
    old: str, new: str, code: str, element: str, words: str
) -> None:
    data = damaged(old, new)
    error = refusal(data)
    assert (error.code, error.element) == (code, element)
    assert words in error.message_pl
    assert error.line is not None
    assert element in error.message_pl
    assert f"wiersz {error.line}" in error.message_pl
    name = element.rsplit("/", 1)[-1].split("[")[0]
    assert f"<{name}" in data.decode().splitlines()[error.line - 1]
    assert not any(english in error.message_pl for english in ("Element '", "expected", "value '"))


def test_several_faults_are_told_together_up_to_twenty() -> None:
    data = GOOD.replace(b"<P_16>2<", b"<P_16>3<").replace(b"<KodKraju>PL<", b"<KodKraju>POL<")
    assert [(problem.code, problem.element) for problem in refusal(data).errors] == [
        ("FA3-XSD-VALUE", "Faktura/Podmiot1/Adres/KodKraju"),
        ("FA3-XSD-VALUE", "Faktura/Podmiot2/Adres/KodKraju"),
        ("FA3-XSD-VALUE", "Faktura/Fa/Adnotacje/P_16"),
    ]
    notes = b"<DodatkowyOpis><Klucz></Klucz><Wartosc>x</Wartosc></DodatkowyOpis>" * 30
    many = GOOD.replace(b"<RodzajFaktury>VAT</RodzajFaktury>", b"<RodzajFaktury>VAT</RodzajFaktury>"
                        + notes)  # fmt: skip
    assert len(refusal(many).errors) == 20


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "FA3-XML-EMPTY", "pusty"),
        (b" \n\t ", "FA3-XML-EMPTY", "pusty"),
        (b"%PDF-1.7 ...", "FA3-XML-SYNTAX", "nie jest plik XML"),
        (b"<html><body></body></html>", "FA3-XML-ROOT", "html"),
        (b"<Faktura/>", "FA3-XML-ROOT", "bez przestrzeni nazw"),
        (GOOD.replace(NAMESPACE.encode(), b"http://crd.gov.pl/wzor/2023/06/29/12648/"),
         "FA3-XML-ROOT", "FA(2)"),
        (b'<JPK xmlns="http://jpk.mf.gov.pl/wzor/2025/"/>', "FA3-XML-ROOT", "JPK"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
         "FA3-XML-ROOT", "UBL"),
        (GOOD[: len(GOOD) // 2], "FA3-XML-SYNTAX", "ucięty"),
        (GOOD.replace(b"</Fa>", b"</Fb>"), "FA3-XML-SYNTAX", "znaczniki"),
        (GOOD + b"<x/>", "FA3-XML-SYNTAX", "po końcu"),
        (GOOD.replace(b"FV/1", b"FV\x01"), "FA3-XML-SYNTAX", "znaki"),
        (GOOD.replace(b"FV/1", b"&nazwa;"), "FA3-XML-SYNTAX", "encji"),
        (GOOD.decode().encode("utf-16"), "FA3-XML-ENCODING", "UTF-8"),
        (GOOD.decode().encode("utf-16-le"), "FA3-XML-ENCODING", "UTF-8"),
        (GOOD.decode().replace("UTF-8", "windows-1250").encode("cp1250"), "FA3-XML-ENCODING",
         "windows-1250"),
        (GOOD.decode().encode("cp1250"), "FA3-XML-SYNTAX", "UTF-8"),
        (b"<x>" + b" " * 3_000_000 + b"</x>", "FA3-XML-SIZE", "3000000"),
    ],
)  # fmt: skip
def test_foreign_files_are_refused_naming_what_was_found(
    data: bytes, code: str, words: str
) -> None:
    error = refusal(data)
    assert error.code == code
    assert words in error.message_pl


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://zmyslony.example/x.dtd">',
        '<!DOCTYPE x [<!ENTITY plik SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_a_doctype_is_refused_before_parsing(doctype: str) -> None:
    data = damaged("<Faktura ", f"{doctype}<Faktura ").replace(b"FV/1", b"&b;")
    assert refusal(data).code == "FA3-XML-DTD"


def test_a_doctype_in_another_encoding_is_refused() -> None:
    text = GOOD.decode().replace("<Faktura ", '<!DOCTYPE x [<!ENTITY a "a">]><Faktura ')
    assert refusal(text.replace("UTF-8", "UTF-7").encode("utf-7")).code == "FA3-XML-ENCODING"


def test_deep_nesting_is_refused() -> None:
    data = b"<x>" * 100_000
    assert refusal(data).code == "FA3-XML-SYNTAX"


@pytest.mark.parametrize(
    "attribute", ['schemaLocation="urn:x {}"', 'noNamespaceSchemaLocation="{}"']
)
def test_a_schema_named_by_the_document_is_not_loaded(attribute: str, tmp_path: Path) -> None:
    """The bait is no schema, so loading it would be reported."""
    bait = tmp_path / "bait.xsd"
    bait.write_text("nie schemat")
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    data = damaged("<Faktura ", f"<Faktura {xsi} xsi:{attribute.format(bait.as_uri())} ")
    assert read(data) == read(GOOD)
    assert not schema().error_log


def test_the_schema_is_compiled_once() -> None:
    assert schema() is schema()


def test_an_invoice_survives_a_process_boundary() -> None:
    for make in ALL.values():
        assert pickle.loads(pickle.dumps(make())) == make()
    assert doctest.testmod(travel).failed == 0


def test_an_error_survives_a_process_boundary() -> None:
    error = refusal(damaged("<P_16>2<", "<P_16>3<"))
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.line, copy.errors) == (error.code, error.line, error.errors)


@pytest.mark.parametrize("path", sample_params())
def test_a_sample_is_read_when_the_official_schema_accepts_it(path: Path) -> None:
    official = etree.XMLSchema(etree.parse(SHARED / "xsd" / "schemat_FA(3)_v1-0E.xsd"))
    data = path.read_bytes()
    try:
        valid = official.validate(etree.fromstring(data.strip()))
    except etree.XMLSyntaxError:
        valid = False
    if valid:
        read(data)
    else:
        error = refusal(data)
        assert error.line
        assert 1 <= len(error.errors) <= 20
        for problem in error.errors:
            assert problem.code == "FA3-XML-SYNTAX" or problem.element in problem.message_pl


def test_threads_do_not_mix_up_their_errors() -> None:
    """One compiled schema, hence one error log, serves all threads."""
    wrong = {
        "Faktura/Fa/P_15": damaged("<P_15>3539.53<", "<P_15>x<"),
        "Faktura/Fa/P_1": damaged("<P_1>2026-03-31<", "<P_1>x<"),
        None: GOOD,
    }
    jobs = list(wrong.items()) * 60

    def told(data: bytes) -> str | None:
        try:
            read(data)
        except Fa3Error as error:
            assert len(error.errors) == 1
            return error.element
        return None

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(told, [data for _, data in jobs])) == [element for element, _ in jobs]
