"""Checks of parties, their numbers and their bank accounts."""

from collections.abc import Iterator
from decimal import Decimal

from zaplecze.formats.fa3.findings import Report
from zaplecze.formats.fa3.types import BankAccount, Identity, Invoice, PartyRole, PaymentForm
from zaplecze.formats.numbers import (
    format_nip,
    iban_ok,
    ksef_number_ok,
    nip_ok,
    normalise_account,
    normalise_nip,
    nrb_ok,
)

_ZERO = Decimal(0)
_NRB_DIGITS = 26


def parties(invoice: Invoice, report: Report) -> None:
    """NIP checksums, identifiers in the right place, roles that marks demand."""
    if not nip_ok(invoice.seller.nip):
        report.add(
            "FA3-NIP-01",
            f"NIP sprzedawcy {format_nip(invoice.seller.nip)} ma błędną cyfrę kontrolną. Sprawdź "
            "sprzedawcę w wykazie podatników VAT.",
            "Faktura/Podmiot1/DaneIdentyfikacyjne/NIP",
        )
    buyer = invoice.buyer
    if buyer.nip is not None and not nip_ok(buyer.nip):
        report.add(
            "FA3-NIP-02",
            f"NIP nabywcy {format_nip(buyer.nip)} ma błędną cyfrę kontrolną. Popraw NIP nabywcy.",
            "Faktura/Podmiot2/DaneIdentyfikacyjne/NIP",
        )
    if buyer.nip is not None and buyer.nip == invoice.seller.nip:
        report.add(
            "FA3-NIP-05",
            f"Sprzedawca i nabywca mają ten sam NIP {format_nip(buyer.nip)}. Sprawdź, czy nabywcą "
            "nie powinien być ktoś inny.",
            "Faktura/Podmiot2/DaneIdentyfikacyjne/NIP",
        )
    _misplaced_nip(buyer.identity, report)
    for path, identity in _others(invoice):
        if identity.nip is not None and not nip_ok(identity.nip):
            report.add(
                "FA3-NIP-03",
                f"NIP {format_nip(identity.nip)} ({identity.name or 'podmiot bez nazwy'}) ma "
                "błędną cyfrę kontrolną. Sprawdź ten podmiot.",
                f"{path}/DaneIdentyfikacyjne/NIP",
            )
    _roles(invoice, report)


def _others(invoice: Invoice) -> Iterator[tuple[str, Identity]]:
    for party in invoice.third_parties:
        yield "Faktura/Podmiot3", party.identity
    if invoice.authorized is not None:
        yield "Faktura/PodmiotUpowazniony", invoice.authorized.identity
    if invoice.terms is not None:
        for transport in invoice.terms.transports:
            if transport.carrier is not None:
                path = "Faktura/Fa/WarunkiTransakcji/Transport/Przewoznik"
                yield path, transport.carrier.identity
    if invoice.correction is not None:
        if invoice.correction.old_seller is not None:
            yield "Faktura/Fa/Podmiot1K", invoice.correction.old_seller.identity
        for old_buyer in invoice.correction.old_buyers:
            yield "Faktura/Fa/Podmiot2K", old_buyer.identity


def _misplaced_nip(identity: Identity, report: Report) -> None:
    """KSeF delivers by the buyer's NIP element alone: elsewhere the buyer gets nothing."""
    if identity.eu_number is not None:
        element, value = "NrVatUE", identity.eu_number
        polish = identity.eu_prefix == "PL"
    elif identity.other_id is not None:
        element, value = "NrID", identity.other_id
        polish = identity.country in {"PL", None}
    else:
        return
    digits = normalise_nip(value)
    if polish and nip_ok(digits):
        report.add(
            "FA3-NIP-04",
            f"Polski NIP nabywcy {format_nip(digits)} wpisano w polu {element}. Przenieś go do "
            "pola NIP, inaczej nabywca nie dostanie faktury z KSeF.",
            f"Faktura/Podmiot2/DaneIdentyfikacyjne/{element}",
        )


