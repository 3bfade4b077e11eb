"""The grid of an entry's lines as people type it: cells of text, read with the place of each fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.ledger.rules import NewLine, clean
from zaplecze.partners.api import partner_ids_by_tax_id, partners
from zaplecze.platform.currencies import is_currency
from zaplecze.platform.money import ZERO, parse_pln
from zaplecze.platform.refusal import Refusal

BY_HAND = "zmieniono ręcznie"
FIELDS = ("no", "account", "center", "debit", "credit")
MORE = ("project", "partner", "currency", "currency_amount", "line_text", "reason")


class GridFault(Refusal):
    """A cell that can't be read; ``row`` counts from 1."""

    code = "ledger.grid"

    def __init__(self, row: int, message: str, *, code: str | None = None):
        super().__init__(f"Wiersz {row}{message}", code=code)
        self.row = row


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as the fields hold it; ``why`` explains a proposal, ``fault`` what is wrong with it.

    ``reason`` comes back from the form: why a row stands there that no person typed, such as a part of a split.
    """

    no: str = ""
    account: str = ""
    center: str = ""
    debit: str = ""
    credit: str = ""
    project: str = ""
    partner: str = ""
    currency: str = ""
    currency_amount: str = ""
    line_text: str = ""
    why: str = ""
    fault: str = ""
    reason: str = ""


def grid_rows(lines: Sequence[NewLine]) -> list[GridRow]:
    """Lines as the grid shows them."""
    known = partners(line.partner_id for line in lines)
    return [
        GridRow(
            no=str(no),
            account=line.account,
            center=line.cost_center,
            debit=_typed(line.debit),
            credit=_typed(line.credit),
            project=line.project,
            partner=known[line.partner_id].tax_id if line.partner_id in known else "",
            currency="" if line.currency == "PLN" else line.currency,
            currency_amount=_typed(line.currency_amount or ZERO),
            line_text=line.text,
            why=line.why,
        )
        for no, line in enumerate(lines, 1)
    ]


def typed_rows(columns: Mapping[str, Sequence[str]]) -> list[GridRow]:
    """What was sent, row by row; refuses columns of different length."""
    present = {name: cells for name, cells in columns.items() if cells}
    if len({len(cells) for cells in present.values()}) > 1 or not set(FIELDS) <= set(present):
        raise Refusal("Tabela dekretu przyszła niepełna. Odśwież stronę.", code="office.grid")
    count = len(present["account"])
    return [GridRow(**{name: cells[n] for name, cells in present.items()}) for n in range(count)]


def read_rows(
    rows: Iterable[GridRow],
    *,
    old: Sequence[NewLine] = (),
    extended: bool = True,
    due_date: date | None = None,
    bank_account: str = "",
) -> list[NewLine]:
    """Lines to keep, without empty rows; an untouched line of ``old`` stays as it was.

    Without ``extended`` the rows came from a form that shows accounts and amounts alone, and the rest of a line is
    kept. Raises `GridFault`.
    """
    before = {str(no): line for no, line in enumerate(old, 1)}
    shown = {row.no: row for row in grid_rows(old)}
    lines = []
    for number, row in enumerate(rows, 1):
        if not (row.account.strip() or row.debit.strip() or row.credit.strip()):
            continue
        line = _line(number, row, before.get(row.no), shown.get(row.no), extended=extended)
        lines.append(replace(line, due_date=due_date, bank_account=bank_account))
    return lines


def _line(
    number: int, row: GridRow, old: NewLine | None, shown: GridRow | None, *, extended: bool
) -> NewLine:
    account = row.account.strip().split(" ")[0]
    if not account:
        raise GridFault(number, ": wybierz konto (F2).", code="ledger.account")
    debit, credit = _amount(row.debit, number, "Wn"), _amount(row.credit, number, "Ma")
    line = replace(
        old or NewLine(account),
        account=account,
        debit=debit,
        credit=credit,
        cost_center=row.center.strip(),
    )
    if extended:
        line = _more(number, row, line, same_partner=bool(shown and shown.partner == row.partner))
    elif old and (old.debit, old.credit) != (debit, credit):
        line = replace(line, currency="PLN", currency_amount=None)
    return line if line == old else replace(line, why=clean(row.reason.strip(), 300) or BY_HAND)


def _more(number: int, row: GridRow, line: NewLine, *, same_partner: bool) -> NewLine:
    currency = row.currency.strip().upper() or "PLN"
    if not is_currency(currency):
        raise GridFault(
            number,
            f": „{row.currency}” nie jest kodem waluty ISO 4217. Wpisz np. EUR, USD albo CHF.",
        )
    amount = _amount(row.currency_amount, number, "kwota w walucie")
    if (currency != "PLN") != bool(amount):
        raise GridFault(number, ": podaj i walutę, i kwotę w walucie, albo żadnej.")
    return replace(
        line,
        project=row.project.strip(),
        partner_id=line.partner_id if same_partner else _partner(row.partner, number),
        currency=currency,
        currency_amount=amount or None,
        text=clean(row.line_text.strip(), 256),
    )


def _partner(text: str, number: int) -> int | None:
    tax_id = text.strip().replace("-", "").replace(" ", "")
    if not tax_id:
        return None
    found = partner_ids_by_tax_id(tax_id) or partner_ids_by_tax_id(text.strip().upper())
    if len(found) != 1:
        raise GridFault(number, f": nie ma kontrahenta {text}. Wybierz z kartoteki (F2).")
    return found[0]


def _amount(text: str, number: int, side: str) -> Decimal:
    if not text.strip():
        return ZERO
    try:
        return parse_pln(text)
    except ValueError as error:
        raise GridFault(number, f", {side}: {error}.", code="office.amount") from error


def _typed(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",") if amount else ""
