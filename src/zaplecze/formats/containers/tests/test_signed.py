"""Papers in signatures: opened whoever wrote them, their signers told as the certificate says, damage refused."""

from __future__ import annotations

import random

import pytest

from zaplecze.formats.containers import FileType, Part, RefusedPart, file_type, open_file
from zaplecze.formats.containers.tests.samples import (
    PDF,
    TEXT,
    mail,
    signed,
    smime,
    spoilt,
    streamed,
    zipped,
)

WHO = ("Żaneta Zmyślona, Drukarnia Kropka",)


@pytest.mark.parametrize("envelope", [signed(PDF), signed(PDF, pem=True), streamed(PDF * 5)])
def test_a_paper_comes_out_of_its_signature(envelope: bytes) -> None:
    outer, inner = open_file(envelope, "umowa.pdf.p7m")
    assert isinstance(outer, Part) and isinstance(inner, Part)
    assert (outer.type, outer.data, outer.signers) == (FileType.SIGNED, envelope, WHO)
    assert (inner.name, inner.type, inner.parent) == ("umowa.pdf", FileType.PDF, 0)
    assert inner.data in (PDF, PDF * 5)
    assert "44051401359" not in "".join(outer.signers), "a PESEL in a certificate stays there"


def test_a_detached_signature_holds_nothing_and_says_whose_it_is() -> None:
    (alone,) = open_file(signed(PDF, detached=True), "umowa.pdf.p7s")
    assert isinstance(alone, Part)
    assert (alone.type, alone.signers) == (FileType.SIGNATURE, WHO)


def test_what_a_signature_holds_is_opened_in_turn() -> None:
    inside = mail({"faktura.pdf": PDF}).partition(b"MIME-Version: 1.0\n")[2]
    opened = open_file(smime(inside), "list.eml")
    assert [(p.name, p.type, p.parent) for p in opened if isinstance(p, Part)] == [
        ("list.eml", FileType.MAIL, None),
        ("smime.p7m", FileType.SIGNED, 0),
        ("smime.eml", FileType.MAIL, 1),
        ("faktura.pdf", FileType.PDF, 2),
    ]
    whole = opened[2]
    assert isinstance(whole, Part) and whole.mail is not None
    assert whole.mail.text == "W załączeniu."
    names = [p.name for p in open_file(signed(zipped({"a.pdf": PDF, "b.txt": TEXT})), "x.zip.p7m")]
    assert names == ["x.zip.p7m", "x.zip", "a.pdf", "b.txt"]


def test_a_damaged_and_an_encrypted_one_are_refused() -> None:
    for broken in (signed(PDF)[:150], signed(PDF)[:-40], b"\x30\x80" * 3 + signed(PDF)[4:40]):
        (refused,) = open_file(broken, "umowa.pdf.p7m")
        assert isinstance(refused, RefusedPart), refused
        assert refused.code in ("container.damaged", "container.unknown")
    (cut,) = open_file(signed(PDF)[:150], "umowa.pdf.p7m")
    assert isinstance(cut, RefusedPart) and "podpisu jest uszkodzony" in cut.message_pl
    enveloped = bytes.fromhex("3080 0609 2a864886f70d010703 a080 3080".replace(" ", "")) + bytes(40)
    assert file_type(enveloped) is FileType.ENVELOPED
    (locked,) = open_file(enveloped, "list.p7m")
    assert isinstance(locked, RefusedPart) and locked.code == "container.encrypted"


def test_spoilt_ones_never_raise() -> None:
    envelope = signed(PDF)
    for seed in range(300):
        assert open_file(spoilt(envelope, random.Random(seed)), "x.p7m")
