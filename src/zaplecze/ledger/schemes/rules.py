"""Posting schemes, pure: what one is, whether it can work, and the lines that it makes of a document's facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zaplecze.ledger.rules import NewLine
from zaplecze.ledger.schemes.formula import Facts, FormulaFault, evaluate, holds, names_in
from zaplecze.platform.money import parse_pln, round_half_up
from zaplecze.platform.refusal import Refusal

ZERO = Decimal(0)
BALANCE = "="
DEBIT, CREDIT = "Wn", "Ma"
TEXT_FACTS = frozenset({"kontrahent", "waluta", "rodzaj"})
RATES = ("23", "8", "5", "4", "0", "zw", "np", "oo", "marza", "oss")
# Every document has these, zero where it has nothing at the rate.
AMOUNT_FACTS = (
    "netto",
    "vat",
    "brutto",
    "kwota_waluty",
    "kurs",
    *(f"{what}_{rate}" for rate in RATES for what in ("netto", "vat", "brutto")),
)
MOST_LINES = 100
MOST_PARAMETERS = 20


class SchemeFault(Refusal):
    """A scheme can't be kept or used; ``row`` counts its lines from 1, 0 where it is the whole."""

    code = "ledger.scheme"

    def __init__(self, name: str, row: int, message: str):
        where = f"wiersz {row}, " if row else ""
        super().__init__(f"Schemat „{name}”, {where}{message}")
        self.row = row


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """A line of a scheme: account, side, and the formula of its amount, or ``=`` for what is missing.

    ``condition`` empty always holds. ``in_currency`` is the formula of the amount in the document's currency.
    ``partner`` puts the document's partner, due day and bank account on the line.
    """

    account: str
    side: str
    formula: str
    condition: str = ""
    cost_center: str = ""
    project: str = ""
    in_currency: str = ""
    partner: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme in one version; ``parameters`` are names and labels of the amounts asked for at use."""

    code: str
    name: str
    version: int
    lines: tuple[SchemeLine, ...]
    parameters: tuple[tuple[str, str], ...] = ()


def document_facts(
    *,
    amounts: Mapping[str, tuple[Decimal, Decimal]],
    tax_id: str = "",
    kind: str = "",
    currency: str = "PLN",
    currency_amount: Decimal | None = None,
    rate: Decimal | None = None,
) -> dict[str, Decimal | str]:
    """The facts of a document that formulas may name; ``amounts`` are net and VAT in PLN by rate (`RATES`)."""
    unknown = sorted(set(amounts) - set(RATES))
    if unknown:
        raise ValueError(f"nieznana stawka: {', '.join(unknown)}")
    facts: dict[str, Decimal | str] = dict.fromkeys(AMOUNT_FACTS, ZERO)
    for code, (net, vat) in amounts.items():
        facts |= {f"netto_{code}": net, f"vat_{code}": vat, f"brutto_{code}": net + vat}
    net = sum((n for n, _ in amounts.values()), ZERO)
    vat = sum((v for _, v in amounts.values()), ZERO)
    return facts | {
        "netto": net,
        "vat": vat,
        "brutto": net + vat,
        "kwota_waluty": currency_amount or ZERO,
        "kurs": rate or Decimal(1),
        "waluta": currency,
        "kontrahent": tax_id,
        "rodzaj": kind,
    }


def check_scheme(scheme: Scheme) -> None:
    """Refuse a scheme that could never work: unknown names, bad formulas, a balance that isn't last."""
    if not 2 <= len(scheme.lines) <= MOST_LINES:
        raise SchemeFault(scheme.name, 0, f"potrzeba od 2 do {MOST_LINES} wierszy.")
    names = [name for name, _ in scheme.parameters]
    if len(names) > MOST_PARAMETERS:
        raise SchemeFault(scheme.name, 0, f"może pytać o {MOST_PARAMETERS} parametrów, nie więcej.")
    for name in names:
        if not name.isidentifier() or name in (*AMOUNT_FACTS, *TEXT_FACTS, "i", "lub", "nie"):
            raise SchemeFault(scheme.name, 0, f"parametr „{name}” nie może mieć takiej nazwy.")
    if len(set(names)) != len(names):
        raise SchemeFault(scheme.name, 0, "parametry mają różne nazwy.")
    known = {*AMOUNT_FACTS, *TEXT_FACTS, *names}
    for row, line in enumerate(scheme.lines, 1):
        if not line.account:
            raise SchemeFault(scheme.name, row, "konto: wybierz konto (F2).")
        if line.side not in (DEBIT, CREDIT):
            raise SchemeFault(scheme.name, row, "strona: wybierz Wn albo Ma.")
        if line.formula.strip() == BALANCE and row != len(scheme.lines):
            raise SchemeFault(scheme.name, row, "wzór: „=” może stać tylko w ostatnim wierszu.")
        for where, formula in _formulas(line):
            _tried(scheme, row, where, formula, known)


