"""Rows of received papers, written set-based: documents, what they came out of, the intake log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zaplecze.documents.appearances.ended import finding_row, replaced_finding
from zaplecze.documents.kinds.queries import own_kinds
from zaplecze.documents.kinds.rules import OWN, label_of
from zaplecze.documents.models import Channel, OriginHow, Outcome, Source
from zaplecze.documents.papers import Facts
from zaplecze.documents.reading import Read, ReadInvoice, ReadOther
from zaplecze.documents.search import rules as search
from zaplecze.documents.signed import signed_finding
from zaplecze.formats.containers import safe_name
from zaplecze.partners.api import learn_partners
from zaplecze.platform.bulk import insert_rows, take_ids
from zaplecze.platform.events import Stamp, canonical
from zaplecze.platform.files import NewFile
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file; ``document_id`` is the document, or the twin's where it was one.

    ``parts`` are the files that came out of it.
    """

    name: str
    outcome: Outcome
    document_id: int | None
    code: str
    message: str
    sha256: str
    parts: tuple[Received, ...] = ()


@dataclass(slots=True)
class Taken:
    """A file that was read and is no twin."""

    position: int
    name: str
    data: bytes
    sha256: str
    read: Read
    source: int | None = None  # position of the message that it hung on
    filed: bool = False  # nobody has to look: its parts say all
    document_id: int = 0
    partner_id: int | None = None
    kind_label: str = ""
    key: str = ""  # business key, where it isn't the one that was read
    lead_id: int | None = None  # the paper that an invoice is a further appearance of
    ended_id: int | None = None  # the withdrawn or rejected paper whose place an invoice takes
    signers: tuple[str, ...] = ()  # who signed the envelope that it came in, unchecked
    near: tuple[tuple[int, str], ...] = ()  # papers that may be the same invoice, and why

    @property
    def found_by(self) -> search.Facts:
        """What search knows of it at once, the same as `index_facts` reads of its row."""
        read, facts = self.read, self.read.facts
        invoice = read if isinstance(read, ReadInvoice) else None
        numbers = (
            facts.number,
            invoice.ksef_number if invoice else "",
            invoice.partner.tax_id if invoice else "",
            safe_name(self.name),
        )
        return search.Facts(
            numbers=tuple(n for n in numbers if n),
            words=f"{_partner_name(read)} {self.kind_label or label_of(read.kind)}",
            amounts=(facts.gross, facts.net),
            days=(facts.issue_date,) if facts.issue_date else (),
        )

    @property
    def file(self) -> NewFile:
        """What the archive keeps."""
        return NewFile(self.data, self.sha256, media_type(self.read))


def media_type(read: Read) -> str:
    """Media type of the file that was read."""
    if isinstance(read, ReadInvoice):
        return "application/xml"
    return read.type.media_type if isinstance(read, ReadOther) else "text/plain"


def tie_papers(pairs: Sequence[tuple[int, int]], *, how: OriginHow) -> None:
    """Note which paper (first) came out of which (second); what is known already stays."""
    insert_rows(
        "documents_origin",
        {
            "company_id": ("bigint", [current_company_id()] * len(pairs)),
            "document_id": ("bigint", [p[0] for p in pairs]),
            "source_id": ("bigint", [p[1] for p in pairs]),
            "how": ("text", [how] * len(pairs)),
        },
        tail="ON CONFLICT (company_id, document_id, source_id, how) DO NOTHING",
    )


