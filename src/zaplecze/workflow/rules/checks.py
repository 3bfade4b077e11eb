"""What is wrong with a procedure before it goes live: each fault names its step."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.workflow.rules.conditions import Fact, leaves
from zaplecze.workflow.rules.people import AMOUNT, CENTER, Org, candidates
from zaplecze.workflow.rules.steps import WORKING_ROLES, Step, blocks, place_of

MOST_STEPS = 40
MOST_HOURS = 2_000
LONGEST_KEY = 30
UNMANAGED = "\x00"
"""A cost center that has no manager: no code is such."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a procedure: an error stops publishing, a warning does not; ``step`` is empty for the whole."""

    step: str
    message: str
    error: bool = True


def check(
    steps: Sequence[Step],
    *,
    facts: Mapping[str, Fact],
    org: Org,
    kinds: Collection[str],
    must: Collection[str] = (),
    actions: Collection[str] = (),
) -> list[Problem]:
    """Every problem of a procedure for papers whose cases know ``facts``.

    ``kinds`` are the kinds of steps that such papers can take, ``must`` those without which they can't be kept,
    ``actions`` the names of what the program can do by itself.
    """
    found: list[Problem] = []
    if not steps:
        found.append(Problem("", "procedura nie ma kroków"))
    if len(steps) > MOST_STEPS:
        found.append(Problem("", f"procedura ma ponad {MOST_STEPS} kroków"))
    found += [
        Problem("", f"brakuje kroku, bez którego papier nie trafi do ksiąg: {kind}")
        for kind in must
        if not any(s.kind == kind and s.when is None for s in steps)
    ]
    seen: set[str] = set()
    for step in steps:
        found += _alone(step, seen, kinds, actions)
        seen.add(step.key)
    if len(seen) == len(steps):
        found += _facts(steps, facts)
        found += _order(steps)
        found += _people(steps, org)
    return found


def _alone(
    step: Step, seen: set[str], kinds: Collection[str], actions: Collection[str]
) -> Iterator[Problem]:
    key = step.key
    if not key.strip():
        yield Problem(key, "krok nie ma nazwy")
    if len(key) > LONGEST_KEY:
        yield Problem(key, f"nazwa jest dłuższa niż {LONGEST_KEY} znaków")
    if key in seen:
        yield Problem(key, "ta nazwa już jest w procedurze")
    if step.kind not in kinds:
        yield Problem(key, "ten rodzaj kroku nie pasuje do tych dokumentów")
    if not 1 <= step.hours <= MOST_HOURS:
        yield Problem(key, f"termin: od 1 do {MOST_HOURS} godzin roboczych")
    if step.remind is not None and not 0 <= step.remind < max(step.hours, 1):
        yield Problem(key, "przypomnienie musi przypadać między otwarciem zadania a terminem")
    if step.escalate is not None and not 0 <= step.escalate <= MOST_HOURS:
        yield Problem(key, f"eskalacja: od 0 do {MOST_HOURS} godzin roboczych po terminie")
    if step.action and step.action not in actions:
        yield Problem(key, f"nie ma czynności programu „{step.action}”")
    who = step.who
    if who.by == "role" and not who.roles:
        yield Problem(key, "wybierz rolę")
    if who.by == "people" and not who.people:
        yield Problem(key, "wybierz osoby")
    if who.need > 1 and step.kind != "approve":
        yield Problem(key, "kilku głosów wymaga tylko akceptacja")


