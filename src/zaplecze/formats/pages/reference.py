"""Number of the invoice, days, account, KSeF number, currency and way of payment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from zaplecze.formats.pages.draft import Draft, best, draft_at
from zaplecze.formats.pages.labels import (
    METHOD_LABEL,
    METHODS,
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
    r"(?:(?:nr|numer) (?:faktury|dokumentu)(?: vat)?|faktura (?:vat )?nr|rechnungsnummer|rechnungs-nr\.?"
    r"|rechnung nr\.?"
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
_SIGNS = {
    "zl": "PLN",
    "zł": "PLN",
    "zt": "PLN",
    "pln": "PLN",
    "€": "EUR",
    "eur": "EUR",
    "$": "USD",
    "usd": "USD",
    "£": "GBP",
    "gbp": "GBP",
    "chf": "CHF",
    "czk": "CZK",
    "huf": "HUF",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
}
_RATE_OF_EXCHANGE = re.compile(r"\bkurs\b|exchange rate|wechselkurs")
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
        if m := _TITLE.search(segment.folded):
            yield from _number(
                segment, m.start("value"), m.end("value"), 0.97, "za tytułem faktury"
            )
        elif (m := _BARE.search(segment.folded)) and _title_near(sheet, segment):
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
    if text.endswith(("/", "-")):
        evidence, why = min(evidence, 0.7), f"{why}, w następnym wierszu może być ciąg dalszy"
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
                found.setdefault(
                    hit.value,
                    draft_at(
                        "account",
                        hit.value,
                        joined,
                        hit.start,
                        hit.end,
                        evidence=0.98,
                        proven=True,
                        why="zgodne cyfry kontrolne",
                    ),
                )
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
                "ksef_number",
                hit.value,
                segment,
                hit.start,
                hit.end,
                evidence=0.99 if agrees else 0.7,
                proven=agrees,
                why="zgodna suma kontrolna" if agrees else "numer innego sprzedawcy",
            )
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
    abroad = {c for c, *_ in named} - {"PLN"}
    if _RATE_OF_EXCHANGE.search(sheet.folded) and len(abroad) == 1 and value == "PLN":
        # VAT of an invoice in another currency is shown in PLN too (VAT Act art. 106e ust. 11).
        code, segment, start, end = next(n for n in named if n[0] != "PLN")
        why = "na papierze jest kurs tej waluty"
        return draft_at("currency", code, segment, start, end, evidence=0.9, why=why, proven=True)
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
                    drafts.append(
                        draft_at(
                            "payment_method",
                            name,
                            segment,
                            m.start(),
                            m.end(),
                            evidence=0.96,
                            proven=True,
                            why="pod sumą paragonu",
                        )
                    )
    return best(drafts)
