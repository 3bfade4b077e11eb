"""From what a person ticked to the movements that are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.tax.relief.queries import Waiting, waiting_of
from zaplecze.tax.relief.rules import Side, Tax, moving


class CannotRelieve(Refusal):
    """A movement of relief can't be made, refused or undone so; the message tells the next step."""

    code = "tax.relief"


def chosen_of(tax: Tax, period: Month, keys: Sequence[str], *, today: date) -> list[Waiting]:
    """What a person ticked, as it would move alone; raises `CannotRelieve` for what can't be decided now."""
    wanted: dict[Side, list[int]] = {side: [] for side in Side}
    for key in keys:
        side, _, rest = key.partition(":")
        item, _, _ = rest.partition(":")
        if side not in set(Side) or not item.isdecimal() or len(item) > 18:
            raise CannotRelieve("Nie ma takiej pozycji ulgi: odśwież stronę.")
        wanted[Side(side)].append(int(item))
    there = {
        w.key: w
        for side, items in wanted.items()
        if items
        for w in waiting_of(tax=tax, side=side, period=period, today=today, item_ids=items)
    }
    for key in keys:
        found = there.get(key)
        if found is None:
            raise CannotRelieve(
                "Tej korekty już nie ma wśród propozycji: ktoś ją ujął albo zmieniły się zapłaty. Odśwież stronę."
            )
        if found.hindrance:
            raise CannotRelieve(f"{found.invoice.number}: {found.hindrance}.")
        if found.early:
            raise CannotRelieve(
                f"{found.invoice.number}: do końca miesiąca można zapłacić i nie korygować (art. 89b ust. 1a)."
            )
    ticked = set(keys)
    return _alone([w for key, w in there.items() if key in ticked])


def _alone(chosen: Sequence[Waiting]) -> list[Waiting]:
    """What just these movements move: shares are rounded as one figure, so others left lying change them."""
    of_item: dict[tuple[Side, int], list[Waiting]] = {}
    for w in chosen:
        of_item.setdefault((w.side, w.item.id), []).append(w)
    return [
        replace(w, proposal=made)
        for group in of_item.values()
        for w, made in zip(
            group, moving(group[0].debt, [w.proposal.move for w in group]), strict=True
        )
    ]