def keep_rows(fresh: Sequence[Taken], channel: Channel, stamp: Stamp) -> None:
    """Write documents, and learn the partners that they name."""
    company_id = current_company_id()
    invoices = [t for t in fresh if isinstance(t.read, ReadInvoice)]
    seen = [t.read.partner for t in invoices if isinstance(t.read, ReadInvoice)]
    partners = learn_partners(seen, stamp) if seen else {}
    for taken, label in zip(fresh, _labels(fresh), strict=True):
        taken.kind_label = label
    count = len(fresh)
    facts: list[Facts] = [t.read.facts for t in fresh]
    insert_rows(
        "documents_document",
        {
            "id": ("bigint", [t.document_id for t in fresh]),
            "company_id": ("bigint", [company_id] * count),
            "kind": ("text", [t.read.kind for t in fresh]),
            "kind_label": ("text", [t.kind_label for t in fresh]),
            "source": (
                "text",
                [Source.NONE if isinstance(t.read, ReadOther) else Source.READ for t in fresh],
            ),
            "channel": ("text", [channel] * count),
            "file_sha256": ("text", [t.sha256 for t in fresh]),
            "file_name": ("text", [safe_name(t.name) for t in fresh]),
            "business_key": ("text", [t.key or t.read.business_key for t in fresh]),
            "lead_id": ("bigint", [t.lead_id for t in fresh]),
            "received_at": ("timestamptz", [stamp.at] * count),
            "received_by_id": ("bigint", [stamp.by] * count),
            "number": ("text", [f.number for f in facts]),
            "issue_date": ("date", [f.issue_date for f in facts]),
            "sale_date": ("date", [f.sale_date for f in facts]),
            "due_date": ("date", [f.due_date for f in facts]),
            "partner_id": (
                "bigint",
                [
                    partners[t.read.partner.key] if isinstance(t.read, ReadInvoice) else None
                    for t in fresh
                ],
            ),
            "partner_name": (
                "text",
                [_partner_name(t.read) for t in fresh],
            ),
            "currency": ("text", [f.currency for f in facts]),
            "net": ("numeric", [f.net for f in facts]),
            "vat": ("numeric", [f.vat for f in facts]),
            "gross": ("numeric", [f.gross for f in facts]),
            "ksef_number": (
                "text",
                [t.read.ksef_number if isinstance(t.read, ReadInvoice) else "" for t in fresh],
            ),
            "findings": ("jsonb", [_findings(t) for t in fresh]),
        },
    )
    for taken in invoices:
        assert isinstance(taken.read, ReadInvoice)
        taken.partner_id = partners[taken.read.partner.key]


def _partner_name(read: Read) -> str:
    if isinstance(read, ReadInvoice):
        return read.partner.name
    return read.sender if isinstance(read, ReadOther) else ""


def _labels(fresh: Sequence[Taken]) -> list[str]:
    """Names of companies' own kinds; built-in ones need none."""
    if not any(t.read.kind.startswith(OWN) for t in fresh):
        return [""] * len(fresh)
    own = {k.code: k.label for k in own_kinds(with_retired=True)}
    return [own.get(t.read.kind, "") for t in fresh]


def _findings(taken: Taken) -> str:
    read = taken.read
    told = list(read.findings) if isinstance(read, ReadInvoice) else []
    if taken.signers:
        told.append(signed_finding(taken.signers))
    if taken.ended_id is not None:
        told.append(replaced_finding(taken.ended_id))
    return canonical([finding_row(f) for f in told]) if told else "[]"


def log_rows(
    results: Sequence[Received], parents: Sequence[int | None], channel: Channel, stamp: Stamp
) -> None:
    """Write lines of the intake log; ``parents`` are positions of what each file came out of."""
    count = len(results)
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "company_id": ("bigint", [current_company_id()] * count),
        "at": ("timestamptz", [stamp.at] * count),
        "by_id": ("bigint", [stamp.by] * count),
        "channel": ("text", [channel] * count),
        "file_name": ("text", [safe_name(r.name) for r in results]),
        "file_sha256": ("text", [r.sha256 for r in results]),
        "outcome": ("text", [r.outcome for r in results]),
        "document_id": ("bigint", [r.document_id for r in results]),
        "code": ("text", [r.code for r in results]),
        "message": ("text", [r.message for r in results]),
    }
    if any(parent is not None for parent in parents):
        ids = take_ids("documents_intake", count)
        columns["id"] = ("bigint", ids)
        columns["parent_id"] = ("bigint", [None if p is None else ids[p] for p in parents])
    insert_rows("documents_intake", columns)
