"""Names of elements, by kind of entity."""

from __future__ import annotations

from dataclasses import dataclass

from zaplecze.formats.e_sprawozdanie_1_2.types import Kind, Variant

BASE = "http://www.mf.gov.pl/schematy/SF/DefinicjeTypySprawozdaniaFinansowe/2018/07/09/"
DTSF = BASE + "DefinicjeTypySprawozdaniaFinansowe/"


@dataclass(frozen=True, slots=True)
class Form:
    """Elements of one kind's form; ``policies`` is the number of the element of accounting policies."""

    kind: Kind
    system_code: str
    introduction: str
    policies: int
    balance: str
    result: str
    notes: str
    note: str
    net: dict[Variant, str]

    @property
    def namespace(self) -> str:
        """Namespace of the file."""
        return f"{BASE}Jednostka{self.kind}WZlotych"

    @property
    def positions(self) -> str:
        """Namespace of the positions."""
        return f"{BASE}Jednostka{self.kind}Struktury"


FORMS = {
    Kind.OTHER: Form(
        Kind.OTHER,
        "SFJINZ (1)",
        "WprowadzenieDoSprawozdaniaFinansowego",
        7,
        "Bilans",
        "RZiS",
        "DodatkoweInformacjeIObjasnieniaJednostkaInna",
        "DodatkoweInformacjeIObjasnienia",
        {Variant.BY_NATURE: "L", Variant.BY_FUNCTION: "O"},
    ),
    Kind.SMALL: Form(
        Kind.SMALL,
        "SFJMAZ (1)",
        "WprowadzenieDoSprawozdaniaFinansowegoJednostkaMala",
        6,
        "BilansJednostkaMala",
        "RZiSJednostkaMala",
        "DodatkoweInformacjeIObjasnieniaJednostkaMala",
        "DodatkoweInformacjeIObjasnienia",
        {Variant.BY_NATURE: "J", Variant.BY_FUNCTION: "L"},
    ),
    Kind.MICRO: Form(
        Kind.MICRO,
        "SFJMIZ (1)",
        "InformacjeOgolneJednostkaMikro",
        6,
        "BilansJednostkaMikro",
        "RZiSJednostkaMikro",
        "InformacjeUzupelniajaceDoBilansuJednostkaMikro",
        "InformacjeUzupelniajaceDoBilansu",
        {Variant.BY_NATURE: "F"},
    ),
}
