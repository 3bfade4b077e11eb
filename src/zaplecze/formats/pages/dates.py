"""Day of issue, of sale and of payment: by their labels, by the head of a letter, by a term in days."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from zaplecze.formats.pages.draft import Draft, best, draft_at
from zaplecze.formats.pages.labels import DATE_LABELS, TERM_IN_DAYS, labelled
from zaplecze.formats.pages.shapes import days
from zaplecze.formats.pages.sheet import Segment, Sheet

_PLACE_DAY = re.compile(r"^[a-z0-9 .-]{3,40},? (?:dn\.|dnia)? ?$")
_ENGLISH = re.compile(r"\binvoice\b|\bdue\b|\btotal\b")


def find_days(sheet: Sheet, *, receipt: bool) -> dict[str, Draft]:
    """Issue, sale and due day; a term in days is counted from the day of issue and stays doubtful."""
    english = _ENGLISH.search(sheet.folded) is not None
    found: dict[str, Draft] = {}
    for name, label in DATE_LABELS.items():
        drafts = []
        for near in labelled(sheet, label):
            if not _whole_label(near.segment, near.start, near.way, name):
                continue
            part = near.segment.folded[: near.end]
            for hit in days(part, english=english):
                if hit.start < near.start:
                    continue
                between = part[near.start : hit.start]
                if near.way == "after" and not re.fullmatch(
                    r"[\s:.;,()-]*(?:dnia|dn\.|on|am|do|przelew)?[\s:.]*", between
                ):
                    break
                if near.way != "after" and hit.start > 8:
                    break
                sure = {"after": 0.97, "right": 0.965, "below": 0.96}[near.way]
                why = f"przy „{near.label}”"
                if name == "issue_date" and len(near.label) < 6:
                    sure -= 0.02
                if hit.doubtful:
                    sure, why = 0.7, f"{why}; miesiąc może stać przed dniem"
                drafts.append(
                    draft_at(
                        name, hit.value, near.segment, hit.start, hit.end, evidence=sure, why=why
                    )
                )
                break
        picked = best(_agreed(drafts))
        if picked is not None:
            found[name] = picked
    _from_heading(sheet, found, english, receipt)
    _from_term(sheet, found)
    return _in_order(found)


def _whole_label(segment: Segment, start: int, way: str, name: str) -> bool:
    """Days of orders and deliveries have labels that contain ours."""
    return not (
        name == "issue_date"
        and re.search(
            r"zamowieni|order|bestell", segment.folded[: start if way == "after" else None]
        )
    )


def _agreed(drafts: list[Draft]) -> list[Draft]:
    """A day read the same at two places is beyond a misread figure."""
    counts = Counter((d.value, d.place) for d in drafts)
    places = Counter(value for value, _ in counts)
    return [
        replace(d, proven=True, evidence=max(d.evidence, 0.97)) if places[d.value] > 1 else d
        for d in drafts
    ]


def _from_heading(sheet: Sheet, found: dict[str, Draft], english: bool, receipt: bool) -> None:
    """„Zmyślin, 3 lipca 2026” at the head of a paper; on a receipt the only day there is."""
    heads = []
    every = []
    for segment in sheet:
        for hit in days(segment.folded, english=english):
            draft = draft_at(
                "issue_date",
                hit.value,
                segment,
                hit.start,
                hit.end,
                evidence=0.7 if hit.doubtful else 0.955,
                why="miejscowość i dzień",
            )
            every.append(draft)
            if (
                segment.place.page == 1
                and segment.place.y0 < 0.35
                and hit.start > 2
                and _PLACE_DAY.match(segment.folded[: hit.start])
            ):
                heads.append(draft)
    if receipt:
        if every and len({d.value for d in every}) == 1:
            found["issue_date"] = replace(every[0], evidence=0.97, why="jedyny dzień na paragonie")
        return
    if "issue_date" not in found and heads:
        found["issue_date"] = heads[0]
    elif "issue_date" in found and any(h.value == found["issue_date"].value for h in heads):
        own = found["issue_date"]
        found["issue_date"] = replace(
            own, evidence=max(own.evidence, 0.98), proven=True, why=f"{own.why} i w nagłówku"
        )


def _from_term(sheet: Sheet, found: dict[str, Draft]) -> None:
    if "due_date" in found or "issue_date" not in found:
        return
    for near in labelled(sheet, DATE_LABELS["due_date"]):
        m = TERM_IN_DAYS.search(near.segment.folded, near.start)
        if m is None or m.start() - near.start > 14:
            continue
        issued = found["issue_date"]
        value = (date.fromisoformat(issued.value) + timedelta(days=int(m[1]))).isoformat()
        why = f"{m[1]} dni od dnia wystawienia"
        found["due_date"] = draft_at(
            "due_date",
            value,
            near.segment,
            m.start(),
            m.end(),
            evidence=min(0.85, issued.confidence),
            why=why,
        )
        return


def _in_order(found: dict[str, Draft]) -> dict[str, Draft]:
    """Nothing falls due before it is issued, nor is sold more than about a year away: else all of it is doubtful."""
    issue = found.get("issue_date")
    if issue is None:
        return found
    day = date.fromisoformat(issue.value)
    for name, low, high in (("due_date", -1, 400), ("sale_date", -400, 70)):
        other = found.get(name)
        if other is not None and not low <= (date.fromisoformat(other.value) - day).days <= high:
            found[name] = other.weaker(0.6, "nie zgadza się z dniem wystawienia")
            found["issue_date"] = issue.weaker(0.8, "nie zgadza się z innym dniem")
    return found
