"""Number of the invoice, days, account, KSeF number, currency and way of payment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from zaplecze.formats.pages.draft import Draft, best, draft_at
from zaplecze.formats.pages.labels import (
    DATE_LABELS,
    METHOD_LABEL,
    METHODS,
    TERM_IN_DAYS,
    TO_PAY,
    labelled,
)
from zaplecze.formats.pages.shapes import accounts, days, ksef_numbers
from zaplecze.formats.pages.sheet import Segment, Sheet

_VALUE = r"(?P<value>(?:[A-Z]{1,5}[. ]?(?=[A-Z0-9./-]*[0-9]))?[A-Z0-9./_-]*[0-9][A-Z0-9./_-]*(?: ?/ ?[A-Z0-9-]+)*)"
_TITLE = re.compile(
    r"(?:faktura|rechnung|invoice)(?: (?:vat|sprzedazy|korygujaca|zaliczkowa|koncowa|proforma|uproszczona))*"
    r"(?:[ -]*(?:nr|no|number|numer|nummer|rechnungs-nr)\b[.:]*| ?#|:)?[ :]*" + _VALUE, re.IGNORECASE
)  # fmt: skip
_LABEL = re.compile(
    r"(?:(?:nr|numer) (?:faktury|dokumentu)(?: vat)?|faktura (?:vat )?nr|rechnungsnummer|rechnungs-nr\.?|rechnung nr\.?"
    r"|invoice (?:number|no\b\.?|nr\b\.?|#))", re.IGNORECASE
)  # fmt: skip
_BARE = re.compile(r"^(?:nr|no|numer|number|#)[.:]{0,2} " + _VALUE, re.IGNORECASE)
_HEAD = re.compile(r"^(?:tax )?(?:faktura|rechnung|invoice)\b")
_RECEIPT_NUMBER = re.compile(
    r"(?:nr|numer) ?(?:wydr(?:uku)?|paragonu|par)\.?:? ?(?P<value>[0-9]{3,8})"
)
_END = re.compile(
    r"\s(?:z dnia|dnia|data|oryginal|kopia|duplikat|of|vom|dated|date)\b.*$", re.IGNORECASE
)
_PLACE_DAY = re.compile(r"^[a-z0-9 .-]{3,40},? (?:dn\.|dnia)? ?$")
_ENGLISH = re.compile(r"\binvoice\b|\bdue\b|\btotal\b")
_SIGNS = {"zl": "PLN", "zł": "PLN", "zt": "PLN", "pln": "PLN", "€": "EUR", "eur": "EUR", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "chf": "CHF",
          "czk": "CZK", "huf": "HUF", "sek": "SEK", "nok": "NOK", "dkk": "DKK"}  # fmt: skip
_CODES = "PLN|EUR|USD|GBP|CHF|CZK|HUF|SEK|NOK|DKK|z[łl]"
_SIGN = re.compile(rf"(?<![A-Za-z])(?:{_CODES})(?![A-Za-z])|[€$£]")
# OCR takes the crossed l of "zł" for a t; beside an amount it can be nothing else.
_NEAR_AMOUNT = re.compile(rf"[0-9][.,][0-9]{{2}} ?({_CODES}|zt|[€$£])(?![A-Za-z])")


def find_number(sheet: Sheet, *, receipt: bool) -> Draft | None:
    """The seller's number of the paper."""
    found = list(_receipt_numbers(sheet) if receipt else _numbers(sheet))
    return best(_said_twice(sheet, found))


def _receipt_numbers(sheet: Sheet) -> Iterator[Draft]:
    for segment in sheet:
        for m in _RECEIPT_NUMBER.finditer(segment.folded):
            yield draft_at(
                "number",
                m["value"],
                segment,
                m.start("value"),
                m.end("value"),
                evidence=0.96,
                why="numer paragonu",
            )


