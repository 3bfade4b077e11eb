"""The queue of outgoing mail: kept once, sent once, never lost."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import MailState, OutgoingMail

log = logging.getLogger(__name__)

MOST_TRIES = 12
LONGEST_WAIT = timedelta(hours=6)
MakeLink = Callable[..., str | None]
OnSent = Callable[..., None]


def queue_mail(
    *,
    key: str,
    address: str,
    name: str,
    subject: str,
    body: str,
    at: datetime,
    user_id: int | None = None,
    task_id: int | None = None,
    purpose: str = "",
    asked_by: int | None = None,
) -> bool:
    """Queue a mail unless one of this ``key`` was queued before; says whether it was new.

    ``body`` may hold ``{link}`` where a ``purpose`` is given; the link is made when the mail is sent.
    """
    made = insert_rows(
        "workflow_outgoingmail",
        {
            "company_id": ("bigint", [current_company_id()]),
            "key": ("text", [key]),
            "address": ("text", [address]),
            "name": ("text", [name]),
            "user_id": ("bigint", [user_id]),
            "task_id": ("bigint", [task_id]),
            "purpose": ("text", [purpose]),
            "asked_by_id": ("bigint", [asked_by]),
            "subject": ("text", [" ".join(subject.split())[:200]]),
            "body": ("text", [body]),
            "state": ("text", [MailState.QUEUED]),
            "created_at": ("timestamptz", [at]),
            "next_try_at": ("timestamptz", [at]),
            "tries": ("smallint", [0]),
            "fault": ("text", [""]),
        },
        tail="ON CONFLICT (company_id, key) DO NOTHING RETURNING id",
    )
    return bool(made)


def send_next_mail(*, at: datetime, make_link: MakeLink, on_sent: OnSent) -> bool:
    """Send the mail that waits longest; says whether there was one. Runs in a transaction of its own.

    The row stays locked while it is sent, so that two workers never send the same one. Where the server refuses, it
    is tried again later, after a longer and longer while. The company's writers don't wait for the mail
    server. A process that dies between the server's yes and the end of the transaction sends again, under the
    same Message-ID, which mail programs show once.
    """
    mail = (
        OutgoingMail.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(company_id=current_company_id(), state=MailState.QUEUED, next_try_at__lte=at)
        .order_by("next_try_at", "id")
        .first()
    )
    if mail is None:
        return False
    mail.tries += 1
    try:
        with transaction.atomic():
            body = mail.body
            if mail.purpose:
                link = make_link(mail=mail, at=at)
                if link is None:
                    mail.state, mail.fault = MailState.DROPPED, "sprawa jest już załatwiona"
                    mail.save(update_fields=["state", "fault", "tries"])
                    return True
                body = body.replace("{link}", link)
            _send(mail, body)
            mail.state, mail.sent_at, mail.fault = MailState.SENT, at, ""
    except (OSError, smtplib.SMTPException) as error:
        # The reason is the server's; the text of the mail, and so the link, is in none of it.
        mail.fault = f"{type(error).__name__}: {getattr(error, 'smtp_code', '')}".strip(": ")[:200]
        mail.next_try_at = at + min(timedelta(minutes=2**mail.tries), LONGEST_WAIT)
        if mail.tries >= MOST_TRIES or isinstance(error, smtplib.SMTPRecipientsRefused):
            mail.state = MailState.FAILED
        log.warning("mail %s of company %s: %s", mail.id, mail.company_id, mail.fault)
    mail.save(update_fields=["state", "sent_at", "fault", "tries", "next_try_at"])
    if mail.purpose and mail.state == MailState.SENT:
        on_sent(mail=mail, at=at)
    return True


def _send(mail: OutgoingMail, body: str) -> None:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    EmailMessage(
        mail.subject,
        body,
        to=[mail.address],
        headers={
            "Message-ID": f"<zaplecze-{mail.company_id}-{mail.id}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()
