"""Finding papers: the list with its filters, and what was found as a ZIP with an index."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from zaplecze.documents.correspondence.queries import letters_with
from zaplecze.documents.keeping.commands import log_access
from zaplecze.documents.keeping.queries import folders, personal_ids, tags
from zaplecze.documents.keeping.zips import MOST_PAPERS, chosen_papers, stream_zip, zip_contents
from zaplecze.documents.kinds.queries import all_kinds
from zaplecze.documents.models import Channel
from zaplecze.documents.search.queries import found
from zaplecze.documents.search.rules import asks_for_person
from zaplecze.documents.web.asked import STATES, asked_filters, asked_id
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout, record_printouts

PAGE = 20
LETTERS = 5


@require_GET
@company_view()
def documents(request: CompanyRequest) -> HttpResponse:
    """Papers that answer a question and fit the filters, page by page."""
    text = request.GET.get("q", "").strip()
    page = found(
        text=text,
        filters=asked_filters(request.GET),
        after=request.GET.get("po", ""),
        limit=PAGE,
        personal=True,
    )
    # What the list quotes of a paper has been read; of personal data only the paper itself shows some, and logs it.
    personal = personal_ids([f.document for f in page.rows if f.excerpt])
    page = replace(
        page,
        rows=[replace(f, excerpt=[]) if f.document.pk in personal else f for f in page.rows],
    )
    if asks_for_person(text):
        seen = [f.document.pk for f in page.rows]
        log_access(document_ids=seen, how="wyszukanie PESEL", by=request.person_id, at=request.now)
    rest = request.GET.copy()
    rest.pop("po", None)
    names = [n for n in rest if n != "q" and rest[n]]
    return TemplateResponse(
        request,
        "documents/list.html",
        {
            "page": page,
            "letters": letters_with(text, limit=LETTERS)
            if text and not request.GET.get("po")
            else [],
            "text": text,
            "search_text": text,
            "asked": rest,
            "narrowed": bool(names),
            "query": rest.urlencode(),
            "first": not request.GET.get("po"),
            "kinds": [(k.code, k.label) for k in all_kinds()],
            "channels": Channel.choices,
            "states": STATES.items(),
            "tags": tags(),
            "folders": folders(),
            "most": MOST_PAPERS,
        },
    )


@require_GET
@company_view()
def package(request: CompanyRequest) -> StreamingHttpResponse:
    """The ticked papers, or all that were found, as a ZIP with an index; recorded as a download of each."""
    ids = [i for raw in request.GET.getlist("id") if (i := asked_id(raw)) is not None]
    if ids and len(ids) > MOST_PAPERS:
        raise Refusal(f"Naraz najwyżej {MOST_PAPERS} dokumentów.", code="documents.zip-too-many")
    papers = chosen_papers(
        ids=ids or None,
        text=request.GET.get("q", "").strip(),
        filters=asked_filters(request.GET),
    )
    contents = zip_contents(
        papers, company=request.company, printed_by=str(request.user), printed_at=request.now
    )
    personal = personal_ids(papers)
    log_access(document_ids=sorted(personal), how="ZIP", by=request.person_id, at=request.now)
    record_printout(request, f"ZIP: dokumentów {len(papers)}", "zip", kind="file")
    inside = {c.document_id for c in contents}
    record_printouts(
        request,
        [(p.id, f"plik {p.number}, w ZIP") for p in papers if p.id in inside],
        "plik",
        kind="file",
    )
    response = StreamingHttpResponse(stream_zip(contents), content_type="application/zip")
    name = f"dokumenty-{request.company.nip}-{request.now:%Y%m%d-%H%M}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
