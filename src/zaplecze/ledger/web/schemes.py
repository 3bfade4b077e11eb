"""Pages of posting schemes: list with the rules that pick them, one scheme with its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.models import PostingScheme
from zaplecze.ledger.queries import accounts, cost_centers, projects
from zaplecze.ledger.rules import clean
from zaplecze.ledger.schemes.commands import add_scheme_rule, drop_scheme_rule, keep_scheme
from zaplecze.ledger.schemes.formula import FUNCTIONS
from zaplecze.ledger.schemes.queries import (
    read_version,
    scheme_by_code,
    scheme_rules,
    schemes,
    versions_of,
)
from zaplecze.ledger.schemes.rules import (
    AMOUNT_FACTS,
    CREDIT,
    DEBIT,
    TEXT_FACTS,
    Scheme,
    SchemeFault,
    SchemeLine,
    typed_parameters,
)
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

SCHEME = "scheme:"
EMPTY_ROWS = 3
COLUMNS = (
    "account",
    "side",
    "formula",
    "condition",
    "center",
    "project",
    "in_currency",
    "partner",
    "line_text",
)


def asked_scheme(form: QueryDict) -> tuple[Scheme, dict[str, Decimal]]:
    """The scheme that a button ``scheme:CODE`` asks for, with its typed parameters; raises `SchemeFault`."""
    scheme = scheme_by_code(form.get("action", "").removeprefix(SCHEME))
    typed = {name: form.get(f"p-{scheme.code}-{name}", "") for name, _label in scheme.parameters}
    return scheme, typed_parameters(scheme, typed)


@dataclass(frozen=True, slots=True)
class SchemeForm:
    """A scheme as its fields hold it; ``fault`` is what is wrong, in ``row`` where it is a line's."""

    code: str
    name: str
    parameters: str
    closed: bool
    lines: list[SchemeLine]
    fault: str = ""
    row: int = 0

    @property
    def rows(self) -> list[tuple[int, SchemeLine, str]]:
        """Lines with their number and fault, and some to fill."""
        shown = [*self.lines, *[SchemeLine("", "", "")] * EMPTY_ROWS]
        return [(n, x, self.fault if n == self.row else "") for n, x in enumerate(shown, 1)]


@require_GET
@company_view()
def scheme_list(request: CompanyRequest) -> HttpResponse:
    """Schemes and the rules that pick them."""
    context = {
        "schemes": schemes(closed=True),
        "rules": scheme_rules(),
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/schemes/list.html", context)


@require_GET
@company_view()
def new(request: CompanyRequest) -> HttpResponse:
    """A scheme to be written: at first a cost invoice in three lines."""
    lines = [
        SchemeLine("", DEBIT, "netto"),
        SchemeLine("221-1", DEBIT, "vat"),
        SchemeLine("202", CREDIT, "=", partner=True, in_currency="kwota_waluty"),
    ]
    return _page(request, SchemeForm("", "", "", False, lines))


@require_GET
@company_view()
def edit(request: CompanyRequest, scheme_id: int) -> HttpResponse:
    """The newest version, to be changed into the next one."""
    row = PostingScheme.objects.filter(company=request.company, id=scheme_id).first()
    if row is None:
        raise Http404("nie ma takiego schematu")
    versions = versions_of(row)
    scheme = read_version(row, versions[0])
    asked = "; ".join(f"{name} = {label}" for name, label in scheme.parameters)
    form = SchemeForm(row.code, row.name, asked, row.closed, list(scheme.lines))
    return _page(request, form, versions=versions)


@require_POST
@company_view(roles=BOOKKEEPERS)
def save(request: CompanyRequest) -> HttpResponse:
    """Keep a scheme; a fault comes back at its line."""
    form = _typed(request.POST)
    try:
        kept = keep_scheme(
            code=form.code,
            name=form.name,
            lines=form.lines,
            parameters=_parameters(form),
            closed=form.closed,
            by=request.person_id,
            at=request.now,
        )
    except Refusal as refusal:
        row = refusal.row if isinstance(refusal, SchemeFault) else 0
        return _page(request, replace(form, fault=refusal.message, row=row))
    messages.success(
        request,
        _("Zapisano schemat %(code)s, wersja %(no)s.") % {"code": kept.code, "no": kept.version},
    )
    return redirect("schemes", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def add_rule(request: CompanyRequest) -> HttpResponse:
    """Let a scheme propose documents of a kind or a partner by itself."""
    add_scheme_rule(
        scheme=request.POST.get("scheme", ""),
        kind=request.POST.get("kind", ""),
        partner_tax_id=request.POST.get("tax_id", ""),
        purchase=request.POST.get("side", "") != "sprzedaz",
        by=request.person_id,
        at=request.now,
    )
    return redirect("schemes", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def drop_rule(request: CompanyRequest) -> HttpResponse:
    """Take a rule away."""
    held = request.POST.get("rule", "")
    drop_scheme_rule(
        rule_id=int(held) if held.isdecimal() else 0, by=request.person_id, at=request.now
    )
    return redirect("schemes", nip=request.company.nip)


def _typed(form: QueryDict) -> SchemeForm:
    columns = {name: form.getlist(name) for name in COLUMNS}
    if len({len(cells) for cells in columns.values()}) > 1:
        raise Refusal("Tabela schematu przyszła niepełna. Odśwież stronę.", code="ledger.scheme")
    rows = [
        {name: cells[n].strip() for name, cells in columns.items()}
        for n in range(len(columns["account"]))
    ]
    lines = [_line(row) for row in rows if row["account"] or row["formula"]]
    return SchemeForm(
        form.get("code", ""),
        form.get("name", ""),
        form.get("parameters", ""),
        "closed" in form,
        lines,
    )


def _line(row: Mapping[str, str]) -> SchemeLine:
    return SchemeLine(
        account=row["account"].split(" ")[0],
        side=row["side"],
        formula=row["formula"],
        condition=row["condition"],
        cost_center=row["center"],
        project=row["project"],
        in_currency=row["in_currency"],
        partner=row["partner"] == "tak",
        text=clean(row["line_text"], 256),
    )


def _parameters(form: SchemeForm) -> list[tuple[str, str]]:
    found = []
    for piece in filter(None, (p.strip() for p in form.parameters.split(";"))):
        name, _sign, label = piece.partition("=")
        found.append((name.strip()[:40], clean(label.strip(), 120) or name.strip()[:40]))
    return found


def _page(request: CompanyRequest, form: SchemeForm, **more: object) -> HttpResponse:
    context = {
        "form": form,
        "accounts": accounts(),
        "centers": cost_centers(),
        "projects": projects(),
        "facts": [*AMOUNT_FACTS[:5], *sorted(TEXT_FACTS)],
        "functions": sorted(FUNCTIONS),
        "may_change": bool(request.roles & BOOKKEEPERS),
        **more,
    }
    return TemplateResponse(request, "ledger/schemes/scheme.html", context)
