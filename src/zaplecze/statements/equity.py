"""Zestawienie zmian w kapitale własnym, pure: the form of annex 1 from both ends of a year and its entries.

Sources: Accounting Act art. 48a, annex 1; names are those of the ministry's form of e-Sprawozdanie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

ZERO = Decimal("0.00")
REST = "zmiana salda poza obrotami"
ERRORS, POLICY = "korekty błędów", "zmiany przyjętych zasad (polityki) rachunkowości"
PAYOUT = "proponowane wypłaty z zysku"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the equity: its number on the form, the lines of liabilities that it is, its name in two cases."""

    code: str
    lines: tuple[str, ...]
    name: str
    genitive: str
    last: str = ""


PARTS = (
    Part("1", ("A.I",), "Kapitał (fundusz) podstawowy", "kapitału (funduszu) podstawowego"),
    Part(
        "2", ("A.II",), "Kapitał (fundusz) zapasowy", "kapitału (funduszu) zapasowego",
        "Stan kapitału (funduszu) zapasowego",
    ),
    Part("3", ("A.III",), "Kapitał (fundusz) z aktualizacji wyceny", "kapitału (funduszu) z aktualizacji wyceny"),
    Part("4", ("A.IV",), "Pozostałe kapitały (fundusze) rezerwowe", "pozostałych kapitałów (funduszy) rezerwowych"),
    # The result of the year before is one of years before from the first day on, whenever it is moved.
    Part("5", ("A.V", "A.VI"), "Zysk (strata) z lat ubiegłych", ""),
)  # fmt: skip
TRACKS = {"Zysk": ("5.1", "5.2", "5.3"), "Strata": ("5.4", "5.5", "5.6")}
CLOSING_5, INTERIM, NET = "A.V", "A.VII", "A.VI"
ORDER = (
    *("I", "I.1", "I.2", "I.a"),
    *(f"{n}{end}" for n in "1234" for end in ("", ".1", ".1.a", ".1.b", ".2")),
    *("5", "5.1", "5.1.1", "5.1.2", "5.2", "5.2.a", "5.2.b", "5.3"),
    *("5.4", "5.4.1", "5.4.2", "5.5", "5.5.a", "5.5.b", "5.6", "5.7"),
    *("6", "6.a", "6.b", "6.c", "II", "III"),
)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What an entry changed in a part of the equity, PLN, above zero where it raised it."""

    entry_id: int
    label: str
    voucher: str
    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person told, PLN: corrections of years before (a loss below zero), and what is to be paid out."""

    policy: Decimal = ZERO
    errors: Decimal = ZERO
    payout: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Ends:
    """Lines A.I to A.VII at the beginning and at the end of a year, PLN."""

    opening: Mapping[str, Decimal]
    closing: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class EquityTerm:
    """What adds ``amount`` to a line (PLN): another ``line`` of the form, a line of liabilities at an end of the year
    (``column`` amount or previous), an entry, or something that a person told.
    """

    text: str
    amount: Decimal
    sign: int = 1
    line: str = ""
    column: str = ""
    entry: EntryChange | None = None


@dataclass(frozen=True, slots=True)
class EquityLine:
    """A line of the form, PLN; ``reasons`` tell of which titles a change was made.

    ``previous`` is the year before, where it is known; ``told`` are the words of the version that tells it, where it
    isn't in the books.
    """

    code: str
    name: str
    amount: Decimal
    terms: tuple[EquityTerm, ...]
    reasons: tuple[tuple[str, Decimal], ...] = ()
    previous: Decimal | None = None
    told: str = ""

    @property
    def level(self) -> int:
        """0 for I and 1, 1 for 1.1, 2 for its sides."""
        return 0 if self.code == "I.a" else self.code.count(".")


def beside(
    lines: Sequence[EquityLine], before: Sequence[EquityLine], told: str
) -> list[EquityLine]:
    """The form of a year with that of the year before."""
    then = {line.code: line.amount for line in before}
    return [replace(line, previous=then.get(line.code, ZERO), told=told) for line in lines]


