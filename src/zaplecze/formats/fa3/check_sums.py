"""Checks of totals, advances, settlements and currency."""

from decimal import Decimal

from zaplecze.formats.fa3.amounts import (
    BandSum,
    LineTotals,
    line_value,
    order_totals,
    stated_rate,
    to_grosze,
    tolerance,
)
from zaplecze.formats.fa3.findings import Report
from zaplecze.formats.fa3.types import Band, Invoice, Kind, Order, RateTotal

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_FA = "Faktura/Fa/"

# Percents a band may bear when no line tells (art. 41, 114, 146ef of the VAT Act).
_BAND_PERCENTS = {
    Band.S23: (Decimal(23), Decimal(22)),
    Band.S8: (Decimal(8), Decimal(7)),
    Band.S5: (Decimal(5),),
    Band.TAXI: (Decimal(4), Decimal(3)),
}


def amount_due(invoice: Invoice, totals: LineTotals, report: Report) -> None:
    """P_15 against the totals."""
    stated = invoice.net + invoice.vat
    if not invoice.totals:
        # A correction of data alone, or of an order whose advance stays, needs no totals.
        if invoice.gross and invoice.kind is not Kind.SIMPLIFIED:
            report.add(
                "FA3-SUM-02",
                f"Faktura podaje kwotę należności {invoice.gross}, ale żadnej sumy dla stawki "
                "(P_13, P_14), więc nie da się jej zaksięgować. Poproś wystawcę o fakturę z "
                "sumami.",
                _FA + "P_15",
            )
    elif abs(invoice.gross - stated) > tolerance(0) * len(invoice.totals):
        report.add(
            "FA3-SUM-01",
            f"Kwota należności P_15 ({invoice.gross}) nie zgadza się z sumą netto i VAT "
            f"({stated}); różnica {invoice.gross - stated}. Wyjaśnij z wystawcą i poproś o "
            "korektę.",
            _FA + "P_15",
        )
    if invoice.gross < 0 and not invoice.kind.is_correction:
        report.add(
            "FA3-SUM-15",
            f"Kwota należności jest ujemna ({invoice.gross}), a faktura nie jest korektą. "
            "Zmniejszenie należności dokumentuje faktura korygująca.",
            _FA + "P_15",
        )
    if (
        not invoice.gross
        and not stated
        and not invoice.kind.is_correction
        and not invoice.kind.is_settlement
        and totals.gross
    ):
        report.add(
            "FA3-SUM-03",
            f"Pozycje mają wartość {totals.gross}, a kwota należności P_15 wynosi zero. "
            "Nie księguj; poproś wystawcę o poprawną fakturę.",
            _FA + "P_15",
        )


def bands(invoice: Invoice, totals: LineTotals, report: Report) -> None:
    """Totals per rate: VAT against net, and both against the lines."""
    comparable = bool(totals.bands) and not totals.unrated_lines and not totals.unvalued_lines
    for total in invoice.totals:
        lines = totals.bands.get(total.band)
        _vat_of_band(total, lines, report)
        if not comparable or invoice.kind.is_advance:
            continue
        if invoice.kind.is_settlement:
            if invoice.kind is Kind.SETTLEMENT and lines is not None:
                _remainder(total, lines, report)
        elif lines is not None:
            _band_sum(total, lines, report)
        elif total.net or total.vat:
            report.add(
                "FA3-SUM-07",
                f"Faktura wykazuje {total.net} w polu {total.band.element}, ale żadna pozycja nie "
                "ma stawki, która tam należy. Sprawdź stawki pozycji (P_12).",
                _FA + total.band.element,
            )
    if comparable and not invoice.kind.is_advance and invoice.totals:
        stated = {total.band for total in invoice.totals}
        for band, lines in totals.bands.items():
            if band not in stated and (lines.net or lines.vat):
                report.add(
                    "FA3-SUM-06",
                    f"Pozycje o wartości netto {lines.net} mają stawkę, której suma należy do pola "
                    f"{band.element}, a tego pola brak. Sprawdź stawki pozycji (P_12) i sumy.",
                    _FA + band.element,
                )


