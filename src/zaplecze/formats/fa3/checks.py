"""Arithmetic and cross-field rules, which neither the schema nor KSeF checks.

A schema-valid invoice may add up wrongly, name a bank account that cannot exist or forget the
split-payment mark. `check` tells; it never changes anything.
"""

from zaplecze.formats.fa3 import check_lines, check_parties, check_rules, check_sums
from zaplecze.formats.fa3.amounts import line_totals
from zaplecze.formats.fa3.findings import Direction, Finding, Report
from zaplecze.formats.fa3.types import Invoice


def check(invoice: Invoice, *, direction: Direction) -> tuple[Finding, ...]:
    """All findings, gravest first. `direction` "in" is for received, "out" for own invoices.

    STOP: cannot be booked or sent; MARK: a person must look first; WARN: worth a look. `write`
    refuses on MARK and STOP. The codes and both severities stand in `findings.CATALOG`.
    """
    report = Report(direction)
    totals = line_totals(invoice)
    check_sums.amount_due(invoice, totals, report)
    check_sums.bands(invoice, totals, report)
    check_sums.advances(invoice, report)
    check_sums.settlement(invoice, report)
    check_sums.currency(invoice, report)
    check_lines.lines(invoice, totals, report)
    check_parties.parties(invoice, report)
    check_parties.accounts(invoice, report)
    check_parties.ksef_numbers(invoice, report)
    check_rules.vat(invoice, report)
    check_rules.split_payment(invoice, report)
    check_rules.corrections(invoice, report)
    check_rules.days(invoice, report)
    return tuple(sorted(report.found, key=lambda finding: -finding.severity))
