from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest

from zaplecze.formats import mt940
from zaplecze.formats.mt940.tests.statements import (
    ANGLE,
    CARET,
    LABELS,
    NAME_IN_27,
    OTHER,
    OWN,
    PKO,
    PLAIN,
    QUESTION,
    SPLIT,
    TILDE,
)


def one(text: str, encoding: str = "utf-8") -> mt940.Statement:
    (statement,) = mt940.read(text.encode(encoding))
    return statement


@pytest.mark.parametrize("text", [TILDE, ANGLE, QUESTION, CARET], ids=["~", "<", "?", "^"])
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


def test_the_empty_mark_of_pko_is_no_letter_in_utf_8() -> None:
    assert one(PKO).lines[0].title == "CZYNSZ LOKAL 15A LIPIEC 2026 FAKTURA S/41"


def test_quotes_of_windows_beside_few_letters() -> None:
    line = one(PLAIN.replace("PRZYCHODZĄCY KOWAL", "„KOWAL” Ś – 5"), "cp1250").lines[0]
    assert line.title == "PRZELEW „KOWAL” Ś – 5 I SPÓŁKA FAKTURA 17"


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


def test_a_citi_line_has_blanks_for_the_entry_date() -> None:
    line = one(PLAIN.replace("260710C300,00", "260710    CN300,00")).lines[0]
    assert (line.entry_date, line.amount) == (None, Decimal("300.00"))


def test_without_a_narrative_the_supplementary_line_is_the_title() -> None:
    text = PLAIN.replace(
        ":86:PRZELEW PRZYCHODZĄCY KOWAL\nI SPÓŁKA FAKTURA 17\n", "OPŁATA ZA KARTĘ\n"
    )
    assert one(text).lines[0].title == "OPŁATA ZA KARTĘ"


def test_full_lines_of_plain_text_run_on() -> None:
    text = PLAIN.replace(
        "PRZELEW PRZYCHODZĄCY KOWAL\nI SPÓŁKA FAKTURA 17", "A" * 62 + " FV\n-17/26 ZA\nLIPIEC"
    )
    assert one(text).lines[0].title == "A" * 62 + " FV-17/26 ZA LIPIEC"


def test_a_name_in_27_to_29() -> None:
    first, second = one(NAME_IN_27).lines
    assert (first.title, first.counterparty_name) == (
        "FAKTURA 12/2026",
        "PRACOWNIA SZKŁA I ŚWIATŁA UL. ZMYŚLONA 4",
    )
    # A title that goes through 26 goes on in 27.
    assert second.title.endswith("SZÓSTA SIÓDMA ÓSMA")
    assert second.counterparty_name == ""


@pytest.mark.parametrize(
    ("subfields", "account"),
    [
        (f"~38PL{OTHER}", OTHER),
        (f"~31{OTHER}", OTHER),
        (f"~30{OTHER[2:10]}~31{OTHER[10:]}", OTHER),  # without check digits
        (f"~30{OTHER[:10]}~31{OTHER[10:]}", OTHER),
        ("~30DEUTDEFF~31DE89370400440532013000", "DE89370400440532013000"),
        ("~38/DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("~30DEUTDEFF~31", ""),
        ("~30~31~38", ""),
        ("~3000000000~310000000000000000", ""),
        ("~30X~31nie dotyczy", ""),
    ],
)
def test_the_account_of_the_counterparty(subfields: str, account: str) -> None:
    text = PLAIN.replace("PRZELEW PRZYCHODZĄCY KOWAL\nI SPÓŁKA FAKTURA 17", f"020~20X{subfields}")
    assert one(text).lines[0].counterparty_account == account


def test_a_mark_in_a_text_is_a_character() -> None:
    text = QUESTION.replace("OPŁATA ZA PRĄD", "CO TO? PRĄD?99 ZA 5")
    assert one(text).lines[1].title == "CO TO? PRĄD?99 ZA 5"


def test_a_label_word_in_a_title_of_mbank_belongs_to_it() -> None:
    line = one(LABELS.replace("TYT.: ZAPŁATA ZA S/41", "TYT.: ZA; NR: 5; OD: DZIŚ")).lines[0]
    assert line.title == "ZA; NR: 5; OD: DZIŚ"


def test_a_time_broken_over_two_lines_is_no_field() -> None:
    for minute in ("07", "20", "25", "28", "59"):
        text = PLAIN.replace("KOWAL\nI SPÓŁKA", f"KOWAL 12\n:{minute}:30 I SPÓŁKA")
        (line,) = one(text).lines
        assert line.title == f"PRZELEW PRZYCHODZĄCY KOWAL 12 :{minute}:30 I SPÓŁKA FAKTURA 17"


def test_a_statement_without_end_is_no_part_of_the_next() -> None:
    first, second = mt940.read((PLAIN[: PLAIN.index(":62F:")] + PLAIN).encode())
    assert [len(first.lines), len(second.lines)] == [1, 1]
    assert first.closing is None
    assert second.closing is not None


def test_headers_of_the_bank_before_each_statement() -> None:
    statements = mt940.read(
        f"BANK ZMYŚLONY\n940\n{PLAIN}-\nBANK ZMYŚLONY\n940\n{PLAIN}-\n".encode()
    )
    assert [len(s.lines) for s in statements] == [1, 1]


def test_invisible_characters_never_leave_the_reader() -> None:
    text = PLAIN.replace("KOWAL", "KO\x1eW\x1fA\u202eL\tI")
    line = one(text).lines[0]
    assert line.title == "PRZELEW PRZYCHODZĄCY KOWAL I I SPÓŁKA FAKTURA 17"
    assert not set("\x1e\x1f\u202e\t") & set(line.raw)


def test_polish_letters_late_in_a_long_file_decide_the_code_page() -> None:
    head, tail = PLAIN.split(":61:", 1)
    head += ":61:260710C0,01NTRFX\n:86:BEZ LITER\n" * 6000
    statement = one(f"{head}:61:{tail}", "cp852")
    assert statement.lines[-1].title == "PRZELEW PRZYCHODZĄCY KOWAL I SPÓŁKA FAKTURA 17"


def test_a_refusal_can_be_pickled() -> None:
    with pytest.raises(mt940.Mt940Error) as caught:
        mt940.read(b"x")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, again.message_pl, again.line) == ("MT940-NOT", caught.value.message_pl, 1)


