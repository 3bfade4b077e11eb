"""The API: papers in by machine. Each company has its own door, opened by its own key.

``Authorization: Bearer zpl_...``. A call with an ``Idempotency-Key`` that was made before gets the same answer and
changes nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Header, NinjaAPI, Schema, Status
from ninja.errors import ValidationError
from ninja.files import UploadedFile
from ninja.security import HttpBearer

from zaplecze.documents.api import (
    MAX_CONTAINER_BYTES,
    Channel,
    NewPaper,
    Outcome,
    Received,
    api_call,
    api_key_of,
    choosable_kinds,
    document,
    keep_api_call,
)
from zaplecze.office.intake import receive
from zaplecze.platform.companies import company_id_by_nip
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

MAX_FILES = 100
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Access:
    """Whose door a key opened."""

    company_id: int
    key_id: int


class CompanyKey(HttpBearer):
    """A company's key; a wrong key and an unknown company look the same."""

    def authenticate(self, request: HttpRequest, token: str) -> Access | None:
        """The access that the token gives to the company in the address."""
        match = request.resolver_match
        nip = str(match.kwargs.get("nip", "")) if match is not None else ""
        company_id = company_id_by_nip(nip)
        if company_id is None:
            return None
        with company_scope(company_id):
            key = api_key_of(token)
        return Access(company_id, key.pk) if key is not None else None


class PartAnswer(Schema):
    """What became of a file out of a file."""

    name: str
    outcome: str
    document: int | None
    code: str
    message: str
    sha256: str


class FileAnswer(PartAnswer):
    """What became of a file; ``parts`` are the files that came out of it."""

    parts: list[PartAnswer]


class Answer(Schema):
    """Files in the order they were sent."""

    results: list[FileAnswer]


class Fault(Schema):
    """Why nothing was done."""

    code: str
    message: str


class PaperAnswer(Schema):
    """A document with its facts; amounts are decimals in its currency, as text."""

    id: int
    kind: str
    kind_label: str
    number: str
    issue_date: date | None
    due_date: date | None
    partner_name: str
    currency: str
    net: Decimal
    vat: Decimal
    gross: Decimal
    fields: dict[str, str]
    file_name: str
    file_sha256: str
    received_at: datetime


class KindAnswer(Schema):
    """A kind of paper."""

    code: str
    label: str


api = NinjaAPI(
    title="Zaplecze",
    version="1",
    description="Papers into a company's inbox, and what is known of them.",
    auth=CompanyKey(),
    docs_url=None,
    urls_namespace="rest",
)


class ApiFault(Exception):
    """A request that can't be answered: its status and what to do, in Polish."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@api.exception_handler(ApiFault)
def _faulty(request: HttpRequest, fault: ApiFault) -> HttpResponse:
    body = {"code": fault.code, "message": fault.message}
    return api.create_response(request, body, status=fault.status)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    body = {"code": refusal.code, "message": refusal.message}
    return api.create_response(request, body, status=409)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = ", ".join(".".join(str(p) for p in e["loc"]) for e in error.errors)
    body = {"code": "api.request", "message": f"Popraw zapytanie: {places}."}
    return api.create_response(request, body, status=422)


@api.post(
    "/f/{nip}/documents",
    response={201: Answer, 401: Fault, 409: Fault, 413: Fault, 422: Fault},
    operation_id="send_documents",
    summary="Send files into the inbox",
)
def send_documents(
    request: HttpRequest,
    nip: str,
    files: File[list[UploadedFile]],
    kind: Form[str] = "other",
    idempotency_key: Header[str] = "",
) -> Status[dict[str, Any]]:
    """Take files in; each ends as a document, a twin or a refusal that tells why."""
    access: Access = request.auth  # type: ignore[attr-defined]
    _check(files, idempotency_key)
    papers = [NewPaper(f.name or "", f.read(), kind=kind) for f in files]
    asked = _hash(papers)
    now = timezone.now()
    with company_scope(access.company_id):
        if kind not in {k.code for k in choosable_kinds()}:
            raise ApiFault(422, "documents.kind", f"Nie ma rodzaju „{kind}”.")
        lock_company()
        before = None
        if idempotency_key:
            before = api_call(key_id=access.key_id, idempotency_key=idempotency_key)
        if before is not None:
            if before.request_sha256 != asked:
                message = "Ten Idempotency-Key był już użyty z innymi plikami."
                raise ApiFault(409, "api.idempotency-key", message)
            return Status(before.status, before.answer)
        results = receive(access.company_id, papers, channel=Channel.API, stamp=Stamp(None, now))
        answer = {"results": [_file(r) for r in results]}
        if idempotency_key:
            keep_api_call(
                key_id=access.key_id,
                idempotency_key=idempotency_key,
                request_sha256=asked,
                status=201,
                answer=answer,
                at=now,
            )
    return Status(201, answer)


def _check(files: list[UploadedFile], idempotency_key: str) -> None:
    if not 0 < len(files) <= MAX_FILES:
        raise ApiFault(413, "api.files", f"Naraz można wysłać od 1 do {MAX_FILES} plików.")
    if sum(f.size or 0 for f in files) > MAX_CONTAINER_BYTES:
        most = MAX_CONTAINER_BYTES // 1_000_000
        raise ApiFault(413, "api.size", f"Naraz można wysłać {most} MB.")
    if len(idempotency_key) > LONGEST_KEY or not idempotency_key.isprintable():
        message = f"Idempotency-Key ma do {LONGEST_KEY} znaków."
        raise ApiFault(422, "api.idempotency-key", message)


@api.get(
    "/f/{nip}/documents/{document_id}",
    response={200: PaperAnswer, 401: Fault, 404: Fault, 422: Fault},
    operation_id="get_document",
    summary="A document with its facts",
)
def get_document(request: HttpRequest, nip: str, document_id: int) -> Status[dict[str, Any]]:
    """Facts that were read or typed of a document."""
    access: Access = request.auth  # type: ignore[attr-defined]
    with company_scope(access.company_id):
        paper = document(document_id) if 0 < document_id < 2**63 else None
    if paper is None:
        raise ApiFault(404, "documents.none", "Nie ma takiego dokumentu w tej firmie.")
    known = {
        name: getattr(paper, name) for name in PaperAnswer.model_fields if name != "kind_label"
    }
    return Status(200, {**known, "kind_label": paper.get_kind_display()})


@api.get(
    "/f/{nip}/kinds",
    response={200: list[KindAnswer], 401: Fault},
    operation_id="list_kinds",
    summary="Kinds of papers",
)
def list_kinds(request: HttpRequest, nip: str) -> list[dict[str, str]]:
    """Kinds that a sent paper may be said to be."""
    access: Access = request.auth  # type: ignore[attr-defined]
    with company_scope(access.company_id):
        return [{"code": k.code, "label": k.label} for k in choosable_kinds()]


def _hash(papers: list[NewPaper]) -> str:
    whole = hashlib.sha256()
    for paper in papers:
        for part in (paper.kind.encode(), paper.name.encode(), paper.data):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _part(result: Received) -> dict[str, Any]:
    return {
        "name": result.name,
        "outcome": str(Outcome(result.outcome)),
        "document": result.document_id,
        "code": result.code,
        "message": result.message,
        "sha256": result.sha256,
    }


def _file(result: Received) -> dict[str, Any]:
    return {**_part(result), "parts": [_part(p) for p in result.parts]}
