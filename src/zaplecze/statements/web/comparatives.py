"""Dane porównawcze: the year before the first one in the books, typed, pasted, or read from its e-Sprawozdanie."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.formats import e_sprawozdanie_1_2 as sf
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.money import parse_pln
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, business_years
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.statements.comparatives import comparatives_of, in_words, keep_comparatives, values_of
from zaplecze.statements.models import FigureSource
from zaplecze.statements.queries import ANNEX_NAMES, VARIANTS, in_books_before, opening_differences
from zaplecze.statements.reading import ReadFigures, from_paste, from_statement
from zaplecze.statements.typed_lines import (
    SHEETS,
    Misfit,
    TypedLine,
    counted,
    misfits,
    sheets_of,
    totals,
)

VARIANT_NAMES = {"by-nature": "porównawczy", "by-function": "kalkulacyjny"}
STEPS = frozenset({"przelicz", "wklej", "plik", "zachowaj"})
SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Form:
    """What the page shows in its fields: figures, where they come from, what is wrong with them."""

    annex: str
    variant: str
    values: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    source: str = FigureSource.TYPED
    sha: str = ""
    wrong: list[Misfit] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)


@require_GET
@company_view()
def page(request: CompanyRequest, year: int) -> HttpResponse:
    """The newest version of the figures before ``year``, or an empty form."""
    annex, variant = _asked(request.GET)
    form = Form(annex, variant)
    newest = next(
        (
            v
            for v in comparatives_of(business_years().label_before(year))
            if (v.annex, v.variant) == (annex, variant)
        ),
        None,
    )
    if newest is not None:
        form.values, form.source, form.sha = values_of(newest), newest.source, newest.file_sha256
    return _page(request, year, form)


@require_POST
@company_view(roles=BOOKKEEPERS)
def step(request: CompanyRequest, year: int) -> HttpResponse:
    """Count the sums, fill the form from a paste or a file, or keep it as a version."""
    what = request.POST.get("krok", "")
    if what not in STEPS:
        raise Refusal(
            "Wybierz, co zrobić z danymi: przelicz albo zachowaj.", code="statements.step"
        )
    form = _typed(request.POST)
    try:
        if what == "wklej":
            form = _pasted(request, form)
        elif what == "plik":
            form = _from_file(request, year)
        elif what == "zachowaj" and not any(m.stops for m in (*form.wrong, *_misfits(year, form))):
            return _kept(request, year, form)
    except Refusal as refusal:  # what was typed stays in its fields
        form.wrong.append(Misfit(refusal.code.rpartition(".")[2], refusal.message))
    return _page(request, year, form)


def _kept(request: CompanyRequest, year: int, form: Form) -> HttpResponse:
    kept = keep_comparatives(
        year=business_years().label_before(year),
        annex=form.annex,
        variant=form.variant,
        values=form.values,
        source=form.source,
        file_sha256=form.sha,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zachowano: %(what)s.") % {"what": in_words(kept)})
    place = reverse("comparatives", kwargs={"nip": request.company.nip, "year": year})
    return redirect(f"{place}?zalacznik={form.annex}&wariant={form.variant}")


def _pasted(request: CompanyRequest, form: Form) -> Form:
    read = from_paste(
        request.POST.get("wklejka", ""),
        annex=form.annex,
        variant=form.variant,
        sheet=request.POST.get("arkusz", ""),
    )
    form.source, form.sha = FigureSource.PASTED, ""
    form.values |= read.values
    return _with(form, read)


def _from_file(request: CompanyRequest, year: int) -> Form:
    file = request.FILES.get("plik")
    if file is None:
        raise Refusal("Wybierz plik XML e-Sprawozdania.", code="statements.no-file")
    data = file.read()
    try:
        figures = sf.read_figures(data)
    except sf.StatementError as error:
        raise Refusal(str(error), code="statements.file") from error
    read = from_statement(
        figures,
        year=business_year(business_years().label_before(year)),
        nip=request.company.nip,
    )
    sha = sha256_hex(data)
    store_file(NewFile(data, sha, "application/xml"))
    form = Form(read.annex, read.variant, read.values, FigureSource.FILE, sha)
    return _with(form, read)


def _with(form: Form, read: ReadFigures) -> Form:
    form.wrong = [*form.wrong, *read.strange]
    return form


def _typed(post: QueryDict) -> Form:
    """The fields as they were sent; an amount that can't be read stays in its field and is named."""
    annex, variant = _asked(post)
    form = Form(annex, variant)
    form.source = (
        post.get("zrodlo", "") if post.get("zrodlo") in FigureSource.values else FigureSource.TYPED
    )
    sha = post.get("sha", "")
    if form.source == FigureSource.FILE and SHA.fullmatch(sha):
        try:
            read_file(sha)
            form.sha = sha
        except (OSError, ValueError):
            form.source = FigureSource.TYPED
    for sheet, lines in sheets_of(annex, variant).items():
        for line in lines:
            name = f"{sheet}:{line.code}"
            text = post.get(name, "").strip()
            if line.terms or not text:
                continue
            try:
                form.values.setdefault(sheet, {})[line.code] = parse_pln(text)
            except ValueError as error:
                form.words[name] = text
                form.wrong.append(Misfit("amount", f"{SHEETS[sheet]} {line.code}: {error}."))
    return form


def _asked(values: QueryDict) -> tuple[str, str]:
    annex, variant = values.get("zalacznik", "1"), values.get("wariant", "by-nature")
    annex = annex if annex in ANNEX_NAMES else "1"
    variant = variant if variant in VARIANTS else "by-nature"
    return annex, "by-nature" if annex == "4" else variant


def _page(request: CompanyRequest, year: int, form: Form) -> HttpResponse:
    if not 2001 <= year <= 2100:
        raise Http404
    sheets = sheets_of(form.annex, form.variant)
    filled = any(amounts for amounts in form.values.values())
    return TemplateResponse(
        request,
        "statements/comparatives.html",
        {
            "year": business_year(year),
            "before": business_year(business_years().label_before(year)),
            "form": form,
            "source": FigureSource(form.source).label,
            "findings": [
                *form.wrong,
                *(_misfits(year, form) if filled else ()),
            ],
            "sheets": [_sheet(name, lines, form) for name, lines in sheets.items()],
            "sheet_names": {name: SHEETS[name] for name in sheets},
            "annexes": ANNEX_NAMES,
            "variants": VARIANT_NAMES,
            "versions": [
                (v, in_words(v), ANNEX_NAMES[v.annex], VARIANT_NAMES[v.variant])
                for v in comparatives_of(business_years().label_before(year))
            ],
            "in_books": in_books_before(year),
            "may_enter": bool(request.roles & BOOKKEEPERS) and not in_books_before(year),
        },
    )


def _misfits(year: int, form: Form) -> list[Misfit]:
    told = {"annex": form.annex, "variant": form.variant, "values": form.values}
    return [*misfits(**told), *opening_differences(year=year, **told)]  # type: ignore[arg-type]


def _sheet(name: str, lines: tuple[TypedLine, ...], form: Form) -> Mapping[str, object]:
    typed = form.values.get(name, {})
    amounts = counted(lines, typed)
    rows = [
        {
            "line": line,
            "field": f"{name}:{line.code}",
            "shown": "" if line.code.endswith(".J") else line.code,
            "amount": amounts[line.code],
            "words": form.words.get(f"{name}:{line.code}", ""),
        }
        for line in lines
    ]
    summed = name in {"assets", "liabilities"}
    return {"name": SHEETS[name], "rows": rows, "total": totals(amounts) if summed else None}