def _numbers(sheet: Sheet) -> Iterator[Draft]:
    for segment in sheet:
        m = _TITLE.search(segment.folded)
        if m:
            yield from _number(
                segment, m.start("value"), m.end("value"), 0.97, "za tytułem faktury"
            )
        elif m := _BARE.search(segment.folded):
            if _title_near(sheet, segment):
                yield from _number(
                    segment, m.start("value"), m.end("value"), 0.96, "pod tytułem faktury"
                )
        if (
            _HEAD.search(segment.folded)
            and not any(c.isdigit() for c in segment.text)
            and len(segment.text) < 40
        ):
            for other in list(sheet.right_of(segment))[:1]:
                if m := re.match(r"(?:nr|no|numer|#)?[.: ]*" + _VALUE, other.folded, re.IGNORECASE):
                    yield from _number(
                        other, m.start("value"), m.end("value"), 0.9, "obok tytułu faktury"
                    )
    for near in labelled(sheet, _LABEL, most_right=1):
        part = near.segment.folded[near.start : near.end]
        m = re.match(r"[ :.#]*" + _VALUE, part, re.IGNORECASE)
        if m and near.way in ("after", "right"):
            start = near.start + m.start("value")
            yield from _number(
                near.segment, start, near.start + m.end("value"), 0.97, f"przy „{near.label}”"
            )
        elif m:
            start = near.start + m.start("value")
            yield from _number(
                near.segment, start, near.start + m.end("value"), 0.955, f"pod „{near.label}”"
            )


def _number(segment: Segment, start: int, end: int, evidence: float, why: str) -> Iterator[Draft]:
    text = segment.text[start:end]
    cut = _END.search(text)
    if cut:
        text = text[: cut.start()]
    text = text.rstrip(" .,:;-/")
    # "nr" misread as a letter or two is no part of the number: series are written in capitals.
    start += len(text) - len(text := re.sub(r"^[a-z]{1,2} (?=[0-9])", "", text))
    digits = sum(c.isdigit() for c in text)
    if not digits or len(text) > 40 or days(text.lower()):
        return
    if digits == len(text) and digits > 12:
        return
    if digits == 1 and len(text) == 1:
        evidence = min(evidence, 0.8)
    yield draft_at("number", text, segment, start, start + len(text), evidence=evidence, why=why)


def _title_near(sheet: Sheet, segment: Segment) -> bool:
    for at in range(max(0, segment.line - 3), segment.line + 1):
        for other in sheet.lines[at]:
            if _HEAD.search(other.folded) and abs(other.place.x0 - segment.place.x0) < 0.25:
                return True
    return False


def _said_twice(sheet: Sheet, found: list[Draft]) -> list[Draft]:
    """A number that stands at two places in the same spelling was read right at both."""
    raised = []
    for draft in found:
        others = {
            (d.place.page, round(d.place.y0, 3), round(d.place.x0, 2))
            for d in found
            if d.value == draft.value and d.place
        }
        count = (
            sum(s.text.count(draft.value) for s in sheet) if len(draft.value) > 3 else len(others)
        )
        if count > 1 and len(draft.value) > 3:
            raised.append(
                replace(
                    draft,
                    evidence=max(draft.evidence, 0.98),
                    why=f"{draft.why}, {count} razy",
                    proven=True,
                )
            )
        else:
            raised.append(draft)
    return raised


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


def find_account(sheet: Sheet, currency: str) -> Draft | None:
    """The account to pay to; of several the one named for the currency, and then not for certain."""
    found: dict[str, Draft] = {}
    near_currency: set[str] = set()
    for segment in sheet:
        for hit in accounts(segment.text):
            found.setdefault(
                hit.value,
                draft_at("account", hit.value, segment, hit.start, hit.end, evidence=0.99, proven=True,
                         why="zgodne cyfry kontrolne" + (", litery poprawione na cyfry" if hit.repaired else "")),
            )  # fmt: skip
            around = " ".join(s.folded for s in sheet.lines[segment.line])
            if currency and currency.lower() in around:
                near_currency.add(hit.value)
    if not found:
        for joined in _joined_lines(sheet):
            for hit in accounts(joined.text):
                found.setdefault(hit.value, draft_at(
                    "account", hit.value, joined, hit.start, hit.end, evidence=0.98, proven=True, why="zgodne cyfry kontrolne",
                ))  # fmt: skip
    if len(found) > 1:
        picked = (
            found[next(iter(near_currency))]
            if len(near_currency) == 1
            else next(iter(found.values()))
        )
        return picked.weaker(0.8, f"na papierze jest {len(found)} rachunków")
    return next(iter(found.values()), None)


