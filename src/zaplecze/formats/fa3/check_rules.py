"""Checks of VAT marks, split payment, corrections and days."""

from datetime import date, timedelta
from decimal import Decimal

from zaplecze.formats.fa3.amounts import stated_rate
from zaplecze.formats.fa3.findings import Report
from zaplecze.formats.fa3.types import Band, Correction, Invoice, Kind

_FA = "Faktura/Fa/"
_SPLIT_PAYMENT_OVER = Decimal(15_000)  # PLN, art. 106e(1)(18a) and 108a(1a) of the VAT Act
_EARLIEST = timedelta(days=60)  # art. 106i(7)
_KSEF_FOR_ALL = date(2026, 4, 1)  # sellers over 200 m PLN from 2026-02-01


def vat(invoice: Invoice, report: Report) -> None:
    """Totals against the annotations they demand."""
    used = {total.band for total in invoice.totals if total.net or total.vat}
    used |= {line.rate.band for line in invoice.lines if line.rate is not None}
    if invoice.order is not None:
        used |= {line.rate.band for line in invoice.order.lines if line.rate is not None}
    notes = invoice.annotations
    if Band.EXEMPT in used and notes.exemption is None:
        report.add(
            "FA3-VAT-01",
            "Faktura zawiera sprzedaż zwolnioną, a nie podaje podstawy prawnej zwolnienia (P_19). "
            "Poproś wystawcę o podstawę zwolnienia.",
            _FA + "Adnotacje/Zwolnienie",
        )
    if notes.exemption is not None and Band.EXEMPT not in used:
        report.add(
            "FA3-VAT-02",
            "Faktura podaje podstawę zwolnienia (P_19), a nie ma sprzedaży zwolnionej. Sprawdź "
            "stawki pozycji.",
            _FA + "Adnotacje/Zwolnienie/P_19",
        )
    if Band.REVERSE_CHARGE in used and not notes.reverse_charge:
        report.add(
            "FA3-VAT-03",
            "Faktura ma pozycje ze stawką „oo”, a brak adnotacji „odwrotne obciążenie” (P_18 = 1). "
            "Wyjaśnij, kto rozlicza VAT.",
            _FA + "Adnotacje/P_18",
        )
    if notes.reverse_charge and not used & {
        Band.REVERSE_CHARGE,
        Band.OUTSIDE_PL,
        Band.OUTSIDE_PL_ART100,
    }:
        report.add(
            "FA3-VAT-04",
            "Adnotacja „odwrotne obciążenie” (P_18 = 1), a żadna kwota nie jest rozliczana przez "
            "nabywcę (oo, np I, np II). Wyjaśnij, kto rozlicza VAT.",
            _FA + "Adnotacje/P_18",
        )
    if Band.MARGIN in used and notes.margin is None:
        report.add(
            "FA3-VAT-05",
            "Faktura wykazuje sprzedaż w procedurze marży (P_13_11), a brak adnotacji o procedurze "
            "(PMarzy). Poproś wystawcę o korektę.",
            _FA + "Adnotacje/PMarzy",
        )
    _foreign_buyer(invoice, used, report)


def _foreign_buyer(invoice: Invoice, used: set[Band], report: Report) -> None:
    eu_number = invoice.buyer.identity.eu_number
    if Band.ZERO_WDT in used:
        if eu_number is None or invoice.buyer.identity.eu_prefix == "PL":
            report.add(
                "FA3-VAT-06",
                "Wewnątrzwspólnotowa dostawa towarów (0 WDT) wymaga numeru VAT UE nabywcy z innego "
                "państwa (art. 42 ust. 1 pkt 1). Uzupełnij KodUE i NrVatUE.",
                "Faktura/Podmiot2/DaneIdentyfikacyjne/NrVatUE",
            )
        if invoice.seller.vat_prefix is None:
            report.add(
                "FA3-VAT-07",
                "Przy wewnątrzwspólnotowej dostawie towarów sprzedawca podaje NIP z prefiksem PL "
                "(art. 97 ust. 10 pkt 2). Uzupełnij PrefiksPodatnika.",
                "Faktura/Podmiot1/PrefiksPodatnika",
            )
    if Band.OUTSIDE_PL_ART100 in used and eu_number is None:
        report.add(
            "FA3-VAT-08",
            "Usługi z art. 100 ust. 1 pkt 4 (np II) są dla podatnika z innego państwa UE, a "
            "faktura nie podaje jego numeru VAT UE. Sprawdź, czy stawka nie powinna być „np I”.",
            "Faktura/Podmiot2/DaneIdentyfikacyjne/NrVatUE",
        )


def split_payment(invoice: Invoice, report: Report) -> None:
    """Annex 15 goods and services over 15 000 PLN between taxable persons."""
    if invoice.annotations.split_payment or invoice.buyer.nip is None:
        return
    rows = [line.annex_15 for line in invoice.lines]
    if invoice.order is not None:
        rows += [line.annex_15 for line in invoice.order.lines]
    if not any(rows):
        return
    gross = _gross_in_pln(invoice)
    if gross is not None and gross > _SPLIT_PAYMENT_OVER:
        report.add(
            "FA3-MPP-01",
            f"Faktura na {gross:.2f} zł obejmuje pozycje z załącznika 15, a brak adnotacji "
            "„mechanizm podzielonej płatności” (P_18A = 1). Zapłać w mechanizmie podzielonej "
            "płatności i poproś o korektę.",
            _FA + "Adnotacje/P_18A",
        )


