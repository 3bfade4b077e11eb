"""Words that stand before values on papers: Polish, English, German. All folded: lower case, no marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zaplecze.formats.pages.sheet import Segment, Sheet

SELLER = re.compile(
    r"^(?:dane )?(?:sprzedawc[aey]|wystawc[aey](?! dnia)|dostawca|uslugodawca|seller|supplier|vendor|from"
    r"|issued by|verkaufer"
    r"|rechnungssteller|lieferant|leistungserbringer)\b[ :.]*"
)
BUYER = re.compile(
    r"^(?:dane )?(?:nabywc[aey]|kupujac[ya]|zamawiajacy|klient|buyer|bill(?:ed)? to|customer|invoice to|sold to"
    r"|client|kaufer"
    r"|rechnungsempfanger|kunde|rechnung an|kaufer/kunde)\b[ :.]*(?!nr|nummer|number|no)"
)
THIRD = re.compile(
    r"^(?:odbiorca|platnik|adres dostawy|miejsce dostawy|ship to|deliver(?:y)? (?:to|address)|lieferadresse"
    r"|consignee|faktor"
    r"|przedstawiciel podatkowy)\b[ :.]*"
)
ANY_PARTY = re.compile(f"(?:{SELLER.pattern})|(?:{BUYER.pattern})|(?:{THIRD.pattern})")

_DATES = {
    "issue_date": r"(?:data|dnia) wyst(?:awienia|\.)?(?: faktury| dokumentu)?|wystawion[ao](?: dnia)?|data faktury"
    r"|(?:invoice|issue) date|date of issue|date issued|issued on|rechnungsdatum|ausstellungsdatum|^datum|^data"
    r"|^date",
    "sale_date": r"data (?:dokonania )?(?:sprzedazy|dostawy|wykonania|zakonczenia"
        r"|uslugi)(?: ?/ ?(?:data )?\w+(?: \w+)?)?(?: dostawy| uslugi| towarow)*"
    r"|wykonania uslugi|sprzedano dnia|data dostawy / wykonania uslugi|date of (?:supply|delivery|service)"
    r"|(?:supply|delivery|service) date|tax point(?: date)?"
    r"|leistungsdatum|lieferdatum|liefer-/leistungsdatum|datum der lieferung",
    "due_date": r"termin (?:platnosci|zaplaty)|platn[eay] do(?: dnia)?|zaplata do|zaplac do|data platnosci|termin"
    r"|due date|payment due(?: date)?|due on|pay(?:able)? by|date due|fallig(?:keit)?(?: am)?|zahlbar bis"
    r"|zahlungsziel|zahlungstermin",
}  # fmt: skip
DATE_LABELS = {name: re.compile(f"(?:{p})") for name, p in _DATES.items()}
TERM_IN_DAYS = re.compile(r"\b([0-9]{1,3}) ?(?:dni|days|tage)\b")

TO_PAY = re.compile(
    r"(?:razem )?do zaplaty|(?:kwota|pozostaje|suma|naleznosc) do zaplaty|(?:total|amount|balance) due"
    r"|amount payable|total to pay"
    r"|zahlbetrag|rechnungsbetrag|zu zahlen|zahlungsbetrag|endbetrag"
)
NET = re.compile(
    r"(?:wartosc |razem |suma |ogolem |kwota )?netto\b|net (?:total|amount|value)|total net|sub-?total"
    r"|nettobetrag|summe netto|zwischensumme|podstawa"
)
VAT = re.compile(
    r"vat total|total vat|(?:kwota |podatek |suma )?\bvat\b(?! id| no| reg|[ -]?ue)|podatek|\btax\b(?! invoice"
    r"| point)|\bmwst|umsatzsteuer|\bust\b(?!-id)"
)
GROSS = re.compile(
    r"(?:wartosc |razem |suma |ogolem |kwota )?brutto\b|gross (?:total|amount|value)|total gross|bruttobetrag"
    r"|gesamtbetrag|gesamtsumme|^total\b(?! net| vat| due)|grand total"
)
TOTAL_ROW = re.compile(r"^(?:razem|ogolem|suma|lacznie|total|summe|gesamt|sum)\b")

METHOD_LABEL = re.compile(
    r"(?:sposob|forma|metoda|rodzaj) (?:za)?p(?:l|i)atnosci|(?:sposob|forma) zaplaty|platnosc\b|payment method"
    r"|method of payment|paid by|zahlungsart|zahlungsweise"
)
METHODS = (
    (
        "transfer",
        re.compile(r"przelew|bank transfer|wire transfer|uberweisung|transfer\b|\bsepa\b"),
    ),
    ("cash", re.compile(r"gotowk|\bcash\b|barzahlung|\bbar\b")),
    ("card", re.compile(r"\bkart[aąy]\b|\bkarta|credit card|\bcard\b|kreditkarte|ec-karte")),
    ("compensation", re.compile(r"kompensat|potracenie")),
    ("prepaid", re.compile(r"przedplat|pobranie|za pobraniem")),
)


@dataclass(frozen=True, slots=True)
class Near:
    """A text that stands where a label says: after it in the segment, right of it or under it."""

    segment: Segment
    start: int
    end: int
    way: str
    label: str


def labelled(sheet: Sheet, label: re.Pattern[str], *, most_right: int = 2) -> Iterator[Near]:
    """Where values of a label may stand, the likeliest first for each place the label stands at."""
    for segment in sheet:
        for m in label.finditer(segment.folded):
            if m.start() > 0 and segment.folded[m.start() - 1].isalnum():
                continue
            rest = segment.folded[m.end() :]
            spelt = segment.text[m.start() : m.end()]
            blank = not rest.strip(" .:;-#()")
            if not blank:
                yield Near(segment, m.end(), len(segment.text), "after", spelt)
            if blank or _only_note(rest):
                for _, other in zip(range(most_right), sheet.right_of(segment), strict=False):
                    yield Near(other, 0, len(other.text), "right", spelt)
                for other in list(sheet.below(segment))[:2]:
                    yield Near(other, 0, len(other.text), "below", spelt)


def _only_note(rest: str) -> bool:
    """After the label nothing but a note in brackets, a currency or a rate."""
    return (
        re.fullmatch(
            r"[ .:]*(?:\([^)]{1,20}\)|[a-z]{3}|zl|zw|np|oo|[0-9]{1,2}(?:[.,]0+)? ?%)?[ :]*", rest
        )
        is not None
    )
