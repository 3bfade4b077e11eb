"""Every address, as a stranger, as a member of another company, and as every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.papers import DAY, cost, drop, ids, later, paid, sold, statement
from tests.plugin import AT, MILL
from zaplecze.assets.api import Method, NewAsset, Plan, register_asset
from zaplecze.documents.api import documents_by_id
from zaplecze.documents.correspondence.commands import NewLetter, NewLetterFile, register_letter
from zaplecze.documents.correspondence.models import LetterFile
from zaplecze.documents.keeping.commands import add_version, write_note
from zaplecze.documents.keeping.models import Destruction, Mention
from zaplecze.ledger.api import NewEntry, NewLine, Proposal, entries_of, open_items, save_draft
from zaplecze.payments.api import (
    hold_collection,
    make_confirmations,
    statement_lines,
    statements,
)
from zaplecze.platform.models import Event, Role
from zaplecze.platform.scope import company_scope

# Open to everyone who signs in; the rest is a company's.
OFFICE = {"home", "language"}
READ_ONLY = {"auditor"}
# What only POST may do, and which roles may try.
BOOKKEEPERS = {"accountant", "manager"}
WORKERS = {"owner", "approver", "accountant", "manager"}
POSTS = {
    "upload": WORKERS,
    "describe": WORKERS,
    "decide": WORKERS,
    "posting": BOOKKEEPERS,
    "rate": BOOKKEEPERS,
    "settle": BOOKKEEPERS,
    "preview_settling": BOOKKEEPERS,
    "post_valuation": BOOKKEEPERS,
    "undo_settlement": BOOKKEEPERS,
    "reverse_entry": BOOKKEEPERS,
    "jpk_file": BOOKKEEPERS,
    "confirm_lines": BOOKKEEPERS,
    "choose_item": BOOKKEEPERS,
    "book_line": BOOKKEEPERS,
    "hold_collection": BOOKKEEPERS,
    "lift_hold": BOOKKEEPERS,
    "make_reminders": BOOKKEEPERS,
    "make_interest_note": BOOKKEEPERS,
    "make_confirmations": BOOKKEEPERS,
    "letter_outcome": BOOKKEEPERS,
    "save_collection_policy": BOOKKEEPERS,
    "jpk_kr_pd_file": BOOKKEEPERS,
    "save_seat": BOOKKEEPERS | {"owner"},
    "save_cit": BOOKKEEPERS,
    "save_tags": BOOKKEEPERS,
    "register_asset": BOOKKEEPERS,
    "change_asset": BOOKKEEPERS,
    "dispose_of_asset": BOOKKEEPERS,
    "post_depreciation": BOOKKEEPERS,
    "jpk_st_kr": WORKERS | READ_ONLY,
    "settle_vat": BOOKKEEPERS,
    "prepare_statements": BOOKKEEPERS,
    "adjust_cash_flow": BOOKKEEPERS,
    "drop_adjustment": BOOKKEEPERS,
    "try_opening": BOOKKEEPERS,
    "post_opening": BOOKKEEPERS,
    "save_voucher": BOOKKEEPERS,
    "try_import": BOOKKEEPERS,
    "take_import": BOOKKEEPERS,
    "preview_bulk": BOOKKEEPERS,
    "run_bulk": BOOKKEEPERS,
    "add_partner": BOOKKEEPERS,
    "change_partner": BOOKKEEPERS,
    "add_account": BOOKKEEPERS,
    "change_account": BOOKKEEPERS,
    "add_dimension": BOOKKEEPERS,
    "change_dimension": BOOKKEEPERS,
    "end_year": BOOKKEEPERS,
    "ask_reopening": BOOKKEEPERS,
    "month_step": BOOKKEEPERS,
    "keep": WORKERS,
    "see_mention": WORKERS | READ_ONLY,
    "propose_destruction": BOOKKEEPERS | {"owner"},
    "end_destruction": BOOKKEEPERS | {"owner"},
    "save_subject": BOOKKEEPERS | {"owner"},
    "register_letter": WORKERS,
    "letter_step": WORKERS,
}
# Pages that not every member may read.
CLOSED = {"access_log": {"owner", "manager", "auditor"}}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield entry.name or route, route


COMPANY_PAGES = {name: route for name, route in patterns(get_resolver()) if "<str:nip>" in route}
PART = re.compile(r"<\w+:(\w+)>")
# Parts of an address that are the same in every company.
COMMON = {"nip", "account", "year", "number", "what", "kind", "version"}


def address(route: str, things: dict[str, Any]) -> str:
    return "/" + PART.sub(lambda part: str(things[part[1]]), route)


@pytest.fixture
def things(company: Any, make_person: Any) -> dict[str, Any]:
    """One of everything that an address can name."""
    waiting = cost("DK/1")
    (document_id,) = ids(drop(company, waiting))
    company_straight = sold("S/101")
    from zaplecze.platform.models import Company

    Company.objects.using("owner").filter(id=company.id).update(straight_through=True)
    drop(
        company, company_straight, statement(paid(company_straight, amount=None, title="zaliczka"))
    )
    Company.objects.using("owner").filter(id=company.id).update(straight_through=False)
    with company_scope(company.id):
        (item,) = open_items()
        (s,) = statements()
        (line,) = statement_lines(s.id)
        (entry,) = entries_of(document_id=item.document_id)
        assert documents_by_id([document_id])
        plan = Plan(Method.LINEAR, Decimal(12), Decimal(20), (2026, 10))
        asset = register_asset(
            NewAsset(
                "Piec", DAY, DAY, account="010-02", depreciation_account="070-02", tax=plan, balance=plan
            ),
            by=None,
            at=AT,
        )  # fmt: skip
        at = later(1)
        draft = save_draft(
            Proposal(
                NewEntry("PK", 2026, 9, "PK", "PK/X", at.date(), at.date(), "x", (NewLine("100"),))
            )
        )
        (letter,) = make_confirmations(as_of=at.date(), on=at.date(), by=None, at=at)
        hold = hold_collection(item_id=item.id, reason="spór", by=None, at=at)
    return {
        "nip": company.nip,
        "document_id": document_id,
        "account": "201",
        "entry_id": entry.id,
        "item_id": item.id,
        "statement_id": s.id,
        "line_id": line.line.id,
        "partner_id": item.partner_id,
        "letter_id": letter.id,
        "hold_id": hold.id,
        "asset_id": asset.pk,
        "draft_id": draft.id,
        "year": 2026,
        "number": 9,
        "what": "wstepnie",
        "kind": "przeplywy",
        **_kept(company, make_person, document_id),
    }


def _kept(company: Any, make_person: Any, document_id: int) -> dict[str, int]:
    """A version, a mention, a protocol, a letter with a file: what hangs on papers."""
    writer, reader = make_person(company, "accountant"), make_person(company, "owner")
    with company_scope(company.id):
        add_version(document_id=document_id, name="a.pdf", data=b"x", note="x", by=writer.pk, at=AT)
        note = write_note(document_id=document_id, text=f"@{reader.email}", by=writer.pk, at=AT)
        made = Destruction.objects.create(
            company=company, number=1, year=2026, reason="x", list_hash="0" * 64,
            proposed_by_id=writer.pk, proposed_at=AT,
        )  # fmt: skip
        letter = register_letter(
            NewLetter("in", AT.date(), "Urząd", "x", "e_delivery"),
            files=[NewLetterFile("upo.xml", b"<x/>", evidence=True)],
            by=writer.pk,
            at=AT,
        )
        return {
            "mention_id": Mention.objects.get(note=note).pk,
            "destruction_id": made.pk,
            "version": 2,
            "post_id": letter.pk,
            "file_id": LetterFile.objects.get(letter=letter).pk,
        }


def signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def events(company: Any) -> int:
    with company_scope(company.id):
        return Event.objects.count()


def test_the_walk_knows_every_address() -> None:
    assert len(COMPANY_PAGES) >= 28
    routes = patterns(get_resolver())
    names = {name for name, route in routes if not route.startswith("konto/")}
    assert names == set(COMPANY_PAGES) | OFFICE


def test_a_stranger_is_sent_to_the_door(things: dict[str, Any], company: Any) -> None:
    before = events(company)
    for name, route in COMPANY_PAGES.items():
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address(route, things))
            wrong_method = answer.status_code == 405
            assert wrong_method or (
                answer.status_code == 302 and answer.url.startswith("/konto/")
            ), name
    assert events(company) == before


def test_a_member_of_another_company_learns_nothing(
    things: dict[str, Any], company: Any, make_company: Any, make_person: Any
) -> None:
    other = make_company(nip=MILL)
    client = signed_in(make_person(other, *Role.values))
    before = events(company)
    for name, route in COMPANY_PAGES.items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address(route, things))
            assert answer.status_code in (404, 405), name
        # Ids of the first company under the second one's own address.
        answer = client.get(address(route, things | {"nip": MILL}))
        if set(PART.findall(route)) - COMMON:
            assert answer.status_code in (404, 405), name
    assert events(company) == before


@pytest.mark.parametrize("role", Role.values)
def test_every_role_opens_what_it_may(
    role: str, things: dict[str, Any], company: Any, make_person: Any
) -> None:
    client = signed_in(make_person(company, role))
    before = events(company)
    for name, route in COMPANY_PAGES.items():
        path = address(route, things)
        answer = client.get(path)
        if name in POSTS:
            assert answer.status_code == 405, name
            refused = client.post(path)
            # Without a form's fields: a role that may is refused or sent back, one that may not gets 403.
            expected = {302} if role in POSTS[name] else {403}
            if (
                name in {"jpk_file", "save_seat", "register_asset", "save_voucher"}
                and role in POSTS[name]
            ):
                expected = {302, 200}
            if (
                name in ("undo_settlement", "book_line", "add_dimension", "change_dimension")
                and role in BOOKKEEPERS
            ):
                expected = {302, 404}
            assert refused.status_code in expected, (name, refused.status_code)
        else:
            may = role in CLOSED.get(name, set(Role.values))
            assert answer.status_code in ((200, 302) if may else (403,)), name
            assert client.post(path).status_code == 405, name
    if role in READ_ONLY:
        assert events(company) == before


def test_no_page_lets_a_script_in(things: dict[str, Any], company: Any, make_person: Any) -> None:
    client = signed_in(make_person(company, "accountant"))
    for name, route in COMPANY_PAGES.items():
        if name in POSTS:
            continue
        answer = client.get(address(route, things))
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_changes_nothing(
    things: dict[str, Any], company: Any, make_person: Any
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        make_person(company, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for name, route in COMPANY_PAGES.items():
        if name in POSTS:
            assert client.post(address(route, things)).status_code == 403, name


def test_an_uploaded_file_never_becomes_a_page(company: Any, make_person: Any) -> None:
    (document_id,) = ids(drop(company, cost("DK/1")))
    client = signed_in(make_person(company, "accountant"))
    answer = client.get(f"/f/{company.nip}/dokumenty/{document_id}/plik/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