def _gross_in_pln(invoice: Invoice) -> Decimal | None:
    if invoice.currency == "PLN":
        return invoice.gross
    rate = stated_rate(invoice)
    if rate is not None:
        return invoice.gross * rate
    for total in invoice.totals:
        if total.vat and total.vat_pln is not None:
            return invoice.gross * total.vat_pln / total.vat
    return None


def corrections(invoice: Invoice, report: Report) -> None:
    """What corrections, advances and settlements must refer to."""
    kind, correction = invoice.kind, invoice.correction
    if kind.is_correction:
        if correction is None:
            report.add(
                "FA3-KOR-01",
                "Faktura korygująca nie podaje faktury korygowanej. Poproś wystawcę o jej numer "
                "i numer KSeF.",
                _FA + "DaneFaKorygowanej",
            )
        else:
            _corrected(invoice, correction, report)
    elif correction is not None or any(line.before_correction for line in invoice.lines):
        report.add(
            "FA3-KOR-02",
            f"Faktura rodzaju {kind.value} zawiera dane korekty. Wyjaśnij, czy to faktura "
            "korygująca (KOR).",
            _FA + "RodzajFaktury",
        )
    if kind is Kind.ADVANCE and invoice.order is None:
        report.add(
            "FA3-ZAL-01",
            "Faktura zaliczkowa nie podaje zamówienia ani umowy (art. 106f ust. 1 pkt 4). "
            "Uzupełnij część Zamowienie.",
            _FA + "Zamowienie",
        )
    if kind is Kind.SETTLEMENT and not invoice.advance_invoices:
        report.add(
            "FA3-ROZ-01",
            "Faktura rozliczeniowa nie podaje faktur zaliczkowych, które rozlicza (art. 106f "
            "ust. 3). Uzupełnij ich numery.",
            _FA + "FakturaZaliczkowa",
        )


def _corrected(invoice: Invoice, correction: Correction, report: Report) -> None:
    outside = [
        corrected.number
        for corrected in correction.invoices
        if corrected.ksef_number is None and corrected.issued_on >= _KSEF_FOR_ALL
    ]
    if outside:
        report.add(
            "FA3-KOR-03",
            f"Faktura korygowana {outside[0]} jest oznaczona jako wystawiona poza KSeF (NrKSeFN). "
            "Sprawdź, czy nie ma numeru KSeF.",
            _FA + "DaneFaKorygowanej/NrKSeFN",
        )
    if correction.effect is None:
        report.add(
            "FA3-KOR-04",
            "Korekta nie mówi, w jakiej dacie działa w ewidencji VAT (TypKorekty). Ustal datę "
            "ujęcia przed księgowaniem.",
            _FA + "TypKorekty",
        )
    later = [item.number for item in correction.invoices if item.issued_on > invoice.issued_on]
    if later:
        report.add(
            "FA3-KOR-05",
            f"Faktura korygowana {later[0]} ma datę późniejszą niż korekta. Sprawdź obie daty.",
            _FA + "DaneFaKorygowanej/DataWystFaKorygowanej",
        )
    if invoice.kind is not Kind.CORRECTION and correction.gross_before is None:
        report.add(
            "FA3-KOR-06",
            "Korekta faktury zaliczkowej lub rozliczeniowej nie podaje kwoty przed korektą "
            "(P_15ZK). Uzupełnij ją.",
            _FA + "P_15ZK",
        )


def days(invoice: Invoice, report: Report) -> None:
    """Order of days."""
    supplied = [line.sold_on for line in invoice.lines if line.sold_on is not None]
    if invoice.sold_on is not None:
        supplied.append(invoice.sold_on)
    if supplied and max(supplied) > invoice.issued_on + _EARLIEST:
        report.add(
            "FA3-DAT-01",
            f"Faktura z {_day(invoice.issued_on)} dotyczy dostawy z {_day(max(supplied))}, ponad "
            "60 dni później (art. 106i ust. 7). Sprawdź datę dostawy.",
            _FA + "P_6",
        )
    if invoice.period is not None and invoice.period.end < invoice.period.start:
        report.add(
            "FA3-DAT-03",
            f"Okres faktury kończy się {_day(invoice.period.end)}, zanim się zaczyna "
            f"({_day(invoice.period.start)}). Popraw okres.",
            _FA + "OkresFa/P_6_Do",
        )
    payment = invoice.payment
    if payment is None or payment.paid_on is not None:
        return
    due = [term.due_on for term in payment.terms if term.due_on is not None]
    if due and min(due) < invoice.issued_on:
        report.add(
            "FA3-DAT-02",
            f"Termin płatności {_day(min(due))} jest wcześniejszy niż data wystawienia "
            f"{_day(invoice.issued_on)}. Ustal termin z wystawcą.",
            _FA + "Platnosc/TerminPlatnosci/Termin",
        )


def _day(value: date) -> str:
    return f"{value:%d.%m.%Y}"
