"""The state before: typed, from a spreadsheet, or measured in a first period; and what months cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.controlling.rules.intervals import Estimate
from zaplecze.controlling.savings import before, facts, queries, words
from zaplecze.controlling.savings.commands import (
    SHARES,
    BaselineRefused,
    keep_baseline,
    keep_cost,
)
from zaplecze.controlling.savings.models import COUNTED_ALONE, Measure, Source
from zaplecze.controlling.web.savings import SEES_SAVINGS
from zaplecze.platform.models import Role
from zaplecze.platform.money import parse_pln
from zaplecze.platform.periods import parse_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.tables import MAX_BYTES
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import asked_period

TYPED = tuple(m for m in Measure if m not in COUNTED_ALONE)
KEEPS_BASELINE = frozenset({Role.OWNER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the wizard: the measure, its question, the unit, and what stands there now."""

    key: str
    label: str
    hint: str
    value: str
    share: bool


LABELS = {
    Measure.VOLUME: _lazy("dokumenty na miesiąc"),
    Measure.CYCLE: _lazy("czas obiegu, godziny robocze"),
    Measure.TOUCH: _lazy("minuty pracy przy dokumencie"),
    Measure.PRINTS: _lazy("wydruki na dokument"),
    Measure.ERRORS: _lazy("dokumenty z błędem, %"),
    Measure.STRAIGHT: _lazy("dokumenty bez udziału ludzi, %"),
    Measure.COST: _lazy("koszt miesięczny, zł"),
    Measure.UNIT_COST: _lazy("koszt dokumentu, zł"),
}
HINTS = {
    Measure.VOLUME: _lazy("ile dokumentów wpływa w zwykłym miesiącu"),
    Measure.CYCLE: _lazy(
        "średnio od wpływu do zaksięgowania; dzień roboczy to 8 godzin, najwyżej 240"
    ),
    Measure.TOUCH: _lazy("ile minut ludzie pracują nad jednym dokumentem, razem"),
    Measure.PRINTS: _lazy("ile wydruków przypada na dokument"),
    Measure.ERRORS: _lazy("ile dokumentów na sto trzeba poprawiać"),
    Measure.STRAIGHT: _lazy("ile dokumentów na sto nikt nie musi dotykać; zwykle 0"),
    Measure.COST: _lazy("płace z narzutami, usługi biura, programy i papier"),
}


@require_GET
@company_view(roles=SEES_SAVINGS)
def baseline(request: CompanyRequest) -> HttpResponse:
    """The state before: typed, from a spreadsheet, or measured in a first period; and what months cost."""
    held = queries.newest_baseline()
    figures = held.figures if held else {}
    first, last = asked_period(request)
    costs = queries.monthly_costs(first=first, last=last)
    return TemplateResponse(
        request,
        "controlling/baseline.html",
        {
            "held": held,
            "fields": [_field(m, figures.get(m)) for m in TYPED],
            "earlier": [
                (row, [(str(LABELS[Measure(f.measure)]), _told(f.measure, f.value)) for f in row.figures.all()])
                for row in queries.baselines()
            ],
            "months": [(m, costs.get(m)) for m in facts.months_between(first, last)],
            "may": bool(request.roles & KEEPS_BASELINE),
        },
    )  # fmt: skip


def _field(measure: Measure, figure: Estimate | None) -> Field:
    share = measure in SHARES
    value = (
        "" if figure is None else f"{figure.value * (100 if share else 1):.6g}".replace(".", ",")
    )
    return Field(measure, str(LABELS[measure]), str(HINTS[measure]), value, share)


def _told(measure: str, value: Decimal) -> str:
    unit = {"cycle": "hours", "touch": "minutes", "cost": "pln", "unit_cost": "pln"}.get(
        measure, ""
    )
    return words.figure(float(value), "share" if measure in SHARES else unit)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def write_baseline(request: CompanyRequest) -> HttpResponse:
    """Keep what was typed; an empty field is a measure that nobody knows."""
    figures: dict[str, Estimate] = {}
    for measure in TYPED:
        text = request.POST.get(measure, "").strip()
        if not text:
            continue
        try:
            value = before.number_of(text)
        except ValueError as error:
            raise BaselineRefused(f"{measure.label}: {error}.") from error
        figures[measure] = Estimate(value / 100 if measure in SHARES else value, 0.0, 0)
    keep_baseline(
        figures=figures,
        source=Source.TYPED,
        by=request.person_id,
        at=request.now,
        note=request.POST.get("note", ""),
    )
    messages.success(request, _("Zapisano stan przed."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def import_baseline(request: CompanyRequest) -> HttpResponse:
    """Take the state before from a spreadsheet."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise Refusal("Wybierz arkusz xlsx albo CSV.", code="controlling.no-file")
    if file.size > MAX_BYTES:
        raise Refusal("Ten plik jest za duży: podziel go.", code="controlling.file-size")
    told = before.from_sheet(file.name or "", file.read())
    keep_baseline(
        figures=told.figures,
        source=Source.SHEET,
        by=request.person_id,
        at=request.now,
        period=told.period,
        horizon=told.horizon,
        note=file.name or "",
    )
    messages.success(request, _("Zapisano stan przed z arkusza."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def measure_baseline(request: CompanyRequest) -> HttpResponse:
    """Measure the state before on the program's own papers of a first period."""
    first = parse_month(request.POST.get("od", ""))
    last = parse_month(request.POST.get("do", ""))
    if last < first:
        raise Refusal("Okres kończy się przed początkiem.", code="controlling.period")
    told = before.from_period(first=first, last=last, as_of=request.now)
    keep_baseline(
        figures=told.figures,
        source=Source.MEASURED,
        by=request.person_id,
        at=request.now,
        period=told.period,
        horizon=told.horizon,
    )
    messages.success(request, _("Zmierzono stan przed."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def write_cost(request: CompanyRequest) -> HttpResponse:
    """Write down what a month cost."""
    month = parse_month(request.POST.get("month", ""))
    try:
        amount = parse_pln(request.POST.get("amount", ""))
    except ValueError as error:
        raise Refusal(f"Koszt miesiąca: {error}.", code="controlling.cost") from error
    keep_cost(month=month, amount=amount, by=request.person_id, at=request.now)
    messages.success(request, _("Zapisano koszt miesiąca."))
    return redirect("baseline", nip=request.company.nip)
