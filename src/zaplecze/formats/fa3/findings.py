"""What a check found, and the catalog of all checks."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

Direction = Literal["in", "out"]


class Severity(IntEnum):
    """How grave a finding is; comparable."""

    WARN = 1  # worth a look, book on
    MARK = 2  # a person must look before it is booked
    STOP = 3  # cannot be booked or sent as it is


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of `check`: a stable code, a Polish message, the element it concerns."""

    code: str
    severity: Severity
    message_pl: str
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its severity on receipt and on sending, and what it asks."""

    incoming: Severity
    outgoing: Severity
    title: str


_WARN, _MARK, _STOP = Severity.WARN, Severity.MARK, Severity.STOP

CATALOG: dict[str, Rule] = {
    # sums
    "FA3-SUM-01": Rule(_STOP, _STOP, "P_15 equals the sum of P_13 and P_14"),
    "FA3-SUM-02": Rule(_STOP, _STOP, "an amount due comes with totals per rate"),
    "FA3-SUM-03": Rule(_STOP, _STOP, "lines with value do not end in a zero total"),
    "FA3-SUM-04": Rule(_MARK, _STOP, "lines of a rate add up to its totals"),
    "FA3-SUM-05": Rule(_MARK, _STOP, "VAT of a rate is net times rate, or the sum of the lines'"),
    "FA3-SUM-06": Rule(_MARK, _STOP, "each rate of the lines has its totals"),
    "FA3-SUM-07": Rule(_MARK, _STOP, "each total has lines of its rate"),
    "FA3-SUM-08": Rule(_WARN, _WARN, "line value is quantity times price less discount"),
    "FA3-SUM-09": Rule(_WARN, _MARK, "the remainder after advances is not more than the supply"),
    "FA3-SUM-10": Rule(_WARN, _MARK, "order lines add up to WartoscZamowienia"),
    "FA3-SUM-11": Rule(_WARN, _WARN, "an advance is not more than its order"),
    "FA3-SUM-12": Rule(_MARK, _STOP, "DoZaplaty is P_15 with charges and less deductions"),
    "FA3-SUM-13": Rule(_WARN, _MARK, "parts of an advance add up to P_15"),
    "FA3-SUM-14": Rule(_WARN, _WARN, "part payments are not more than the amount to pay"),
    "FA3-SUM-15": Rule(_MARK, _STOP, "only corrections have a negative P_15"),
    # currency
    "FA3-CUR-01": Rule(_MARK, _STOP, "VAT in a foreign currency is stated in PLN (P_14_xW)"),
    "FA3-CUR-02": Rule(_MARK, _STOP, "P_14_xW agrees with the exchange rate on the invoice"),
    "FA3-CUR-03": Rule(_WARN, _MARK, "an invoice in PLN has no P_14_xW"),
    # parties and their numbers
    "FA3-NIP-01": Rule(_MARK, _STOP, "checksum of the seller's NIP"),
    "FA3-NIP-02": Rule(_MARK, _STOP, "checksum of the buyer's NIP"),
    "FA3-NIP-03": Rule(_MARK, _STOP, "checksum of other parties' NIP"),
    "FA3-NIP-04": Rule(_MARK, _STOP, "a Polish NIP stands in NIP, not in NrVatUE or NrID"),
    "FA3-NIP-05": Rule(_WARN, _MARK, "seller and buyer are two parties"),
    "FA3-JST-01": Rule(_MARK, _STOP, "JST=1 comes with a third party in role 8"),
    "FA3-GV-01": Rule(_MARK, _STOP, "GV=1 comes with a third party in role 10"),
    "FA3-UDZ-01": Rule(_WARN, _STOP, "shares of additional buyers are at most 100 %"),
    "FA3-RB-01": Rule(_MARK, _STOP, "checksum of bank accounts (NRB, IBAN)"),
    "FA3-RB-02": Rule(_WARN, _WARN, "an unpaid transfer names a bank account"),
    "FA3-KSEF-01": Rule(_MARK, _STOP, "checksum of KSeF numbers"),
    # lines
    "FA3-POZ-01": Rule(_WARN, _STOP, "line numbers do not repeat"),
    "FA3-POZ-02": Rule(_MARK, _MARK, "only corrections have negative quantities"),
    "FA3-POZ-03": Rule(_MARK, _STOP, "sign of a line's value follows quantity and price"),
    "FA3-POZ-04": Rule(_WARN, _MARK, "each line has a value"),
    "FA3-POZ-05": Rule(_WARN, _MARK, "an ordinary invoice has lines"),
    "FA3-POZ-06": Rule(_WARN, _MARK, "each line has a rate"),
    # VAT rules
    "FA3-VAT-01": Rule(_MARK, _STOP, "an exempt sale names its legal ground (P_19)"),
    "FA3-VAT-02": Rule(_WARN, _WARN, "P_19 comes with an exempt sale"),
    "FA3-VAT-03": Rule(_MARK, _STOP, "reverse charge (oo, P_13_10) is annotated (P_18)"),
    "FA3-VAT-04": Rule(_WARN, _MARK, "P_18 comes with a sale taxed by the buyer"),
    "FA3-VAT-05": Rule(_MARK, _STOP, "a margin sale (P_13_11) is annotated (PMarzy)"),
    "FA3-VAT-06": Rule(_MARK, _STOP, "an intra-Community supply names the buyer's VAT EU number"),
    "FA3-VAT-07": Rule(_WARN, _MARK, "an intra-Community supply has the seller's prefix PL"),
    "FA3-VAT-08": Rule(_WARN, _WARN, "services of art. 100(1)(4) name the buyer's VAT EU number"),
    "FA3-MPP-01": Rule(_MARK, _STOP, "annex 15 over 15 000 PLN is marked split payment (P_18A)"),
    # corrections and advances
    "FA3-KOR-01": Rule(_MARK, _STOP, "a correction names the corrected invoice"),
    "FA3-KOR-02": Rule(_MARK, _STOP, "only corrections have correction data and StanPrzed"),
    "FA3-KOR-03": Rule(_WARN, _WARN, "a corrected invoice of the KSeF era has its KSeF number"),
    "FA3-KOR-04": Rule(_WARN, _WARN, "a correction tells when it takes effect (TypKorekty)"),
    "FA3-KOR-05": Rule(_MARK, _STOP, "a correction is not older than what it corrects"),
    "FA3-KOR-06": Rule(_WARN, _MARK, "a correction of advances states P_15ZK"),
    "FA3-ZAL-01": Rule(_WARN, _MARK, "an advance invoice shows its order"),
    "FA3-ROZ-01": Rule(_WARN, _MARK, "a settlement names its advance invoices"),
    # days
    "FA3-DAT-01": Rule(_WARN, _MARK, "issued at most 60 days before the supply, art. 106i(7)"),
    "FA3-DAT-02": Rule(_WARN, _MARK, "due not before issued"),
    "FA3-DAT-03": Rule(_MARK, _STOP, "a period ends after it starts"),
}


class Report:
    """Collects findings with the severity of the direction."""

    __slots__ = ("_incoming", "found")

    def __init__(self, direction: Direction) -> None:
        self._incoming = direction == "in"
        self.found: list[Finding] = []

    def add(self, code: str, message_pl: str, element: str | None = None) -> None:
        """Add one finding; `code` must be in the catalog."""
        rule = CATALOG[code]
        severity = rule.incoming if self._incoming else rule.outgoing
        self.found.append(Finding(code, severity, message_pl, element))
