"""Pages of cost splits: splits, keys and defaults on one page, and the look-up of the posting grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.grid import GridRow, grid_rows, read_rows
from zaplecze.ledger.models import CostSplit, SplitKey, SplitWeight
from zaplecze.ledger.queries import accounts
from zaplecze.ledger.splits.commands import forget_split, keep_key, keep_split, remember_split
from zaplecze.ledger.splits.queries import (
    all_weights,
    cost_splits,
    offers,
    parts_of,
    split_defaults,
    split_keys,
    used_codes,
)
from zaplecze.ledger.splits.rules import KEY, CannotSplit, Part, read_parts
from zaplecze.partners.api import partner_ids_by_tax_id, partner_names
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A split as the page shows it; ``parts`` as they are typed, or why there are none today."""

    split: CostSplit
    parts: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key with its weights, the newest first."""

    key: SplitKey
    weights: list[SplitWeight]


@require_GET
@company_view()
def split_page(request: CompanyRequest) -> HttpResponse:
    """Podzielniki, klucze, and for whom they are used without being asked."""
    today = timezone.localdate()
    known = split_defaults()
    names = partner_names(d.partner_id for d in known if d.partner_id is not None)
    context = {
        "splits": [SplitRow(s, _shown(s, today)) for s in cost_splits(closed=True)],
        "keys": [KeyRow(k, all_weights(k)) for k in split_keys()],
        "defaults": [(d, names.get(d.partner_id or 0, "")) for d in known],
        "accounts": accounts(),
        "today": today,
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/splits.html", context)


def _shown(split: CostSplit, day: date) -> str:
    try:
        parts = parts_of(split, day)
    except CannotSplit as refusal:
        return refusal.message
    unit = "%" if split.method == "percent" else ""
    return "; ".join(f"{_named(p)} {_value(p, unit)}" for p in parts)


def _named(part: Part) -> str:
    names = "|".join(n for n in (part.cost_center, part.project) if n)
    return f"{names}@{part.account}" if part.account else names


def _value(part: Part, unit: str) -> str:
    if part.value is None:
        return "reszta"
    return f"{part.value.normalize():f}".replace(".", ",") + unit


@require_POST
@company_view(roles=BOOKKEEPERS)
def save_split(request: CompanyRequest) -> HttpResponse:
    """Keep a split: parts as typed, or by a key."""
    key = request.POST.get("key", "")
    method, parts = (KEY, []) if key else _parts(request.POST)
    keep_split(
        code=request.POST.get("code", ""),
        name=request.POST.get("name", ""),
        method=method,
        parts=parts,
        key=key,
        closed="closed" in request.POST,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano podzielnik."))
    return redirect("splits", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def save_key(request: CompanyRequest) -> HttpResponse:
    """Keep a key with its weights from a day on."""
    _method, parts = _parts(request.POST)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as error:
        raise CannotSplit("Podaj dzień, od którego obowiązują wartości klucza.") from error
    keep_key(
        code=request.POST.get("code", ""),
        name=request.POST.get("name", ""),
        unit=request.POST.get("unit", ""),
        valid_from=day,
        parts=parts,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano klucz."))
    return redirect("splits", nip=request.company.nip)


def _parts(form: QueryDict) -> tuple[str, list[Part]]:
    centers, projects = used_codes()
    return read_parts(form.get("parts", ""), centers=centers, projects=projects)


@require_POST
@company_view(roles=BOOKKEEPERS)
def remember(request: CompanyRequest) -> HttpResponse:
    """Use a split for a partner, an account or both from now on; the grid asks without leaving its page."""
    tax_id, held = request.POST.get("tax_id", "").strip(), request.POST.get("partner", "")
    partner_id = int(held) if held.isdecimal() else None
    if partner_id is None and tax_id:
        found = partner_ids_by_tax_id(tax_id.replace("-", "").replace(" ", ""))
        if len(found) != 1:
            raise CannotSplit(f"Nie ma kontrahenta {tax_id}. Sprawdź NIP.")
        partner_id = found[0]
    if partner_id is not None and partner_id not in partner_names([partner_id]):
        raise CannotSplit("Nie ma takiego kontrahenta. Odśwież stronę.")
    remember_split(
        split=request.POST.get("split", ""),
        partner_id=partner_id,
        account=request.POST.get("account", "").split(" ")[0],
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Ten podział będzie proponowany sam."))
    return redirect("splits", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def forget(request: CompanyRequest) -> HttpResponse:
    """Take a default away."""
    held = request.POST.get("default", "")
    forget_split(
        default_id=int(held) if held.isdecimal() else 0, by=request.person_id, at=request.now
    )
    return redirect("splits", nip=request.company.nip)


@require_GET
@company_view()
def split_lookup(request: CompanyRequest) -> HttpResponse:
    """What each split would make of a row of the grid (F4), shown before it is taken."""
    asked = request.GET
    row = GridRow(
        account=asked.get("account", ""),
        center=asked.get("center", ""),
        debit=asked.get("debit", ""),
        credit=asked.get("credit", ""),
        project=asked.get("project", ""),
        partner=asked.get("partner", ""),
        currency=asked.get("currency", ""),
        currency_amount=asked.get("currency_amount", ""),
        line_text=asked.get("line_text", ""),
    )
    try:
        day = date.fromisoformat(asked.get("operation", ""))
    except ValueError:
        day = timezone.localdate()
    try:
        lines = read_rows([row])
        if not lines:
            raise CannotSplit("Najpierw wpisz konto i kwotę wiersza.")
        found = offers(lines[0], text=asked.get("q", ""), day=day)
    except Refusal as refusal:
        return JsonResponse({"results": [], "refused": refusal.message})
    results = [
        {
            "value": offer.code,
            "label": f"{offer.code} {offer.name}".strip(),
            "refused": offer.refused,
            "lines": [
                {**_cells(shown), "reason": line.why}
                for shown, line in zip(grid_rows(offer.lines), offer.lines, strict=True)
            ],
        }
        for offer in found
    ]
    return JsonResponse({"results": results})


def _cells(row: GridRow) -> dict[str, str]:
    return {
        "account": row.account,
        "center": row.center,
        "debit": row.debit,
        "credit": row.credit,
        "project": row.project,
        "partner": row.partner,
        "currency": row.currency,
        "currency_amount": row.currency_amount,
        "line_text": row.line_text,
    }
