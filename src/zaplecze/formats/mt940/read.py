"""Reading of MT940: fields to statements."""

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from zaplecze.formats.mt940.narrative import plain_account, read_narrative
from zaplecze.formats.mt940.text import Field, fields
from zaplecze.formats.mt940.types import Balance, Line, Mt940Error, Other, Statement, identity

_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})([0-9]+(?:[,.][0-9]{0,2})?)\s*")
_MOVEMENT = re.compile(
    r"([0-9]{6})([0-9]{4})?(R?[CD])([A-Z])?([0-9]+(?:[,.][0-9]{0,2})?)([NFS][A-Z0-9]{3})([^\n]*)(?:\n(.*))?",
    re.DOTALL,
)
_FLOOR = re.compile(r"([A-Z]{3})")
FEBRUARY, LAST_OF_EVERY_MONTH = 2, 30
# Known fields that say nothing of movements or balances.
_QUIET = frozenset({"21", "64", "65", "13", "13D", "34F", "90C", "90D", "NS"})


@dataclass(slots=True)
class _Draft:
    """A statement while its fields come in."""

    line: int
    account: str = ""
    currency: str = ""
    number: str = ""
    sequence: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    continued: bool = False
    open_end: bool = False
    movements: list[tuple[Field, Field | None]] = field(default_factory=list)
    other: list[Other] = field(default_factory=list)


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
            draft.account, draft.currency = _account(one)
        case "28" | "28C":
            draft.number, _, draft.sequence = one.text.strip().partition("/")
        case "60F" | "60M":
            draft.opening = _balance(one, draft)
            draft.continued = one.tag == "60M"
        case "62F" | "62M":
            draft.closing = _balance(one, draft)
            draft.open_end = one.tag == "62M"
        case "61":
            draft.movements.append((one, None))
        case "86":
            # Behind the last movement's own field, or behind the closing balance, it tells of the statement.
            if draft.movements and draft.movements[-1][1] is None and draft.closing is None:
                draft.movements[-1] = (draft.movements[-1][0], one)
            else:
                draft.other.append(Other(one.tag, one.text, one.line))
        case _:
            if one.tag == "34F" and not draft.currency and (found := _FLOOR.match(one.text)):
                draft.currency = found[1]
            draft.other.append(Other(one.tag, one.text, one.line))
            if one.tag not in _QUIET and one.tag[:2] in ("60", "61", "62"):
                raise _error(
                    "MT940-TAG",
                    one,
                    f"Nieznane pole :{one.tag}:. Zgłoś ten plik: format jest nowy.",
                )


def _account(one: Field) -> tuple[str, str]:
    text = one.text.strip().lstrip("/")
    found = re.fullmatch(r"(.+?[0-9])\s*([A-Z]{3})", text)
    if found is not None:
        text = found[1]
    account = plain_account(text)
    if not account:
        raise _error("MT940-25", one, "Pole :25: nie podaje rachunku. Pobierz wyciąg jeszcze raz.")
    return account[:34], found[2] if found is not None else ""


def _balance(one: Field, draft: _Draft) -> Balance:
    found = _BALANCE.match(one.text)
    if found is None:
        raise _error(
            f"MT940-{one.tag[:2]}",
            one,
            f"Saldo :{one.tag}:{one.text[:30]} jest nieczytelne (oczekiwano np. C260831PLN1000,00).",
        )
    if draft.currency and draft.currency != found[3]:
        raise _error(
            "MT940-CUR",
            one,
            f"Saldo jest w {found[3]}, a rachunek w {draft.currency}: plik jest niespójny.",
        )
    draft.currency = found[3]
    amount = _amount(found[4])
    return Balance(_day(found[2], one), amount if found[1] == "C" else -amount)


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
            before.closing, before.open_end = draft.closing, draft.open_end
        else:
            whole.append(draft)
    return whole


def _finish(draft: _Draft) -> Statement:
    if not draft.account:
        raise Mt940Error(
            "MT940-25", f"Wyciąg od wiersza {draft.line} nie ma pola :25: z rachunkiem.", draft.line
        )
    if not draft.currency:
        raise Mt940Error(
            "MT940-60", f"Wyciąg od wiersza {draft.line} nie ma salda :60F: ani waluty.", draft.line
        )
    seen: Counter[str] = Counter()
    lines = []
    for no, (movement, narrative) in enumerate(draft.movements, 1):
        line = _line(no, movement, narrative, draft.currency)
        key = identity(draft.account, line)
        lines.append(replace(line, repeat=seen[key]))
        seen[key] += 1
    return Statement(
        draft.account,
        draft.currency,
        draft.number.strip(),
        draft.sequence.strip(),
        draft.opening,
        draft.closing,
        tuple(lines),
        tuple(draft.other),
    )


def _line(no: int, one: Field, narrative: Field | None, currency: str) -> Line:
    found = _MOVEMENT.fullmatch(one.text.rstrip())
    if found is None:
        raise _error(
            "MT940-61",
            one,
            f"Operacja :61:{one.text.splitlines()[0][:40]} jest nieczytelna "
            "(oczekiwano np. 2607010701C450,00NTRFNONREF//NUMER).",
        )
    value, entry, side, _, amount, type_code, references, more = found.groups()
    value_date = _day(value, one)
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
        own_reference=own.strip(),
        bank_reference=bank.strip(),
        title=told.title,
        counterparty_name=told.name,
        counterparty_account=told.account,
        booking_code=told.booking_code,
        raw=one.text if narrative is None else f"{one.text}\n{narrative.text}",
        split_payment=told.split_payment,
    )


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").rstrip(".")).quantize(Decimal("0.01"))


def _day(text: str, one: Field) -> date:
    """RRMMDD; banks that count thirty days in a month write interest of February on its 30th."""
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:6])
    if month == FEBRUARY and day == LAST_OF_EVERY_MONTH:
        day = monthrange(year, month)[1]
    try:
        return date(year, month, day)
    except ValueError:
        raise _error("MT940-DATE", one, f"Nie ma dnia {text} (RRMMDD). Zgłoś to bankowi.") from None


def _entry_day(text: str, value: date, one: Field) -> date:
    """The entry date has no year: the one nearest to the value date."""
    days = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            days.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    if not days:
        raise _error("MT940-DATE", one, f"Nie ma dnia {text} (MMDD). Zgłoś to bankowi.")
    return min(days, key=lambda day: abs((day - value).days))


def _error(code: str, one: Field, message: str) -> Mt940Error:
    return Mt940Error(code, f"Wiersz {one.line}: {message}", one.line)