def _band_sum(total: RateTotal, lines: BandSum, report: Report) -> None:
    allowed = tolerance(lines.lines)
    if lines.from_gross and total.band is not Band.MARGIN:
        # Gross prices: the gross sum is exact, net is what the VAT leaves.
        stated, expected, what = total.net + total.vat, lines.gross, "brutto"
    else:
        stated, expected, what = total.net, lines.net, "netto"
    if abs(stated - expected) > allowed:
        report.add(
            "FA3-SUM-04",
            f"Suma {what} pozycji dla pola {total.band.element} wynosi {expected}, a faktura "
            f"podaje {stated} (różnica {stated - expected}, dopuszczalne zaokrąglenie {allowed}). "
            "Wyjaśnij z wystawcą.",
            _FA + total.band.element,
        )


def _remainder(total: RateTotal, lines: BandSum, report: Report) -> None:
    """The totals of a final invoice are the supply less advances (art. 106f(3))."""
    if abs(total.net) > abs(lines.net) + tolerance(lines.lines):
        report.add(
            "FA3-SUM-09",
            f"Pozostało do zapłaty netto {total.net} w polu {total.band.element}, więcej niż "
            f"wynosi cała dostawa ({lines.net}). Sprawdź, czy odliczono faktury zaliczkowe.",
            _FA + total.band.element,
        )


def _vat_of_band(total: RateTotal, lines: BandSum | None, report: Report) -> None:
    """VAT is net times rate or what the lines bear; a remainder over two rates lies between."""
    percents = tuple(lines.rates) if lines is not None else _BAND_PERCENTS.get(total.band, ())
    if not percents or not total.band.bears_vat:
        return
    if total.band is Band.OSS and not total.vat:
        return  # P_14_5 may be left out
    allowed = tolerance(lines.lines if lines is not None else 1)
    accepted = [to_grosze(total.net * percent / _HUNDRED) for percent in percents]
    if lines is not None and abs(total.net - lines.net) <= allowed:
        if len(percents) > 1:
            accepted = []
        accepted.append(lines.vat)  # VAT line by line differs by no more than the tolerance
    elif len(percents) > 1 and min(accepted) - allowed <= total.vat <= max(accepted) + allowed:
        return
    if all(abs(total.vat - vat) > allowed for vat in accepted):
        rate = " lub ".join(f"{percent.normalize():f}%" for percent in sorted(percents))
        report.add(
            "FA3-SUM-05",
            f"VAT w polu P_14_{total.band.value} ({total.vat}) nie wynika z podstawy {total.net} "
            f"i stawki {rate}: powinno być {accepted[0]}. Wyjaśnij z wystawcą.",
            f"{_FA}P_14_{total.band.value}",
        )


def advances(invoice: Invoice, report: Report) -> None:
    """Orders and the payments of advance invoices."""
    order = invoice.order
    if order is not None:
        after = tuple(line for line in order.lines if not line.before_correction)
        sums = order_totals(Order(order.gross, after))
        # A correction by differences lists only what changed, so its rows do not make the order.
        whole = not invoice.kind.is_correction or len(after) < len(order.lines)
        if (
            whole
            and not sums.unrated_lines
            and not sums.unvalued_lines
            and abs(sums.gross - order.gross) > tolerance(len(after))
        ):
            report.add(
                "FA3-SUM-10",
                f"Wiersze zamówienia dają brutto {sums.gross}, a WartoscZamowienia wynosi "
                f"{order.gross}. Sprawdź zamówienie z wystawcą.",
                _FA + "Zamowienie/WartoscZamowienia",
            )
        if invoice.kind is Kind.ADVANCE and invoice.gross > order.gross:
            report.add(
                "FA3-SUM-11",
                f"Zaliczka {invoice.gross} jest wyższa niż całe zamówienie {order.gross}. "
                "Sprawdź kwotę zaliczki.",
                _FA + "P_15",
            )
    if invoice.advance_payments and invoice.kind is Kind.ADVANCE:
        paid = sum((part.amount for part in invoice.advance_payments), _ZERO)
        if paid != invoice.gross:
            report.add(
                "FA3-SUM-13",
                f"Części zaliczki dają razem {paid}, a faktura dokumentuje {invoice.gross}. "
                "Sprawdź pola P_15Z.",
                _FA + "ZaliczkaCzesciowa/P_15Z",
            )


