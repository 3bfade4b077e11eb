"""One-time links: looking decides nothing, each works once, for one person, one task, one state of the paper."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from tests.papers import cost, drop, ids
from zaplecze.config.logs import MaskLinks
from zaplecze.platform.models import Event, Membership
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.purchasing.api import KIND, describe_invoice
from zaplecze.workflow.api import (
    Link,
    OutgoingMail,
    Step,
    ask_description,
    case_of,
    learn_facts,
    open_task,
    save_procedure,
    take_step,
)
from zaplecze.workflow.jobs import run_clock

PATH = re.compile(r"http://[^/]+(/odnosnik/\S+)")


class Post:
    """A firm whose approvals are asked for by mail; ``path()`` is the newest link's."""

    def __init__(self, company: Any, make_person: Any, behind: Any, box: Any):
        self.company, self.behind, self.box = company, behind, box
        self.clerk, self.boss = make_person(company, "accountant"), make_person(company, "approver")
        self.now = timezone.now()
        steps = (
            Step("opis", "describe", 8),
            Step("akceptacja", "approve", 8, mail=True),
            Step("dekretacja", "code", 8),
        )
        with behind(company):
            save_procedure(kind=KIND, steps=steps, at=self.now)

    def described(self, number: str) -> int:
        (paper,) = ids(drop(self.company, cost(number), at=self.now))
        with self.behind(self.company):
            describe_invoice(
                document_id=paper,
                cost_center="PROD",
                purpose="ulotki",
                by=self.clerk.id,
                at=self.now,
            )
        return paper

    def path(self, at: Any = None) -> str:
        self.box.clear()
        run_clock(at or self.now)
        (mail,) = self.box
        return str(PATH.search(mail.body)[1])  # type: ignore[index]

    def waits(self, paper: int) -> str:
        with self.behind(self.company):
            task = open_task(document_id=paper)
        return task.step if task else ""


@pytest.fixture
def post(company: Any, make_person: Any, behind: Any, mailoutbox: Any, settings: Any) -> Post:
    settings.MAIL_READY = True
    cache.clear()
    return Post(company, make_person, behind, mailoutbox)


