"""Vouchers without a paper: typed in the form, taken from a table, and many at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import cost, drop, ids
from tests.plugin import AT
from zaplecze.ledger.api import (
    Line,
    NewEntry,
    NewLine,
    NewRate,
    Proposal,
    drafts,
    journal_size,
    save_draft,
    save_rates,
)
from zaplecze.ledger.commands.plan import change_account, change_dimension
from zaplecze.ledger.commands.posting import CannotPost
from zaplecze.ledger.drafts import draft_lines
from zaplecze.ledger.importing import EXAMPLE, import_entries, plan_import
from zaplecze.office.bulk import run_bulk
from zaplecze.office.copying import like_last
from zaplecze.partners.commands import CannotKeep, add_partner, change_kind
from zaplecze.partners.queries import find_partners
from zaplecze.platform.models import Event
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

D = Decimal
JANUARY = (2026, 1)
DAY = date(2026, 1, 31)


def pk(number: str, *lines: NewLine) -> Proposal:
    given = lines or (NewLine("402-99", debit=D("10.00")), NewLine("240", credit=D("10.00")))
    return Proposal(NewEntry("PK", *JANUARY, "PK", number, DAY, DAY, "Próba", given))


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def form(**changed: Any) -> dict[str, Any]:
    return {
        "draft": "", "journal": "PK", "number": "", "month": "2026-01",
        "operation": "2026-01-31", "document": "2026-01-31", "due": "", "text": "Odsetki",
        "no": ["", ""], "account": ["751-01", "240"], "center": ["", ""],
        "debit": ["12,50", ""], "credit": ["", "12,50"], "project": ["", ""],
        "partner": ["", ""], "currency": ["", ""], "currency_amount": ["", ""],
        "line_text": ["", ""], "action": "post",
    } | changed  # fmt: skip


def test_a_typed_voucher_is_posted_with_the_next_number(company: Any, make_person: Any) -> None:
    client = client_of(make_person(company, "accountant"))
    path = f"/f/{company.nip}/ksiegi/pk/zapisz/"
    assert client.post(path, form()).status_code == 302
    assert client.post(path, form(action="save")).status_code == 302
    with company_scope(company.id):
        assert journal_size(first=JANUARY, last=JANUARY) == (1, D("12.50"))
        (draft,) = drafts()
        assert draft.voucher_number == "PK/2/2026"
        held = draft.id
    client.post(path, form(action="save", draft=str(held), text="Odsetki karne"))
    with company_scope(company.id):
        (draft,) = drafts()
        assert (draft.id, draft.text) == (held, "Odsetki karne")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"account": ["751-01", ""]}, "Wiersz 2: wybierz konto"),
        ({"debit": ["dużo", ""]}, "Wiersz 1, Wn"),
        ({"credit": ["", "12,49"]}, "różnica 0.01"),
        ({"partner": ["", "777"]}, "Wiersz 2: nie ma kontrahenta 777"),
        ({"currency": ["EUR", ""]}, "Wiersz 1: podaj i walutę"),
        (
            {"currency": ["QQQ", ""], "currency_amount": ["100,00", ""]},
            "nie jest kodem waluty ISO 4217",
        ),
        ({"text": ""}, "nie ma opisu"),
        ({"month": "2026-13"}, "nie jest miesiącem"),
    ],
)
def test_a_fault_comes_back_with_what_was_typed(
    company: Any, make_person: Any, changed: dict[str, Any], words: str
) -> None:
    client = client_of(make_person(company, "accountant"))
    answer = client.post(f"/f/{company.nip}/ksiegi/pk/zapisz/", form(number="WB/77", **changed))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert 'value="WB/77"' in page
    with company_scope(company.id):
        assert drafts() == []
        assert journal_size(first=JANUARY, last=JANUARY)[0] == 0


def test_an_amount_in_a_currency_stands_beside_its_table(company: Any, make_person: Any) -> None:
    """The table of Friday is offered for Saturday; 1,00 zł for 100 euro is posted only when confirmed."""
    save_rates([NewRate("EUR", date(2026, 1, 30), D("4.2550"), "020/A/NBP/2026")])
    client = client_of(make_person(company, "accountant"))
    base = f"/f/{company.nip}/ksiegi"
    asked = {"waluta": "eur", "kwota": "100,00", "dzien": "2026-01-31"}
    offered = client.get(f"{base}/kurs/", asked).json()
    assert offered["amount"] == "425,50"
    assert "4,2550 z 30.01.2026, tabela 020/A/NBP/2026" in offered["told"]
    assert client.get(f"{base}/kurs/", {**asked, "waluta": "QQQ"}).json()["amount"] == ""
    assert (
        "23.01.2026" in client.get(f"{base}/kurs/", {**asked, "dzien": "2026-01-26"}).json()["told"]
    )
    typed = {"currency": ["EUR", ""], "currency_amount": ["100,00", ""]}
    slip = form(**typed, debit=["2,50", ""], credit=["", "2,50"])
    page = client.post(f"{base}/pk/zapisz/", slip).content.decode()
    assert "Wiersz 1: 2,50 zł odbiega o ponad 5 %" in page
    assert 'name="rate_sure"' in page
    with company_scope(company.id):
        assert journal_size(first=JANUARY, last=JANUARY)[0] == 0
    assert client.post(f"{base}/pk/zapisz/", slip | {"rate_sure": "1"}).status_code == 302
    right = form(**typed, debit=["425,50", ""], credit=["", "425,50"])
    assert client.post(f"{base}/pk/zapisz/", right).status_code == 302
    with company_scope(company.id):
        assert journal_size(first=JANUARY, last=JANUARY)[0] == 2
        texts = [n.text for n in Line.objects.filter(currency="EUR").order_by("entry_id")]
    assert texts == ["", "kurs 4,2550 z 30.01.2026, tabela 020/A/NBP/2026"]


def test_a_table_in_a_currency_is_checked_against_the_bank(company: Any) -> None:
    """In the dry run: an unknown code is a fault, a far amount a warning, the table's own amount neither."""
    save_rates([NewRate("EUR", date(2026, 1, 30), D("4.2550"), "020/A/NBP/2026")])
    rows = [
        ("A", "425,50", "EUR"), ("B", "2,50", "EUR"), ("C", "425,50", "QQQ"),
    ]  # fmt: skip
    text = "dowód;data;opis;konto;wn;ma;waluta;kwota w walucie\n" + "".join(
        f"{n};31.01.2026;Próba;402-99;{a};;{c};100,00\n{n};31.01.2026;Próba;240;;{a};;\n"
        for n, a, c in rows
    )
    with company_scope(company.id):
        plan = plan_import("waluty.csv", text.encode())
    told = {r.voucher: (r.fault, r.warning, r.line.text) for r in plan.rows if r.line.debit}
    assert told["A"] == ("", "", "kurs 4,2550 z 30.01.2026, tabela 020/A/NBP/2026")
    assert "ponad 5 %" in told["B"][1]
    assert "QQQ" in told["C"][0]
    assert (plan.faults, plan.warnings) == (1, 1)


