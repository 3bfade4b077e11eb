"""Which room tells the figures of which addresses, by the first part of a key."""

from __future__ import annotations

from zaplecze.office.lineage import (
    books,
    declared,
    income_tax,
    items,
    kept,
    letters,
    register,
    relief,
    reported,
    tables,
)
from zaplecze.office.lineage.tracer import Tracer

Tracer.makers = {
    "linie": books.lines,
    "zois": books.trial,
    "kg": books.general_ledger,
    "dziennik": books.diary,
    "karta": books.card,
    "minus": tables.negative,
    "most": tables.bridge,
    "suma": tables.total,
    "pozycja": items.item,
    "wiekowanie": items.age,
    "pismo": letters.letter,
    "monit": letters.reminder,
    "odsetki": letters.interest,
    "saldo": letters.balance,
    "rmk": items.accrual,
    "wycena": items.valuation,
    "srodek": register.asset,
    "uzgodnienie": register.agreement,
    "bilans": reported.statement,
    "przeplywy": reported.flow,
    "wykreslenia": reported.net_values,
    "obroty": reported.turnovers,
    "kapital": reported.equity_line,
    "porownawcze": reported.compared,
    "v7m": declared.vat,
    "plik": kept.file_figure,
    "krpd": declared.books_file,
    "cit": income_tax.income_tax,
    "ulga": relief.movement,
    "ulga-czeka": relief.proposal,
}