def settlement(invoice: Invoice, report: Report) -> None:
    """Rozliczenie and part payments."""
    to_pay = invoice.gross
    extra = invoice.settlement
    if extra is not None:
        charges = sum((charge.amount for charge in extra.charges), _ZERO)
        deductions = sum((charge.amount for charge in extra.deductions), _ZERO)
        expected = invoice.gross + charges - deductions
        wrong = [
            f"{element} wynosi {stated}, a powinno {right}"
            for element, stated, right in (
                ("SumaObciazen", extra.charges_total, charges),
                ("SumaOdliczen", extra.deductions_total, deductions),
                ("DoZaplaty", extra.to_pay, expected),
            )
            if stated is not None and stated != right
        ]
        if extra.to_refund and abs(extra.to_refund) != abs(expected):
            wrong.append(f"DoRozliczenia wynosi {extra.to_refund}, a powinno {-expected}")
        if wrong:
            report.add(
                "FA3-SUM-12",
                f"Rozliczenie się nie zgadza: {'; '.join(wrong)}. Ustal z wystawcą, ile zapłacić.",
                _FA + "Rozliczenie",
            )
        to_pay = extra.to_pay if extra.to_pay is not None else expected
    if invoice.payment is not None and invoice.payment.part_payments:
        paid = sum((part.amount for part in invoice.payment.part_payments), _ZERO)
        if paid > max(to_pay, invoice.gross):
            report.add(
                "FA3-SUM-14",
                f"Zapłaty częściowe ({paid}) przekraczają kwotę do zapłaty ({to_pay}). Sprawdź "
                "z wystawcą, czy nie powstała nadpłata.",
                _FA + "Platnosc/ZaplataCzesciowa",
            )


def currency(invoice: Invoice, report: Report) -> None:
    """VAT in PLN beside VAT in a foreign currency (art. 106e(11))."""
    rate = stated_rate(invoice)
    for total in invoice.totals:
        if not total.band.bears_polish_vat:
            continue
        element = f"{_FA}P_14_{total.band.value}W"
        if invoice.currency == "PLN":
            if total.vat_pln is not None and total.vat_pln != total.vat:
                report.add(
                    "FA3-CUR-03",
                    f"Faktura w złotych podaje osobno VAT w złotych {total.vat_pln}, inny niż "
                    f"VAT {total.vat}. Ustal z wystawcą, która kwota jest właściwa.",
                    element,
                )
        elif total.vat_pln is None:
            if total.vat:
                report.add(
                    "FA3-CUR-01",
                    f"Faktura w walucie {invoice.currency} ma VAT {total.vat}, ale nie podaje go "
                    "w złotych (art. 106e ust. 11 ustawy o VAT). Poproś wystawcę o korektę.",
                    element,
                )
        else:
            _vat_in_pln(invoice, total, total.vat_pln, rate, report)


def _vat_in_pln(
    invoice: Invoice, total: RateTotal, vat_pln: Decimal, rate: Decimal | None, report: Report
) -> None:
    lines = [line for line in invoice.lines if line.rate and line.rate.band is total.band]
    expected: Decimal | None = None
    if rate is not None:
        expected = total.vat * rate
    elif invoice.kind is Kind.VAT and lines and all(line.exchange_rate for line in lines):
        expected = _vat_by_line_rates(invoice, total.band)
    wrong_sign = (vat_pln > 0) != (total.vat > 0) or (vat_pln < 0) != (total.vat < 0)
    if expected is None:
        if not wrong_sign:
            return
    elif abs(vat_pln - expected) <= tolerance(len(lines) or 1) * _weight(expected, total):
        return
    right = f"powinno być {to_grosze(expected)}" if expected is not None else "kurs nie jest podany"
    report.add(
        "FA3-CUR-02",
        f"VAT w złotych {vat_pln} nie wynika z VAT {total.vat} {invoice.currency} i kursu na "
        f"fakturze ({right}). Wyjaśnij z wystawcą.",
        f"{_FA}P_14_{total.band.value}W",
    )


def _weight(vat_pln: Decimal, total: RateTotal) -> Decimal:
    """What a cent of rounding in the currency weighs in grosze, at least one."""
    return max(Decimal(1), abs(vat_pln / total.vat)) if total.vat else Decimal(1)


def _vat_by_line_rates(invoice: Invoice, band: Band) -> Decimal:
    """Sum of each line's VAT at the exchange rate of that line."""
    vat_pln = _ZERO
    for line in invoice.lines:
        if line.rate is None or line.rate.band is not band or line.exchange_rate is None:
            continue
        net, gross = line_value(line)
        percent = line.rate.percent
        if line.vat is not None:
            vat = line.vat
        elif net is not None:
            vat = net * percent / _HUNDRED
        else:
            vat = (gross or _ZERO) * percent / (_HUNDRED + percent)
        vat_pln += vat * line.exchange_rate
    return vat_pln
