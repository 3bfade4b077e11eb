from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zaplecze.formats import jpk_v7m_3 as jpk
from zaplecze.formats.jpk_v7m_3.fields import (
    GTU,
    PAIRS,
    PROCEDURES,
    PURCHASE_AMOUNTS,
    PURCHASE_DOCUMENTS,
    SALES_AMOUNTS,
    SALES_DOCUMENTS,
)

STANDARDS = Path(__file__).resolve().parents[5].parent / "shared" / "standards" / "jpk"
SCHEMA = STANDARDS / "xsd" / "Schemat_JPK_V7M(3)_v1-0E.xsd"
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the official schema is not here")
GOLDEN = Path(__file__).parent / "golden.xml"
NS = {"j": "http://crd.gov.pl/wzor/2025/12/19/14090/"}

HEADER = jpk.Header(
    nip="9990010030",
    full_name="Pracownia Jarzębina & Córki sp. z o.o.",
    email="jpk@example.com",
    tax_office="1471",
    year=2026,
    month=9,
    made_at=datetime(2026, 10, 20, 8, 0, tzinfo=UTC),
)
KSEF = "9990010030-20260918-0100A0000001-94"


def sale(no: int = 1, **facts: Any) -> jpk.SalesRow:
    basic: dict[str, Any] = {
        "partner_country": "PL",
        "partner_tax_id": "9990017032",
        "partner_name": "Teatr <Cieni> i Światła",
        "number": f"S/{no}",
        "issue_date": date(2026, 9, 18),
        "sale_date": None,
        "proof": "NrKSeF",
        "ksef_number": KSEF,
        "amounts": {"K_19": Decimal("100.00"), "K_20": Decimal("23.00")},
    }
    return jpk.SalesRow(no=no, **(basic | facts))


def purchase(no: int = 1, **facts: Any) -> jpk.PurchaseRow:
    basic: dict[str, Any] = {
        "partner_country": "PL",
        "partner_tax_id": "9990012052",
        "partner_name": "Drukarnia Kropka sp. z o.o.",
        "number": f"DK/{no}",
        "issue_date": date(2026, 9, 3),
        "received": date(2026, 9, 4),
        "proof": "BFK",
        "amounts": {"K_42": Decimal("40.50"), "K_43": Decimal("9.32")},
    }
    return jpk.PurchaseRow(no=no, **(basic | facts))


def whole(sales: tuple[jpk.SalesRow, ...], purchases: tuple[jpk.PurchaseRow, ...]) -> jpk.Jpk:
    return jpk.Jpk(HEADER, sales, purchases, jpk.declaration_from(sales, purchases))


EXAMPLE = whole(
    (
        sale(1, gtu=("GTU_12",), procedures=("TP",)),
        sale(
            2,
            proof="OFF",
            ksef_number="",
            amounts={"K_21": Decimal("4000.00")},
            partner_country="DE",
        ),
        sale(
            3,
            proof="BFK",
            ksef_number="",
            document_type="FP",
            partner_tax_id="BRAK",
            partner_country="",
        ),
        sale(
            4,
            proof="BFK",
            ksef_number="",
            amounts={"K_19": Decimal("-10.00"), "K_20": Decimal("-2.30")},
            bad_debt=jpk.BadDebt(due=date(2026, 6, 1)),
        ),
        sale(5, proof="DI", ksef_number="", document_type="RO", margin=Decimal("999.00")),
    ),
    (
        purchase(1),
        purchase(2, imported=True, amounts={"K_40": Decimal("1.00"), "K_41": Decimal("0.23")}),
    ),
)


def test_the_example_is_written_as_it_was() -> None:
    assert jpk.build(EXAMPLE).decode() == GOLDEN.read_text(encoding="utf-8")


def test_declaration_by_hand() -> None:
    # 100.00 + 100.00 (RO) - 10.00; the invoice to a receipt (FP) only informs.
    expected = {
        "P_19": 190, "P_20": 44, "P_21": 4000, "P_37": 4190, "P_38": 44, "P_40": 1, "P_41": 0, "P_42": 41,
        "P_43": 9, "P_48": 9, "P_51": 35, "P_53": 0, "P_62": 0, "P_68": -10, "P_69": -2,
    }  # fmt: skip
    assert EXAMPLE.declaration is not None
    assert EXAMPLE.declaration.amounts == expected
    assert jpk.control_totals(EXAMPLE.sales, EXAMPLE.purchases) == jpk.Controls(
        5, Decimal("43.70"), 2, Decimal("9.55")
    )


