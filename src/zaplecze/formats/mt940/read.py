"""Reading of MT940: fields to statements."""

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from zaplecze.formats.mt940.narrative import plain_account, read_narrative
from zaplecze.formats.mt940.text import Field, fields
from zaplecze.formats.mt940.types import (
    Balance,
    Line,
    Mt940Error,
    Other,
    Stated,
    Statement,
    identity,
)

_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})([0-9]{1,15}(?:[,.][0-9]{0,2})?)")
# Value date, entry date (Citi leaves four blanks), side, third letter of the currency, amount, type, references.
_MOVEMENT = re.compile(
    r"([0-9]{6})([0-9]{4}|[ ]{4})?(R?[CD])([A-Z])?([0-9]{1,15}(?:[,.][0-9]{0,2})?)([NFS][A-Z0-9]{3})"
    r"([^\n]*)(?:\n(.*))?",
    re.DOTALL,
)
_ACCOUNT_WITH_CURRENCY = re.compile(r"(.+?[0-9])[\s/]*([A-Z]{3})")
_ACCOUNT = re.compile(r"[A-Z0-9]{1,34}")
_FLOOR = re.compile(r"([A-Z]{3})")
NO_REFERENCE = "NONREF"
FEBRUARY, LAST_OF_EVERY_MONTH = 2, 30


@dataclass(slots=True)
class _Draft:
    """A statement while its fields come in."""

    line: int
    account: str = ""
    number: str | None = None
    sequence: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    continued: bool = False  # opens with 60M: a page before it
    open_end: bool = False  # closes with 62M: a page after it
    awaits_narrative: bool = False
    movements: list[tuple[Field, Field | None]] = field(default_factory=list)
    other: list[Other] = field(default_factory=list)
    currencies: list[Stated] = field(default_factory=list)


def read(data: bytes) -> tuple[Statement, ...]:
    """The statements of a file; pages of one statement (60M, 62M) are put together.

    Raises `Mt940Error` with a code, a Polish message and the line of the file.
    """
    drafts: list[_Draft] = []
    for one in fields(data):
        if one.tag == "20" or not drafts:
            if one.tag != "20" and one.tag not in ("25", "28C", "28"):
                raise _error(
                    "MT940-NOT",
                    one,
                    "Wyciąg MT940 zaczyna się polem :20:. Wgraj plik prosto z banku.",
                )
            drafts.append(_Draft(one.line))
        _take(drafts[-1], one)
    return tuple(_finish(draft) for draft in _pages(drafts))


def _take(draft: _Draft, one: Field) -> None:
    match one.tag:
        case "20":
            pass
        case "25" | "25P":
            _once(one, free=not draft.account)
            draft.account, currency = _account(one)
            if currency:
                draft.currencies.append(Stated(one.tag, currency, one.line))
        case "28" | "28C":
            _once(one, free=draft.number is None)
            draft.number, _, draft.sequence = one.text.strip().partition("/")
        case "60F" | "60M":
            _take_opening(draft, one)
        case "62F" | "62M":
            _once(one, free=draft.closing is None)
            draft.closing = _balance(one, draft)
            draft.open_end = one.tag == "62M"
            draft.awaits_narrative = False
        case "61":
            draft.movements.append((one, None))
            draft.awaits_narrative = True
        case "86" if draft.awaits_narrative:
            draft.movements[-1] = (draft.movements[-1][0], one)
            draft.awaits_narrative = False
        case _:
            _take_other(draft, one)


def _take_opening(draft: _Draft, one: Field) -> None:
    balance = _balance(one, draft)
    if one.tag == "60M" and draft.open_end:
        # The next page without a header of its own; it ends in a closing balance again.
        draft.closing, draft.open_end = None, False
        return
    _once(one, free=draft.opening is None and not draft.movements)
    draft.opening = balance
    draft.continued = one.tag == "60M"


def _take_other(draft: _Draft, one: Field) -> None:
    if one.tag[:2] in ("60", "61", "62"):
        raise _error(
            "MT940-TAG", one, f"Nieznane pole :{one.tag}:. Zgłoś ten plik: format jest nowy."
        )
    if one.tag == "34F" and (found := _FLOOR.match(one.text)):
        draft.currencies.append(Stated(one.tag, found[1], one.line))
    draft.other.append(Other(one.tag, one.text, one.line))


def _once(one: Field, *, free: bool) -> None:
    """Refuse a second account, number or balance: which one holds, nobody can tell."""
    if not free:
        raise _error(
            "MT940-TWICE",
            one,
            f"Pole :{one.tag}: powtarza się w jednym wyciągu albo stoi za późno. "
            "Pobierz wyciąg z banku jeszcze raz.",
        )


def _account(one: Field) -> tuple[str, str]:
    text = one.text.strip().lstrip("/")
    found = _ACCOUNT_WITH_CURRENCY.fullmatch(text)
    account = plain_account(found[1] if found is not None else text)
    if _ACCOUNT.fullmatch(account) is None:
        raise _error(
            "MT940-25",
            one,
            f"Pole :25:{text[:40]} nie podaje numeru rachunku. Pobierz wyciąg z banku jeszcze raz.",
        )
    return account, found[2] if found is not None else ""


