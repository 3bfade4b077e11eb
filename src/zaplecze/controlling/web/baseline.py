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
from zaplecze.controlling.savings.queries import Before
from zaplecze.controlling.web.savings import SEES_SAVINGS
from zaplecze.platform.days import WARSAW
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
    origin: str
    opens: bool


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
    first, last = asked_period(request)
    costs = queries.monthly_costs(first=first, last=last)
    return TemplateResponse(
        request,
        "controlling/baseline.html",
        {
            "held": held,
            "fields": [_field(m, held) for m in TYPED],
            "earlier": [
                (row, [(str(LABELS[Measure(f.measure)]), _told(f.measure, f.value)) for f in row.figures.all()])
                for row in queries.baselines()
            ],
            "months": [(m, costs.get(m)) for m in facts.months_between(first, last)],
            "may": bool(request.roles & KEEPS_BASELINE),
        },
    )  # fmt: skip


def _field(measure: Measure, held: Before | None) -> Field:
    origin = held.origin_of(measure) if held and measure in held.figures else None
    return Field(
        measure,
        str(LABELS[measure]),
        str(HINTS[measure]),
        _typed(measure, held),
        words.origin(origin) if origin else "",
        bool(held and origin and held.opens(measure)),
    )


def _typed(measure: Measure, held: Before | None) -> str:
    """A figure as it stands in its field; who leaves it so changes nothing."""
    if held is None or measure not in held.figures:
        return ""
    value = held.figures[measure].value * (100 if measure in SHARES else 1)
    if measure == Measure.COST:
        return f"{value:.2f}".replace(".", ",")
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _told(measure: str, value: Decimal) -> str:
    unit = {"cycle": "hours", "touch": "minutes", "cost": "pln", "unit_cost": "pln"}.get(
        measure, ""
    )
    return words.figure(float(value), "share" if measure in SHARES else unit)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def write_baseline(request: CompanyRequest) -> HttpResponse:
    """Keep what was typed; an empty field is a measure that nobody knows.

    A field that was left as it stood keeps its source, its error and its months.
    """
    held = queries.newest_baseline()
    figures: dict[str, Estimate] = {}
    carried = {*COUNTED_ALONE}
    for measure in TYPED:
        text = request.POST.get(measure, "").strip()
        if not text:
            continue
        if text == _typed(measure, held):
            carried.add(measure)
            continue
        try:
            figures[measure] = Estimate(before.figure_of(measure, text), 0.0, 0)
        except ValueError as error:
            raise BaselineRefused(f"{measure.label}: {error}.") from error
    note = request.POST.get("note", "").strip()
    if held and not figures and note == held.row.note and carried >= held.figures.keys():
        messages.info(request, _("Nic się nie zmieniło: stan przed zostaje, jaki był."))
        return redirect("savings", nip=request.company.nip)
    keep_baseline(
        figures=figures,
        source=Source.TYPED,
        by=request.person_id,
        at=request.now,
        note=note,
        carried=carried,
    )
    messages.success(request, _("Zapisano stan przed."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def import_baseline(request: CompanyRequest) -> HttpResponse:
    """Take the state before from a spreadsheet; measures that it doesn't tell stay as they were."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise Refusal("Wybierz arkusz xlsx albo CSV.", code="controlling.no-file")
    if file.size > MAX_BYTES:
        raise Refusal("Ten plik jest za duży: podziel go.", code="controlling.file-size")
    today = request.now.astimezone(WARSAW).date()
    told = before.from_sheet(file.name or "", file.read(), on=today)
    _keep(request, told, Source.SHEET, note=file.name or "")
    messages.success(request, _("Zapisano stan przed z arkusza."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def measure_baseline(request: CompanyRequest) -> HttpResponse:
    """Measure the state before on the program's own papers of a first period; what can't be measured stays."""
    first = parse_month(request.POST.get("od", ""))
    last = parse_month(request.POST.get("do", ""))
    if last < first:
        raise Refusal("Okres kończy się przed początkiem.", code="controlling.period")
    _keep(request, before.from_period(first=first, last=last, as_of=request.now), Source.MEASURED)
    messages.success(request, _("Zmierzono stan przed."))
    return redirect("savings", nip=request.company.nip)


def _keep(request: CompanyRequest, told: before.Told, source: Source, *, note: str = "") -> None:
    keep_baseline(
        figures=told.figures,
        source=source,
        by=request.person_id,
        at=request.now,
        period=told.period,
        note=note,
        horizon=told.horizon,
        carried=set(Measure),
        papers=told.papers,
    )


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
