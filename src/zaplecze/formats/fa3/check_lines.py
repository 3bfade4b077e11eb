"""Checks of single lines."""

from decimal import Decimal

from zaplecze.formats.fa3.amounts import LineTotals
from zaplecze.formats.fa3.findings import Report
from zaplecze.formats.fa3.types import Invoice, Kind, Line

_ZERO = Decimal(0)
_GROSZ = Decimal("0.01")
_HALF_GROSZ = Decimal("0.005")
_LINE = "Faktura/Fa/FaWiersz"
_MOST = 5  # lines named in one message


def lines(invoice: Invoice, totals: LineTotals, report: Report) -> None:
    """Numbers, signs, values and rates of the lines."""
    correction = invoice.kind.is_correction
    seen: set[tuple[int, bool]] = set()
    repeated, negative, crossed, uneven = [], [], [], []
    for line in invoice.lines:
        key = (line.number, line.before_correction)
        if key in seen:
            repeated.append(line.number)
        seen.add(key)
        if line.quantity is not None and line.quantity < 0 and not correction:
            negative.append(line.number)
        if _crossed(line):
            crossed.append(line.number)
        elif not _even(line):
            uneven.append(line.number)
    if repeated:
        report.add(
            "FA3-POZ-01",
            f"Numery wierszy powtarzają się: {_named(repeated)}. Nadaj każdej pozycji własny "
            "numer.",
            f"{_LINE}/NrWierszaFa",
        )
    if negative:
        report.add(
            "FA3-POZ-02",
            f"Ujemna ilość w wierszach {_named(negative)}, choć faktura nie jest korektą. "
            "Zwrot albo obniżkę dokumentuje faktura korygująca.",
            f"{_LINE}/P_8B",
        )
    if crossed:
        report.add(
            "FA3-POZ-03",
            f"W wierszach {_named(crossed)} znak wartości nie odpowiada znakowi ilości i ceny "
            "(np. ilość ujemna, wartość dodatnia). Wyjaśnij, czy to zmniejszenie, czy zwiększenie.",
            f"{_LINE}/P_11",
        )
    if uneven:
        report.add(
            "FA3-SUM-08",
            f"W wierszach {_named(uneven)} wartość nie jest iloczynem ilości i ceny po rabacie. "
            "Porównaj z zamówieniem.",
            f"{_LINE}/P_11",
        )
    _complete(invoice, totals, report)


def _complete(invoice: Invoice, totals: LineTotals, report: Report) -> None:
    kind = invoice.kind
    if not invoice.lines:
        if kind in {Kind.VAT, Kind.SETTLEMENT, Kind.SIMPLIFIED}:
            report.add(
                "FA3-POZ-05",
                "Faktura nie ma żadnej pozycji, więc nie wiadomo, czego dotyczy. Poproś wystawcę "
                "o pozycje.",
                _LINE,
            )
        return
    if kind.is_correction or kind is Kind.SIMPLIFIED:
        return  # corrections may list names alone; art. 106e(5)(3) frees small invoices
    if totals.unvalued_lines:
        report.add(
            "FA3-POZ-04",
            f"Pozycje bez wartości i ceny: {totals.unvalued_lines}. Sum nie da się sprawdzić; "
            "uzgodnij je z zamówieniem.",
            f"{_LINE}/P_11",
        )
    if totals.unrated_lines:
        report.add(
            "FA3-POZ-06",
            f"Pozycje bez stawki VAT: {totals.unrated_lines}. Sprawdź, do której stawki należą.",
            f"{_LINE}/P_12",
        )


def _named(numbers: list[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:_MOST])
    return f"{named} i dalszych {len(numbers) - _MOST}" if len(numbers) > _MOST else named


def _value_and_price(line: Line) -> tuple[Decimal | None, Decimal | None]:
    """The value with the price of its kind: net with net, else gross with gross."""
    if line.net is not None and line.price_net is not None:
        return line.net, line.price_net
    return line.gross, line.price_gross


def _crossed(line: Line) -> bool:
    value, price = _value_and_price(line)
    if not value or not price or not line.quantity:
        return False
    return (value < 0) != ((price < 0) != (line.quantity < 0))


def _even(line: Line) -> bool:
    """Value = quantity * price less discount, the discount being of the unit or of the line.

    The price itself may have been rounded to the grosz, so it may be off by half a grosz a piece.
    """
    value, price = _value_and_price(line)
    if value is None or price is None:
        return True
    quantity = Decimal(1) if line.quantity is None else line.quantity
    discount = line.discount or _ZERO
    product = quantity * price
    allowed = _GROSZ + _HALF_GROSZ * abs(quantity)
    return any(
        abs(value - expected) <= allowed
        for expected in (product, product - discount, product - quantity * discount)
    )
