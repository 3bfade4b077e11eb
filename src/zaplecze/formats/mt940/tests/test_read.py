from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.formats import mt940
from zaplecze.formats.mt940.tests.statements import (
    ANGLE,
    LABELS,
    OTHER,
    OWN,
    PKO,
    PLAIN,
    QUESTION,
    SPLIT,
    TILDE,
    Move,
    render,
)

SAMPLES = Path(__file__).resolve().parents[5].parent / "shared" / "standards" / "bank" / "samples"


def one(text: str, encoding: str = "utf-8") -> mt940.Statement:
    (statement,) = mt940.read(text.encode(encoding))
    return statement


@pytest.mark.parametrize("text", [TILDE, ANGLE, QUESTION], ids=["~", "<", "?"])
def test_subfields_say_title_name_and_account(text: str) -> None:
    statement = one(text)
    assert (statement.account, statement.currency) == (OWN, "PLN")
    assert (statement.number, statement.sequence) == ("00007", "001")
    assert statement.opening == mt940.Balance(date(2026, 6, 30), Decimal("15000.00"))
    rent, power = statement.lines
    assert rent.amount == Decimal("450.00")
    # The first part fills its 27 characters, so "202" and "6" are one year.
    assert rent.title == "CZYNSZ LOKAL 15A LIPIEC 2026 FAKTURA S/41"
    assert rent.counterparty_name == "TEATR CIENI I ŚWIATŁA"
    assert rent.counterparty_account == OTHER
    assert (rent.bank_reference, rent.booking_code) == ("BR20260701001", "020")
    assert power.amount == Decimal("-89.99")
    assert power.counterparty_account == ""
    assert mt940.check(statement) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso8859_2", "cp852"])
def test_polish_letters_in_every_code_page(encoding: str) -> None:
    statement = one(TILDE, encoding)
    assert statement.lines[0].counterparty_name == "TEATR CIENI I ŚWIATŁA"
    assert statement.lines[1].title == "OPŁATA ZA PRĄD"


def test_the_empty_mark_of_pko_is_no_letter() -> None:
    data = PKO.encode("iso8859_2", "replace").replace(b"?", b"\xff")
    (statement,) = mt940.read(data)
    assert statement.lines[0].title == "CZYNSZ LOKAL 15A LIPIEC 2026 FAKTURA S/41"


def test_labels_of_mbank() -> None:
    line = one(LABELS, "iso8859_2").lines[0]
    assert line.title == "ZAPŁATA ZA S/41"
    assert line.counterparty_name == (
        "TEATR CIENI I ŚWIATŁA SP. Z O.O. UL. KURTYNOWA 3 00-000 WYMYŚLNO"
    )
    assert (line.counterparty_account, line.booking_code) == (OTHER, "911")


def test_plain_text_and_no_entry_date() -> None:
    line = one(PLAIN).lines[0]
    assert line.title == "PRZELEW PRZYCHODZĄCY KOWAL I SPÓŁKA FAKTURA 17"
    assert (line.entry_date, line.own_reference) == (None, "REF123456")


def test_split_payment_is_read_from_the_title() -> None:
    split = one(SPLIT).lines[0].split_payment
    assert split == mt940.SplitPayment(Decimal("23.00"), "9990010030", "FV/17/26", "za usługę")


@pytest.mark.parametrize(
    ("side", "amount"),
    [("C", "5.00"), ("D", "-5.00"), ("RC", "-5.00"), ("RD", "5.00"), ("CN", "5.00")],
)
def test_sides_and_reversals(side: str, amount: str) -> None:
    text = PLAIN.replace("260710C300,00", f"260710{side}5,")
    assert one(text).lines[0].amount == Decimal(amount)


def test_the_entry_date_is_the_nearest_to_the_value_date() -> None:
    text = PLAIN.replace("260710C", "2612311231C").replace("2612311231C", "2612310102C")
    assert one(text).lines[0].entry_date == date(2027, 1, 2)
    text = PLAIN.replace("260710C", "2701021231C")
    assert one(text).lines[0].entry_date == date(2026, 12, 31)


def test_pages_of_one_statement_are_put_together() -> None:
    first = PLAIN.replace(":62F:", ":62M:")
    second = PLAIN.replace(":60F:C260701PLN500,00", ":60M:C260731PLN800,00").replace(
        ":62F:C260731PLN800,00", ":62F:C260731PLN1100,00"
    )
    statement = one(first + "-\n" + second)
    assert [line.no for line in statement.lines] == [1, 2]
    assert statement.opening is not None
    assert statement.closing is not None
    assert (statement.opening.amount, statement.closing.amount) == (500, 1100)
    assert mt940.check(statement) == ()
    # The two movements are the same in everything, and still two.
    assert len({mt940.fingerprint(statement, line) for line in statement.lines}) == 2


def test_several_statements_in_a_swift_envelope() -> None:
    wrapped = (
        "{1:F01BANKPLPWAXXX0000000000}{2:I940BANKPLPWXXXXN}{4:\r\n"
        + PLAIN.replace("\n", "\r\n")
        + "-}"
    )
    statements = mt940.read((wrapped + "\r\n" + wrapped).encode())
    assert [len(s.lines) for s in statements] == [1, 1]


def test_a_statement_that_does_not_add_up_is_stopped() -> None:
    (finding,) = mt940.check(one(PLAIN.replace("PLN800,00", "PLN801,00")))
    assert (finding.code, finding.severity) == ("MT940-SUM-01", mt940.Severity.STOP)
    assert "1.00" in finding.message_pl


