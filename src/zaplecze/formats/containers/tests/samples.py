"""Files for tests, made here: archives, messages, papers, and ways to spoil them."""

from __future__ import annotations

import base64
import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(range(1, 60))
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(1, 60))
TEXT = "Umowa najmu lokalu użytkowego nr 7".encode()
XML = b"<?xml version='1.0'?><Pismo>Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87</Pismo>"


def zipped(files: Mapping[str, bytes], *, deflated: bool = True) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def mail(
    files: Mapping[str, bytes],
    *,
    subject: str = "Faktura za wrzesień",
    text: str = "W załączeniu.",
    message_id: str = "<1@dostawca.example>",
) -> bytes:
    """A message with these files attached."""
    message = EmailMessage()
    message["From"] = "Drukarnia Kropka <biuro@kropka.example>"
    message["To"] = "faktury@mleczarnia.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 28 Sep 2026 08:15:00 +0200"
    message["Message-ID"] = message_id
    message.set_content(text)
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def signed(data: bytes, *, detached: bool = False, pem: bool = False) -> bytes:
    """The bytes in a signature of Żaneta Zmyślona (CMS, DER or PEM), or her signature alone."""
    key, certificate = _signer()
    options = [pkcs7.PKCS7Options.Binary]
    options += [pkcs7.PKCS7Options.DetachedSignature] if detached else []
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data)
    encoding = serialization.Encoding.PEM if pem else serialization.Encoding.DER
    return builder.add_signer(certificate, key, hashes.SHA256()).sign(encoding, options)


def streamed(data: bytes) -> bytes:
    """The bytes in a signature as programs write it that don't know the length before (BER, in pieces)."""
    info = cms.ContentInfo.load(signed(data))
    inner = info["content"]
    pieces = b"".join(
        b"\x04" + bytes([len(data[at : at + 100])]) + data[at : at + 100]
        for at in range(0, len(data), 100)
    )

    def open_ended(tag: bytes, *parts: bytes) -> bytes:
        return tag + b"\x80" + b"".join(parts) + b"\x00\x00"

    octets = open_ended(b"\x24", pieces)
    content = open_ended(
        b"\x30",
        inner["encap_content_info"]["content_type"].dump(),
        open_ended(b"\xa0", octets),
    )
    body = open_ended(
        b"\x30", inner["version"].dump(), inner["digest_algorithms"].dump(), content,
        inner["certificates"].dump(), inner["signer_infos"].dump(),
    )  # fmt: skip
    return open_ended(b"\x30", info["content_type"].dump(), open_ended(b"\xa0", body))


def smime(inside: bytes, *, subject: str = "Faktura podpisana") -> bytes:
    """A signed message as Outlook sends it: one part, which holds the rest."""
    head = (
        f"From: biuro@kropka.example\r\nTo: faktury@mleczarnia.example\r\nSubject: {subject}\r\n"
        "Date: Mon, 28 Sep 2026 08:15:00 +0200\r\nMessage-ID: <podpisana@kropka.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\r\n'
        'Content-Disposition: attachment; filename="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode() + base64.encodebytes(signed(inside))


@cache
def _signer() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    oids = x509.oid.NameOID
    name = x509.Name(
        [
            x509.NameAttribute(oids.COMMON_NAME, "Żaneta Zmyślona"),
            x509.NameAttribute(oids.ORGANIZATION_NAME, "Drukarnia Kropka"),
            x509.NameAttribute(oids.SERIAL_NUMBER, "PNOPL-44051401359"),
        ]
    )
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(77)
    builder = builder.public_key(key.public_key()).not_valid_before(begin)
    return key, builder.not_valid_after(begin + timedelta(days=365)).sign(key, hashes.SHA256())


def bomb(size: int = 40_000_000) -> bytes:
    """An archive whose one file unpacks to ``size`` bytes."""
    return zipped({"faktura.xml": bytes(size)})


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some damage: cut, turned, filled, lied about."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not body:
            break
        at = chance.randrange(len(body))
        match chance.randrange(6):
            case 0:
                del body[at:]
            case 1:
                body[at] = chance.randrange(256)
            case 2:
                body[at : at + chance.randrange(40)] = chance.randbytes(chance.randrange(40))
            case 3:
                body[at:at] = bytes(chance.randrange(200))
            case 4:  # a length or an offset that lies
                body[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 2**31, 2**32 - 1)))
            case _:
                other = chance.randrange(len(body))
                body[at:at] = body[other : other + 50]
    return bytes(body)


def random_file(chance: random.Random, depth: int = 0) -> tuple[str, bytes]:
    """A name and bytes: papers, wrong types, archives and messages in each other, bombs, damage."""
    makers: list[Callable[[], bytes]] = [
        lambda: PDF + chance.randbytes(chance.randrange(200)),
        lambda: PNG + chance.randbytes(40),
        lambda: JPEG + chance.randbytes(40),
        lambda: TEXT * chance.randrange(1, 4),
        lambda: XML,
        lambda: b"",
        lambda: chance.randbytes(chance.randrange(300)),
        lambda: b"MZ" + bytes(60) + b"PE\x00\x00" + chance.randbytes(60),
        lambda: zipped({"[Content_Types].xml": XML, "word/document.xml": XML}),
        lambda: signed(PDF),
        lambda: b"7z\xbc\xaf\x27\x1c" + chance.randbytes(60),
        lambda: b"\x78\x9f\x3e\x22" + chance.randbytes(60),
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(700),
    ]
    if depth < 4:
        makers += [lambda: container(chance, depth + 1)] * (6 if depth == 0 else 2)
    data = chance.choice(makers)()
    if chance.random() < 0.3:
        data = spoilt(data, chance)
    return random_name(chance), data


def random_name(chance: random.Random) -> str:
    """Names that senders think up: long, hostile, of other systems, with the wrong extension."""
    stem = chance.choice(
        ("faktura", "../../etc/passwd", "C:\\skany\\x", "ż" * 300, "a" * 2_000, "\u202efdp.exe", "..",
         "nul\x00nul", "wiersz\r\nX-Zly: 1", "umowa \u00a0 najmu", "", "."),
    )  # fmt: skip
    return stem + chance.choice(("", ".pdf", ".xml", ".zip", ".eml", ".jpg", ".exe", ".PDF.scr"))


def container(chance: random.Random, depth: int = 0) -> bytes:
    """A random archive or message; a few of the archives is a bomb."""
    files = dict(random_file(chance, depth) for _ in range(chance.randrange(5)))
    if chance.random() < 0.5:
        if chance.random() < 0.03:
            return bomb(6_000_000)
        return zipped({n.replace("\x00", "") or "x": d for n, d in files.items()})
    clean = {n.replace("\r\n", " ").replace("\x00", ""): d for n, d in files.items()}
    return mail(clean, subject=chance.choice(("Faktura", "ż" * 500, "")), text="x" * 50)
