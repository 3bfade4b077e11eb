"""Days and filters that a page of collections was asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from zaplecze.platform.money import parse_pln
from zaplecze.platform.refusal import Refusal


def asked_day(values: QueryDict, name: str = "dzien") -> date:
    """The day a field holds; today where it is empty."""
    text = values.get(name, "").strip()
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            f"„{text}” nie jest dniem: wpisz np. 2026-09-30.", code="platform.day"
        ) from error


def asked_amount(values: QueryDict, name: str) -> Decimal | None:
    """The amount a field holds, or None where it is empty."""
    text = values.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_pln(text)
    except ValueError as error:
        raise Refusal(str(error), code="platform.amount") from error


def asked_text(request: HttpRequest) -> str:
    """The words a list is filtered by."""
    return request.GET.get("szukaj", "").strip()