def _joined_lines(sheet: Sheet) -> Iterator[Segment]:
    """Numbers that were cut: whole lines, and segments with what stands under them."""
    for line in sheet.lines:
        if line:
            yield Segment(tuple(w for s in line for w in s.words), line[0].line)
    for segment in sheet:
        if sum(c.isdigit() for c in segment.text) >= 4:
            for under in list(sheet.below(segment, reach=1.2))[:2]:
                yield Segment((*segment.words, *under.words), segment.line)


def find_ksef(sheet: Sheet, seller: str) -> Draft | None:
    """The KSeF number; it begins with the seller's NIP."""
    for segment in (*sheet, *_joined_lines(sheet)):
        for hit in ksef_numbers(segment.text):
            agrees = not seller or hit.value.startswith(seller)
            return draft_at(
                "ksef_number", hit.value, segment, hit.start, hit.end, evidence=0.99 if agrees else 0.7, proven=agrees,
                why="zgodna suma kontrolna" if agrees else "numer innego sprzedawcy",
            )  # fmt: skip
    return None


def find_currency(sheet: Sheet, *, receipt: bool) -> Draft | None:
    """Beside what is to be paid, else beside the amounts, else the only one on the paper."""
    if receipt:
        for segment in sheet:
            if m := re.search(r"pln|zl\b", segment.folded):
                return draft_at(
                    "currency",
                    "PLN",
                    segment,
                    m.start(),
                    m.end(),
                    evidence=0.98,
                    proven=True,
                    why="na paragonie",
                )
    named: list[tuple[str, Segment, int, int]] = []
    for segment in sheet:
        named += [
            (_SIGNS[m.group().lower()], segment, m.start(), m.end())
            for m in _SIGN.finditer(segment.text)
        ]
    paid = []
    for near in labelled(sheet, TO_PAY):
        if m := _NEAR_AMOUNT.search(near.segment.text, near.start):
            paid.append((_SIGNS[m[1].lower()], near.segment, m.start(1), m.end(1)))
    beside = []
    for segment in sheet:
        beside += [
            (_SIGNS[m[1].lower()], segment, m.start(1), m.end(1))
            for m in _NEAR_AMOUNT.finditer(segment.text)
            if not re.search(r"kapital|stammkapital|share capital", segment.folded)
        ]
    if not (paid or beside or named):
        return None
    counts = Counter(c for c, *_ in (paid or beside or named))
    (value, count), *rest = counts.most_common()
    _, segment, start, end = next(n for n in (paid or beside or named) if n[0] == value)
    sure = 0.98 if paid and not rest else 0.975 if beside and not rest else 0.8
    if rest and rest[0][1] == count:
        sure = 0.6
    return draft_at(
        "currency",
        value,
        segment,
        start,
        end,
        evidence=sure,
        proven=sure > 0.9,
        why=_currency_why(paid, beside),
    )


def _currency_why(
    paid: list[tuple[str, Segment, int, int]], beside: list[tuple[str, Segment, int, int]]
) -> str:
    return "przy kwocie do zapłaty" if paid else "przy kwotach" if beside else "jedyna na papierze"


def find_method(sheet: Sheet, *, receipt: bool) -> Draft | None:
    """``transfer``, ``cash``, ``card``, ``compensation`` or ``prepaid``."""
    drafts = []
    for near in labelled(sheet, METHOD_LABEL, most_right=1):
        part = near.segment.folded[near.start : near.end][:40]
        for name, pattern in METHODS:
            if m := pattern.search(part):
                start = near.start + m.start()
                drafts.append(draft_at(
                    "payment_method", name, near.segment, start, near.start + m.end(), proven=True,
                    evidence=0.97 if near.way != "below" else 0.96, why=f"przy „{near.label}”",
                ))  # fmt: skip
                break
    if not drafts and receipt:
        for segment in sheet:
            for name, pattern in METHODS:
                if m := pattern.search(segment.folded):
                    drafts.append(draft_at(
                        "payment_method", name, segment, m.start(), m.end(), evidence=0.96, proven=True, why="pod sumą paragonu"
                    ))  # fmt: skip
    return best(drafts)
