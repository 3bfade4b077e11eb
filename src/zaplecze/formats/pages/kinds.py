"""What a paper is, by its title and its words."""

from __future__ import annotations

import re

from zaplecze.formats.pages.sheet import Sheet

_TITLES = (
    ("receipt", re.compile(r"paragon fiskalny|paragon niefiskalny|^paragon\b"), 4.0),
    ("contract", re.compile(r"^(?:umowa|aneks|porozumienie|contract|agreement|vertrag)\b"), 4.0),
    ("bank_statement", re.compile(r"wyciag (?:bankowy|z rachunku|nr)|bank statement|account statement"
        r"|kontoauszug"), 4.0),
    ("order", re.compile(r"^(?:zamowienie|purchase order|order confirmation|bestellung"
        r"|potwierdzenie zamowienia)\b"), 4.0),
    ("delivery_note", re.compile(r"^(?:wz\b|wydanie zewnetrzne|dowod dostawy|list przewozowy|lieferschein"
        r"|delivery note|packing list)"), 4.0),
    ("invoice", re.compile(r"^(?:tax )?(?:faktura|rechnung|invoice|rachunek nr|e-faktura)\b(?!sadresse|sempf)"), 3.5),
    ("letter", re.compile(r"^(?:wezwanie|dotyczy|odpowiedz na|zawiadomienie|informacja o|upomnienie|decyzja"
        r"|postanowienie|subject|betreff)\b"), 3.0),
)  # fmt: skip
_WORDS = (
    ("receipt", re.compile(r"sprzed\w*\.? opod|suma ptu|\bptu [a-g]\b|nip nabywcy|kasa [0-9]"), 1.0),
    ("contract", re.compile(r"§ ?[0-9]|zleceniodawc|wykonawc|zamawiajac|pod rygorem niewaznosci"
        r"|strony (?:ustalaja|postanawiaja)|zawarta"), 0.8),
    ("bank_statement", re.compile(r"saldo (?:poczatkowe|koncowe|po operacji)|opening balance|closing balance"), 1.2),
    ("order", re.compile(r"prosimy o (?:dostawe|realizacje)|numer zamowienia|delivery requested"), 0.8),
    ("delivery_note", re.compile(r"ilosc wydana|wydal\b|odebral\b|received by"), 1.0),
    ("invoice", re.compile(
        r"sprzedawca|nabywca|do zaplaty|termin platnosci|stawka|kwota vat|wartosc netto|bill to|amount due"
        r"|total due|due date"
        r"|rechnungsdatum|rechnungsnummer|mwst|invoice (?:date|no|number)"), 0.5),
    ("letter", re.compile(r"z powazaniem|uprzejmie|szanown|informujemy|prosimy o wplate|w odpowiedzi na"
        r"|yours (?:sincerely|faithfully)|mit freundlichen"), 0.9),
)  # fmt: skip
_LEAST = 2.0


def guess_kind(sheet: Sheet) -> tuple[str, float, str]:
    """(kind, confidence, why); kind ``invoice`` still lacks its side."""
    scores: dict[str, float] = {}
    reasons: dict[str, str] = {}
    for segment in sheet:
        place = segment.place
        if place.page > 1 or place.y0 > 0.55 or len(segment.text) > 70:
            continue
        for kind, pattern, weight in _TITLES:
            if pattern.search(segment.folded) and kind not in reasons:
                scores[kind] = scores.get(kind, 0) + weight * (1.0 if place.y0 < 0.4 else 0.7)
                reasons[kind] = f"tytuł „{segment.text[:40]}”"
    if "invoice" in reasons:
        # Invoices name the order, the delivery and the contract that they settle.
        for kind in ("order", "delivery_note", "contract"):
            scores.pop(kind, None)
    text = sheet.folded
    for kind, pattern, weight in _WORDS:
        hits = len({m.group() for m in pattern.finditer(text)})
        scores[kind] = scores.get(kind, 0) + weight * min(hits, 4)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    kind, top = ranked[0]
    gap = top - (ranked[1][1] if len(ranked) > 1 else 0)
    if top < _LEAST:
        return "other", 0.5, "nie ma tytułu ani słów znanego rodzaju"
    confidence = 0.97 if kind in reasons and gap >= 2 else 0.9 if gap >= 1 else 0.7
    return kind, confidence, reasons.get(kind, "słowa na papierze")
