"""Safe parsing and validation against the official schema.

The schema files are those installed with the `ksef_client` package, byte for byte the Ministry's.
They name each other by web addresses; the resolver answers from the same folder and refuses
anything else, so neither compiling nor validating touches the network.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import cast

from lxml import etree

from zaplecze.formats.fa3.errors import Fa3Error
from zaplecze.formats.fa3.grammar import NAMESPACE
from zaplecze.formats.fa3.translate import line_of, problems_of, syntax_problem

ROOT = f"{{{NAMESPACE}}}Faktura"
MAX_BYTES = 3_000_000  # KSeF takes 1 MB, or 3 MB with an attachment

_SCHEMA_FILE = "schemat_FA(3)_v1-0E.xsd"
_BOM = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"""\A<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_OTHER_FORMS = {
    "http://crd.gov.pl/wzor/2021/11/29/11089/": "FA(1)",
    "http://crd.gov.pl/wzor/2023/06/29/12648/": "FA(2)",
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": "fakturę UBL (Peppol)",
}
_NEXT = "Wczytaj plik e-Faktury FA(3) pobrany z KSeF."

# encoding="utf-8" overrides the declaration: no other encoding can hide a DOCTYPE.
_PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
_lock = Lock()  # an XMLSchema has one error log: validate and read it in one piece


class _Beside(etree.Resolver):
    """Answers every address by the file of the same name beside the schema."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def resolve(  # type: ignore[override]  # the stubs forget the context
        self, system_url: str, public_id: str | None, context: object
    ) -> object:
        name = system_url.rsplit("/", 1)[-1]
        content = (self._folder / name).read_bytes()
        return self.resolve_string(content, context, base_url=system_url)


@cache
def schema() -> etree.XMLSchema:
    """The compiled FA(3) schema, once per process."""
    spec = find_spec("ksef_client")  # finds the folder without importing the whole client
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("ksef_client, which carries the schema of FA(3)")
    folder = Path(spec.origin).parent / "documents" / "fa3" / "schemas"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside(folder))
    tree = etree.fromstring((folder / _SCHEMA_FILE).read_bytes(), parser)
    return etree.XMLSchema(tree)


def parse(data: bytes) -> etree._Element:
    """Parse and validate; returns the root `Faktura`.

    Tolerates a byte order mark and blanks before the document. Raises Fa3Error for anything that
    is not a valid FA(3) document in UTF-8, for DOCTYPE declarations and for oversized files.
    """
    if len(data) > MAX_BYTES:
        raise Fa3Error(
            "FA3-XML-SIZE",
            f"Plik ma {len(data)} bajtów, a e-Faktura najwyżej {MAX_BYTES}. {_NEXT}",
        )
    data = data.strip().removeprefix(_BOM).strip()
    _refuse_foreign_bytes(data)
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Fa3Error.of((syntax_problem(error),)) from None
    if root.tag != ROOT:
        raise _not_fa3(root)
    validate(root)
    return root


def validate(root: etree._Element) -> None:
    """Raise Fa3Error with up to 20 problems unless `root` obeys the schema."""
    with _lock:
        if schema().validate(root):
            return
        entries = list(cast("Iterable[etree._LogEntry]", schema().error_log))
    raise Fa3Error.of(problems_of(entries, root))


def _refuse_foreign_bytes(data: bytes) -> None:
    if not data:
        raise Fa3Error("FA3-XML-EMPTY", f"Plik jest pusty. {_NEXT}")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:64]:
        raise Fa3Error(
            "FA3-XML-ENCODING",
            "Plik nie jest zapisany w UTF-8 (wygląda na UTF-16 lub plik binarny), a e-Faktura "
            f"musi być w UTF-8. {_NEXT}",
        )
    if data[:1] != b"<":
        raise Fa3Error("FA3-XML-SYNTAX", f"To nie jest plik XML. {_NEXT}", 1)
    declared = _ENCODING.match(data)
    if declared and declared[1].upper() != b"UTF-8":
        raise Fa3Error(
            "FA3-XML-ENCODING",
            f"Plik deklaruje kodowanie {declared[1].decode('ascii')}, a e-Faktura musi być "
            f"w UTF-8. {_NEXT}",
            1,
        )
    if b"<!DOCTYPE" in data:
        raise Fa3Error(
            "FA3-XML-DTD",
            "Plik zawiera deklarację DOCTYPE, której e-Faktura nie może mieć; ze względów "
            f"bezpieczeństwa nie został odczytany. {_NEXT}",
        )


def _not_fa3(root: etree._Element) -> Fa3Error:
    name = etree.QName(root)
    known = _OTHER_FORMS.get(name.namespace or "")
    if known:
        found = f"Plik zawiera {known}, a nie e-Fakturę FA(3)."
    else:
        space = f"przestrzeni nazw {name.namespace}" if name.namespace else "bez przestrzeni nazw"
        found = f"Plik zawiera element główny {name.localname} ({space}), a nie e-Fakturę FA(3)."
    return Fa3Error("FA3-XML-ROOT", f"{found} {_NEXT}", line_of(root), name.localname)