def test_blocked_accounts_and_closed_centres_take_nothing_new(
    company: Any, make_person: Any
) -> None:
    anna = make_person(company, "accountant").id
    with company_scope(company.id):
        change_account(number="402-99", name="Inne", settles=False, blocked=True, by=anna, at=AT)
        change_dimension(what="mpk", symbol="HANDEL", name="Handel", closed=True, by=anna, at=AT)
        with pytest.raises(CannotPost, match="zablokowane"):
            save_draft(pk("A"))
        line = NewLine("404", debit=D("1.00"), cost_center="HANDEL")
        with pytest.raises(CannotPost, match="zamknięte"):
            save_draft(pk("B", line, NewLine("240", credit=D("1.00"))))


def test_many_at_once_a_trial_changes_nothing_and_refusals_come_last(
    company: Any, make_person: Any
) -> None:
    anna = make_person(company, "accountant").id
    with company_scope(company.id):
        odd = save_draft(pk("KRZYWY", NewLine("404", debit=D("1.00")), NewLine("240", credit=D(2))))
        good = [save_draft(pk(f"PK-{n}")) for n in range(3)]
        before = Event.objects.count()
        asked = {
            "draft_ids": [odd.id, *(d.id for d in good)],
            "action": "code-post",
            "month": None,
            "by": anna,
            "at": AT,
        }
        tried = run_bulk(**asked, trial=True)
        assert (len(drafts()), Event.objects.count()) == (4, before)
        done = run_bulk(**asked)
        assert [o.voucher for o in done] == ["PK-0", "PK-1", "PK-2", "KRZYWY"]
        assert [bool(o.refused) for o in tried] == [bool(o.refused) for o in done]
        assert "różnica" in done[-1].refused
        assert [d.voucher_number for d in drafts()] == ["KRZYWY"]
        assert journal_size(first=JANUARY, last=JANUARY) == (3, D("30.00"))
        run_bulk(**asked | {"draft_ids": [odd.id], "action": "move", "month": (2026, 3)})
        assert (drafts()[0].year, drafts()[0].month) == (2026, 3)
        run_bulk(**asked | {"draft_ids": [odd.id], "action": "delete"})
        assert drafts() == []


