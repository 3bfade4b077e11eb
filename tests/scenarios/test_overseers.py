"""Who answers for an entry that the program posted by itself (Accounting Act art. 14 ust. 4, D_9 of JPK_KR_PD)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.papers import drop, sold
from tests.plugin import AT
from zaplecze.config.demo_year import SEAT
from zaplecze.ledger.api import (
    appoint_overseer,
    journal_report,
    may_oversee,
    newest_report,
    overseers,
)
from zaplecze.ledger.dimensions.queries import Dimension
from zaplecze.ledger.models import Entry
from zaplecze.office.automatic import oversee_published
from zaplecze.office.verify import verify
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Seat
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.tax.api import preview_books
from zaplecze.workflow.api import ProcedurePublished, Step, change_roles, save_procedure

SEPTEMBER = (2026, 9)


def told(company: Any) -> list[str]:
    """Who answers for each entry of the journal, in its order."""
    report = journal_report(company, SEPTEMBER, SEPTEMBER)
    return [str(r.cells["responsible"]) for r in report.rows if r.kind == "row" and not r.continues]


def test_a_person_answers_for_what_the_program_posts(straight: Any, make_person: Any) -> None:
    """First nobody, then the accountant for all so far, then the manager for what comes after her."""
    accountant, manager, auditor = (
        make_person(straight, r) for r in ("accountant", "manager", "auditor")
    )
    drop(straight, sold("S/1"))
    with company_scope(straight.id):
        Seat.objects.create(company_id=straight.id, **SEAT)
        assert told(straight) == ["program"]
        books = preview_books(first=(2026, 1), last=(2026, 12), at=AT, with_file=False)
        assert [f for f in books.findings if f.code == "KRPD-PERSON"]
        before = Entry.objects.get().hash
        appoint_overseer(person_id=accountant.id, by=manager.id, at=AT + timedelta(hours=1))
        appoint_overseer(person_id=accountant.id, by=manager.id, at=AT + timedelta(hours=2))
        (one,) = overseers()
        assert (one.person_id, one.since) == (accountant.id, AT + timedelta(hours=1))
        for person in (auditor.id, 10**6):
            with pytest.raises(Refusal) as refused:
                appoint_overseer(person_id=person, by=manager.id, at=AT + timedelta(hours=3))
            assert refused.value.code == "ledger.overseer"
        assert told(straight) == [f"{accountant} (automat)"]
        appoint_overseer(person_id=manager.id, by=manager.id, at=AT + timedelta(days=1))
    drop(straight, sold("S/2"), at=AT + timedelta(days=2))
    with company_scope(straight.id):
        assert told(straight) == [f"{accountant} (automat)", f"{manager} (automat)"]
        books = preview_books(first=(2026, 1), last=(2026, 12), at=AT, with_file=False)
        assert {e.responsible for e in books.books.entries()} == set(told(straight))
        assert not [f for f in books.findings if f.code == "KRPD-PERSON"]
        first, second = Entry.objects.order_by("seq")
        assert bytes(first.hash) == bytes(before)
        newest_report(straight, dimension=Dimension.PARTNER, member=first.partner_id)
    assert verify(straight.id) == []
    client = Client()
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/f/{straight.nip}/ksiegi/zapis/{second.pk}/").content.decode()
    assert f"{manager} (automat)" in page
    seat = f"/f/{straight.nip}/firma/"
    assert str(manager) in client.get(seat).content.decode()
    client.post(f"{seat}automat/", {"person": "x"})
    client.post(f"{seat}automat/", {"person": str(accountant.id)})
    with company_scope(straight.id):
        assert [o.person_id for o in overseers()] == [accountant.id, manager.id, accountant.id]
        change_roles(person=accountant.id, roles=(), by=manager.id, at=AT + timedelta(days=3))
    left = client.get(seat).content.decode()
    assert "Ta osoba nie ma już roli w księgach" in left
    with company_scope(straight.id):
        assert accountant.id not in {m.user_id for m in may_oversee()}


def test_who_publishes_a_procedure_that_posts_answers_for_it(
    company: Any, make_person: Any
) -> None:
    """Only a procedure with such a step counts, and only while nobody was appointed."""
    owner, manager = make_person(company, "owner"), make_person(company, "manager")
    with company_scope(company.id):
        for person, action in ((owner, ""), (manager, "post"), (owner, "post")):
            step = Step("dekretacja", "code", 8, action=action)
            saved = save_procedure(kind="cost_invoice", steps=(step,), at=AT, by=person.id)
            event = ProcedurePublished(kind="cost_invoice", version=saved.version, note="")
            oversee_published([event], Stamp(person.id, AT))
        assert [o.person_id for o in overseers()] == [manager.id]
