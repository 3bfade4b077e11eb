"""Mailboxes on a real server, Debian's Dovecot: TLS and STARTTLS, folders with Polish letters, other UIDVALIDITY."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.imap_server import certificate
from tests.papers import cost, later
from tests.program.test_kill import free_port
from zaplecze.documents.api import Document, NewMailbox, save_mailbox
from zaplecze.documents.models import TakenMessage
from zaplecze.formats import fa3
from zaplecze.formats.containers.tests.samples import PDF, mail, zipped
from zaplecze.office.channels import take_mail

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NOBODY = 65534
PASSWORD = "tajne-hasło"  # without a space, which parts arguments of the passdb
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run/state
protocols = imap
listen = 127.0.0.1
log_path = {folder}/dovecot.log
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 0
ssl = required
ssl_cert = <{folder}/imap.pem
ssl_key = <{folder}/imap.pem
auth_mechanisms = plain
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
service config {{
  executable = config -c {folder}/dovecot.conf
}}
service anvil {{
  chroot =
  # Wrong passwords are answered at once.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}/mail
}}
"""


@dataclass(frozen=True)
class Server:
    """A running Dovecot and its one maildir."""

    ports: dict[str, int]
    folder: Path
    context: ssl.SSLContext

    def put(self, name: str, message: bytes, *, folder: str = "") -> None:
        place = self.folder / folder
        for part in ("new", "cur", "tmp"):
            (place / part).mkdir(parents=True, exist_ok=True)
        (place / "new" / name).write_bytes(message)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)

    def forget_numbers(self) -> None:
        """Without its index the server numbers its messages anew."""
        time.sleep(1.1)  # UIDVALIDITY is the time in seconds
        for path in self.folder.glob("dovecot*"):
            path.unlink()


@pytest.fixture
def dovecot() -> Iterator[Server]:
    if DOVECOT is None or os.getuid() != 0:
        pytest.skip("dovecot-imapd is not installed, or the tests don't run as root")
    folder = Path(tempfile.mkdtemp(prefix="zaplecze-dovecot-"))
    folder.chmod(0o755)
    ports = {"starttls": free_port(), "tls": free_port()}
    (folder / "imap.pem").write_bytes(certificate())
    (folder / "run" / "state").mkdir(parents=True)
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(folder=folder, plain=ports["starttls"], tls=ports["tls"], password=PASSWORD)
    )
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)])
    try:
        _wait_for(ports["tls"], folder / "dovecot.log")
        yield Server(ports, folder / "mail", ssl.create_default_context(cafile=folder / "imap.pem"))
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, log: Path) -> None:
    for _ in range(150):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text() if log.exists() else "dovecot did not start")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_real_server_is_read(security: str, dovecot: Server, company: Any, behind: Any) -> None:
    dovecot.put("1.host", mail({"DK-1.xml": fa3.write(cost("DK/1"))}))
    dovecot.put("2.host", mail({"a.zip": zipped({"b.pdf": PDF})}, message_id="<2@a.example>"))
    dovecot.put("3.host", b"smieci\x00\xff")
    dovecot.put(
        "1.host",
        mail({"c.pdf": PDF + b"x"}, message_id="<9@a.example>"),
        folder=".Ksi&ARk-gowo&AVsBBw-",
    )
    with behind(company):
        for folder, password in (("INBOX", PASSWORD), ("Księgowość", PASSWORD), ("Inny", "złe")):
            save_mailbox(
                settings=NewMailbox(
                    "127.0.0.1", dovecot.ports[security], security, "faktury", password, folder
                ),
                by=None,
                at=later(0),
            )

    def visits() -> list[int]:
        found = take_mail(company.id, clock=lambda: later(1), context=dovecot.context)
        assert [bool(v.fault) for v in found] == [False, False, True]
        return [v.taken for v in found]

    assert visits() == [3, 1, 0]
    assert visits() == [0, 0, 0]
    dovecot.put("4.host", mail({}, message_id="<4@a.example>"))
    assert visits() == [1, 0, 0]
    dovecot.forget_numbers()
    assert visits() == [4, 0, 0]
    with behind(company):
        assert Document.objects.count() == 8
        taken = TakenMessage.objects.order_by("id").values_list("outcome", flat=True)
        assert list(taken) == ["accepted"] * 5 + ["twin"] * 4
    # Nothing was marked: a maildir notes in a name's end what was read (":2,S").
    assert not [p for p in dovecot.folder.rglob("*.host*") if "S" in p.name.partition(":2,")[2]]
