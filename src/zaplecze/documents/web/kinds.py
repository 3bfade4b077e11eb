"""Kinds of papers on the screen: the built-in ones and the company's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.kinds.commands import define_kind
from zaplecze.documents.kinds.queries import kind_of, own_kinds
from zaplecze.documents.kinds.rules import CHOOSABLE, OWN, Field, FieldType, Kind, new_key
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

MAY_DEFINE = BOOKKEEPERS | {"owner"}
EMPTY_ROWS = 4


@require_GET
@company_view()
def kinds(request: CompanyRequest) -> HttpResponse:
    """All kinds with their fields; ``?rodzaj=`` opens one of the company's own for change."""
    chosen = kind_of(request.GET.get("rodzaj", ""))
    if chosen is not None and not chosen.own:
        chosen = None
    rows: list[Field | None] = [*(chosen.fields if chosen else ()), *[None] * EMPTY_ROWS]
    return TemplateResponse(
        request,
        "documents/kinds.html",
        {
            "built_in": CHOOSABLE,
            "own": own_kinds(with_retired=True),
            "chosen": chosen,
            "rows": rows,
            "types": [(t.value, t.label) for t in FieldType],
            "may": bool(request.roles & MAY_DEFINE),
        },
    )


@require_POST
@company_view(roles=MAY_DEFINE)
def save_kind(request: CompanyRequest) -> HttpResponse:
    """Define a kind or change one; a row without a name is no field."""
    code = request.POST.get("kind", "")
    chosen = kind_of(code) if code else None
    if code and (chosen is None or not chosen.own):
        raise Refusal("Nie ma takiego rodzaju. Odśwież stronę.", code="documents.kind")
    define_kind(
        label=request.POST.get("label", ""),
        fields=_fields(request, chosen),
        personal=bool(request.POST.get("personal")),
        retired=request.POST.get("action") == "retire",
        kind_id=int(chosen.code.removeprefix(OWN)) if chosen else None,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano rodzaj dokumentu."))
    return redirect("kinds", nip=request.company.nip)


def _fields(request: CompanyRequest, chosen: Kind | None) -> list[Field]:
    """The rows of the form; a known key stays whatever the field is called now, a name that is back finds its own."""
    columns = [request.POST.getlist(n) for n in ("key", "field", "type", "required", "choices")]
    known = {f.key: f.label for f in (*chosen.fields, *chosen.gone)} if chosen else {}
    if len({len(c) for c in columns}) != 1:
        raise Refusal("Formularz jest niepełny. Odśwież stronę.", code="documents.kind")
    found = []
    for key, label, kind, required, choices in zip(*columns, strict=True):
        name = " ".join(label.split())
        if not name:
            continue
        if kind not in set(FieldType):
            raise Refusal(f"Pole „{name}”: wybierz rodzaj z listy.", code="documents.kind")
        options = tuple(dict.fromkeys(" ".join(c.split()) for c in choices.split(",") if c.strip()))
        own = key if key in known else new_key(name, known)
        known[own] = name
        found.append(Field(own, name, FieldType(kind), required == "yes", options))
    return found
