from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zaplecze.formats import mt940
from zaplecze.formats.mt940.tests.statements import OTHER, OWN, TILDE, Move, render

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
    (statement,) = mt940.read(render(written, opening=opening).encode())
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


pieces = st.sampled_from(
    [
        *(
            ":20:",
            ":25:",
            ":28C:",
            ":60F:",
            ":60M:",
            ":61:",
            ":62F:",
            ":62M:",
            ":86:",
            ":77E:",
            ":34F:",
        ),
        *(
            "X",
            OWN,
            "1/1",
            "C260701PLN0,00",
            "D260731EUR",
            "2607010701C1,00NTRFNONREF//1",
            "260230D1,N000",
        ),
        *(
            "020~00X~20Y~32Z",
            "?20",
            "911 X; TYT.: Y; OD: Z",
            "/VAT/1,00/IDC/1/INV/",
            "-",
            "{1:X}{4:",
            "\n",
        ),
    ]
)


@given(st.lists(pieces, max_size=40).map("".join))
def test_fields_in_any_order_are_read_or_refused(text: str) -> None:
    try:
        statements = mt940.read(f":20:X\n:25:{OWN}\n{text}".encode())
    except mt940.Mt940Error as refusal:
        assert refusal.code.startswith("MT940-")
    else:
        for statement in statements:
            mt940.check(statement)
