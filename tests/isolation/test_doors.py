"""Every address, as a stranger, as a member of another company, and as every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.papers import DAY, cost, drop, ids, later, paid, sold, statement
from tests.plugin import AT, MILL
from zaplecze.assets.api import Method, NewAsset, register_asset
from zaplecze.assets.api import Plan as DepreciationPlan
from zaplecze.config.demo_year import SEAT
from zaplecze.controlling.api import keep_agreement
from zaplecze.documents.api import documents_by_id
from zaplecze.documents.correspondence.commands import NewLetter, NewLetterFile, register_letter
from zaplecze.documents.correspondence.models import LetterFile
from zaplecze.documents.keeping.commands import add_version, write_note
from zaplecze.documents.keeping.models import Destruction, Mention
from zaplecze.formats.sheets.tests.test_sheets import picture
from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    Plan,
    Proposal,
    Rhythm,
    SchemeLine,
    Source,
    Template,
    entries_of,
    keep_recurring,
    keep_scheme,
    open_items,
    plan_accrual,
    post_entries,
    save_draft,
    schemes,
)
from zaplecze.office.books.asked import ask_books, make_books
from zaplecze.payments.api import (
    hold_collection,
    make_confirmations,
    statement_lines,
    statements,
)
from zaplecze.platform.models import Event, Printout, Role, Seat, User
from zaplecze.platform.receipts import keep_receipt
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import Bought, ForeignPurchase, record_foreign_purchase
from zaplecze.purchasing.foreign.commands import foreign_purchases
from zaplecze.tax.api import build_jpk, filings
from zaplecze.workflow.api import add_limit, add_substitution

# Open to everyone who signs in; the rest is a company's.
# Open by a one-time link, without signing in: tests/scenarios/test_links.py walks them.
LINKS = {"link", "link_enter", "link_page", "link_file"}
OFFICE = {"home", "language", "office_flow", "savings_office"}
READ_ONLY = {"auditor"}
# What only POST may do, and which roles may try.
BOOKKEEPERS = {"accountant", "manager"}
WORKERS = {"owner", "approver", "accountant", "manager"}
POSTS = {
    "upload": WORKERS,
    "take_shots": WORKERS,
    "save_box": {"owner", "manager"},
    "make_key": {"owner", "manager"},
    "revoke_key": {"owner", "manager"},
    "describe_paper": WORKERS,
    "arrange_pages": WORKERS,
    "restore_version": WORKERS,
    "turn_page": WORKERS,
    "read_again": WORKERS,
    "forget_lessons": {"owner", "manager"},
    "join_papers": WORKERS,
    "decide_twins": WORKERS,
    "part_twins": WORKERS,
    "save_kind": BOOKKEEPERS | {"owner"},
    "describe": WORKERS,
    "decide": WORKERS,
    "say_center": WORKERS,
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
    "book_received_interest": BOOKKEEPERS,
    "letter_outcome": BOOKKEEPERS,
    "save_collection_policy": BOOKKEEPERS,
    "jpk_kr_pd_file": BOOKKEEPERS,
    "confirm_bad_debts": BOOKKEEPERS,
    "refuse_bad_debts": BOOKKEEPERS,
    "lift_bad_debt": BOOKKEEPERS,
    "mark_vat_row": BOOKKEEPERS,
    "undo_bad_debt": BOOKKEEPERS,
    "make_setoff": BOOKKEEPERS,
    "undo_setoff": BOOKKEEPERS,
    "save_seat": BOOKKEEPERS | {"owner"},
    "save_overseer": BOOKKEEPERS | {"owner"},
    "save_business_year": {"manager"},
    "save_cit": BOOKKEEPERS,
    "save_tags": BOOKKEEPERS,
    "add_usual_account": BOOKKEEPERS,
    "add_cost_rule": BOOKKEEPERS,
    "remove_cost_rule": BOOKKEEPERS,
    "save_threshold": BOOKKEEPERS,
    "measure_proposals": BOOKKEEPERS,
    "try_foreign": BOOKKEEPERS,
    "post_foreign": BOOKKEEPERS,
    "try_foreign_correction": BOOKKEEPERS,
    "post_foreign_correction": BOOKKEEPERS,
    "try_customs": BOOKKEEPERS,
    "post_customs": BOOKKEEPERS,
    "try_unbilled": BOOKKEEPERS,
    "post_unbilled": BOOKKEEPERS,
    "register_asset": BOOKKEEPERS,
    "change_asset": BOOKKEEPERS,
    "dispose_of_asset": BOOKKEEPERS,
    "regroup_asset": BOOKKEEPERS,
    "correct_proceeds": BOOKKEEPERS,
    "post_depreciation": BOOKKEEPERS,
    "jpk_st_kr_file": BOOKKEEPERS,
    "e_statement_texts": BOOKKEEPERS,
    "e_statement_file": BOOKKEEPERS,
    "add_receipt": BOOKKEEPERS,
    "ask_books": BOOKKEEPERS,
    "settle_vat": BOOKKEEPERS,
    "prepare_statements": BOOKKEEPERS,
    "comparatives_step": BOOKKEEPERS,
    "adjust_cash_flow": BOOKKEEPERS,
    "save_equity": BOOKKEEPERS,
    "drop_adjustment": BOOKKEEPERS,
    "try_opening": BOOKKEEPERS,
    "post_opening": BOOKKEEPERS,
    "save_voucher": BOOKKEEPERS,
    "try_import": BOOKKEEPERS,
    "take_import": BOOKKEEPERS,
    "preview_bulk": BOOKKEEPERS,
    "run_bulk": BOOKKEEPERS,
    "save_scheme": BOOKKEEPERS,
    "add_scheme_rule": BOOKKEEPERS,
    "drop_scheme_rule": BOOKKEEPERS,
    "save_split": BOOKKEEPERS,
    "save_split_key": BOOKKEEPERS,
    "remember_split": BOOKKEEPERS,
    "forget_split": BOOKKEEPERS,
    "post_accruals": BOOKKEEPERS,
    "plan_accrual": BOOKKEEPERS,
    "end_accrual": BOOKKEEPERS,
    "propose_recurring": BOOKKEEPERS,
    "save_recurring": BOOKKEEPERS,
    "skip_recurring": BOOKKEEPERS,
    "stop_recurring": BOOKKEEPERS,
    "save_circle": BOOKKEEPERS,
    "post_circle": BOOKKEEPERS,
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
    "preview_approvals": WORKERS,
    "run_approvals": WORKERS,
    "save_procedure_draft": {"owner", "manager"},
    "picture_procedure": {"owner", "manager"},
    "publish_procedure_draft": {"owner", "manager"},
    "save_substitution": WORKERS,
    "drop_substitution": WORKERS,
    "save_limit": {"owner", "manager"},
    "drop_limit": {"owner", "manager"},
    "save_center": {"owner", "manager"},
    "add_person": {"owner", "manager"},
    "save_roles": {"owner", "manager"},
    "delegate": WORKERS,
    "take_back": WORKERS,
    "consult": WORKERS,
    "answer_question": WORKERS,
    "withdraw": WORKERS,
    "resume_paper": WORKERS,
    "ask_outside": WORKERS,
    "save_baseline": {"owner", "manager"},
    "import_baseline": {"owner", "manager"},
    "measure_baseline": {"owner", "manager"},
    "save_cost": {"owner", "manager"},
    "save_agreement": {"manager"},
    "end_agreement": {"manager"},
    "answer_barometer": WORKERS | READ_ONLY,
    "turn_barometer": {"owner", "manager"},
    "report_effort": WORKERS,
    "report_print": WORKERS | READ_ONLY,
}
# Pages that only some roles may open.
CLOSED = {
    "savings": {"owner", "manager"},
    "savings_papers": {"owner", "manager"},
    "savings_statement": {"owner", "manager"},
    "baseline": {"owner", "manager"},
    "people": {"owner", "manager"},
    "person": {"owner", "manager"},
    "own_time": WORKERS,
    "channels": {"owner", "manager"},
    "reading_quality": {"owner", "manager"},
    "reading_papers": {"owner", "manager"},
    "access_log": {"owner", "manager", "auditor"},
    "printouts": {"owner", "manager", "auditor"},
    "books_exports": BOOKKEEPERS | {"owner", "auditor"},
    "take_books": BOOKKEEPERS | {"owner", "auditor"},
}
# Pages that not every member may read.


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
ABROAD = ForeignPurchase(
    kind=Bought.UNION_GOODS, country="DE", tax_id="999000333", supplier="Lichterpark Havelland GmbH", number="HL-1",
    issued_on=DAY, supplied_on=DAY, due_on=None, currency="PLN", net=Decimal(100), vat_rate=Decimal(23),
    account="330", invoice=False,
)  # fmt: skip
COMMON = {"nip", "account", "year", "number", "what", "kind", "version"}
COMMON = {"nip", "account", "key", "year", "number", "what", "kind", "paper", "page", "dimension"}


def address(route: str, things: dict[str, Any]) -> str:
    return "/" + PART.sub(lambda part: str(things[part[1]]), route)


@pytest.fixture
def things(company: Any, make_person: Any) -> dict[str, Any]:
    """One of everything that an address can name."""
    waiting = cost("DK/1")
    (document_id,) = ids(drop(company, waiting))
    (paper_id,) = ids(drop(company, ("skan.png", picture())))
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
        plan = DepreciationPlan(Method.LINEAR, Decimal(12), Decimal(20), (2026, 10))
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
        recurring, scheme, accrual = _patterns(at)
        (letter,) = make_confirmations(as_of=at.date(), on=at.date(), by=None, at=at)
        record_foreign_purchase(ABROAD, by=make_person(company, "accountant").id, at=at)
        (purchase,) = foreign_purchases()
        build_jpk(year=2026, month=9, by=None, at=at)
        (filing,) = filings(year=2026, month=9)
        upo = b"<UPO><NumerReferencyjny>1</NumerReferencyjny></UPO>"
        receipt = keep_receipt(filed_sha256=filing.file_sha256, data=upo, by=None, at=at)
        first, second = make_person(company, "owner"), make_person(company, "approver")
        substitution = add_substitution(
            absent=first.id,
            substitute=second.id,
            first_day=at.date(),
            last_day=at.date() + timedelta(days=300),
            by=first.id,
            at=at,
        )
        limit = add_limit(
            person=None,
            role="approver",
            up_to=Decimal(1000),
            first_day=at.date(),
            last_day=None,
            by=first.id,
            at=at,
        )
        hold = hold_collection(item_id=item.id, reason="spór", by=None, at=at)
        asked = ask_books(by=None, at=at)
        agreement = keep_agreement(
            kind="cost_invoice", work="code", clock="ours", owner_id=make_person(company, "manager").id,
            hours=Decimal(8), share=Decimal("0.95"), by=None, at=at,
        )  # fmt: skip
    make_books(company_id=company.id, export_id=asked.pk, at=at)
    return {
        "nip": company.nip,
        "document_id": document_id,
        "paper_id": paper_id,
        "page": 1,
        "account": "201",
        "dimension": "kontrahent",
        "member": item.partner_id,
        "entry_id": entry.id,
        "item_id": item.id,
        "statement_id": s.id,
        "line_id": line.line.id,
        "partner_id": item.partner_id,
        "letter_id": letter.id,
        "hold_id": hold.id,
        "asset_id": asset.pk,
        "draft_id": draft.id,
        "purchase_id": purchase.pk,
        "recurring_id": recurring.pk,
        "scheme_id": scheme.pk,
        "accrual_id": accrual.pk,
        "sha": filing.file_sha256,
        "receipt_id": receipt.pk,
        "export_id": asked.pk,
        "key": "zois/2026-09/2026-09/=201/debit",
        "agreement_id": agreement.id,
        "year": 2026,
        "number": 9,
        "what": "wstepnie",
        "kind": "przeplywy",
        "paper": "cost_invoice",
        "substitution_id": substitution.pk,
        "limit_id": limit.pk,
        "refusal_id": 1,
        "move_id": 1,
        "user_id": second.id,
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


def _patterns(at: Any) -> tuple[Any, Any, Any]:
    """A recurring entry, a scheme and a schedule."""
    lines = NewLine("640", debit=Decimal(2)), NewLine("100", credit=Decimal(2))
    day = at.date()
    person = User.objects.create(email="pisze@example.com", full_name="Pisze")
    template = Template("Czynsz", "Czynsz", lines, Rhythm.MONTHLY, 1, first=(2026, 9))
    recurring = keep_recurring(template=template, by=person.pk, at=at)
    pattern = SchemeLine("640", "Wn", "netto"), SchemeLine("100", "Ma", "=")
    keep_scheme(code="A", name="A", lines=pattern, by=person.pk, at=at)
    (posted,) = post_entries(
        [NewEntry("PK", 2026, 9, "PK", "PK/Y", day, day, "x", lines)], by=person.pk, at=at
    )
    accrual = plan_accrual(
        source=Source(1, entry_id=posted.id),
        plan=Plan(day, later(24 * 40).date(), target="409-03"),
        by=person.pk,
        at=at,
    )
    return recurring, schemes()[0].row, accrual


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
    names = {name for name, route in routes if not route.startswith(("konto/", "api/"))}
    assert names == set(COMPANY_PAGES) | OFFICE | LINKS


def test_every_address_of_the_api_asks_for_a_key(company: Any) -> None:
    routes = [route for _, route in patterns(get_resolver()) if route.startswith("api/f/")]
    assert len(routes) >= 3
    for route in routes:
        path = "/" + route.replace("<nip>", company.nip).replace("<document_id>", "1")
        answers = [getattr(Client(), method)(path).status_code for method in ("get", "post")]
        assert set(answers) <= {401, 405}, route
        assert 401 in answers, route


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
        if name in POSTS:
            refused = client.post(path)
            # Without a form's fields: a role that may is refused or sent back, one that may not gets 403.
            expected = {302} if role in POSTS[name] else {403}
            if (
                name
                in {
                    "jpk_file",
                    "save_seat",
                    "register_asset",
                    "save_voucher",
                    "save_scheme",
                    "save_recurring",
                    "try_foreign",
                    "post_foreign",
                    "try_foreign_correction",
                    "post_foreign_correction",
                    "try_customs",
                    "post_customs",
                    "try_unbilled",
                    "post_unbilled",
                }
                and role in POSTS[name]
            ):
                expected = {302, 200}
            if name == "drop_substitution" and role not in {"owner", "manager"}:
                expected = {403}  # somebody else's
            if (
                name in ("undo_settlement", "book_line", "add_dimension", "change_dimension")
                and role in BOOKKEEPERS
            ):
                expected = {302, 404}
            assert refused.status_code in expected, (name, refused.status_code)
        else:
            answer = client.get(path)
            let_in = role in CLOSED.get(name, set(Role.values))
            assert answer.status_code in ((200, 302) if let_in else (403,)), name
    if role in READ_ONLY:
        assert events(company) == before


def test_what_reads_takes_no_form_and_what_writes_is_no_address(
    things: dict[str, Any], company: Any, make_person: Any
) -> None:
    """The method is asked for before the role: one role is enough."""
    client = signed_in(make_person(company, "manager"))
    for name, route in COMPANY_PAGES.items():
        method = client.get if name in POSTS else client.post
        assert method(address(route, things)).status_code == 405, name


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


def test_every_download_is_recorded(things: dict[str, Any], company: Any, make_person: Any) -> None:
    """Whatever page offers a file, and whatever file it is: who took it and when is kept, one row a file."""
    client = signed_in(make_person(company, "accountant"))
    with company_scope(company.id):
        Seat.objects.create(company_id=company.id, **SEAT)

    def printouts() -> int:
        with company_scope(company.id):
            return Printout.objects.count()

    taken = set()
    offered = [(name, address(route, things)) for name, route in COMPANY_PAGES.items()]
    # The example of an import holds nobody's data.
    offered = [(name, path) for name, path in offered if name not in {*POSTS, "import_example"}]
    while offered:
        name, path = offered.pop()
        before = printouts()
        answer = client.get(path)
        if "attachment" in answer.headers.get("Content-Disposition", ""):
            added = printouts() - before
            # A ZIP counts for itself, and once on the card of each paper in it.
            assert added > 1 if name == "documents_zip" else added == 1, (name, path)
            taken.add(name)
        elif answer.status_code == 200:
            assert printouts() == before, name
            links = {
                unescape(a)
                for a in re.findall(
                    r'href="([^"]*forma=csv[^"]*)"', answer.content.decode(errors="replace")
                )
            }
            offered += [
                (f"{name}: csv", link if link.startswith("/") else path.partition("?")[0] + link)
                for link in sorted(links)[:1]
                if "csv" not in name
            ]  # fmt: skip
    assert {"take_books", "filed_file", "filed_receipt", "collection_letter_pdf"} <= taken
    assert len([name for name in taken if name.endswith(": csv")]) >= 20
    files = [("jpk_file", {"miesiac": "2026-09"}), ("jpk_st_kr_file", {"rok": "2026"})]
    for name, form in [*files, ("jpk_kr_pd_file", {"rok": "2026"})]:
        before = printouts()
        answer = client.post(address(COMPANY_PAGES[name], things), form)
        assert "attachment" in answer.headers.get("Content-Disposition", ""), name
        assert printouts() == before + 1, name