def test_a_surplus_is_carried_over_and_on() -> None:
    declaration = jpk.declaration_from((), (purchase(1),), carried_over=100)
    assert declaration.amounts["P_48"] == 109
    assert (declaration.amounts["P_51"], declaration.amounts["P_53"]) == (0, 109)
    assert declaration.amounts["P_62"] == 109


def test_an_empty_month_is_a_file_too() -> None:
    empty = whole((), ())
    assert jpk.read(jpk.build(empty)) == empty


def text(limit: int) -> st.SearchStrategy[str]:
    letters = st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Zs", "Cf")
    )
    return st.text(letters, min_size=1, max_size=min(limit, 40))


grosze = st.decimals("-999999.99", "999999.99", places=2)
days = st.dates(date(2006, 1, 1), date(2050, 12, 31))


@st.composite
def amounts(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, Decimal]:
    # Fields that are never negative in the declaration are left to their own tests.
    taxes = set(PAIRS.values())
    plain = [n for n in names if n not in taxes and n not in PAIRS]
    plain = [
        n
        for n in plain
        if n not in ("K_12", "K_14", "K_33", "K_34", "K_35", "K_36", "K_360", "K_46", "K_47")
    ]
    found: dict[str, Decimal] = {}
    for name in draw(
        st.lists(st.sampled_from([*plain, *(b for b in PAIRS if b in names)]), unique=True)
    ):
        found[name] = draw(grosze)
        if name in PAIRS:
            found[PAIRS[name]] = draw(grosze)
    return {n: found[n] for n in names if n in found}


proofs = st.sampled_from([("NrKSeF", KSEF), ("OFF", ""), ("BFK", ""), ("DI", "")])


@st.composite
def files(draw: st.DrawFn) -> jpk.Jpk:
    def common(names: tuple[str, ...], kinds: tuple[str, ...]) -> dict[str, Any]:
        proof, number = draw(proofs)
        return {
            "partner_country": draw(st.sampled_from(["PL", "DE", "", "NO"])),
            "partner_tax_id": draw(st.sampled_from(["9990017032", "BRAK", "DE 99"])),
            "partner_name": draw(text(512)),
            "number": draw(text(256)),
            "issue_date": draw(days),
            "proof": proof,
            "ksef_number": number,
            "document_type": draw(st.sampled_from(["", *kinds])),
            "amounts": draw(amounts(names)),
            "margin": draw(st.none() | grosze),
        }

    sales = tuple(
        jpk.SalesRow(
            no=no,
            sale_date=draw(st.none() | days),
            gtu=tuple(g for g in GTU if draw(st.booleans())),
            procedures=tuple(p for p in PROCEDURES if draw(st.booleans())),
            **common(SALES_AMOUNTS, SALES_DOCUMENTS),
        )
        for no in range(1, draw(st.integers(0, 4)) + 1)
    )
    purchases = tuple(
        jpk.PurchaseRow(
            no=no,
            received=draw(st.none() | days),
            imported=draw(st.booleans()),
            **common(PURCHASE_AMOUNTS, PURCHASE_DOCUMENTS),
        )
        for no in range(1, draw(st.integers(0, 4)) + 1)
    )
    return whole(sales, purchases)


@settings(max_examples=60)
@given(files())
def test_what_is_written_is_read(written: jpk.Jpk) -> None:
    assert jpk.read(jpk.build(written)) == written


@needs_schema
@settings(max_examples=60)
@given(files())
def test_every_file_is_valid_and_its_declaration_recounts(written: jpk.Jpk) -> None:
    tree = etree.fromstring(jpk.build(written))
    official().assertValid(tree)
    recount(tree)


_schema: list[etree.XMLSchema] = []


def official() -> etree.XMLSchema:
    if not _schema:
        _schema.append(etree.XMLSchema(etree.parse(SCHEMA)))
    return _schema[0]


