"""Whoever leaves is let go whole: no access, no link, nothing that waits for her alone; and who comes is let in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.papers import cost, drop, ids
from zaplecze.config.cli.main import run
from zaplecze.platform.models import Event, User
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.purchasing.api import KIND, describe_invoice
from zaplecze.workflow.api import (
    OutgoingMail,
    Step,
    Who,
    ask_consultation,
    center_managers,
    change_roles,
    delegate_task,
    open_tasks_of,
    save_procedure,
    set_center_managers,
    take_step,
    talks_of,
)
from zaplecze.workflow.jobs import run_clock

LINK = re.compile(r"http://[^/]+(/odnosnik/\S+)")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def test_whoever_leaves_is_let_go_whole(
    company: Any, make_person: Any, behind: Any, settings: Any, mailoutbox: Any
) -> None:
    settings.MAIL_READY = True
    cache.clear()
    now = timezone.now()
    owner, clerk = make_person(company, "owner"), make_person(company, "accountant")
    leaver, heir = make_person(company, "approver"), make_person(company, "approver")
    steps = (
        Step("opis", "describe", 8),
        Step("szef", "approve", 8, who=Who("people", people=(leaver.id,)), mail=True),
        Step("dekretacja", "code", 8),
    )
    with behind(company):
        save_procedure(kind=KIND, steps=steps, at=now)
        set_center_managers(center="PROD", people=[leaver.id], by=owner.id, at=now)
    papers = ids(drop(company, cost("DK/1"), cost("DK/2"), at=now))
    with behind(company):
        for paper in papers:
            describe_invoice(
                document_id=paper, cost_center="PROD", purpose="ulotki", by=clerk.id, at=now
            )
    run_clock(now)
    phone = Client()
    place = phone.get(LINK.search(mailoutbox[0].body)[1]).url  # type: ignore[index]
    desk = signed_in(leaver)
    home = f"/f/{company.nip}/"
    assert (phone.get(place).status_code, desk.get(home).status_code) == (200, 200)
    with behind(company):
        (task,) = open_tasks_of(document_id=papers[0])
        ask_consultation(
            task_id=task.id,
            asked=clerk.id,
            question="Czyje to?",
            blocks=False,
            by=leaver.id,
            at=now,
        )
        with pytest.raises(NotAllowed, match="sam sobie"):
            change_roles(person=owner.id, roles=(), by=owner.id, at=now)
        with pytest.raises(Refusal, match="ostatni właściciel"):
            change_roles(person=owner.id, roles=(), by=clerk.id, at=now)
        with pytest.raises(
            Refusal, match=r"krok szef \(dokument nr \d+\).*Wybierz osobę albo rolę"
        ):
            change_roles(person=leaver.id, roles=(), by=owner.id, at=now)
        with pytest.raises(Refusal, match="Przejąć sprawy może ktoś inny"):
            change_roles(person=leaver.id, roles=(), heir=leaver.id, by=owner.id, at=now)
        with pytest.raises(Refusal, match="Nie miałby kto zrobić: szef"):
            change_roles(person=leaver.id, roles=(), heir_role="manager", by=owner.id, at=now)
    chief = signed_in(owner)
    shown = chief.get(f"/f/{company.nip}/osoby/{leaver.id}/").content.decode()
    assert "DK/1" in shown
    assert "kierownik MPK" in shown
    gone = chief.post(
        f"/f/{company.nip}/osoby/{leaver.id}/role/",
        {"do": "remove", "heir": f"person:{heir.id}"},
        follow=True,
    )
    assert "nie ma już dostępu" in gone.content.decode()
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert desk.get(home).status_code == 302, "signed out by the next page"
    for answer in (phone.get(place), phone.post(place, {"verdict": "accepted"})):
        assert (answer.status_code, "nie pracuje już" in answer.content.decode()) == (410, True)
    with behind(company):
        (task,) = open_tasks_of(document_id=papers[0])
        with pytest.raises(NotAllowed):
            take_step(task_id=task.id, verdict="accepted", by=leaver.id, at=now)
        take_step(task_id=task.id, verdict="accepted", by=heir.id, at=now)
        assert [m.user_id for m in center_managers()["PROD"]] == [heir.id]
        said = (
            Event.objects.filter(code="workflow.people.changed").order_by("-seq")[0].data["change"]
        )
        assert said == "Osoba 3: akceptujący → bez ról; sprawy przejmuje Osoba 4"
        # The heir leaves too: what she took over is named again, and goes to a role.
        with pytest.raises(Refusal, match="krok szef"):
            change_roles(person=heir.id, roles=(), by=owner.id, at=now)
        change_roles(person=heir.id, roles=(), heir_role="owner", by=owner.id, at=now)
        (task,) = open_tasks_of(document_id=papers[1])
        take_step(task_id=task.id, verdict="accepted", by=owner.id, at=now)


def test_what_was_handed_to_or_asked_of_whoever_leaves_goes_back(
    company: Any, make_person: Any, make_company: Any, behind: Any
) -> None:
    now = timezone.now()
    owner, clerk = make_person(company, "owner"), make_person(company, "accountant")
    boss, helper = make_person(company, "approver"), make_person(company, "approver")
    other = make_company(nip="9990011041")
    from zaplecze.platform.companies import add_person
    from zaplecze.platform.models import Role

    add_person(
        company_id=other.id,
        email=helper.email,
        full_name="x",
        roles=(Role.APPROVER,),
        password=None,
    )
    steps = (Step("opis", "describe", 8), Step("zgoda", "approve", 8), Step("kod", "code", 8))
    with behind(company):
        save_procedure(kind=KIND, steps=steps, at=now)
    (paper,) = ids(drop(company, cost("DK/1"), at=now))
    with behind(company):
        describe_invoice(
            document_id=paper, cost_center="PROD", purpose="ulotki", by=clerk.id, at=now
        )
        (task,) = open_tasks_of(document_id=paper)
        delegate_task(task_id=task.id, receiver=helper.id, reason="", by=boss.id, at=now)
        ask_consultation(
            task_id=task.id, asked=helper.id, question="Czyje to?", blocks=True, by=owner.id, at=now
        )
        change_roles(person=helper.id, roles=(), by=owner.id, at=now)
        assert OutgoingMail.objects.filter(user=helper, state="queued").count() == 0
        assert [t.answer for t in talks_of(document_id=paper)] == [
            "osoba nie pracuje już w firmie, pytanie zamknięte"
        ]
        take_step(task_id=task.id, verdict="accepted", by=boss.id, at=now)
    helper.refresh_from_db()
    assert helper.is_active, "she works in another company"
    client = signed_in(helper)
    assert client.get(f"/f/{company.nip}/").status_code == 404
    assert client.get(f"/f/{other.nip}/").status_code == 200


def test_a_new_person_gets_her_first_password_once(company: Any, make_person: Any) -> None:
    owner = make_person(company, "owner")
    chief = signed_in(owner)
    add = f"/f/{company.nip}/osoby/dodaj/"
    form = {"email": "Nowa@example.com", "name": "Nowa Zmyślona", "roles": ["approver"]}
    made = chief.post(add, form)
    assert made.headers["Cache-Control"] == "no-store"
    password = re.search(r'<b class="code">([^<]+)</b>', made.content.decode())[1]  # type: ignore[index]
    fresh = Client()
    assert fresh.login(email="nowa@example.com", password=password)
    assert fresh.get(f"/f/{company.nip}/").status_code == 200
    assert password not in chief.get(f"/f/{company.nip}/osoby/").content.decode()
    again = chief.post(add, form, follow=True).content.decode()
    assert "już jest w tej firmie" in again
    user = User.objects.get(email="nowa@example.com")
    save = f"/f/{company.nip}/osoby/{user.pk}/role/"
    assert (
        "co najmniej jedną rolę" in chief.post(save, {"do": "save"}, follow=True).content.decode()
    )
    chief.post(save, {"do": "save", "roles": ["approver", "manager"]})
    assert "kierownik biura" in chief.get(f"/f/{company.nip}/osoby/").content.decode()
    assert chief.post(save, {"do": "save", "roles": ["król"]}, follow=True).status_code == 200
    chief.post(save, {"do": "remove"})
    assert fresh.get(f"/f/{company.nip}/").status_code == 302
    back = chief.post(add, form).content.decode()
    assert "Pierwsze hasło" in back, "a closed account opens again with a new one"


def test_a_person_is_removed_from_the_command_line(
    company: Any, make_person: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    owner, clerk = make_person(company, "owner"), make_person(company, "accountant", "manager")
    person = ["company", "person", "--nip", company.nip, "--email"]
    assert run([*person, clerk.email, "--remove", "--role", "manager"]) == 0
    assert capsys.readouterr().out.strip() == f"{clerk.email}: accountant"
    assert run([*person, clerk.email, "--remove", "--json"]) == 0
    assert '"roles": []' in capsys.readouterr().out
    clerk.refresh_from_db()
    assert not clerk.is_active
    for arguments, code in (
        ([*person, "nikt@example.com", "--remove"], "platform.no-person"),
        ([*person, clerk.email, "--remove"], "workflow.member"),
        ([*person, owner.email, "--remove"], "workflow.last-keeper"),
        ([*person, owner.email], "platform.person"),
    ):
        assert run(arguments) == 2
        assert f"[{code}]" in capsys.readouterr().err
