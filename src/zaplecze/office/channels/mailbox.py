"""Mailboxes: each message becomes a paper with its attachments, taken exactly once.

A message's papers and the note that it was taken are one transaction, in the order of UIDs: killed anywhere, the
next visit goes on with the first message that was not noted. Where the server renumbers its messages (another
UIDVALIDITY), all are read again, and each is a twin of itself by its bytes or its Message-ID.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zaplecze.documents.api import (
    MAILBOX_PURPOSE,
    MAX_CONTAINER_BYTES,
    Channel,
    Mailbox,
    NewPaper,
    Received,
    log_refusal,
    mailboxes,
    message_taken,
    note_message,
    note_visit,
)
from zaplecze.formats.containers import Part, open_file
from zaplecze.formats.containers.types import FileType
from zaplecze.office.channels.imap import Account, MailFault, OpenFolder, open_folder
from zaplecze.office.intake import receive
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.files import sha256_hex
from zaplecze.platform.scope import company_scope
from zaplecze.platform.secrets import CannotUnseal, unseal

log = logging.getLogger(__name__)

MESSAGES_A_VISIT = 500


@dataclass(frozen=True, slots=True)
class MailVisit:
    """What a visit to a mailbox brought; ``fault`` says why it ended early."""

    mailbox: str
    taken: int
    fault: str = ""


def take_mail(
    company_id: int, *, clock: Callable[[], datetime], context: ssl.SSLContext | None = None
) -> list[MailVisit]:
    """Visit every active mailbox of a company; one that can't be read says why and holds up no other."""
    with company_scope(company_id):
        boxes = mailboxes(active_only=True)
    return [_visit(company_id, box, clock, context) for box in boxes]


def _visit(
    company_id: int, box: Mailbox, clock: Callable[[], datetime], context: ssl.SSLContext | None
) -> MailVisit:
    taken = 0
    fault = ""
    try:
        with company_scope(company_id):
            password = unseal(box.sealed_password, MAILBOX_PURPOSE)
        account = Account(box.host, box.port, box.security, box.login, password, box.folder)
        with open_folder(account, context) as folder:
            last = box.last_uid if box.uid_validity == folder.uid_validity else 0
            for uid in folder.uids_after(last)[:MESSAGES_A_VISIT]:
                taken += _take(company_id, box, folder, uid, clock())
    except (MailFault, CannotUnseal) as error:
        fault = str(error)
        log.warning("mailbox %s: %s", box, fault)
    with company_scope(company_id):
        note_visit(mailbox_id=box.pk, fault=fault, at=clock())
    return MailVisit(str(box), taken, fault)


def _take(company_id: int, box: Mailbox, folder: OpenFolder, uid: int, at: datetime) -> int:
    """Take one message; 1, or 0 where it is gone or was taken before."""
    size = folder.size(uid)
    too_big = size is not None and size > MAX_CONTAINER_BYTES
    data = b"" if too_big else folder.message(uid)
    if size is None or data is None:
        return 0
    stamp = Stamp(None, at)
    with company_scope(company_id):
        lock_company()
        if message_taken(mailbox_id=box.pk, uid_validity=folder.uid_validity, uid=uid):
            return 0
        name = f"wiadomość {uid}.eml"
        if too_big:
            result = _too_big(name, size, stamp)
        else:
            paper = NewPaper(name, data, message=True)
            (result,) = receive(company_id, [paper], channel=Channel.MAIL, stamp=stamp)
        note_message(
            mailbox_id=box.pk,
            uid_validity=folder.uid_validity,
            uid=uid,
            message_id=_message_id(data),
            sha256=sha256_hex(data),
            outcome=result.outcome,
            at=at,
        )
    return 1


def _message_id(data: bytes) -> str:
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    first = open_file(head, "", kind=FileType.MAIL)[0]
    return first.mail.message_id if isinstance(first, Part) and first.mail is not None else ""


def _too_big(name: str, size: int, stamp: Stamp) -> Received:
    most = MAX_CONTAINER_BYTES // 1_000_000
    message = (
        f"Wiadomość ma {size // 1_000_000} MB, a przyjmowane są do {most} MB. Została w skrzynce: "
        "poproś o przysłanie załączników osobno."
    )
    return log_refusal(
        name=name, code="documents.too-big", message=message, channel=Channel.MAIL, stamp=stamp
    )
