"""A small IMAP server in this process, over TLS with a certificate of its own, for tests of mailboxes."""

from __future__ import annotations

import base64
import contextlib
import ipaddress
import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "hasło skrzynki"


class Account:
    """A folder's messages by UID, and what the server was asked."""

    def __init__(self) -> None:
        self.messages: dict[int, bytes] = {}
        self.uid_validity = 7
        self.commands: list[str] = []
        self.lies_of_size: dict[int, int] = {}
        self.hang_up_at: int | None = None  # closes the connection when this UID is fetched

    def put(self, message: bytes) -> int:
        uid = max(self.messages, default=0) + 1
        self.messages[uid] = message
        return uid


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        account: Account = self.server.account  # type: ignore[attr-defined]
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            account.commands.append(rest)
            word = rest.upper()
            if word == "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1 AUTH=PLAIN")
            elif word.startswith("AUTHENTICATE PLAIN"):
                self._say("+ ")
                _, login, password = base64.b64decode(self.rfile.readline()).decode().split("\0")
                if (login, password) != ("faktury", PASSWORD):
                    self._say(f"{tag} NO [AUTHENTICATIONFAILED] no")
                    continue
            elif word.startswith("EXAMINE"):
                if '"INBOX"' not in rest:
                    self._say(f"{tag} NO no such folder")
                    continue
                self._say(f"* {len(account.messages)} EXISTS")
                self._say(f"* OK [UIDVALIDITY {account.uid_validity}] ok")
            elif found := re.match(r"UID SEARCH UID (\d+):\*", rest):
                first = int(found[1])
                uids = [u for u in account.messages if u >= first]
                uids = uids or sorted(account.messages)[-1:]  # as RFC 3501 has it
                self._say("* SEARCH " + " ".join(map(str, uids)))
            elif found := re.match(r"UID FETCH (\d+) \((.+)\)", rest):
                if not self._fetch(account, int(found[1]), found[2]):
                    return
            elif word == "LOGOUT":
                self._say("* BYE")
                self._say(f"{tag} OK bye")
                return
            self._say(f"{tag} OK done")

    def _fetch(self, account: Account, uid: int, what: str) -> bool:
        data = account.messages.get(uid)
        if data is None:
            return True
        if what == "RFC822.SIZE":
            size = account.lies_of_size.get(uid, len(data))
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {size})")
            return True
        if account.hang_up_at == uid:
            return False
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(data)}}}\r\n".encode())
        self.wfile.write(data)
        self._say(")")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
        self.wfile.flush()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no fault of the server."""


@contextlib.contextmanager
def imap_server(folder: Path) -> Iterator[tuple[Account, int, ssl.SSLContext]]:
    """A server: its account, its port, and a context that trusts it."""
    pem = folder / "imap.pem"
    pem.write_bytes(certificate())
    inner = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inner.load_cert_chain(pem)
    account = Account()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.account = account  # type: ignore[attr-defined]
        server.socket = inner.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield account, server.server_address[1], ssl.create_default_context(cafile=pem)
        finally:
            server.shutdown()
            thread.join()


def certificate() -> bytes:
    """A certificate of 127.0.0.1 for a day, with its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + made.public_bytes(serialization.Encoding.PEM)
