"""The page of account tags: what each says, what is missing or contradictory, and changing them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import CHART, Account, accounts, add_usual_account, circle_is_on
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.statements.commands import set_tags
from zaplecze.statements.queries import ANNEX_NAMES
from zaplecze.statements.tag_groups import (
    Business,
    Entity,
    guessed_business,
    lint_chart,
)
from zaplecze.statements.tags import PD_OFF, PD_TAGS, TAGS, TagFinding, TaggedAccount
from zaplecze.statements.versions import newest_of_all

USUAL = {row.number: (row.tag, row.tag_2, row.pd) for row in CHART}

BUSINESSES = (
    (Business.SERVICES, _lazy("usługi")),
    (Business.TRADE, _lazy("handel")),
    (Business.PRODUCTION, _lazy("produkcja")),
)
VARIANT_NAMES = (("by-nature", _lazy("porównawczy")), ("by-function", _lazy("kalkulacyjny")))


@require_GET
@company_view()
def tags(request: CompanyRequest) -> HttpResponse:
    """Every account with its tags and findings, those with findings first."""
    chart = accounts()
    seen = [_seen(a) for a in chart]
    entity = _entity(request, seen)
    found: dict[str, list[TagFinding]] = {}
    known = {a.number for a in chart}
    whole: list[TagFinding] = []
    for finding in lint_chart(seen, USUAL, entity):
        if finding.account in known:
            found.setdefault(finding.account, []).append(finding)
        else:
            whole.append(finding)
    rows = [(a, found.get(a.number, []), TAGS.get(a.tag_1, ("", ""))[1]) for a in chart]
    rows.sort(key=lambda row: (not row[1], row[0].number))
    return TemplateResponse(
        request,
        "statements/tags.html",
        {
            "rows": rows,
            "whole": whole,
            "entity": entity,
            "businesses": BUSINESSES,
            "annexes": ANNEX_NAMES.items(),
            "variants": VARIANT_NAMES,
            "hard": sum(not f.warns for fs in (*found.values(), whole) for f in fs),
            "soft": sum(f.warns for fs in (*found.values(), whole) for f in fs),
            "tags": sorted((tag, name) for tag, (_, name) in TAGS.items()),
            "pd_tags": sorted({**PD_TAGS, **PD_OFF}.items()),
            "may_change": bool(request.roles & BOOKKEEPERS),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def save_tags(request: CompanyRequest) -> HttpResponse:
    """Change one account's tags."""
    set_tags(
        number=request.POST.get("konto", ""),
        tag_1=request.POST.get("s1", "").strip(),
        tag_2=request.POST.get("s2", "").strip(),
        tag_pd=request.POST.get("s3", "").strip(),
        by=request.person_id,
        at=request.now,
    )
    return redirect("account_tags", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def add_usual(request: CompanyRequest) -> HttpResponse:
    """Add an account that the chart lacks, as the starting charts have it."""
    made = add_usual_account(
        number=request.POST.get("konto", ""), by=request.person_id, at=request.now
    )
    messages.success(request, _("Dodano konto %(account)s.") % {"account": made})
    return redirect("account_tags", nip=request.company.nip)


def _entity(request: CompanyRequest, chart: list[TaggedAccount]) -> Entity:
    """What the company is: as asked for, else as its newest statements, its circle of costs and its chart say."""
    newest = newest_of_all()
    annex, variant = (newest.annex, newest.variant) if newest else ("1", "by-nature")
    asked = request.GET.get
    return Entity(
        Business(b) if (b := asked("rodzaj", "")) in set(Business) else guessed_business(chart),
        a if (a := asked("zalacznik", "")) in ANNEX_NAMES else annex,
        v if (v := asked("wariant", "")) in dict(VARIANT_NAMES) else variant,
        circle_is_on(),
    )


def _seen(account: Account) -> TaggedAccount:
    return TaggedAccount(
        account.number,
        account.name,
        account.kind,
        account.settles,
        account.tag_1,
        account.tag_2,
        account.tag_pd,
    )
