"""The page of account tags: what each says, what is missing or contradictory, and changing them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import CHART, Account, accounts
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.statements.commands import set_tags
from zaplecze.statements.tags import PD_OFF, PD_TAGS, TAGS, TagFinding, TaggedAccount, lint

USUAL = {row.number: (row.tag, row.tag_2, row.pd) for row in CHART}


@require_GET
@company_view()
def tags(request: CompanyRequest) -> HttpResponse:
    """Every account with its tags and findings, those with findings first."""
    chart = accounts()
    found: dict[str, list[TagFinding]] = {}
    for finding in lint([_seen(a) for a in chart], USUAL):
        found.setdefault(finding.account, []).append(finding)
    rows = [(a, found.get(a.number, []), TAGS.get(a.tag_1, ("", ""))[1]) for a in chart]
    rows.sort(key=lambda row: (not row[1], row[0].number))
    return TemplateResponse(
        request,
        "statements/tags.html",
        {
            "rows": rows,
            "hard": sum(not f.warns for findings in found.values() for f in findings),
            "soft": sum(f.warns for findings in found.values() for f in findings),
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