def recount(tree: etree._Element) -> None:
    """The declaration and the control totals once more, from the XML alone."""

    def total(row: str, name: str) -> Decimal:
        path = f"//j:{row}[not(j:TypDokumentu='FP')]/j:{name}/text()"
        return sum((Decimal(x) for x in tree.xpath(path, namespaces=NS)), Decimal(0))

    def zloty(amount: Decimal) -> int:
        return int(amount.quantize(Decimal(1), ROUND_HALF_UP))

    def p(name: str) -> int:
        found = tree.xpath(f"//j:PozycjeSzczegolowe/j:{name}/text()", namespaces=NS)
        return int(found[0]) if found else 0

    for number in [*range(10, 37), 360]:
        assert p(f"P_{number}") == zloty(total("SprzedazWiersz", f"K_{number}")), number
    for number in range(40, 48):
        assert p(f"P_{number}") == zloty(total("ZakupWiersz", f"K_{number}")), number
    due = [16, 18, 20, 24, 26, 28, 30, 32, 33, 34]
    assert p("P_38") == sum(p(f"P_{n}") for n in due) - p("P_35") - p("P_36") - p("P_360")
    assert p("P_48") == p("P_39") + sum(p(f"P_{n}") for n in (41, 43, 44, 45, 46, 47))
    assert p("P_51") - p("P_53") == p("P_38") - p("P_48")
    assert min(p("P_51"), p("P_53")) == 0
    (control,) = tree.xpath("//j:PodatekNalezny/text()", namespaces=NS)
    assert Decimal(control) == sum(total("SprzedazWiersz", f"K_{n}") for n in due) - sum(
        total("SprzedazWiersz", f"K_{n}") for n in (35, 36, 360)
    )
    (control,) = tree.xpath("//j:PodatekNaliczony/text()", namespaces=NS)
    assert Decimal(control) == sum(total("ZakupWiersz", f"K_{n}") for n in (41, 43, 44, 45, 46, 47))
    for row in tree.xpath("//j:SprzedazWiersz|//j:ZakupWiersz", namespaces=NS):
        assert len(row.xpath("j:NrKSeF|j:OFF|j:BFK|j:DI", namespaces=NS)) == 1


def test_the_example_recounts() -> None:
    recount(etree.fromstring(jpk.build(EXAMPLE)))


@needs_schema
def test_the_example_is_valid() -> None:
    official().assertValid(etree.fromstring(jpk.build(EXAMPLE)))


@pytest.mark.skipif(not STANDARDS.is_dir(), reason="samples of other people are not here")
def test_the_official_sample_is_read_whole() -> None:
    data = (STANDARDS / "samples" / "JPK_V7M(3)_official_person.xml").read_bytes()
    read = jpk.read(data)
    (row,) = read.sales
    assert (len(row.amounts), len(row.gtu), len(row.procedures)) == (28, 13, 12)
    assert row.margin is not None
    # Its taxpayer's NIP and sums are made up; with ours, what was read is written whole.
    rows = (read.sales, read.purchases)
    ours = replace(read.header, nip=HEADER.nip, made_at=read.header.made_at.replace(microsecond=0))
    whole_again = jpk.Jpk(ours, *rows, jpk.declaration_from(*rows))
    assert jpk.read(jpk.build(whole_again)) == whole_again


def broken(**facts: Any) -> jpk.Jpk:
    row = sale(1, **facts)
    return jpk.Jpk(HEADER, (row,), (), jpk.declaration_from((row,), ()))


def declared(
    *, without: str = "", flags: Any = (), texts: dict[str, str] | None = None, **amounts: int
) -> jpk.Jpk:
    """The example with another declaration."""
    assert EXAMPLE.declaration is not None
    held = {k: v for k, v in EXAMPLE.declaration.amounts.items() if k != without} | amounts
    return replace(
        EXAMPLE, declaration=jpk.Declaration(held, frozenset(flags), texts if texts else {})
    )


def test_relief_lowers_the_tax_and_the_rest_of_it_is_surplus() -> None:
    # 35 to pay less 30 for tills; with 40, nothing to pay and 5 left over (P_53, P_62).
    jpk.build(declared(P_49=30, P_51=5))
    jpk.build(declared(P_49=35, P_52=5, P_51=0, P_53=5, P_62=5))
    with pytest.raises(jpk.JpkRefused):
        jpk.build(declared(P_49=30, P_51=35))


