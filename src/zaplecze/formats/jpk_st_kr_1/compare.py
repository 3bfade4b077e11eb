"""What differs between two versions of a file: assets, by number."""

from __future__ import annotations

from dataclasses import dataclass, fields

from zaplecze.formats.jpk_st_kr_1.types import Register

# The field of the form that holds each fact, for people who have the form before them.
FIELDS = {
    "acquired_on": "E_2/E_3",
    "in_use_on": "E_4",
    "voucher": "E_5",
    "acquired": "E_6",
    "name": "E_7",
    "kst": "E_8",
    "method": "E_9",
    "rate": "E_10A",
    "rate_amount": "E_10B",
    "applied_rate": "E_11",
    "tax_value": "E_12",
    "tax_change": "E_15",
    "frequency": "E_17",
    "refused": "E_18",
    "tax_year": "E_19",
    "tax_total": "E_20",
    "value": "E_21",
    "change": "E_24",
    "balance_rate": "E_25A",
    "balance_rate_amount": "E_25B",
    "year": "E_26",
    "total": "E_27",
    "struck": "E_28-E_30",
    "reclassified": "E_32",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one version has and the other hasn't, or has in another way."""

    where: str
    what: str
    before: str
    now: str


def diff(before: Register, now: Register) -> list[Difference]:
    """Differences in the order of the newer file; what it no longer has comes last."""
    old, found = {a.number: a for a in before.assets}, []
    for asset in now.assets:
        was = old.pop(asset.number, None)
        if was is None:
            found.append(Difference(asset.number, "dodano", "", asset.name))
            continue
        for field in fields(asset):
            one, other = getattr(was, field.name), getattr(asset, field.name)
            if one != other:
                what = FIELDS.get(field.name, field.name)
                found.append(Difference(asset.number, what, _text(one), _text(other)))
    return [*found, *(Difference(a.number, "usunięto", a.name, "") for a in old.values())]


def _text(value: object) -> str:
    return "" if value is None else str(value)