def _facts(steps: Sequence[Step], facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """A fact is asked for only after the step that surely finds it out, and never across lanes."""
    known = {name for name, fact in facts.items() if not fact.from_kind}
    for block in blocks(steps):
        learned: set[str] = set()
        for lane in block.lanes:
            here = set(known)
            for step in lane:
                yield from _asked_facts(step, here, facts)
                if step.when is None:
                    here |= {n for n, f in facts.items() if f.from_kind == step.kind}
            learned |= here
        known |= learned


def _asked_facts(step: Step, known: set[str], facts: Mapping[str, Fact]) -> Iterator[Problem]:
    asked = {leaf.fact for leaf in leaves(step.when)} if step.when else set()
    if step.who.by == "center" and CENTER not in known:
        yield Problem(
            step.key,
            "MPK może nie być jeszcze znane: wtedy krok zapyta zastępczą rolę"
            if step.who.deputy
            else "MPK może nie być jeszcze znane: krok poczeka, aż opisujący je poda (albo wskaż rolę zastępczą)",
            error=False,
        )
    for name in sorted(asked - known):
        if name not in facts:
            yield Problem(step.key, f"te dokumenty nie mają faktu „{name}”")
        else:
            yield Problem(
                step.key,
                f"„{facts[name].label}” nie jest jeszcze znane: najpierw musi być krok, który to ustala, "
                "bez warunku i nie w sąsiednim torze",
            )


def _order(steps: Sequence[Step]) -> Iterator[Problem]:
    coded = False
    for block in blocks(steps):
        for lane in block.lanes:
            for step in lane:
                if step.kind == "pay" and not coded and any(s.kind == "code" for s in steps):
                    yield Problem(
                        step.key, "zapłata przed dekretacją: najpierw musi być zapis", error=False
                    )
                if step.kind in ("approve", "describe") and coded:
                    yield Problem(
                        step.key, "po księgowaniu: decyzja nie zmieni już zapisu", error=False
                    )
        coded = coded or any(s.kind == "code" for lane in block.lanes for s in lane)
    yield from _beside_posting(steps)
    for block in blocks(steps):
        kinds = [s.kind for lane in block.lanes for s in lane if s.kind != "approve"]
        for kind in sorted({k for k in kinds if kinds.count(k) > 1}):
            yield Problem(
                "", f"w torach obok siebie jest kilka kroków rodzaju {kind}: dokument ma jeden"
            )


def _beside_posting(steps: Sequence[Step]) -> Iterator[Problem]:
    """Posting in one lane doesn't wait for the people of the lanes beside it."""
    for block in blocks(steps):
        for lane in block.lanes:
            deciding = any(
                s.kind in ("approve", "describe") for n in block.lanes if n is not lane for s in n
            )
            for step in lane:
                if deciding and step.kind in ("code", "match"):
                    yield Problem(
                        step.key,
                        "dekretacja obok decyzji: zapis może powstać, zanim inni zdecydują, i wtedy odrzucić "
                        "albo wycofać dokument można dopiero po stornie",
                        error=False,
                    )


def _people(steps: Sequence[Step], org: Org) -> Iterator[Problem]:
    workers = org.with_roles(WORKING_ROLES)
    for step in steps:
        who = step.who
        strangers = [p for p in who.people if p not in workers] if who.by == "people" else []
        if strangers:
            yield Problem(step.key, "jedna z osób nie pracuje już w tej firmie: wybierz inną")
        if who.by == "people" and who.need > len(who.people):
            yield Problem(
                step.key, f"potrzeba {who.need} głosów, a wybrano osób: {len(who.people)}"
            )
        taken = _voices_before(steps, step)
        centers = [*org.managers, UNMANAGED] if who.by == "center" else [UNMANAGED]
        found = [
            problem
            for center in ([*centers, ""] if who.deputy else centers)
            for problem in _enough(
                step,
                candidates(step, {AMOUNT: Decimal(0), CENTER: center}, org),
                taken,
                center,
            )
        ]
        yield from found[:1]
        if step.kind == "approve" and org.limits and who.by != "center":
            highest = candidates(step, {AMOUNT: Decimal(10**15), CENTER: UNMANAGED}, org)
            if not highest:
                yield Problem(
                    step.key,
                    "limity kwot: powyżej najwyższego nikt nie może zaakceptować",
                    error=False,
                )


def _voices_before(steps: Sequence[Step], step: Step) -> int:
    """How many people at most have had a voice that bars them from this step, lanes beside it included."""
    if step.kind not in ("approve", "describe"):
        return 0
    found = blocks(steps)
    b, la, s = place_of(found, step.key)
    before = [other for block in found[:b] for lane in block.lanes for other in lane]
    before += found[b].lanes[la][:s]
    before += [o for n, lane in enumerate(found[b].lanes) if n != la for o in lane]
    barring = ("describe", "approve") if step.kind == "approve" else ("approve",)
    return sum(other.who.need for other in before if other.kind in barring)


def _enough(step: Step, able: frozenset[int], taken: int, center: str) -> Iterator[Problem]:
    where = {UNMANAGED: "", "": " (bez MPK)"}.get(center, f" (MPK {center})")
    need = step.who.need
    if len(able) < need:
        yield Problem(
            step.key,
            f"za mało osób{where} może go zrobić: nadaj rolę albo wybierz osoby",
            error=False,
        )
    elif taken and len(able) < need + taken:
        yield Problem(
            step.key,
            f"dwie pary oczu{where}: może zabraknąć osoby, która nie brała udziału wcześniej",
            error=False,
        )


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop publishing."""
    return [p for p in problems if p.error]