@pytest.mark.parametrize("flags", [{"P_540"}, {"P_55"}, {"P_56"}, {"P_560"}, {"P_58"}])
def test_a_refund_leaves_the_rest_to_the_next_month(flags: set[str]) -> None:
    base = jpk.declaration_from((), (purchase(1),), carried_over=100)
    refund = jpk.Declaration(
        {**base.amounts, "P_54": 60, "P_60": 20, "P_62": 49},
        frozenset({*flags, "P_59"}),
        {"P_61": "CIT-8", "P_ORDZU": "Zwrot części nadwyżki"},
    )
    file = jpk.Jpk(HEADER, (), (purchase(1),), refund)
    assert jpk.read(jpk.build(file)) == file
    if SCHEMA.exists():
        official().assertValid(etree.fromstring(jpk.build(file)))


def test_an_enormous_file_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    # The package's name `read` is the function; the module of that name is asked for by its path.
    monkeypatch.setattr(import_module("zaplecze.formats.jpk_v7m_3.read"), "MAX_BYTES", 10)
    with pytest.raises(jpk.JpkError) as caught:
        jpk.read(b"<JPK>" * 3)
    assert caught.value.code == "JPK-XML-SIZE"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (replace(EXAMPLE, header=replace(HEADER, nip="9990010031")), "JPK-NIP"),
        (replace(EXAMPLE, header=replace(HEADER, full_name=" ")), "JPK-NAME"),
        (replace(EXAMPLE, header=replace(HEADER, email="")), "JPK-EMAIL"),
        (replace(EXAMPLE, header=replace(HEADER, tax_office="14")), "JPK-OFFICE"),
        (replace(EXAMPLE, header=replace(HEADER, month=1)), "JPK-MONTH"),
        (replace(EXAMPLE, header=replace(HEADER, made_at=datetime(2026, 10, 1))), "JPK-TIME"),  # noqa: DTZ001
        (
            replace(EXAMPLE, header=replace(HEADER, made_at=datetime(2026, 1, 31, tzinfo=UTC))),
            "JPK-TIME",
        ),
        (
            replace(
                EXAMPLE, header=replace(HEADER, person=jpk.Person("", "Kos", date(1980, 1, 1)))
            ),
            "JPK-NAME",
        ),
        (replace(EXAMPLE, header=replace(HEADER, purpose=3)), "JPK-PURPOSE"),
        (broken(proof=""), "JPK-PROOF"),
        (broken(proof="BFK"), "JPK-PROOF"),
        (broken(ksef_number="123"), "JPK-KSEF"),
        (broken(partner_name=""), "JPK-TEXT"),
        (broken(partner_name="\x00"), "JPK-TEXT"),
        (replace(EXAMPLE, header=replace(HEADER, phone="1" * 17)), "JPK-TEXT"),
        (broken(partner_country="Polska"), "JPK-COUNTRY"),
        (broken(partner_country="ZZ"), "JPK-COUNTRY"),
        (broken(issue_date=date(1999, 1, 1)), "JPK-DATE"),
        (broken(sale_date=date(1999, 1, 1)), "JPK-DATE"),
        (broken(issue_date=date(2051, 1, 1)), "JPK-DATE"),
        (broken(bad_debt=jpk.BadDebt(due=date(2015, 12, 31))), "JPK-DATE"),
        (broken(bad_debt=jpk.BadDebt()), "JPK-BAD-DEBT"),
        (broken(bad_debt=jpk.BadDebt(date(2026, 6, 1), date(2026, 7, 1))), "JPK-BAD-DEBT"),
        (broken(document_type="XX"), "JPK-DOCUMENT"),
        (broken(gtu=("GTU_99",)), "JPK-MARK"),
        (broken(procedures=("GTU_01",)), "JPK-MARK"),
        (broken(amounts={"K_42": Decimal(1)}), "JPK-FIELD"),
        (broken(amounts={"K_10": Decimal("1.001")}), "JPK-AMOUNT"),
        (broken(amounts={"K_10": Decimal("1e20")}), "JPK-AMOUNT"),
        (broken(margin=Decimal("1.005")), "JPK-AMOUNT"),
        (broken(margin=Decimal("NaN")), "JPK-AMOUNT"),
        (broken(amounts={"K_19": Decimal(1)}), "JPK-PAIR"),
        (broken(amounts={"K_12": Decimal(1)}), "JPK-PAIR"),
        (replace(EXAMPLE, sales=(sale(2),)), "JPK-NO"),
        (replace(EXAMPLE, declaration=jpk.Declaration({"P_99": 1})), "JPK-FIELD"),
        (replace(EXAMPLE, declaration=jpk.Declaration({"P_46": 1})), "JPK-SIGN"),
        (replace(EXAMPLE, declaration=jpk.Declaration({"P_38": 1})), "JPK-DECLARATION"),
        (replace(EXAMPLE, declaration=jpk.Declaration({}, frozenset({"P_51"}))), "JPK-FIELD"),
        (declared(P_19=191), "JPK-DECLARATION"),
        (declared(P_51=0), "JPK-DECLARATION"),
        (declared(P_53=35, P_62=35), "JPK-DECLARATION"),
        (declared(without="P_38"), "JPK-DECLARATION"),
        (declared(P_54=0), "JPK-REFUND"),
        (declared(flags={"P_55"}), "JPK-REFUND"),
        (declared(P_54=0, flags={"P_55", "P_56"}), "JPK-REFUND"),
        (declared(P_54=1, flags={"P_55"}), "JPK-REFUND"),
        (declared(P_54=0, flags={"P_55", "P_59"}), "JPK-REFUND"),
        (declared(P_62=1), "JPK-REFUND"),
        (declared(without="P_69"), "JPK-PAIR"),
        (declared(P_68=-5), "JPK-DECLARATION"),
        (declared(P_42=10**14), "JPK-AMOUNT"),
        (declared(texts={"P_ORDZU": " "}), "JPK-TEXT"),
        (declared(texts={"P_20": "x"}), "JPK-FIELD"),
    ],
)
def test_what_can_not_be_sent_is_refused(file: jpk.Jpk, code: str) -> None:
    with pytest.raises(jpk.JpkRefused) as caught:
        jpk.build(file)
    assert code in {f.code for f in caught.value.findings}


