"""Papers of every kind are measured by what they are: described scans, contracts, a company's own kinds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.papers import drop, ids, later
from tests.scenarios.test_intake import JPEG, PDF, PNG, TYPED
from zaplecze.controlling.api import agreements_kept, keep_agreement, read_log
from zaplecze.controlling.rules.conformance import judge
from zaplecze.controlling.rules.history import Clock
from zaplecze.documents.api import Channel, NewPaper, describe_paper, document
from zaplecze.documents.kinds.commands import define_kind
from zaplecze.office import posting
from zaplecze.office.intake import receive
from zaplecze.platform.events import Stamp
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice
from zaplecze.workflow.api import open_task, take_step

SEPTEMBER = (2026, 9)
CONTRACT = {
    "issue_date": "2026-09-01", "partner_name": "Kamienica Wrzos", "subject": "najem lokalu", "gross": "5 200",
}  # fmt: skip


def decide(paper: int, person: Any, *, hours: float) -> None:
    task = open_task(document_id=paper)
    assert task is not None
    take_step(task_id=task.id, verdict="accepted", by=person.id, at=later(hours))


def test_papers_are_measured_by_what_they_were_said_to_be(
    company: Any, make_person: Any, time_machine: Any
) -> None:
    clerk, boss = make_person(company, "accountant"), make_person(company, "approver")
    lead = make_person(company, "manager")
    scan, contract = ids(drop(company, ("skan.jpg", JPEG), ("umowa najmu.pdf", PDF)))
    with company_scope(company.id):
        own = define_kind(
            label="karta drogowa", fields=(), personal=False, by=clerk.id, at=later(0)
        )
    code = f"own-{own.id}"
    receive(
        company.id,
        [NewPaper("karta.png", PNG, kind=code)],
        channel=Channel.UPLOAD,
        stamp=Stamp(clerk.id, later(1)),
    )
    said = {"by": clerk.id, "at": later(2)}
    with company_scope(company.id):
        describe_paper(document_id=scan, kind="cost_invoice", values=TYPED, **said)
        describe_paper(document_id=contract, kind="contract", values=CONTRACT, **said)
        describe_invoice(
            document_id=scan, cost_center="HANDEL", purpose="plakaty", by=clerk.id, at=later(3)
        )
        decide(scan, boss, hours=5)
        found = document(scan)
        lying = posting.on_the_desk(found)
        assert lying.proposal is not None
        posting.save(found, lying.proposal)
        posting.code(found, by=clerk.id, at=later(6))
        posting.post(found, by=clerk.id, at=later(7))
        log = read_log(months=(SEPTEMBER, SEPTEMBER), as_of=later(8))
        by_paper = {h.document_id: h for h in log.histories}
        assert by_paper[contract].kind == "contract"
        way = by_paper[scan]
        assert way.kind == "cost_invoice"
        assert judge(way, log.expected(way), later(8)).deviations == (), "the normal way of a scan"

        def agree(kind: str, work: str, clock: str) -> None:
            keep_agreement(
                kind=kind, work=work, clock=clock, owner_id=lead.id, hours=Decimal(8),
                share=Decimal("0.9"), by=lead.id, at=later(8),
            )  # fmt: skip

        for kind, work, clock in (
            ("cost_invoice", "pay", Clock.OURS),  # a bank is waited for
            ("cost_invoice", "approve", Clock.OURS),  # approved by the client's people
            ("bank_statement", "match", Clock.OUTSIDE),
        ):
            with pytest.raises(Refusal, match=r"zawsze dotrzymana\. Wybierz: zegar"):
                agree(kind, work, clock)
        with pytest.raises(Refusal, match="rodzaj"):
            agree("own-999999", "whole", Clock.OURS)
        agree("contract", "whole", Clock.OURS)
        agree(code, "describe", Clock.OURS)
        agree("cost_invoice", "pay", Clock.OUTSIDE)
        kept = {
            k.row.kind: k for k in agreements_kept(months=(SEPTEMBER, SEPTEMBER), as_of=later(9))
        }
        assert [p.document_id for p in kept["contract"].papers] == [contract]
        assert [p.document_id for p in kept["cost_invoice"].papers] == [scan]
        assert len(kept[code].papers) == 1
    _pages_name_kinds(company, lead, code, time_machine)


def _pages_name_kinds(company: Any, lead: Any, code: str, time_machine: Any) -> None:
    time_machine.move_to(later(9))
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    base = f"/f/{company.nip}/controlling/"
    agreements = client.get(f"{base}umowy/").content.decode()
    for option in (f'<option value="{code}">karta drogowa', '<option value="contract">umowa'):
        assert option in agreements
    assert "Prognoza" in agreements
    assert "za mało załatwionych: 0, potrzeba 10" in agreements
    page = client.get(f"{base}obieg/?rodzaj={code}")
    assert f'<option value="{code}" selected>karta drogowa' in page.content.decode()
    assert page.context["report"].period_label.endswith("karta drogowa")
    for path in ("obieg/", "obieg/gardla/", "umowy/", "umowy/?forma=csv"):
        text = client.get(base + path).content.decode()
        shown = text.replace(f'value="{code}"', "").replace(f"rodzaj={code}", "")
        assert code not in shown, path
    # Nobody has minutes here, and no state before has them: the what-if page says so.
    idea = client.get(f"{base}obieg/gdyby/?miesiac=2026-09&zmiana=pomin&krok=akceptacja")
    facts = {fact.name: fact.value for fact in idea.context["facts"]}
    assert facts["Koszt biura mniejszy o"] == "nie wiadomo"
    assert "Minuty kroku: nie wiadomo: w tym miesiącu" in idea.content.decode()
