"""Papers in a signature (CMS SignedData, RFC 5652; PAdES' sisters CAdES and S/MIME): the paper, and who signed.

The signature itself is **not** checked here: neither that the bytes are those that were signed, nor whose key it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import cms, core, pem

from zaplecze.formats.containers.types import UnreadableFileError

MOST_SIGNERS = 20
LONGEST_NAME = 200
_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
)
# Names of a subject as people know them; numbers of persons stay where they are.
_PARTS = ("common_name", "organization_name")


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed (None where it lies elsewhere: a detached signature), and by whom, as the certificates say."""

    content: bytes | None
    signers: tuple[str, ...]


def read_signed(data: bytes) -> Signed:
    """Open a signature in DER, BER or PEM; raises `UnreadableFileError` for a damaged one."""
    try:
        if pem.detect(data):
            _, _, data = pem.unarmor(data)
        info = cms.ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            raise ValueError("no signed data")
        signed = info["content"]
        content = signed["encap_content_info"]["content"]
        return Signed(None if isinstance(content, core.Void) else bytes(content), _signers(signed))
    except _ERRORS as error:
        raise UnreadableFileError(
            "container.damaged",
            "Plik podpisu jest uszkodzony albo niepełny: nie da się wyjąć z niego papieru. "
            "Poproś nadawcę o wysłanie go jeszcze raz albo o sam papier.",
        ) from error


def _signers(signed: cms.SignedData) -> tuple[str, ...]:
    """Subjects of the certificates that the signatures name; where a certificate is missing, its number."""
    known: dict[object, str] = {}
    certificates = signed["certificates"]
    for choice in certificates if certificates.native else ():
        if choice.name != "certificate":
            continue
        certificate = choice.chosen
        name = _name(certificate.subject)
        known[certificate.issuer.hashable, certificate.serial_number] = name
        if certificate.key_identifier:
            known[certificate.key_identifier] = name
    found: list[str] = []
    for info in list(signed["signer_infos"])[:MOST_SIGNERS]:
        sid = info["sid"]
        if sid.name == "issuer_and_serial_number":
            number = sid.chosen["serial_number"].native
            told = known.get((sid.chosen["issuer"].hashable, number), f"certyfikat nr {number:x}")
        else:
            told = known.get(sid.chosen.native, f"certyfikat o kluczu {sid.chosen.native.hex()}")
        if told not in found:
            found.append(told[:LONGEST_NAME])
    return tuple(found)


def _name(subject: object) -> str:
    native = getattr(subject, "native", None) or {}
    parts = [native.get(part, "") for part in _PARTS]
    told = ", ".join(p if isinstance(p, str) else " ".join(map(str, p)) for p in parts if p)
    plain = " ".join("".join(c if c.isprintable() else " " for c in told).split())
    return plain or "podpisujący bez nazwy"
