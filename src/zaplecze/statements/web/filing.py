"""e-Sprawozdanie of a year: texts, the file as a table, what changed since the last one, then built and kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import years_of_books
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import FORMS, company_link, download, record_printout
from zaplecze.statements.facts import YearOutside
from zaplecze.statements.filing import (
    BuiltStatement,
    NoSeat,
    build_statement,
    changes_since_filing,
    preview_statement,
    statement_filings,
    texts_of,
)
from zaplecze.statements.models import StatementTexts
from zaplecze.statements.queries import ANNEX_NAMES, VARIANTS
from zaplecze.statements.reports import file_report
from zaplecze.statements.web.views import outside

VARIANT_NAMES = {"by-nature": "porównawczy", "by-function": "kalkulacyjny"}


class TextsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The introduction and the notes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Texts are short at first, and grow by hand."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3

    class Meta:
        model = StatementTexts
        fields = (
            "valuation",
            "result",
            "presentation",
            "remaining",
            "simplified",
            "going_concern",
            "threats",
            "notes",
        )


def _asked(values: QueryDict) -> tuple[str, str]:
    get = values.get
    annex, variant = get("zalacznik", "1"), get("wariant", "by-nature")
    return (
        annex if annex in ANNEX_NAMES else "1",
        variant if variant in VARIANTS else "by-nature",
    )


def _in_range(year: int) -> int:
    if not 2000 <= year <= 2100:
        raise Http404
    return year


@require_GET
@company_view()
def preview(request: CompanyRequest, year: int) -> HttpResponse:
    """The file as it would be now."""
    annex, variant = _asked(request.GET)
    try:
        built = preview_statement(
            year=_in_range(year), annex=annex, variant=variant, at=request.now
        )
    except NoSeat as refusal:
        messages.warning(request, refusal.message, extra_tags=refusal.code)
        return redirect("seat", nip=request.company.nip)
    except YearOutside as refusal:
        if request.GET.get("forma", ""):
            raise
        return outside(request, year, "bilans", refusal)
    report = file_report(request.company, built.filled, company_link(request.company.nip))
    if form := request.GET.get("forma", ""):
        return download(request, report, form)
    query = f"zalacznik={annex}&wariant={variant}"
    return TemplateResponse(
        request,
        "statements/file.html",
        {
            "year": business_year(year),
            "years": [business_year(other) for other in years_of_books()],
            "built": built,
            "report": report,
            "filings": statement_filings(year),
            "changes": changes_since_filing(built),
            "annexes": ANNEX_NAMES,
            "variants": VARIANT_NAMES,
            "annex": annex,
            "variant": variant,
            "query": query,
            "form": TextsForm(instance=texts_of(year)),
            "downloads": [(f, f"?{query}&forma={f}") for f in FORMS],
            "may_enter": bool(request.roles & BOOKKEEPERS),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def save_texts(request: CompanyRequest, year: int) -> HttpResponse:
    """Keep the year's texts."""
    form = TextsForm(request.POST, instance=texts_of(_in_range(year)))
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Refusal(f"{form.fields[name].label}: {errors[0]}", code="statements.texts")
    form.save()
    messages.success(request, _("Zapisano teksty sprawozdania."))
    annex, variant = _asked(request.POST)
    place = reverse("e_statement", kwargs={"nip": request.company.nip, "year": year})
    return redirect(f"{place}?zalacznik={annex}&wariant={variant}")


@require_POST
@company_view(roles=BOOKKEEPERS)
def file(request: CompanyRequest, year: int) -> HttpResponse:
    """The file of a year, kept as built for filing."""
    annex, variant = _asked(request.POST)
    built: BuiltStatement = build_statement(
        year=_in_range(year), annex=annex, variant=variant, by=request.person_id, at=request.now
    )
    record_printout(
        request,
        f"e-Sprawozdanie {year}",
        "xml",
        kind="e-statement",
        period=business_year(year).name,
    )
    response = HttpResponse(built.data, content_type="application/xml")
    name = f"e_sprawozdanie_{request.company.nip}_{year}.xml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