def test_a_wrong_account_number_is_marked() -> None:
    (finding,) = mt940.check(one(PLAIN.replace(OWN, "91" + OWN[2:])))
    assert (finding.code, finding.severity) == ("MT940-ACC-01", mt940.Severity.MARK)


def test_a_missing_balance_is_told() -> None:
    (finding,) = mt940.check(one(PLAIN[: PLAIN.index(":62F:")]))
    assert (finding.code, finding.severity) == ("MT940-BAL-01", mt940.Severity.WARN)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "MT940-EMPTY", None),
        ("  \r\n", "MT940-EMPTY", None),
        ("Data;Kwota\n2026-07-01;12,00\n", "MT940-NOT", 1),
        (":61:260710C300,00NTRFX\n", "MT940-NOT", 1),
        (PLAIN.replace("C300,00NTRF", "X300,00NTRF"), "MT940-61", 5),
        (PLAIN.replace("260710C", "261310C"), "MT940-DATE", 5),
        (PLAIN.replace("260710C", "2607109999C"), "MT940-DATE", 5),
        (PLAIN.replace(":60F:C260701PLN500,00", ":60F:brak"), "MT940-60", 4),
        (PLAIN.replace(":62F:C260731PLN", ":62F:C260731EUR"), "MT940-CUR", 8),
        (PLAIN.replace(f":25:{OWN}\n", ""), "MT940-25", 1),
        (PLAIN.replace(":25:" + OWN, ":25: "), "MT940-25", 2),
        (PLAIN.replace(":62F:", ":62X:"), "MT940-TAG", 8),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, code: str, line: int | None) -> None:
    with pytest.raises(mt940.Mt940Error) as caught:
        mt940.read(text.encode())
    assert (caught.value.code, caught.value.line) == (code, line)
    assert caught.value.message_pl.endswith(".") or caught.value.message_pl.endswith(").")


def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(mt940.Mt940Error) as caught:
        mt940.read(b":20:X\n" + b"x" * 20_000_001)
    assert caught.value.code == "MT940-SIZE"


def test_unknown_fields_are_kept() -> None:
    statement = one(PLAIN + ":77E:cokolwiek\n")
    assert [(o.tag, o.text.strip()) for o in statement.other] == [("77E", "cokolwiek")]


def test_a_line_is_known_again_in_another_file_of_the_account() -> None:
    one_day = one(TILDE)
    later = one(TILDE.replace(":28C:00007/001", ":28C:00008/001"))
    prints = [mt940.fingerprint(one_day, line) for line in one_day.lines]
    assert prints == [mt940.fingerprint(later, line) for line in later.lines]
    other = one(TILDE.replace(OWN, OTHER))
    assert not set(prints) & {mt940.fingerprint(other, line) for line in other.lines}


words = st.text("ABCDEFGHĄĆĘŁŃÓŚŹŻ0123456789/.- ", min_size=1, max_size=160).filter(str.strip)
moves = st.builds(
    Move,
    value=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    entry=st.none() | st.integers(-20, 20),
    amount=st.decimals("-999999.99", "999999.99", places=2).filter(lambda a: a != 0),
    title=words,
    name=words.map(lambda w: w[:27]).filter(str.strip),
    account=st.sampled_from([OWN, OTHER, "DE89370400440532013000"]),
    reference=st.text("0123456789ABC", min_size=1, max_size=16),
).map(lambda m: replace(m, entry=None if m.entry is None else m.value + timedelta(days=m.entry)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.lists(moves, max_size=8), st.decimals("-99999.99", "99999.99", places=2))
def test_what_is_written_is_read(written: list[Move], opening: Decimal) -> None:
    statement = one(render(written, opening=opening))
    assert mt940.check(statement) == ()
    for move, line in zip(written, statement.lines, strict=True):
        assert (line.value_date, line.entry_date) == (move.value, move.entry)
        assert (line.amount, line.counterparty_account) == (move.amount, move.account)
        assert squeezed(line.title) == squeezed(move.title)
        assert squeezed(line.counterparty_name) == squeezed(move.name)
    assert len({mt940.fingerprint(statement, x) for x in statement.lines}) == len(written)


@given(st.binary(max_size=400) | st.text(":2568061FC~?<PLN,/0\n ", max_size=300).map(str.encode))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    try:
        statements = mt940.read(data)
    except mt940.Mt940Error as refusal:
        assert refusal.code.startswith("MT940-")
    else:
        for statement in statements:
            mt940.check(statement)


@given(st.data())
def test_a_broken_statement_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(TILDE.encode("cp1250"))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        mt940.read(bytes(raw))
    except mt940.Mt940Error as refusal:
        assert refusal.message_pl


def polish_samples() -> list[Path]:
    return [p for group in ("mt940-pl", "mt940-mbank") for p in sorted((SAMPLES / group).glob("*"))]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="samples of other people are not here")
def test_every_polish_sample_is_read_whole() -> None:
    for path in polish_samples():
        data = path.read_bytes()
        movements = data.count(b"\n:61:")
        statements = mt940.read(data)
        lines = [line for s in statements for line in s.lines]
        assert len(lines) == movements, path.name
        assert all("\ufffd" not in line.title + line.counterparty_name for line in lines), path.name
        prints = [mt940.fingerprint(s, line) for s in statements for line in s.lines]
        assert len(set(prints)) == len(prints), path.name


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="samples of other people are not here")
def test_foreign_samples_are_read_or_refused_with_a_place() -> None:
    read = 0
    for path in sorted((SAMPLES / "mt940-foreign").glob("*")):
        try:
            read += bool(mt940.read(path.read_bytes()))
        except mt940.Mt940Error as refusal:
            assert refusal.line is not None, path.name
    assert read >= 20