@pytest.mark.parametrize(
    ("parts", "nip", "invoice", "text"),
    [
        ("~20/VAT/23,00/IDC/9990010030", "9990010030", "", ""),
        ("~20/VAT/23,00/IDC/9990010030~21/INV/FV 1/26", "9990010030", "FV 1/26", ""),
        ("~20/VAT/23,00/IDC/9990010030/TXT/za lipiec", "9990010030", "", "za lipiec"),
    ],
)
def test_split_payment_in_part(parts: str, nip: str, invoice: str, text: str) -> None:
    whole = "~20/VAT/23,00/IDC/9990010030/I~21NV/FV/17/26/TXT/za usługę"
    split = one(SPLIT.replace(whole, parts)).lines[0].split_payment
    assert split == mt940.SplitPayment(Decimal("23.00"), nip, invoice, text)


def test_a_title_that_only_names_vat_is_no_split_payment() -> None:
    assert one(SPLIT.replace("/IDC/", "/ID/")).lines[0].split_payment is None


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


def test_the_30th_of_february_is_its_last_day() -> None:
    line = one(PLAIN.replace("260710C", "2802300230C")).lines[0]
    assert (line.value_date, line.entry_date) == (date(2028, 2, 29), date(2028, 2, 29))


def test_no_reference_is_empty() -> None:
    line = one(TILDE).lines[0]
    assert (line.own_reference, line.bank_reference) == ("", "BR20260701001")
    assert "NONREF" in line.raw


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
    # A page may also come without a header of its own.
    bare = second[second.index(":60M:") :]
    assert mt940.read((first + bare).encode())[0].lines == statement.lines
    # The two movements are the same in everything, and still two.
    assert len({mt940.fingerprint(statement, line) for line in statement.lines}) == 2


def test_pages_of_two_accounts_stay_apart_and_two_currencies_show() -> None:
    first = PLAIN.replace(":62F:", ":62M:")
    second = PLAIN.replace(":60F:", ":60M:")
    assert len(mt940.read((first + second.replace(OWN, OTHER)).encode())) == 2
    (statement,) = mt940.read((first + second.replace("PLN", "EUR")).encode())
    assert {f.code for f in mt940.check(statement)} >= {"MT940-CUR-01"}


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
    assert finding.line == 8
    assert "1.00" in finding.message_pl


@pytest.mark.parametrize("number", ["91" + OWN[2:], "DE88370400440532013000", "TESTOWY"])
def test_a_wrong_account_number_is_marked(number: str) -> None:
    (finding,) = mt940.check(one(PLAIN.replace(OWN, number)))
    assert (finding.code, finding.severity) == ("MT940-ACC-01", mt940.Severity.MARK)
    assert number in finding.message_pl


def test_a_wrong_account_of_a_counterparty_is_worth_a_look() -> None:
    (finding,) = mt940.check(one(TILDE.replace(f"PL{OTHER}", f"PL37{OTHER[2:]}")))
    assert (finding.code, finding.severity) == ("MT940-ACC-02", mt940.Severity.WARN)
    assert finding.line == 5


def test_two_currencies_in_one_statement_are_stopped() -> None:
    (finding,) = mt940.check(one(PLAIN.replace(":62F:C260731PLN", ":62F:C260731EUR")))
    assert (finding.code, finding.severity) == ("MT940-CUR-01", mt940.Severity.STOP)
    assert finding.line == 8
    (finding,) = mt940.check(one(PLAIN.replace(OWN, f"{OWN} EUR").replace("PLN", "EUR", 1)))
    assert (finding.code, finding.line) == ("MT940-CUR-01", 8)


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
        (PLAIN.replace(":62F:C260731PLN800,00", ":62F:C260731PLN800,005"), "MT940-62", 8),
        (PLAIN.replace("C300,00", f"C{'9' * 40},00"), "MT940-61", 5),
        (PLAIN.replace(":61:260710C300,00NTRFREF123456", ":61:"), "MT940-61", 5),
        (PLAIN.replace(":28C:1/2026", ":28C:1/2026\n:25:" + OTHER), "MT940-TWICE", 4),
        (PLAIN.replace(":28C:1/2026", ":28C:1/2026\n:28C:2/2026"), "MT940-TWICE", 4),
        (PLAIN + ":62F:C260731PLN900,00\n", "MT940-TWICE", 9),
        (PLAIN + ":60F:C260731PLN900,00\n", "MT940-TWICE", 9),
        (PLAIN.replace(OWN, OWN + "0" * 9), "MT940-25", 2),
        (PLAIN.replace(":60F:C260701PLN500,00\n", "").split(":62F:")[0], "MT940-60", 1),
        (PLAIN + "-\nKoniec pliku\n", "MT940-NOT", 10),
        ("-\n", "MT940-NOT", None),
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
    twin = one(TILDE.replace("//BR20260701001", "//BR20260701002"))
    assert mt940.fingerprint(twin, twin.lines[0]) not in prints
    other = one(TILDE.replace(OWN, OTHER))
    assert not set(prints) & {mt940.fingerprint(other, line) for line in other.lines}