def test_doubtful_rows_are_marked_and_written() -> None:
    doubtful = whole(
        (
            sale(1, partner_tax_id="1234567890"),
            sale(2, number="S/1", partner_tax_id="1234567890"),
            sale(3, amounts={"K_19": Decimal(0), "K_20": Decimal(5)}),
        ),
        (),
    )
    codes = {f.code: f.severity for f in jpk.check(doubtful)}
    assert codes == dict.fromkeys(
        ("JPK-PARTNER-NIP", "JPK-TWIN", "JPK-TAX-ONLY"), jpk.Severity.MARK
    )
    assert jpk.build(doubtful)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "JPK-XML"),
        (b"<JPK>", "JPK-XML"),
        (b"<a/>", "JPK-ROOT"),
        (
            b'<!DOCTYPE a [<!ENTITY x "y">]><JPK xmlns="http://crd.gov.pl/wzor/2025/12/19/14090/"/>',
            "JPK-XML-DTD",
        ),
        (b'<JPK xmlns="http://crd.gov.pl/wzor/2025/12/19/14090/"/>', "JPK-MISSING"),
        (jpk.build(EXAMPLE).replace(b"<Miesiac>9<", b"<Miesiac>wrz<"), "JPK-VALUE"),
        (jpk.build(EXAMPLE).replace(b"<K_19>100.00<", b"<K_19>sto<", 1), "JPK-VALUE"),
        (jpk.build(EXAMPLE).replace(b"<P_51>35</P_51>", b"<P_77>35</P_77>"), "JPK-FIELD"),
    ],
)
def test_what_can_not_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(jpk.JpkError) as caught:
        jpk.read(data)
    assert caught.value.code == code


def test_a_correction_tells_what_it_changes() -> None:
    changed = sale(2, number="S/1", amounts={"K_19": Decimal(90), "K_20": Decimal("20.70")})
    old = whole((sale(1), sale(2)), (purchase(1),))
    new = whole((replace(sale(2), no=1), changed), ())
    found = [
        (d.old.number if d.old else None, d.new.number if d.new else None)
        for d in jpk.diff(old, new)
    ]
    assert found == [("S/1", "S/1"), ("DK/1", None)]
    assert jpk.diff(old, old) == []