def test_papers_go_in_bulk_with_their_vat(company: Any, make_person: Any) -> None:
    anna = make_person(company, "accountant")
    (document_id,) = ids(drop(company, cost("DK/1")))
    with company_scope(company.id):
        from zaplecze.documents.api import document
        from zaplecze.office.posting import on_the_desk

        paper = document(document_id)
        assert paper is not None
        lying = on_the_desk(paper)
        assert lying.proposal is not None
        draft = save_draft(lying.proposal)
        (outcome,) = run_bulk(
            draft_ids=[draft.id], action="code", month=None, by=anna.id, at=AT, trial=True
        )
        # The paper is still with the one who describes it: the buffer is no way round the circulation.
        assert outcome.refused


def test_a_table_goes_into_the_buffer_once(company: Any, make_person: Any) -> None:
    anna = make_person(company, "accountant").id
    data = EXAMPLE.encode("utf-8-sig")
    with company_scope(company.id):
        assert import_entries(name="lp.csv", data=data, by=anna, at=AT) == 1
        assert import_entries(name="lp-kopia.csv", data=data, by=anna, at=AT) == 0
        (draft,) = drafts()
        assert [line.account.number for line in draft_lines(draft)] == ["404", "230", "225", "229"]
        assert plan_import("lp.csv", data).earlier == AT


def test_a_table_with_faults_names_row_and_column_and_leaves_nothing(
    company: Any, make_person: Any
) -> None:
    anna = make_person(company, "accountant").id
    table = (
        "Dowód;Data;Opis;Konto;Wn;Ma;MPK;NIP\n"
        "A;31.01.2026;Dobry;404;5;;;\nA;31.01.2026;Dobry;240;;5;;\n"
        "B;31.01.2026;Zły;404;x;;;\nB;32.01.2026;Zły;999;;5;NIC;123\n"
        "C;31.01.2026;Krzywy;404;5;;;\nC;31.01.2026;Krzywy;240;;4;;\n"
    ).encode()
    with company_scope(company.id):
        plan = plan_import("z.csv", table)
        told = {row.number: row.fault for row in plan.rows if row.fault}
        assert set(told) == {4, 5, 6}
        assert "kolumna wn" in told[4]
        for column in ("data", "konto", "mpk", "nip"):
            assert f"kolumna {column}" in told[5]
        assert "różnica 1.00" in told[6]
        with pytest.raises(Refusal, match="wiersz 4"):
            import_entries(name="z.csv", data=table, by=anna, at=AT)
        assert drafts() == []


@given(
    total=st.decimals(min_value="-9999.99", max_value="9999.99", places=2),
    parts=st.lists(st.decimals(min_value="0.01", max_value="999.99", places=2), min_size=1),
)
def test_a_copy_splits_to_the_grosz(total: Decimal, parts: list[Decimal]) -> None:
    lines = [NewLine("402-99", debit=total), NewLine("221-1", debit=D("2.30"))]
    last = [NewLine("402-01", debit=part) for part in parts]
    made = like_last([*lines, NewLine("202", credit=total + D("2.30"))], last)
    assert sum(line.debit - line.credit for line in made) == 0
    assert [line.account for line in made if line.account in ("221-1", "202")] == ["221-1", "202"]


def test_employees_are_partners_of_their_own_kind(company: Any, make_person: Any) -> None:
    anna = make_person(company, "accountant").id
    with company_scope(company.id):
        made = add_partner(kind="employee", symbol="prac-01", name="Ola Lis", by=anna, at=AT)
        assert (made.tax_id, find_partners("", kind="employee", limit=9)) == ("PRAC-01", [made])
        for kind, symbol in (("employee", "PRAC-01"), ("?", "P-2"), ("trade", "123-456-78-90")):
            with pytest.raises(CannotKeep):
                add_partner(kind=kind, symbol=symbol, name="Ola Lis", by=anna, at=AT)
        change_kind(partner_id=made.id, kind="owner", by=anna, at=AT)
        assert find_partners("ola", kind="owner", limit=9) == [made]
    client = client_of(make_person(company, "accountant"))
    answer = client.post(
        f"/f/{company.nip}/ksiegi/pk/zapisz/",
        form(action="save", account=["234", "100"], partner=["prac-01", ""]),
    )
    assert answer.status_code == 302
    with company_scope(company.id):
        (draft,) = drafts()
        assert draft.partner_id == made.id