def equity_form(
    ends: Ends, changes: Mapping[str, Sequence[EntryChange]], typed: Typed
) -> list[EquityLine]:
    """The form of a year: each part with what raised and what lowered it, entry by entry.

    What no entry explains stands on the side that the part moved to. Corrections are taken out of the changes of
    part 5 and told apart.
    """
    return _Form(ends, changes, typed).lines()


class _Form:
    """Counts line after line; a line may be made of those before it."""

    def __init__(
        self, ends: Ends, changes: Mapping[str, Sequence[EntryChange]], typed: Typed
    ) -> None:
        self.ends, self.changes, self.typed = ends, changes, typed
        self.done: dict[str, EquityLine] = {}

    def lines(self) -> list[EquityLine]:
        for part in PARTS:
            if part.code == "5":
                self._years_before(part)
            else:
                self._part(part)
        self._result()
        self._whole()
        return [self.done[code] for code in ORDER]

    def _put(self, code: str, name: str, terms: Iterable[EquityTerm]) -> Decimal:
        kept = tuple(t for t in terms if t.amount)
        amount = sum((t.amount for t in kept), ZERO)
        sums: dict[str, Decimal] = {}
        for term in kept:
            if not term.line or term.text == REST:
                sums[term.text] = sums.get(term.text, ZERO) + term.amount
        reasons = tuple(sums.items()) if code.endswith((".a", ".b")) and code != "I.a" else ()
        self.done[code] = EquityLine(code, name, amount, kept, reasons)
        return amount

    def _of(self, *codes: str) -> Iterator[EquityTerm]:
        """Lines before this one; a minus before a code takes it away."""
        for code in codes:
            sign, line = (-1, code[1:]) if code.startswith("-") else (1, code)
            found = self.done[line]
            yield EquityTerm(f"{line} {found.name}", sign * found.amount, sign, line)

    def _end(self, column: str, *codes: str, sign: int = 1) -> Iterator[EquityTerm]:
        """Lines of liabilities at an end of the year."""
        amounts = self.ends.closing if column == "amount" else self.ends.opening
        for code in codes:
            yield EquityTerm(code, sign * amounts.get(code, ZERO), sign, code, column)

    def _sides(
        self, part: Part, opening: Sequence[str], closing: str
    ) -> tuple[list[EquityTerm], list[EquityTerm]]:
        """What raised and what lowered a part, neither below zero."""
        entries = self.changes.get(part.code, ())
        raised = [EquityTerm(e.text, e.amount, 1, entry=e) for e in entries if e.amount > 0]
        lowered = [EquityTerm(e.text, -e.amount, -1, entry=e) for e in entries if e.amount < 0]
        rest = [
            *self._end("amount", closing),
            *self._end("previous", *opening, sign=-1),
            *(EquityTerm(REST, -e.amount, -1, entry=e) for e in entries),
        ]
        if left := sum((t.amount for t in rest), ZERO):
            sign = 1 if left > 0 else -1
            (raised if left > 0 else lowered).extend(
                replace(t, text=REST, amount=sign * t.amount, sign=sign * t.sign) for t in rest
            )
        return raised, lowered

    def _part(self, part: Part) -> None:
        (line,) = part.lines
        raised, lowered = self._sides(part, part.lines, line)
        n = part.code
        self._put(n, f"{part.name} na początek okresu", self._end("previous", line))
        self._put(f"{n}.1.a", "zwiększenie (z tytułu)", raised)
        self._put(f"{n}.1.b", "zmniejszenie (z tytułu)", lowered)
        self._put(f"{n}.1", f"Zmiany {part.genitive}", self._of(f"{n}.1.a", f"-{n}.1.b"))
        self._put(f"{n}.2", f"{part.last or part.name} na koniec okresu", self._of(n, f"{n}.1"))

    def _years_before(self, part: Part) -> None:
        raised, lowered = self._sides(part, (*part.lines, INTERIM), CLOSING_5)
        corrections = ((POLICY, self.typed.policy), (ERRORS, self.typed.errors))
        for text, amount in corrections:
            if amount:
                (raised if amount > 0 else lowered).append(EquityTerm(text, -abs(amount)))
        opening = list(self._end("previous", *part.lines, INTERIM))
        gained = sum((t.amount for t in opening), ZERO) >= 0
        ended = self.ends.closing.get(CLOSING_5, ZERO)
        self._put("5", f"{part.name} na początek okresu", opening)
        if gained:  # what loses more than there was becomes a loss
            stays = ended >= 0
            self._track("Zysk", list(self._of("5")), 1, raised, lowered if stays else None)
            over = [] if stays else [*lowered, *self._of("-5.2.b")]
            self._track("Strata", [], 0, over, [])
        else:
            stays = ended <= 0
            self._track("Strata", list(self._of("-5")), -1, lowered, raised if stays else None)
            over = [] if stays else [*raised, *self._of("-5.5.b")]
            self._track("Zysk", [], 0, over, [])
        self._put("5.7", f"{part.name} na koniec okresu", self._of("5.3", "-5.6"))

    def _track(
        self,
        word: str,
        opening: list[EquityTerm],
        corrected: int,
        more: list[EquityTerm],
        less: list[EquityTerm] | None,
    ) -> None:
        """Profits or losses of years before through the year; ``less`` is None where nothing stays of them."""
        first, after, last = TRACKS[word]
        self._put(first, f"{word} z lat ubiegłych na początek okresu", opening)
        for n, (text, amount) in enumerate(
            ((POLICY, self.typed.policy), (ERRORS, self.typed.errors)), 1
        ):
            self._put(f"{first}.{n}", f"– {text}", [EquityTerm(text, corrected * amount)])
        self._put(
            after,
            f"{word} z lat ubiegłych na początek okresu, po korektach",
            self._of(first, f"{first}.1", f"{first}.2"),
        )
        self._put(f"{after}.a", "zwiększenie (z tytułu)", more)
        gone = list(self._of(after, f"{after}.a")) if less is None else less
        self._put(f"{after}.b", "zmniejszenie (z tytułu)", gone)
        self._put(
            last,
            f"{word} z lat ubiegłych na koniec okresu",
            self._of(after, f"{after}.a", f"-{after}.b"),
        )

    def _result(self) -> None:
        net = self.ends.closing.get(NET, ZERO)
        gain = self._end("amount", NET) if net > 0 else ()
        loss = self._end("amount", NET, sign=-1) if net < 0 else ()
        self._put("6.a", "zysk netto", gain)
        self._put("6.b", "strata netto", loss)
        self._put("6.c", "odpisy z zysku", self._end("amount", INTERIM, sign=-1))
        self._put("6", "Wynik netto", self._of("6.a", "-6.b", "-6.c"))

    def _whole(self) -> None:
        own = "Kapitał (fundusz) własny"
        start = f"{own} na początek okresu (BO)"
        self._put("I", start, self._of(*(p.code for p in PARTS)))
        self._put("I.1", f"– {POLICY}", [EquityTerm(POLICY, self.typed.policy)])
        self._put("I.2", f"– {ERRORS}", [EquityTerm(ERRORS, self.typed.errors)])
        self._put("I.a", f"{start}, po korektach", self._of("I", "I.1", "I.2"))
        ends = (*(f"{n}.2" for n in "1234"), "5.7", "6")
        self._put("II", f"{own} na koniec okresu (BZ)", self._of(*ends))
        self._put(
            "III",
            f"{own}, po uwzględnieniu proponowanego podziału zysku (pokrycia straty)",
            [*self._of("II"), EquityTerm(PAYOUT, -self.typed.payout, -1)],
        )