def _formulas(line: SchemeLine) -> list[tuple[str, str]]:
    found = [] if line.formula.strip() == BALANCE else [("wzór", line.formula)]
    if line.condition.strip():
        found.append(("warunek", line.condition))
    if line.in_currency.strip():
        found.append(("kwota w walucie", line.in_currency))
    return found


def _tried(scheme: Scheme, row: int, where: str, formula: str, known: set[str]) -> None:
    """Reckon with ones and nothing in the texts: names, signs and kinds are what is tried, not the result."""
    trial: dict[str, Decimal | str] = dict.fromkeys(known, Decimal(1))
    trial |= dict.fromkeys(TEXT_FACTS, "")
    try:
        names_in(formula)
        if where == "warunek":
            holds(formula, trial)
        else:
            evaluate(formula, trial)
    except FormulaFault as fault:
        if "dzielenie przez zero" not in fault.message:
            raise SchemeFault(scheme.name, row, f"{where}, {fault.message}") from fault


def apply_scheme(
    scheme: Scheme, facts: Facts, parameters: Mapping[str, Decimal] | None = None
) -> list[NewLine]:
    """The scheme's lines for a document, each with its reason; lines of nothing fall away.

    Raises `SchemeFault` with the line and the place in its formula, and for a parameter that isn't given.
    """
    given = parameters or {}
    missing = [label for name, label in scheme.parameters if name not in given]
    if missing:
        raise SchemeFault(scheme.name, 0, f"podaj: {', '.join(missing)}.")
    all_facts = {**facts, **{name: given[name] for name, _ in scheme.parameters}}
    currency = str(facts.get("waluta", "PLN"))
    made: list[NewLine] = []
    for row, line in enumerate(scheme.lines, 1):
        if line.condition.strip() and not _reckoned(scheme, row, "warunek", line, all_facts):
            continue
        if line.formula.strip() == BALANCE:
            amount = sum((one.debit - one.credit for one in made), ZERO)
            amount = -amount if line.side == DEBIT else amount
        else:
            amount = round_half_up(Decimal(_reckoned(scheme, row, "wzór", line, all_facts)))
        if not amount:
            continue
        new = NewLine(
            line.account,
            debit=amount if line.side == DEBIT else ZERO,
            credit=amount if line.side == CREDIT else ZERO,
            cost_center=line.cost_center,
            project=line.project,
            text=line.text,
            why=f"schemat {scheme.code}, wersja {scheme.version}, wiersz {row}: "
            f"{'reszta' if line.formula.strip() == BALANCE else line.formula}",
        )
        if line.in_currency.strip() and currency != "PLN":
            value = _reckoned(scheme, row, "kwota w walucie", line, all_facts)
            new = replace(new, currency=currency, currency_amount=round_half_up(Decimal(value)))
        made.append(new)
    return made


def typed_parameters(scheme: Scheme, typed: Mapping[str, str]) -> dict[str, Decimal]:
    """The amounts that were typed for a scheme's parameters; raises `SchemeFault` with the label of a bad one."""
    found = {}
    for name, label in scheme.parameters:
        try:
            found[name] = parse_pln(typed.get(name, ""))
        except ValueError as error:
            raise SchemeFault(scheme.name, 0, f"{label}: {error}.") from error
    return found


def partner_lines(scheme: Scheme) -> frozenset[str]:
    """Accounts whose lines carry the document's partner."""
    return frozenset(line.account for line in scheme.lines if line.partner)


def settled_with(
    lines: Sequence[NewLine], scheme: Scheme, *, partner_id: int | None, like: NewLine | None
) -> list[NewLine]:
    """The lines with the document's partner where the scheme says so, due and payable as the line ``like`` was."""
    accounts = partner_lines(scheme)
    return [
        replace(
            line,
            partner_id=partner_id,
            due_date=like.due_date if like else None,
            bank_account=like.bank_account if like else "",
        )
        if line.account in accounts
        else line
        for line in lines
    ]


def _reckoned(
    scheme: Scheme, row: int, where: str, line: SchemeLine, facts: Facts
) -> Decimal | bool:
    try:
        if where == "warunek":
            return holds(line.condition, facts)
        return evaluate(line.formula if where == "wzór" else line.in_currency, facts)
    except FormulaFault as fault:
        raise SchemeFault(scheme.name, row, f"{where}, {fault.message}") from fault