def _roles(invoice: Invoice, report: Report) -> None:
    roles = {party.role for party in invoice.third_parties}
    buyer = invoice.buyer
    if buyer.local_government_unit and PartyRole.LOCAL_GOVERNMENT_RECIPIENT not in roles:
        report.add(
            "FA3-JST-01",
            "Faktura dotyczy jednostki podrzędnej JST (JST = 1), ale nie ma jej w części Podmiot3 "
            "z rolą 8. Dodaj jednostkę jako podmiot trzeci.",
            "Faktura/Podmiot2/JST",
        )
    if buyer.vat_group_member and PartyRole.VAT_GROUP_RECIPIENT not in roles:
        report.add(
            "FA3-GV-01",
            "Faktura dotyczy członka grupy VAT (GV = 1), ale nie ma go w części Podmiot3 z rolą "
            "10. Dodaj członka grupy jako podmiot trzeci.",
            "Faktura/Podmiot2/GV",
        )
    shares = sum((party.share or _ZERO for party in invoice.third_parties), _ZERO)
    if shares > 100:
        report.add(
            "FA3-UDZ-01",
            f"Udziały dodatkowych nabywców dają razem {shares}%. Popraw udziały do najwyżej 100%.",
            "Faktura/Podmiot3/Udzial",
        )


def accounts(invoice: Invoice, report: Report) -> None:
    """Checksums of the accounts to pay to."""
    payment = invoice.payment
    if payment is None:
        return
    for element, listed in (
        ("RachunekBankowy", payment.accounts),
        ("RachunekBankowyFaktora", payment.factor_accounts),
    ):
        for account in listed:
            if not _account_ok(account):
                report.add(
                    "FA3-RB-01",
                    f"Numer rachunku {account.number} ma błędną długość lub sumę kontrolną. "
                    "Nie płać na ten rachunek; potwierdź numer u wystawcy innym kanałem.",
                    f"Faktura/Fa/Platnosc/{element}/NrRB",
                )
    if (
        payment.form is PaymentForm.TRANSFER
        and payment.paid_on is None
        and not payment.accounts
        and not payment.factor_accounts
        and invoice.gross > 0
    ):
        report.add(
            "FA3-RB-02",
            "Zapłata ma nastąpić przelewem, ale faktura nie podaje rachunku. Weź rachunek z wykazu "
            "podatników VAT.",
            "Faktura/Fa/Platnosc/RachunekBankowy",
        )


def _account_ok(account: BankAccount) -> bool:
    """NRB and IBAN have checksums; numbers of banks abroad (US, CN ...) cannot be checked."""
    plain = normalise_account(account.number)
    abroad = account.swift is not None and account.swift[4:6] != "PL"
    if plain.isdigit() and (len(plain) == _NRB_DIGITS or not abroad):
        return nrb_ok(plain)
    if plain[:2].isalpha() and plain[2:4].isdigit():
        return iban_ok(plain)
    return True


def ksef_numbers(invoice: Invoice, report: Report) -> None:
    """Checksums of the KSeF numbers of corrected and advance invoices."""
    numbers = [
        ("FakturaZaliczkowa/NrKSeFFaZaliczkowej", advance.ksef_number)
        for advance in invoice.advance_invoices
    ]
    if invoice.correction is not None:
        numbers += [
            ("DaneFaKorygowanej/NrKSeFFaKorygowanej", corrected.ksef_number)
            for corrected in invoice.correction.invoices
        ]
    for element, number in numbers:
        if number is not None and not ksef_number_ok(number):
            report.add(
                "FA3-KSEF-01",
                f"Numer KSeF {number} ma błędną sumę kontrolną, więc jest przepisany z błędem. "
                "Ustal właściwy numer w KSeF.",
                f"Faktura/Fa/{element}",
            )
