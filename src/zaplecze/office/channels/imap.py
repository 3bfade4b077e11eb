"""Reading a mail account over IMAP (RFC 3501): nothing there is changed, no message is marked or deleted."""

from __future__ import annotations

import base64
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from zaplecze.platform.outside import connect_outside

TIMEOUT_SECONDS = 30
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailFault(Exception):
    """The account can't be read now; the message is Polish."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is and how to enter it; ``security`` is ``tls`` or ``starttls``."""

    host: str
    port: int
    security: str
    login: str
    password: str
    folder: str


class OpenFolder:
    """A folder of an account, opened for reading."""

    def __init__(self, connection: imaplib.IMAP4, uid_validity: int) -> None:
        self._connection = connection
        self.uid_validity = uid_validity

    def uids_after(self, last: int) -> list[int]:
        """UIDs greater than ``last``, ascending."""
        answer = self._ask("SEARCH", f"UID {last + 1}:*")
        numbers = b" ".join(part for part in answer if isinstance(part, bytes)).split()
        # n:* names the newest message even where its UID is smaller than n.
        return sorted({int(n) for n in numbers if n.isdigit() and int(n) > last})

    def size(self, uid: int) -> int | None:
        """Bytes of a message; None where it is gone."""
        for part in self._ask("FETCH", str(uid), "(RFC822.SIZE)"):
            text = part[0] if isinstance(part, tuple) else part
            found = _SIZE.search(text) if isinstance(text, bytes) else None
            if found:
                return int(found[1])
        return None

    def message(self, uid: int) -> bytes | None:
        """A whole message, left unread; None where it is gone."""
        for part in self._ask("FETCH", str(uid), "(BODY.PEEK[])"):
            if isinstance(part, tuple):
                return bytes(part[1])
        return None

    def _ask(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes] | None]:
        status, answer = self._connection.uid(command, *arguments)
        if status != "OK":
            raise MailFault(f"Serwer poczty odmówił ({command}). Spróbujemy ponownie.")
        return list(answer)


@contextmanager
def open_folder(account: Account, context: ssl.SSLContext | None = None) -> Iterator[OpenFolder]:
    """Connect, sign in, open the folder; raises `MailFault` for whatever goes wrong with the server."""
    context = context or ssl.create_default_context()
    try:
        connection = _connect(account, context)
    except ssl.SSLCertVerificationError as error:
        raise MailFault(
            f"Certyfikat serwera {account.host} nie jest zaufany. Sprawdź nazwę serwera."
        ) from error
    except (OSError, imaplib.IMAP4.error) as error:
        # One answer for whatever is there or isn't: a name and a port tell nothing of the network behind.
        raise MailFault(
            f"Nie da się połączyć z {account.host}:{account.port}. Sprawdź nazwę serwera i port; adres w sieci "
            "wewnętrznej otwiera administrator (ZAPLECZE_INNER_NETWORKS)."
        ) from error
    try:
        _sign_in(connection, account)
        yield OpenFolder(connection, _open(connection, account.folder))
    except imaplib.IMAP4.error as error:
        raise MailFault("Serwer poczty przerwał rozmowę. Spróbujemy ponownie.") from error
    except OSError as error:
        raise MailFault("Połączenie z serwerem poczty zerwane. Spróbujemy ponownie.") from error
    finally:
        try:
            connection.logout()
        except (OSError, imaplib.IMAP4.error):
            pass


def _reach(host: str, port: int, timeout: float | None) -> socket.socket:
    opened = settings.ZAPLECZE_INNER_NETWORKS
    return connect_outside(host, port, seconds=timeout or TIMEOUT_SECONDS, opened=opened)


class _Plain(imaplib.IMAP4):
    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return _reach(self.host, self.port, timeout)


class _Secured(imaplib.IMAP4_SSL):
    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = _reach(self.host, self.port, timeout)
        return self.ssl_context.wrap_socket(plain, server_hostname=self.host)


def _connect(account: Account, context: ssl.SSLContext) -> imaplib.IMAP4:
    if account.security == "tls":
        return _Secured(account.host, account.port, ssl_context=context, timeout=TIMEOUT_SECONDS)
    connection = _Plain(account.host, account.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.starttls(context)
    except BaseException:
        connection.shutdown()
        raise
    return connection


def _sign_in(connection: imaplib.IMAP4, account: Account) -> None:
    try:
        if "AUTH=PLAIN" in connection.capabilities:
            secret = f"\0{account.login}\0{account.password}".encode()
            connection.authenticate("PLAIN", lambda _: secret)
        else:
            connection.login(_quoted(account.login), account.password)
    except imaplib.IMAP4.error as error:
        raise MailFault("Serwer poczty nie przyjął nazwy użytkownika albo hasła.") from error


def _open(connection: imaplib.IMAP4, folder: str) -> int:
    status, _ = connection.select(_quoted(modified_utf7(folder)), readonly=True)
    _, answer = connection.response("UIDVALIDITY")
    if status != "OK" or not answer or answer[0] is None:
        raise MailFault(f"W skrzynce nie ma folderu „{folder}”.")
    return int(answer[0])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def modified_utf7(name: str) -> str:
    """A folder's name as it travels (RFC 3501, 5.1.3).

    >>> modified_utf7("Faktury & pisma"), modified_utf7("Księgowość")
    ('Faktury &- pisma', 'Ksi&ARk-gowo&AVsBBw-')
    """
    out = []
    for run in re.findall(r"[ -~]+|[^ -~]+", name):
        if run[0] < "\x7f" and run[0] >= " ":
            out.append(run.replace("&", "&-"))
        else:
            coded = base64.b64encode(run.encode("utf-16-be")).decode().rstrip("=")
            out.append(f"&{coded.replace('/', ',')}-")
    return "".join(out)
