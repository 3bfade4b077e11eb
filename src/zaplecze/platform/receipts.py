"""Receipts (UPO) of filed files: kept beside what was filed, exported with the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from zaplecze.formats import upo
from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.files import NewFile, sha256_hex, store_file
from zaplecze.platform.models import Company, FilingReceipt, StoredFile
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

LARGEST = 2_000_000


class NotAReceipt(Refusal):
    """The file is no receipt of this company's filing."""

    code = "platform.receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptKept(Event):
    """A filed file has its receipt."""

    code: ClassVar[str] = "platform.receipt.kept"
    filed_sha256: str
    file_sha256: str
    reference: str


def keep_receipt(*, filed_sha256: str, data: bytes, by: int | None, at: datetime) -> FilingReceipt:
    """Keep the receipt of a kept file; the same bytes are kept once.

    Raises `NotAReceipt` for a file that is no UPO, is larger than 2 MB, names another company, or belongs to a
    filing that isn't here.
    """
    lock_company()
    company = Company.objects.get(id=current_company_id())
    if not StoredFile.objects.filter(company=company, sha256=filed_sha256).exists():
        raise NotAReceipt("Nie ma takiego złożonego pliku: odśwież stronę.")
    if len(data) > LARGEST:
        raise NotAReceipt("UPO może mieć najwyżej 2 MB: sprawdź, czy to właściwy plik.")
    try:
        told = upo.read(data)
    except upo.UpoError as error:
        raise NotAReceipt(str(error), code=error.code) from error
    if told.tax_id and told.tax_id != company.nip:
        raise NotAReceipt(
            f"To UPO podmiotu {told.tax_id}, a nie {company.nip}: wybierz plik tej firmy.",
            code="platform.receipt-company",
        )
    sha = sha256_hex(data)
    known = FilingReceipt.objects.filter(
        company=company, filed_sha256=filed_sha256, file_sha256=sha
    ).first()
    if known is not None:
        return known
    store_file(NewFile(data, sha, told.media_type))
    row = FilingReceipt.objects.create(
        company=company,
        filed_sha256=filed_sha256,
        file_sha256=sha,
        media_type=told.media_type,
        reference=told.reference[:120],
        received_on=told.received_on,
        kept_at=at,
        kept_by_id=by,
    )
    kept = ReceiptKept(filed_sha256=filed_sha256, file_sha256=sha, reference=row.reference)
    record_events([kept], Stamp(by, at))
    return row


class BuiltFile(Protocol):
    """A file that was built for filing: its SHA-256, and the purpose that it says."""

    file_sha256: str
    purpose: int


FIRST, CORRECTION = 1, 2


@dataclass(frozen=True, slots=True)
class FilingPurpose:
    """CelZlozenia of the next file of a period: 1 files, 2 corrects.

    ``receipted``: a file of the period has its UPO. ``elsewhere``: a person says that the period was filed with
    another program.
    """

    receipted: bool = False
    elsewhere: bool = False

    @property
    def number(self) -> int:
        """As every JPK says it."""
        return CORRECTION if self.receipted or self.elsewhere else FIRST


def filing_purpose(built: Sequence[BuiltFile], *, elsewhere: bool | None = None) -> FilingPurpose:
    """The purpose of a period's next file, from the files ``built`` of that very period, the newest first.

    A file is a correction where the period was filed: a file that was built and never sent doesn't make it one
    (Tax Ordinance art. 81). What a person said of ``elsewhere`` holds until she says otherwise (None).
    """
    receipted = bool(receipts_of(b.file_sha256 for b in built))
    if elsewhere is None:
        elsewhere = bool(built) and not receipted and built[0].purpose == CORRECTION
    return FilingPurpose(receipted, elsewhere)


def keeps(built: BuiltFile, purpose: FilingPurpose) -> bool:
    """True where a file that says the same as the newest one needs no new version."""
    return purpose.receipted or built.purpose == purpose.number


def receipts_of(filed: Iterable[str]) -> dict[str, list[FilingReceipt]]:
    """Receipts by the SHA-256 of what was filed, the oldest first."""
    found: dict[str, list[FilingReceipt]] = {}
    rows = FilingReceipt.objects.filter(
        company_id=current_company_id(), filed_sha256__in=set(filed)
    )
    for row in rows.order_by("id"):
        found.setdefault(row.filed_sha256, []).append(row)
    return found
