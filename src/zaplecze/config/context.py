"""What the shell around every page shows: company, period, the rail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazystr

from zaplecze.config.rail import rail
from zaplecze.platform.models import Role
from zaplecze.platform.periods import month_of, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import my_companies, signed_in
from zaplecze.platform.webreport import PERIOD_FIELDS, asked_period


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of ``platform/shell.html``; figures are asked for only where a page shows them."""
    company = getattr(request, "company", None)
    if company is None:
        return {}
    try:
        period = asked_period(request)
    except Refusal:  # the page itself has refused it already
        period = (month_of(timezone.localdate()),) * 2
    return {
        "company": company,
        "period": period,
        "period_label": period_label(*period),
        "role_names": lazystr(
            ", ".join(Role(r).label for r in Role.values if r in getattr(request, "roles", ()))
        ),
        "companies": SimpleLazyObject(lambda: my_companies(signed_in(request))),
        "kept_query": [(k, v) for k, v in request.GET.items() if k not in PERIOD_FIELDS],
        "rail": SimpleLazyObject(lambda: rail(request)),
    }