def test_looking_decides_nothing_and_a_link_works_once(
    post: Post, behind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    paper = post.described("DK/1")
    path = post.path()
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        entered = client.get(path)
        assert entered.status_code == 302
        place = entered.url
        assert re.fullmatch(r"/odnosnik/otwarty/[0-9a-f]{20}/", place)
        assert entered.headers["Referrer-Policy"] == "no-referrer"
        page = client.get(place)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "DK/1" in page.content.decode()
        assert post.waits(paper) == "akceptacja"
    assert client.head(path).status_code in (302, 405)
    assert client.post(place, {"verdict": "accepted"}).status_code == 403, "no CSRF token"
    assert client.post(path, {"verdict": "accepted"}).status_code in (403, 405)
    assert post.waits(paper) == "akceptacja"
    client = Client()
    client.get(path)
    assert client.post(place, {"verdict": "rejected"}).status_code == 409, "no reason"
    assert client.post(place, {"verdict": "returned"}).status_code == 409
    done = client.post(place, {"verdict": "accepted"})
    assert "Zaakceptowano" in done.content.decode()
    assert post.waits(paper) == "dekretacja"
    client.get(path)
    used = client.get(place)
    assert (used.status_code, "już użyty" in used.content.decode()) == (410, True)
    assert client.post(place, {"verdict": "accepted"}).status_code == 410
    with behind(post.company):
        taken = Event.objects.filter(code="workflow.step.taken").order_by("-seq")[0]
        assert (taken.by_id, taken.data["via"]) == (post.boss.id, "mail")
        with connection.cursor() as cursor:
            for table in ("workflow_link", "workflow_outgoingmail", "platform_event"):
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
                assert path.split(".")[1].partition(":")[0] not in cursor.fetchone()[0], table
    secret = path.removeprefix("/odnosnik/").strip("/")
    assert secret not in caplog.text
    line = logging.LogRecord("x", logging.ERROR, "", 0, "Error at %s", (path,), None)
    assert MaskLinks().filter(line)
    assert line.getMessage() == "Error at /odnosnik/…/"


def test_a_link_that_is_over_says_why_and_changes_nothing(
    post: Post, behind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def closed(path: str) -> str:
        client = Client()
        place = client.get(path).url
        answer = client.get(place)
        assert answer.status_code == 410
        assert client.post(place, {"verdict": "accepted"}).status_code == 410
        return re.sub(r"\s+", " ", answer.content.decode())

    # Another person took the task meanwhile; the paper changed; the week is over.
    done = post.described("DK/1")
    path = post.path()
    with behind(post.company):
        task = open_task(document_id=done)
        assert task is not None
        take_step(
            task_id=task.id, verdict="rejected", reason="nie nasze", by=post.boss.id, at=post.now
        )
    assert "już załatwiona" in closed(path)
    changed = post.described("DK/2")
    path = post.path()
    with behind(post.company):
        learn_facts(document_id=changed, facts={"gross_pln": "999999.00"})
    assert "zmienił się" in closed(path)
    late = post.described("DK/3")
    path = post.path()
    with behind(post.company):
        Link.objects.filter(document_id=late).update(expires_at=post.now - timedelta(seconds=1))
    assert "wygasł" in closed(path)
    # Her role was taken away: the link is hers, the right is not.
    gone = post.described("DK/4")
    path = post.path()
    Membership.objects.using("owner").filter(user_id=post.boss.id).delete()
    client = Client()
    assert client.post(client.get(path).url, {"verdict": "accepted"}).status_code == 410
    assert [post.waits(p) for p in (done, changed, late, gone)] == ["", *["akceptacja"] * 3]
    token = path.removeprefix("/odnosnik/").strip("/")
    for forged in ("1.abc:def", token[:-4] + "xxxx", "x" * 5000):
        assert Client().get(f"/odnosnik/{forged}/").status_code == 404
    assert Client().get("/odnosnik/otwarty/0123/").status_code == 404


def test_two_links_in_two_tabs_never_mix(post: Post) -> None:
    """One browser: the first tab still shows, and decides, the paper that its own link was sent for."""
    first = post.described("CZ/11")
    path = post.path()
    second = post.described("2026/117")
    phone = Client()
    tab, other = phone.get(path).url, phone.get(post.path()).url
    assert tab != other
    for place, number, stranger in ((tab, "CZ/11", "2026/117"), (other, "2026/117", "CZ/11")):
        page = phone.get(place).content.decode()
        assert (number in page, stranger in page) == (True, False)
        assert page.count(f'action="{place}"') == 2, "each form says which link it answers"
        file = phone.get(f"{place}plik/")
        assert number.replace("/", "") in file.headers["Content-Disposition"].replace(
            "-", ""
        ).replace("_", "")
    assert "Zaakceptowano" in phone.post(tab, {"verdict": "accepted"}).content.decode()
    assert (post.waits(first), post.waits(second)) == ("dekretacja", "akceptacja")
    assert phone.post(tab, {"verdict": "accepted"}).status_code == 404, "used, and forgotten here"
    assert post.waits(second) == "akceptacja"
    for address in (other, f"{other}plik/", f"{other}strona/1/"):
        assert Client().get(address).status_code == 404, "a key opens nothing in another browser"
    assert phone.get(other).status_code == 200


def test_nobody_knocks_too_often(post: Post) -> None:
    answers = [Client().get(f"/odnosnik/1.{n}:zly/").status_code for n in range(32)]
    assert answers == [404] * 30 + [429] * 2


def test_somebody_without_an_account_describes_and_a_person_confirms(
    post: Post, behind: Any
) -> None:
    (paper,) = ids(drop(post.company, cost("DK/1"), at=post.now))
    ask: dict[str, Any] = {
        "document_id": paper,
        "about": "DK/1",
        "by": post.clerk.id,
        "at": post.now,
    }
    with behind(post.company):
        with pytest.raises(Refusal, match="nie jest adresem"):
            ask_description(address="zły adres", name="Zenon Obcy", **ask)
        ask_description(address="zenon@obcy.example", name="Zenon Obcy", **ask)
        with pytest.raises(Refusal, match="już o to poproszona"):
            ask_description(address="ZENON@obcy.example", name="Zenon Obcy", **ask)
    client = Client()
    place = client.get(post.path()).url
    page = client.get(place).content.decode()
    assert "Zenon Obcy" in page
    assert "Akceptuj" not in page
    assert client.post(place, {"verdict": "accepted"}).status_code == 409, "no decision by it"
    assert client.post(place, {"purpose": "ulotki", "center": "OBCE"}).status_code == 409
    sent = client.post(place, {"purpose": "ulotki na targi", "center": "PROD"})
    assert "trafił do firmy" in sent.content.decode()
    for other in ("/", f"/f/{post.company.nip}/", f"/f/{post.company.nip}/dokument/{paper}/"):
        assert client.get(other).status_code == 302, "no other access"
    assert post.waits(paper) == "opis", "a person of the company takes the step"
    clerk = Client()
    clerk.force_login(post.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = clerk.get(f"/f/{post.company.nip}/dokument/{paper}/").content.decode()
    assert "ulotki na targi" in shown
    assert "Zenon Obcy" in shown
    with behind(post.company):
        codes = list(Event.objects.order_by("seq").values_list("code", flat=True))
        assert codes[-3:] == [
            "workflow.description.asked", "workflow.link.sent", "workflow.description.given",
        ]  # fmt: skip
        texts = " ".join(str(e.data) for e in Event.objects.all())
        assert "zenon@obcy.example" not in texts, "the log keeps no address whole"


def test_a_mail_is_not_sent_for_what_was_done_meanwhile(
    post: Post, behind: Any, settings: Any
) -> None:
    settings.MAIL_READY = False
    paper = post.described("DK/1")
    run_clock(post.now)
    with behind(post.company):
        task = open_task(document_id=paper)
        assert task is not None
        with pytest.raises(NotAllowed):
            take_step(task_id=task.id, verdict="accepted", by=post.clerk.id, at=post.now)
        take_step(task_id=task.id, verdict="accepted", by=post.boss.id, at=post.now)
    settings.MAIL_READY = True
    run_clock(post.now)
    assert post.box == []
    with behind(post.company):
        assert [(m.state, m.tries) for m in OutgoingMail.objects.all()] == [("dropped", 1)]
        assert case_of(document_id=paper) is not None


def test_a_description_is_asked_for_again_once_the_link_is_used_or_over(
    post: Post, behind: Any
) -> None:
    (paper,) = ids(drop(post.company, cost("DK/1"), at=post.now))
    ask: dict[str, Any] = {
        "document_id": paper,
        "about": "DK/1",
        "address": "zenon@obcy.example",
        "name": "Zenon Obcy",
        "by": post.clerk.id,
    }
    with behind(post.company):
        ask_description(at=post.now, **ask)
    first = post.path()
    over = post.now + timedelta(days=7, seconds=1)
    with behind(post.company):
        with pytest.raises(Refusal, match="jeszcze działa"):
            ask_description(at=over - timedelta(seconds=2), **ask)
        ask_description(at=over, **ask)
        with pytest.raises(Refusal, match="jeszcze działa"):
            ask_description(at=over, **ask)
    second = post.path(over)
    assert first != second
    phone = Client(headers={"accept-language": "en"})
    with translation.override("pl"):  # whatever a page speaks stays its own
        place = phone.get(second).url
        refused = phone.post(place, {"purpose": "x"})
        assert (refused.status_code, "at least 3 characters" in refused.content.decode()) == (
            409,
            True,
        )
        assert phone.post(place, {"purpose": "ulotki"}).status_code == 200
        phone.get(second)
        assert "has already been used" in phone.get(place).content.decode()
    with behind(post.company):
        ask_description(at=over, **ask)
