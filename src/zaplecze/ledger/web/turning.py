"""Pages of a long report: the place that one begins with, and the addresses beside it."""

from __future__ import annotations

from zaplecze.platform.web import CompanyRequest

PLACE_FIELD = "nr"
PLACE_DIGITS = 9


def asked_start(request: CompanyRequest) -> int:
    """The line (from 1) that the page begins with; 1 where what was asked is none."""
    asked = request.GET.get(PLACE_FIELD, "")
    return max(int(asked), 1) if asked.isdecimal() and len(asked) <= PLACE_DIGITS else 1


def pages(request: CompanyRequest, before: str, after: str) -> dict[str, object]:
    """Addresses of the pages beside this one."""
    query = request.GET.copy()

    def address(place: str) -> str:
        query[PLACE_FIELD] = place
        return f"?{query.urlencode()}" if place else ""

    return {"before_url": address(before), "after_url": address(after)}
