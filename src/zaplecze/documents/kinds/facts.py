"""What a described paper tells its procedure, pure: its amount in PLN, its partner, the fields of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from zaplecze.documents.kinds.rules import FROM_ABROAD, OWNED_ELSEWHERE, Field, FieldType, Kind
from zaplecze.documents.kinds.words import summary_of
from zaplecze.platform.money import round_half_up
from zaplecze.workflow.api import ABOUT, UNKNOWN_AMOUNT, Fact

FROM_DESCRIPTION = "describe"
_FIELD = "field."
_ASKED = frozenset(
    {FieldType.TEXT, FieldType.AMOUNT, FieldType.CHOICE, FieldType.FLAG, FieldType.NIP}
)
#: Facts of every paper that stand in conditions under another name, and those that no condition can compare.
_APART = frozenset({"gross", "number", "subject", "partner_nip"})
_YES_NO = {"yes": "tak", "": "nie"}


def facts_of(kinds: Iterable[Kind]) -> dict[str, Fact]:
    """What conditions may ask of papers that no department owns, by name, for these kinds of a company."""
    kinds = [k for k in kinds if k.code not in OWNED_ELSEWHERE | FROM_ABROAD]
    found = [
        Fact("kind", "rodzaj", values={k.code: k.label for k in kinds}),
        Fact("gross_pln", "kwota", amount=True, from_kind=FROM_DESCRIPTION),
        Fact("supplier", "kontrahent", from_kind=FROM_DESCRIPTION),
        Fact("currency", "waluta", from_kind=FROM_DESCRIPTION),
    ]
    taken = {f.label for f in found} | {"droga", "i", "lub", "nie", "oraz"}
    for kind in kinds:
        for field in (*kind.fields, *kind.gone):
            label = field.label.casefold()
            if field.type in _ASKED and field.key not in _APART and label not in taken:
                taken.add(label)
                found.append(_fact(field))
    return {f.name: f for f in found}


def _fact(field: Field) -> Fact:
    values: Mapping[str, str] = {}
    if field.type is FieldType.CHOICE:
        values = {choice: choice for choice in field.choices}
    elif field.type is FieldType.FLAG:
        values = _YES_NO
    amount = field.type is FieldType.AMOUNT
    return Fact(f"{_FIELD}{field.key}", field.label, amount, FROM_DESCRIPTION, values)


def amount_of(kind: Kind, values: Mapping[str, str]) -> Decimal | None:
    """The paper's amount in its currency: its gross, else the largest of its kind's amounts.

    Zero for a kind that has no amounts; None where it has some and none was typed.
    """
    keys = [f.key for f in kind.fields if f.type is FieldType.AMOUNT]
    if not keys:
        return Decimal(0)
    if values.get("gross"):
        return Decimal(values["gross"])
    typed = [Decimal(values[k]) for k in keys if values.get(k)]
    return max(typed, key=abs, default=None)


def case_facts(
    kind: Kind,
    values: Mapping[str, str],
    *,
    rate: Decimal | None,
    kinds: Iterable[Kind],
    personal: bool = False,
) -> dict[str, str]:
    """What the case of a described paper knows; ``rate`` is PLN for one unit of its currency.

    Mails tell what a paper is about; of a ``personal`` one no more than its kind.
    An amount that nobody typed, or in a currency without a rate, is above every limit of authority.
    """
    amount = amount_of(kind, values)
    pln = UNKNOWN_AMOUNT if amount is None or rate is None else str(round_half_up(amount * rate))
    facts = {
        "kind": kind.code,
        "gross_pln": "0.00" if amount == 0 else pln,
        "supplier": values.get("partner_nip", ""),
        "currency": values.get("currency") or "PLN",
        "number": values.get("number", ""),
        ABOUT: ": ".join(filter(None, (kind.label, "" if personal else summary_of(kind, values)))),
    }
    # A field that this kind doesn't have is empty, so that one procedure may ask for the fields of many kinds.
    mine = {f.key: f.type for f in kind.fields}
    for name, fact in facts_of(kinds).items():
        key = name.removeprefix(_FIELD)
        if name.startswith(_FIELD):
            fits = (mine.get(key) is FieldType.AMOUNT) == fact.amount
            facts[name] = (values.get(key, "") if fits else "") or ("0" if fact.amount else "")
    return facts