def _balance(one: Field, draft: _Draft) -> Balance:
    found = _BALANCE.fullmatch(one.text.strip())
    if found is None:
        raise _error(
            f"MT940-{one.tag[:2]}",
            one,
            f"Saldo :{one.tag}:{_start(one)} jest nieczytelne (oczekiwano np. C260831PLN1000,00). "
            "Pobierz wyciąg z banku jeszcze raz.",
        )
    draft.currencies.append(Stated(one.tag, found[3], one.line))
    amount = _amount(found[4])
    return Balance(_day(found[2], one), amount if found[1] == "C" else -amount, one.line)


def _pages(drafts: list[_Draft]) -> list[_Draft]:
    whole: list[_Draft] = []
    for draft in drafts:
        before = whole[-1] if whole else None
        if (
            before is not None
            and before.open_end
            and draft.continued
            and before.account == draft.account
        ):
            before.movements += draft.movements
            before.other += draft.other
            before.currencies += draft.currencies
            before.closing, before.open_end = draft.closing, draft.open_end
        else:
            whole.append(draft)
    return whole


def _finish(draft: _Draft) -> Statement:
    if not draft.account:
        raise Mt940Error(
            "MT940-25",
            f"Wyciąg od wiersza {draft.line} nie ma pola :25: z rachunkiem. "
            "Pobierz wyciąg z banku jeszcze raz.",
            draft.line,
        )
    if not draft.currencies:
        raise Mt940Error(
            "MT940-60",
            f"Wyciąg od wiersza {draft.line} nie ma salda :60F: ani waluty. "
            "Pobierz wyciąg z banku jeszcze raz.",
            draft.line,
        )
    currency = draft.currencies[0].currency
    seen: Counter[str] = Counter()
    lines = []
    for no, (movement, narrative) in enumerate(draft.movements, 1):
        line = _line(no, movement, narrative, currency)
        key = identity(draft.account, line)
        lines.append(replace(line, repeat=seen[key]))
        seen[key] += 1
    return Statement(
        account=draft.account,
        currency=currency,
        number=(draft.number or "").strip(),
        sequence=draft.sequence.strip(),
        opening=draft.opening,
        closing=draft.closing,
        lines=tuple(lines),
        other=tuple(draft.other),
        currencies=tuple(draft.currencies),
        file_line=draft.line,
    )


def _line(no: int, one: Field, narrative: Field | None, currency: str) -> Line:
    found = _MOVEMENT.fullmatch(one.text.rstrip())
    if found is None:
        raise _error(
            "MT940-61",
            one,
            f"Operacja :61:{_start(one)} jest nieczytelna "
            "(oczekiwano np. 2607010701C450,00NTRFNONREF//NUMER). Pobierz wyciąg z banku jeszcze raz.",
        )
    value, entry, side, _, amount, type_code, references, more = found.groups()
    value_date = _day(value, one)
    entry = (entry or "").strip()
    positive = side in ("C", "RD")
    own, _, bank = references.partition("//")
    told = read_narrative(narrative.text if narrative is not None else (more or ""))
    return Line(
        no=no,
        value_date=value_date,
        entry_date=_entry_day(entry, value_date, one) if entry else None,
        amount=_amount(amount) if positive else -_amount(amount),
        currency=currency,
        type_code=type_code,
        own_reference="" if own.strip() == NO_REFERENCE else own.strip(),
        bank_reference=bank.strip(),
        title=told.title,
        counterparty_name=told.name,
        counterparty_account=told.account,
        booking_code=told.booking_code,
        raw=one.text if narrative is None else f"{one.text}\n{narrative.text}",
        split_payment=told.split_payment,
        file_line=one.line,
    )


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").rstrip(".")).quantize(Decimal("0.01"))


def _day(text: str, one: Field) -> date:
    """The date written YYMMDD."""
    try:
        return _date(2000 + int(text[:2]), text[2:])
    except ValueError:
        raise _error("MT940-DATE", one, f"Nie ma dnia {text} (RRMMDD). Zgłoś to bankowi.") from None


def _entry_day(text: str, value: date, one: Field) -> date:
    """The entry date, written MMDD, has no year: it is the one nearest to the value date."""
    days = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            days.append(_date(year, text))
        except ValueError:
            continue
    if not days:
        raise _error("MT940-DATE", one, f"Nie ma dnia {text} (MMDD). Zgłoś to bankowi.")
    return min(days, key=lambda day: abs((day - value).days))


def _date(year: int, text: str) -> date:
    """MMDD; banks that count thirty days in a month write interest of February on its 30th."""
    month, day = int(text[:2]), int(text[2:])
    if month == FEBRUARY and day == LAST_OF_EVERY_MONTH:
        day = monthrange(year, month)[1]
    return date(year, month, day)


def _start(one: Field) -> str:
    return one.text.partition("\n")[0][:40]


def _error(code: str, one: Field, message: str) -> Mt940Error:
    return Mt940Error(code, f"Wiersz {one.line}: {message}", one.line)
